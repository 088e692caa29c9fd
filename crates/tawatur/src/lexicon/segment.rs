//! Segments: the clitics of a token and what stands between them, as Universal Dependencies cut Arabic: و ف ب ل ك س
//! before it and pronouns after it are segments of their own, the article is not.

use super::{Proclitics, Reading, State, particle::is_function_word};

/// Pronouns that may be attached, longer ones first.
const PRONOUNS: &[&str] = &["هما", "كما", "هم", "هن", "ها", "كم", "كن", "نا", "ني", "ه", "ك", "ي"];

/// Where a word is cut: the lengths of its segments, in bytes of its clean spelling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cuts {
    /// Lengths of what stands before the stem.
    clitics: [u8; 4],
    /// How many of them there are.
    before: u8,
    /// Length of what stands after it, 0 for nothing.
    pronoun: u8,
}

impl Cuts {
    /// A word that is not cut.
    pub fn whole() -> Self {
        Self::default()
    }

    /// Adds a segment before the stem.
    fn clitic(&mut self, bytes: usize) {
        if let Some(clitic) = self.clitics.get_mut(usize::from(self.before)) {
            *clitic = bytes as u8;
            self.before += 1;
        }
    }

    /// Sets what stands after the stem.
    pub(super) fn pronoun(&mut self, bytes: usize) {
        self.pronoun = bytes as u8;
    }

    /// Takes a clitic of these bytes off the front of `rest`.
    fn take<'a>(&mut self, rest: &'a str, bytes: usize) -> &'a str {
        self.clitic(bytes);
        &rest[bytes..]
    }

    /// The segments of the clean word that was cut; together they spell it.
    pub fn segments<'a>(&self, clean: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        let mut rest = clean;
        let mut segments = [""; 6];
        let mut count = 0;
        let lengths = self.clitics[..usize::from(self.before)].iter().map(|&l| usize::from(l));
        for length in lengths.chain([self.stem_of(clean).len(), usize::from(self.pronoun)]) {
            let (segment, after) = rest.split_at(length);
            if !segment.is_empty() {
                segments[count] = segment;
                count += 1;
            }
            rest = after;
        }
        segments.into_iter().take(count)
    }

    /// The stem of the clean word that was cut.
    pub fn stem_of<'a>(&self, clean: &'a str) -> &'a str {
        let before: usize = self.clitics[..usize::from(self.before)].iter().map(|&l| usize::from(l)).sum();
        &clean[before..clean.len() - usize::from(self.pronoun)]
    }

    /// Whether there is a pronoun after the stem.
    pub fn has_pronoun(&self) -> bool {
        self.pronoun > 0
    }

    /// The cuts of a clean token under a reading.
    pub fn of_reading(clean: &str, reading: &Reading) -> Self {
        let mut cuts = Self::default();
        let mut rest = clean;
        for (proclitic, letter) in [
            (Proclitics::WA, 'و'),
            (Proclitics::FA, 'ف'),
            (Proclitics::BI, 'ب'),
            (Proclitics::LI, 'ل'),
            (Proclitics::KA, 'ك'),
            (Proclitics::SA, 'س'),
        ] {
            if reading.proclitics.has(proclitic) && rest.starts_with(letter) {
                rest = cuts.take(rest, letter.len_utf8());
            }
        }
        // للـ is ل before the article, whose alef is not written.
        if reading.features.state == Some(State::Definite) && rest.starts_with("لل") {
            rest = cuts.take(rest, 'ل'.len_utf8());
        }
        let pronoun = PRONOUNS.iter().filter(|_| reading.features.enclitic);
        if let Some(pronoun) = pronoun.into_iter().find(|p| rest.len() > p.len() && rest.ends_with(**p)) {
            cuts.pronoun(pronoun.len());
        }
        cuts
    }

    /// The cuts of a word that carries so many clitics of a letter before it.
    pub fn after(clitics: usize, clean: &str) -> Self {
        let mut cuts = Self::default();
        for letter in clean.chars().take(clitics) {
            cuts.clitic(letter.len_utf8());
        }
        cuts
    }

    /// The cuts of a function word: وبأنها is و+ب+أن+ها.
    pub fn of_particle(clean: &str) -> Self {
        let mut cuts = Self::default();
        let mut rest = clean;
        if let Some(after) = rest.strip_prefix(['و', 'ف']).filter(|a| fused(a).is_some()) {
            rest = cuts.take(rest, rest.len() - after.len());
        }
        if let Some(first) = fused(rest) {
            cuts.take(rest, first);
            return cuts;
        }
        while let Some(after) = rest.strip_prefix(BEFORE) {
            // What is left must be a function word, with its pronoun or without.
            let word =
                after.chars().count() >= 2 && (is_function_word(after) || pronoun_after(after).is_some());
            if WHOLE.contains(&rest) || !word {
                break;
            }
            rest = cuts.take(rest, rest.len() - after.len());
        }
        if let Some((_, pronoun)) = pronoun_after(rest).filter(|_| !WHOLE.contains(&rest)) {
            cuts.pronoun(pronoun.len());
        }
        cuts
    }
}

