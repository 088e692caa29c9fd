//! Rows of any query as a table, JSON lines, comma-separated values or Parquet.

use std::{
    fs::File,
    io::{self, BufWriter, IsTerminal, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use serde_json::Value;
use tawatur_engine::query::{Answer, Rows, Sheet};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::{
    output,
    pretty::{
        self,
        layout::{self, PDI, RLI},
    },
    table,
};

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Table,
    /// One row a line, as JSON
    Jsonl,
    /// For spreadsheets
    Csv,
    /// For programs: typed columns, compressed
    Parquet,
}

/// How and where.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct Written {
    /// How to write them [default: table on a terminal, jsonl otherwise]
    #[arg(long, short, value_enum)]
    pub format: Option<Format>,
    /// Write to this file and not to standard output
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Written {
    /// To standard output.
    pub fn to_stdout(format: Option<Format>) -> Self {
        Self { format, out: None }
    }

    /// The format asked for, or what suits where it goes.
    pub fn format(&self) -> Format {
        let terminal = self.out.is_none() && io::stdout().is_terminal();
        self.format.unwrap_or(if terminal { Format::Table } else { Format::Jsonl })
    }

    /// What a table is drawn on.
    pub fn screen(&self) -> Screen {
        if self.out.is_none() { Screen::stdout() } else { Screen::default() }
    }

    /// Where it goes.
    pub fn sink(&self) -> Result<Sink> {
        Ok(match &self.out {
            None => Sink::Stdout,
            Some(path) => {
                let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
                Sink::File(BufWriter::new(file), path.clone())
            }
        })
    }
}

/// Where rows go.
pub enum Sink {
    /// Standard output, a whole piece at a time.
    Stdout,
    /// A file.
    File(BufWriter<File>, PathBuf),
}

impl Sink {
    /// Writes a piece.
    pub fn put(&mut self, bytes: &[u8]) -> Result<()> {
        match self {
            Self::Stdout => output::write_out(bytes),
            Self::File(file, path) => file.write_all(bytes).with_context(|| cannot_write(path)),
        }
    }

    /// Writes what is left.
    pub fn end(&mut self) -> Result<()> {
        match self {
            Self::Stdout => Ok(()),
            Self::File(file, path) => file.flush().with_context(|| cannot_write(path)),
        }
    }
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}

/// Writes rows for reading.
pub fn lay_out(columns: &[&str], rows: &[Vec<String>], written: &Written) -> Result<()> {
    let columns: Vec<String> = columns.iter().map(|&column| column.to_owned()).collect();
    let mut sink = written.sink()?;
    sink.put(aligned(&columns, rows, written.screen()).as_bytes())?;
    sink.end()
}

/// Writes an answer; how many rows it had.
pub fn write(answer: Answer, written: &Written) -> Result<usize> {
    let format = written.format();
    let mut sink = written.sink()?;
    let schema = answer.schema();
    let columns: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
    let mut count = 0;
    match format {
        Format::Parquet => {
            if matches!(sink, Sink::Stdout) && io::stdout().is_terminal() {
                bail!("Parquet is not for terminals: write it to a file with --out FILE");
            }
            let mut sheet = Sheet::new(schema)?;
            for batch in answer {
                let batch = batch?;
                count += batch.num_rows();
                sink.put(&sheet.add(&batch)?)?;
            }
            sink.put(&sheet.finish()?)?;
        }
        Format::Jsonl => {
            for batch in answer {
                let rows = Rows::new(&batch?)?;
                count += rows.len();
                sink.put(rows.lines())?;
            }
        }
        Format::Csv => {
            let mut header = table::writer();
            header.write_record(&columns)?;
            sink.put(&table::finish(header)?)?;
            for batch in answer {
                let mut piece = table::writer();
                for row in Rows::new(&batch?)?.values()? {
                    piece.write_record(columns.iter().map(|c| table::harmless(&cell(row.get(c)))))?;
                    count += 1;
                }
                sink.put(&table::finish(piece)?)?;
            }
        }
        Format::Table => {
            let mut rows = Vec::new();
            for batch in answer {
                for row in Rows::new(&batch?)?.values()? {
                    rows.push(columns.iter().map(|c| cell(row.get(c))).collect());
                }
            }
            count = rows.len();
            sink.put(aligned(&columns, &rows, written.screen()).as_bytes())?;
        }
    }
    sink.end()?;
    Ok(count)
}

/// A value in one line.
fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(words)) => words.clone(),
        Some(other) => other.to_string(),
    }
}

/// What rows in columns are drawn on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// Right-to-left words are isolated, so that they do not draw what stands beside them over to their side. For a terminal,
    /// which knows of directions or ignores the signs; in files they would be in the way.
    isolate: bool,
    /// How many letters fit beside each other, where that is bounded.
    width: Option<usize>,
}

