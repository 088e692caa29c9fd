//! Lines of words that are wrapped to the width of the page, with emphasis and reading direction.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Page;

/// RIGHT-TO-LEFT ISOLATE
pub const RLI: char = '\u{2067}';
/// POP DIRECTIONAL ISOLATE
pub const PDI: char = '\u{2069}';

/// How words stand out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    None,
    /// Name of a document.
    Title,
    /// Heading of a claim.
    Strong,
    /// What the program adds to the words of the document.
    Faint,
    /// The word that expresses the event.
    Trigger,
}

impl Emphasis {
    fn style(self) -> Style {
        match self {
            Self::None => Style::new(),
            Self::Title => Style::new().bold().underline(),
            Self::Strong => Style::new().bold(),
            Self::Faint => Style::new().dimmed(),
            Self::Trigger => Style::new().bold().fg_color(Some(AnsiColor::Yellow.into())),
        }
    }
}

struct Word {
    text: String,
    emphasis: Emphasis,
    opens: bool,
    closes: bool,
    /// Stands without a space, and without a line end, after the word before it.
    glued: bool,
}

/// A paragraph being put together.
pub struct Line<'p> {
    page: &'p Page,
    label: String,
    /// Columns before the first line, and before the others.
    indents: (usize, usize),
    words: Vec<Word>,
    right: String,
    right_to_left: bool,
    /// Whether the text so far ends in a word that may go on.
    open: bool,
}

impl<'p> Line<'p> {
    /// An empty paragraph; its first line starts at `first`, the others at `rest`.
    pub fn new(page: &'p Page, first: usize, rest: usize) -> Self {
        let (label, right) = (String::new(), String::new());
        Self {
            page,
            label,
            indents: (first, rest),
            words: Vec::new(),
            right,
            right_to_left: false,
            open: false,
        }
    }

    /// A label before the first line; the words begin where the other lines do.
    pub fn label(&mut self, label: &str) {
        label.clone_into(&mut self.label);
    }

    /// Adds words.
    pub fn words(&mut self, text: &str, emphasis: Emphasis) {
        for word in harmless(text).split_whitespace() {
            let text = word.to_owned();
            self.words.push(Word { text, emphasis, opens: false, closes: false, glued: false });
        }
    }

    /// Adds words that go on in the middle of a text: without a space where the text has none.
    pub fn more(&mut self, text: &str, emphasis: Emphasis) {
        let from = self.words.len();
        let spaced = |c: Option<char>| c.is_none_or(char::is_whitespace);
        self.words(text, emphasis);
        if let Some(word) = self.words.get_mut(from) {
            word.glued = self.open && !spaced(text.chars().next());
            self.open = !spaced(text.chars().next_back());
        } else if !text.is_empty() {
            // Nothing but spaces: they part what stands on either side.
            self.open = false;
        }
    }

    /// Adds words of the document that keep their own direction.
    pub fn isolated(&mut self, text: &str) {
        let from = self.words.len();
        self.words(text, Emphasis::None);
        if self.page.isolate && text.chars().any(right_to_left) && self.words.len() > from {
            self.words[from].opens = true;
            if let Some(last) = self.words.last_mut() {
                last.closes = true;
            }
        }
    }

    /// Adds the trigger: in its own style where there is colour, else between ⟦ and ⟧.
    pub fn trigger(&mut self, text: &str) {
        if self.page.colour {
            self.more(text, Emphasis::Trigger);
        } else {
            self.more(&format!("⟦{text}⟧"), Emphasis::Trigger);
        }
    }

    /// Puts a mark right after the last word.
    pub fn glue(&mut self, mark: &str) {
        if let Some(last) = self.words.last_mut() {
            last.text.push_str(mark);
        }
    }

    /// Puts words at the right margin of the first line.
    pub fn right(&mut self, text: &str) {
        text.clone_into(&mut self.right);
    }

    /// The whole paragraph is read from the right.
    pub fn right_to_left(mut self) -> Self {
        self.right_to_left = self.page.isolate;
        self
    }

