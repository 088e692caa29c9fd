//! Triggers: words and phrases that may express a type, and cues, which say how to take what stands beside them.

use crate::codebook::{CueKind, Element, Parts, Phrase, Use};
use crate::lexicon::{Part, Particle, Person, Reading};
use crate::mention::{Context, FormFacts, Tag};
use crate::text::{Gap, Tokens};

/// At most so many words fill a gap of a phrase when there is a verb among them …
const GAP: usize = 4;
/// … and so many when there is none: لقي أكثر من مئة مدني من أهالي البلدة حتفهم.
const LONG_GAP: usize = 9;

/// A word or phrase with a use.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// The words.
    pub tokens: Tokens,
    /// The word that governs: the first verb or noun of it.
    pub at: usize,
    /// Its reading; none for phrases of plain words.
    pub reading: Option<Reading>,
    /// Frames (or cues) by number.
    pub uses: Vec<u16>,
    /// Whether it is a phrase.
    pub phrase: bool,
    /// Which of its tokens are its own words, and which fill its gaps: one bit a token, the first lowest.
    own: u64,
}

/// Those that begin in a token range; triggers and cues stand in the order of their first tokens.
pub fn within(triggers: &[Trigger], tokens: Tokens) -> &[Trigger] {
    let from = triggers.partition_point(|t| t.tokens.start < tokens.start);
    let to = triggers.partition_point(|t| t.tokens.start < tokens.end);
    &triggers[from..to.max(from)]
}

/// Finds the triggers of frames. A phrase hides the triggers inside it.
pub fn triggers(context: &Context<'_>, tags: &[Tag]) -> Vec<Trigger> {
    let mut found = collect(
        context,
        tags,
        |facts| facts.frame || !facts.phrases.is_empty(),
        |usage| match usage {
            Use::Frame(frame) => Some(frame),
            _ => None,
        },
        |frame| context.codebook.frames[frame as usize].parts,
    );
    // هناك is no form of هنّأ.
    found.retain(|t| t.phrase || !matches!(tags[t.at], Tag::Particle(_)));
    found
}

/// Finds the cues, all kinds together.
pub fn cues(context: &Context<'_>, tags: &[Tag]) -> Vec<Trigger> {
    collect(
        context,
        tags,
        |facts| facts.cue || !facts.phrases.is_empty(),
        |usage| match usage {
            Use::Cue(cue) => Some(cue),
            _ => None,
        },
        |cue| context.codebook.cues[cue as usize].parts,
    )
}

impl Trigger {
    /// A single word, whatever it is used for.
    pub fn word(at: usize, reading: Reading) -> Self {
        Self { tokens: at..at + 1, at, reading: Some(reading), uses: Vec::new(), phrase: false, own: 1 }
    }

    /// Whether a token is one of its own words; arguments may stand in the gaps between them.
    pub fn owns(&self, token: usize) -> bool {
        self.tokens.contains(&token) && self.own >> (token - self.tokens.start).min(63) & 1 == 1
    }

    /// The cues of a kind among its uses.
    pub fn cue<'a>(&self, context: &Context<'a>, kind: CueKind) -> Option<&'a crate::codebook::Cue> {
        self.uses.iter().map(|&c| &context.codebook.cues[c as usize]).find(|c| c.kind == kind)
    }
}

fn collect(
    context: &Context<'_>,
    tags: &[Tag],
    may: impl Fn(&FormFacts) -> bool,
    want: impl Fn(Use) -> Option<u16>,
    parts: impl Fn(u16) -> Parts,
) -> Vec<Trigger> {
    let codebook = context.codebook;
    let mut found: Vec<Trigger> = Vec::new();
    let mut at = 0;
    while at < tags.len() {
        if !may(context.facts(at)) {
            at += 1;
            continue;
        }
        let mut best: Option<Trigger> = None;
        let mut consider = |number: u16| {
            let phrase = &codebook.phrases[number as usize];
            if let Some(usage) = want(phrase.usage)
                && let Some(trigger) = phrase_at(context, tags, phrase, at)
            {
                match &mut best {
                    Some(b) if b.tokens == trigger.tokens => b.uses.push(usage),
                    Some(b) if b.tokens.len() >= trigger.tokens.len() => {}
                    _ => best = Some(Trigger { uses: vec![usage], ..trigger }),
                }
            }
        };
        context.facts(at).phrases.iter().for_each(|&number| consider(number));
        if let Some(mut trigger) = best {
            if trigger.tokens.len() == 1
                && let Some(word) = word_at(context, tags, at, &want, &parts)
            {
                // A phrase of one word does not hide what else the word may be.
                trigger.uses.extend(
                    word.uses.iter().filter(|u| !trigger.uses.contains(u)).copied().collect::<Vec<_>>(),
                );
                trigger.reading = word.reading;
                trigger.phrase = false;
            }
            at = trigger.tokens.end;
            found.push(trigger);
            continue;
        }
        if let Some(trigger) = word_at(context, tags, at, &want, &parts) {
            found.push(trigger);
        }
        at += 1;
    }
    found
}

