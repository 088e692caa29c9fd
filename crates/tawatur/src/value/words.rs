//! What each token may contribute to a number or a date, looked up once a token.
//!
//! Proclitics are written onto number and time words (وبألفين, لليوم, فالخميس), so the table holds every
//! word with every proclitic that it may carry; a token then costs one hash look-up and no stripping. A
//! word may play several parts: its [`Tag`] keeps them side by side and the grammar chooses.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::counted::{BROKEN, FEMININE, SINGULAR, SOUND, WAW};
use super::date_words::{TIME_CUES, TIMES};
use super::number_words::{NUMBER_CUES, NUMBERS};
use super::part::{Cue, Noun, Num, Tag, Telling, Time};
use crate::text::{Gap, Text, TokenKind, fold};

/// Which proclitics the words of a table may carry.
#[derive(Clone, Copy)]
enum Clitics {
    All,
    Conjunction,
}

#[derive(Default)]
struct Table {
    base: FxHashMap<String, (Tag, bool)>,
}

impl Table {
    fn add(&mut self, forms: &str, clitics: Clitics, set: impl Fn(&mut Tag)) {
        for form in forms.split(' ') {
            let (tag, all) = self.base.entry(fold(form)).or_default();
            set(tag);
            // Before folding, so that ألف is not taken for an article and ف.
            tag.article |= form.starts_with("ال");
            *all |= matches!(clitics, Clitics::All);
        }
    }

    /// Every word under every proclitic that it takes; a plain word wins over a clitic reading.
    fn expand(self) -> FxHashMap<Box<str>, Tag> {
        let mut all: FxHashMap<Box<str>, Tag> = FxHashMap::default();
        let mut put = |form: String, tag: Tag| {
            all.entry(form.into_boxed_str()).or_insert(tag);
        };
        for (form, (tag, _)) in &self.base {
            put(form.clone(), *tag);
        }
        for (form, (tag, all)) in &self.base {
            for conj in ["", "و", "ف"] {
                for prep in ["", "ب", "ل", "ك"] {
                    for article in [false, true] {
                        let has_article = tag.article;
                        if (!prep.is_empty() || article) && (!all || has_article) {
                            continue;
                        }
                        let the = match (prep, article) {
                            (_, false) => "",
                            ("ل", true) => "ل",
                            (_, true) => "ال",
                        };
                        let tag = Tag {
                            conj: !conj.is_empty(),
                            prep: !prep.is_empty(),
                            article: article || has_article,
                            ..*tag
                        };
                        put(format!("{conj}{prep}{the}{form}"), tag);
                    }
                }
            }
        }
        // لست "I am not", كمية "amount": these outnumber the readings with a clitic.
        for other in ["لست", "ولست", "فلست", "كميه", "وكميه", "بكميه"] {
            all.remove(other);
        }
        all
    }
}

static TABLE: LazyLock<FxHashMap<Box<str>, Tag>> = LazyLock::new(|| {
    let mut table = Table::default();
    for &(forms, num) in NUMBERS {
        table.add(forms, Clitics::All, |tag| {
            // ألفا is "a thousand" in the accusative far more often than "two thousand" in construct.
            if tag.num == Num::None {
                tag.num = num;
            }
        });
    }
    for &(forms, cue) in NUMBER_CUES {
        let clitics = match cue {
            Cue::Not | Cue::What | Cue::Between => Clitics::Conjunction,
            _ => Clitics::All,
        };
        table.add(forms, clitics, |tag| tag.cue = cue);
    }
    for &(forms, time) in TIMES {
        table.add(forms, Clitics::All, |tag| tag.time = time);
    }
    for &(forms, cue) in TIME_CUES {
        table.add(forms, Clitics::Conjunction, |tag| tag.cue = cue);
    }
    for stem in SOUND.split_whitespace() {
        table.add(&format!("{stem}ان"), Clitics::All, |tag| tag.noun = Noun::Dual);
        table.add(stem, Clitics::All, |tag| tag.noun = Noun::One);
    }
    for stem in BROKEN.split_whitespace() {
        table.add(&format!("{stem}ان {stem}ين"), Clitics::All, |tag| tag.noun = Noun::Dual);
        table.add(&format!("{stem} {stem}ا"), Clitics::All, |tag| tag.noun = Noun::One);
    }
    for stem in FEMININE.split_whitespace() {
        table.add(&format!("{stem}تان {stem}تين"), Clitics::All, |tag| tag.noun = Noun::Dual);
        table.add(&format!("{stem}تي {stem}تا"), Clitics::All, |tag| tag.noun = Noun::DualConstruct);
        table.add(&format!("{stem}ة"), Clitics::All, |tag| tag.noun = Noun::One);
    }
    for noun in WAW.split_whitespace() {
        table.add(noun, Clitics::Conjunction, |tag| tag.noun = Noun::Plural);
    }
    for noun in SINGULAR.split_whitespace() {
        table.add(noun, Clitics::All, |tag| tag.noun = Noun::Thing);
    }
    // Folding merges these with أب "father", عدّه "counted it", ميتين "dead", أثنى "praised".
    for (form, telling) in [
        ("آب", Telling::Has('آ')),
        ("عدة", Telling::Has('ة')),
        ("سنة", Telling::Has('ة')),
        ("مئة", Telling::Has('ئ')),
        ("مئتين", Telling::Has('ئ')),
        ("مئات", Telling::Has('ئ')),
        ("اثني", Telling::Lacks('أ')),
    ] {
        if let Some((tag, _)) = table.base.get_mut(&fold(form)) {
            tag.telling = telling;
        }
    }
    table.expand()
});

