//! `tawatur codebook new-frame`: a first frame for words that none has, for its author to go on with.

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use tawatur::{
    codebook::{
        self, CodebookError, Sources, cases,
        schema::{FrameEntry, TypeEntry},
    },
    lexicon::inflect::Verb,
    text::fold,
};

use crate::{
    book::{self, count},
    output,
};

/// What the frame is made of.
#[derive(Debug, Args)]
pub struct Options {
    /// Type of the claims that the words express
    #[arg(value_name = "TYPE")]
    kind: String,
    /// Verbs by root and form ('شقق VII'), nouns with their plurals ('تمرد ج تمردات'), phrases
    #[arg(value_name = "WORD", required = true)]
    words: Vec<String>,
    /// A sentence that the frame must find, its word in […] and what fills roles in {role|…}; may be given again
    #[arg(long, value_name = "SENTENCE")]
    case: Vec<String>,
    /// A sentence of the same letters that it must not find; may be given again
    #[arg(long, value_name = "SENTENCE")]
    none: Vec<String>,
    /// What the words mean [default: as the type says]
    #[arg(long, value_name = "ENGLISH")]
    gloss: Option<String>,
    /// Id of the frame [default: the type and words of the gloss]
    #[arg(long)]
    id: Option<String>,
    /// Role of the object, in place of that of the type's other frames
    #[arg(long, value_name = "ROLE")]
    object: Option<String>,
    /// Role of a position: subject, object, genitive or a preposition; may be given again
    #[arg(long, value_name = "POSITION=ROLE", value_parser = assignment)]
    role: Vec<(String, String)>,
    /// Folder of the codebook [default: codebooks/conflict]
    #[arg(long)]
    dir: Option<PathBuf>,
}

/// Two words with an equals sign between them.
fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((position, role)) if !position.trim().is_empty() && !role.trim().is_empty() => {
            Ok((position.trim().to_owned(), role.trim().to_owned()))
        }
        _ => Err("write POSITION=ROLE, as in عن=targets".to_owned()),
    }
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    let dir = book::folder(options.dir.as_deref())?;
    let sources = Sources::load(&dir)?;
    let kind = find_type(&sources, &options.kind)?;
    let words = Words::sort(&options.words, &sources)?;
    words.refuse_known(&sources, &options.kind)?;
    let government = Government::of(&sources, &options.kind, !words.verbs.is_empty());
    let frame = frame(options, &sources, kind, &words, government)?;

    let family = options.kind.split('.').next().unwrap_or_default();
    let file = Path::new("frames").join(format!("{family}.toml"));
    let path = dir.join(&file);
    let before = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    let between = match before.as_str() {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let after = format!("{before}{between}{}", frame.text);
    if let Err(error) = Sources::load_with(&dir, &file, &after).and_then(|s| codebook::compile(&s)) {
        let CodebookError::Wrong(problems) = error else { return Err(error.into()) };
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let number = count(lines.len(), "problem");
        bail!("with this frame there would be {number}; nothing was written\n{}", lines.join("\n"));
    }
    fs::write(&path, &after).with_context(|| format!("cannot write {}", path.display()))?;
    let next = match &options.dir {
        Some(dir) => format!("tawatur codebook test '{}' --filter {}", dir.display(), frame.id),
        None => format!("tawatur codebook test --filter {}", frame.id),
    };
    let mut said = format!("{}\nwritten to {}; next: {next}\n", frame.text, path.display());
    for other in words.known(&sources, |frame| frame.kind.get_ref() != &options.kind) {
        let _ = writeln!(said, "note: {other}");
    }
    output::write_out(said.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn find_type<'s>(sources: &'s Sources, id: &str) -> Result<&'s TypeEntry> {
    let all = || sources.types.iter().flat_map(|(_, file)| &file.types);
    all().find(|t| t.id.get_ref() == id).ok_or_else(|| {
        let family = id.split('.').next().unwrap_or_default();
        let ids = |of: &dyn Fn(&str) -> bool| {
            all().map(|t| t.id.get_ref().as_str()).filter(|t| of(t)).collect::<Vec<_>>().join(", ")
        };
        let alike = ids(&|t| t.split('.').next() == Some(family));
        let known = if alike.is_empty() { ids(&|_| true) } else { alike };
        anyhow!("`{id}` is no type of this codebook; there are {known}")
    })
}

