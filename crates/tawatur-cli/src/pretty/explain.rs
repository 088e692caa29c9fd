//! Why a claim says what it says: its rules in words.

use tawatur::{
    Reader,
    claim::record::{Claim, Hop},
    codebook::{Codebook, Use},
    lexicon::Analyser,
    text::Text,
};

/// One line a rule.
pub fn reasons(reader: &Reader, claim: &Claim) -> Vec<String> {
    let mut hops = claim.chain.iter();
    claim.rules.iter().map(|rule| reason(reader.codebook(), claim, &mut hops, rule)).collect()
}

fn reason<'c>(
    codebook: &Codebook,
    claim: &Claim,
    hops: &mut impl Iterator<Item = &'c Hop>,
    rule: &str,
) -> String {
    let Some((what, which)) = rule.split_once(':') else {
        return match rule {
            "passive" => "passive verb: its subject is the one it is done to".to_owned(),
            other => other.to_owned(),
        };
    };
    match what {
        "frame" => frame(codebook, claim, which),
        // Hops and their rules stand in the same order.
        "chain" => match hops.next() {
            Some(Hop { text, cue: Some(cue), .. }) => format!("chain: {text} by «{cue}», cue {which}"),
            _ => format!("chain: cue {which}"),
        },
        "negation" | "hedge" | "modal" | "cause" => format!("{what}: cue {which}"),
        _ => {
            // Which token it was helps nobody who has no list of tokens.
            let how = which
                .rsplit_once(':')
                .filter(|(_, at)| at.parse::<usize>().is_ok())
                .map_or(which, |(how, _)| how);
            match label(what) {
                Some(label) => format!("{label}: by {how}"),
                None => format!("{what}: {how}"),
            }
        }
    }
}

fn label(role: &str) -> Option<&'static str> {
    Some(match role {
        "actors" => "who",
        "targets" => "to whom",
        "toward" => "toward",
        "place.in" | "place.from" | "place.to" => "where",
        "causes" => "why",
        _ => return None,
    })
}

/// The frame, what it means, and the lemma of it that the trigger is a form of.
fn frame(codebook: &Codebook, claim: &Claim, id: &str) -> String {
    let Some(at) = codebook.frames.iter().position(|f| f.id == id) else { return format!("frame {id}") };
    let gloss = &codebook.frames[at].gloss;
    let mut lemmas = lemmas(codebook, &claim.trigger.text, Use::Frame(at as u16));
    lemmas.dedup();
    let lemmas =
        if lemmas.is_empty() { "a phrase".to_owned() } else { format!("lemma {}", lemmas.join(" or ")) };
    format!("frame {id} ({gloss}): {lemmas}")
}

/// The lemmas of the words of a text that have this use.
fn lemmas<'c>(codebook: &'c Codebook, text: &str, usage: Use) -> Vec<&'c str> {
    let text = Text::new(text);
    let mut analyser = Analyser::default();
    let mut found = Vec::new();
    for at in 0..text.len() {
        let form = analyser.analyse(&codebook.lexicon, text.clean(at));
        for reading in &analyser.word(form).readings {
            if codebook.uses[reading.lemma as usize].contains(&usage) {
                found.push(codebook.lexicon.headword(reading.lemma));
            }
        }
    }
    found
}
