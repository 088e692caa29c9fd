//! Whether a ledger is what it says: every hash, every span against its text, every table.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use tawatur::claim::record::{Claim, CodePoints};

use super::{Ledger, LedgerError, writer::count_of};
use crate::{
    query::Session,
    row::{ClaimRow, DocumentRow, EntityRow, HopRow, Row, Table},
};

/// Something in a ledger that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: a table and an id, or a file.
    pub place: String,
    /// What.
    pub problem: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

/// What was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Rows of each table.
    pub rows: BTreeMap<&'static str, u64>,
    /// Raw captures.
    pub captures: usize,
    /// Spans held against their texts.
    pub spans: u64,
}

/// Documents whose texts are held in memory at one time, about.
const AT_A_TIME: u64 = 50_000;

/// Looks at everything and hands on what is wrong.
///
/// # Errors
/// When the tables cannot be opened at all.
pub fn verify(ledger: &Ledger, mut each: impl FnMut(Problem)) -> Result<Verified, LedgerError> {
    let mut verified = Verified::default();
    commits(ledger, &mut each)?;
    let session = Session::open(ledger)?;
    for table in Table::ALL {
        match count_of(&session, table) {
            Ok(rows) => {
                verified.rows.insert(table.name(), rows);
                said_and_held(ledger, table, rows, &mut each)?;
            }
            Err(error) => each(problem(table.name(), &error)),
        }
    }
    for (place, query, wrong) in ASKED {
        match session.first_texts(query) {
            Ok(found) => found.iter().for_each(|id| each(problem(&format!("{place} {id}"), wrong))),
            Err(error) => each(problem(place, &error)),
        }
    }
    verified.captures = captures(ledger, &session, &mut each);
    let documents = verified.rows.get(Table::Documents.name()).copied().unwrap_or_default();
    let prefixes: Vec<String> = match documents {
        n if n > 16 * AT_A_TIME => (0..256).map(|p| format!("{p:02x}")).collect(),
        n if n > AT_A_TIME => (0..16).map(|p| format!("{p:x}")).collect(),
        _ => vec![String::new()],
    };
    for prefix in prefixes {
        texts(&session, &prefix, &mut verified.spans, &mut each);
    }
    Ok(verified)
}

fn problem(place: &str, what: &(impl ToString + ?Sized)) -> Problem {
    Problem { place: place.to_owned(), problem: what.to_string() }
}

/// What must not be in the tables, as queries for those ids that are.
const ASKED: &[(&str, &str, &str)] = &[
    ("documents", "SELECT id FROM documents GROUP BY id HAVING count(*) > 1", "stands there more than once"),
    (
        "documents",
        "SELECT uri FROM documents GROUP BY uri HAVING max(version) <> count(*) OR min(version) <> 1 \
         OR count(DISTINCT version) <> count(*)",
        "has versions that do not count from 1",
    ),
    (
        "claims",
        "SELECT claim FROM claims GROUP BY claim, document HAVING count(*) > 1",
        "stands there more than once in one document",
    ),
    (
        "entities",
        "SELECT entity FROM entities GROUP BY entity HAVING count(*) > 1",
        "stands there more than once",
    ),
    (
        "reviews",
        "SELECT review FROM reviews GROUP BY review HAVING count(*) > 1",
        "stands there more than once",
    ),
    (
        "claims",
        "SELECT claim FROM claims LEFT ANTI JOIN documents ON claims.document = documents.id",
        "is of no document",
    ),
    (
        "entities",
        "SELECT entity FROM entities LEFT ANTI JOIN documents ON entities.document = documents.id",
        "is of no document",
    ),
    (
        "reviews",
        "SELECT review FROM reviews LEFT ANTI JOIN documents ON reviews.document = documents.id",
        "is of no document",
    ),
    (
        "chain_hops",
        "SELECT claim FROM chain_hops AS hop LEFT ANTI JOIN claims AS told \
         ON told.claim = hop.claim AND told.document = hop.document",
        "is of no claim",
    ),
    (
        "chain_hops",
        "SELECT told.claim FROM (SELECT claim, document, cardinality(chain) AS hops FROM claims) AS told \
         LEFT JOIN (SELECT claim, document, count(*) AS hops FROM chain_hops GROUP BY claim, document) AS held \
         ON told.claim = held.claim AND told.document = held.document \
         WHERE coalesce(told.hops, 0) <> coalesce(held.hops, 0)",
        "does not have the hops of its chain",
    ),
    (
        "claims",
        "SELECT claims.claim FROM claims JOIN documents ON claims.document = documents.id \
         WHERE claims.doc <> documents.name OR (claims.outlet IS DISTINCT FROM documents.outlet) \
         OR (claims.published IS DISTINCT FROM documents.published)",
        "says other things of its document than the document does",
    ),
];