fn word_at(
    context: &Context<'_>,
    tags: &[Tag],
    at: usize,
    want: impl Fn(Use) -> Option<u16>,
    parts: impl Fn(u16) -> Parts,
) -> Option<Trigger> {
    // A function word may be a cue as well (لم, بسبب); a name or date never is one.
    if matches!(tags[at], Tag::Name | Tag::Date | Tag::Mark | Tag::Number) {
        return None;
    }
    let mut chosen: Option<Reading> = None;
    let mut uses = Vec::new();
    let thing = context.names_thing(at);
    for reading in context.readings(at) {
        let fits = match tags[at] {
            Tag::Verb(_) => reading.features.part.is_verb(),
            Tag::Nominal(_) => reading.features.part.is_nominal(),
            _ => true,
        };
        if !fits
            || reading.features.person == Some(Person::First) && reading.features.part != Part::Perfect
            || participle(reading) && thing
            // بعدما is no عدم with ب.
            || tags[at] == Tag::Particle(Particle::Subordinator) && reading.proclitics.preposition()
        {
            continue;
        }
        for usage in context.uses(reading) {
            if let Some(number) = want(*usage)
                && parts(number).take(reading.features.part)
                && !uses.contains(&number)
            {
                uses.push(number);
                let better = chosen.is_none_or(|c| {
                    c.features.passive && !reading.features.passive && c.lemma == reading.lemma
                });
                if better {
                    chosen = Some(*reading);
                }
            }
        }
    }
    (!uses.is_empty()).then(|| Trigger {
        tokens: at..at + 1,
        at,
        reading: chosen,
        uses,
        phrase: false,
        own: 1,
    })
}

fn participle(reading: &Reading) -> bool {
    matches!(reading.features.part, Part::ActiveParticiple | Part::PassiveParticiple)
}

fn phrase_at(context: &Context<'_>, tags: &[Tag], phrase: &Phrase, start: usize) -> Option<Trigger> {
    let mut found = Matched::default();
    let end = elements_at(context, tags, &phrase.elements, start, start, &mut found)?;
    let (at, reading) = found.governor.map_or_else(
        || (start, tags[start].reading().or_else(|| context.readings(start).first().copied())),
        |(at, reading)| (at, Some(reading)),
    );
    Some(Trigger { tokens: start..end, at, reading, uses: Vec::new(), phrase: true, own: found.own })
}

/// What the elements of a phrase were found to be.
#[derive(Default)]
struct Matched {
    governor: Option<(usize, Reading)>,
    own: u64,
}

/// Matches the elements from `at` on and returns the end; gaps take as few words as they can.
fn elements_at(
    context: &Context<'_>,
    tags: &[Tag],
    elements: &[Element],
    start: usize,
    at: usize,
    found: &mut Matched,
) -> Option<usize> {
    let Some((element, rest)) = elements.split_first() else { return Some(at) };
    let text = context.text;
    let mut at = at;
    // Quotation marks do not part a phrase.
    while at > start && text.is_punct(at) && text.clean(at) == "\"" {
        at += 1;
    }
    if at >= text.len() || at > start && text.tokens()[at].gap >= Gap::Line {
        return None;
    }
    match element {
        Element::Word(word) => {
            context.facts(at).phrase_words.binary_search(word).ok()?;
            found.own |= 1_u64.checked_shl((at - start) as u32).unwrap_or(0);
            elements_at(context, tags, rest, start, at + 1, found)
        }
        Element::Verb(lemma) => {
            let reading =
                context.readings(at).iter().find(|r| r.lemma == *lemma && r.features.part.is_verb())?;
            if found.governor.is_none() {
                found.governor = Some((at, *reading));
            }
            found.own |= 1_u64.checked_shl((at - start) as u32).unwrap_or(0);
            elements_at(context, tags, rest, start, at + 1, found)
        }
        Element::Gap => {
            // Most words end no gap, which is quickly seen; before the rest quotation marks may stand.
            let may_follow = |at: usize| match rest.first() {
                Some(Element::Word(word)) if at < text.len() => {
                    text.is_punct(at) || context.facts(at).phrase_words.contains(word)
                }
                _ => true,
            };
            let mut verbal = false;
            for skip in 0..=LONG_GAP {
                if may_follow(at + skip) {
                    let before = found.own;
                    let end = elements_at(context, tags, rest, start, at + skip, found);
                    if end.is_some() {
                        return end;
                    }
                    found.own = before;
                }
                let inside = *tags.get(at + skip)?;
                verbal |= inside.is_verb();
                if inside == Tag::Mark && text.clean(at + skip) != "\"" || verbal && skip >= GAP {
                    return None;
                }
            }
            None
        }
    }
}
