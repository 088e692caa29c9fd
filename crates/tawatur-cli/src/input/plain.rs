//! Text and web pages in files, folders and standard input: what a program without the engine takes in, by the names
//! that the engine's `intake` has for it.

use std::{
    fmt, fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use tawatur::capture::{self, CaptureError, Document, Format, FurniturePatterns, Hint, beside, furniture};

use super::Found;

/// Said where something else is given.
const ONLY: &str = "this program was built without the feature `ledger` and reads text and web pages only";

/// The bytes of one document, with what its surroundings say of it.
#[derive(Clone, Debug)]
pub struct Item {
    /// Where it stands.
    pub label: String,
    /// What is known of it.
    hint: Hint,
    bytes: Vec<u8>,
}

/// How to take in.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The day of publication of everything; wins over what files say.
    pub published: Option<Date>,
    /// The outlet of everything; wins over what files say.
    pub outlet: Option<String>,
}

/// Something that could not be taken in.
#[derive(Debug)]
pub struct IntakeError {
    place: String,
    problem: String,
    is_warning: bool,
}

impl IntakeError {
    fn new(path: &Path, problem: impl Into<String>) -> Self {
        Self { place: path.display().to_string(), problem: problem.into(), is_warning: false }
    }

    /// Whether nothing was left out because of it.
    pub fn is_warning(&self) -> bool {
        self.is_warning
    }
}

impl fmt::Display for IntakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

impl std::error::Error for IntakeError {}

/// What stands at `paths`; standard input at `-`, and where there are none.
pub fn items(paths: &[PathBuf], options: &Options) -> impl Iterator<Item = Found> + Send + use<> {
    let mut files = Vec::new();
    for path in paths {
        let before = files.len();
        match fs::metadata(path) {
            _ if path.as_os_str() == "-" => files.push(Ok(path.clone())),
            Ok(found) if found.is_dir() => {
                folder(path, &mut files);
                if files.len() == before {
                    files.push(Err(IntakeError::new(path, format!("holds nothing that is read: {ONLY}"))));
                }
            }
            // `read folder/*` names the metadata too, which is not for reading.
            Ok(_) if path.to_string_lossy().ends_with(".meta.json") => {}
            Ok(_) => files.push(Ok(path.clone())),
            Err(error) => files.push(Err(IntakeError::new(path, format!("cannot be read: {error}")))),
        }
    }
    if paths.is_empty() {
        files.push(Ok(PathBuf::from("-")));
    }
    let options = options.clone();
    files
        .into_iter()
        .flat_map(move |file| file.map_or_else(|error| vec![Err(error)], |path| load(&path, &options)))
}

/// The files below a folder, in the order of names.
fn folder(dir: &Path, files: &mut Vec<Result<PathBuf, IntakeError>>) {
    let entries = fs::read_dir(dir).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => return files.push(Err(IntakeError::new(dir, format!("cannot be read: {error}")))),
    };
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries.into_iter().filter(|entry| !entry.file_name().to_string_lossy().starts_with('.')) {
        let path = entry.path();
        // Links to folders are not followed, or a loop of them would never end.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            folder(&path, files);
        } else if format(&path).is_some() && path.is_file() {
            files.push(Ok(path));
        }
    }
}

fn format(path: &Path) -> Option<Format> {
    path.extension().and_then(|ending| ending.to_str()).and_then(Format::from_label)
}

/// What stands in a file, after what is odd about the file beside it.
fn load(path: &Path, options: &Options) -> Vec<Found> {
    let mut found = Vec::new();
    let stdin = path.as_os_str() == "-";
    let (label, name) = if stdin {
        ("standard input".to_owned(), "-".to_owned())
    } else {
        let name = path.file_stem().unwrap_or(path.as_os_str());
        (path.display().to_string(), name.to_string_lossy().into_owned())
    };
    let mut hint = Hint { format: format(path), ..Hint::named(name) };
    let beside_it = PathBuf::from(beside::name(&label));
    if !stdin && let Ok(bytes) = fs::read(&beside_it) {
        let warn = |problem| {
            let error = IntakeError::new(&beside_it, format!("{problem}, ignored"));
            found.push(Err(IntakeError { is_warning: true, ..error }));
        };
        let said = beside::read(&bytes, warn);
        (hint.published, hint.outlet) = (said.published, said.outlet);
    }
    hint.published = options.published.or(hint.published);
    hint.outlet = options.outlet.clone().or(hint.outlet);
    let mut bytes = Vec::new();
    let read = if stdin { io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes) } else { fs::read(path) };
    found.push(match read {
        Ok(bytes) => Ok(Item { label, hint, bytes }),
        Err(error) => Err(IntakeError::new(Path::new(&label), format!("cannot be read: {error}"))),
    });
    found
}

/// The document of an item, its furniture marked, and whether it was `text` or `html`.
pub fn document(item: &Item, patterns: &FurniturePatterns) -> Result<(Document, &'static str), IntakeError> {
    let (mut document, format) = capture::read_as(&item.bytes, &item.hint).map_err(|error| {
        let problem = match error {
            CaptureError::Binary { .. } => format!("{error}; {ONLY}"),
            error => error.to_string(),
        };
        IntakeError::new(Path::new(&item.label), problem)
    })?;
    furniture::mark(&mut document, patterns);
    Ok((document, if format == Format::Html { "html" } else { "text" }))
}
