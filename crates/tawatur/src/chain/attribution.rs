//! Attributions: cue, speaker and scope.

use super::{Link, is_source};
use crate::claim::{self, Arguments, Clauses, Opener, Trigger};
use crate::codebook::{Classes, Cue, CueKind, Prep};
use crate::lexicon::{Number, Part, Particle};
use crate::mention::{self, Context, Mention, Tag};
use crate::text::{Quote, Tokens};

/// A source with its office, its body and its name rarely takes more words.
const FULL_SOURCE: usize = 16;

/// A surname stands for a name told at most so many tokens before.
const NAMED_BEFORE: usize = 2_000;
/// A verb of saying without a subject goes on with a speaker at most so many sentences back: headings and
/// asides stand between.
const SPEAKER_MEMORY: usize = 3;

/// Somebody's words: who says them and which tokens they cover.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// The tokens that the source vouches for.
    pub scope: Tokens,
    /// The source, relays before it first.
    pub links: Vec<Link>,
    /// How deep it lies in other attributions: 0 covers the document, 1 a sentence, 2 and more their insides.
    pub depth: usize,
    /// Whether it carries over to a sentence that ties back.
    pub carries: bool,
}

/// Finds all attributions of a document.
///
/// `own` tells whether a mention is the document's own outlet, which is no hop.
pub fn attributions(
    context: &Context<'_>,
    tags: &[Tag],
    mentions: &[Mention],
    clauses: &Clauses,
    arguments: &Arguments<'_>,
    cues: &[Trigger],
    own: impl Fn(&Mention) -> bool,
) -> Vec<Attribution> {
    let finder = Finder { context, tags, mentions, clauses, arguments, cues, own: &own };
    finder.run()
}

struct Finder<'a> {
    context: &'a Context<'a>,
    tags: &'a [Tag],
    mentions: &'a [Mention],
    clauses: &'a Clauses,
    arguments: &'a Arguments<'a>,
    cues: &'a [Trigger],
    own: &'a dyn Fn(&Mention) -> bool,
}

