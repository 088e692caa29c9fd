//! Persons that no list has whole: given names, family names, kunyas and titles, and what stands beside them.
//!
//! A word that is only a name begins one by itself; one that is an ordinary word as well (سعيد, أمل) or that no
//! list has needs a neighbour that shows it to be a name: another part of a name, a title, a verb of saying.

mod element;
mod evidence;

use super::name::{Clitic, Evidence, NameMatch};
use super::{Context, Tag};
use crate::codebook::{NamedKind, PersonWord, Prep, Referent};
use crate::lexicon::Particle;
use crate::text::Tokens;

/// A person's name has at most so many words: a chain of fathers' names with a nisba.
const LONGEST: usize = 9;
/// Words that no list has are taken up to this many in a row.
const UNLISTED: usize = 3;
/// A place with fewer inhabitants is small.
const SMALL: u32 = 600_000;
/// A title stands at most so many words before the name: رئيس الوزراء البريطاني السابق.
const TITLE_REACH: usize = 5;

/// Finds the persons and puts them among the names, in order; their tokens are tagged as names.
pub fn persons(context: &Context<'_>, tags: &mut [Tag], names: &mut Vec<NameMatch>) {
    let finder = Finder::new(context, tags, names);
    let mut found: Vec<NameMatch> = Vec::new();
    let mut at = 0;
    while at < tags.len() {
        match finder.person(at) {
            Some(name) => {
                at = name.tokens.end;
                found.push(name);
            }
            None => at += 1,
        }
    }
    if found.is_empty() {
        return;
    }
    for name in &found {
        tags[name.tokens.clone()].fill(Tag::Name);
    }
    // What a person's name holds is no name of its own: the town in a family name.
    names.retain(|n| {
        let next = found.partition_point(|f| f.tokens.end <= n.tokens.start);
        found.get(next).is_none_or(|f| f.tokens.start >= n.tokens.end)
    });
    names.extend(found);
    names.sort_by_key(|n| n.tokens.start);
}

/// What a token can be in a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    /// A listed given name; true when it is no ordinary word.
    Given(bool),
    /// A listed family name; true when it is no ordinary word.
    Family(bool),
    /// A whole group of words: a kunya, a son of, a servant of.
    Group,
    /// A word no list has.
    Unlisted,
    /// A word no list has, with the article.
    UnlistedDefinite,
}

struct Finder<'a> {
    context: &'a Context<'a>,
    tags: &'a [Tag],
    /// The name that each token belongs to.
    listed: Vec<Option<u32>>,
    names: &'a [NameMatch],
}

impl<'a> Finder<'a> {
    fn new(context: &'a Context<'a>, tags: &'a [Tag], names: &'a [NameMatch]) -> Self {
        let mut listed = vec![None; tags.len()];
        for (number, name) in names.iter().enumerate() {
            // A name that turned out to be a verb is none.
            if tags[name.tokens.start] == Tag::Name {
                listed[name.tokens.clone()].fill(Some(number as u32));
            }
        }
        Self { context, tags, listed, names }
    }

    /// The person whose name begins at a token.
    fn person(&self, start: usize) -> Option<NameMatch> {
        let (first, clitic, mut end) = self.opening(start)?;
        let mut elements = vec![first];
        let mut unlisted = usize::from(first == Element::Unlisted);
        let mut words = end - start;
        while words < LONGEST && unlisted <= UNLISTED {
            let Some((element, next)) = self.next(end, &elements) else { break };
            unlisted += usize::from(matches!(element, Element::Unlisted | Element::UnlistedDefinite));
            if unlisted > UNLISTED {
                break;
            }
            words += next - end;
            elements.push(element);
            end = next;
        }
        let evidence = self.evidence(start, end, &elements, clitic)?;
        Some(NameMatch::person(start..end, clitic, evidence))
    }

