//! Words that make up names: given names and family names, and the nouns that stand before a name and say what
//! it names (منظمة, مدينة, الدكتور).

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{
    compile::Compiler,
    model::EntityKind,
    role::{NameRole, NameRoles},
    source::{Problem, Row, Sources, Table},
};
use crate::text::fold;

const WORD_COLUMNS: &[&str] = &["name", "part", "gender", "word"];
const HEAD_COLUMNS: &[&str] = &["head", "kind", "by", "inside"];
const ROLE_COLUMNS: &[&str] = &["word", "role"];

/// What a word can be in a person's name.
#[expect(clippy::struct_excessive_bools, reason = "independent facts about one word")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonWord {
    /// A given name.
    pub given: bool,
    /// A family name, a nisba or laqab that serves as one included.
    pub family: bool,
    /// Whether it is an ordinary word as well (سعيد, أمل): it needs a neighbour that shows it is a name.
    pub word: bool,
    /// Whether its gender is given, as for names of Arabic: those of other languages leave it open.
    pub gendered: bool,
}

/// What a named thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NamedKind {
    /// A person.
    Person,
    /// An entity of one of the kinds that the tables of entities have.
    Entity(EntityKind),
    /// A place that people live in, or a part of the earth.
    Place,
    /// A building or site.
    Facility,
}

impl NamedKind {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "person" => Self::Person,
            "place" => Self::Place,
            "facility" => Self::Facility,
            other => Self::Entity(EntityKind::named(other)?),
        })
    }

    /// The kind as codebook and records write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person | Self::Entity(EntityKind::Person) => "person",
            Self::Place => "place",
            Self::Facility => "facility",
            Self::Entity(EntityKind::Group) => "group",
            Self::Entity(EntityKind::State) => "state",
            Self::Entity(EntityKind::Organisation) => "organisation",
            Self::Entity(EntityKind::Outlet) => "outlet",
            Self::Entity(EntityKind::Force) => "force",
            Self::Entity(EntityKind::Official) => "official",
        }
    }
}

/// What must follow a head so that the two are a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NamedBy {
    /// Any noun or adjective with the article: مجلس الأمن, الحزب الاشتراكي.
    Noun,
    /// Only a name: شركة with a name, not شركة الطيران.
    Name,
}

/// A noun that stands before a name and says what it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameHead {
    /// The word, without the article.
    pub head: String,
    /// What it says the name is.
    pub kind: NamedKind,
    /// What must follow.
    pub by: NamedBy,
    /// Whether it belongs to the name (نهر النيل, حزب الأمة), or only says what is named (مدينة حمص).
    pub inside: bool,
    /// Whether it is no part of the phrase either, and only shows what the name after it is (مدرب, ضيفه: a team).
    pub apart: bool,
}

/// The words of names.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NameWords {
    /// Folded words, sorted.
    people: Vec<(String, PersonWord)>,
    /// Folded heads, sorted.
    heads: Vec<(String, NameHead)>,
    /// Folded words that play a part beside names, sorted.
    roles: Vec<(String, NameRoles)>,
}

impl NameWords {
    /// What a folded word can be in a person's name.
    pub fn person(&self, folded: &str) -> Option<PersonWord> {
        self.people.binary_search_by(|(w, _)| w.as_str().cmp(folded)).ok().map(|at| self.people[at].1)
    }

    /// Number of a head, by its folded form without the article.
    pub fn head(&self, folded: &str) -> Option<u16> {
        self.heads.binary_search_by(|(w, _)| w.as_str().cmp(folded)).ok().map(|at| at as u16)
    }

    /// The parts that a folded word, as it stands, plays beside names.
    pub fn roles(&self, folded: &str) -> NameRoles {
        let at = self.roles.binary_search_by(|(w, _)| w.as_str().cmp(folded));
        at.map_or(NameRoles::default(), |at| self.roles[at].1)
    }

    /// The head of that number.
    pub fn of(&self, head: u16) -> &NameHead {
        &self.heads[head as usize].1
    }
}

