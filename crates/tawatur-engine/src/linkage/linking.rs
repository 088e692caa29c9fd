//! Which claims tell of one happening: the tables `claim_keys` and `links`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::{
    Basis, Item, Keyed,
    copying::Copied,
    fetch::{self, Days},
    keyed::{self, ALWAYS},
    passage::shared,
};
use crate::{
    event::LinkRow,
    ledger::{By, Change, LedgerError},
    link::{self, Fact, FactId, Strength},
    query::Session,
    row::{ClaimRow, CopyRow, DocumentRow, Row, Table},
    spread::spread,
};

/// By what claims meet. A key that more claims have names a war rather than a happening.
pub(super) const KEYED: Keyed = Keyed { table: Table::ClaimKeys, cap: 64, dated: true };

/// Pairs of claims that are weighed at a time: few of millions come to anything.
const AT_A_TIME: usize = 1 << 16;

/// Copies of pairs of documents, by the two, the smaller id first.
pub(super) type Pairs = BTreeMap<(String, String), CopyRow>;

/// Claims made ready, by id.
pub(super) type Facts = BTreeMap<FactId, Fact>;

/// What was found of claims that come in.
#[derive(Debug, Default)]
pub(super) struct Linked {
    /// Claims whose links were made anew, by item of `claim_keys`.
    pub dirty: BTreeSet<FactId>,
    /// Of these, those that were there before.
    disturbed: BTreeSet<FactId>,
    /// The links made anew.
    pub rows: Vec<LinkRow>,
    /// When the documents of the disturbed were published.
    days: Days,
    items: Vec<Item>,
    withdrawn: Vec<String>,
    /// Pairs that were weighed.
    pub weighed: usize,
    /// Keys that too many claims have.
    pub oversized: u64,
}

