//! A small invented codebook, so that tests do not depend on what the real one knows today.

use std::{fs, path::Path};

use tempfile::TempDir;

/// Its folder, not to be changed.
pub const CODEBOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/codebook");

/// A copy of it, to be changed.
pub fn codebook() -> TempDir {
    let dir = TempDir::new().expect("a folder can be made");
    copy(Path::new(CODEBOOK), dir.path()).expect("the codebook can be copied");
    dir
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
