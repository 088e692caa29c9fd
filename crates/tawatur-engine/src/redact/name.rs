//! Names in Arabic letters, found however they are spelled: with clitics, with another hamza or alef, joined or apart,
//! with a case of the kunya (أبو, أبا, أبي), in a hashtag, over a line's end.
//!
//! A name of several words is compared by a key that leaves out what writers disagree about; two words in a row with
//! the same key as a name are that name, for all that matters here. One word alone is compared folded.

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use tawatur::text::{Folded, Layers, Span};

/// A name has at most so many words, and a joined one so many tokens.
const WORDS: usize = 8;
/// Between two words of a name stand at most so many bytes that are no letters.
const GAP: usize = 6;

/// A text cut into words: runs of letters of one script.
pub struct Cut<'a> {
    text: &'a str,
    layers: Layers,
    words: Vec<Range<usize>>,
}

impl<'a> Cut<'a> {
    /// Cuts a text.
    pub fn new(text: &'a str) -> Self {
        let layers = Layers::new(text);
        let mut words: Vec<Range<usize>> = Vec::new();
        let mut before = None;
        for (at, letter) in layers.folded().char_indices() {
            let kind = letter.is_alphanumeric().then(|| Script::of(letter));
            let end = at + letter.len_utf8();
            match (kind, words.last_mut()) {
                (Some(_), Some(last)) if kind == before && last.end == at => last.end = end,
                (Some(_), _) => words.push(at..end),
                _ => {}
            }
            before = kind;
        }
        Self { text, layers, words }
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// A word in the folded layer.
    pub fn folded(&self, at: usize) -> &str {
        self.layers.folded().get(self.words[at].clone()).unwrap_or_default()
    }

    /// A word in the clean layer.
    pub fn clean(&self, at: usize) -> &str {
        self.layers.clean().get(self.words[at].clone()).unwrap_or_default()
    }

    /// What stands between a word and the one before it, in the clean layer.
    pub fn gap(&self, at: usize) -> &str {
        let from = if at == 0 { 0 } else { self.words[at - 1].end };
        &self.layers.clean()[from..self.words[at].start]
    }

    /// Bytes of the text from a word, less its first letters, to another.
    pub fn bytes(&self, from: usize, skip: usize, to: usize) -> Range<usize> {
        let first = &self.words[from];
        let letters: usize = self.folded(from).chars().take(skip).map(char::len_utf8).sum();
        let folded: Span<Folded> = Span::new(first.start + letters, self.words[to].end);
        let span = self.layers.to_doc(Layers::unfold(folded), self.text);
        span.start()..span.end()
    }

    /// The words that lie, at least in part, in bytes of the text.
    pub fn within(&self, bytes: &Range<usize>) -> Range<usize> {
        let clean = self.layers.to_clean(Span::new(bytes.start, bytes.end));
        let start = self.words.partition_point(|w| w.end <= clean.start());
        let end = self.words.partition_point(|w| w.start < clean.end());
        start..end.max(start)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Arabic,
    Digit,
    Other,
}

impl Script {
    fn of(letter: char) -> Self {
        match letter {
            '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' => Self::Arabic,
            c if c.is_numeric() => Self::Digit,
            _ => Self::Other,
        }
    }
}

/// Ways to take a folded word: how many letters before it are attached, and the word.
pub fn bare(folded: &str) -> impl Iterator<Item = (usize, Cow<'_, str>)> {
    let conjunctions = [0, usize::from(folded.starts_with(['و', 'ف']))];
    let starts = if conjunctions[1] == 0 { &conjunctions[..1] } else { &conjunctions[..] };
    let starts: Vec<usize> = starts.to_vec();
    starts.into_iter().flat_map(move |skip| {
        let rest = after(folded, skip);
        let mut ways = vec![(skip, Cow::Borrowed(rest))];
        if rest.starts_with(['ب', 'ل', 'ك']) {
            let name = after(rest, 1);
            ways.push((skip + 1, Cow::Borrowed(name)));
            // للخليل is ل and الخليل: the article has lost its alef.
            if rest.starts_with("لل") {
                ways.push((skip + 1, Cow::Owned(format!("ا{name}"))));
            }
        }
        ways.into_iter().filter(|(_, word)| word.chars().count() > 1)
    })
}

fn after(word: &str, letters: usize) -> &str {
    let bytes: usize = word.chars().take(letters).map(char::len_utf8).sum();
    &word[bytes..]
}

/// A folded word without the article.
pub fn without_article(word: &str) -> &str {
    word.strip_prefix("ال").filter(|rest| rest.chars().count() > 1).unwrap_or(word)
}

/// What is compared of one word of a name.
fn key(word: &str) -> String {
    if let Some(rest) = word.strip_prefix("عبدال").filter(|r| r.chars().count() > 1) {
        return format!("عبد{}", inner(rest));
    }
    match word {
        "ابا" | "ابي" => "ابو".to_owned(),
        "ابن" => "بن".to_owned(),
        _ => inner(without_article(word)),
    }
}

/// Without the letters that come and go: alef within (رحمن, رحمان), hamza alone, and a doubled waw or ya (داود, داوود).
fn inner(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    for (at, letter) in word.chars().enumerate() {
        let doubled = matches!(letter, 'و' | 'ي') && key.ends_with(letter);
        if at > 0 && matches!(letter, 'ا' | 'ء') || doubled {
            continue;
        }
        key.push(letter);
    }
    if key.chars().count() < 2 { word.to_owned() } else { key }
}

/// The keys of a name of several folded words: as they stand, and written in one, with and without articles.
pub fn keys(words: &[String]) -> Vec<String> {
    let apart: String = words.iter().map(|w| key(w)).collect();
    let joined = key(&words.concat());
    let bare = key(&words.iter().map(|w| without_article(w)).collect::<String>());
    let mut keys = vec![apart, joined, bare];
    keys.dedup();
    keys
}

/// The one key by which a name is known.
pub fn canonical(words: &[String]) -> String {
    words.iter().map(|w| key(w)).collect()
}

/// First and last of a name of more than two words: سامر عدنان خليل is also سامر خليل.
pub fn short(words: &[String]) -> Option<Vec<String>> {
    let opens =
        |w: &String| matches!(w.as_str(), "ابو" | "ابا" | "ابي" | "ام" | "عبد" | "ابن" | "بن" | "بنت" | "ال");
    let [first, .., last] = words else { return None };
    let parts = words.len();
    (parts > 2 && !opens(first) && !opens(&words[parts - 2])).then(|| vec![first.clone(), last.clone()])
}

/// Two words of a longer name by which somebody may be called: the kunya, and a name made with عبد.
pub fn pairs(words: &[String]) -> impl Iterator<Item = Vec<String>> {
    words
        .windows(2)
        .filter(|_| words.len() > 2)
        .filter(|pair| matches!(pair[0].as_str(), "ابو" | "ابا" | "ابي" | "ام" | "عبد"))
        .map(<[String]>::to_vec)
        .chain(short(words))
}

/// The words of a name by which somebody may be called alone.
pub fn alone(words: &[String]) -> impl Iterator<Item = &str> {
    let opens = |w: &str| {
        matches!(w, "ابو" | "ابا" | "ابي" | "ام" | "عبد" | "ابن" | "بن" | "بنت" | "ال" | "الدين" | "الله")
    };
    words.iter().enumerate().filter_map(move |(at, word)| {
        let after_abd = at > 0 && words[at - 1] == "عبد";
        (!opens(word) && !after_abd && without_article(word).chars().count() > 2).then_some(word.as_str())
    })
}

/// Names to look for, each with what it stands for.
#[derive(Clone, Debug, Default)]
pub struct Names {
    several: BTreeMap<String, String>,
    single: BTreeMap<String, String>,
}

impl Names {
    /// Adds a name by its folded words; of two that have the same key the first stands.
    pub fn add(&mut self, words: &[String], stands_for: &str) {
        if words.len() < 2 {
            return;
        }
        for key in keys(words) {
            self.several.entry(key).or_insert_with(|| stands_for.to_owned());
        }
    }

    /// Adds a name of one folded word.
    pub fn add_single(&mut self, word: &str, stands_for: &str) {
        self.single.entry(without_article(word).to_owned()).or_insert_with(|| stands_for.to_owned());
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.several.is_empty() && self.single.is_empty()
    }

    /// The first name at a word: letters attached before it, its last word, and what it stands for; the longest.
    pub fn at(&self, cut: &Cut<'_>, start: usize) -> Option<(usize, usize, &str)> {
        let mut best: Option<(usize, usize, &str)> = None;
        for (skip, word) in bare(cut.folded(start)) {
            let mut whole = key(&word);
            for end in start..cut.len().min(start + WORDS) {
                if end > start {
                    if cut.gap(end).len() > GAP
                        || cut.gap(end).contains(['.', '؟', '!']) && cut.gap(end).contains(' ')
                    {
                        break;
                    }
                    whole.push_str(&key(cut.folded(end)));
                }
                if let Some(stands_for) = self.several.get(&whole)
                    && best.is_none_or(|(_, last, _)| end > last)
                {
                    best = Some((skip, end, stands_for));
                }
            }
        }
        // على (upon) is not علي, though folding makes them one; in a longer name it may be a slip for it.
        if cut.clean(start).ends_with('ى') && matches!(cut.folded(start), "علي" | "الي" | "وعلي" | "والي")
        {
            return best;
        }
        best.or_else(|| {
            bare(cut.folded(start)).find_map(|(skip, word)| {
                let word = without_article(&word);
                // محمدا: the ending of the accusative.
                let found = self.single.get(word).or_else(|| self.single.get(word.strip_suffix('ا')?))?;
                Some((skip, start, found.as_str()))
            })
        })
    }

    /// Every name of a text, in order and apart: bytes, and what it stands for.
    pub fn find<'n>(&'n self, cut: &Cut<'_>) -> Vec<(Range<usize>, &'n str)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < cut.len() && !self.is_empty() {
            match self.at(cut, at) {
                Some((skip, end, stands_for)) => {
                    found.push((cut.bytes(at, skip, end), stands_for));
                    at = end + 1;
                }
                None => at += 1,
            }
        }
        found
    }
}

