//! A place, a date and a number as what a claim says beside its roles.

use super::{Ground, Standing, few, yes};
use crate::claim::within;
use crate::codebook::{CueKind, Features, Role};
use crate::lexicon::Part;
use crate::mention::{self, place};
use crate::text::Tokens;
use crate::value::TimeValue;

impl Ground<'_> {
    /// A place in a role. `ruled` are those that the rules found.
    pub fn place(
        &self,
        s: &Standing<'_>,
        (m, role): (usize, Role),
        ruled: &[(usize, Role)],
        f: &mut dyn Features,
    ) {
        let mention = &self.slots.mentions[m];
        let role = role.name();
        let by = yes(ruled.iter().any(|&(r, _)| r == m));
        let (side, scope, prep) =
            (Self::side(s, &mention.tokens), self.scope(s, mention.head), Self::prep(mention));
        let nested = self.nested(s, mention);
        let vacant = yes(ruled.is_empty());
        let argument = s
            .proposition
            .filled
            .iter()
            .find(|x| x.mention == m || mention.inside == Some(x.mention as u32))
            .map_or("-", |x| x.role.name());
        f.add("rule", &[by, role]);
        f.add("rule+family", &[by, role, s.family]);
        f.add("rule+kind", &[by, role, s.kind]);
        f.add("where", &[role, by, side, scope, prep]);
        f.add("where+family", &[role, side, scope, prep, s.family]);
        f.add("where+kind", &[role, prep, s.kind]);
        f.add("where+part", &[role, side, scope, prep, s.part]);
        f.add("where+vacant", &[role, vacant, side, scope, prep]);
        let kin = self.kin(s, mention.head);
        f.add("kin", &[kin, scope, prep]);
        f.add("kin+vacant", &[kin, scope, vacant]);
        f.add("kin+part", &[kin, scope, s.part]);
        f.add("nested", &[by, nested, scope, prep]);
        f.add("argument", &[by, argument, s.family]);
        f.add("argument+prep", &[argument, prep, scope]);
        let distance = few(mention.head.abs_diff(s.at()));
        f.add("distance", &[by, side, scope, distance]);
        f.add("distance+vacant", &[vacant, scope, distance]);
        f.add("verbs", &[side, scope, few(self.verbs_between(mention.head, s.at()))]);
        let row = mention.place().map(|p| &self.slots.context.codebook.places[p as usize]);
        let grain = mention.site.as_deref().map_or("none", |s| s.kind_of(row).unwrap_or("unsettled"));
        f.add("grain", &[grain, by]);
        f.add("grain+scope", &[grain, scope, prep]);
        f.add("grain+family", &[grain, s.family, prep]);
        f.add("grain+vacant", &[grain, vacant, scope]);
        let sentence = self.slots.context.text.sentences()[self.slots.context.text.sentence_of(mention.head)]
            .tokens
            .clone();
        let rivals = mention::within(self.slots.mentions, sentence)
            .filter(|&o| self.slots.mentions[o].place().is_some())
            .count();
        f.add("rivals", &[few(rivals), scope, by]);
        let lead = mention.place().is_some_and(|p| self.lead.contains(&p));
        f.add("lead", &[yes(lead), scope, vacant]);
        let finer = ruled.iter().any(|&(r, _)| {
            let (inner, outer) = (self.slots.mentions[r].place(), mention.place());
            r != m
                && inner
                    .zip(outer)
                    .is_some_and(|(i, o)| i != o && place::encloses(self.slots.context.codebook, o, i))
        });
        f.add("finer", &[yes(finer), by, scope]);
        f.add("sentence", &[few(s.sentence), scope, by]);
        f.add("frame", &[&s.frame.id, role, prep, scope]);
    }

    /// A date.
    pub fn time(&self, s: &Standing<'_>, t: usize, ruled: Option<usize>, f: &mut dyn Features) {
        let context = self.slots.context;
        let value: &TimeValue = &self.slots.times[t];
        let start = value.tokens.start;
        let rule = match ruled {
            Some(r) if r == t => "yes",
            Some(_) => "another",
            None => "none",
        };
        let (side, scope) = (Self::side(s, &value.tokens), self.scope(s, start));
        let clause = self.slots.clauses.of(start).tokens.clone();
        let said = within(self.slots.cues, clause).iter().any(|c| c.cue(context, CueKind::Say).is_some());
        let precision = value.precision.name();
        let sentence = context.text.sentences()[context.text.sentence_of(start)].tokens.clone();
        let of = |range: Tokens| {
            let times = self.slots.times;
            let from = times.partition_point(|v| v.tokens.start < range.start);
            let to = times.partition_point(|v| v.tokens.start < range.end);
            (to.saturating_sub(from), t - from.min(t))
        };
        let (rivals, rank) = of(sentence);
        let here = context.text.sentences()[s.sentence].tokens.clone();
        let own = of(here).0;
        let distance = few(start.abs_diff(s.at()));
        let past = match s.proposition.trigger.reading.map(|r| r.features.part) {
            Some(Part::Perfect) => "past",
            Some(p) if p.is_verb() => "present",
            _ => "noun",
        };
        let kin = self.kin(s, start);
        f.add("kin", &[kin, scope, rule]);
        f.add("kin+said", &[kin, scope, yes(said)]);
        f.add("kin+part", &[kin, scope, s.part, yes(own > 0)]);
        f.add("rule", &[rule]);
        f.add("rule+family", &[rule, s.family]);
        f.add("rule+kind", &[rule, s.kind]);
        f.add("rule+part", &[rule, s.part]);
        f.add("where", &[rule, side, scope]);
        f.add("where+said", &[side, scope, yes(said), s.family]);
        f.add("where+part", &[side, scope, s.part]);
        f.add("said", &[yes(said), rule]);
        f.add("precision", &[precision, rule, scope]);
        f.add("precision+tense", &[precision, past]);
        f.add("made", &[value.rule, scope]);
        f.add("made+rule", &[value.rule, rule]);
        f.add("distance", &[rule, side, scope, distance]);
        f.add("rivals", &[few(rivals), few(rank), scope, rule]);
        f.add("own", &[few(own), scope]);
        f.add("verbs", &[side, scope, few(self.verbs_between(start, s.at()))]);
        f.add("first", &[yes(t == 0), scope, s.part]);
        f.add("sentence", &[few(s.sentence), scope]);
        f.add("chain", &[yes(s.links.is_empty()), scope, yes(said)]);
        f.add("closed", &[yes(value.start.is_some()), yes(value.end.is_some()), rule]);
        f.add("word", &[context.text.folded(start), scope]);
    }

    /// A number that counts `of`.
    pub fn quantity(&self, s: &Standing<'_>, n: usize, ruled: bool, of: &str, f: &mut dyn Features) {
        let value = &self.slots.numbers[n];
        let start = value.tokens.start;
        let (side, scope) = (Self::side(s, &value.tokens), self.scope(s, start));
        let argument = s
            .proposition
            .filled
            .iter()
            .find(|x| {
                let tokens = &self.slots.mentions[x.mention].tokens;
                tokens.start <= start && start < tokens.end
            })
            .map_or("-", |x| x.role.name());
        let kind = format!("{:?}", value.kind);
        let rule = yes(ruled);
        f.add("rule", &[rule, of]);
        f.add("rule+family", &[rule, of, s.family]);
        f.add("rule+kind", &[rule, s.kind]);
        f.add("where", &[rule, side, scope]);
        f.add("where+part", &[side, scope, s.part]);
        f.add("argument", &[rule, argument, of]);
        f.add("argument+kind", &[argument, s.kind]);
        f.add("counts", &[of, s.kind]);
        f.add("counts+scope", &[of, scope, side]);
        f.add("form", &[&kind, rule, scope]);
        f.add("dual", &[yes(value.dual), yes(value.in_date), rule]);
        f.add("distance", &[side, scope, few(start.abs_diff(s.at()))]);
        f.add("verbs", &[side, scope, few(self.verbs_between(start, s.at()))]);
        if let Some(noun) = value.noun {
            f.add("noun", &[self.slots.context.text.folded(noun)]);
        }
    }
}
