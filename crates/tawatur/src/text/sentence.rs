//! Sentence boundaries that survive real pages: decimals, initials, site names, ellipses, missing spaces
//! after a full stop, paragraphs joined by ". ," and headings without any stop. Text that never stops is cut, so
//! that whatever looks over a sentence takes bounded time.

use super::Tokens;
use super::quote::Quote;
use super::token::{Gap, Token, TokenKind};

/// The longest sentence, in tokens: several times the longest of written Arabic news.
const LONGEST: usize = 400;

/// The longest headline after its "..", in words.
const HEADLINE: usize = 15;

/// The longest quotation, in tokens, that is one title or exclamation with a ".." in it.
const TITLE: usize = 16;

/// Words after ".." that lean on what stands before it: prepositions, relatives, conjunctions of parts, and the
/// accusative participles that go on with a report.
const LEANING: &[&str] = &[
    "من",
    "إلى",
    "الى",
    "عن",
    "على",
    "مع",
    "في",
    "أو",
    "أم",
    "بل",
    "الذي",
    "التي",
    "الذين",
    "أن",
    "وأن",
    "لأن",
    "لأنه",
    "لأنها",
    "لأنهم",
    "لان",
    "لانه",
    "لانها",
    "لانهم",
    "فيما",
    "بهدف",
    "كي",
    "لكي",
    "وعدم",
    "وغير",
    "وغيره",
    "وغيرها",
    "وغيرهم",
    "مشيرا",
    "مضيفا",
    "مؤكدا",
    "موضحا",
    "مبينا",
    "داعيا",
    "معتبرا",
    "محذرا",
    "لافتا",
    "قائلا",
];

/// What stands before a quotation that states something, and seldom before a title.
const STATING: &[&str] = &[":", "أن", "إن", "ان", "بأن", "أنه", "إنه", "أنها", "إنها", "بأنه", "بأنها"];

/// Names of Latin letters, of which abbreviations are spelled: إي.بي.سي, إف.بي.آي.
const LETTERS: &[&str] = &[
    "إيه",
    "ايه",
    "إي",
    "اي",
    "بي",
    "سي",
    "دي",
    "إف",
    "اف",
    "جي",
    "إتش",
    "اتش",
    "آي",
    "جيه",
    "كيه",
    "إل",
    "ال",
    "إم",
    "ام",
    "إن",
    "ان",
    "أو",
    "او",
    "كيو",
    "آر",
    "ار",
    "إس",
    "اس",
    "تي",
    "يو",
    "في",
    "دبليو",
    "إكس",
    "اكس",
    "واي",
];

/// Endings of sites after the full stop: العربية.نت.
const SITES: &[&str] = &["نت", "كوم", "اورج", "أورج", "اورغ", "أورغ"];

/// One sentence, its closing marks included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Tokens,
    /// Whether it opens a paragraph: after a blank line, a line break, or a ". ," join.
    pub opens_paragraph: bool,
}

/// The marks that may close a sentence, with what trails them.
#[derive(Default)]
struct Close {
    /// One past the last mark.
    end: usize,
    /// Whether ؟ or ! is among them.
    strong: bool,
    /// Full stops; "…" counts as two.
    dots: usize,
    /// Whether a quotation closes.
    quote: bool,
    /// Whether a comma follows.
    comma: bool,
}

/// What a boundary is decided on.
struct Splitter<'a> {
    clean: &'a str,
    tokens: &'a [Token],
    quotes: &'a [Quote],
    /// The closing marks of the quotations, in order.
    closing: Vec<usize>,
}

pub(super) fn split(clean: &str, tokens: &[Token], quotes: &[Quote], sentences: &mut Vec<Sentence>) {
    sentences.clear();
    let mut closing: Vec<usize> = quotes.iter().map(|q| q.inner.end).collect();
    closing.sort_unstable();
    let text = Splitter { clean, tokens, quotes, closing };
    let mut start = 0;
    let mut opens_paragraph = true;
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].gap >= Gap::Line {
            if at > start {
                sentences.push(Sentence { tokens: start..at, opens_paragraph });
                start = at;
            }
            opens_paragraph = true;
        }
        if at - start == LONGEST {
            let comma =
                (start + LONGEST / 2..at).rev().find(|&i| matches!(text.mark(i), "," | "،" | "؛" | ";"));
            let cut = comma.map_or(at, |i| i + 1);
            sentences.push(Sentence { tokens: start..cut, opens_paragraph });
            start = cut;
            opens_paragraph = false;
        }
        if !matches!(text.mark(at), "." | "…" | "!" | "?" | "؟") {
            at += 1;
            continue;
        }
        let close = text.close(at);
        if !text.ends(start, at, &close) {
            // A mark inside of a word joins only what touches it; the marks of an ellipsis are one.
            at = if close.dots > 1 { close.end } else { at + 1 };
            continue;
        }
        sentences.push(Sentence { tokens: start..close.end, opens_paragraph });
        start = close.end;
        opens_paragraph = close.comma && !close.strong;
        at = close.end;
    }
    if start < tokens.len() {
        sentences.push(Sentence { tokens: start..tokens.len(), opens_paragraph });
    }
}

