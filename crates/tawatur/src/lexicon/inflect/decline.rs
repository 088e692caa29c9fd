//! Declension: article, dual, sound plurals, construct, accusative alef and possessive pronouns
//! (Wright §§295–317).
//!
//! Case shows in print only in duals and masculine plurals, in a final hamza before a pronoun, and in the
//! alef of the indefinite accusative; so a singular has one form here and not three.

use super::super::{Features, Gender, Number, Part, State};
use super::Emit;
use super::clitics::{ARTICLE, MY, POSSESSIVE, push_for_the};
use super::orthography::{Word, joins_next};

/// A nominal stem in clean spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Nominal {
    /// Written alike with and without the article.
    Whole(String),
    /// Loses its ya in the indefinite: قاضٍ, القاضي.
    Defective {
        /// قاض
        bare: String,
        /// قاضي
        full: String,
    },
}

impl Nominal {
    pub(super) fn whole(text: String) -> Self {
        Self::Whole(text)
    }

    /// A defective stem of a word that ends in a short i.
    pub(super) fn defective(mut word: Word) -> Self {
        word.sounds.pop();
        let bare = first_spelling(&word);
        word.sounds.push('I');
        Self::Defective { bare, full: first_spelling(&word) }
    }

    /// A defective stem of its letters without the ya.
    pub(super) fn defective_text(bare: &str) -> Self {
        let full = attach(bare, "I").swap_remove(0);
        Self::Defective { bare: bare.to_owned(), full }
    }

    /// The form with article or ending.
    pub(super) fn full(&self) -> &str {
        match self {
            Self::Whole(text) | Self::Defective { full: text, .. } => text,
        }
    }

    /// The feminine singular of a regular adjective.
    pub(super) fn feminine(&self) -> String {
        let text = self.full();
        if let Some(stem) = text.strip_suffix('ى') {
            return format!("{stem}اة");
        }
        attach(text, "aة").swap_remove(0)
    }

    /// Stems of the masculine plural: its four endings are ون ين و ي.
    fn masculine_plural(&self) -> [Vec<String>; 4] {
        match self {
            Self::Whole(text) => match text.strip_suffix('ى') {
                Some(stem) => ["ون", "ين", "و", "ي"].map(|ending| vec![format!("{stem}{ending}")]),
                None => ["Uن", "Iن", "U", "I"].map(|ending| attach(text, ending)),
            },
            Self::Defective { bare, .. } => ["Uن", "Iن", "U", "I"].map(|ending| attach(bare, ending)),
        }
    }
}

fn first_spelling(word: &Word) -> String {
    let mut spellings = Vec::new();
    word.spellings(&mut spellings);
    spellings.swap_remove(0)
}

/// Every spelling of `text` with an ending given in sounds; a final hamza takes a new seat.
pub(super) fn attach(text: &str, ending: &str) -> Vec<String> {
    let mut word = Word { letters: text.to_owned(), more: !ending.contains('ة'), ..Word::default() };
    let seat = word.letters.pop();
    match seat {
        // Hamza on alef, waw, ya.
        Some('أ') => word.sounds.extend(['a', 'ء']),
        Some('ؤ') => word.sounds.extend(['u', 'ء']),
        Some('ئ') => word.sounds.extend(['i', 'ء']),
        Some('ء') if !word.letters.is_empty() => {
            let before = word.letters.pop().map(|letter| if letter == 'ا' { 'A' } else { letter });
            word.sounds.extend(before);
            word.sounds.push('ء');
        }
        other => word.letters.extend(other),
    }
    word.stem = word.sounds.len();
    word.sounds.extend(ending.chars());
    let mut spellings = Vec::new();
    word.spellings(&mut spellings);
    spellings
}

/// The indefinite accusative, where it is spelled: not after ة ى ا اء أ (Wright §8).
fn tanween(text: &str) -> Option<String> {
    let mut letters = text.chars().rev();
    match (letters.next()?, letters.next()) {
        // Ta marbuta, alef maqsura, alef, alef with hamza; hamza after alef.
        ('ة' | 'ى' | 'ا' | 'أ', _) | ('ء', Some('ا')) => None,
        ('ء', Some(before)) if joins_next(before) => {
            Some(text.strip_suffix('ء').unwrap_or(text).to_owned() + "ئا")
        }
        _ => Some(text.to_owned() + "ا"),
    }
}

