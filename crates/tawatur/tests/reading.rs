//! Whatever is read, with the real codebook: nothing panics, every span slices to its words, and what a worker has
//! read before changes nothing.

#![expect(clippy::unwrap_used, reason = "a test that fails by a panic says what is wrong")]

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use tawatur::Reader;
use tawatur::capture::{Basis, Document, furniture};
use tawatur::claim::record::{Argument, Claim, CodePoints};
use tawatur::codebook::{Sources, compile};

const CODEBOOK: &str = "../../codebooks/conflict";
const NEWS: &str = "../../../shared/tests/copies/news_sample.jsonl.xz";

/// How many articles are read of the news, evenly spaced.
const ARTICLES: usize = 200;

/// A text longer than what is read at one time.
const LONG: usize = 3_000_000;

static READER: LazyLock<Reader> = LazyLock::new(|| {
    let sources = Sources::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(CODEBOOK)).unwrap();
    Reader::new(compile(&sources).unwrap())
});

fn published(text: impl Into<String>) -> Document {
    Document { published: Some((date(2015, 2, 20), Basis::Given)), ..Document::from_text("read", text) }
}

/// Slices a text by code points.
struct Slicer<'a> {
    text: &'a str,
    /// Where each code point begins, and the end.
    starts: Vec<usize>,
}

impl<'a> Slicer<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, starts: text.char_indices().map(|(at, _)| at).chain([text.len()]).collect() }
    }

    fn slice(&self, [start, end]: CodePoints) -> Option<&'a str> {
        self.text.get(*self.starts.get(start)?..*self.starts.get(end)?)
    }
}

/// Every span of a claim with the words it should slice to, and what it is.
fn spans(claim: &Claim) -> Vec<(&'static str, CodePoints, &str)> {
    fn all<'a>(
        what: &'static str,
        arguments: &'a [Argument],
    ) -> impl Iterator<Item = (&'static str, CodePoints, &'a str)> {
        arguments.iter().map(move |a| (what, a.span, a.text.as_str()))
    }
    [("trigger", &claim.trigger), ("content", &claim.content)]
        .into_iter()
        .map(|(what, words)| (what, words.span, words.text.as_str()))
        .chain(all("actor", &claim.actors))
        .chain(all("target", &claim.targets))
        .chain(all("toward", &claim.toward))
        .chain(claim.places.iter().map(|p| ("place", p.span, p.text.as_str())))
        .chain(claim.time.iter().map(|t| ("time", t.span, t.text.as_str())))
        .chain(claim.quantities.iter().map(|q| ("quantity", q.span, q.text.as_str())))
        .chain(claim.causes.iter().map(|c| ("cause", c.span, c.text.as_str())))
        .chain(claim.chain.iter().map(|h| ("hop", h.span, h.text.as_str())))
        .collect()
}

/// What is wrong with the claims of a text, if anything.
fn wrong(text: &str, claims: &[Claim]) -> Option<String> {
    let slicer = Slicer::new(text);
    for claim in claims {
        for (what, span, words) in spans(claim) {
            if words.is_empty() || slicer.slice(span) != Some(words) {
                return Some(format!("{what} {span:?} `{words}` is `{:?}` in the text", slicer.slice(span)));
            }
        }
        if let Some(cue) = claim.chain.iter().filter_map(|h| h.cue.as_deref()).find(|c| !text.contains(c)) {
            return Some(format!("cue `{cue}` is not in the text"));
        }
        let (trigger, content) = (claim.trigger.span, claim.content.span);
        if content[0] > trigger[0] || trigger[1] > content[1] {
            return Some(format!("content {content:?} leaves out its trigger {trigger:?}"));
        }
        if !(0.0..=1.0).contains(&claim.score) || claim.rules.is_empty() {
            return Some(format!(
                "`{}` has score {} and rules {:?}",
                claim.trigger.text, claim.score, claim.rules
            ));
        }
    }
    let unordered = claims.windows(2).find(|pair| pair[0].trigger.span[0] > pair[1].trigger.span[0]);
    unordered.map(|pair| format!("`{}` stands after `{}`", pair[0].trigger.text, pair[1].trigger.text))
}

