//! How far the rules reach on text annotated by others, read from the folder shared beside the workspace;
//! skipped, visibly, where that folder is absent.

#![expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "rates are small")]

use std::path::PathBuf;

use jiff::civil::{Date, date};
use serde_json::Value;

use crate::text::Text;
use crate::value::{Lean, NumberKind, TimeKind, Values};

fn shared(path: &str) -> Option<PathBuf> {
    let at = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    if at.exists() {
        return Some(at);
    }
    eprintln!("skipped: no {path} in the shared folder");
    None
}

fn lines(name: &str) -> Option<Vec<Value>> {
    let text = std::fs::read_to_string(shared("tests/numbers_dates")?.join(name)).unwrap();
    Some(text.lines().map(|l| serde_json::from_str(l).unwrap()).collect())
}

fn day(value: &Value) -> Option<Date> {
    value.as_str()?.get(..10)?.parse().ok()
}

/// Set to see what is missed: `TAWATUR_MISSES=1 cargo test value::tests::measured -- --nocapture`.
fn miss(line: impl FnOnce() -> String) {
    if std::env::var_os("TAWATUR_MISSES").is_some() {
        eprintln!("  miss {}", line());
    }
}

#[derive(Default)]
struct Tally {
    hits: usize,
    all: usize,
}

impl Tally {
    fn count(&mut self, hit: bool) -> bool {
        self.hits += usize::from(hit);
        self.all += 1;
        hit
    }

    fn report(&self, what: &str, bar: f64) {
        let rate = self.hits as f64 / self.all.max(1) as f64;
        eprintln!("{what}: {}/{} = {:.1} %", self.hits, self.all, 100.0 * rate);
        assert!(rate >= bar, "{what} fell to {rate:.3}");
    }
}

/// The byte range of an annotated quotation.
fn place(doc: &str, quote: &Value) -> Option<std::ops::Range<usize>> {
    let words = quote["q"].as_str()?;
    let n = quote["n"].as_u64().unwrap_or(1) as usize;
    let (at, _) = doc.match_indices(words).nth(n.saturating_sub(1))?;
    Some(at..at + words.len())
}

#[test]
fn gold() {
    let Some(folder) = shared("gold/dev") else { return };
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    names.sort();
    let (mut quantities, mut times, mut starts, mut spans) =
        (Tally::default(), Tally::default(), Tally::default(), Tally::default());
    let mut values = Values::default();
    for path in names {
        let doc = std::fs::read_to_string(&path).unwrap();
        let gold: Value =
            serde_json::from_str(&std::fs::read_to_string(path.with_extension("json")).unwrap()).unwrap();
        let text = Text::new(&doc);
        values.read(&text, day(&gold["published"]["date"]));
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        for claim in gold["claims"].as_array().unwrap() {
            for quote in claim["quantities"].as_array().into_iter().flatten() {
                let Some(at) = place(&doc, quote) else { continue };
                let want = [&quote["low"], &quote["high"], &quote["best"]].map(Value::as_f64);
                let found: Vec<_> = values
                    .numbers()
                    .iter()
                    .filter(|v| overlaps(&text.span(&v.tokens).range(), &at))
                    .collect();
                let hit = found.iter().any(|v| [v.low, v.high, v.best] == want);
                if !quantities.count(hit) {
                    miss(|| {
                        let got: Vec<_> =
                            found.iter().map(|v| (text.words(&v.tokens), v.low, v.high, v.best)).collect();
                        format!("{name} {} {want:?} got {got:?}", quote["q"])
                    });
                }
            }
            let quote = &claim["time"];
            let Some(at) = place(&doc, quote) else { continue };
            let want = (day(&quote["start"]), day(&quote["end"]));
            let found: Vec<_> =
                values.dates().iter().filter(|v| overlaps(&text.span(&v.tokens).range(), &at)).collect();
            spans.count(!found.is_empty());
            starts.count(found.iter().any(|v| v.start == want.0));
            if !times.count(found.iter().any(|v| (v.start, v.end) == want)) {
                miss(|| {
                    let got: Vec<_> = found.iter().map(|v| (text.words(&v.tokens), v.start, v.end)).collect();
                    format!("{name} {} {want:?} got {got:?}", quote["q"])
                });
            }
        }
    }
    quantities.report("gold quantities", 0.86);
    times.report("gold times", 0.81);
    starts.report("gold time starts", 0.86);
    spans.report("gold time spans", 0.93);
}

