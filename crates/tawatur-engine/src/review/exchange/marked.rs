//! A claim as a tool for annotation has it after somebody worked on it: the words of its fields, held against the claim
//! as it stands.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::{Value, json};
use tawatur::claim::record::{Claim, CodePoints};

use super::{Anchor, Desk, ExchangeError, Imported, Opinion, ReviewError, unfit};
use crate::{
    export::claim_fields,
    review::{Field, corrected},
    row::{ClaimRow, Decision},
};

/// What a tool says of a claim as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Unsaid,
    /// This.
    Said(Decision),
    /// Somebody who went through all claims of the document left it there.
    Present,
    /// He took it away.
    Absent,
}

/// A claim with marked words.
#[derive(Clone, Debug)]
pub struct Marked {
    /// Which claim.
    pub anchor: Anchor,
    /// Its type, as the tool may write it.
    pub kind: String,
    /// Where its trigger stands.
    pub trigger: CodePoints,
    /// Words by their role, as exports name roles.
    pub words: BTreeSet<(String, CodePoints)>,
    /// polarity, certainty and tense, as far as they are said.
    pub factuality: BTreeMap<&'static str, String>,
    /// What is said of the whole.
    pub verdict: Verdict,
    /// Who works on it.
    pub reviewer: String,
    /// A decision that came with it: by it the reviewer is known where his name was replaced.
    pub review: Option<String>,
    /// When.
    pub time: Option<Timestamp>,
}

/// Why marks are passed over whose decisions are known.
const ELSEWHERE: &str = "claims marked in a text that is not the ledger's";

/// A type as tools take it that know no dots in names.
pub fn label(kind: &str) -> String {
    kind.replace('.', "_")
}

/// The field that words with a role stand in.
fn field_of(role: &str) -> Option<Field> {
    Some(match role {
        "actor" => Field::Actors,
        "target" => Field::Targets,
        "toward" => Field::Toward,
        "place-in" | "place-from" | "place-to" => Field::Places,
        "time" => Field::Time,
        "quantity" => Field::Quantities,
        "cause" => Field::Causes,
        "source" => Field::Chain,
        _ => return None,
    })
}

impl Marked {
    /// Takes what it says otherwise than the claim as it stands.
    pub fn take(mut self, desk: &mut Desk<'_>, done: &mut Imported) -> Result<(), ExchangeError> {
        let what = format!("{} at {}:{}", self.kind, self.trigger[0], self.trigger[1]);
        let row = match desk.anchor(&self.anchor).map_err(ReviewError::from)? {
            Ok(row) => row,
            Err(why) => {
                if self.review.as_deref().is_some_and(|review| desk.holds(review)) {
                    *done.passed.entry(ELSEWHERE).or_default() += 1;
                } else {
                    unfit(done, &what, why);
                }
                return Ok(());
            }
        };
        let document = desk.document(&row.document).map_err(ReviewError::from)?;
        if document.map(|document| &document.hash) != self.anchor.hash.as_ref() {
            // Spans of another text, as of one that was redacted, are none of this one.
            *done.passed.entry(ELSEWHERE).or_default() += 1;
            return Ok(());
        }
        let mut decided = desk.decided(&row).to_vec();
        // Who goes through claims as they were read says what he holds himself, whatever others decided.
        if matches!(self.verdict, Verdict::Present | Verdict::Absent) {
            if let Some(reviewer) = self.review.as_deref().and_then(|review| desk.reviewer_of(review)) {
                reviewer.clone_into(&mut self.reviewer);
            }
            decided.retain(|review| review.reviewer == self.reviewer);
        }
        let stands = corrected(&row.claim, &decided);
        let newest = decided
            .iter()
            .filter(|review| review.field.is_none())
            .max_by_key(|review| (review.time, &review.review))
            .map(|review| review.decision);
        let mine = decided.iter().any(|review| review.reviewer == self.reviewer);
        let changes = if self.verdict == Verdict::Absent { Vec::new() } else { self.changes(&stands, desk) };
        let whole = match self.verdict {
            Verdict::Said(decision) if newest != Some(decision) => Some(decision),
            Verdict::Absent if newest != Some(Decision::Reject) => Some(Decision::Reject),
            Verdict::Present if changes.is_empty() && !mine => Some(Decision::Accept),
            _ => None,
        };
        for (field, value) in changes {
            let decision = if value.is_some() { Decision::Correct } else { Decision::Reject };
            self.decide(desk, &row, decision, Some(field), value, &what, done)?;
        }
        if let Some(decision) = whole {
            self.decide(desk, &row, decision, None, None, &what, done)?;
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "a decision has so many parts, and is made here only")]
    fn decide(
        &self,
        desk: &mut Desk<'_>,
        row: &ClaimRow,
        decision: Decision,
        field: Option<Field>,
        value: Option<Value>,
        what: &str,
        done: &mut Imported,
    ) -> Result<(), ExchangeError> {
        let (reviewer, time) = (self.reviewer.clone(), self.time);
        match desk.take(row, Opinion { decision, field, value, reviewer, time, note: None }, None) {
            Ok(true) => done.new += 1,
            Ok(false) => done.held += 1,
            Err(error @ ReviewError::Ledger(_)) => return Err(error.into()),
            Err(error) => done.unfit.push((what.to_owned(), error.to_string())),
        }
        Ok(())
    }

