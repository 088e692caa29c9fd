//! The language of queries: words, "exact words", `-without`, `begin*`, `title:word`, `OR`, parentheses.
//!
//! Words that stand side by side must all be there. What a query does not close is closed for it; so that a sentence
//! pasted from a text is a query too, a mark with no meaning here is only a mark.

use std::fmt;

/// How deep parentheses may stand in each other.
const DEEPEST: usize = 32;

/// How many words a query may have.
const MOST: usize = 256;

/// Where to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In the text.
    Text,
    /// In the title.
    Title,
    /// In the outlet's name.
    Outlet,
}

/// A query as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Words, each in whatever form.
    Words(Scope, String),
    /// Words exactly as they stand, spelling variants aside.
    Exact(Scope, String),
    /// Words that begin so.
    Begin(Scope, String),
    /// All of them.
    All(Vec<Query>),
    /// One of them.
    Any(Vec<Query>),
    /// Not that.
    Not(Box<Query>),
}

/// Why a query says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// No word in it.
    #[error("nothing to look for: write a word, or \"several in quotes\"")]
    Empty,
    /// Nothing but what must not be there.
    #[error("only what must not be there: write a word that must, too")]
    OnlyNot,
    /// Parentheses in parentheses without end.
    #[error("parentheses stand in each other more than {DEEPEST} deep")]
    TooDeep,
    /// More words than anyone asks for.
    #[error("more than {MOST} words")]
    TooLong,
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    ///
    /// [`QueryError`] when it asks for nothing, or for too much.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let mut parser = Parser { rest: text.trim(), words: 0 };
        let mut parts = Vec::new();
        // A closing parenthesis that nothing opened ends nothing.
        while !parser.rest.is_empty() {
            if let Some(query) = parser.any(0)? {
                parts.push(query);
            }
            parser.rest = parser.rest.strip_prefix(')').unwrap_or(parser.rest).trim_start();
        }
        match join(parts, Self::All) {
            None => Err(QueryError::Empty),
            Some(query) if !query.affirms() => Err(QueryError::OnlyNot),
            Some(query) => Ok(query),
        }
    }

    /// Whether it asks for something that must be there.
    fn affirms(&self) -> bool {
        match self {
            Self::Not(_) => false,
            Self::All(parts) => parts.iter().any(Self::affirms),
            Self::Any(parts) => parts.iter().all(Self::affirms),
            _ => true,
        }
    }
}

fn join(mut parts: Vec<Query>, many: fn(Vec<Query>) -> Query) -> Option<Query> {
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(many(parts)),
    }
}

struct Parser<'a> {
    rest: &'a str,
    words: usize,
}

/// Quotation marks that open or close exact words.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

impl Parser<'_> {
    fn any(&mut self, depth: usize) -> Result<Option<Query>, QueryError> {
        if depth > DEEPEST {
            return Err(QueryError::TooDeep);
        }
        let mut either = Vec::new();
        loop {
            let mut all = Vec::new();
            while let Some(query) = self.one(depth)? {
                all.push(query);
            }
            either.extend(join(all, Query::All));
            if !self.or() {
                return Ok(join(either, Query::Any));
            }
        }
    }

    /// Whether an OR stands here; it is taken.
    fn or(&mut self) -> bool {
        let after =
            self.rest.strip_prefix("OR").filter(|r| r.is_empty() || r.starts_with(char::is_whitespace));
        match after.or_else(|| self.rest.strip_prefix('|')) {
            Some(after) => {
                self.rest = after.trim_start();
                true
            }
            None => false,
        }
    }

    fn one(&mut self, depth: usize) -> Result<Option<Query>, QueryError> {
        loop {
            self.rest = self.rest.trim_start();
            let here = self.rest;
            if here.is_empty() || here.starts_with([')', '|']) || (Parser { rest: here, words: 0 }).or() {
                return Ok(None);
            }
            if let Some(rest) = here.strip_prefix('-').filter(|r| !r.starts_with(char::is_whitespace)) {
                self.rest = rest;
                if let Some(query) = self.one(depth)? {
                    return Ok(Some(Query::Not(Box::new(query))));
                }
                continue;
            }
            if let Some(rest) = here.strip_prefix('(') {
                self.rest = rest;
                let inner = self.any(depth + 1)?;
                self.rest = self.rest.strip_prefix(')').unwrap_or(self.rest);
                match inner {
                    Some(query) => return Ok(Some(query)),
                    None => continue,
                }
            }
            let scope = self.scope();
            if let Some(query) = self.word(scope) {
                self.words += 1;
                return if self.words > MOST { Err(QueryError::TooLong) } else { Ok(Some(query)) };
            }
        }
    }

    fn scope(&mut self) -> Scope {
        for (name, scope) in [("title:", Scope::Title), ("outlet:", Scope::Outlet), ("text:", Scope::Text)] {
            if let Some(rest) = self.rest.strip_prefix(name) {
                self.rest = rest;
                return scope;
            }
        }
        Scope::Text
    }

    /// What stands here up to a space or, in quotes, up to the closing one.
    fn word(&mut self, scope: Scope) -> Option<Query> {
        let here = self.rest;
        if let Some(opening) = here.chars().next().filter(|c| is_quote(*c)) {
            let inner = &here[opening.len_utf8()..];
            let end = inner.find(is_quote).unwrap_or(inner.len());
            self.rest = inner[end..].strip_prefix(is_quote).unwrap_or("");
            return spoken(&inner[..end]).map(|words| Query::Exact(scope, words));
        }
        let end = here
            .find(|c: char| c.is_whitespace() || is_quote(c) || matches!(c, '(' | ')' | '|'))
            .unwrap_or(here.len());
        // A mark of the query's own that opens nothing is only a mark, but must be gone past.
        let end = if end == 0 { here.chars().next().map_or(0, char::len_utf8) } else { end };
        let (word, rest) = here.split_at(end);
        self.rest = rest;
        match word.strip_suffix('*') {
            Some(begin) => spoken(begin).map(|begin| Query::Begin(scope, begin)),
            None => spoken(word).map(|word| Query::Words(scope, word)),
        }
    }
}

/// Words with something to look for in them.
fn spoken(words: &str) -> Option<String> {
    words.chars().any(char::is_alphanumeric).then(|| words.trim().to_owned())
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |scope: &Scope| match scope {
            Scope::Text => "",
            Scope::Title => "title:",
            Scope::Outlet => "outlet:",
        };
        let list = |f: &mut fmt::Formatter<'_>, parts: &[Query], between: &str| {
            f.write_str("(")?;
            for (at, part) in parts.iter().enumerate() {
                f.write_str(if at > 0 { between } else { "" })?;
                part.fmt(f)?;
            }
            f.write_str(")")
        };
        match self {
            Self::Words(scope, words) => write!(f, "{}{words}", of(scope)),
            Self::Exact(scope, words) => write!(f, "{}\"{words}\"", of(scope)),
            Self::Begin(scope, words) => write!(f, "{}{words}*", of(scope)),
            Self::All(parts) => list(f, parts, " "),
            Self::Any(parts) => list(f, parts, " OR "),
            Self::Not(query) => write!(f, "-{query}"),
        }
    }
}