    /// What begins a name at a token, and where that ends.
    fn opening(&self, at: usize) -> Option<(Element, Clitic, usize)> {
        if let Some(number) = self.listed[at] {
            return self.listed_opening(at, &self.names[number as usize]);
        }
        if !self.is_word(at) {
            return None;
        }
        if let Some((end, clitic)) = self.group(at, true) {
            // A father's name goes on with the listed name before it.
            let goes_on = at > 0 && self.listed[at - 1].is_some() && self.context.text.folded(at) == "بن";
            if goes_on {
                return None;
            }
            return Some((Element::Group, clitic, end));
        }
        if let Some((word, clitic)) = self.word(at)
            && self.holds(at, word, clitic)
            && !self.titles(at, word)
            && !self.governs_name(at, word)
            && !(word.word && self.context.begins_with_article(at) && !word.given && self.sure_given(at + 1))
        {
            let element = if word.given { Element::Given(!word.word) } else { Element::Family(!word.word) };
            return Some((element, clitic, at + 1));
        }
        if self.unlisted(at) {
            // الشيخ الخراساني: after a form of address even a word with the article is a name.
            return (!self.context.begins_with_article(at) || self.addressed(at)).then_some((
                Element::Unlisted,
                Clitic::default(),
                at + 1,
            ));
        }
        None
    }

    /// A listed place may still be the first word of a person's name: جورجيا, صلاح الدين before a family name.
    fn listed_opening(&self, at: usize, name: &NameMatch) -> Option<(Element, Clitic, usize)> {
        if name.tokens.start != at {
            return None;
        }
        let places = name.referents(self.context).iter().all(|r| matches!(r, Referent::Place(_)));
        let (word, clitic) = self.context.facts(at).person?;
        let follows = self
            .element(name.tokens.end)
            .is_some_and(|(e, _)| matches!(e, Element::Given(true) | Element::Family(_) | Element::Group));
        // A small place bears the name of a person sooner than a report names it without saying what or where.
        if places && name.tokens.len() == 1 && !word.word && self.minor(name) && !self.locates(at, clitic) {
            let element = if word.given { Element::Given(true) } else { Element::Family(true) };
            return Some((element, clitic, name.tokens.end));
        }
        (places && word.given && follows && name.tokens.len() <= 2 && clitic.preposition.is_none())
            .then_some((Element::Given(!word.word), clitic, name.tokens.end))
    }

    /// What a token can be in a person's name.
    fn word(&self, at: usize) -> Option<(PersonWord, Clitic)> {
        let (mut word, clitic) = self.context.facts(at).person?;
        // وحسن is "and good" as well, whatever حسن is alone.
        word.word |= clitic != Clitic::default() && self.context.readings(at).iter().any(|r| r.slip == 0);
        Some((word, clitic))
    }

    /// Whether a listed place is small.
    fn minor(&self, name: &NameMatch) -> bool {
        name.referents(self.context).iter().all(|r| match r {
            Referent::Place(p) => {
                let place = &self.context.codebook.places[*p as usize];
                matches!(place.kind.as_str(), "town" | "village" | "district" | "facility" | "admin2")
                    && place.population < SMALL
            }
            Referent::Entity(_) => false,
        })
    }

    /// Whether what stands before a token asks for a place.
    fn locates(&self, at: usize, clitic: Clitic) -> bool {
        clitic.preposition == Some(Prep::Bi)
            || self.after_place_head(at)
            || at > 0
                && matches!(
                    self.tags[at - 1],
                    Tag::Particle(Particle::Prep(Prep::Fi | Prep::Min | Prep::Ila) | Particle::Adverbial)
                )
    }

    /// Whether a word that is also a name governs the name of a foreigner: عودة before it is "the return of".
    fn governs_name(&self, at: usize, word: PersonWord) -> bool {
        word.word
            && self.arabic(at)
            && at + 1 < self.tags.len()
            && self.word(at + 1).is_some_and(|(w, c)| w.given && !w.word && c == Clitic::default())
            && self.foreign(at + 1)
            && self.element(at + 2).is_some()
    }

    /// Whether a word that is also a title is one here: السيد, معالي before a name.
    fn titles(&self, at: usize, word: PersonWord) -> bool {
        let Some(head) = self.context.facts(at).head else { return false };
        if self.context.codebook.name_words.of(head.number).kind != NamedKind::Person || !word.word {
            return false;
        }
        let next = self.element(at + 1).map(|(e, _)| e);
        if next == Some(Element::Group)
            && self.context.text.folded(at + 1).starts_with("اب")
            && self.context.text.folded(at + 1) != "ابن"
        {
            return true;
        }
        if head.article {
            next.is_some()
        } else {
            next == Some(Element::Given(true)) || self.is_title(at + 1)
        }
    }

