//! What shows that words are a person's name: their own lists, a title or form of address before them, a verb of
//! saying.

use super::{Element, Finder, TITLE_REACH, UNLISTED, stem};
use crate::codebook::{Classes, CueKind, NameRole, NamedBy, NamedKind, Use};
use crate::lexicon::{Number, Part, Reading};
use crate::mention::Tag;
use crate::mention::name::{Clitic, Evidence};
use crate::text::Gap;

impl Finder<'_> {
    /// What shows that the words are a person's name.
    pub(super) fn evidence(
        &self,
        start: usize,
        end: usize,
        elements: &[Element],
        clitic: Clitic,
    ) -> Option<Evidence> {
        if elements.len() == 1 && start > 0 && self.context.has_role(start - 1, NameRole::Bearer) {
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
            let definite = start > 0
                && self.is_title(start - 1)
                && self.context.begins_with_article(start - 1)
                && !self.context.begins_with_article(start);
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
    pub(super) fn after_place_head(&self, start: usize) -> bool {
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
            && !self.context.begins_with_article(start - 1)
            && self.context.facts(start - 1).head.is_none_or(|h| {
                self.context.codebook.name_words.of(h.number).by == NamedBy::Name && !h.article
            })
    }

    /// The state whose nisba a word is.
    pub(super) fn nisba(&self, at: usize) -> Option<u32> {
        self.context.readings(at).iter().flat_map(|r| self.context.uses(r)).find_map(|u| match u {
            Use::Nisba(state) => Some(*state),
            _ => None,
        })
    }

    /// Whether a form of address stands right before: الشيخ, السيد, المدعو.
    pub(super) fn addressed(&self, at: usize) -> bool {
        at > 0
            && self.context.text.tokens()[at].gap < Gap::Line
            && self.context.facts(at - 1).head.is_some_and(|h| {
                let head = self.context.codebook.name_words.of(h.number);
                h.article && head.kind == NamedKind::Person && head.by == NamedBy::Noun
            })
    }

    pub(super) fn is_title(&self, at: usize) -> bool {
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
                Tag::Nominal(_) => {
                    self.context.begins_with_article(at)
                        || at + 1 < start && self.context.begins_with_article(at + 1)
                }
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
