//! What speaks for and against two claims telling of one happening.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::{
    SharedText,
    fact::{Fact, FactId, Party, Tense},
    figure::{Agreement, agreement},
    overlap::{AROUND, CLAUSE, Overlap, PARTIES, TITLE, TOLD, graded, heard, share},
    points,
    spot::{Level, Spot},
    standing::{Meeting, Standing},
    stem::Stems,
    taxonomy::{self, Kinship},
    when::{Precision, When},
};

/// Two days said so far apart are two days, however they were counted: "yesterday" of a paper that goes to press at night is off by one.
const SLACK: i32 = 1;

/// How a pair is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// Not linked.
    None,
    /// May be: attaches a claim that is left alone to one event, joins no events, and makes two that it stands between kin.
    Weak,
    /// Taken to tell of one happening.
    Strong,
}

impl Strength {
    /// As records write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Weak => "weak",
            Self::Strong => "strong",
        }
    }
}

/// What forbids that two claims tell of one happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Veto {
    /// Days that are said and lie apart.
    Dates,
    /// Places of one level that lie apart.
    Places,
    /// Types that undo each other.
    Types,
    /// The same deed by and to other parties, or with the parts exchanged.
    Sides,
}

impl Veto {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Dates => "the days that are said lie apart",
            Self::Places => "the places lie apart",
            Self::Types => "the types undo each other",
            Self::Sides => "the sides are others",
        }
    }
}

/// One finding about a pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The rule, as `codebooks/link/points.toml` names it: field, then finding.
    pub rule: &'static str,
    /// What it is worth: log-odds, for where positive.
    pub points: i32,
    /// What was seen, in words.
    pub words: String,
}

/// What a pair of claims is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The claim with the smaller id.
    pub first: FactId,
    /// The other.
    pub second: FactId,
    /// Sum of the points.
    pub points: i32,
    /// How the pair is judged.
    pub strength: Strength,
    /// What forbids the link, whatever the points say.
    pub veto: Option<Veto>,
    /// The findings.
    pub reasons: Vec<Reason>,
}

/// Weighs two claims, and says why. The order of the two does not matter, nor does anything but the two.
pub fn weigh(one: &Fact, other: &Fact, shared: Option<SharedText>) -> Link {
    judged(one, other, shared, Findings { points: 0, reasons: Some(Vec::new()) })
}

/// As [`weigh`], without the reasons: most pairs that are weighed come to nothing, and nobody asks why.
pub fn judge(one: &Fact, other: &Fact, shared: Option<SharedText>) -> Link {
    judged(one, other, shared, Findings { points: 0, reasons: None })
}

fn judged(one: &Fact, other: &Fact, shared: Option<SharedText>, mut findings: Findings) -> Link {
    let (first, second, shared) = match one.id.cmp(&other.id) {
        Ordering::Greater => (other, one, shared.map(SharedText::mirrored)),
        _ => (one, other, shared),
    };
    findings.add("start", || String::from("claims that meet"));
    findings.types(first, second);
    findings.definite(first, second);
    findings.places(first, second);
    findings.times(first, second);
    findings.parties(first, second);
    findings.named(first, second);
    findings.figures(first, second);
    findings.words(first, second);
    findings.telling(first, second, shared);
    findings.prominence(first, second);
    let points = findings.points;
    let veto = veto(first, second);
    let strength = match points {
        _ if veto.is_some() => Strength::None,
        points if points >= points::strong() => Strength::Strong,
        points if points >= points::weak() => Strength::Weak,
        _ => Strength::None,
    };
    Link {
        first: first.id.clone(),
        second: second.id.clone(),
        points,
        strength,
        veto,
        reasons: findings.reasons.unwrap_or_default(),
    }
}

/// What forbids that two claims tell of one happening, whatever else speaks for it.
pub fn veto(first: &Fact, second: &Fact) -> Option<Veto> {
    if taxonomy::opposite(&first.kind, &second.kind) {
        return Some(Veto::Types);
    }
    if dates_apart(&first.when, &second.when) {
        return Some(Veto::Dates);
    }
    let here = |fact: &Fact| fact.places.iter().any(|spot| spot.here);
    match Standing::of(&first.places, &second.places) {
        Standing::Apart(_) if here(first) && here(second) => Some(Veto::Places),
        _ if taxonomy::is_speech(&first.kind) && taxonomy::is_speech(&second.kind) => {
            (Meeting::of(&first.actors, &second.actors) == Meeting::Other).then_some(Veto::Sides)
        }
        _ => None,
    }
}

