//! Where decisions are taken: against the claims they are about, and against what was decided before.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write,
};

use jiff::{Timestamp, Unit};
use serde_json::Value;

use super::{Field, ReviewError};
use crate::{
    ledger::LedgerError,
    query::{Session, literal},
    row::{ClaimRow, Decision, DocumentRow, ReviewRow},
};

/// What somebody holds of a claim or of one of its fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Opinion {
    /// What is decided.
    pub decision: Decision,
    /// The field it is about; the whole claim when none.
    pub field: Option<Field>,
    /// What the field should be.
    pub value: Option<Value>,
    /// Who decides.
    pub reviewer: String,
    /// When; now when nobody says.
    pub time: Option<Timestamp>,
    /// Why.
    pub note: Option<String>,
}

/// Takes decisions about the claims of a ledger at one version.
pub struct Desk<'s> {
    pub(super) session: &'s Session,
    types: BTreeSet<String>,
    held: HashMap<(String, String), Vec<ReviewRow>>,
    /// The reviewer of each decision.
    ids: HashMap<String, String>,
    fresh: Vec<ReviewRow>,
    pub(super) documents: HashMap<String, Option<DocumentRow>>,
    pub(super) claims: HashMap<String, Vec<ClaimRow>>,
}

impl<'s> Desk<'s> {
    /// A desk with all that was decided before. Claims may be of these types, and of those that are in the ledger.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub fn open(session: &'s Session, types: impl IntoIterator<Item = String>) -> Result<Self, LedgerError> {
        let mut types: BTreeSet<String> = types.into_iter().collect();
        types.extend(session.first_texts("SELECT DISTINCT \"type\" FROM claims")?);
        let mut desk = Self {
            session,
            types,
            held: HashMap::new(),
            ids: HashMap::new(),
            fresh: Vec::new(),
            documents: HashMap::new(),
            claims: HashMap::new(),
        };
        for review in session.rows::<ReviewRow>("SELECT * FROM reviews")? {
            desk.hold(review);
        }
        Ok(desk)
    }

    /// The claims that an id, or the beginning of one, stands for: one claim, in each document that has it, or in those
    /// whose ids begin so.
    ///
    /// # Errors
    /// When there is none, or several claims have ids that begin so.
    pub fn find(&self, prefix: &str, document: Option<&str>) -> Result<Vec<ClaimRow>, ReviewError> {
        let mut query = format!("SELECT * FROM claims WHERE starts_with(claim, {})", literal(prefix));
        if let Some(document) = document {
            let _ = write!(query, " AND starts_with(document, {})", literal(document));
        }
        let rows: Vec<ClaimRow> =
            self.session.rows(&format!("{query} ORDER BY claim, document LIMIT 1000"))?;
        let ids: BTreeSet<&str> = rows.iter().map(|row| row.claim.claim.as_str()).collect();
        match ids.len() {
            _ if prefix.is_empty() => Err(ReviewError::Unknown(prefix.to_owned())),
            0 => Err(ReviewError::Unknown(prefix.to_owned())),
            1 => Ok(rows),
            count => Err(ReviewError::Ambiguous { prefix: prefix.to_owned(), count }),
        }
    }

    /// A document of the ledger.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn document(&mut self, id: &str) -> Result<Option<&DocumentRow>, LedgerError> {
        if !self.documents.contains_key(id) {
            let found: Vec<DocumentRow> =
                self.session.rows(&format!("SELECT * FROM documents WHERE id = {}", literal(id)))?;
            self.documents.insert(id.to_owned(), found.into_iter().next());
        }
        Ok(self.documents.get(id).and_then(Option::as_ref))
    }

    /// What was decided about a claim so far, here too.
    pub fn decided(&self, row: &ClaimRow) -> &[ReviewRow] {
        self.held.get(&key(&row.claim.claim, &row.document)).map_or(&[], Vec::as_slice)
    }

    /// Whether a decision of this id is held.
    pub fn holds(&self, review: &str) -> bool {
        self.ids.contains_key(review)
    }

    /// Who took a decision.
    pub(super) fn reviewer_of(&self, review: &str) -> Option<&str> {
        self.ids.get(review).map(String::as_str)
    }

    /// Takes a decision; whether it is new. It is not where it has an id that is held, or where the reviewer's newest
    /// decision on the same thing says the same.
    ///
    /// # Errors
    /// When the claim cannot be what the decision says.
    pub fn take(
        &mut self,
        row: &ClaimRow,
        opinion: Opinion,
        review: Option<&str>,
    ) -> Result<bool, ReviewError> {
        if review.is_some_and(|id| self.holds(id)) {
            return Ok(false);
        }
        let Opinion { decision, field, value, reviewer, time, note } = opinion;
        let reviewer = reviewer.trim().to_owned();
        if reviewer.is_empty() {
            return Err(ReviewError::Nobody);
        }
        let value = match (decision, field, value) {
            (Decision::Correct, Some(field), Some(value)) => Some(self.complete(row, field, value)?),
            (Decision::Correct, ..) => return Err(ReviewError::Incomplete),
            (_, _, Some(_)) => return Err(ReviewError::Superfluous),
            (Decision::Reject, Some(field), None) => {
                // Whether it can be empty.
                field.put(&row.claim, None)?;
                None
            }
            _ => None,
        };
        let time = time.and_then(|time| time.round(Unit::Microsecond).ok());
        let field = field.map(|field| field.name().to_owned());
        let note = note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        let same = |held: &ReviewRow| held.decision == decision && held.value == value && held.note == note;
        if review.is_none() {
            let before =
                || self.decided(row).iter().filter(|held| held.reviewer == reviewer && held.field == field);
            let newest = before().max_by_key(|held| (held.time, &held.review));
            if newest.is_some_and(same) || before().any(|held| Some(held.time) == time && same(held)) {
                return Ok(false);
            }
        }
        let review = match review {
            Some(id) => id.to_owned(),
            None => random_id()?,
        };
        let time = match time {
            Some(time) => time,
            None => Timestamp::now().round(Unit::Microsecond).unwrap_or_default(),
        };
        let fresh = ReviewRow {
            review,
            claim: row.claim.claim.clone(),
            document: row.document.clone(),
            kind: row.claim.kind.clone(),
            trigger: row.claim.trigger.clone(),
            content: row.claim.content.clone(),
            decision,
            field,
            value,
            reviewer,
            time,
            note,
        };
        self.hold(fresh.clone());
        self.fresh.push(fresh);
        Ok(true)
    }

    fn complete(&mut self, row: &ClaimRow, field: Field, value: Value) -> Result<String, ReviewError> {
        if field == Field::Type
            && let Some(kind) = value.as_str()
            && !self.types.contains(kind)
        {
            return Err(ReviewError::Type(kind.to_owned()));
        }
        let text = self.document(&row.document)?.map(|document| document.text.clone()).unwrap_or_default();
        Ok(field.complete(value, &text, row.claim.trigger.span[0], &row.claim)?.to_string())
    }

    /// The type that a program meant that writes its name with other marks.
    pub(super) fn type_like(&self, fits: impl Fn(&str) -> bool) -> Option<String> {
        self.types.iter().find(|kind| fits(kind)).cloned()
    }

    fn hold(&mut self, review: ReviewRow) {
        self.ids.insert(review.review.clone(), review.reviewer.clone());
        self.held.entry(key(&review.claim, &review.document)).or_default().push(review);
    }

    /// The decisions that are new, as rows to be written.
    pub fn into_rows(self) -> Vec<ReviewRow> {
        self.fresh
    }
}

fn key(claim: &str, document: &str) -> (String, String) {
    (claim.to_owned(), document.to_owned())
}

/// An id that nobody can guess and that tells nothing of what it stands for.
fn random_id() -> Result<String, ReviewError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(ReviewError::Random)?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}
