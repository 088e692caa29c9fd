//! The walk through what was named: files and folders, and through containers to the documents in them.
//!
//! Containers hold containers, and each is read through the reader of the one around it, so the walk is a recursion that
//! hands out what it finds. It ends where nobody takes any more.

use std::{
    fs::{self, File},
    io::{self, BufReader, Cursor, Read},
    ops::ControlFlow,
    panic::{self, AssertUnwindSafe},
    path::{self, Path, PathBuf},
};

use tawatur::capture::{Format, Hint, beside};

use super::{
    Item, Options, Passed, archive,
    error::{IntakeError, Problem},
    feed,
    kind::{self, Kind},
    limit::{self, Budget, MAX_DEPTH, MAX_ITEM},
    mhtml,
    passed::Reading,
    row, table, warc,
};

/// Whether to go on.
pub(super) type Flow = ControlFlow<()>;

/// What stands somewhere, before its bytes are looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// Where it stands, as messages say it: from the path as the caller wrote it.
    pub label: String,
    /// Where it stands, as addresses have it: from the whole path, so that it is the same from everywhere.
    pub uri: String,
    /// Its name with its ending.
    pub file_name: String,
    /// How many containers are around it.
    pub depth: usize,
    /// Whether it was named by the caller, and not found.
    pub named: bool,
    /// What is known of it.
    pub hint: Hint,
}

impl Place {
    /// The place of a member of this container.
    pub(super) fn member(&self, name: &str) -> Self {
        // Names are labels only, nothing is written to where they point.
        let name = name.trim_start_matches(['/', '\\']);
        Self {
            label: format!("{}!/{name}", self.label),
            uri: format!("{}!/{name}", self.uri),
            file_name: name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned(),
            depth: self.depth + 1,
            named: false,
            hint: Hint::default(),
        }
    }

    /// The name of the file without its ending.
    pub(super) fn stem(&self) -> &str {
        stem(&self.file_name)
    }
}

fn stem(name: &str) -> &str {
    name.rfind('.').filter(|at| *at > 0).map_or(name, |at| &name[..at])
}

/// The walk.
pub(super) struct Walk<'a> {
    /// How to take in.
    pub options: &'a Options,
    /// What may still come out of the file being read.
    pub budget: Budget,
    passed: &'a Passed,
    sink: &'a mut dyn FnMut(Result<Item, IntakeError>) -> bool,
    /// How many items were given out.
    pub given: usize,
}

/// Walks through `paths`.
pub(super) fn paths(
    paths: &[PathBuf],
    options: &Options,
    passed: &Passed,
    sink: &mut dyn FnMut(Result<Item, IntakeError>) -> bool,
) {
    let mut walk = Walk { options, budget: Budget::for_file(0), passed, sink, given: 0 };
    for path in paths {
        if walk.argument(path).is_break() {
            return;
        }
    }
}

/// Walks through bytes as through a file of this name.
pub(super) fn bytes(
    name: &str,
    bytes: &[u8],
    options: &Options,
    sink: &mut dyn FnMut(Result<Item, IntakeError>) -> bool,
) {
    let passed = Passed::default();
    let budget = Budget::for_file(bytes.len() as u64);
    let mut walk = Walk { options, budget, passed: &passed, sink, given: 0 };
    let place = Place {
        label: name.to_owned(),
        uri: name.to_owned(),
        file_name: name.to_owned(),
        named: true,
        ..Place::default()
    };
    // The answer is whether anybody listens.
    let _ = walk.open(&place, bytes);
}

/// Something in a folder that is opened.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    path: PathBuf,
    is_folder: bool,
}

/// What of a folder is opened, in the order of names, and what keeps the rest of it from being seen.
fn entries(dir: &Path, options: &Options) -> (Vec<Entry>, Option<io::Error>) {
    let mut entries = Vec::new();
    let read = fs::read_dir(dir).and_then(|found| {
        for entry in found {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = entry.path();
            // Links to folders are not followed, or a loop of them would never end.
            let is_folder = entry.file_type().is_ok_and(|t| t.is_dir());
            let wanted = if is_folder {
                !name.starts_with('.')
            } else {
                kind::is_wanted(&name, options.pictures) && path.is_file()
            };
            if wanted {
                entries.push(Entry { path, is_folder });
            }
        }
        Ok(())
    });
    entries.sort();
    (entries, read.err())
}

