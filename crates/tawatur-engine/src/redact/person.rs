//! Whom a document names, and who of them may stay named.
//!
//! Public is who the codebook lists, who signed the document, and who is said beside his name to act for a state, a
//! force or a body. Everybody else is private. Who is said, or shown by a claim, to be a defector, witness, activist,
//! detainee, medic or minor is at risk, whatever else he is; only the codebook's list and the byline win over that.

use std::ops::Range;

use tawatur::{
    Worker,
    capture::Document,
    claim::record::{Claim, CodePoints},
    codebook::{Codebook, NameRole},
    entity::EntityRecord,
    lexicon::{Analyser, Number, Reading},
};

use super::name::{Cut, bare, canonical, without_article, words};

/// Whether somebody may stay named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Stays named.
    Public,
    /// Gets a pseudonym.
    Private,
    /// Gets a pseudonym, and what is told of him a coarser place and time.
    AtRisk,
}

/// Somebody a document names.
#[derive(Clone, Debug)]
pub struct Person {
    /// Key of the fullest form of the name: what the pseudonym is made of.
    pub key: String,
    /// The names used, each by its folded words.
    pub names: Vec<Vec<String>>,
    /// Bytes of the text where a name stands.
    pub spans: Vec<Range<usize>>,
    /// Whether he may stay named.
    pub standing: Standing,
}

/// Whom a text names.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Persons, in the order of their first mentions.
    pub persons: Vec<Person>,
    /// Bytes of the text that name somebody public or something listed.
    pub listed: Vec<Range<usize>>,
}

impl People {
    /// The sentences of their text that name somebody at risk, in code points.
    pub fn sentences_at_risk(&self, text: &str) -> Vec<CodePoints> {
        let bytes = starts(text);
        let at_risk = self.persons.iter().filter(|p| p.standing == Standing::AtRisk);
        at_risk.flat_map(|p| p.spans.iter().map(|s| code_points(&bytes, &sentence(text, s)))).collect()
    }
}

/// The roles of people at risk.
const AT_RISK: [NameRole; 6] = [
    NameRole::Defector,
    NameRole::Witness,
    NameRole::Activist,
    NameRole::Detainee,
    NameRole::Medic,
    NameRole::Minor,
];
/// Kinds of sources that are at risk.
const AT_RISK_KINDS: [&str; 3] = ["defector", "witness", "activist"];
/// How many words before and after a name may say who somebody is.
const BEFORE: usize = 7;
const AFTER: usize = 4;
/// A claim of this score shows somebody with a title to be at risk.
const SURE: f64 = 0.5;
/// At most so many words after a name are taken into it.
const EXTENSION: usize = 2;

/// Finds people in texts.
pub struct Finder<'a> {
    /// The codebook.
    pub codebook: &'a Codebook,
    /// Reads entities.
    pub worker: &'a mut Worker,
    /// Reads words.
    pub analyser: &'a mut Analyser,
}

