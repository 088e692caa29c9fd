//! What to read: files, folders and standard input, with what stands beside them about outlet and date.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    vec,
};

use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use tawatur::capture::{self, Document, Format, FurniturePatterns, Hint, furniture};

/// Files that are read when a folder is given.
const EXTENSIONS: &[&str] = &["txt", "html", "htm", "xhtml"];

/// What the caller says about every document; takes precedence over the file beside it.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The day of publication.
    pub published: Option<Date>,
    /// The outlet.
    pub outlet: Option<String>,
}

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Input {
    /// The name of the document: the file's stem, `-` for standard input.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => stem(path),
        }
    }

    /// How messages call it.
    pub fn label(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// How many bytes it has, as far as that can be known before reading it.
    #[cfg(feature = "ledger")]
    pub fn size(&self) -> u64 {
        match self {
            Self::Stdin => 0,
            Self::File(path) => fs::metadata(path).map_or(0, |known| known.len()),
        }
    }

    /// Its bytes with what is known of them. What is wrong with the file beside it is put in `warnings`.
    pub fn load(&self, given: &Given, warnings: &mut Vec<String>) -> Result<(Vec<u8>, Hint)> {
        let mut hint = Hint::named(self.name());
        let bytes = match self {
            Self::Stdin => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).context("cannot be read")?;
                bytes
            }
            Self::File(path) => {
                if let Some(beside) = meta(&meta_path(path), warnings) {
                    (hint.published, hint.outlet) = (beside.published, beside.outlet);
                }
                hint.format = path.extension().and_then(|e| e.to_str()).and_then(Format::from_label);
                fs::read(path).context("cannot be read")?
            }
        };
        hint.published = given.published.or(hint.published);
        hint.outlet = given.outlet.clone().or(hint.outlet);
        Ok((bytes, hint))
    }

    /// Reads the document, its furniture marked. What is wrong with the file beside it is put in `warnings`.
    pub fn open(
        &self,
        given: &Given,
        patterns: &FurniturePatterns,
        warnings: &mut Vec<String>,
    ) -> Result<Document> {
        let (bytes, hint) = self.load(given, warnings)?;
        document(&bytes, &hint, patterns)
    }
}

/// The document in bytes, its furniture marked.
pub fn document(bytes: &[u8], hint: &Hint, patterns: &FurniturePatterns) -> Result<Document> {
    let mut document = capture::read(bytes, hint)?;
    furniture::mark(&mut document, patterns);
    Ok(document)
}

fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| path.display().to_string(), |s| s.to_string_lossy().into_owned())
}

/// `NAME.meta.json` beside `NAME.txt`.
pub fn meta_path(path: &Path) -> PathBuf {
    path.with_extension("meta.json")
}

/// Outlet and date from the file beside a document; `None` where there is none.
fn meta(path: &Path, warnings: &mut Vec<String>) -> Option<Given> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            warnings.push(format!("{}: cannot be read, ignored: {error}", path.display()));
            return None;
        }
    };
    let mut warn = |problem: String| warnings.push(format!("{}: {problem}", path.display()));
    let fields = match serde_json::from_str::<serde_json::Value>(&text) {
        Ok(serde_json::Value::Object(fields)) => fields,
        Ok(_) => {
            warn(
                "not a JSON object, ignored; write {\"published\": \"YYYY-MM-DD\", \"outlet\": \"NAME\"}"
                    .to_owned(),
            );
            return None;
        }
        Err(error) => {
            warn(format!("not JSON, ignored: {error}"));
            return None;
        }
    };
    let mut given = Given::default();
    for (key, value) in &fields {
        match (key.as_str(), value) {
            ("published" | "outlet", serde_json::Value::Null) => {}
            ("published", serde_json::Value::String(written)) => match date(written) {
                Ok(date) => given.published = Some(date),
                Err(problem) => warn(format!("published: {problem}, ignored")),
            },
            ("outlet", serde_json::Value::String(name)) if !name.trim().is_empty() => {
                given.outlet = Some(name.trim().to_owned());
            }
            ("outlet", serde_json::Value::String(_)) => warn("outlet: empty, ignored".to_owned()),
            ("published", other) => {
                warn(format!("published: {other} is no text, ignored; write \"YYYY-MM-DD\""));
            }
            ("outlet", other) => {
                warn(format!("outlet: {other} is no text, ignored; write its name in quotes"));
            }
            // Other fields are the collector's own.
            _ => {}
        }
    }
    Some(given)
}