fn overlaps(a: &std::ops::Range<usize>, b: &std::ops::Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

#[test]
fn duckling_numerals() {
    let Some(lines) = lines("duckling_numeral_half.jsonl") else { return };
    let mut tally = Tally::default();
    let mut values = Values::default();
    for line in lines {
        let text = Text::new(line["text"].as_str().unwrap());
        values.read(&text, None);
        let want = line["values"][0]["value"].as_f64();
        let hit = match want {
            None => values.numbers().is_empty(),
            Some(n) => values.numbers().iter().any(|v| v.best.is_some_and(|b| (b - n).abs() < 1e-9)),
        };
        if !tally.count(hit) {
            miss(|| format!("{line} got {:?}", values.numbers()));
        }
    }
    tally.report("duckling numerals", 0.98);
}

#[test]
fn duckling_times() {
    let Some(lines) = lines("duckling_time_half.jsonl") else { return };
    let mut tally = Tally::default();
    let mut values = Values::default();
    for line in lines {
        let want = &line["values"][0];
        let coarse =
            matches!(want["grain"].as_str(), Some("day" | "week" | "month" | "quarter" | "year") | None);
        let text = Text::new(line["text"].as_str().unwrap());
        values.read_leaning(&text, day(&line["reference"]), Lean::Future);
        let dates: Vec<_> = values.dates().iter().filter(|v| v.kind == TimeKind::Date).collect();
        let hit = match want["type"].as_str() {
            None => dates.is_empty(),
            Some("value") if coarse => dates.iter().any(|v| v.start == day(&want["value"])),
            Some("interval") => {
                let from = day(&want["from"]);
                // The end of an interval is open there: midnight after its last day.
                let midnight = want["to"].as_str().is_some_and(|t| t.contains("T00:00"));
                let to = day(&want["to"]).map(|d| if midnight { d.yesterday().unwrap() } else { d });
                if want["grain"] == "day" || want["grain"] == "second" && midnight {
                    dates.iter().any(|v| v.start == from && (v.end == to || v.end == day(&want["to"])))
                } else {
                    continue;
                }
            }
            _ => continue,
        };
        if !tally.count(hit) {
            miss(|| format!("{line} got {dates:?}"));
        }
    }
    tally.report("duckling dates and intervals", 0.88);
}

#[test]
fn recognizers_numbers() {
    for (name, bar) in [
        ("recognizers_number_arabic_numbermodel_half.jsonl", 0.42),
        ("recognizers_number_arabic_ordinalmodel_half.jsonl", 0.9),
        ("recognizers_number_arabic_percentmodel_half.jsonl", 0.98),
        ("recognizers_number_arabic_numberrangemodel_half.jsonl", 0.56),
    ] {
        let Some(lines) = lines(name) else { return };
        let mut tally = Tally::default();
        let mut values = Values::default();
        for line in lines {
            let text = Text::new(line["Input"].as_str().unwrap());
            values.read(&text, None);
            for result in line["Results"].as_array().unwrap() {
                let value = result["Resolution"]["value"].as_str().unwrap_or_default().trim_end_matches('%');
                let hit = if value.contains(',') {
                    values.numbers().iter().any(|v| in_brackets(value, v.low, v.high))
                } else if let Ok(n) = value.parse::<f64>() {
                    values.numbers().iter().any(|v| {
                        v.kind != NumberKind::YearLike
                            && v.best.is_some_and(|b| (b - n).abs() <= 1e-6 * n.abs())
                    })
                } else {
                    continue;
                };
                if !tally.count(hit) {
                    miss(|| {
                        let got: Vec<_> = values
                            .numbers()
                            .iter()
                            .map(|v| (text.words(&v.tokens), v.low, v.high, v.best))
                            .collect();
                        format!("{} {} {value} got {got:?}", line["Input"], result["Text"])
                    });
                }
            }
        }
        tally.report(name, bar);
    }
}

/// Whether whole-number bounds say the same as an interval such as "(20,35]".
fn in_brackets(value: &str, low: Option<f64>, high: Option<f64>) -> bool {
    let inner = value.trim_matches(|c| "()[]".contains(c));
    let Some((from, to)) = inner.split_once(',') else { return false };
    let step = |open: bool| if open { 1.0 } else { 0.0 };
    let from = from.parse::<f64>().ok().map(|n| n + step(value.starts_with('(')));
    let to = to.parse::<f64>().ok().map(|n| n - step(value.ends_with(')')));
    low == from && (high == to || high == to.map(|n| n + 1.0))
}

#[test]
fn speed() {
    let Some(folder) = shared("gold/dev") else { return };
    let mut docs = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|e| e == "txt") {
            docs.push(Text::new(&std::fs::read_to_string(path).unwrap()));
        }
    }
    let mut values = Values::default();
    let bytes: usize = docs.iter().map(|d| d.doc().len()).sum();
    for doc in &docs {
        values.read(doc, None);
    }
    let start = std::time::Instant::now();
    for _ in 0..20 {
        for doc in &docs {
            values.read(doc, Some(date(2015, 2, 20)));
        }
    }
    let rate = 20.0 * bytes as f64 / start.elapsed().as_secs_f64() / 1e6;
    eprintln!("values: {rate:.0} MB/s");
}
