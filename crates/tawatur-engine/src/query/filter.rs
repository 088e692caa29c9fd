//! What a listing shows: filters as SQL, so that anyone can see what was asked and ask it differently.

use std::fmt::Write;

use jiff::civil::Date;

use crate::{link::country, review::Standing};

/// Which claims, documents, entities or sources to list. Several values of one field are alternatives; fields narrow
/// each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Types, or families of types: `defection` is `defection.leave` too.
    pub types: Vec<String>,
    /// Names or ids of places.
    pub places: Vec<String>,
    /// Names or ids of who acts.
    pub actors: Vec<String>,
    /// Names or ids of who undergoes it.
    pub targets: Vec<String>,
    /// Names of sources anywhere in the chain.
    pub sources: Vec<String>,
    /// Names of outlets that published.
    pub outlets: Vec<String>,
    /// Names of entities; only listings of entities ask for them.
    pub names: Vec<String>,
    /// Classes of entities; only listings of entities ask for them.
    pub classes: Vec<String>,
    /// The first day: of the event for claims, of its document where the event has none; of publication elsewhere.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// The lowest score of claims.
    pub min_score: f64,
    /// The beginnings of ids of documents.
    pub documents: Vec<String>,
    /// What claims are by their reviews.
    pub reviewed: Vec<Standing>,
    /// Only claims that this reviewer has decided nothing about.
    pub unseen_by: Option<String>,
    /// How many rows at most.
    pub limit: Option<usize>,
}

/// In what order claims are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By publication, document, and place in it.
    #[default]
    Published,
    /// The likeliest first.
    Score,
    /// Those first of which it is least sure whether they are claims.
    Uncertain,
}

impl Sort {
    fn order(self) -> &'static str {
        match self {
            Self::Published => "published, doc, document, \"trigger\"['span'][1], claim",
            Self::Score => "score DESC, claim",
            Self::Uncertain => "abs(score - 0.5), published, document, claim",
        }
    }
}

impl Filter {
    /// The claims, all columns.
    pub fn claims(&self, sort: Sort) -> String {
        let order = sort.order();
        self.finish("SELECT * FROM claims", &self.claim_conditions(), &format!("ORDER BY {order}"))
    }

    /// The claims, all columns, and `reviewed`: what each is by its reviews.
    pub fn claims_reviewed(&self, sort: Sort) -> String {
        let order = sort.order();
        format!(
            "SELECT * FROM (SELECT told.*, coalesce(known.reviewed, 'none') AS reviewed FROM ({}) AS told \
             LEFT JOIN (SELECT claim AS of_claim, document AS of_document, reviewed FROM claim_reviews) AS known \
             ON known.of_claim = told.claim AND known.of_document = told.document) AS listed ORDER BY {order}",
            self.claims(sort)
        )
    }

    /// How many claims there are.
    pub fn claim_count(&self) -> String {
        Self { limit: None, ..self.clone() }.finish(
            "SELECT count(*) AS claims FROM claims",
            &self.claim_conditions(),
            "",
        )
    }

    /// The documents with all that is known of them, their claims counted; with their text if asked for.
    pub fn documents(&self, text: bool) -> String {
        let mut conditions = self.document_conditions("id");
        conditions.extend(self.of_claims("id"));
        let text = if text { ", text" } else { "" };
        let head = format!(
            "SELECT id, name, uri, version, outlet, outlet_basis, title, byline, published, published_basis, captured, \
             added, language, media_type, extraction, raw, hash, coalesce(told.claims, 0) AS claims{text} \
             FROM documents LEFT JOIN (SELECT document, count(*) AS claims FROM claims WHERE score >= {} \
             GROUP BY document) AS told ON told.document = documents.id",
            self.min_score
        );
        self.finish(&head, &conditions, "ORDER BY published, name, version, id")
    }

    /// The entities: one row for what the codebook knows as one, or what has one name and class.
    pub fn entities(&self) -> String {
        let mut conditions = self.document_conditions("document");
        conditions.extend(self.of_claims("document"));
        let asked = |name: &str| {
            let name = literal(name);
            format!(
                "mentions(name, {name}) OR mentions(name_en, {name}) OR mentions(aliases, {name}) OR id = {name}"
            )
        };
        conditions.extend(any(&self.names, asked));
        conditions.extend(any(&self.classes, |class| format!("class = {}", literal(class))));
        self.finish(
            "SELECT first_value(name ORDER BY \"count\" DESC, name) AS name, class, id, \
             first_value(name_en) AS name_en, first_value(country) AS country, count(DISTINCT document) AS documents, \
             sum(\"count\") AS mentions, min(entity) AS entity FROM entities",
            &conditions,
            "GROUP BY class, id, CASE WHEN id IS NULL THEN fold(name) END ORDER BY documents DESC, mentions DESC, name",
        )
    }

    /// The sources: in how many chains, documents and outlets each stands, and of how many claims it is the origin.
    pub fn sources(&self) -> String {
        let asked =
            |name: &str| format!("mentions(hop.text, {0}) OR mentions(hop.entity, {0})", literal(name));
        let conditions: Vec<String> = any(&self.sources, asked).into_iter().collect();
        let claims = where_all("SELECT claim, document FROM claims", &self.claim_conditions());
        let head = format!(
            "SELECT coalesce(hop.entity, first_value(hop.text ORDER BY hop.text)) AS source, hop.kind, hop.named, \
             count(*) AS claims, sum(CASE WHEN hop.origin THEN 1 ELSE 0 END) AS origins, \
             count(DISTINCT hop.document) AS documents, count(DISTINCT hop.outlet) AS outlets \
             FROM chain_hops AS hop LEFT SEMI JOIN ({claims}) AS told \
             ON told.claim = hop.claim AND told.document = hop.document"
        );
        self.finish(
            &head,
            &conditions,
            "GROUP BY hop.entity, CASE WHEN hop.entity IS NULL THEN fold(hop.text) END, hop.kind, hop.named \
             ORDER BY claims DESC, source",
        )
    }

