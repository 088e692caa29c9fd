//! Arabic names in Latin letters, as the slugs of addresses and handles have them: `samer-al-khalil`, `SamirKhaleel`.
//!
//! Nobody agrees on the vowels, so consonants are compared, each by the letters that stand for it. The comparison is
//! loose: a slug that merely resembles a name is withheld, which costs little.

use std::ops::Range;

/// Words of Latin letters that are the article or join the parts of a name.
const JOINING: &[&str] =
    &["al", "el", "il", "ul", "ad", "ar", "as", "ash", "at", "az", "an", "bin", "ben", "ibn", "bint"];
/// A name of one word needs so many consonants to be known by them.
const ALONE: usize = 3;

/// The consonants of a Latin word.
fn consonants(word: &str) -> String {
    let letters: Vec<char> = word.to_lowercase().chars().map(plain).collect();
    let mut out = String::with_capacity(letters.len());
    let mut last = None;
    let mut at = 0;
    while at < letters.len() {
        let next = letters.get(at + 1).copied();
        let (sound, taken) = match (letters[at], next) {
            ('k', Some('h')) => (Some('x'), 2),
            ('s' | 'c', Some('h')) => (Some('c'), 2),
            ('t' | 'd', Some('h')) => (Some(if letters[at] == 't' { 't' } else { 'd' }), 2),
            ('p', Some('h')) => (Some('f'), 2),
            ('g', Some('h')) | ('d', Some('j')) => (Some('g'), 2),
            ('j' | 'g', _) => (Some('g'), 1),
            ('k' | 'q' | 'c', _) => (Some('k'), 1),
            ('b' | 'p', _) => (Some('b'), 1),
            ('f' | 'v', _) => (Some('f'), 1),
            ('h' | '7', _) => (Some('h'), 1),
            ('x' | '5', _) => (Some('x'), 1),
            (c @ ('d' | 't' | 'r' | 's' | 'z' | 'l' | 'm' | 'n'), _) => (Some(c), 1),
            _ => (None, 1),
        };
        // A doubled letter is one: Mohammad.
        if let Some(sound) = sound
            && last != Some(sound)
        {
            out.push(sound);
        }
        last = sound;
        at += taken;
    }
    // Fatimah, Fatima
    if out.len() > 1 && letters.last() == Some(&'h') && out.ends_with('h') {
        out.pop();
    }
    out
}

/// A Latin letter without its accents, of those that transcriptions use.
fn plain(letter: char) -> char {
    match letter {
        'ḥ' | 'ħ' | 'ẖ' => 'h',
        'ḫ' => 'x',
        'ṣ' | 'š' | 'ş' => 's',
        'ḍ' | 'ḏ' => 'd',
        'ṭ' | 'ṯ' => 't',
        'ẓ' => 'z',
        'ġ' | 'ğ' => 'g',
        'ç' => 'c',
        other => other,
    }
}

/// The consonants that a folded Arabic letter may be written with; the first are the usual ones.
fn written(letter: char) -> &'static [&'static str] {
    match letter {
        'ب' => &["b"],
        'ت' | 'ط' => &["t"],
        'ث' => &["t", "s"],
        'ج' => &["g"],
        'ح' | 'ه' => &["h"],
        'خ' => &["x", "k", "h"],
        'د' => &["d"],
        'ذ' | 'ض' | 'ظ' => &["d", "z"],
        'ر' => &["r"],
        'ز' => &["z"],
        'س' | 'ص' => &["s"],
        'ش' => &["c", "s"],
        'غ' => &["g", "r"],
        'ف' => &["f"],
        'ق' => &["k", "g"],
        'ك' => &["k"],
        'ل' => &["l"],
        'م' => &["m"],
        'ن' => &["n"],
        // Vowels, glides, ayn and hamza.
        _ => &[""],
    }
}

/// At most so many ways to write one word are tried.
const WAYS: usize = 64;

/// The consonants of a folded Arabic word, in every way it may be written.
fn ways(word: &str) -> Vec<String> {
    let mut ways = vec![String::new()];
    let bare = super::name::without_article(word);
    let last = bare.chars().count().saturating_sub(1);
    for (at, letter) in bare.chars().enumerate() {
        // The ta marbuta, folded to ha.
        if at == last && letter == 'ه' && at > 1 {
            continue;
        }
        let letters = written(letter);
        let many = ways.len() * letters.len() > WAYS;
        ways = if many {
            ways.into_iter().map(|w| w + letters[0]).collect()
        } else {
            ways.iter().flat_map(|w| letters.iter().map(move |l| format!("{w}{l}"))).collect()
        };
    }
    ways
}

