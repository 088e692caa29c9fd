//! What a document costs as a ledger grows, and what questions do.
//!
//!     cargo bench -p tawatur-engine --bench growth -- FOLDER [TIMES [LEDGER]]
//!
//! FOLDER is news as `tawatur add` takes it. It is read once and then written and linked TIMES times (10 by default), each
//! time as another stretch of history: words exchanged for other words of the same rarity, places and persons under other ids, days put off
//! by as many weeks as it takes for no two stretches to have news within a quarter of a year of each other. So the ledger grows with texts and
//! happenings that are new, each stretch of the same make, and no time has more news than another or more beside it. Said of each: seconds to write and to link, bytes on disk, the most
//! memory so far, and how long questions take. The pace of a machine that others share changes from one quarter of an hour to the next by more than
//! a ledger's growth: so a fixed piece of reading is done before and after each stretch, and what the stretch took is also said as a multiple of
//! what reading as many documents would have taken then.
//!
//! The ledger is gone afterwards, unless it is named: LEDGER is made where it is not there, and else goes on from where it stands.

#![expect(clippy::cast_precision_loss, reason = "figures are for reading")]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    env,
    fmt::Write as _,
    fs::{self, File},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    hint::black_box,
    io::{BufRead, BufReader, BufWriter, Write},
    num::NonZero,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use jiff::{ToSpan as _, civil::Date};
use mimalloc::MiMalloc;
use serde_json::Value;
use tawatur::{
    Reader,
    capture::Document,
    claim::record::Claim,
    codebook,
    text::{clean, fold},
};
use tawatur_engine::{
    Ledger,
    intake::{self, Item},
    ledger::{Capture, Captured, RawStore, Writer},
    link::{Stems, stems},
    linkage,
    query::Session,
};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

type Failure = Box<dyn std::error::Error>;

/// Claims as likely as `add` keeps them.
const MIN_SCORE: f64 = 0.18;

/// Documents that are read to see how fast the machine is just now.
const PACED: usize = 800;

/// Questions over all claims.
const QUESTIONS: [(&str, &str); 4] = [
    ("claims by type", "SELECT type, count(*) FROM claims GROUP BY type"),
    (
        "claims by month and outlet",
        "SELECT date_trunc('month', published), outlet, count(*), avg(score) FROM claims GROUP BY 1, 2",
    ),
    (
        "newest claims of a kind",
        "SELECT document, claim FROM claims WHERE type = 'violence.kill' ORDER BY published DESC LIMIT 50",
    ),
    ("events with most origins", "SELECT event FROM events ORDER BY origins_low DESC, event LIMIT 50"),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let Some((folder, more)) = arguments.split_first() else {
        println!("skipped: name a folder of news (see the head of this file)");
        return ExitCode::SUCCESS;
    };
    match run(Path::new(folder), more) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path, more: &[String]) -> Result<(), Failure> {
    let times = more.first().map_or(Ok(10), |times| times.parse())?;
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codebooks/conflict");
    let reader = Reader::new(codebook::compile(&codebook::Sources::load(&home)?)?);
    let place = tempfile::tempdir()?;
    let begun = Instant::now();
    let sample = Sample::read(&reader, folder, &place.path().join("claims.jsonl"))?;
    println!(
        "{} documents with {} claims, read in {:.1} s on one thread; the most memory so far is {} MiB",
        sample.items.len(),
        sample.claims,
        begun.elapsed().as_secs_f64(),
        memory("VmHWM:")
    );
    let words = Words::of(&sample);
    println!("each stretch is put off by {} weeks more", words.weeks);
    let root = more.get(1).map_or_else(|| place.path().join("ledger"), PathBuf::from);
    let ledger = if root.exists() { Ledger::open(&root)? } else { Ledger::init(&root)? };
    let there: u64 = ledger.commits()?.iter().filter_map(|commit| commit.added.get("documents")).sum();
    let told = there as usize / sample.items.len();
    let mut writer = Writer::begin(&ledger, "growth", false)?;
    let basis = linkage::Basis::new(reader.codebook(), MIN_SCORE);
    let mut before = sample.pace(&reader);
    for stretch in told..told + times {
        let begun = Instant::now();
        sample.write(&mut writer, &words.stretch(stretch), stretch)?;
        let written = begun.elapsed();
        let (begun, worked) = (Instant::now(), cpu());
        let waiting = linkage::waiting(&Session::open(writer.ledger())?)?;
        let done = linkage::link(&mut writer, &basis, &waiting, |_| true)?;
        let (linked, worked) = (begun.elapsed(), cpu() - worked);
        let documents = sample.items.len();
        let took = (written + linked).as_secs_f64() * 1000.0 / documents as f64;
        let after = sample.pace(&reader);
        let reading = f64::midpoint(before, after);
        before = after;
        println!(
            "{:>8} documents: written {:.1} s, linked {:.1} s ({took:.1} ms a document, {:.2} times the {reading:.1} ms of reading one; \
             the processor worked {:.1} s on links), \
             {} copies, {} links, {} events; {} MiB on disk, {} MiB in memory, {} at most",
            documents * (stretch + 1),
            written.as_secs_f64(),
            linked.as_secs_f64(),
            took / reading,
            worked,
            done.copies,
            done.links,
            done.events,
            bytes(ledger.root())? >> 20,
            memory("VmRSS:"),
            memory("VmHWM:")
        );
        if (stretch + 1).is_power_of_two() || stretch + 1 == told + times || (stretch + 1) % 10 == 0 {
            ask(writer.ledger())?;
        }
    }
    Ok(())
}

