//! An entity of a document as the ledger keeps it.

use datafusion::arrow::datatypes::Field;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tawatur::{claim::record::CodePoints, entity::EntityRecord};

use super::{
    DocumentRow, Row, Table,
    document::digest,
    schema::{DAY, NUMBER, TEXT, list, optional, required, texts, words},
};

/// A row of the table `entities`: something that a document names, with all its mentions there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityRow {
    /// Which row this is.
    pub entity: String,
    /// The document that names it.
    pub document: String,
    /// The document's outlet.
    pub outlet: Option<String>,
    /// The document's day of publication.
    pub published: Option<Date>,
    /// The fullest form of its name in the document.
    pub name: String,
    /// person, group, force, organisation, outlet, official, state, place or facility.
    pub class: String,
    /// Id in the codebook; null when no list has it.
    pub id: Option<String>,
    /// English name in the codebook.
    pub name_en: Option<String>,
    /// Country in the codebook, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// What shows that it is a name: list, name, title, head or position.
    pub evidence: String,
    /// How often it is mentioned.
    pub count: u32,
    /// What else the document calls it.
    pub aliases: Vec<String>,
    /// Its mentions in order.
    pub mentions: Vec<EntityMentionRow>,
}

/// A mention of an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityMentionRow {
    /// Where the phrase stands.
    pub span: CodePoints,
    /// Its words.
    pub text: String,
    /// Where the name proper stands.
    pub name: CodePoints,
    /// name, short, acronym, alias or epithet.
    pub how: String,
}

impl EntityRow {
    /// An entity of a document.
    pub fn new(document: &DocumentRow, record: EntityRecord) -> Self {
        let mentions: Vec<EntityMentionRow> = record
            .mentions
            .into_iter()
            .map(|m| EntityMentionRow { span: m.span, text: m.text, name: m.name, how: m.how.to_owned() })
            .collect();
        let first = mentions.first().map_or(0, |m| m.name[0]).to_string();
        Self {
            entity: digest(&[&document.id, record.class, &record.name, &first]),
            document: document.id.clone(),
            outlet: document.outlet.clone(),
            published: document.published,
            name: record.name,
            class: record.class.to_owned(),
            id: record.id,
            name_en: record.name_en,
            country: record.country,
            evidence: record.evidence.to_owned(),
            count: record.count as u32,
            aliases: record.aliases,
            mentions,
        }
    }
}

impl Row for EntityRow {
    const TABLE: Table = Table::Entities;

    fn columns() -> Vec<Field> {
        let mention = words(vec![optional("name", list(NUMBER)), optional("how", TEXT)]);
        [
            vec![
                required("entity", TEXT),
                required("document", TEXT),
                optional("outlet", TEXT),
                optional("published", DAY),
                required("name", TEXT),
                required("class", TEXT),
            ],
            texts(["id", "name_en", "country", "evidence"]),
            vec![
                required("count", NUMBER),
                optional("aliases", list(TEXT)),
                optional("mentions", list(mention)),
            ],
        ]
        .concat()
    }
}
