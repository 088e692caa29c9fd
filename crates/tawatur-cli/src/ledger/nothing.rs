//! Why a listing is empty: which of the things asked for no claim has.

use anyhow::Result;
use serde_json::Value;
use tawatur_engine::{
    Ledger,
    query::{Filter, Rows, Session},
};

/// How much a name must be like another to be meant by it: misspelt ones are, others of the same length are not.
const ALIKE: f64 = 0.85;

/// One thing that was asked for, by itself.
#[derive(Debug)]
pub struct Asked {
    /// The flag that asks for it.
    pub flag: &'static str,
    /// Its value as it was typed.
    pub value: String,
    /// Which claims have it.
    pub filter: Filter,
}

/// Says on standard error why nothing was found, where nothing was.
pub fn say(is_empty: bool, ledger: &Ledger, asked: &[Asked]) -> Result<()> {
    if is_empty {
        for line in reasons(&Session::open(ledger)?, asked)? {
            eprintln!("{line}");
        }
    }
    Ok(())
}

fn reasons(session: &Session, asked: &[Asked]) -> Result<Vec<String>> {
    let mut reasons = Vec::new();
    for Asked { flag, value, filter } in asked {
        if values(session, &filter.claim_count())?.iter().all(|count| count.as_u64() == Some(0)) {
            let meant = alike(session, flag, value)?.map(|name| format!(" (there is `{name}`)"));
            reasons.push(format!("no claim has {flag} `{value}`{}", meant.unwrap_or_default()));
        }
    }
    if reasons.is_empty() {
        reasons.push(match asked {
            [] | [_] => "nothing fits".to_owned(),
            _ => "nothing fits all that was asked for; each by itself fits some claims".to_owned(),
        });
    }
    Ok(reasons)
}

/// What the ledger has that is written almost like it.
fn alike(session: &Session, flag: &str, value: &str) -> Result<Option<String>> {
    let query = match flag {
        "--type" => {
            "SELECT DISTINCT \"type\" FROM claims UNION SELECT DISTINCT split_part(\"type\", '.', 1) FROM claims"
        }
        "--outlet" => "SELECT DISTINCT outlet FROM claims WHERE outlet IS NOT NULL",
        _ => return Ok(None),
    };
    let names = values(session, query)?;
    let names = names.iter().filter_map(Value::as_str).map(str::to_owned);
    let likeness = |name: &String| strsim::jaro_winkler(&name.to_lowercase(), &value.to_lowercase());
    let best = names.max_by(|a, b| likeness(a).total_cmp(&likeness(b)).then(b.cmp(a)));
    Ok(best.filter(|name| likeness(name) >= ALIKE))
}

/// The values that answer a query of one column.
fn values(session: &Session, query: &str) -> Result<Vec<Value>> {
    let mut values = Vec::new();
    for batch in session.batches(query)? {
        for row in Rows::new(&batch)?.values()? {
            values.extend(row.into_iter().map(|(_, value)| value));
        }
    }
    Ok(values)
}
