//! What keeps something from being taken in: where it stands, what is wrong, and what to do.

use tawatur::capture::CaptureError;

/// Something that could not be taken in. The rest still comes.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct IntakeError {
    /// The file, and the member or record in it: `a.zip!/news/1.html`, `posts.jsonl#12`.
    pub place: String,
    /// What is wrong there.
    pub problem: Problem,
}

impl IntakeError {
    /// Whether nothing was left out because of it.
    pub fn is_warning(&self) -> bool {
        matches!(self.problem, Problem::Ignored(_))
    }
}

/// What is wrong.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The system gives no access, or an error while reading.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// No text in it.
    #[error(transparent)]
    Capture(#[from] CaptureError),
    /// One document, line or record is larger than is read at once.
    #[error("{what} larger than {} MiB; split it", limit >> 20)]
    TooLarge {
        /// What it is.
        what: &'static str,
        /// The most bytes it may have.
        limit: u64,
    },
    /// What an archive expands to is out of proportion.
    #[error(
        "expands to more than {ratio} times its size, as decompression bombs do; the rest of it is left out (if it \
         is sound, unpack it first)"
    )]
    Bomb {
        /// The proportion allowed.
        ratio: u64,
    },
    /// Archives inside of archives.
    #[error("archives inside of archives, more than {limit} deep; unpack it first")]
    TooDeep {
        /// The depth allowed.
        limit: usize,
    },
    /// Not as its format has it.
    #[error("damaged {what}: {detail}")]
    Damaged {
        /// The format.
        what: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// Not a format of ours.
    #[error("{what}: {advice}")]
    Unsupported {
        /// What it is.
        what: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// Needs a password.
    #[error("encrypted; save a copy without a password")]
    Encrypted,
    /// Pages that are pictures.
    #[error(
        "no text layer: its pages are pictures; add one first, for example with `ocrmypdf -l ara IN.pdf OUT.pdf`"
    )]
    NoTextLayer,
    /// Text whose fonts do not say which letters they draw.
    #[error(
        "the text layer cannot be decoded (its fonts do not say which letters they draw); make a new one, for \
         example with `ocrmypdf -l ara --force-ocr IN.pdf OUT.pdf`"
    )]
    NoLetters,
    /// Tesseract or its Arabic model is not there, or fails.
    #[error("{0}")]
    Ocr(String),
    /// No column for the text.
    #[error("no {what} holds the text; name it with --map text=NAME ({what}s here: {found})")]
    NoTextField {
        /// Column or field.
        what: &'static str,
        /// Those that there are.
        found: String,
    },
    /// A folder or archive without anything to read.
    #[error("holds nothing that is read; read are {read}")]
    Barren {
        /// What is read.
        read: &'static str,
    },
    /// Something beside a document that could not be used; the document still comes.
    #[error("{0}, ignored")]
    Ignored(String),
    /// A fault of ours or of a parser.
    #[error("cannot be read: this is a fault of the program; please report it with the file")]
    Fault,
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        // Limits are enforced by readers, which can only fail with an error of their own trait.
        match error.downcast::<Self>() {
            Ok(problem) => problem,
            Err(error) => Self::Unreadable(error.to_string()),
        }
    }
}
