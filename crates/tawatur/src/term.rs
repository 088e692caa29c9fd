//! What a token is looked up by: its spelling, what is left of it without clitics, and its lemma, each folded.

use crate::mention::{Context, Word};
use crate::text::{Doc, Span, fold};

/// A word or number of a text, as a search index holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term<'a> {
    /// Where it stands, in bytes of the text.
    pub span: Span<Doc>,
    /// As written, folded.
    pub folded: &'a str,
    /// Without proclitics, attached pronouns and the article, folded.
    pub stem: String,
    /// Its lemma in this place, folded.
    pub lemma: String,
    /// The lemmas that it may have in other places, folded.
    pub others: Vec<String>,
}

impl<'a> Term<'a> {
    /// The term of token `at` of a section that starts at byte `start` of the text.
    pub(crate) fn new(context: &Context<'a>, at: usize, start: usize, word: &Word<'_>) -> Self {
        let span = context.text.span(&(at..at + 1));
        let clean = context.text.clean(at);
        let lemma = fold(&word.lemma);
        let mut others: Vec<String> =
            context.readings(at).iter().map(|r| fold(context.codebook.lexicon.citation(r))).collect();
        others.sort_unstable();
        others.dedup();
        others.retain(|o| *o != lemma);
        Self {
            span: Span::new(start + span.start(), start + span.end()),
            folded: context.text.folded(at),
            stem: stem(&fold(word.cuts.stem_of(clean)), &lemma).to_owned(),
            lemma,
            others,
        }
    }
}

/// A folded stem without the article; what would be left with less than two letters keeps it.
fn stem<'s>(folded: &'s str, lemma: &str) -> &'s str {
    // للجيش is cut into ل and لجيش: of the article its lam is left.
    let article = if folded.starts_with('ل') && !lemma.starts_with('ل') { "ل" } else { "ال" };
    match folded.strip_prefix(article) {
        Some(rest) if rest.chars().count() > 1 => rest,
        _ => folded,
    }
}

#[cfg(test)]
mod tests {
    use crate::invented;

    #[test]
    fn a_word_is_found_by_its_spelling_its_stem_and_its_lemma_whatever_is_attached() {
        let mut found = Vec::new();
        invented::weighed(&[]).worker().terms(
            "قصفوا المدينة، وللمدينة 3 مداخل",
            |t| {
                found.push((t.span.start(), t.folded.to_owned(), t.stem.clone()));
            },
        );
        let stems: Vec<&str> = found.iter().map(|(_, _, stem)| stem.as_str()).collect();
        assert_eq!(stems.len(), 5, "marks are no terms: {stems:?}");
        assert_eq!(stems[1], stems[2], "article and clitics do not count: {stems:?}");
        assert_eq!(found[0].0, 0);
    }
}
