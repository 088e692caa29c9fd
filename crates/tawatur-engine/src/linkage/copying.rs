//! Which documents have text of one another: the tables `fingerprints` and `copies`.
//!
//! Documents whose letters are all the same are *twins*. The one with the smallest id stands for all of them; only it is
//! compared with other texts, and each twin with it alone, so that a text that stands in a thousand places costs a
//! thousand comparisons and not half a million.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::{
    Basis, Item, Keyed,
    fetch::{self, Days},
    keyed::ALWAYS,
};
use crate::{
    copies::{self, Prepared, Published, Source},
    ledger::{By, Change, LedgerError},
    query::Session,
    row::{CopyRow, DocumentRow, FingerprintRow, Row, Table},
    spread::spread,
};

/// By what documents meet.
pub(super) const KEYED: Keyed = Keyed { table: Table::Fingerprints, cap: copies::DEFAULT_CAP, dated: false };

/// What was found of documents that come in.
#[derive(Debug, Default)]
pub(super) struct Copied {
    /// Documents whose rows of `copies` were made anew: those that came, and those that they disturbed.
    pub dirty: BTreeSet<String>,
    /// Of these, those that were there before.
    pub disturbed: BTreeSet<String>,
    /// Documents that are twins of another, among the dirty.
    twins: BTreeSet<String>,
    /// The rows made anew.
    pub rows: Vec<CopyRow>,
    /// The rows of `fingerprints` that come.
    fingerprints: Vec<FingerprintRow>,
    /// The documents whose rows of `fingerprints` go.
    withdrawn: Vec<String>,
    /// When the disturbed were published.
    pub days: Days,
    /// Pairs that were compared.
    pub compared: usize,
    /// Keys that too many documents have.
    pub oversized: u64,
}

/// Documents made ready, with when they were published, by id.
type Ready = BTreeMap<String, (Option<Date>, Prepared)>;

/// Compares documents that are not in `fingerprints` yet with each other and with all that are.
pub(super) fn copy(
    session: &Session,
    basis: &Basis<'_>,
    coming: &[DocumentRow],
) -> Result<Copied, LedgerError> {
    let mut marked: BTreeMap<String, Marks> = marks(basis, coming);
    let old = twins_of(session, &marked)?;
    let mut groups: BTreeMap<i64, BTreeSet<&str>> = BTreeMap::new();
    for (id, marks) in &marked {
        groups.entry(marks.whole).or_default().insert(id);
    }
    for row in &old {
        groups.entry(row.whole).or_default().insert(&row.item);
    }
    // Where a twin comes with a smaller id than the one that stood for all, it stands for all now.
    let first: HashMap<i64, String> =
        groups.iter().filter_map(|(&whole, ids)| Some((whole, (*ids.first()?).to_owned()))).collect();
    let withdrawn: Vec<String> = old
        .iter()
        .filter(|row| row.twin.as_deref().unwrap_or(&row.item) != first[&row.whole])
        .map(|row| row.item.clone())
        .collect();
    let mut days: Days = old.iter().map(|row| row.published).collect();
    let rows = fetch::documents(session, &withdrawn, &days)?;
    marked.extend(marks(basis, &rows));
    let entering: BTreeSet<&str> =
        coming.iter().map(|row| row.id.as_str()).chain(withdrawn.iter().map(String::as_str)).collect();
    let mut copied = Copied::default();
    for &id in &entering {
        let Marks { published, whole, keys } = marked.remove(id).expect("what enters was marked above");
        let twin = Some(&first[&whole]).filter(|first| *first != id).cloned();
        let keys = if twin.is_some() { Vec::new() } else { keys };
        copied.fingerprints.push(FingerprintRow { item: id.to_owned(), published, whole, twin, keys });
    }
    let items: Vec<Item> = copied
        .fingerprints
        .iter()
        .map(|row| Item {
            item: row.item.clone(),
            published: row.published,
            bucket: ALWAYS,
            keys: row.keys.clone(),
        })
        .collect();
    let found = KEYED.candidates(session, &items, &withdrawn, days.iter().copied())?;
    days.extend(&found.days);
    copied.oversized = found.oversized;
    copied.dirty = entering.iter().map(|&id| id.to_owned()).chain(found.disturbed.iter().cloned()).collect();
    copied.disturbed = found.disturbed.iter().chain(&withdrawn).cloned().collect();
    let with_first = |item: &str, first: &str| {
        let (a, b) = if item < first { (item, first) } else { (first, item) };
        (a.to_owned(), b.to_owned())
    };
    let name = |place: u32| found.names[place as usize].as_str();
    let mut pairs: BTreeSet<(String, String)> =
        found.pairs.iter().map(|&(a, b)| with_first(name(a), name(b))).collect();
    for row in &copied.fingerprints {
        pairs.extend(row.twin.as_ref().map(|first| with_first(&row.item, first)));
        copied.twins.extend(row.twin.is_some().then(|| row.item.clone()));
    }
    for row in twins_for(session, &found.disturbed)? {
        days.insert(row.published);
        // Those that enter are told above.
        if !entering.contains(row.item.as_str()) {
            pairs.extend(row.twin.as_ref().map(|first| with_first(&row.item, first)));
        }
    }
    let compared: BTreeSet<&String> = pairs.iter().flat_map(|(a, b)| [a, b]).collect();
    let here: HashMap<&str, &DocumentRow> = coming.iter().map(|row| (row.id.as_str(), row)).collect();
    let missing: Vec<String> =
        compared.iter().filter(|id| !here.contains_key(id.as_str())).map(|&id| id.clone()).collect();
    let missing = fetch::documents(session, &missing, &days)?;
    let rows: Vec<&DocumentRow> =
        compared.iter().filter_map(|id| here.get(id.as_str()).copied()).chain(&missing).collect();
    let ready: Ready =
        spread(&rows, basis.threads, |row| (row.id.clone(), (row.published, prepare(basis, row))))
            .into_iter()
            .collect();
    let pairs: Vec<(String, String)> = pairs.into_iter().collect();
    copied.compared = pairs.len();
    let compared = spread(&pairs, basis.threads, |(a, b)| {
        let ((first, one), (second, two)) = (ready.get(a)?, ready.get(b)?);
        Some(CopyRow::new([a, b], [*first, *second], copies::compare(one, two)?))
    });
    copied.rows = compared.into_iter().flatten().collect();
    copied.withdrawn = withdrawn;
    copied.days = days;
    Ok(copied)
}

