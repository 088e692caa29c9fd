//! What governs a noun phrase: a preposition attached to it (بالمدينة) or standing before it (في المدينة), an
//! adverbial one (قبل الهجوم), or a conjunction that joins it to the phrase before (وعناصره).

use super::phrase::Chunker;
use super::{Mention, Tag};
use crate::codebook::Prep;
use crate::lexicon::{Particle, Proclitics, State};

impl Chunker<'_> {
    /// Settles what governs the phrase: a proclitic, the function word before it, or a conjunction.
    pub(super) fn govern(&self, found: &mut [Mention], index: usize) {
        let text = self.context.text;
        let start = found[index].tokens.start;
        let (mut joined, mut prep) = self.attached(start);
        let mut before = start;
        let mut adverbial = false;
        while before > 0 {
            before -= 1;
            match self.tags[before] {
                Tag::Mark if text.clean(before) == "\"" => {}
                Tag::Particle(Particle::Demonstrative | Particle::Quantifier) => {
                    if let Some((_, p)) = self.context.particle_with(before)
                        && prep.is_none()
                    {
                        prep = preposition(p).map(|p| (p, before));
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
                    if prep.is_none()
                        && before > 0
                        && matches!(self.tags[before - 1], Tag::Particle(Particle::Prep(_)))
                    {
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

    /// What is attached to the phrase's first token: whether a conjunction, and which preposition.
    pub(super) fn attached(&self, at: usize) -> (bool, Option<(Prep, usize)>) {
        let folded = self.context.text.folded(at);
        let name = self.names_at.get(&at).filter(|_| self.tags[at] == Tag::Name);
        let (conjunction, prep) = match self.tags[at] {
            Tag::Verb(Some(reading)) | Tag::Nominal(Some(reading)) => {
                // للـ is a form of its own and no proclitic of the reading.
                let hidden = reading.features.state == Some(State::Definite)
                    && folded.trim_start_matches(['و', 'ف']).starts_with("لل");
                let prep = preposition(reading.proclitics).or(hidden.then_some(Prep::Li));
                (reading.proclitics.conjunction(), prep)
            }
            Tag::Particle(_) => {
                let proclitics = self.context.particle_with(at).map_or(Proclitics(0), |(_, p)| p);
                (proclitics.conjunction(), preposition(proclitics))
            }
            _ => name.map_or_else(
                || {
                    let proclitics = self.context.guess(at).proclitics;
                    (proclitics.conjunction(), preposition(proclitics))
                },
                |name| (name.clitic.conjunction, name.clitic.preposition),
            ),
        };
        (conjunction, prep.map(|p| (p, at)))
    }
}

/// The preposition among the proclitics of a reading.
fn preposition(proclitics: Proclitics) -> Option<Prep> {
    if proclitics.has(Proclitics::BI) {
        Some(Prep::Bi)
    } else if proclitics.has(Proclitics::LI) {
        Some(Prep::Li)
    } else if proclitics.has(Proclitics::KA) {
        Some(Prep::Other)
    } else {
        None
    }
}
