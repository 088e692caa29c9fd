//! What a claim is by what was decided about it.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tawatur::claim::record::Claim;

use super::Field;
use crate::row::{Decision, ReviewRow};

/// What a claim is by its reviews. Of several decisions on one thing the newest counts, whoever made it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Nothing was decided of the claim as a whole, and none of its fields is something else.
    #[default]
    None,
    /// It is as it was read.
    Accepted,
    /// One of its fields is something else, or should be empty.
    Corrected,
    /// The document does not say so.
    Rejected,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Accepted, Self::Corrected, Self::Rejected];

    /// Its name in listings and in SQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Accepted => "accepted",
            Self::Corrected => "corrected",
            Self::Rejected => "rejected",
        }
    }

    /// The standing of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.name() == name)
    }

    /// Whether nothing was decided.
    pub fn is_undecided(&self) -> bool {
        *self == Self::None
    }

    /// By all decisions on a claim.
    pub fn of<'r>(reviews: impl IntoIterator<Item = &'r ReviewRow>) -> Self {
        let newest = newest(reviews);
        let whole = newest.get(&None).map(|review| review.decision);
        let changed = newest
            .values()
            .any(|r| r.decision == Decision::Correct || r.field.is_some() && r.decision == Decision::Reject);
        match whole {
            Some(Decision::Reject) => Self::Rejected,
            _ if changed => Self::Corrected,
            Some(_) => Self::Accepted,
            None => Self::None,
        }
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The newest decision on each thing: on the whole claim under `None`, on a field under its name.
fn newest<'r>(reviews: impl IntoIterator<Item = &'r ReviewRow>) -> BTreeMap<Option<&'r str>, &'r ReviewRow> {
    let mut newest: BTreeMap<Option<&str>, &ReviewRow> = BTreeMap::new();
    for review in reviews {
        let held = newest.entry(review.field.as_deref()).or_insert(review);
        if (review.time, &review.review) > (held.time, &held.review) {
            *held = review;
        }
    }
    newest
}

/// A claim as it is after its reviews: what was corrected is put in, what was rejected is taken out. A correction that
/// the claim format does not have is passed over.
pub fn corrected<'r>(claim: &Claim, reviews: impl IntoIterator<Item = &'r ReviewRow>) -> Claim {
    let mut claim = claim.clone();
    for (field, review) in newest(reviews) {
        let Some(field) = field.and_then(Field::named) else { continue };
        let value: Option<Value> = review.value.as_deref().and_then(|v| serde_json::from_str(v).ok());
        let changed = match (review.decision, value) {
            (Decision::Correct, Some(value)) => field.put(&claim, Some(&value)),
            (Decision::Reject, _) => field.put(&claim, None),
            _ => continue,
        };
        if let Ok(changed) = changed {
            claim = changed;
        }
    }
    claim
}

/// The state of each claim in SQL, as [`Standing::of`] has it: the view `claim_reviews`.
pub(crate) const VIEW: &str = "CREATE VIEW claim_reviews AS \
    SELECT claim, document, \
    CASE WHEN bool_or(field IS NULL AND decision = 'reject') THEN 'rejected' \
    WHEN bool_or(decision = 'correct' OR (field IS NOT NULL AND decision = 'reject')) THEN 'corrected' \
    WHEN bool_or(field IS NULL) THEN 'accepted' ELSE 'none' END AS reviewed, \
    count(DISTINCT reviewer) AS reviewers, max(\"time\") AS \"time\" \
    FROM (SELECT claim, document, field, \
    first_value(decision ORDER BY \"time\" DESC, review DESC) AS decision, \
    first_value(reviewer ORDER BY \"time\" DESC, review DESC) AS reviewer, max(\"time\") AS \"time\" \
    FROM reviews GROUP BY claim, document, field) AS newest GROUP BY claim, document";
