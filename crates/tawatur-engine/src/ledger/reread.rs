//! Claims made anew from the documents, with another codebook, and the reviews of the old ones kept with them.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use tawatur::{claim::record::Claim, entity::EntityRecord};

use super::{
    LedgerError, Writer,
    tables::{self, Entry, Files},
    writer::count_of,
};
use crate::row::{ClaimRow, DocumentRow, EntityRow, HopRow, ReviewRow, Row, Table, digest};

/// Rows of one table are written when there are this many.
const PIECE: usize = 16_384;

/// What became of the reviews.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reread {
    /// Documents read.
    pub documents: usize,
    /// Claims before.
    pub before: u64,
    /// Claims now.
    pub claims: u64,
    /// Reviews whose claim is as it was.
    pub kept: usize,
    /// Reviews that went over to the claim that has the same words now.
    pub anchored: usize,
    /// Reviews whose claim is no more, and no other has its words.
    pub lost: Vec<ReviewRow>,
}

/// Claims being made anew; nothing of it counts before [`Rereading::finish`].
pub struct Rereading<'w> {
    writer: &'w mut Writer,
    files: HashMap<Table, Files>,
    claims: Vec<ClaimRow>,
    entities: Vec<EntityRow>,
    counts: BTreeMap<Table, u64>,
    /// The reviews of each document.
    reviews: HashMap<String, Vec<ReviewRow>>,
    anchored: Vec<ReviewRow>,
    done: Reread,
}

impl Writer {
    /// Begins to make the claims anew.
    ///
    /// # Errors
    /// When a table cannot be opened.
    pub fn reread(&mut self) -> Result<Rereading<'_>, LedgerError> {
        let session = self.session()?;
        let mut reviews: HashMap<String, Vec<ReviewRow>> = HashMap::new();
        for review in session.rows::<ReviewRow>("SELECT * FROM reviews ORDER BY \"time\", review")? {
            reviews.entry(review.document.clone()).or_default().push(review);
        }
        let before = count_of(&session, Table::Claims)?;
        let mut files = HashMap::new();
        for table in Table::DERIVED {
            files.insert(table, Files::new(table, &self.tables[&table])?);
        }
        Ok(Rereading {
            writer: self,
            files,
            claims: Vec::new(),
            entities: Vec::new(),
            counts: BTreeMap::new(),
            reviews,
            anchored: Vec::new(),
            done: Reread { before, ..Reread::default() },
        })
    }
}

impl Rereading<'_> {
    /// Takes in what a document says now.
    ///
    /// # Errors
    /// When rows cannot be written.
    pub fn push(
        &mut self,
        document: &DocumentRow,
        claims: Vec<Claim>,
        entities: Vec<EntityRecord>,
    ) -> Result<(), LedgerError> {
        self.done.documents += 1;
        for review in self.reviews.remove(&document.id).unwrap_or_default() {
            self.anchor(review, &claims);
        }
        self.claims.extend(claims.into_iter().map(|claim| ClaimRow::new(document, claim)));
        self.entities.extend(entities.into_iter().map(|record| EntityRow::new(document, record)));
        if self.claims.len() >= PIECE { self.write() } else { Ok(()) }
    }

    /// Finds the claim that a review is about: itself, else the one of its type whose trigger has the same words, the
    /// nearest where there are several.
    fn anchor(&mut self, review: ReviewRow, claims: &[Claim]) {
        if claims.iter().any(|claim| claim.claim == review.claim) {
            self.done.kept += 1;
            return;
        }
        let distance = |claim: &&Claim| claim.trigger.span[0].abs_diff(review.trigger.span[0]);
        let same = claims.iter().filter(|c| c.kind == review.kind && c.trigger.text == review.trigger.text);
        // The same words far away are other words.
        let near = same.filter(|c| {
            c.content.span[0] < review.content.span[1] && review.content.span[0] < c.content.span[1]
        });
        match near.min_by_key(distance) {
            None => self.done.lost.push(review),
            Some(claim) => {
                let id = digest(&[&review.review, &claim.claim]);
                self.anchored.push(ReviewRow {
                    review: id,
                    claim: claim.claim.clone(),
                    trigger: claim.trigger.clone(),
                    content: claim.content.clone(),
                    ..review
                });
                self.done.anchored += 1;
            }
        }
    }

    fn write(&mut self) -> Result<(), LedgerError> {
        let (claims, entities) = (std::mem::take(&mut self.claims), std::mem::take(&mut self.entities));
        let hops: Vec<HopRow> = claims.iter().flat_map(ClaimRow::hops).collect();
        let batches = [
            (Table::Claims, claims.len(), ClaimRow::batch(&claims)?),
            (Table::Entities, entities.len(), EntityRow::batch(&entities)?),
            (Table::ChainHops, hops.len(), HopRow::batch(&hops)?),
        ];
        let runtime = Arc::clone(&self.writer.ledger.runtime);
        for (table, count, batch) in batches {
            let files = self.files.get_mut(&table).expect("all derived tables are written");
            runtime.block_on(files.write(batch))?;
            *self.counts.entry(table).or_default() += count as u64;
        }
        Ok(())
    }

    /// Puts the new claims in place of the old, in one commit.
    ///
    /// # Errors
    /// When it cannot be written; the ledger is as it was.
    ///
    /// # Panics
    /// When an invariant of the ledger is broken.
    pub fn finish(mut self, note: Option<String>) -> Result<Reread, LedgerError> {
        self.write()?;
        let Self { writer, files, counts, anchored, mut done, .. } = self;
        let session = writer.session()?;
        let mut removed = BTreeMap::new();
        for table in Table::DERIVED {
            removed.insert(table.name().to_owned(), count_of(&session, table)?);
        }
        let mut added: BTreeMap<String, u64> =
            counts.iter().map(|(table, &count)| (table.name().to_owned(), count)).collect();
        let next = writer.ledger.commit.version + 1;
        // A review that went over once is not sent again by the next reading.
        let held: HashSet<String> = session
            .rows::<ReviewRow>("SELECT * FROM reviews")?
            .into_iter()
            .map(|review| review.review)
            .collect();
        let anchored: Vec<ReviewRow> =
            anchored.into_iter().filter(|review| !held.contains(&review.review)).collect();
        let runtime = Arc::clone(&writer.ledger.runtime);
        runtime.block_on(async {
            for (table, files) in files {
                let delta = writer.tables.get_mut(&table).expect("all tables are open");
                let left = tables::names(table, delta)?;
                let entry = Entry { files: files.finish().await?, left, commit: next, moved: false };
                tables::enter(table, delta, entry).await?;
            }
            if !anchored.is_empty() {
                let delta = writer.tables.get_mut(&Table::Reviews).expect("all tables are open");
                let mut files = Files::new(Table::Reviews, delta)?;
                files.write(ReviewRow::batch(&anchored)?).await?;
                tables::enter(Table::Reviews, delta, Entry::beside(files.finish().await?, next)).await?;
                added.insert(Table::Reviews.name().to_owned(), anchored.len() as u64);
            }
            Ok::<_, LedgerError>(())
        })?;
        writer.conclude(note, added, removed)?;
        done.claims = counts.get(&Table::Claims).copied().unwrap_or_default();
        Ok(done)
    }
}