impl Finder<'_> {
    /// Whom a text names, with what its claims show of them.
    pub fn people(&mut self, text: &str, byline: Option<&str>, claims: &[Claim]) -> People {
        let entities = self.worker.entities(&Document::from_text("", text));
        let bytes = starts(text);
        let cut = Cut::new(text);
        let byline = byline.map(words).unwrap_or_default();
        let mut people = People::default();
        for entity in &entities {
            let spans = |of: fn(&tawatur::entity::EntityMention) -> CodePoints| -> Vec<Range<usize>> {
                entity.mentions.iter().map(|m| within(&bytes, of(m))).collect()
            };
            if entity.class != "person" {
                if entity.id.is_some() {
                    people.listed.extend(spans(|m| m.span));
                }
                continue;
            }
            let named = || entity.mentions.iter().filter(|m| m.how != "epithet");
            let mut spans_named: Vec<Range<usize>> = named().map(|m| within(&bytes, m.name)).collect();
            spans_named.retain_mut(|span| self.without_verb(&cut, span));
            if spans_named.is_empty() && named().next().is_some() {
                continue;
            }
            let mut called: Vec<Vec<String>> =
                spans_named.iter().map(|span| words(&text[span.clone()])).filter(|w| !w.is_empty()).collect();
            let mut full = words(&entity.name);
            if !called.iter().any(|name| name.first() == full.first()) {
                // Its first word was the verb.
                full = called.iter().max_by_key(|name| name.len()).cloned().unwrap_or(full);
            }
            let signed = byline.len() > 1 && called.iter().any(|n| canonical(n) == canonical(&byline));
            let standing = if entity.id.is_some() || signed {
                Standing::Public
            } else {
                self.standing(entity, &cut, &bytes, claims)
            };
            if standing == Standing::Public {
                people.listed.extend(spans(|m| m.span));
            }
            let mut spans = spans_named;
            if standing != Standing::Public {
                for span in &mut spans {
                    self.extend(&cut, span);
                    called.push(words(&text[span.clone()]));
                }
                // سامر is known as سامر خابوري from where he is called so.
                if let Some(longest) = called.iter().filter(|n| n.starts_with(&full)).max_by_key(|n| n.len())
                {
                    full.clone_from(longest);
                }
            }
            called.sort_unstable();
            called.dedup();
            people.persons.push(Person { key: canonical(&full), names: called, spans, standing });
        }
        let taken: Vec<Range<usize>> =
            entities.iter().flat_map(|e| &e.mentions).map(|m| within(&bytes, m.span)).collect();
        self.overlooked(&cut, text, &taken, &mut people);
        self.unlisted(&cut, text, &taken, &mut people);
        merge(&mut people.persons);
        self.alone(&cut, &taken, &mut people);
        people
    }

    /// Names that the reading of entities leaves out, most often because a preposition is attached and nothing else shows
    /// a name: a given name, and something after it that may be more of it. Where the given name is a word too, what
    /// follows must be a name or no word.
    fn overlooked(&mut self, cut: &Cut<'_>, text: &str, taken: &[Range<usize>], people: &mut People) {
        for at in 0..cut.len() {
            let given = bare(cut.folded(at))
                .filter_map(|(skip, word)| Some((skip, self.codebook.name_words.person(&word)?)))
                .find(|(_, p)| p.given);
            let Some((skip, part)) = given else { continue };
            let id = self.analyser.analyse(&self.codebook.lexicon, cut.clean(at));
            // على is folded like the name علي.
            if self.analyser.word(id).particle.is_some() || self.is_told(cut, at) {
                continue;
            }
            let first = cut.bytes(at, skip, at);
            let overlaps = |t: &Range<usize>| t.start < first.end && first.start < t.end;
            if taken.iter().any(overlaps) || people.persons.iter().flat_map(|p| &p.spans).any(overlaps) {
                continue;
            }
            let mut span = first.clone();
            self.extend(cut, &mut span);
            if span == first || part.word && !self.is_no_word(cut, at + 1) {
                continue;
            }
            let name = words(&text[span.clone()]);
            let standing = self.said_beside(cut, &cut.within(&span)).unwrap_or(Standing::Private);
            if standing == Standing::Public {
                people.listed.push(span.clone());
            }
            people.persons.push(Person {
                key: canonical(&name),
                names: vec![name],
                spans: vec![span],
                standing,
            });
        }
    }

    /// Whether a word is one of names, or what no lexicon has.
    fn is_no_word(&mut self, cut: &Cut<'_>, at: usize) -> bool {
        if self.codebook.name_words.person(cut.folded(at)).is_some() {
            return true;
        }
        let id = self.analyser.analyse(&self.codebook.lexicon, cut.clean(at));
        let word = self.analyser.word(id);
        // خابوري is no "my two khaburs": what is read as a dual or with a pronoun only is likelier a nisba.
        let nisba = |r: &Reading| {
            cut.clean(at).ends_with('ي') && (r.features.number == Some(Number::Dual) || r.features.enclitic)
        };
        word.particle.is_none() && word.readings.iter().all(|r| r.slip > 0 || nisba(r))
    }

    /// Takes words beside a name into it that look like more of it: words of names, and after it what no lexicon has and
    /// nisbas.
    fn extend(&mut self, cut: &Cut<'_>, span: &mut Range<usize>) {
        let name = cut.within(span);
        let joined = |at: usize| cut.gap(at).chars().all(|c| c == ' ');
        for at in name.end.max(1)..cut.len().min(name.end + EXTENSION) {
            let word = cut.folded(at);
            // Not القتلى, which folding ends like one.
            let nisba = cut.clean(at).ends_with('ي') && word.chars().count() > 3;
            let id = self.analyser.analyse(&self.codebook.lexicon, cut.clean(at));
            let read = self.analyser.word(id);
            let function = read.particle.is_some() || word.starts_with(char::is_numeric) || !is_arabic(word);
            let known = !read.readings.is_empty();
            let listed = self.codebook.name_words.person(word).is_some();
            if function || !joined(at) || self.role(cut, at).is_some() || !(nisba || listed || !known) {
                break;
            }
            span.end = cut.bytes(at, 0, at).end;
        }
        if name.start > 0 && joined(name.start) && self.role(cut, name.start - 1).is_none() {
            let id = self.analyser.analyse(&self.codebook.lexicon, cut.clean(name.start - 1));
            // روى is sooner "told" than a name.
            let word = self.analyser.word(id);
            let function = word.particle.is_some()
                || word.readings.iter().any(|r| r.slip == 0 && r.features.person.is_some());
            let given = bare(cut.folded(name.start - 1)).find(|(skip, word)| {
                // ولكن is not و, ل and a name كن.
                let long = word.chars().count() > 2;
                long && self
                    .codebook
                    .name_words
                    .person(word)
                    .is_some_and(|p| p.given && (*skip == 0 || !p.word))
            });
            if let Some((skip, _)) = given.filter(|_| !function) {
                span.start = cut.bytes(name.start - 1, skip, name.start - 1).start;
            }
        }
    }

    /// Where somebody whom no list has stands.
    fn standing(
        &mut self,
        entity: &EntityRecord,
        cut: &Cut<'_>,
        bytes: &[u32],
        claims: &[Claim],
    ) -> Standing {
        let mut public = false;
        let mut risk = 0.0_f64;
        for mention in &entity.mentions {
            let shown = claims.iter().filter(|c| shows_risk(c, mention.span)).map(|c| c.score);
            risk = shown.fold(risk, f64::max);
            let name = cut.within(&within(bytes, mention.name));
            if name.is_empty() {
                continue;
            }
            match self.said_beside(cut, &name) {
                Some(Standing::AtRisk) => return Standing::AtRisk,
                said => public |= said == Some(Standing::Public),
            }
        }
        // A claim that is likely none does not make a spokesman a defector.
        match (public, risk) {
            (true, risk) if risk < SURE => Standing::Public,
            (false, 0.0) => Standing::Private,
            _ => Standing::AtRisk,
        }
    }

    /// What the words beside a name say of him.
    pub(super) fn said_beside(&mut self, cut: &Cut<'_>, name: &Range<usize>) -> Option<Standing> {
        let mut public = false;
        // وسامر after الوزير is another one; لسامر after الوزير is whom he spoke to.
        let attached = bare(cut.folded(name.start)).count() > 1
            && cut
                .folded(name.start)
                .chars()
                .next()
                .is_some_and(|c| matches!(c, 'و' | 'ف' | 'ب' | 'ل' | 'ك'))
            && self.codebook.name_words.person(cut.folded(name.start)).is_none();
        let mut phrase = true;
        for at in (name.start.saturating_sub(BEFORE)..name.start).rev() {
            let gap = cut.gap(at + 1);
            if gap.contains(['.', '!', '؟', '?', '\n', '؛', ':', '،', ',', '(', ')']) {
                break;
            }
            let near = name.start - at;
            let role = self.role(cut, at);
            if role == Some(Standing::AtRisk) && near <= AFTER && (phrase || near == 1) {
                return Some(Standing::AtRisk);
            }
            if role == Some(Standing::Public) && phrase && !attached {
                public = true;
            }
            // منزل سامر: a noun that he only owns.
            let definite = ["ال", "وال", "لل", "بال"].iter().any(|a| cut.folded(at).starts_with(a));
            if near == 1 && role.is_none() && !definite && !self.is_name(cut, at) {
                phrase = false;
            }
            if self.is_particle(cut, at) {
                break;
            }
        }
        for at in name.end..cut.len().min(name.end + AFTER) {
            let gap = cut.gap(at);
            if gap.contains(['.', '!', '؟', '?', '\n', '؛', ':']) {
                break;
            }
            let near = at - name.end;
            match self.role(cut, at) {
                Some(Standing::AtRisk) => return Some(Standing::AtRisk),
                Some(Standing::Public)
                    if near == 0 || near == 1 && matches!(cut.folded(at - 1), "وهو" | "وهي") =>
                {
                    // After a name a title has the article or stands after a mark: سامر خليل، قائد الكتيبة.
                    public |= cut.folded(at).starts_with("ال") || !gap.trim().is_empty() || near == 1;
                }
                _ => {}
            }
            if near == 0 && self.is_particle(cut, at) && !matches!(cut.folded(at), "وهو" | "وهي") {
                break;
            }
        }
        public.then_some(Standing::Public)
    }

    /// What a word says of whom it stands beside.
    pub(super) fn role(&self, cut: &Cut<'_>, at: usize) -> Option<Standing> {
        let roles =
            bare(cut.folded(at)).map(|(_, word)| self.codebook.name_words.roles(without_article(&word)));
        let mut public = false;
        for roles in roles {
            if AT_RISK.iter().any(|&r| roles.has(r)) {
                return Some(Standing::AtRisk);
            }
            public |= roles.has(NameRole::Public);
        }
        public.then_some(Standing::Public)
    }

    fn is_particle(&mut self, cut: &Cut<'_>, at: usize) -> bool {
        // المتحدث باسم اللواء, القيادي في الحركة
        if matches!(cut.folded(at), "باسم" | "في" | "بن") {
            return false;
        }
        let id = self.analyser.analyse(&self.codebook.lexicon, cut.clean(at));
        self.analyser.word(id).particle.is_some()
    }

    pub(super) fn is_name(&self, cut: &Cut<'_>, at: usize) -> bool {
        tawatur::mention::is_name(self.codebook, cut.folded(at))
    }

    /// Whether a folded word is an ordinary word, so that alone it need not be a name.
    pub fn is_ordinary(&mut self, word: &str) -> bool {
        if let Some(person) = self.codebook.name_words.person(word) {
            return person.word;
        }
        let id = self.analyser.analyse(&self.codebook.lexicon, word);
        let word = self.analyser.word(id);
        word.particle.is_some() || word.readings.iter().any(|r| r.slip == 0)
    }

    /// Whether a claim tells of somebody at risk: a source who is one person, a participant who is called so, or one of
    /// the persons at risk, by the sentences that name them, in code points.
    pub fn is_at_risk(&mut self, claim: &Claim, sentences: &[CodePoints]) -> bool {
        let overlaps = |span: CodePoints| sentences.iter().any(|p| p[0] < span[1] && span[0] < p[1]);
        let arguments = || claim.actors.iter().chain(&claim.targets).chain(&claim.toward);
        // Who says something is not always seen to be the source of it, so the whole sentence counts.
        if overlaps(claim.trigger.span)
            || arguments().any(|a| overlaps(a.span))
            || claim.chain.iter().any(|h| overlaps(h.span))
        {
            return true;
        }
        let single = claim.chain.iter().any(|h| {
            AT_RISK_KINDS.contains(&h.kind.as_str()) && h.named != "collective" && self.is_one(&h.text)
        });
        single || arguments().any(|a| a.id.is_none() && self.is_called(&a.text) && self.is_one(&a.text))
    }

    /// Whether a phrase begins with a word for people at risk.
    fn is_called(&self, phrase: &str) -> bool {
        let cut = Cut::new(phrase);
        cut.len() > 0 && self.role(&cut, 0) == Some(Standing::AtRisk)
    }

    /// Whether a phrase is about one: it begins with neither a number nor a plural.
    fn is_one(&mut self, phrase: &str) -> bool {
        let cut = Cut::new(phrase);
        if cut.len() == 0 || cut.folded(0).starts_with(char::is_numeric) {
            return false;
        }
        let id = self.analyser.analyse(&self.codebook.lexicon, cut.clean(0));
        !self
            .analyser
            .word(id)
            .readings
            .iter()
            .any(|r| r.slip == 0 && matches!(r.features.number, Some(Number::Plural | Number::Dual)))
    }
}

