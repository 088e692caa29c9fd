//! What stands across documents, as SQL: events, days, copies, contradictions.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field};
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    Answer, Session,
    filter::{any, at_place, literal, of_type, where_all},
};
use crate::{
    event::{self, Chains, EventClaimRow, EventRow, SourceRow},
    ledger::LedgerError,
    row::{RowError, Table, to_batch},
};

/// Which events.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventFilter {
    /// Types, or families of types.
    pub types: Vec<String>,
    /// Names or ids of places: of the event, or of one of its claims.
    pub places: Vec<String>,
    /// Names or ids of who acts in one of its claims.
    pub actors: Vec<String>,
    /// Names of sources anywhere in the chain of one of its claims.
    pub sources: Vec<String>,
    /// Names of outlets that tell of it.
    pub outlets: Vec<String>,
    /// The beginnings of ids of documents that tell of it.
    pub documents: Vec<String>,
    /// The first day: of the event, of publication where no claim says any.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// So many independent origins at the least.
    pub min_origins: u32,
    /// So many claims at the least.
    pub min_claims: u32,
    /// Those with contradictions only.
    pub contradicted: bool,
    /// How many rows at most.
    pub limit: Option<usize>,
}

/// In what order events are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EventSort {
    /// By day.
    #[default]
    Day,
    /// Those with most independent origins first.
    Origins,
    /// Those with most claims first.
    Claims,
}

/// The day of an event: its last, else that of its first publication.
const DAY: &str = "coalesce(last, first, published_first)";

impl EventFilter {
    /// The events, all columns.
    pub fn events(&self, sort: EventSort) -> String {
        let order = match sort {
            EventSort::Day => format!("{DAY}, event"),
            EventSort::Origins => format!("origins_low DESC, origins_high DESC, claims DESC, {DAY}, event"),
            EventSort::Claims => format!("claims DESC, {DAY}, event"),
        };
        self.limited(format!("{} ORDER BY {order}", where_all("SELECT * FROM events", &self.conditions())))
    }

    /// The days on which something happened, with counts of events, claims, lines and origins.
    pub fn days(&self) -> String {
        let events = where_all("SELECT * FROM events", &self.conditions());
        self.limited(format!(
            "SELECT {DAY} AS day, count(*) AS events, sum(claims) AS claims, sum(copies) AS copies, \
             sum(lines) AS lines, sum(origins_low) AS origins_low, sum(origins_high) AS origins_high, \
             sum(CASE WHEN origins_low > 1 THEN 1 ELSE 0 END) AS corroborated, sum(contradictions) AS contradictions \
             FROM ({events}) AS told GROUP BY {DAY} ORDER BY day"
        ))
    }

    /// The contradictions of the events, of some kinds or of all.
    pub fn contradictions(&self, kinds: &[String]) -> String {
        let events = where_all("SELECT event FROM events", &self.conditions());
        let kinds = any(kinds, |kind| format!("c.kind = {}", literal(kind)));
        let head = format!(
            "SELECT c.*, e.\"type\", e.title, {DAY} AS day FROM contradictions AS c JOIN events AS e ON c.event = e.event \
             LEFT SEMI JOIN ({events}) AS asked ON c.event = asked.event"
        );
        let kinds: Vec<String> = kinds.into_iter().collect();
        self.limited(format!(
            "{} ORDER BY day, event, kind, field, first_document, first_claim, second_document, second_claim",
            where_all(&head, &kinds)
        ))
    }

    /// The ids of the documents of all claims of the events, however many rows are asked for.
    pub fn documents(&self) -> String {
        let events = where_all("SELECT event FROM events", &self.conditions());
        format!(
            "SELECT c.document FROM event_claims AS c LEFT SEMI JOIN ({events}) AS asked ON c.event = asked.event"
        )
    }

    fn limited(&self, query: String) -> String {
        match self.limit {
            Some(limit) => format!("{query} LIMIT {limit}"),
            None => query,
        }
    }

    fn conditions(&self) -> Vec<String> {
        let mut conditions = Vec::new();
        conditions.extend(any(&self.types, of_type));
        let of_claims = |condition: Option<String>| {
            condition.map(|condition| {
                format!(
                    "event IN (SELECT t.event FROM event_claims AS t JOIN claims AS c \
                     ON t.document = c.document AND t.claim = c.claim WHERE {condition})"
                )
            })
        };
        conditions.extend(of_claims(any(&self.places, |name| at_place("c.places", name))));
        for (column, names) in [("c.actors", &self.actors), ("c.chain", &self.sources)] {
            conditions.extend(of_claims(any(names, |name| format!("mentions({column}, {})", literal(name)))));
        }
        let told_by = |condition: Option<String>| {
            condition.map(|condition| format!("event IN (SELECT event FROM event_claims WHERE {condition})"))
        };
        conditions.extend(told_by(any(&self.outlets, |name| format!("mentions(outlet, {})", literal(name)))));
        conditions
            .extend(told_by(any(&self.documents, |id| format!("starts_with(document, {})", literal(id)))));
        conditions.extend(self.from.map(|day| format!("{DAY} >= DATE '{day}'")));
        conditions
            .extend(self.to.map(|day| format!("coalesce(first, last, published_first) <= DATE '{day}'")));
        if self.min_origins > 0 {
            conditions.push(format!("origins_low >= {}", self.min_origins));
        }
        if self.min_claims > 1 {
            conditions.push(format!("claims >= {}", self.min_claims));
        }
        if self.contradicted {
            conditions.push("contradictions > 0".to_owned());
        }
        conditions
    }
}

