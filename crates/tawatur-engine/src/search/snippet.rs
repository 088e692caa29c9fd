//! Where in a text the words of a query stand.

use serde::Serialize;
use tawatur::{Term, Worker, claim::record::CodePoints, text::CodePointIndex};

use super::matching::Wanted;

/// A passage that holds words of the query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// Where the passage stands, in code points of the document text.
    pub span: CodePoints,
    /// The passage.
    pub text: String,
    /// Where in the document text the words stand.
    pub marks: Vec<CodePoints>,
}

/// How many passages are shown of a document.
const MOST: usize = 2;
/// Bytes of a passage: some 90 letters, a line or two.
const WIDTH: usize = 180;
/// Bytes of text looked through at a time, and to the end of the sentence: lemmas are told by their neighbours. Finding them
/// is what a snippet costs.
const PART: usize = 1 << 10;
/// Once so many bytes have been looked through, any word that was found is good enough; no sentence is taken further either.
const ENOUGH: usize = 64 << 10;

/// A word of the query in a text.
struct Mark {
    start: usize,
    end: usize,
    /// Which of the words sought.
    which: usize,
}

/// The passages of a text that hold most of what is wanted, in their order; none where the text holds none of it, as
/// when only the title fits.
pub fn snippets(worker: &mut Worker, text: &str, wanted: &Wanted) -> Vec<Snippet> {
    let shown = wanted.shown();
    if shown.is_empty() {
        return Vec::new();
    }
    let mut start = 0;
    let mut marks = Vec::new();
    let mut runs = vec![Vec::new(); shown.len()];
    loop {
        let part = part(&text[start..]);
        marks.extend(found(worker, part, start, &shown, &mut runs));
        marks.sort_by_key(|m| (m.start, m.end));
        start += part.len();
        // Nothing further on is better than passages with all of the words: of equal ones the first are taken.
        let chosen = chosen(&marks);
        let all = |window: &&[Mark]| distinct(window) == shown.len() && window[0].start + WIDTH <= start;
        let best = chosen.len() == MOST && chosen.iter().all(all);
        if best || start >= text.len() || start >= ENOUGH && !marks.is_empty() {
            let index = CodePointIndex::new(text);
            return chosen.into_iter().map(|window| cut(text, &index, window)).collect();
        }
    }
}

/// The passages that show most of the words, in their order.
fn chosen(marks: &[Mark]) -> Vec<&[Mark]> {
    let mut chosen: Vec<&[Mark]> = Vec::new();
    while chosen.len() < MOST {
        let best = windows(marks)
            .filter(|w| chosen.iter().all(|c| apart(c, w)))
            // Of equal ones the first.
            .max_by_key(|w| (distinct(w), std::cmp::Reverse(w[0].start)));
        match best {
            // A further passage must show something that the first one does not, or as much.
            Some(window) if chosen.iter().all(|c| distinct(window) * 2 >= distinct(c)) => chosen.push(window),
            _ => break,
        }
    }
    chosen.sort_by_key(|w| w[0].start);
    chosen
}

/// The beginning of a text, up to the end of the sentence in which it reaches the size of a part; of a sentence that is
/// longer than enough, up to a space.
fn part(rest: &str) -> &str {
    let from = rest.ceil_char_boundary(PART);
    let head = &rest[..rest.floor_char_boundary(ENOUGH)];
    let ends = |end: &usize| head[..*end].ends_with('\n') || head[*end..].starts_with(char::is_whitespace);
    // U+061F ARABIC QUESTION MARK
    let marks = head.get(from..).unwrap_or_default().match_indices(['\n', '.', '!', '؟']);
    let end = match marks.map(|(at, mark)| from + at + mark.len()).find(ends) {
        Some(end) => end,
        None if head.len() == rest.len() => rest.len(),
        None => head.rfind(char::is_whitespace).filter(|at| *at > 0).unwrap_or(head.len()),
    };
    &rest[..end]
}

/// The words sought in a part that begins at `offset`. `runs` says how far each exact phrase has come, by the starts of
/// its words; a phrase may go on in the next part.
fn found(
    worker: &mut Worker,
    part: &str,
    offset: usize,
    shown: &[&Wanted],
    runs: &mut [Vec<(usize, usize)>],
) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    worker.terms(part, |term: &Term<'_>| {
        let (start, end) = (offset + term.span.start(), offset + term.span.end());
        for (which, wanted) in shown.iter().enumerate() {
            match wanted {
                Wanted::Word(_, sought) if sought.is(term) => marks.push(Mark { start, end, which }),
                Wanted::Begin(_, begin)
                    if term.folded.starts_with(begin.as_str())
                        || term.lemma.starts_with(begin.as_str())
                        || term.stem.starts_with(begin.as_str()) =>
                {
                    marks.push(Mark { start, end, which });
                }
                Wanted::Exact(_, words) => {
                    let run = std::mem::take(&mut runs[which]);
                    for (first, so_far) in run.into_iter().chain([(start, 0)]) {
                        if words.get(so_far).is_some_and(|w| w == term.folded) {
                            if so_far + 1 == words.len() {
                                marks.push(Mark { start: first, end, which });
                            } else {
                                runs[which].push((first, so_far + 1));
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    });
    marks
}

/// For each mark the marks that fit a passage with it as the first.
fn windows(marks: &[Mark]) -> impl Iterator<Item = &[Mark]> {
    (0..marks.len()).map(move |at| {
        let fits = marks[at..].iter().take_while(|m| m.end <= marks[at].start + WIDTH).count();
        &marks[at..at + fits.max(1)]
    })
}

fn distinct(window: &[Mark]) -> usize {
    let mut which: Vec<usize> = window.iter().map(|m| m.which).collect();
    which.sort_unstable();
    which.dedup();
    which.len()
}

fn apart(a: &[Mark], b: &[Mark]) -> bool {
    let (first, second) = if a[0].start <= b[0].start { (a, b) } else { (b, a) };
    second[0].start >= first[0].start + 2 * WIDTH
}

/// The passage around a window, from space to space.
fn cut(text: &str, index: &CodePointIndex, window: &[Mark]) -> Snippet {
    let (first, last) = (window[0].start, window.iter().map(|m| m.end).max().unwrap_or(window[0].end));
    let room = WIDTH.saturating_sub(last - first);
    let start = backward(text, first, room / 2);
    let end = forward(text, last, room - (first - start).min(room));
    let span = |start, end| [index.of(text, start), index.of(text, end)];
    let mut marks: Vec<CodePoints> = window.iter().map(|m| span(m.start, m.end)).collect();
    marks.dedup();
    Snippet { span: span(start, end), text: text[start..end].to_owned(), marks }
}

/// At most `room` bytes before `at`, on the same line, after a space.
fn backward(text: &str, at: usize, room: usize) -> usize {
    let low = text.ceil_char_boundary(at.saturating_sub(room));
    let before = &text[low..at];
    match before.rfind('\n') {
        Some(line) => low + line + 1,
        None if low == 0 => 0,
        None => before.find(char::is_whitespace).map_or(at, |space| low + space + 1),
    }
}

/// At most `room` bytes after `at`, on the same line, before a space.
fn forward(text: &str, at: usize, room: usize) -> usize {
    let high = text.floor_char_boundary(at + room);
    let after = &text[at..high];
    match after.find('\n') {
        Some(line) => at + line,
        None if high == text.len() => high,
        None => after.rfind(char::is_whitespace).map_or(at, |space| at + space),
    }
}