fn dates_apart(first: &When, second: &When) -> bool {
    let exact = |when: &When| {
        when.here && matches!(when.precision, Precision::Day | Precision::Week | Precision::Month)
    };
    exact(first) && exact(second) && first.apart(second).is_some_and(|days| days > SLACK)
}

struct Findings {
    points: i32,
    /// None where nobody asks.
    reasons: Option<Vec<Reason>>,
}

impl Findings {
    fn add(&mut self, rule: &'static str, words: impl FnOnce() -> String) {
        self.put(rule, if rule == "start" { points::start() } else { points::of(rule) }, words);
    }

    fn put(&mut self, rule: &'static str, points: i32, words: impl FnOnce() -> String) {
        self.points += points;
        if let Some(reasons) = &mut self.reasons {
            reasons.push(Reason { rule, points, words: words() });
        }
    }

    fn types(&mut self, first: &Fact, second: &Fact) {
        let rule = match taxonomy::kinship(&first.kind, &second.kind) {
            Kinship::Same if taxonomy::is_speech(&first.kind) => "type.same.speech",
            Kinship::Same if taxonomy::is_standing(&first.kind) => "type.same.standing",
            Kinship::Same => "type.same",
            Kinship::Kin if taxonomy::is_speech(&first.kind) => "type.kin.speech",
            Kinship::Kin => "type.kin",
            Kinship::Family => "type.family",
            Kinship::Other => "type.other",
            Kinship::Opposite => "type.opposite",
        };
        self.add(rule, || format!("{} and {}", first.kind, second.kind));
        if first.kind == second.kind {
            self.put("type.this", points::of_type(&first.kind), || format!("both {}", first.kind));
        }
        let rule = if first.affirmed == second.affirmed { "polarity.same" } else { "polarity.other" };
        self.add(rule, || format!("told as {} and {}", telling(first), telling(second)));
        let happened = |fact: &Fact| matches!(fact.tense, Tense::Past | Tense::Present);
        if happened(first) != happened(second) {
            self.add("tense.other", || String::from("one has happened, the other is to come"));
        }
        if let (Some(one), Some(two)) = (first.trigger.first(), second.trigger.first()) {
            let rule = if one == two { "trigger.same" } else { "trigger.other" };
            self.add(rule, || format!("{} and {}", first.trigger.join(" "), second.trigger.join(" ")));
        }
    }

    fn definite(&mut self, first: &Fact, second: &Fact) {
        let rule = match (first.definite, second.definite, first.id.document == second.id.document) {
            (true, true, true) => "definite.both.document",
            (true, true, false) => "definite.both",
            (false, false, _) => "definite.none",
            (_, _, true) => "definite.one.document",
            (_, _, false) => "definite.one",
        };
        self.add(rule, || String::from("a noun with the article takes up what was told before"));
    }

    fn places(&mut self, first: &Fact, second: &Fact) {
        let standing = Standing::of(&first.places, &second.places);
        let rule = match &standing {
            Standing::Unsaid => "place.unsaid",
            Standing::OneSaid => "place.one",
            Standing::Same(Level::Site) => "place.same.site",
            Standing::Same(Level::Town) => "place.same.town",
            Standing::Same(Level::Area | Level::Division) => "place.same.division",
            Standing::Same(_) => "place.same.country",
            Standing::Inside(Level::Region | Level::Country) => "place.inside.country",
            Standing::Inside(_) => "place.inside",
            Standing::Near(_) => "place.near",
            Standing::Apart(_) if first.places.iter().chain(&second.places).any(|spot| spot.here) => {
                "place.apart"
            }
            Standing::Apart(_) => "place.apart.carried",
            Standing::Abroad => "place.abroad",
            Standing::Unclear => "place.unclear",
        };
        self.add(rule, || format!("{} and {}", named(&first.places), named(&second.places)));
    }