    /// Writes the paragraph.
    pub fn write(&self, out: &mut String) {
        let (first, rest) = self.indents;
        let mut indent = first;
        out.push_str(&" ".repeat(first));
        if !self.label.is_empty() {
            self.styled(&self.label, Emphasis::Faint, out);
            let gap = rest.saturating_sub(first + self.label.width());
            out.push_str(&" ".repeat(gap));
            indent = rest;
        }
        // The first line is shared with what stands at the right margin.
        let mut room = self.page.width.saturating_sub(indent);
        let mut right = self.right.as_str();
        if !right.is_empty() {
            room = room.saturating_sub(right.width() + 2);
        }
        let mut at = 0;
        while at < self.words.len() {
            let mut used = 0;
            if self.right_to_left {
                out.push(RLI);
            }
            while let Some(word) = self.words.get(at)
                && (used == 0 || word.glued || used + 1 + self.width_from(at) <= room)
            {
                if used > 0 && !word.glued {
                    out.push(' ');
                    used += 1;
                }
                if word.opens {
                    out.push(RLI);
                }
                self.styled(&word.text, word.emphasis, out);
                if word.closes {
                    out.push(PDI);
                }
                used += word.text.width();
                at += 1;
            }
            if self.right_to_left {
                out.push(PDI);
            }
            if !right.is_empty() {
                out.push_str(&" ".repeat(room.saturating_sub(used) + 2));
                self.styled(right, Emphasis::Faint, out);
                right = "";
            }
            out.push('\n');
            if at < self.words.len() {
                out.push_str(&" ".repeat(rest));
                room = self.page.width.saturating_sub(rest);
            }
        }
    }

    /// Width of a word with what is glued to it.
    fn width_from(&self, at: usize) -> usize {
        let glued = self.words[at + 1..].iter().take_while(|w| w.glued).map(|w| w.text.width());
        self.words[at].text.width() + glued.sum::<usize>()
    }

    fn styled(&self, text: &str, emphasis: Emphasis, out: &mut String) {
        if self.page.colour && emphasis != Emphasis::None {
            let style = emphasis.style();
            // Writing to a string does not fail.
            let _ = write!(out, "{style}{text}{style:#}");
        } else {
            out.push_str(text);
        }
    }
}

/// Without characters that steer a terminal or turn the direction of what follows.
pub fn harmless(text: &str) -> String {
    let steers = |c: char| {
        c.is_control() && !c.is_whitespace()
            || matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(|&c| !steers(c)).collect()
}

/// Whether a character is of a script that is written from the right.
pub fn right_to_left(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
        && c.width().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Page = Page { colour: false, isolate: false, width: 40, explain: false };

    fn written(line: &Line<'_>) -> String {
        let mut out = String::new();
        line.write(&mut out);
        out
    }

    #[test]
    fn words_wrap_at_the_width() {
        let mut line = Line::new(&PLAIN, 3, 14);
        line.label("where");
        line.words("one two three four five six seven eight", Emphasis::None);
        assert_eq!(written(&line), "   where      one two three four five\n              six seven eight\n");
    }

    #[test]
    fn the_score_stands_at_the_margin() {
        let mut line = Line::new(&PLAIN, 0, 3);
        line.words("Defection", Emphasis::Strong);
        line.right("0.83");
        let out = written(&line);
        assert_eq!(out.trim_end().width(), 40);
        assert!(out.ends_with("0.83\n"));
    }

    #[test]
    fn the_text_cannot_steer_the_terminal() {
        let mut line = Line::new(&PLAIN, 0, 0);
        line.words("قال\u{1b}[31m \u{202e}ناشط\u{7}\nأمس", Emphasis::None);
        assert_eq!(written(&line), "قال[31m ناشط أمس\n");
    }

    #[test]
    fn directions_are_isolated_on_a_terminal_only() {
        let page = Page { isolate: true, ..PLAIN };
        let mut line = Line::new(&page, 0, 0);
        line.isolated("مدينة الموصل");
        line.isolated("Mosul");
        assert_eq!(written(&line), "\u{2067}مدينة الموصل\u{2069} Mosul\n");
        let mut line = Line::new(&PLAIN, 0, 0);
        line.isolated("الموصل");
        assert_eq!(written(&line), "الموصل\n");
    }

    #[test]
    fn a_text_in_parts_keeps_its_spaces() {
        let mut line = Line::new(&PLAIN, 0, 0);
        line.more("وقد ", Emphasis::None);
        line.trigger("انشقوا");
        line.more("، أمس", Emphasis::None);
        assert_eq!(written(&line), "وقد ⟦انشقوا⟧، أمس\n");
        let mut line = Line::new(&PLAIN, 0, 0);
        line.trigger("قصف");
        line.more(" ", Emphasis::None);
        line.trigger("مخيم");
        assert_eq!(written(&line), "⟦قصف⟧ ⟦مخيم⟧\n");
    }

    #[test]
    fn the_trigger_is_marked_with_and_without_colour() {
        let mut line = Line::new(&PLAIN, 0, 0);
        line.trigger("انشقوا");
        assert_eq!(written(&line), "⟦انشقوا⟧\n");
        let page = Page { colour: true, ..PLAIN };
        let mut line = Line::new(&page, 0, 0);
        line.trigger("انشقوا");
        let out = written(&line);
        assert!(out.starts_with("\u{1b}[") && out.contains("انشقوا") && !out.contains('⟦'), "{out:?}");
    }
}
