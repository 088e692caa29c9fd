//! The way of one document from text to claims.
//!
//! A [`Reader`] is the compiled codebook and is shared by all threads; a [`Worker`] holds the buffers of one.

use std::sync::Arc;

use crate::capture::Document;
use crate::chain::{self, Attribution};
use crate::claim::{
    self, Arguments, Because, Clauses, Proposition, Slots, Trigger,
    record::{self, Claim},
};
use crate::codebook::{Codebook, Referent, Role};
use crate::lexicon::Analyser;
use crate::mention::{self, Context, Mention, NameMatch, Tag};
use crate::text::{Gap, Text, Tokens};
use crate::value::{self, NumberValue, TimeValue};

/// The compiled codebook, ready to read with.
#[derive(Clone, Debug)]
pub struct Reader {
    codebook: Arc<Codebook>,
}

impl Reader {
    /// A reader with this codebook.
    pub fn new(codebook: Codebook) -> Self {
        Self { codebook: Arc::new(codebook) }
    }

    /// The codebook it reads with.
    pub fn codebook(&self) -> &Codebook {
        &self.codebook
    }

    /// A worker for one thread.
    pub fn worker(&self) -> Worker {
        Worker { codebook: Arc::clone(&self.codebook), ..Worker::empty(Arc::clone(&self.codebook)) }
    }

    /// Reads one document; [`Worker::read`] reuses its buffers for many.
    pub fn read(&self, document: &Document) -> Analysis {
        self.worker().read(document)
    }
}

/// Everything found in a document.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// Its claims, in the order of their triggers.
    pub claims: Vec<Claim>,
}

/// Reads documents one after the other, reusing its buffers.
#[derive(Debug)]
pub struct Worker {
    codebook: Arc<Codebook>,
    analyser: Analyser,
    text: Text,
    forms: Vec<u32>,
    names: Vec<NameMatch>,
    tags: Vec<Tag>,
    numbers: Vec<NumberValue>,
    times: Vec<TimeValue>,
    mentions: Vec<Mention>,
}

/// The parts of an analysis that records are written from.
struct Parts<'a> {
    context: Context<'a>,
    tags: &'a [Tag],
    mentions: &'a [Mention],
    clauses: &'a Clauses,
    numbers: &'a [NumberValue],
    times: &'a [TimeValue],
    cues: &'a [Trigger],
    causes: &'a [Because],
    attributions: &'a [Attribution],
}
