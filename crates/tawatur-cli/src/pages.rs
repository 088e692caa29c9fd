//! The pages of `docs/commands`: what `--help` says, laid out for a browser. `make golden` writes them anew; a page that says
//! anything else than the program does, or whose command is gone, fails.

use std::{
    collections::BTreeMap,
    env,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use clap::{Arg, Command, CommandFactory};
use similar::TextDiff;

use crate::Program;

/// Commands by what they are for, as the index lists them.
const SECTIONS: [(&str, &[&str]); 5] = [
    ("Read texts", &["read", "entities", "inspect", "codebook", "eval", "eval-links"]),
    ("Keep a ledger", &["init", "add", "link", "reread", "compact", "verify", "doctor", "log", "at"]),
    ("Ask it", &["documents", "claims", "sources", "search", "show", "sql"]),
    ("Ask across documents", &["events", "event", "contradictions", "copies", "why-linked", "reporting"]),
    ("Review and pass on", &["review", "export"]),
];

const ORIGIN: &str =
    "<!-- Written by `make golden` out of the program's own help: change the words there. -->\n\n";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/commands")
}

fn program() -> Command {
    let mut program = Program::command().disable_help_flag(true).disable_version_flag(true);
    program.build();
    program
}

/// Commands that are run themselves: all but those that only hold others.
fn leaves<'c>(command: &'c Command, found: &mut Vec<&'c Command>) {
    if command.has_subcommands() {
        command.get_subcommands().for_each(|sub| leaves(sub, found));
    } else {
        found.push(command);
    }
}

/// Words as Markdown: what stands in backticks stays, options become code, and names of commands and pages become links.
fn marked(words: &str) -> String {
    let program = program();
    let mut out = String::new();
    for (at, part) in words.split('`').enumerate() {
        if at % 2 == 1 {
            let name = part.strip_prefix("tawatur ").and_then(|rest| rest.split(' ').next());
            match name.filter(|name| program.find_subcommand(name).is_some()) {
                Some(name) => out.extend(["[`", part, "`](", name, ".md)"]),
                None => out.extend(["`", part, "`"]),
            }
            continue;
        }
        let lines: Vec<String> = part
            .split('\n')
            .map(|line| line.split(' ').map(marked_word).collect::<Vec<_>>().join(" "))
            .collect();
        out += &lines.join("\n");
    }
    out
}

fn marked_word(word: &str) -> String {
    let end = |c: char| c.is_ascii_punctuation() && c != '-';
    let bare = word.trim_end_matches(end).trim_start_matches('(');
    if bare.is_empty() {
        return word.replace('*', "\\*");
    }
    let made = match bare.strip_prefix("docs/") {
        Some(page) if Path::new(page).extension().is_some_and(|e| e == "md") => {
            format!("[{bare}](../{page})")
        }
        _ if bare.starts_with("--") => format!("`{bare}`"),
        _ => return word.replace('*', "\\*").replace('<', "\\<"),
    };
    word.replacen(bare, &made, 1)
}

/// Words in one cell of a table.
fn cell(words: &str) -> String {
    marked(words).replace('|', "\\|").replace("\n\n", "<br>").replace('\n', " ")
}

/// What an argument or an option is, and what it does.
fn row(arg: &Arg) -> (String, String) {
    let mut names: Vec<String> = Vec::new();
    names.extend(arg.get_short().map(|short| format!("-{short}")));
    names.extend(arg.get_long().map(|long| format!("--{long}")));
    let takes = arg.get_action().takes_values();
    let value = arg.get_value_names().map(|names| names.join(" ")).unwrap_or_default();
    let optional = arg.get_num_args().is_some_and(|n| n.min_values() == 0);
    let name = match (arg.is_positional(), takes) {
        (true, _) => value,
        (_, true) if optional => format!("{}[={value}]", names.join("`, `")),
        (_, true) => format!("{} {value}", names.join("`, `")),
        _ => names.join("`, `"),
    };
    let mut says = arg
        .get_long_help()
        .or_else(|| arg.get_help())
        .map(|help| cell(&help.to_string()))
        .unwrap_or_default();
    let values: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|value| takes && !value.is_hide_set())
        .map(|value| {
            let help = value.get_help().map(|help| format!(" ({})", lower(&cell(&help.to_string()))));
            format!("`{}`{}", value.get_name(), help.unwrap_or_default())
        })
        .collect();
    // Where the words list the values already, once is enough.
    if values.iter().any(|value| !says.contains(value.trim_matches('`'))) {
        let _ = write!(says, ". One of: {}", values.join(", "));
    }
    let defaults: Vec<_> = arg.get_default_values().iter().filter_map(|value| value.to_str()).collect();
    let defaults = defaults.join(", ");
    if takes && !defaults.is_empty() {
        let _ = write!(says, " [default: `{defaults}`]");
    }
    (format!("`{}`", name.replace('|', "\\|")), says)
}

/// With a small first letter, unless it begins a name: `For reading`, but `JSON`.
fn lower(words: &str) -> String {
    let mut letters = words.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().collect::<String>() + &words[first.len_utf8()..]
        }
        (Some(first), Some(' ')) => first.to_lowercase().collect::<String>() + &words[first.len_utf8()..],
        _ => words.to_owned(),
    }
}

