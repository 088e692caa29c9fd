//! From letters to pieces of lines: plain forms, signs on their letters, spaces between words.

use super::{
    content::{Glyph, Page},
    visual::{self, Cell, Class},
};

/// Letters that stand together on one line.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// From left to right, spaces among them.
    pub cells: Vec<Cell>,
    pub x0: f32,
    pub x1: f32,
    pub y: f32,
    pub size: f32,
    /// How far its first and its last word reach.
    pub left_word: f32,
    pub right_word: f32,
}

/// In which order the file draws Arabic.
#[derive(Default)]
pub(super) struct Order {
    /// Neighbours drawn as the eye goes, and as reading goes.
    by_eye: usize,
    by_reading: usize,
    forms: usize,
    letters: usize,
}

impl Order {
    pub(super) fn is_visual(&self) -> bool {
        self.by_eye > self.by_reading || self.forms * 4 > self.letters
    }
}

/// The pieces of a page: letters on one base line without a wide gap between them.
pub(super) fn pieces(page: Page, order: &mut Order) -> Vec<Piece> {
    let mut glyphs = clean(page.glyphs, order);
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x0.total_cmp(&b.x0)));
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        let first = &glyphs[at];
        let reach = first.y - 0.3 * first.size.max(1.0);
        let mut end = at + 1;
        while end < glyphs.len() && glyphs[end].y > reach {
            end += 1;
        }
        split(&mut glyphs[at..end], &mut pieces);
        at = end;
    }
    pieces
}

/// Letters in their plain forms, without those that are drawn twice to look bold, and with signs on their letters.
fn clean(glyphs: Vec<Glyph>, order: &mut Order) -> Vec<Glyph> {
    let mut cleaned: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let mut marks: Vec<(usize, Glyph)> = Vec::new();
    for mut glyph in glyphs {
        let letters = visual::letters(&glyph.text);
        if visual::class(&letters) == Class::Right {
            order.letters += 1;
            order.forms += usize::from(glyph.text.chars().any(is_form));
            if let Some(last) = cleaned.last()
                && (last.y - glyph.y).abs() < 0.1 * glyph.size
                && visual::class(&last.text) == Class::Right
            {
                let step = glyph.x0 - last.x0;
                order.by_eye += usize::from(step > 0.0 && step < 3.0 * glyph.size);
                order.by_reading += usize::from(step < 0.0 && step > -3.0 * glyph.size);
            }
        }
        glyph.text = letters;
        if visual::is_mark(&glyph.text) {
            marks.push((cleaned.len(), glyph));
            continue;
        }
        let twice = cleaned.iter().rev().take(4).any(|g| {
            g.text == glyph.text
                && !matches!(g.text.as_str(), " " | "")
                && (g.x0 - glyph.x0).abs() < 0.12 * g.size
                && (g.y - glyph.y).abs() < 0.12 * g.size
        });
        if !twice {
            cleaned.push(glyph);
        }
    }
    for (at, mark) in marks {
        attach(&mut cleaned, at, &mark);
    }
    cleaned
}

fn is_form(c: char) -> bool {
    matches!(c, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// Puts a sign that was drawn before letter `at` on the letter that it belongs to. Signs are drawn after their letter by
/// those who draw as reading goes, and before it by those who draw as the eye goes; where in the glyph a sign has its
/// origin depends on the font, so that places alone do not tell.
fn attach(glyphs: &mut [Glyph], at: usize, mark: &Glyph) {
    let letter = |at: &usize| {
        let glyph = &glyphs[*at];
        matches!(visual::class(&glyph.text), Class::Right | Class::Left)
            && (glyph.y - mark.y).abs() < 1.2 * glyph.size
            && glyph.x0 - mark.x1 < 1.2 * glyph.size
            && mark.x0 - glyph.x1 < 1.2 * glyph.size
    };
    let before = (at.saturating_sub(4)..at).rev().find(letter);
    let after = (at..glyphs.len().min(at + 4)).find(letter);
    let chosen = match (before, after) {
        (Some(before), Some(after)) if glyphs[after].x0 > glyphs[before].x0 => {
            // As the eye goes: Latin letters are before their signs then, too.
            if visual::class(&glyphs[after].text) == Class::Right { Some(after) } else { Some(before) }
        }
        (before, after) => before.or(after),
    };
    if let Some(chosen) = chosen {
        glyphs[chosen].text.push_str(&mark.text);
    }
}

/// Cuts a row where its gaps are wider than those between words.
fn split(row: &mut [Glyph], pieces: &mut Vec<Piece>) {
    row.sort_by(|a, b| f32::midpoint(a.x0, a.x1).total_cmp(&f32::midpoint(b.x0, b.x1)));
    let spaced = row.iter().filter(|g| g.text == " ").count() * 12 >= row.len();
    // Where a file has spaces, words may be drawn a little apart without one; where it has none, gaps are all there is.
    let word = if spaced { 0.35 } else { 0.17 };
    let mut piece: Option<Piece> = None;
    let mut end = f32::MIN;
    for glyph in row {
        if glyph.text == " " {
            if let Some(piece) = &mut piece
                && piece.cells.last().is_some_and(|c| c.text != " ")
            {
                piece.cells.push(Cell::space());
            }
            continue;
        }
        let gap = glyph.x0 - end;
        if let Some(done) = piece.take_if(|_| gap > 0.6 * glyph.size) {
            finish(done, pieces);
        }
        let piece = piece.get_or_insert_with(|| Piece {
            cells: Vec::new(),
            x0: glyph.x0,
            x1: glyph.x1,
            y: glyph.y,
            size: glyph.size,
            left_word: 0.0,
            right_word: glyph.x0,
        });
        if !piece.cells.is_empty()
            && gap > word * glyph.size
            && piece.cells.last().is_some_and(|c| c.text != " ")
        {
            piece.cells.push(Cell::space());
        }
        if piece.cells.last().is_some_and(|c| c.text == " ") {
            if piece.left_word == 0.0 {
                piece.left_word = piece.x1 - piece.x0;
            }
            piece.right_word = glyph.x0;
        }
        if !glyph.text.is_empty() {
            piece.cells.push(Cell::new(std::mem::take(&mut glyph.text)));
        }
        piece.x1 = piece.x1.max(glyph.x1);
        piece.size = piece.size.max(glyph.size);
        end = piece.x1;
    }
    if let Some(piece) = piece {
        finish(piece, pieces);
    }
}

fn finish(mut piece: Piece, pieces: &mut Vec<Piece>) {
    while piece.cells.last().is_some_and(|c| c.text == " ") {
        piece.cells.pop();
    }
    if piece.left_word == 0.0 {
        piece.left_word = piece.x1 - piece.x0;
    }
    piece.right_word = piece.x1 - piece.right_word;
    if !piece.cells.is_empty() {
        pieces.push(piece);
    }
}
