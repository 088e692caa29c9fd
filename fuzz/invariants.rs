//! What holds of any input at all. The fuzz targets and `crates/tawatur/tests/fuzz.rs` call these on the same seeds.

use jiff::civil::date;
use tawatur::{
    Worker,
    capture::{self, Basis, Format, Hint},
    text::{Clean, Layers, Span, Text, TokenKind, clean, fold},
    value::Values,
};

/// Normalises, tokenises and segments.
pub fn text(bytes: &[u8]) {
    let doc = String::from_utf8_lossy(bytes);
    let doc = doc.as_ref();
    layers(doc);
    let text = Text::new(doc);
    let mut at = 0;
    for (i, token) in text.tokens().iter().enumerate() {
        assert!(token.doc.start() >= at && !token.doc.is_empty(), "{token:?} begins before {at}");
        assert_eq!(clean(text.surface(i)), text.clean(i), "a token read alone is that token");
        assert_eq!(fold(text.surface(i)), text.folded(i));
        let between = clean(&doc[at..token.doc.start()]);
        assert!(between.chars().all(|c| c.is_whitespace() || c.is_control()), "{between:?} is left out");
        assert!(token.kind != TokenKind::Punct || text.clean(i).chars().count() == 1);
        at = token.doc.end();
    }
    let mut next = 0;
    for (i, sentence) in text.sentences().iter().enumerate() {
        assert_eq!(sentence.tokens.start, next, "sentences follow one another");
        assert!(!sentence.tokens.is_empty());
        assert_eq!(text.sentence_of(sentence.tokens.start), i);
        next = sentence.tokens.end;
    }
    assert_eq!(next, text.len(), "sentences cover all tokens");
    for quote in text.quotes() {
        assert!(quote.inner.start <= quote.inner.end && quote.inner.end < text.len());
    }
}

fn layers(doc: &str) {
    let layers = Layers::new(doc);
    let once = layers.clean();
    assert_eq!(clean(once), once, "cleaning twice changes nothing");
    assert_eq!(fold(layers.folded()), layers.folded(), "folding twice changes nothing");
    assert_eq!(once.len(), layers.folded().len());
    let mut before = 0;
    for (at, c) in once.char_indices() {
        let span: Span<Clean> = Span::new(at, at + c.len_utf8());
        let there = layers.to_doc(span, doc);
        assert!(there.start() >= before, "{span:?} begins before what stands before it");
        assert!(clean(&doc[there.range()]).contains(c), "{span:?} does not map back");
        let back = layers.to_clean(there);
        assert!(back.start() <= at && back.end() >= span.end());
        before = there.start();
    }
}

/// Reads numbers and dates.
pub fn values(bytes: &[u8]) {
    let doc = String::from_utf8_lossy(bytes);
    let text = Text::new(&doc);
    let mut values = Values::default();
    for published in [None, Some(date(2015, 2, 20)), Some(date(9999, 12, 31)), Some(date(-9999, 1, 1))] {
        values.read(&text, published);
        let mut at = 0;
        for time in values.dates() {
            assert!(
                time.tokens.start >= at && !time.tokens.is_empty() && time.tokens.end <= text.len(),
                "{time:?}"
            );
            if let (Some(start), Some(end)) = (time.start, time.end) {
                assert!(start <= end, "{:?} is {time:?}", text.words(&time.tokens));
            }
            at = time.tokens.end;
        }
        for number in values.numbers() {
            assert!(!number.tokens.is_empty() && number.tokens.end <= text.len(), "{number:?}");
            let said = [number.low, number.best, number.high];
            assert!(said.iter().flatten().all(|n| n.is_finite()), "{number:?}");
            if let (Some(low), Some(high)) = (number.low, number.high) {
                assert!(low <= high, "{:?} is {number:?}", text.words(&number.tokens));
            }
        }
    }
}

/// Captures bytes as a document and reads its claims.
pub fn document(worker: &mut Worker, bytes: &[u8]) {
    for format in [None, Some(Format::Text), Some(Format::Html)] {
        let hint = Hint { format, ..Hint::named("any") };
        let Ok(mut document) = capture::read(bytes, &hint) else { continue };
        document.published = Some((date(2015, 2, 20), Basis::Given));
        let claims = worker.read(&document).claims;
        let starts: Vec<usize> =
            document.text.char_indices().map(|(at, _)| at).chain([document.text.len()]).collect();
        for claim in &claims {
            let [start, end] = claim.trigger.span;
            assert_eq!(
                &document.text[starts[start]..starts[end]],
                claim.trigger.text,
                "a span slices to its words"
            );
            assert!((0.0..=1.0).contains(&claim.score));
        }
    }
}
