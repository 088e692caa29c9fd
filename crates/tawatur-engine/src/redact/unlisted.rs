//! Names of which no list has a word, most of them foreign ones in Arabic letters: beside a name that was found, several
//! in a row, or where what stands beside a single one shows that somebody is named.

use std::ops::Range;

use super::{
    name::{Cut, canonical, words},
    person::{Finder, People, Person, Standing},
};

/// At most so many of them are taken into a name that was found.
const MORE: usize = 2;
/// A name has at most so many of them in a row; more are a passage in another language.
const MOST: usize = 4;

impl Finder<'_> {
    /// Takes into the names of private persons the words beside them that no list has, and finds names made of such words
    /// alone.
    pub(super) fn unlisted(
        &mut self,
        cut: &Cut<'_>,
        text: &str,
        taken: &[Range<usize>],
        people: &mut People,
    ) {
        let foreign: Vec<bool> = (0..cut.len()).map(|at| self.is_unlisted(cut, at)).collect();
        let joined = |at: usize| at < cut.len() && cut.gap(at).chars().all(|c| c == ' ' || c == '-');
        for person in people.persons.iter_mut().filter(|person| person.standing != Standing::Public) {
            for span in &mut person.spans {
                let name = cut.within(span);
                if name.is_empty() {
                    continue;
                }
                let (mut start, mut end) = (name.start, name.end);
                while end < name.end + MORE && joined(end) && foreign[end] {
                    end += 1;
                }
                while start + MORE > name.start && start > 0 && joined(start) && foreign[start - 1] {
                    start -= 1;
                }
                if (start, end) != (name.start, name.end) {
                    let first =
                        if start < name.start { cut.bytes(start, 0, start).start } else { span.start };
                    *span = first..cut.bytes(end - 1, 0, end - 1).end;
                    person.names.push(words(&text[span.clone()]));
                }
            }
            person.names.sort_unstable();
            person.names.dedup();
        }
        let mut at = 0;
        while at < cut.len() {
            let start = at;
            while at < cut.len() && foreign[at] && (at == start || joined(at)) {
                at += 1;
            }
            let count = at - start;
            if count == 0 {
                at += 1;
                continue;
            }
            let span = cut.bytes(start, 0, at - 1);
            let overlaps = |other: &Range<usize>| other.start < span.end && span.start < other.end;
            let known = taken.iter().chain(&people.listed).any(overlaps)
                || people.persons.iter().flat_map(|person| &person.spans).any(overlaps);
            let shown = count > 1 && count <= MOST || count == 1 && self.is_shown(cut, start);
            if known || !shown {
                continue;
            }
            let name = words(&text[span.clone()]);
            let standing = self.said_beside(cut, &(start..at)).unwrap_or(Standing::Private);
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

    /// Takes in where a private person is called by the first or last word of his name alone, one that is an ordinary word
    /// too, and what stands beside it shows that somebody is named.
    pub(super) fn alone(&mut self, cut: &Cut<'_>, taken: &[Range<usize>], people: &mut People) {
        let named: Vec<(usize, Vec<String>)> = people
            .persons
            .iter()
            .enumerate()
            .filter(|(_, person)| person.standing != Standing::Public)
            .map(|(at, person)| {
                let long = person.names.iter().filter(|name| name.len() > 1);
                let ends = long.flat_map(|name| [name.first(), name.last()]).flatten();
                (at, ends.filter(|word| word.chars().count() > 2).cloned().collect())
            })
            .collect();
        for at in 0..cut.len() {
            let word = cut.folded(at);
            let Some((person, _)) = named.iter().find(|(_, ends)| ends.iter().any(|end| end == word)) else {
                continue;
            };
            // على is folded like the name علي.
            if cut.clean(at).ends_with('ى') || !self.is_shown(cut, at) && !self.is_after_verb(cut, at) {
                continue;
            }
            let span = cut.bytes(at, 0, at);
            let overlaps = |other: &Range<usize>| other.start < span.end && span.start < other.end;
            let known = taken.iter().chain(&people.listed).any(overlaps)
                || people.persons.iter().flat_map(|person| &person.spans).any(overlaps);
            if !known {
                people.persons[*person].spans.push(span);
            }
        }
    }

    /// Whether a word is in no list and no lexicon, and has no article.
    fn is_unlisted(&mut self, cut: &Cut<'_>, at: usize) -> bool {
        let word = cut.folded(at);
        let letters = word.chars().count();
        if letters < 3
            || !word.starts_with(|c: char| ('\u{0621}'..='\u{064A}').contains(&c))
            || word.starts_with("ال")
            || cut.clean(at).ends_with(['ة', 'ّ'])
            || self.role(cut, at).is_some()
            || self.is_name(cut, at)
        {
            return false;
        }
        let id = self.analyser.analyse(&self.codebook.lexicon, cut.clean(at));
        let read = self.analyser.word(id);
        // Not امس, which is أمس without its hamza.
        read.particle.is_none() && read.readings.is_empty()
    }

    /// Whether what stands beside a single such word shows that somebody is named: a title or a people's adjective with the
    /// article before it, or a verb on either side.
    fn is_shown(&mut self, cut: &Cut<'_>, at: usize) -> bool {
        let plain = |at: usize| cut.gap(at).chars().all(|c| c == ' ');
        if at > 0 && plain(at) {
            let before = cut.folded(at - 1);
            let nisba = ["ال", "وال", "لل", "بال"].iter().any(|a| before.starts_with(a))
                && cut.clean(at - 1).ends_with('ي');
            if nisba || self.role(cut, at - 1).is_some() || self.is_verb(cut, at - 1) {
                return true;
            }
        }
        at + 1 < cut.len() && plain(at + 1) && self.is_verb(cut, at + 1)
    }
}
