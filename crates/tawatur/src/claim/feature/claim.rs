//! A proposition as a claim of its document.

use super::{Ground, Standing, family, few, tenths, yes};
use crate::claim::clause::{Clause, Opener};
use crate::claim::frame::{Filled, Proposition, Unmet};
use crate::claim::merge::Retelling;
use crate::claim::record::Claim;
use crate::claim::within;
use crate::codebook::{CueKind, Features, Role};
use crate::lexicon::State;
use crate::mention::{self, Tag};

/// What tells types of one kinship apart stands at most so many tokens off.
const MEANS: usize = 12;

impl Ground<'_> {
    /// A proposition with its record, as a claim of the document.
    pub fn claim(
        &self,
        s: &Standing<'_>,
        decided: &Proposition,
        record: &Claim,
        retelling: Retelling,
        f: &mut dyn Features,
    ) {
        self.word_itself(s, f);
        self.slots_held(s, decided, record, f);
        f.add("factuality", &[&record.polarity, &record.certainty, &record.tense]);
        f.add("tense+family", &[&record.tense, s.family]);
        f.add("tense+part", &[&record.tense, s.part]);
        f.add("chain", &[few(record.chain.len()), s.family]);
        if let Some(origin) = record.chain.last() {
            f.add("origin", &[&origin.kind, s.family]);
        }
        self.position(s, f);
        self.words_beside(s, f);
        self.phrase_around(s, f);
        self.governed(s, f);
        self.kinship(s, f);
        let unmet = s.proposition.unmet.map_or("-", Unmet::name);
        f.add("unmet", &[unmet, few(s.proposition.rank)]);
        f.add("unmet+frame", &[unmet, &s.frame.id]);
        f.add("unmet+part", &[unmet, s.part]);
        f.add("rank", &[few(s.proposition.rank), s.kind]);
        f.add("retelling", &[retelling.name(), s.part, yes(definite(s))]);
        f.add("retelling+family", &[retelling.name(), s.family]);
        self.others(s, f);
    }

    /// The trigger by itself: its frame, lemma and form.
    fn word_itself(&self, s: &Standing<'_>, f: &mut dyn Features) {
        let trigger = &s.proposition.trigger;
        let frame = s.frame.id.as_str();
        let lemma = self.lemma(s);
        f.add("frame", &[frame]);
        f.add("kind", &[s.kind]);
        f.add("kind+part", &[s.kind, s.part]);
        f.add("lemma", &[lemma]);
        f.add("lemma+part", &[lemma, s.part]);
        f.add("lemma+kind", &[lemma, s.kind]);
        f.add("part", &[s.part, yes(trigger.phrase)]);
        let weight = tenths(s.frame.weight);
        f.add("weight", &[weight]);
        let definite = definite(s);
        let enclitic = trigger.reading.is_some_and(|r| r.features.enclitic);
        f.add("form", &[s.part, yes(definite), yes(enclitic)]);
        f.add("form+family", &[s.family, s.part, yes(definite)]);
    }

    /// What the record holds, and who fills its roles.
    fn slots_held(&self, s: &Standing<'_>, decided: &Proposition, record: &Claim, f: &mut dyn Features) {
        let held = [record.actors.len(), record.targets.len(), record.places.len(), record.quantities.len()]
            .map(|n| yes(n > 0));
        let time = yes(record.time.is_some());
        f.add("actors", &[held[0], s.family]);
        f.add("actors+part", &[held[0], s.part]);
        f.add("targets", &[held[1], s.family]);
        f.add("targets+part", &[held[1], s.part]);
        f.add("held", &[held[0], held[1], s.family]);
        f.add("held+part", &[held[0], held[1], s.part]);
        f.add("places", &[held[2], s.family]);
        f.add("places+part", &[held[2], s.part]);
        f.add("quantities", &[held[3], s.family]);
        f.add("time", &[time, s.family]);
        f.add("time+part", &[time, s.part]);
        f.add("causes", &[yes(!record.causes.is_empty())]);
        f.add(
            "fullness",
            &[
                few([&held[0], &held[1], &held[2], &held[3], &time].iter().filter(|h| ***h == "yes").count()),
                s.part,
            ],
        );
        for role in [Role::Actors, Role::Targets] {
            for x in decided.filled.iter().filter(|x| x.role == role) {
                f.add("filled", &[role.name(), x.rule]);
                Self::classes(&self.slots.mentions[x.mention], |class| {
                    f.add("filler", &[role.name(), class, s.kind]);
                    f.add("filler+part", &[role.name(), class, s.part]);
                });
            }
        }
    }

    /// Where in its document and its sentence it stands.
    fn position(&self, s: &Standing<'_>, f: &mut dyn Features) {
        let (text, at) = (self.slots.context.text, s.at());
        let opener = match self.slots.clauses.of(at).opener {
            Opener::Sentence => "sentence",
            Opener::That => "that",
            Opener::Relative => "relative",
            Opener::Subordinator => "subordinator",
            Opener::Conjunction => "conjunction",
            Opener::Mark => "mark",
        };
        f.add("opener", &[opener, s.part]);
        f.add("opener+family", &[opener, s.family]);
        let sentences = text.sentences();
        f.add("sentence", &[few(s.sentence), s.part]);
        f.add("sentence+family", &[few(s.sentence), s.family]);
        f.add("left", &[few(sentences.len() - s.sentence)]);
        let own = &sentences[s.sentence].tokens;
        f.add("position", &[few(at - own.start), s.part]);
        f.add("length", &[few(own.len() / 4)]);
        let quoted = yes(self.quoted[at]);
        f.add("quoted", &[quoted, s.family]);
        f.add("quoted+part", &[quoted, s.part]);
    }

    /// The words before and after it.
    fn words_beside(&self, s: &Standing<'_>, f: &mut dyn Features) {
        let (text, at) = (self.slots.context.text, s.at());
        let (trigger, lemma) = (&s.proposition.trigger, self.lemma(s));
        let own = &text.sentences()[s.sentence].tokens;
        let beside = |step: isize| {
            let token = if step < 0 {
                trigger.tokens.start.checked_add_signed(step)
            } else {
                (trigger.tokens.end - 1).checked_add_signed(step)
            };
            token.filter(|t| own.contains(t)).map_or("-", |t| self.word(t))
        };
        let (before, after) = (beside(-1), beside(1));
        f.add("before", &[before, s.part]);
        f.add("after", &[after, s.part]);
        f.add("before+family", &[before, s.family]);
        f.add("after+family", &[after, s.family]);
        f.add("beside+lemma", &[before, lemma]);
        f.add("lemma+after", &[lemma, after]);
        f.add("surface", &[text.folded(at)]);
        f.add("two before", &[beside(-2), before]);
        f.add("two after", &[after, beside(2)]);
        f.add("tag before", &[self.tag(trigger.tokens.start.checked_sub(1)), s.part]);
        f.add("tag after", &[self.tag(Some(trigger.tokens.end)), s.part]);
        let verbs = self.verbs_between(own.start, at);
        f.add("verbs before", &[few(verbs), s.part]);
    }

    /// The noun phrase that it heads or stands in.
    fn phrase_around(&self, s: &Standing<'_>, f: &mut dyn Features) {
        let at = s.at();
        let host = mention::within(self.slots.mentions, at.saturating_sub(8)..at + 1)
            .filter(|&m| self.slots.mentions[m].tokens.contains(&at))
            .max_by_key(|&m| self.slots.mentions[m].tokens.len());
        if let Some(m) = host {
            let host = &self.slots.mentions[m];
            let heads = if host.head == at { "heads" } else { "inside" };
            f.add("host", &[heads, Self::prep(host), s.part]);
            f.add("host+family", &[heads, Self::prep(host), s.family]);
            if host.head != at {
                f.add("host head", &[self.slots.context.text.folded(host.head)]);
            }
        }
    }

    /// The verb before it in its clause, and whether somebody says something there.
    fn governed(&self, s: &Standing<'_>, f: &mut dyn Features) {
        let (context, tags) = (self.slots.context, self.slots.tags);
        let clause: &Clause = self.slots.clauses.of(s.at());
        let governor = (clause.tokens.start..s.at()).rev().find(|&t| tags[t].is_verb());
        if let Some(verb) = governor {
            let lemma = tags[verb].reading().map_or("-", |r| context.codebook.lexicon.headword(r.lemma));
            f.add("governor", &[lemma, s.part]);
        } else {
            f.add("governor", &["-", s.part]);
        }
        let saying = within(self.slots.cues, clause.tokens.clone())
            .iter()
            .any(|c| c.cue(context, CueKind::Say).is_some());
        f.add("saying", &[yes(saying), s.part, s.family]);
    }

    /// What tells types of one kinship apart: the words around the trigger.
    fn kinship(&self, s: &Standing<'_>, f: &mut dyn Features) {
        let (context, at) = (self.slots.context, s.at());
        if context.codebook.types[s.proposition.kind as usize].kinship.is_none() {
            return;
        }
        let own = &context.text.sentences()[s.sentence].tokens;
        let near = own.start.max(at.saturating_sub(MEANS))..own.end.min(at + MEANS);
        for word in near.filter(|&t| matches!(self.slots.tags[t], Tag::Nominal(_) | Tag::Verb(_))) {
            let side = if word > at { "after" } else { "before" };
            f.add("near", &[s.kind, context.text.folded(word)]);
            f.add("near+side", &[s.kind, side, context.text.folded(word)]);
        }
        f.add("kin", &[s.kind, &s.frame.id]);
        f.add("kin+of", &[s.kind, yes(s.proposition.kind == s.frame.kind)]);
    }

    /// The claim among the others of its document: whether it was told before, and what stands beside it.
    fn others(&self, s: &Standing<'_>, f: &mut dyn Features) {
        let (at, lemma) = (s.at(), self.lemma(s));
        let before = |list: Option<&Vec<usize>>| list.map_or(0, |l| l.partition_point(|&t| t < at));
        let earlier = few(before(self.of_kind.get(&s.proposition.kind)));
        f.add("told before", &[earlier, s.part, yes(definite(s))]);
        f.add("told before+family", &[earlier, s.family]);
        f.add("said before", &[few(before(self.of_lemma.get(lemma))), s.part]);
        let codebook = self.slots.context.codebook;
        let kind = |p: &Proposition| codebook.types[p.kind as usize].id.as_str();
        let of_sentence = self.told_in(s.sentence);
        f.add("beside", &[few(of_sentence.len()), s.part]);
        let nearest = |side: &'static str, p: Option<&&Proposition>, f: &mut dyn Features| {
            let Some(p) = p else { return f.add("neighbour", &[side, "-", s.family]) };
            let kind = kind(p);
            let family = family(kind);
            let clause = yes(self.slots.clauses.index_of(p.trigger.at) == s.clause);
            f.add("neighbour", &[side, family, s.family]);
            f.add("neighbour+clause", &[side, family, s.family, clause, s.part]);
            f.add("neighbour+kind", &[side, kind, s.kind]);
            f.add("neighbour+near", &[side, clause, few(p.trigger.at.abs_diff(at)), s.part]);
        };
        nearest("before", of_sentence.iter().rfind(|p| p.trigger.at < at), f);
        nearest("after", of_sentence.iter().find(|p| p.trigger.at > at), f);
        let close = |side: &'static str, p: Option<&&Proposition>, f: &mut dyn Features| {
            let Some(p) = p else { return };
            let shares = |r: Role| p.in_role(r).any(|m| s.proposition.in_role(r).any(|o| o == m));
            let same = if kind(p) == s.kind { "type" } else { "family" };
            let clause = yes(self.slots.clauses.index_of(p.trigger.at) == s.clause);
            let distance = few(p.trigger.at.abs_diff(at));
            f.add("again", &[side, same, clause, distance]);
            f.add("again+part", &[side, same, clause, s.part]);
            f.add("again+kind", &[side, same, clause, s.kind]);
            f.add("again+shares", &[side, same, yes(shares(Role::Actors)), yes(shares(Role::Targets))]);
        };
        let alike = |p: &&&Proposition| family(kind(p)) == s.family;
        close("before", of_sentence.iter().filter(alike).rfind(|p| p.trigger.at < at), f);
        close("after", of_sentence.iter().filter(alike).find(|p| p.trigger.at > at), f);
        for p in of_sentence.iter().filter(|p| p.trigger.at != at) {
            let holds = |x: &&Filled| self.slots.mentions[x.mention].tokens.contains(&at);
            if let Some(x) = p.filled.iter().find(holds) {
                f.add("argued", &[kind(p), x.role.name()]);
                f.add("argued+family", &[x.role.name(), s.family, s.part]);
            }
        }
    }

    fn lemma(&self, s: &Standing<'_>) -> &str {
        s.proposition.trigger.reading.map_or("-", |r| self.slots.context.codebook.lexicon.citation(&r))
    }

    fn word(&self, token: usize) -> &str {
        match self.slots.tags[token] {
            Tag::Number => "NUMBER",
            Tag::Date => "DATE",
            Tag::Name => "NAME",
            _ => self.slots.context.text.folded(token),
        }
    }

    fn tag(&self, token: Option<usize>) -> &'static str {
        match token.and_then(|t| self.slots.tags.get(t)) {
            None => "-",
            Some(Tag::Verb(_)) => "verb",
            Some(Tag::Nominal(_)) => "nominal",
            Some(Tag::Name) => "name",
            Some(Tag::Date) => "date",
            Some(Tag::Number) => "number",
            Some(Tag::Particle(_)) => "particle",
            Some(Tag::Mark) => "mark",
        }
    }
}

fn definite(s: &Standing<'_>) -> bool {
    s.proposition.trigger.reading.is_some_and(|r| r.features.state == Some(State::Definite))
}
