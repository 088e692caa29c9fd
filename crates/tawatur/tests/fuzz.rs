//! The fuzz targets without a fuzzer: what they assert holds of their seeds and of thousands of mutations of them.
//!
//! `TAWATUR_FUZZ_SECONDS=600` mutates each target for so long instead; an input that fails is named by its bytes.

#![expect(clippy::unwrap_used, reason = "a test that fails by a panic says what is wrong")]

#[path = "../../../fuzz/invariants.rs"]
mod invariants;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use tawatur::Reader;
use tawatur::codebook::{Sources, compile};

/// Bytes that mean something to one of the stages, and that random ones would hardly hit.
const PIECES: &[&str] = &[
    "قُتِل",
    "مقاتلاً",
    "و",
    "ال",
    "ب\"",
    "«",
    "»",
    "“",
    "\"",
    ". ,",
    "..",
    "...",
    "…",
    "؟",
    "!",
    "،",
    ":",
    "(",
    ")",
    "د. ",
    "ص.ع.",
    "العربية.نت",
    "إي.بي.سي",
    "1. ",
    "3.5",
    "1,500",
    "١٬٥٠٠",
    "٣٫٥",
    "2٬",
    "2015",
    "3.5.2015",
    "10/7",
    "أمس",
    "قبل",
    "بعد",
    "الماضي",
    "المقبل",
    "يوم الثلاثاء",
    "شباط/فبراير",
    "رمضان 1436",
    "نهاية",
    "مطلع",
    "بين",
    "إلى",
    "من",
    "أكثر من",
    "أقل من",
    "ألف",
    "آلاف",
    "مليون",
    "مليار",
    "مئتي",
    "نصف",
    "ثلث",
    "بالمئة",
    "%",
    "مئات",
    "عشرات",
    "خمسة",
    "وعشرين",
    "أحد عشر",
    "سنوات",
    "أيام",
    "ساعة",
    "صفر",
    "999999999999999999999",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u{00A0}",
    "\u{0640}",
    "\u{064B}",
    "\u{0653}",
    "\u{0654}",
    "\u{0301}",
    "\u{0323}",
    "\u{200F}",
    "\u{200D}",
    "\u{202B}",
    "\u{FEFF}",
    "\u{FFFD}",
    "ﻻ",
    "ﷺ",
    "ﷲ",
    "ة",
    "ى",
    "ی",
    "ہ",
    "각",
    "ᄀ",
    "ᅡ",
    "ো",
    "🕊",
    "\0",
    "<p>",
    "</p>",
    "<meta charset=windows-1256>",
    "<script>",
    "&nbsp;",
    "&#x202B;",
    "<!--",
    "قالت وكالة رويترز إن",
    "نقلا عن ناشطين",
    "انشق",
    "قصف",
    "هاجم المسلحون",
];

/// A small generator of random numbers (xorshift), so that a failure comes again with its seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    /// One input made of another by a few changes.
    fn mutate(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(8) {
            let at = self.below(bytes.len() + 1);
            let end = (at + self.below(24)).min(bytes.len());
            match self.below(8) {
                0 => drop(bytes.drain(at..end)),
                1 => bytes.truncate(at),
                2 => bytes.splice(at..at, [self.below(256) as u8]).for_each(drop),
                3 => {
                    let copy = bytes[at..end].to_vec();
                    let there = self.below(bytes.len() + 1);
                    bytes.splice(there..there, copy).for_each(drop);
                }
                4 => {
                    let other = &seeds[self.below(seeds.len())];
                    let from = self.below(other.len() + 1);
                    let until = (from + self.below(80)).min(other.len());
                    bytes.splice(at..at, other[from..until].iter().copied()).for_each(drop);
                }
                _ => {
                    let piece = PIECES[self.below(PIECES.len())].bytes();
                    // At the start of a character, mostly, as text has it.
                    let at = (at..=bytes.len())
                        .find(|&i| bytes.get(i).is_none_or(|b| b & 0xC0 != 0x80))
                        .unwrap_or(at);
                    bytes.splice(at..at, piece).for_each(drop);
                }
            }
        }
        bytes.truncate(4096);
        bytes
    }
}

/// Runs a target on its seeds and on mutations of them, at least `count`.
fn run(target: &str, count: usize, mut check: impl FnMut(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut seeds: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    assert!(!seeds.is_empty(), "{} is empty", folder.display());
    let mut checked = |bytes: &[u8]| {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| check(bytes))) {
            eprintln!("{target} fails on {:?} ({bytes:x?})", String::from_utf8_lossy(bytes));
            std::panic::resume_unwind(panic);
        }
    };
    for seed in &seeds {
        checked(seed);
    }
    let seconds = std::env::var("TAWATUR_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok());
    let until = seconds.map(|s| Instant::now() + Duration::from_secs(s));
    // Another time, other inputs; without a time, always the same.
    let mut dice = Dice(seconds.map_or(0x9E37_79B9_7F4A_7C15, |_| std::process::id().into()).max(1));
    let mut done = 0;
    while until.map_or(done < count, |until| Instant::now() < until) {
        let bytes = dice.mutate(&seeds);
        checked(&bytes);
        done += 1;
        // What was made of the seeds is changed further, a little of it.
        if dice.below(50) == 0 && seeds.len() < 500 {
            seeds.push(bytes);
        }
    }
    if until.is_some() {
        eprintln!("{target}: {done} inputs");
    }
}

#[test]
fn any_text_is_normalised_tokenised_and_segmented() {
    run("text", 4000, invariants::text);
}

#[test]
fn numbers_and_dates_of_any_text_are_in_order() {
    run("values", 4000, invariants::values);
}

#[test]
fn any_bytes_are_captured_and_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codebooks/conflict");
    let reader = Reader::new(compile(&Sources::load(&folder).unwrap()).unwrap());
    let mut worker = reader.worker();
    run("document", 1000, |bytes| invariants::document(&mut worker, bytes));
}
