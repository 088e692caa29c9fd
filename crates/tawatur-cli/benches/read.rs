//! How fast text is read, on one thread, beside what the machine can do with the same bytes.
//!
//!     cargo bench -p tawatur-cli --bench read
//!
//! Throughput is bytes of UTF-8 text a second. Three lines stand for comparison in the same run, so that figures of
//! different machines can be compared as ratios: `validate` only checks that the bytes are UTF-8, `lowercase` maps
//! every character once (what the cheapest normalisation costs), `text` is our own layers, tokens and sentences
//! alone. `read` is everything, from text to claims. A second group counts words: `segment` gives each its clitics,
//! stem, class and lemma, `split` only parts them at white space.
//!
//! The text is a sample of Arabic news where it stands beside this checkout (`../shared`), else `samples/` repeated.

use std::{
    fs,
    hint::black_box,
    io::{BufRead, BufReader},
    path::Path,
    time::Duration,
};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::Date;
use tawatur::{
    Reader,
    capture::{Basis, Document},
    codebook::Codebook,
    text::Text,
};

const CODEBOOK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/conflict.tawatur"));

/// How much text one pass reads.
const BYTES: usize = 2 << 20;

/// News as it came, up to [`BYTES`].
fn news(root: &Path) -> Option<Vec<Document>> {
    let file = fs::File::open(root.join("../shared/tests/copies/news_sample.jsonl.xz")).ok()?;
    let mut documents = Vec::new();
    let mut bytes = 0;
    for line in BufReader::new(liblzma::read::XzDecoder::new(file)).lines() {
        let article: serde_json::Value = serde_json::from_str(&line.ok()?).ok()?;
        let mut document = Document::from_text(article["id"].as_str()?, article["text"].as_str()?);
        document.outlet = article["outlet"].as_str().map(|o| (o.to_owned(), Basis::Given));
        let day = article["date"].as_str().and_then(|d| d.get(..10)).and_then(|d| d.parse::<Date>().ok());
        document.published = day.map(|d| (d, Basis::Given));
        bytes += document.text.len();
        documents.push(document);
        if bytes >= BYTES {
            break;
        }
    }
    Some(documents)
}

/// Our own samples, as often as [`BYTES`] takes.
fn samples(root: &Path) -> Vec<Document> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(root.join("samples")).expect("the samples are part of the checkout").flatten() {
        if entry.path().extension().is_some_and(|e| e == "txt") {
            // One of them is in another encoding, which is not what is measured here.
            texts.extend(fs::read_to_string(entry.path()));
        }
    }
    let once: usize = texts.iter().map(String::len).sum();
    let all = texts.iter().cycle().take(texts.len() * BYTES.div_ceil(once.max(1)));
    all.map(|text| Document::from_text("sample", text.as_str())).collect()
}

fn read(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let documents = news(&root).unwrap_or_else(|| {
        eprintln!("skipped: no ../shared beside this checkout; reading samples/ instead");
        samples(&root)
    });
    let bytes: usize = documents.iter().map(|d| d.text.len()).sum();
    let reader = Reader::new(Codebook::from_bytes(CODEBOOK).expect("the build script compiled it"));

    let mut group = criterion.benchmark_group("one thread");
    group
        .throughput(Throughput::Bytes(bytes as u64))
        .sample_size(10)
        .measurement_time(Duration::from_secs(10));
    group.bench_function("validate", |bencher| {
        bencher.iter(|| {
            documents.iter().filter(|d| std::str::from_utf8(black_box(d.text.as_bytes())).is_ok()).count()
        });
    });
    group.bench_function("lowercase", |bencher| {
        bencher.iter(|| documents.iter().map(|d| black_box(&d.text).to_lowercase().len()).sum::<usize>());
    });
    let mut text = Text::default();
    group.bench_function("text", |bencher| {
        bencher.iter(|| {
            let tokens = documents.iter().map(|document| {
                text.rebuild(black_box(&document.text));
                text.len()
            });
            tokens.sum::<usize>()
        });
    });
    let mut worker = reader.worker();
    group.bench_function("read", |bencher| {
        bencher.iter(|| documents.iter().map(|d| worker.read(black_box(d)).claims.len()).sum::<usize>());
    });
    group.finish();
    segment(criterion, &reader, &documents);
}

/// Words a second: `segment` cuts them into clitics and stem and gives class and lemma; `split` parts them at white
/// space and does nothing more.
fn segment(criterion: &mut Criterion, reader: &Reader, documents: &[Document]) {
    let mut worker = reader.worker();
    let mut words = 0_u64;
    for document in documents {
        worker.segment(&document.text, |_, _| words += 1);
    }
    let mut group = criterion.benchmark_group("words, one thread");
    group.throughput(Throughput::Elements(words)).sample_size(10).measurement_time(Duration::from_secs(10));
    group.bench_function("split", |bencher| {
        bencher
            .iter(|| documents.iter().map(|d| black_box(&d.text).split_whitespace().count()).sum::<usize>());
    });
    group.bench_function("segment", |bencher| {
        bencher.iter(|| {
            let mut letters = 0;
            for document in documents {
                worker.segment(black_box(&document.text), |_, word| letters += word.lemma.len());
            }
            letters
        });
    });
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
