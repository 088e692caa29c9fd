//! What a claim says beside its roles: where, when, how many and why.

use super::clause::{Clauses, Opener};
use super::count::{self, Counted};
use super::frame::Proposition;
use super::trigger::{Trigger, within};
use crate::codebook::{Classes, CodedWords, CueKind, Prep, Role};
use crate::mention::{self, Context, Mention, Tag, place, place::Site};
use crate::text::Tokens;
use crate::value::{NumberKind, NumberValue, TimeKind, TimeValue};

/// A place after its preposition sets the scene for what stands within so many tokens.
const NEAR_PLACE: usize = 20;
/// A sentence's only date dates what stands within so many tokens.
const NEAR_DATE: usize = 15;

/// Types of claims that leave a place.
const FLEEING: &[&str] = &["displacement.flee", "displacement.expel"];
/// Nouns for a part, folded, whose whole من follows.
const PARTS: &[&str] =
    &["جزء", "اجزاء", "قسم", "اقسام", "مساحه", "مساحات", "جانب", "جوانب", "مناطق", "احياء", "نقاط"];

/// A cause: its words and its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because {
    /// The words, the cue left out.
    pub tokens: Tokens,
    /// Code of the cause.
    pub code: String,
    /// Where its cue stands.
    pub cue: usize,
}

/// Everything the slots are filled from.
pub struct Slots<'a> {
    /// Text and codebook.
    pub context: &'a Context<'a>,
    /// Tags of the tokens.
    pub tags: &'a [Tag],
    /// Mentions of the document.
    pub mentions: &'a [Mention],
    /// Its clauses.
    pub clauses: &'a Clauses,
    /// Its numbers.
    pub numbers: &'a [NumberValue],
    /// What each of them counts by its words.
    pub counted: &'a [Counted<'a>],
    /// Its dates.
    pub times: &'a [TimeValue],
    /// Its causes.
    pub causes: &'a [Because],
    /// Its cues.
    pub cues: &'a [Trigger],
}

/// The clause of a trigger with the clauses that only go on it: relatives and subordinate ones stay out.
fn reach(slots: &Slots<'_>, at: usize) -> Tokens {
    let index = slots.clauses.index_of(at);
    let list = slots.clauses.list();
    let mut start = index;
    // An infinitive (أن + verb) or content clause without a verb before it shares its opener's frame.
    while start > 0
        && list[start].sentence == list[start - 1].sentence
        && matches!(list[start].opener, Opener::That | Opener::Mark)
        && !list[start - 1].tokens.clone().any(|t| slots.tags[t].is_verb())
    {
        start -= 1;
    }
    list[start].tokens.start..list[index].tokens.end
}

