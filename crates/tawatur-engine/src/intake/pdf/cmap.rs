//! The tables by which fonts say what their codes stand for (`ToUnicode`).
//!
//! A small reader of our own: that of `lopdf` lists every code of every range, which a range of four bytes makes
//! four thousand million.

use std::collections::HashMap;

/// The most codes that are kept; Unicode has 150,000 characters.
const MAX_CODES: usize = 200_000;

/// What codes stand for.
#[derive(Debug, Default)]
pub(super) struct CMap {
    text: HashMap<u32, Box<str>>,
    /// Ranges whose codes follow one another as their characters do: first, last, first character.
    ranges: Vec<(u32, u32, u32)>,
    /// Lengths of codes by their first byte: low, high, bytes.
    space: Vec<(u32, u32, usize)>,
}

/// What a table is written in.
#[derive(Debug, PartialEq, Eq)]
enum Token<'a> {
    Code(Vec<u8>),
    Open,
    Close,
    Word(&'a [u8]),
}

impl CMap {
    /// Reads a table as far as it goes.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut codes: Vec<Vec<u8>> = Vec::new();
        let mut list: Option<Vec<Vec<u8>>> = None;
        let mut section: &[u8] = b"";
        for token in (Tokens { rest: bytes }) {
            match token {
                Token::Word(b"begincodespacerange") => section = b"space",
                Token::Word(b"beginbfchar") => section = b"char",
                Token::Word(b"beginbfrange") => section = b"range",
                Token::Word(_) => section = b"",
                Token::Open => list = Some(Vec::new()),
                Token::Close => {
                    if let (b"range", [first, _last], Some(list)) = (section, codes.as_slice(), list.take()) {
                        let first = number(first);
                        for (code, text) in (first..).zip(&list) {
                            map.put(code, text);
                        }
                    }
                    codes.clear();
                    continue;
                }
                Token::Code(code) => match &mut list {
                    Some(list) => list.push(code),
                    None => codes.push(code),
                },
            }
            match (section, codes.as_slice()) {
                (b"space", [low, high]) => {
                    if low.len() == high.len() && (1..=4).contains(&low.len()) && map.space.len() < 256 {
                        map.space.push((number(low), number(high), low.len()));
                    }
                    codes.clear();
                }
                (b"char", [code, text]) => {
                    map.put(number(code), text);
                    codes.clear();
                }
                (b"range", [low, high, start]) => {
                    map.put_range(number(low), number(high), start);
                    codes.clear();
                }
                (b"", _) => codes.clear(),
                _ => {}
            }
        }
        map
    }

    fn put(&mut self, code: u32, text: &[u8]) {
        if self.text.len() < MAX_CODES {
            let text = if text.len() == 1 { char::from(text[0]).to_string() } else { super::utf16(text) };
            self.text.insert(code, text.into());
        }
    }

    fn put_range(&mut self, first: u32, last: u32, text: &[u8]) {
        let text = super::utf16(text);
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if self.ranges.len() < MAX_CODES => self.ranges.push((first, last, c as u32)),
            // Of several characters the last is the one that counts on.
            (Some(_), Some(_)) => {
                let stem: String = text.chars().take(text.chars().count() - 1).collect();
                let end = text.chars().next_back().map_or(0, |c| c as u32);
                for (at, code) in (first..=last).take(256).enumerate() {
                    if let (Some(c), true) = (char::from_u32(end + at as u32), self.text.len() < MAX_CODES) {
                        self.text.insert(code, format!("{stem}{c}").into());
                    }
                }
            }
            _ => {}
        }
    }

    /// What a code stands for.
    pub(super) fn get(&self, code: u32) -> Option<String> {
        if let Some(text) = self.text.get(&code) {
            return Some(text.to_string());
        }
        let (first, _, start) =
            self.ranges.iter().find(|(first, last, _)| (*first..=*last).contains(&code))?;
        char::from_u32(start.checked_add(code - first)?).map(String::from)
    }

    /// How many bytes the code at the start of a string has; `None` where the table does not say.
    pub(super) fn length(&self, bytes: &[u8]) -> Option<usize> {
        (1..=bytes.len().min(4)).find(|length| {
            let code = number(&bytes[..*length]);
            self.space.iter().any(|(low, high, bytes)| bytes == length && (*low..=*high).contains(&code))
        })
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |n, b| n << 8 | u32::from(*b))
}

struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.rest = self.rest.trim_ascii_start();
            let (first, after) = self.rest.split_first()?;
            match first {
                b'%' => {
                    let end = after.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(after.len());
                    self.rest = &after[end..];
                }
                b'<' if after.first() != Some(&b'<') => {
                    let end = after.iter().position(|b| *b == b'>').unwrap_or(after.len());
                    let digits: Vec<u8> = after[..end]
                        .iter()
                        .filter_map(|b| char::from(*b).to_digit(16))
                        .map(|d| d as u8)
                        .collect();
                    self.rest = after.get(end + 1..).unwrap_or_default();
                    // A digit that is missing is nought.
                    let code = digits.chunks(2).map(|d| d[0] << 4 | d.get(1).copied().unwrap_or(0)).collect();
                    return Some(Token::Code(code));
                }
                b'[' => {
                    self.rest = after;
                    return Some(Token::Open);
                }
                b']' => {
                    self.rest = after;
                    return Some(Token::Close);
                }
                b'<' | b'>' | b'(' | b')' | b'{' | b'}' | b'/' => self.rest = after,
                _ => {
                    let end =
                        self.rest.iter().position(|b| b.is_ascii_whitespace() || b"<>[]()/{}%".contains(b));
                    let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
                    self.rest = rest;
                    return Some(Token::Word(word));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ranges_and_lists() {
        let map = CMap::read(
            b"1 begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange
              2 beginbfchar <01> <0627> <02> <06440627> endbfchar
              2 beginbfrange <10> <12> <0628> <20> <21> [<0041> <00420043>] endbfrange
              1 beginbfrange <00000000> <FFFFFFFF> <0030> endbfrange",
        );
        assert_eq!(map.get(1).as_deref(), Some("ا"));
        assert_eq!(map.get(2).as_deref(), Some("لا"));
        assert_eq!(map.get(0x12).as_deref(), Some("ت"));
        assert_eq!(map.get(0x21).as_deref(), Some("BC"));
        assert_eq!(map.get(3).as_deref(), Some("3"));
        assert_eq!(map.length(&[0x01, 0x02]), Some(1));
        assert_eq!(map.length(&[0x81, 0x02]), Some(2));
    }

    #[test]
    fn a_broken_table_is_read_as_far_as_it_goes() {
        for bytes in
            [&b"beginbfchar <01"[..], b"beginbfrange <01> <02> [<03>", b"<<<>>>[][", b"beginbfchar < > <>"]
        {
            CMap::read(bytes);
        }
    }
}