/// Letters that may stand before a function word.
const BEFORE: &[char] = &['و', 'ف', 'ب', 'ل', 'ك'];

/// Function words that only look as if they began with a clitic or ended in a pronoun.
const WHOLE: &[&str] = &[
    "لكن",
    "كما",
    "لما",
    "كان",
    "لان",
    "فيما",
    "بينما",
    "عندما",
    "لكي",
    "كلا",
    "لذلك",
    "فحسب",
    "بيد",
    "واحد",
    "كلي",
];

/// Function words that are two words written as one: how many bytes the first has.
fn fused(word: &str) -> Option<usize> {
    match word {
        "بشأن" | "بسبب" | "بفعل" | "بفضل" | "لصالح" | "بحق" | "بما" | "بلا" | "ممن" | "باسم" | "عما"
        | "عمن" | "لمدة" | "لأول" => Some(2),
        _ => None,
    }
}

/// Function words that a pronoun may be attached to, as they are spelled before it.
const TAKES_PRONOUN: &[&str] = &[
    "ل",
    "ب",
    "من",
    "عن",
    "في",
    "إلي",
    "الي",
    "علي",
    "مع",
    "لدي",
    "بين",
    "أن",
    "إن",
    "ان",
    "لكن",
    "كأن",
    "عند",
    "بعد",
    "قبل",
    "ضد",
    "حول",
    "خلال",
    "دون",
    "أمام",
    "وراء",
    "تحت",
    "فوق",
    "نحو",
    "كل",
    "بعض",
    "جميع",
    "معظم",
    "لعل",
    "ليت",
    "كلي",
    "كلا",
    "غير",
    "حوالي",
    "إيا",
    "أحد",
    "إحدى",
    "منذ",
    "أثناء",
    "جراء",
    "بفضل",
    "سوى",
    "مثل",
    "عبر",
    "داخل",
    "خارج",
    "وسط",
    "أي",
    "ضمن",
    "خلف",
    "لأن",
    "بأن",
    "تجاه",
];

/// A function word and its pronoun: عليه, أنها, به.
pub(super) fn pronoun_after(word: &str) -> Option<(&str, &'static str)> {
    PRONOUNS.iter().find_map(|&pronoun| {
        let stem = word.strip_suffix(pronoun)?;
        TAKES_PRONOUN.contains(&stem).then_some((stem, pronoun))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_are_cut_into_clitics_word_and_pronoun() {
        for (word, cut) in [
            ("أنه", "أن+ه"),
            ("وبأنها", "و+ب+أن+ها"),
            ("فيها", "في+ها"),
            ("وفي", "و+في"),
            ("وهم", "و+هم"),
            ("لهم", "ل+هم"),
            ("لهذا", "ل+هذا"),
            ("كما", "كما"),
            ("لكن", "لكن"),
            ("ولكنهم", "و+لكن+هم"),
            ("لأننا", "ل+أن+نا"),
            ("أمامهم", "أمام+هم"),
            ("بما", "ب+ما"),
            ("عما", "ع+ما"),
            ("منذ", "منذ"),
            ("بين", "بين"),
            ("لذلك", "لذلك"),
        ] {
            let cuts = Cuts::of_particle(word);
            assert_eq!(cuts.segments(word).collect::<Vec<_>>().join("+"), cut);
        }
    }
}
