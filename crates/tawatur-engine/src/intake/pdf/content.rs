//! What a page draws: its letters, and where they stand.

use std::{collections::HashMap, rc::Rc};

use lopdf::{Dictionary, Document, Object, ObjectId, content::Content};

use super::font::Font;

/// What the contents of a page, or of a form in it, may unfold to.
const MAX_CONTENT: usize = 32 << 20;
/// What all of a document may.
const MAX_BYTES: usize = 512 << 20;
/// The most operations of a document.
const MAX_OPERATIONS: usize = 30_000_000;
/// The most letters of a document; the largest books have ten million.
const MAX_GLYPHS: usize = 20_000_000;
/// The most letters of one page, over which layout works.
const MAX_PAGE_GLYPHS: usize = 200_000;
/// How deep forms may stand in forms; they may draw themselves.
const MAX_DEPTH: usize = 12;
/// How deep states may be saved.
const MAX_STATES: usize = 512;

/// One letter, ligature, or what a file says that some of them are read as.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    /// What it stands for, in the order of reading.
    pub text: String,
    /// Left and right end.
    pub x0: f32,
    pub x1: f32,
    /// Base line, upwards.
    pub y: f32,
    /// Height of the letters.
    pub size: f32,
}

/// The letters of a page in the order in which they are drawn.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub glyphs: Vec<Glyph>,
    /// Lower and upper end.
    pub bottom: f32,
    pub top: f32,
}

type Matrix = [f32; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `a` applied first.
fn multiply(a: &Matrix, b: &Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// The part of the state that text depends on.
#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    char_spacing: f32,
    word_spacing: f32,
    scale: f32,
    leading: f32,
    rise: f32,
}

/// Reads pages one after the other.
pub(super) struct Interpreter<'a> {
    document: &'a Document,
    fonts: HashMap<ObjectId, Rc<Font>>,
    /// How many codes no font says the meaning of.
    pub unknown: usize,
    /// The forms being drawn, one inside of the other.
    forms: Vec<ObjectId>,
    bytes: usize,
    operations: usize,
    glyphs: usize,
}

