//! Planted reuse: texts of invented words, into which passages of others are put, changed as writers change them.

use std::collections::BTreeSet;

use tawatur::claim::record::CodePoints;

use super::{key::mix, *};

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        (mix(self.0) % limit as u64) as usize
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// A word, number or function word.
fn word(dice: &mut Dice) -> String {
    const LETTERS: [char; 24] = [
        'ب', 'ت', 'ج', 'ح', 'د', 'ر', 'س', 'ش', 'ص', 'ط', 'ع', 'ق', 'ك', 'ل', 'م', 'ن', 'ه', 'ا', 'و', 'ي',
        'أ', 'ة', 'ى', 'ئ',
    ];
    const FUNCTION: [&str; 6] = ["في", "من", "على", "إلى", "عن", "أن"];
    match dice.below(12) {
        0 => (dice.below(80) + 12).to_string(),
        1 | 2 => FUNCTION[dice.below(FUNCTION.len())].to_owned(),
        _ => (0..3 + dice.below(4)).map(|_| LETTERS[dice.below(LETTERS.len())]).collect(),
    }
}

fn sentence(dice: &mut Dice) -> Vec<String> {
    (0..9 + dice.below(12)).map(|_| word(dice)).collect()
}

/// A word as another outlet writes it.
fn respelled(word: &str, dice: &mut Dice) -> String {
    let folded: String = word.chars().map(tawatur::text::fold_char).collect();
    match dice.below(3) {
        0 => folded,
        1 => folded.chars().flat_map(|c| [c, 'ـ']).collect(), // U+0640 TATWEEL
        _ => word.chars().flat_map(|c| [c, '\u{064E}']).collect(), // FATHA
    }
}

/// A sentence as it is taken over, a few words left out or replaced, and a conjunction before it.
fn changed(sentence: &[String], dice: &mut Dice) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in sentence {
        let number = word.parse::<u32>();
        match dice.below(30) {
            0 => {}
            1 => words.push(super::planted::word(dice)),
            _ if number.is_ok() && dice.one_in(2) => words.extend(number.map(|n| (n + 5).to_string())),
            _ if number.is_err() && dice.one_in(4) => words.push(respelled(word, dice)),
            _ => words.push(word.clone()),
        }
    }
    if let Some(first) = words.first_mut()
        && dice.one_in(2)
    {
        first.insert(0, 'و');
    }
    words
}

/// A pair of texts, and what of either was planted.
struct Planted {
    texts: [String; 2],
    spans: [Vec<CodePoints>; 2],
}

fn put(text: &mut String, words: &[String]) -> CodePoints {
    let start = text.chars().count();
    text.push_str(&words.join(" "));
    let end = text.chars().count();
    text.push_str(". ");
    [start, end]
}

/// Blocks of sentences of the first text stand in the second, in any order, among sentences of its own.
fn planted(seed: u64) -> Planted {
    let mut dice = Dice(seed);
    let mut pair = Planted { texts: [String::new(), String::new()], spans: [Vec::new(), Vec::new()] };
    let [one, two] = &mut pair.texts;
    let mut parts: Vec<Vec<(bool, CodePoints, Vec<String>)>> = Vec::new();
    for _ in 0..=dice.below(3) {
        for _ in 0..dice.below(3) {
            let own = sentence(&mut dice);
            put(one, &own);
        }
        let block = (0..=dice.below(4)).map(|_| {
            let taken = sentence(&mut dice);
            let span = put(one, &taken);
            (true, span, changed(&taken, &mut dice))
        });
        parts.push(block.collect());
    }
    for _ in 0..dice.below(4) {
        let at = dice.below(parts.len() + 1);
        parts.insert(at, vec![(false, [0, 0], sentence(&mut dice))]);
    }
    let turned = dice.below(parts.len());
    parts.rotate_left(turned);
    for (taken, from, words) in parts.into_iter().flatten() {
        let span = put(two, &words);
        if taken {
            pair.spans[0].push(from);
            pair.spans[1].push(span);
        }
    }
    pair
}

fn letters(text: &str, spans: &[CodePoints]) -> BTreeSet<usize> {
    let letters: Vec<bool> = text.chars().map(char::is_alphanumeric).collect();
    spans.iter().flat_map(|s| s[0]..s[1]).filter(|&at| letters[at]).collect()
}

fn prepared(text: &str, day: i8) -> Prepared {
    let published = Some(Published::Day(jiff::civil::date(2024, 5, day)));
    Prepared::new(&Source { text, published, ..Source::default() }, &Credits::default())
}

#[test]
fn planted_passages_are_found_to_the_character_and_the_earlier_text_is_the_original() {
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    for seed in 0..150 {
        let pair = planted(seed);
        let [a, b] = [prepared(&pair.texts[0], 3), prepared(&pair.texts[1], 4)];
        let copy = compare(&a, &b);
        let passages = copy.as_ref().map_or(&[][..], |copy| &copy.passages);
        for side in 0..2 {
            let spans: Vec<CodePoints> = passages.iter().map(|p| p.spans[side]).collect();
            let have = letters(&pair.texts[side], &spans);
            let want = letters(&pair.texts[side], &pair.spans[side]);
            right += have.intersection(&want).count();
            found += have.len();
            wanted += want.len();
        }
        if let Some(copy) = copy {
            assert_eq!(
                (copy.direction.from, copy.direction.rule),
                (Some(Side::A), Rule::Time),
                "seed {seed}"
            );
        }
    }
    let f1 = 2.0 * f64::from(right as u32) / f64::from((found + wanted) as u32);
    assert!(f1 >= 0.95, "{f1}");
}

#[test]
fn texts_with_nothing_planted_share_nothing() {
    for seed in 0..60 {
        let [one, two] = [planted(seed), planted(seed + 1000)].map(|pair| prepared(&pair.texts[0], 3));
        assert_eq!(compare(&one, &two), None, "seed {seed}");
    }
}

#[test]
fn a_long_run_shares_a_key_whatever_stands_around_it() {
    for seed in 0..200 {
        let mut dice = Dice(seed);
        let run: Vec<String> = (0..40).map(|_| word(&mut dice)).collect();
        let around = |dice: &mut Dice| {
            let (before, after) = (sentence(dice), sentence(dice));
            prepared(&format!("{} {} {}", before.join(" "), run.join(" "), after.join(" ")), 3)
        };
        let hashes = |text: &Prepared| text.keys().iter().map(|k| k.hash).collect::<BTreeSet<u64>>();
        let [one, two] = [around(&mut dice), around(&mut dice)].map(|text| hashes(&text));
        assert!(!one.is_disjoint(&two), "seed {seed}");
    }
}
