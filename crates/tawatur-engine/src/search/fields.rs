//! The fields of the index, and a document's terms in them.

use jiff::civil::{Date, date};
use tantivy::{
    TantivyDocument,
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
    },
    tokenizer::{PreTokenizedString, Token},
};
use tawatur::{Term, Worker};

use super::Entry;

/// Name of the field with the day of publication.
pub const PUBLISHED: &str = "published";

/// The fields.
pub struct Fields {
    /// Id of the document.
    pub id: Field,
    /// Its name.
    pub name: Field,
    /// Its title as written.
    pub title: Field,
    /// Its outlet as written.
    pub outlet: Field,
    /// The day of publication as written.
    pub day: Field,
    /// The text as written.
    pub text: Field,
    /// The day of publication, in days since 1970.
    pub published: Field,
    /// Words as written, folded, with their places: for phrases.
    pub words: Field,
    /// Lemmas, and stems where they are spelled otherwise.
    pub lemmas: Field,
    /// Both of the title.
    pub title_words: Field,
    /// Words of the outlet's name, folded, and their stems.
    pub outlet_words: Field,
}

/// Terms come from the reading library, so the tokeniser of the field is never asked.
fn terms(record: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(record);
    TextOptions::default().set_indexing_options(indexing)
}

/// A day as a number.
pub fn days(day: Date) -> i64 {
    i64::from((day - date(1970, 1, 1)).get_days())
}

impl Fields {
    /// The schema of the index.
    pub fn schema() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let fields = Self {
            id: schema.add_text_field("id", STRING | STORED),
            name: schema.add_text_field("name", STORED),
            title: schema.add_text_field("title", STORED),
            outlet: schema.add_text_field("outlet", STORED),
            day: schema.add_text_field("day", STORED),
            text: schema.add_text_field("text", STORED),
            published: schema.add_i64_field(PUBLISHED, INDEXED | FAST),
            words: schema.add_text_field("words", terms(IndexRecordOption::WithFreqsAndPositions)),
            lemmas: schema.add_text_field("lemmas", terms(IndexRecordOption::WithFreqs)),
            title_words: schema
                .add_text_field("title_words", terms(IndexRecordOption::WithFreqsAndPositions)),
            outlet_words: schema.add_text_field("outlet_words", terms(IndexRecordOption::Basic)),
        };
        (schema.build(), fields)
    }

    /// A document as the index takes it.
    pub fn document(&self, worker: &mut Worker, row: Entry) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.id, &row.id);
        document.add_text(self.name, &row.name);
        if let Some(published) = row.published {
            document.add_text(self.day, published.to_string());
            document.add_i64(self.published, days(published));
        }
        if let Some(outlet) = &row.outlet {
            document.add_text(self.outlet, outlet);
            document.add_pre_tokenized_text(self.outlet_words, Stream::of(worker, outlet, Stream::both));
        }
        if let Some(title) = &row.title {
            document.add_text(self.title, title);
            document.add_pre_tokenized_text(self.title_words, Stream::of(worker, title, Stream::both));
        }
        let (mut words, mut lemmas) = (Stream::default(), Stream::default());
        worker.terms(&row.text, |term| {
            words.word(term);
            lemmas.lemma(term);
        });
        document.add_pre_tokenized_text(self.words, words.finish());
        document.add_pre_tokenized_text(self.lemmas, lemmas.finish());
        document.add_text(self.text, row.text);
        document
    }
}

/// Terms in their order.
#[derive(Default)]
struct Stream {
    tokens: Vec<Token>,
    next: usize,
}

impl Stream {
    fn of(worker: &mut Worker, text: &str, add: impl Fn(&mut Self, &Term<'_>)) -> PreTokenizedString {
        let mut stream = Self::default();
        worker.terms(text, |term| add(&mut stream, term));
        stream.finish()
    }

    fn push(&mut self, text: &str) {
        self.tokens.push(Token { text: text.to_owned(), position: self.next, ..Token::default() });
    }

    /// The word as written.
    fn word(&mut self, term: &Term<'_>) {
        self.push(term.folded);
        self.next += 1;
    }

    /// Lemma and stem, in one place.
    fn lemma(&mut self, term: &Term<'_>) {
        self.push(&term.lemma);
        if term.stem != term.lemma {
            self.push(&term.stem);
        }
        self.next += 1;
    }

    /// The word as written, its lemma and its stem, in one place.
    fn both(&mut self, term: &Term<'_>) {
        self.push(term.folded);
        for other in [&term.lemma, &term.stem] {
            if self.tokens.last().is_none_or(|last| last.text != *other) && *other != term.folded {
                self.push(other);
            }
        }
        self.next += 1;
    }

    fn finish(self) -> PreTokenizedString {
        // The text itself is kept in a field of its own.
        PreTokenizedString { text: String::new(), tokens: self.tokens }
    }
}
