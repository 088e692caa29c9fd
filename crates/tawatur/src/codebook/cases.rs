//! Runs the cases that frames and cues carry: sentences that must, and must not, be read in a certain way.
//!
//! An author of a codebook works by them, and the project's tests run them all. A case is an annotated sentence,
//! `"{actors|ثلاثة ضباط} [انشقوا] عن {targets|الجيش}"`; the plain sentence is read as a document of its own, and
//! what is marked must be found: the trigger by a claim of the frame's type, each role in that same claim by
//! words that overlap. A case of a cue is met by any claim of its sentence.

use std::path::PathBuf;

use jiff::civil::date;

use super::{
    schema::CaseEntry,
    source::{SourceFile, Sources},
};
use crate::capture::{Basis, Document};
use crate::claim::record::{Claim, CodePoints};
use crate::reader::{Reader, Worker};

/// What a case says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// It must work.
    Works,
    /// Nothing of the frame or cue may be found.
    Nothing,
    /// It is known not to work yet.
    Gap,
}

/// How a case came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As the case says.
    Passed,
    /// Otherwise: what was expected and what was found.
    Failed(String),
    /// A known gap, still open.
    GapOpen,
    /// A known gap that works now.
    GapClosed,
}

/// One case with how it came out.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// File of the case.
    pub file: PathBuf,
    /// Its line, from 1.
    pub line: usize,
    /// Id of the frame or cue.
    pub id: String,
    /// The sentence as written, marks included.
    pub text: String,
    /// What it says.
    pub expected: Expected,
    /// How it came out.
    pub verdict: Verdict,
}

/// Runs the cases of every frame and cue whose id `wanted` accepts, in the order of the files.
///
/// ```no_run
/// use std::path::Path;
/// use tawatur::{Reader, codebook::{self, Sources, cases}};
/// let sources = Sources::load(Path::new("codebooks/conflict"))?;
/// let reader = Reader::new(codebook::compile(&sources)?);
/// let outcomes = cases::run(&sources, &reader, |id| id.starts_with("defection."));
/// assert!(!outcomes.iter().any(|o| matches!(o.verdict, cases::Verdict::Failed(_))));
/// # Ok::<(), codebook::CodebookError>(())
/// ```
pub fn run(sources: &Sources, reader: &Reader, wanted: impl Fn(&str) -> bool) -> Vec<Outcome> {
    let mut runner = Runner { worker: reader.worker(), outcomes: Vec::new() };
    for (file, content) in &sources.frames {
        for frame in content.frames.iter().filter(|f| wanted(f.id.get_ref())) {
            runner.cases(file, frame.id.get_ref(), &frame.cases, Owner::Frame(frame.kind.get_ref()));
        }
    }
    for (file, content) in &sources.cues {
        for cue in content.cues.iter().filter(|c| wanted(c.id.get_ref())) {
            runner.cases(file, cue.id.get_ref(), &cue.cases, Owner::Cue(cue.kind.get_ref()));
        }
    }
    let (file, content) = &sources.counted;
    for entry in &content.counted {
        let id = format!("counted.{}", entry.code.get_ref());
        if wanted(&id) {
            runner.cases(file, &id, &entry.cases, Owner::Counted(entry.code.get_ref()));
        }
    }
    runner.outcomes
}

/// Checks the marks of a sentence that a frame must find.
///
/// # Errors
/// Says which mark is wrong, or that none is the trigger.
pub fn marked(written: &str) -> Result<(), String> {
    Sentence::parse(written)?.trigger.map(|_| ()).ok_or_else(|| "marks no [trigger]".to_owned())
}

