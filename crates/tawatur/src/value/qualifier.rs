//! The words before a number that bound it: أكثر من, ما لا يقل عن, نحو, على الأقل.
//!
//! Negation turns a bound around (يزيد على "exceeds", لا يزيد على "at most"), and the subject may stand
//! between verb and preposition: "لا يقل عددهم عن 20".

use super::Qualifier;
use super::words::{Cue, Num, Words};

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
        Cue::More | Cue::Less => {
            let more = w.cue(p) == Cue::More;
            let from = (p + 1..=p + 2).find(|&i| w.cue(i) == Cue::From)?;
            (if more { pick(MoreThan, AtMost) } else { pick(LessThan, AtLeast) }, from + 1)
        }
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
    let inclusive = matches!(w.folded(next + 1), "يساوي" | "تساوي") && w.cue(next) == Cue::Or;
    match (q, inclusive) {
        (MoreThan, true) => Some((AtLeast, next + 2)),
        (LessThan, true) => Some((AtMost, next + 2)),
        _ => Some((q, next)),
    }
}
