//! Compiles the default codebook into the program, so that `tawatur read` needs no other file.
//!
//! A codebook that does not compile fails the build with every problem it has.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use tawatur::codebook::{self, CodebookError, Sources};

fn main() -> ExitCode {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codebooks/conflict");
    let dir = dir.canonicalize().unwrap_or(dir);
    println!("cargo::rerun-if-changed={}", dir.display());
    match build(&dir) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            for problem in problems {
                println!("cargo::error={problem}");
            }
            ExitCode::FAILURE
        }
    }
}

fn build(dir: &Path) -> Result<(), Vec<String>> {
    let bytes = Sources::load(dir)
        .and_then(|sources| codebook::compile(&sources))
        .and_then(|compiled| compiled.to_bytes())
        .map_err(|error| match error {
            CodebookError::Wrong(problems) => problems.iter().map(ToString::to_string).collect(),
            other => vec![other.to_string()],
        })?;
    let out =
        env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(|| vec!["OUT_DIR is not set".to_owned()])?;
    fs::write(out.join("conflict.tawatur"), bytes)
        .map_err(|error| vec![format!("cannot write the compiled codebook: {error}")])
}
