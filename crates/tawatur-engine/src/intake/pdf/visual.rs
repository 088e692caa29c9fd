//! From the order of the eye to that of reading.
//!
//! A line is shown by the bidirectional algorithm (Unicode Standard Annex 9) with Arabic from right to left and, inside of
//! it, Latin words and numbers from left to right. What stands on a page is its result, which is undone here: the line is
//! taken from the right, its Latin runs and numbers from the left.
//!
//! Two orders of reading may look the same. "BBC 15" inside of Arabic is taken for the Latin word with its number, not
//! for the number before the word; "20-02-2015" is taken for 2015-02-20, since a hyphen after Arabic does not hold
//! numbers together as stops, colons and slashes do (rules W2 and W4).

use unicode_normalization::UnicodeNormalization;

/// What a letter or sign is for direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A letter read from right to left.
    Right,
    /// A letter read from left to right.
    Left,
    /// A digit, of whatever script.
    Digit,
    /// A sign that holds numbers together where it stands between two.
    Joins,
    /// Anything else.
    Neutral,
}

/// What stands at one place of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    /// What it stands for, in the order of reading.
    pub text: String,
    pub class: Class,
}

impl Cell {
    pub(super) fn new(text: String) -> Self {
        let class = class(&text);
        Self { text, class }
    }

    pub(super) fn space() -> Self {
        Self { text: " ".to_owned(), class: Class::Neutral }
    }
}

/// The class of a letter or ligature.
pub(super) fn class(text: &str) -> Class {
    if text.chars().any(is_right) {
        return Class::Right;
    }
    if text.chars().any(char::is_alphabetic) {
        return Class::Left;
    }
    match text.chars().next() {
        Some(c) if c.is_numeric() => Class::Digit,
        // U+066B ARABIC DECIMAL SEPARATOR, U+066C ARABIC THOUSANDS SEPARATOR.
        Some('.' | ',' | ':' | '/' | '\u{066B}' | '\u{066C}') => Class::Joins,
        _ => Class::Neutral,
    }
}

/// Letters of Hebrew, Arabic, Syriac, Thaana and N'Ko, with their presentation forms, digits apart.
fn is_right(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
        && c.is_alphabetic()
}

/// The letters that a glyph stands for, whatever form of them it is.
///
/// Presentation forms become their letters, and lam-alef in one glyph is lam before alef: some programs note it in the
/// order of the eye, and no glyph joins alef to a lam that follows, as alef joins nothing after it. Letters of
/// presentation forms for vowel signs stand on a space or tatweel that is no part of the word.
pub(super) fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Vowel signs alone (on a space, or on U+0640 ARABIC TATWEEL).
            '\u{FC5E}'..='\u{FC63}' | '\u{FCF2}'..='\u{FCF4}' | '\u{FE70}'..='\u{FE7F}' => {
                let marks = std::iter::once(c).nfkd().filter(|c| !matches!(c, ' ' | '\u{0640}'));
                letters.extend(marks);
            }
            '\u{FB00}'..='\u{FB06}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE80}'..='\u{FEFC}' => {
                letters.extend(std::iter::once(c).nfkc());
            }
            // U+00AD SOFT HYPHEN stays, it tells where a word goes on; U+00A0 is a space like another.
            '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' | '\t' | '\n' | '\r' => {
                letters.push(' ');
            }
            c if c.is_control()
                || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}') =>
                {}
            c => letters.push(c),
        }
    }
    let mut chars = letters.chars();
    if let (Some(first), Some('\u{0644}'), None) = (chars.next(), chars.next(), chars.next())
        && matches!(first, '\u{0622}' | '\u{0623}' | '\u{0625}' | '\u{0627}' | '\u{0671}')
    {
        return format!("\u{0644}{first}");
    }
    letters
}

/// Whether something is only signs that stand on a letter.
pub(super) fn is_mark(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(
            |c| matches!(c, '\u{0300}'..='\u{036F}' | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E4}' | '\u{06E7}' | '\u{06E8}' | '\u{06EA}'..='\u{06ED}' | '\u{08D3}'..='\u{08FF}'),
        )
}

/// A line from left to right in the order of reading. `right`: its own direction; `mirrored`: brackets are given as they
/// look, and not as they are read.
pub(super) fn reading_order(line: &[Cell], right: bool, mirrored: bool) -> String {
    let mut text = String::new();
    if right {
        from_right(line, mirrored, &mut text);
        return text;
    }
    let mut at = 0;
    while at < line.len() {
        if line[at].class != Class::Right {
            text.push_str(&line[at].text);
            at += 1;
            continue;
        }
        // A passage from right to left: up to its last letter before one from left to right.
        let end = line[at..].iter().position(|c| c.class == Class::Left).map_or(line.len(), |n| at + n);
        let last = line[at..end].iter().rposition(|c| c.class == Class::Right).map_or(at, |n| at + n);
        from_right(&line[at..=last], mirrored, &mut text);
        at = last + 1;
    }
    text
}

fn from_right(line: &[Cell], mirrored: bool, text: &mut String) {
    let mut end = line.len();
    // Runs are found from the left, since that is how they are read, and taken from the right.
    let starts = runs(line);
    for start in starts.into_iter().rev() {
        let run = &line[start..end];
        if let [cell] = run
            && !matches!(cell.class, Class::Left | Class::Digit)
        {
            let mut chars = cell.text.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) if mirrored => text.push(mirror(c)),
                _ => text.push_str(&cell.text),
            }
        } else {
            text.extend(run.iter().map(|c| c.text.as_str()));
        }
        end = start;
    }
}

