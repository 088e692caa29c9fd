//! Verb, nominal or function word: one tag a token, ambiguity settled by the words beside it.
//!
//! Unvocalised Arabic spells قُتِل, قَتَل and قَتْل alike; what stands before a form tells more often than not
//! which it is: a preposition or a bare noun governs a noun, a relative or a negation a verb, and a word that
//! opens a clause before a noun is its verb (the unmarked order of news prose is verb first).

use super::{Context, NameMatch};
use crate::lexicon::{Number, Part, Particle, Person, Reading, State};
use crate::text::{Gap, TokenKind, Tokens};

/// What a token is in its clause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tag {
    /// A finite verb; the reading is missing when the lexicon does not know it.
    Verb(Option<Reading>),
    /// A noun or adjective; the reading is missing when the lexicon does not know it.
    Nominal(Option<Reading>),
    /// Part of a name.
    Name,
    /// Part of a date or duration.
    Date,
    /// A number in digits or words.
    Number,
    /// A function word.
    Particle(Particle),
    /// A mark.
    Mark,
}

impl Tag {
    /// Whether it is a finite verb.
    pub fn is_verb(&self) -> bool {
        matches!(self, Self::Verb(_))
    }

    /// Its reading, when it has one.
    pub fn reading(&self) -> Option<Reading> {
        match self {
            Self::Verb(reading) | Self::Nominal(reading) => *reading,
            _ => None,
        }
    }
}

/// By how much a noun that the codebook has no use for is unlikelier than a verb before that is taken.
const NEAR: u8 = 3;

/// How much more a reading may cost than the likeliest and still be thought of.
const FAR: u8 = 6;

/// Tags all tokens.
pub fn tag(context: &Context<'_>, names: &[NameMatch], dates: &[Tokens], tags: &mut Vec<Tag>) {
    tags.clear();
    tags.resize(context.text.len(), Tag::Mark);
    for name in names {
        tags[name.tokens.clone()].fill(Tag::Name);
    }
    for date in dates {
        tags[date.clone()].fill(Tag::Date);
    }
    for at in 0..tags.len() {
        if tags[at] == Tag::Mark {
            tags[at] = match context.text.tokens()[at].kind {
                TokenKind::Punct => Tag::Mark,
                TokenKind::Number => Tag::Number,
                TokenKind::Word => word(context, tags, at),
            };
        } else if tags[at] == Tag::Name && verb_not_name(context, names, tags, at) {
            tags[at] = word(context, tags, at);
        }
    }
}

/// A name of one word that is also a verb form is that verb where only a verb can stand.
fn verb_not_name(context: &Context<'_>, names: &[NameMatch], tags: &[Tag], at: usize) -> bool {
    context.may_be_verb(at)
        && names.iter().any(|n| n.tokens.start == at && n.tokens.len() == 1)
        && at > 0
        && matches!(
            tags[at - 1],
            Tag::Particle(Particle::Relative | Particle::Aspect | Particle::ToDo | Particle::Negation)
        )
}

fn word(context: &Context<'_>, tags: &[Tag], at: usize) -> Tag {
    if let Some(particle) = context.particle(at) {
        return Tag::Particle(particle);
    }
    let readings = context.readings(at);
    // Reports hardly speak of themselves: أحمد is a name before it is "I praise".
    let verbs = || {
        readings.iter().filter(|r| {
            let own = r.features.person == Some(Person::First) && r.features.part != Part::Perfect;
            r.features.part.is_verb() && (!own || used(context, r))
        })
    };
    let verb = first_used(context, verbs()).or_else(|| verbs().next()).copied();
    let noun = noun_reading(context, at);
    match (verb, noun) {
        (Some(v), None) => Tag::Verb(Some(prefer_active(context, at, readings, v))),
        (None, Some(n)) => Tag::Nominal(Some(n)),
        (None, None) => unknown(context, tags, at),
        // A written fathatan is a noun's: أمراً.
        (Some(_), Some(n)) if context.text.surface(at).contains('\u{064B}') => Tag::Nominal(Some(n)),
        (Some(v), Some(n)) => {
            if verb_here(context, tags, at, &v, &n) {
                Tag::Verb(Some(prefer_active(context, at, readings, v)))
            } else {
                Tag::Nominal(Some(n))
            }
        }
    }
}

