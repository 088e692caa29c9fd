//! What is said of two texts that share passages.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tawatur::{claim::record::CodePoints, value::Qualifier};

/// Which of the two texts that were compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The first.
    A,
    /// The second.
    B,
}

impl Side {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }

    /// Its place in a pair of values.
    pub fn index(self) -> usize {
        self as usize
    }
}

/// How much of the two is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All words, spelling and marks aside.
    Exact,
    /// Nearly all words of both.
    Near,
    /// Passages of one or both.
    Passage,
}

impl Kind {
    /// As records write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Near => "near",
            Self::Passage => "passage",
        }
    }
}

/// What the two texts are to each other, as a reader would say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// One text, heading, spelling, paragraphs or a cut end aside.
    Copy,
    /// A good part of one was taken over, and something was done to it.
    Edited,
    /// They share a passage: a quotation, a statement, a paragraph of background.
    Passage,
}

impl Verdict {
    /// As records write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Edited => "edited",
            Self::Passage => "passage",
        }
    }
}

/// A passage that stands in both texts, in the order of the first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// Where it stands in either text, in code points of the document text.
    pub spans: [CodePoints; 2],
    /// Letters that are the same in both: those of the folded layer, without marks and spaces, formulas aside.
    pub letters: u32,
    /// How many of these stand in quotation marks in both texts: somebody's words, which both may have heard.
    pub quoted: u32,
    /// Words inside that were replaced, added or left out; the larger count of the two texts in each place.
    pub replaced: u32,
}

/// What a figure is told as.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// A number with its bounds.
    Number {
        /// Inclusive lower bound.
        low: Option<f64>,
        /// Inclusive upper bound.
        high: Option<f64>,
        /// The one figure that the words name.
        best: Option<f64>,
        /// How the words bound it.
        qualifier: Qualifier,
    },
    /// A day or days, as a closed interval.
    Time {
        /// First day.
        start: Option<Date>,
        /// Last day.
        end: Option<Date>,
    },
}

/// A figure in one text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Where it stands, in code points of the document text.
    pub span: CodePoints,
    /// Its words.
    pub text: String,
    /// What they say.
    pub value: Quantity,
}

/// A figure that differs inside of an aligned passage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureEdit {
    /// Which passage of [`Copy::passages`].
    pub passage: u32,
    /// What either text says.
    pub figures: [Figure; 2],
}

/// Words that were replaced inside of an aligned passage; one of the two may be empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which passage of [`Copy::passages`].
    pub passage: u32,
    /// Where the words stand in either text, in code points of the document text.
    pub spans: [CodePoints; 2],
}

/// What shows who took from whom, strongest first; the first that answers is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// One names the outlet of the other as its source.
    Credit,
    /// One is the agency that the other credits.
    Agency,
    /// One or both credit an agency: neither took it from the other.
    CommonAgency,
    /// One is signed by its own outlet or by a correspondent whom the other leaves out.
    Byline,
    /// One was published before the other.
    Time,
    /// One stands whole inside of the other, amid other matter.
    Containment,
    /// Nothing shows it.
    None,
}

impl Rule {
    /// As records write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Credit => "credit",
            Self::Agency => "agency",
            Self::CommonAgency => "common_agency",
            Self::Byline => "byline",
            Self::Time => "time",
            Self::Containment => "containment",
            Self::None => "none",
        }
    }
}

/// Who took from whom, and what shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Direction {
    /// The text that was there first; none where nothing shows it or both took from a third.
    pub from: Option<Side>,
    /// What shows it.
    pub rule: Rule,
    /// The agency that both took from, a name of [`Credits`](super::Credits).
    pub origin: Option<String>,
    /// The words that show it, with their text: side and span in code points.
    pub evidence: Vec<(Side, CodePoints)>,
}

/// The way that the passages went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Route {
    /// Out of an agency's wire.
    Wire,
    /// From one outlet to another.
    Outlet,
    /// Both of one outlet: printed again, or brought up to date.
    Own,
    /// From a source that neither names, a statement for instance, or unknown.
    Common,
}

impl Route {
    /// As records write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Outlet => "outlet",
            Self::Own => "own",
            Self::Common => "common",
        }
    }
}

/// Two texts that share passages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Copy {
    /// How much of the two is the same.
    pub kind: Kind,
    /// The shared passages in the order of the first text; those of the second may stand in another.
    pub passages: Vec<Passage>,
    /// Shared runs of three words by all runs of three words of the two.
    pub jaccard: f64,
    /// How much of either text stands in the other: letters shared by letters, furniture and formulas
    /// aside.
    pub share: [f64; 2],
    /// How much of the letters inside of the passages is the same.
    pub likeness: f64,
    /// Figures that differ inside of passages.
    pub figures: Vec<FigureEdit>,
    /// Other words that differ inside of passages.
    pub changes: Vec<Change>,
    /// What the two are to each other.
    pub verdict: Verdict,
    /// Who took from whom.
    pub direction: Direction,
    /// The way the passages went.
    pub route: Route,
}

impl Copy {
    /// Whether anything inside of a shared passage differs: a figure or a word.
    pub fn edited(&self) -> bool {
        !self.figures.is_empty() || !self.changes.is_empty()
    }

    /// Whether one text is a copy or an edited copy of the other, and not only shares a passage with it.
    pub fn is_copy(&self) -> bool {
        self.verdict != Verdict::Passage
    }

    /// The same with the two texts changed about.
    #[must_use]
    pub fn mirrored(mut self) -> Self {
        for passage in &mut self.passages {
            passage.spans.reverse();
        }
        let mut order: Vec<usize> = (0..self.passages.len()).collect();
        order.sort_by_key(|&at| self.passages[at].spans);
        let mut place = vec![0_u32; order.len()];
        for (now, &was) in order.iter().enumerate() {
            place[was] = now as u32;
        }
        self.passages = order.iter().map(|&at| self.passages[at].clone()).collect();
        self.share.reverse();
        for edit in &mut self.figures {
            edit.figures.reverse();
            edit.passage = place[edit.passage as usize];
        }
        self.figures.sort_by_key(|e| (e.passage, e.figures[0].span));
        for change in &mut self.changes {
            change.spans.reverse();
            change.passage = place[change.passage as usize];
        }
        self.changes.sort_by_key(|c| (c.passage, c.spans));
        self.direction.from = self.direction.from.map(Side::other);
        for (side, _) in &mut self.direction.evidence {
            *side = side.other();
        }
        self.direction.evidence.sort_unstable();
        self
    }
}