/// Where the runs of a line begin that are read from left to right, each other cell being one of its own.
fn runs(line: &[Cell]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut at = 0;
    while at < line.len() {
        starts.push(at);
        at = match line[at].class {
            Class::Left => latin_end(line, at),
            Class::Digit => number_end(line, at),
            _ => at + 1,
        };
    }
    starts
}

/// The end of a Latin run: its last letter or digit before Arabic, and a bracket that it opened.
fn latin_end(line: &[Cell], start: usize) -> usize {
    let arabic = line[start..].iter().position(|c| c.class == Class::Right).map_or(line.len(), |n| start + n);
    let last =
        line[start..arabic].iter().rposition(|c| matches!(c.class, Class::Left | Class::Digit)).unwrap_or(0);
    let mut end = start + last + 1;
    let count = |sign: &str| line[start..end].iter().filter(|c| c.text == sign).count();
    for (open, close) in [("(", ")"), ("[", "]")] {
        if count(open) > count(close) && line.get(end).is_some_and(|c| c.text == close) {
            end += 1;
            break;
        }
    }
    end
}

/// The end of a number, with the Latin letters that stand at it without a space (`4x4`, `30mm`).
fn number_end(line: &[Cell], start: usize) -> usize {
    let mut end = start + 1;
    while let Some(cell) = line.get(end) {
        end = match cell.class {
            Class::Digit => end + 1,
            Class::Joins if line.get(end + 1).is_some_and(|c| c.class == Class::Digit) => end + 2,
            Class::Left => return latin_end(line, end),
            _ => return end,
        };
    }
    end
}

/// The bracket that looks like this one read from the other side.
fn mirror(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '«' => '»',
        '»' => '«',
        '‹' => '›',
        '›' => '‹',
        '<' => '>',
        '>' => '<',
        '\u{FD3E}' => '\u{FD3F}',
        '\u{FD3F}' => '\u{FD3E}',
        c => c,
    }
}

/// How well the brackets of a text fit: pairs that open before they close, less those that do not.
pub(super) fn nesting(text: &str) -> i32 {
    let mut score = 0;
    for (open, close) in [('(', ')'), ('[', ']'), ('«', '»')] {
        let mut depth = 0;
        for c in text.chars() {
            if c == open {
                depth += 1;
            } else if c == close {
                score += if depth > 0 { 1 } else { -1 };
                depth = (depth - 1).max(0);
            }
        }
        score -= depth;
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cells of what is seen from left to right.
    fn seen(text: &str) -> Vec<Cell> {
        text.chars().map(|c| Cell::new(letters(&c.to_string()))).collect()
    }

    /// A line as it looks, which for Arabic alone is its letters from the end.
    fn read(seen_from_left: &str) -> String {
        reading_order(&seen(seen_from_left), true, true)
    }

    fn reversed(text: &str) -> String {
        text.chars().rev().collect()
    }

    #[test]
    fn arabic_is_read_from_the_right_and_numbers_from_the_left() {
        let line = format!("{} 350 {}", reversed("مقاتلاً"), reversed("قتل"));
        assert_eq!(read(&line), "قتل 350 مقاتلاً");
        let line = format!("٪{} 20.5 {} 20/2/2015 {}", "", reversed("بنسبة"), reversed("في"));
        assert_eq!(read(&line), "في 20/2/2015 بنسبة 20.5 ٪");
    }

    #[test]
    fn days_written_with_hyphens_come_back_in_their_order() {
        assert_eq!(read(&format!("20-02-2015 {}", reversed("بتاريخ"))), "بتاريخ 2015-02-20");
    }

    #[test]
    fn latin_words_keep_their_order_and_their_numbers() {
        let line = format!("{} BBC News {}", reversed("إن"), reversed("قالت"));
        assert_eq!(read(&line), "قالت BBC News إن");
        assert_eq!(read(&format!("{} M-16 {}", reversed("بنادق"), reversed("من"))), "من M-16 بنادق");
        assert_eq!(read(&format!("BBC (UK) {}", reversed("قالت"))), "قالت BBC (UK)");
    }

    #[test]
    fn brackets_are_turned_round() {
        assert_eq!(read(&format!(".({}) {}", reversed("داعش"), reversed("تنظيم"))), "تنظيم (داعش).");
        assert_eq!(read(&format!("«{}» {}", reversed("النصر"), reversed("معركة"))), "معركة «النصر»");
        assert!(nesting("(أ)") > nesting(")أ("));
    }

    #[test]
    fn presentation_forms_become_letters() {
        assert_eq!(letters("\u{FEFB}"), "لا");
        assert_eq!(letters("ال"), "لا");
        assert_eq!(letters("\u{FEDF}\u{FEA0}"), "لج");
        assert_eq!(letters("\u{FDF2}"), "الله");
        assert_eq!(letters("\u{FE76}"), "\u{064E}");
        assert_eq!(letters("\u{200F}ب\u{00A0}"), "ب ");
        assert!(is_mark("\u{064E}") && !is_mark("") && !is_mark("ب"));
    }

    #[test]
    fn arabic_inside_of_a_latin_line_is_turned_where_it_stands() {
        let line = seen(&format!("Al-Nahr ({}) said", reversed("صدى النهر")));
        assert_eq!(reading_order(&line, false, true), "Al-Nahr (صدى النهر) said");
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_or_made_up(text in "[ا-ي a-zA-Z0-9().,:/«»-]{0,60}", right: bool, mirrored: bool) {
            let line = seen(&text);
            let order = |s: &str| {
                let mut chars: Vec<char> = s.chars().map(|c| c.min(mirror(c))).collect();
                chars.sort_unstable();
                chars
            };
            let all: String = line.iter().map(|c| c.text.as_str()).collect();
            proptest::prop_assert_eq!(order(&reading_order(&line, right, mirrored)), order(&all));
        }
    }
}
