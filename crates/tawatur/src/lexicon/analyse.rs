//! Readings of a surface token, proclitics stripped; a worker's cache makes the common words free.

use rustc_hash::FxHashMap;

use super::{
    Features, Guess, LemmaId, Lexicon, Number, Part, Particle, Person, Rank, Spelling, State,
    build::{PRONOUN, host_of},
    guess::guess,
    particle,
};
use crate::text::fold_char;

/// The outer proclitics of a token, as a bit set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Proclitics(pub u8);

impl Proclitics {
    /// و
    pub const WA: Self = Self(1);
    /// ف
    pub const FA: Self = Self(2);
    /// ب
    pub const BI: Self = Self(4);
    /// ل
    pub const LI: Self = Self(8);
    /// ك
    pub const KA: Self = Self(16);
    /// س of the future
    pub const SA: Self = Self(32);

    /// Those that the letters of a prefix are.
    pub fn spelled(prefix: &str) -> Self {
        prefix.chars().fold(Self::default(), |all, letter| {
            all.with(match letter {
                'و' => Self::WA,
                'ف' => Self::FA,
                'ب' => Self::BI,
                'ل' => Self::LI,
                'ك' => Self::KA,
                'س' => Self::SA,
                _ => Self::default(),
            })
        })
    }

    /// Whether one of `other` is there.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a conjunction is attached.
    pub fn conjunction(self) -> bool {
        self.has(Self(3))
    }

    /// Whether a preposition is attached.
    pub fn preposition(self) -> bool {
        self.has(Self(28))
    }
}

/// One reading of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The lemma.
    pub lemma: LemmaId,
    /// What the form says.
    pub features: Features,
    /// What is attached before it.
    pub proclitics: Proclitics,
    /// How far the spelling is from the lexicon's: 0 the same, 1 a common slip.
    pub slip: u8,
    /// How unlikely it is beside other readings, whatever stands around it.
    pub cost: u8,
    /// Which of the lemma's headwords it has: see [`Lexicon::citation`].
    pub headword: u8,
}

/// All that is known about one surface form.
#[derive(Clone, Debug, Default)]
pub struct Word {
    /// Its folded spelling.
    pub folded: String,
    /// Readings, the best spelled first, then the likelier.
    pub readings: Vec<Reading>,
    /// The function word it is, with its proclitics.
    pub particle: Option<(Particle, Proclitics)>,
    /// What it is likely made of when it has no readings: where no preposition stands before it, and after one.
    pub guesses: [Guess; 2],
}

/// Analyses surface forms; keeps what it has seen. One a worker.
#[derive(Debug, Default)]
pub struct Analyser {
    seen: FxHashMap<String, u32>,
    words: Vec<Word>,
    emptied: u32,
}

/// A worker's cache is emptied when it holds this many forms (some 100 MB at worst).
const CACHE: usize = 300_000;

impl Analyser {
    /// Forgets everything when the cache is full; called between documents only, so numbers stay valid.
    pub fn trim(&mut self) {
        if self.words.len() > CACHE {
            self.seen.clear();
            self.words.clear();
            self.emptied += 1;
        }
    }

    /// How often it has forgotten everything: numbers given before the last time mean nothing any more.
    pub fn emptied(&self) -> u32 {
        self.emptied
    }

    /// How many forms have been seen.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether none has.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The number of a clean form; see [`Analyser::word`].
    pub fn analyse(&mut self, lexicon: &Lexicon, clean: &str) -> u32 {
        if let Some(&id) = self.seen.get(clean) {
            return id;
        }
        let word = analyse(lexicon, clean);
        self.words.push(word);
        let id = (self.words.len() - 1) as u32;
        self.seen.insert(clean.to_owned(), id);
        id
    }

    /// What is known about a form analysed before.
    pub fn word(&self, id: u32) -> &Word {
        &self.words[id as usize]
    }
}

/// The prefixes a word may carry: conjunction, then preposition or future particle.
fn splits(clean: &str) -> impl Iterator<Item = (Proclitics, &str)> {
    let conjunctions = [("", Proclitics(0)), ("و", Proclitics::WA), ("ف", Proclitics::FA)];
    let prefixes = [
        ("", Proclitics(0)),
        ("ب", Proclitics::BI),
        ("ل", Proclitics::LI),
        ("ك", Proclitics::KA),
        ("س", Proclitics::SA),
    ];
    conjunctions.into_iter().flat_map(move |(c, conjunction)| {
        let rest = clean.strip_prefix(c);
        prefixes.into_iter().filter_map(move |(p, prefix)| {
            let stem = rest?.strip_prefix(p)?;
            // A stem of one letter is no word.
            (stem.len() > 2).then_some((conjunction.with(prefix), stem))
        })
    })
}

