//! The fields of a claim that can be decided about one by one, and what a reviewer may put in their place.

use serde_json::{Map, Value, json};
use tawatur::claim::record::{Claim, CodePoints};

/// A field of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// What kind of event.
    Type,
    /// The words that express it.
    Trigger,
    /// The clause that states it.
    Content,
    /// Who does it.
    Actors,
    /// Who undergoes it.
    Targets,
    /// Whom somebody joined or fled to.
    Toward,
    /// Where.
    Places,
    /// When.
    Time,
    /// How many.
    Quantities,
    /// Why.
    Causes,
    /// Whether it is said to have happened.
    Polarity,
    /// How sure the source is.
    Certainty,
    /// When, seen from the day of publication.
    Tense,
    /// According to whom.
    Chain,
}

/// Why a value cannot stand in a field.
#[derive(Debug, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct FieldError {
    field: &'static str,
    problem: String,
}

impl Field {
    /// All of them, in the order of the claim format.
    pub const ALL: [Self; 14] = [
        Self::Type,
        Self::Trigger,
        Self::Content,
        Self::Actors,
        Self::Targets,
        Self::Toward,
        Self::Places,
        Self::Time,
        Self::Quantities,
        Self::Causes,
        Self::Polarity,
        Self::Certainty,
        Self::Tense,
        Self::Chain,
    ];

