//! Participles and verbal nouns (Wright §§192–236).

use super::super::{Features, Part};
use super::Emit;
use super::decline::{Decliner, Nominal};
use super::orthography::Word;
use super::root::{VerbForm, Vowel};
use super::sound::{Sounds, settle};
use super::stem::{Kind, Onset, Stem};
use super::verb::Verb;

impl Verb {
    /// Gives participles and verbal nouns to `emit`.
    pub(super) fn nominals(&self, onset: &Onset, imperfect: &[Stem; 2], emit: &mut Emit) {
        let mut decliner = Decliner::new(emit);
        let participles = [
            (Part::ActiveParticiple, self.active_participle(onset, &imperfect[0])),
            (Part::PassiveParticiple, self.passive_participle(onset, &imperfect[1])),
        ];
        for (part, made) in participles {
            for nominal in spelled(made) {
                decliner.headword(nominal.full());
                decliner.participle(&nominal, Features::of(part));
            }
        }
        if self.nouns.is_empty() {
            for nominal in self.verbal_nouns(onset).into_iter().flat_map(spelled) {
                decliner.headword(nominal.full());
                decliner.verbal_noun(&nominal);
            }
        }
        for noun in &self.nouns {
            decliner.headword(&noun.citation());
            noun.decline(Part::VerbalNoun, &mut decliner);
        }
    }

    fn active_participle(&self, onset: &Onset, stem: &Stem) -> Made {
        if !matches!(self.form, VerbForm::I { .. }) {
            return with_mim(stem, 'i');
        }
        let base = |pattern| onset.fill(pattern, 'a');
        match self.kind() {
            Kind::Defective => Made::Defective(base("1A2")),
            Kind::Doubled => Made::Whole(base("1A23")),
            // جاءٍ, not جائئ (Wright §171).
            Kind::Hollow if self.root.last() == 'ء' => Made::Defective(base("1AH")),
            Kind::Hollow => Made::Whole(base("1AHi3")),
            Kind::Sound => Made::Whole(base("1A2i3")),
        }
    }

    fn passive_participle(&self, onset: &Onset, stem: &Stem) -> Made {
        let VerbForm::I { perfect, imperfect } = self.form else { return with_mim(stem, 'a') };
        let pattern = match (self.kind(), self.root.radical(2), self.root.last()) {
            // مدعوّ, but مرضيّ.
            (Kind::Defective, _, 'و') if (perfect, imperfect) != (Vowel::I, Vowel::A) => "ma12uww",
            (Kind::Defective, ..) => "ma12iyy",
            (Kind::Hollow, 'و', _) => "ma1U3",
            (Kind::Hollow, ..) => "ma1I3",
            _ => "ma12U3",
        };
        Made::Whole(onset.fill(pattern, 'a'))
    }

    /// The verbal nouns that the form gives; none for form I.
    fn verbal_nouns(&self, onset: &Onset) -> Vec<Made> {
        let weak = self.kind() == Kind::Defective;
        let hollow = self.kind() == Kind::Hollow;
        let doubled = self.kind() == Kind::Doubled;
        let hamza = self.root.last() == 'ء';
        let patterns: &[&str] = match self.form {
            VerbForm::I { .. } => &[],
            // تحيّة, its two ya in one; but تقوية.
            VerbForm::II if weak && self.root.radical(2) == 'ي' => &["ta122aT"],
            VerbForm::II if weak => &["ta12iyaT"],
            VerbForm::II if hamza => &["ta12i3aT", "ta12I3"],
            VerbForm::II => &["ta12I3"],
            VerbForm::III if weak => &["mu1A2AT"],
            VerbForm::III if doubled => &["mu1A23aT"],
            VerbForm::III => &["mu1A2a3aT"],
            VerbForm::IV if self.is_see() => &["Hi1AHaT"],
            VerbForm::IV if weak => &["Hi12AH"],
            VerbForm::IV if hollow => &["Hi1A3aT"],
            VerbForm::IV => &["Hi12A3"],
            VerbForm::V if weak => return vec![Made::Defective(onset.fill("ta1a22", 'a'))],
            VerbForm::V => &["ta1a22u3"],
            VerbForm::VI if weak => return vec![Made::Defective(onset.fill("ta1A2", 'a'))],
            VerbForm::VI if doubled => &["ta1A23"],
            VerbForm::VI => &["ta1A2u3"],
            VerbForm::VII if weak => &["Win1i2AH"],
            VerbForm::VII if hollow => &["Win1iyA3"],
            VerbForm::VII => &["Win1i2A3"],
            VerbForm::VIII if weak => &["Wi1ci2AH"],
            VerbForm::VIII if hollow => &["Wi1ciyA3"],
            VerbForm::VIII => &["Wi1ci2A3"],
            VerbForm::IX => &["Wi12i3A3"],
            VerbForm::X if weak => &["Wisti12AH"],
            VerbForm::X if hollow => &["Wisti1A3aT"],
            VerbForm::X => &["Wisti12A3"],
            VerbForm::XI => &["Wi12I3A3"],
            VerbForm::XII if weak => &["Wi12I2AH"],
            VerbForm::XII => &["Wi12I2A3"],
            VerbForm::XIII if weak => &["Wi12iwwAH"],
            VerbForm::XIII => &["Wi12iwwA3"],
            VerbForm::Q if weak => &["1a23AT"],
            VerbForm::Q => &["1a23a4aT"],
            VerbForm::QII if weak => return vec![Made::Defective(onset.fill("ta1a23", 'a'))],
            VerbForm::QII => &["ta1a23u4"],
            VerbForm::QIII if weak => &["Wi12in3AH"],
            VerbForm::QIII => &["Wi12in3A4"],
            VerbForm::QIV => &["Wi12i34A4"],
        };
        patterns.iter().map(|pattern| Made::Whole(onset.fill(pattern, 'a'))).collect()
    }
}

/// A nominal before it is spelled.
enum Made {
    Whole(Sounds),
    /// Without the ya that comes and goes: قاضٍ, القاضي.
    Defective(Sounds),
}

/// Participles of the derived forms: the imperfect stem with مُ for its prefix (Wright §§236–237).
fn with_mim(stem: &Stem, vowel: char) -> Made {
    let mut sounds = vec!['م', 'u'];
    match (stem.kind(), stem.open(), vowel) {
        (Kind::Defective, [head @ .., _, _], 'i') => {
            sounds.extend(head);
            return Made::Defective(sounds);
        }
        (Kind::Defective, [head @ .., _, _], _) => {
            sounds.extend(head);
            sounds.push('Y');
        }
        // Form V, VI and QII have a in the imperfect and i in the participle.
        (Kind::Sound, [head @ .., _, last], _) => {
            sounds.extend(head);
            sounds.extend([vowel, *last]);
        }
        (_, stem, _) => sounds.extend(stem),
    }
    Made::Whole(sounds)
}

fn spelled(made: Made) -> Vec<Nominal> {
    let mut word = Word::default();
    let mut spellings = Vec::new();
    match made {
        Made::Whole(sounds) => {
            word.sounds = sounds;
            settle(&mut word.sounds);
            word.stem = word.sounds.len();
            word.spellings(&mut spellings);
            spellings.into_iter().map(Nominal::whole).collect()
        }
        Made::Defective(sounds) => {
            word.sounds = sounds;
            word.sounds.push('i');
            settle(&mut word.sounds);
            word.stem = word.sounds.len();
            vec![Nominal::defective(word)]
        }
    }
}
