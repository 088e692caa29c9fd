//! The words before or after a number that bound it: أكثر من, ما لا يقل عن, نحو, على الأقل.
//!
//! Negation turns a bound around (يزيد على "exceeds", لا يزيد على "at most"), and the subject may stand
//! between verb and preposition: "لا يقل عددهم عن 20".

use super::Qualifier;
use super::part::{Cue, Num};
use super::words::Words;

/// Reads a qualifier before a number at `at`: the qualifier and where the number should start.
pub(super) fn qualifier(w: Words<'_>, at: usize) -> Option<(Qualifier, usize)> {
    use Qualifier::{About, AtLeast, AtMost, LessThan, MoreThan};
    let mut p = at;
    if w.cue(p) == Cue::What {
        p += 1;
    }
    let negated = w.cue(p) == Cue::Not;
    if negated {
        p += 1;
    }
    let pick = |yes: Qualifier, no: Qualifier| if negated { no } else { yes };
    // "يزيد عددهم عن": up to two words between the verb and its preposition.
    let preposition = |from: usize| {
        (from..from + 3).take_while(|&i| w.is_word(i)).find(|&i| matches!(w.cue(i), Cue::On | Cue::Off))
    };
    let (q, next) = match w.cue(p) {
        // "يساوي أو أكثر من"
        Cue::Equals
            if w.cue(p + 1) == Cue::Or && !negated && !matches!(w.cue(p + 2), Cue::Equals | Cue::What) =>
        {
            let (q, next) = qualifier(w, p + 2)?;
            return Some((q.inclusive(), next));
        }
        Cue::Reaches if w.cue(p + 1) == Cue::To => (pick(AtMost, LessThan), p + 2),
        Cue::Greater | Cue::Lesser if is_sign(w, p) => {
            let greater = w.cue(p) == Cue::Greater;
            let equal = usize::from(w.folded(p + 1) == "=");
            let q = if greater { MoreThan } else { LessThan };
            let minus = usize::from(w.cue(p + 1 + equal) == Cue::Dash);
            let inclusive = equal == 1 || matches!(w.folded(p), "≥" | "≤");
            (if inclusive { q.inclusive() } else { q }, p + 1 + equal + minus)
        }
        Cue::More | Cue::Less => {
            let more = w.cue(p) == Cue::More;
            let from = (p + 1..=p + 2).find(|&i| w.cue(i) == Cue::From)?;
            (if more { pick(MoreThan, AtMost) } else { pick(LessThan, AtLeast) }, from + 1)
        }
        // "بحد أقصى 30", "كحد أدنى 30"
        Cue::Limit if w.cue(p + 1) == Cue::Utmost => (AtMost, p + 2),
        Cue::Limit if w.cue(p + 1) == Cue::Less => (AtLeast, p + 2),
        Cue::Below if !negated => (LessThan, p + 1),
        Cue::Above if !negated => (MoreThan, p + 1),
        Cue::Exceeds => (pick(MoreThan, AtMost), preposition(p + 1)? + 1),
        Cue::FallsShort => (pick(LessThan, AtLeast), preposition(p + 1)? + 1),
        Cue::Passes => {
            let next = if w.tag(p + 1).num == Num::None && w.is_word(p + 1) { p + 2 } else { p + 1 };
            (pick(MoreThan, AtMost), next)
        }
        Cue::About if !negated => (About, p + 1),
        Cue::Nears => (About, if w.cue(p + 1) == Cue::From { p + 2 } else { p + 1 }),
        Cue::IsNear if w.cue(p + 1) == Cue::From => (About, p + 2),
        Cue::Estimated => {
            let number = (p + 1..p + 5)
                .take_while(|&i| w.is_word(i) || w.tag(i).num == Num::Digits)
                .find(|&i| w.tag(i).num != Num::None)?;
            let with = w.tag(number).prep || w.folded(number - 1) == "ب";
            if !with {
                return None;
            }
            (About, number)
        }
        Cue::On if w.cue(p + 1) == Cue::AtLeastTail => (AtLeast, p + 2),
        Cue::On if w.cue(p + 1) == Cue::AtMostTail => (AtMost, p + 2),
        _ => return None,
    };
    // "أقل من أو يساوي" lets the number itself in.
    if w.cue(next) == Cue::Or && w.cue(next + 1) == Cue::Equals {
        return Some((q.inclusive(), next + 2));
    }
    Some((q, next))
}

/// What may follow a number to bound it: على الأقل, تقريبا, كحد أدنى, أو أكثر.
pub(super) fn tail(w: Words<'_>, at: usize) -> Option<(Qualifier, usize)> {
    if !w.same_line(at) {
        return None;
    }
    match (w.cue(at), w.cue(at + 1)) {
        // "200 أو أكثر من ذلك"; "5000 أو أكثر من 4500" are two bounds.
        (Cue::Or, bound @ (Cue::More | Cue::Less)) if w.cue(at + 2) == Cue::From => {
            let q = if bound == Cue::More { Qualifier::AtLeast } else { Qualifier::AtMost };
            let that = usize::from(w.cue(at + 3) == Cue::That);
            w.ends_clause(at + 3 + that).then_some((q, at + 3 + that))
        }
        (Cue::On, Cue::AtLeastTail) | (Cue::Limit, Cue::Less) | (Cue::Or, Cue::More) => {
            Some((Qualifier::AtLeast, at + 2))
        }
        (Cue::On, Cue::AtMostTail) | (Cue::Limit, Cue::Utmost) | (Cue::Or, Cue::Less) => {
            Some((Qualifier::AtMost, at + 2))
        }
        // "30 فما فوق"
        (Cue::What, Cue::Above) if w.tag(at).conj => Some((Qualifier::AtLeast, at + 2)),
        (Cue::What, Cue::Below) if w.tag(at).conj => Some((Qualifier::AtMost, at + 2)),
        (Cue::More, next) if w.tag(at).conj && next != Cue::From => Some((Qualifier::AtLeast, at + 1)),
        (Cue::About, _) if w.folded(at) == "تقريبا" => Some((Qualifier::About, at + 1)),
        _ => None,
    }
}

/// A sign of comparison stands free on its left, where a tag of markup or an arrow does not.
fn is_sign(w: Words<'_>, at: usize) -> bool {
    let free = at == 0 || !w.touches(at);
    let next = at + 1 + usize::from(w.folded(at + 1) == "=" && w.touches(at + 1));
    free && (w.tag(next).num == Num::Digits || w.cue(next) == Cue::Dash && w.tag(next + 1).num == Num::Digits)
}

impl Qualifier {
    /// The same bound with the number itself let in.
    pub(super) fn inclusive(self) -> Self {
        match self {
            Self::MoreThan => Self::AtLeast,
            Self::LessThan => Self::AtMost,
            other => other,
        }
    }

    /// Whether it bounds from below (true) or from above (false).
    pub(super) fn bounds_below(self) -> Option<bool> {
        match self {
            Self::MoreThan | Self::AtLeast => Some(true),
            Self::LessThan | Self::AtMost => Some(false),
            _ => None,
        }
    }
}
