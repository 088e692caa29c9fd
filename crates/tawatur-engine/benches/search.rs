//! How much a search finds, and how soon.
//!
//!     cargo bench -p tawatur-engine --bench search -- SAMPLE.jsonl.xz [COPIES…]
//!
//! SAMPLE is news, a JSON object a line with `title` and `text`. The queries of `search_queries.tsv` carry clitics, endings and
//! spellings; those documents are to be found that hold a token with the lemma named beside the query, as the reading library
//! has it, folded. Each COPIES (1, 10 and 100 by default) is an index of its own, with the sample so many times under other ids, in which the queries are
//! timed: ten documents each, with snippets, one thread, one warm-up.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "shares and milliseconds are for reading, and none is negative"
)]

use std::{
    collections::{HashMap, HashSet},
    env,
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use tawatur::{Reader, codebook, text::fold};
use tawatur_engine::search::{Basis, Entry, Query, Search, SearchError, SearchIndex};

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let Some((sample, copies)) = arguments.split_first() else {
        println!("skipped: name a sample of news (see the head of this file)");
        return ExitCode::SUCCESS;
    };
    match run(Path::new(sample), copies) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{sample}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(sample: &Path, copies: &[String]) -> Result<(), Failure> {
    let reader = reader()?;
    let rows = rows(sample)?;
    let copies = if copies.is_empty() {
        vec![1, 10, 100]
    } else {
        copies.iter().map(|n| n.parse()).collect::<Result<Vec<usize>, _>>()?
    };
    let queries: Vec<(&str, String)> = include_str!("search_queries.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(query, _)| !query.starts_with('#'))
        .map(|(query, lemma)| (query, fold(lemma)))
        .collect();
    let truth = truth(&reader, &rows);
    for copies in copies {
        let folder = tempfile::tempdir()?;
        let mut index = SearchIndex::open(folder.path())?;
        let begun = Instant::now();
        let documents = (0..copies).flat_map(|copy| {
            rows.iter().map(move |row| {
                Ok::<_, SearchError>(Entry { id: format!("{}-{copy}", row.id), ..row.clone() })
            })
        });
        index.take_in(&reader, documents, &Basis::new(1, "bench"), true, 2)?;
        println!(
            "{} documents: indexed in {:.1} s, {:.0} MiB on disk",
            rows.len() * copies,
            begun.elapsed().as_secs_f64(),
            bytes(folder.path())? as f64 / f64::from(1 << 20)
        );
        ask(&reader, &index, &queries, (copies == 1).then_some(&truth))?;
    }
    Ok(())
}

fn ask(
    reader: &Reader,
    index: &SearchIndex,
    queries: &[(&str, String)],
    truth: Option<&HashMap<String, HashSet<String>>>,
) -> Result<(), Failure> {
    let mut worker = reader.worker();
    let ten = Search { limit: 10, ..Search::default() };
    let mut times: Vec<Duration> = Vec::new();
    for round in 0..4 {
        for (query, _) in queries {
            let begun = Instant::now();
            index.search(&mut worker, &Query::parse(query)?, &ten)?;
            if round > 0 {
                times.push(begun.elapsed());
            }
        }
    }
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    println!(
        "  {} queries: median {:.2} ms, p95 {:.2} ms, worst {:.2} ms",
        queries.len(),
        at(0.5),
        at(0.95),
        at(1.0)
    );
    let Some(truth) = truth else { return Ok(()) };
    let (mut found, mut wanted, mut given, mut recalls) = (0, 0, 0, 0.0);
    for (query, lemma) in queries {
        let all = Search { limit: index.len() as usize, ..Search::default() };
        let hits = index.search(&mut worker, &Query::parse(query)?, &all)?.hits;
        let none = HashSet::new();
        let right = truth.get(lemma).unwrap_or(&none);
        let hit = hits.iter().filter(|h| right.contains(h.id.trim_end_matches("-0"))).count();
        if right.is_empty() {
            println!("  {query}: no document has the lemma {lemma}");
            continue;
        }
        let recall = hit as f64 / right.len() as f64;
        if recall < 0.95 {
            println!("  {query} ({lemma}): {hit} of {} found", right.len());
        }
        recalls += recall;
        found += hit;
        wanted += right.len();
        given += hits.len();
    }
    println!(
        "  recall {:.3} over all documents, {:.3} a query; {:.3} of what is given has the lemma",
        found as f64 / wanted as f64,
        recalls / queries.len() as f64,
        found as f64 / given as f64
    );
    Ok(())
}

/// The documents that hold each lemma, folded.
fn truth(reader: &Reader, rows: &[Entry]) -> HashMap<String, HashSet<String>> {
    let mut worker = reader.worker();
    let mut truth: HashMap<String, HashSet<String>> = HashMap::new();
    for row in rows {
        worker.terms(&row.text, |term| {
            truth.entry(term.lemma.clone()).or_default().insert(row.id.clone());
        });
    }
    truth
}

fn reader() -> Result<Reader, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codebooks/conflict");
    Ok(Reader::new(codebook::compile(&codebook::Sources::load(&folder)?)?))
}

fn rows(sample: &Path) -> Result<Vec<Entry>, Failure> {
    let mut rows = Vec::new();
    for (at, line) in BufReader::new(liblzma::read::XzDecoder::new(File::open(sample)?)).lines().enumerate() {
        let article: serde_json::Value = serde_json::from_str(&line?)?;
        let words = |key: &str| article[key].as_str().unwrap_or_default().to_owned();
        rows.push(Entry {
            id: format!("{at:05}"),
            name: words("id"),
            title: Some(words("title")),
            outlet: Some(words("outlet")),
            published: None,
            text: format!("{}\n\n{}", words("title"), words("text")),
        });
    }
    Ok(rows)
}

fn bytes(folder: &Path) -> std::io::Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder)? {
        sum += entry?.metadata()?.len();
    }
    Ok(sum)
}
