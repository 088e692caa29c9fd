//! بحسب, نقلاً عن and their like: attributions by a preposition or a set phrase.

use super::attribution::{Attribution, FULL_SOURCE, Finder, link};
use super::{Link, is_source};
use crate::claim::Trigger;
use crate::codebook::{Classes, Cue, Prep};
use crate::mention::{self, Tag};
use crate::text::Tokens;

/// A dateline is looked for in so many first sentences, the headline among them …
const DATELINE_WITHIN: usize = 3;
/// … and takes at most so many tokens.
const DATELINE: usize = 10;

impl Finder<'_> {
    /// بحسب, نقلاً عن and their like.
    pub(super) fn according(
        &self,
        cue: &Trigger,
        entry: &Cue,
        range: &Tokens,
        first: usize,
        number: usize,
        found: &mut Vec<Attribution>,
    ) {
        let text = self.context.text;
        let end = (cue.tokens.end + 6).min(range.end);
        // "بحسب ما ذكر ناشطون": the speaker is the subject of the verb after ما.
        let verb = (cue.tokens.end..end).find(|&t| self.tags[t].is_verb());
        // What is annexed to a word of the cue itself stands free: على حد قول المتحدث.
        let free = |m: usize| {
            self.mentions[m].inside.is_none_or(|o| cue.tokens.contains(&self.mentions[o as usize].head))
        };
        let direct = mention::within(self.mentions, cue.tokens.end..end).find(|&m| free(m));
        let mention = match (direct, verb) {
            (Some(m), Some(v)) if self.mentions[m].tokens.start > v => {
                let argument = self.arguments.of_verb(v);
                argument.bare.first().copied().or(Some(m))
            }
            (Some(m), _) => Some(m),
            (None, Some(v)) => self.arguments.subject_of(v),
            (None, None) => None,
        };
        let Some(m) = mention.filter(|&m| {
            self.mentions[m].tokens.start < range.end && is_source(self.context, &self.mentions[m])
        }) else {
            return;
        };
        // "في حديث لـ…" names the one spoken to, which relays only if it is an outlet.
        if medium(entry) && !self.mentions[m].classes.meets(Classes::OUTLET) {
            return;
        }
        let mut links = Vec::new();
        let m = self.speaking_for(m);
        if (self.own)(&self.mentions[m]) {
            return;
        }
        // بحسب مصدر تحدث إلى الصحيفة: the outlet spoken to relays.
        let after = self.mentions[m].tokens.end;
        let spoken = verb.or_else(|| {
            (after..range.end.min(after + FULL_SOURCE))
                .take_while(|&t| self.tags[t] != Tag::Mark)
                .find(|&t| self.tags[t].is_verb())
                .filter(|&t| self.says(t))
        });
        for medium in spoken.map_or_else(Vec::new, |v| self.media(&self.arguments.of_verb(v), range.end)) {
            links.push(self.link_of(medium, cue, entry));
        }
        let stop =
            (after..range.end).find(|&t| self.tags[t] == Tag::Mark && self.context.text.clean(t) != "#");
        let over =
            found[first..].iter().filter(|a| a.scope.contains(&cue.at)).map(|a| a.depth).max().unwrap_or(0);
        // "بحسب معلوماتنا" in somebody's words is what he goes by, and no source beside him.
        if over > 0 && self.mentions[m].classes.meets(Classes::MESSAGE) && self.mentions[m].entity().is_none()
        {
            return;
        }
        links.push(link(self.full_source(m, stop.unwrap_or(range.end), true), Some(m), cue, entry));
        let cue_first = (range.start..cue.tokens.start).all(|t| {
            self.tags[t] == Tag::Mark || matches!(self.tags[t], Tag::Particle(_)) && t < range.start + 2
        });
        let credit = number + 2 >= text.sentences().len()
            && cue_first
            && !(self.mentions[m].tokens.end..range.end)
                .any(|t| !matches!(self.tags[t], Tag::Mark | Tag::Name | Tag::Nominal(_)))
            && self.mentions[m].classes.meets(Classes::OUTLET);
        if credit {
            found.push(Attribution { scope: 0..cue.at, links, depth: 0, carries: false });
            return;
        }
        let outer = self.mentions[m].classes.meets(Classes::OUTLET);
        let depth = if outer || over == 0 { 1 } else { over + 1 };
        // "…، وبحسب المرصد قتل خمسة": a new clause, whose source it is.
        let joined = cue.tokens.start > range.start && self.context.has_conjunction(cue.tokens.start);
        let scope = if cue_first || joined { cue.tokens.end..range.end } else { self.before(cue, range) };
        found.push(Attribution { scope, links, depth, carries: cue_first });
    }

    /// The outlet that a report names before its first words (رويترز - المدينة: …), which relays all of it.
    pub(super) fn dateline(&self) -> Option<Attribution> {
        let text = self.context.text;
        let head = text.sentences().iter().take(DATELINE_WITHIN).find_map(|sentence| {
            let range = sentence.tokens.clone();
            let end = range.clone().take(DATELINE).find(|&t| text.clean(t) == ":")?;
            let before = range.start..end;
            let plain = before.clone().all(|t| {
                matches!(self.tags[t], Tag::Name | Tag::Date | Tag::Number | Tag::Mark)
                    || matches!(self.tags[t], Tag::Nominal(_)) && self.context.facts(t).name
            });
            let dashed = before.clone().any(|t| matches!(text.clean(t), "-" | "\u{2013}" | "(" | "/"));
            (plain && dashed).then_some(before)
        })?;
        let outlet = mention::within(self.mentions, head.clone()).find(|&m| {
            let mention = &self.mentions[m];
            mention.classes.meets(Classes::OUTLET) && mention.entity().is_some() && !(self.own)(mention)
        })?;
        let tokens = self.mentions[outlet].tokens.clone();
        let link = Link {
            cue: tokens.clone(),
            tokens,
            mention: Some(outlet),
            stance: "neutral".to_owned(),
            rule: "dateline".to_owned(),
        };
        Some(Attribution { scope: head.end..text.len(), links: vec![link], depth: 0, carries: false })
    }

    /// The part of the sentence that an attribution after it covers: back to a quotation that encloses it,
    /// else to the sentence's start; and on to its end when the attribution stands between commas.
    fn before(&self, cue: &Trigger, range: &Tokens) -> Tokens {
        let start = self
            .quotes(range.clone())
            .filter(|q| q.inner.contains(&cue.at) && q.inner.len() > 4)
            .map(|q| q.inner.start)
            .max()
            .unwrap_or(range.start)
            .max(range.start);
        start..range.end
    }

    /// A statement or study cited through its author: the author is the source.
    pub(super) fn speaking_for(&self, m: usize) -> usize {
        let mention = &self.mentions[m];
        if !mention.classes.meets(Classes::MESSAGE) {
            return m;
        }
        // بحث أجراه المركز: the subject of the verb that resumes the study.
        let end = mention.tokens.end;
        let resumed = self
            .tags
            .get(end)
            .and_then(Tag::reading)
            .is_some_and(|r| r.features.part.is_verb() && r.features.enclitic);
        if resumed && let Some(author) = self.arguments.of_verb(end).bare.first().copied() {
            return author;
        }
        // بيان صدر عن المكتب, تغريدة للأمير.
        let verb = self.tags.get(end).is_some_and(Tag::is_verb).then(|| self.arguments.of_verb(end));
        let issuer = verb.and_then(|a| a.preps.into_iter().find(|&(prep, _)| prep == Prep::An));
        let actor = |i: usize| {
            let other = &self.mentions[i];
            other.classes.meets(Classes::ANY_ACTOR) && !other.is_place()
        };
        if let Some((_, author)) = issuer.filter(|&(_, author)| actor(author)) {
            return author;
        }
        let inner = mention::within(self.mentions, mention.tokens.start..end + 1).find(|&i| {
            let nested = &self.mentions[i];
            let of = nested.tokens.start == end && nested.prep.is_some_and(|(prep, _)| prep == Prep::Li);
            (nested.inside == Some(m as u32) || of) && actor(i)
        });
        inner.unwrap_or(m)
    }
}

/// Whether a cue names where something was said (في حديث ل…), which is a source only if it is an outlet.
pub(super) fn medium(entry: &Cue) -> bool {
    entry.source.as_deref() == Some("outlet")
}
