//! A document made ready to be compared with others.

use std::sync::OnceLock;

use jiff::{Span as Time, Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use tawatur::{
    capture::Document,
    claim::record::CodePoints,
    text::{CodePointIndex, Gap, Text, fold},
};

use super::{
    anchor::{Gram, grams},
    credit::{Credit, Credits, Standing},
    figure::{Told, told},
    key::{Key, winnow},
    word::{Word, counted, words},
};

/// When a text was published, as finely as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Published {
    /// On a day, by the calendar of its outlet.
    Day(Date),
    /// At a moment.
    Moment(Timestamp),
}

impl Published {
    /// The day, in UTC where a moment is known.
    pub fn day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Moment(moment) => moment.to_zoned(TimeZone::UTC).date(),
        }
    }

    /// Whether this is sure to lie before another: of a day and a moment, wherever on Earth the day was.
    pub fn is_before(self, other: Self) -> bool {
        match (self, other) {
            (Self::Day(one), Self::Day(two)) => one < two,
            (Self::Moment(one), Self::Moment(two)) => one < two,
            (Self::Day(one), Self::Moment(two)) => ends(one).is_some_and(|end| end <= two),
            (Self::Moment(one), Self::Day(two)) => begins(two).is_some_and(|start| one < start),
        }
    }
}

/// When a day begins at the date line.
fn begins(day: Date) -> Option<Timestamp> {
    let midnight = day.to_zoned(TimeZone::UTC).ok()?.timestamp();
    midnight.checked_sub(Time::new().hours(14)).ok()
}

/// When a day has ended everywhere.
fn ends(day: Date) -> Option<Timestamp> {
    let midnight = day.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp();
    midnight.checked_add(Time::new().hours(12)).ok()
}

/// What a document is compared by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Source<'a> {
    /// The document text.
    pub text: &'a str,
    /// Who published it, as its metadata call them.
    pub outlet: Option<&'a str>,
    /// When it was published.
    pub published: Option<Published>,
    /// Who signed it, as its metadata have it.
    pub byline: Option<&'a str>,
    /// Page furniture, in code points of the document text, in order, none overlapping.
    pub furniture: &'a [CodePoints],
}

/// A stretch of a document with a hash of its letters, for exact copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hashed {
    /// Hash of its letters, weak ones and clitics that join sentences aside; the same on every machine.
    pub hash: u64,
    /// Where it stands, in code points of the document text.
    pub span: CodePoints,
    /// Letters of the folded layer.
    pub letters: u32,
}

/// An agency that a text credits.
#[derive(Debug)]
pub(super) struct Agency {
    pub(super) outlet: u32,
    pub(super) name: String,
    pub(super) standing: Standing,
    pub(super) span: CodePoints,
}

/// A document made ready to be compared.
#[derive(Debug)]
pub struct Prepared {
    pub(super) text: String,
    pub(super) words: Vec<Word>,
    /// Skeletons of all words, one after the other.
    pub(super) skeletons: String,
    pub(super) grams: Vec<Gram>,
    pub(super) outlet: Option<String>,
    /// Which of [`Credits`] its outlet is.
    pub(super) own: Option<u32>,
    /// The usual name of its outlet, where that is an agency.
    pub(super) own_agency: Option<String>,
    pub(super) published: Option<Published>,
    /// Signed by its outlet or by a person.
    pub(super) signed: bool,
    pub(super) credits: Vec<Credit>,
    /// The agencies it credits, other than its own outlet, strongest first.
    pub(super) agencies: Vec<Agency>,
    /// Letters of the folded layer, formulas aside.
    pub(super) letters: u32,
    keys: Vec<Key>,
    whole: Hashed,
    paragraphs: Vec<Hashed>,
    sentences: Vec<Hashed>,
    figures: OnceLock<Vec<Told>>,
}

impl Prepared {
    /// Makes a document ready. Nothing but its own text and metadata matter for what comes out.
    pub fn new(source: &Source<'_>, credits: &Credits) -> Self {
        let text = Text::new(source.text);
        let points = CodePointIndex::new(source.text);
        let (mut words, skeletons) = words(&text, &points, source.furniture);
        let (found, formulas) = credits.find(&text, &points);
        for formula in &formulas {
            let span = text.span(formula);
            let (start, end) = (points.of(text.doc(), span.start()), points.of(text.doc(), span.end()));
            let from = words.partition_point(|w| (w.start as usize) < start);
            words[from..].iter_mut().take_while(|w| (w.start as usize) < end).for_each(|w| w.formula = true);
        }
        let outlet = source.outlet.map(|name| fold(name).to_lowercase());
        let own = source.outlet.and_then(|name| credits.called(name));
        let signed = source.byline.is_some_and(|byline| !byline.trim().is_empty())
            || own.is_some_and(|own| found.iter().any(|c| c.outlet == own && c.standing == Standing::Signed));
        let mut agencies: Vec<_> = found
            .iter()
            .filter(|c| credits.is_agency(c.outlet) && Some(c.outlet) != own)
            .map(|c| Agency {
                outlet: c.outlet,
                name: credits.outlet(c.outlet).to_owned(),
                standing: c.standing,
                span: c.span,
            })
            .collect();
        agencies.sort_by_key(|agency| (agency.standing, agency.span));
        let keys = winnow(&letters(&words, &skeletons));
        let mut prepared = Self {
            grams: grams(&words),
            letters: counted(&words),
            text: source.text.to_owned(),
            words,
            skeletons,
            outlet,
            own,
            own_agency: own.filter(|&own| credits.is_agency(own)).map(|own| credits.outlet(own).to_owned()),
            published: source.published,
            signed,
            credits: found,
            agencies,
            keys,
            whole: Hashed { hash: 0, span: [0, 0], letters: 0 },
            paragraphs: Vec::new(),
            sentences: Vec::new(),
            figures: OnceLock::new(),
        };
        prepared.hash(&text, &points);
        prepared
    }

