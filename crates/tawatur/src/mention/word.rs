//! What each token is as a word of the language, whatever it means in its clause: its class, its clitics and its lemma, as
//! treebanks have them.

use std::borrow::Cow;

use serde::Serialize;

use super::{Context, NameMatch, Tag};
use crate::lexicon::{Cuts, Part, Particle, Proclitics, Reading};

/// The class of a word, coarser than a part of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WordClass {
    /// A finite verb, auxiliaries included.
    Verb,
    /// A noun, adjective or name.
    Nominal,
    /// A preposition, conjunction, pronoun or other function word.
    Particle,
    /// A number in digits.
    Number,
    /// A mark.
    Mark,
}

/// A token as a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// Its class.
    pub class: WordClass,
    /// Where it is cut into clitics and stem.
    pub cuts: Cuts,
    /// The form under which a dictionary has it; what is in no list is given the ending that one would give it.
    pub lemma: Cow<'a, str>,
}

/// Gives each token's word to `each`, in their order.
pub fn words<'a>(
    context: &Context<'a>,
    names: &[NameMatch],
    tags: &[Tag],
    mut each: impl FnMut(usize, Word<'a>),
) {
    let mut names = names.iter().peekable();
    for at in 0..tags.len() {
        while names.next_if(|n| n.tokens.end <= at).is_some() {}
        let own = names.peek().filter(|n| n.tokens.start == at && tags[at] == Tag::Name);
        each(at, word(context, tags, at, own.copied()));
    }
}

fn word<'a>(context: &Context<'a>, tags: &[Tag], at: usize, name: Option<&NameMatch>) -> Word<'a> {
    let clean = context.text.clean(at);
    let particle = context.particle(at);
    let whole = |class| Word { class, cuts: Cuts::whole(), lemma: Cow::Borrowed(clean) };
    match tags[at] {
        Tag::Mark => whole(WordClass::Mark),
        Tag::Number => whole(WordClass::Number),
        _ if context.text.is_punct(at) => whole(WordClass::Mark),
        _ if context.text.is_number(at) => whole(WordClass::Number),
        Tag::Verb(Some(reading)) => read(context, tags, at, &reading, WordClass::Verb),
        Tag::Nominal(Some(reading)) => read(context, tags, at, &reading, WordClass::Nominal),
        Tag::Verb(None) => guessed(context, at, WordClass::Verb),
        Tag::Nominal(None) => guessed(context, at, WordClass::Nominal),
        // A name or date may hold function words and common nouns: نهر الأردن, في أيار.
        Tag::Name | Tag::Date | Tag::Particle(_) => match (name, particle) {
            (None, Some(particle)) => function_word(context, tags, at, particle),
            (Some(name), _) => {
                let clitics =
                    usize::from(name.clitic.conjunction) + usize::from(name.clitic.preposition.is_some());
                let cuts = Cuts::after(clitics, clean);
                let listed = noun(context, at).filter(|r| Cuts::of_reading(clean, r) == cuts);
                let lemma = listed.map_or_else(
                    || without_article(cuts.stem_of(clean)),
                    |r| context.codebook.lexicon.citation(r),
                );
                Word { class: WordClass::Nominal, cuts, lemma: Cow::Borrowed(lemma) }
            }
            (None, None) => match noun(context, at) {
                Some(reading) => read(context, tags, at, reading, WordClass::Nominal),
                None => guessed(context, at, WordClass::Nominal),
            },
        },
    }
}

fn noun<'a>(context: &Context<'a>, at: usize) -> Option<&'a Reading> {
    context.readings(at).iter().find(|r| r.features.part.is_nominal())
}

/// A word in the likeliest of the readings that are of the chosen one's class and cut alike: what a frame wants it for may be
/// another.
fn read<'a>(context: &Context<'a>, tags: &[Tag], at: usize, chosen: &Reading, class: WordClass) -> Word<'a> {
    let clean = context.text.clean(at);
    let cuts = Cuts::of_reading(clean, chosen);
    let alike = |r: &&Reading| {
        r.features.part.is_verb() == chosen.features.part.is_verb() && Cuts::of_reading(clean, r) == cuts
    };
    let modifies = |r: &&Reading| {
        matches!(r.features.part, Part::Adjective | Part::ActiveParticiple | Part::PassiveParticiple)
    };
    let readings = || context.readings(at).iter().filter(alike);
    // مدنية and هجومية are nouns as well, but hardly after a noun that they agree with.
    let attribute = attributive(context, tags, at).then(|| readings().find(modifies)).flatten();
    let likeliest = attribute.or_else(|| readings().next()).unwrap_or(chosen);
    Word { class, cuts, lemma: Cow::Borrowed(context.codebook.lexicon.citation(likeliest)) }
}

