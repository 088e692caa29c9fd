//! Figures of an event: the range, and who says which.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Copies, independence};
use crate::link::{Fact, FactId, Figure};

/// What is counted of a happening itself, in the order in which it is shown.
const COUNTED: &[&str] = &["killed", "injured", "detained", "displaced", "actors", "targets", "money"];

/// A figure as a claim says it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Document of the claim.
    pub document: String,
    /// The claim.
    pub claim: String,
    /// Outlet.
    pub outlet: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Key of the origin.
    pub origin: String,
    /// Inclusive lower bound.
    pub low: Option<f64>,
    /// Inclusive upper bound.
    pub high: Option<f64>,
    /// The figure said.
    pub best: Option<f64>,
    /// exact, about, `more_than` …
    pub qualifier: String,
    /// The words.
    pub text: String,
}

/// All figures of an event for one thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureRange {
    /// What is counted.
    pub of: String,
    /// The lowest figure that anybody says.
    pub low: Option<f64>,
    /// The figure that most origins say; of several the one published last, then the lower.
    pub best: Option<f64>,
    /// The highest figure that anybody says.
    pub high: Option<f64>,
    /// Who says which, the earliest first.
    pub said: Vec<Said>,
}

impl Said {
    /// The claim.
    pub fn id(&self) -> FactId {
        FactId { document: self.document.clone(), claim: self.claim.clone() }
    }

    fn new(fact: &Fact, figure: &Figure) -> Self {
        let origin = fact.origin().map_or_else(
            || format!("voice:{}", fact.outlet.as_deref().unwrap_or(&fact.id.document)),
            |hop| independence::key(hop, &fact.id.document),
        );
        Self {
            document: fact.id.document.clone(),
            claim: fact.id.claim.clone(),
            outlet: fact.outlet.clone(),
            published: fact.published,
            origin,
            low: figure.low,
            high: figure.high,
            best: figure.best,
            qualifier: figure.qualifier.clone(),
            text: figure.text.clone(),
        }
    }

    /// The lower of figure and bound: "more than 40" is at least 41, and the figure that is said is 40.
    pub fn lowest(&self) -> Option<f64> {
        self.low.into_iter().chain(self.best).reduce(f64::min)
    }

    /// The figure, else what bounds it.
    pub fn figure(&self) -> Option<f64> {
        self.best.or(self.low).or(self.high)
    }
}

/// What is counted, and the lowest, best and highest figure, without what is the same.
impl fmt::Display for FigureRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { of, low, best, high, .. } = self;
        let number = |value: &Option<f64>| value.map_or_else(|| "?".to_owned(), |value| value.to_string());
        if low == high && (best.is_none() || best == low) {
            write!(f, "{of} {}", number(low))
        } else {
            write!(f, "{of} {}–{}–{}", number(low), number(best), number(high))
        }
    }
}

/// The figures of an event by what they count. A copy that has the figure of what it copies says nothing new; one that changed
/// it does. Of several figures for one thing in one claim the greatest is its total, the others are parts of it; what is said to be a part is none.
pub fn figures(facts: &[&Fact], copies: &Copies) -> Vec<FigureRange> {
    COUNTED.iter().filter_map(|of| range(of, facts, copies)).collect()
}

/// The total of a claim for one thing, if it says one.
pub(super) fn total<'a>(fact: &'a Fact, of: &str) -> Option<&'a Figure> {
    let amount = |figure: &Figure| figure.best.or(figure.low).or(figure.high).unwrap_or_default();
    fact.figures
        .iter()
        .filter(|figure| figure.of == of && !figure.is_part())
        .max_by(|a, b| amount(a).total_cmp(&amount(b)).then_with(|| b.text.cmp(&a.text)))
}

fn range(of: &str, facts: &[&Fact], copies: &Copies) -> Option<FigureRange> {
    let by_id: BTreeMap<&FactId, &Fact> = facts.iter().map(|fact| (&fact.id, *fact)).collect();
    let mut said: Vec<Said> = Vec::new();
    for fact in by_id.values().filter(|fact| fact.affirmed) {
        let Some(figure) = total(fact, of) else { continue };
        let head = copies.head(&fact.id);
        let same = head != &fact.id
            && by_id
                .get(head)
                .and_then(|head| total(head, of))
                .is_some_and(|kept| kept.best == figure.best && kept.low == figure.low);
        if !same {
            said.push(Said::new(fact, figure));
        }
    }
    said.sort_by_key(|said| (said.published, said.id()));
    let amounts: Vec<f64> = said.iter().filter_map(Said::figure).collect();
    let low = said.iter().filter_map(Said::lowest).reduce(f64::min);
    let high = said.iter().filter_map(|said| said.best.or(said.high).or(said.low)).reduce(f64::max);
    (!amounts.is_empty()).then(|| FigureRange { of: of.to_owned(), low, best: best(&said), high, said })
}

fn best(said: &[Said]) -> Option<f64> {
    let mut origins: BTreeMap<u64, (BTreeSet<&str>, Option<Date>, f64)> = BTreeMap::new();
    for one in said {
        if let Some(figure) = one.best {
            let entry = origins.entry(figure.to_bits()).or_insert_with(|| (BTreeSet::new(), None, figure));
            entry.0.insert(&one.origin);
            entry.1 = entry.1.max(one.published);
        }
    }
    origins
        .into_values()
        .max_by(|a, b| (a.0.len(), a.1).cmp(&(b.0.len(), b.1)).then_with(|| b.2.total_cmp(&a.2)))
        .map(|(_, _, figure)| figure)
}
