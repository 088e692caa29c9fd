//! Verbs beside names.

use std::ops::Range;

use super::{name::Cut, person::Finder};

impl Finder<'_> {
    /// Takes a verb off the beginning of a name; whether anything of it is left.
    pub(super) fn without_verb(&mut self, cut: &Cut<'_>, span: &mut Range<usize>) -> bool {
        let name = cut.within(span);
        if name.is_empty() || !self.is_told(cut, name.start) {
            return true;
        }
        if name.len() > 1 {
            span.start = cut.bytes(name.start + 1, 0, name.start + 1).start;
        }
        name.len() > 1
    }

    /// Whether a word is a verb that is a name once it is folded, like روى, "he told", and رؤى.
    pub(super) fn is_told(&mut self, cut: &Cut<'_>, at: usize) -> bool {
        cut.clean(at).ends_with('ى') && self.is_verb(cut, at) // U+0649 ALEF MAKSURA
    }

    /// Whether the word before may be a finite verb, whatever else: of who is known to be named here, better one word too many goes than
    /// that he is called. ولفت is "he drew attention" and also "and turnips".
    pub(super) fn is_after_verb(&mut self, cut: &Cut<'_>, at: usize) -> bool {
        if at == 0 || !cut.gap(at).chars().all(|c| c == ' ') {
            return false;
        }
        let id = self.analyser.analyse(&self.codebook.lexicon, cut.clean(at - 1));
        let read = self.analyser.word(id);
        read.particle.is_none() && read.readings.iter().any(|r| r.slip == 0 && r.features.person.is_some())
    }

    /// Whether a word is a finite verb and nothing else.
    pub(super) fn is_verb(&mut self, cut: &Cut<'_>, at: usize) -> bool {
        let id = self.analyser.analyse(&self.codebook.lexicon, cut.clean(at));
        let read = self.analyser.word(id);
        let mut exact = read.readings.iter().filter(|reading| reading.slip == 0).peekable();
        read.particle.is_none()
            && exact.peek().is_some()
            && exact.all(|reading| reading.features.person.is_some())
    }
}
