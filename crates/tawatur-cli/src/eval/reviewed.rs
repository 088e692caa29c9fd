//! Reviewed claims of a ledger as annotated documents: what was accepted or corrected is gold, what was rejected is wrong,
//! and what nobody has decided about counts nothing.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::Result;
use serde::Serialize;
use tawatur::{Reader, capture::furniture, claim::record::Claim};
use tawatur_engine::{
    Ledger,
    query::Session,
    review::{Standing, corrected},
    row::{ClaimRow, DocumentRow},
};

use super::gold::{self, Gold, Scored};
use crate::{book, read::guarded};

/// How many claims were reviewed, and what became of them.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Reviewed {
    /// Claims that are as they were read.
    accepted: usize,
    /// Claims of which a field is something else.
    corrected: usize,
    /// What is no claim.
    rejected: usize,
}

impl Reviewed {
    /// One line.
    pub fn write(self, out: &mut dyn Write) -> io::Result<()> {
        let Self { accepted, corrected, rejected } = self;
        let all = accepted + corrected + rejected;
        writeln!(
            out,
            "\n{all} reviewed claims: {accepted} accepted, {corrected} corrected, {rejected} rejected; \
             precision is over these, recall over those that are claims"
        )
    }
}

/// Predictions by document.
type Predictions = BTreeMap<String, Vec<Scored>>;

/// The reviewed documents of a ledger: annotations, predictions by document, and how many claims that is. Predictions are
/// the ledger's claims; with a codebook, what is read with it now where a reviewed claim stands.
pub fn reviewed(ledger: &Path, codebook: Option<&Path>) -> Result<(Vec<Gold>, Predictions, Reviewed)> {
    let session = Session::open(&Ledger::open(ledger)?)?;
    let reviews = session.reviews()?;
    let mut claims: BTreeMap<String, Vec<Claim>> = BTreeMap::new();
    for row in session.rows::<ClaimRow>(
        "SELECT * FROM claims WHERE claim || document IN (SELECT claim || document FROM claim_reviews \
         WHERE reviewed <> 'none') ORDER BY document, \"trigger\"['span'][1], claim",
    )? {
        claims.entry(row.document).or_default().push(row.claim);
    }
    let reader = codebook.map(|path| book::open(Some(path)).map(Reader::new)).transpose()?;
    let mut counts = Reviewed::default();
    let (mut annotated, mut predicted) = (Vec::new(), BTreeMap::new());
    for (document, claims) in claims {
        let mut gold = Vec::new();
        for claim in &claims {
            let decided = &reviews[&(document.clone(), claim.claim.clone())];
            match Standing::of(decided) {
                Standing::Accepted => counts.accepted += 1,
                Standing::Corrected => counts.corrected += 1,
                Standing::Rejected => {
                    counts.rejected += 1;
                    continue;
                }
                Standing::None => continue,
            }
            gold.push(Scored { id: claim.claim.clone(), ..gold::prediction(&corrected(claim, decided))? });
        }
        let held = claims.iter().map(gold::prediction).collect::<Result<Vec<_>>>()?;
        let found = match &reader {
            None => held,
            Some(reader) => {
                let rows: Vec<DocumentRow> =
                    session.rows(&format!("SELECT * FROM documents WHERE id = '{document}'"))?;
                let mut found = Vec::new();
                for row in rows {
                    let mut text = row.document();
                    furniture::mark(&mut text, &reader.codebook().furniture);
                    let analysis = guarded(reader, &mut reader.worker(), |worker| worker.read(&text))?;
                    for claim in &analysis.claims {
                        let claim = gold::prediction(claim)?;
                        let here = |other: &Scored| {
                            other.family() == claim.family()
                                && other.trigger.0 < claim.trigger.1
                                && claim.trigger.0 < other.trigger.1
                        };
                        if held.iter().chain(&gold).any(here) {
                            found.push(claim);
                        }
                    }
                }
                found
            }
        };
        predicted.insert(document.clone(), found);
        annotated.push(Gold { name: document, text: PathBuf::new(), claims: gold });
    }
    Ok((annotated, predicted, counts))
}