impl Copied {
    /// Whether another document stands for this one, which came or was disturbed.
    pub(super) fn is_twin(&self, document: &str) -> bool {
        self.twins.contains(document)
    }

    /// Which of some documents, published on some days, another stands for.
    pub(super) fn twins_among(
        &self,
        session: &Session,
        documents: &BTreeMap<&String, Option<Date>>,
    ) -> Result<BTreeSet<String>, LedgerError> {
        let told: BTreeSet<&String> = self.fingerprints.iter().map(|row| &row.item).collect();
        let old: Vec<&String> = documents.keys().copied().filter(|id| !told.contains(id)).collect();
        let mut twins = self.twins.clone();
        session.put_names("asked_twins", &old)?;
        twins.extend(session.first_texts(&format!(
            "SELECT f.item FROM fingerprints AS f LEFT SEMI JOIN asked_twins AS a ON f.item = a.name \
             WHERE f.twin IS NOT NULL AND {}",
            fetch::near("f.published", documents.values().copied())
        ))?);
        Ok(twins)
    }

    /// What becomes of the tables.
    pub(super) fn changes(&self) -> Result<Vec<Change>, LedgerError> {
        let fingerprints = vec![FingerprintRow::batch(&self.fingerprints)?];
        let rows = vec![CopyRow::batch(&self.rows)?];
        let disturbed = self.disturbed.iter().cloned().collect();
        let near = |column| fetch::near(column, self.days.iter().copied());
        let keys = [By::within("r.item", near("r.published"))];
        let pairs = [("r.a", "r.a_published"), ("r.b", "r.b_published")]
            .map(|(document, published)| By::within(document, near(published)));
        Ok(vec![
            Change::instead(Table::Fingerprints, &keys, self.withdrawn.clone(), fingerprints),
            Change::instead(Table::Copies, &pairs, disturbed, rows),
        ])
    }
}

fn prepare(basis: &Basis<'_>, row: &DocumentRow) -> Prepared {
    let source = Source {
        text: &row.text,
        outlet: row.outlet.as_deref(),
        published: row.published.map(Published::Day),
        byline: row.byline.as_deref(),
        furniture: &row.furniture,
    };
    Prepared::new(&source, &basis.credits)
}

/// By what a document is known: a small part of what it is compared by, which most are never asked for.
struct Marks {
    published: Option<Date>,
    whole: i64,
    keys: Vec<i64>,
}

fn marks(basis: &Basis<'_>, rows: &[DocumentRow]) -> BTreeMap<String, Marks> {
    let marked = spread(rows, basis.threads, |row| {
        let prepared = prepare(basis, row);
        let keys: BTreeSet<i64> = prepared.keys().iter().map(|key| key.hash.cast_signed()).collect();
        let whole = prepared.whole().hash.cast_signed();
        let marks = Marks { published: row.published, whole, keys: keys.into_iter().collect() };
        (row.id.clone(), marks)
    });
    marked.into_iter().collect()
}

/// The rows of `fingerprints` of documents that are twins of some.
fn twins_of(session: &Session, marked: &BTreeMap<String, Marks>) -> Result<Vec<FingerprintRow>, LedgerError> {
    let wholes: BTreeSet<String> = marked.values().map(|marks| marks.whole.to_string()).collect();
    let wholes: Vec<String> = wholes.into_iter().collect();
    session.put_names("wholes", &wholes)?;
    session.rows(
        "SELECT f.* FROM fingerprints AS f LEFT SEMI JOIN \
         (SELECT CAST(name AS BIGINT) AS whole FROM wholes) AS w ON f.whole = w.whole",
    )
}

/// The rows of `fingerprints` of documents for which one of these stands.
fn twins_for(session: &Session, firsts: &[String]) -> Result<Vec<FingerprintRow>, LedgerError> {
    if firsts.is_empty() {
        return Ok(Vec::new());
    }
    session.put_names("firsts", firsts)?;
    session.rows("SELECT f.* FROM fingerprints AS f LEFT SEMI JOIN firsts AS g ON f.twin = g.name")
}
