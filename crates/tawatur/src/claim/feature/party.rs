//! A mention as actor or target.

use super::{Ground, Standing, few, yes};
use crate::codebook::{Features, Role};
use crate::lexicon::{Gender, Number};
use crate::mention;

impl Ground<'_> {
    /// A mention as somebody who takes part, in the role of actor or target: what decides most cases.
    pub fn role(&self, s: &Standing<'_>, role: Role, m: usize, f: &mut dyn Features) {
        let mention = &self.slots.mentions[m];
        let (other, vacant) = match role {
            Role::Actors => (Role::Targets, s.vacant[0]),
            _ => (Role::Actors, s.vacant[1]),
        };
        let (by, other) = (found_by(s, role, m), found_by(s, other, m));
        let (side, scope, prep) =
            (Self::side(s, &mention.tokens), self.scope(s, mention.head), Self::prep(mention));
        let nested = self.nested(s, mention);
        let vacant = yes(vacant);
        f.add("rule", &[by]);
        f.add("rule+family", &[by, s.family]);
        f.add("rule+part", &[by, s.part]);
        f.add("rule+kind", &[by, s.kind]);
        f.add("rule+other", &[by, other]);
        f.add("other+family", &[other, s.family]);
        f.add("where", &[side, scope, prep]);
        f.add("where+part", &[side, scope, prep, s.part]);
        f.add("where+family", &[side, scope, prep, s.family]);
        f.add("where+rule", &[side, scope, by]);
        f.add("where+nested", &[side, scope, nested]);
        f.add("nested+part", &[nested, s.part, by]);
        f.add("vacant", &[vacant, by]);
        f.add("vacant+where", &[vacant, side, scope, prep]);
        Self::classes(mention, |class| {
            f.add("class", &[class]);
            f.add("class+kind", &[class, s.kind]);
            f.add("class+rule", &[class, by]);
            f.add("class+where", &[class, side, scope, prep]);
            f.add("class+family+part", &[class, s.family, s.part]);
            f.add("class+vacant", &[class, vacant, scope]);
        });
    }

    /// The rest of what is seen of such a mention.
    pub fn role_further(&self, s: &Standing<'_>, role: Role, m: usize, f: &mut dyn Features) {
        let mention = &self.slots.mentions[m];
        let at = s.at();
        let by = found_by(s, role, m);
        let vacant = yes(s.vacant[usize::from(role != Role::Actors)]);
        let (side, scope, prep) =
            (Self::side(s, &mention.tokens), self.scope(s, mention.head), Self::prep(mention));
        let distance = few(mention.head.abs_diff(at));
        f.add("distance", &[side, scope, distance]);
        f.add("distance+part", &[side, distance, s.part]);
        let between =
            mention::within(self.slots.mentions, mention.tokens.end.min(at)..mention.tokens.start.max(at));
        let verbs = few(self.verbs_between(mention.head, at));
        f.add("between", &[side, few(between.len()), verbs]);
        f.add("verbs", &[side, scope, verbs]);
        f.add(
            "shape",
            &[
                yes(mention.named),
                yes(mention.definite),
                yes(mention.plural),
                yes(mention.entity().is_some()),
            ],
        );
        f.add("shape+vacant", &[yes(mention.named), yes(mention.entity().is_some()), vacant, scope]);
        let speaks = s.links.iter().any(|l| l.mention == Some(m));
        f.add("speaks", &[yes(speaks), s.family, by]);
        let subject = if self.arguments.subject_of(at) == Some(m) {
            "its own"
        } else if self.subjects.contains(&(s.sentence, m)) {
            "another's"
        } else {
            "no"
        };
        f.add("subject", &[subject, scope, vacant]);
        f.add("subject+part", &[subject, s.part, by]);
        f.add("head", &[self.slots.context.text.folded(mention.head)]);
        f.add("head+prep", &[self.slots.context.text.folded(mention.head), prep]);
        let joined = mention.joined
            && m > 0
            && s.proposition.filled.iter().any(|f| f.role == role && f.mention + 1 == m);
        f.add("joined", &[yes(joined), by]);
        f.add("frame", &[&s.frame.id, by]);
        f.add("frame+where", &[&s.frame.id, side, prep]);
        let tags = self.slots.tags;
        let form = |at: usize| {
            let features = tags[at].reading().map(|r| r.features);
            let number = match features.and_then(|f| f.number) {
                None => "-",
                Some(Number::Singular) => "singular",
                Some(Number::Dual) => "dual",
                Some(Number::Plural) => "plural",
            };
            match features.and_then(|f| f.gender) {
                None => ["-", number],
                Some(Gender::Masculine) => ["masculine", number],
                Some(Gender::Feminine) => ["feminine", number],
            }
        };
        // Verbs agree with their subjects, those before them in number too.
        if tags[at].is_verb() {
            let (verb, head) = (form(at), form(mention.head));
            f.add("agreement", &[side, verb[0], verb[1], head[0], head[1]]);
            f.add("agreement+rule", &[by, verb[0], verb[1], head[0], head[1]]);
        }
    }
}

/// The rule that put a mention into a role.
fn found_by(s: &Standing<'_>, role: Role, m: usize) -> &'static str {
    s.proposition.filled.iter().find(|f| f.role == role && f.mention == m).map_or("-", |f| f.rule)
}
