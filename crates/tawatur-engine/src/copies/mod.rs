//! Which texts are copies, passage by passage: what of one document stands in another, what was changed in it, and who
//! took it from whom.
//!
//! [`Prepared`] is a document made ready to be compared: its words without what writers spell differently, its hashes
//! and [`Key`]s, what it credits. Two documents that share a key are a candidate pair ([`candidates`]); [`compare`]
//! aligns the two and says which passages they share, or that they share none. Everything here looks at two texts and
//! nothing else, so what is said of a pair does not change with the documents beside it.
//!
//! ```
//! use tawatur_engine::copies::{Credits, Kind, Prepared, Source, compare};
//! let credits = Credits::default();
//! let prepared = |text| Prepared::new(&Source { text, ..Source::default() }, &credits);
//! let a = prepared("انسحب المسلحون من بلدة الشرقية فجر الأحد بعد معارك استمرت ثلاثة أيام مع القوات الحكومية");
//! let b = prepared("وانسحب المسلّحون من بلدة الشرقيه فجر الاحد، بعد معارك استمرت ثلاثة أيام مع القوات الحكومية.");
//! assert_eq!(compare(&a, &b).map(|copy| copy.kind), Some(Kind::Exact));
//! ```

mod align;
mod anchor;
mod candidate;
mod compare;
mod copy;
mod credit;
mod direction;
mod figure;
mod key;
mod prepared;
mod word;

pub use candidate::{Candidates, Copies, DEFAULT_CAP, candidates, copies_of};
pub use compare::compare;
pub use copy::{
    Change, Copy, Direction, Figure, FigureEdit, Kind, Passage, Quantity, Route, Rule, Side, Verdict,
};
pub use credit::{Credit, Credits, Standing};
pub use key::{Key, SHARED_LETTERS};
pub use prepared::{Hashed, Prepared, Published, Source};

#[cfg(test)]
mod planted;
#[cfg(test)]
mod tests;