impl Finder<'_> {
    fn run(&self) -> Vec<Attribution> {
        let text = self.context.text;
        let mut found: Vec<Attribution> = Vec::new();
        // Who spoke last, with the relays before them.
        let mut last: Vec<Link> = Vec::new();
        let mut last_at = 0;
        for (number, sentence) in text.sentences().iter().enumerate() {
            let range = sentence.tokens.clone();
            let first = found.len();
            if number > last_at + SPEAKER_MEMORY {
                last.clear();
            }
            for cue in claim::within(self.cues, range.clone()) {
                if let Some(say) = cue.cue(self.context, CueKind::Say) {
                    self.say(cue, say, &range, first, &last, &mut found);
                } else if let Some(according) = cue.cue(self.context, CueKind::According) {
                    // "كما أفاد فلان بأن …" is a verb of saying with its content clause.
                    let says = cue.reading.is_some_and(|r| r.features.part.is_verb())
                        && self
                            .complement(cue, &range)
                            .is_some_and(|c| self.tags.get(c) == Some(&Tag::Particle(Particle::That)));
                    if says {
                        self.say(cue, according, &range, first, &last, &mut found);
                        continue;
                    }
                    self.according(cue, according, &range, first, number, &mut found);
                }
            }
            if found.len() == first {
                if self.ties_back(&range, sentence.opens_paragraph)
                    && !last.is_empty()
                    && number == last_at + 1
                {
                    found.push(Attribution {
                        scope: range.clone(),
                        links: last.clone(),
                        depth: 1,
                        carries: true,
                    });
                    last_at = number;
                }
            } else if let Some(speaking) = found[first..]
                .iter()
                .filter(|a| a.carries && a.depth > 0)
                .min_by_key(|a| (a.depth, std::cmp::Reverse(a.scope.start)))
            {
                let depth = speaking.depth;
                let mut chain: Vec<Link> = found[first..]
                    .iter()
                    .filter(|a| a.depth < depth && a.depth > 0 && a.scope.end >= speaking.scope.end)
                    .flat_map(|a| a.links.clone())
                    .collect();
                for link in &speaking.links {
                    if !chain.contains(link) {
                        chain.push(link.clone());
                    }
                }
                last = chain;
                last_at = number;
            }
        }
        found
    }

    /// Whether a sentence without a cue goes on with the source of the one before: it opens with a
    /// connective that needs something before it.
    fn ties_back(&self, range: &Tokens, opens_paragraph: bool) -> bool {
        let Some(at) = range.clone().find(|&t| self.tags[t] != Tag::Mark) else { return false };
        let clean = self.context.text.clean(at);
        let connective = matches!(
            clean,
            "كما"
                | "لكن"
                | "لكنه"
                | "لكنها"
                | "لكنهم"
                | "بل"
                | "وذلك"
                | "وهو"
                | "وهي"
                | "وهم"
                | "إذ"
                | "حيث"
                | "لذلك"
                | "ولذلك"
                | "فيما"
                | "وبذلك"
                | "وهذا"
                | "وهذه"
                | "هذا"
                | "ولكن"
                | "ثم"
                | "بينما"
                | "وأن"
                | "وأنه"
                | "وأنها"
                | "وإن"
                | "أما"
                | "وبالتالي"
        );
        if !opens_paragraph {
            return connective;
        }
        matches!(clean, "وأن" | "وأنه" | "وأنها" | "وذلك" | "وهو" | "وهي" | "وهم")
    }

    fn link_of(&self, m: usize, cue: &Trigger, entry: &Cue) -> Link {
        link(self.mentions[m].tokens.clone(), Some(m), cue, entry)
    }

    /// A verb of saying or its participle.
    fn say(
        &self,
        cue: &Trigger,
        entry: &Cue,
        range: &Tokens,
        first: usize,
        last: &[Link],
        found: &mut Vec<Attribution>,
    ) {
        let part = cue.reading.map(|r| r.features.part);
        // A phrase of plain words may begin with a verb that no list has: ترددت أنباء.
        let verb = part.map_or(self.tags[cue.at].is_verb(), Part::is_verb);
        let enclosing: usize =
            found[first..].iter().filter(|a| a.scope.contains(&cue.at)).map(|a| a.depth).max().unwrap_or(0);
        if part == Some(Part::VerbalNoun) || part == Some(Part::Noun) {
            self.his_words(cue, entry, range, first, enclosing, found);
            return;
        }
        if !verb {
            // مشيراً إلى أن: the speaker of this sentence goes on, or the subject of its verb begins to speak.
            let speaking = found[first..].iter_mut().rfind(|a| a.carries && a.scope.start <= cue.at);
            if let Some(speaking) = speaking {
                let depth = speaking.depth;
                let mut links = speaking.links.clone();
                if let Some(own) = links.last_mut() {
                    own.cue = cue.tokens.clone();
                    own.rule.clone_from(&entry.id);
                    own.stance.clone_from(&entry.stance);
                }
                let end = speaking.scope.end.max(range.end);
                speaking.scope.end = speaking.scope.end.min(cue.at);
                found.push(Attribution { scope: cue.at..end, links, depth, carries: true });
                return;
            }
            let subject = (range.start..cue.at)
                .filter(|&t| self.tags[t].is_verb())
                .find_map(|t| self.arguments.subject_of(t))
                .filter(|&m| is_source(self.context, &self.mentions[m]));
            let links = match subject {
                Some(m) if (self.own)(&self.mentions[m]) => return,
                Some(m) => vec![self.link_of(m, cue, entry)],
                None => last.to_vec(),
            };
            if !links.is_empty() && self.complement(cue, range).is_some() {
                found.push(Attribution { scope: cue.at..range.end, links, depth: 1, carries: true });
            }
            return;
        }
        let complement = self.complement(cue, range);
        let strong = complement.is_some_and(|c| {
            c > cue.tokens.end
                || self.tags.get(c).is_some_and(|t| *t != Tag::Mark && *t == Tag::Particle(Particle::That))
                || self.opens_quote(c)
        });
        // Inside another's words, or in a relative clause, only a content clause makes a verb of saying a relay.
        if !strong && (enclosing > 0 || self.clauses.of(cue.at).opener == Opener::Relative) {
            return;
        }
        let backward = complement.is_none();
        let (speaker, dropped) = self.speaker(cue, entry, range, complement);
        let mut links: Vec<Link> = Vec::new();
        let argument = self.arguments.of_verb(cue.at);
        let limit = complement.filter(|&c| c > cue.tokens.end).unwrap_or(range.end);
        for medium in self.media(&argument, limit) {
            links.push(self.link_of(medium, cue, entry));
        }
        match speaker {
            Some(m) if (self.own)(&self.mentions[m]) => {}
            Some(m) => {
                let tokens = self.full_source(m, complement);
                links.push(link(tokens, Some(m), cue, entry));
            }
            None if dropped && !last.is_empty() => {
                for link in last {
                    if !links.iter().any(|l| l.tokens == link.tokens) {
                        links.push(link.clone());
                    }
                }
            }
            None => {
                let passive = cue.reading.is_some_and(|r| r.features.passive);
                if passive && !backward {
                    links.push(link(cue.tokens.clone(), None, cue, entry));
                }
            }
        }
        // نقلت الصحيفة عن مصادر أن: whom the relay cites.
        if quotes_from(self.context.text.folded(cue.at)) {
            let cited = argument.preps.iter().filter(|&&(prep, m)| {
                prep == Prep::An && self.mentions[m].tokens.start < limit && !self.mentions[m].is_place()
            });
            for &(_, m) in cited {
                links.push(self.link_of(m, cue, entry));
            }
        }
        if links.is_empty() {
            return;
        }
        let scope = self.scope(cue, range, complement, backward);
        // A verb of saying joined to the one before takes over from it; one in its complement lies deeper.
        let joined = cue.reading.is_some_and(|r| r.proclitics.conjunction())
            || cue.at > range.start && self.context.text.clean(cue.at - 1) == "و";
        let depth = if joined && !backward {
            for earlier in &mut found[first..] {
                if earlier.carries && earlier.scope.contains(&cue.at) {
                    earlier.scope.end = cue.at;
                }
            }
            1
        } else {
            enclosing + 1
        };
        found.push(Attribution { scope, links, depth: depth.max(1), carries: entry.carries || !backward });
    }

    /// قوله إن: the words of the one named last, inside the words of whoever relays them.
    fn his_words(
        &self,
        cue: &Trigger,
        entry: &Cue,
        range: &Tokens,
        first: usize,
        enclosing: usize,
        found: &mut Vec<Attribution>,
    ) {
        let possessed = cue.reading.is_some_and(|r| r.features.enclitic);
        let content = self.tags.get(cue.tokens.end) == Some(&Tag::Particle(Particle::That));
        if !possessed || !content {
            return;
        }
        let relayed = |m: &Mention| {
            found[first..]
                .iter()
                .flat_map(|a| &a.links)
                .any(|l| l.tokens.start <= m.tokens.start && m.tokens.end <= l.tokens.end)
        };
        let last_of = |classes: Classes| {
            mention::within(self.mentions, range.start..cue.at).rev().find(|&m| {
                let mention = &self.mentions[m];
                mention.tokens.end <= cue.at
                    && mention.inside.is_none()
                    && mention.classes.meets(classes)
                    && !relayed(mention)
            })
        };
        // One who speaks is a person before it is a party.
        if let Some(m) = last_of(Classes::PEOPLE).or_else(|| last_of(Classes::PARTY)) {
            let links = vec![self.link_of(m, cue, entry)];
            found.push(Attribution {
                scope: cue.tokens.end..range.end,
                links,
                depth: enclosing + 1,
                carries: false,
            });
        }
    }

    /// Outlets to which something was said: each is the medium, which relays.
    fn media(&self, argument: &crate::claim::Argument, limit: usize) -> Vec<usize> {
        argument
            .preps
            .iter()
            .filter(|&&(prep, m)| {
                let mention = &self.mentions[m];
                mention.tokens.start < limit
                    && matches!(prep, Prep::Li | Prep::Maa | Prep::Bi)
                    && mention.classes.meets(Classes::OUTLET)
                    && !(self.own)(mention)
                    && mention.entity().is_some()
            })
            .map(|&(_, m)| m)
            .take(1)
            .collect()
    }

    /// A speaker with office and name together, as they stand between the verb and what is said: the office
    /// often comes first and the name after a comma.
    fn full_source(&self, m: usize, complement: Option<usize>) -> Tokens {
        let tokens = self.mentions[m].tokens.clone();
        let Some(complement) = complement.filter(|&c| c > tokens.end && c - tokens.start <= FULL_SOURCE)
        else {
            return tokens;
        };
        let text = self.context.text;
        let message = |t: usize| {
            mention::within(self.mentions, t..t + 1).any(|m| self.mentions[m].classes.meets(Classes::MESSAGE))
        };
        let mut end = tokens.end;
        // The outlet spoken to and another cue are not of the source: القائد لرويترز, رويترز نقلاً عن.
        let apart = |t: usize| {
            !claim::within(self.cues, t..t + 1).is_empty()
                || mention::within(self.mentions, t..t + 1).any(|m| {
                    let mention = &self.mentions[m];
                    mention.prep.is_some_and(|(_, at)| at == t) && mention.classes.meets(Classes::OUTLET)
                })
        };
        for at in tokens.end..complement {
            match self.tags[at] {
                _ if apart(at) => break,
                Tag::Nominal(_) if message(at) => break,
                Tag::Nominal(_) | Tag::Name => end = at + 1,
                Tag::Mark if matches!(text.clean(at), "،" | "," | "\"" | "(" | ")") => {}
                Tag::Particle(Particle::Prep(prep)) if prep != Prep::An => {}
                _ => break,
            }
        }
        tokens.start..end
    }

    /// Where the content of a verb of saying begins: after أن, a colon, or an opening quotation mark.
    fn complement(&self, cue: &Trigger, range: &Tokens) -> Option<usize> {
        let text = self.context.text;
        for at in cue.tokens.end..range.end {
            if self.tags[at] == Tag::Particle(Particle::That) {
                return Some(at);
            }
            if self.tags[at] == Tag::Mark {
                match text.clean(at) {
                    ":" => return Some(at),
                    "\"" => {
                        let long = self.quotes(at..at + 2).any(|q| q.inner.len() > 3);
                        if long {
                            return Some(at);
                        }
                    }
                    _ => {}
                }
            }
            // Another finite verb first: what this one governs is a noun phrase, or nothing.
            if self.tags[at].is_verb() && at > cue.tokens.end {
                break;
            }
        }
        // "كشفت الصحيفة عن انشقاق …": the content is a noun phrase.
        let noun_content = self
            .arguments
            .of_verb(cue.at)
            .preps
            .iter()
            .any(|&(p, _)| matches!(p, Prep::An | Prep::Ila | Prep::Bi));
        (noun_content || cue.at == range.start || self.at_clause_start(cue, range)).then_some(cue.tokens.end)
    }

    fn opens_quote(&self, at: usize) -> bool {
        self.tags.get(at) == Some(&Tag::Mark) && matches!(self.context.text.clean(at), ":" | "\"")
    }

    fn at_clause_start(&self, cue: &Trigger, range: &Tokens) -> bool {
        let clause = self.clauses.of(cue.at);
        cue.at <= clause.tokens.start + 1 && clause.tokens.start <= range.start + 2
    }

    /// The speaker of a verb of saying, and whether it is left out.
    fn speaker(
        &self,
        cue: &Trigger,
        entry: &Cue,
        range: &Tokens,
        complement: Option<usize>,
    ) -> (Option<usize>, bool) {
        let argument = self.arguments.of_verb(cue.at);
        let limit = complement.filter(|&c| c > cue.tokens.end).unwrap_or(range.end);
        let source = |m: &usize| {
            let mention = &self.mentions[*m];
            is_source(self.context, mention)
                && (entry.speaker.is_empty()
                    || mention.classes.is_empty()
                    || mention.classes.meets(entry.speaker))
        };
        let plural =
            cue.reading.is_some_and(|r| matches!(r.features.number, Some(Number::Plural | Number::Dual)));
        if !plural
            && let Some(m) = argument.bare.iter().copied().find(|&m| {
                self.mentions[m].tokens.start < limit && (source(&m) || self.unlisted_name(cue, m, range))
            })
        {
            return (Some(m), false);
        }
        if let Some(m) = argument.topic.filter(source) {
            return (Some(m), false);
        }
        if plural && let Some(m) = argument.inherited.filter(source) {
            return (Some(m), true);
        }
        (None, true)
    }

    /// A name that no list has: right after the verb, not a word of the lexicon, no accusative or
    /// possessed noun, and followed by what it says or by a comma.
    fn unlisted_name(&self, cue: &Trigger, m: usize, range: &Tokens) -> bool {
        let mention = &self.mentions[m];
        let text = self.context.text;
        let adjacent = (cue.tokens.end..mention.tokens.start).all(|t| self.tags[t] == Tag::Mark);
        let head = mention.head;
        let surface = text.surface(head);
        let accusative =
            surface.contains('\u{064B}') || text.clean(head).ends_with('ا') && mention.tokens.len() == 1;
        let followed = (mention.tokens.end..range.end).next().is_none_or(|t| {
            matches!(
                self.tags[t],
                Tag::Particle(Particle::That | Particle::Prep(_) | Particle::Adverbial) | Tag::Date
            ) || self.tags[t] == Tag::Mark
        });
        let clean = text.clean(head);
        // A surname with the article is told from a noun by having been named before.
        let told = !clean.starts_with("ال")
            || (head.saturating_sub(NAMED_BEFORE)..head)
                .any(|t| text.folded(t) == text.folded(head) && self.tags[t] == Tag::Nominal(None));
        mention.classes.is_empty()
            && told
            && !(clean.ends_with('ه') && mention.tokens.len() == 1)
            && adjacent
            && !accusative
            && followed
            && self.tags[head] == Tag::Nominal(None)
            && !text.clean(head).ends_with('ة')
            && self.context.readings(head).is_empty()
    }

    fn scope(&self, cue: &Trigger, range: &Tokens, complement: Option<usize>, backward: bool) -> Tokens {
        if backward {
            return range.start..cue.at;
        }
        let mut end = range.end;
        // A quotation that runs on over the sentence's end is said by the same speaker.
        if let Some(start) = complement
            && let Some(quote) = self.quotes(cue.at + 1..start + 3).find(|q| q.depth == 0)
        {
            end = end.max(quote.inner.end);
        }
        // After a closing quotation the rest of the sentence, and before the verb a quotation that leads.
        let mut start = cue.tokens.end;
        if let Some(quote) = self
            .quotes(range.start..cue.at)
            .find(|q| q.depth == 0 && q.inner.end < cue.at && cue.at - q.inner.end <= 3)
        {
            start = quote.inner.start;
        }
        start..end
    }

    /// بحسب, نقلاً عن and their like.
    fn according(
        &self,
        cue: &Trigger,
        entry: &Cue,
        range: &Tokens,
        first: usize,
        number: usize,
        found: &mut Vec<Attribution>,
    ) {
        let text = self.context.text;
        let end = (cue.tokens.end + 6).min(range.end);
        // "بحسب ما ذكر ناشطون": the speaker is the subject of the verb after ما.
        let verb = (cue.tokens.end..end).find(|&t| self.tags[t].is_verb());
        // What is annexed to a word of the cue itself stands free: على حد قول المتحدث.
        let free = |m: usize| {
            self.mentions[m].inside.is_none_or(|o| cue.tokens.contains(&self.mentions[o as usize].head))
        };
        let direct = mention::within(self.mentions, cue.tokens.end..end).find(|&m| free(m));
        let mention = match (direct, verb) {
            (Some(m), Some(v)) if self.mentions[m].tokens.start > v => {
                let argument = self.arguments.of_verb(v);
                argument.bare.first().copied().or(Some(m))
            }
            (Some(m), _) => Some(m),
            (None, Some(v)) => self.arguments.subject_of(v),
            (None, None) => None,
        };
        let Some(m) = mention.filter(|&m| {
            self.mentions[m].tokens.start < range.end && is_source(self.context, &self.mentions[m])
        }) else {
            return;
        };
        // "في حديث لـ…" names the one spoken to, which relays only if it is an outlet.
        let spoken_to = entry.source.as_deref() == Some("outlet") || entry.id.ends_with("medium");
        if spoken_to && !self.mentions[m].classes.meets(Classes::OUTLET) {
            return;
        }
        let mut links = Vec::new();
        let m = self.speaking_for(m);
        if (self.own)(&self.mentions[m]) {
            return;
        }
        if let Some(v) = verb {
            for medium in self.media(&self.arguments.of_verb(v), range.end) {
                links.push(self.link_of(medium, cue, entry));
            }
        }
        links.push(self.link_of(m, cue, entry));
        let cue_first = (range.start..cue.tokens.start).all(|t| {
            self.tags[t] == Tag::Mark || matches!(self.tags[t], Tag::Particle(_)) && t < range.start + 2
        });
        let credit = number + 2 >= text.sentences().len()
            && cue_first
            && !(self.mentions[m].tokens.end..range.end)
                .any(|t| !matches!(self.tags[t], Tag::Mark | Tag::Name | Tag::Nominal(_)))
            && self.mentions[m].classes.meets(Classes::OUTLET);
        if credit {
            found.push(Attribution { scope: 0..cue.at, links, depth: 0, carries: false });
            return;
        }
        let outer = self.mentions[m].classes.meets(Classes::OUTLET);
        let over =
            found[first..].iter().filter(|a| a.scope.contains(&cue.at)).map(|a| a.depth).max().unwrap_or(0);
        let depth = if outer || over == 0 { 1 } else { over + 1 };
        let scope = if cue_first { cue.tokens.end..range.end } else { self.before(cue, range) };
        found.push(Attribution { scope, links, depth, carries: cue_first });
    }

    /// Quotations whose first token lies in a range.
    fn quotes(&self, tokens: Tokens) -> impl Iterator<Item = &Quote> {
        let quotes = self.context.text.quotes();
        let from = quotes.partition_point(|q| q.inner.start < tokens.start);
        quotes[from..].iter().take_while(move |q| q.inner.start < tokens.end)
    }

    /// The part of the sentence that an attribution after it covers: back to a quotation that encloses it,
    /// else to the sentence's start; and on to its end when the attribution stands between commas.
    fn before(&self, cue: &Trigger, range: &Tokens) -> Tokens {
        let start = self
            .quotes(range.clone())
            .filter(|q| q.inner.contains(&cue.at) && q.inner.len() > 4)
            .map(|q| q.inner.start)
            .max()
            .unwrap_or(range.start)
            .max(range.start);
        start..range.end
    }

    /// A statement or study cited through its author: the author is the source.
    fn speaking_for(&self, m: usize) -> usize {
        let mention = &self.mentions[m];
        if !mention.classes.meets(Classes::MESSAGE) {
            return m;
        }
        // بحث أجراه المركز: the subject of the verb that resumes the study.
        let end = mention.tokens.end;
        let resumed = self
            .tags
            .get(end)
            .and_then(Tag::reading)
            .is_some_and(|r| r.features.part.is_verb() && r.features.enclitic);
        if resumed && let Some(author) = self.arguments.of_verb(end).bare.first().copied() {
            return author;
        }
        let inner = mention::within(self.mentions, mention.tokens.clone()).find(|&i| {
            let nested = &self.mentions[i];
            nested.inside == Some(m as u32) && nested.classes.meets(Classes::ANY_ACTOR) && !nested.is_place()
        });
        inner.unwrap_or(m)
    }
}

/// Verbs that relay from another: نقل عن, روى عن.
fn quotes_from(folded: &str) -> bool {
    ["نقل", "ينقل", "تنقل", "روى", "روت", "روي", "اقتبس"].iter().any(|v| folded.contains(v))
}

fn link(tokens: Tokens, mention: Option<usize>, cue: &Trigger, entry: &Cue) -> Link {
    Link { tokens, mention, cue: cue.tokens.clone(), stance: entry.stance.clone(), rule: entry.id.clone() }
}
