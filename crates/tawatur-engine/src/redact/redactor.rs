//! The second pass over the documents of an export.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use tawatur::{
    Reader, Worker,
    claim::record::{Claim, CodePoints},
    lexicon::Analyser,
};

use super::{
    Counts, Dossier, Record, Trace, address, beside,
    claim::{self, Mover},
    edit::{Edit, Edited},
    latin::{self, Latin},
    name::{self, Cut, Names},
    person::{Finder, People, Person, Standing, code_points, starts, within},
    pseudonym::{Key, PERSON},
    survey::{Risks, Survey},
};
use crate::row::{DocumentRow, EntityRow, ReviewRow};

/// A Latin name in a text has at most so many words.
const LATIN_WORDS: usize = 5;

/// Second pass: replaces private names, and makes coarser what is told of people at risk.
#[derive(Debug)]
pub struct Redactor {
    pub(super) key: Key,
    pub(super) everywhere: Arc<Names>,
    pub(super) risks: Arc<Risks>,
    pub(super) reader: Reader,
    pub(super) worker: Worker,
    pub(super) analyser: Analyser,
    pub(super) counts: Counts,
}

/// What to look for in one document.
struct Search {
    key: Key,
    own: Names,
    everywhere: Arc<Names>,
    latin: Vec<(Latin, String)>,
    /// Words of places that are made coarser, and what stands for them.
    places: Names,
}

impl Redactor {
    /// A redactor that knows of no other documents than each it is given.
    pub fn new(key: Key, reader: &Reader) -> Self {
        Survey::new(reader).redactor(key)
    }

    /// Another with the same names and pseudonyms, for another thread. It counts from nothing.
    #[must_use]
    pub fn twin(&self) -> Self {
        Self {
            key: self.key.clone(),
            everywhere: Arc::clone(&self.everywhere),
            risks: Arc::clone(&self.risks),
            reader: self.reader.clone(),
            worker: self.reader.worker(),
            analyser: Analyser::default(),
            counts: Counts::default(),
        }
    }

    /// What was done so far.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// What the id of a document or claim is called where its document was changed. Whoever has the key finds a row of
    /// an export again by this.
    pub fn id(&self, id: &str) -> String {
        self.key.id(id)
    }

    /// Words that stand outside of any document, such as a cell of a query's answer: the private names that the survey
    /// found, and those that the words themselves show.
    pub fn redact_words(&mut self, text: &str) -> String {
        let people = self.finder().people(text, None, &[]);
        let search = self.search(&people, Names::default());
        search.words(text, &people)
    }

    /// Takes a document and its claims through redaction.
    pub(super) fn redact(&mut self, record: Record) -> Record {
        let Record { document, claims } = record;
        let whole = Dossier { document, claims, entities: Vec::new(), reviews: Vec::new() };
        let (Dossier { document, claims, .. }, _) = self.redact_dossier(whole);
        Record { document, claims }
    }

