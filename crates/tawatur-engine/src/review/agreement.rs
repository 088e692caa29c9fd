//! How far reviewers agree: Krippendorff's α for nominal data.
//!
//! Klaus Krippendorff, *Content Analysis*, 4th edition (2019), chapter 12, and *Computing Krippendorff's
//! Alpha-Reliability* (2011), which has the worked examples that the tests hold it against.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Field, field::essence};
use crate::row::{ClaimRow, Decision, ReviewRow};

/// How far reviewers agree on one thing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// `claim` for the whole, a field's name, or `all`.
    pub field: String,
    /// How many units two reviewers or more decided about.
    pub units: usize,
    /// How many reviewers decided about any of them.
    pub reviewers: usize,
    /// How many decisions that makes.
    pub values: usize,
    /// 1 when all agree, 0 when they agree as chance would have it; null where nobody said anything else than the
    /// others, so that chance cannot be told.
    pub alpha: Option<f64>,
}

/// What each reviewer said of each unit.
#[derive(Clone, Debug, Default)]
struct Units<'r>(BTreeMap<String, BTreeMap<&'r str, String>>);

impl<'r> Units<'r> {
    fn say(&mut self, unit: String, reviewer: &'r str, value: String) {
        self.0.entry(unit).or_default().insert(reviewer, value);
    }

    fn agreement(&self, field: &str) -> Agreement {
        let pairable = || self.0.values().filter(|said| said.len() > 1);
        let reviewers: BTreeSet<&str> = pairable().flat_map(|said| said.keys().copied()).collect();
        let units: Vec<Vec<&str>> =
            pairable().map(|said| said.values().map(String::as_str).collect()).collect();
        Agreement {
            field: field.to_owned(),
            units: units.len(),
            reviewers: reviewers.len(),
            values: units.iter().map(Vec::len).sum(),
            alpha: alpha(&units),
        }
    }
}

/// Krippendorff's α for nominal data: each unit has the values that were given to it, by however many; units with fewer
/// than two count nothing. `None` where there is no pair of values, or all values are the same.
#[expect(clippy::cast_precision_loss, reason = "fewer than 2^52 decisions")]
pub fn alpha<V: Ord>(units: &[Vec<V>]) -> Option<f64> {
    let mut totals: BTreeMap<&V, usize> = BTreeMap::new();
    let mut disagreeing = 0.0;
    for unit in units.iter().filter(|unit| unit.len() > 1) {
        let mut counts: BTreeMap<&V, usize> = BTreeMap::new();
        for value in unit {
            *counts.entry(value).or_default() += 1;
            *totals.entry(value).or_default() += 1;
        }
        // Pairs of values that differ, each weighed by how many pairs a value of the unit is in.
        let size = unit.len();
        let apart: usize = counts.values().map(|&count| count * (size - count)).sum();
        disagreeing += apart as f64 / (size - 1) as f64;
    }
    let all: usize = totals.values().sum();
    let expected: usize = totals.values().map(|&count| count * (all - count)).sum();
    (expected > 0).then(|| 1.0 - (all - 1) as f64 * disagreeing / expected as f64)
}

/// How far the reviewers of claims agree: on each claim as a whole, on each field, and over all of them.
///
/// Of one reviewer's decisions on one thing the newest counts. Who accepts a claim says that each field is as it was
/// read, unless he says otherwise of that field; who rejects it says nothing of its fields. What is compared is the
/// value that a reviewer holds to be right.
pub fn agreement(claims: &[ClaimRow], reviews: &[ReviewRow]) -> Vec<Agreement> {
    let read: BTreeMap<(&str, &str), &ClaimRow> =
        claims.iter().map(|row| ((row.document.as_str(), row.claim.claim.as_str()), row)).collect();
    let mut said: BTreeMap<(&str, &str), BTreeMap<&str, Vec<&ReviewRow>>> = BTreeMap::new();
    for review in reviews {
        let of = said.entry((&review.document, &review.claim)).or_default();
        of.entry(&review.reviewer).or_default().push(review);
    }
    let mut by_field: BTreeMap<&str, Units<'_>> = BTreeMap::new();
    for ((document, id), reviewers) in said {
        let unit = format!("{document} {id}");
        for (reviewer, mut decisions) in reviewers {
            decisions.sort_by_key(|review| (review.time, &review.review));
            let newest =
                |field: Option<&str>| decisions.iter().rev().find(|review| review.field.as_deref() == field);
            let whole = newest(None).map(|review| review.decision);
            let changed = decisions.iter().any(|review| {
                review.field.is_some()
                    && newest(review.field.as_deref()).is_some_and(|r| r.decision != Decision::Accept)
            });
            let verdict = match whole {
                Some(Decision::Reject) => Some("reject"),
                _ if changed => Some("correct"),
                Some(_) => Some("accept"),
                None => None,
            };
            if let Some(verdict) = verdict {
                by_field.entry("claim").or_default().say(unit.clone(), reviewer, verdict.to_owned());
            }
            for field in Field::ALL {
                let as_read =
                    || read.get(&(document, id)).map(|row| essence(&field.of(&row.claim)).to_string());
                let value = match newest(Some(field.name())) {
                    Some(review) => match (review.decision, &review.value) {
                        (Decision::Accept, _) => as_read(),
                        (Decision::Correct, Some(value)) => {
                            serde_json::from_str(value).ok().map(|value| essence(&value).to_string())
                        }
                        _ => Some("none".to_owned()),
                    },
                    None if matches!(whole, Some(Decision::Accept | Decision::Correct)) => as_read(),
                    None => None,
                };
                if let Some(value) = value {
                    by_field.entry(field.name()).or_default().say(unit.clone(), reviewer, value);
                }
            }
        }
    }
    let names = std::iter::once("claim").chain(Field::ALL.map(Field::name));
    let mut found: Vec<Agreement> =
        names.filter_map(|name| by_field.get(name).map(|units| units.agreement(name))).collect();
    let mut all = Units::default();
    for (field, units) in &by_field {
        for (unit, said) in &units.0 {
            for (reviewer, value) in said {
                // A value of one field is none of another.
                all.say(format!("{unit} {field}"), reviewer, format!("{field} {value}"));
            }
        }
    }
    found.push(all.agreement("all"));
    found
}
