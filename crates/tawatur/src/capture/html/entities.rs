//! Character references and white space of page text.

/// Appends page text to `out` with references decoded and every run of white space as one space, none at the
/// start of a line.
pub(super) fn push_text(out: &mut String, raw: &str) {
    let text = html_escape::decode_html_entities(raw);
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() || c == '\0' {
            space = true;
            continue;
        }
        if space && !out.is_empty() && !out.ends_with(['\n', ' ']) {
            out.push(' ');
        }
        space = false;
        out.push(c);
    }
    if space && !out.is_empty() && !out.ends_with(['\n', ' ']) {
        out.push(' ');
    }
}

/// Page text decoded and trimmed.
pub(super) fn text(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    push_text(&mut out, raw);
    out.truncate(out.trim_end().len());
    out
}