/// Places of a proposition, with their roles.
pub fn places(slots: &Slots<'_>, proposition: &Proposition) -> Vec<(usize, Role)> {
    let frame = &slots.context.codebook.frames[proposition.frame as usize];
    let mut found: Vec<(usize, Role)> = proposition
        .filled
        .iter()
        .filter(|f| matches!(f.role, Role::PlaceIn | Role::PlaceFrom | Role::PlaceTo))
        .map(|f| (f.mention, f.role))
        .collect();
    for f in &proposition.filled {
        let mention = &slots.mentions[f.mention];
        if f.role == Role::Targets && mention.is_place() && mention.place().is_some() {
            found.push((f.mention, Role::PlaceIn));
        }
    }
    let here = reach(slots, proposition.trigger.at);
    let taken = |m: usize| {
        proposition.filled.iter().any(|f| {
            f.mention == m
                && !matches!(
                    f.role,
                    Role::Targets | Role::PlaceIn | Role::PlaceFrom | Role::PlaceTo | Role::None
                )
        })
    };
    let mut last: Option<(usize, Role)> = None;
    for m in mention::within(slots.mentions, here) {
        let mention = &slots.mentions[m];
        if !locates(mention) || taken(m) {
            continue;
        }
        let joined_to =
            last.filter(|(p, _)| mention.joined && slots.mentions[*p].tokens.end + 1 >= mention.tokens.start);
        let role = match partitive(slots, m).or(mention.prep.map(|p| p.0)) {
            Some(Prep::Fi | Prep::Bi | Prep::Dakhil | Prep::Ala | Prep::Didd) => Role::PlaceIn,
            Some(Prep::Min) if frame.motion => Role::PlaceFrom,
            Some(Prep::Ila) if frame.motion => Role::PlaceTo,
            Some(_) => continue,
            None if mention.adverbial => Role::PlaceIn,
            None if joined_to.is_some() => joined_to.map_or(Role::PlaceIn, |(_, r)| r),
            // A locative inside another phrase: قائد الموصل does not say where, غرب الموصل does.
            None => match mention.inside {
                Some(outer) if locative(&slots.mentions[outer as usize]) => Role::PlaceIn,
                _ => continue,
            },
        };
        last = Some((m, role));
        if !found.iter().any(|(f, _)| same_place(slots, *f, m)) {
            found.push((m, role));
        }
    }
    if found.is_empty()
        && let Some(place) = place_of_sentence(slots, proposition)
    {
        found.push((place, Role::PlaceIn));
    }
    let codebook = slots.context.codebook;
    let kind = codebook.types[proposition.kind as usize].id.as_str();
    // فر الآلاف في عفرين: where one flees is where one flees from.
    if FLEEING.contains(&kind) && !found.iter().any(|(_, r)| *r == Role::PlaceFrom) {
        for (_, role) in found.iter_mut().filter(|(_, r)| *r == Role::PlaceIn) {
            *role = Role::PlaceFrom;
        }
    }
    finest(slots, &found)
}

/// The preposition of a part, for the whole after it: على الجزء الأكبر من المخيم.
fn partitive(slots: &Slots<'_>, whole: usize) -> Option<Prep> {
    let (prep, at) = slots.mentions[whole].prep?;
    let part = slots.mentions[..whole].iter().rev().find(|m| m.tokens.end <= at)?;
    let word = slots.context.text.folded(part.head);
    let word = word.strip_prefix("ال").unwrap_or(word);
    (prep == Prep::Min && part.tokens.end == at && PARTS.contains(&word)).then_some(part.prep)?.map(|p| p.0)
}

/// Of places with one role, those that only say more widely what another says are left out: دوما في ريف دمشق, هجين شرق
/// سوريا; so are words that say nothing (بعض المناطق) beside a place that does.
fn finest(slots: &Slots<'_>, found: &[(usize, Role)]) -> Vec<(usize, Role)> {
    let codebook = slots.context.codebook;
    let wider = |outer: usize, inner: usize| {
        let (o, i) = (&slots.mentions[outer], &slots.mentions[inner]);
        let Some(place) = o.place() else { return i.place().is_some() && !locates(o) };
        let container = i.site.as_deref().and_then(|s| s.container);
        container == Some(place)
            || i.place().is_some_and(|p| p != place && place::encloses(codebook, place, p))
    };
    let kept = |&(m, role): &(usize, Role)| {
        !found.iter().any(|&(other, r)| other != m && r == role && wider(m, other))
    };
    found.iter().copied().filter(kept).collect()
}

/// Whether a mention says where: a place that is settled, or the name of one that is not.
pub(super) fn locates(mention: &Mention) -> bool {
    mention.is_place()
        && (mention.named
            || mention.place().is_some()
            || mention.site.as_deref().is_some_and(Site::says_where))
}

/// Whether what stands in the annexation of a phrase says where: غرب الموصل, but not أهالي الموصل.
fn locative(outer: &Mention) -> bool {
    outer.is_place() || outer.classes.meets(Classes::FACILITY) || outer.classes.is_empty()
}

fn same_place(slots: &Slots<'_>, a: usize, b: usize) -> bool {
    a == b || slots.mentions[a].place().is_some() && slots.mentions[a].place() == slots.mentions[b].place()
}

