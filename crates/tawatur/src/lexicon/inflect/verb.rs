//! Verbs: conjugation of every tense, voice, person, gender and number (Wright §§77–170).

use super::super::{Features, Gender, Number, Part, Person};
use super::Emit;
use super::clitics::OBJECT;
use super::noun::Noun;
use super::orthography::Word;
use super::root::{Root, VerbForm, Vowel};
use super::sound::{Sounds, settle};
use super::stem::{Kind, Onset, Stem, drops_waw, kind, onsets, patterns};

/// A verb: root, form, and the verbal nouns that its form does not give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verb {
    pub(super) root: Root,
    pub(super) form: VerbForm,
    pub(super) keeps_middle: bool,
    pub(super) nouns: Vec<Noun>,
}

/// Person, gender and number of an ending.
type Agreement = (Person, Option<Gender>, Number);

const M: Option<Gender> = Some(Gender::Masculine);
const F: Option<Gender> = Some(Gender::Feminine);

/// Endings of the perfect, `0` the silent alef; the second is that before a pronoun.
const PERFECT: [(&str, &str, Agreement); 13] = [
    ("a", "a", (Person::Third, M, Number::Singular)),
    ("at", "at", (Person::Third, F, Number::Singular)),
    ("A", "A", (Person::Third, M, Number::Dual)),
    ("atA", "atA", (Person::Third, F, Number::Dual)),
    ("U0", "U", (Person::Third, M, Number::Plural)),
    ("na", "na", (Person::Third, F, Number::Plural)),
    ("ta", "ta", (Person::Second, M, Number::Singular)),
    ("ti", "ti", (Person::Second, F, Number::Singular)),
    ("tumA", "tumA", (Person::Second, None, Number::Dual)),
    ("tum", "tumU", (Person::Second, M, Number::Plural)),
    ("tunna", "tunna", (Person::Second, F, Number::Plural)),
    ("tu", "tu", (Person::First, None, Number::Singular)),
    ("nA", "nA", (Person::First, None, Number::Plural)),
];

/// Prefix of the imperfect; endings of indicative, subjunctive and jussive.
const IMPERFECT: [(char, [&str; 3], Agreement); 13] = [
    ('ي', ["u", "a", ""], (Person::Third, M, Number::Singular)),
    ('ت', ["u", "a", ""], (Person::Third, F, Number::Singular)),
    ('ي', ["Ani", "A", "A"], (Person::Third, M, Number::Dual)),
    ('ت', ["Ani", "A", "A"], (Person::Third, F, Number::Dual)),
    ('ي', ["Una", "U0", "U0"], (Person::Third, M, Number::Plural)),
    ('ي', ["na", "na", "na"], (Person::Third, F, Number::Plural)),
    ('ت', ["u", "a", ""], (Person::Second, M, Number::Singular)),
    ('ت', ["Ina", "I", "I"], (Person::Second, F, Number::Singular)),
    ('ت', ["Ani", "A", "A"], (Person::Second, None, Number::Dual)),
    ('ت', ["Una", "U0", "U0"], (Person::Second, M, Number::Plural)),
    ('ت', ["na", "na", "na"], (Person::Second, F, Number::Plural)),
    ('ء', ["u", "a", ""], (Person::First, None, Number::Singular)),
    ('ن', ["u", "a", ""], (Person::First, None, Number::Plural)),
];

const MOODS: [Part; 3] = [Part::Imperfect, Part::Subjunctive, Part::Jussive];

const IMPERATIVE: [(&str, Agreement); 5] = [
    ("", (Person::Second, M, Number::Singular)),
    ("I", (Person::Second, F, Number::Singular)),
    ("A", (Person::Second, None, Number::Dual)),
    ("U0", (Person::Second, M, Number::Plural)),
    ("na", (Person::Second, F, Number::Plural)),
];

/// Hollow roots whose middle letter stays a consonant in these forms (Wright §160).
const KEEPS_MIDDLE: &[([char; 3], VerbForm)] =
    &[(['ز', 'و', 'ج'], VerbForm::VIII), (['ح', 'و', 'ذ'], VerbForm::X), (['ص', 'و', 'ب'], VerbForm::X)];

