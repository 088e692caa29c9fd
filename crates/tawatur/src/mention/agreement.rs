//! Agreement: whether the next word modifies a noun, is annexed to it, or stands apart.

use super::Mention;
use super::phrase::{Chunker, NAMED_IN_QUOTES};
use crate::codebook::{Classes, HeadWord, NameRole};
use crate::lexicon::{Number, Part, Reading, State};

impl Chunker<'_> {
    /// What an organisation or outlet is for, as part of its name: وكالة السهل للأنباء.
    pub(super) fn purpose(&self, head: Option<&HeadWord>, at: usize) -> bool {
        head.is_some_and(|h| h.class.meets(NAMED_IN_QUOTES)) && self.context.has_role(at, NameRole::Purpose)
    }

    /// A dual or sound plural that keeps its nun governs nothing: مقاتلون, جنديان; in ين only people are told from
    /// broken plurals such as قوانين.
    pub(super) fn keeps_nun(&self, head: usize) -> bool {
        let clean = self.context.text.clean(head);
        self.tags[head].reading().is_some_and(|r| match r.features.number {
            Some(Number::Dual) => clean.ends_with("ان") || clean.ends_with("ين"),
            Some(Number::Plural) => {
                clean.ends_with("ون")
                    || clean.ends_with("ين")
                        && self
                            .head_of(Some(r), head)
                            .is_some_and(|(_, h)| h.class.meets(Classes::PEOPLE.with(Classes::ARMED)))
            }
            _ => false,
        })
    }

    /// A sound masculine plural is no attribute of a singular or of a feminine plural: in "لاحقت القوات المهاجمين" and
    /// "قتل الجيش المسلحين" it is the object.
    pub(super) fn plural_apart(&self, head: usize, next: usize) -> bool {
        let clean = self.context.text.clean(next);
        let (Some(head_reading), Some(reading)) = (self.tags[head].reading(), self.tags[next].reading())
        else {
            return false;
        };
        (clean.ends_with("ين") || clean.ends_with("ون"))
            && reading.features.number == Some(Number::Plural)
            && (head_reading.features.number == Some(Number::Singular)
                || self.context.text.folded(head).ends_with("ات"))
    }

    /// Whether a name begins with the word for what it names: مدينة زنجبار. After a noun with the article it is a
    /// phrase of its own.
    pub(super) fn opens_with_place_head(&self, at: usize) -> bool {
        self.head_of(None, at).is_some_and(|(_, h)| h.place_head.is_some())
    }

    /// A bare noun governs the next noun unless that one is an accusative (tanween) of its own.
    pub(super) fn can_annex(&self, head: usize, reading: Option<Reading>, next: usize) -> bool {
        if self.keeps_nun(head) {
            return false;
        }
        let tanween = |r: Option<Reading>| r.is_some_and(|r| r.features.state == Some(State::Tanween));
        let surface = self.context.text.surface(head);
        let head_reading = self.tags[head].reading();
        let nunation =
            surface.ends_with('\u{064B}') || surface.ends_with("\u{064B}ا") || surface.ends_with("ا\u{064B}");
        !tanween(head_reading)
            && !tanween(reading)
            && !nunation
            && !self.context.text.surface(next).contains('\u{064B}')
            && head_reading.is_none_or(|r| !matches!(r.features.part, Part::Adjective))
    }

    /// A listed noun that stands as an attribute after a definite noun of the same number: التنظيم المتشدد, but
    /// not الجيش المسلحين, where the second is an object.
    pub(super) fn attributive(&self, plural: bool, at: usize, reading: Option<Reading>) -> bool {
        // A broken plural of a noun is no attribute: هاجم المسلحون الجنود.
        let clean = self.context.text.clean(at);
        let noun = reading.is_some_and(|r| r.features.part == Part::Noun)
            && plural
            && !["ون", "ين", "ات", "ة"].iter().any(|ending| clean.ends_with(ending));
        !noun
            && reading.is_some_and(|r| (r.features.number == Some(Number::Plural)) == plural)
            && self.head_of(reading, at).is_some_and(|(_, h)| h.class.meets(Classes::PEOPLE) && !h.title)
    }

    /// An unlisted word in the shape of a nisba: جماعي, جماعية, أجنبيين.
    pub(super) fn nisba_shape(&self, at: usize) -> bool {
        let clean = self.context.text.clean(at);
        clean.chars().count() > 4
            && ["ي", "ية", "يا", "يين", "يون", "يات"].iter().any(|ending| clean.ends_with(ending))
    }

    pub(super) fn unknown_clitic(&self, at: usize) -> bool {
        let folded = self.context.text.folded(at);
        folded.starts_with("وال")
            || folded.starts_with("بال")
            || folded.starts_with("لل")
            || folded.starts_with("فال")
            || folded.starts_with("كال")
            || folded.starts_with("وب") && folded.chars().count() > 5
            || folded.starts_with("ول") && folded.chars().count() > 5
    }

    pub(super) fn name_carries_clitic(&self, at: usize) -> bool {
        self.names_at.get(&at).is_some_and(|n| n.clitic.conjunction || n.clitic.preposition.is_some())
    }

    /// Whether a nominal is an adjective of the phrase before it.
    pub(super) fn adjective(&self, plural: bool, at: usize, reading: Option<Reading>) -> bool {
        let modifies = |r: &Reading| {
            matches!(r.features.part, Part::Adjective | Part::ActiveParticiple | Part::PassiveParticiple)
                // مقاتلي المعارضة: what governs a genitive is a noun.
                && r.features.state != Some(State::Construct)
        };
        // إنسانية and مجهول are nouns as well, but after another noun seldom so.
        let alike = |a: &Reading, b: &Reading| {
            (a.proclitics, a.features.enclitic) == (b.proclitics, b.features.enclitic)
        };
        let participle = reading.is_some_and(|r| {
            modifies(&r)
                || self.context.uses(&r).is_empty()
                    && self.context.readings(at).iter().any(|other| alike(&r, other) && modifies(other))
        });
        self.nisba_of(at).is_some()
            || reading.is_none() && self.nisba_shape(at)
            || self.context.has_article(at) && self.attributive(plural, at, reading)
            || participle && !self.context.names_thing(at)
    }

    /// Whether a figure stands before the head: what is counted is indefinite and governs nothing (لقي خمسة جنود
    /// حتفهم), unless من parts the two.
    pub(super) fn counts(&self, mention: &Mention) -> bool {
        let (start, head) = (mention.tokens.start, mention.head);
        self.numbers_at
            .get(&start)
            .is_some_and(|n| n.best.is_some_and(|b| (3.0..1000.0).contains(&b)) && n.noun == Some(head))
            && !(start..head).any(|t| self.is_min(t))
    }
}