/// Takes who is named by one word and nobody who is listed together with the one person whose longer name has it.
fn merge(persons: &mut Vec<Person>) {
    let single = |p: &Person| p.standing != Standing::Public && p.names.iter().all(|n| n.len() == 1);
    let mut at = 0;
    while at < persons.len() {
        let has = |other: &Person| {
            other.names.iter().filter(|n| n.len() > 1).any(|long| {
                let alike = |w: &String, n: &Vec<String>| without_article(w) == without_article(&n[0]);
                persons[at].names.iter().all(|n| long.iter().any(|w| alike(w, n)))
            })
        };
        let fuller: Vec<usize> = if single(&persons[at]) {
            (0..persons.len()).filter(|&o| o != at && has(&persons[o])).collect()
        } else {
            Vec::new()
        };
        match fuller[..] {
            [fuller] if persons[fuller].standing != Standing::Public => {
                let one = persons[at].clone();
                let known = &mut persons[fuller];
                known.names.extend(one.names);
                known.spans.extend(one.spans);
                known.standing = known.standing.max(one.standing);
                persons.remove(at);
            }
            _ => at += 1,
        }
    }
}

fn is_arabic(word: &str) -> bool {
    word.starts_with(|c: char| ('\u{0600}'..='\u{06FF}').contains(&c))
}

