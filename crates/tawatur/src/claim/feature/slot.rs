//! A place, a date and a number as what a claim says beside its roles.

use super::{Ground, NONE, Standing, few, yes};
use crate::claim::within;
use crate::codebook::{CueKind, Features, Role, Value, value};
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
        f: &mut Features<'_>,
    ) {
        let mention = &self.slots.mentions[m];
        let role = Value::new(role.name());
        let by = yes(ruled.iter().any(|&(r, _)| r == m));
        let (side, scope, prep) =
            (Self::side(s, &mention.tokens), self.scope(s, mention.head), self.looks[m].prep);
        let nested = self.nested(s, mention);
        let vacant = yes(ruled.is_empty());
        let argument = s
            .proposition
            .filled
            .iter()
            .find(|x| x.mention == m || mention.inside == Some(x.mention as u32))
            .map_or(NONE, |x| Value::new(x.role.name()));
        f.add(value!("rule"), &[by, role]);
        f.add(value!("rule+family"), &[by, role, s.family]);
        f.add(value!("rule+kind"), &[by, role, s.kind]);
        f.add(value!("where"), &[role, by, side, scope, prep]);
        f.add(value!("where+family"), &[role, side, scope, prep, s.family]);
        f.add(value!("where+kind"), &[role, prep, s.kind]);
        f.add(value!("where+part"), &[role, side, scope, prep, s.part]);
        f.add(value!("where+vacant"), &[role, vacant, side, scope, prep]);
        let kin = self.kin(s, mention.head).value();
        f.add(value!("kin"), &[kin, scope, prep]);
        f.add(value!("kin+vacant"), &[kin, scope, vacant]);
        f.add(value!("kin+part"), &[kin, scope, s.part]);
        f.add(value!("nested"), &[by, nested, scope, prep]);
        f.add(value!("argument"), &[by, argument, s.family]);
        f.add(value!("argument+prep"), &[argument, prep, scope]);
        let distance = few(mention.head.abs_diff(s.at()));
        f.add(value!("distance"), &[by, side, scope, distance]);
        f.add(value!("distance+vacant"), &[vacant, scope, distance]);
        f.add(value!("verbs"), &[side, scope, few(self.verbs_between(mention.head, s.at()))]);
        let row = mention.place().map(|p| &self.slots.context.codebook.places[p as usize]);
        let grain = match mention.site.as_deref() {
            None => value!("none"),
            Some(place) => place.kind_of(row).map_or(value!("unsettled"), Value::new),
        };
        f.add(value!("grain"), &[grain, by]);
        f.add(value!("grain+scope"), &[grain, scope, prep]);
        f.add(value!("grain+family"), &[grain, s.family, prep]);
        f.add(value!("grain+vacant"), &[grain, vacant, scope]);
        let sentence =
            self.slots.context.text.sentences()[self.slots.clauses.of(mention.head).sentence].tokens.clone();
        let rivals = mention::within(self.slots.mentions, sentence)
            .filter(|&o| self.slots.mentions[o].place().is_some())
            .count();
        f.add(value!("rivals"), &[few(rivals), scope, by]);
        let lead = mention.place().is_some_and(|p| self.lead.contains(&p));
        f.add(value!("lead"), &[yes(lead), scope, vacant]);
        let finer = ruled.iter().any(|&(r, _)| {
            let (inner, outer) = (self.slots.mentions[r].place(), mention.place());
            r != m
                && inner
                    .zip(outer)
                    .is_some_and(|(i, o)| i != o && place::encloses(self.slots.context.codebook, o, i))
        });
        f.add(value!("finer"), &[yes(finer), by, scope]);
        f.add(value!("sentence"), &[few(s.sentence), scope, by]);
        f.add(value!("frame"), &[s.frame_id, role, prep, scope]);
    }

    /// A date.
    pub fn time(&self, s: &Standing<'_>, t: usize, ruled: Option<usize>, f: &mut Features<'_>) {
        let context = self.slots.context;
        let value: &TimeValue = &self.slots.times[t];
        let start = value.tokens.start;
        let rule = match ruled {
            Some(r) if r == t => value!("yes"),
            Some(_) => value!("another"),
            None => value!("none"),
        };
        let (side, scope) = (Self::side(s, &value.tokens), self.scope(s, start));
        let clause = self.slots.clauses.of(start).tokens.clone();
        let said = within(self.slots.cues, clause).iter().any(|c| c.cue(context, CueKind::Say).is_some());
        let precision = Value::new(value.precision.name());
        let sentence = context.text.sentences()[self.slots.clauses.of(start).sentence].tokens.clone();
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
            Some(Part::Perfect) => value!("past"),
            Some(p) if p.is_verb() => value!("present"),
            _ => value!("noun"),
        };
        let (kin, made) = (self.kin(s, start).value(), Value::new(value.rule));
        f.add(value!("kin"), &[kin, scope, rule]);
        f.add(value!("kin+said"), &[kin, scope, yes(said)]);
        f.add(value!("kin+part"), &[kin, scope, s.part, yes(own > 0)]);
        f.add(value!("rule"), &[rule]);
        f.add(value!("rule+family"), &[rule, s.family]);
        f.add(value!("rule+kind"), &[rule, s.kind]);
        f.add(value!("rule+part"), &[rule, s.part]);
        f.add(value!("where"), &[rule, side, scope]);
        f.add(value!("where+said"), &[side, scope, yes(said), s.family]);
        f.add(value!("where+part"), &[side, scope, s.part]);
        f.add(value!("said"), &[yes(said), rule]);
        f.add(value!("precision"), &[precision, rule, scope]);
        f.add(value!("precision+tense"), &[precision, past]);
        f.add(value!("made"), &[made, scope]);
        f.add(value!("made+rule"), &[made, rule]);
        f.add(value!("distance"), &[rule, side, scope, distance]);
        f.add(value!("rivals"), &[few(rivals), few(rank), scope, rule]);
        f.add(value!("own"), &[few(own), scope]);
        f.add(value!("verbs"), &[side, scope, few(self.verbs_between(start, s.at()))]);
        f.add(value!("first"), &[yes(t == 0), scope, s.part]);
        f.add(value!("sentence"), &[few(s.sentence), scope]);
        f.add(value!("chain"), &[yes(s.links.is_empty()), scope, yes(said)]);
        f.add(value!("closed"), &[yes(value.start.is_some()), yes(value.end.is_some()), rule]);
        f.add(value!("word"), &[Value::new(context.text.folded(start)), scope]);
        self.words_around(s, &value.tokens, side, f);
        self.way(s, &value.tokens, side, f);
        self.verbs_around(s, &value.tokens, (side, scope), f);
    }

    /// A number that counts `of`.
    pub fn quantity(&self, s: &Standing<'_>, n: usize, ruled: bool, of: &str, f: &mut Features<'_>) {
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
            .map_or(NONE, |x| Value::new(x.role.name()));
        let kind = format!("{:?}", value.kind);
        let (kind, of) = (Value::new(&kind), Value::new(of));
        let rule = yes(ruled);
        f.add(value!("rule"), &[rule, of]);
        f.add(value!("rule+family"), &[rule, of, s.family]);
        f.add(value!("rule+kind"), &[rule, s.kind]);
        f.add(value!("where"), &[rule, side, scope]);
        f.add(value!("where+part"), &[side, scope, s.part]);
        f.add(value!("argument"), &[rule, argument, of]);
        f.add(value!("argument+kind"), &[argument, s.kind]);
        f.add(value!("counts"), &[of, s.kind]);
        f.add(value!("counts+scope"), &[of, scope, side]);
        f.add(value!("form"), &[kind, rule, scope]);
        f.add(value!("dual"), &[yes(value.dual), yes(value.in_date), rule]);
        f.add(value!("distance"), &[side, scope, few(start.abs_diff(s.at()))]);
        f.add(value!("verbs"), &[side, scope, few(self.verbs_between(start, s.at()))]);
        if let Some(noun) = value.noun {
            f.add(value!("noun"), &[Value::new(self.slots.context.text.folded(noun))]);
        }
        self.words_around(s, &value.tokens, side, f);
        self.way(s, &value.tokens, side, f);
    }
}
