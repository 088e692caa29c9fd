//! From letters on pages to paragraphs: lines, columns, and what every page repeats.

use std::{collections::HashMap, ops::Range};

use super::{
    content::Page,
    piece::{Order, Piece, pieces},
    visual::{self, Cell, Class},
};

/// More pieces than this on a page are a drawing or a table, whose columns are not looked for.
const MAX_PIECES: usize = 1200;

/// How many pages settle how brackets are noted.
const MAX_SAMPLE: usize = 100;

/// The text of a document.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub text: String,
    /// What pages repeat: it stands at the end of the text.
    pub furniture: Vec<Range<usize>>,
    /// Whether letters stood in the order of the eye, or as presentation forms.
    pub visual: bool,
}

/// One line of a block.
#[derive(Clone, Debug)]
struct Line {
    text: String,
    x0: f32,
    x1: f32,
    y: f32,
    size: f32,
    /// Width of the word that is read first.
    first_word: f32,
    right: bool,
    /// Whether it has parts that stand apart.
    table: bool,
}

/// Lines that are read one after the other.
struct Block {
    lines: Vec<Line>,
}

/// Lays out pages.
pub(super) fn text(pages: Vec<Page>) -> Laid {
    let mut order = Order::default();
    let frames: Vec<(f32, f32)> = pages.iter().map(|p| (p.bottom, p.top)).collect();
    let mut sheets: Vec<Vec<Piece>> = pages.into_iter().map(|page| pieces(page, &mut order)).collect();
    let mut direction = Direction { right: is_arabic(&sheets), mirrored: order.is_visual() };
    let repeated = take_repeated(&mut sheets, &frames, &direction);
    if let Some(mirrored) = brackets(&sheets, &direction) {
        direction.mirrored = mirrored;
    }
    let mut laid = Laid { visual: order.is_visual(), text: write(sheets, &direction), ..Laid::default() };
    for text in repeated {
        if !laid.text.is_empty() {
            laid.text.push_str("\n\n");
        }
        let start = laid.text.len();
        laid.text.push_str(&text);
        laid.furniture.push(start..laid.text.len());
    }
    laid
}

/// The main direction of a document, and how its brackets are noted.
struct Direction {
    right: bool,
    mirrored: bool,
}

/// Whether more letters run from right to left than from left to right.
fn is_arabic(sheets: &[Vec<Piece>]) -> bool {
    let count = |class| sheets.iter().flatten().flat_map(|p| &p.cells).filter(|c| c.class == class).count();
    let right = count(Class::Right);
    right > 0 && right >= count(Class::Left)
}

/// Whether brackets are noted as they look: so that they open before they close, paragraph by paragraph. `None` where
/// that does not tell.
fn brackets(sheets: &[Vec<Piece>], direction: &Direction) -> Option<bool> {
    let sample = &sheets[..sheets.len().min(MAX_SAMPLE)];
    let bracket = |cell: &Cell| matches!(cell.text.as_str(), "(" | ")" | "[" | "]" | "«" | "»");
    if !sample.iter().flatten().any(|piece| piece.cells.iter().any(bracket)) {
        return None;
    }
    let score = |mirrored| -> i32 {
        let direction = Direction { mirrored, ..*direction };
        write(sample.to_vec(), &direction).split("\n\n").map(visual::nesting).sum()
    };
    let (as_seen, as_read) = (score(true), score(false));
    (as_seen != as_read).then_some(as_seen > as_read)
}

/// The paragraphs of pages.
fn write(sheets: Vec<Vec<Piece>>, direction: &Direction) -> String {
    let mut writer = Writer::default();
    for sheet in sheets {
        let mut blocks = Vec::new();
        columns(sheet, direction, 0, &mut blocks);
        for block in blocks {
            writer.block(&block);
        }
    }
    writer.text
}