/// Whether the codebook uses the lemma of a reading.
fn used(context: &Context<'_>, reading: &Reading) -> bool {
    !context.uses(reading).is_empty()
}

/// The reading that the codebook uses; of several with as few clitics the one it lists first: its frames stand before its
/// heads, so منشق is who splits off before it is a dissident.
fn first_used<'a>(context: &Context<'_>, readings: impl Iterator<Item = &'a Reading>) -> Option<&'a Reading> {
    let mut readings = readings.peekable();
    let likeliest = readings.peek().map_or(0, |r| r.cost);
    readings.filter(|r| used(context, r) && r.cost <= likeliest + FAR).min_by_key(|r| {
        let own = r.features.person == Some(Person::First);
        (own, r.proclitics.0.count_ones() + u32::from(r.features.enclitic), r.lemma)
    })
}

/// The nominal reading of a token. In news مقاتلي is the construct of مقاتلون sooner than "my fighter".
fn noun_reading(context: &Context<'_>, at: usize) -> Option<Reading> {
    let nominal = || context.readings(at).iter().filter(|r| r.features.part.is_nominal());
    let first = nominal().next()?;
    let participle = matches!(first.features.part, Part::ActiveParticiple | Part::PassiveParticiple);
    if participle && context.names_thing(at) {
        // مدينة is a town before it is a participle.
        return nominal().find(|r| r.features.part == Part::Noun).copied();
    }
    let alike = nominal().filter(|r| r.proclitics == first.proclitics);
    let first = first_used(context, alike).unwrap_or(first);
    let mine = first.features.enclitic && context.text.clean(at).ends_with('ي'); // U+064A YEH
    mine.then(|| nominal().find(|r| !r.features.enclitic)).flatten().or(Some(first)).copied()
}

/// The active reading of a verb form where it has one: the passive is settled later, by its arguments.
fn prefer_active(context: &Context<'_>, at: usize, readings: &[Reading], first: Reading) -> Reading {
    // A damma written over the first letter says passive.
    let marked = context.text.surface(at).contains('\u{064F}');
    readings
        .iter()
        .find(|r| {
            let same = r.lemma == first.lemma && r.features.person == first.features.person;
            r.features.part.is_verb() && same && r.features.passive == marked
        })
        .copied()
        .unwrap_or(first)
}

