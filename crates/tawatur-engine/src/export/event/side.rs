//! The two sides of an event: those that most claims of its type name, else most of its claims.

use std::collections::BTreeMap;

use tawatur::claim::record::Argument;

use super::super::scheme;
use crate::query::event::Told;

/// Who acts and who undergoes it.
#[derive(Debug, Default)]
pub struct Sides<'t> {
    /// The first side.
    pub one: Option<&'t Argument>,
    /// The other.
    pub two: Option<&'t Argument>,
    /// Others that fewer claims name on the first side.
    pub beside_one: Vec<String>,
    /// Others on the second.
    pub beside_two: Vec<String>,
}

impl<'t> Sides<'t> {
    /// Of the claims that affirm the event. Those of its own type go first: it is also told by the wounds that it left, and who carries the
    /// wounded is no side.
    pub fn of(told: &'t Told) -> Self {
        let claims =
            || told.claims.iter().map(|telling| &telling.claim.claim).filter(|claim| claim.polarity != "-");
        let most = |side: &dyn Fn(&'t tawatur::claim::record::Claim) -> Option<&'t Argument>| {
            let own = claims().filter(|claim| claim.kind == told.event.kind);
            Self::most(own.filter_map(side)).or_else(|| Self::most(claims().filter_map(side)))
        };
        let one = most(&|claim| scheme::sides(claim).0);
        let two = most(&|claim| scheme::sides(claim).1);
        let name = |side: Option<&Argument>| side.map(scheme::name);
        let (first, second) = (name(one), name(two));
        let mut beside: [Vec<String>; 2] = Default::default();
        for claim in claims() {
            for (at, list) in [(0, &claim.actors), (1, &claim.targets)] {
                for other in list.iter().map(scheme::name) {
                    let known = [&first, &second].into_iter().flatten().any(|side| *side == other);
                    if !known && !beside[at].contains(&other) {
                        beside[at].push(other);
                    }
                }
            }
        }
        let [beside_one, beside_two] = beside;
        Self { one, two, beside_one, beside_two }
    }

    /// Who is named most often; of several who is named first.
    fn most(named: impl Iterator<Item = &'t Argument>) -> Option<&'t Argument> {
        let mut counts: BTreeMap<String, (usize, usize, &Argument)> = BTreeMap::new();
        for (at, argument) in named.enumerate() {
            counts.entry(scheme::name(argument)).or_insert((0, at, argument)).0 += 1;
        }
        let most = counts.into_values().max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
        most.map(|(_, _, argument)| argument)
    }
}

/// Why a table of events has no row for an event: such tables hold what is said to have happened.
pub fn not_told(told: &Told) -> Option<&'static str> {
    let claims = || told.claims.iter().map(|telling| &telling.claim.claim);
    if claims().all(|claim| claim.polarity == "-") {
        Some("denied")
    } else if claims().all(|claim| scheme::not_told(claim).is_some()) {
        Some("not said to have happened")
    } else {
        None
    }
}
