//! Which mentions name the outlet that published a document: by its words, by what the codebook knows it as, or by the Latin handle of
//! an archive.

use crate::capture::Document;
use crate::codebook::{Codebook, EntityKind, Referent};
use crate::mention::{self, Context, Mention};
use crate::text::{clean, fold};

/// The outlet that published the document, to be told from those it cites.
pub(super) struct OwnOutlet {
    words: Vec<String>,
    referents: Vec<Referent>,
}

impl OwnOutlet {
    /// As the codebook and the words of texts may name it.
    pub(super) fn new(codebook: &Codebook, document: &Document) -> Self {
        let outlet = document.outlet.as_ref().map_or("", |(name, _)| name.as_str());
        let name = clean(outlet);
        let mut referents = mention::entities_named(codebook, &name).to_vec();
        // Archives often know an outlet by its Latin name or its domain.
        let handle = handle(outlet);
        if !handle.is_empty() {
            referents.extend(mention::entities_named(codebook, &handle));
            let named = codebook.entities.iter().enumerate().filter(|(_, entity)| {
                entity.kind == EntityKind::Outlet
                    && LATIN_ENDINGS
                        .iter()
                        .any(|end| spelled(&entity.name).strip_suffix(end).is_some_and(|name| name == handle))
            });
            referents.extend(named.map(|(number, _)| Referent::Entity(number as u32)));
        }
        Self { words: fold(&name).split_whitespace().map(str::to_owned).collect(), referents }
    }

    /// Whether a mention names it.
    pub(super) fn is(&self, context: &Context<'_>, mention: &Mention) -> bool {
        if self.words.is_empty() {
            return false;
        }
        let phrase: Vec<&str> = mention
            .tokens
            .clone()
            .filter(|&t| !context.text.is_punct(t))
            .map(|t| context.text.folded(t))
            .collect();
        let spelled = phrase.windows(self.words.len()).any(|window| {
            // A preposition may be attached to the first word: لسكاي نيوز.
            window
                .iter()
                .zip(&self.words)
                .enumerate()
                .all(|(i, (a, b))| a == b || i == 0 && a.ends_with(b.as_str()))
        });
        spelled || mention.entity().is_some_and(|e| self.referents.contains(&Referent::Entity(e)))
    }
}

/// What the Latin name of an outlet may end in that its handle leaves out.
const LATIN_ENDINGS: [&str; 3] = ["", "arabic", "arabia"];

/// The Latin name by which an outlet is known: its letters and digits in small letters, of a domain the longest
/// label. Empty where there is none.
fn handle(outlet: &str) -> String {
    let label = outlet.split(['.', '/']).max_by_key(|label| label.len()).unwrap_or_default();
    if label.is_ascii() { spelled(label) } else { String::new() }
}

/// A Latin name without case, marks and what stands in parentheses: Al-Watan (Egypt) is alwatan.
fn spelled(name: &str) -> String {
    let name = name.split('(').next().unwrap_or_default();
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