    /// Its key in the claim format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Trigger => "trigger",
            Self::Content => "content",
            Self::Actors => "actors",
            Self::Targets => "targets",
            Self::Toward => "toward",
            Self::Places => "places",
            Self::Time => "time",
            Self::Quantities => "quantities",
            Self::Causes => "causes",
            Self::Polarity => "polarity",
            Self::Certainty => "certainty",
            Self::Tense => "tense",
            Self::Chain => "chain",
        }
    }

    /// The field of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    fn is_list(self) -> bool {
        matches!(
            self,
            Self::Actors
                | Self::Targets
                | Self::Toward
                | Self::Places
                | Self::Quantities
                | Self::Causes
                | Self::Chain
        )
    }

    /// The values that a field of words from a fixed set may have; `None` for the others.
    fn choices(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Polarity => Some(&["+", "-"]),
            Self::Certainty => Some(&["certain", "probable", "possible", "unspecified"]),
            Self::Tense => Some(&["past", "present", "future", "hypothetical"]),
            _ => None,
        }
    }

    /// What a claim has in it, as the claim format writes it.
    ///
    /// # Panics
    /// Never: a claim has no keys but strings.
    pub fn of(self, claim: &Claim) -> Value {
        let mut claim = serde_json::to_value(claim).expect("a claim has no keys but strings");
        claim.get_mut(self.name()).map(Value::take).unwrap_or_default()
    }

    /// A claim with something else in this field; `None` empties it.
    ///
    /// # Errors
    /// When the field cannot hold the value, or cannot be empty.
    ///
    /// # Panics
    /// Never: a claim has no keys but strings.
    pub fn put(self, claim: &Claim, value: Option<&Value>) -> Result<Claim, FieldError> {
        let empty = if self.is_list() { json!([]) } else { Value::Null };
        let mut record = serde_json::to_value(claim).expect("a claim has no keys but strings");
        record[self.name()] = value.unwrap_or(&empty).clone();
        serde_json::from_value(record).map_err(|error| self.wrong(&error))
    }

    /// The value that words of a reviewer mean: JSON of the claim format; the bare word where a field is one word.
    ///
    /// # Errors
    /// When they are neither.
    pub fn parse(self, words: &str) -> Result<Value, FieldError> {
        match (self, words) {
            (Self::Polarity, "affirmed") => return Ok(json!("+")),
            (Self::Polarity, "denied") => return Ok(json!("-")),
            _ => {}
        }
        let word = self == Self::Type || self.choices().is_some();
        match serde_json::from_str(words) {
            Ok(value @ Value::String(_)) => Ok(value),
            Ok(value) if !word => Ok(value),
            _ if word => Ok(json!(words.trim())),
            Ok(_) => Err(self.wrong(&"is one word")),
            Err(error) => Err(self.wrong(&format!("is not JSON: {error}"))),
        }
    }

    /// The value that says no more than where the words stand.
    pub fn at(self, span: CodePoints) -> Value {
        let item = json!({ "span": span });
        if self.is_list() { json!([item]) } else { item }
    }

    /// Completes a value and holds it against the text: words get their span and spans their words; what a reviewer
    /// leaves out is unknown. Of words that stand in the text more than once those nearest to `near` are meant.
    ///
    /// # Errors
    /// When words do not stand where they are said to, or the claim format has no such value.
    pub fn complete(self, value: Value, text: &str, near: usize, claim: &Claim) -> Result<Value, FieldError> {
        let letters: Vec<char> = text.chars().collect();
        let value = match value {
            // One of a list.
            Value::Object(item) if self.is_list() => Value::Array(vec![Value::Object(item)]),
            other => other,
        };
        let value = match value {
            Value::Array(items) if self.is_list() => Value::Array(
                items
                    .into_iter()
                    .map(|item| self.item(item, text, &letters, near))
                    .collect::<Result<_, _>>()?,
            ),
            item @ Value::Object(_) => self.item(item, text, &letters, near)?,
            other => other,
        };
        if let (Some(choices), Some(word)) = (self.choices(), value.as_str())
            && !choices.contains(&word)
        {
            return Err(self.wrong(&format!("is one of {}, not {word}", choices.join(", "))));
        }
        // As the claim format writes it, with every key.
        Ok(self.of(&self.put(claim, Some(&value))?))
    }

    fn item(self, item: Value, text: &str, letters: &[char], near: usize) -> Result<Value, FieldError> {
        let Value::Object(mut item) = item else {
            return Err(self.wrong(&"is an object with `span` or `text`"));
        };
        let span: Option<CodePoints> = match item.get("span") {
            None | Some(Value::Null) => None,
            Some(span) => Some(serde_json::from_value(span.clone()).map_err(|error| self.wrong(&error))?),
        };
        let said = item.get("text").and_then(Value::as_str).map(str::to_owned);
        let span = match (span, &said) {
            (Some(span), _) => span,
            (None, Some(said)) => nearest(text, said, near)
                .ok_or_else(|| self.wrong(&format!("these words do not stand in the document: {said}")))?,
            (None, None) => return Err(self.wrong(&"has neither `span` nor `text`")),
        };
        let stands: String = letters
            .get(span[0]..span[1])
            .filter(|words| !words.is_empty())
            .ok_or_else(|| self.wrong(&format!("{}:{} is no span of the document", span[0], span[1])))?
            .iter()
            .collect();
        if said.is_some_and(|said| said != stands) {
            return Err(self
                .wrong(&format!("other words stand at {}:{} of the document: {stands}", span[0], span[1])));
        }
        item.insert("span".to_owned(), json!(span));
        item.insert("text".to_owned(), json!(stands));
        for (key, unknown) in self.unknown() {
            item.entry((*key).to_owned()).or_insert_with(|| json!(unknown));
        }
        if self == Self::Causes && !item.contains_key("code") {
            return Err(self.wrong(&"has no `code`"));
        }
        Ok(Value::Object(item))
    }

    /// What stands for unknown in fields of an item that are never null.
    fn unknown(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Places => &[("role", "in")],
            Self::Time => &[("precision", "vague")],
            Self::Quantities => &[("of", "other"), ("qualifier", "vague")],
            Self::Chain => &[("kind", "unknown"), ("named", "unnamed"), ("stance", "neutral")],
            _ => &[],
        }
    }

    fn wrong(self, problem: &impl ToString) -> FieldError {
        FieldError { field: self.name(), problem: problem.to_string() }
    }
}

/// Where words stand in a text, in code points: of several places the nearest to a position.
pub(super) fn nearest(text: &str, words: &str, near: usize) -> Option<CodePoints> {
    places(text, words).min_by_key(|span| span[0].abs_diff(near))
}

/// All places at which words stand in a text, in code points.
pub(super) fn places<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = CodePoints> + 't {
    let length = words.chars().count();
    let (mut byte, mut point) = (0, 0);
    text.match_indices(words).filter(move |_| length > 0).map(move |(at, _)| {
        point += text[byte..at].chars().count();
        byte = at;
        [point, point + length]
    })
}

/// A value without what a reviewer does not decide: for comparing what two of them say.
pub(super) fn essence(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(essence).collect();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(item) => Value::Object(
            item.iter()
                .filter(|(key, value)| {
                    !["text", "candidates", "cue"].contains(&key.as_str()) && !value.is_null()
                })
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect::<Map<_, _>>(),
        ),
        other => other.clone(),
    }
}