/// How many bytes the files have that a walk would open; none where one has no length that is known.
pub(super) fn size(paths: &[PathBuf], options: &Options) -> Option<u64> {
    let in_folder = |folder: &Path| {
        let (mut bytes, mut folders) = (0, vec![folder.to_owned()]);
        while let Some(folder) = folders.pop() {
            for entry in entries(&folder, options).0 {
                if entry.is_folder {
                    folders.push(entry.path);
                } else {
                    bytes += fs::metadata(entry.path).map_or(0, |m| m.len());
                }
            }
        }
        bytes
    };
    paths.iter().try_fold(0, |bytes, path| match fs::metadata(path) {
        _ if path.as_os_str() == "-" => None,
        Ok(found) if found.is_dir() => Some(bytes + in_folder(path)),
        Ok(found) if found.is_file() && !kind::is_beside(&path.display().to_string()) => {
            Some(bytes + found.len())
        }
        Ok(found) if found.is_file() => Some(bytes),
        // A pipe has no length; what is not there is said by the walk.
        Ok(_) => None,
        Err(_) => Some(bytes),
    })
}

impl Walk<'_> {
    /// Hands out an item.
    pub(super) fn give(&mut self, mut item: Item) -> Flow {
        item.hint.published = self.options.published.or(item.hint.published);
        item.hint.outlet = self.options.outlet.clone().or(item.hint.outlet);
        item.hint.name.clone_from(&item.name);
        self.given += 1;
        self.send(Ok(item))
    }

    /// Hands out a problem.
    pub(super) fn report(&mut self, place: &str, problem: impl Into<Problem>) -> Flow {
        self.send(Err(IntakeError { place: place.to_owned(), problem: problem.into() }))
    }

    fn send(&mut self, found: Result<Item, IntakeError>) -> Flow {
        if (self.sink)(found) { Flow::Continue(()) } else { Flow::Break(()) }
    }

    fn argument(&mut self, path: &Path) -> Flow {
        let label = path.display().to_string();
        if label == "-" {
            let place = Place {
                label: "standard input".to_owned(),
                uri: "-".to_owned(),
                file_name: "-".to_owned(),
                named: true,
                ..Place::default()
            };
            // What is piped in has no size; it may expand as much as a large file.
            self.budget = Budget::for_file(1 << 30);
            return self.open(&place, self.passed.reading(io::stdin().lock(), u64::MAX));
        }
        match fs::metadata(path) {
            Err(error) => self.report(&label, error),
            Ok(found) if found.is_dir() => {
                let before = self.given;
                self.folder(path)?;
                if self.given == before {
                    return self.report(&label, Problem::Barren { read: kind::READ });
                }
                Flow::Continue(())
            }
            // `read folder/*` names the metadata too, which is not for reading.
            Ok(_) if kind::is_beside(&label) => Flow::Continue(()),
            Ok(_) => self.file(path, true),
        }
    }

    fn folder(&mut self, dir: &Path) -> Flow {
        let (entries, problem) = entries(dir, self.options);
        if let Some(error) = problem {
            self.report(&dir.display().to_string(), error)?;
        }
        for entry in entries {
            if entry.is_folder { self.folder(&entry.path) } else { self.file(&entry.path, false) }?;
        }
        Flow::Continue(())
    }

    fn file(&mut self, path: &Path, named: bool) -> Flow {
        let label = path.display().to_string();
        let file_name = path.file_name().map_or_else(|| label.clone(), |n| n.to_string_lossy().into_owned());
        // Fails only for a path without anything in it, which is none of a file.
        let uri = path::absolute(path).map_or_else(|_| label.clone(), |whole| whole.display().to_string());
        let mut place = Place { label, uri, file_name, named, ..Place::default() };
        self.beside(path, &mut place)?;
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) => return self.report(&place.label, error),
        };
        let size = file.metadata().map_or(0, |m| m.len());
        self.budget = Budget::for_file(size);
        let end = self.passed.bytes() + size;
        let file = self.passed.reading(file, size);
        // A parser that breaks costs the file that it broke on.
        let walked = panic::catch_unwind(AssertUnwindSafe(|| self.open_file(&place, file)));
        self.passed.advance_to(end);
        walked.unwrap_or_else(|_| self.report(&place.label, Problem::Fault))
    }

    /// What stands in the file beside it.
    fn beside(&mut self, path: &Path, place: &mut Place) -> Flow {
        let path = path.with_extension("meta.json");
        let warn =
            |problem| IntakeError { place: path.display().to_string(), problem: Problem::Ignored(problem) };
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Flow::Continue(()),
            Err(error) => return self.send(Err(warn(format!("cannot be read: {error}")))),
        };
        let mut warnings = Vec::new();
        let found = beside::read(&bytes, |problem| warnings.push(warn(problem)));
        (place.hint.published, place.hint.outlet) = (found.published, found.outlet);
        for warning in warnings {
            self.send(Err(warning))?;
        }
        Flow::Continue(())
    }

    fn open_file(&mut self, place: &Place, mut file: Reading<File>) -> Flow {
        let mut head = Vec::new();
        if let Err(error) = file.by_ref().take(kind::HEAD as u64).read_to_end(&mut head) {
            return self.report(&place.label, error);
        }
        if kind::of(&head, &place.file_name, None) == Kind::Zip {
            return archive::zip(self, place, BufReader::with_capacity(1 << 16, file));
        }
        self.opened(place, head, file)
    }

    /// Reads what stands at a place, whatever it is.
    pub(super) fn open(&mut self, place: &Place, mut reader: impl Read) -> Flow {
        let mut head = Vec::new();
        if let Err(error) = reader.by_ref().take(kind::HEAD as u64).read_to_end(&mut head) {
            return self.report(&place.label, error);
        }
        self.opened(place, head, reader)
    }

    fn opened(&mut self, place: &Place, head: Vec<u8>, reader: impl Read) -> Flow {
        let kind = kind::of(&head, &place.file_name, None);
        if !kind.is_container() {
            return self.single(place, kind, head, reader);
        }
        if place.depth >= MAX_DEPTH {
            return self.report(&place.label, Problem::TooDeep { limit: MAX_DEPTH });
        }
        let reader = Cursor::new(head).chain(reader);
        // The recursion goes through one type of reader, or there would be one for each way of nesting.
        let mut reader: BufReader<Box<dyn Read + '_>> = BufReader::with_capacity(1 << 16, Box::new(reader));
        match kind {
            Kind::Gzip => archive::gzip(self, place, &mut reader),
            Kind::Zstd => archive::zstd(self, place, &mut reader),
            Kind::Tar => archive::tar(self, place, &mut reader),
            Kind::Zip => match limit::all(reader, MAX_ITEM, "an archive inside of an archive") {
                Ok(bytes) => archive::zip(self, place, Cursor::new(bytes)),
                Err(problem) => self.report(&place.label, problem),
            },
            Kind::Warc => warc::plain(self, place, &mut reader),
            Kind::Feed => feed::read(self, place, &mut reader),
            Kind::JsonLines => row::json_lines(self, place, &mut reader),
            Kind::Table(separator) => table::read(self, place, &mut reader, separator),
            _ => Flow::Continue(()),
        }
    }

    /// One document.
    fn single(&mut self, place: &Place, kind: Kind, head: Vec<u8>, reader: impl Read) -> Flow {
        match kind {
            Kind::Other(..) if !place.named && kind::is_perhaps(&place.file_name) => {
                return Flow::Continue(());
            }
            Kind::Other(what, advice) => {
                return self.report(&place.label, Problem::Unsupported { what, advice });
            }
            _ => {}
        }
        let bytes = match limit::all(Cursor::new(head).chain(reader), MAX_ITEM, "a document") {
            Ok(bytes) => bytes,
            Err(problem) => return self.report(&place.label, problem),
        };
        let mut hint = place.hint.clone();
        hint.format = match kind {
            Kind::Text(format) => format,
            _ => None,
        };
        let (media_type, name) = (media_type(kind), place.stem().to_owned());
        let (label, uri) = (place.label.clone(), place.uri.clone());
        let mut item = Item { label, uri, name, media_type, captured: None, hint, bytes };
        if kind == Kind::Mhtml {
            let saved = mhtml::saved(&item.bytes);
            item.captured = saved.at;
            if let Some(address) = saved.address {
                item.hint.address = Some(address.clone());
                item.uri = address;
            }
        }
        self.give(item)
    }
}

/// The media type that a kind of file has.
fn media_type(kind: Kind) -> Option<String> {
    Some(
        match kind {
            Kind::Text(Some(Format::Html)) => "text/html",
            Kind::Text(Some(Format::Text)) => "text/plain",
            Kind::Mhtml => "multipart/related",
            Kind::Pdf => "application/pdf",
            _ => return None,
        }
        .to_owned(),
    )
}