/// How outlets and relays report, over the events that fit: whom they relay, how often alone, copied or first, and where
/// their figures lie among those of others.
///
/// # Errors
/// When a table cannot be read.
pub fn reporting(session: &Session, filter: &EventFilter) -> Result<Vec<SourceRow>, LedgerError> {
    // The limit is one of sources, not of events.
    let all = EventFilter { limit: None, ..filter.clone() };
    let events: Vec<EventRow> = session.rows(&all.events(EventSort::Day))?;
    let fitting = where_all("SELECT event FROM events", &filter.conditions());
    let claims: Vec<EventClaimRow> = session.rows(&format!(
        "SELECT c.* FROM event_claims AS c LEFT SEMI JOIN ({fitting}) AS f ON c.event = f.event"
    ))?;
    let mut rows = event::sources(&events, &claims, &chains(session, &fitting)?);
    rows.sort_by(|a, b| {
        (b.events, b.claims).cmp(&(a.events, a.claims)).then_with(|| a.source.cmp(&b.source))
    });
    rows.truncate(filter.limit.unwrap_or(usize::MAX));
    Ok(rows)
}

/// Sources as an answer, in their order.
///
/// # Errors
/// When they cannot be written as columns.
pub fn sources(session: &Session, rows: &[SourceRow]) -> Result<Answer, LedgerError> {
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    let count = |name: &str| Field::new(name, DataType::Int64, false);
    let relayed = DataType::Struct(
        vec![text("source"), text("name"), Field::new("claims", DataType::Int64, true)].into(),
    );
    let relays = DataType::List(Arc::new(Field::new("element", relayed, true)));
    let columns =
        ["events", "claims", "copied", "alone", "first", "own_voice", "lowest", "middle", "highest"];
    let columns: Vec<Field> = [text("source"), text("name")]
        .into_iter()
        .chain(columns.map(count))
        .chain([Field::new("relays", relays, true)])
        .collect();
    session.put("reporting", to_batch(columns, rows).map_err(|e| RowError::new("sources", &e))?)?;
    session.ask("SELECT * FROM reporting")
}

/// What the claims of events call their sources.
fn chains(session: &Session, events: &str) -> Result<Chains, LedgerError> {
    let hops: Vec<Called> = session.columns(
        Table::ChainHops,
        &Called::COLUMNS,
        &format!(
            "SELECT h.claim, h.document, h.text, h.entity FROM chain_hops AS h \
             JOIN event_claims AS c ON h.document = c.document AND h.claim = c.claim \
             LEFT SEMI JOIN ({events}) AS f ON c.event = f.event ORDER BY h.document, h.claim, h.position"
        ),
    )?;
    let mut chains = Chains::new();
    for Called { document, claim, text, entity } in hops {
        chains.entry((document, claim)).or_default().push(entity.unwrap_or(text));
    }
    Ok(chains)
}

/// What a hop calls its source: columns of `chain_hops`.
#[derive(Deserialize)]
struct Called {
    claim: String,
    document: String,
    text: String,
    entity: Option<String>,
}

impl Called {
    const COLUMNS: [&str; 4] = ["claim", "document", "text", "entity"];
}

/// Which pairs of documents that share text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CopyFilter {
    /// `copy`, `edited`, `passage`.
    pub verdicts: Vec<String>,
    /// `wire`, `outlet`, `own`, `common`.
    pub routes: Vec<String>,
    /// Names of outlets of either.
    pub outlets: Vec<String>,
    /// The beginnings of ids of either.
    pub documents: Vec<String>,
    /// The first day of publication of the later of the two.
    pub from: Option<Date>,
    /// The last day of publication of the earlier.
    pub to: Option<Date>,
    /// Those in which figures differ.
    pub figures: bool,
    /// How many rows at most.
    pub limit: Option<usize>,
}

impl CopyFilter {
    /// The ids of both documents of the pairs, however many rows are asked for.
    pub fn documents(&self) -> String {
        let pairs = Self { limit: None, ..self.clone() }.copies();
        format!("SELECT a FROM ({pairs}) AS one UNION ALL SELECT b FROM ({pairs}) AS other")
    }

    /// The pairs, with what is known of both documents.
    pub fn copies(&self) -> String {
        let mut conditions = Vec::new();
        conditions.extend(any(&self.verdicts, |verdict| format!("c.verdict = {}", literal(verdict))));
        conditions.extend(any(&self.routes, |route| format!("c.route = {}", literal(route))));
        conditions.extend(any(&self.outlets, |name| {
            let name = literal(name);
            format!("mentions(x.outlet, {name}) OR mentions(y.outlet, {name})")
        }));
        conditions.extend(any(&self.documents, |id| {
            let id = literal(id);
            format!("starts_with(c.a, {id}) OR starts_with(c.b, {id})")
        }));
        conditions
            .extend(self.from.map(|day| format!("greatest(c.a_published, c.b_published) >= DATE '{day}'")));
        conditions.extend(self.to.map(|day| format!("least(c.a_published, c.b_published) <= DATE '{day}'")));
        if self.figures {
            conditions.push("cardinality(c.figures) > 0".to_owned());
        }
        let head = "SELECT c.*, x.outlet AS a_outlet, coalesce(x.title, x.name) AS a_title, \
                    y.outlet AS b_outlet, coalesce(y.title, y.name) AS b_title \
                    FROM copies AS c JOIN documents AS x ON c.a = x.id JOIN documents AS y ON c.b = y.id";
        let limit = self.limit.map(|limit| format!(" LIMIT {limit}")).unwrap_or_default();
        format!("{} ORDER BY c.a_published, c.a, c.b{limit}", where_all(head, &conditions))
    }
}
