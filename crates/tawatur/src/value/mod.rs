//! Numbers, quantities and dates as typed values with their bounds.
//!
//! Reporting counts in digits, words, duals and vague plurals, and dates against a publication date that
//! stands elsewhere. Both are closed grammars over tokens and need no lexicon, so they are read here, before
//! mentions and claims, and dates first: the 30 of "30 آذار" counts nothing.
//!
//! ```
//! use tawatur::text::Text;
//! use tawatur::value::{Qualifier, Values};
//! let text = Text::new("قُتل أكثر من 15 مقاتلاً أمس الخميس");
//! let mut values = Values::default();
//! values.read(&text, Some(jiff::civil::date(2015, 2, 20)));
//! let number = &values.numbers()[0];
//! assert_eq!((number.low, number.best, number.qualifier), (Some(16.0), Some(15.0), Qualifier::MoreThan));
//! assert_eq!(text.words(&number.tokens), "أكثر من 15 مقاتلاً");
//! assert_eq!(values.dates()[0].start, Some(jiff::civil::date(2015, 2, 19)));
//! ```

mod counted;
mod date;
mod date_words;
mod fraction;
mod notation;
mod number;
mod number_words;
mod part;
mod qualifier;
mod quantity;
mod words;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::{Text, Tokens};
use part::Tag;
use words::Words;

/// How the words bound a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// The number itself.
    Exact,
    /// نحو, حوالي, قرابة.
    About,
    /// أكثر من, ما يزيد على.
    MoreThan,
    /// أقل من, دون.
    LessThan,
    /// ما لا يقل عن, على الأقل.
    AtLeast,
    /// لا يتجاوز, كحد أقصى.
    AtMost,
    /// بين 11 و13.
    Range,
    /// مئات, عدة, عدد من.
    Vague,
}

impl Qualifier {
    /// As records write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::MoreThan => "more_than",
            Self::LessThan => "less_than",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::Range => "range",
            Self::Vague => "vague",
        }
    }
}

/// What kind of number was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    /// A count.
    Cardinal,
    /// A place in an order: الثالث.
    Ordinal,
    /// A share of a hundred; the value is the percentage.
    Percent,
    /// A part of one: نصف السكان.
    Fraction,
    /// Four digits that may be a year, without a noun.
    YearLike,
    /// A name in digits: الفرقة 30, القرار 2216, a list item.
    Label,
}

/// A number with its bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberValue {
    /// Qualifier, number and counted noun.
    pub tokens: Tokens,
    /// Inclusive lower bound, as far as the words go.
    pub low: Option<f64>,
    /// Inclusive upper bound, as far as the words go.
    pub high: Option<f64>,
    /// The one figure that the words name.
    pub best: Option<f64>,
    /// How the words bound the number.
    pub qualifier: Qualifier,
    /// What kind of number it is.
    pub kind: NumberKind,
    /// Token of the counted noun.
    pub noun: Option<usize>,
    /// The number is said by a dual.
    pub dual: bool,
    /// It stands inside a date as a length of time: "4 سنوات" in "قبل 4 سنوات".
    pub in_date: bool,
}

/// How finely a time is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// To the day.
    Day,
    /// To the week, or a third of a month.
    Week,
    /// To the month.
    Month,
    /// To the quarter or season.
    Season,
    /// To the year.
    Year,
    /// "recently", "now", decades.
    Vague,
}

impl Precision {
    /// The precision as records write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Season => "season",
            Self::Year => "year",
            Self::Vague => "vague",
        }
    }
}

/// What kind of time expression was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeKind {
    /// A place on the calendar.
    Date,
    /// A time of day without a day.
    Clock,
    /// A length of time, not placed on the calendar.
    Duration,
}

/// A time expression with the closed interval it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeValue {
    /// The words, with their preposition.
    pub tokens: Tokens,
    /// First day; none is open or unknown.
    pub start: Option<Date>,
    /// Last day; none is open or unknown.
    pub end: Option<Date>,
    /// How finely it is told.
    pub precision: Precision,
    /// What kind of expression it is.
    pub kind: TimeKind,
    /// The rule that read it.
    pub rule: &'static str,
}

/// Which way a date without a year, or a bare weekday, is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lean {
    /// As news tells it: what has happened, unless it lies just ahead.
    #[default]
    Past,
    /// As plans tell it: what comes next.
    Future,
}

/// Finds the values of one text after another in the same buffers.
#[derive(Debug, Default)]
pub struct Values {
    tags: Vec<Tag>,
    dates: Vec<TimeValue>,
    numbers: Vec<NumberValue>,
}

impl Values {
    /// Reads `text`; relative dates are placed against `published` and stay open without it.
    pub fn read(&mut self, text: &Text, published: Option<Date>) {
        self.read_leaning(text, published, Lean::Past);
    }

    /// The same with a choice of where dates without a year lie.
    pub fn read_leaning(&mut self, text: &Text, published: Option<Date>, lean: Lean) {
        words::tag(text, &mut self.tags);
        let words = Words { text, tags: &self.tags };
        date::find(words, published, lean, &mut self.dates);
        quantity::find(words, &self.dates, &mut self.numbers);
    }

    /// The dates of the last text, in order, none overlapping.
    pub fn dates(&self) -> &[TimeValue] {
        &self.dates
    }

    /// The numbers of the last text, in order.
    pub fn numbers(&self) -> &[NumberValue] {
        &self.numbers
    }
}

/// Finds the numbers of `text`, those inside dates left out.
pub fn numbers(text: &Text, out: &mut Vec<NumberValue>) {
    let mut values = Values { numbers: std::mem::take(out), ..Values::default() };
    values.read(text, None);
    *out = values.numbers;
}

/// Finds the dates of `text`, placed against its publication date.
pub fn dates(text: &Text, published: Option<Date>, out: &mut Vec<TimeValue>) {
    let mut values = Values { dates: std::mem::take(out), ..Values::default() };
    values.read(text, published);
    *out = values.dates;
}

#[cfg(test)]
mod tests;