/// Whether a line runs from right to left; where nothing on it says so, as the document does.
fn is_right(cells: &[Cell], document: bool) -> bool {
    let count = |class| cells.iter().filter(|c| c.class == class).count();
    let (right, left) = (count(Class::Right), count(Class::Left));
    if right == 0 {
        return left == 0 && document;
    }
    right >= left
        || document
            && cells
                .iter()
                .rev()
                .find(|c| matches!(c.class, Class::Right | Class::Left))
                .is_some_and(|c| c.class == Class::Right)
}

/// Takes out the lines at the upper and lower end of pages that several pages have, numbers aside, and gives each once.
fn take_repeated(sheets: &mut [Vec<Piece>], frames: &[(f32, f32)], direction: &Direction) -> Vec<String> {
    let edge = |piece: &Piece, (bottom, top): (f32, f32)| {
        let part = 0.09 * (top - bottom);
        piece.y < bottom + part || piece.y > top - part
    };
    let key = |piece: &Piece| -> String {
        let text: String = piece.cells.iter().map(|c| c.text.as_str()).collect();
        let mut key = String::new();
        for c in text.chars() {
            if !c.is_numeric() {
                key.push(c);
            } else if !key.ends_with('0') {
                key.push('0');
            }
        }
        key
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (sheet, frame) in sheets.iter().zip(frames) {
        let mut keys: Vec<String> = sheet.iter().filter(|p| edge(p, *frame)).map(key).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let least = (sheets.len() / 3).max(2);
    counts.retain(|_, count| *count >= least);
    let mut found = Vec::new();
    for (sheet, frame) in sheets.iter_mut().zip(frames) {
        sheet.retain(|piece| {
            if !edge(piece, *frame) {
                return true;
            }
            let key = key(piece);
            let Some(count) = counts.get_mut(&key) else { return true };
            if *count > 0 {
                *count = 0;
                let right = is_right(&piece.cells, direction.right);
                found.push(visual::reading_order(&piece.cells, right, direction.mirrored));
            }
            false
        });
    }
    found
}

/// The blocks of a page in the order of reading: where columns stand beside each other, each by itself.
fn columns(mut pieces: Vec<Piece>, direction: &Direction, depth: usize, blocks: &mut Vec<Block>) {
    if pieces.is_empty() {
        return;
    }
    pieces.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x0.total_cmp(&b.x0)));
    let found = (depth < 6 && pieces.len() <= MAX_PIECES).then(|| side_by_side(&pieces)).flatten();
    let Some((range, gutter)) = found else {
        // What stands far apart has margins of its own.
        let mut start = 0;
        for at in 1..=pieces.len() {
            if at == pieces.len() || is_apart(&pieces[at - 1], &pieces[at]) {
                blocks.push(block(&pieces[start..at], direction));
                start = at;
            }
        }
        return;
    };
    let below = pieces.split_off(range.end);
    let beside = pieces.split_off(range.start);
    columns(pieces, direction, depth + 1, blocks);
    let (left, right): (Vec<Piece>, Vec<Piece>) = beside.into_iter().partition(|p| p.x1 <= gutter);
    let (first, second) = if direction.right { (right, left) } else { (left, right) };
    columns(first, direction, depth + 1, blocks);
    columns(second, direction, depth + 1, blocks);
    columns(below, direction, depth + 1, blocks);
}

/// Whether more than lines of blank stands between two pieces.
fn is_apart(above: &Piece, below: &Piece) -> bool {
    above.y - below.y > 3.2 * above.size.max(below.size)
}

