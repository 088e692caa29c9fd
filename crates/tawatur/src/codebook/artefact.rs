//! The compiled codebook as bytes: magic, version, hash, then the finite-state maps and the tables.

use fst::Streamer;
use serde::{Deserialize, Serialize};

use super::{
    counting::Counting,
    model::{
        CodedWords, Cue, Entity, EntityKind, Frame, HeadWord, Merged, Phrase, PlaceEntry, Referent, TypeInfo,
        Use,
    },
    naming::NameWords,
    pattern::Patterns,
    schema::CreditFile,
    source::CodebookError,
    weights::Weights,
};
use crate::capture::FurniturePatterns;
use crate::lexicon::Lexicon;

const MAGIC: &[u8; 8] = b"TAWATUR\0";
/// Raised whenever the layout of the tables changes.
const VERSION: u32 = 11;

/// A compiled codebook; immutable, shared by all workers.
#[derive(Debug, Serialize, Deserialize)]
pub struct Codebook {
    /// Its name.
    pub name: String,
    /// Hash of its sources, 12 hexadecimal digits.
    pub hash: String,
    /// Types of claims.
    pub types: Vec<TypeInfo>,
    /// Frames.
    pub frames: Vec<Frame>,
    /// Cues.
    pub cues: Vec<Cue>,
    /// Heads of noun phrases.
    pub heads: Vec<HeadWord>,
    /// Expressions of several words.
    pub phrases: Vec<Phrase>,
    /// The words of phrases.
    pub phrase_words: Patterns,
    /// First word of a phrase, folded → phrases, sorted by word.
    pub phrase_starts: Vec<(String, Vec<u16>)>,
    /// Uses of each lemma, by lemma number.
    pub uses: Vec<Vec<Use>>,
    /// Named entities.
    pub entities: Vec<Entity>,
    /// Gazetteer.
    pub places: Vec<PlaceEntry>,
    /// Position of each country among the places, sorted by its code.
    pub countries: Vec<(String, u32)>,
    /// What each name stands for, by the number in [`Codebook::names`].
    pub referents: Vec<Vec<Referent>>,
    /// Names that folding merges, by their position in `referents`.
    pub merged: Vec<Merged>,
    /// Given names, family names, the nouns that open a name and words that play a part beside one.
    pub name_words: NameWords,
    /// Words that tell the code of a cause.
    pub cause_words: Vec<CodedWords>,
    /// Words that tell the kind of a source whose own noun leaves it open: مصدر أمني.
    pub source_words: Vec<CodedWords>,
    /// Words that open a sentence which goes on with the source of the one before; code `paragraph`: also where it opens
    /// a paragraph.
    pub ties: Vec<CodedWords>,
    /// Patterns of all conditions.
    pub patterns: Patterns,
    /// Words that tell what a number counts.
    pub counting: Counting,
    /// Learned weights.
    pub weights: Weights,
    /// What a text says of where it comes from, folded.
    pub credits: CreditFile,
    /// `furniture.toml`, as written.
    pub furniture_source: String,
    /// Page furniture.
    #[serde(skip)]
    pub furniture: FurniturePatterns,
    /// Forms to readings.
    #[serde(skip)]
    pub lexicon: Lexicon,
    /// Names (folded words joined by a space) → position in [`Codebook::referents`].
    #[serde(skip)]
    pub names: Vec<u8>,
}

impl Codebook {
    /// Name and hash, as claims carry them.
    pub fn label(&self) -> String {
        format!("{}@{}", self.name, self.hash)
    }

    /// What a name may stand for as it is spelled: of names that folding merges what this spelling may stand for, and
    /// everything where the codebook has no such spelling. `spellings` are the ways to take its words in the clean
    /// layer, joined by a space; the first that the codebook has counts.
    pub fn spelled<S: AsRef<str>>(&self, list: u32, spellings: impl IntoIterator<Item = S>) -> &[Referent] {
        let all = || self.referents.get(list as usize).map_or(&[][..], Vec::as_slice);
        let Ok(at) = self.merged.binary_search_by_key(&list, |m| m.list) else { return all() };
        let known = &self.merged[at].spellings;
        let same =
            spellings.into_iter().find_map(|written| known.iter().find(|(s, _)| s == written.as_ref()));
        same.map_or_else(all, |(_, referents)| referents)
    }

