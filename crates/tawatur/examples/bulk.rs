use std::{fs, path::Path, time::Instant};
use tawatur::{
    Reader,
    capture::{Basis, Document},
    codebook::{self, Sources},
    text::Text,
};
fn cpu() -> f64 {
    fs::read_to_string("/proc/thread-self/schedstat")
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .parse::<f64>()
        .unwrap()
        / 1e9
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let book = codebook::compile(&Sources::load(Path::new(&args[2])).unwrap()).unwrap();
    let reader = Reader::new(book);
    let mut worker = reader.worker();
    let docs: Vec<Document> = fs::read_to_string(&args[1])
        .unwrap()
        .lines()
        .map(|l| {
            let v: serde_json::Value = serde_json::from_str(l).unwrap();
            let mut d = Document::from_text(
                v["id"].as_str().unwrap(),
                format!("{}\n\n{}", v["title"].as_str().unwrap_or(""), v["text"].as_str().unwrap()),
            );
            d.outlet = v["outlet"].as_str().map(|o| (o.to_owned(), Basis::Given));
            d.published = v["date"]
                .as_str()
                .and_then(|s| s.get(..10))
                .and_then(|s| s.parse().ok())
                .map(|x| (x, Basis::Given));
            d
        })
        .collect();
    let bytes: usize = docs.iter().map(|d| d.text.len()).sum();
    let t = Instant::now();
    for d in &docs {
        std::hint::black_box(Text::new(&d.text));
    }
    println!("text {:.2} MB/s", bytes as f64 / 1e6 / t.elapsed().as_secs_f64());
    let t = Instant::now();
    let mut n = 0;
    let c0 = cpu();
    for d in &docs {
        let chars: Vec<char> = d.text.chars().collect();
        for c in worker.read(d).claims {
            n += 1;
            let w: String = chars[c.trigger.span[0]..c.trigger.span[1]].iter().collect();
            assert_eq!(w, c.trigger.text);
        }
    }
    println!("cpu {:.2} MB/s", bytes as f64 / 1e6 / (cpu() - c0));
    println!("{n} claims, {bytes} bytes, {:.2} MB/s", bytes as f64 / 1e6 / t.elapsed().as_secs_f64());
}
