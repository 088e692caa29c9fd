//! Whether scores mean what they say: of claims with a score of 0.8, four of five should be right.

use std::io::{self, Write};

use serde::Serialize;

use super::{gold::Scored, report::rounded, score::pair};

/// Into how many equal stretches the scores from 0 to 1 are cut.
const BINS: usize = 10;

/// Scores against answers, of one or more documents.
///
/// A claim is right where a gold one of its type is its pair. All claims that have a score count, those that a
/// threshold would leave out among them: it is the whole scale that is judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reliability {
    bins: [Bin; BINS],
}

/// The claims whose scores lie in one stretch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Bin {
    claims: usize,
    right: usize,
    /// Sum of their scores.
    said: f64,
}

/// A stretch as it is reported; the two shares are null where no claim has such a score.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Scores from this one on …
    from: f64,
    /// … to below this one; the last stretch has 1 in it.
    to: f64,
    claims: usize,
    /// Their mean score.
    score: Option<f64>,
    /// The share of them that is right.
    right: Option<f64>,
}

/// The table with its sums.
#[derive(Debug, Serialize)]
pub struct Report {
    bins: Vec<Row>,
    claims: usize,
    /// Expected calibration error: how far mean score and share right lie apart, averaged over the claims.
    ece: f64,
}

impl Bin {
    fn rates(self) -> Option<[f64; 2]> {
        (self.claims > 0).then(|| [self.said / count(self.claims), count(self.right) / count(self.claims)])
    }
}

impl Reliability {
    /// Adds a document.
    pub fn add(&mut self, gold: &[Scored], predicted: &[Scored]) {
        let pairs = pair(gold, predicted);
        for (at, claim) in predicted.iter().enumerate() {
            let Some(score) = claim.score.filter(|s| (0.0..=1.0).contains(s)) else { continue };
            let right = pairs.iter().any(|&(i, j)| j == at && gold[i].kind == claim.kind);
            let bin = &mut self.bins[stretch(score)];
            bin.claims += 1;
            bin.right += usize::from(right);
            bin.said += score;
        }
    }

    /// The figures; none where no claim has a score.
    pub fn report(&self) -> Option<Report> {
        let claims: usize = self.bins.iter().map(|b| b.claims).sum();
        let apart =
            |bin: &Bin| bin.rates().map_or(0.0, |[said, right]| (said - right).abs() * count(bin.claims));
        (claims > 0).then(|| Report {
            bins: self.bins.iter().enumerate().map(|(at, bin)| row(at, *bin)).collect(),
            claims,
            ece: rounded(self.bins.iter().map(apart).sum::<f64>() / count(claims)),
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "fewer than 2^52 claims")]
fn count(n: usize) -> f64 {
    n as f64
}

#[expect(clippy::cast_sign_loss, reason = "scores are not negative")]
fn stretch(score: f64) -> usize {
    ((score * 10.0) as usize).min(BINS - 1)
}

fn row(at: usize, bin: Bin) -> Row {
    let rates = bin.rates();
    Row {
        from: rounded(count(at) / count(BINS)),
        to: rounded(count(at + 1) / count(BINS)),
        claims: bin.claims,
        score: rates.map(|[said, _]| rounded(said)),
        right: rates.map(|[_, right]| rounded(right)),
    }
}

impl Report {
    /// One line a stretch, then the error.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "\nscore     claims   mean  right")?;
        for row in &self.bins {
            write!(out, "{:.1}–{:.1} {:>8}", row.from, row.to, row.claims)?;
            match (row.score, row.right) {
                (Some(score), Some(right)) => writeln!(out, "  {score:.3}  {right:.3}")?,
                _ => writeln!(out, "      –      –")?,
            }
        }
        writeln!(out, "expected calibration error {:.3} over {} claims of any score", self.ece, self.claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(kind: &str, at: usize, score: Option<f64>) -> Scored {
        Scored {
            kind: kind.to_owned(),
            trigger: (at, at + 4),
            content: (at, at + 4),
            score,
            ..Scored::default()
        }
    }

    #[test]
    fn each_stretch_has_its_mean_score_and_its_share_of_right_claims() {
        let gold = [claim("violence.kill", 0, None), claim("violence.kill", 50, None)];
        let predicted = [
            claim("violence.kill", 0, Some(0.92)),
            // Right family, wrong type.
            claim("violence.attack", 50, Some(0.98)),
            claim("unrest.strike", 90, Some(0.25)),
            claim("unrest.strike", 95, None),
        ];
        let mut all = Reliability::default();
        all.add(&gold, &predicted);
        let report = all.report().expect("three have scores");
        let row = |at: usize| (report.bins[at].claims, report.bins[at].score, report.bins[at].right);
        assert_eq!(row(9), (2, Some(0.95), Some(0.5)));
        assert_eq!(row(2), (1, Some(0.25), Some(0.0)));
        assert_eq!(row(5), (0, None, None));
        assert_eq!(report.claims, 3);
        // (2 × |0.95 − 0.5| + 1 × |0.25 − 0|) / 3
        assert!((report.ece - 0.3833).abs() < 1e-9, "{}", report.ece);
    }

    #[test]
    fn the_ends_of_the_scale_have_their_stretches() {
        assert_eq!([0.0, 0.099, 0.1, 0.3, 0.7, 0.999, 1.0].map(stretch), [0, 0, 1, 3, 7, 9, 9]);
    }

    #[test]
    fn claims_without_scores_give_no_table() {
        let mut all = Reliability::default();
        all.add(&[], &[claim("unrest.strike", 0, None)]);
        assert!(all.report().is_none());
    }
}
