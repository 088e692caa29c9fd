//! Links between the project's pages lead somewhere.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|e| e == "md") {
            found.push(path);
        }
    }
}

/// What stands between `](` and `)`, outside of blocks of code.
fn links(page: &str) -> Vec<&str> {
    let mut block = false;
    let prose = page.lines().filter(|line| {
        block ^= line.starts_with("```");
        !block && !line.starts_with("    ")
    });
    prose.flat_map(|line| line.split("](").skip(1)).filter_map(|rest| rest.split(')').next()).collect()
}

/// The anchors that a git host gives headings.
fn anchors(page: &str) -> Vec<String> {
    let headings =
        page.lines().filter_map(|line| line.strip_prefix('#')).map(|l| l.trim_start_matches('#').trim());
    let anchor = |heading: &str| -> String {
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).flat_map(char::to_lowercase).collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn every_link_between_pages_leads_to_a_file_and_a_heading_that_are_there() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut all =
        vec![project.join("README.md"), project.join("CONTRIBUTING.md"), project.join("ARCHITECTURE.md")];
    pages(&project.join("docs"), &mut all);
    let mut dead = Vec::new();
    for page in all {
        let text = fs::read_to_string(&page).expect("a page is text");
        for link in links(&text).into_iter().filter(|link| !link.contains("://")) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let to = if path.is_empty() { page.clone() } else { page.with_file_name("").join(path) };
            let there = to.is_dir()
                || fs::read_to_string(&to).is_ok_and(|text| {
                    anchor.is_empty() || anchors(&text).iter().any(|heading| heading == anchor)
                });
            if !there {
                dead.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}
