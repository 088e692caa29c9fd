//! Which claims tell of one happening: the tables `claim_keys` and `links`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    Basis, Item, Keyed,
    copying::Copied,
    fetch,
    keyed::{self, names},
    passage::shared,
};
use crate::{
    event::LinkRow,
    ledger::{Change, LedgerError},
    link::{self, Fact, FactId, Strength},
    query::Session,
    row::{ClaimRow, CopyRow, DocumentRow, Row, Table},
    spread::spread,
};

/// By what claims meet. A key that more claims have names a war and not a happening.
pub(super) const KEYED: Keyed = Keyed { table: Table::ClaimKeys, cap: 128 };

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
    let ids: Vec<String> = coming.iter().map(|row| row.id.clone()).collect();
    let fresh = fetch::claims_of(session, &ids, basis.min_score)?;
    let mut linked = Linked::default();
    // Claims of documents whose copies changed are held against others anew.
    let disturbed: Vec<String> = texts.disturbed.iter().cloned().collect();
    let again = fetch::claims_of(session, &disturbed, basis.min_score)?;
    // Whether a claim has keys hangs on whether its document stands for itself.
    linked.withdrawn = again.iter().map(|row| item(&id(row))).collect();
    linked.disturbed = again.iter().map(id).collect();
    add(session, basis.threads, facts, fresh.iter().chain(&again))?;
    for claim in fresh.iter().chain(&again).map(id) {
        let keys = if texts.is_twin(&claim.document) { Vec::new() } else { keys(&facts[&claim]) };
        linked.items.push(Item { item: item(&claim), keys });
        linked.dirty.insert(claim);
    }
    let found = KEYED.candidates(session, &linked.items, &linked.withdrawn, &[])?;
    linked.oversized = found.oversized;
    for claim in found.disturbed.iter().map(|item| claim_of(item)) {
        linked.disturbed.insert(claim.clone());
        linked.dirty.insert(claim);
    }
    // What stands in a passage that two documents share meets there, whatever its keys.
    let documents: BTreeSet<String> = linked.dirty.iter().map(|claim| claim.document.clone()).collect();
    let copies = copies_touching(session, texts, &documents)?;
    let beside: BTreeSet<String> =
        copies.keys().flat_map(|(a, b)| [a.clone(), b.clone()]).chain(documents).collect();
    let beside: Vec<String> = beside.into_iter().collect();
    let neighbours = fetch::claims_of(session, &beside, basis.min_score)?;
    let named: Vec<FactId> = found.names.iter().map(|item| claim_of(item)).collect();
    let neighbours: Vec<ClaimRow> =
        neighbours.into_iter().filter(|row| !facts.contains_key(&id(row))).collect();
    add(session, basis.threads, facts, neighbours.iter())?;
    need(session, basis, facts, named.iter().cloned())?;
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
    let weighed = spread(&pairs, basis.threads, |&(a, b)| {
        let (one, two) = (ready[a as usize], ready[b as usize]);
        // Of two ids the smaller document is the first of its row.
        let passage = copies
            .get(&(one.id.document.clone(), two.id.document.clone()))
            .and_then(|copy| shared(copy, one, two));
        let link = link::weigh(one, two, passage);
        (link.strength == Strength::Strong).then(|| LinkRow::from(link))
    });
    linked.rows = weighed.into_iter().flatten().collect();
    Ok(linked)
}

impl Linked {
    /// Whether the links of a claim that was there before are made anew.
    pub(super) fn is_disturbed(&self, claim: &FactId) -> bool {
        self.disturbed.contains(claim)
    }

    /// What becomes of the tables.
    pub(super) fn changes(&self, session: &Session) -> Result<Vec<Change>, LedgerError> {
        let items = vec![keyed::batch(&self.items)?];
        let rows = vec![LinkRow::batch(&self.rows)?];
        let keys = if self.withdrawn.is_empty() {
            Change::more(Table::ClaimKeys, items)
        } else {
            session.put("withdrawn_claims", names(&self.withdrawn)?)?;
            let kept =
                "SELECT k.* FROM claim_keys AS k LEFT ANTI JOIN withdrawn_claims AS w ON k.item = w.name";
            Change { table: Table::ClaimKeys, kept: Some(kept.to_owned()), come: items }
        };
        let links = if self.disturbed.is_empty() {
            Change::more(Table::Links, rows)
        } else {
            let disturbed: Vec<String> = self.disturbed.iter().map(item).collect();
            session.put("disturbed_claims", names(&disturbed)?)?;
            Change { table: Table::Links, kept: Some(KEPT.to_owned()), come: rows }
        };
        Ok(vec![keys, links])
    }
}

/// The links that stay where claims are disturbed.
const KEPT: &str = "SELECT l.* FROM links AS l \
    LEFT ANTI JOIN disturbed_claims AS d ON concat(l.first_document, '/', l.first_claim) = d.name \
    LEFT ANTI JOIN disturbed_claims AS e ON concat(l.second_document, '/', l.second_claim) = e.name";

/// The rows of `copies` as they will be, of documents.
pub(super) fn copies_touching(
    session: &Session,
    copied: &Copied,
    documents: &BTreeSet<String>,
) -> Result<Pairs, LedgerError> {
    let asked: Vec<String> = documents.iter().cloned().collect();
    let old = fetch::copies_of(session, &asked)?;
    let stays = old
        .into_iter()
        .filter(|row| !copied.disturbed.contains(&row.a) && !copied.disturbed.contains(&row.b));
    let new =
        copied.rows.iter().filter(|row| documents.contains(&row.a) || documents.contains(&row.b)).cloned();
    Ok(stays.chain(new).map(|row| ((row.a.clone(), row.b.clone()), row)).collect())
}

/// Makes claims ready.
pub(super) fn add<'r>(
    session: &Session,
    threads: usize,
    facts: &mut Facts,
    rows: impl Iterator<Item = &'r ClaimRow>,
) -> Result<(), LedgerError> {
    let rows: Vec<&ClaimRow> = rows.filter(|row| !facts.contains_key(&id(row))).collect();
    let ids: BTreeSet<&String> = rows.iter().map(|row| &row.document).collect();
    let ids: Vec<String> = ids.into_iter().cloned().collect();
    let documents: BTreeMap<String, DocumentRow> =
        fetch::documents(session, &ids)?.into_iter().map(|row| (row.id.clone(), row)).collect();
    let made = spread(&rows, threads, |row| {
        let document = documents.get(&row.document);
        Fact::new(row, document.and_then(|d| d.title.as_deref()), document.map(|d| d.text.as_str()))
    });
    facts.extend(made.into_iter().map(|fact| (fact.id.clone(), fact)));
    Ok(())
}

/// Makes claims ready that are not yet.
pub(super) fn need(
    session: &Session,
    basis: &Basis<'_>,
    facts: &mut Facts,
    ids: impl IntoIterator<Item = FactId>,
) -> Result<(), LedgerError> {
    let missing: BTreeSet<FactId> = ids.into_iter().filter(|id| !facts.contains_key(id)).collect();
    let missing: Vec<FactId> = missing.into_iter().collect();
    let rows = fetch::claims(session, &missing)?;
    add(session, basis.threads, facts, rows.iter())
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

/// The keys of a claim as numbers.
pub(super) fn keys(fact: &Fact) -> Vec<i64> {
    let hash = |key: &link::Key| {
        let hash = blake3::hash(key.as_str().as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        i64::from_le_bytes(first)
    };
    let keys: BTreeSet<i64> = link::keys(fact).iter().map(hash).collect();
    keys.into_iter().collect()
}