    /// Makes a captured document ready, with the furniture that is marked in it.
    pub fn of(document: &Document, credits: &Credits) -> Self {
        let points = CodePointIndex::new(&document.text);
        let furniture: Vec<CodePoints> = document
            .furniture
            .iter()
            .map(|span| [points.of(&document.text, span.start()), points.of(&document.text, span.end())])
            .collect();
        let source = Source {
            text: &document.text,
            outlet: document.outlet.as_ref().map(|(name, _)| name.as_str()),
            published: document.published.map(|(day, _)| Published::Day(day)),
            byline: document.byline.as_deref(),
            furniture: &furniture,
        };
        Self::new(&source, credits)
    }

    /// Hashes the whole, its paragraphs (lines) and its sentences.
    fn hash(&mut self, text: &Text, points: &CodePointIndex) {
        let at = |token: usize| {
            text.tokens().get(token).map_or(usize::MAX, |t| points.of(text.doc(), t.doc.start()))
        };
        let lines = text.tokens().iter().enumerate().filter(|(_, t)| t.gap >= Gap::Line).map(|(at, _)| at);
        let mut lines: Vec<usize> = lines.map(at).collect();
        lines.push(usize::MAX);
        let sentences: Vec<usize> =
            text.sentences().iter().map(|s| at(s.tokens.start)).chain([usize::MAX]).collect();
        self.paragraphs = lines.windows(2).filter_map(|w| self.hashed(w[0], w[1])).collect();
        self.sentences = sentences.windows(2).filter_map(|w| self.hashed(w[0], w[1])).collect();
        if let Some(whole) = self.hashed(0, usize::MAX) {
            self.whole = whole;
        }
    }

    /// The words that begin between two places.
    fn hashed(&self, from: usize, to: usize) -> Option<Hashed> {
        let first = self.words.partition_point(|w| (w.start as usize) < from);
        let end = self.words.partition_point(|w| (w.start as usize) < to);
        let within = self.words.get(first..end).filter(|w| !w.is_empty())?;
        let digest = blake3::hash(self.skeletons(first, end).as_bytes());
        let hash = digest.as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        Some(Hashed {
            hash,
            span: [within[0].start as usize, within[within.len() - 1].end as usize],
            letters: within.iter().map(|w| u32::from(w.letters)).sum(),
        })
    }

    /// The skeletons of a range of words, one after the other.
    pub(super) fn skeletons(&self, first: usize, end: usize) -> &str {
        let byte = |word: usize| self.words.get(word).map_or(self.skeletons.len(), |w| w.at as usize);
        &self.skeletons[byte(first)..byte(end)]
    }

    /// What is looked at of a pair first is the lesser by this; two that are equal here are equal throughout.
    pub(super) fn order(&self) -> impl Ord + '_ {
        (&self.text, &self.outlet, self.published.map(Published::day), self.signed, &self.skeletons)
    }

    /// Its figures, read when first asked for.
    pub(super) fn figures(&self) -> &[Told] {
        self.figures.get_or_init(|| told(self))
    }

    /// Its winnowed n-grams, in the order of the text. Two documents that share [`SHARED_LETTERS`](super::SHARED_LETTERS)
    /// letters in a row share one.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The whole text, hashed.
    pub fn whole(&self) -> Hashed {
        self.whole
    }

    /// Its paragraphs, hashed; lines count as such.
    pub fn paragraphs(&self) -> &[Hashed] {
        &self.paragraphs
    }

    /// Its sentences, hashed.
    pub fn sentences(&self) -> &[Hashed] {
        &self.sentences
    }

    /// Outlets and agencies that it names.
    pub fn credits(&self) -> &[Credit] {
        &self.credits
    }

    /// Letters of the folded layer, furniture and formulas aside.
    pub fn letters(&self) -> u32 {
        self.letters
    }
}

/// The letters that keys are made of: those of all skeletons, formulas aside, each with the place of its word.
fn letters(words: &[Word], skeletons: &str) -> Vec<(char, u32)> {
    let mut letters = Vec::with_capacity(skeletons.len() / 2);
    for (at, word) in words.iter().enumerate().filter(|(_, w)| !w.formula) {
        let end = words.get(at + 1).map_or(skeletons.len(), |w| w.at as usize);
        letters.extend(skeletons[word.at as usize..end].chars().map(|c| (c, word.start)));
    }
    letters
}
