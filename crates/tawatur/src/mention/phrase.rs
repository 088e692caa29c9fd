//! Noun phrases: a head with the number before it, its adjectives, its annexed nouns and its name.

use rustc_hash::FxHashMap;

use super::{Context, Mention, NameMatch, Tag};
use crate::codebook::{Classes, HeadWord, Prep, Referent, Use};
use crate::lexicon::{Number, Part, Particle, Proclitics, Reading, State};
use crate::text::{Gap, Tokens};
use crate::value::NumberValue;

/// How deep annexation is followed: عدد من قادة تنظيم الدولة.
const DEPTH: usize = 4;
/// A person's name has at most so many words after its title.
const NAME_WORDS: usize = 4;

/// Finds all noun phrases, in order; nested ones follow the phrase they stand in.
pub fn mentions(
    context: &Context<'_>,
    tags: &[Tag],
    names: &[NameMatch],
    numbers: &[NumberValue],
    found: &mut Vec<Mention>,
) {
    found.clear();
    let names_at: FxHashMap<usize, &NameMatch> = names.iter().map(|n| (n.tokens.start, n)).collect();
    let numbers_at: FxHashMap<usize, &NumberValue> = numbers.iter().map(|n| (n.tokens.start, n)).collect();
    let chunker = Chunker { context, tags, names_at, numbers_at };
    let mut at = 0;
    while at < tags.len() {
        let before = found.len();
        match chunker.phrase(at, DEPTH, found) {
            Some(end) => {
                chunker.govern(found, before);
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
}

struct Chunker<'a> {
    context: &'a Context<'a>,
    tags: &'a [Tag],
    names_at: FxHashMap<usize, &'a NameMatch>,
    numbers_at: FxHashMap<usize, &'a NumberValue>,
}

impl Chunker<'_> {
    /// Reads one phrase that starts at `at`, pushes it (and what is nested in it) and returns its end.
    fn phrase(&self, at: usize, depth: usize, found: &mut Vec<Mention>) -> Option<usize> {
        let index = found.len();
        let (mut mention, mut at_head) = self.opening(at)?;
        if let Some(name) = self.names_at.get(&at_head).filter(|_| self.tags[at_head] == Tag::Name) {
            self.take_name(&mut mention, name);
            mention.head = at_head;
            mention.tokens.end = name.tokens.end;
            found.push(mention);
            self.modifiers(index, depth, found);
            return Some(found[index].tokens.end);
        }
        // A number whose counted noun stands further on: "15 من مقاتلي التنظيم".
        let reading = match self.tags.get(at_head)? {
            Tag::Nominal(reading) => *reading,
            Tag::Particle(Particle::Demonstrative) => {
                at_head += 1;
                match self.tags.get(at_head) {
                    Some(Tag::Nominal(reading)) => *reading,
                    _ => return None,
                }
            }
            _ if mention.tokens.len() > 0 && mention.tokens.end == at_head && at_head > at => {
                mention.head = at_head - 1;
                found.push(mention);
                return Some(at_head);
            }
            _ => return None,
        };
        mention.head = at_head;
        mention.tokens.end = at_head + 1;
        self.take_head(&mut mention, at_head, reading);
        found.push(mention);
        self.modifiers(index, depth, found);
        Some(found[index].tokens.end)
    }

    /// What may stand before a head: numbers, quantifiers, their من.
    fn opening(&self, start: usize) -> Option<(Mention, usize)> {
        let mut at = start;
        let mut plural = false;
        loop {
            if let Some(number) = self.numbers_at.get(&at).filter(|n| !n.tokens.is_empty()) {
                plural |= number.best.is_none_or(|b| b > 2.0);
                // The number's range may hold the counted noun already; the head is that noun.
                let next = number.noun.filter(|&n| n >= at && n < number.tokens.end).unwrap_or(number.tokens.end);
                if next == at {
                    break;
                }
                at = next;
            } else if matches!(self.tags.get(at), Some(Tag::Particle(Particle::Quantifier))) {
                plural = true;
                at += 1;
            } else if at > start
                && matches!(self.tags.get(at), Some(Tag::Particle(Particle::Prep(Prep::Min))))
                && self.context.text.clean(at) == "من"
            {
                at += 1;
            } else if at > start && matches!(self.tags.get(at), Some(Tag::Number)) {
                at += 1;
            } else {
                break;
            }
        }
        match self.tags.get(at) {
            Some(Tag::Nominal(_) | Tag::Name | Tag::Particle(Particle::Demonstrative)) => {}
            _ if at > start => {}
            _ => return None,
        }
        if at > start && self.context.text.tokens().get(at).is_none_or(|t| t.gap >= Gap::Line) {
            return None;
        }
        Some((Mention { tokens: start..at, head: at, plural, ..Mention::default() }, at))
    }

    fn take_name(&self, mention: &mut Mention, name: &NameMatch) {
        mention.named = true;
        mention.definite = true;
        for &referent in name.referents(self.context) {
            mention.referents.push(referent);
            mention.classes = mention.classes.with(match referent {
                Referent::Entity(e) => self.context.codebook.entities[e as usize].kind.class(),
                Referent::Place(_) => Classes::PLACE,
            });
        }
    }

    fn head_of(&self, reading: Option<Reading>, at: usize) -> Option<(u16, &HeadWord)> {
        let lookup = |r: &Reading| {
            self.context.uses(r).iter().find_map(|u| match u {
                Use::Head(h) => Some((*h, &self.context.codebook.heads[*h as usize])),
                _ => None,
            })
        };
        reading.as_ref().and_then(lookup).or_else(|| {
            self.context.readings(at).iter().filter(|r| r.features.part.is_nominal()).find_map(lookup)
        })
    }

    fn nisba_of(&self, at: usize) -> Option<u32> {
        self.context.readings(at).iter().find_map(|r| {
            self.context.uses(r).iter().find_map(|u| match u {
                Use::Nisba(state) => Some(*state),
                _ => None,
            })
        })
    }

    fn take_head(&self, mention: &mut Mention, at: usize, reading: Option<Reading>) {
        if let Some((number, head)) = self.head_of(reading, at) {
            mention.head_word = Some(number);
            mention.classes = head.class;
        } else if let Some(state) = self.nisba_of(at) {
            // السوريون: people of a state.
            mention.nisba = Some(state);
            mention.classes = Classes::CIVILIAN;
        }
        let features = reading.map(|r| r.features);
        mention.plural |= features.and_then(|f| f.number) == Some(Number::Plural);
        mention.definite = features.is_some_and(|f| f.state == Some(State::Definite) || f.enclitic) || self.article(at);
    }

    fn article(&self, at: usize) -> bool {
        let folded = self.context.text.folded(at);
        let stem = folded.strip_prefix(['و', 'ف']).unwrap_or(folded);
        let stem = stem.strip_prefix(['ب', 'ك']).unwrap_or(stem);
        stem.starts_with("ال") || stem.starts_with("لل")
    }

    /// Takes adjectives, annexed phrases, names in apposition and aliases in parentheses.
    fn modifiers(&self, index: usize, depth: usize, found: &mut Vec<Mention>) {
        let head = found[index].head;
        let head_word = found[index].head_word.map(|h| &self.context.codebook.heads[h as usize]);
        let has_enclitic = self.tags[head].reading().is_some_and(|r| r.features.enclitic);
        let mut annexed = self.article(head) || has_enclitic || found[index].named;
        let mut name_words = 0;
        loop {
            let at = found[index].tokens.end;
            let Some(next) = self.skip_quote(at) else { break };
            if let Some(end) = self.parenthesis(next, index, found) {
                found[index].tokens.end = end;
                continue;
            }
            if !self.continues(next) {
                break;
            }
            let named_here = self.tags[next] == Tag::Name && self.names_at.contains_key(&next);
            if named_here && !self.name_carries_clitic(next) {
                let introduces = head_word
                    .is_some_and(|h| h.title || h.group_head || h.place_head.is_some() || h.class == Classes::OUTLET);
                if annexed && !introduces {
                    break;
                }
                let before = found.len();
                if depth == 0 {
                    break;
                }
                let Some(end) = self.phrase(next, depth - 1, found) else { break };
                found[index].tokens.end = end.max(self.closing_quote(end));
                self.absorb(index, before, head_word, found);
                annexed = true;
                continue;
            }
            let Tag::Nominal(reading) = self.tags[next] else { break };
            if reading.is_some_and(|r| r.proclitics.0 != 0) || reading.is_none() && self.unknown_clitic(next) {
                break;
            }
            let definite = self.article(next);
            let adjective = self.nisba_of(next).is_some()
                || reading.is_none() && self.nisba_shape(next)
                || definite && self.attributive(found[index].plural, next, reading)
                || reading.is_some_and(|r| {
                    matches!(r.features.part, Part::Adjective | Part::ActiveParticiple | Part::PassiveParticiple)
                });
            if (annexed || adjective) && definite == (self.article(head) || annexed) && (adjective || reading.is_none() && definite) {
                // An adjective, or an unlisted word with the article after a definite noun.
                if found[index].nisba.is_none() {
                    found[index].nisba = self.nisba_of(next);
                }
                self.refine(index, next, found);
                found[index].tokens.end = self.closing_quote(next + 1);
                continue;
            }
            if adjective && !definite && !annexed {
                if found[index].nisba.is_none() {
                    found[index].nisba = self.nisba_of(next);
                }
                self.refine(index, next, found);
                found[index].tokens.end = next + 1;
                continue;
            }
            if !annexed && depth > 0 && self.can_annex(head, reading, next) {
                let before = found.len();
                let Some(end) = self.phrase(next, depth - 1, found) else { break };
                found[index].tokens.end = end;
                self.absorb(index, before, head_word, found);
                annexed = true;
                continue;
            }
            // The name of a titled person that no list has.
            let titled = head_word.is_some_and(|h| h.title && h.class.meets(Classes::PEOPLE));
            if titled && reading.is_none() && !definite && name_words < NAME_WORDS {
                found[index].tokens.end = next + 1;
                found[index].named = true;
                name_words += 1;
                annexed = true;
                continue;
            }
            break;
        }
    }

    /// An adjective may tell the class: القوات الحكومية, العناصر الإرهابية, رجال مسلحون.
    fn refine(&self, index: usize, adjective: usize, found: &mut [Mention]) {
        if let Some((_, word)) = self.head_of(None, adjective)
            && word.class == Classes::ARMED
            && (found[index].classes.is_empty() || found[index].classes.meets(Classes::PEOPLE.with(Classes::ORGANISATION)))
        {
            found[index].classes = found[index].classes.with(Classes::ARMED);
        }
    }

    /// What a phrase takes over from the phrase annexed to it.
    fn absorb(&self, index: usize, nested: usize, head: Option<&HeadWord>, found: &mut [Mention]) {
        let Some(inner) = found.get(nested).cloned() else { return };
        if let Some(inner) = found.get_mut(nested) {
            inner.inside = Some(index as u32);
        }
        let outer = &mut found[index];
        let keep = |want: fn(&Referent) -> bool| inner.referents.iter().copied().filter(want).collect::<Vec<_>>();
        let Some(head) = head else {
            // An unlisted head over a group's or state's name may still stand for it, if nothing better is there.
            outer.nisba = outer.nisba.or(inner.nisba);
            return;
        };
        if head.place_head.is_some() {
            let places = keep(|r| matches!(r, Referent::Place(_)));
            outer.named |= inner.named;
            outer.referents = places;
            outer.classes = Classes::PLACE;
        } else if head.class.meets(Classes::PARTY.with(Classes::PEOPLE).with(Classes::OUTLET)) {
            let entities = keep(|r| matches!(r, Referent::Entity(_)));
            outer.named |= inner.named && (head.group_head || head.title || head.class == Classes::OUTLET);
            outer.referents = entities;
            if head.group_head && outer.classes.is_empty() {
                outer.classes = inner.classes;
            }
        }
        outer.nisba = outer.nisba.or(inner.nisba);
        outer.definite |= inner.definite;
    }

    /// A bare noun governs the next noun unless that one is an accusative (tanween) of its own.
    fn can_annex(&self, head: usize, reading: Option<Reading>, next: usize) -> bool {
        let tanween = |r: Option<Reading>| r.is_some_and(|r| r.features.state == Some(State::Tanween));
        let surface = self.context.text.surface(head);
        let head_reading = self.tags[head].reading();
        let nunation = surface.ends_with('\u{064B}') || surface.ends_with("\u{064B}ا") || surface.ends_with("ا\u{064B}");
        !tanween(head_reading)
            && !tanween(reading)
            && !nunation
            && !self.context.text.surface(next).contains('\u{064B}')
            && head_reading.is_none_or(|r| !matches!(r.features.part, Part::Adjective))
    }

    /// A listed noun that stands as an attribute after a definite noun of the same number: التنظيم المتشدد, but
    /// not الجيش المسلحين, where the second is an object.
    fn attributive(&self, plural: bool, at: usize, reading: Option<Reading>) -> bool {
        reading.is_some_and(|r| (r.features.number == Some(Number::Plural)) == plural)
            && self.head_of(reading, at).is_some_and(|(_, h)| h.class.meets(Classes::PEOPLE) && !h.title)
    }

    /// An unlisted word in the shape of a nisba: جماعي, جماعية, أجنبيين.
    fn nisba_shape(&self, at: usize) -> bool {
        let clean = self.context.text.clean(at);
        clean.chars().count() > 4
            && ["ي", "ية", "يا", "يين", "يون", "يات"].iter().any(|ending| clean.ends_with(ending))
    }

    fn unknown_clitic(&self, at: usize) -> bool {
        let folded = self.context.text.folded(at);
        folded.starts_with("وال") || folded.starts_with("بال") || folded.starts_with("لل") || folded.starts_with("فال") || folded.starts_with("كال")
            || folded.starts_with("وب") && folded.chars().count() > 5
            || folded.starts_with("ول") && folded.chars().count() > 5
    }

    fn name_carries_clitic(&self, at: usize) -> bool {
        self.names_at
            .get(&at)
            .is_some_and(|n| n.proclitic.conjunction || n.proclitic.preposition.is_some())
    }

    /// Whether the token can go on a phrase: on the same line, no function word.
    fn continues(&self, at: usize) -> bool {
        self.context.text.tokens().get(at).is_some_and(|t| t.gap < Gap::Line)
            && matches!(self.tags.get(at), Some(Tag::Nominal(_) | Tag::Name))
    }

    /// The next token, one opening quotation mark skipped.
    fn skip_quote(&self, at: usize) -> Option<usize> {
        let text = self.context.text;
        let quote = text.is_punct(at) && text.clean(at) == "\"" && text.tokens()[at].gap != Gap::None;
        let next = if quote { at + 1 } else { at };
        (next < text.len()).then_some(next)
    }

    fn closing_quote(&self, at: usize) -> usize {
        let text = self.context.text;
        if text.is_punct(at) && text.clean(at) == "\"" && text.tokens()[at].gap == Gap::None { at + 1 } else { at }
    }

    /// An alias in parentheses right after the phrase: تنظيم الدولة الإسلامية (داعش).
    fn parenthesis(&self, at: usize, index: usize, found: &mut [Mention]) -> Option<usize> {
        let text = self.context.text;
        if !(text.is_punct(at) && text.clean(at) == "(") {
            return None;
        }
        let name = self.names_at.get(&self.skip_quote(at + 1)?)?;
        let close = self.closing_quote(name.tokens.end);
        if !(text.is_punct(close) && text.clean(close) == ")") {
            return None;
        }
        let same = name.referents(self.context).iter().any(|r| found[index].referents.contains(r));
        if found[index].referents.is_empty() && found[index].classes.meets(Classes::PARTY) {
            let mention = &mut found[index];
            mention.referents = name.referents(self.context).to_vec();
            return Some(close + 1);
        }
        same.then_some(close + 1)
    }

    /// Settles what governs the phrase: a proclitic, the function word before it, or a conjunction.
    fn govern(&self, found: &mut [Mention], index: usize) {
        let text = self.context.text;
        let start = found[index].tokens.start;
        let (conjunction, preposition) = self.clitics(start);
        let mention_prep = match preposition {
            Some('ب') => Some((Prep::Bi, start)),
            Some('ل') => Some((Prep::Li, start)),
            Some(_) => Some((Prep::Other, start)),
            None => None,
        };
        let mut before = start;
        let mut prep = mention_prep;
        let mut adverbial = false;
        let mut joined = conjunction;
        while before > 0 {
            before -= 1;
            match self.tags[before] {
                Tag::Mark if text.clean(before) == "\"" => {}
                Tag::Particle(Particle::Demonstrative | Particle::Quantifier) => {
                    if let Some((_, p)) = self.context.particle_with(before)
                        && prep.is_none()
                    {
                        prep = if p.has(Proclitics::BI) {
                            Some((Prep::Bi, before))
                        } else if p.has(Proclitics::LI) {
                            Some((Prep::Li, before))
                        } else {
                            None
                        };
                        joined |= p.conjunction();
                    }
                }
                Tag::Particle(Particle::Prep(p)) => {
                    // منه, عليها … already have their object.
                    if prep.is_none() && !self.has_object(before) {
                        prep = Some((p, before));
                    }
                    break;
                }
                Tag::Particle(Particle::Adverbial) => {
                    // على شمال البلاد: the preposition governs the whole.
                    if prep.is_none() && before > 0 && matches!(self.tags[before - 1], Tag::Particle(Particle::Prep(_))) {
                        continue;
                    }
                    adverbial = prep.is_none();
                    break;
                }
                Tag::Particle(Particle::Conjunction) => {
                    joined |= matches!(text.clean(before), "أو" | "او" | "ثم");
                    break;
                }
                Tag::Nominal(_) if text.clean(before) == "و" => {
                    joined = true;
                    break;
                }
                _ => break,
            }
        }
        let mention = &mut found[index];
        mention.prep = prep;
        mention.adverbial = adverbial;
        mention.joined = joined;
    }

    /// Whether a preposition carries its pronoun.
    fn has_object(&self, at: usize) -> bool {
        let clean = self.context.text.clean(at).trim_start_matches(['و', 'ف']);
        clean.ends_with('ه') || clean.ends_with("ها") || clean.ends_with("هم") || clean.ends_with("هما")
    }

    fn clitics(&self, at: usize) -> (bool, Option<char>) {
        if let Some(name) = self.names_at.get(&at).filter(|_| self.tags[at] == Tag::Name) {
            return (name.proclitic.conjunction, name.proclitic.preposition);
        }
        if let Some(reading) = self.tags[at].reading() {
            let p = reading.proclitics;
            let lil = self.context.text.folded(at).trim_start_matches(['و', 'ف']).starts_with("لل")
                && reading.features.state == Some(State::Definite);
            let preposition = if p.has(Proclitics::BI) {
                Some('ب')
            } else if p.has(Proclitics::LI) || lil {
                Some('ل')
            } else if p.has(Proclitics::KA) {
                Some('ك')
            } else {
                None
            };
            return (p.conjunction(), preposition);
        }
        if matches!(self.tags[at], Tag::Particle(_)) {
            let p = self.context.particle_with(at).map_or(Proclitics(0), |(_, p)| p);
            let preposition = if p.has(Proclitics::BI) {
                Some('ب')
            } else if p.has(Proclitics::LI) {
                Some('ل')
            } else {
                None
            };
            return (p.conjunction(), preposition);
        }
        // An unlisted word: only clitics before the article can be told.
        let folded = self.context.text.folded(at);
        let (conjunction, stem) = match folded.strip_prefix('و') {
            Some(stem) if stem.starts_with("ال") || stem.starts_with("بال") || stem.starts_with("لل") => (true, stem),
            _ => (false, folded),
        };
        let preposition = if stem.starts_with("بال") {
            Some('ب')
        } else if stem.starts_with("لل") && stem.chars().count() > 4 {
            Some('ل')
        } else if stem.starts_with("كال") && stem.chars().count() > 5 {
            Some('ك')
        } else {
            None
        };
        (conjunction, preposition)
    }
}

/// The range that covers a phrase without the number before it.
impl Mention {
    /// From the head to the end of the phrase.
    pub fn core(&self) -> Tokens {
        self.head.min(self.tokens.end)..self.tokens.end
    }
}
