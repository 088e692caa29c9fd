//! A linear, forgiving scan of markup into texts and tags.
//!
//! Not a parser: it keeps no tree, repairs nothing and never fails. Every byte is looked at a fixed number of
//! times, also where comments, quotes and scripts are left open, which is where naive scans turn quadratic.

/// One piece of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Character data, its entities not yet decoded.
    Text(&'a str),
    /// A start tag.
    Open(Tag<'a>),
    /// An end tag's name, as written.
    Close(&'a str),
    /// The content of a script or another element that holds no markup.
    Raw(&'a str),
}

/// A start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// The name as written.
    pub name: &'a str,
    /// What stands between the name and the closing bracket.
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Whether it closes itself, as the tags of embedded drawings do.
    pub(super) fn closes_itself(&self) -> bool {
        self.attributes.ends_with('/')
    }

    /// Its attributes, name and raw value, in order, repeated ones too.
    pub(super) fn attributes(&self) -> Attributes<'a> {
        Attributes { rest: self.attributes }
    }

    /// The raw value of one attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// The attributes of a tag.
pub(super) struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        // An equals sign at the start belongs to the name; see the HTML standard, 13.2.5.32.
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_ascii_whitespace() || matches!(c, '=' | '/'))
            .map_or(rest.len(), |(at, _)| at);
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_ascii_start().strip_prefix('=') else {
            self.rest = after;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let (value, rest) = match value.as_bytes().first() {
            Some(&quote @ (b'"' | b'\'')) => {
                let inner = &value[1..];
                match inner.find(char::from(quote)) {
                    Some(end) => (&inner[..end], &inner[end + 1..]),
                    None => (inner, ""),
                }
            }
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        self.rest = rest;
        Some((name, value))
    }
}

/// Elements whose content is not markup, and whether one left open takes the rest of the page with it, as
/// browsers have it. For the two whose content is text, the page is worth more than the rule.
const RAW: &[(&str, bool)] = &[
    ("script", true),
    ("style", true),
    ("xmp", false),
    ("iframe", false),
    ("noembed", false),
    ("noframes", false),
    ("textarea", false),
    ("title", false),
];

/// The scan.
pub(super) struct Scan<'a> {
    html: &'a str,
    at: usize,
    /// The element whose content comes next, by its place in [`RAW`].
    raw: Option<usize>,
    /// Which of [`RAW`] are known to have no end tag from here on, and in the last place comments.
    open_to_the_end: [bool; RAW.len() + 1],
}

impl<'a> Scan<'a> {
    /// A scan of `html` from byte `at`, which must lie between two pieces.
    pub(super) fn from(html: &'a str, at: usize) -> Self {
        Self { html, at, raw: None, open_to_the_end: [false; RAW.len() + 1] }
    }

    /// A scan of all of `html`.
    pub(super) fn new(html: &'a str) -> Self {
        Self::from(html, 0)
    }

    /// Where the next piece starts.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'a str {
        &self.html[self.at..]
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (piece, _) = self.rest().split_at(length);
        self.at += length;
        piece
    }

    /// Content of a raw element up to its end tag.
    fn raw_content(&mut self, element: usize) -> Option<Piece<'a>> {
        let (name, swallows) = RAW[element];
        let rest = self.rest();
        let mut from = 0;
        while !self.open_to_the_end[element] {
            let Some(found) = rest[from..].find("</") else { break };
            from += found + 2;
            let end = &rest.as_bytes()[from..];
            if end.len() > name.len()
                && end[..name.len()].eq_ignore_ascii_case(name.as_bytes())
                && matches!(end[name.len()], b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
            {
                return Some(Piece::Raw(self.take(from - 2)));
            }
        }
        if swallows {
            return Some(Piece::Raw(self.take(rest.len())));
        }
        self.open_to_the_end[element] = true;
        None
    }

    /// Passes over `<!…>` and `<?…>`.
    fn skip_declaration(&mut self) {
        const COMMENTS: usize = RAW.len();
        let rest = self.rest();
        if rest.starts_with("<!--") && !self.open_to_the_end[COMMENTS] {
            if let Some(end) = rest[2..].find("-->") {
                self.at += end + 5;
                return;
            }
            self.open_to_the_end[COMMENTS] = true;
        }
        // A comment left open ends at the next bracket: losing the rest of a damaged page would be worse
        // than keeping a piece of the comment.
        self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
    }

    fn tag(&mut self) -> Option<Piece<'a>> {
        let rest = self.rest();
        let closing = rest[1..].starts_with('/');
        let name_at = 1 + usize::from(closing);
        let name_end = rest[name_at..]
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<'))
            .map_or(rest.len(), |end| name_at + end);
        let name = &rest[name_at..name_end];
        if closing {
            self.at += rest[name_end..].find('>').map_or(rest.len(), |end| name_end + end + 1);
            return Some(Piece::Close(name));
        }
        let Some(end) = end_of_tag(&rest.as_bytes()[name_end..]) else {
            // Cut off inside a tag.
            self.at = self.html.len();
            return None;
        };
        let attributes = &rest[name_end..name_end + end];
        self.at += name_end + end + 1;
        self.raw = RAW.iter().position(|(raw, _)| name.eq_ignore_ascii_case(raw));
        Some(Piece::Open(Tag { name, attributes }))
    }
}

/// Where the bracket stands that closes a start tag, brackets inside quoted values passed over.
fn end_of_tag(bytes: &[u8]) -> Option<usize> {
    let mut quote = None;
    let mut value_follows = false;
    for (at, &b) in bytes.iter().enumerate() {
        match (quote, b) {
            (Some(q), _) if q == b => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') if value_follows => {
                quote = Some(b);
                value_follows = false;
            }
            (None, b'=') => value_follows = true,
            (None, _) if b.is_ascii_whitespace() => {}
            (None, _) => value_follows = false,
        }
    }
    None
}

impl<'a> Iterator for Scan<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(element) = self.raw.take()
            && let Some(raw) = self.raw_content(element)
        {
            return Some(raw);
        }
        while self.at < self.html.len() {
            let rest = self.rest();
            let Some(text) = rest.strip_prefix('<') else {
                let end = rest.find('<').unwrap_or(rest.len());
                return Some(Piece::Text(self.take(end)));
            };
            match text.as_bytes().first() {
                Some(b'!' | b'?') => self.skip_declaration(),
                Some(b'/') if text[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => return self.tag(),
                Some(b'/') => self.at += rest.find('>').map_or(rest.len(), |end| end + 1),
                Some(b) if b.is_ascii_alphabetic() => return self.tag(),
                // A bracket that opens nothing is text.
                _ => {
                    let end = text.find('<').map_or(rest.len(), |end| end + 1);
                    return Some(Piece::Text(self.take(end)));
                }
            }
        }
        None
    }
}
