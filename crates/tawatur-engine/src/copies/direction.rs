//! Who took from whom, by ordered evidence.

use tawatur::claim::record::CodePoints;

use super::{
    copy::{Direction, Passage, Route, Rule, Side},
    credit::{Credit, Standing},
    prepared::Prepared,
};

/// How much of a text stands in the other where that contains it.
const WHOLE: f64 = 0.9;
/// How much of the other is then something else at least.
const OTHER: f64 = 0.3;

/// What is known of a pair before its direction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shared<'a> {
    pub(super) docs: [&'a Prepared; 2],
    pub(super) passages: &'a [Passage],
    pub(super) share: [f64; 2],
}

/// Who took from whom, and the way.
pub(super) fn direction(shared: Shared<'_>) -> (Direction, Route) {
    let [a, b] = shared.docs;
    if a.outlet.is_some() && a.outlet == b.outlet {
        let direction = by_time(shared).unwrap_or_else(undirected);
        return (direction, Route::Own);
    }
    if let Some(direction) = credit(shared) {
        let route = if direction.rule == Rule::Agency { Route::Wire } else { Route::Outlet };
        return (direction, route);
    }
    if let Some(direction) = agency(shared) {
        return (direction, Route::Wire);
    }
    let direction = byline(shared).or_else(|| by_time(shared)).or_else(|| containment(shared));
    match direction {
        Some(direction) => (direction, Route::Outlet),
        None => (undirected(), Route::Common),
    }
}

fn undirected() -> Direction {
    Direction { from: None, rule: Rule::None, origin: None, evidence: Vec::new() }
}

/// One names the outlet of the other, and is not named by it.
fn credit(shared: Shared<'_>) -> Option<Direction> {
    let credits = [Side::A, Side::B].map(|side| {
        let (text, other) = (shared.docs[side.index()], shared.docs[side.other().index()]);
        let own = other.own?;
        text.credits.iter().filter(|c| c.outlet == own).min_by_key(|c| (c.standing, c.span))
    });
    let (side, credit): (Side, &Credit) = match credits {
        [Some(credit), None] => (Side::A, credit),
        [None, Some(credit)] => (Side::B, credit),
        _ => return None,
    };
    let original = shared.docs[side.other().index()];
    let rule = if original.own_agency.is_some() { Rule::Agency } else { Rule::Credit };
    Some(Direction {
        from: Some(side.other()),
        rule,
        origin: original.own_agency.clone(),
        evidence: vec![(side, credit.span)],
    })
}

/// An agency that both credit, or one of them for what it shares.
fn agency(shared: Shared<'_>) -> Option<Direction> {
    let [a, b] = shared.docs.map(|d| &d.agencies);
    // The strongest of those that both name, whichever text is asked first.
    let both = a
        .iter()
        .flat_map(|one| b.iter().filter(|two| two.outlet == one.outlet).map(move |two| (one, two)))
        .min_by_key(|(one, two)| {
            (one.standing.max(two.standing), one.standing.min(two.standing), one.outlet, one.span, two.span)
        });
    if let Some((one, two)) = both {
        return Some(Direction {
            from: None,
            rule: Rule::CommonAgency,
            origin: Some(one.name.clone()),
            evidence: vec![(Side::A, one.span), (Side::B, two.span)],
        });
    }
    let (side, one) = [Side::A, Side::B]
        .into_iter()
        .flat_map(|side| shared.docs[side.index()].agencies.iter().map(move |agency| (side, agency)))
        .filter(|(side, agency)| agency.standing == Standing::Signed || inside(shared, *side, agency.span))
        .min_by_key(|(side, agency)| (agency.standing, agency.outlet, *side))?;
    Some(Direction {
        from: None,
        rule: Rule::CommonAgency,
        origin: Some(one.name.clone()),
        evidence: vec![(side, one.span)],
    })
}

/// Whether a place lies within what a text shares, from its first passage to its last.
fn inside(shared: Shared<'_>, side: Side, span: CodePoints) -> bool {
    let spans = || shared.passages.iter().map(|p| p.spans[side.index()]);
    let (from, to) = (spans().map(|s| s[0]).min(), spans().map(|s| s[1]).max());
    from.is_some_and(|from| from <= span[0]) && to.is_some_and(|to| span[1] <= to)
}

/// One is signed, by its outlet or by a person, and the other by nobody.
fn byline(shared: Shared<'_>) -> Option<Direction> {
    let from = match shared.docs.map(|d| d.signed) {
        [true, false] => Side::A,
        [false, true] => Side::B,
        _ => return None,
    };
    Some(Direction { from: Some(from), rule: Rule::Byline, ..undirected() })
}

fn by_time(shared: Shared<'_>) -> Option<Direction> {
    let [a, b] = shared.docs.map(|d| d.published);
    let (a, b) = (a?, b?);
    let from = if a.is_before(b) {
        Side::A
    } else if b.is_before(a) {
        Side::B
    } else {
        return None;
    };
    Some(Direction { from: Some(from), rule: Rule::Time, ..undirected() })
}

/// One stands whole in the other, which has other matter before it and after it: a round-up that took it in. Where
/// there is other matter only after it, it may as well be the other cut short.
fn containment(shared: Shared<'_>) -> Option<Direction> {
    let from = [Side::A, Side::B].into_iter().find(|side| {
        let (inner, outer) = (side.index(), side.other().index());
        if shared.share[inner] < WHOLE || shared.share[outer] > 1.0 - OTHER {
            return false;
        }
        let outer_words = &shared.docs[outer].words;
        let starts = shared.passages.iter().map(|p| p.spans[outer][0]).min().unwrap_or(0);
        let ends = shared.passages.iter().map(|p| p.spans[outer][1]).max().unwrap_or(0);
        let before = outer_words.partition_point(|w| (w.start as usize) < starts);
        let after = outer_words.len() - outer_words.partition_point(|w| (w.start as usize) < ends);
        // A heading is no other matter.
        let least = 40.min(outer_words.len() / 5);
        before > least && after > least
    })?;
    let mut evidence: Vec<_> =
        shared.passages.iter().map(|p| (from.other(), p.spans[from.other().index()])).collect();
    // Passages may stand in another order in the other text.
    evidence.sort_unstable();
    Some(Direction { from: Some(from), rule: Rule::Containment, origin: None, evidence })
}