fn verb_here(context: &Context<'_>, tags: &[Tag], at: usize, verb: &Reading, noun: &Reading) -> bool {
    if noun.proclitics.preposition()
        && !verb.proclitics.preposition()
        && verb.proclitics.0.count_ones() >= noun.proclitics.0.count_ones()
    {
        return false;
    }
    // What the codebook uses is the likelier word of two in such texts: وزير is no و with a form of زار.
    let (verb_used, noun_used) = (used(context, verb), used(context, noun));
    let before = previous(context, tags, at);
    let forced = before.is_some_and(|b| {
        matches!(
            tags[b],
            Tag::Particle(
                Particle::Relative
                    | Particle::Aspect
                    | Particle::ToDo
                    | Particle::Auxiliary
                    | Particle::Negation
            )
        )
    });
    // كان takes a noun as readily as a verb: وكان وزير الدفاع.
    let after_auxiliary = before.is_some_and(|b| tags[b] == Tag::Particle(Particle::Auxiliary));
    if noun_used && !verb_used && (!forced || after_auxiliary) {
        return false;
    }
    let governed = before.is_some_and(|b| {
        let asks = matches!(
            tags[b],
            Tag::Particle(
                Particle::Prep(_) | Particle::Adverbial | Particle::Quantifier | Particle::Demonstrative
            )
        );
        asks || tags[b] == Tag::Number
    });
    let bare = noun.features.state == Some(State::Bare) && !noun.features.enclitic;
    if bare && verb_used && !governed && verb.features.part == Part::Perfect && content_follows(context, at) {
        return true;
    }
    let near = if noun_used { FAR } else { NEAR };
    if verb.cost + near <= noun.cost && !governed && !noun.proclitics.preposition() {
        return true;
    }
    if noun.cost + FAR <= verb.cost && !forced {
        return false;
    }
    // A dual with its pronoun is rarer than a verb with its object: أجراه is not "his two wages".
    if noun.features.number == Some(Number::Dual) && noun.features.enclitic {
        return true;
    }
    // A reading with fewer clitics is the likelier word: وقف is not و + قف.
    let (v, n) = (verb.proclitics.0.count_ones(), noun.proclitics.0.count_ones());
    if v + 1 < n {
        return true;
    }
    let next_nominal = next_is_nominal(context, at);
    let Some(before) = before else { return next_nominal };
    if noun.features.state == Some(State::Tanween) && verb.features.part == Part::Perfect && !next_nominal {
        return false;
    }
    match tags[before] {
        Tag::Particle(Particle::Relative | Particle::Aspect | Particle::ToDo | Particle::Auxiliary) => true,
        Tag::Particle(Particle::Negation) => {
            !matches!(context.text.clean(before), "غير" | "عدم" | "وعدم" | "بعدم")
                && verb.features.part == Part::Imperfect
                || matches!(context.text.clean(before), "ما" | "لم" | "لن" | "ولم" | "ولن")
        }
        Tag::Particle(Particle::That) => {
            let takes_topic = matches!(context.text.clean(before).chars().last(), Some('ن'));
            !takes_topic || verb.features.part == Part::Imperfect
        }
        Tag::Particle(Particle::Subordinator | Particle::Conjunction | Particle::Other)
        | Tag::Name
        | Tag::Date
        | Tag::Mark => next_nominal,
        Tag::Particle(_) | Tag::Number => false,
        Tag::Nominal(Some(r)) if r.features.state == Some(State::Definite) || r.features.enclitic => {
            after_topic(context, tags, at, verb, noun, next_nominal)
        }
        Tag::Nominal(_) if context.has_article(before) => {
            after_topic(context, tags, at, verb, noun, next_nominal)
        }
        Tag::Nominal(_) => {
            next_nominal
                && verb.features.part == Part::Perfect
                && (verb.proclitics.conjunction() || verb_used && !noun_used)
        }
        Tag::Verb(_) => verb.proclitics.conjunction() && next_nominal,
    }
}

/// After a complete phrase a verb may follow (التنظيم قتل 350; الوزير كشف عن); a bare noun hardly does, unless a
/// verb before it governs both (واصل الجيش قصف المدينة).
fn after_topic(
    context: &Context<'_>,
    tags: &[Tag],
    at: usize,
    verb: &Reading,
    noun: &Reading,
    next_nominal: bool,
) -> bool {
    if verb.proclitics.conjunction() {
        return noun.proclitics.conjunction() && next_nominal && verb.features.part == Part::Perfect;
    }
    if verb.features.part != Part::Perfect {
        return next_nominal || used(context, verb) && !used(context, noun) && next_governs(context, at);
    }
    let sentence = context.text.sentences()[context.text.sentence_of(at)].tokens.start;
    let governed =
        (sentence..at).rev().take_while(|&t| !opens_clause(context, tags, t)).any(|t| tags[t].is_verb());
    let bare = noun.features.state == Some(State::Bare) && !noun.features.enclitic;
    !governed && (next_nominal || bare && next_governs(context, at))
}

