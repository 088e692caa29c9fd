//! Persons that no list has whole: given names, family names, kunyas and titles, and what stands beside them.
//!
//! A word that is only a name begins one by itself; one that is an ordinary word as well (سعيد, أمل) or that no
//! list has needs a neighbour that shows it to be a name: another part of a name, a title, a verb of saying.

mod element;

use super::name::{Clitic, Evidence, NameMatch};
use super::{Context, Tag};
use crate::codebook::{Classes, CueKind, NamedBy, NamedKind, PersonWord, Prep, Referent, Use};
use crate::lexicon::{Number, Part, Particle, Reading};
use crate::text::{Gap, Tokens};

/// A person's name has at most so many words: a chain of fathers' names with a nisba.
const LONGEST: usize = 9;
/// Words that no list has are taken up to this many in a row.
const UNLISTED: usize = 3;
/// A place with fewer inhabitants is small.
const SMALL: u32 = 600_000;
/// Which ruler of a name.
const ORDINALS: &[&str] = &[
    "الاول",
    "الثاني",
    "الثالث",
    "الرابع",
    "الخامس",
    "السادس",
    "السابع",
    "الثامن",
    "التاسع",
    "العاشر",
    "الحادي",
];
/// A title stands at most so many words before the name: رئيس الوزراء البريطاني السابق.
const TITLE_REACH: usize = 5;

