//! Addresses, paths and file names: the parts that give somebody away are withheld whole, since what is left of a
//! slug finds the page again as well as all of it.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::pseudonym::Key;

/// An address or path without its telling parts. `tells` is asked of each part, decoded.
///
/// Of a local path only the last part is kept, and what is inside of an archive: folders tell of who keeps them.
pub fn redact(address: &str, key: &Key, mut tells: impl FnMut(&str) -> bool) -> String {
    // Letters written as HTML does would be taken apart at their marks.
    let unescaped = if address.contains("&#") { unescape(address) } else { Cow::Borrowed(address) };
    let address = unescaped.as_ref();
    let mut part = |part: &str| -> String {
        if decoded(part).iter().any(|d| tells(d)) { key.withheld(part) } else { part.to_owned() }
    };
    let Some((scheme, rest)) = address.split_once("://").filter(|(s, _)| *s != "file") else {
        return local(address.strip_prefix("file://").unwrap_or(address), &mut part);
    };
    let path_at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(path_at);
    // Who signed in is nobody's business.
    let host = authority.rsplit('@').next().unwrap_or_default();
    let labels: Vec<String> = host
        .split('.')
        .map(|label| if label.starts_with("xn--") { key.withheld(label) } else { part(label) })
        .collect();
    let mut out = format!("{scheme}://{}", labels.join("."));
    let mut from = 0;
    // Each mark that parts an address stays, with the parts between.
    for (at, mark) in path.char_indices().filter(|(_, c)| matches!(c, '/' | '?' | '#' | '&' | '=' | ';')) {
        out.push_str(&part(&path[from..at]));
        out.push(mark);
        from = at + mark.len_utf8();
    }
    out.push_str(&part(&path[from..]));
    out
}

fn local(path: &str, part: &mut impl FnMut(&str) -> String) -> String {
    let mut kept = Vec::new();
    for (at, level) in path.split("!/").enumerate() {
        let segments: Vec<&str> = level.split(['/', '\\']).collect();
        let segments = if at == 0 { &segments[segments.len() - 1..] } else { &segments[..] };
        kept.push(segments.iter().map(|s| part(s)).collect::<Vec<_>>().join("/"));
    }
    kept.join("!/")
}

/// What a part of an address may say: as it stands, and decoded as often as it was encoded, of which several ways may be
/// right; the marks that slugs have between words are spaces.
fn decoded(part: &str) -> Vec<String> {
    let mut ways = vec![part.to_owned()];
    let mut last = part.to_owned();
    for _ in 0..4 {
        let unescaped = unescape(&last);
        let bytes: Vec<u8> = percent_decode_str(&unescaped).collect();
        let next = match String::from_utf8(bytes) {
            Ok(text) => text,
            // Old pages write addresses in the encoding of their text.
            Err(error) => {
                let bytes = error.into_bytes();
                ways.push(encoding_rs::ISO_8859_6.decode_without_bom_handling(&bytes).0.into_owned());
                encoding_rs::WINDOWS_1256.decode_without_bom_handling(&bytes).0.into_owned()
            }
        };
        if next == last {
            break;
        }
        ways.push(next.clone());
        last = next;
    }
    let spaced = last.replace(['+', '-', '_', '.', '~'], " ");
    ways.push(spaced);
    ways
}

/// What an address or file name says, for eyes: its last parts decoded, the marks between words as spaces.
pub fn readable(address: &str) -> String {
    let parts = address.split(['/', '\\', '?', '&', '=', '#']);
    parts.filter_map(|part| decoded(part).pop()).collect::<Vec<_>>().join("\n")
}