    /// Takes a document with everything that the ledger keeps of it through redaction.
    pub(super) fn redact_dossier(&mut self, dossier: Dossier) -> (Dossier, Trace) {
        self.analyser.trim();
        let Dossier { document, claims, entities, reviews } = dossier;
        let people = everybody(&mut self.finder(), &document, &claims);
        let text = document.text.as_str();
        let bytes = starts(text);
        let cut = Cut::new(text);

        let mut sentences = people.sentences_at_risk(text);
        sentences.extend(self.risks.clauses.get(&document.id).into_iter().flatten());
        let risks = Arc::clone(&self.risks);
        let at_risk: Vec<bool> = claims
            .iter()
            .map(|c| risks.claims.contains(&c.claim) || self.finder().is_at_risk(c, &sentences))
            .collect();
        let (mut edits, places) = self.coarse(&claims, &at_risk, text, &bytes);
        let search = self.search(&people, places);
        edits.extend(
            search.places.find(&cut).into_iter().map(|(range, with)| Edit { range, with: with.to_owned() }),
        );
        let coarse: Vec<CodePoints> = edits.iter().map(|e| code_points(&bytes, &e.range)).collect();
        edits.extend(search.edits(text, &cut, &people));

        let edited = Edited::new(text, edits);
        let own = |p: &&Person| p.standing != Standing::Public;
        self.counts.persons += people.persons.iter().filter(own).count() as u64;
        let nobody = People::default();
        let words = |text: &str| search.words(text, &nobody);
        let option = |text: &Option<String>| text.as_deref().map(words);
        let uri = search.address(&document.uri);
        let file = search.part(&document.name);
        let (title, outlet) = (option(&document.title), option(&document.outlet));
        let changed = edited.changed()
            || title != document.title
            || outlet != document.outlet
            || file != document.name
            || uri.contains(super::WITHHELD);
        let named = |id: &str| if changed { self.key.id(id) } else { id.to_owned() };

        let mover = |at_risk: bool| Mover {
            text,
            starts: &bytes,
            edited: &edited,
            coarse: &coarse,
            at_risk,
            codebook: self.reader.codebook(),
        };
        let mut left = Vec::with_capacity(claims.len());
        let mut trace = Trace { shift: edited.shift().clone(), ..Trace::default() };
        let mut decided = Vec::with_capacity(reviews.len());
        for review in reviews {
            let of = claims.iter().position(|claim| claim.claim == review.claim);
            let told = of.map(|at| &claims[at]);
            let mover = mover(of.is_some_and(|at| at_risk[at]));
            match beside::review(review, told, &mover, &words, &self.key) {
                Some(review) => decided.push(ReviewRow {
                    claim: named(&review.claim),
                    document: named(&review.document),
                    ..review
                }),
                None => self.counts.unanchored += 1,
            }
        }
        for (claim, at_risk) in claims.iter().zip(at_risk) {
            let mover = mover(at_risk);
            let Some(mut told) = mover.claim(claim, &mut |cue| words(cue)) else {
                self.counts.unanchored += 1;
                continue;
            };
            self.counts.coarsened += u64::from(at_risk);
            told.claim = named(&claim.claim);
            trace.left(&claim.claim, &told.claim, at_risk);
            told.doc.clone_from(&file);
            left.push(told);
        }
        let named_entities = entities
            .into_iter()
            .filter_map(|entity| beside::entity(entity, &mover(false), &words))
            .map(|entity| EntityRow {
                entity: named(&entity.entity),
                document: named(&entity.document),
                outlet: outlet.clone(),
                ..entity
            })
            .collect();
        let row = DocumentRow {
            id: named(&document.id),
            name: file,
            uri,
            outlet,
            title,
            raw: named(&document.raw),
            capture: named(&document.capture),
            hash: named(&document.hash),
            furniture: document.furniture.iter().map(|&span| edited.span(span)).collect(),
            text: edited.into_text(),
            ..document
        };
        self.counts.documents += 1;
        self.counts.changed += u64::from(changed);
        self.counts.claims += left.len() as u64;
        (Dossier { document: row, claims: left, entities: named_entities, reviews: decided }, trace)
    }

    /// Whom a text names and what of it would be replaced, for measuring.
    #[cfg(test)]
    pub(super) fn found(&mut self, text: &str) -> (People, Vec<Edit>) {
        let people = self.finder().people(text, None, &[]);
        let search = self.search(&people, Names::default());
        let edits = search.edits(text, &Cut::new(text), &people);
        (people, edits)
    }

    fn finder(&mut self) -> Finder<'_> {
        Finder { codebook: self.reader.codebook(), worker: &mut self.worker, analyser: &mut self.analyser }
    }

    /// Places and times of claims about people at risk: where their words stand, and the words of the places, which may
    /// stand elsewhere too.
    fn coarse(
        &mut self,
        claims: &[Claim],
        at_risk: &[bool],
        text: &str,
        bytes: &[u32],
    ) -> (Vec<Edit>, Names) {
        let mut edits = Vec::new();
        let mut names = Names::default();
        for (claim, _) in claims.iter().zip(at_risk).filter(|(_, risk)| **risk) {
            for place in claim.places.iter().filter(|p| claim::is_fine(p)) {
                let with = claim::area(place);
                let range = within(bytes, place.span);
                let words = name::words(&text[range.clone()]);
                match &words[..] {
                    [] => continue,
                    [word] => {
                        if !self.finder().is_ordinary(word) {
                            names.add_single(word, &with);
                        }
                    }
                    several => names.add(several, &with),
                }
                edits.push(Edit { range, with });
            }
            if let Some(time) = claim.time.as_ref().filter(|t| claim::is_fine_time(t)) {
                edits.push(Edit { range: within(bytes, time.span), with: claim::month(time) });
            }
        }
        (edits, names)
    }

    /// The names of a document to look for.
    fn search(&mut self, people: &People, places: Names) -> Search {
        let mut own = Names::default();
        let mut latin = Vec::new();
        let mut singles: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut private: Vec<&Person> =
            people.persons.iter().filter(|p| p.standing != Standing::Public).collect();
        // The longest first: of two with one key the fuller one counts.
        private.sort_by_key(|p| std::cmp::Reverse(p.key.len()));
        for person in private {
            let stands_for = self.key.person(&person.key);
            for words in &person.names {
                own.add(words, &stands_for);
                for pair in name::pairs(words) {
                    own.add(&pair, &stands_for);
                }
                for word in name::alone(words) {
                    if !self.finder().is_ordinary(word) {
                        singles.entry(word.to_owned()).or_default().push(stands_for.clone());
                    }
                }
                latin.push((Latin::new(words), stands_for.clone()));
            }
        }
        for (word, mut persons) in singles {
            persons.dedup();
            // A family name of several persons stands for none of them.
            let stands_for = if persons.len() == 1 { persons.remove(0) } else { self.key.person(&word) };
            own.add_single(&word, &stands_for);
        }
        Search { key: self.key.clone(), own, everywhere: Arc::clone(&self.everywhere), latin, places }
    }
}