    /// The names of the entities of a kind, folded, each with its position in [`Codebook::entities`], in order of names.
    pub fn names_of(&self, kind: EntityKind) -> Vec<(String, u32)> {
        let Ok(map) = fst::Map::new(&self.names) else { return Vec::new() };
        let mut names = Vec::new();
        let mut stream = map.stream();
        while let Some((name, list)) = stream.next() {
            let referents = self.referents.get(list as usize).map_or(&[][..], Vec::as_slice);
            names.extend(referents.iter().filter_map(|referent| match referent {
                &Referent::Entity(entity) if self.entities.get(entity as usize)?.kind == kind => {
                    Some((String::from_utf8_lossy(name).into_owned(), entity))
                }
                _ => None,
            }));
        }
        names
    }

    /// Position of a country among the places.
    pub fn country(&self, code: &str) -> Option<u32> {
        let at = self.countries.binary_search_by(|(c, _)| c.as_str().cmp(code)).ok()?;
        Some(self.countries[at].1)
    }

    /// The artefact: magic, version, then length-prefixed sections, then a hash of all that.
    ///
    /// # Errors
    /// When a table does not serialise.
    pub fn to_bytes(&self) -> Result<Vec<u8>, CodebookError> {
        let build = |e: postcard::Error| CodebookError::Build(e.to_string());
        let tables = postcard::to_stdvec(self).map_err(build)?;
        let lexicon = postcard::to_stdvec(&self.lexicon.tables()).map_err(build)?;
        let sections =
            [&tables[..], &lexicon, self.lexicon.readings(), self.lexicon.map(), self.names.as_slice()];
        let mut bytes = Vec::with_capacity(sections.iter().map(|s| s.len() + 8).sum::<usize>() + 64);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        for section in sections {
            bytes.extend_from_slice(&(section.len() as u64).to_le_bytes());
            bytes.extend_from_slice(section);
        }
        let hash = blake3::hash(&bytes);
        bytes.extend_from_slice(hash.as_bytes());
        Ok(bytes)
    }

    /// Loads an artefact.
    ///
    /// # Errors
    /// [`CodebookError::Compiled`] when the bytes are no compiled codebook, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CodebookError> {
        let damaged = CodebookError::Compiled("damaged: its hash does not match; build it again");
        let rest = bytes.strip_prefix(MAGIC).ok_or(CodebookError::Compiled("not a compiled codebook"))?;
        if rest.get(..4) != Some(&VERSION.to_le_bytes()[..]) {
            return Err(CodebookError::Compiled("made by another version of the program; build it again"));
        }
        if bytes.len() < 44 {
            return Err(damaged);
        }
        let (body, hash) = bytes.split_at(bytes.len() - 32);
        if blake3::hash(body).as_bytes() != hash {
            return Err(damaged);
        }
        let mut rest = &body[12..];
        let mut section = || -> Option<&[u8]> {
            let (length, after) = rest.split_first_chunk::<8>()?;
            let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
            let section = after.get(..length)?;
            rest = &after[length..];
            Some(section)
        };
        let (Some(tables), Some(lexicon), Some(readings), Some(map), Some(names)) =
            (section(), section(), section(), section(), section())
        else {
            return Err(damaged);
        };
        let mut codebook: Self = postcard::from_bytes(tables)
            .map_err(|_| CodebookError::Compiled("damaged: a table does not parse; build it again"))?;
        let lexicon = postcard::from_bytes(lexicon)
            .map_err(|_| CodebookError::Compiled("damaged: the lexicon does not parse; build it again"))?;
        codebook.lexicon = Lexicon::new(map.to_vec(), readings.to_vec(), lexicon).map_err(|_| {
            CodebookError::Compiled("damaged: the map of forms does not open; build it again")
        })?;
        codebook.weights.index();
        codebook.names = names.to_vec();
        codebook.furniture = FurniturePatterns::parse(&codebook.furniture_source)
            .map_err(|_| CodebookError::Compiled("damaged: the furniture does not parse; build it again"))?;
        Ok(codebook)
    }
}
