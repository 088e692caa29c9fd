use std::{fs, io::Write, path::Path, time::Instant};
use tawatur::{
    Reader,
    capture::{Basis, Document},
    codebook::{self, CodebookError, Sources},
};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let t = Instant::now();
    let sources = match Sources::load(Path::new(&args[3])) {
        Ok(s) => s,
        Err(CodebookError::Wrong(p)) => {
            for p in &p {
                eprintln!("{p}");
            }
            std::process::exit(1)
        }
        Err(e) => panic!("{e}"),
    };
    let book = match codebook::compile(&sources) {
        Ok(b) => b,
        Err(CodebookError::Wrong(p)) => {
            for p in &p {
                eprintln!("{p}");
            }
            eprintln!("{} problems", p.len());
            std::process::exit(1)
        }
        Err(e) => panic!("{e}"),
    };
    eprintln!(
        "compiled {:?}: {} lemmas {} forms {:?}",
        t.elapsed(),
        book.lexicon.len(),
        book.lexicon.forms(),
        book.to_bytes().map(|b| b.len())
    );
    let reader = Reader::new(book);
    let mut worker = reader.worker();
    let mut out = fs::File::create(&args[2]).unwrap();
    let mut names: Vec<_> = fs::read_dir(&args[1])
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    names.sort();
    let (mut bytes, t) = (0, Instant::now());
    for p in names {
        let text = fs::read_to_string(&p).unwrap();
        bytes += text.len();
        let stem = p.file_stem().unwrap().to_string_lossy().to_string();
        let mut d = Document::from_text(&stem, text);
        let meta = p.with_file_name(format!("{stem}.meta.json"));
        if let Ok(m) = fs::read_to_string(meta) {
            let m: serde_json::Value = serde_json::from_str(&m).unwrap();
            d.outlet = m["outlet"].as_str().map(|o| (o.to_owned(), Basis::Given));
            d.published = m["published"]
                .as_str()
                .and_then(|s| s.get(..10))
                .and_then(|s| s.parse().ok())
                .map(|x| (x, Basis::Given));
        }
        tawatur::capture::furniture::mark(&mut d, &reader.codebook().furniture);
        for c in worker.read(&d).claims {
            writeln!(out, "{}", serde_json::to_string(&c).unwrap()).unwrap();
        }
    }
    eprintln!(
        "read {bytes} bytes in {:?}: {:.2} MB/s",
        t.elapsed(),
        bytes as f64 / 1e6 / t.elapsed().as_secs_f64()
    );
}
