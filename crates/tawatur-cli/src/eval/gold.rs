//! Gold annotations and predictions, brought to the one shape that is scored.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;

/// `[start, end)` in code points.
pub type Span = (usize, usize);

/// One filler of a slot; which fields are filled depends on the slot.
#[derive(Clone, Debug, Default)]
pub struct Filler {
    /// Where its words stand.
    pub span: Span,
    /// The words.
    pub text: String,
    /// English name of a referent.
    pub entity: Option<String>,
    /// English name of a place.
    pub name: Option<String>,
    /// Country of a place.
    pub country: Option<String>,
    /// Role of a place.
    pub role: Option<String>,
    /// First day.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// The figure said.
    pub best: Option<f64>,
    /// What is counted, or the code of a cause.
    pub code: Option<String>,
}

/// The slots that are scored, in the order of the report.
pub const SLOTS: [&str; 8] =
    ["actors", "targets", "toward", "places", "time", "quantities", "causes", "hops"];
/// Position of the chain among [`SLOTS`].
pub const HOPS: usize = 7;

/// A claim as it is scored.
#[derive(Clone, Debug, Default)]
pub struct Scored {
    /// Id in the annotation, or the frame that made it.
    pub id: String,
    /// Its type.
    pub kind: String,
    /// Where the trigger stands.
    pub trigger: Span,
    /// Its words.
    pub trigger_text: String,
    /// Where the clause stands.
    pub content: Span,
    /// Its words.
    pub content_text: String,
    /// Fillers of each of [`SLOTS`].
    pub slots: [Vec<Filler>; 8],
    /// polarity, certainty, tense.
    pub factuality: [Option<String>; 3],
    /// How likely a predicted one is right, from 0 to 1.
    pub score: Option<f64>,
}

impl Scored {
    /// The type up to its dot.
    pub fn family(&self) -> &str {
        self.kind.split('.').next().unwrap_or_default()
    }

    /// The chain.
    pub fn chain(&self) -> &[Filler] {
        &self.slots[HOPS]
    }
}

/// An annotated document.
#[derive(Debug)]
pub struct Gold {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: PathBuf,
    /// Its claims.
    pub claims: Vec<Scored>,
}

/// A quotation or a span, with whatever else the slot has.
#[derive(Debug, Deserialize)]
struct RawFiller {
    q: Option<String>,
    #[serde(default = "first")]
    n: usize,
    span: Option<Span>,
    #[serde(default)]
    text: String,
    entity: Option<String>,
    #[serde(alias = "name_en")]
    name: Option<String>,
    country: Option<String>,
    #[serde(default = "inside")]
    role: Option<String>,
    start: Option<String>,
    end: Option<String>,
    low: Option<f64>,
    high: Option<f64>,
    best: Option<f64>,
    code: Option<String>,
    of: Option<String>,
}

fn first() -> usize {
    1
}

#[expect(clippy::unnecessary_wraps, reason = "a missing role is `in`, a null one is none")]
fn inside() -> Option<String> {
    Some("in".to_owned())
}

#[derive(Debug, Deserialize)]
struct RawClaim {
    id: Option<String>,
    #[serde(default)]
    doc: String,
    #[serde(rename = "type")]
    kind: String,
    trigger: RawFiller,
    content: Option<RawFiller>,
    actors: Option<Vec<RawFiller>>,
    targets: Option<Vec<RawFiller>>,
    toward: Option<Vec<RawFiller>>,
    places: Option<Vec<RawFiller>>,
    time: Option<RawFiller>,
    quantities: Option<Vec<RawFiller>>,
    causes: Option<Vec<RawFiller>>,
    chain: Option<Vec<RawFiller>>,
    polarity: Option<String>,
    certainty: Option<String>,
    tense: Option<String>,
    score: Option<f64>,
    #[serde(default)]
    rules: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct RawGold {
    claims: Vec<RawClaim>,
}

/// The annotated documents of a folder, sorted by name.
pub fn gold(dir: &Path) -> Result<Vec<Gold>> {
    let mut files = Vec::new();
    for entry in
        fs::read_dir(dir).with_context(|| format!("cannot read the gold folder {}", dir.display()))?
    {
        let path = entry?.path();
        let ends = |path: &Path, ending: &str| path.extension().is_some_and(|e| e == ending);
        if ends(&path, "json") && !path.file_stem().is_some_and(|stem| ends(Path::new(stem), "meta")) {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        bail!("no gold annotations in {}: it should hold NAME.json beside NAME.txt", dir.display());
    }
    files.iter().map(|path| one(path)).collect()
}

fn one(path: &Path) -> Result<Gold> {
    let text_path = path.with_extension("txt");
    let read =
        |path: &Path| fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()));
    let (text, json) = (read(&text_path)?, read(path)?);
    let raw: RawGold =
        serde_json::from_str(&json).with_context(|| format!("{}: no gold annotation", path.display()))?;
    let claims = raw.claims.into_iter().map(|claim| {
        let id = claim.id.clone().unwrap_or_default();
        scored(claim, Some(&text)).with_context(|| format!("{}: claim {id}", path.display()))
    });
    Ok(Gold {
        name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        claims: claims.collect::<Result<_>>()?,
        text: text_path,
    })
}