impl<'a> Interpreter<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            document,
            fonts: HashMap::new(),
            unknown: 0,
            forms: Vec::new(),
            bytes: 0,
            operations: 0,
            glyphs: 0,
        }
    }

    /// Whether no more of the document is read.
    pub(super) fn is_spent(&self) -> bool {
        self.bytes >= MAX_BYTES || self.operations >= MAX_OPERATIONS || self.glyphs >= MAX_GLYPHS
    }

    /// The letters of a page; what is broken in it is left out.
    pub(super) fn page(&mut self, id: ObjectId) -> Page {
        let mut content = Vec::new();
        for stream in self.document.get_page_contents(id) {
            let Ok(stream) = self.document.get_object(stream).and_then(Object::as_stream) else { continue };
            let left = MAX_CONTENT.min(MAX_BYTES - self.bytes.min(MAX_BYTES)).saturating_sub(content.len());
            if let Ok(bytes) = stream.get_plain_content_with_limit(left) {
                content.extend_from_slice(&bytes);
                content.push(b'\n');
            }
        }
        let inherited = |key: &[u8]| self.inherited(id, key);
        let resources = inherited(b"Resources").and_then(|o| o.as_dict().ok());
        let rotation = inherited(b"Rotate").and_then(|o| o.as_i64().ok()).unwrap_or(0);
        let frame: Vec<f32> = inherited(b"MediaBox")
            .and_then(|o| o.as_array().ok())
            .map(|b| b.iter().filter_map(|n| n.as_float().ok()).collect())
            .unwrap_or_default();
        let [left, bottom, right, top] = frame.as_slice().try_into().unwrap_or([0.0, 0.0, 595.0, 842.0]);
        let (ctm, height): (Matrix, f32) = match rotation.rem_euclid(360) {
            90 => ([0.0, -1.0, 1.0, 0.0, -bottom, right], right - left),
            180 => ([-1.0, 0.0, 0.0, -1.0, right, top], top - bottom),
            270 => ([0.0, 1.0, -1.0, 0.0, top, -left], right - left),
            _ => ([1.0, 0.0, 0.0, 1.0, -left, -bottom], top - bottom),
        };
        let state = State {
            ctm,
            font: None,
            size: 0.0,
            char_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut drawn = Drawn::default();
        self.draw(&content, resources, state, 0, &mut drawn);
        self.glyphs += drawn.glyphs.len();
        Page { glyphs: drawn.upright(), bottom: 0.0, top: height }
    }

    /// An entry of a page, or of what stands above it.
    fn inherited(&self, id: ObjectId, key: &[u8]) -> Option<&'a Object> {
        let mut node = self.document.get_dictionary(id).ok()?;
        for _ in 0..64 {
            if let Ok(found) = node.get_deref(key, self.document) {
                return Some(found);
            }
            node = node.get_deref(b"Parent", self.document).ok()?.as_dict().ok()?;
        }
        None
    }

    fn font(&mut self, resources: Option<&Dictionary>, name: &[u8]) -> Option<Rc<Font>> {
        let fonts = resources?.get_deref(b"Font", self.document).ok()?.as_dict().ok()?;
        let entry = fonts.get(name).ok()?;
        let id = entry.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(known.clone());
        }
        let (_, font) = self.document.dereference(entry).ok()?;
        let font = Rc::new(Font::read(font.as_dict().ok()?, self.document));
        if let Some(id) = id {
            self.fonts.insert(id, font.clone());
        }
        Some(font)
    }

    fn draw(
        &mut self,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        mut state: State,
        depth: usize,
        drawn: &mut Drawn,
    ) {
        self.bytes += content.len();
        let mut saved: Vec<State> = Vec::new();
        let (mut matrix, mut line) = (IDENTITY, IDENTITY);
        // Broken content is read up to where it breaks.
        for operation in Content::decode_iter(content).map_while(Result::ok) {
            self.operations += 1;
            if self.is_spent() || drawn.glyphs.len() >= MAX_PAGE_GLYPHS {
                return;
            }
            let operands = operation.operands.as_slice();
            let number = |at: usize| {
                operands.get(at).and_then(|o| o.as_float().ok()).filter(|n| n.is_finite()).unwrap_or(0.0)
            };
            let six = || -> Option<Matrix> {
                let numbers: Vec<f32> = operands.iter().filter_map(|o| o.as_float().ok()).collect();
                numbers.as_slice().try_into().ok().filter(|m: &Matrix| m.iter().all(|n| n.is_finite()))
            };
            match operation.operator.as_str() {
                "q" if saved.len() < MAX_STATES => saved.push(state.clone()),
                "Q" => {
                    if let Some(before) = saved.pop() {
                        state = before;
                    }
                }
                "cm" => {
                    if let Some(m) = six() {
                        state.ctm = multiply(&m, &state.ctm);
                    }
                }
                "BT" => (matrix, line) = (IDENTITY, IDENTITY),
                "Tf" => {
                    if let Some(Ok(name)) = operands.first().map(Object::as_name) {
                        state.font = self.font(resources, name);
                    }
                    state.size = number(1);
                }
                "gs" => self.graphics_state(resources, operands, &mut state),
                "Tc" => state.char_spacing = number(0),
                "Tw" => state.word_spacing = number(0),
                "Tz" => state.scale = number(0) / 100.0,
                "TL" => state.leading = number(0),
                "Ts" => state.rise = number(0),
                "Tm" => {
                    if let Some(m) = six() {
                        (matrix, line) = (m, m);
                    }
                }
                operator @ ("Td" | "TD") => {
                    if operator == "TD" {
                        state.leading = -number(1);
                    }
                    line = multiply(&[1.0, 0.0, 0.0, 1.0, number(0), number(1)], &line);
                    matrix = line;
                }
                operator @ ("T*" | "'" | "\"") => {
                    line = multiply(&[1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], &line);
                    matrix = line;
                    if operator == "\"" {
                        (state.word_spacing, state.char_spacing) = (number(0), number(1));
                    }
                    if let Some(Object::String(bytes, _)) = operands.last() {
                        self.show(bytes, &state, &mut matrix, drawn);
                    }
                }
                "Tj" => {
                    if let Some(Object::String(bytes, _)) = operands.first() {
                        self.show(bytes, &state, &mut matrix, drawn);
                    }
                }
                "TJ" => {
                    for part in operands.first().and_then(|o| o.as_array().ok()).into_iter().flatten() {
                        if let Object::String(bytes, _) = part {
                            self.show(bytes, &state, &mut matrix, drawn);
                        } else if let Ok(back) = part.as_float() {
                            let by = -back / 1000.0 * state.size * state.scale;
                            if by.is_finite() {
                                matrix = multiply(&[1.0, 0.0, 0.0, 1.0, by, 0.0], &matrix);
                            }
                        }
                    }
                }
                "BDC" => drawn.begin(self.actual_text(resources, operands)),
                "BMC" => drawn.begin(None),
                "EMC" => drawn.end(),
                "Do" if depth < MAX_DEPTH => {
                    if let Some(Ok(name)) = operands.first().map(Object::as_name) {
                        self.form(name, resources, &state, depth, drawn);
                    }
                }
                _ => {}
            }
        }
    }

    fn form(
        &mut self,
        name: &[u8],
        resources: Option<&'a Dictionary>,
        state: &State,
        depth: usize,
        drawn: &mut Drawn,
    ) {
        let found = (|| {
            let objects = resources?.get_deref(b"XObject", self.document).ok()?.as_dict().ok()?;
            // Streams stand in a file by reference only.
            let id = objects.get(name).ok()?.as_reference().ok()?;
            Some((id, self.document.get_object(id).ok()?.as_stream().ok()?))
        })();
        let Some((id, form)) = found.filter(|(id, _)| !self.forms.contains(id)) else { return };
        if !form
            .dict
            .get_deref(b"Subtype", self.document)
            .and_then(Object::as_name)
            .is_ok_and(|n| n == b"Form")
        {
            return;
        }
        let left = MAX_CONTENT.min(MAX_BYTES - self.bytes.min(MAX_BYTES));
        let Ok(content) = form.get_plain_content_with_limit(left) else { return };
        let mut state = state.clone();
        if let Ok(matrix) = form.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array) {
            let numbers: Vec<f32> = matrix.iter().filter_map(|n| n.as_float().ok()).collect();
            if let Ok(matrix) = <&Matrix>::try_from(numbers.as_slice()) {
                state.ctm = multiply(matrix, &state.ctm);
            }
        }
        let own = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        self.forms.push(id);
        self.draw(&content, own.or(resources), state, depth + 1, drawn);
        self.forms.pop();
    }

    /// A font that is set together with other things.
    fn graphics_state(&mut self, resources: Option<&'a Dictionary>, operands: &[Object], state: &mut State) {
        let found = (|| {
            let name = operands.first()?.as_name().ok()?;
            let states = resources?.get_deref(b"ExtGState", self.document).ok()?.as_dict().ok()?;
            let set = states.get_deref(name, self.document).ok()?.as_dict().ok()?;
            let font = set.get_deref(b"Font", self.document).ok()?.as_array().ok()?;
            let [font, size] = font.as_slice() else { return None };
            let (_, font) = self.document.dereference(font).ok()?;
            Some((Font::read(font.as_dict().ok()?, self.document), size.as_float().ok()?))
        })();
        if let Some((font, size)) = found {
            (state.font, state.size) = (Some(Rc::new(font)), size);
        }
    }

    /// What the file says that a passage is read as.
    fn actual_text(&self, resources: Option<&'a Dictionary>, operands: &[Object]) -> Option<String> {
        let properties = match operands.get(1)? {
            Object::Dictionary(properties) => properties,
            Object::Name(name) => {
                let known = resources?.get_deref(b"Properties", self.document).ok()?.as_dict().ok()?;
                known.get_deref(name, self.document).ok()?.as_dict().ok()?
            }
            _ => return None,
        };
        let text = properties.get_deref(b"ActualText", self.document).ok()?.as_str().ok()?;
        Some(super::text_string(text))
    }

    fn show(&mut self, bytes: &[u8], state: &State, matrix: &mut Matrix, drawn: &mut Drawn) {
        let Some(font) = &state.font else { return };
        for code in font.codes(bytes) {
            self.operations += 1;
            let mut forward = code.width * state.size + state.char_spacing;
            if code.space {
                forward += state.word_spacing;
            }
            let forward = forward * state.scale;
            let place = multiply(&[1.0, 0.0, 0.0, 1.0, 0.0, state.rise], &multiply(matrix, &state.ctm));
            // A code that stands for nothing known takes its room all the same: the strokes that lengthen words are such
            // glyphs, and so are all of a passage that the file itself spells out.
            self.unknown += usize::from(code.text.is_none() && !drawn.is_spelled());
            // Where the letter ends, without the space that is put after it.
            let end = code.width * state.size * state.scale;
            drawn.push(code.text.unwrap_or_default(), &place, end, state.size);
            *matrix = multiply(&[1.0, 0.0, 0.0, 1.0, forward, 0.0], matrix);
            if drawn.glyphs.len() >= MAX_PAGE_GLYPHS {
                return;
            }
        }
    }
}

