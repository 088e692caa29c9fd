//! The frames of a type and the uses of a word, for authors who wonder what is there already.

use std::fmt::Write;

use anyhow::{Result, bail};
use tawatur::{
    codebook::{Codebook, Element, Frame, Pattern, Phrase, Position, Prep, Referent, Use},
    lexicon::Analyser,
    text::Text,
};

/// What the codebook holds under a type, an id or a word.
pub fn show(codebook: &Codebook, what: &str) -> Result<String> {
    let mut out = String::new();
    let under = |id: &str| id == what || id.strip_prefix(what).is_some_and(|rest| rest.starts_with('.'));
    for (at, info) in codebook.types.iter().enumerate() {
        if under(&info.id) {
            line(&mut out, 0, &format!("{}  {} · {}", info.id, info.en, info.ar));
            for (number, frame) in
                codebook.frames.iter().enumerate().filter(|(_, f)| usize::from(f.kind) == at)
            {
                self::frame(codebook, number, frame, &mut out);
            }
        }
    }
    if out.is_empty() {
        for (number, frame) in codebook.frames.iter().enumerate().filter(|(_, f)| under(&f.id)) {
            self::frame(codebook, number, frame, &mut out);
        }
    }
    for (number, cue) in codebook.cues.iter().enumerate().filter(|(_, c)| under(&c.id)) {
        line(&mut out, 1, &format!("{}  cue, {:?}", cue.id, cue.kind));
        words(codebook, Use::Cue(number as u16), &mut out);
    }
    if out.is_empty() {
        word(codebook, what, &mut out);
    }
    if out.is_empty() {
        bail!("the codebook {} has no type, frame, cue, word or name `{what}`", codebook.label());
    }
    Ok(out)
}

fn line(out: &mut String, depth: usize, text: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "{}{text}", "  ".repeat(depth));
}

fn frame(codebook: &Codebook, number: usize, frame: &Frame, out: &mut String) {
    line(out, 1, &format!("{}  {} (weight {})", frame.id, frame.gloss, frame.weight));
    words(codebook, Use::Frame(number as u16), out);
    let roles: Vec<String> = frame
        .roles
        .iter()
        .map(|(position, role)| format!("{} = {}", place(*position), role.name()))
        .collect();
    if !roles.is_empty() {
        line(out, 2, &format!("roles: {}", roles.join(", ")));
    }
}

/// The lemmas and phrases with a use.
fn words(codebook: &Codebook, usage: Use, out: &mut String) {
    let lemmas: Vec<&str> = codebook
        .uses
        .iter()
        .enumerate()
        .filter(|(_, uses)| uses.contains(&usage))
        .map(|(lemma, _)| codebook.lexicon.headword(lemma as u32))
        .collect();
    if !lemmas.is_empty() {
        line(out, 2, &format!("lemmas: {}", lemmas.join("، ")));
    }
    let phrases: Vec<String> =
        codebook.phrases.iter().filter(|p| p.usage == usage).map(|p| phrase(codebook, p)).collect();
    if !phrases.is_empty() {
        line(out, 2, &format!("phrases: {}", phrases.join("، ")));
    }
}

fn phrase(codebook: &Codebook, phrase: &Phrase) -> String {
    let element = |element: &Element| match element {
        Element::Word(word) => {
            let pattern = codebook.phrase_words.of(*word);
            format!("{}{}", pattern.folded, if pattern.open { "*" } else { "" })
        }
        Element::Verb(lemma) => format!("{{{}}}", codebook.lexicon.headword(*lemma)),
        Element::Gap => "~".to_owned(),
    };
    phrase.elements.iter().map(element).collect::<Vec<_>>().join(" ")
}