/// Predictions of a file in the claim format, by document.
pub fn predictions(path: &Path) -> Result<BTreeMap<String, Vec<Scored>>> {
    let lines = fs::read_to_string(path)
        .with_context(|| format!("cannot read the predictions {}", path.display()))?;
    let mut by_document: BTreeMap<String, Vec<Scored>> = BTreeMap::new();
    for (at, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = || format!("{}:{}", path.display(), at + 1);
        let (document, claim) =
            predicted(serde_json::from_str(line).with_context(place)?).with_context(place)?;
        by_document.entry(document).or_default().push(claim);
    }
    Ok(by_document)
}

/// A claim of ours, as any other prediction.
pub fn prediction(claim: &tawatur::claim::record::Claim) -> Result<Scored> {
    let value = serde_json::to_value(claim).context("a claim does not serialise")?;
    predicted(serde_json::from_value(value).context("a claim is not in the claim format")?)
        .map(|(_, claim)| claim)
}

/// A candidate for a slot, as the claim format writes it.
pub fn candidate(value: &serde_json::Value) -> Result<Filler> {
    filler(RawFiller::deserialize(value).context("a candidate is not in the claim format")?, None)
}

fn predicted(raw: RawClaim) -> Result<(String, Scored)> {
    let document = raw.doc.clone();
    Ok((document, scored(raw, None)?))
}

fn scored(raw: RawClaim, text: Option<&str>) -> Result<Scored> {
    let list = |list: Option<Vec<RawFiller>>, what: &str| -> Result<Vec<Filler>> {
        let fillers = list.unwrap_or_default().into_iter().map(|f| filler(f, text));
        fillers.collect::<Result<_>>().with_context(|| what.to_owned())
    };
    let trigger = filler(raw.trigger, text).context("trigger")?;
    let content = match raw.content {
        Some(content) => filler(content, text).context("content")?,
        None => trigger.clone(),
    };
    let frame = || raw.rules.iter().find_map(|r| r.strip_prefix("frame:")).unwrap_or_default().to_owned();
    Ok(Scored {
        id: raw.id.unwrap_or_else(frame),
        kind: raw.kind,
        trigger: trigger.span,
        trigger_text: trigger.text,
        content: content.span,
        content_text: content.text,
        slots: [
            list(raw.actors, "actors")?,
            list(raw.targets, "targets")?,
            list(raw.toward, "toward")?,
            list(raw.places, "places")?,
            list(raw.time.map(|t| vec![t]), "time")?,
            list(raw.quantities, "quantities")?,
            list(raw.causes, "causes")?,
            list(raw.chain, "chain")?,
        ],
        factuality: [raw.polarity, raw.certainty, raw.tense],
        score: raw.score,
    })
}

fn filler(raw: RawFiller, text: Option<&str>) -> Result<Filler> {
    let (span, words) = match (raw.span, raw.q, text) {
        (Some(span), _, None) => (span, raw.text),
        (_, Some(words), Some(text)) => {
            let span = locate(text, &words, raw.n).ok_or_else(|| anyhow!("not in the text: {words}"))?;
            (span, words)
        }
        (_, _, Some(_)) => bail!("has no quotation `q`"),
        (None, _, None) => bail!("has no `span`"),
    };
    Ok(Filler {
        span,
        text: words,
        entity: raw.entity,
        name: raw.name,
        country: raw.country,
        role: raw.role,
        start: raw.start,
        end: raw.end,
        low: raw.low,
        high: raw.high,
        best: raw.best,
        code: raw.code.or(raw.of),
    })
}

/// Where the `n`th occurrence of a quotation stands, in code points; occurrences may overlap.
fn locate(text: &str, words: &str, n: usize) -> Option<Span> {
    let mut from = 0;
    let mut at = None;
    for _ in 0..n {
        let found = from + text.get(from..)?.find(words)?;
        at = Some(found);
        from = found + text[found..].chars().next().map_or(1, char::len_utf8);
    }
    let start = text[..at?].chars().count();
    Some((start, start + words.chars().count()))
}

#[cfg(test)]
mod tests {
    use super::locate;

    #[test]
    fn quotations_are_found_in_code_points() {
        let text = "قال أحمد إن أحمد قال";
        assert_eq!(locate(text, "أحمد", 1), Some((4, 8)));
        assert_eq!(locate(text, "أحمد", 2), Some((12, 16)));
        assert_eq!(locate(text, "أحمد", 3), None);
        assert_eq!(locate("ااا", "اا", 2), Some((1, 3)));
    }
}
