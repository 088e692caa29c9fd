//! `FollowTheMoney` entities (model of followthemoney 4), one a line, as Aleph and its tools read them.
//!
//! A document is an `Article`; a claim an `Event` that the article proves, tied to it by a `Documentation`; a participant
//! or source that the codebook lists is a `Person`, `PublicBody`, `Organization` or `LegalEntity`; each of its namings a
//! `Mention`. What the codebook does not list stays words: a crowd is nobody's record.

use std::{collections::BTreeSet, io::Write};

use serde_json::{Value, json};
use tawatur::{
    claim::{record::Claim, wording},
    codebook::{Entity, EntityKind},
};

use super::{Context, Export, ExportError, Tally, link, scheme};
use crate::{
    redact::{Record, Released},
    row::DocumentRow,
};

/// Lines of entities.
pub struct Ftm<'a, W> {
    pub(super) context: Context<'a>,
    out: W,
    pub(super) tally: Tally,
    /// Ids that were written and may come again.
    pub(super) known: BTreeSet<String>,
}

impl<'a, W: Write> Ftm<'a, W> {
    pub fn new(context: Context<'a>, out: W) -> Self {
        Self { context, out, tally: Tally::default(), known: BTreeSet::new() }
    }

    pub(super) fn write(
        &mut self,
        id: &str,
        schema: &str,
        properties: Vec<(&str, Vec<String>)>,
    ) -> Result<(), ExportError> {
        let properties: serde_json::Map<String, Value> = properties
            .into_iter()
            .map(|(name, values)| {
                (
                    name,
                    values.iter().map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect::<Vec<_>>(),
                )
            })
            .filter(|(_, values)| !values.is_empty())
            .map(|(name, values)| (name.to_owned(), json!(values)))
            .collect();
        serde_json::to_writer(&mut self.out, &json!({"id": id, "schema": schema, "properties": properties}))?;
        self.out.write_all(b"\n")?;
        Ok(())
    }

    pub(super) fn article(&mut self, document: &DocumentRow) -> Result<String, ExportError> {
        let id = article_id(document);
        let option = |words: &Option<String>| words.iter().cloned().collect::<Vec<_>>();
        self.write(
            &id,
            "Article",
            vec![
                ("title", vec![document.title.clone().unwrap_or_else(|| document.name.clone())]),
                ("fileName", vec![document.name.clone()]),
                ("author", option(&document.byline)),
                ("publisher", option(&document.outlet)),
                ("publishedAt", document.published.iter().map(ToString::to_string).collect()),
                ("retrievedAt", vec![document.captured.strftime("%Y-%m-%dT%H:%M:%S").to_string()]),
                ("sourceUrl", link::page(document).map(str::to_owned).into_iter().collect()),
                ("language", language(document.language.as_deref()).into_iter().collect()),
                ("mimeType", vec![document.media_type.clone()]),
                ("bodyText", vec![document.text.clone()]),
            ],
        )?;
        Ok(id)
    }

    /// A listed entity; written the first time it is met.
    fn entity(&mut self, id: &str) -> Result<Option<(String, &'static str)>, ExportError> {
        let codebook = self.context.codebook;
        let Some(entity) = codebook.entities.iter().find(|e| e.id == id) else { return Ok(None) };
        let schema = schema(entity);
        let name = format!("tw-entity-{}", slug(&entity.id));
        if self.known.insert(entity.id.clone()) {
            let country = country(Some(&entity.country));
            self.write(&name, schema, vec![("name", vec![entity.name.clone()]), ("country", country)])?;
        }
        Ok(Some((name, schema)))
    }

    /// The listed entities of a claim, each named in the article, and who takes part.
    fn named(&mut self, claim: &Claim, article: &str) -> Result<Vec<String>, ExportError> {
        let codebook = self.context.codebook;
        let mut involved = Vec::new();
        let mut mentions = Vec::new();
        for argument in claim.actors.iter().chain(&claim.targets).chain(&claim.toward) {
            if let Some(id) = argument.id.as_deref()
                && let Some((entity, schema)) = self.entity(id)?
            {
                if !involved.contains(&entity) {
                    involved.push(entity.clone());
                }
                mentions.push((entity, schema, argument.span, wording::line(&argument.text)));
            }
        }
        for hop in &claim.chain {
            let listed = codebook.entities.iter().find(|e| Some(&e.name) == hop.entity.as_ref());
            if let Some(id) = listed.map(|e| e.id.clone())
                && let Some((entity, schema)) = self.entity(&id)?
            {
                mentions.push((entity, schema, hop.span, wording::line(&hop.text)));
            }
        }
        for (entity, schema, span, words) in mentions {
            let id =
                format!("tw-mention-{}-{}-{}", article.trim_start_matches("tw-document-"), span[0], span[1]);
            if self.known.insert(id.clone()) {
                self.write(
                    &id,
                    "Mention",
                    vec![
                        ("document", vec![article.to_owned()]),
                        ("resolved", vec![entity]),
                        ("name", vec![words]),
                        ("detectedSchema", vec![schema.to_owned()]),
                    ],
                )?;
            }
        }
        Ok(involved)
    }