/// Pieces of reports, whole and in parts, with all that offsets could trip over.
fn piece() -> impl Strategy<Value = String> {
    let report = prop::sample::select(vec![
        "قال",
        "وأضاف",
        "نقلا عن",
        "بحسب ناشطين",
        "كما ذكرت وكالة رويترز",
        "مصدر أمني",
        "المتحدث",
        "إن",
        "أن",
        "الذين",
        "فيما",
        "قُتِل",
        "هاجم",
        "انشقّوا",
        "وقصفوا",
        "سيطر",
        "نزح",
        "بايع",
        "غارة",
        "مقتل",
        "المسلحون",
        "ثلاثة جنود",
        "مئات العائلات",
        "تنظيم الدولة الإسلامية",
        "الجيش",
        "عن",
        "على",
        "في الموصل",
        "من دمشق",
        "إلى",
        "لم",
        "ربما",
        "إذا",
        "بسبب القصف",
        "خوفا من",
        "أمس",
        "يوم الثلاثاء الماضي",
        "17 شباط/فبراير 2015",
        "أكثر من ١٥",
        "بين 11 و13 مقاتلاً",
        "350",
        "مـقـاتـل",
        "حتفهم",
        "لقي",
    ]);
    let mark = prop::sample::select(vec![
        ".", "،", "؛", ":", "\"", "«", "»", "“", "(", ")", "-", "...", "؟", "\n", "\n\n", "\r\n", "\t", "و",
        "ل",
    ]);
    let odd = prop::sample::select(vec![
        "\u{200F}", "\u{202B}", "\u{FEFF}", "\u{064B}", "\u{0301}", "\u{0640}", "\0", "ﷺ", "ﷲ", "ﻻ", "🕊",
        "e\u{301}",
    ]);
    prop_oneof![
        12 => report.prop_map(str::to_owned),
        4 => mark.prop_map(str::to_owned),
        1 => odd.prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[\u{0600}-\u{06FF}]{1,8}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    let spaced = (piece(), prop::bool::weighted(0.85));
    prop::collection::vec(spaced, 0..60).prop_map(|pieces| {
        pieces.into_iter().map(|(piece, space)| if space { piece + " " } else { piece }).collect()
    })
}

proptest! {
    // What fails is written down as an example, not kept as a seed.
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_every_span_slices_to_its_words(text in text(), outlet in prop::option::of(piece())) {
        let outlet = outlet.map(|name| (name, Basis::Given));
        let document = Document { outlet, ..published(text) };
        let claims = READER.read(&document).claims;
        prop_assert_eq!(wrong(&document.text, &claims), None);
    }

    #[test]
    fn what_a_worker_read_before_changes_nothing(before in text(), text in text()) {
        let mut worker = READER.worker();
        worker.read(&published(before));
        let document = published(text);
        let first = worker.read(&document).claims;
        prop_assert_eq!(&worker.read(&document).claims, &first);
        prop_assert_eq!(&READER.read(&document).claims, &first);
    }
}

#[test]
fn a_text_may_end_in_the_middle_of_anything() {
    let text = "نقلت وكالة رويترز عن المتحدث أن المسلحين لم يهاجموا \"الجيش\" في بلدة القائم أمس بسبب القصف، بحسب ما ذكر \
                مصدر أمني نقلا عن ناشطين. وأضاف أن أكثر من 15 جنديا لقوا حتفهم، مشيرا إلى أنهم من الموصل";
    let mut worker = READER.worker();
    for (end, _) in text.char_indices() {
        assert_eq!(wrong(&text[..end], &worker.read(&published(&text[..end])).claims), None);
    }
}

#[test]
fn a_name_that_folding_makes_of_two_stands_for_what_is_spelled_like_it() {
    let codebook = READER.codebook();
    assert!(!codebook.merged.is_empty());
    for name in &codebook.merged {
        assert!(name.spellings.len() > 1);
        for (spelling, referents) in &name.spellings {
            assert_eq!(codebook.spelled(name.list, ["لا أحد", spelling]), referents);
            assert!(
                referents.iter().all(|r| codebook.referents[name.list as usize].contains(r)),
                "{spelling}"
            );
        }
        // Matched by folding alone, it may stand for any of them.
        assert_eq!(codebook.spelled(name.list, ["لا أحد"]), codebook.referents[name.list as usize]);
    }
}

/// An invented report with a figure of its own, so that none is a retelling of another; characters of one to four
/// bytes keep bytes and code points apart.
fn report(number: usize) -> String {
    format!(
        "قال ناشطون إن {number} مقاتلا انشقّوا عن التنظيم في الموصل أمس، وأضافوا أن المسلحين هاجموا حاجزاً للجيش \
         فقتلوا {number} جنود. 🕊 وبحسب مصدر أمني، نزحت {number} عائلة من البلدة إلى دهوك بسبب القصف (A–B).\n\
         ونقلت وكالة رويترز عن المتحدث باسم الجيش أن القوات اعتقلت {number} ناشطا في بلدة القائم.\n\n"
    )
}

#[test]
fn every_span_of_a_text_of_several_sections_slices_to_its_words() {
    let mut text = String::new();
    let mut number = 1;
    while text.len() < LONG {
        number += 1;
        text += &report(number);
    }
    let claims = READER.read(&published(text.as_str())).claims;
    assert_eq!(wrong(&text, &claims), None);
    let last = claims.last().map(|c| c.trigger.span[0]);
    let from = text.chars().count() - report(number).chars().count();
    assert!(last > Some(from), "the last report begins at {from}, the last claim is read at {last:?}");
}

#[test]
fn every_span_of_real_news_slices_to_its_words() {
    let Ok(file) = File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join(NEWS)) else {
        eprintln!("skipped: {NEWS} is not beside this checkout, so no real news was read");
        return;
    };
    let lines: Vec<String> =
        BufReader::new(liblzma::read::XzDecoder::new(file)).lines().collect::<Result<_, _>>().unwrap();
    let mut worker = READER.worker();
    let (mut read, mut found) = (0, 0);
    for line in lines.iter().step_by((lines.len() / ARTICLES).max(1)).take(ARTICLES) {
        let article: serde_json::Value = serde_json::from_str(line).unwrap();
        let mut document =
            Document::from_text(article["id"].as_str().unwrap(), article["text"].as_str().unwrap());
        document.outlet = article["outlet"].as_str().map(|o| (o.to_owned(), Basis::Given));
        let day = article["date"].as_str().and_then(|d| d.get(..10)).and_then(|d| d.parse::<Date>().ok());
        document.published = day.map(|d| (d, Basis::Given));
        furniture::mark(&mut document, &READER.codebook().furniture);
        let claims = worker.read(&document).claims;
        assert_eq!(wrong(&document.text, &claims), None, "{}", document.name);
        assert_eq!(
            READER.read(&document).claims,
            claims,
            "{}: a fresh worker reads otherwise",
            document.name
        );
        read += 1;
        found += claims.len();
    }
    assert_eq!(read, ARTICLES.min(lines.len()));
    assert!(found > read, "{found} claims in {read} articles");
}