    /// Fields that are something else here, each with what it should be; none where it should be empty.
    fn changes(&self, stands: &Claim, desk: &Desk<'_>) -> Vec<(Field, Option<Value>)> {
        let mut changes = Vec::new();
        if label(&stands.kind) != label(&self.kind) {
            let meant = desk.type_like(|kind| label(kind) == label(&self.kind));
            changes.push((Field::Type, Some(json!(meant.unwrap_or_else(|| self.kind.clone())))));
        }
        if stands.trigger.span != self.trigger {
            changes.push((Field::Trigger, Some(Field::Trigger.at(self.trigger))));
        }
        let held: BTreeSet<(String, CodePoints)> =
            claim_fields(stands).into_iter().map(|(role, span, _)| (role.to_owned(), span)).collect();
        let of = |words: &BTreeSet<(String, CodePoints)>, field: Field| -> Vec<(String, CodePoints)> {
            words.iter().filter(|(role, _)| field_of(role) == Some(field)).cloned().collect()
        };
        for field in Field::ALL {
            let (before, now) = (of(&held, field), of(&self.words, field));
            if before != now {
                changes.push((field, value(field, stands, &now)));
            }
        }
        for (name, said) in &self.factuality {
            let Some(field) = Field::named(name) else { continue };
            let Ok(said) = field.parse(said) else { continue };
            if field.of(stands) != said {
                changes.push((field, Some(said)));
            }
        }
        changes
    }
}

/// The value of a field of which only the words are known: what the claim has of them stays, in its order.
fn value(field: Field, stands: &Claim, words: &[(String, CodePoints)]) -> Option<Value> {
    let held = match field.of(stands) {
        Value::Array(items) => items,
        Value::Null => Vec::new(),
        item => vec![item],
    };
    let mut items: Vec<(usize, Value)> = words
        .iter()
        .map(|(role, span)| {
            let place = role.strip_prefix("place-");
            let same = |item: &&Value| item["span"] == json!(span);
            let as_is = |item: &&Value| same(item) && place.is_none_or(|role| item["role"] == role);
            let at = held.iter().position(|i| as_is(&i)).or_else(|| held.iter().position(|i| same(&i)));
            let mut item = at.map_or_else(|| json!({ "span": span }), |at| held[at].clone());
            if let Some(role) = place {
                item["role"] = json!(role);
            }
            (at.unwrap_or(usize::MAX), item)
        })
        .collect();
    items.sort_by_key(|(at, _)| *at);
    let mut items = items.into_iter().map(|(_, item)| item);
    if field == Field::Time {
        return items.next();
    }
    let items: Vec<Value> = items.collect();
    (!items.is_empty()).then_some(Value::Array(items))
}