/// Every reading of a word with its uses, the phrases that hold it, and what it names.
fn word(codebook: &Codebook, what: &str, out: &mut String) {
    let text = Text::new(what);
    let mut analyser = Analyser::default();
    for at in 0..text.len() {
        let form = analyser.analyse(&codebook.lexicon, text.clean(at));
        let mut seen = Vec::new();
        for reading in &analyser.word(form).readings {
            // One spelling may be several forms of a lemma: perfect and imperative, nominative and accusative.
            if seen.contains(&(reading.lemma, reading.features.part)) {
                continue;
            }
            seen.push((reading.lemma, reading.features.part));
            let headword = codebook.lexicon.headword(reading.lemma);
            line(out, 0, &format!("{}  {headword}: {:?}", text.surface(at), reading.features.part));
            for &usage in &codebook.uses[reading.lemma as usize] {
                line(out, 1, &used_as(codebook, usage));
            }
        }
        let folded = text.folded(at);
        for held in codebook.phrases.iter().filter(|p| holds(codebook, p, folded)) {
            line(out, 0, &format!("{}  in `{}`", text.surface(at), phrase(codebook, held)));
            line(out, 1, &used_as(codebook, held.usage));
        }
        let roles: Vec<&str> = codebook.name_words.roles(folded).names().collect();
        if !roles.is_empty() {
            line(out, 0, &format!("{}  beside names: {}", text.surface(at), roles.join(", ")));
        }
    }
    for referent in tawatur::mention::entities_named(codebook, &tawatur::text::clean(what)) {
        match referent {
            Referent::Entity(at) => {
                let entity = &codebook.entities[*at as usize];
                line(out, 0, &format!("{what}  names {} ({:?}, {})", entity.name, entity.kind, entity.id));
            }
            Referent::Place(at) => {
                let place = &codebook.places[*at as usize];
                let of = [place.kind.as_str(), &place.admin1, &place.country, &place.id];
                let of: Vec<&str> = of.into_iter().filter(|part| !part.is_empty()).collect();
                line(out, 0, &format!("{what}  names {} ({})", place.name, of.join(", ")));
            }
        }
    }
}

/// Whether a phrase is about a word. `أن*` is about none, whatever it matches.
fn holds(codebook: &Codebook, phrase: &Phrase, folded: &str) -> bool {
    let telling = |p: &Pattern| p.matches(folded) && (!p.open || p.folded.chars().count() > 2);
    phrase
        .elements
        .iter()
        .any(|e| matches!(e, Element::Word(word) if telling(codebook.phrase_words.of(*word))))
}

fn used_as(codebook: &Codebook, usage: Use) -> String {
    match usage {
        Use::Frame(at) => {
            let frame = &codebook.frames[at as usize];
            format!("frame {}  {}", frame.id, frame.gloss)
        }
        Use::Cue(at) => {
            let cue = &codebook.cues[at as usize];
            format!("cue {}  {:?}", cue.id, cue.kind)
        }
        Use::Head(at) => {
            let head = &codebook.heads[at as usize];
            let mut notes = Vec::new();
            notes.extend(head.source.as_ref().map(|s| format!("source {s}")));
            notes.extend(head.title.then(|| "title".to_owned()));
            notes.extend(head.group_head.then(|| "before a group's name".to_owned()));
            notes.extend(head.place_head.as_ref().map(|p| format!("before a place's name ({p})")));
            notes.extend(head.any_name.then(|| "which may be any words".to_owned()));
            format!("word {}  {}", head.lemma, notes.join(", "))
        }
        Use::Nisba(at) => format!("nisba of {}", codebook.entities[at as usize].name),
        Use::Phrase(at) => {
            let held = &codebook.phrases[at as usize];
            format!("opens `{}`: {}", phrase(codebook, held), used_as(codebook, held.usage))
        }
    }
}

fn place(position: Position) -> &'static str {
    match position {
        Position::Subject => "subject",
        Position::Object => "object",
        Position::Genitive => "genitive",
        Position::After(prep) => match prep {
            Prep::An => "عن",
            Prep::Min => "من",
            Prep::Ila => "إلى",
            Prep::Li => "ل",
            Prep::Bi => "ب",
            Prep::Ala => "على",
            Prep::Fi => "في",
            Prep::Maa => "مع",
            Prep::Didd => "ضد",
            Prep::Bayn => "بين",
            Prep::Bihaqq => "بحق",
            Prep::Lada => "لدى",
            Prep::Dimn => "ضمن",
            Prep::Dakhil => "داخل",
            Prep::Other => "any other preposition",
        },
    }
}