    fn times(&mut self, first: &Fact, second: &Fact) {
        let (one, two) = (&first.when, &second.when);
        let days = |when: &When| when.is_said() && when.days().is_some_and(|days| days <= 3);
        let rule = match (one.is_said(), two.is_said(), one.apart(two)) {
            (true, true, Some(0)) if days(one) && days(two) => "time.day",
            (true, true, Some(0)) => "time.overlap",
            (true, true, Some(1)) => "time.next",
            (true, true, Some(_)) if one.here && two.here => "time.apart",
            (true, true, Some(_)) => "time.apart.carried",
            (false, false, Some(0)) => "time.unsaid",
            (false, false, _) => "time.unsaid.far",
            (_, _, Some(0)) => "time.within",
            (_, _, Some(_)) => "time.outside",
            (_, _, None) => "time.open",
        };
        self.add(rule, || format!("{one} and {two}"));
        if let (Some(one), Some(two)) = (first.published, second.published) {
            let days = (one - two).get_days().abs();
            let rule = match days {
                0 => "published.same",
                1 => "published.next",
                2..=7 => "published.week",
                _ => "published.far",
            };
            self.add(rule, || format!("published {days} days apart"));
        }
    }

    fn parties(&mut self, first: &Fact, second: &Fact) {
        let speech = taxonomy::is_speech(&first.kind) && taxonomy::is_speech(&second.kind);
        for (rules, one, two) in [
            (if speech { &SPEAKER } else { &ACTOR }, &first.actors, &second.actors),
            (&TARGET, &first.targets, &second.targets),
        ] {
            let rule = match Meeting::of(one, two) {
                Meeting::Unsaid => continue,
                Meeting::One => rules[0],
                Meeting::Same => rules[1],
                Meeting::Alike => rules[2],
                Meeting::Unclear => rules[3],
                Meeting::Other => rules[4],
            };
            self.add(rule, || format!("{} and {}", spoken(one), spoken(two)));
        }
        let crossed = |one: &[Party], two: &[Party]| Meeting::of(one, two) == Meeting::Same;
        if crossed(&first.actors, &second.targets) || crossed(&first.targets, &second.actors) {
            self.add("party.crossed", || String::from("who acts in one undergoes in the other"));
        }
    }

    /// Whether the named of both are the same, whatever they do there.
    fn named(&mut self, first: &Fact, second: &Fact) {
        let (one, two) = (&first.named, &second.named);
        let both = one.iter().filter(|id| two.contains(id)).count();
        let rule = match both {
            _ if one.is_empty() || two.is_empty() => "named.unsaid",
            0 => "named.other",
            both if both == one.len() && both == two.len() => "named.same",
            _ => "named.some",
        };
        self.add(rule, || format!("{} and {} by name, {both} in both", one.len(), two.len()));
    }

    fn figures(&mut self, first: &Fact, second: &Fact) {
        let mut best: Option<(&str, String)> = None;
        let rank = |rule: &str| {
            ["figure.same.large", "figure.same", "figure.near", "figure.other"]
                .iter()
                .position(|r| *r == rule)
        };
        for one in &first.figures {
            for two in second.figures.iter().filter(|two| two.of == one.of && counts(&two.of)) {
                let rule = match agreement(one, two) {
                    Agreement::Same if one.best.or(one.low).is_some_and(|figure| figure >= 10.0) => {
                        "figure.same.large"
                    }
                    Agreement::Same => "figure.same",
                    Agreement::Near => "figure.near",
                    Agreement::Other => "figure.other",
                };
                if best.as_ref().is_none_or(|(found, _)| rank(rule) < rank(found)) {
                    best = Some((rule, format!("{} and {} ({})", one.text, two.text, one.of)));
                }
            }
        }
        if let Some((rule, words)) = best {
            self.add(rule, || words);
        }
    }

    fn words(&mut self, first: &Fact, second: &Fact) {
        self.overlap(&CLAUSE, &first.words, &second.words);
        self.overlap(&TOLD, &first.told, &second.told);
        if !first.parties.is_empty() && !second.parties.is_empty() {
            self.overlap(&PARTIES, &first.parties, &second.parties);
        }
        if !first.around.is_empty() && !second.around.is_empty() {
            self.overlap(&AROUND, &first.around, &second.around);
        }
        if !first.title.is_empty() && !second.title.is_empty() && first.id.document != second.id.document {
            self.overlap(&TITLE, &first.title, &second.title);
        }
    }

