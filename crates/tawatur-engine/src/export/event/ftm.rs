//! `FollowTheMoney` entities of events: the happening, the claims that tell of it, their articles, and what ties them together.
//!
//! A happening is an `Event` of its own; each of its claims is the `Event` that an export of claims has, tied to it by an
//! `UnknownLink`. Two claims that are linked are a `Similar`, with the probability of the link; nobody's claims are merged.

use std::io::Write;

use super::{
    super::{
        Context, ExportError, Tally,
        ftm::{Ftm, article_id, claim_id, country},
        scheme,
    },
    EventExport, words,
};
use crate::{
    event::LinkRow,
    query::event::{Telling, Told},
    redact::Released,
};

/// Lines of entities.
pub struct Happenings<'a, W> {
    ftm: Ftm<'a, W>,
}

impl<'a, W: Write> Happenings<'a, W> {
    pub fn new(context: Context<'a>, out: W) -> Self {
        Self { ftm: Ftm::new(context, out) }
    }

    /// A claim with its article, where it was not written yet; the listed entities that are involved.
    fn telling(&mut self, telling: &Telling) -> Result<Vec<String>, ExportError> {
        let article = article_id(&telling.document);
        if self.ftm.known.insert(article.clone()) {
            self.ftm.article(&telling.document)?;
            self.ftm.tally.documents += 1;
        }
        self.ftm.tally.claims += 1;
        self.ftm.event(&telling.document, &telling.claim.claim, &article)
    }

    /// What the happening is.
    fn happening(&mut self, told: &Told, involved: Vec<String>) -> Result<(), ExportError> {
        let event = &told.event;
        let codebook = self.ftm.context.codebook;
        let english = scheme::type_of(codebook, &event.kind).map_or(event.kind.as_str(), |t| t.en.as_str());
        let place = event.place.as_ref();
        let name = [Some(english.to_owned()), place.map(|p| words::line(&p.name)), words::days(event)];
        let mut keywords = vec![event.kind.clone()];
        if event.contradictions > 0 {
            keywords.push("contradicted".to_owned());
        }
        let said = |day: Option<jiff::civil::Date>| {
            day.filter(|_| event.precision.is_said()).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let notes = [words::said(event), words::contradictions(told), words::origins(event)];
        let mut articles: Vec<String> = told.claims.iter().map(|t| article_id(&t.document)).collect();
        articles.sort_unstable();
        articles.dedup();
        self.ftm.write(
            &happening_id(told),
            "Event",
            vec![
                ("name", vec![name.into_iter().flatten().collect::<Vec<_>>().join(", ")]),
                ("summary", vec![words::line(&event.title)]),
                ("description", vec![words::tell(codebook, told)]),
                ("notes", notes.into()),
                ("keywords", keywords),
                ("recordId", vec![event.event.clone()]),
                ("startDate", said(event.first)),
                ("endDate", said(event.last)),
                ("location", place.map(|p| words::line(&p.name)).into_iter().collect()),
                ("country", place.map(|p| country(p.country.as_deref())).unwrap_or_default()),
                ("involved", involved),
                ("publisher", event.outlets.clone()),
                ("proof", articles),
            ],
        )
    }

    /// Two claims that are taken to tell of one happening.
    fn similar(&mut self, link: &LinkRow) -> Result<(), ExportError> {
        let name =
            |document: &str, claim: &str| format!("{}-{claim}", document.get(..12).unwrap_or(document));
        let id = format!(
            "tw-similar-{}-{}",
            name(&link.first_document, &link.first_claim),
            name(&link.second_document, &link.second_claim)
        );
        let criteria = format!("{:+} points: {}", link.points, link.rules.join(", "));
        self.ftm.write(
            &id,
            "Similar",
            vec![
                ("candidate", vec![format!("tw-claim-{}", link.first_claim)]),
                ("match", vec![format!("tw-claim-{}", link.second_claim)]),
                ("confidenceScore", vec![format!("{:.3}", probability(link.points))]),
                ("criteria", vec![criteria]),
                ("matcher", vec!["tawatur".to_owned()]),
            ],
        )
    }
}

impl<W: Write> EventExport for Happenings<'_, W> {
    fn event(&mut self, told: &Released<Told>) -> Result<(), ExportError> {
        let told = told.get();
        let mut involved: Vec<String> = Vec::new();
        for telling in &told.claims {
            for entity in self.telling(telling)? {
                if !involved.contains(&entity) {
                    involved.push(entity);
                }
            }
        }
        self.happening(told, involved)?;
        for telling in &told.claims {
            let claim = claim_id(&telling.claim.claim);
            // Exact copies have claims of one id.
            let id = format!("tw-told-{}-{}", told.event.event, telling.claim.claim.claim);
            if self.ftm.known.insert(id.clone()) {
                let properties = vec![
                    ("subject", vec![happening_id(told)]),
                    ("object", vec![claim]),
                    ("role", vec!["told by the claim".to_owned()]),
                    ("date", telling.row.published.iter().map(ToString::to_string).collect()),
                ];
                self.ftm.write(&id, "UnknownLink", properties)?;
            }
        }
        for link in told.links.iter().filter(|link| link.first_claim != link.second_claim) {
            self.similar(link)?;
        }
        self.ftm.tally.events += 1;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Tally, ExportError> {
        self.ftm.end()
    }
}

fn happening_id(told: &Told) -> String {
    format!("tw-event-{}", told.event.event)
}

/// Points are tenths of log-odds.
fn probability(points: i32) -> f64 {
    1.0 / (1.0 + (-f64::from(points) / 10.0).exp())
}