/// Holds the claims of documents that come in against each other and against all that are there.
pub(super) fn link(
    session: &Session,
    basis: &Basis<'_>,
    coming: &[DocumentRow],
    texts: &Copied,
    facts: &mut Facts,
) -> Result<Linked, LedgerError> {
    let mut linked = Linked::default();
    let fresh: Texts = coming.iter().map(|row| (row.id.as_str(), row)).collect();
    let fresh = of_documents(session, basis, &fresh, facts)?;
    // Claims of documents whose copies changed are held against others anew.
    let disturbed: Vec<String> = texts.disturbed.iter().cloned().collect();
    let disturbed = fetch::documents(session, &disturbed, &texts.days)?;
    let again: Texts = disturbed.iter().map(|row| (row.id.as_str(), row)).collect();
    let again = of_documents(session, basis, &again, facts)?;
    // Whether a claim has keys hangs on whether its document stands for itself.
    linked.withdrawn = again.iter().map(item).collect();
    linked.disturbed = again.iter().cloned().collect();
    for claim in fresh.into_iter().chain(again) {
        if !texts.is_twin(&claim.document) {
            linked.items.extend(keyed(&facts[&claim]));
        }
        linked.dirty.insert(claim);
    }
    let withdrawn = disturbed.iter().map(|row| row.published);
    let found = KEYED.candidates(session, &linked.items, &linked.withdrawn, withdrawn)?;
    linked.oversized = found.oversized;
    for claim in found.disturbed.iter().map(|item| claim_of(item)) {
        linked.disturbed.insert(claim.clone());
        linked.dirty.insert(claim);
    }
    // What stands in a passage that two documents share meets there, whatever its keys.
    let documents: BTreeSet<String> = linked.dirty.iter().map(|claim| claim.document.clone()).collect();
    let mut days: Days = coming.iter().map(|row| row.published).collect();
    days.extend(texts.days.iter().chain(&found.days));
    let copies = copies_touching(session, texts, &documents, &days)?;
    let whole: BTreeSet<&String> = coming.iter().map(|row| &row.id).chain(&texts.disturbed).collect();
    let beside: BTreeMap<&String, Option<Date>> = copies
        .values()
        .flat_map(|row| [(&row.a, row.a_published), (&row.b, row.b_published)])
        .filter(|(id, _)| !whole.contains(id))
        .collect();
    let days = beside.values().copied().collect();
    let beside: Vec<String> = beside.into_keys().cloned().collect();
    let beside = fetch::documents(session, &beside, &days)?;
    of_documents(session, basis, &beside.iter().map(|row| (row.id.as_str(), row)).collect(), facts)?;
    let named: Vec<FactId> = found.names.iter().map(|item| claim_of(item)).collect();
    // Of the disturbed, those of documents that were disturbed are ready.
    need(session, basis.threads, facts, named.iter().chain(&linked.disturbed).cloned(), &found.days)?;
    linked.days = linked.disturbed.iter().map(|id| facts.get(id).and_then(|fact| fact.published)).collect();
    let ready: Vec<&Fact> = facts.values().collect();
    let place: HashMap<&FactId, u32> = ready.iter().zip(0..).map(|(fact, at)| (&fact.id, at)).collect();
    let ordered = |a: &FactId, b: &FactId| {
        let (a, b) = (*place.get(a)?, *place.get(b)?);
        // Facts are in the order of their ids.
        Some((a.min(b), a.max(b)))
    };
    let mut pairs: Vec<(u32, u32)> =
        found.pairs.iter().filter_map(|&(a, b)| ordered(&named[a as usize], &named[b as usize])).collect();
    let by_document = by_document(facts);
    for ((a, b), copy) in &copies {
        let of = |document: &String| by_document.get(document).map(Vec::as_slice).unwrap_or_default();
        for one in of(a) {
            for two in of(b).iter().filter(|two| linked.dirty.contains(*one) || linked.dirty.contains(**two))
            {
                if shared(copy, &facts[*one], &facts[*two]).is_some_and(|s| s.aligned) {
                    pairs.extend(ordered(one, two));
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    linked.weighed = pairs.len();
    for some in pairs.chunks(AT_A_TIME) {
        let weighed = spread(some, basis.threads, |&(a, b)| {
            let (one, two) = (ready[a as usize], ready[b as usize]);
            // Of two ids the smaller document is the first of its row.
            let passage = copies
                .get(&(one.id.document.clone(), two.id.document.clone()))
                .and_then(|copy| shared(copy, one, two));
            let linked = link::judge(one, two, passage).strength != Strength::None;
            linked.then(|| LinkRow::new(link::weigh(one, two, passage), [one.published, two.published]))
        });
        linked.rows.extend(weighed.into_iter().flatten());
    }
    Ok(linked)
}

impl Linked {
    /// Whether the links of a claim that was there before are made anew.
    pub(super) fn is_disturbed(&self, claim: &FactId) -> bool {
        self.disturbed.contains(claim)
    }

    /// What becomes of the tables.
    pub(super) fn changes(&self) -> Result<Vec<Change>, LedgerError> {
        let items = vec![keyed::batch(&self.items)?];
        let rows = vec![LinkRow::batch(&self.rows)?];
        let disturbed = self.disturbed.iter().map(item).collect();
        let days = || self.days.iter().copied();
        let ends = ENDS.map(|(end, published)| By::within(end, fetch::near(published, days())));
        // Whoever is withdrawn is disturbed.
        let keys = [By::within("r.item", fetch::near("r.published", days()))];
        Ok(vec![
            Change::instead(Table::ClaimKeys, &keys, self.withdrawn.clone(), items),
            Change::instead(Table::Links, &ends, disturbed, rows),
        ])
    }
}

/// The two claims of a link, and when their documents were published.
const ENDS: [(&str, &str); 2] = [
    ("concat(r.first_document, '/', r.first_claim)", "r.first_published"),
    ("concat(r.second_document, '/', r.second_claim)", "r.second_published"),
];

/// The rows of `copies` as they will be, of documents published on some of the days.
pub(super) fn copies_touching(
    session: &Session,
    copied: &Copied,
    documents: &BTreeSet<String>,
    days: &Days,
) -> Result<Pairs, LedgerError> {
    let asked: Vec<String> = documents.iter().cloned().collect();
    let old = fetch::copies_of(session, &asked, days)?;
    let stays = old
        .into_iter()
        .filter(|row| !copied.disturbed.contains(&row.a) && !copied.disturbed.contains(&row.b));
    let new =
        copied.rows.iter().filter(|row| documents.contains(&row.a) || documents.contains(&row.b)).cloned();
    Ok(stays.chain(new).map(|row| ((row.a.clone(), row.b.clone()), row)).collect())
}

/// Documents by their ids.
type Texts<'d> = HashMap<&'d str, &'d DocumentRow>;

/// Makes the claims of documents ready, and says which they are.
fn of_documents(
    session: &Session,
    basis: &Basis<'_>,
    documents: &Texts<'_>,
    facts: &mut Facts,
) -> Result<Vec<FactId>, LedgerError> {
    let rows: Vec<&DocumentRow> = documents.values().copied().collect();
    let mut claims = Vec::new();
    for rows in fetch::claims_of(session, &rows, basis.min_score)? {
        let rows = rows?;
        claims.extend(rows.iter().map(id));
        add(basis.threads, documents, &rows, facts);
    }
    claims.sort_unstable();
    Ok(claims)
}

/// Makes claims ready that are not yet, of documents published on some of the days.
pub(super) fn need(
    session: &Session,
    threads: usize,
    facts: &mut Facts,
    ids: impl IntoIterator<Item = FactId>,
    days: &Days,
) -> Result<(), LedgerError> {
    let missing: BTreeSet<FactId> = ids.into_iter().filter(|id| !facts.contains_key(id)).collect();
    let documents: BTreeSet<&String> = missing.iter().map(|id| &id.document).collect();
    let documents: Vec<String> = documents.into_iter().cloned().collect();
    let documents = fetch::documents(session, &documents, days)?;
    let days = documents.iter().map(|row| row.published);
    let missing: Vec<FactId> = missing.into_iter().collect();
    let claims = fetch::claims(session, &missing, days)?;
    let documents = documents.iter().map(|row| (row.id.as_str(), row)).collect();
    for rows in claims {
        add(threads, &documents, &rows?, facts);
    }
    Ok(())
}

/// Makes claims ready. A row is several times as large as what is made of it, so that rows come some at a time.
fn add(threads: usize, documents: &Texts<'_>, rows: &[ClaimRow], facts: &mut Facts) {
    let rows: Vec<&ClaimRow> = rows.iter().filter(|row| !facts.contains_key(&id(row))).collect();
    let made = spread(&rows, threads, |row| {
        let document = documents.get(row.document.as_str());
        Fact::new(row, document.and_then(|d| d.title.as_deref()), document.map(|d| d.text.as_str()))
    });
    facts.extend(made.into_iter().map(|fact| (fact.id.clone(), fact)));
}

/// Claims by their documents.
pub(super) fn by_document(facts: &Facts) -> BTreeMap<&String, Vec<&FactId>> {
    let mut by: BTreeMap<&String, Vec<&FactId>> = BTreeMap::new();
    for id in facts.keys() {
        by.entry(&id.document).or_default().push(id);
    }
    by
}

/// The id of a claim among all claims.
pub(super) fn id(row: &ClaimRow) -> FactId {
    FactId { document: row.document.clone(), claim: row.claim.claim.clone() }
}

/// A claim as `claim_keys` names it.
pub(super) fn item(id: &FactId) -> String {
    id.to_string()
}

/// The claim that `claim_keys` names.
fn claim_of(item: &str) -> FactId {
    let (document, claim) = item.split_once('/').unwrap_or((item, ""));
    FactId { document: document.to_owned(), claim: claim.to_owned() }
}

/// A claim with its keys.
fn keyed(fact: &Fact) -> impl Iterator<Item = Item> {
    let mut by_bucket: BTreeMap<i32, Vec<i64>> = BTreeMap::new();
    for (bucket, key) in keys(fact) {
        by_bucket.entry(bucket).or_default().push(key);
    }
    let (item, published) = (item(&fact.id), fact.published);
    by_bucket.into_iter().map(move |(bucket, keys)| Item { item: item.clone(), published, bucket, keys })
}

/// The keys of a claim as numbers, with their buckets.
pub(super) fn keys(fact: &Fact) -> BTreeSet<(i32, i64)> {
    let hash = |key: &link::Key| {
        let hash = blake3::hash(key.as_str().as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        (key.week().unwrap_or(ALWAYS), i64::from_le_bytes(first))
    };
    link::keys(fact).iter().map(hash).collect()
}