impl Screen {
    /// What standard output is.
    pub fn stdout() -> Self {
        let terminal = io::stdout().is_terminal();
        Self { isolate: terminal, width: terminal.then(|| pretty::width(true)).flatten() }
    }
}

/// The widest that a column gets.
const WIDEST: usize = 48;
/// The narrowest that one is made for the others to fit: ids and days are not cut.
const NARROWEST: usize = 12;

/// Rows in columns, numbers to the right, each cell on one line and no wider than can be read. On a narrow screen the widest
/// columns are cut.
pub fn aligned(columns: &[String], rows: &[Vec<String>], screen: Screen) -> String {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| tame(cell)).collect()).collect();
    let widest =
        |at: usize| rows.iter().map(|row| row[at].width()).chain([columns[at].width()]).max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..columns.len()).map(|at| widest(at).min(WIDEST)).collect();
    let gaps = 2 * columns.len().saturating_sub(1);
    let fits = |widths: &[usize]| screen.width.is_none_or(|w| widths.iter().sum::<usize>() + gaps <= w);
    while !fits(&widths)
        && let Some(widest) = widths.iter_mut().max().filter(|width| **width > NARROWEST)
    {
        *widest -= 1;
    }
    let numeric: Vec<bool> = (0..columns.len())
        .map(|at| {
            let mut filled =
                rows.iter().map(|row| row[at].as_str()).filter(|cell| !cell.is_empty()).peekable();
            filled.peek().is_some() && filled.all(|cell| cell.parse::<f64>().is_ok())
        })
        .collect();
    let mut out = String::new();
    let mut line = |cells: &[String]| {
        let mut text = String::new();
        for (at, cell) in cells.iter().enumerate() {
            let mut cell = cut(cell, widths[at]);
            let room = " ".repeat(widths[at].saturating_sub(cell.width()));
            if screen.isolate && cell.chars().any(layout::right_to_left) {
                cell = format!("{RLI}{cell}{PDI}");
            }
            let (before, after) = if numeric[at] { (room.as_str(), "") } else { ("", room.as_str()) };
            text.extend([before, cell.as_str(), after, "  "]);
        }
        out.push_str(text.trim_end());
        out.push('\n');
    };
    line(columns);
    line(&widths.iter().map(|&width| "─".repeat(width)).collect::<Vec<_>>());
    for row in &rows {
        line(row);
    }
    out
}

/// A cell on one line, without what could steer a terminal.
fn tame(cell: &str) -> String {
    layout::harmless(cell).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As much of a cell as fits.
fn cut(cell: &str, widest: usize) -> String {
    if cell.width() <= widest {
        return cell.to_owned();
    }
    let mut width = 0;
    let kept: String = cell
        .chars()
        .take_while(|c| {
            width += c.width().unwrap_or(0);
            width < widest
        })
        .collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|&cell| cell.to_owned()).collect()
    }

    #[test]
    fn columns_stand_below_each_other_whatever_their_script() {
        let columns = texts(&["place", "claims"]);
        let rows = [texts(&["حلب", "12"]), texts(&["Mosul\nIraq", "3"])];
        let expected = "place       claims\n──────────  ──────\nحلب             12\nMosul Iraq       3\n";
        assert_eq!(aligned(&columns, &rows, Screen::default()), expected);
        let isolated = aligned(&columns, &rows, Screen { isolate: true, width: None });
        assert!(isolated.contains("\u{2067}حلب\u{2069}             12"), "{isolated}");
    }

    #[test]
    fn on_a_narrow_screen_the_widest_columns_are_cut_and_ids_are_not() {
        let columns = texts(&["id", "title", "outlet", "day"]);
        let row = texts(&["3f9c21aa", &"كلمة ".repeat(7), "وكالة الساحل للأنباء", "2021-03-05"]);
        let narrow = |width| {
            aligned(&columns, std::slice::from_ref(&row), Screen { isolate: false, width: Some(width) })
        };
        let widest = |table: &str| table.lines().map(UnicodeWidthStr::width).max();
        assert_eq!(widest(&narrow(60)), Some(60), "{}", narrow(60));
        let narrowest = narrow(20);
        assert!(narrowest.contains("3f9c21aa") && narrowest.contains("2021-03-05"), "{narrowest}");
        assert_eq!(widest(&narrowest), Some(8 + 12 + 12 + 10 + 6), "{narrowest}");
        assert_eq!(narrow(200), aligned(&columns, std::slice::from_ref(&row), Screen::default()));
    }

    #[test]
    fn a_long_cell_is_cut_and_cannot_steer_the_terminal() {
        let rows = [texts(&[&"كلمة ".repeat(40)]), texts(&["\u{1b}[31m\u{202e}x"])];
        let out = aligned(&texts(&["t"]), &rows, Screen::default());
        assert!(out.lines().all(|line| line.width() <= WIDEST), "{out}");
        assert!(out.contains('…') && out.contains("[31mx") && !out.contains('\u{1b}'));
    }
}