/// What bears the name of a person and is none: a dynasty, a storm, a tribe.
const OTHERS: &[&str] = &[
    "اسره",
    "سلاله",
    "عشيره",
    "قبيله",
    "اعصار",
    "الاعصار",
    "عاصفه",
    "العاصفه",
    "جائزه",
    "عن",
    "عشيرة",
    "دوله",
    "جزيره",
];

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
            && !(word.word && self.article(at) && !word.given && self.sure_given(at + 1))
        {
            let element = if word.given { Element::Given(!word.word) } else { Element::Family(!word.word) };
            return Some((element, clitic, at + 1));
        }
        if self.unlisted(at) {
            // الشيخ الخراساني: after a form of address even a word with the article is a name.
            return (!self.article(at) || self.addressed(at)).then_some((
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
        let titled = at > 0 && self.is_title(at - 1) && self.article(at - 1);
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

    /// What shows that the words are a person's name.
    fn evidence(&self, start: usize, end: usize, elements: &[Element], clitic: Clitic) -> Option<Evidence> {
        if elements.len() == 1 && start > 0 && OTHERS.contains(&self.context.text.folded(start - 1)) {
            return None;
        }
        let sure = |e: &Element| matches!(e, Element::Given(true) | Element::Family(true));
        let weak = |e: &Element| matches!(e, Element::Given(false) | Element::Family(false));
        let text = self.context.text;
        if elements.iter().any(sure) && elements.iter().any(|e| matches!(e, Element::Given(_)))
            || elements.len() == 1 && sure(&elements[0]) && self.free_standing(start, end)
            || elements.len() > 1 && elements.iter().any(sure)
        {
            return (!self.after_place_head(start) || elements.len() > 1).then_some(Evidence::Name);
        }
        if elements.contains(&Element::Group) {
            let kunya =
                matches!(stem(text.folded(start)).0, "ابو" | "ابي" | "ابا" | "ام" | "عبد" | "ابن" | "بن")
                    || elements.len() > 1;
            return kunya.then_some(Evidence::Name);
        }
        let plain = clitic.preposition.is_none();
        let described =
            start > 0 && matches!(self.tags[start - 1], Tag::Nominal(_)) && !self.is_title(start - 1);
        if elements.iter().filter(|e| weak(e)).count() > 1 && plain && !described {
            return Some(Evidence::Name);
        }
        if elements.iter().any(weak) && elements.len() > 1 && plain && !self.head_word(start) && !described {
            return Some(Evidence::Name);
        }
        if self.addressed(start) && !self.head_word(start) && !self.is_title(start) {
            return Some(Evidence::Title);
        }
        if elements.iter().all(weak) {
            // After a title with the article a word without it is no adjective of it: النجم صبري.
            let definite =
                start > 0 && self.is_title(start - 1) && self.article(start - 1) && !self.article(start);
            if definite && self.context.facts(start).head.is_none() && text.folded(start) != "باسم" {
                return Some(Evidence::Title);
            }
            let speaks = self.after_saying(start)
                && !self.head_word(start)
                && self.context.facts(start).head.is_none();
            return (speaks && plain && self.nisba(start).is_none()).then_some(Evidence::Position);
        }
        if self.after_title(start) {
            return (!self.bare_title(start)).then_some(Evidence::Title);
        }
        if elements.iter().all(|e| *e == Element::Unlisted) && !self.after_place_head(start) {
            let feminine = (start..end).any(|t| text.clean(t).ends_with('ة'));
            if elements.len() > 1 && elements.len() <= UNLISTED && !feminine {
                return Some(Evidence::Position);
            }
            if self.after_saying(start) {
                return Some(Evidence::Position);
            }
        }
        None
    }

    /// Whether one family name may stand alone: not in the annexation of a noun that names something else.
    fn free_standing(&self, start: usize, _end: usize) -> bool {
        start == 0
            || self.context.facts(start - 1).head.is_none_or(|h| {
                self.context.codebook.name_words.of(h.number).kind == NamedKind::Person || h.article
            })
    }

    /// Whether the word before is one after which a place or an organisation is named.
    fn after_place_head(&self, start: usize) -> bool {
        start > 0
            && self.context.facts(start - 1).head.is_some_and(|h| {
                self.context.codebook.name_words.of(h.number).kind != NamedKind::Person && !h.article
            })
    }

    /// Whether a token heads noun phrases in the codebook: قائد سعيد is no name.
    fn head_word(&self, at: usize) -> bool {
        self.context.readings(at).iter().any(|r| {
            r.slip == 0 && self.context.uses(r).iter().any(|u| matches!(u, Use::Head(_) | Use::Frame(_)))
        })
    }

    /// Whether a title in the construct stands right before: what follows رئيس or مدرب is not who he is but what he
    /// heads; what follows زوجة is a person.
    fn bare_title(&self, start: usize) -> bool {
        start > 0
            && self.is_title(start - 1)
            && !self.article(start - 1)
            && self.context.facts(start - 1).head.is_none_or(|h| {
                self.context.codebook.name_words.of(h.number).by == NamedBy::Name && !h.article
            })
    }

    /// The state whose nisba a word is.
    fn nisba(&self, at: usize) -> Option<u32> {
        self.context.readings(at).iter().flat_map(|r| self.context.uses(r)).find_map(|u| match u {
            Use::Nisba(state) => Some(*state),
            _ => None,
        })
    }

    /// Whether a form of address stands right before: الشيخ, السيد, المدعو.
    fn addressed(&self, at: usize) -> bool {
        at > 0
            && self.context.text.tokens()[at].gap < Gap::Line
            && self.context.facts(at - 1).head.is_some_and(|h| {
                let head = self.context.codebook.name_words.of(h.number);
                h.article && head.kind == NamedKind::Person && head.by == NamedBy::Noun
            })
    }

    fn is_title(&self, at: usize) -> bool {
        let heads = self
            .context
            .facts(at)
            .head
            .is_some_and(|h| self.context.codebook.name_words.of(h.number).kind == NamedKind::Person);
        let singular = |r: &Reading| r.features.number != Some(Number::Plural);
        heads
            || self.context.readings(at).iter().filter(|r| r.features.part == Part::Noun && singular(r)).any(
                |r| {
                    self.context.uses(r).iter().any(|u| match u {
                        Use::Head(h) => {
                            let head = &self.context.codebook.heads[*h as usize];
                            head.title && head.class.meets(Classes::PEOPLE)
                        }
                        _ => false,
                    })
                },
            )
    }

    /// Whether a title stands before, itself or with what modifies it: رئيس الوزراء البريطاني السابق.
    fn after_title(&self, start: usize) -> bool {
        let text = self.context.text;
        let mut at = start;
        for _ in 0..TITLE_REACH {
            if at == 0 || text.tokens()[at].gap >= Gap::Line {
                return false;
            }
            at -= 1;
            if text.is_punct(at) && text.clean(at) == "\"" {
                continue;
            }
            if self.is_title(at) {
                return true;
            }
            let modifies = match self.tags[at] {
                Tag::Nominal(_) => self.article(at) || at + 1 < start && self.article(at + 1),
                Tag::Name => true,
                _ => false,
            };
            if !modifies {
                return false;
            }
        }
        false
    }

    /// Whether a verb of saying stands right before.
    fn after_saying(&self, start: usize) -> bool {
        start > 0
            && self.tags[start - 1].is_verb()
            && self.context.text.tokens()[start].gap < Gap::Line
            && self.context.readings(start - 1).iter().any(|r| {
                self.context.uses(r).iter().any(|u| match u {
                    Use::Cue(cue) => self.context.codebook.cues[*cue as usize].kind == CueKind::Say,
                    _ => false,
                })
            })
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