impl Search {
    /// What to replace in a text.
    fn edits(&self, text: &str, cut: &Cut<'_>, people: &People) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        for person in people.persons.iter().filter(|p| p.standing != Standing::Public) {
            let with = self.key.person(&person.key);
            edits.extend(person.spans.iter().map(|s| Edit { range: s.clone(), with: with.clone() }));
        }
        let listed =
            |range: &Range<usize>| people.listed.iter().any(|l| l.start <= range.start && range.end <= l.end);
        let public: Vec<&Vec<String>> =
            people.persons.iter().filter(|p| p.standing == Standing::Public).flat_map(|p| &p.names).collect();
        let is_public = |range: &Range<usize>| {
            let words = name::words(&text[range.clone()]);
            public.iter().any(|p| name::canonical(p) == name::canonical(&words))
        };
        for names in [&self.own, &*self.everywhere] {
            for (range, with) in names.find(cut) {
                if !listed(&range) && !is_public(&range) {
                    edits.push(Edit { range, with: with.to_owned() });
                }
            }
        }
        for range in address::in_text(text) {
            let redacted = self.address(&text[range.clone()]);
            if redacted.contains(super::WITHHELD) {
                edits.push(Edit { range, with: redacted });
            }
        }
        edits.extend(self.in_latin(text));
        edits
    }

    /// Words of a text without private names.
    fn words(&self, text: &str, people: &People) -> String {
        let cut = Cut::new(text);
        let mut edits = self.edits(text, &cut, people);
        edits.extend(
            self.places.find(&cut).into_iter().map(|(range, with)| Edit { range, with: with.to_owned() }),
        );
        Edited::new(text, edits).into_text()
    }

    /// A file name: kept or withheld whole.
    fn part(&self, part: &str) -> String {
        if self.tells(part) || self.tells(&part.replace(['_', '-', '.', '+'], " ")) {
            self.key.withheld(part)
        } else {
            part.to_owned()
        }
    }

    fn address(&self, address: &str) -> String {
        address::redact(address, &self.key, |part| self.tells(part))
    }

    /// Whether a part of an address tells of somebody or of a place that was made coarser.
    fn tells(&self, part: &str) -> bool {
        let cut = Cut::new(part);
        [&self.own, &*self.everywhere, &self.places].iter().any(|names| !names.find(&cut).is_empty())
            || self.latin.iter().any(|(name, _)| latin::named(part, std::slice::from_ref(name)))
    }

    /// Names in Latin letters: the shortest runs of words that have one.
    fn in_latin(&self, text: &str) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        if self.latin.is_empty() {
            return edits;
        }
        let words = latin::latin_words(text);
        let mut at = 0;
        while at < words.len() {
            let found = (at..words.len().min(at + LATIN_WORDS)).find_map(|last| {
                let range = words[at].start..words[last].end;
                // Only marks of handles and spaces stand between the words of one name.
                let joined = text[range.clone()].chars().all(|c| {
                    c.is_alphanumeric()
                        || c.is_whitespace()
                        || matches!(c, '-' | '_' | '.' | '\'' | '’' | '@')
                });
                if !joined {
                    return None;
                }
                let (_, with) = self
                    .latin
                    .iter()
                    .find(|(name, _)| latin::named(&text[range.clone()], std::slice::from_ref(name)))?;
                Some((last, Edit { range, with: with.clone() }))
            });
            match found {
                Some((last, edit)) => {
                    match edits.last_mut() {
                        // Samer Khalil, known by each of the two.
                        Some(before)
                            if before.with == edit.with
                                && text[before.range.end..edit.range.start].trim().len() < 2 =>
                        {
                            before.range.end = edit.range.end;
                        }
                        _ => edits.push(edit),
                    }
                    at = last + 1;
                }
                None => at += 1,
            }
        }
        edits.retain(|e| !e.range.is_empty() && !text[e.range.clone()].starts_with(PERSON));
        edits
    }
}

/// Everybody a document names, in its text, its title, its address and its file name.
pub(super) fn everybody(finder: &mut Finder<'_>, document: &DocumentRow, claims: &[Claim]) -> People {
    let mut people = finder.people(&document.text, document.byline.as_deref(), claims);
    let beside = [
        document.title.clone().unwrap_or_default(),
        document.outlet.clone().unwrap_or_default(),
        address::readable(&document.name),
        address::readable(&document.uri),
    ];
    for text in beside.iter().filter(|t| !t.trim().is_empty()) {
        for mut person in finder.people(text, document.byline.as_deref(), &[]).persons {
            person.spans.clear();
            match people.persons.iter_mut().find(|p| p.key == person.key) {
                // The text says more of somebody than a title does.
                Some(known) => known.names.extend(person.names),
                None => people.persons.push(person),
            }
        }
    }
    people
}