/// What dual endings attach to.
fn dual_stems(text: &str) -> Vec<String> {
    let letters = text.chars().count();
    if let Some(stem) = text.strip_suffix('ة') {
        vec![format!("{stem}ت")]
    } else if let Some(stem) = text.strip_suffix('ى') {
        vec![format!("{stem}ي")]
    } else if let Some(stem) = text.strip_suffix("اء").filter(|_| is_feminine_hamza(text)) {
        vec![format!("{stem}او"), text.to_owned()]
    } else if let Some(stem) = text.strip_suffix('ا') {
        let glides: &[&str] = if letters <= 3 { &["و"] } else { &["ي", "ت"] };
        glides.iter().map(|glide| format!("{stem}{glide}")).collect()
    } else {
        vec![text.to_owned()]
    }
}

/// Whether a final اء is the feminine ending (صحراء) and not part of the stem (بناء, إجراء): told by length
/// and by not being a verbal noun.
fn is_feminine_hamza(text: &str) -> bool {
    text.chars().count() >= 5 && !text.starts_with(['ا', 'إ', 'أ'])
}

/// The regular feminine plural.
pub(super) fn feminine_plurals(text: &str) -> Vec<String> {
    if let Some(stem) = text.strip_suffix("اة").or_else(|| text.strip_suffix('ى')) {
        vec![format!("{stem}يات")]
    } else if let Some(stem) = text.strip_suffix("أة") {
        vec![format!("{stem}آت")]
    } else if let Some(stem) = text.strip_suffix('ة').or_else(|| text.strip_suffix('ا')) {
        vec![format!("{stem}ات")]
    } else if let Some(stem) = text.strip_suffix("اء").filter(|_| is_feminine_hamza(text)) {
        vec![format!("{stem}اوات"), format!("{text}ات")]
    } else {
        attach(text, "Aت")
    }
}

/// Hands the declined forms of nominals on.
pub(super) struct Decliner<'a, 'e> {
    emit: &'a mut Emit<'e>,
    buffer: String,
    /// The headword of what is declined, where it is not the lemma's.
    headword: Option<String>,
}

impl<'a, 'e> Decliner<'a, 'e> {
    pub(super) fn new(emit: &'a mut Emit<'e>) -> Self {
        Self { emit, buffer: String::new(), headword: None }
    }

    /// Sets the headword of the forms that follow.
    pub(super) fn headword(&mut self, headword: &str) {
        self.headword = Some(headword.to_owned());
    }

    /// A participle: both genders, all numbers, regular throughout.
    pub(super) fn participle(&mut self, nominal: &Nominal, features: Features) {
        let masculine = Features { gender: Some(Gender::Masculine), ..features };
        self.singular(nominal, masculine);
        self.dual(nominal.full(), masculine);
        self.masculine_plural(nominal, masculine);
        self.regular_feminine(&nominal.feminine(), features);
    }

    /// A regular verbal noun with its plural in ات.
    pub(super) fn verbal_noun(&mut self, nominal: &Nominal) {
        let text = nominal.full();
        let gender = if text.ends_with('ة') { Gender::Feminine } else { Gender::Masculine };
        let features = Features { gender: Some(gender), ..Features::of(Part::VerbalNoun) };
        self.singular(nominal, features);
        self.dual(text, features);
        for plural in feminine_plurals(text) {
            self.feminine_plural(&plural, features);
        }
    }

    /// A feminine in singular, dual and regular plural.
    pub(super) fn regular_feminine(&mut self, text: &str, features: Features) {
        let features = Features { gender: Some(Gender::Feminine), ..features };
        self.singular(&Nominal::whole(text.to_owned()), features);
        self.dual(text, features);
        for plural in feminine_plurals(text) {
            self.feminine_plural(&plural, features);
        }
    }

    /// A singular.
    pub(super) fn singular(&mut self, nominal: &Nominal, features: Features) {
        self.numbered(nominal, Features { number: Some(Number::Singular), ..features }, true);
    }

    /// A broken plural. Those that have no tanween (Wright §308) have no alef of it.
    pub(super) fn broken_plural(&mut self, nominal: &Nominal, features: Features) {
        let letters: Vec<char> = nominal.full().chars().collect();
        let takes_tanween = !matches!(letters[..], [_, _, 'ا', _, _] | [_, _, 'ا', _, 'ي', _]);
        self.numbered(nominal, Features { number: Some(Number::Plural), ..features }, takes_tanween);
    }

