//! Elements of a person's name: what each token can be in one, and which can follow which.

use super::{Element, Finder, UNLISTED, stem};
use crate::codebook::{EntityKind, NameRole, Referent};
use crate::lexicon::Number;
use crate::mention::Tag;
use crate::mention::name::Clitic;
use crate::text::Gap;

impl Finder<'_> {
    /// The next element of a name that has begun.
    pub(super) fn next(&self, at: usize, before: &[Element]) -> Option<(Element, usize)> {
        let text = self.context.text;
        let token = text.tokens().get(at)?;
        if token.gap >= Gap::Line {
            return None;
        }
        // جان-بيير, عبد ربه-
        if text.is_punct(at) && matches!(text.clean(at), "-" | "'" | "ـ") && token.gap == Gap::None {
            let (element, end) = self.element(at + 1)?;
            let close = text.tokens()[at + 1].gap == Gap::None;
            return (close && element != Element::UnlistedDefinite).then_some((element, end));
        }
        // An initial: ج. بوش
        let (element, end) = self.element(at)?;
        let listed_before =
            before.iter().any(|e| matches!(e, Element::Given(_) | Element::Family(_) | Element::Group));
        match element {
            Element::UnlistedDefinite => {
                let given = matches!(before.last(), Some(Element::Given(_) | Element::Group));
                given.then_some((element, end))
            }
            Element::Unlisted => {
                // After a foreign name hardly a word with letters that foreign names do not have, and after a family
                // name nothing that no list has.
                let fits = match before.last() {
                    Some(Element::Family(_)) => false,
                    _ if self.arabic(at) => !self.foreign(at - 1),
                    _ => listed_before || before.len() < UNLISTED,
                };
                fits.then_some((element, end))
            }
            // "فلان المصري" has a family name, "الرئيس حسني المصري" would be odd; a word with the article after a
            // complete name describes it: محمد علي الحكيم is one, بوتين الرئيس is not.
            Element::Family(sure) => {
                let after_given = matches!(before.last(), Some(Element::Given(_) | Element::Group));
                (sure || after_given).then_some((element, end))
            }
            Element::Given(false) => {
                let group = matches!(before.last(), Some(Element::Group));
                (matches!(before.last(), Some(Element::Given(_)))
                    && !self.context.begins_with_article(at - 1)
                    || group)
                    .then_some((element, end))
            }
            // What follows a family name with the article is said of its bearer.
            Element::Given(true) => (!matches!(before.last(), Some(Element::UnlistedDefinite))
                && (!self.context.begins_with_article(at - 1)
                    || matches!(before.last(), Some(Element::Group))))
            .then_some((element, end)),
            Element::Group => Some((element, end)),
        }
    }

    /// What a token without anything attached is in a name, and where that ends.
    pub(super) fn element(&self, at: usize) -> Option<(Element, usize)> {
        let text = self.context.text;
        if at >= text.len() || !self.is_word(at) {
            return None;
        }
        if let Some((end, clitic)) = self.group(at, false) {
            return (clitic == Clitic::default()).then_some((Element::Group, end));
        }
        let person = self.word(at).filter(|(_, c)| *c == Clitic::default()).map(|(w, _)| w);
        if let Some(number) = self.listed[at] {
            // One listed word may be a family name, two are another name, unless that is a person's.
            let name = &self.names[number as usize];
            if name.tokens.start != at {
                return None;
            }
            // After a given name بالاك is no ب before a place, and a small town is a family's name.
            let given_before = at > 0 && self.word(at - 1).is_some_and(|(w, _)| w.given);
            if name.tokens.len() == 1 && person.is_none() && given_before && self.minor(name) {
                let definite = self.context.begins_with_article(at);
                return Some((if definite { Element::UnlistedDefinite } else { Element::Unlisted }, at + 1));
            }
            if name.clitic != Clitic::default() && (name.tokens.len() > 1 || person.is_none()) {
                return None;
            }
            let people = name.referents(self.context).iter().all(|r| self.is_person(*r));
            return match person {
                _ if people && !name.referents(self.context).is_empty() => {
                    Some((Element::Family(true), name.tokens.end))
                }
                Some(word) if name.tokens.len() == 1 => Some((
                    if word.family { Element::Family(!word.word) } else { Element::Given(!word.word) },
                    at + 1,
                )),
                _ => None,
            };
        }
        if matches!(self.tags[at], Tag::Date | Tag::Number) {
            return None;
        }
        // الحسن الثاني, بيوس الثاني عشر
        let given_before =
            at > 0 && (self.word(at - 1).is_some_and(|(w, _)| w.given) || text.folded(at - 1) == "الله");
        if given_before && self.context.has_role(at, NameRole::Ordinal) {
            let teen = text.is_word(at + 1) && text.folded(at + 1) == "عشر";
            return Some((Element::Group, at + 1 + usize::from(teen)));
        }
        // جمال الدين, نصر الله, سيف الإسلام
        if self.context.has_role(at, NameRole::Completing) {
            let before =
                self.context.facts(at.checked_sub(1)?).person.is_some_and(|(w, _)| w.given || w.family);
            return before.then_some((Element::Group, at + 1));
        }
        if let Some(word) = person {
            let surely_given = at > 0 && self.word(at - 1).is_some_and(|(w, _)| w.given && !w.word);
            let verb = self.tags[at].is_verb() && word.word && !self.context.begins_with_article(at);
            if verb && !(surely_given && word.family && !self.arabic(at)) {
                return None;
            }
            if matches!(self.tags[at], Tag::Particle(_))
                && (!self.name_before_or_after(at) || self.foreign(at - 1))
            {
                return None;
            }
            // نجم after a name says what he is.
            if word.word
                && !self.context.begins_with_article(at)
                && self.is_title(at)
                && at > 0
                && !self.is_title(at - 1)
            {
                return None;
            }
            let element = if word.given { Element::Given(!word.word) } else { Element::Family(!word.word) };
            return Some((element, at + 1));
        }
        if self.unlisted(at) || self.improbable(at) {
            return Some((
                if self.context.begins_with_article(at) {
                    Element::UnlistedDefinite
                } else {
                    Element::Unlisted
                },
                at + 1,
            ));
        }
        None
    }

    /// Whether a word has letters of Arabic that names of other languages are not written with.
    pub(super) fn arabic(&self, at: usize) -> bool {
        self.context.text.clean(at).contains(['ح', 'ع', 'ص', 'ض', 'ط', 'ظ', 'ث', 'ذ', 'ق', 'ء', 'ة'])
    }

    /// Whether a word looks like a name of another language: no letter that only Arabic has, and a long vowel.
    pub(super) fn foreign(&self, at: usize) -> bool {
        !self.arabic(at)
            && !self.context.facts(at).person.is_some_and(|(w, _)| w.gendered)
            && self.context.text.clean(at).contains(['ا', 'و', 'ي', 'أ', 'إ', 'آ'])
    }

    pub(super) fn is_person(&self, referent: Referent) -> bool {
        match referent {
            Referent::Entity(e) => self.context.codebook.entities[e as usize].kind == EntityKind::Person,
            Referent::Place(_) => false,
        }
    }

    /// Words that make one element together: أبو فلان, بن فلان, عبد الرحمن, آل فلان, دي فلان.
    pub(super) fn group(&self, at: usize, first: bool) -> Option<(usize, Clitic)> {
        let text = self.context.text;
        if self.listed[at].is_some() || matches!(self.tags[at], Tag::Date | Tag::Number) {
            return None;
        }
        let next = |n: usize| {
            text.is_word(at + n)
                && text.tokens()[at + n].gap < Gap::Line
                && !matches!(self.tags[at + n], Tag::Date)
        };
        let (stem, clitic) = stem(text.folded(at));
        if !next(1) {
            return None;
        }
        let named = |n: usize| {
            self.context.facts(at + n).person.is_some_and(|(_, c)| c == Clitic::default())
                || self.unlisted(at + n) && text.folded(at + n).chars().count() > 2
        };
        let servant = |n: usize| text.is_word(at + n) && text.folded(at + n) == "عبد" && next(n + 1);
        let end = match stem {
            "عبد" if text.folded(at + 1).starts_with("ال") || text.folded(at + 1) == "ربه" => at + 2,
            "ابو" | "ابي" | "ابا" | "بن" | "ابن" | "بنت" if servant(1) => at + 3,
            "ابو" | "ابا" if !first || self.kunya(at + 1) => at + 2,
            "ابي" if self.kunya(at + 1) => at + 2,
            "ام" if first && !matches!(self.tags[at], Tag::Particle(_)) && named(1) => at + 2,
            "ام" if first && named(1) && text.folded(at + 1) != "ان" && self.sure_given(at + 1) => at + 2,
            "بن" if matches!(text.folded(at + 1), "ابي" | "ابو") && next(2) => at + 3,
            "بن" => at + 2,
            "ابن"
                if first
                    && (named(1) || self.context.begins_with_article(at + 1) && self.unlisted(at + 1)) =>
            {
                at + 2
            }
            "ابن" | "بنت" if !first && named(1) => at + 2,
            "ال" if text.clean(at).ends_with("آل") && (named(1) || !first) => at + 2,
            _ if self.context.begins_with_article(at + 1) => return None,
            _ if !first && self.context.has_role(at, NameRole::Particle) && named(1) => at + 2,
            _ if first && self.context.has_role(at, NameRole::OpeningParticle) && self.unlisted(at + 1) => {
                at + 2
            }
            _ => return None,
        };
        (end <= text.len()).then_some((end, clitic))
    }

    /// What can follow أبو: a name, or a noun that stands for one; not what is governed by a verb of its own.
    pub(super) fn kunya(&self, at: usize) -> bool {
        self.listed[at].is_none_or(|n| self.names[n as usize].tokens.len() == 1)
            && !matches!(self.tags[at], Tag::Particle(_) | Tag::Number | Tag::Date | Tag::Mark)
    }

    pub(super) fn sure_given(&self, at: usize) -> bool {
        at < self.tags.len()
            && self
                .context
                .facts(at)
                .person
                .is_some_and(|(w, c)| w.given && !w.word && c == Clitic::default())
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.context.text.is_word(at)
    }

    /// Whether a word right after a sure given name is hardly the word that the lexicon has: it would have to carry a
    /// clitic, or describe a bare name (أحمد المرابط).
    pub(super) fn improbable(&self, at: usize) -> bool {
        let readings = self.context.readings(at);
        let bare = |i: usize| self.word(i).is_some_and(|(w, _)| w.given && !w.word);
        if at == 0
            || !bare(at - 1)
            || readings.is_empty()
            || self.context.facts(at).head.is_some()
            || self.listed[at].is_some()
        {
            return false;
        }
        if self.context.begins_with_article(at) {
            return matches!(self.tags[at], Tag::Nominal(_))
                && self.nisba(at).is_none()
                && readings
                    .iter()
                    .all(|r| self.context.uses(r).is_empty() && r.features.number != Some(Number::Plural))
                && !(at > 1 && bare(at - 2));
        }
        let folded = self.context.text.folded(at);
        !folded.starts_with('و')
            && !["بال", "كال", "فال", "لل"].iter().any(|p| folded.starts_with(p))
            && folded.chars().count() > 2
            && matches!(self.tags[at], Tag::Nominal(_) | Tag::Verb(_))
            && readings.iter().all(|r| {
                self.context.uses(r).is_empty()
                    && (r.proclitics.0 != 0 && !self.arabic(at) || r.features.enclitic)
            })
    }

    /// Whether no list has a word, and it does not look like a verb, a plural or a word with something attached.
    pub(super) fn unlisted(&self, at: usize) -> bool {
        let text = self.context.text;
        let folded = text.folded(at);
        let letters = folded.chars().count();
        self.listed[at].is_none()
            && matches!(self.tags[at], Tag::Nominal(None))
            && self.context.readings(at).is_empty()
            && self.context.facts(at).person.is_none()
            && self.context.facts(at).head.is_none()
            && (3..=11).contains(&letters)
            && !text.clean(at).trim_end_matches('ة').contains('ة')
            && folded.chars().all(|c| ('\u{0621}'..='\u{064A}').contains(&c))
            && !folded.starts_with('و')
            && !["وال", "بال", "كال", "فال", "لل"].iter().any(|p| folded.starts_with(p))
            && !["ات", "تم", "نا", "وا"].iter().any(|ending| folded.ends_with(ending))
            && !(folded.starts_with('س') && folded.ends_with("ون"))
    }
}
