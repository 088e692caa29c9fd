//! What a page says about itself in JSON-LD.

use serde_json::Value;

/// The facts of the first article described.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Structured {
    pub headline: Option<String>,
    pub published: Option<String>,
    pub author: Option<String>,
    pub publisher: Option<String>,
    pub body: Option<String>,
}

/// Reads the content of a page's JSON-LD scripts.
pub(super) fn read(scripts: &[String]) -> Structured {
    let mut found = Structured::default();
    for script in scripts {
        let Some(value) = parse(script) else {
            // Broken JSON still says its date, and the day is what we most want to know.
            found.published = found.published.or_else(|| field_in_text(script, "\"datePublished\""));
            continue;
        };
        let mut queue = vec![&value];
        while let Some(value) = queue.pop() {
            match value {
                Value::Array(items) => queue.extend(items.iter().rev()),
                Value::Object(object) => {
                    if is_article(value) {
                        take(&mut found, value);
                    }
                    queue.extend(object.get("@graph"));
                    queue.extend(object.get("mainEntity"));
                }
                _ => {}
            }
        }
    }
    found
}

fn parse(script: &str) -> Option<Value> {
    let script = script.trim();
    let script = script.strip_prefix("<![CDATA[").unwrap_or(script).trim_end_matches("]]>").trim();
    serde_json::from_str(script).ok().or_else(|| {
        // Line breaks inside strings are the commonest fault; as spaces they harm nothing.
        let repaired: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(repaired.trim().trim_end_matches(';')).ok()
    })
}

fn is_article(value: &Value) -> bool {
    let named = |t: &Value| t.as_str().is_some_and(|t| t.contains("Article") || t.contains("BlogPosting"));
    let by_type = match value.get("@type") {
        Some(Value::Array(types)) => types.iter().any(named),
        Some(one) => named(one),
        None => false,
    };
    by_type || value.get("datePublished").is_some()
}

fn take(found: &mut Structured, article: &Value) {
    let text = |key: &str| article.get(key).and_then(name_of);
    let put = |slot: &mut Option<String>, value: Option<String>| {
        if slot.is_none() {
            *slot = value;
        }
    };
    put(&mut found.headline, text("headline"));
    put(&mut found.published, text("datePublished").or_else(|| text("dateCreated")));
    put(&mut found.author, text("author"));
    put(&mut found.publisher, text("publisher"));
    put(&mut found.body, text("articleBody"));
}

/// A string, or the name of a thing, or the first of several.
fn name_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text,
        Value::Array(items) => {
            return items
                .iter()
                .find_map(|item| item.get("name").unwrap_or(item).as_str().map(str::to_owned));
        }
        Value::Object(object) => object.get("name")?.as_str()?,
        _ => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn field_in_text(script: &str, key: &str) -> Option<String> {
    let after = &script[script.find(key)? + key.len()..];
    let value = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    Some(value[..value.find('"')?].to_owned())
}
