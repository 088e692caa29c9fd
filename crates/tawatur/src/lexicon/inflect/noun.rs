//! Nouns and adjectives as the codebook gives them: a singular and the plurals no rule gives.

use super::super::{Features, Gender, Number, Part};
use super::Emit;
use super::decline::{Decliner, Nominal};
use super::notation::KASRATAN;
use super::orthography::joins_next;

/// A noun or adjective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    singular: String,
    feminine: Option<String>,
    plurals: Vec<String>,
    adjective: bool,
}

/// Feminine though nothing in their spelling says so (Wright §§290–292).
const FEMININE: &[&str] = &[
    "حرب", "أرض", "نار", "نفس", "شمس", "يد", "عين", "ساق", "قدم", "أذن", "كأس", "بئر", "دار", "ريح", "رحى",
    "عصا", "كف", "ذراع", "رجل", "سن", "كبد", "أم", "بنت", "أخت", "قوى", "دنيا", "ذكرى", "فأس", "إصبع",
];

/// Of either gender.
const EITHER: &[&str] = &["طريق", "سوق", "سلاح", "حال", "روح", "سماء", "سكين", "لسان", "بلد", "رجل"];

/// Nouns with a long vowel in the construct: أبو, أبا, أبي (Wright §315).
const LONG_CONSTRUCT: &[&str] = &["أب", "أخ", "حم"];

/// Colours and the like whose middle letter looks like the ya or waw of فعيل and فعول.
const COLOURS: &[&str] = &["أسود", "أبيض", "أعور", "أحول", "أعوج", "أهوج", "أجوف"];

impl Noun {
    pub(super) fn new(singular: String, adjective: bool) -> Self {
        Self { singular, feminine: None, plurals: Vec::new(), adjective }
    }

    pub(super) fn with_plural(mut self, plural: String) -> Self {
        self.plurals.push(plural);
        self
    }

    pub(super) fn with_feminine(mut self, feminine: &str) -> Self {
        self.feminine = Some(feminine.trim_end_matches(KASRATAN).to_owned());
        self
    }

    /// The singular, without vowels.
    pub fn lemma(&self) -> &str {
        self.singular.trim_end_matches(KASRATAN)
    }

    /// The form under which it is cited: the singular, with its ya where that comes and goes (قاضي for قاضٍ), as
    /// treebanks have it.
    pub fn citation(&self) -> String {
        self.nominal().full().to_owned()
    }

    /// The plurals that are listed.
    pub fn plurals(&self) -> &[String] {
        &self.plurals
    }

    /// Whether it is an adjective.
    pub fn is_adjective(&self) -> bool {
        self.adjective
    }

    /// Gives every form to `emit`. A spelling comes once for each reading.
    pub fn forms(&self, emit: &mut Emit) {
        let part = if self.adjective { Part::Adjective } else { Part::Noun };
        self.decline(part, &mut Decliner::new(emit));
    }

    /// Gives every form as that part of a paradigm, also in the spelling with one waw (مسئول, شئون, رءوس).
    pub(super) fn decline(&self, part: Part, decliner: &mut Decliner) {
        self.decline_as_spelled(part, decliner);
        let egyptian = Self {
            singular: one_waw(&self.singular),
            feminine: self.feminine.as_deref().map(one_waw),
            plurals: self.plurals.iter().map(|plural| one_waw(plural)).collect(),
            adjective: self.adjective,
        };
        if egyptian != *self {
            egyptian.decline_as_spelled(part, decliner);
        }
    }

    fn decline_as_spelled(&self, part: Part, decliner: &mut Decliner) {
        let features = Features { gender: self.gender(), ..Features::of(part) };
        let nominal = self.nominal();
        decliner.singular(&nominal, features);
        dual(&nominal, features, decliner);
        for plural in &self.plurals {
            self.plural(plural, features, decliner);
        }
        if self.adjective {
            self.adjective_rest(&nominal, features, decliner);
        } else if let (true, Some(stem)) = (self.plurals.is_empty(), self.lemma().strip_suffix('ة')) {
            for plural in super::decline::feminine_plurals(&format!("{stem}ة")) {
                decliner.feminine_plural(&plural, features);
            }
        }
    }

    /// Feminine, and the sound plurals an adjective has without saying so.
    fn adjective_rest(&self, nominal: &Nominal, features: Features, decliner: &mut Decliner) {
        if self.plurals.is_empty() {
            decliner.masculine_plural(nominal, features);
        }
        for feminine in self.feminines(nominal) {
            decliner.regular_feminine(&feminine, features);
        }
    }