/// A day as `YYYY-MM-DD`; a time after it is let go.
pub fn date(written: &str) -> Result<Date, String> {
    let written = written.trim();
    let problem = || format!("`{written}` is no date; write YYYY-MM-DD");
    let (day, rest) = written.split_at_checked(10).ok_or_else(problem)?;
    if !(rest.is_empty() || rest.starts_with(['T', ' '])) {
        return Err(problem());
    }
    day.parse().map_err(|_| problem())
}

/// The inputs that the paths of a command line stand for, one by one; an `Err` is a path without any.
#[derive(Debug)]
pub struct Inputs {
    arguments: vec::IntoIter<PathBuf>,
    /// Entries still to visit, a sorted list for each folder on the way down.
    open: Vec<vec::IntoIter<PathBuf>>,
    /// The folder argument being walked, until a file is found in it.
    barren: Option<PathBuf>,
}

impl Inputs {
    /// The inputs of `paths`; standard input when there is none.
    pub fn new(paths: &[PathBuf]) -> Self {
        let paths = if paths.is_empty() { vec![PathBuf::from("-")] } else { paths.to_vec() };
        Self { arguments: paths.into_iter(), open: Vec::new(), barren: None }
    }

    fn enter(&mut self, dir: &Path) -> Result<()> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(dir).with_context(|| format!("{}: cannot be read", dir.display()))? {
            let entry = entry.with_context(|| format!("{}: cannot be read", dir.display()))?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let path = entry.path();
            // Links to folders are not followed, or a loop of them would never end.
            let folder = entry.file_type().is_ok_and(|t| t.is_dir());
            if folder || has_known_extension(&path) && path.is_file() {
                entries.push(path);
            }
        }
        entries.sort();
        self.open.push(entries.into_iter());
        Ok(())
    }

    fn argument(&mut self, path: PathBuf) -> Result<Option<Input>> {
        if path.as_os_str() == "-" {
            return Ok(Some(Input::Stdin));
        }
        let kind = fs::metadata(&path).with_context(|| format!("{}: cannot be read", path.display()))?;
        if !kind.is_dir() {
            // `read folder/*` names the metadata too, which is not for reading.
            let meta = path.file_name().is_some_and(|n| n.to_string_lossy().ends_with(".meta.json"));
            return Ok((!meta).then_some(Input::File(path)));
        }
        self.enter(&path)?;
        self.barren = Some(path);
        Ok(None)
    }
}

impl Iterator for Inputs {
    type Item = Result<Input>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(folder) = self.open.last_mut() {
                match folder.next() {
                    None => {
                        self.open.pop();
                        if self.open.is_empty()
                            && let Some(barren) = self.barren.take()
                        {
                            return Some(none_in(&barren));
                        }
                    }
                    Some(path) if path.is_dir() => {
                        if let Err(error) = self.enter(&path) {
                            return Some(Err(error));
                        }
                    }
                    Some(path) => {
                        self.barren = None;
                        return Some(Ok(Input::File(path)));
                    }
                }
                continue;
            }
            let path = self.arguments.next()?;
            match self.argument(path) {
                Ok(None) => {}
                Ok(Some(input)) => return Some(Ok(input)),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

fn none_in(dir: &Path) -> Result<Input> {
    bail!("{}: holds no file that ends in .{}", dir.display(), EXTENSIONS.join(", ."))
}

fn has_known_extension(path: &Path) -> bool {
    path.extension()
        .and_then(|e| e.to_str())
        .is_some_and(|e| EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(e)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_with_and_without_a_time() {
        assert_eq!(date("2015-02-20"), Ok(jiff::civil::date(2015, 2, 20)));
        assert_eq!(date(" 2015-02-20T10:00:00Z "), Ok(jiff::civil::date(2015, 2, 20)));
        assert!(date("2015-2-20").is_err());
        assert!(date("2015-02-30").is_err());
        assert!(date("2015-02-201").is_err());
        assert!(date("عشرون").is_err());
    }

    #[test]
    fn the_file_beside_a_document() {
        assert_eq!(meta_path(Path::new("a/b.c.html")), Path::new("a/b.c.meta.json"));
        assert_eq!(meta_path(Path::new("a/b")), Path::new("a/b.meta.json"));
    }
}
