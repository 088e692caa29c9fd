//! How the parties and the places of two claims stand to each other.

use super::{
    fact::Party,
    spot::{Level, Spot},
};

/// Two points within so many kilometres are neighbours.
const NEAR: f64 = 35.0;

/// Two towns farther apart than this are two places, in whatever way they were found.
pub(crate) const FAR: f64 = 60.0;

/// How the parties of two claims meet in one role.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meeting {
    /// Neither says who.
    Unsaid,
    /// One does.
    One,
    /// One party stands in both.
    Same,
    /// Two phrases share a telling word.
    Alike,
    /// Descriptions that may or may not mean the same.
    Unclear,
    /// All are named, and none stands in both.
    Other,
}

impl Meeting {
    pub(crate) fn of(first: &[Party], second: &[Party]) -> Self {
        if first.is_empty() && second.is_empty() {
            return Self::Unsaid;
        }
        if first.is_empty() || second.is_empty() {
            return Self::One;
        }
        let pairs = || first.iter().flat_map(|one| second.iter().map(move |two| (one, two)));
        let same = |one: &Party, two: &Party| match (&one.id, &two.id) {
            (Some(a), Some(b)) => a == b,
            _ => !one.words.is_empty() && one.words == two.words,
        };
        if pairs().any(|(one, two)| same(one, two)) {
            return Self::Same;
        }
        let alike = |one: &Party, two: &Party| one.words.iter().any(|stem| two.words.contains(stem));
        if pairs().any(|(one, two)| alike(one, two)) {
            return Self::Alike;
        }
        let all_named = first.iter().chain(second).all(|party| party.id.is_some());
        if all_named { Self::Other } else { Self::Unclear }
    }
}

/// How the places of two claims stand to each other, by the pair of places that stand closest.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Standing {
    Unsaid,
    OneSaid,
    Same(Level),
    Inside(Level),
    Near(f64),
    Unclear,
    /// A country, and a place in another.
    Abroad,
    Apart(f64),
}

impl Standing {
    pub(super) fn of(first: &[Spot], second: &[Spot]) -> Self {
        match (first.is_empty(), second.is_empty()) {
            (true, true) => return Self::Unsaid,
            (true, false) | (false, true) => return Self::OneSaid,
            (false, false) => {}
        }
        first
            .iter()
            .flat_map(|one| second.iter().map(move |two| Self::between(one, two)))
            .min_by(|a, b| a.rank().cmp(&b.rank()))
            .unwrap_or(Self::Unclear)
    }

    /// The closer, the smaller: first the same small place, last two places apart.
    fn rank(self) -> u8 {
        match self {
            Self::Same(level) => 10 - level as u8,
            Self::Near(_) => 11,
            Self::Inside(level) => 18 - level as u8,
            Self::Unsaid | Self::OneSaid | Self::Unclear => 19,
            Self::Abroad => 20,
            Self::Apart(_) => 21,
        }
    }

    fn between(one: &Spot, two: &Spot) -> Self {
        if one.same(two) {
            return Self::Same(one.level.max(two.level));
        }
        if one.contains(two) || two.contains(one) {
            return Self::Inside(one.level.min(two.level));
        }
        let wide = one.level <= Level::Country || two.level <= Level::Country;
        if let (Some(a), Some(b)) = (&one.country, &two.country)
            && a != b
        {
            let near = one.kilometres(two).is_some_and(|far| far <= FAR);
            return match (one.level, two.level) {
                _ if near => Self::Near(0.0),
                (a, b) if (a <= Level::Country) != (b <= Level::Country) => Self::Abroad,
                _ => Self::Apart(one.kilometres(two).unwrap_or(f64::INFINITY)),
            };
        }
        if wide {
            return Self::Unclear;
        }
        match one.kilometres(two) {
            Some(far) if far <= NEAR => Self::Near(far),
            Some(far) if far > FAR && one.level >= Level::Town && two.level >= Level::Town => {
                Self::Apart(far)
            }
            Some(_) if one.level == Level::Division && two.level == Level::Division => Self::Apart(0.0),
            _ => Self::Unclear,
        }
    }
}
