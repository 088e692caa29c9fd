//! What stands across documents, made again of what was released of each.
//!
//! No word of the ledger's own rows leaves. They say which claims and documents belong together, how they came together and
//! how many origins there are; titles, places, days, figures, names of origins and what is said against each other are told
//! anew of the released claims. So an event is exactly as coarse as its claims are, and names nobody whom they do not.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Dossier, Redactor, Released, Trace};
use crate::{
    event::{self, Cluster, ContradictionRow, Copied, Copies, EventClaimRow, EventRow, LinkRow, Member},
    link::{Fact, FactId, Link, Reason, weigh},
    linkage::passage,
    row::{ClaimRow, CopyRow, FigureRow},
};

/// Rows of the ledger about several documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Across {
    /// Events of which every claim is among those that leave.
    pub events: Vec<EventRow>,
    /// Their claims.
    pub claims: Vec<EventClaimRow>,
    /// Where these differ.
    pub contradictions: Vec<ContradictionRow>,
    /// Which claims are linked.
    pub links: Vec<LinkRow>,
    /// Which documents share text.
    pub copies: Vec<CopyRow>,
}

/// Which claims events are told by, and which documents copies speak of.
#[derive(Clone, Debug, Default)]
pub struct Spoken {
    claims: BTreeSet<(String, String)>,
    documents: BTreeSet<String>,
}

impl Across {
    /// Whom these rows speak of, by the ids of the ledger.
    pub fn spoken(&self) -> Spoken {
        Spoken {
            claims: self.claims.iter().map(|row| (row.document.clone(), row.claim.clone())).collect(),
            documents: self.copies.iter().flat_map(|row| [row.a.clone(), row.b.clone()]).collect(),
        }
    }
}

/// What is left of a document for what stands across documents.
#[derive(Clone, Debug)]
pub struct Left {
    /// Its id now.
    document: String,
    /// The day it was published, as it leaves.
    published: Option<Date>,
    /// Its claims that events are told by, by their ids in the ledger.
    facts: BTreeMap<String, Fact>,
    /// Its text, where copies speak of it.
    text: Option<String>,
    trace: Trace,
}

impl Left {
    /// What is left of a document that was released; `id` is the one it has in the ledger.
    pub fn new(id: &str, released: &Released<Dossier>, trace: Trace, spoken: &Spoken) -> Self {
        let Dossier { document, claims, .. } = released.get();
        let by_id: BTreeMap<&str, _> = claims.iter().map(|claim| (claim.claim.as_str(), claim)).collect();
        let facts =
            trace.claims.iter().filter(|(was, _)| spoken.claims.contains(&(id.to_owned(), (*was).clone())));
        let facts = facts.filter_map(|(was, is)| {
            let claim = *by_id.get(is.as_str())?;
            Some((was.clone(), Fact::new(&ClaimRow::new(document, claim.clone()), None, None)))
        });
        Self {
            document: document.id.clone(),
            published: document.published,
            facts: facts.collect(),
            text: spoken.documents.contains(id).then(|| document.text.clone()),
            trace,
        }
    }
}

/// Makes rows again of what was released.
#[derive(Debug)]
pub struct Retelling<'l> {
    left: &'l BTreeMap<String, Left>,
    redactor: &'l Redactor,
}

impl<'l> Retelling<'l> {
    /// Of these documents, by their ids in the ledger; the redactor is the one that they went through.
    pub fn new(left: &'l BTreeMap<String, Left>, redactor: &'l Redactor) -> Self {
        Self { left, redactor }
    }

    /// The rows as they may leave. What speaks of a claim or document that did not leave is left out.
    pub fn tell(&self, rows: Across) -> Released<Across> {
        let mut told = Across::default();
        let mut words = self.redactor.twin();
        told.copies = rows.copies.into_iter().filter_map(|row| self.copy(row, &mut words)).collect();
        let pairs: BTreeMap<(&str, &str), &CopyRow> =
            told.copies.iter().map(|row| ((row.a.as_str(), row.b.as_str()), row)).collect();
        let mut members: BTreeMap<String, Vec<EventClaimRow>> = BTreeMap::new();
        for row in rows.claims {
            members.entry(row.event.clone()).or_default().push(row);
        }
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        for event in rows.events {
            let claims = members.remove(&event.event).unwrap_or_default();
            if let Some(one) = self.event(&event, &claims, &pairs) {
                ids.insert(event.event, one.event.event.clone());
                told.events.push(one.event);
                told.claims.extend(one.claims);
                told.contradictions.extend(one.contradictions);
            }
        }
        for event in &mut told.events {
            // Those that do not leave have no name here.
            event.kin = event.kin.iter().filter_map(|kin| ids.get(kin).cloned()).collect();
        }
        told.links = rows.links.into_iter().filter_map(|row| self.link_row(row)).collect();
        Released(told)
    }

