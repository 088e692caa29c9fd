//! How many were killed, for schemes with a column for one figure: chosen by a rule, among what each origin says last.

use std::collections::BTreeMap;

use crate::event::{FigureRange, Said};

/// What the origins of an event say last, one figure an origin: a toll rises, and who repeats himself is one.
#[derive(Debug)]
pub struct Toll<'t>(Vec<&'t Said>);

impl<'t> Toll<'t> {
    /// Of what is counted; none where nobody gives a figure.
    pub fn of(figures: &'t [FigureRange], of: &str) -> Option<Self> {
        let range = figures.iter().find(|range| range.of == of)?;
        let mut last: BTreeMap<&str, &Said> = BTreeMap::new();
        for said in range.said.iter().filter(|said| said.figure().is_some()) {
            let kept = last.entry(&said.origin).or_insert(said);
            let rank = |said: &Said| (said.published, said.figure().unwrap_or_default());
            if rank(said).partial_cmp(&rank(kept)).is_some_and(std::cmp::Ordering::is_gt) {
                *kept = said;
            }
        }
        (!last.is_empty()).then(|| Self(last.into_values().collect()))
    }

    /// The lowest figure, or bound of one.
    pub fn low(&self) -> Option<f64> {
        self.0.iter().filter_map(|said| said.lowest()).reduce(f64::min)
    }

    /// The highest figure, or bound of one.
    pub fn high(&self) -> Option<f64> {
        self.0.iter().filter_map(|said| said.high.or(said.best).or(said.low)).reduce(f64::max)
    }

    /// The lowest of the figures said; of a figure that is only bounded, the lower bound.
    pub fn careful(&self) -> Option<f64> {
        self.0.iter().filter_map(|said| said.best.or(said.low)).reduce(f64::min)
    }

    /// The figure of most origins; of several the one that was published last, then the lower.
    pub fn best(&self) -> Option<f64> {
        let mut origins: BTreeMap<u64, (usize, _, f64)> = BTreeMap::new();
        for said in &self.0 {
            if let Some(figure) = said.best.or(said.low) {
                let entry = origins.entry(figure.to_bits()).or_insert((0, None, figure));
                entry.0 += 1;
                entry.1 = entry.1.max(said.published);
            }
        }
        let rank = |entry: &(usize, _, f64)| (entry.0, entry.1);
        let most =
            origins.into_values().max_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| b.2.total_cmp(&a.2)));
        most.map(|(_, _, figure)| figure)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn said(origin: &str, day: i8, best: f64) -> Said {
        Said {
            document: format!("d{day}"),
            claim: format!("c{best}"),
            outlet: None,
            published: Some(date(2024, 5, day)),
            origin: origin.to_owned(),
            low: Some(best),
            high: Some(best),
            best: Some(best),
            qualifier: "exact".to_owned(),
            text: best.to_string(),
        }
    }

    fn killed(said: Vec<Said>) -> [FigureRange; 1] {
        [FigureRange { of: "killed".to_owned(), low: None, best: None, high: None, said }]
    }

    #[test]
    fn an_origin_has_one_figure_its_last() {
        let figures =
            killed(vec![said("monitor", 1, 5.0), said("ministry", 1, 9.0), said("monitor", 2, 12.0)]);
        let toll = Toll::of(&figures, "killed").unwrap();
        assert_eq!((toll.low(), toll.high(), toll.careful()), (Some(9.0), Some(12.0), Some(9.0)));
        assert_eq!(toll.best(), Some(12.0), "one origin each, the later");
        assert!(Toll::of(&figures, "injured").is_none());
    }

    #[test]
    fn most_origins_are_best_and_bounds_are_bounds() {
        let mut vague = said("witness", 3, 20.0);
        (vague.best, vague.high) = (None, None);
        let figures = killed(vec![said("monitor", 1, 14.0), said("ministry", 1, 14.0), vague]);
        let toll = Toll::of(&figures, "killed").unwrap();
        assert_eq!((toll.best(), toll.low(), toll.high()), (Some(14.0), Some(14.0), Some(20.0)));
        // "more than 40"
        let more = Said { low: Some(41.0), high: None, ..said("witness", 3, 40.0) };
        let figures = killed(vec![more]);
        let toll = Toll::of(&figures, "killed").unwrap();
        assert_eq!((toll.low(), toll.best(), toll.high()), (Some(40.0), Some(40.0), Some(40.0)));
    }
}