/// The longest stretch of pieces, sorted downwards, through which a gap runs with text on both sides, and where.
fn side_by_side(pieces: &[Piece]) -> Option<(Range<usize>, f32)> {
    let left = pieces.iter().map(|p| p.x0).fold(f32::MAX, f32::min);
    let right = pieces.iter().map(|p| p.x1).fold(f32::MIN, f32::max);
    let mut sizes: Vec<f32> = pieces.iter().map(|p| p.size).collect();
    sizes.sort_by(f32::total_cmp);
    let size = sizes[sizes.len() / 2];
    let inner = (left + 0.12 * (right - left), right - 0.12 * (right - left));
    let mut best: Option<(Range<usize>, f32)> = None;
    let mut start = 0;
    while start < pieces.len() {
        // What is free of text, from the middle of the page outwards.
        let mut free = vec![inner];
        let mut end = start;
        while end < pieces.len() {
            let piece = &pieces[end];
            if end > start && is_apart(&pieces[end - 1], piece) {
                break;
            }
            let rest: Vec<(f32, f32)> = free
                .iter()
                .flat_map(|(from, to)| [(*from, to.min(piece.x0)), (from.max(piece.x1), *to)])
                .filter(|(from, to)| to - from > 0.5 * size)
                .collect();
            if rest.is_empty() {
                break;
            }
            free = rest;
            end += 1;
        }
        let longer = best.as_ref().is_none_or(|(range, _)| end - start > range.len());
        if longer
            && let Some(gutter) = free
                .iter()
                .map(|(from, to)| f32::midpoint(*from, *to))
                .find(|g| are_columns(&pieces[start..end], *g))
        {
            best = Some((start..end, gutter));
        }
        // What begins later and ends there too is shorter.
        if end == pieces.len() && longer {
            break;
        }
        start += 1;
    }
    best
}

/// Whether what stands on both sides of a gap is running text: lines that mostly fill their column, and not the cells of a
/// table.
fn are_columns(pieces: &[Piece], gutter: f32) -> bool {
    let side = |is: &dyn Fn(&Piece) -> bool| {
        let (mut rows, mut letters): (Vec<(f32, f32, f32)>, usize) = (Vec::new(), 0);
        for piece in pieces.iter().filter(|p| is(p)) {
            letters += piece.cells.len();
            match rows.last_mut() {
                Some((y, x0, x1)) if *y - piece.y < 0.35 * piece.size => {
                    (*x0, *x1) = (x0.min(piece.x0), x1.max(piece.x1));
                }
                _ => rows.push((piece.y, piece.x0, piece.x1)),
            }
        }
        let left = rows.iter().map(|r| r.1).fold(f32::MAX, f32::min);
        let right = rows.iter().map(|r| r.2).fold(f32::MIN, f32::max);
        let full = rows.iter().filter(|r| r.2 - r.1 > 0.6 * (right - left)).count();
        rows.len() >= 4 && full * 10 >= rows.len() * 6 && letters >= 14 * rows.len()
    };
    side(&|p| p.x1 <= gutter) && side(&|p| p.x0 >= gutter)
}

/// The lines of a block.
fn block(pieces: &[Piece], direction: &Direction) -> Block {
    let mut lines: Vec<Line> = Vec::new();
    let mut rows: Vec<Vec<&Piece>> = Vec::new();
    for piece in pieces {
        match rows.last_mut() {
            Some(row) if row[0].y - piece.y < 0.35 * row[0].size.min(piece.size) => row.push(piece),
            _ => rows.push(vec![piece]),
        }
    }
    for mut row in rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        let (x0, x1) = (row[0].x0, row.iter().map(|p| p.x1).fold(f32::MIN, f32::max));
        let (y, size) = (row[0].y, row.iter().map(|p| p.size).fold(0.0, f32::max));
        let (left_word, right_word) = (row[0].left_word, row[row.len() - 1].right_word);
        // Far apart on one line are cells of a table or the two ends of a heading: each is read by itself.
        let mut parts: Vec<Vec<Cell>> = Vec::new();
        let mut end = f32::MIN;
        for piece in row {
            let near = piece.x0 - end < 2.5 * size;
            end = piece.x1;
            match parts.last_mut().filter(|_| near) {
                Some(part) => {
                    part.push(Cell::space());
                    part.extend_from_slice(&piece.cells);
                }
                None => parts.push(piece.cells.clone()),
            }
        }
        let right = is_right(&parts.concat(), direction.right);
        if right {
            parts.reverse();
        }
        let read: Vec<String> = parts
            .iter()
            .map(|part| {
                let right = is_right(part, direction.right);
                visual::reading_order(part, right, direction.mirrored)
            })
            .collect();
        let text = without_strokes(&read.join(" "));
        let table = parts.len() > 1;
        let first_word = if right { right_word } else { left_word };
        lines.push(Line { text: text.trim().to_owned(), x0, x1, y, size, first_word, right, table });
    }
    lines.retain(|line| !line.text.is_empty());
    Block { lines }
}