impl Verb {
    /// A verb with the verbal noun its form gives.
    ///
    /// # Errors
    /// The number of radicals, where the form does not take it.
    pub fn new(root: Root, form: VerbForm) -> Result<Self, usize> {
        let letters = root.radicals().len();
        if form.is_quadriliteral() != (letters == 4) {
            return Err(letters);
        }
        let keeps_middle =
            KEEPS_MIDDLE.iter().any(|(radicals, kept)| root.radicals() == radicals && form == *kept);
        Ok(Self { root, form, keeps_middle, nouns: Vec::new() })
    }

    /// The same verb with a weak middle letter kept as a consonant (استجوب).
    #[must_use]
    pub fn sound(mut self) -> Self {
        self.keeps_middle = true;
        self
    }

    /// The same verb with these verbal nouns in place of the regular one.
    #[must_use]
    pub fn with_nouns(mut self, nouns: Vec<Noun>) -> Self {
        self.nouns = nouns;
        self
    }

    /// The root.
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// The form.
    pub fn form(&self) -> VerbForm {
        self.form
    }

    /// The headword of dictionaries: third person masculine singular of the perfect, without vowels.
    pub fn lemma(&self) -> String {
        let mut word = Word::default();
        let mut spellings = Vec::new();
        if let Some(onset) = onsets(&self.root, self.form).first() {
            let [active, _] = self.perfect_stems(onset);
            word.stem = active.join("a", false, &mut word.sounds);
            word.stem -= settle(&mut word.sounds);
            word.spellings(&mut spellings);
        }
        spellings.into_iter().next().unwrap_or_default()
    }

    /// Gives every form to `emit`: finite ones bare and with pronouns, participles and verbal nouns declined.
    /// A spelling comes once for each reading.
    pub fn forms(&self, emit: &mut Emit) {
        for onset in onsets(&self.root, self.form) {
            let perfect = self.perfect_stems(&onset);
            let imperfect = self.imperfect_stems(&onset);
            let mut writer = Writer { word: Word::default(), spellings: Vec::new(), emit };
            writer.perfect(&perfect);
            writer.imperfect(&imperfect, patterns(self.form).prefix);
            self.imperative(&imperfect[0], &mut writer);
            self.nominals(&onset, &imperfect, writer.emit);
        }
    }

    pub(super) fn kind(&self) -> Kind {
        kind(&self.root, self.form, self.keeps_middle)
    }

    /// رأى loses its hamza in the imperfect, and everywhere in form IV (Wright §176).
    pub(super) fn is_see(&self) -> bool {
        self.root.radicals() == ['ر', 'ء', 'ي']
    }

    pub(super) fn perfect_stems(&self, onset: &Onset) -> [Stem; 2] {
        let mut shown = patterns(self.form).perfect;
        if self.is_see() && self.form == VerbForm::IV {
            shown = ["Ha1a3", "Hu1i3"];
        }
        let kind = self.kind();
        let (vowel, short) = match self.form {
            VerbForm::I { perfect, imperfect: Vowel::U } => (perfect.sound(), Some('u')),
            VerbForm::I { perfect, .. } => (perfect.sound(), Some('i')),
            _ => ('a', None),
        };
        let mut active = onset.fill(shown[0], vowel);
        if !matches!(self.form, VerbForm::I { .. }) {
            weaken(&mut active, kind);
        }
        let mut passive = onset.fill(shown[1], vowel);
        weaken(&mut passive, kind);
        [Stem::shape(active, kind, short), Stem::shape(passive, kind, None)]
    }

    pub(super) fn imperfect_stems(&self, onset: &Onset) -> [Stem; 2] {
        let mut shown = patterns(self.form).imperfect;
        let mut vowel = 'a';
        if let VerbForm::I { perfect, imperfect } = self.form {
            vowel = imperfect.sound();
            if drops_waw(&self.root, perfect, imperfect) {
                shown[0] = "2v3";
            }
        }
        if self.is_see() {
            match self.form {
                VerbForm::I { .. } => shown = ["1v3", "1a3"],
                VerbForm::IV => shown = ["1i3", "1a3"],
                _ => {}
            }
        }
        let kind = self.kind();
        shown.map(|pattern| {
            let mut base = onset.fill(pattern, vowel);
            weaken(&mut base, kind);
            Stem::shape(base, kind, None)
        })
    }

