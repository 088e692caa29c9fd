//! From what is wanted to a plan of the index.

use std::ops::Bound;

use tantivy::{
    Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery,
        Query as Plan, RangeQuery, RegexQuery, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};
use tawatur::Worker;

use super::{
    Search,
    fields::{Fields, days},
    matching::{Sought, Wanted},
    query::{Query, Scope},
};

/// A word as written counts more than another form of it, and that more than another word that may be spelled so.
const AS_WRITTEN: f32 = 1.5;
const OTHER_LEMMA: f32 = 0.5;

/// The plan that finds what is wanted within the bounds of the search.
pub fn plan(fields: &Fields, wanted: &Wanted, search: &Search, worker: &mut Worker) -> Box<dyn Plan> {
    let mut parts = vec![(Occur::Must, node(fields, wanted))];
    if let Some(outlet) = &search.outlet {
        let outlet = Wanted::new(worker, &Query::Words(Scope::Outlet, outlet.clone()));
        parts.push((Occur::Must, unscored(node(fields, &outlet))));
    }
    if search.from.is_some() || search.to.is_some() {
        let bound = |day: Option<jiff::civil::Date>| {
            day.map_or(Bound::Unbounded, |d| Bound::Included(Term::from_field_i64(fields.published, days(d))))
        };
        let days: Box<dyn Plan> = Box::new(RangeQuery::new(bound(search.from), bound(search.to)));
        parts.push((Occur::Must, unscored(days)));
    }
    if parts.len() == 1 { parts.remove(0).1 } else { Box::new(BooleanQuery::new(parts)) }
}

/// A condition that says nothing of how well a document fits.
fn unscored(plan: Box<dyn Plan>) -> Box<dyn Plan> {
    Box::new(BoostQuery::new(plan, 0.0))
}

fn node(fields: &Fields, wanted: &Wanted) -> Box<dyn Plan> {
    match wanted {
        Wanted::Word(scope, sought) => word(fields, *scope, sought),
        Wanted::Exact(scope, words) => exact(fields, *scope, words),
        Wanted::Begin(scope, begin) => {
            let pattern = format!("{}.*", escaped(begin));
            let of = |field| -> Option<Box<dyn Plan>> {
                RegexQuery::from_pattern(&pattern, field).ok().map(|q| Box::new(q) as Box<dyn Plan>)
            };
            let (words, forms) = in_scope(fields, *scope);
            either([words, forms].into_iter().filter_map(of).collect())
        }
        Wanted::All(parts) => {
            let mut all: Vec<(Occur, Box<dyn Plan>)> = Vec::new();
            for part in parts {
                match part {
                    Wanted::Not(not) => all.push((Occur::MustNot, node(fields, not))),
                    other => all.push((Occur::Must, node(fields, other))),
                }
            }
            if all.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                all.push((Occur::Must, Box::new(AllQuery)));
            }
            Box::new(BooleanQuery::new(all))
        }
        Wanted::Any(parts) => {
            Box::new(BooleanQuery::new(parts.iter().map(|p| (Occur::Should, node(fields, p))).collect()))
        }
        Wanted::Not(not) => Box::new(BooleanQuery::new(vec![
            (Occur::Must, Box::new(AllQuery) as Box<dyn Plan>),
            (Occur::MustNot, node(fields, not)),
        ])),
    }
}

/// The fields with words as written, and with their other forms.
fn in_scope(fields: &Fields, scope: Scope) -> (Field, Field) {
    match scope {
        Scope::Text => (fields.words, fields.lemmas),
        Scope::Title => (fields.title_words, fields.title_words),
        Scope::Outlet => (fields.outlet_words, fields.outlet_words),
    }
}

fn term(field: Field, text: &str) -> Box<dyn Plan> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

/// The best of several ways to fit.
fn either(mut plans: Vec<Box<dyn Plan>>) -> Box<dyn Plan> {
    match plans.len() {
        0 => Box::new(EmptyQuery),
        1 => plans.remove(0),
        _ => Box::new(DisjunctionMaxQuery::new(plans)),
    }
}

fn word(fields: &Fields, scope: Scope, sought: &Sought) -> Box<dyn Plan> {
    let (words, forms) = in_scope(fields, scope);
    let mut plans: Vec<Box<dyn Plan>> =
        vec![Box::new(BoostQuery::new(term(words, &sought.folded), AS_WRITTEN))];
    plans.extend(sought.forms.iter().map(|f| term(forms, f)));
    plans.extend(
        sought
            .others
            .iter()
            .map(|o| -> Box<dyn Plan> { Box::new(BoostQuery::new(term(forms, o), OTHER_LEMMA)) }),
    );
    either(plans)
}

fn exact(fields: &Fields, scope: Scope, words: &[String]) -> Box<dyn Plan> {
    let (field, _) = in_scope(fields, scope);
    match words {
        [] => Box::new(EmptyQuery),
        [one] => term(field, one),
        // The words of an outlet's name have no places.
        many if scope == Scope::Outlet => {
            Box::new(BooleanQuery::new(many.iter().map(|w| (Occur::Must, term(field, w))).collect()))
        }
        many => Box::new(PhraseQuery::new(many.iter().map(|w| Term::from_field_text(field, w)).collect())),
    }
}

/// A text in which no character means anything in a pattern.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_alphanumeric() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
