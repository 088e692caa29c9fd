//! The codebook of the project, for tests that ask what stands in its data: who is public, which forms a word has.
//!
//! Its compiling takes longer than the tests, and each of them may run in a process of its own. So the first one keeps
//! what it compiled beside the program, for the others, until the program or the codebook changes.

use std::{
    env,
    error::Error,
    fs::{self, File},
    io::{Read, Seek, Write},
    path::Path,
    sync::LazyLock,
    time::SystemTime,
};

use tawatur::{
    Reader,
    codebook::{Codebook, Sources, compile},
};

/// Reads with it.
pub static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(codebook().unwrap()));

fn codebook() -> Result<Codebook, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codebooks/conflict");
    let program = env::current_exe()?;
    let changed = newest(&folder)?.max(fs::metadata(&program)?.modified()?);
    let path = program.with_extension("codebook");
    let mut file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
    file.lock_shared()?;
    if let Some(kept) = kept(&mut file, changed)? {
        return Ok(kept);
    }
    file.unlock()?;
    file.lock()?;
    // Somebody else may have come first.
    if let Some(kept) = kept(&mut file, changed)? {
        return Ok(kept);
    }
    let compiled = compile(&Sources::load(&folder)?)?;
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(&compiled.to_bytes()?)?;
    Ok(compiled)
}

/// The codebook in a file, if nothing it was made of was changed since.
fn kept(file: &mut File, changed: SystemTime) -> Result<Option<Codebook>, Box<dyn Error>> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    // What was cut off while it was written is damaged, and made again.
    Ok(Codebook::from_bytes(&bytes)
        .ok()
        .filter(|_| file.metadata().is_ok_and(|m| m.modified().is_ok_and(|at| at > changed))))
}

/// When something in a folder was last changed.
fn newest(folder: &Path) -> Result<SystemTime, Box<dyn Error>> {
    let mut newest = fs::metadata(folder)?.modified()?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let changed = if entry.file_type()?.is_dir() {
            self::newest(&entry.path())?
        } else {
            entry.metadata()?.modified()?
        };
        newest = newest.max(changed);
    }
    Ok(newest)
}
