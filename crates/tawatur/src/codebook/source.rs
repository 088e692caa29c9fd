//! Reads the files of a codebook folder and keeps, for every value, where it was written.

use std::{
    fs, io,
    ops::Range,
    path::{Path, PathBuf},
};

use serde::de::DeserializeOwned;

use super::schema::{CountedFile, CreditFile, CueFile, FrameFile, Manifest, TypeFile, WordFile};

/// One thing wrong with a codebook.
#[derive(Debug, thiserror::Error)]
#[error("{}:{line}: {key}: {problem}", file.display())]
pub struct Problem {
    /// File it stands in.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: usize,
    /// Key or entry concerned.
    pub key: String,
    /// What is wrong and what would be right.
    pub problem: String,
}

/// Why a codebook could not be used.
#[derive(Debug, thiserror::Error)]
pub enum CodebookError {
    /// A file could not be read.
    #[error("cannot read {}: {source}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// Its contents are wrong.
    #[error("{} problem(s) in the codebook; first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Wrong(Vec<Problem>),
    /// A compiled codebook is not one, is of another version, or is damaged.
    #[error("compiled codebook: {0}")]
    Compiled(&'static str),
    /// The compiled codebook could not be built.
    #[error("codebook does not fit the compiled format: {0}")]
    Build(String),
}

/// A file of the codebook with its text, for line numbers.
#[derive(Debug)]
pub struct SourceFile {
    /// Its path, that of the codebook's folder included.
    pub path: PathBuf,
    /// Its contents.
    pub text: String,
}

impl SourceFile {
    /// The line that holds a byte.
    pub fn line(&self, at: usize) -> usize {
        self.text.as_bytes()[..at.min(self.text.len())].split(|&b| b == b'\n').count()
    }

    /// A problem at a place of this file.
    pub fn problem(&self, at: &Range<usize>, key: &str, problem: impl Into<String>) -> Problem {
        Problem {
            file: self.path.clone(),
            line: self.line(at.start),
            key: key.to_owned(),
            problem: problem.into(),
        }
    }
}

/// A line of a TSV file, by column name.
#[derive(Debug)]
pub struct Row {
    /// Line in the file, from 1.
    pub line: usize,
    cells: Vec<String>,
}

/// A TSV file.
#[derive(Debug)]
pub struct Table {
    /// Its path, that of the codebook's folder included.
    pub path: PathBuf,
    columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// A problem with each of `wanted` that is no column of this table.
    pub fn missing<'a>(&'a self, wanted: &'a [&str]) -> impl Iterator<Item = Problem> + 'a {
        wanted.iter().filter(|&&w| !self.columns.iter().any(|c| c == w)).map(|&column| Problem {
            file: self.path.clone(),
            line: 1,
            key: column.to_owned(),
            problem: "is missing from the header".to_owned(),
        })
    }

    /// Whether there is a column of that name.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|c| c == column)
    }

    /// The cell of a row in the named column; empty where the column is missing.
    pub fn cell<'r>(&self, row: &'r Row, column: &str) -> &'r str {
        self.columns
            .iter()
            .position(|c| c == column)
            .and_then(|i| row.cells.get(i))
            .map_or("", String::as_str)
    }

    /// A problem with a row.
    pub fn problem(&self, row: &Row, key: &str, problem: impl Into<String>) -> Problem {
        Problem { file: self.path.clone(), line: row.line, key: key.to_owned(), problem: problem.into() }
    }
}

/// Everything a codebook folder holds, parsed but not yet checked against itself.
#[derive(Debug)]
pub struct Sources {
    /// The manifest.
    pub manifest: Manifest,
    /// `types/`.
    pub types: Vec<(SourceFile, TypeFile)>,
    /// `frames/`.
    pub frames: Vec<(SourceFile, FrameFile)>,
    /// `words/`.
    pub words: Vec<(SourceFile, WordFile)>,
    /// `cues/`.
    pub cues: Vec<(SourceFile, CueFile)>,
    /// `entities/`.
    pub entities: Vec<Table>,
    /// `places/`.
    pub places: Vec<Table>,
    /// `lemmas/`, where there is one.
    pub lemmas: Vec<Table>,
    /// `names/`, where there is one.
    pub names: Vec<Table>,
    /// `weights/`, where there is one.
    pub weights: Vec<Table>,
    /// `counted.toml`.
    pub counted: (SourceFile, CountedFile),
    /// `credits.toml`, where there is one.
    pub credits: CreditFile,
    /// `furniture.toml`.
    pub furniture: Option<SourceFile>,
    /// Hash of all contents, 12 hexadecimal digits.
    pub hash: String,
}

impl Sources {
    /// Reads the folder `dir`.
    ///
    /// # Errors
    /// A file that cannot be read, or [`CodebookError::Wrong`] with every file that does not parse.
    pub fn load(dir: &Path) -> Result<Self, CodebookError> {
        Self::read(dir, None)
    }

    /// Reads the folder `dir` as it would be if `file`, a path below it, held `text`: to check a change before it is
    /// written.
    ///
    /// # Errors
    /// Those of [`Sources::load`].
    pub fn load_with(dir: &Path, file: &Path, text: &str) -> Result<Self, CodebookError> {
        Self::read(dir, Some((file, text)))
    }