impl Splitter<'_> {
    /// The clean text of a token, empty beyond the last.
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| &self.clean[t.clean.range()])
    }

    /// The punctuation mark at a position, empty where there is none.
    fn mark(&self, at: usize) -> &str {
        self.tokens
            .get(at)
            .filter(|t| t.kind == TokenKind::Punct)
            .map_or("", |t| &self.clean[t.clean.range()])
    }

    fn is(&self, at: usize, kind: TokenKind) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == kind)
    }

    /// Whether a token touches the one before it.
    fn touches(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.gap == Gap::None)
    }

    /// Whether a token is a letter by itself.
    fn is_letter(&self, at: usize) -> bool {
        let mut chars = self.word(at).chars();
        self.is(at, TokenKind::Word)
            && chars.next().is_some_and(char::is_alphabetic)
            && chars.next().is_none()
    }

    /// The run of closing marks from `at` on. Closing quotes and brackets belong to the sentence they close, and so
    /// does the comma of a ". ," join.
    fn close(&self, at: usize) -> Close {
        let mut close = Close { end: at, ..Close::default() };
        while close.end < self.tokens.len() && (close.end == at || self.tokens[close.end].gap < Gap::Line) {
            match self.mark(close.end) {
                "." => close.dots += 1,
                "…" => close.dots += 2,
                "!" | "?" | "؟" => close.strong = true,
                ")" | "]" => {}
                "," | "،" => close.comma = true,
                "\"" if self.closes(close.end) => close.quote = true,
                _ => break,
            }
            close.end += 1;
        }
        close
    }

    /// Whether the quotation mark at a position closes; one without its fellow does where it touches what is before it.
    fn closes(&self, at: usize) -> bool {
        self.closing.binary_search(&at).is_ok() || self.touches(at) && !self.opens(at)
    }

    /// Whether a quotation begins with the mark at a position.
    fn opens(&self, at: usize) -> bool {
        self.quotes.binary_search_by_key(&(at + 1), |q| q.inner.start).is_ok()
    }

    /// Whether a sentence that began at `start` ends with the mark at `at` and those that trail it.
    fn ends(&self, start: usize, at: usize, close: &Close) -> bool {
        // Who closes a quotation and puts a comma goes on: "هل نعود؟"، سأل أحدهم.
        // The same with one quotation more: "لا تطلقوا النار!" و"ارحلوا".
        let another = matches!(self.word(close.end), "و" | "ف") && self.opens(close.end + 1);
        if close.quote && (close.comma || another) {
            return false;
        }
        close.strong
            || match close.dots {
                1 => self.full_stop_ends(start, at),
                _ => self.ellipsis_ends(start, at, close.end),
            }
    }

    /// Whether the full stop at `at` ends a sentence.
    fn full_stop_ends(&self, start: usize, at: usize) -> bool {
        let next = at + 1;
        let is_word = |at| self.is(at, TokenKind::Word) || self.is(at, TokenKind::Number);
        if at == 0 || !is_word(at - 1) || !self.touches(at) {
            return true;
        }
        let touches_next = self.touches(next) && is_word(next);
        // "1. " and "1.المقدمة" number an item, where they begin a line or a sentence.
        if self.is(at - 1, TokenKind::Number) && (at - 1 == start || self.tokens[at - 1].gap >= Gap::Line) {
            return false;
        }
        if self.is_letter(at - 1) {
            return !touches_next && self.letter_ends(at);
        }
        if !touches_next {
            return true;
        }
        // "نور.ط", but not a و written apart: "فروا.و قال".
        let apart = matches!(self.word(next), "و" | "ف") && !self.touches(next + 1);
        let latin = |at: usize| self.word(at).bytes().all(|b| b.is_ascii_alphanumeric());
        let spelled = |at: usize| LETTERS.contains(&self.word(at));
        !(self.is_letter(next) && !apart
            || SITES.contains(&self.word(next))
            || latin(at - 1) && latin(next)
            || spelled(at - 1) && spelled(next))
    }

    /// Whether a full stop after a letter by itself ends a sentence. It abbreviates a title or a name ("د. محمد"),
    /// unless the letter is the unit of a number ("2015م.", "1436 هـ.") or the last of several ("ص.ع.") and a
    /// conjunction opens what follows.
    fn letter_ends(&self, at: usize) -> bool {
        if at >= 2
            && self.is(at - 2, TokenKind::Number)
            && (self.touches(at - 1) || matches!(self.word(at - 1), "م" | "ه"))
        {
            return true;
        }
        let several = at >= 3 && self.mark(at - 2) == "." && self.touches(at - 1) && self.is_letter(at - 3);
        let next = self.word(at + 1);
        several && next.starts_with(['و', 'ف']) && next.chars().count() > 3
    }

    /// Whether an ellipsis that began at `at` and is over at `end` closes a sentence. Writers of news put ".." between
    /// statements more often than inside of one, so what follows decides.
    fn ellipsis_ends(&self, start: usize, at: usize, end: usize) -> bool {
        if self.tokens.get(end).is_none_or(|t| t.gap >= Gap::Line) {
            return true;
        }
        // "(...)" stands for words left out of a citation, seldom for whole sentences.
        let omission = at > start && self.mark(at - 1) == "(";
        // Nothing has been said yet, or a word or two that announce what follows: "بالصور.. افتتاح الجسر".
        let said = (start..at).filter(|&i| !self.is(i, TokenKind::Punct)).count();
        // One more word is no statement: "قرية.. ونهر.. وجسر".
        let one = matches!(self.mark(end + 1), "." | "…")
            && (self.mark(end + 2) == "." || self.mark(end + 1) == "…");
        // What a condition leads to: "إذا عادوا.. فسوف نرحل".
        let condition = self.word(end).starts_with('ف')
            && (start..at).any(|i| matches!(self.word(i), "إذا" | "اذا" | "وإذا" | "واذا" | "لو"));
        !(omission
            || said < 3
            || one
            || condition
            || LEANING.contains(&self.word(end))
            || self.is_title(at, end)
            || self.is_headline(end))
    }

    /// Whether the marks from `at` to `end` are the only stop of a short quotation that is no statement: «الجسر الجديد..
    /// حكاية مدينة».
    fn is_title(&self, at: usize, end: usize) -> bool {
        let first = self.quotes.partition_point(|q| q.inner.start <= at);
        let around = self.quotes[..first].iter().rev().take_while(|q| q.inner.start + TITLE > at);
        let states = |q: &Quote| q.inner.start > 1 && STATING.contains(&self.word(q.inner.start - 2));
        around.filter(|q| end <= q.inner.end && q.inner.len() <= TITLE && !states(q)).any(|q| {
            q.inner
                .clone()
                .all(|i| (at..end).contains(&i) || !matches!(self.mark(i), "." | "…" | "!" | "?" | "؟"))
        })
    }

    /// Whether what goes on at `from` is a headline, or part of one: it is over soon, without any stop or final colon; or the whole
    /// line is short and has none but its last: "تسوية في الوادي.. من يضمنها؟".
    fn is_headline(&self, from: usize) -> bool {
        let begins = |at: &usize| *at == 0 || self.tokens[*at].gap >= Gap::Line;
        let start = (0..=from).rev().take(2 * HEADLINE + TITLE).find(begins);
        self.is_short(from, false) || start.is_some_and(|start| self.is_short(start, true))
    }

    /// Whether the line ends within a headline's length after `from`, with no stop but "..", or `marked`, with one at its end.
    fn is_short(&self, from: usize, marked: bool) -> bool {
        let mut words = 0;
        let (mut stopped, mut announces) = (false, false);
        for at in from..self.tokens.len() {
            if at > from && self.tokens[at].gap >= Gap::Line {
                break;
            }
            match self.mark(at) {
                "" if stopped => return false,
                "" => {
                    words += 1;
                    announces = false;
                }
                // The ".." of a headline of three parts.
                "." if self.mark(at + 1) == "." || at > 0 && self.mark(at - 1) == "." => {}
                "!" | "?" | "؟" if marked => stopped = true,
                "." | "!" | "?" | "؟" => return false,
                mark => announces = mark == ":",
            }
            if words > HEADLINE {
                return false;
            }
        }
        !announces
    }
}