/// The words of a frame by their keys.
#[derive(Debug, Default)]
struct Words<'w> {
    verbs: Vec<&'w str>,
    nouns: Vec<&'w str>,
    adjectives: Vec<&'w str>,
    phrases: Vec<&'w str>,
}

impl<'w> Words<'w> {
    /// Tells by their notation what the words are.
    fn sort(given: &'w [String], sources: &Sources) -> Result<Self> {
        let mut words = Self::default();
        for word in given.iter().map(|w| w.trim()) {
            let parts: Vec<&str> = word.split_whitespace().collect();
            // The form of a verb is a Roman numeral or Q.
            let form = parts.get(1).is_some_and(|p| p.starts_with(|c: char| c.is_ascii_uppercase()));
            let list = match parts.as_slice() {
                [] => bail!("an empty word"),
                _ if word.contains(['{', '~', '*']) => &mut words.phrases,
                _ if form => &mut words.verbs,
                [_, "مؤ", ..] => &mut words.adjectives,
                [_, "ج", ..] => &mut words.nouns,
                [one] => {
                    if let Some(notation) = dictionary_form_of(one, sources) {
                        bail!("`{one}` is the dictionary form of the verb `{notation}`: give that");
                    }
                    &mut words.nouns
                }
                _ => &mut words.phrases,
            };
            list.push(word);
        }
        Ok(words)
    }

    /// Stops where a frame of the type has one of the words.
    fn refuse_known(&self, sources: &Sources, kind: &str) -> Result<()> {
        let known = self.known(sources, |frame| frame.kind.get_ref() == kind);
        if known.is_empty() { Ok(()) } else { bail!("{}\nnothing was written", known.join("\n")) }
    }

    /// Where frames have one of the words: a line each.
    fn known(&self, sources: &Sources, of: impl Fn(&FrameEntry) -> bool) -> Vec<String> {
        let mut lines = Vec::new();
        for (file, content) in &sources.frames {
            for frame in content.frames.iter().filter(|frame| of(frame)) {
                let verbal_nouns: Vec<(&str, usize)> = frame
                    .verbs
                    .iter()
                    .flat_map(|v| verbal_nouns(v.get_ref()).map(move |noun| (noun, v.span().start)))
                    .collect();
                let lists = [
                    (&self.verbs, &frame.verbs, &[][..]),
                    (&self.nouns, &frame.nouns, verbal_nouns.as_slice()),
                    (&self.adjectives, &frame.adjectives, &[][..]),
                    (&self.phrases, &frame.phrases, &[][..]),
                ];
                for (new, old, further) in lists {
                    let old = old.iter().map(|w| (w.get_ref().as_str(), w.span().start));
                    for (word, at) in old.chain(further.iter().copied()) {
                        if new.iter().any(|n| identity(n) == identity(word)) {
                            let (line, id) = (file.line(at), frame.id.get_ref());
                            lines.push(format!("{}:{line}: {id} has `{word}`", file.path.display()));
                        }
                    }
                }
            }
        }
        lines
    }
}

/// What tells a word from others: notation without verbal nouns and plurals.
fn identity(word: &str) -> String {
    let parts = word.split_whitespace().take_while(|part| !matches!(*part, "=" | "ج" | "مؤ"));
    parts.collect::<Vec<_>>().join(" ")
}

/// The verbal nouns that a verb's notation lists.
fn verbal_nouns(notation: &str) -> impl Iterator<Item = &str> {
    let listed = notation.split_once('=').map_or("", |(_, nouns)| nouns);
    listed.split('،').map(str::trim).filter(|noun| !noun.is_empty())
}