/// The place that a sentence sets for all its clauses: one after في before the clause, or its last one.
fn place_of_sentence(slots: &Slots<'_>, proposition: &Proposition) -> Option<usize> {
    let text = slots.context.text;
    let at = proposition.trigger.at;
    let sentence = text.sentences()[text.sentence_of(at)].tokens.clone();
    let near = sentence.start.max(at.saturating_sub(NEAR_PLACE))..sentence.end.min(at + NEAR_PLACE);
    mention::within(slots.mentions, near)
        .filter(|&m| {
            let mention = &slots.mentions[m];
            locates(mention) && matches!(mention.prep.map(|p| p.0), Some(Prep::Fi | Prep::Bi))
        })
        .min_by_key(|&m| slots.mentions[m].tokens.start.abs_diff(at))
}

/// When it happened: the date of its clause, or the only one of its sentence.
pub fn time(slots: &Slots<'_>, proposition: &Proposition) -> Option<usize> {
    let text = slots.context.text;
    let at = proposition.trigger.at;
    let here = reach(slots, at);
    let dates = |range: &Tokens| {
        let from = slots.times.partition_point(|t| t.tokens.start < range.start);
        let to = slots.times.partition_point(|t| t.tokens.start < range.end);
        (from..to.max(from)).filter(|&t| slots.times[t].kind == TimeKind::Date)
    };
    let distance = |t: usize| slots.times[t].tokens.start.abs_diff(at);
    dates(&here).min_by_key(|&t| distance(t)).or_else(|| {
        // قال يوم السبت إن …: the day of the saying is not the day of what is said.
        let of_saying = |t: usize| {
            let clause = slots.clauses.of(slots.times[t].tokens.start).tokens.clone();
            within(slots.cues, clause).iter().any(|c| c.cue(slots.context, CueKind::Say).is_some())
        };
        let mut all = dates(&text.sentences()[text.sentence_of(at)].tokens).filter(|&t| !of_saying(t));
        let only = all.next()?;
        (all.next().is_none() && distance(only) < NEAR_DATE).then_some(only)
    })
}

/// Numbers about the proposition, each with what it counts.
pub fn quantities(slots: &Slots<'_>, proposition: &Proposition) -> Vec<(usize, String)> {
    let here = reach(slots, proposition.trigger.at);
    let first = slots.numbers.partition_point(|n| n.tokens.start < here.start);
    (first..slots.numbers.len())
        .take_while(|&n| slots.numbers[n].tokens.start < here.end)
        .filter(|&n| count::counts(&slots.numbers[n]))
        .filter_map(|n| Some((n, of_number(slots, proposition, n)?)))
        .collect()
}

/// What a number counts for a proposition: what its words say, the role of the phrase it stands in, or the type.
pub(super) fn of_number(slots: &Slots<'_>, proposition: &Proposition, n: usize) -> Option<String> {
    let kind = slots.context.codebook.types[proposition.kind as usize].id.as_str();
    let start = slots.numbers[n].tokens.start;
    let filler = proposition.filled.iter().find(|f| slots.mentions[f.mention].tokens.contains(&start));
    let of = match (slots.counted[n], filler.map(|f| f.role)) {
        // Times, shots and the like belong to no role, and only to a claim that takes them up.
        (Counted::One("other"), _) => return None,
        (Counted::One(code), _) => code,
        (Counted::Both(one, other), _) => {
            let done = of_targets(kind);
            if (done == one || done == other) && kind != "estimate.toll" { done } else { "targets" }
        }
        (_, Some(Role::Actors)) if kind == "displacement.flee" => "displaced",
        (_, Some(Role::Actors)) => "actors",
        _ if slots.numbers[n].kind == NumberKind::Percent => return None,
        (Counted::Things, Some(Role::Targets)) => "targets",
        (_, Some(Role::Targets)) => of_targets(kind),
        _ if kind == "estimate.toll" => "killed",
        _ if kind == "estimate.strength" => "actors",
        _ if kind.starts_with("estimate") => "other",
        _ => return None,
    };
    Some(of.to_owned())
}