    fn numbered(&mut self, nominal: &Nominal, features: Features, takes_tanween: bool) {
        let text = nominal.full();
        if let Nominal::Defective { bare, .. } = nominal {
            self.give(bare, features, State::Bare);
        }
        self.determined(text, features);
        if let Some(form) = tanween(text).filter(|_| takes_tanween) {
            self.give(&form, features, State::Tanween);
        }
        let (hosts, mine) = if let Some(stem) = text.strip_suffix('ة') {
            (vec![format!("{stem}ت")], vec![format!("{stem}ت{MY}")])
        } else if let Some(stem) = text.strip_suffix('ى') {
            (vec![format!("{stem}ا")], vec![format!("{stem}ا{MY}")])
        } else if text.ends_with(['ء', 'أ', 'ؤ', 'ئ']) {
            let mut hosts: Vec<String> = ["u", "a", "i"].iter().flat_map(|case| attach(text, case)).collect();
            hosts.sort();
            hosts.dedup();
            (hosts, attach(text, "I"))
        } else if matches!(nominal, Nominal::Defective { .. }) {
            // قاضيّ: the two ya are one.
            (vec![text.to_owned()], Vec::new())
        } else {
            (vec![text.to_owned()], vec![format!("{text}{MY}")])
        };
        for host in hosts {
            self.possessed(&host, features, State::Bare);
        }
        for form in mine {
            self.give(&form, Features { enclitic: true, ..features }, State::Bare);
        }
    }

    /// The dual of a singular.
    pub(super) fn dual(&mut self, text: &str, features: Features) {
        let features = Features { number: Some(Number::Dual), ..features };
        for stem in dual_stems(text) {
            for ending in ["Aن", "aين"] {
                for form in attach(&stem, ending) {
                    self.determined(&form, features);
                }
            }
            for form in attach(&stem, "A") {
                self.construct(&form, features);
                self.give(&(form + MY), Features { enclitic: true, ..features }, State::Construct);
            }
            for form in attach(&stem, "aي") {
                self.construct(&form, features);
                self.give(&form, Features { enclitic: true, ..features }, State::Construct);
            }
        }
    }

    /// The sound masculine plural of a nominal.
    pub(super) fn masculine_plural(&mut self, nominal: &Nominal, features: Features) {
        let features = Features { number: Some(Number::Plural), gender: Some(Gender::Masculine), ..features };
        let [nominative, oblique, construct, oblique_construct] = nominal.masculine_plural();
        for form in nominative.iter().chain(&oblique) {
            self.determined(form, features);
        }
        for form in construct.iter().chain(&oblique_construct) {
            self.construct(form, features);
        }
        // Nominative and oblique are alike before the pronoun of the first person: مقاتليّ.
        for form in &oblique_construct {
            self.give(form, Features { enclitic: true, ..features }, State::Construct);
        }
    }

    /// A plural in ات.
    pub(super) fn feminine_plural(&mut self, text: &str, features: Features) {
        let features = Features { number: Some(Number::Plural), gender: Some(Gender::Feminine), ..features };
        self.numbered(&Nominal::whole(text.to_owned()), features, false);
    }

    /// A form that shows the construct, bare and with pronouns.
    pub(super) fn construct(&mut self, form: &str, features: Features) {
        self.give(form, features, State::Construct);
        self.possessed(form, features, State::Construct);
    }

    fn determined(&mut self, form: &str, features: Features) {
        self.give(form, features, State::Bare);
        let features = Features { state: Some(State::Definite), ..features };
        self.buffer.clear();
        self.buffer.push_str(ARTICLE);
        self.buffer.push_str(form);
        (self.emit)(&self.buffer, features, self.headword.as_deref());
        self.buffer.clear();
        push_for_the(&mut self.buffer, form);
        (self.emit)(&self.buffer, features, self.headword.as_deref());
    }

    fn possessed(&mut self, host: &str, features: Features, state: State) {
        let features = Features { state: Some(state), enclitic: true, ..features };
        for pronoun in POSSESSIVE {
            self.buffer.clear();
            self.buffer.push_str(host);
            self.buffer.push_str(pronoun);
            (self.emit)(&self.buffer, features, self.headword.as_deref());
        }
    }

    fn give(&mut self, form: &str, features: Features, state: State) {
        (self.emit)(form, Features { state: Some(state), ..features }, self.headword.as_deref());
    }
}