    fn fact(&self, id: &FactId) -> Option<&'l Fact> {
        self.left.get(&id.document)?.facts.get(&id.claim)
    }

    /// What a claim is called now, whether it left or not.
    pub fn named(&self, document: &str, claim: &str) -> FactId {
        match self.left.get(document) {
            Some(left) => {
                let now = left.trace.claims.get(claim).cloned();
                FactId {
                    document: left.document.clone(),
                    claim: now.unwrap_or_else(|| self.redactor.id(claim)),
                }
            }
            None => FactId { document: self.redactor.id(document), claim: self.redactor.id(claim) },
        }
    }

    fn event(
        &self,
        row: &EventRow,
        claims: &[EventClaimRow],
        pairs: &BTreeMap<(&str, &str), &CopyRow>,
    ) -> Option<event::Told> {
        let id_of = |row: &EventClaimRow| FactId { document: row.document.clone(), claim: row.claim.clone() };
        let facts: BTreeMap<FactId, Fact> = claims
            .iter()
            .filter_map(|row| self.fact(&id_of(row)))
            .map(|fact| (fact.id.clone(), fact.clone()))
            .collect();
        let via = |row: &EventClaimRow| {
            let (document, claim) = row.via_document.as_deref().zip(row.via_claim.as_deref())?;
            Some((self.named(document, claim), row.points?))
        };
        let members = claims.iter().map(|row| Member {
            id: self.named(&row.document, &row.claim),
            joined: row.joined,
            via: via(row),
        });
        // The id is a hash of the earliest claim and its document.
        let is_changed = |row: &EventClaimRow| {
            self.left.get(&row.document).is_none_or(|left| left.document != row.document)
        };
        let id = if claims.iter().any(is_changed) { self.redactor.id(&row.event) } else { row.event.clone() };
        let cluster = Cluster { id, members: members.collect(), kin: row.kin.clone() };
        let copies = self.copies(claims, &facts, pairs);
        let mut told = event::tell(&cluster, &facts, &copies)?;
        // Names that were replaced are no longer seen to be alike, so who is counted is counted in the ledger.
        told.event.origins_low = row.origins_low;
        told.event.origins_high = row.origins_high;
        told.event.lines = row.lines;
        let title = FactId { document: row.title_document.clone(), claim: row.title_claim.clone() };
        if let Some(fact) = self.fact(&title) {
            told.event.title.clone_from(&fact.content);
            told.event.title_document.clone_from(&fact.id.document);
            told.event.title_claim.clone_from(&fact.id.claim);
        }
        let is_coarse = |row: &EventClaimRow| {
            let left = self.left.get(&row.document)?;
            Some(left.trace.coarse.contains(left.trace.claims.get(&row.claim)?))
        };
        if claims.iter().any(|row| is_coarse(row) == Some(true)) {
            // Days that nobody says are worked out of the day of publication.
            told.event.first = told.event.first.map(jiff::civil::Date::first_of_month);
            told.event.last = told.event.last.map(jiff::civil::Date::last_of_month);
        }
        // Days of publication stay, those of other documents of the part too.
        for (row, first) in told.claims.iter_mut().zip(claims.iter().cycle()) {
            row.part = self.part(&first.part);
            (row.since, row.until) = (first.since, first.until);
        }
        Some(told)
    }

    /// A part is named by one of its claims.
    fn part(&self, item: &str) -> String {
        match item.split_once('/') {
            Some((document, claim)) => self.named(document, claim).to_string(),
            None => self.redactor.id(item),
        }
    }

    /// Which claims of an event copy which, as the ledger has it, and in which of them something was changed.
    fn copies(
        &self,
        claims: &[EventClaimRow],
        facts: &BTreeMap<FactId, Fact>,
        pairs: &BTreeMap<(&str, &str), &CopyRow>,
    ) -> Copies {
        let mut copied: Vec<Copied> = Vec::new();
        for row in claims {
            if let Some((document, claim)) = row.copy_of_document.as_deref().zip(row.copy_of_claim.as_deref())
            {
                copied.push(Copied {
                    copy: self.named(&row.document, &row.claim),
                    parent: self.named(document, claim),
                    directed: true,
                    edited: false,
                });
            }
        }
        if copied.is_empty() {
            return Copies::new(&copied);
        }
        let facts: Vec<&Fact> = facts.values().collect();
        for (at, one) in facts.iter().enumerate() {
            // In the order of their ids, the first is of the smaller document.
            for two in &facts[at + 1..] {
                let Some(row) = pairs.get(&(one.id.document.as_str(), two.id.document.as_str())) else {
                    continue;
                };
                let shared = passage::shared(row, one, two);
                copied.extend(shared.and_then(|shared| passage::copied(row, one, two, shared)));
            }
        }
        copied.sort_unstable();
        copied.dedup();
        Copies::new(&copied)
    }

    /// A link by the ids that its claims have now; its rules have no words of theirs.
    fn link_row(&self, row: LinkRow) -> Option<LinkRow> {
        let left = |document: &str, claim: &str| {
            let left = self.left.get(document)?;
            let claim = left.trace.claims.get(claim)?.clone();
            Some((FactId { document: left.document.clone(), claim }, left.published))
        };
        let one = left(&row.first_document, &row.first_claim)?;
        let other = left(&row.second_document, &row.second_claim)?;
        let ((first, first_published), (second, second_published)) =
            if one > other { (other, one) } else { (one, other) };
        Some(LinkRow {
            first_document: first.document,
            first_claim: first.claim,
            second_document: second.document,
            second_claim: second.claim,
            first_published,
            second_published,
            ..row
        })
    }

    fn copy(&self, mut row: CopyRow, words: &mut Redactor) -> Option<CopyRow> {
        let (a, b) = (self.left.get(&row.a)?, self.left.get(&row.b)?);
        let side = |id: &str| if *id == row.a { a } else { b };
        for evidence in &mut row.evidence {
            let left = side(&evidence.document);
            evidence.span = left.trace.shift.span(evidence.span);
            evidence.document.clone_from(&left.document);
        }
        row.original = row.original.as_deref().map(|id| side(id).document.clone());
        for passage in &mut row.passages {
            (passage.a, passage.b) = (a.trace.shift.span(passage.a), b.trace.shift.span(passage.b));
        }
        for figure in &mut row.figures {
            (figure.a, figure.b) = (a.figure(&figure.a), b.figure(&figure.b));
        }
        for change in &mut row.changes {
            (change.a, change.b) = (a.trace.shift.span(change.a), b.trace.shift.span(change.b));
        }
        row.origin = row.origin.map(|name| words.redact_words(&name));
        row.a.clone_from(&a.document);
        row.b.clone_from(&b.document);
        // The smaller id stands first.
        Some(if row.a > row.b { mirrored(row) } else { row })
    }
}