/// What is known about a form, worked out anew.
pub(super) fn analyse(lexicon: &Lexicon, clean: &str) -> Word {
    let mut word = Word {
        folded: clean.chars().map(fold_char).collect(),
        readings: Vec::new(),
        particle: particle(clean),
        guesses: Default::default(),
    };
    let mut folded = String::new();
    for (proclitics, stem) in splits(clean) {
        let spelling = Spelling::of(stem);
        folded.clear();
        folded.extend(stem.chars().map(fold_char));
        let whole = lexicon.lookup(&folded);
        let hosted = host_of(&folded).map(str::len).map(|host| {
            folded.truncate(host);
            folded.push(PRONOUN);
            lexicon.lookup(&folded)
        });
        for stored in whole.chain(hosted.into_iter().flatten()) {
            let features = lexicon.features(stored);
            let slip = stored.spelling.distance(spelling);
            // A written ة is never a pronoun: قبضة is not قبض with ه.
            let pronoun = !(features.enclitic && stem.ends_with('ة')); // U+0629 TEH MARBUTA
            if slip < 2 && pronoun && may_carry(proclitics, features) {
                word.readings.push(Reading {
                    lemma: stored.lemma,
                    features,
                    proclitics,
                    slip,
                    headword: stored.headword,
                    cost: 0,
                });
            }
        }
    }
    for reading in &mut word.readings {
        reading.cost = cost(lexicon, clean, reading);
    }
    word.readings.sort_by_key(|r| (r.slip, r.cost));
    // A form spelled as the lexicon has it is not also a slip for another one.
    if let Some(best) = word.readings.first().map(|r| r.slip) {
        word.readings.retain(|r| r.slip == best);
    }
    if word.readings.is_empty() && word.particle.is_none() {
        let letters = &lexicon.tables().letters;
        word.guesses = [false, true].map(|governed| guess(letters, clean, &word.folded, governed));
    }
    word
}

/// How unlikely a reading is beside the others of its form, all else being equal: whole words are likelier than
/// stems with clitics, common lemmas than rare ones, and reports speak of third persons.
fn cost(lexicon: &Lexicon, clean: &str, reading: &Reading) -> u8 {
    let features = reading.features;
    let participle = matches!(features.part, Part::ActiveParticiple | Part::PassiveParticiple);
    let rank = match lexicon.rank(reading.lemma) {
        // A common verb need not have common participles.
        Rank::Common if !participle => 0,
        Rank::Sought if !participle => 1,
        Rank::Common | Rank::Sought | Rank::Usual => 4,
        Rank::Rare => 8,
    };
    // "My" and "your" are rare, and ي and ك end many words.
    let pronoun = match clean.chars().next_back() {
        _ if !features.enclitic => 0,
        Some('ي' | 'ك') => 8, // U+064A YEH
        _ if ["كم", "كن", "كما"].iter().any(|p| clean.ends_with(p)) => 8,
        _ if clean.ends_with("نا") => 5,
        _ => 3,
    };
    let person = match (features.person, features.number) {
        (Some(Person::First), Some(Number::Plural)) => 3,
        (Some(Person::First), _) => 4,
        _ => 0,
    };
    let part = match features.part {
        Part::Noun | Part::VerbalNoun | Part::Perfect | Part::Imperfect => 0,
        Part::Adjective => 1,
        _ => 2,
    };
    let number = match (features.number, features.state) {
        (Some(Number::Dual), Some(State::Construct)) => 3,
        (Some(Number::Dual), _) => 2,
        (Some(Number::Plural), _) if !features.part.is_verb() => 1,
        _ => 0,
    };
    // ف and ك are seldom attached to a noun.
    let doubtful = reading.proclitics.has(Proclitics::FA.with(Proclitics::KA)) && !features.part.is_verb();
    3 * reading.proclitics.0.count_ones() as u8
        + 2 * u8::from(doubtful)
        + rank
        + pronoun
        + person
        + part
        + number
        + 3 * u8::from(features.passive)
}

/// Whether the proclitics fit the form: س and ل of purpose before imperfects only, prepositions before
/// nominals only, and ل never before the article (that is للـ, a form of its own).
fn may_carry(proclitics: Proclitics, features: Features) -> bool {
    match features.part {
        Part::Imperfect => !proclitics.has(Proclitics::BI.with(Proclitics::KA)),
        Part::Perfect | Part::Subjunctive | Part::Jussive | Part::Imperative => {
            !proclitics.preposition() && !proclitics.has(Proclitics::SA)
        }
        _ => {
            let article_hidden = proclitics.has(Proclitics::LI) && features.state == Some(State::Definite);
            !(proclitics.has(Proclitics::SA) || article_hidden)
        }
    }
}