/// `%u0633` and `&#1587;`, as scripts and pages write letters in addresses.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("%u") && !text.contains("&#") && !text.contains("\\u") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let code = ["%u", "%U", "\\u", "&#x", "&#X"]
            .iter()
            .find_map(|mark| {
                let digits = rest.strip_prefix(mark)?;
                let hex: usize = digits.bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
                let code = u32::from_str_radix(digits.get(..hex)?, 16).ok()?;
                Some((char::from_u32(code)?, mark.len() + hex))
            })
            .or_else(|| {
                let digits = rest.strip_prefix("&#")?;
                let count = digits.bytes().take(6).take_while(u8::is_ascii_digit).count();
                Some((char::from_u32(digits.get(..count)?.parse().ok()?)?, 2 + count))
            });
        if let Some((c, taken)) = code {
            out.push(c);
            rest = &rest[taken..];
            rest = rest.strip_prefix(';').unwrap_or(rest);
        } else {
            out.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    Cow::Owned(out)
}

/// The addresses and handles of a text, as bytes: what is parted by spaces and looks like one.
pub fn in_text(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut at = 0;
    text.split_inclusive(char::is_whitespace).filter_map(move |chunk| {
        let start = at;
        at += chunk.len();
        let trim = |c: char| {
            c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | '"' | '«' | '»' | '،' | ',')
        };
        let inner = chunk.trim_matches(trim);
        let encoded = inner
            .as_bytes()
            .windows(3)
            .any(|w| w[0] == b'%' && w[1].is_ascii_hexdigit() && w[2].is_ascii_hexdigit());
        let looks = inner.contains("://")
            || inner.contains("www.")
            || encoded
            || inner.contains("%u0")
            || inner.contains("&#")
            || inner.contains("\\u0");
        let offset = chunk.find(inner).unwrap_or(0);
        (looks && !inner.is_empty()).then(|| start + offset..start + offset + inner.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(address: &str) -> String {
        let key = Key::kept([7; 32]);
        redact(address, &key, |part| part.contains("سامر") || part.contains("samer"))
    }

    #[test]
    fn a_telling_part_is_withheld_however_it_is_encoded() {
        for slug in [
            "مقابلة-سامر-خليل",
            "%D9%85%D9%82%D8%A7%D8%A8%D9%84%D8%A9-%D8%B3%D8%A7%D9%85%D8%B1",
            "%25D8%25B3%25D8%25A7%25D9%2585%25D8%25B1",
            "%d8%b3%d8%a7%d9%85%d8%b1",
            "%D3%C7%E3%D1",
            "%u0633%u0627%u0645%u0631",
            "&#1587;&#1575;&#1605;&#1585;",
            "samer",
        ] {
            let address = format!("https://example.net/2024/05/{slug}?id=7#top");
            let redacted = kept(&address);
            assert!(redacted.starts_with("https://example.net/2024/05/withheld-"), "{redacted}");
            assert!(redacted.ends_with("?id=7#top"), "{redacted}");
        }
    }

    #[test]
    fn hosts_and_queries_are_looked_at_too() {
        assert!(kept("https://samer.example.net/a").starts_with("https://withheld-"));
        assert!(kept("https://xn--mgbh0fb.example.net/a").starts_with("https://withheld-"));
        assert!(kept("https://example.net/?q=%D8%B3%D8%A7%D9%85%D8%B1&p=2").contains("/?q=withheld-"));
        assert_eq!(kept("https://user:secret@example.net/a"), "https://example.net/a");
        assert_eq!(kept("https://example.net/news/12345"), "https://example.net/news/12345");
    }

    #[test]
    fn of_local_paths_only_the_file_is_kept() {
        assert_eq!(kept("/home/mariam/archive.zip!/a/b.html"), "archive.zip!/a/b.html");
        assert_eq!(kept("C:\\Users\\mariam\\report.txt"), "report.txt");
        assert_eq!(kept("file:///home/mariam/report.txt"), "report.txt");
        assert!(kept("/data/سامر.txt").starts_with("withheld-"));
    }

    #[test]
    fn addresses_are_found_in_text() {
        let text = "راجع (https://a.net/b) أو www.c.net، أو %D8%B3%D8%A7 فقط";
        let found: Vec<&str> = in_text(text).map(|r| &text[r]).collect();
        assert_eq!(found, ["https://a.net/b", "www.c.net", "%D8%B3%D8%A7"]);
    }
}