/// Whether a claim shows that whom it names at these code points is at risk.
fn shows_risk(claim: &Claim, person: CodePoints) -> bool {
    if claim.polarity == "-" {
        return false;
    }
    let overlaps = |span: CodePoints| person[0] < span[1] && span[0] < person[1];
    let family = claim.kind.split('.').next().unwrap_or_default();
    let actors = family == "defection" && claim.actors.iter().any(|a| overlaps(a.span));
    let held = matches!(family, "detention" | "purge") || claim.kind == "conduct.abuse";
    let targets = held && claim.targets.iter().any(|a| overlaps(a.span));
    let sources = claim.chain.iter().any(|h| AT_RISK_KINDS.contains(&h.kind.as_str()) && overlaps(h.span));
    actors || targets || sources
}

/// Byte at which each code point of a text begins, and its end.
pub fn starts(text: &str) -> Vec<u32> {
    text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect()
}

/// The bytes of a span in code points; what lies beyond the text is its end.
pub fn within(starts: &[u32], span: CodePoints) -> Range<usize> {
    let last = starts.len() - 1;
    let (start, end) = (span[0].min(last), span[1].min(last));
    starts[start] as usize..starts[end.max(start)] as usize
}

/// The code points of bytes that begin and end with one.
pub fn code_points(starts: &[u32], bytes: &Range<usize>) -> CodePoints {
    [
        starts.partition_point(|&s| (s as usize) < bytes.start),
        starts.partition_point(|&s| (s as usize) < bytes.end),
    ]
}

/// The sentence around bytes of a text, as far as its marks show.
fn sentence(text: &str, bytes: &Range<usize>) -> Range<usize> {
    let mark = |c: char| matches!(c, '.' | '!' | '؟' | '?' | '\n');
    let start = text[..bytes.start].rfind(mark).map_or(0, |at| at + 1);
    let end = text[bytes.end..].find(mark).map_or(text.len(), |at| bytes.end + at);
    start..end
}