/// Writes paragraphs.
#[derive(Default)]
struct Writer {
    text: String,
    /// Whether the last line of the block before went to its end, and the size of its letters.
    open: Option<f32>,
}

impl Writer {
    fn block(&mut self, block: &Block) {
        let lines = &block.lines;
        let mut gaps: Vec<f32> = lines.windows(2).map(|w| w[0].y - w[1].y).collect();
        gaps.sort_by(f32::total_cmp);
        // Half of the lines at least follow one another inside of a paragraph.
        let leading = gaps.get(gaps.len() * 2 / 5).copied().unwrap_or(0.0);
        // Margins are those of the lines in letters of the same size.
        let margins = |line: &Line| {
            let same = lines.iter().filter(|l| (l.size - line.size).abs() < 0.1 * line.size);
            same.fold((f32::MAX, f32::MIN), |(left, right), l| (left.min(l.x0), right.max(l.x1)))
        };
        // What is free at the end of a line, and at its beginning.
        let room =
            |line: &Line| if line.right { line.x0 - margins(line).0 } else { margins(line).1 - line.x1 };
        let indent =
            |line: &Line| if line.right { margins(line).1 - line.x1 } else { line.x0 - margins(line).0 };
        for (at, line) in lines.iter().enumerate() {
            let joined = match at.checked_sub(1).map(|before| &lines[before]) {
                None => {
                    // A paragraph goes on in the next column or on the next page.
                    self.open.is_some_and(|size| (size - line.size).abs() < 0.1 * line.size)
                        && indent(line) < 0.8 * line.size
                }
                Some(before) => {
                    let fits = room(before) > line.first_word + 0.4 * line.size;
                    let indented =
                        (0.8..6.0).contains(&(indent(line) / line.size)) && indent(before) < 0.4 * line.size;
                    !(fits || indented || before.table || line.table)
                        && before.right == line.right
                        && (before.size - line.size).abs() < 0.15 * line.size
                        && before.y - line.y < 1.35 * leading
                        && before.y - line.y < 3.0 * line.size
                }
            };
            self.line(&line.text, joined);
        }
        if let Some(last) = lines.last() {
            let ended = last.text.ends_with(['.', '!', '?', '؟', ':', '»', '"', '”', '…']);
            let (left, right) = margins(last);
            let full = room(last) < 0.15 * (right - left);
            self.open = (lines.len() > 1 && !ended && full).then_some(last.size);
        }
    }

    fn line(&mut self, line: &str, joined: bool) {
        if self.text.is_empty() {
        } else if !joined {
            self.text.push_str("\n\n");
        } else if self.text.ends_with('\u{00AD}') || is_hyphenated(&self.text, line) {
            self.text.pop();
        } else {
            self.text.push(' ');
        }
        self.text.push_str(line);
    }
}

/// Text without U+0640 ARABIC TATWEEL inside of words, by which lines are filled; at the end of one it is written, as
/// in the sign for Hijri years.
fn without_strokes(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let inside = c == '\u{0640}' && chars.peek().is_some_and(|next| next.is_alphabetic());
        if !inside {
            kept.push(c);
        }
    }
    kept
}

/// Whether a Latin word goes on in the next line; Arabic words are not divided.
fn is_hyphenated(text: &str, next: &str) -> bool {
    let mut end = text.chars().rev();
    matches!(end.next(), Some('-' | '\u{2010}'))
        && end.next().is_some_and(|c| c.is_ascii_lowercase())
        && next.starts_with(|c: char| c.is_ascii_lowercase())
}
