//! What listings are narrowed down by: the same flags, in the same words, wherever they mean the same.

use anyhow::{Result, bail};
use clap::Args;
use jiff::civil::Date;
use tawatur_engine::query::{CopyFilter, EventFilter, Filter};

use super::nothing::Asked;
use crate::{input, read};

/// Who published it, and how many rows of it.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Filters")]
pub struct Published {
    /// What this outlet published; may be repeated
    #[arg(long, value_name = "NAME")]
    outlet: Vec<String>,
    /// What stands in this document: its id, or how the id begins; may be repeated
    #[arg(long, value_name = "ID")]
    document: Vec<String>,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

impl Published {
    /// As the engine has them for pairs of documents.
    pub fn copies(&self) -> CopyFilter {
        CopyFilter {
            outlets: self.outlet.clone(),
            documents: self.document.clone(),
            limit: self.limit,
            ..CopyFilter::default()
        }
    }
}

/// What is told, of claims and of events alike.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Filters")]
pub struct Told {
    /// Of this type or family: `defection.leave`, `defection`; may be repeated, like all that take a name
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// At this place: its name in Arabic or English, its division, its country (by name, or in two letters: SY), or its id
    #[arg(long, value_name = "NAME")]
    place: Vec<String>,
    /// What this actor does
    #[arg(long, value_name = "NAME")]
    actor: Vec<String>,
    /// With this source anywhere in the chain of a claim
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Not before this day: of what happened, or of publication where nothing says when it happened
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::date)]
    from: Option<Date>,
    /// Not after this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::date)]
    to: Option<Date>,
    #[command(flatten)]
    published: Published,
}

impl Told {
    /// That the days asked for are any.
    fn check(&self) -> Result<()> {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            bail!("--from {from} is after --to {to}: no day is both");
        }
        Ok(())
    }

    /// All that was asked for, each by itself.
    fn apart(&self) -> Vec<Asked> {
        let mut asked = Vec::new();
        let mut add = |flag, values: &[String], filter: fn(Vec<String>) -> Filter| {
            asked.extend(values.iter().map(|value| Asked {
                flag,
                value: value.clone(),
                filter: filter(vec![value.clone()]),
            }));
        };
        add("--type", &self.types, |types| Filter { types, ..Filter::default() });
        add("--place", &self.place, |places| Filter { places, ..Filter::default() });
        add("--actor", &self.actor, |actors| Filter { actors, ..Filter::default() });
        add("--source", &self.source, |sources| Filter { sources, ..Filter::default() });
        add("--outlet", &self.published.outlet, |outlets| Filter { outlets, ..Filter::default() });
        add("--document", &self.published.document, |documents| Filter { documents, ..Filter::default() });
        let mut day = |flag, day: Option<Date>, filter: Filter| {
            asked.extend(day.map(|day| Asked { flag, value: day.to_string(), filter }));
        };
        day("--from", self.from, Filter { from: self.from, ..Filter::default() });
        day("--to", self.to, Filter { to: self.to, ..Filter::default() });
        asked
    }
}

/// Which claims, and documents and sources by their claims.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Filters")]
pub struct OfClaims {
    #[command(flatten)]
    told: Told,
    /// What is done to this one
    #[arg(long, value_name = "NAME")]
    target: Vec<String>,
    /// Leave out claims with a lower score (0 to 1)
    #[arg(long, value_name = "X", default_value_t = read::LIKELY, value_parser = read::share)]
    min_score: f64,
}

impl OfClaims {
    /// As the engine has them.
    pub fn filter(&self) -> Result<Filter> {
        let told = &self.told;
        told.check()?;
        Ok(Filter {
            types: told.types.clone(),
            places: told.place.clone(),
            actors: told.actor.clone(),
            targets: self.target.clone(),
            sources: told.source.clone(),
            outlets: told.published.outlet.clone(),
            documents: told.published.document.clone(),
            from: told.from,
            to: told.to,
            min_score: self.min_score,
            limit: told.published.limit,
            ..Filter::default()
        })
    }

    /// All that was asked for, each by itself.
    pub fn apart(&self) -> Vec<Asked> {
        let mut asked = self.told.apart();
        asked.extend(self.target.iter().map(|target| Asked {
            flag: "--target",
            value: target.clone(),
            filter: Filter { targets: vec![target.clone()], ..Filter::default() },
        }));
        if self.min_score > 0.0 && !asked.is_empty() {
            asked.push(Asked {
                flag: "--min-score",
                value: self.min_score.to_string(),
                filter: Filter { min_score: self.min_score, ..Filter::default() },
            });
        }
        asked
    }
}

/// Which events.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Filters")]
pub struct OfEvents {
    #[command(flatten)]
    told: Told,
    /// With so many independent origins at the least
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_origins: u32,
    /// With so many claims at the least
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_claims: u32,
    /// With contradictions
    #[arg(long)]
    contradicted: bool,
}

impl OfEvents {
    /// As the engine has them.
    pub fn filter(&self) -> Result<EventFilter> {
        let told = &self.told;
        told.check()?;
        Ok(EventFilter {
            types: told.types.clone(),
            places: told.place.clone(),
            actors: told.actor.clone(),
            sources: told.source.clone(),
            outlets: told.published.outlet.clone(),
            documents: told.published.document.clone(),
            from: told.from,
            to: told.to,
            min_origins: self.min_origins,
            min_claims: self.min_claims,
            contradicted: self.contradicted,
            limit: told.published.limit,
        })
    }

    /// What was asked for of their claims, each by itself.
    pub fn apart(&self) -> Vec<Asked> {
        self.told.apart()
    }
}

/// Which claims, or which events where these are asked for by a flag `events`.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Filters")]
pub struct OfEither {
    #[command(flatten)]
    told: Told,
    /// Claims of what is done to this one
    #[arg(long, value_name = "NAME", conflicts_with = "events")]
    target: Vec<String>,
    /// Leave out claims with a lower score (0 to 1)
    #[arg(long, value_name = "X", default_value_t = read::LIKELY, value_parser = read::share, conflicts_with = "events")]
    min_score: f64,
    /// Events with so many independent origins at the least
    #[arg(long, value_name = "N", default_value_t = 0, requires = "events")]
    min_origins: u32,
    /// Events with so many claims at the least
    #[arg(long, value_name = "N", default_value_t = 1, requires = "events")]
    min_claims: u32,
    /// Events with contradictions
    #[arg(long, requires = "events")]
    contradicted: bool,
    /// Claims as they were read: with those that reviews rejected, and without what they corrected
    #[arg(long, conflicts_with = "events")]
    as_read: bool,
}

impl OfEither {
    /// Whether claims are meant as they were read, whatever was decided about them.
    pub fn as_read(&self) -> bool {
        self.as_read
    }

    /// As the engine has them for claims.
    pub fn claims(&self) -> Result<Filter> {
        self.of_claims().filter()
    }

    fn of_claims(&self) -> OfClaims {
        OfClaims { told: self.told.clone(), target: self.target.clone(), min_score: self.min_score }
    }

    /// As the engine has them for events.
    pub fn events(&self) -> Result<EventFilter> {
        let Self { min_origins, min_claims, contradicted, .. } = *self;
        OfEvents { told: self.told.clone(), min_origins, min_claims, contradicted }.filter()
    }

    /// What was asked for of claims, each by itself.
    pub fn apart(&self) -> Vec<Asked> {
        self.of_claims().apart()
    }
}