/// Whose case it is.
#[derive(Clone, Copy)]
enum Owner<'a> {
    /// A frame's, of this type of claim.
    Frame(&'a str),
    /// A cue's, of this kind.
    Cue(&'a str),
    /// That of what numbers count, by its code.
    Counted(&'a str),
}

struct Runner {
    worker: Worker,
    outcomes: Vec<Outcome>,
}

impl Runner {
    fn cases(&mut self, file: &SourceFile, id: &str, cases: &[CaseEntry], owner: Owner<'_>) {
        for case in cases {
            let given =
                [(&case.text, Expected::Works), (&case.none, Expected::Nothing), (&case.gap, Expected::Gap)];
            for (written, expected) in given {
                if let Some(written) = written {
                    let met = self.met(id, written.get_ref(), expected, owner);
                    let verdict = match (expected, met) {
                        (Expected::Gap, Ok(())) => Verdict::GapClosed,
                        (Expected::Gap, Err(_)) => Verdict::GapOpen,
                        (_, Ok(())) => Verdict::Passed,
                        (_, Err(reason)) => Verdict::Failed(reason),
                    };
                    self.outcomes.push(Outcome {
                        file: file.path.clone(),
                        line: file.line(written.span().start),
                        id: id.to_owned(),
                        text: written.get_ref().clone(),
                        expected,
                        verdict,
                    });
                }
            }
        }
    }

    fn met(&mut self, id: &str, written: &str, expected: Expected, owner: Owner<'_>) -> Result<(), String> {
        let sentence = Sentence::parse(written)?;
        let mut document = Document::from_text("case", sentence.text.as_str());
        // A day to reckon "yesterday" from; which one makes no difference.
        document.published = Some((date(2020, 1, 15), Basis::Given));
        let claims = self.worker.read(&document).claims;
        match (expected, owner) {
            (_, Owner::Counted(code)) => counted_met(&sentence, code, expected, &claims),
            (Expected::Nothing, _) => claims
                .iter()
                .find(|claim| fired(claim, id))
                .map_or(Ok(()), |claim| Err(format!("expected nothing of {id}, found {}", told(claim)))),
            (_, Owner::Frame(kind)) => frame_met(&sentence, kind, &claims),
            (_, Owner::Cue(kind)) => cue_met(&sentence, id, kind, &claims),
        }
    }
}

/// Whether a frame or cue had a part in a claim.
fn fired(claim: &Claim, id: &str) -> bool {
    claim.rules.iter().any(|rule| rule.split_once(':').is_some_and(|(_, which)| which == id))
}

/// A claim of the type at the trigger, with every marked role.
fn frame_met(sentence: &Sentence, kind: &str, claims: &[Claim]) -> Result<(), String> {
    let Some(trigger) = sentence.trigger else { return Err("marks no [trigger]".to_owned()) };
    let at_trigger: Vec<&Claim> =
        claims.iter().filter(|c| c.kind == kind && overlap(c.trigger.span, trigger)).collect();
    if at_trigger.is_empty() {
        return Err(format!("expected {kind} at [{}], found {}", sentence.words(trigger), all_told(claims)));
    }
    let mut reasons = at_trigger.iter().map(|claim| missing(sentence, claim));
    match reasons.clone().find(Option::is_none) {
        Some(_) => Ok(()),
        None => Err(reasons.next().flatten().unwrap_or_default()),
    }
}

/// Every number that is marked with a code counts that in some claim; where nothing must be found, no number does.
fn counted_met(sentence: &Sentence, code: &str, expected: Expected, claims: &[Claim]) -> Result<(), String> {
    let all = || claims.iter().flat_map(|c| &c.quantities);
    let found: Vec<String> = all().map(|q| format!("{} «{}»", q.of, q.text)).collect();
    if expected == Expected::Nothing {
        let wrong = all().find(|q| q.of == code);
        return wrong.map_or(Ok(()), |q| Err(format!("expected nothing of {code}, found «{}»", q.text)));
    }
    let missing =
        sentence.marks.iter().find(|(of, span)| !all().any(|q| q.of == *of && overlap(q.span, *span)));
    match missing {
        Some((of, span)) => {
            Err(format!("expected {of} «{}», found {}", sentence.words(*span), found.join(", ")))
        }
        None if sentence.marks.is_empty() => Err("marks no number".to_owned()),
        None => Ok(()),
    }
}

/// Any claim of a cue's sentence with every mark; where nothing is marked, with a trace of the cue.
fn cue_met(sentence: &Sentence, id: &str, kind: &str, claims: &[Claim]) -> Result<(), String> {
    if sentence.marks.is_empty() {
        let traced = claims.iter().any(|claim| {
            fired(claim, id)
                || match kind {
                    "cause" => !claim.causes.is_empty(),
                    // It only hands its subject on.
                    "begin" => true,
                    _ => false,
                }
        });
        return if traced {
            Ok(())
        } else {
            Err(format!("expected a claim by {id}, found {}", all_told(claims)))
        };
    }
    let mut reasons = claims.iter().map(|claim| missing(sentence, claim));
    match reasons.clone().find(Option::is_none) {
        Some(_) => Ok(()),
        None => Err(reasons.next().flatten().unwrap_or_else(|| "expected a claim, found none".to_owned())),
    }
}

/// The first mark that is not found in a claim.
fn missing(sentence: &Sentence, claim: &Claim) -> Option<String> {
    let (role, span) = sentence
        .marks
        .iter()
        .find(|(role, span)| !fillers(claim, role).iter().any(|(found, _)| overlap(*found, *span)))?;
    let found = fillers(claim, role);
    let found: Vec<String> = found.iter().map(|(_, text)| format!("«{text}»")).collect();
    let found = if found.is_empty() { "nothing".to_owned() } else { found.join(", ") };
    Some(format!("expected {role} «{}», found {found} in {}", sentence.words(*span), told(claim)))
}

/// The words that fill a role of a claim, by the name that cases use for it.
fn fillers<'c>(claim: &'c Claim, role: &str) -> Vec<(CodePoints, &'c str)> {
    let arguments = |list: &'c [crate::claim::record::Argument]| {
        list.iter().map(|a| (a.span, a.text.as_str())).collect::<Vec<_>>()
    };
    match role {
        "actors" => arguments(&claim.actors),
        "targets" => arguments(&claim.targets),
        "toward" => arguments(&claim.toward),
        "causes" => claim.causes.iter().map(|c| (c.span, c.text.as_str())).collect(),
        "quantities" => claim.quantities.iter().map(|q| (q.span, q.text.as_str())).collect(),
        "killed" | "injured" | "detained" | "displaced" => {
            claim.quantities.iter().filter(|q| q.of == role).map(|q| (q.span, q.text.as_str())).collect()
        }
        "time" => claim.time.iter().map(|t| (t.span, t.text.as_str())).collect(),
        "source" => claim.chain.iter().map(|h| (h.span, h.text.as_str())).collect(),
        _ => {
            let role = role.strip_prefix("place.").unwrap_or_default();
            claim.places.iter().filter(|p| p.role == role).map(|p| (p.span, p.text.as_str())).collect()
        }
    }
}