/// The notation of the verb that a dictionary has under this word, unless it is a listed noun too.
fn dictionary_form_of(word: &str, sources: &Sources) -> Option<String> {
    let frames = sources.frames.iter().flat_map(|(_, file)| &file.frames);
    let (mut verbs, mut nouns) = (Vec::new(), Vec::new());
    for frame in frames {
        verbs.extend(frame.verbs.iter().map(|v| v.get_ref().as_str()));
        nouns.extend(frame.nouns.iter().map(|n| n.get_ref().as_str()));
    }
    for table in &sources.lemmas {
        for row in &table.rows {
            match table.cell(row, "part") {
                "verb" => verbs.push(table.cell(row, "lemma")),
                "noun" => nouns.push(table.cell(row, "lemma")),
                _ => {}
            }
        }
    }
    nouns.extend(verbs.iter().flat_map(|v| verbal_nouns(v)).collect::<Vec<_>>());
    if nouns.iter().any(|noun| identity(noun) == word) {
        return None;
    }
    let found = verbs.into_iter().find(|v| Verb::parse(v).is_ok_and(|v| fold(&v.lemma()) == fold(word)));
    found.map(str::to_owned)
}

/// Which frames are asked.
type Within<'a> = &'a dyn Fn(&FrameEntry) -> bool;

/// Who stands where beside the words of a type, by most of its frames.
#[derive(Debug, Default)]
struct Government {
    roles: BTreeMap<String, String>,
    motion: bool,
    /// How many frames have it, of how many, and of what.
    basis: Option<(usize, usize, String)>,
}