    /// What two sets of stems share, as two findings: how much, and how much of what there is.
    fn overlap(&mut self, field: &Overlap, first: &Stems, second: &Stems) {
        let (both, all) = first.shared(second);
        self.add(field.much[graded(both)], || heard(field.what, first, second));
        if both > 0 {
            self.add(field.share[share(both, all)], || format!("{both} of {all} bits"));
        }
    }

    /// Whether both are what their reports are about.
    fn prominence(&mut self, first: &Fact, second: &Fact) {
        if let (Some(one), Some(two)) = (first.headline, second.headline) {
            let rule = HEADLINE[headed(one.min(two))];
            self.add(rule, || String::from("as much as that of both stands in the titles"));
            let rule = HEADLINED[headed(one.max(two))];
            self.add(rule, || String::from("as much as that of one stands in its title"));
        }
        let rule = ["lead.none", "lead.one", "lead.both"][usize::from(first.lead) + usize::from(second.lead)];
        self.add(rule, || String::from("in the first words of the reports"));
    }

    fn telling(&mut self, first: &Fact, second: &Fact, shared: Option<SharedText>) {
        if first.quotation.is_some() && first.quotation == second.quotation {
            self.add("quotation.same", || String::from("both quote the same words"));
        }
        if let Some(shared) = shared {
            let rule = match shared {
                SharedText { aligned: true, .. } => "shared.aligned",
                SharedText { first: 80.., second: 80.., .. } => "shared.covered",
                _ => "shared.partly",
            };
            self.add(rule, || {
                String::from("they stand in text that one document took from the other, or both from a third")
            });
        }
        if first.id.document == second.id.document {
            let [start, end] = first.content_span;
            let [from, to] = second.content_span;
            let rule = if start < to && from < end { "document.clause" } else { "document.same" };
            self.add(rule, || String::from("one document tells both"));
            let letters = first.trigger_span[0].abs_diff(second.trigger_span[0]);
            let rule = match letters {
                0..=39 => "distance.clause",
                40..=119 => "distance.sentence",
                120..=299 => "distance.next",
                300..=799 => "distance.paragraphs",
                _ => "distance.far",
            };
            self.add(rule, || format!("{letters} characters apart"));
        }
        if let (Some(one), Some(two)) = (first.origin(), second.origin()) {
            let same = match (&one.entity, &two.entity) {
                (Some(a), Some(b)) => a == b,
                _ => one.kind == two.kind && one.words == two.words,
            };
            let rule = if same { "origin.same" } else { "origin.other" };
            self.add(rule, || format!("according to {} and {}", one.text, two.text));
        }
    }
}

/// Whether what is counted belongs to the happening: a duration or a sum of money may be anything's.
fn counts(of: &str) -> bool {
    matches!(of, "killed" | "injured" | "detained" | "displaced" | "actors" | "targets")
}

/// The rules of a role: one claim says who has it, both say the same, alike, they may be, they are others.
type Role = [&'static str; 5];

const ACTOR: Role = ["actor.one", "actor.same", "actor.alike", "actor.unclear", "actor.other"];
const SPEAKER: Role = ["speaker.one", "speaker.same", "speaker.alike", "speaker.unclear", "speaker.other"];
const TARGET: Role = ["target.one", "target.same", "target.alike", "target.unclear", "target.other"];

/// Rules of how much of a claim stands in the title of its document: of the one that has less, and of the one that has more.
const HEADLINE: [&str; 4] = ["headline.none", "headline.little", "headline.some", "headline.much"];
const HEADLINED: [&str; 4] = ["headlined.none", "headlined.little", "headlined.some", "headlined.much"];

fn headed(bits: u32) -> usize {
    match bits {
        0 => 0,
        1..=6 => 1,
        7..=13 => 2,
        _ => 3,
    }
}

fn named(places: &[Spot]) -> String {
    listed(places.iter().map(|spot| spot.name.as_deref().unwrap_or(&spot.text)), "no place")
}

fn spoken(parties: &[Party]) -> String {
    listed(parties.iter().map(|party| party.entity.as_deref().unwrap_or(&party.text)), "nobody")
}

fn listed<'a>(names: impl Iterator<Item = &'a str>, none: &str) -> String {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { none.to_owned() } else { names.join(", ") }
}

fn telling(fact: &Fact) -> &'static str {
    if fact.affirmed { "so" } else { "not so" }
}