/// How long each question takes, the best of three.
fn ask(ledger: &Ledger) -> Result<(), Failure> {
    let begun = Instant::now();
    let session = Session::open(&ledger.newest()?)?;
    let opened = begun.elapsed();
    let mut line = format!("{:>8} opened {:.0} ms", "", opened.as_secs_f64() * 1000.0);
    for (what, query) in QUESTIONS {
        let mut best = Duration::MAX;
        for _ in 0..3 {
            let begun = Instant::now();
            session.batches(query)?;
            best = best.min(begun.elapsed());
        }
        write!(line, "; {what} {:.0} ms", best.as_secs_f64() * 1000.0)?;
    }
    println!("{line}");
    Ok(())
}

/// News that was read. What was read waits in a file, so that the memory measured is the ledger's.
struct Sample {
    items: Vec<(Item, Document, &'static str)>,
    read: PathBuf,
    claims: usize,
}

impl Sample {
    fn read(reader: &Reader, folder: &Path, read: &Path) -> Result<Self, Failure> {
        let mut out = BufWriter::new(File::create(read)?);
        let mut worker = reader.worker();
        let (mut items, mut claims) = (Vec::new(), 0);
        for item in intake::items(&[folder.to_owned()], &intake::Options::default()) {
            let item = item?;
            let (document, extraction) = intake::document(&item, &reader.codebook().furniture)?;
            let found = worker.read(&document).claims;
            claims += found.len();
            serde_json::to_writer(&mut out, &found)?;
            out.write_all(b"\n")?;
            items.push((item, document, extraction));
        }
        out.flush()?;
        Ok(Self { items, read: read.to_owned(), claims })
    }