/// Commits count without a gap from the oldest that is kept.
fn commits(ledger: &Ledger, each: &mut impl FnMut(Problem)) -> Result<(), LedgerError> {
    let commits = ledger.commits()?;
    for pair in commits.windows(2) {
        if pair[1].version != pair[0].version + 1 {
            let between = format!("there is none between {} and {}", pair[0].version, pair[1].version);
            each(problem("commits", &between));
        }
        if pair[1].time < pair[0].time {
            each(problem("commits", &format!("{} is older than the one before it", pair[1].version)));
        }
    }
    Ok(())
}

/// A table has as many rows as its commits say.
fn said_and_held(
    ledger: &Ledger,
    table: Table,
    rows: u64,
    each: &mut impl FnMut(Problem),
) -> Result<(), LedgerError> {
    let commits = ledger.commits()?;
    // Where old commits were forgotten, nobody knows what they added.
    if commits.first().is_none_or(|first| first.version > 0) {
        return Ok(());
    }
    let sum = |of: fn(&super::Commit) -> &BTreeMap<String, u64>| -> u64 {
        commits.iter().filter_map(|commit| of(commit).get(table.name())).sum()
    };
    let said = sum(|c| &c.added).saturating_sub(sum(|c| &c.removed));
    if said != rows {
        each(problem(table.name(), &format!("has {rows} rows, but its commits say {said}")));
    }
    Ok(())
}

/// Every raw capture that a document names has the bytes it had. Unpacking and hashing is done by all cores.
fn captures(ledger: &Ledger, session: &Session, each: &mut impl FnMut(Problem)) -> usize {
    let keys = match session.first_texts("SELECT DISTINCT raw FROM documents") {
        Ok(keys) => keys,
        Err(error) => {
            each(problem("documents", &error));
            return 0;
        }
    };
    let (raw, next, found) = (ledger.raw(), AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(key) = keys.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(error) = raw.get(key) {
                        found.lock().unwrap_or_else(PoisonError::into_inner).push(error.to_string());
                    }
                }
            });
        }
    });
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    for error in &found {
        each(problem("raw", error));
    }
    keys.len()
}

/// A text, and which byte each of its code points begins at: of one document at a time.
struct Texts {
    by_document: HashMap<String, String>,
    of: String,
    starts: Vec<usize>,
}

impl Texts {
    /// Whether the words of a span are those that stand there.
    fn holds(&mut self, document: &str, span: CodePoints, words: &str) -> bool {
        let Some(text) = self.by_document.get(document) else {
            // What is of no document was told already.
            return true;
        };
        if self.of != document {
            document.clone_into(&mut self.of);
            self.starts.clear();
            self.starts.extend(text.char_indices().map(|(at, _)| at));
            self.starts.push(text.len());
        }
        let at = |point: usize| self.starts.get(point).copied();
        match (at(span[0]), at(span[1])) {
            (Some(start), Some(end)) => text.get(start..end) == Some(words),
            _ => false,
        }
    }
}