/// Reads `names/`: tables with a column `name` list words of persons' names, those with `head` nouns before names,
/// those with `role` words that play a part beside names.
pub(super) fn collect(sources: &Sources, compiler: &mut Compiler) -> NameWords {
    let mut people: FxHashMap<String, PersonWord> = FxHashMap::default();
    let mut heads: FxHashMap<String, NameHead> = FxHashMap::default();
    let mut roles: FxHashMap<String, NameRoles> = FxHashMap::default();
    for table in &sources.names {
        let (opens, plays) = (table.has("head"), table.has("role"));
        let columns = match (opens, plays) {
            (true, _) => HEAD_COLUMNS,
            (_, true) => ROLE_COLUMNS,
            _ => WORD_COLUMNS,
        };
        compiler.problems.extend(table.missing(columns));
        for row in &table.rows {
            let problem = match (opens, plays) {
                (true, _) => head(table, row, &mut heads),
                (_, true) => role(table, row, &mut roles),
                _ => word(table, row, &mut people),
            };
            compiler.problems.extend(problem);
        }
    }
    NameWords { people: sorted(people), heads: sorted(heads), roles: sorted(roles) }
}

fn sorted<T>(words: FxHashMap<String, T>) -> Vec<(String, T)> {
    let mut words: Vec<_> = words.into_iter().collect();
    words.sort_by(|a, b| a.0.cmp(&b.0));
    words
}

fn word(table: &Table, row: &Row, people: &mut FxHashMap<String, PersonWord>) -> Option<Problem> {
    let (part, gender, word) = (table.cell(row, "part"), table.cell(row, "gender"), table.cell(row, "word"));
    if !matches!(part, "given" | "family") {
        return Some(table.problem(row, "part", format!("`{part}` is neither given nor family")));
    }
    if !matches!(gender, "" | "m" | "f") {
        return Some(table.problem(row, "gender", format!("`{gender}` is neither m nor f")));
    }
    if !matches!(word, "" | "word") {
        return Some(table.problem(row, "word", format!("`{word}` is neither empty nor `word`")));
    }
    for spelling in table.cell(row, "name").split('|').map(str::trim).filter(|s| !s.is_empty()) {
        if spelling.contains(' ') {
            return Some(table.problem(row, "name", format!("`{spelling}` is more than one word")));
        }
        let entry = people.entry(fold(spelling)).or_default();
        entry.given |= part == "given";
        entry.family |= part == "family";
        entry.word |= word == "word";
        entry.gendered |= !gender.is_empty();
    }
    None
}

fn head(table: &Table, row: &Row, heads: &mut FxHashMap<String, NameHead>) -> Option<Problem> {
    let written = table.cell(row, "kind");
    let Some(kind) = NamedKind::named(written) else {
        return Some(table.problem(row, "kind", format!("`{written}` is no kind of named thing")));
    };
    let by = match table.cell(row, "by") {
        "noun" => NamedBy::Noun,
        "name" => NamedBy::Name,
        other => return Some(table.problem(row, "by", format!("`{other}` is neither noun nor name"))),
    };
    let (inside, apart) = match table.cell(row, "inside") {
        "yes" => (true, false),
        "no" => (false, false),
        "apart" => (false, true),
        other => return Some(table.problem(row, "inside", format!("`{other}` is none of yes, no, apart"))),
    };
    for spelling in table.cell(row, "head").split('|').map(str::trim).filter(|s| !s.is_empty()) {
        let entry = NameHead { head: spelling.to_owned(), kind, by, inside, apart };
        if heads.insert(fold(spelling), entry).is_some() {
            return Some(table.problem(row, "head", format!("`{spelling}` is listed twice")));
        }
    }
    None
}

fn role(table: &Table, row: &Row, roles: &mut FxHashMap<String, NameRoles>) -> Option<Problem> {
    let (written, words) = (table.cell(row, "role"), table.cell(row, "word"));
    let Some(role) = NameRole::named(written) else {
        let roles: Vec<&str> = NameRoles::all().names().collect();
        let problem = format!("`{written}` is no role; one of {}", roles.join(", "));
        return Some(table.problem(row, "role", problem));
    };
    for spelling in words.split('|').map(str::trim) {
        if spelling.is_empty() || spelling.contains(' ') {
            return Some(table.problem(row, "word", format!("`{spelling}` is not one word")));
        }
        let entry = roles.entry(fold(spelling)).or_default();
        if entry.has(role) {
            return Some(table.problem(row, "word", format!("`{spelling}` is listed twice as {written}")));
        }
        *entry = entry.with(role);
    }
    None
}
