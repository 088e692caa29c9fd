//! Reads the codebook's notation of verbs, nouns and adjectives (`docs/codebook.md`, section Words).

use super::noun::Noun;
use super::orthography::devocalise;
use super::root::{Root, VerbForm, Vowel};
use super::verb::Verb;

/// What is wrong with the notation of a word.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotationError {
    /// Nothing but white space.
    #[error("empty word")]
    Empty,
    /// A root of the wrong length.
    #[error("root \"{root}\" has {letters} letters, expected 3 or 4")]
    RootLength {
        /// The root as written.
        root: String,
        /// How many letters it has.
        letters: usize,
    },
    /// A letter no root has; alef stands for a weak letter, which is to be written.
    #[error("root \"{root}\": '{letter}' is no radical (write a weak one as و or ي)")]
    RootLetter {
        /// The root as written.
        root: String,
        /// The letter.
        letter: char,
    },
    /// No form after the root.
    #[error("root \"{root}\" has no form (I to XIII, Q, QII, QIII, QIV)")]
    NoForm {
        /// The root as written.
        root: String,
    },
    /// A form that does not exist.
    #[error("unknown form \"{form}\", expected I to XIII, Q, QII, QIII or QIV")]
    UnknownForm {
        /// The form as written.
        form: String,
    },
    /// Three letters in a form for four, or the other way round.
    #[error("form {form} does not take a root of {letters} letters")]
    FormLength {
        /// The form as written.
        form: String,
        /// How many letters the root has.
        letters: usize,
    },
    /// Form I without its vowels.
    #[error("form I needs the middle vowels of perfect and imperfect, such as \"a-u\"")]
    NoVowels,
    /// Vowels that are none.
    #[error("vowels \"{vowels}\", expected two of a, i, u joined by \"-\"")]
    BadVowels {
        /// The vowels as written.
        vowels: String,
    },
    /// Something after all that a verb may have.
    #[error("unexpected \"{extra}\" after the form")]
    Extra {
        /// What stands there.
        extra: String,
    },
    /// An equals sign, ج or comma with nothing after it.
    #[error("nothing after \"{sign}\"")]
    Missing {
        /// The sign.
        sign: &'static str,
    },
    /// A word with something in it that is not Arabic.
    #[error("\"{word}\" is no Arabic word")]
    NotArabic {
        /// The word as written.
        word: String,
    },
}

/// Marks a hollow root that keeps its middle letter: استجوب ("جوب X sound") beside استجاب ("جوب X").
const SOUND: &str = "sound";

impl Verb {
    /// Reads a verb: `"قتل I a-u = قتل، مقتل"`, `"شقق VII"`, `"جوب X sound"`.
    ///
    /// # Errors
    /// Says which part is wrong.
    pub fn parse(text: &str) -> Result<Self, NotationError> {
        let (head, nouns) = match text.split_once('=') {
            Some((head, nouns)) => (head, parse_list(nouns)?),
            None => (text, Vec::new()),
        };
        let mut words = head.split_whitespace();
        let root_text = words.next().ok_or(NotationError::Empty)?;
        let root = Root::parse(root_text)?;
        let form_text = words.next().ok_or_else(|| NotationError::NoForm { root: root_text.to_owned() })?;
        let form = match form_text {
            "I" => parse_vowels(words.next().ok_or(NotationError::NoVowels)?)?,
            _ => parse_form(form_text)?,
        };
        let mut sound = false;
        for word in words {
            if word != SOUND || sound {
                return Err(NotationError::Extra { extra: word.to_owned() });
            }
            sound = true;
        }
        let verb = Self::new(root, form)
            .map_err(|letters| NotationError::FormLength { form: form_text.to_owned(), letters })?;
        let verb = if sound { verb.sound() } else { verb };
        Ok(verb.with_nouns(nouns))
    }
}

impl Noun {
    /// Reads a noun: `"غارة"`, `"هجوم ج هجمات"`, `"مقاتل ج مقاتلون"`, `"قاضٍ ج قضاة"`.
    ///
    /// # Errors
    /// Says which part is wrong.
    pub fn parse(text: &str) -> Result<Self, NotationError> {
        parse_noun(text, false)
    }

