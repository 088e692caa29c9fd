//! Quantities: numerals with what bounds them and what they count.
//!
//! "أكثر من 15 مقاتلاً" is not 15: it is at least 16, and a reader who must name one figure names 15. A
//! [`NumberValue`] keeps both, with the qualifier that was read; "مئات" is at least 200 and has no best.

use super::number::Numeral;
use super::part::{Count, Cue, Noun, Num, Time};
use super::qualifier::{qualifier, tail};
use super::words::Words;
use super::{NumberKind, NumberValue, Qualifier, TimeKind, TimeValue};
use crate::text::Gap;

/// A number or a vague stand-in for one, before its noun is known.
#[derive(Clone, Copy)]
struct Amount {
    end: usize,
    low: Option<f64>,
    numeral: Option<Numeral>,
}

struct Quantities<'a> {
    w: Words<'a>,
}

/// Finds the quantities of a text; numbers that belong to a date or a clock time are left to it.
pub(super) fn find(w: Words<'_>, dates: &[TimeValue], out: &mut Vec<NumberValue>) {
    out.clear();
    let finder = Quantities { w };
    let mut dates = dates.iter().filter(|d| d.kind != TimeKind::Duration).peekable();
    let mut at = w.next_tagged(0);
    while at < w.len() {
        while dates.peek().is_some_and(|d| d.tokens.end <= at) {
            dates.next();
        }
        let limit = dates.peek().map_or(w.len(), |d| d.tokens.start);
        let found = finder.at(at).and_then(|mut value| {
            if value.tokens.end <= limit {
                return Some(value);
            }
            // Inside a date only lengths of time are counted: "4 سنوات" in "قبل 4 سنوات", no "20 من الشهر".
            let length = value.noun.is_some_and(|n| {
                let of = n > 1 && w.cue(n - 1) == Cue::From && w.tag(n - 2).num != Num::None;
                matches!(w.time(n), Time::Unit(..)) && !of
            });
            value.in_date = true;
            length.then_some(value)
        });
        let next = found.as_ref().map_or(at + 1, |v| v.tokens.end.max(at + 1));
        out.extend(found);
        at = w.next_tagged(next);
    }
}