impl Government {
    /// The commonest among the frames of the type; where it has none, of its family; where that has none, of all.
    /// Frames with verbs are asked for verbs, the others for nouns, as far as there are any.
    fn of(sources: &Sources, kind: &str, verbs: bool) -> Self {
        let all: Vec<&FrameEntry> = sources.frames.iter().flat_map(|(_, file)| &file.frames).collect();
        let family = kind.split('.').next().unwrap_or_default();
        let own = |f: &FrameEntry| f.kind.get_ref() == kind;
        let near = |f: &FrameEntry| f.kind.get_ref().split('.').next() == Some(family);
        let circles: [(Within<'_>, &str); 3] = [(&own, kind), (&near, family), (&|_| true, "this codebook")];
        for (within, name) in circles {
            for alike in [true, false] {
                let asked: Vec<&FrameEntry> = all
                    .iter()
                    .copied()
                    .filter(|f| within(f) && !f.roles.is_empty() && (!alike || f.verbs.is_empty() != verbs))
                    .collect();
                if !asked.is_empty() {
                    let what = match (alike, verbs) {
                        (true, true) => " with verbs",
                        (true, false) => " without verbs",
                        _ => "",
                    };
                    return Self::commonest(&asked, &format!("{name}{what}"));
                }
            }
        }
        Self::default()
    }

    /// Of equally common ones the first.
    fn commonest(frames: &[&FrameEntry], of: &str) -> Self {
        let mut kinds: Vec<(BTreeMap<String, String>, usize, usize)> = Vec::new();
        for frame in frames {
            let roles: BTreeMap<String, String> =
                frame.roles.iter().map(|(at, role)| (at.clone(), role.get_ref().clone())).collect();
            let motion = usize::from(frame.motion);
            match kinds.iter_mut().find(|(known, ..)| *known == roles) {
                Some((_, times, moved)) => (*times, *moved) = (*times + 1, *moved + motion),
                None => kinds.push((roles, 1, motion)),
            }
        }
        let first = kinds.into_iter().rev().max_by_key(|(_, times, _)| *times);
        first.map_or_else(Self::default, |(roles, times, moved)| Self {
            roles,
            motion: moved * 2 > times,
            basis: Some((times, frames.len(), of.to_owned())),
        })
    }

    /// The roles as the codebook writes them, grammatical positions before prepositions.
    fn written(&self) -> String {
        let first = ["subject", "object", "genitive"];
        let grammatical = first.iter().filter_map(|at| self.roles.get_key_value(*at));
        let rest = self.roles.iter().filter(|(at, _)| !first.contains(&at.as_str()));
        let key = |at: &str| if at.is_ascii() { at.to_owned() } else { quoted(at) };
        let roles = grammatical.chain(rest).map(|(at, role)| format!("{} = {}", key(at), quoted(role)));
        format!("{{ {} }}", roles.collect::<Vec<_>>().join(", "))
    }
}

/// A frame as it goes into its file.
struct Written {
    id: String,
    text: String,
}

fn frame(
    options: &Options,
    sources: &Sources,
    kind: &TypeEntry,
    words: &Words<'_>,
    mut government: Government,
) -> Result<Written> {
    let object = options.object.iter().map(|role| ("object".to_owned(), role.clone()));
    let said: Vec<(String, String)> = object.chain(options.role.iter().cloned()).collect();
    government.roles.extend(said.iter().cloned());
    need_cases(options, &government)?;
    let of_type = kind.en.split_once(':').map_or(kind.en.as_str(), |(_, gloss)| gloss).trim();
    let gloss = options.gloss.as_deref().unwrap_or(of_type);
    let id = options.id.clone().unwrap_or_else(|| free_id(sources, &options.kind, gloss));

    let mut lines = Vec::new();
    if let Some((times, all, of)) = &government.basis {
        let but = if said.is_empty() { "" } else { ", but for what its author said" };
        lines.push(format!("# Roles as in {times} of {} of {of}{but}.", count(*all, "frame")));
    }
    lines.push("[[frame]]".to_owned());
    lines.push(format!("id = {}", quoted(&id)));
    lines.push(format!("type = {}", quoted(&options.kind)));
    lines.push(format!("gloss = {}", quoted(gloss)));
    for (key, list) in [
        ("verbs", &words.verbs),
        ("nouns", &words.nouns),
        ("adjectives", &words.adjectives),
        ("phrases", &words.phrases),
    ] {
        if !list.is_empty() {
            lines
                .push(format!("{key} = [{}]", list.iter().map(|w| quoted(w)).collect::<Vec<_>>().join(", ")));
        }
    }
    if !government.roles.is_empty() {
        lines.push(format!("roles = {}", government.written()));
    }
    if government.motion {
        lines.push("motion = true".to_owned());
    }
    for (key, sentences) in [("text", &options.case), ("none", &options.none)] {
        for sentence in sentences {
            lines.push(format!("[[frame.case]]\n{key} = {}", quoted(sentence)));
        }
    }
    Ok(Written { id, text: lines.join("\n") + "\n" })
}

/// A frame goes nowhere without sentences of its author's, and none are made up here.
fn need_cases(options: &Options, government: &Government) -> Result<()> {
    let mut lacking = String::new();
    if options.case.is_empty() {
        let mut roles: Vec<&str> = government.roles.values().map(String::as_str).collect();
        roles.retain(|r| !matches!(*r, "none" | "subject" | "object" | "either"));
        roles.sort_unstable();
        roles.dedup();
        lacking +=
            "\n  --case 'SENTENCE'   one that it must find: its word in […], what fills a role in {role|…}";
        if !roles.is_empty() {
            let _ = write!(lacking, "; here {}", roles.join(", "));
        }
    }
    if options.none.is_empty() {
        lacking += "\n  --none 'SENTENCE'   one of the same letters that it must not find, without marks";
    }
    if !lacking.is_empty() {
        bail!(
            "a frame needs sentences, written for the purpose, about nobody; nothing was written. Add{lacking}"
        );
    }
    for sentence in &options.case {
        cases::marked(sentence)
            .map_err(|wrong| anyhow!("--case '{sentence}': {wrong}; nothing was written"))?;
    }
    Ok(())
}

/// How many words of a gloss go into an id.
const ID_WORDS: usize = 3;

/// An id that no frame or cue has: the type and the first words of the gloss, numbered where there is one.
fn free_id(sources: &Sources, kind: &str, gloss: &str) -> String {
    let words: Vec<String> = gloss
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| w.len() > 1)
        .take(ID_WORDS)
        .map(str::to_ascii_lowercase)
        .collect();
    let stem = if words.is_empty() { "words".to_owned() } else { words.join("_") };
    let taken = |id: &str| {
        sources.frames.iter().flat_map(|(_, file)| &file.frames).any(|f| f.id.get_ref() == id)
            || sources.cues.iter().flat_map(|(_, file)| &file.cues).any(|c| c.id.get_ref() == id)
    };
    let first = format!("{kind}.{stem}");
    let numbered = (2..).map(|n| format!("{first}_{n}"));
    std::iter::once(first.clone()).chain(numbered).find(|id| !taken(id)).unwrap_or(first)
}

/// A basic string of TOML, which writes what has to be escaped as JSON does.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