    /// A claim, and what ties it to its article; the listed entities that are involved.
    pub(super) fn event(
        &mut self,
        document: &DocumentRow,
        claim: &Claim,
        article: &str,
    ) -> Result<Vec<String>, ExportError> {
        let involved = self.named(claim, article)?;
        let info = scheme::type_of(self.context.codebook, &claim.kind);
        let denied = claim.polarity == "-";
        let english = info.map_or(claim.kind.as_str(), |t| t.en.as_str());
        let time = claim.time.as_ref();
        let day = |side: Option<&String>| side.into_iter().cloned().collect::<Vec<_>>();
        let mut countries: Vec<String> =
            claim.places.iter().flat_map(|p| country(p.country.as_deref())).collect();
        countries.dedup();
        let mut keywords = vec![claim.kind.clone(), claim.certainty.clone(), claim.tense.clone()];
        if denied {
            keywords.push("denied".to_owned());
        }
        let event = claim_id(claim);
        let permalink = link::permalink(&self.context.options, document, claim);
        let properties = vec![
            (
                "name",
                vec![format!(
                    "{}{english}: {}",
                    if denied { "Denied: " } else { "" },
                    wording::line(&claim.trigger.text)
                )],
            ),
            ("summary", vec![wording::line(&claim.content.text)]),
            (
                "description",
                vec![format!("According to: {}", wording::chain(claim, document.outlet.as_deref()))],
            ),
            (
                "notes",
                vec![wording::join(&claim.quantities, |q| format!("{}: {}", q.of, wording::line(&q.text)))],
            ),
            ("keywords", keywords),
            ("recordId", vec![claim.claim.clone()]),
            ("startDate", day(time.and_then(|t| t.start.as_ref()))),
            ("endDate", day(time.and_then(|t| t.end.as_ref()))),
            (
                "location",
                claim
                    .places
                    .iter()
                    .map(|p| p.name.clone().unwrap_or_else(|| wording::line(&p.text)))
                    .collect(),
            ),
            ("country", countries),
            ("involved", involved.clone()),
            ("publisher", document.outlet.iter().cloned().collect()),
            ("sourceUrl", permalink.into_iter().filter(|l| l.starts_with("http")).collect()),
            ("proof", vec![article.to_owned()]),
        ];
        // Exact copies have claims of one id: one entity, that each of their articles documents.
        let mut documentation = format!("tw-documentation-{}", claim.claim);
        if self.known.insert(event.clone()) {
            self.write(&event, "Event", properties)?;
        } else {
            documentation.push_str(article.trim_start_matches("tw-document"));
        }
        self.write(
            &documentation,
            "Documentation",
            vec![
                ("document", vec![article.to_owned()]),
                ("entity", vec![event]),
                ("role", vec!["reports the claim".to_owned()]),
                ("date", document.published.iter().map(ToString::to_string).collect()),
            ],
        )?;
        Ok(involved)
    }

    /// Ends the file.
    pub(super) fn end(mut self) -> Result<Tally, ExportError> {
        self.out.flush()?;
        Ok(self.tally)
    }
}

impl<W: Write> Export for Ftm<'_, W> {
    fn record(&mut self, record: &Released<Record>) -> Result<(), ExportError> {
        let record = record.get();
        let article = self.article(&record.document)?;
        self.tally.documents += 1;
        for claim in &record.claims {
            self.event(&record.document, claim, &article)?;
            self.tally.claims += 1;
        }
        // Mentions are told apart within one document only.
        self.known.retain(|id| !id.starts_with("tw-mention-"));
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Tally, ExportError> {
        self.end()
    }
}

/// The id of a claim here.
pub fn claim_id(claim: &Claim) -> String {
    format!("tw-claim-{}", claim.claim)
}

/// The id of a document here.
pub fn article_id(document: &DocumentRow) -> String {
    format!("tw-document-{}", document.id)
}

fn schema(entity: &Entity) -> &'static str {
    match entity.kind {
        EntityKind::Person => "Person",
        EntityKind::State | EntityKind::Official | EntityKind::Force => "PublicBody",
        EntityKind::Organisation | EntityKind::Outlet => "Organization",
        EntityKind::Group => "LegalEntity",
    }
}

/// Ids have letters, digits and few marks.
fn slug(id: &str) -> String {
    id.chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' })
        .collect()
}

/// Countries are ISO 3166-1 alpha-2 in small letters.
pub fn country(code: Option<&str>) -> Vec<String> {
    code.filter(|c| c.len() == 2).map(str::to_lowercase).into_iter().collect()
}

/// Languages are ISO 639-3; of those that documents of the ledger are in, these have codes of two letters.
fn language(tag: Option<&str>) -> Option<String> {
    let main = tag?.split(['-', '_']).next()?.to_lowercase();
    Some(match main.as_str() {
        "ar" => "ara".to_owned(),
        "en" => "eng".to_owned(),
        "fr" => "fra".to_owned(),
        "fa" => "fas".to_owned(),
        "tr" => "tur".to_owned(),
        "ku" => "kur".to_owned(),
        "he" => "heb".to_owned(),
        "ur" => "urd".to_owned(),
        other if other.len() == 3 => other.to_owned(),
        _ => return None,
    })
}