/// What is drawn, each with the direction that it runs in: by quarter turns, `None` for what stands at a slant.
#[derive(Default)]
struct Drawn {
    glyphs: Vec<(Glyph, Option<u8>)>,
    /// Passages that are open, with what the file says they are read as and where their letters begin.
    passages: Vec<(Option<String>, usize)>,
}

impl Drawn {
    fn begin(&mut self, text: Option<String>) {
        if self.passages.len() < MAX_STATES {
            self.passages.push((text, self.glyphs.len()));
        }
    }

    fn is_spelled(&self) -> bool {
        self.passages.iter().any(|(text, _)| text.is_some())
    }

    /// The letters of a passage that the file spells out become one.
    fn end(&mut self) {
        let Some((Some(text), start)) = self.passages.pop() else { return };
        // The letter that the others stand on: signs have no width of their own, and stand above it or below.
        let widest = |a: &&(Glyph, Option<u8>), b: &&(Glyph, Option<u8>)| {
            (a.0.x1 - a.0.x0).total_cmp(&(b.0.x1 - b.0.x0))
        };
        let Some((base, turn)) = self.glyphs[start.min(self.glyphs.len())..].iter().max_by(widest).cloned()
        else {
            return;
        };
        // One line only: what is longer says no more than its letters do.
        let passage = &self.glyphs[start..];
        if !passage.iter().all(|(g, t)| (g.y - base.y).abs() < base.size && *t == turn) {
            return;
        }
        let (mut x0, mut x1) = (base.x0, base.x1);
        for (glyph, _) in passage.iter().filter(|(g, _)| g.x1 - g.x0 > 0.02 * g.size) {
            (x0, x1) = (x0.min(glyph.x0), x1.max(glyph.x1));
        }
        self.glyphs.truncate(start);
        if !text.is_empty() {
            self.glyphs.push((Glyph { text, x0, x1, ..base }, turn));
        }
    }

