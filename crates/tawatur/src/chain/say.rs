//! Verbs of saying and their participles: who speaks, to whom, and which words they cover.

use super::according::medium;
use super::attribution::{self, Attribution, Finder, link};
use super::memory::{Speakers, agrees};
use super::speaker::NEAR_SUBJECT;
use super::{Link, is_source};
use crate::claim::{self, Argument, Opener, Trigger};
use crate::codebook::{Classes, Cue, CueKind, Prep};
use crate::lexicon::{Part, Particle};
use crate::mention::{self, Mention, Tag};
use crate::text::Tokens;

/// A quotation that was opened before a sentence is looked for among so many.
const OPEN_QUOTES: usize = 4;

impl Finder<'_> {
    /// A verb of saying or its participle.
    pub(super) fn say(
        &self,
        cue: &Trigger,
        entry: &Cue,
        range: &Tokens,
        first: usize,
        speakers: &Speakers,
        found: &mut Vec<Attribution>,
    ) {
        let part = cue.reading.map(|r| r.features.part);
        // A phrase of plain words may begin with a verb that no list has: ترددت أنباء.
        let verb = part.map_or(self.tags[cue.at].is_verb(), Part::is_verb);
        let enclosing: usize =
            found[first..].iter().filter(|a| a.scope.contains(&cue.at)).map(|a| a.depth).max().unwrap_or(0);
        if part == Some(Part::VerbalNoun) || part == Some(Part::Noun) {
            self.his_words(cue, entry, range, first, enclosing, found);
            return;
        }
        if !verb {
            self.goes_on(cue, entry, range, first, speakers, found);
            return;
        }
        let complement = self.complement(cue, range);
        let strong = complement.is_some_and(|c| {
            c > cue.tokens.end
                || self.tags.get(c) == Some(&Tag::Particle(Particle::That))
                || self.opens_quote(c)
        });
        // Inside another's words, or in a relative clause, only a content clause makes a verb of saying a relay; and what
        // has its object attached says that alone: أعلنها, يعتبرونه.
        let told = cue.reading.is_some_and(|r| r.features.enclitic);
        let clause = complement.is_some_and(|c| self.tags.get(c) == Some(&Tag::Particle(Particle::That)));
        // One content has one speaker: "قال المرصد الذي يتابع العنف إن".
        let spoken_for = |c: usize| c > cue.tokens.end && found[first..].iter().any(|a| a.scope.start == c);
        if told && !strong || clause && complement.is_some_and(spoken_for) {
            return;
        }
        if !strong && (entry.content || enclosing > 0 || self.clauses.of(cue.at).opener == Opener::Relative) {
            return;
        }
        let backward = complement.is_none();
        let argument = self.arguments.of_verb(cue.at);
        let limit = complement.filter(|&c| c > cue.tokens.end).unwrap_or(range.end);
        let (speaker, dropped) = self.speaker(cue, entry, range, &argument, limit);
        let mut links: Vec<Link> = Vec::new();
        for medium in self.media(&argument, limit) {
            links.push(self.link_of(medium, cue, entry));
        }
        match speaker {
            Some(m) if (self.own)(&self.mentions[m]) => {}
            Some(m) => {
                let m = self.speaking_for(m);
                let tokens = self.full_source(m, limit, limit < range.end);
                let again = self.again(m, &tokens, speakers);
                if again.is_empty() {
                    links.extend(self.relays_of(m, speakers.last()));
                    links.push(link(tokens, Some(m), cue, entry));
                } else {
                    links.extend(again);
                }
            }
            None if dropped && cue.reading.is_none_or(|r| !r.features.passive) => {
                for link in self.unsaid(cue, enclosing > 0, &found[first..], speakers) {
                    if !links.iter().any(|l| l.tokens == link.tokens) {
                        links.push(link);
                    }
                }
            }
            // يقال إن; a phrase may hold its أن.
            None if clause || cue.tokens.len() > 1 => links.push(link(cue.tokens.clone(), None, cue, entry)),
            None => {}
        }
        links.extend(self.cited(&argument, limit, cue, entry));
        if links.is_empty() {
            return;
        }
        let scope = self.scope(cue, range, complement, backward);
        // A verb of saying joined to the one before takes over from it; one in its complement lies deeper.
        let depth = if self.joined(cue, range) && !backward {
            for earlier in &mut found[first..] {
                if earlier.carries && earlier.scope.contains(&cue.at) {
                    earlier.scope.end = cue.at;
                }
            }
            1
        } else {
            enclosing + 1
        };
        found.push(Attribution { scope, links, depth: depth.max(1), carries: entry.carries || !backward });
    }

    /// مشيراً إلى أن: the speaker of this sentence goes on, or the subject of its verb begins to speak.
    fn goes_on(
        &self,
        cue: &Trigger,
        entry: &Cue,
        range: &Tokens,
        first: usize,
        speakers: &Speakers,
        found: &mut Vec<Attribution>,
    ) {
        let speaking = found[first..].iter_mut().rfind(|a| a.carries && a.scope.start <= cue.at);
        if let Some(speaking) = speaking {
            let depth = speaking.depth;
            let mut links = speaking.links.clone();
            if let Some(own) = links.last_mut() {
                own.cue = cue.tokens.clone();
                own.rule.clone_from(&entry.id);
                own.stance.clone_from(&entry.stance);
            }
            let end = speaking.scope.end.max(range.end);
            speaking.scope.end = speaking.scope.end.min(cue.at);
            found.push(Attribution { scope: cue.at..end, links, depth, carries: true });
            return;
        }
        // Whoever a relative clause tells of is not who goes on to speak, unless nobody else is told of.
        let relative = |t: &usize| self.clauses.of(*t).opener == Opener::Relative;
        let verbs = || (range.start..cue.at).filter(|&t| self.tags[t].is_verb());
        let subject = verbs()
            .filter(|t| !relative(t))
            .chain(verbs().filter(relative))
            .filter_map(|t| self.arguments.subject_of(t))
            .find(|&m| is_source(self.context, &self.mentions[m]));
        let links = match subject {
            Some(m) if (self.own)(&self.mentions[m]) => return,
            Some(m) => vec![self.link_of(m, cue, entry)],
            None => speakers.last().to_vec(),
        };
        if !links.is_empty() && self.complement(cue, range).is_some() {
            found.push(Attribution { scope: cue.at..range.end, links, depth: 1, carries: true });
        }
    }

    /// Whether a verb is joined to what stands before it.
    fn joined(&self, cue: &Trigger, range: &Tokens) -> bool {
        cue.reading.is_some_and(|r| r.proclitics.conjunction())
            || cue.at > range.start && self.context.text.clean(cue.at - 1) == "و"
    }

    /// The chain of whoever a verb of saying without a subject goes on with: the speaker of its sentence, else the last
    /// one before it; inside another's words the subject told of there.
    fn unsaid(
        &self,
        cue: &Trigger,
        inside: bool,
        sentence: &[Attribution],
        speakers: &Speakers,
    ) -> Vec<Link> {
        let Some(reading) = cue.reading.or_else(|| self.tags[cue.at].reading()) else {
            return speakers.last().to_vec();
        };
        let agrees = |link: &Link| {
            link.mention.is_none_or(|m| agrees(self.context, &self.mentions[m], reading.features))
        };
        let spoken = attribution::chain(sentence);
        if let Some(last) = spoken.iter().rposition(agrees) {
            return spoken[..=last].to_vec();
        }
        if inside || !spoken.is_empty() {
            return Vec::new();
        }
        speakers.agreeing(self.context, self.mentions, reading.features).to_vec()
    }

    /// نقلت الصحيفة عن مصادر أن: whom a relay cites, and whom that one does.
    fn cited(&self, argument: &Argument, limit: usize, cue: &Trigger, entry: &Cue) -> Vec<Link> {
        if !entry.cites {
            return Vec::new();
        }
        argument
            .preps
            .iter()
            .filter(|&&(prep, m)| {
                prep == Prep::An
                    && self.mentions[m].tokens.start < limit
                    && is_source(self.context, &self.mentions[m])
            })
            .map(|&(_, m)| link(self.full_source(m, limit, true), Some(m), cue, entry))
            .take(1)
            .collect()
    }

    /// The chain of somebody who spoke before and now is said to be the same: المصدر نفسه, الوزير ذاته.
    fn again(&self, m: usize, tokens: &Tokens, speakers: &Speakers) -> Vec<Link> {
        let text = self.context.text;
        let speaker = &self.mentions[m];
        let itself =
            |t: usize| ["نفسه", "نفسها", "نفسهم", "ذاته", "ذاتها", "ذاتهم"].contains(&text.folded(t));
        if speaker.named || speaker.head_word.is_none() || !tokens.clone().any(itself) {
            return Vec::new();
        }
        let same =
            |link: &Link| link.mention.is_some_and(|o| self.mentions[o].head_word == speaker.head_word);
        speakers.told(same).to_vec()
    }

    /// Whoever relayed a source before relays it again: the source goes on to speak through the same outlet
    /// ("نقلت الصحيفة عن مصدر … وأوضح المصدر").
    fn relays_of(&self, m: usize, last: &[Link]) -> Vec<Link> {
        let speaker = &self.mentions[m];
        if !speaker.definite || speaker.named || speaker.head_word.is_none() {
            return Vec::new();
        }
        let same = |link: &Link| {
            link.mention.is_some_and(|o| o != m && self.mentions[o].head_word == speaker.head_word)
        };
        last.iter().position(same).map_or_else(Vec::new, |at| last[..at].to_vec())
    }

    /// قوله إن: the words of the one named last, inside the words of whoever relays them.
    fn his_words(
        &self,
        cue: &Trigger,
        entry: &Cue,
        range: &Tokens,
        first: usize,
        enclosing: usize,
        found: &mut Vec<Attribution>,
    ) {
        let possessed = cue.reading.is_some_and(|r| r.features.enclitic);
        let that = |at: usize| self.tags.get(at) == Some(&Tag::Particle(Particle::That));
        if !possessed {
            self.noun_of(cue, entry, range, enclosing, found);
            return;
        }
        if !that(cue.tokens.end) {
            return;
        }
        let relayed = |m: &Mention| {
            found[first..]
                .iter()
                .flat_map(|a| &a.links)
                .any(|l| l.tokens.start <= m.tokens.start && m.tokens.end <= l.tokens.end)
        };
        let last_of = |classes: Classes| {
            mention::within(self.mentions, range.start..cue.at).rev().find(|&m| {
                let mention = &self.mentions[m];
                mention.tokens.end <= cue.at
                    && mention.inside.is_none()
                    && mention.classes.meets(classes)
                    && !relayed(mention)
            })
        };
        // One who speaks is a person before it is a party.
        if let Some(m) = last_of(Classes::PEOPLE).or_else(|| last_of(Classes::PARTY)) {
            let links = vec![self.link_of(m, cue, entry)];
            found.push(Attribution {
                scope: cue.tokens.end..range.end,
                links,
                depth: enclosing + 1,
                carries: false,
            });
        }
    }

    /// إعلان الرئيس أن: the words of whoever is annexed to the noun of saying.
    fn noun_of(
        &self,
        cue: &Trigger,
        entry: &Cue,
        range: &Tokens,
        enclosing: usize,
        found: &mut Vec<Attribution>,
    ) {
        let annexed = mention::within(self.mentions, cue.tokens.end..cue.tokens.end + 2).find(|&m| {
            let mention = &self.mentions[m];
            mention.prep.is_none_or(|(p, _)| matches!(p, Prep::Min | Prep::Li))
                && mention.classes.meets(Classes::ANY_ACTOR)
                && !mention.is_place()
        });
        // إذاعة is broadcasting, and more often a station.
        let medium = mention::within(self.mentions, cue.tokens.clone())
            .map(|m| &self.mentions[m])
            .any(|m| m.head == cue.at && m.classes.meets(Classes::OUTLET));
        let Some(m) = annexed.filter(|&m| !medium && !(self.own)(&self.mentions[m])) else { return };
        let Some(Some(content)) = self.content_clause(cue, range) else { return };
        let tokens = self.full_source(m, content, true);
        let other = claim::within(self.cues, cue.tokens.end..content)
            .iter()
            .any(|c| c.cue(self.context, CueKind::Say).is_some());
        if self.tags[content] != Tag::Particle(Particle::That) || other || content > tokens.end + NEAR_SUBJECT
        {
            return;
        }
        let links = vec![link(tokens, Some(m), cue, entry)];
        let scope = content..range.end;
        found.push(Attribution { scope, links, depth: enclosing + 1, carries: false });
    }

    /// Where the content of a verb of saying begins: after أن, a colon, or an opening quotation mark.
    pub(super) fn complement(&self, cue: &Trigger, range: &Tokens) -> Option<usize> {
        if let Some(at) = self.content_clause(cue, range) {
            return at;
        }
        // "كشفت الصحيفة عن انشقاق …": the content is a noun phrase.
        let argument = self.arguments.of_verb(cue.at);
        let noun_content = argument.preps.iter().any(|&(p, _)| matches!(p, Prep::An | Prep::Ila | Prep::Bi));
        // "المرصد أحصى …": its topic leads, so its content follows.
        let topic_leads = argument.topic.is_some_and(|m| is_source(self.context, &self.mentions[m]));
        (noun_content || topic_leads || cue.at == range.start || self.at_clause_start(cue, range))
            .then_some(cue.tokens.end)
    }

    /// The mark or conjunction that opens the content clause: none inside if a clause of another attribution
    /// follows, nothing if there is no such clause.
    #[expect(
        clippy::option_option,
        reason = "no clause, a clause of another attribution, and a clause are three"
    )]
    fn content_clause(&self, cue: &Trigger, range: &Tokens) -> Option<Option<usize>> {
        let text = self.context.text;
        for at in cue.tokens.end..range.end {
            let clean = text.clean(at);
            match self.tags[at] {
                Tag::Particle(Particle::That) => match clean.chars().next() {
                    // "وبحسب مصدر تحدث إلى الصحيفة، فإن …": what ف opens answers to the attribution before it.
                    Some('ف') => return Some(None),
                    // "أعلن مقتل القائد وأن …": a second content beside a first, which is a noun. لأن and كأن open none.
                    Some('و' | 'ل' | 'ك') => return None,
                    _ => return Some(Some(at)),
                },
                Tag::Mark if clean == ":" => return Some(Some(at)),
                Tag::Mark if clean == "\"" && self.quotes(at..at + 2).any(|q| q.inner.len() > 3) => {
                    return Some(Some(at));
                }
                // Another who says something.
                _ if at > cue.tokens.end && self.says(at) => return None,
                // Another finite verb: what this one governs is a noun phrase, or nothing. A relative clause may tell
                // more of the speaker.
                Tag::Verb(_)
                    if at > cue.tokens.end
                        && self.clauses.of(at).opener != Opener::Relative
                        && self.context.facts(at).person.is_none() =>
                {
                    return None;
                }
                _ => {}
            }
        }
        None
    }

    /// Whether a cue of saying or of according stands at a token.
    pub(super) fn says(&self, at: usize) -> bool {
        claim::within(self.cues, at..at + 1).iter().any(|c| {
            c.cue(self.context, CueKind::According).is_some_and(|a| !medium(a))
                || c.cue(self.context, CueKind::Say).is_some()
                    && c.reading.is_none_or(|r| {
                        !matches!(r.features.part, Part::VerbalNoun | Part::Noun) && !r.features.passive
                    })
        })
    }

    fn opens_quote(&self, at: usize) -> bool {
        self.tags.get(at) == Some(&Tag::Mark) && matches!(self.context.text.clean(at), ":" | "\"")
    }

    fn at_clause_start(&self, cue: &Trigger, range: &Tokens) -> bool {
        let clause = self.clauses.of(cue.at);
        let opens = |at: usize| at <= range.start + 2 || self.tags[at - 1] == Tag::Mark;
        cue.at <= clause.tokens.start + 1 && opens(clause.tokens.start) || opens(cue.at)
    }

    fn scope(&self, cue: &Trigger, range: &Tokens, complement: Option<usize>, backward: bool) -> Tokens {
        if backward {
            let quotes = self.context.text.quotes();
            let before = quotes.partition_point(|q| q.inner.start < range.start);
            let quote = quotes[before.saturating_sub(OPEN_QUOTES)..before]
                .iter()
                .rfind(|q| q.depth == 0 && q.inner.end > range.start && q.inner.end < cue.at);
            return quote.map_or(range.start, |q| q.inner.start)..cue.at;
        }
        let mut end = range.end;
        // A quotation that runs on over the sentence's end is said by the same speaker.
        if let Some(quote) = self.quotes(cue.at + 1..range.end).filter(|q| q.depth == 0).last() {
            end = end.max(quote.inner.end);
        }
        // After a closing quotation the rest of the sentence, and before the verb a quotation that leads.
        let mut start = complement.unwrap_or(cue.tokens.end);
        if let Some(quote) = self
            .quotes(range.start..cue.at)
            .find(|q| q.depth == 0 && q.inner.end < cue.at && cue.at - q.inner.end <= 3)
        {
            start = quote.inner.start;
        }
        start..end
    }
}