/// The folded words of a name.
pub fn words(name: &str) -> Vec<String> {
    let cut = Cut::new(name);
    (0..cut.len()).map(|at| cut.folded(at).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, text: &str) -> Vec<String> {
        let mut names = Names::default();
        let words = words(name);
        if words.len() == 1 {
            names.add_single(&words[0], "X");
        }
        names.add(&words, "X");
        names.find(&Cut::new(text)).into_iter().map(|(bytes, _)| text[bytes].to_owned()).collect()
    }

    #[test]
    fn a_name_is_found_with_clitics_and_other_spellings() {
        for (name, text, expected) in [
            ("سامر الخليل", "قال لسامر الخليل", "سامر الخليل"),
            ("أحمد إسماعيل", "وبأحمد اسماعيل", "أحمد اسماعيل"),
            ("أحمد إسماعيل", "لاحمد اسمعيل،", "احمد اسمعيل"),
            ("عبد الرحمن داود", "عبدالرحمان داوود", "عبدالرحمان داوود"),
            ("عبدالله الخليل", "إن عبد الله خليل", "عبد الله خليل"),
            ("أبو ساري الخابوري", "لأبي ساري الخابوري", "أبي ساري الخابوري"),
            ("سامر الخليل", "#سامر_الخليل", "سامر_الخليل"),
            ("سامر الخليل", "#سامرالخليل", "سامرالخليل"),
            ("سامر الخليل", "سَامِر\nالخـــليل", "سَامِر\nالخـــليل"),
            ("الخليل سامر", "وللخليل سامر", "لخليل سامر"),
            ("هدى مصطفى", "هدي مصطفي", "هدي مصطفي"),
            ("خابوريان", "والخابوريان", "الخابوريان"),
            ("خابوريان", "خابورياناً", "خابورياناً"),
        ] {
            assert_eq!(found(name, text), [expected], "{name} in {text}");
        }
    }

    #[test]
    fn other_names_are_left() {
        for (name, text) in [
            ("سامر خليل", "سامر ذهب إلى الخليل"),
            ("سامر خليل", "وصل سامر. خليل غاب"),
            ("سامر خليل", "سامر جميل"),
        ] {
            assert!(found(name, text).is_empty(), "{name} in {text}");
        }
    }

    #[test]
    fn a_long_name_is_also_its_first_and_last_word() {
        assert_eq!(short(&words("سامر عدنان خليل")), Some(words("سامر خليل")));
        assert_eq!(short(&words("أبو سامر خليل")), None);
        assert_eq!(short(&words("سامر أبو خليل")), None);
    }
}
