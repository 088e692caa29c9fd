//! The hashes that crawlers store with what they captured.

use std::io::{self, Read, Seek};

use sha1::Sha1;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::Headers;
use crate::intake::{
    error::Problem,
    limit::{self, Budget},
};

/// A list of a package may be as long as that of its files.
const MAX_PACKAGE: u64 = 16 << 20;

/// Whether the bytes of a record are those that were captured. Where the hash is of a kind not known here, they are
/// taken as they are.
///
/// The hash of the block is of the record as it stands. That of the payload is of what the response carried; crawlers
/// do not agree whether before or after chunks are joined, so it is asked only where there is no other, and as the
/// standard has it.
pub(super) fn check(headers: &Headers, block: &[u8], body: usize) -> Result<(), String> {
    if let Some(same) = headers.get("warc-block-digest").and_then(|written| is_of(written, block)) {
        return same
            .then_some(())
            .ok_or_else(|| "its bytes are not those captured (block digest)".to_owned());
    }
    let chunked = || {
        let head = String::from_utf8_lossy(&block[..body]).to_ascii_lowercase();
        head.contains("transfer-encoding") || head.contains("content-encoding")
    };
    match headers.get("warc-payload-digest").and_then(|written| is_of(written, &block[body..])) {
        Some(false) if !chunked() => Err("its bytes are not those captured (payload digest)".to_owned()),
        _ => Ok(()),
    }
}

/// Whether bytes have the hash that is written, as `sha1:` in base 32 or hexadecimal; `None` where that is not known.
fn is_of(written: &str, bytes: &[u8]) -> Option<bool> {
    let (algorithm, value) = written.split_once(':')?;
    let hash = match algorithm.to_ascii_lowercase().as_str() {
        "sha1" | "sha-1" => Sha1::digest(bytes).to_vec(),
        "sha256" | "sha-256" => Sha256::digest(bytes).to_vec(),
        _ => return None,
    };
    let value = value.trim();
    let same = value.eq_ignore_ascii_case(&hexadecimal(&hash))
        || value.trim_end_matches('=').eq_ignore_ascii_case(&base_32(&hash));
    Some(same)
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).map(|d| char::from(DIGITS[usize::from(d)])).collect()
}

/// RFC 4648, without padding.
fn base_32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            text.push(char::from(LETTERS[(bits >> count) as usize & 31]));
        }
    }
    if count > 0 {
        text.push(char::from(LETTERS[(bits << (5 - count)) as usize & 31]));
    }
    text
}

/// What the list of a WACZ says of its files: path and hash.
pub(in crate::intake) fn package_digests<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    budget: &Budget,
) -> Vec<(String, String)> {
    let Ok(file) = archive.by_name("datapackage.json") else { return Vec::new() };
    let Ok(bytes) = limit::all(budget.meter(file), MAX_PACKAGE, "the list of a package") else {
        return Vec::new();
    };
    let Ok(package) = serde_json::from_slice::<serde_json::Value>(&bytes) else { return Vec::new() };
    let resources = package.get("resources").and_then(|r| r.as_array()).into_iter().flatten();
    resources
        .filter_map(|resource| {
            let text = |key: &str| resource.get(key).and_then(|v| v.as_str()).map(str::to_owned);
            Some((text("path")?, text("hash")?))
        })
        .collect()
}

/// A reader that takes the hash of what goes through it.
pub(in crate::intake) struct Digesting<'a, R> {
    inner: R,
    /// As the package writes it: `sha256:` and hexadecimal.
    written: &'a str,
    hash: Sha256,
}

impl<'a, R: Read> Digesting<'a, R> {
    /// Compares with the hash that is written.
    pub(in crate::intake) fn new(inner: R, written: &'a str) -> Self {
        Self { inner, written, hash: Sha256::new() }
    }

    /// Whether what went through, with what is still to come, is what was packed.
    pub(in crate::intake) fn check(mut self) -> Result<(), Problem> {
        io::copy(&mut self, &mut io::sink()).map_err(Problem::from)?;
        match self.written.strip_prefix("sha256:") {
            Some(value) if !value.eq_ignore_ascii_case(&hexadecimal(&self.hash.finalize())) => {
                Err(Problem::Damaged {
                    what: "WACZ",
                    detail: "its bytes are not those packed (datapackage.json)".to_owned(),
                })
            }
            _ => Ok(()),
        }
    }
}

impl<R: Read> Read for Digesting<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(&buffer[..read]);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_written_in_two_ways() {
        // RFC 3174 and RFC 4648 give these for the empty input and for "foobar".
        assert_eq!(is_of("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b""), Some(true));
        assert_eq!(is_of("sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709", b""), Some(true));
        assert_eq!(is_of("sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709", b"x"), Some(false));
        assert_eq!(is_of("md5:x", b""), None);
        assert_eq!(base_32(b"foobar"), "MZXW6YTBOI");
    }
}
