//! What the tags of a page say about it: title, outlet, day, byline, address.

use jiff::civil::Date;

use crate::text::fold;

use super::super::Basis;
use super::json_ld::Structured;
use super::scan::{Piece, Scan, Tag};
use super::{dates, entities};

/// Enough for any page; a page of nothing but `<meta>` must not become a page of strings.
const MAX_FACTS: usize = 2000;
/// How much text of an element is kept.
const MAX_TEXT: usize = 600;
/// How many elements may be listened to at once.
const MAX_LISTENING: usize = 16;

/// What a fact was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Title,
    Heading,
    Meta,
    Item,
    Time,
    Author,
    Link,
}

#[derive(Debug)]
struct Fact {
    kind: Kind,
    key: String,
    value: String,
}

/// The facts of a page, in page order.
#[derive(Debug, Default)]
pub(super) struct Meta {
    facts: Vec<Fact>,
}

const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "publication_date",
    "published_time",
    "publishedtime",
    "date_published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "dc.date.created",
    "datecreated",
    "article.published",
    "article.created",
    "article_date_original",
    "rnews:datepublished",
    "og:article:published_time",
    "news_date",
    "bt:pubdate",
    "date",
];

/// Signs that a title is followed by the site's name.
const TITLE_SEPARATORS: &[&str] = &[" - ", " – ", " — ", " | ", " :: ", " » ", " ▪ ", "|", " • "];

impl Meta {
    /// Reads the facts of a page that went through the guard.
    pub(super) fn read(html: &str) -> Self {
        let mut meta = Self::default();
        // Elements being listened to: name, how many of that name are open inside it, fact.
        let mut listening: Vec<(&str, usize, Fact)> = Vec::new();
        for piece in Scan::new(html) {
            if meta.facts.len() >= MAX_FACTS {
                break;
            }
            match piece {
                Piece::Text(text) | Piece::Raw(text) => {
                    for (_, _, fact) in &mut listening {
                        if fact.value.len() < MAX_TEXT {
                            let end = text.floor_char_boundary(MAX_TEXT);
                            entities::push_text(&mut fact.value, &text[..end]);
                        }
                    }
                }
                Piece::Open(tag) => {
                    for (name, depth, _) in &mut listening {
                        *depth += usize::from(*name == tag.name);
                    }
                    for fact in Self::facts_of(&tag) {
                        // An attribute holds the value, or the text that follows does.
                        if fact.value.is_empty() && !matches!(tag.name, "meta" | "link") {
                            if listening.len() < MAX_LISTENING {
                                listening.push((tag.name, 1, fact));
                            }
                        } else {
                            meta.facts.push(fact);
                        }
                    }
                }
                Piece::Close(close) => {
                    for (name, depth, _) in &mut listening {
                        *depth -= usize::from(*name == close && *depth > 0);
                    }
                    while let Some(at) = listening.iter().position(|(_, depth, _)| *depth == 0) {
                        meta.facts.push(listening.remove(at).2);
                    }
                }
            }
        }
        meta.facts.extend(listening.into_iter().map(|(_, _, fact)| fact));
        for fact in &mut meta.facts {
            fact.value.truncate(fact.value.trim_end().len());
        }
        meta
    }

    fn facts_of(tag: &Tag<'_>) -> Vec<Fact> {
        let value = |name: &str| tag.attribute(name).map(entities::text).unwrap_or_default();
        let fact = |kind, key: &str, value| Fact { kind, key: key.to_ascii_lowercase(), value };
        let mut facts = Vec::new();
        match tag.name {
            "meta" => {
                for key in
                    ["property", "name", "itemprop", "http-equiv"].iter().filter_map(|k| tag.attribute(k))
                {
                    facts.push(fact(Kind::Meta, key.trim(), value("content")));
                }
                return facts;
            }
            "link" => {
                if tag.attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
                    facts.push(fact(Kind::Link, "canonical", value("href")));
                }
                return facts;
            }
            "title" => facts.push(fact(Kind::Title, "", String::new())),
            "h1" => facts.push(fact(Kind::Heading, "", String::new())),
            "time" => {
                let marked = tag.attribute("pubdate").is_some()
                    || tag.attribute("class").is_some_and(|c| c.to_ascii_lowercase().contains("publish"));
                facts.push(fact(Kind::Time, if marked { "published" } else { "" }, value("datetime")));
            }
            _ => {}
        }
        for prop in tag.attribute("itemprop").unwrap_or_default().split_ascii_whitespace() {
            let given = [value("content"), value("datetime")].into_iter().find(|v| !v.is_empty());
            facts.push(fact(Kind::Item, prop, given.unwrap_or_default()));
        }
        let class = tag.attribute("class").unwrap_or_default().to_ascii_lowercase();
        let named = class.split_ascii_whitespace().any(|c| {
            matches!(c, "byline" | "author" | "author-name" | "post-author" | "article-author" | "writer")
                || c.ends_with("-byline")
        });
        let rel = tag.attribute("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r == "author"));
        if named || rel {
            facts.push(fact(Kind::Author, if rel { "rel" } else { "class" }, String::new()));
        }
        facts
    }