    /// Whether a listed word of names is one here: with something attached, only where the whole is no word.
    fn holds(&self, at: usize, word: PersonWord, clitic: Clitic) -> bool {
        if matches!(self.tags[at], Tag::Date | Tag::Number | Tag::Mark) {
            return false;
        }
        let titled = at > 0 && self.is_title(at - 1) && self.context.begins_with_article(at - 1);
        let more = titled
            && at + 1 < self.tags.len()
            && self.context.facts(at + 1).person.is_some_and(|(_, c)| c == Clitic::default());
        if self.tags[at].is_verb() && word.word && !more && !self.verb_is_name(at, word) {
            return false;
        }
        if clitic == Clitic::default() {
            return !matches!(self.tags[at], Tag::Particle(_))
                || word.given
                    && (titled && self.context.text.clean(at) == "علي" || self.name_before_or_after(at));
        }
        let readings = self.context.readings(at);
        let whole = readings.iter().any(|r| r.slip == 0 && r.proclitics.0 == 0);
        let fa = self.context.text.folded(at).starts_with('ف') && clitic.conjunction;
        let function = matches!(self.tags[at], Tag::Particle(_));
        !(whole || fa || function || word.word && clitic.preposition.is_some())
    }

    /// Whether what could be a verb is a given name: another part of a name follows, and what stands before asks for a
    /// noun (كان طلعت زكريا).
    fn verb_is_name(&self, at: usize, word: PersonWord) -> bool {
        // وعادل فتحي after another name
        let listed = self.context.facts(at).person.is_some_and(|(_, c)| c.conjunction)
            && at > 0
            && self.context.facts(at - 1).person.is_some();
        word.given
            && at > 0
            && (listed
                || self.tags[at - 1].is_verb()
                || matches!(
                    self.tags[at - 1],
                    Tag::Particle(Particle::Auxiliary | Particle::Prep(_) | Particle::That)
                ))
            && at + 1 < self.tags.len()
            && self.context.facts(at + 1).person.is_some_and(|(w, c)| !w.word && c == Clitic::default())
    }

    /// على is spelled like علي by many: it is the name only beside another part of one.
    fn name_before_or_after(&self, at: usize) -> bool {
        let sure = |at: usize| {
            self.context
                .facts(at)
                .person
                .is_some_and(|(w, c)| !w.word && c == Clitic::default() && self.listed[at].is_none())
                && !matches!(self.tags[at], Tag::Date)
        };
        let text = self.context.text;
        let family = |at: usize| self.context.facts(at).person.is_some_and(|(w, _)| w.family);
        text.clean(at).ends_with("علي") // U+064A YEH, and not the U+0649 of the preposition
            && (at > 0 && sure(at - 1) || at + 1 < text.len() && text.is_word(at + 1) && (family(at + 1) || text.folded(at + 1) == "بن"))
    }
}

/// A folded word without the conjunction or preposition before أبو, بن, عبد.
fn stem(folded: &str) -> (&str, Clitic) {
    let kunya = |s: &&str| matches!(*s, "ابو" | "ابي" | "ابا" | "ابن" | "عبد");
    if let Some(rest) = folded.strip_prefix('و').filter(kunya) {
        return (rest, Clitic { conjunction: true, preposition: None });
    }
    for (prefix, prep) in [('ل', Prep::Li), ('ب', Prep::Bi)] {
        if let Some(rest) = folded.strip_prefix(prefix).filter(kunya) {
            return (rest, Clitic { conjunction: false, preposition: Some(prep) });
        }
    }
    (folded, Clitic::default())
}

/// The name of a person, as it is put among the names.
impl NameMatch {
    fn person(tokens: Tokens, clitic: Clitic, evidence: Evidence) -> Self {
        Self { tokens, list: None, clitic, evidence }
    }
}
