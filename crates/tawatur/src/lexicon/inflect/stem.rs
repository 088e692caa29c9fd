//! Stems of the finite verb: the pattern of each form, and what doubled and weak roots make of it.
//!
//! Every weak or doubled paradigm is the sound one put through the same few rules on its last syllable
//! (Wright §§120–170), so there is one table of patterns and not one for each kind of root.

use super::root::{Root, VerbForm, Vowel, is_weak};
use super::sound::{Sounds, fill, is_vowel, long};

/// The patterns of one form: perfect and imperfect, active and passive. `c` is the infix of form VIII.
pub(super) struct Patterns {
    pub(super) perfect: [&'static str; 2],
    pub(super) imperfect: [&'static str; 2],
    /// The vowel of the active imperfect's prefix; the passive's is u.
    pub(super) prefix: char,
}

pub(super) fn patterns(form: VerbForm) -> Patterns {
    let (perfect, imperfect, prefix) = match form {
        VerbForm::I { .. } => (["1a2v3", "1u2i3"], ["12v3", "12a3"], 'a'),
        VerbForm::II => (["1a22a3", "1u22i3"], ["1a22i3", "1a22a3"], 'u'),
        VerbForm::III => (["1A2a3", "1U2i3"], ["1A2i3", "1A2a3"], 'u'),
        VerbForm::IV => (["Ha12a3", "Hu12i3"], ["12i3", "12a3"], 'u'),
        VerbForm::V => (["ta1a22a3", "tu1u22i3"], ["ta1a22a3", "ta1a22a3"], 'a'),
        VerbForm::VI => (["ta1A2a3", "tu1U2i3"], ["ta1A2a3", "ta1A2a3"], 'a'),
        VerbForm::VII => (["Win1a2a3", "Wun1u2i3"], ["n1a2i3", "n1a2a3"], 'a'),
        VerbForm::VIII => (["Wi1ca2a3", "Wu1cu2i3"], ["1ca2i3", "1ca2a3"], 'a'),
        VerbForm::IX => (["Wi12a3a3", "Wu12u3i3"], ["12a3i3", "12a3a3"], 'a'),
        VerbForm::X => (["Wista12a3", "Wustu12i3"], ["sta12i3", "sta12a3"], 'a'),
        VerbForm::XI => (["Wi12A3a3", "Wu12U3i3"], ["12A3i3", "12A3a3"], 'a'),
        VerbForm::XII => (["Wi12aw2a3", "Wu12U2i3"], ["12aw2i3", "12aw2a3"], 'a'),
        VerbForm::XIII => (["Wi12awwa3", "Wu12uwwi3"], ["12awwi3", "12awwa3"], 'a'),
        VerbForm::Q => (["1a23a4", "1u23i4"], ["1a23i4", "1a23a4"], 'u'),
        VerbForm::QII => (["ta1a23a4", "tu1u23i4"], ["ta1a23a4", "ta1a23a4"], 'a'),
        VerbForm::QIII => (["Wi12an3a4", "Wu12un3i4"], ["12an3i4", "12an3a4"], 'a'),
        VerbForm::QIV => (["Wi12a34a4", "Wu12u34i4"], ["12a34i4", "12a34a4"], 'a'),
    };
    Patterns { perfect, imperfect, prefix }
}

/// How the last two radicals behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// They stay.
    Sound,
    /// Two equal ones contract: شقّ.
    Doubled,
    /// A weak middle one becomes a vowel: قال.
    Hollow,
    /// A weak last one meets the endings: رمى.
    Defective,
}

/// The kind of a root in a form. A weak last radical keeps the middle one sound (نوى, أحيا).
pub(super) fn kind(root: &Root, form: VerbForm, keeps_middle: bool) -> Kind {
    let radicals = root.radicals();
    let middle = radicals[radicals.len() - 2];
    if is_weak(root.last()) {
        Kind::Defective
    } else if matches!(form, VerbForm::IX | VerbForm::XI | VerbForm::QIV)
        || middle == root.last() && form.contracts()
    {
        Kind::Doubled
    } else if is_weak(middle) && form.hollows() && !keeps_middle && !form.is_quadriliteral() {
        Kind::Hollow
    } else {
        Kind::Sound
    }
}

/// A stem ready for endings.
#[derive(Clone, Debug)]
pub(super) struct Stem {
    /// Before a vowel: شقّ, قال.
    open: Sounds,
    /// Before a consonant or nothing: شقق, قل.
    closed: Sounds,
    kind: Kind,
}

impl Stem {
    /// Shapes a filled pattern by the root's kind; `short` is the vowel of a hollow stem when closed, where
    /// it is not that of the open one.
    pub(super) fn shape(base: Sounds, kind: Kind, short: Option<char>) -> Self {
        match kind {
            Kind::Sound | Kind::Defective => Self { open: base.clone(), closed: base, kind },
            Kind::Doubled => Self { open: contracted(&base), closed: base, kind },
            Kind::Hollow => hollow(&base, short),
        }
    }