    /// Milliseconds that reading a document takes now, on as many threads as there are processors: the same texts each time.
    fn pace(&self, reader: &Reader) -> f64 {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let texts = &self.items[..self.items.len().min(PACED)];
        let next = AtomicUsize::new(0);
        let begun = Instant::now();
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let mut worker = reader.worker();
                    while let Some((_, document, _)) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
                        black_box(worker.read(document).claims.len());
                    }
                });
            }
        });
        begun.elapsed().as_secs_f64() * 1000.0 / texts.len().max(1) as f64
    }

    /// Writes it as a stretch of history, a thousand documents a commit.
    fn write(&self, writer: &mut Writer, words: &Stretch<'_>, stretch: usize) -> Result<(), Failure> {
        let lines = BufReader::new(File::open(&self.read)?).lines();
        for ((item, document, extraction), line) in self.items.iter().zip(lines) {
            let (text, moved) = words.rewrite(&document.text);
            let mut claims: Value = serde_json::from_str(&line?)?;
            words.rename(&mut claims, &text, &moved);
            let claims: Vec<Claim> = serde_json::from_value(claims)?;
            let mut item = item.clone();
            item.uri = format!("{}#{stretch}", item.uri);
            item.bytes = text.clone().into_bytes();
            item.hint.published = item.hint.published.map(|day| words.later(day));
            let mut document = document.clone();
            document.text = text;
            document.furniture = Vec::new();
            document.published = document.published.map(|(day, basis)| (words.later(day), basis));
            writer.ledger().raw().put(&RawStore::key(&item.bytes), &item.bytes)?;
            writer.push(Captured::new(&item, Capture::new(&item), &document, extraction, claims, Vec::new()));
            if writer.is_full() {
                writer.commit(None)?;
            }
        }
        writer.commit(None)?;
        Ok(())
    }
}

/// Stems of the sample by how much they say, each list in order.
struct Words {
    by_bits: BTreeMap<u32, Vec<String>>,
    place: HashMap<String, (u32, usize)>,
    /// Weeks between one stretch of history and the next.
    weeks: i64,
}

/// Weeks before and after its news that a stretch has for itself.
const ALONE: i32 = 6;

/// The fewest weeks by which news can be put off again and again, and never come near a week that has some.
fn apart(days: impl IntoIterator<Item = Date>) -> i64 {
    let since = |day: Date| (day - Date::constant(1970, 1, 1)).get_days() / 7;
    let weeks: BTreeSet<i32> =
        days.into_iter().map(since).flat_map(|week| week - ALONE..=week + ALONE).collect();
    let free =
        |apart: &i32| weeks.iter().map(|week| week % apart).collect::<BTreeSet<_>>().len() == weeks.len();
    i64::from((1..i32::from(i16::MAX)).find(free).unwrap_or(1))
}

impl Words {
    fn of(sample: &Sample) -> Self {
        let mut by_bits: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for (_, document, _) in &sample.items {
            for stem in stems(&document.text) {
                let bits = [&stem].into_iter().collect::<Stems>().bits();
                by_bits.entry(bits).or_default().push(stem);
            }
        }
        let mut place = HashMap::new();
        for (bits, stems) in &mut by_bits {
            stems.sort_unstable();
            stems.dedup();
            place.extend(stems.iter().cloned().enumerate().map(|(at, stem)| (stem, (*bits, at))));
        }
        let days = sample.items.iter().filter_map(|(_, document, _)| Some(document.published.as_ref()?.0));
        Self { by_bits, place, weeks: apart(days) }
    }

    fn stretch(&self, number: usize) -> Stretch<'_> {
        let others = self.by_bits.iter().map(|(&bits, stems)| (bits, shuffled(stems, number))).collect();
        Stretch { words: self, number, others }
    }
}

/// Words of one rarity in another order, by the number of the stretch. Each goes its own way: were they put on by so many
/// places together, whole sentences of two stretches would be the same wherever that comes out even.
fn shuffled(stems: &[String], number: usize) -> Vec<&str> {
    let mut others: Vec<&str> = stems.iter().map(String::as_str).collect();
    if number > 0 {
        others.sort_by_cached_key(|stem| {
            let mut hasher = DefaultHasher::new();
            (stem, number).hash(&mut hasher);
            hasher.finish()
        });
    }
    others
}