    fn feminines(&self, nominal: &Nominal) -> Vec<String> {
        if let Some(feminine) = &self.feminine {
            return vec![feminine.clone()];
        }
        let text = nominal.full();
        let letters: Vec<char> = text.chars().collect();
        let tail = |from: usize| letters[from..].iter().collect::<String>();
        match letters[..] {
            _ if text == "أول" => vec!["أولى".to_owned()],
            _ if text == "آخر" => vec!["أخرى".to_owned()],
            // Already feminine, or of one form for both.
            [.., 'ة' | 'ا'] => Vec::new(),
            // أعلى عليا, أقصى قصوى, أعمى عمياء (Wright §295).
            ['أ', second, third, 'ى'] => {
                let root: String = [second, third].iter().collect();
                ["يا", "وى", "ياء"].iter().map(|ending| format!("{root}{ending}")).collect()
            }
            // Nisba: أموي.
            ['أ', _, _, 'ي'] => vec![nominal.feminine()],
            ['أ', _, 'ا' | 'ي', _] if !self.is_colour() => vec![nominal.feminine()],
            // أكبر كبرى, أحمر حمراء: the lexicon does not say which of the two it is.
            ['أ', _, _, _] | ['أ', _, _] => {
                ["ى", "اء"].iter().map(|ending| format!("{}{ending}", tail(1))).collect()
            }
            // غضبان: غضبى and, today more often, غضبانة.
            [first, second, third, 'ا', 'ن'] => {
                vec![[first, second, third, 'ى'].iter().collect(), nominal.feminine()]
            }
            // ملآن is the same with a hamza before the ending.
            [first, second, 'آ', 'ن'] => {
                vec![[first, second, 'أ', 'ى'].iter().collect(), nominal.feminine()]
            }
            _ => vec![nominal.feminine()],
        }
    }

    fn is_colour(&self) -> bool {
        COLOURS.contains(&self.lemma())
            || self.plurals.iter().any(|plural| self.lemma().strip_prefix('أ') == Some(plural))
    }

    fn plural(&self, plural: &str, features: Features, decliner: &mut Decliner) {
        let features = Features { gender: None, ..features };
        let singular = self.lemma();
        if let Some(stem) = plural.strip_suffix("ون").filter(|stem| is_base(stem, singular)) {
            let nominal = match self.nominal() {
                Nominal::Whole(text) if text == stem || text.ends_with('ى') => Nominal::Whole(text),
                defective @ Nominal::Defective { .. } => defective,
                Nominal::Whole(_) => Nominal::Whole(stem.to_owned()),
            };
            decliner.masculine_plural(&nominal, features);
        } else if plural.ends_with("ات") && !singular.ends_with('ت') {
            decliner.feminine_plural(plural, features);
        } else {
            let gender = features.gender.filter(|_| self.adjective);
            decliner.broken_plural(&broken(plural), Features { gender, ..features });
        }
    }

    /// The singular as a stem: defective where it is written with kasratan, or where its plural shows that
    /// the ya is no nisba's (محامي ج محامون).
    fn nominal(&self) -> Nominal {
        let text = self.lemma();
        if self.singular.ends_with(KASRATAN) {
            return Nominal::defective_text(text);
        }
        match text.strip_suffix('ي') {
            Some(stem) if self.plurals.iter().any(|plural| plural.strip_suffix("ون") == Some(stem)) => {
                Nominal::defective_text(stem)
            }
            _ => Nominal::whole(text.to_owned()),
        }
    }

    fn gender(&self) -> Option<Gender> {
        let text = self.lemma();
        if self.adjective {
            return Some(if text.ends_with('ة') { Gender::Feminine } else { Gender::Masculine });
        }
        if EITHER.contains(&text) || text.ends_with(['ى', 'ا']) || text.ends_with("اء") {
            None
        } else if text.ends_with('ة') || FEMININE.contains(&text) {
            Some(Gender::Feminine)
        } else {
            Some(Gender::Masculine)
        }
    }
}

fn dual(nominal: &Nominal, features: Features, decliner: &mut Decliner) {
    let text = nominal.full();
    if !LONG_CONSTRUCT.contains(&text) {
        decliner.dual(text, features);
        return;
    }
    decliner.dual(&format!("{text}و"), features);
    let singular = Features { number: Some(Number::Singular), ..features };
    for vowel in ["و", "ا", "ي"] {
        decliner.construct(&format!("{text}{vowel}"), singular);
    }
}

/// Whether `stem` is the singular, or the singular without a final ي or ى: tells مقاتلون from سجون.
fn is_base(stem: &str, singular: &str) -> bool {
    stem == singular || singular.strip_suffix(['ي', 'ى']) == Some(stem)
}

/// A broken plural; مبانٍ and مباني are the same one (Wright §311).
fn broken(plural: &str) -> Nominal {
    if let Some(bare) = plural.strip_suffix(KASRATAN) {
        return Nominal::defective_text(bare);
    }
    let letters: Vec<char> = plural.chars().collect();
    match (&letters[..], plural.strip_suffix('ي')) {
        ([_, _, 'ا', _, 'ي'], Some(bare)) => Nominal::defective_text(bare),
        _ => Nominal::whole(plural.to_owned()),
    }
}

/// Hamza on waw before another waw, seated as where two waws are avoided.
fn one_waw(text: &str) -> String {
    let Some((before, after)) = text.split_once("ؤو") else { return text.to_owned() };
    let seat = if before.ends_with(joins_next) { 'ئ' } else { 'ء' };
    format!("{before}{seat}و{after}")
}
