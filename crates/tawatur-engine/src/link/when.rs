//! When a claim says that it happened, and when it can have happened at all.

use std::fmt;

use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};
use tawatur::claim::record::{CodePoints, Time};

use super::{fact::Tense, spot::near};

/// What is told without a day is news: it lies at most so many days before publication, most likely.
const NEWS: i32 = 4;

/// How exactly a time is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// One day, or a few that are named.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A season or half a year.
    Season,
    /// A year.
    Year,
    /// "Recently".
    Vague,
    /// Nothing is said: days before publication.
    Unsaid,
}

impl Precision {
    /// Whether days are said.
    pub fn is_said(self) -> bool {
        self != Self::Unsaid
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Season => "season",
            Self::Year => "year",
            Self::Vague => "vague",
            Self::Unsaid => "unsaid",
        })
    }
}

/// A closed interval of days, open where a side is null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// First day.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
    /// How exactly it is said.
    pub precision: Precision,
    /// Whether it is said in the claim's own clause; else it was carried over from elsewhere in the document.
    pub here: bool,
}

impl When {
    /// The time of a claim. What is told in the past has happened by the day of publication.
    pub(super) fn new(
        time: Option<&Time>,
        tense: Tense,
        published: Option<Date>,
        clause: CodePoints,
    ) -> Self {
        let said = time.and_then(|time| Self::said(time, clause));
        let mut when = said.unwrap_or_else(|| Self::unsaid(tense, published));
        if tense == Tense::Past
            && let Some(published) = published
        {
            when.last = Some(when.last.map_or(published, |last| last.min(published)));
            // A day after publication is a misreading; what is left of it is the day of publication.
            when.first = when.first.map(|first| first.min(published));
        }
        when
    }

    fn said(time: &Time, clause: CodePoints) -> Option<Self> {
        let day = |day: &Option<String>| day.as_deref().and_then(|day| day.parse::<Date>().ok());
        let (first, last) = (day(&time.start), day(&time.end));
        let precision = match time.precision.as_str() {
            "day" => Precision::Day,
            "week" => Precision::Week,
            "month" => Precision::Month,
            "season" => Precision::Season,
            "year" => Precision::Year,
            _ => Precision::Vague,
        };
        (first.is_some() || last.is_some()).then_some(Self {
            first,
            last,
            precision,
            here: near(time.span, clause),
        })
    }

    fn unsaid(tense: Tense, published: Option<Date>) -> Self {
        let days = |count: i32| published.and_then(|day| day.checked_add(count.days()).ok());
        let (first, last) = match tense {
            Tense::Past | Tense::Present => (days(-NEWS), published),
            Tense::Future | Tense::Hypothetical => (published, None),
        };
        Self { first, last, precision: Precision::Unsaid, here: false }
    }

    /// Whether a day or days are said.
    pub fn is_said(&self) -> bool {
        self.precision.is_said()
    }

    /// Days between two intervals; 0 where they overlap, none where a side that matters is open.
    pub fn apart(&self, other: &Self) -> Option<i32> {
        let gap = |earlier: &Self, later: &Self| match (earlier.last, later.first) {
            (Some(last), Some(first)) if last < first => Some((first - last).get_days()),
            _ => None,
        };
        if let Some(days) = gap(self, other).or_else(|| gap(other, self)) {
            return Some(days);
        }
        let closed = |when: &Self| when.first.is_some() && when.last.is_some();
        (closed(self) && closed(other)).then_some(0)
    }

    /// Days that it covers, where both sides are closed.
    pub fn days(&self) -> Option<i32> {
        Some((self.last? - self.first?).get_days() + 1)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
        if self.first == self.last {
            write!(f, "{}", day(self.first))?;
        } else {
            write!(f, "{} to {}", day(self.first), day(self.last))?;
        }
        if self.is_said() { Ok(()) } else { write!(f, " (not said)") }
    }
}
