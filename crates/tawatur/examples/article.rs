//! What capture makes of saved pages: for each file a line of JSON with text, title, day and how long it took.
//!
//! ```text
//! cargo run --release -p tawatur --example article -- [--times N] FILE…
//! ```
//!
//! `--times` reads each page so often and gives the time of one reading; `benches/pages.py` compares by it.

use std::{error::Error, fs, time::Instant};

use serde_json::json;
use tawatur::capture::{self, Hint};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).peekable();
    let times = match arguments.next_if(|a| a == "--times") {
        Some(_) => arguments.next().ok_or("--times asks for a number")?.parse()?,
        None => 1_u32,
    };
    for path in arguments {
        let bytes = fs::read(&path)?;
        let hint = Hint::named(path.as_str());
        let start = Instant::now();
        let mut document = capture::read(&bytes, &hint)?;
        for _ in 1..times {
            document = capture::read(&bytes, &hint)?;
        }
        let seconds = start.elapsed().as_secs_f64() / f64::from(times.max(1));
        let published = document.published.map(|(day, _)| day.to_string());
        let line = json!({
            "file": path, "text": document.text, "title": document.title, "published": published,
            "seconds": seconds,
        });
        println!("{line}");
    }
    Ok(())
}