    fn push(&mut self, text: String, place: &Matrix, width: f32, size: f32) {
        let [forth_x, forth_y, up_x, up_y, left, base] = *place;
        let along = forth_x.hypot(forth_y);
        let size = (up_x.hypot(up_y) * size).abs();
        if !(left.is_finite() && base.is_finite() && along.is_finite() && size.is_finite()) || size < 0.1 {
            return;
        }
        let turn = if forth_y.abs() * 8.0 <= forth_x.abs() {
            Some(if forth_x > 0.0 { 0 } else { 2 })
        } else if forth_x.abs() * 8.0 <= forth_y.abs() {
            Some(if forth_y > 0.0 { 1 } else { 3 })
        } else {
            None
        };
        let width = width * along;
        // Along the line and across it, as they are when the page is turned so that the line is level.
        let (x, y) = match turn {
            Some(1) => (base, -left),
            Some(2) => (-left, -base),
            Some(3) => (-base, left),
            _ => (left, base),
        };
        // A negative size runs against its own line.
        let (x0, x1) = if width < 0.0 { (x + width, x) } else { (x, x + width) };
        self.glyphs.push((Glyph { text, x0, x1, y, size }, turn));
    }

    /// The letters that run as most of the page does; what is set across it is left out.
    fn upright(self) -> Vec<Glyph> {
        let count = |turn| self.glyphs.iter().filter(|(_, t)| *t == Some(turn)).count();
        let main = (0..4).rev().max_by_key(|turn| count(*turn)).unwrap_or(0);
        self.glyphs.into_iter().filter(|(_, t)| *t == Some(main)).map(|(glyph, _)| glyph).collect()
    }
}