/// Documents hash to what they say, and every span has its words, of the documents whose ids begin so.
fn texts(session: &Session, prefix: &str, spans: &mut u64, each: &mut impl FnMut(Problem)) {
    let mut held = Texts { by_document: HashMap::new(), of: String::new(), starts: Vec::new() };
    let condition = |column: &str| match prefix {
        "" => String::new(),
        prefix => format!(" WHERE starts_with({column}, '{prefix}')"),
    };
    let mut wrong = Vec::new();
    let read = rows(session, &format!("SELECT * FROM documents{}", condition("id")), |row: DocumentRow| {
        let id = DocumentRow::identify(&row.text, &row.uri, row.outlet.as_deref(), row.published);
        if id != row.id {
            wrong.push(problem(&format!("documents {}", row.id), "does not hash to its id"));
        }
        if DocumentRow::hash(&row.text) != row.hash {
            wrong.push(problem(&format!("documents {}", row.id), "has another text than it had"));
        }
        let length = row.text.chars().count();
        if row.furniture.iter().any(|&[start, end]| start > end || end > length) {
            wrong.push(problem(&format!("documents {}", row.id), "has furniture outside of its text"));
        }
        held.by_document.insert(row.id, row.text);
    });
    if let Err(error) = read {
        wrong.push(problem("documents", &error));
    }
    let read = rows(session, &format!("SELECT * FROM claims{}", condition("document")), |row: ClaimRow| {
        for (span, words) in spans_of(&row.claim) {
            *spans += 1;
            if !held.holds(&row.document, span, words) {
                let place = format!("claims {}", row.claim.claim);
                wrong.push(problem(&place, &format!("says {words:?} at {span:?}, where other words stand")));
            }
        }
    });
    if let Err(error) = read {
        wrong.push(problem("claims", &error));
    }
    let read =
        rows(session, &format!("SELECT * FROM entities{}", condition("document")), |row: EntityRow| {
            for mention in &row.mentions {
                *spans += 1;
                if !held.holds(&row.document, mention.span, &mention.text) {
                    wrong.push(problem(
                        &format!("entities {}", row.entity),
                        "has a mention where other words stand",
                    ));
                }
            }
        });
    if let Err(error) = read {
        wrong.push(problem("entities", &error));
    }
    let read = rows(session, &format!("SELECT * FROM chain_hops{}", condition("document")), |row: HopRow| {
        *spans += 1;
        if !held.holds(&row.document, row.hop.span, &row.hop.text) {
            let place = format!("chain_hops {} {}", row.claim, row.position);
            wrong.push(problem(&place, "has other words than stand there"));
        }
    });
    if let Err(error) = read {
        wrong.push(problem("chain_hops", &error));
    }
    wrong.into_iter().for_each(each);
}

fn rows<R: Row>(session: &Session, query: &str, mut each: impl FnMut(R)) -> Result<(), LedgerError> {
    for batch in session.ask(query)? {
        R::rows(&batch?)?.into_iter().for_each(&mut each);
    }
    Ok(())
}

/// All spans of a claim with their words.
fn spans_of(claim: &Claim) -> Vec<(CodePoints, &str)> {
    let mut spans = vec![
        (claim.trigger.span, claim.trigger.text.as_str()),
        (claim.content.span, claim.content.text.as_str()),
    ];
    let arguments = claim.actors.iter().chain(&claim.targets).chain(&claim.toward);
    spans.extend(arguments.map(|a| (a.span, a.text.as_str())));
    spans.extend(claim.places.iter().map(|p| (p.span, p.text.as_str())));
    spans.extend(claim.time.iter().map(|t| (t.span, t.text.as_str())));
    spans.extend(claim.quantities.iter().map(|q| (q.span, q.text.as_str())));
    spans.extend(claim.causes.iter().map(|c| (c.span, c.text.as_str())));
    spans.extend(claim.chain.iter().map(|h| (h.span, h.text.as_str())));
    spans
}