    /// The sounds before an ending that begins with a vowel; what participles are built on.
    pub(super) fn open(&self) -> &[char] {
        &self.open
    }

    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether the bare stem is also used contracted (لم يشقّ beside لم يشقق).
    pub(super) fn has_contracted(&self) -> bool {
        self.kind == Kind::Doubled
    }

    /// How many sounds the shorter stem has, to tell stems too short to be told from particles.
    pub(super) fn consonants(&self) -> usize {
        let weak = usize::from(self.kind == Kind::Defective);
        self.closed.iter().filter(|&&sound| !is_vowel(sound)).count() - weak
    }

    /// Whether the stem begins with two consonants before `ending`, which needs a helping vowel.
    pub(super) fn is_clustered(&self, ending: &str, contracted: bool) -> bool {
        let stem = self.before(ending, contracted);
        stem.len() > 1 && !is_vowel(stem[0]) && !is_vowel(stem[1])
    }

    /// The stem without one of its consonants: خذ from أخذ.
    pub(super) fn without(&self, consonant: char) -> Self {
        let keep = |sounds: &Sounds| sounds.iter().copied().filter(|&sound| sound != consonant).collect();
        Self { open: keep(&self.open), closed: keep(&self.closed), kind: self.kind }
    }

    fn before(&self, ending: &str, contracted: bool) -> &[char] {
        if contracted || ending.starts_with(is_vowel) { &self.open } else { &self.closed }
    }