/// A name as it may stand in Latin letters.
#[derive(Clone, Debug)]
pub struct Latin {
    /// Ways to write each of its words, those that join left out.
    words: Vec<Vec<String>>,
}

impl Latin {
    /// Of folded Arabic words.
    pub fn new(words: &[String]) -> Self {
        let telling = |w: &&String| !matches!(w.as_str(), "بن" | "ابن" | "ال" | "بنت");
        let words = words.iter().filter(telling).map(|w| ways(w)).collect();
        Self { words }
    }

    /// Whether a run of Latin words has it: all of its words in a row, parted or joined, or one that is telling enough.
    fn is_in(&self, run: &[String], glued: bool) -> bool {
        let alone = |way: &String| {
            way.len() >= ALONE && run.iter().any(|w| w == way || glued && w.contains(way.as_str()))
        };
        if self.words.iter().flatten().any(alone) {
            return true;
        }
        if self.words.len() < 2 {
            return false;
        }
        // Joined, the consonants of all words follow each other; a word begins where one of the run does.
        (0..run.len()).any(|start| {
            let whole: String = run[start..].concat();
            let mut rest = vec![whole.as_str()];
            for ways in &self.words {
                rest = rest
                    .iter()
                    .flat_map(|r| {
                        ways.iter().flat_map(move |w| {
                            // The article may be written with the word.
                            let direct = r.strip_prefix(w.as_str());
                            let article = r.strip_prefix('l').and_then(|r| r.strip_prefix(w.as_str()));
                            [direct, article].into_iter().flatten()
                        })
                    })
                    .collect();
                rest.sort_unstable();
                rest.dedup();
            }
            let consonants: usize = self.words.iter().filter_map(|w| w.first()).map(String::len).sum();
            consonants >= ALONE && !rest.is_empty()
        })
    }
}

/// Whether Latin words of a text, a slug or a handle have one of the names.
pub fn named(text: &str, names: &[Latin]) -> bool {
    if names.is_empty() {
        return false;
    }
    let mut words: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’') {
        // SamerKhalil is two words.
        let mut from = 0;
        let letters: Vec<(usize, char)> = word.char_indices().collect();
        for pair in letters.windows(2) {
            if pair[0].1.is_lowercase() && pair[1].1.is_uppercase() {
                words.push(word[from..pair[1].0].to_owned());
                from = pair[1].0;
            }
        }
        words.push(word[from..].to_owned());
    }
    let latin = |w: &String| {
        w.chars().any(|c| c.is_alphabetic() && !('\u{0600}'..='\u{06FF}').contains(&c))
            && !JOINING.contains(&w.to_lowercase().as_str())
    };
    let run: Vec<String> =
        words.iter().filter(|w| latin(w)).map(|w| consonants(w)).filter(|w| !w.is_empty()).collect();
    let article: Vec<String> = run.iter().map(|w| w.strip_prefix('l').unwrap_or(w).to_owned()).collect();
    let glued = words.iter().filter(|w| latin(w)).count() == 1;
    !run.is_empty() && names.iter().any(|n| n.is_in(&run, glued) || n.is_in(&article, glued))
}

/// Runs of Latin letters and digits, as bytes.
pub fn latin_words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text.char_indices() {
        let latin = letter.is_ascii_alphanumeric()
            || matches!(letter, '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}');
        if latin {
            match words.last_mut() {
                Some(last) if last.end == at => last.end = at + letter.len_utf8(),
                _ => words.push(at..at + letter.len_utf8()),
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::name::words;
    use super::*;

    fn has(name: &str, text: &str) -> bool {
        named(text, &[Latin::new(&words(name))])
    }

    #[test]
    fn names_are_known_by_their_consonants() {
        for (name, text) in [
            ("سامر الخليل", "interview-with-samer-al-khalil-in-aleppo"),
            ("سامر الخليل", "samir_elkhaleel"),
            ("سامر الخليل", "SamerKhalil"),
            ("سامر الخليل", "samerkhalil"),
            ("محمد علي", "mohammed-ali"),
            ("أحمد الشريف", "ahmad-ashsharif"),
            ("أحمد الشريف", "Ahmed Cherif"),
            ("عبد الرحمن قاسم", "abdulrahman-qassem"),
            ("عبدالله غانم", "abdallah-ghanem"),
            ("فاطمة الضاهر", "fatimah-al-daher"),
            ("يوسف ذياب", "Yusuf Dhiyab"),
        ] {
            assert!(has(name, text), "{name} in {text}");
        }
    }

    #[test]
    fn other_words_are_left() {
        for text in ["news", "2024/05/10", "aleppo-airstrike-kills-14", "index.html", ""] {
            assert!(!has("سامر الخليل", text), "{text}");
        }
    }
}