/// Another history.
struct Stretch<'w> {
    words: &'w Words,
    number: usize,
    /// What stands for each of the words of a rarity, in their order.
    others: BTreeMap<u32, Vec<&'w str>>,
}

impl Stretch<'_> {
    /// A text in other words, and where each of its code points went.
    fn rewrite(&self, text: &str) -> (String, Vec<usize>) {
        let (mut out, mut moved, mut length) = (String::new(), Vec::new(), 0);
        let chars: Vec<char> = text.chars().collect();
        for word in chars.chunk_by(|a, b| a.is_alphanumeric() == b.is_alphanumeric()) {
            let (head, old, new) = self.other(word).unwrap_or((word.len(), 0, String::new()));
            let added = new.chars().count();
            for at in 0..word.len() {
                // Within what was exchanged, a point keeps its place as far as there is one.
                let at = if at < head + old { at.min(head + added) } else { at + added - old };
                moved.push(length + at);
            }
            out.extend(&word[..head]);
            out += &new;
            out.extend(&word[head + old..]);
            length += word.len() + added - old;
        }
        moved.push(length);
        (out, moved)
    }

    /// What to put in place of a part of a word: code points before it and of it.
    fn other(&self, word: &[char]) -> Option<(usize, usize, String)> {
        let written: String = word.iter().collect();
        let folded = fold(&clean(&written));
        let stem = stems(&written).pop()?;
        let (before, after) = folded.split_once(&stem)?;
        let (bits, at) = self.words.place.get(&stem).filter(|_| self.number > 0)?;
        let other = self.others[bits][*at];
        if folded.chars().count() == word.len() {
            return Some((before.chars().count(), stem.chars().count(), other.to_owned()));
        }
        // Where folding takes marks away, nobody knows which of the points are the stem's.
        Some((0, word.len(), format!("{before}{other}{after}")))
    }

    fn later(&self, day: Date) -> Date {
        let weeks = i64::try_from(self.number).unwrap_or(i64::MAX).saturating_mul(self.words.weeks);
        day.saturating_add(weeks.weeks())
    }

    /// Claims of the text as it was, for the text as it is.
    fn rename(&self, value: &mut Value, text: &str, moved: &[usize]) {
        match value {
            Value::Array(values) => values.iter_mut().for_each(|value| self.rename(value, text, moved)),
            Value::Object(fields) => {
                let span = fields.get("span").and_then(Value::as_array).and_then(|span| {
                    let point =
                        |at: usize| span.get(at)?.as_u64().and_then(|at| moved.get(at as usize).copied());
                    Some([point(0)?, point(1)?])
                });
                for (name, value) in fields.iter_mut() {
                    match (name.as_str(), &*value) {
                        ("span", _) => {
                            if let Some(span) = span {
                                *value = span.to_vec().into();
                            }
                        }
                        ("text", _) => {
                            if let Some([start, end]) = span {
                                *value =
                                    text.chars().skip(start).take(end - start).collect::<String>().into();
                            }
                        }
                        ("id" | "entity", Value::String(id)) => {
                            *value = format!("{id}~{}", self.number).into();
                        }
                        ("start" | "end", Value::String(day)) => {
                            if let Ok(day) = day.parse() {
                                *value = self.later(day).to_string().into();
                            }
                        }
                        _ => self.rename(value, text, moved),
                    }
                }
            }
            _ => {}
        }
    }
}

/// The memory that this process has or, at most, had (by the name that the system gives it), in MiB; 0 where it does not say.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0_u64) >> 10
}

/// Seconds that processors worked for this process, 0 where the system does not say: other work beside it does not count.
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // What stands in brackets, the name, may have spaces; user and system time are the 12th and 13th after it, in hundredths.
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok());
    ticks.sum::<u64>() as f64 / 100.0
}

/// Bytes below a folder.
fn bytes(folder: &Path) -> std::io::Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        sum += if about.is_dir() { bytes(&entry.path())? } else { about.len() };
    }
    Ok(sum)
}