    fn finish(&self, head: &str, conditions: &[String], tail: &str) -> String {
        let mut query = where_all(head, conditions);
        if !tail.is_empty() {
            let _ = write!(query, " {tail}");
        }
        if let Some(limit) = self.limit {
            let _ = write!(query, " LIMIT {limit}");
        }
        query
    }

    /// What claims themselves must fulfil.
    fn claim_conditions(&self) -> Vec<String> {
        let mut conditions = vec![format!("score >= {}", self.min_score)];
        conditions.extend(any(&self.types, of_type));
        conditions.extend(any(&self.places, |name| at_place("places", name)));
        for (column, names) in
            [("actors", &self.actors), ("targets", &self.targets), ("chain", &self.sources)]
        {
            conditions.extend(any(names, |name| format!("mentions({column}, {})", literal(name))));
        }
        conditions.extend(any(&self.outlets, outlet));
        conditions.extend(any(&self.documents, |id| format!("starts_with(document, {})", literal(id))));
        conditions.extend(self.review_conditions());
        // An event of unknown day is of the day that tells of it; one with an open side may reach any day there.
        if let Some(from) = self.from {
            conditions.push(format!(
                "coalesce(\"time\"['end'], CASE WHEN \"time\"['start'] IS NULL THEN published \
                 ELSE DATE '9999-12-31' END) >= DATE '{from}'"
            ));
        }
        if let Some(to) = self.to {
            conditions.push(format!(
                "coalesce(\"time\"['start'], CASE WHEN \"time\"['end'] IS NULL THEN published \
                 ELSE DATE '0001-01-01' END) <= DATE '{to}'"
            ));
        }
        conditions
    }

    /// What was decided, or was not, about claims.
    fn review_conditions(&self) -> Vec<String> {
        let names = |standings: &[Standing]| -> String {
            standings.iter().map(|standing| literal(standing.name())).collect::<Vec<_>>().join(", ")
        };
        let mut conditions = Vec::new();
        if self.reviewed.contains(&Standing::None) {
            let others: Vec<Standing> =
                Standing::ALL.into_iter().filter(|standing| !self.reviewed.contains(standing)).collect();
            if !others.is_empty() {
                conditions.push(format!(
                    "claim || document NOT IN (SELECT claim || document FROM claim_reviews WHERE reviewed IN ({}))",
                    names(&others)
                ));
            }
        } else if !self.reviewed.is_empty() {
            conditions.push(format!(
                "claim || document IN (SELECT claim || document FROM claim_reviews WHERE reviewed IN ({}))",
                names(&self.reviewed)
            ));
        }
        conditions.extend(self.unseen_by.as_ref().map(|reviewer| {
            let reviewer = literal(reviewer);
            format!(
                "claim || document NOT IN (SELECT claim || document FROM reviews WHERE reviewer = {reviewer})"
            )
        }));
        conditions
    }

    /// What documents themselves must fulfil, whose ids stand in a column.
    fn document_conditions(&self, id: &str) -> Vec<String> {
        let mut conditions = Vec::new();
        conditions.extend(any(&self.outlets, outlet));
        conditions.extend(any(&self.documents, |prefix| format!("starts_with({id}, {})", literal(prefix))));
        conditions.extend(self.from.map(|day| format!("published >= DATE '{day}'")));
        conditions.extend(self.to.map(|day| format!("published <= DATE '{day}'")));
        conditions
    }

    /// That a document holds a claim that was asked for, where claims were.
    fn of_claims(&self, id: &str) -> Option<String> {
        let asked = [&self.types, &self.places, &self.actors, &self.targets, &self.sources];
        let about = Self { from: None, to: None, outlets: Vec::new(), documents: Vec::new(), ..self.clone() };
        let asked = asked.iter().any(|values| !values.is_empty()) || !self.reviewed.is_empty();
        asked.then(|| {
            let query = where_all("SELECT document FROM claims", &about.claim_conditions());
            format!("{id} IN ({query})")
        })
    }
}

/// A query for the rows that fulfil all conditions.
pub(super) fn where_all(head: &str, conditions: &[String]) -> String {
    if conditions.is_empty() {
        return head.to_owned();
    }
    format!("{head} WHERE {}", conditions.join(" AND "))
}

/// That a column of places has one of this name, or in the country of this name.
pub(super) fn at_place(column: &str, name: &str) -> String {
    let named = |name: &str| format!("mentions({column}, {})", literal(name));
    match country(name) {
        Some(code) => format!("{} OR {}", named(name), named(code)),
        None => named(name),
    }
}

fn outlet(name: &str) -> String {
    format!("mentions(outlet, {})", literal(name))
}

/// That the type is this one or of this family.
pub(super) fn of_type(kind: &str) -> String {
    let family = kind.trim_end_matches(['*', '.']);
    format!("\"type\" = {} OR starts_with(\"type\", {})", literal(family), literal(&format!("{family}.")))
}

/// One of several conditions.
pub(super) fn any(values: &[String], condition: impl Fn(&str) -> String) -> Option<String> {
    let alternatives: Vec<String> = values.iter().map(|value| condition(value)).collect();
    (!alternatives.is_empty()).then(|| format!("({})", alternatives.join(" OR ")))
}

/// Words as SQL writes them.
pub(crate) fn literal(words: &str) -> String {
    format!("'{}'", words.replace('\'', "''"))
}