/// Tags every token of `text`.
pub(super) fn tag(text: &Text, tags: &mut Vec<Tag>) {
    tags.clear();
    tags.reserve(text.len());
    let table = &*TABLE;
    let mut address = 0;
    for (at, token) in text.tokens().iter().enumerate() {
        if at >= address {
            address = address_end(text, at);
        }
        if at < address {
            tags.push(Tag::default());
            continue;
        }
        let tag = match token.kind {
            TokenKind::Number => Tag { num: Num::Digits, ..Tag::default() },
            TokenKind::Punct => Tag { cue: mark(text.clean(at)), ..Tag::default() },
            TokenKind::Word => match table.get(text.folded(at)) {
                Some(tag) => match tag.telling {
                    Telling::Has(c) if !text.clean(at).contains(c) => Tag::default(),
                    Telling::Lacks(c) if text.clean(at).contains(c) => Tag::default(),
                    _ => *tag,
                },
                None => Tag::default(),
            },
        };
        tags.push(tag);
    }
}

/// Where the web address that starts at token `at` ends; its digits count nothing.
fn address_end(text: &Text, at: usize) -> usize {
    let touches = |i: usize| text.tokens().get(i).is_some_and(|t| t.gap == Gap::None);
    let scheme = || touches(at + 2) && text.clean(at + 1) == ":" && text.clean(at + 2) == "/";
    let opens = match text.clean(at) {
        "http" | "https" | "ftp" => touches(at + 1) && scheme(),
        "www" => touches(at + 1),
        _ => false,
    };
    if !opens {
        return 0;
    }
    (at + 1..text.len()).find(|&i| !touches(i)).unwrap_or(text.len())
}

fn mark(mark: &str) -> Cue {
    match mark {
        "-" => Cue::Dash,
        "/" | "\\" => Cue::Slash,
        ":" => Cue::Colon,
        "(" | "[" => Cue::Open,
        ")" | "]" => Cue::Close,
        "," | "،" => Cue::Comma,
        "%" => Cue::Percent,
        "٫" => Cue::Decimal,
        ">" | "≥" => Cue::Greater,
        "<" | "≤" => Cue::Lesser,
        _ => Cue::None,
    }
}

/// A text with its tags: what the grammars of this module read.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub text: &'a Text,
    pub tags: &'a [Tag],
}

impl<'a> Words<'a> {
    /// The tag of token `at`; an empty one outside the text.
    pub(super) fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or_default()
    }

    pub(super) fn cue(&self, at: usize) -> Cue {
        self.tag(at).cue
    }

    pub(super) fn time(&self, at: usize) -> Time {
        self.tag(at).time
    }

    pub(super) fn len(&self) -> usize {
        self.tags.len()
    }

    pub(super) fn folded(&self, at: usize) -> &'a str {
        if at < self.len() { self.text.folded(at) } else { "" }
    }

    /// Whether token `at` touches the one before.
    pub(super) fn touches(&self, at: usize) -> bool {
        self.text.tokens().get(at).is_some_and(|t| t.gap == Gap::None)
    }

    /// Whether token `at` stands on the line of the one before.
    pub(super) fn same_line(&self, at: usize) -> bool {
        self.text.tokens().get(at).is_some_and(|t| t.gap < Gap::Line)
    }

    /// Whether nothing follows at `at` in the clause: the text or the line is over, or a stop or comma stands there.
    pub(super) fn ends_clause(&self, at: usize) -> bool {
        !self.same_line(at) || matches!(self.folded(at), "." | "،" | "," | "؛" | ";" | "؟" | "?" | "!")
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.text.is_word(at)
    }

    /// The next token of use to either grammar, from `at` on.
    pub(super) fn next_tagged(&self, at: usize) -> usize {
        let rest = self.tags.get(at..).unwrap_or_default();
        at + rest.iter().position(|t| !t.is_empty()).unwrap_or(rest.len())
    }
}
