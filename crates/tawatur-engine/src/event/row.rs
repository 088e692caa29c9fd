//! Rows of the tables `links`, `events`, `event_claims` and `contradictions`, and of the list of sources.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Difference, FigureRange, Joined, Role};
use crate::link::{FactId, Link, Precision, Strength, Veto};

/// A row of the table `links`: a pair of claims that was weighed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRow {
    /// The document of the first claim; of the two claims the smaller by document and claim.
    pub first_document: String,
    /// The first claim.
    pub first_claim: String,
    /// The day its document was published, by which rows are found.
    pub first_published: Option<Date>,
    /// The document of the second claim.
    pub second_document: String,
    /// The second claim.
    pub second_claim: String,
    /// The day its document was published.
    pub second_published: Option<Date>,
    /// Sum of the points.
    pub points: i32,
    /// Weak or strong.
    pub strength: Strength,
    /// What forbids the link.
    pub veto: Option<Veto>,
    /// The rules that its points come from, as `codebooks/link/points.toml` names them; `why` says them in words.
    #[serde(default)]
    pub rules: Vec<Cow<'static, str>>,
}

impl From<LinkRow> for Link {
    /// Why they are linked is left out: it does not matter to how groups are joined.
    fn from(row: LinkRow) -> Self {
        let (first, second) = row.claims();
        Self {
            first,
            second,
            points: row.points,
            strength: row.strength,
            veto: row.veto,
            reasons: Vec::new(),
        }
    }
}

impl LinkRow {
    /// The columns that say all but why.
    pub(crate) const ENDS: [&str; 9] = [
        "first_document",
        "first_claim",
        "first_published",
        "second_document",
        "second_claim",
        "second_published",
        "points",
        "strength",
        "veto",
    ];

    /// The two claims.
    pub(crate) fn claims(&self) -> (FactId, FactId) {
        let id =
            |document: &String, claim: &String| FactId { document: document.clone(), claim: claim.clone() };
        (id(&self.first_document, &self.first_claim), id(&self.second_document, &self.second_claim))
    }

    /// The same without why.
    pub(crate) fn ends(&self) -> Self {
        let (first, second) = self.claims();
        Self {
            first_document: first.document,
            first_claim: first.claim,
            second_document: second.document,
            second_claim: second.claim,
            rules: Vec::new(),
            ..*self
        }
    }

    /// A link, of which the claims stand in documents that were published on these days.
    pub fn new(link: Link, [first_published, second_published]: [Option<Date>; 2]) -> Self {
        let telling = link.reasons.iter().filter(|reason| reason.points != 0);
        let mut rules: Vec<Cow<'static, str>> = telling.map(|reason| reason.rule.into()).collect();
        // Hundreds of thousands of rows are held at a time.
        rules.shrink_to_fit();
        Self {
            first_document: link.first.document,
            first_claim: link.first.claim,
            first_published,
            second_document: link.second.document,
            second_claim: link.second.claim,
            second_published,
            points: link.points,
            strength: link.strength,
            veto: link.veto,
            rules,
        }
    }
}

/// Where an event is taken to have happened: the smallest place that most of its claims name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceOf {
    /// Usual English name, else the words.
    pub name: String,
    /// Gazetteer id.
    pub id: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// First-level division, English.
    pub admin1: Option<String>,
    /// Latitude, degrees north.
    pub lat: Option<f64>,
    /// Longitude, degrees east.
    pub lon: Option<f64>,
    /// region, country, division, area, town or site.
    pub precision: String,
    /// How many claims name it, or a place in it.
    pub claims: u32,
}

/// An origin of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginRow {
    /// What tells it from others: `entity:NAME`, or kind and words.
    pub key: String,
    /// Its name as written or its usual name.
    pub name: String,
    /// Kind of source.
    pub kind: String,
    /// named, role, collective or unnamed.
    pub named: String,
    /// What it is in the event.
    pub role: Role,
    /// Whether it is known who told; an outlet in its own voice, or an agency, is not.
    pub resolved: bool,
    /// Claims that go back to it, copies left out.
    pub claims: u32,
    /// Outlets that carry it.
    pub outlets: Vec<String>,
    /// Reliability of the source, A to F.
    pub source_grade: String,
    /// By what rules.
    pub source_why: String,
    /// Credibility of what it says here, 1 to 6.
    pub item_grade: u8,
    /// By what rules.
    pub item_why: String,
}