    /// Reads an adjective: `"غاضب"`, `"كبير ج كبار"`, `"أحمر مؤ حمراء ج حمر"`.
    ///
    /// # Errors
    /// Says which part is wrong.
    pub fn parse_adjective(text: &str) -> Result<Self, NotationError> {
        parse_noun(text, true)
    }
}

fn parse_form(text: &str) -> Result<VerbForm, NotationError> {
    Ok(match text {
        "II" => VerbForm::II,
        "III" => VerbForm::III,
        "IV" => VerbForm::IV,
        "V" => VerbForm::V,
        "VI" => VerbForm::VI,
        "VII" => VerbForm::VII,
        "VIII" => VerbForm::VIII,
        "IX" => VerbForm::IX,
        "X" => VerbForm::X,
        "XI" => VerbForm::XI,
        "XII" => VerbForm::XII,
        "XIII" => VerbForm::XIII,
        "Q" => VerbForm::Q,
        "QII" => VerbForm::QII,
        "QIII" => VerbForm::QIII,
        "QIV" => VerbForm::QIV,
        _ => return Err(NotationError::UnknownForm { form: text.to_owned() }),
    })
}

fn parse_vowels(text: &str) -> Result<VerbForm, NotationError> {
    let bad = || NotationError::BadVowels { vowels: text.to_owned() };
    let (perfect, imperfect) = text.split_once('-').ok_or_else(bad)?;
    let vowel = |name: &str| match name {
        "a" => Ok(Vowel::A),
        "i" => Ok(Vowel::I),
        "u" => Ok(Vowel::U),
        _ => Err(bad()),
    };
    Ok(VerbForm::I { perfect: vowel(perfect)?, imperfect: vowel(imperfect)? })
}

fn parse_list(text: &str) -> Result<Vec<Noun>, NotationError> {
    text.split(['،', ',']).map(|item| non_empty(item, "=").and_then(Noun::parse)).collect()
}

fn non_empty<'a>(text: &'a str, sign: &'static str) -> Result<&'a str, NotationError> {
    if text.trim().is_empty() { Err(NotationError::Missing { sign }) } else { Ok(text) }
}

/// Words after the singular are marked by what stands before them: ج a plural, مؤ the feminine.
fn parse_noun(text: &str, adjective: bool) -> Result<Noun, NotationError> {
    let mut words = text.split(|c: char| c.is_whitespace() || c == '،' || c == ',').filter(|w| !w.is_empty());
    let mut noun = Noun::new(checked(words.next().ok_or(NotationError::Empty)?)?, adjective);
    let mut mark = None;
    let mut fresh = false;
    for word in words {
        match (word, mark) {
            ("ج" | "مؤ", _) if fresh => break,
            ("ج", _) => (mark, fresh) = (Some("ج"), true),
            ("مؤ", _) if adjective => (mark, fresh) = (Some("مؤ"), true),
            (_, Some("مؤ")) => {
                noun = noun.with_feminine(&checked(word)?);
                fresh = false;
            }
            (_, Some(_)) => {
                noun = noun.with_plural(checked(word)?);
                fresh = false;
            }
            (_, None) => return Err(NotationError::Extra { extra: word.to_owned() }),
        }
    }
    match mark {
        Some(sign) if fresh => Err(NotationError::Missing { sign }),
        _ => Ok(noun),
    }
}

/// `word` without vowels other than the final kasratan that tells قاضٍ from a sound noun; on ة and ات it is
/// but a case.
fn checked(word: &str) -> Result<String, NotationError> {
    let mut clean = devocalise(word);
    if clean.is_empty() || !clean.chars().all(|letter| ('ء'..='ي').contains(&letter) && letter != 'ـ') {
        return Err(NotationError::NotArabic { word: word.to_owned() });
    }
    if word.ends_with(KASRATAN) && !clean.ends_with('ة') && !clean.ends_with("ات") {
        clean.push(KASRATAN);
    }
    Ok(clean)
}

/// Arabic kasratan.
pub(super) const KASRATAN: char = '\u{64D}';