impl Left {
    /// A figure of the text. One that was replaced, if only in part, has no value but its words.
    fn figure(&self, figure: &FigureRow) -> FigureRow {
        let span = self.trace.shift.span(figure.span);
        if !self.trace.shift.touches(figure.span) {
            return FigureRow { span, ..figure.clone() };
        }
        let letters = self.text.iter().flat_map(|text| text.chars());
        let text = letters.skip(span[0]).take(span[1] - span[0]).collect();
        FigureRow { span, text, ..FigureRow::default() }
    }
}

/// The same pair, seen from the other side.
fn mirrored(row: CopyRow) -> CopyRow {
    let mut row = CopyRow {
        a: row.b,
        b: row.a,
        a_published: row.b_published,
        b_published: row.a_published,
        a_share: row.b_share,
        b_share: row.a_share,
        ..row
    };
    for passage in &mut row.passages {
        std::mem::swap(&mut passage.a, &mut passage.b);
    }
    for figure in &mut row.figures {
        std::mem::swap(&mut figure.a, &mut figure.b);
    }
    for change in &mut row.changes {
        std::mem::swap(&mut change.a, &mut change.b);
    }
    row
}

/// A link of the ledger as it may leave: its points, and what is seen of its claims as they left.
pub fn reworded(link: &Link, one: &Fact, other: &Fact) -> Link {
    let anew = weigh(one, other, None);
    let reasons = link.reasons.iter().map(|reason| Reason {
        words: if IMPERSONAL.contains(&field(reason.rule)) {
            reason.words.clone()
        } else {
            seen(&anew, reason.rule)
        },
        ..reason.clone()
    });
    let reasons = reasons.collect();
    Link { first: anew.first, second: anew.second, reasons, ..link.clone() }
}

/// Findings whose words are the same for any pair, or are types, counts and ids of the codebook.
const IMPERSONAL: &[&str] = &[
    "start",
    "type",
    "polarity",
    "tense",
    "definite",
    "published",
    "party",
    "quotation",
    "shared",
    "document",
];

/// What a rule is about: its name up to the first dot.
fn field(rule: &str) -> &str {
    rule.split('.').next().unwrap_or(rule)
}

/// What is seen now where a rule found something: of its field, and of how much is shared where it is about that.
fn seen(link: &Link, rule: &str) -> String {
    let share = |rule: &str| rule.contains(".share.");
    let alike = |reason: &&Reason| field(reason.rule) == field(rule) && share(reason.rule) == share(rule);
    link.reasons.iter().find(alike).map_or_else(|| "not shown".to_owned(), |reason| reason.words.clone())
}