/// Whether a noun stands before a nominal, with the article if that has it and without if not.
fn attributive(context: &Context<'_>, tags: &[Tag], at: usize) -> bool {
    matches!(tags[at], Tag::Nominal(Some(r)) if !r.features.enclitic && r.proclitics == Proclitics::default())
        && at > 0
        && matches!(tags[at - 1], Tag::Nominal(_) | Tag::Name)
        && context.has_article(at - 1) == context.has_article(at)
}

/// A function word. Auxiliaries are verbs and what measures a noun is a noun, in grammar if not in what they do here.
fn function_word<'a>(context: &Context<'a>, tags: &[Tag], at: usize, particle: Particle) -> Word<'a> {
    let clean = context.text.clean(at);
    let readings = context.readings(at);
    let (class, reading) = match particle {
        Particle::Auxiliary => (WordClass::Verb, readings.iter().find(|r| r.features.part.is_verb())),
        Particle::Negation if clean.trim_start_matches(['و', 'ف']).starts_with("ليس") => {
            (WordClass::Verb, None)
        }
        Particle::Quantifier => (WordClass::Nominal, noun(context, at)),
        _ => (WordClass::Particle, None),
    };
    if let Some(reading) = reading {
        return read(context, tags, at, reading, class);
    }
    let cuts = Cuts::of_particle(clean);
    Word { class, cuts, lemma: Cow::Borrowed(cuts.stem_of(clean)) }
}

/// A word that no list has.
fn guessed<'a>(context: &Context<'a>, at: usize, class: WordClass) -> Word<'a> {
    let clean = context.text.clean(at);
    let guess = context.guess(at);
    let cuts = guess.cuts;
    let mut stem = cuts.stem_of(clean);
    // للدراجات is ل and الدراجات.
    if guess.proclitics.has(Proclitics::LI) && clean.trim_start_matches(['و', 'ف']).starts_with("لل") {
        stem = stem.strip_prefix('ل').unwrap_or(stem);
    }
    let lemma = match class {
        WordClass::Verb => verb_lemma(stem),
        _ => Cow::Borrowed(noun_lemma(without_article(stem), cuts.has_pronoun())),
    };
    Word { class, cuts, lemma }
}

fn without_article(stem: &str) -> &str {
    stem.strip_prefix("ال").filter(|s| s.chars().count() > 1).unwrap_or(stem)
}

/// A nisba without its feminine, a noun without the ending of its plural: what a dictionary lists.
fn noun_lemma(stem: &str, pronoun: bool) -> &str {
    let long = |rest: &&str| rest.chars().count() >= 4;
    let nisba = ["ية", "يات", "يون", "يين", "يا"].into_iter().find_map(|ending| {
        let rest = stem.strip_suffix(ending).filter(long)?;
        Some(&stem[..rest.len() + 'ي'.len_utf8()])
    });
    let plural = || ["ات", "ون", "ين"].into_iter().find_map(|ending| stem.strip_suffix(ending).filter(long));
    nisba.filter(|_| !pronoun).or_else(plural).unwrap_or(stem)
}

/// An imperfect without its prefix: the commonest forms show theirs in the perfect as well.
fn verb_lemma(stem: &str) -> Cow<'_, str> {
    let stem = stem.strip_prefix('س').filter(|s| s.starts_with(['ي', 'ت', 'ن', 'أ'])).unwrap_or(stem);
    let letters = stem.chars().count();
    let Some(rest) = stem.strip_prefix(['ي', 'ت', 'ن', 'أ']).filter(|_| letters >= 4) else {
        return Cow::Borrowed(stem.strip_suffix("وا").or_else(|| stem.strip_suffix('ت')).unwrap_or(stem));
    };
    let rest = rest.strip_suffix("ون").or_else(|| rest.strip_suffix("وا")).unwrap_or(rest);
    // يستعمل, ينكسر, يرتعش carry their alef in the perfect only.
    let second = rest.chars().nth(1);
    if rest.starts_with("ست") || rest.starts_with('ن') && letters >= 5 || second == Some('ت') && letters >= 5
    {
        Cow::Owned(format!("ا{rest}"))
    } else {
        Cow::Borrowed(rest)
    }
}