    /// Appends the stem and `ending` to `word`; returns where the stem ends.
    pub(super) fn join(&self, ending: &str, contracted: bool, word: &mut Sounds) -> usize {
        match (self.before(ending, contracted), self.kind) {
            ([head @ .., vowel, weak], Kind::Defective) => {
                word.extend(head);
                let end = word.len() + 1;
                join_weak(*vowel, *weak, ending, word);
                end
            }
            (stem, _) => {
                word.extend(stem);
                let end = word.len();
                word.extend(ending.chars().map(affix));
                end
            }
        }
    }
}

/// The consonants of endings, which the tables write in Latin.
fn affix(sign: char) -> char {
    match sign {
        't' => 'ت',
        'n' => 'ن',
        'm' => 'م',
        other => other,
    }
}

/// The last syllable of a defective verb (Wright §§164–167): `vowel` and the glide meet the ending.
fn join_weak(vowel: char, weak: char, ending: &str, word: &mut Sounds) {
    // After i the glide is ya whatever the root has: رضي from رضو.
    let glide = match vowel {
        'i' => 'ي',
        'u' => 'و',
        _ => weak,
    };
    let mut rest = ending.chars();
    match (rest.next(), vowel) {
        (None, _) => word.push(vowel),
        (Some('a'), 'a') if ending.len() == 1 => word.push(if glide == 'ي' { 'Y' } else { 'A' }),
        (Some('u'), 'a') => word.push(if glide == 'ي' { 'Y' } else { 'A' }),
        (Some('u'), _) => word.push(long(vowel)),
        // رمت, رمتا: the long vowel is shortened before the ta.
        (Some('a'), 'a') => word.push('a'),
        (Some(first @ ('a' | 'A')), _) => word.extend([vowel, glide, first]),
        (Some('U'), 'a') => word.extend(['a', 'و']),
        (Some('I'), 'a') => word.extend(['a', 'ي']),
        (Some(first @ ('U' | 'I')), _) => word.push(first),
        (Some(first), 'a') => word.extend(['a', glide, affix(first)]),
        (Some(first), _) => word.extend([long(vowel), affix(first)]),
    }
    word.extend(rest.map(affix));
}

/// شقَقَ → شقّ, يشقُقُ → يشُقّ (Wright §120): the vowel between the equal radicals goes, or steps back
/// where two consonants would precede them.
fn contracted(base: &[char]) -> Sounds {
    let [head @ .., second, vowel, third] = base else { return base.to_vec() };
    let mut open = head.to_vec();
    if head.last().is_some_and(|&sound| !is_vowel(sound)) {
        open.push(*vowel);
    }
    open.extend([*second, *third]);
    open
}

/// قَوَلَ → قال, يقوُل → يقول, أقوَم → أقام (Wright §§149–157).
fn hollow(base: &[char], short: Option<char>) -> Stem {
    let [head @ .., _, vowel, last] = base else {
        return Stem { open: base.to_vec(), closed: base.to_vec(), kind: Kind::Sound };
    };
    let mut head = head.to_vec();
    let (open_vowel, closed_vowel) = match head.last().copied() {
        Some(before) if is_vowel(before) => {
            head.pop();
            if before == 'u' && *vowel == 'i' { ('I', 'i') } else { ('A', short.unwrap_or('a')) }
        }
        _ => (long(*vowel), *vowel),
    };
    let with = |vowel: char| head.iter().copied().chain([vowel, *last]).collect();
    Stem { open: with(open_vowel), closed: with(closed_vowel), kind: Kind::Hollow }
}

/// The radicals of a root as a form fills them in; form VIII has two ways for a first radical ذ.
pub(super) struct Onset {
    pub(super) radicals: Vec<char>,
    /// The infix of form VIII after its assimilation to the first radical.
    pub(super) infix: char,
}

/// Assimilation of form VIII (Wright §§67–68, 148).
pub(super) fn onsets(root: &Root, form: VerbForm) -> Vec<Onset> {
    let plain = |root: &Root, infix| Onset { radicals: root.radicals().to_vec(), infix };
    if form != VerbForm::VIII {
        return vec![plain(root, 'ت')];
    }
    let first = root.radical(1);
    match first {
        // Waw, ya, ta.
        'و' | 'ي' | 'ت' => vec![plain(&root.with(1, 'ت'), 'ت')],
        // اتخذ is from أخذ alone; other roots keep the hamza: ائتمر.
        'ء' if root.radicals() == ['ء', 'خ', 'ذ'] => vec![plain(&root.with(1, 'ت'), 'ت')],
        // Tha; below dal and zay, dhal; sad, dad, emphatic ta; emphatic za.
        'ث' => vec![plain(root, 'ث')],
        'د' | 'ز' => vec![plain(root, 'د')],
        'ذ' => vec![plain(&root.with(1, 'د'), 'د'), plain(root, 'ذ')],
        'ص' | 'ض' | 'ط' => vec![plain(root, 'ط')],
        'ظ' => vec![plain(root, 'ظ')],
        _ => vec![plain(root, 'ت')],
    }
}

impl Onset {
    /// Fills a pattern.
    pub(super) fn fill(&self, pattern: &str, vowel: char) -> Sounds {
        let mut sounds = fill(pattern, &self.radicals, vowel);
        for sound in &mut sounds {
            if *sound == 'c' {
                *sound = self.infix;
            }
        }
        sounds
    }
}

/// Whether form I drops a first radical و in the imperfect: with i always (يصل), with a where the root has a
/// guttural that turned the i (يضع, يقع), but not in وجل يوجل (Wright §§142–143).
pub(super) fn drops_waw(root: &Root, perfect: Vowel, imperfect: Vowel) -> bool {
    let radicals = root.radicals();
    radicals[0] == 'و'
        && match (perfect, imperfect) {
            (_, Vowel::I) | (Vowel::A, Vowel::A) => radicals[1] != radicals[2],
            (Vowel::I, Vowel::A) => matches!(radicals, ['و', 'س', 'ع'] | ['و', 'ط', 'ء']),
            _ => false,
        }
}