    fn imperative(&self, stem: &Stem, writer: &mut Writer) {
        // The imperatives of وقى, وفى, ولي are a letter or two (ق, في, لي): spelled like particles, they
        // would only mislead.
        if stem.consonants() < 2 {
            return;
        }
        let helping = match self.form {
            VerbForm::I { imperfect: Vowel::U, .. } => 'u',
            _ => 'i',
        };
        let is =
            |radicals: [char; 3]| matches!(self.form, VerbForm::I { .. }) && self.root.radicals() == radicals;
        // Wright §137: these lose their hamza; سأل and أمر may.
        let loses = is(['ء', 'خ', 'ذ']) || is(['ء', 'ك', 'ل']);
        let may_lose = is(['ء', 'م', 'ر']) || is(['س', 'ء', 'ل']);
        for (ending, agreement) in IMPERATIVE {
            for contracted in [false, true] {
                if contracted && !(stem.has_contracted() && ending.is_empty()) {
                    continue;
                }
                let prefix: &[char] = match self.form {
                    VerbForm::IV => &['ء', 'a'],
                    _ if stem.is_clustered(ending, contracted) => &['ٱ', helping],
                    _ => &[],
                };
                if !loses {
                    writer.finite(Part::Imperative, false, agreement, prefix, stem, [ending; 2], contracted);
                }
            }
            if loses || may_lose {
                let short = stem.without('ء');
                writer.finite(Part::Imperative, false, agreement, &[], &short, [ending; 2], false);
            }
        }
    }
}

/// Makes the last radical of a defective stem ya, as it is everywhere but in the active of form I.
fn weaken(stem: &mut Sounds, kind: Kind) {
    if let (Kind::Defective, Some(last)) = (kind, stem.last_mut()) {
        *last = 'ي';
    }
}

/// Spells finite forms and hands them on.
struct Writer<'a, 'e> {
    word: Word,
    spellings: Vec<String>,
    emit: &'a mut Emit<'e>,
}

impl Writer<'_, '_> {
    fn perfect(&mut self, stems: &[Stem; 2]) {
        for (stem, passive) in stems.iter().zip([false, true]) {
            for (bare, before_pronoun, agreement) in PERFECT {
                self.finite(Part::Perfect, passive, agreement, &[], stem, [bare, before_pronoun], false);
            }
        }
    }

    fn imperfect(&mut self, stems: &[Stem; 2], vowel: char) {
        for (stem, passive) in stems.iter().zip([false, true]) {
            for (prefix, endings, agreement) in IMPERFECT {
                let prefix = [prefix, if passive { 'u' } else { vowel }];
                for (ending, mood) in endings.into_iter().zip(MOODS) {
                    self.finite(mood, passive, agreement, &prefix, stem, [ending; 2], false);
                    if ending.is_empty() && stem.has_contracted() {
                        self.finite(mood, passive, agreement, &prefix, stem, [ending; 2], true);
                    }
                }
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one row of a paradigm, spelled out where it is made")]
    fn finite(
        &mut self,
        part: Part,
        passive: bool,
        (person, gender, number): Agreement,
        prefix: &[char],
        stem: &Stem,
        endings: [&str; 2],
        contracted: bool,
    ) {
        let mut features =
            Features { person: Some(person), gender, number: Some(number), passive, ..Features::of(part) };
        for (ending, more) in endings.into_iter().zip([false, true]) {
            self.word.sounds.clear();
            self.word.sounds.extend(prefix);
            self.word.stem = stem.join(ending, contracted, &mut self.word.sounds);
            self.word.stem -= settle(&mut self.word.sounds);
            self.word.more = more;
            self.word.spellings(&mut self.spellings);
            features.enclitic = more;
            for spelling in &mut self.spellings {
                if !more {
                    (self.emit)(spelling, features, None);
                    continue;
                }
                let host = spelling.len();
                for pronoun in OBJECT {
                    spelling.truncate(host);
                    spelling.push_str(pronoun);
                    (self.emit)(spelling, features, None);
                }
            }
        }
    }
}
