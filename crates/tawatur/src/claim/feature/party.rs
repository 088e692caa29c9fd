//! A mention as actor or target.

use super::{Ground, NONE, Standing, classes, few, yes};
use crate::codebook::{Features, Role, Value, value};
use crate::lexicon::{Gender, Number};
use crate::mention;

/// Where a mention stands to a trigger, whatever role it is weighed for.
pub struct Party {
    /// Position among the mentions.
    pub mention: usize,
    side: Value<'static>,
    scope: Value<'static>,
    nested: Value<'static>,
    /// The rules that found it for actor and target.
    by: [Value<'static>; 2],
}

impl Party {
    /// Whether the rules gave it neither role, so that most of what is seen of it is the same for both.
    pub fn unruled(&self) -> bool {
        self.by == [NONE; 2]
    }

    /// The rules that found it for a role, and for the other one.
    fn found_by(&self, role: Role) -> (Value<'static>, Value<'static>) {
        if role == Role::Actors { (self.by[0], self.by[1]) } else { (self.by[1], self.by[0]) }
    }
}

impl Ground<'_> {
    /// A mention as somebody who may take part.
    pub fn party(&self, s: &Standing<'_>, m: usize) -> Party {
        let mention = &self.slots.mentions[m];
        Party {
            mention: m,
            side: Self::side(s, &mention.tokens),
            scope: self.scope(s, mention.head),
            nested: self.nested(s, mention),
            by: [Role::Actors, Role::Targets].map(|role| found_by(s, role, m)),
        }
    }

    /// What is seen of it in the role of actor or target: what decides most cases.
    pub fn role<const N: usize>(&self, s: &Standing<'_>, role: Role, party: &Party, f: &mut Features<'_, N>) {
        let &Party { mention: m, side, scope, nested, .. } = party;
        let mention = &self.slots.mentions[m];
        let prep = self.looks[m].prep;
        let (by, other) = party.found_by(role);
        f.add(value!("rule"), &[by]);
        f.add(value!("rule+family"), &[by, s.family]);
        f.add(value!("rule+part"), &[by, s.part]);
        f.add(value!("rule+kind"), &[by, s.kind]);
        f.add(value!("rule+other"), &[by, other]);
        f.add(value!("other+family"), &[other, s.family]);
        f.add(value!("where"), &[side, scope, prep]);
        f.add(value!("where+part"), &[side, scope, prep, s.part]);
        f.add(value!("where+family"), &[side, scope, prep, s.family]);
        f.add(value!("where+rule"), &[side, scope, by]);
        f.add(value!("where+nested"), &[side, scope, nested]);
        f.add(value!("nested+part"), &[nested, s.part, by]);
        classes(mention, |class| {
            f.add(value!("class"), &[class]);
            f.add(value!("class+kind"), &[class, s.kind]);
            f.add(value!("class+rule"), &[class, by]);
            f.add(value!("class+where"), &[class, side, scope, prep]);
            f.add(value!("class+family+part"), &[class, s.family, s.part]);
        });
    }

    /// What is seen of it beside whoever the rules gave the role to, or nobody.
    pub fn role_vacant(&self, s: &Standing<'_>, role: Role, party: &Party, f: &mut Features<'_>) {
        let &Party { mention: m, side, scope, .. } = party;
        let vacant = yes(s.vacant[usize::from(role != Role::Actors)]);
        f.add(value!("vacant"), &[vacant, party.found_by(role).0]);
        f.add(value!("vacant+where"), &[vacant, side, scope, self.looks[m].prep]);
        classes(&self.slots.mentions[m], |class| f.add(value!("class+vacant"), &[class, vacant, scope]));
    }

    /// The rest of what is seen of it.
    pub fn role_further(&self, s: &Standing<'_>, role: Role, party: &Party, f: &mut Features<'_>) {
        let &Party { mention: m, side, scope, .. } = party;
        let mention = &self.slots.mentions[m];
        let (prep, head) = (self.looks[m].prep, self.looks[m].head);
        let at = s.at();
        let (by, _) = party.found_by(role);
        let vacant = yes(s.vacant[usize::from(role != Role::Actors)]);
        let distance = few(mention.head.abs_diff(at));
        f.add(value!("distance"), &[side, scope, distance]);
        f.add(value!("distance+part"), &[side, distance, s.part]);
        let between =
            mention::within(self.slots.mentions, mention.tokens.end.min(at)..mention.tokens.start.max(at));
        let verbs = few(self.verbs_between(mention.head, at));
        f.add(value!("between"), &[side, few(between.len()), verbs]);
        f.add(value!("verbs"), &[side, scope, verbs]);
        f.add(
            value!("shape"),
            &[
                yes(mention.named),
                yes(mention.definite),
                yes(mention.plural),
                yes(mention.entity().is_some()),
            ],
        );
        f.add(value!("shape+vacant"), &[yes(mention.named), yes(mention.entity().is_some()), vacant, scope]);
        let speaks = s.links.iter().any(|l| l.mention == Some(m));
        f.add(value!("speaks"), &[yes(speaks), s.family, by]);
        let subject = if self.arguments.subject_of(at) == Some(m) {
            value!("its own")
        } else if self.subjects.contains(&(s.sentence, m)) {
            value!("another's")
        } else {
            value!("no")
        };
        f.add(value!("subject"), &[subject, scope, vacant]);
        f.add(value!("subject+part"), &[subject, s.part, by]);
        f.add(value!("head"), &[head]);
        f.add(value!("head+prep"), &[head, prep]);
        let joined = mention.joined
            && m > 0
            && s.proposition.filled.iter().any(|f| f.role == role && f.mention + 1 == m);
        f.add(value!("joined"), &[yes(joined), by]);
        f.add(value!("frame"), &[s.frame_id, by]);
        f.add(value!("frame+where"), &[s.frame_id, side, prep]);
        let tags = self.slots.tags;
        let form = |at: usize| {
            let features = tags[at].reading().map(|r| r.features);
            let number = match features.and_then(|f| f.number) {
                None => NONE,
                Some(Number::Singular) => value!("singular"),
                Some(Number::Dual) => value!("dual"),
                Some(Number::Plural) => value!("plural"),
            };
            match features.and_then(|f| f.gender) {
                None => [NONE, number],
                Some(Gender::Masculine) => [value!("masculine"), number],
                Some(Gender::Feminine) => [value!("feminine"), number],
            }
        };
        // Verbs agree with their subjects, those before them in number too.
        if tags[at].is_verb() {
            let (verb, head) = (form(at), form(mention.head));
            f.add(value!("agreement"), &[side, verb[0], verb[1], head[0], head[1]]);
            f.add(value!("agreement+rule"), &[by, verb[0], verb[1], head[0], head[1]]);
        }
        self.nesting(m, f);
        self.words_around(s, &mention.tokens, side, f);
        if !f.hopeless() {
            self.way(s, &mention.tokens, side, f);
            self.verbs_around(s, &mention.tokens, (side, prep), f);
        }
    }
}

/// The rule that put a mention into a role.
fn found_by(s: &Standing<'_>, role: Role, m: usize) -> Value<'static> {
    let found = s.proposition.filled.iter().find(|f| f.role == role && f.mention == m);
    found.map_or(NONE, |f| Value::new(f.rule))
}