/// What a number of targets counts, by what was done to them.
fn of_targets(kind: &str) -> &'static str {
    match kind {
        "violence.kill"
        | "violence.execution"
        | "violence.assassination"
        | "purge.execute"
        | "estimate.toll" => "killed",
        "violence.injure" => "injured",
        "detention.arrest" | "detention.abduct" | "detention.release" | "purge.detain" => "detained",
        "displacement.flee" | "displacement.expel" => "displaced",
        "displacement.return" | "operation.deploy" => "actors",
        _ => "targets",
    }
}

/// What a number counts that belongs to a proposition, where neither its words nor a role say it: people by what is told of
/// them, and other things as what it is done to where they stand at the trigger (السيطرة على ثلاث بلدات).
pub(super) fn of_rest(slots: &Slots<'_>, proposition: &Proposition, n: usize) -> &'static str {
    let kind = slots.context.codebook.types[proposition.kind as usize].id.as_str();
    let family = kind.split_once('.').map_or(kind, |(family, _)| family);
    if slots.counted[n] == Counted::One("other") || slots.numbers[n].kind == NumberKind::Percent {
        return "other";
    }
    if slots.counted[n] == Counted::Things {
        let end = proposition.trigger.tokens.end;
        let close = (end..=end + 1).contains(&slots.numbers[n].tokens.start);
        return if close && matches!(family, "control" | "violence" | "conduct") {
            "targets"
        } else {
            "other"
        };
    }
    match (family, kind) {
        (_, "displacement.flee" | "displacement.expel") => "displaced",
        ("unrest" | "defection" | "allegiance", _) | (_, "operation.deploy" | "displacement.return") => {
            "actors"
        }
        (_, "legal.try") => "targets",
        ("detention", _) => "detained",
        _ => "other",
    }
}

/// The code whose words stand in a range; of several, that of the first word.
fn coded<'a>(context: &Context<'a>, words: &'a [CodedWords], mut range: Tokens) -> Option<&'a str> {
    range.find_map(|at| {
        let facts = context.facts(at);
        words.iter().find(|c| facts.matches(&c.words)).map(|c| c.code.as_str())
    })
}

/// The causes of a document: what follows a cue of cause, up to the end of its phrase.
pub fn causes(context: &Context<'_>, tags: &[Tag], clauses: &Clauses, cues: &[Trigger]) -> Vec<Because> {
    let text = context.text;
    let mut found = Vec::new();
    for cue in cues {
        let Some(entry) = cue.cue(context, CueKind::Cause) else { continue };
        let start = cue.tokens.end;
        let sentence = text.sentences()[text.sentence_of(cue.at)].tokens.clone();
        let mut end = start;
        while end < sentence.end {
            let comma =
                tags[end] == Tag::Mark && matches!(text.clean(end), "،" | "," | "." | "؛" | ")" | ":");
            let next_clause = end > start + 2
                && clauses.of(end).tokens.start == end
                && !matches!(clauses.of(end).opener, Opener::Relative | Opener::That);
            if comma || next_clause || end - start > 14 {
                break;
            }
            end += 1;
        }
        if end == start {
            continue;
        }
        let code = coded(context, &context.codebook.cause_words, start..end)
            .map(str::to_owned)
            .or_else(|| entry.code.clone())
            .unwrap_or_else(|| "other".to_owned());
        found.push(Because { tokens: start..end, code, cue: cue.at });
    }
    found
}

/// The causes of a proposition: cues in its own clause, or opening the one right after it.
pub fn causes_of(slots: &Slots<'_>, proposition: &Proposition) -> Vec<usize> {
    let at = proposition.trigger.at;
    let text = slots.context.text;
    let sentence = text.sentences()[text.sentence_of(at)].tokens.clone();
    let clause = slots.clauses.index_of(at);
    let first = slots.causes.partition_point(|c| c.cue < sentence.start);
    (first..slots.causes.len())
        .take_while(|&c| slots.causes[c].cue < sentence.end)
        .filter(|&c| {
            let Because { cue, tokens, .. } = &slots.causes[c];
            let its = slots.clauses.index_of(*cue);
            let opens_next =
                *cue > at && its == clause + 1 && slots.clauses.of(*cue).tokens.start + 1 >= *cue;
            !tokens.contains(&at) && *cue != at && (its == clause || opens_next)
        })
        .collect()
}