    fn all(&self, kind: Kind) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(move |f| f.kind == kind && !f.value.is_empty())
    }

    fn get(&self, kind: Kind, key: &str) -> Option<&str> {
        self.all(kind).find(|f| f.key == key).map(|f| f.value.as_str())
    }

    /// The page's own address.
    pub(super) fn url(&self) -> Option<&str> {
        self.get(Kind::Link, "canonical").or_else(|| self.get(Kind::Meta, "og:url"))
    }

    /// The title of the article without the site's name.
    pub(super) fn title(&self, headline: Option<&str>) -> Option<String> {
        let tag = self.all(Kind::Title).next().map(|f| f.value.as_str());
        // A heading is the article's own when the title tag repeats it; sites also put their logo in one.
        let heading = self
            .all(Kind::Heading)
            .map(|f| f.value.as_str())
            .find(|h| h.split_whitespace().count() >= 2 && tag.is_none_or(|t| fold(t).contains(&fold(h))));
        let given = self.get(Kind::Meta, "og:title").or(headline).or(tag);
        let title = heading.map(str::to_owned).or_else(|| given.map(|t| self.without_site(t)))?;
        let title = title.trim();
        (!title.is_empty()).then(|| title.to_owned())
    }

    /// The site's name at the end of the page title.
    fn site_in_title(&self) -> Option<&str> {
        let title = self.all(Kind::Title).next()?.value.as_str();
        let (_, site) = split_site(title)?;
        (site.split_whitespace().count() <= 4).then_some(site)
    }

    fn without_site(&self, title: &str) -> String {
        let Some((rest, site)) = split_site(title) else { return title.to_owned() };
        let known = self.get(Kind::Meta, "og:site_name").is_some_and(|name| fold(name) == fold(site))
            || self.site_in_title() == Some(site);
        if known && rest.split_whitespace().count() >= 2 { rest.to_owned() } else { title.to_owned() }
    }

    /// The outlet: as the page gives it, otherwise as its title ends. A name in Arabic goes before one in
    /// Latin letters, it is what other texts will call the outlet.
    pub(super) fn outlet(&self, publisher: Option<&str>) -> Option<(String, Basis)> {
        let given = [
            self.get(Kind::Meta, "og:site_name"),
            publisher,
            self.get(Kind::Meta, "application-name"),
            self.get(Kind::Meta, "publisher"),
        ];
        let given: Vec<&str> = given.into_iter().flatten().filter(|n| !n.contains("://")).collect();
        let arabic = |n: &str| n.chars().any(|c| matches!(c, '\u{0620}'..='\u{064A}'));
        let suffix = self.site_in_title().filter(|site| {
            // Where a section stands there instead, no other tag agrees.
            given.is_empty()
                || self.facts.iter().any(|f| f.kind == Kind::Meta && fold(&f.value) == fold(site))
        });
        let name = given.iter().find(|n| arabic(n));
        match (name, suffix) {
            (Some(name), Some(site)) if self.get(Kind::Meta, "publisher") == Some(name) => {
                Some((site.to_owned(), Basis::Inferred))
            }
            (Some(name), _) => Some(((*name).to_owned(), Basis::Given)),
            (None, Some(site)) if arabic(site) => Some((site.to_owned(), Basis::Inferred)),
            (None, site) => given
                .first()
                .map(|n| ((*n).to_owned(), Basis::Given))
                .or_else(|| site.map(|s| (s.to_owned(), Basis::Inferred))),
        }
    }

    /// Who signed the article.
    pub(super) fn byline(&self, author: Option<&str>, outlet: Option<&str>) -> Option<String> {
        let tags = [
            author,
            self.get(Kind::Meta, "author"),
            self.get(Kind::Meta, "article:author"),
            self.get(Kind::Item, "author"),
            self.get(Kind::Author, "rel"),
            self.get(Kind::Author, "class"),
        ];
        let site = self.site_in_title();
        tags.into_iter()
            .flatten()
            .map(|name| name.trim_start_matches("بقلم").trim_start_matches([':', ' ']).trim())
            .find(|name| {
                let is = |other: Option<&str>| other.is_some_and(|o| fold(o) == fold(name));
                // An address, a handle or the outlet itself is no signature.
                name.chars().any(char::is_alphabetic)
                    && name.split_whitespace().count() <= 12
                    && !name.contains("://")
                    && !name.starts_with(['@', '#'])
                    && !is(outlet)
                    && !is(site)
            })
            .map(str::to_owned)
    }

    /// The day of publication that the page gives.
    pub(super) fn published(&self, structured: &Structured) -> Option<Date> {
        let meta = |key: &&str| self.get(Kind::Meta, key).and_then(dates::machine);
        let item =
            |key: &str| self.all(Kind::Item).filter(|f| f.key == key).find_map(|f| dates::machine(&f.value));
        structured
            .published
            .as_deref()
            .and_then(dates::machine)
            .or_else(|| PUBLISHED.iter().take(1).find_map(meta))
            .or_else(|| item("datepublished"))
            .or_else(|| PUBLISHED.iter().skip(1).find_map(meta))
            .or_else(|| item("datecreated"))
            .or_else(|| {
                let times = || self.all(Kind::Time);
                let marked = times().filter(|f| f.key == "published").find_map(|f| dates::machine(&f.value));
                // Teasers have times as well: an unmarked one is believed only when it is the only day.
                marked.or_else(|| {
                    let mut days = times().filter_map(|f| dates::machine(&f.value));
                    let first = days.next()?;
                    days.all(|day| day == first).then_some(first)
                })
            })
    }
}

fn split_site(title: &str) -> Option<(&str, &str)> {
    TITLE_SEPARATORS
        .iter()
        .filter_map(|sep| title.rfind(sep).map(|at| (at, *sep)))
        .max()
        .map(|(at, sep)| (title[..at].trim(), title[at + sep.len()..].trim()))
        .filter(|(rest, site)| !rest.is_empty() && !site.is_empty())
}