/// A command below a heading of this depth, and those below it one deeper.
fn body(command: &Command, path: &str, depth: usize, out: &mut String) {
    let heads = "#".repeat(depth);
    let mut usage = command.clone().render_usage().to_string().trim_start_matches("Usage: ").to_owned();
    // Usage names the whole way to a command only when it was parsed.
    if let Some(rest) = usage.strip_prefix(command.get_name()) {
        usage = format!("{path}{rest}");
    }
    let about = command.get_long_about().or_else(|| command.get_about()).map(ToString::to_string);
    let _ = writeln!(out, "{heads} {path}\n");
    for paragraph in about.unwrap_or_default().split("\n\n").filter(|p| !p.trim().is_empty()) {
        let stop = if paragraph.ends_with(['.', ':']) { "" } else { "." };
        let _ = writeln!(out, "{}{stop}\n", marked(paragraph.trim()));
    }
    let _ = writeln!(out, "```text\n{usage}\n```\n");
    if let Some(help) = command.get_after_help().map(ToString::to_string) {
        let examples: Vec<&str> = help.lines().skip(1).map(str::trim_start).collect();
        let _ = writeln!(out, "{heads}# Examples\n\n```sh\n{}\n```\n", examples.join("\n"));
    }
    let mut headed: Vec<(String, Vec<&Arg>)> = Vec::new();
    for arg in command
        .get_arguments()
        .filter(|arg| !arg.is_hide_set() && !["help", "version"].contains(&arg.get_id().as_str()))
    {
        let heading = match arg.get_help_heading() {
            _ if arg.is_positional() => "Arguments",
            Some(heading) => heading,
            None => "Options",
        };
        match headed.iter_mut().find(|(named, _)| named == heading) {
            Some((_, args)) => args.push(arg),
            None => headed.push((heading.to_owned(), vec![arg])),
        }
    }
    headed.sort_by_key(|(heading, _)| heading != "Arguments");
    for (heading, args) in headed {
        let _ = writeln!(out, "{heads}# {heading}\n\n| | |\n|---|---|");
        for (name, says) in args.into_iter().map(row) {
            let _ = writeln!(out, "| {name} | {says} |");
        }
        out.push('\n');
    }
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        body(sub, &format!("{path} {}", sub.get_name()), depth + 1, out);
    }
}

fn index(program: &Command) -> String {
    let mut out = format!(
        "{ORIGIN}# Commands\n\nWhat `tawatur COMMAND --help` says, a page for each command. [The tutorial](../tutorial.md) shows them at work.\n\n"
    );
    for (section, names) in SECTIONS {
        let _ = writeln!(out, "## {section}\n\n| | |\n|---|---|");
        for name in names {
            let command = program.find_subcommand(name).expect("a command of the index is there");
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(out, "| [`{name}`]({name}.md) | {} |", cell(&about));
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out + "\n"
}

fn pages() -> BTreeMap<String, String> {
    let program = program();
    let mut pages = BTreeMap::from([("README.md".to_owned(), index(&program))]);
    for command in program.get_subcommands() {
        let mut page = ORIGIN.to_owned();
        body(command, &format!("tawatur {}", command.get_name()), 1, &mut page);
        page.truncate(page.trim_end().len());
        pages.insert(format!("{}.md", command.get_name()), page + "\n");
    }
    pages
}

#[test]
fn every_command_has_a_page_that_says_what_its_help_says_and_no_page_lacks_a_command() {
    let (folder, pages) = (folder(), pages());
    let refresh = env::var_os("TAWATUR_GOLDEN").is_some_and(|value| value == "refresh");
    fs::create_dir_all(&folder).expect("the folder can be made");
    let mut differences = Vec::new();
    for entry in fs::read_dir(&folder).expect("the folder can be read") {
        let name = entry.expect("the folder can be read").file_name().into_string().expect("a name is UTF-8");
        if !pages.contains_key(&name) {
            if refresh {
                fs::remove_file(folder.join(name)).expect("the page can be removed");
            } else {
                differences.push(format!("docs/commands/{name}: there is no such command\n"));
            }
        }
    }
    for (name, now) in pages {
        let path = folder.join(&name);
        let page = fs::read_to_string(&path).unwrap_or_default();
        if refresh {
            fs::write(&path, now).expect("the page can be written");
        } else if page != now {
            let difference = TextDiff::from_lines(&page, &now).unified_diff().context_radius(2).to_string();
            differences.push(format!("docs/commands/{name} (- page, + help)\n{difference}"));
        }
    }
    assert!(
        differences.is_empty(),
        "{}\n`make golden` takes over what the help says.",
        differences.join("\n")
    );
}

#[test]
fn the_index_has_every_command_once() {
    let mut listed: Vec<&str> = SECTIONS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    let program = program();
    let mut commands: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
    listed.sort_unstable();
    commands.sort_unstable();
    assert_eq!(listed, commands);
}

#[test]
fn every_command_has_an_example_of_itself() {
    let program = program();
    let mut found = Vec::new();
    leaves(&program, &mut found);
    let without: Vec<&str> = found
        .iter()
        .filter(|command| {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let name = format!("{} ", command.get_name());
            !help.starts_with("Example")
                || !help.lines().skip(1).any(|line| format!("{line} ").contains(&name))
        })
        .map(|command| command.get_name())
        .collect();
    assert!(without.is_empty(), "no example: {without:?}");
}
