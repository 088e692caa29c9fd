//! Generates every printed form of a lemma from its notation in the codebook.
//!
//! Matching generated forms instead of stripping affixes off what is read keeps the two kinds of mistake
//! apart: a form that is missing here is a gap one can test for, a form that should not exist is a bug one
//! can see. A verb goes through three steps: its root is filled into the vocalised pattern of its form
//! (`stem`, `derived`), the sounds are joined to their affixes and settled (`sound`), and the result
//! is spelled without vowels (`orthography`). Nouns come without vowels and start at the last step.
//!
//! Paradigms follow W. Wright, *A Grammar of the Arabic Language*, 3rd ed., vol. I, cited as Wright §.
//!
//! ```
//! use tawatur::lexicon::inflect::Verb;
//! let verb = Verb::parse("شقق VII")?;
//! assert_eq!(verb.lemma(), "انشق");
//! let mut forms = Vec::new();
//! verb.forms(&mut |form, _, _| forms.push(form.to_owned()));
//! assert!(forms.iter().any(|form| form == "انشقاقهم"));
//! # Ok::<(), tawatur::lexicon::inflect::NotationError>(())
//! ```

pub(super) mod clitics;
mod decline;
mod derived;
mod notation;
mod noun;
mod orthography;
mod root;
mod sound;
mod stem;
mod verb;

#[cfg(test)]
mod tests;

pub use notation::NotationError;
pub use noun::Noun;
pub use orthography::devocalise;
pub use root::{Root, VerbForm, Vowel};
pub use verb::Verb;

use super::Features;

/// What receives the generated forms: the clean spelling, valid only during the call, its features, and the headword
/// of participles and verbal nouns, under which dictionaries have them (of other forms it is the lemma's).
pub type Emit<'a> = dyn FnMut(&str, Features, Option<&str>) + 'a;