impl Quantities<'_> {
    fn at(&self, at: usize) -> Option<NumberValue> {
        let w = self.w;
        if let Some(range) = self.range(at) {
            return Some(range);
        }
        let Some((q, p)) = qualifier(w, at) else { return self.unqualified(at) };
        let p = self.skip_attached(p);
        if let Some(amount) = self.amount(p) {
            return Some(self.finish(at, p, amount, Some(q)));
        }
        if let Time::Unit(_, Count::Two) = w.time(p) {
            return Some(bounded(at, p + 1, 2.0, q, NumberKind::Cardinal, Some(p), true));
        }
        // "أكثر من مرة": more than one.
        let singular = matches!(w.tag(p).noun, Noun::One | Noun::Thing);
        let one = singular || matches!(w.time(p), Time::Unit(_, Count::One));
        let more = q == Qualifier::MoreThan && w.cue(p - 1) == Cue::From;
        (one && more && w.tag(p).bare() && !w.tag(p).article)
            .then(|| bounded(at, p + 1, 1.0, q, NumberKind::Cardinal, Some(p), false))
    }

    fn unqualified(&self, at: usize) -> Option<NumberValue> {
        let w = self.w;
        if let Some(amount) = self.amount(at) {
            return Some(self.finish(at, at, amount, None));
        }
        let tag = w.tag(at);
        let exact = |end: usize, n: f64, noun: usize, dual: bool| {
            bounded(at, end, n, Qualifier::Exact, NumberKind::Cardinal, Some(noun), dual)
        };
        if let Time::Unit(_, Count::Two) = tag.time {
            return Some(exact(at + 1, 2.0, at, true));
        }
        match tag.noun {
            Noun::Dual => {
                // جنديين اثنين, جنديان آخران
                let next = w.tag(at + 1);
                let other = matches!(w.folded(at + 1), "اخران" | "اخرين" | "اخريين" | "اخرتين");
                let doubled = next.bare() && (next.num == Num::Unit(2) || other);
                return Some(exact(at + 1 + usize::from(doubled), 2.0, at, true));
            }
            Noun::DualConstruct if !tag.article && self.may_be_noun(at + 1) => {
                return Some(exact(at + 1, 2.0, at, true));
            }
            _ => {}
        }
        match tag.cue {
            Cue::OneOf if !tag.article && self.names_a_group(at + 1) => {
                Some(exact(at + 2, 1.0, at + 1, false))
            }
            Cue::Other => self.other(at),
            _ => None,
        }
    }

    /// آخر: "another one" after a noun, or as a noun of its own after و; elsewhere it is "the last".
    fn other(&self, at: usize) -> Option<NumberValue> {
        let w = self.w;
        if !w.text.clean(at).ends_with("آخر") || w.tag(at).article {
            return None;
        }
        let before = at.checked_sub(1)?;
        let counted = w.tag(before).noun == Noun::One || matches!(w.time(before), Time::Unit(_, Count::One));
        let exact = |start: usize, noun: usize| {
            bounded(start, at + 1, 1.0, Qualifier::Exact, NumberKind::Cardinal, Some(noun), false)
        };
        if counted && w.tag(at).bare() && !w.tag(before).article {
            return Some(exact(before, before));
        }
        let alone = w.is_word(at + 1)
            && (w.tag(at + 1).cue != Cue::None || w.folded(at + 1).starts_with('ب'))
            || w.text.is_punct(at + 1);
        let governed = w.tag(at).conj || w.cue(before) == Cue::On;
        (alone && governed).then(|| exact(at, at))
    }

    /// Whether token `at` may be the group of "one of …": definite by article or pronoun.
    fn names_a_group(&self, at: usize) -> bool {
        let word = self.w.folded(at);
        let long = word.chars().count() >= 4;
        let pronoun = ["ه", "ها", "هم", "هما", "هن", "نا"].iter().any(|p| word.ends_with(p));
        self.w.is_word(at) && self.w.same_line(at) && (word.starts_with("ال") || pronoun) && long
            || matches!(self.w.time(at), Time::Unit(_, Count::Many))
    }

    /// A range: "بين 11 و13", "20 إلى 25 ألف", "3-9".
    fn range(&self, at: usize) -> Option<NumberValue> {
        let w = self.w;
        let mut p = at;
        if w.cue(p) == Cue::What {
            p += 1;
        }
        if w.cue(p) == Cue::Ranges {
            p = (p + 1..p + 5).take_while(|&i| w.is_word(i)).find(|&i| w.cue(i) == Cue::Between)?;
        }
        let between = w.cue(p) == Cue::Between;
        let from = w.cue(p) == Cue::From && w.tag(p).bare();
        if between || from {
            p += 1;
        } else if p != at {
            return None;
        }
        let first = self.skip_attached(p);
        let low = w.numeral(first).filter(|n| !n.ordinal && !w.is_code(first))?;
        let (sep, by_word) = match w.cue(low.end) {
            Cue::To | Cue::Until => (low.end + 1, true),
            Cue::Dash => (low.end + 1, between || from),
            _ if !between => return None,
            Cue::And => (low.end + 1, true),
            _ if w.tag(low.end).conj => (low.end, true),
            // "بين 12 ألف شخص و16 ألفا"
            _ if w.tag(low.end + 1).conj || w.cue(low.end + 1) == Cue::And => {
                (low.end + 1 + usize::from(w.cue(low.end + 1) == Cue::And), true)
            }
            _ => return None,
        };
        let high = w.numeral(self.skip_attached(sep)).filter(|n| !n.ordinal)?;
        let mut first = low.value;
        if low.scale <= 1.0 && high.scale > 1.0 && first < high.value / high.scale {
            first *= high.scale;
        }
        let years = low.digits
            && self.looks_like_year(low.end - 1, &low)
            && self.looks_like_year(high.end - 1, &high);
        if first >= high.value || years && self.noun(high.end, high.value).is_none() {
            return None;
        }
        // A dash between two numbers may be a score or a code; as a range both sides are written alike.
        if !by_word && (!low.digits || w.touches(low.end) != w.touches(low.end + 1)) {
            return None;
        }
        let percent = w.percent(at, high.end);
        let end = percent.unwrap_or(high.end);
        let noun = self.noun(end, high.value);
        let end = noun.map_or(end, |n| n + 1);
        Some(NumberValue {
            tokens: at..self.second_noun(end, noun),
            low: Some(first),
            high: Some(high.value),
            best: None,
            qualifier: Qualifier::Range,
            kind: if percent.is_some() { NumberKind::Percent } else { NumberKind::Cardinal },
            noun,
            dual: false,
            in_date: false,
        })
    }

    /// "أكثر من 20 وأقل من 35", "أعلى من العاشر وأدنى من الخامس عشر": both qualifiers stand first.
    fn both_bounds(&self, start: usize, q: Qualifier, first: &Numeral, end: usize) -> Option<NumberValue> {
        let w = self.w;
        let below = q.bounds_below()?;
        let joined = w.cue(end) == Cue::And;
        if !joined && !w.tag(end).conj || !w.same_line(end) {
            return None;
        }
        let (other, p) = qualifier(w, end + usize::from(joined))?;
        let second = w.numeral(self.skip_attached(p)).filter(|n| n.ordinal == first.ordinal)?;
        if other.bounds_below()? == below {
            return None;
        }
        let kind = if first.ordinal { NumberKind::Ordinal } else { NumberKind::Cardinal };
        let of = |q, value| bounded(start, second.end, value, q, kind, None, false);
        let (one, two) = (of(q, first.value), of(other, second.value));
        let (low, high) = (one.low.or(two.low), one.high.or(two.high));
        let noun = self.noun(second.end, second.value).filter(|_| !first.ordinal);
        (low <= high).then(|| NumberValue {
            tokens: start..noun.map_or(second.end, |n| n + 1),
            low,
            high,
            best: None,
            qualifier: Qualifier::Range,
            noun,
            ..one
        })
    }

    /// "11 عنصراً وقيادياً": a second noun under the same number agrees with the first in its ending.
    fn second_noun(&self, end: usize, noun: Option<usize>) -> usize {
        let w = self.w;
        let tanween = |at: usize| w.is_word(at) && w.folded(at).ends_with('ا') && w.folded(at).len() > 8;
        let both = noun.is_some_and(tanween)
            && tanween(end)
            && w.folded(end).starts_with('و')
            && w.same_line(end)
            && w.tag(end).num == Num::None;
        end + usize::from(both)
    }

    /// Single letters and articles written apart from their digits: "ب 20", "ال15".
    fn skip_attached(&self, at: usize) -> usize {
        // "سالب عشرة": the sign is looked for before the number.
        let at = at + usize::from(self.w.cue(at) == Cue::Minus && self.w.tag(at + 1).num != Num::None);
        let apart = self.w.tag(at + 1).num == Num::Digits
            && matches!(self.w.folded(at), "ب" | "ل" | "ك" | "ال" | "لل" | "بال" | "وال" | "ه" | "و");
        at + usize::from(apart)
    }

    fn amount(&self, at: usize) -> Option<Amount> {
        if let Some(n) = self.w.numeral(at).filter(|n| !self.w.in_latin_word(n.end) || self.is_label(at)) {
            return Some(Amount { end: n.end, low: Some(n.value), numeral: Some(n) });
        }
        self.vague(at).map(|(end, low)| Amount { end, low, numeral: None })
    }

    fn vague(&self, at: usize) -> Option<(usize, Option<f64>)> {
        let w = self.w;
        let tag = w.tag(at);
        let power = |num: Num| match num {
            Num::Many(p) | Num::Scales(p) => Some(10f64.powi(i32::from(p))),
            _ => None,
        };
        let next = |at: usize| if w.same_line(at) && w.tag(at).bare() { power(w.tag(at).num) } else { None };
        if let Some(base) = power(tag.num) {
            return Some(match next(at + 1) {
                Some(more) => (at + 2, Some(2.0 * base * more)),
                None => (at + 1, Some(2.0 * base)),
            });
        }
        if tag.num == Num::Few || tag.cue == Cue::Several {
            if tag.num == Num::Few && w.tag(at + 1).num == Num::Unit(10) {
                return Some((at + 2, Some(13.0)));
            }
            return Some(match next(at + 1) {
                Some(more) => (at + 2, Some(3.0 * more)),
                None => (at + 1, Some(3.0)),
            });
        }
        let of = |end: usize| if w.cue(end) == Cue::From && w.tag(end).bare() { end + 1 } else { end };
        match (tag.cue, w.cue(at + 1)) {
            (Cue::Count, Cue::From) if !tag.article => Some((at + 2, Some(2.0))),
            (Cue::Count, Cue::Large) if !tag.article => Some((of(at + 2), Some(3.0))),
            (Cue::Count, Cue::Small) if !tag.article => Some((of(at + 2), Some(2.0))),
            (Cue::Counts, Cue::Large | Cue::Small | Cue::From) if !tag.article => Some((of(at + 2), None)),
            // أعداد ليست بالقليلة
            (Cue::Counts, _) if w.folded(at + 1) == "ليست" => Some((at + 3, None)),
            (Cue::Numerous, _) => Some((of(at + 1), Some(3.0))),
            (Cue::Lots, _) if !tag.prep || tag.article => Some((of(at + 1), None)),
            // بكثير is "by far".
            (Cue::Lots, Cue::From) if !w.folded(at).starts_with('ب') => Some((at + 2, None)),
            (Cue::Further, Cue::From) => Some((at + 2, None)),
            _ => None,
        }
        .map(|(end, low)| (end.min(w.len()), low))
    }

    fn finish(&self, start: usize, at: usize, amount: Amount, before: Option<Qualifier>) -> NumberValue {
        let w = self.w;
        let Some(numeral) = amount.numeral else {
            let noun = self.noun_of_vague(amount.end, at);
            return NumberValue {
                tokens: start..noun.map_or(amount.end, |n| (n + 1).max(amount.end)),
                low: amount.low,
                high: None,
                best: None,
                qualifier: Qualifier::Vague,
                kind: NumberKind::Cardinal,
                noun,
                dual: false,
                in_date: false,
            };
        };
        if numeral.ordinal {
            if let Some(both) = before.and_then(|q| self.both_bounds(start, q, &numeral, numeral.end)) {
                return both;
            }
            let exact = Qualifier::Exact;
            return bounded(start, numeral.end, numeral.value, exact, NumberKind::Ordinal, None, false);
        }
        let percent = w.percent(at, numeral.end);
        let mut end = percent.unwrap_or(numeral.end);
        if let Some(both) = before.and_then(|q| self.both_bounds(start, q, &numeral, end)) {
            return both;
        }
        let noun = if percent.is_some() { None } else { self.noun_of(at, &numeral) };
        end = self.second_noun(noun.map_or(end, |n| end.max(n + 1)), noun);
        let mut q = before.unwrap_or(Qualifier::Exact);
        if let Some((after, next)) = tail(w, end).filter(|_| matches!(before, None | Some(Qualifier::About)))
        {
            (q, end) = (after, next);
        } else if w.cue(end) == Cue::Or && w.cue(end + 1) == Cue::Equals && w.tag(end + 2).num == Num::None {
            (q, end) = (q.inclusive(), end + 2);
        }
        let kind = if percent.is_some() {
            NumberKind::Percent
        } else if numeral.digits && (noun.is_none() && self.is_label(at) || w.is_code(at)) {
            NumberKind::Label
        } else if numeral.part {
            NumberKind::Fraction
        } else if self.looks_like_year(at, &numeral) && noun.is_none() && q == Qualifier::Exact {
            NumberKind::YearLike
        } else {
            NumberKind::Cardinal
        };
        let dual = matches!(w.tag(at).num, Num::TwoScale(_) | Num::Unit(2));
        let start = if at > 0 && start == at && w.percent(at, numeral.end) == Some(numeral.end) {
            at - 1
        } else {
            start
        };
        bounded(start, end, numeral.value, q, kind, noun, dual)
    }

    /// Digits that name: الفرقة 30, القرار 2216, إف-16, the number of a list item.
    fn is_label(&self, at: usize) -> bool {
        let w = self.w;
        if w.text.tokens().get(at).is_some_and(|t| t.gap >= Gap::Line) {
            return matches!(w.cue(at + 1), Cue::Dash | Cue::Close)
                || w.folded(at + 1) == "."
                || w.folded(at + 1) == ")";
        }
        let Some(before) = at.checked_sub(1) else { return false };
        let latin = |i: usize| w.folded(i).ends_with(|c: char| c.is_ascii_alphabetic());
        w.cue(before) == Cue::Label
            || latin(before)
            || before > 0
                && w.cue(before) == Cue::Dash
                && (latin(before - 1) || w.cue(before - 1) == Cue::Label)
    }

    /// The noun of a numeral: after it, or before a definite one (الدول الثلاث).
    fn noun_of(&self, at: usize, numeral: &Numeral) -> Option<usize> {
        let w = self.w;
        if w.tag(at).article && !numeral.digits && numeral.scale <= 1.0 {
            let next = w.tag(numeral.end);
            if next.noun == Noun::None
                && !matches!(next.time, Time::Unit(..))
                && w.cue(numeral.end) != Cue::From
            {
                let before = at.checked_sub(1)?;
                return (w.is_word(before) && w.same_line(at) && w.folded(before).contains("ال"))
                    .then_some(before);
            }
        }
        self.noun(numeral.end, numeral.value)
    }

    fn looks_like_year(&self, at: usize, numeral: &Numeral) -> bool {
        numeral.digits
            && numeral.end == at + 1
            && self.w.small_int(at).is_some_and(|(n, len)| len == 4 && (1900..2100).contains(&n))
    }

    /// Whether token `at` may be a noun: no function word, nothing before it but a space.
    fn may_be_noun(&self, at: usize) -> bool {
        let w = self.w;
        if !w.is_word(at) || !w.same_line(at) {
            return false;
        }
        let tag = w.tag(at);
        let word = w.folded(at);
        let known = tag.noun != Noun::None || matches!(tag.time, Time::Unit(..));
        let framing =
            !matches!(tag.cue, Cue::None | Cue::Other | Cue::EventName | Cue::AreaName | Cue::Label);
        (known && tag.bare())
            || !framing
                && tag.num == Num::None
                && matches!(tag.time, Time::None)
                && !["و", "بال", "لل", "كال"].iter().any(|clitic| word.starts_with(clitic))
                && word.chars().count() > 2
    }

    /// The noun counted by a number that ends at `at`. Three to ten take a plural, more a singular; neither
    /// can be told without a lexicon, so the next word stands for it unless it is a function word.
    fn noun(&self, at: usize, value: f64) -> Option<usize> {
        let w = self.w;
        let at = if w.cue(at) == Cue::From && w.folded(at + 1).starts_with("ال") { at + 1 } else { at };
        let definite = w.folded(at).starts_with("ال") && w.tag(at).noun == Noun::None;
        // "300 و212 رقمان": a dual is two, whatever number stands before it; ين may be a plural.
        let dual = w.tag(at).noun == Noun::Dual && w.folded(at).ends_with("ان") && w.cue(at - 1) != Cue::From;
        let dual = dual && (value - 2.0).abs() > 0.1;
        let verb = value >= 11.0 && w.folded(at).starts_with('ي') && w.tag(at).time == Time::None;
        let other = definite && w.cue(at - 1) != Cue::From && value.fract() == 0.0 || verb || dual;
        (self.may_be_noun(at) && !other).then_some(at)
    }

    fn noun_of_vague(&self, at: usize, head: usize) -> Option<usize> {
        let w = self.w;
        let at = if w.cue(at) == Cue::From && w.tag(at).bare() { at + 1 } else { at };
        if self.may_be_noun(at) {
            return Some(at);
        }
        // خطابات عدة: the noun stands before.
        // كثيرون is a noun itself.
        let adjective = !w.folded(head).ends_with("كثيرون") && !w.folded(head).ends_with("كثيرين");
        let behind =
            matches!(w.cue(head), Cue::Several | Cue::Lots) && adjective && head > 0 && w.same_line(head);
        (behind && self.may_be_noun(head - 1)).then(|| head - 1)
    }
}

/// The step between neighbouring whole numbers; bounds of fractions are kept as they are.
fn unit_step(value: f64) -> f64 {
    if value.fract() == 0.0 { 1.0 } else { 0.0 }
}

fn bounded(
    start: usize,
    end: usize,
    value: f64,
    qualifier: Qualifier,
    kind: NumberKind,
    noun: Option<usize>,
    dual: bool,
) -> NumberValue {
    let step = unit_step(value);
    let (low, high) = match qualifier {
        Qualifier::Exact => (Some(value), Some(value)),
        Qualifier::MoreThan => (Some(value + step), None),
        Qualifier::LessThan => (None, Some(value - step)),
        Qualifier::AtLeast => (Some(value), None),
        Qualifier::AtMost => (None, Some(value)),
        Qualifier::About | Qualifier::Range | Qualifier::Vague => (None, None),
    };
    NumberValue {
        tokens: start..end,
        low,
        high,
        best: Some(value),
        qualifier,
        kind,
        noun,
        dual,
        in_date: false,
    }
}
