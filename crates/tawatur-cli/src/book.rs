//! Which codebook the program reads with: the built-in one, a folder of sources, or a compiled file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use tawatur::codebook::{self, Codebook, CodebookError, Sources};

/// The default codebook, compiled by the build script.
const BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/conflict.tawatur"));

/// Where the sources of the built-in codebook stand in a checkout.
pub const SOURCES: &str = "codebooks/conflict";

/// The codebook at `path`, or the built-in one.
pub fn open(path: Option<&Path>) -> Result<Codebook> {
    let Some(path) = path else {
        return Codebook::from_bytes(BUILT_IN)
            .context("the built-in codebook does not load; build the program again");
    };
    if path.is_dir() {
        return match compile(path) {
            Ok((_, codebook)) => Ok(codebook),
            Err(CodebookError::Wrong(problems)) => {
                let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
                bail!("{} in {}:\n{}", count(lines.len(), "problem"), path.display(), lines.join("\n"))
            }
            Err(error) => Err(error.into()),
        };
    }
    let bytes = fs::read(path).with_context(|| {
        format!("cannot read the codebook {}; give its folder or compiled file", path.display())
    })?;
    Codebook::from_bytes(&bytes).with_context(|| path.display().to_string())
}

/// Loads and compiles a folder.
pub fn compile(dir: &Path) -> Result<(Sources, Codebook), CodebookError> {
    let sources = Sources::load(dir)?;
    let codebook = codebook::compile(&sources)?;
    Ok((sources, codebook))
}

/// The folder a codebook command works on: the one given, or the sources below the current folder.
pub fn folder(given: Option<&Path>) -> Result<PathBuf> {
    match given {
        Some(dir) => Ok(dir.to_owned()),
        None if Path::new(SOURCES).is_dir() => Ok(PathBuf::from(SOURCES)),
        None => bail!(
            "there is no {SOURCES} below the current folder; name the codebook's folder: \
            `tawatur codebook check DIR`"
        ),
    }
}

/// `1 problem`, `2 problems`, `2 entities`.
pub fn count(n: usize, what: &str) -> String {
    match what.strip_suffix('y') {
        _ if n == 1 => format!("{n} {what}"),
        Some(stem) => format!("{n} {stem}ies"),
        None => format!("{n} {what}s"),
    }
}