/// The roles that a sentence may mark.
const ROLES: &[&str] = &[
    "actors",
    "targets",
    "toward",
    "causes",
    "quantities",
    "killed",
    "injured",
    "detained",
    "displaced",
    "time",
    "source",
    "place.in",
    "place.from",
    "place.to",
];

fn overlap(a: CodePoints, b: CodePoints) -> bool {
    a[0] < b[1] && b[0] < a[1]
}

fn told(claim: &Claim) -> String {
    let by = claim.rules.iter().find_map(|r| r.strip_prefix("frame:")).unwrap_or("no frame");
    format!("{} at [{}] by {by}", claim.kind, claim.trigger.text)
}

fn all_told(claims: &[Claim]) -> String {
    if claims.is_empty() {
        "no claim".to_owned()
    } else {
        claims.iter().map(told).collect::<Vec<_>>().join("; ")
    }
}

/// A case's sentence without its marks, and where they stood.
#[derive(Debug, PartialEq, Eq)]
struct Sentence {
    text: String,
    trigger: Option<CodePoints>,
    marks: Vec<(String, CodePoints)>,
}

impl Sentence {
    /// Reads `{role|words}` and `[trigger]`, which may stand inside one another.
    fn parse(written: &str) -> Result<Self, String> {
        let mut sentence = Self { text: String::new(), trigger: None, marks: Vec::new() };
        let mut open: Vec<(Option<&str>, usize)> = Vec::new();
        let mut at = 0;
        let mut rest = written;
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            match c {
                '[' => open.push((None, at)),
                '{' => {
                    let (role, after) = rest.split_once('|').ok_or("a `{` without `role|` after it")?;
                    if !ROLES.contains(&role) {
                        return Err(format!("`{role}` is no role; a case may mark {}", ROLES.join(", ")));
                    }
                    open.push((Some(role), at));
                    rest = after;
                }
                ']' | '}' => match open.pop() {
                    Some((None, start)) if c == ']' => {
                        if sentence.trigger.replace([start, at]).is_some() {
                            return Err("marks more than one [trigger]".to_owned());
                        }
                    }
                    Some((Some(role), start)) if c == '}' => {
                        sentence.marks.push((role.to_owned(), [start, at]));
                    }
                    _ => return Err(format!("a `{c}` that closes nothing")),
                },
                _ => {
                    sentence.text.push(c);
                    at += 1;
                }
            }
        }
        if open.is_empty() { Ok(sentence) } else { Err("a mark that is not closed".to_owned()) }
    }

    fn words(&self, span: CodePoints) -> String {
        self.text.chars().skip(span[0]).take(span[1] - span[0]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans_of_the_plain_sentence() {
        let sentence = Sentence::parse("{actors|ثلاثة ضباط} [انشقوا] عن {place.from|الجيش}").unwrap();
        assert_eq!(sentence.text, "ثلاثة ضباط انشقوا عن الجيش");
        assert_eq!(sentence.words(sentence.trigger.unwrap()), "انشقوا");
        let marks: Vec<_> = sentence.marks.iter().map(|(r, s)| (r.as_str(), sentence.words(*s))).collect();
        assert_eq!(marks, [("actors", "ثلاثة ضباط".to_owned()), ("place.from", "الجيش".to_owned())]);
    }

    #[test]
    fn marks_may_stand_inside_one_another() {
        let sentence = Sentence::parse("وصل {actors|[المنشقون]} أمس").unwrap();
        assert_eq!(sentence.text, "وصل المنشقون أمس");
        assert_eq!(sentence.trigger, Some(sentence.marks[0].1));
    }

    #[test]
    fn wrong_marks_are_named() {
        assert!(Sentence::parse("{actor|ضباط} [انشقوا]").unwrap_err().starts_with("`actor` is no role"));
        assert_eq!(Sentence::parse("[انشقوا").unwrap_err(), "a mark that is not closed");
        assert_eq!(Sentence::parse("انشقوا}").unwrap_err(), "a `}` that closes nothing");
        assert_eq!(Sentence::parse("[انشقوا] [ثم]").unwrap_err(), "marks more than one [trigger]");
    }
}