    fn read(dir: &Path, instead: Option<(&Path, &str)>) -> Result<Self, CodebookError> {
        let mut reader = Reader { dir, instead, hasher: blake3::Hasher::new(), problems: Vec::new() };
        let manifest = reader.file(Path::new("codebook.toml"))?;
        let manifest = reader.toml::<Manifest>(&manifest);
        let types = reader.folder("types")?;
        let frames = reader.folder("frames")?;
        let words = reader.folder("words")?;
        let cues = reader.folder("cues")?;
        let entities = reader.tables("entities")?;
        let places = reader.tables("places")?;
        let lemmas = if dir.join("lemmas").is_dir() { reader.tables("lemmas")? } else { Vec::new() };
        let names = if dir.join("names").is_dir() { reader.tables("names")? } else { Vec::new() };
        let weights = if dir.join("weights").is_dir() { reader.tables("weights")? } else { Vec::new() };
        let counted = reader.file(Path::new("counted.toml"))?;
        let entries = reader.toml::<CountedFile>(&counted).unwrap_or_default();
        let counted = (counted, entries);
        let credits = if dir.join("credits.toml").exists() {
            let file = reader.file(Path::new("credits.toml"))?;
            reader.toml::<CreditFile>(&file).unwrap_or_default()
        } else {
            CreditFile::default()
        };
        let furniture = if dir.join("furniture.toml").exists() {
            Some(reader.file(Path::new("furniture.toml"))?)
        } else {
            None
        };
        let Some(manifest) = manifest.filter(|_| reader.problems.is_empty()) else {
            return Err(CodebookError::Wrong(reader.problems));
        };
        let hash = reader.hasher.finalize().to_hex()[..12].to_owned();
        Ok(Self {
            manifest,
            types,
            frames,
            words,
            cues,
            entities,
            places,
            lemmas,
            names,
            weights,
            counted,
            credits,
            furniture,
            hash,
        })
    }
}

struct Reader<'a> {
    dir: &'a Path,
    /// A file below the folder with the text that counts instead of what it holds.
    instead: Option<(&'a Path, &'a str)>,
    hasher: blake3::Hasher,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn file(&mut self, path: &Path) -> Result<SourceFile, CodebookError> {
        let file = self.dir.join(path);
        let text = match self.instead {
            Some((changed, text)) if changed == path => text.to_owned(),
            _ => fs::read_to_string(&file)
                .map_err(|source| CodebookError::Read { file: file.clone(), source })?,
        };
        self.hasher.update(path.to_string_lossy().as_bytes());
        self.hasher.update(&(text.len() as u64).to_le_bytes());
        self.hasher.update(text.as_bytes());
        Ok(SourceFile { path: file, text })
    }

    fn toml<T: DeserializeOwned>(&mut self, file: &SourceFile) -> Option<T> {
        match toml::from_str(&file.text) {
            Ok(value) => Some(value),
            Err(error) => {
                let at = error.span().unwrap_or(0..0);
                let key = file.text.get(at.clone()).unwrap_or("").lines().next().unwrap_or("").trim();
                let key = if key.is_empty() { "file" } else { key };
                self.problems.push(file.problem(&at, key, error.message()));
                None
            }
        }
    }

    /// The files of a sub-folder with an ending, sorted by name so that the order never depends on the disk.
    fn listing(&self, folder: &str, ending: &str) -> Result<Vec<PathBuf>, CodebookError> {
        let dir = self.dir.join(folder);
        let fail = |source| CodebookError::Read { file: dir.clone(), source };
        let mut names = Vec::new();
        for entry in fs::read_dir(&dir).map_err(fail)? {
            let path = entry.map_err(fail)?.path();
            if path.extension().is_some_and(|e| e == ending)
                && let Some(name) = path.file_name()
            {
                names.push(Path::new(folder).join(name));
            }
        }
        let beside = |path: &Path| path.parent() == Some(Path::new(folder));
        if let Some((new, _)) =
            self.instead.filter(|(path, _)| beside(path) && !names.iter().any(|n| n == path))
            && new.extension().is_some_and(|e| e == ending)
        {
            names.push(new.to_owned());
        }
        names.sort();
        Ok(names)
    }

    fn folder<T: DeserializeOwned>(&mut self, folder: &str) -> Result<Vec<(SourceFile, T)>, CodebookError> {
        let mut files = Vec::new();
        for path in self.listing(folder, "toml")? {
            let file = self.file(&path)?;
            if let Some(value) = self.toml(&file) {
                files.push((file, value));
            }
        }
        Ok(files)
    }

    fn tables(&mut self, folder: &str) -> Result<Vec<Table>, CodebookError> {
        let mut tables = Vec::new();
        for path in self.listing(folder, "tsv")? {
            let file = self.file(&path)?;
            let mut lines = file.text.lines().enumerate();
            let columns: Vec<String> =
                lines.next().map_or("", |(_, l)| l).split('\t').map(|c| c.trim().to_owned()).collect();
            let mut table = Table { path: file.path.clone(), columns, rows: Vec::new() };
            for (at, line) in lines {
                if line.trim().is_empty() || line.starts_with('#') {
                    continue;
                }
                let cells: Vec<String> = line.split('\t').map(|c| c.trim().to_owned()).collect();
                let row = Row { line: at + 1, cells };
                if row.cells.len() != table.columns.len() {
                    self.problems.push(table.problem(
                        &row,
                        row.cells.first().map_or("", String::as_str),
                        format!("has {} columns, the header {}", row.cells.len(), table.columns.len()),
                    ));
                    continue;
                }
                table.rows.push(row);
            }
            tables.push(table);
        }
        Ok(tables)
    }
}