/// Whether a clause of its own may begin at a token.
fn opens_clause(context: &Context<'_>, tags: &[Tag], at: usize) -> bool {
    match tags[at] {
        Tag::Mark => context.text.clean(at) != "\"",
        Tag::Particle(
            Particle::That
            | Particle::Relative
            | Particle::Subordinator
            | Particle::Conjunction
            | Particle::Pronoun,
        ) => true,
        _ => false,
    }
}

/// Whether a preposition or content clause follows, as after a verb.
fn next_governs(context: &Context<'_>, at: usize) -> bool {
    matches!(context.particle(at + 1), Some(Particle::Prep(_) | Particle::That))
}

/// Whether a content clause follows, with a preposition before it or none: a verb of saying rather than its verbal noun
/// (ولفت إلى أن).
fn content_follows(context: &Context<'_>, at: usize) -> bool {
    let that = |t: usize| context.particle(t) == Some(Particle::That);
    that(at + 1) || matches!(context.particle(at + 1), Some(Particle::Prep(_))) && that(at + 2)
}

/// The token before `at` in the same sentence, quotation marks skipped; none at a sentence's start.
fn previous(context: &Context<'_>, tags: &[Tag], at: usize) -> Option<usize> {
    let sentence = &context.text.sentences()[context.text.sentence_of(at)].tokens;
    let mut before = at;
    while before > sentence.start {
        before -= 1;
        if tags[before] != Tag::Mark {
            return Some(before);
        }
        if context.text.clean(before) != "\"" {
            return None;
        }
    }
    None
}

/// Whether what follows can be a verb's subject or object.
fn next_is_nominal(context: &Context<'_>, at: usize) -> bool {
    let mut next = at + 1;
    while context.text.is_punct(next) && context.text.clean(next) == "\"" {
        next += 1;
    }
    let Some(token) = context.text.tokens().get(next) else { return false };
    match token.kind {
        TokenKind::Number => true,
        TokenKind::Punct => false,
        TokenKind::Word => {
            token.gap < Gap::Line
                && match context.particle(next) {
                    None => !context.has_conjunction(next),
                    Some(Particle::Quantifier | Particle::Demonstrative) => true,
                    Some(_) => false,
                }
        }
    }
}

/// A word outside the lexicon: a verb where its shape or its neighbour says so, else a noun.
fn unknown(context: &Context<'_>, tags: &[Tag], at: usize) -> Tag {
    let folded = context.text.folded(at);
    let stem = folded.strip_prefix(['و', 'ف']).filter(|s| s.chars().count() > 3).unwrap_or(folded);
    let letters = stem.chars().count();
    if context.has_article(at) {
        return Tag::Nominal(None);
    }
    let governed = at > 0
        && matches!(
            tags[at - 1],
            Tag::Particle(Particle::Relative | Particle::Aspect | Particle::ToDo | Particle::Auxiliary)
        );
    let governed_noun = at > 0
        && matches!(
            tags[at - 1],
            Tag::Particle(
                Particle::Prep(_) | Particle::Adverbial | Particle::Quantifier | Particle::Demonstrative
            ) | Tag::Number
        );
    if governed_noun || context.after_bare_noun(at) {
        return Tag::Nominal(None);
    }
    // After a name or another word that no list has, the ت of a perfect is sooner the end of a foreign name.
    let name_goes_on = at > 0
        && matches!(tags[at - 1], Tag::Name | Tag::Nominal(None))
        && context.text.tokens()[at].gap == Gap::Space;
    let imperfect =
        letters >= 4 && (stem.starts_with('ي') || stem.starts_with("سي") || stem.starts_with("ست"));
    let perfect = letters >= 4
        && (stem.ends_with("وا") || stem.ends_with('ت') && !stem.ends_with("ات") && !stem.ends_with("يت"));
    let any_prefix = stem.starts_with(['ي', 'ت', 'ن', 'ا']);
    if imperfect || perfect && !name_goes_on || governed && any_prefix && letters >= 3 {
        Tag::Verb(None)
    } else {
        Tag::Nominal(None)
    }
}
