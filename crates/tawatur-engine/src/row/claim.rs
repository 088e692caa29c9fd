//! A claim as the ledger keeps it: the record, with what queries ask of its document.

use datafusion::arrow::{array::RecordBatch, datatypes::Field};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tawatur::claim::record::Claim;

use super::{
    DocumentRow, HopRow, Row, RowError, Table, decode, encode,
    schema::{DAY, FIGURE, NUMBER, TEXT, list, optional, record, required, texts, words},
};

/// A row of the table `claims`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimRow {
    /// The document it stands in.
    pub document: String,
    /// The document's outlet.
    pub outlet: Option<String>,
    /// The document's day of publication.
    pub published: Option<Date>,
    /// The claim as it was read.
    pub claim: Claim,
}

/// The columns of a row that are the document's.
#[derive(Serialize, Deserialize)]
struct Of {
    document: String,
    outlet: Option<String>,
    published: Option<Date>,
}

impl ClaimRow {
    /// A claim of a document.
    pub fn new(document: &DocumentRow, claim: Claim) -> Self {
        Self {
            document: document.id.clone(),
            outlet: document.outlet.clone(),
            published: document.published,
            claim,
        }
    }

    /// The hops of its chain as rows of their own.
    pub fn hops(&self) -> impl Iterator<Item = HopRow> + '_ {
        let count = self.claim.chain.len();
        self.claim.chain.iter().enumerate().map(move |(at, hop)| HopRow {
            claim: self.claim.claim.clone(),
            document: self.document.clone(),
            outlet: self.outlet.clone(),
            published: self.published,
            position: at as u32 + 1,
            origin: at + 1 == count,
            hop: hop.clone(),
        })
    }

    fn own_columns() -> Vec<Field> {
        vec![required("document", TEXT), optional("outlet", TEXT), optional("published", DAY)]
    }

    fn record_columns() -> Vec<Field> {
        let argument = || words(texts(["entity", "id"]));
        let container = record(texts(["name", "id"]));
        let candidate = record([texts(["id", "name", "country"]), vec![optional("score", NUMBER)]].concat());
        let place = words(
            [
                texts(["role", "name", "country", "admin1"]),
                vec![optional("lat", FIGURE), optional("lon", FIGURE)],
                texts(["id", "precision"]),
                vec![
                    optional("parts", list(TEXT)),
                    optional("container", container),
                    optional("candidates", list(candidate)),
                ],
            ]
            .concat(),
        );
        let time = words(vec![optional("start", DAY), optional("end", DAY), optional("precision", TEXT)]);
        let quantity = words(vec![
            optional("of", TEXT),
            optional("low", FIGURE),
            optional("high", FIGURE),
            optional("best", FIGURE),
            optional("qualifier", TEXT),
        ]);
        let hop = words(texts(["kind", "named", "entity", "cue", "stance"]));
        vec![
            required("claim", TEXT),
            required("doc", TEXT),
            required("type", TEXT),
            optional("trigger", words(vec![])),
            optional("content", words(vec![])),
            optional("actors", list(argument())),
            optional("targets", list(argument())),
            optional("toward", list(argument())),
            optional("places", list(place)),
            optional("time", time),
            optional("quantities", list(quantity)),
            optional("causes", list(words(texts(["code"])))),
            required("polarity", TEXT),
            required("certainty", TEXT),
            required("tense", TEXT),
            optional("chain", list(hop)),
            required("score", FIGURE),
            optional("rules", list(TEXT)),
            required("codebook", TEXT),
        ]
    }
}

impl Row for ClaimRow {
    const TABLE: Table = Table::Claims;

    fn columns() -> Vec<Field> {
        [Self::own_columns(), Self::record_columns()].concat()
    }

    fn batch(rows: &[Self]) -> Result<RecordBatch, RowError> {
        let of: Vec<Of> = rows
            .iter()
            .map(|row| Of {
                document: row.document.clone(),
                outlet: row.outlet.clone(),
                published: row.published,
            })
            .collect();
        let claims: Vec<&Claim> = rows.iter().map(|row| &row.claim).collect();
        let of = encode(Self::TABLE, Self::own_columns(), &of)?;
        let claims = encode(Self::TABLE, Self::record_columns(), &claims)?;
        let columns = [of.columns(), claims.columns()].concat();
        RecordBatch::try_new(Self::TABLE.schema(), columns)
            .map_err(|error| RowError { table: Self::TABLE.name(), problem: error.to_string() })
    }

    fn rows(batch: &RecordBatch) -> Result<Vec<Self>, RowError> {
        let of = decode::<Of>(Self::TABLE, Self::own_columns(), batch)?;
        let claims = decode::<Claim>(Self::TABLE, Self::record_columns(), batch)?;
        Ok(of
            .into_iter()
            .zip(claims)
            .map(|(Of { document, outlet, published }, claim)| Self { document, outlet, published, claim })
            .collect())
    }
}
