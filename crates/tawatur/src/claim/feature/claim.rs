//! A proposition as a claim of its document.

use super::{Ground, NONE, Ruled, Standing, classes, few, tenths, yes};
use crate::chain;
use crate::claim::clause::{Clause, Opener};
use crate::claim::frame::{Filled, Unmet};
use crate::claim::merge::Retelling;
use crate::claim::within;
use crate::claim::write::Draft;
use crate::codebook::{CueKind, Features, Role, Value, value};
use crate::lexicon::State;
use crate::mention::{self, Tag};

/// What tells types of one kinship apart stands at most so many tokens off.
const MEANS: usize = 12;

impl Ground<'_> {
    /// A proposition, as it is drafted, as a claim of the document.
    pub fn claim(&self, s: &Standing<'_>, draft: &Draft<'_>, retelling: Retelling, f: &mut Features<'_>) {
        self.word_itself(s, f);
        self.slots_held(s, draft, f);
        let facts = &draft.facts;
        let (polarity, certainty, tense) =
            (Value::new(facts.polarity()), Value::new(&facts.certainty), Value::new(facts.tense));
        f.add(value!("factuality"), &[polarity, certainty, tense]);
        f.add(value!("tense+family"), &[tense, s.family]);
        f.add(value!("tense+part"), &[tense, s.part]);
        f.add(value!("chain"), &[few(draft.links.len()), s.family]);
        if let Some(origin) = draft.links.last() {
            let kind = chain::kind_of_link(self.slots.context, self.slots.mentions, origin);
            f.add(value!("origin"), &[Value::new(kind), s.family]);
        }
        self.position(s, f);
        self.words_beside(s, f);
        self.lemmas_beside(s, f);
        self.mentions_beside(s, f);
        self.phrase_around(s, f);
        self.governed(s, f);
        self.kinship(s, f);
        let unmet = s.proposition.unmet.map_or(NONE, |u| Value::new(Unmet::name(u)));
        f.add(value!("unmet"), &[unmet, few(s.proposition.rank)]);
        f.add(value!("unmet+frame"), &[unmet, s.frame_id]);
        f.add(value!("unmet+part"), &[unmet, s.part]);
        f.add(value!("rank"), &[few(s.proposition.rank), s.kind]);
        let retelling = Value::new(retelling.name());
        f.add(value!("retelling"), &[retelling, s.part, yes(definite(s))]);
        f.add(value!("retelling+family"), &[retelling, s.family]);
        self.others(s, f);
    }

    /// The trigger by itself: its frame, lemma and form.
    fn word_itself(&self, s: &Standing<'_>, f: &mut Features<'_>) {
        let trigger = &s.proposition.trigger;
        let lemma = Value::new(self.lemma(s));
        f.add(value!("frame"), &[s.frame_id]);
        f.add(value!("kind"), &[s.kind]);
        f.add(value!("kind+part"), &[s.kind, s.part]);
        f.add(value!("lemma"), &[lemma]);
        f.add(value!("lemma+part"), &[lemma, s.part]);
        f.add(value!("lemma+kind"), &[lemma, s.kind]);
        f.add(value!("part"), &[s.part, yes(trigger.phrase)]);
        let weight = tenths(s.frame.weight);
        f.add(value!("weight"), &[weight]);
        let definite = definite(s);
        let enclitic = trigger.reading.is_some_and(|r| r.features.enclitic);
        f.add(value!("form"), &[s.part, yes(definite), yes(enclitic)]);
        f.add(value!("form+family"), &[s.family, s.part, yes(definite)]);
    }

    /// What the draft holds, and who fills its roles.
    fn slots_held(&self, s: &Standing<'_>, draft: &Draft<'_>, f: &mut Features<'_>) {
        let holds = [
            draft.in_role(Role::Actors).next().is_some(),
            draft.in_role(Role::Targets).next().is_some(),
            !draft.places.is_empty(),
            !draft.quantities.is_empty(),
            draft.time.is_some(),
        ];
        let full = few(holds.iter().filter(|h| **h).count());
        let held = holds.map(yes);
        let time = held[4];
        f.add(value!("actors"), &[held[0], s.family]);
        f.add(value!("actors+part"), &[held[0], s.part]);
        f.add(value!("targets"), &[held[1], s.family]);
        f.add(value!("targets+part"), &[held[1], s.part]);
        f.add(value!("held"), &[held[0], held[1], s.family]);
        f.add(value!("held+part"), &[held[0], held[1], s.part]);
        f.add(value!("places"), &[held[2], s.family]);
        f.add(value!("places+part"), &[held[2], s.part]);
        f.add(value!("quantities"), &[held[3], s.family]);
        f.add(value!("time"), &[time, s.family]);
        f.add(value!("time+part"), &[time, s.part]);
        f.add(value!("causes"), &[yes(!draft.causes.is_empty())]);
        f.add(value!("fullness"), &[full, s.part]);
        for role in [Role::Actors, Role::Targets] {
            let name = Value::new(role.name());
            for x in draft.filled.iter().filter(|x| x.role == role) {
                f.add(value!("filled"), &[name, Value::new(x.rule)]);
                classes(&self.slots.mentions[x.mention], |class| {
                    f.add(value!("filler"), &[name, class, s.kind]);
                    f.add(value!("filler+part"), &[name, class, s.part]);
                });
            }
        }
    }

    /// Where in its document and its sentence it stands.
    fn position(&self, s: &Standing<'_>, f: &mut Features<'_>) {
        let (text, at) = (self.slots.context.text, s.at());
        let opener = match self.slots.clauses.of(at).opener {
            Opener::Sentence => value!("sentence"),
            Opener::That => value!("that"),
            Opener::Relative => value!("relative"),
            Opener::Subordinator => value!("subordinator"),
            Opener::Conjunction => value!("conjunction"),
            Opener::Mark => value!("mark"),
        };
        f.add(value!("opener"), &[opener, s.part]);
        f.add(value!("opener+family"), &[opener, s.family]);
        let sentences = text.sentences();
        f.add(value!("sentence"), &[few(s.sentence), s.part]);
        f.add(value!("sentence+family"), &[few(s.sentence), s.family]);
        f.add(value!("left"), &[few(sentences.len() - s.sentence)]);
        let own = &sentences[s.sentence].tokens;
        f.add(value!("position"), &[few(at - own.start), s.part]);
        f.add(value!("length"), &[few(own.len() / 4)]);
        let quoted = yes(self.quoted[at]);
        f.add(value!("quoted"), &[quoted, s.family]);
        f.add(value!("quoted+part"), &[quoted, s.part]);
    }

    /// The words before and after it.
    fn words_beside(&self, s: &Standing<'_>, f: &mut Features<'_>) {
        let (text, at) = (self.slots.context.text, s.at());
        let (trigger, lemma) = (&s.proposition.trigger, Value::new(self.lemma(s)));
        let own = &text.sentences()[s.sentence].tokens;
        let beside = |step: isize| {
            let token = if step < 0 {
                trigger.tokens.start.checked_add_signed(step)
            } else {
                (trigger.tokens.end - 1).checked_add_signed(step)
            };
            token.filter(|t| own.contains(t)).map_or(NONE, |t| self.word(t))
        };
        let (before, after) = (beside(-1), beside(1));
        f.add(value!("before"), &[before, s.part]);
        f.add(value!("after"), &[after, s.part]);
        f.add(value!("before+family"), &[before, s.family]);
        f.add(value!("after+family"), &[after, s.family]);
        f.add(value!("beside+lemma"), &[before, lemma]);
        f.add(value!("lemma+after"), &[lemma, after]);
        f.add(value!("surface"), &[Value::new(text.folded(at))]);
        f.add(value!("two before"), &[beside(-2), before]);
        f.add(value!("two after"), &[after, beside(2)]);
        f.add(value!("tag before"), &[self.tag(trigger.tokens.start.checked_sub(1)), s.part]);
        f.add(value!("tag after"), &[self.tag(Some(trigger.tokens.end)), s.part]);
        let verbs = self.verbs_between(own.start, at);
        f.add(value!("verbs before"), &[few(verbs), s.part]);
    }

    /// The lemmas beside it, and those of the nearest verbs and nominals: they say what an ambiguous word means here.
    fn lemmas_beside(&self, s: &Standing<'_>, f: &mut Features<'_>) {
        let (trigger, tags) = (&s.proposition.trigger, self.slots.tags);
        let own = &self.slots.context.text.sentences()[s.sentence].tokens;
        let (mut before, mut after) = (own.start..trigger.tokens.start, trigger.tokens.end..own.end);
        let said = |token: Option<usize>| token.map_or(NONE, |t| self.lemma_at(t));
        let meaning = |token: &usize| matches!(tags[*token], Tag::Verb(_) | Tag::Nominal(_));
        let (left, right) = (said(before.clone().next_back()), said(after.clone().next()));
        let (last, next) = (said(before.rfind(meaning)), said(after.find(meaning)));
        f.add(value!("last+family"), &[last, s.family]);
        f.add(value!("last+kind"), &[last, s.kind]);
        f.add(value!("next+family"), &[next, s.family]);
        f.add(value!("next+kind"), &[next, s.kind]);
        f.add(value!("left lemma"), &[left]);
        f.add(value!("left lemma+family"), &[left, s.family]);
        f.add(value!("right lemma"), &[right]);
        f.add(value!("right lemma+family"), &[right, s.family]);
    }

    /// What the two nearest mentions on either side are.
    fn mentions_beside(&self, s: &Standing<'_>, f: &mut Features<'_>) {
        let (trigger, mentions) = (&s.proposition.trigger, self.slots.mentions);
        let own = &self.slots.context.text.sentences()[s.sentence].tokens;
        let lemma = Value::new(self.lemma(s));
        let mut say = |side: Value<'static>, m: usize| {
            classes(&mentions[m], |class| {
                f.add(value!("party"), &[side, class, s.family]);
                f.add(value!("party+kind"), &[side, class, s.kind]);
                f.add(value!("party+lemma"), &[side, class, lemma]);
            });
        };
        let before = mention::within(mentions, own.start..trigger.tokens.start)
            .rev()
            .filter(|&m| mentions[m].tokens.end <= trigger.tokens.start);
        for (side, m) in [value!("before"), value!("two before")].into_iter().zip(before) {
            say(side, m);
        }
        let after = mention::within(mentions, trigger.tokens.end..own.end);
        for (side, m) in [value!("after"), value!("two after")].into_iter().zip(after) {
            say(side, m);
        }
    }

    /// The noun phrase that it heads or stands in.
    fn phrase_around(&self, s: &Standing<'_>, f: &mut Features<'_>) {
        let at = s.at();
        let host = mention::within(self.slots.mentions, at.saturating_sub(8)..at + 1)
            .filter(|&m| self.slots.mentions[m].tokens.contains(&at))
            .max_by_key(|&m| self.slots.mentions[m].tokens.len());
        if let Some(m) = host {
            let host = &self.slots.mentions[m];
            let heads = if host.head == at { value!("heads") } else { value!("inside") };
            f.add(value!("host"), &[heads, self.looks[m].prep, s.part]);
            f.add(value!("host+family"), &[heads, self.looks[m].prep, s.family]);
            if host.head != at {
                f.add(value!("host head"), &[self.looks[m].head]);
            }
        }
    }

    /// The verb before it in its clause, and whether somebody says something there.
    fn governed(&self, s: &Standing<'_>, f: &mut Features<'_>) {
        let (context, tags) = (self.slots.context, self.slots.tags);
        let clause: &Clause = self.slots.clauses.of(s.at());
        let governor = (clause.tokens.start..s.at()).rev().find(|&t| tags[t].is_verb());
        if let Some(verb) = governor {
            let lemma = tags[verb].reading().map_or("-", |r| context.codebook.lexicon.headword(r.lemma));
            f.add(value!("governor"), &[Value::new(lemma), s.part]);
        } else {
            f.add(value!("governor"), &[NONE, s.part]);
        }
        let saying = within(self.slots.cues, clause.tokens.clone())
            .iter()
            .any(|c| c.cue(context, CueKind::Say).is_some());
        f.add(value!("saying"), &[yes(saying), s.part, s.family]);
    }

    /// What tells types of one kinship apart: the words around the trigger.
    fn kinship(&self, s: &Standing<'_>, f: &mut Features<'_>) {
        let (context, at) = (self.slots.context, s.at());
        if context.codebook.types[s.proposition.kind as usize].kinship.is_none() {
            return;
        }
        let own = &context.text.sentences()[s.sentence].tokens;
        let near = own.start.max(at.saturating_sub(MEANS))..own.end.min(at + MEANS);
        for word in near.filter(|&t| matches!(self.slots.tags[t], Tag::Nominal(_) | Tag::Verb(_))) {
            let side = if word > at { value!("after") } else { value!("before") };
            let word = Value::new(context.text.folded(word));
            f.add(value!("near"), &[s.kind, word]);
            f.add(value!("near+side"), &[s.kind, side, word]);
        }
        f.add(value!("kin"), &[s.kind, s.frame_id]);
        f.add(value!("kin+of"), &[s.kind, yes(s.proposition.kind == s.frame.kind)]);
    }

    /// The claim among the others of its document: whether it was told before, and what stands beside it.
    fn others(&self, s: &Standing<'_>, f: &mut Features<'_>) {
        let (at, lemma) = (s.at(), self.lemma(s));
        let before = |list: Option<&Vec<usize>>| list.map_or(0, |l| l.partition_point(|&t| t < at));
        let earlier = few(before(self.of_kind.get(&s.proposition.kind)));
        f.add(value!("told before"), &[earlier, s.part, yes(definite(s))]);
        f.add(value!("told before+family"), &[earlier, s.family]);
        f.add(value!("said before"), &[few(before(self.of_lemma.get(lemma))), s.part]);
        let of_sentence = self.told_in(s.sentence);
        f.add(value!("beside"), &[few(of_sentence.len()), s.part]);
        let nearest = |side: Value<'static>, p: Option<&Ruled<'_>>, f: &mut Features<'_>| {
            let Some(p) = p else { return f.add(value!("neighbour"), &[side, NONE, s.family]) };
            let &Ruled { proposition: p, kind, family } = p;
            let clause = yes(self.slots.clauses.index_of(p.trigger.at) == s.clause);
            f.add(value!("neighbour"), &[side, family, s.family]);
            f.add(value!("neighbour+clause"), &[side, family, s.family, clause, s.part]);
            f.add(value!("neighbour+kind"), &[side, kind, s.kind]);
            f.add(value!("neighbour+near"), &[side, clause, few(p.trigger.at.abs_diff(at)), s.part]);
        };
        let earlier = |p: &&Ruled<'_>| p.proposition.trigger.at < at;
        let later = |p: &&Ruled<'_>| p.proposition.trigger.at > at;
        nearest(value!("before"), of_sentence.iter().rfind(earlier), f);
        nearest(value!("after"), of_sentence.iter().find(later), f);
        let close = |side: Value<'static>, p: Option<&Ruled<'_>>, f: &mut Features<'_>| {
            let Some(&Ruled { proposition: p, kind, .. }) = p else { return };
            let shares = |r: Role| p.in_role(r).any(|m| s.proposition.in_role(r).any(|o| o == m));
            let same = if kind == s.kind { value!("type") } else { value!("family") };
            let clause = yes(self.slots.clauses.index_of(p.trigger.at) == s.clause);
            let distance = few(p.trigger.at.abs_diff(at));
            f.add(value!("again"), &[side, same, clause, distance]);
            f.add(value!("again+part"), &[side, same, clause, s.part]);
            f.add(value!("again+kind"), &[side, same, clause, s.kind]);
            f.add(
                value!("again+shares"),
                &[side, same, yes(shares(Role::Actors)), yes(shares(Role::Targets))],
            );
        };
        let alike = |p: &&Ruled<'_>| p.family == s.family;
        close(value!("before"), of_sentence.iter().filter(alike).rfind(earlier), f);
        close(value!("after"), of_sentence.iter().filter(alike).find(later), f);
        for &Ruled { proposition: p, kind, .. } in
            of_sentence.iter().filter(|p| p.proposition.trigger.at != at)
        {
            let holds = |x: &&Filled| self.slots.mentions[x.mention].tokens.contains(&at);
            if let Some(x) = p.filled.iter().find(holds) {
                let role = Value::new(x.role.name());
                f.add(value!("argued"), &[kind, role]);
                f.add(value!("argued+family"), &[role, s.family, s.part]);
            }
        }
    }

    fn lemma(&self, s: &Standing<'_>) -> &str {
        s.proposition.trigger.reading.map_or("-", |r| self.slots.context.codebook.lexicon.citation(&r))
    }
}

fn definite(s: &Standing<'_>) -> bool {
    s.proposition.trigger.reading.is_some_and(|r| r.features.state == Some(State::Definite))
}
