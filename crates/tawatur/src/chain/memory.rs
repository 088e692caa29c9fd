//! Who spoke before, and whom a verb of saying without a subject can mean: وأضافت goes on with a ministry, not with its
//! minister.

use super::Link;
use crate::codebook::{Classes, EntityKind};
use crate::lexicon::{Features, Gender, Number, Part};
use crate::mention::{Context, Mention};

/// A verb of saying without a subject goes on with a speaker at most so many sentences back: headings and
/// asides stand between.
const MEMORY: usize = 3;

/// The chains of those who spoke in the last sentences, latest last.
#[derive(Debug, Default)]
pub(super) struct Speakers {
    recent: Vec<(usize, Vec<Link>)>,
    /// All chains so far, for who is said to be the same.
    all: Vec<Vec<Link>>,
}

impl Speakers {
    /// Forgets whom a sentence of that number no longer goes on with.
    pub(super) fn forget(&mut self, sentence: usize) {
        self.recent.retain(|(at, _)| sentence <= at + MEMORY);
    }

    /// Takes in the chain of whoever spoke in a sentence.
    pub(super) fn spoke(&mut self, sentence: usize, chain: Vec<Link>) {
        self.all.push(chain.clone());
        self.recent.push((sentence, chain));
    }

    /// The chain of the last one of all before that is so, up to him.
    pub(super) fn told(&self, is: impl Fn(&Link) -> bool) -> &[Link] {
        let up_to = |chain: &'_ Vec<Link>| chain.iter().rposition(&is);
        self.all.iter().rev().find_map(|c| up_to(c).map(|at| &c[..=at])).unwrap_or(&[])
    }

    /// The chain of the one who spoke last.
    pub(super) fn last(&self) -> &[Link] {
        self.recent.last().map_or(&[], |(_, chain)| chain)
    }

    /// Whether somebody spoke in the sentence before one.
    pub(super) fn before(&self, sentence: usize) -> bool {
        self.recent.last().is_some_and(|(at, _)| at + 1 == sentence)
    }

    /// The chain of the last one that a verb can have for its subject; of a chain that ends in another, what stands
    /// before that. The last chain of all, where nobody agrees.
    pub(super) fn agreeing(&self, context: &Context<'_>, mentions: &[Mention], verb: Features) -> &[Link] {
        let fits = |link: &Link| link.mention.is_none_or(|m| agrees(context, &mentions[m], verb));
        self.recent
            .iter()
            .rev()
            .find_map(|(_, chain)| {
                let last = chain.iter().rposition(fits)?;
                Some(&chain[..=last])
            })
            .unwrap_or_else(|| self.last())
    }
}

/// Whether a source may be the unsaid subject of a verb.
pub(super) fn agrees(context: &Context<'_>, mention: &Mention, verb: Features) -> bool {
    let feminine = verb.gender == Some(Gender::Feminine);
    // One of several is one, as he is man or woman: أحد الدبلوماسيين، إحدى الطالبات.
    if let Some(one) = match context.text.folded(mention.tokens.start) {
        "احد" => Some(Gender::Masculine),
        "احدي" => Some(Gender::Feminine),
        _ => None,
    } {
        return verb.number == Some(Number::Singular) && verb.gender.is_none_or(|g| g == one);
    }
    let people = mention.classes.meets(Classes::PEOPLE);
    match verb.number {
        Some(Number::Plural | Number::Dual) => return mention.plural || !people,
        _ if mention.plural => return !people || feminine,
        _ => {}
    }
    let head = context
        .readings(mention.head)
        .iter()
        .find(|r| matches!(r.features.part, Part::Noun | Part::ActiveParticiple) && !mention.named);
    let body = mention.entity().is_some_and(|e| {
        !matches!(context.codebook.entities[e as usize].kind, EntityKind::Person | EntityKind::Official)
    });
    match head.and_then(|r| r.features.gender) {
        Some(gender) => (gender == Gender::Feminine) == feminine,
        // A body may be meant by its kind (الوكالة, المرصد); a person with a masculine title is a man.
        None => body || !feminine || !titled(context, mention),
    }
}

/// Whether a title of masculine form stands before a name.
fn titled(context: &Context<'_>, mention: &Mention) -> bool {
    let first = mention.tokens.start;
    mention.head_word.is_some()
        && context
            .readings(first)
            .iter()
            .find(|r| r.features.part.is_nominal())
            .is_some_and(|r| r.features.gender == Some(Gender::Masculine))
}
