//! `NAME.meta.json` beside `NAME.txt`: outlet and day of publication, written by whoever collected the file.

use jiff::civil::Date;
use serde_json::Value;

/// What such a file may say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// The day of publication.
    pub published: Option<Date>,
    /// The outlet that published.
    pub outlet: Option<String>,
}

/// The name of the file beside one of this name.
pub fn name(name: &str) -> String {
    let start = name.rfind(['/', '\\']).map_or(0, |at| at + 1);
    let end = name[start..].rfind('.').filter(|at| *at > 0).map_or(name.len(), |at| start + at);
    format!("{}.meta.json", &name[..end])
}

/// Reads it. What is wrong with it goes to `warn`, and is passed over.
pub fn read(bytes: &[u8], mut warn: impl FnMut(String)) -> Beside {
    let fields = match serde_json::from_slice(bytes) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => {
            warn("not a JSON object; write {\"published\": \"YYYY-MM-DD\", \"outlet\": \"NAME\"}".to_owned());
            return Beside::default();
        }
        Err(error) => {
            warn(format!("not JSON: {error}"));
            return Beside::default();
        }
    };
    let mut beside = Beside::default();
    // Other fields are the collector's own.
    match fields.get("published") {
        None | Some(Value::Null) => {}
        Some(Value::String(written)) => match date(written) {
            Ok(date) => beside.published = Some(date),
            Err(problem) => warn(format!("published: {problem}")),
        },
        Some(other) => warn(format!("published: {other} is no text; write \"YYYY-MM-DD\"")),
    }
    match fields.get("outlet") {
        None | Some(Value::Null) => {}
        Some(Value::String(name)) if !name.trim().is_empty() => beside.outlet = Some(name.trim().to_owned()),
        Some(Value::String(_)) => warn("outlet: empty".to_owned()),
        Some(other) => warn(format!("outlet: {other} is no text; write its name in quotes")),
    }
    beside
}

/// A day as `YYYY-MM-DD`; a time after it is let go.
///
/// # Errors
///
/// What was written instead, and what to write.
pub fn date(written: &str) -> Result<Date, String> {
    let written = written.trim();
    let problem = || format!("`{written}` is no date; write YYYY-MM-DD");
    let (day, rest) = written.split_at_checked(10).ok_or_else(problem)?;
    if !(rest.is_empty() || rest.starts_with(['T', ' '])) {
        return Err(problem());
    }
    day.parse().map_err(|_| problem())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_with_and_without_a_time() {
        assert_eq!(date("2015-02-20"), Ok(jiff::civil::date(2015, 2, 20)));
        assert_eq!(date(" 2015-02-20T10:00:00Z "), Ok(jiff::civil::date(2015, 2, 20)));
        for written in ["2015-2-20", "2015-02-30", "2015-02-201", "عشرون"] {
            assert!(date(written).is_err(), "{written}");
        }
    }

    #[test]
    fn the_file_beside_a_document() {
        assert_eq!(name("a.d/b.c.html"), "a.d/b.c.meta.json");
        assert_eq!(name("a.d/b"), "a.d/b.meta.json");
    }

    #[test]
    fn what_is_wrong_beside_a_document_is_said() {
        let mut warnings = Vec::new();
        let found = read(br#"{"published": 5, "outlet": " A "}"#, |w| warnings.push(w));
        assert_eq!(found, Beside { published: None, outlet: Some("A".to_owned()) });
        assert_eq!(warnings, ["published: 5 is no text; write \"YYYY-MM-DD\""]);
    }
}