/// A row of the table `events`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    /// Id: a hash of its earliest claim.
    pub event: String,
    /// The type that most of its claims have.
    #[serde(rename = "type")]
    pub kind: String,
    /// The family of that type.
    pub family: String,
    /// The clause of the claim that tells most.
    pub title: String,
    /// Document of that claim.
    pub title_document: String,
    /// That claim.
    pub title_claim: String,
    /// Where.
    pub place: Option<PlaceOf>,
    /// First day.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
    /// How exactly the days are said; `unsaid` where no claim says any.
    pub precision: Precision,
    /// First day of publication.
    pub published_first: Option<Date>,
    /// Last day of publication.
    pub published_last: Option<Date>,
    /// How many claims.
    pub claims: u32,
    /// How many of them stand in text that is a copy of another claim's.
    pub copies: u32,
    /// How many claims deny it.
    pub denied: u32,
    /// How many documents.
    pub documents: u32,
    /// The outlets, sorted.
    pub outlets: Vec<String>,
    /// How many paths lead from an origin to a document, copies left out.
    pub lines: u32,
    /// So many origins are independent at the least.
    pub origins_low: u32,
    /// So many may be at the most, those of its kin among them.
    pub origins_high: u32,
    /// The origins.
    pub origins: Vec<OriginRow>,
    /// What would narrow the interval, in words.
    pub settle: Vec<String>,
    /// Events that may be the same: a link joins a claim of theirs to one of its own, and was too weak or not enough to make them one.
    pub kin: Vec<String>,
    /// A hop that all lines go through, where there are two lines or more.
    pub choke: Option<String>,
    /// Figures by what they count.
    pub figures: Vec<FigureRange>,
    /// How many contradictions, updates and refinements left out.
    pub contradictions: u32,
}

/// A row of the table `event_claims`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventClaimRow {
    /// The event.
    pub event: String,
    /// What is told together, by its smallest claim: events of one part hang on one another.
    pub part: String,
    /// The first day on which a document of the part was published.
    pub since: Option<Date>,
    /// The last.
    pub until: Option<Date>,
    /// The document.
    pub document: String,
    /// The claim.
    pub claim: String,
    /// The document's outlet.
    pub outlet: Option<String>,
    /// The document's day of publication.
    pub published: Option<Date>,
    /// first, strong or weak: how it came in.
    pub joined: Joined,
    /// Document of the claim that it is linked to best.
    pub via_document: Option<String>,
    /// That claim.
    pub via_claim: Option<String>,
    /// Points of that link.
    pub points: Option<i32>,
    /// Key of its origin.
    pub origin: String,
    /// The relays between origin and document, nearest to the origin first: keys.
    pub relays: Vec<String>,
    /// Document of the claim that it copies.
    pub copy_of_document: Option<String>,
    /// That claim.
    pub copy_of_claim: Option<String>,
}

/// A row of the table `contradictions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContradictionRow {
    /// The event.
    pub event: String,
    /// figures, dates, places, denial, outcome, correction, copyedit; or update, refinement, which are none.
    pub kind: Difference,
    /// What it is about: killed, place, time …
    pub field: String,
    /// Document of the one claim, the earlier.
    pub first_document: String,
    /// The one claim.
    pub first_claim: String,
    /// When its document was published.
    pub first_published: Option<Date>,
    /// What it says, in its words.
    pub first_says: String,
    /// Document of the other.
    pub second_document: String,
    /// The other claim.
    pub second_claim: String,
    /// When its document was published.
    pub second_published: Option<Date>,
    /// What it says, in its words.
    pub second_says: String,
    /// Why it is taken for one of its kind.
    pub reason: String,
}

impl EventClaimRow {
    /// The keys of its sources, each with what its claim calls it: `chain` has the names, the nearest to the reader first.
    pub fn called<'n, N>(&'n self, chain: &'n [N]) -> impl Iterator<Item = (&'n str, &'n N)> {
        // Relays are kept from the origin on. A claim without a chain has its outlet for an origin.
        let keys = [&self.origin].into_iter().chain(&self.relays);
        keys.map(String::as_str).zip(chain.iter().rev())
    }
}

/// How an outlet or a relay reports, over all events: no score, only counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRow {
    /// Key of the outlet (`outlet:NAME`) or relay; those that nobody names go by kind and words.
    pub source: String,
    /// What it is called most.
    pub name: String,
    /// Events that it tells of.
    pub events: u32,
    /// Claims of it.
    pub claims: u32,
    /// Those that stand in copied text.
    pub copied: u32,
    /// Events that nobody else tells of.
    pub alone: u32,
    /// Events that it told of on the first day, others later.
    pub first: u32,
    /// Claims in its own voice, without a source.
    pub own_voice: u32,
    /// Whom it relays, with how often: most often first.
    pub relays: Vec<Relayed>,
    /// Figures of it that are the lowest of an event where figures differ.
    pub lowest: u32,
    /// Those between.
    pub middle: u32,
    /// The highest.
    pub highest: u32,
}

/// Whom a source relays, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relayed {
    /// Key of who is relayed.
    pub source: String,
    /// What it is called most.
    pub name: String,
    /// How many claims.
    pub claims: u32,
}
