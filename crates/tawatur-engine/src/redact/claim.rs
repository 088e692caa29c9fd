//! Claims after their document was redacted: every span and word follows the text, and what tells of somebody at risk is
//! no finer than a first-level division and a month.

use jiff::civil::Date;
use tawatur::{
    claim::record::{Argument, Claim, CodePoints, Hop, Place, Time},
    codebook::Codebook,
};

use super::edit::Edited;

/// Whether a place is finer than a first-level division, or may be.
pub fn is_fine(place: &Place) -> bool {
    let wide = matches!(place.precision.as_deref(), Some("country" | "admin1")) && place.parts.is_empty();
    // The Sahel, the Mediterranean
    let vast = place.id.is_some() && place.country.is_none();
    !wide && !vast
}

/// What stands in a text for a place that was made coarser.
pub fn area(place: &Place) -> String {
    match (&place.admin1, &place.country) {
        (Some(admin1), _) => format!("[{admin1}]"),
        (None, Some(country)) => format!("[{country}]"),
        (None, None) => "[place]".to_owned(),
    }
}

/// The division, or the country, that a place lies in, in its stead. Its words are set when spans are.
pub fn coarser(place: &Place, codebook: &Codebook) -> Place {
    let of = |kind: &str, name: Option<&str>| {
        codebook.places.iter().find(|p| {
            p.kind == kind
                && Some(p.country.as_str()) == place.country.as_deref()
                && name.is_none_or(|n| p.name == n || p.admin1 == n)
        })
    };
    let row = match &place.admin1 {
        Some(admin1) => of("admin1", Some(admin1)),
        None => of("country", None),
    };
    let precision = match (&place.admin1, &place.country) {
        (Some(_), _) => Some("admin1"),
        (None, Some(_)) => Some("country"),
        (None, None) => None,
    };
    Place {
        span: place.span,
        text: place.text.clone(),
        role: place.role.clone(),
        name: row.map(|r| r.name.clone()).or_else(|| place.admin1.clone()),
        country: place.country.clone(),
        admin1: place.admin1.clone(),
        lat: row.and_then(|r| r.point).map(|(lat, _)| degrees(lat)),
        lon: row.and_then(|r| r.point).map(|(_, lon)| degrees(lon)),
        id: row.map(|r| r.id.clone()),
        precision: precision.map(str::to_owned),
        parts: Vec::new(),
        container: None,
        candidates: Vec::new(),
    }
}

/// Degrees as the gazetteer writes them, to five digits, and not as a float of 32 bits happens to lie.
fn degrees(value: f32) -> f64 {
    (f64::from(value) * 1e5).round() / 1e5
}

/// Whether a time is finer than a month.
pub fn is_fine_time(time: &Time) -> bool {
    !matches!(time.precision.as_str(), "month" | "season" | "year" | "vague")
}

/// What stands in a text for a time that was made coarser.
pub fn month(time: &Time) -> String {
    match (&time.start, &time.end) {
        (Some(day), _) | (None, Some(day)) => format!("[{}]", day.get(..7).unwrap_or(day)),
        (None, None) => "[time]".to_owned(),
    }
}

/// The whole months that a time lies in.
pub fn coarser_time(time: &Time) -> Time {
    let whole = |day: &Option<String>, side: fn(Date) -> Date| {
        day.as_ref().and_then(|d| d.parse::<Date>().ok()).map(|d| side(d).to_string())
    };
    Time {
        span: time.span,
        text: time.text.clone(),
        start: whole(&time.start, Date::first_of_month),
        end: whole(&time.end, Date::last_of_month),
        precision: "month".to_owned(),
    }
}

/// Moves the words of claims from a text to the same text redacted.
pub struct Mover<'a> {
    /// The text as it was.
    pub text: &'a str,
    /// The byte at which each of its code points begins, and its end.
    pub starts: &'a [u32],
    /// The text redacted.
    pub edited: &'a Edited,
    /// What was made coarser: spans in the text as it was.
    pub coarse: &'a [CodePoints],
    /// Whether the claim tells of somebody at risk.
    pub at_risk: bool,
    /// The codebook.
    pub codebook: &'a Codebook,
}

impl Mover<'_> {
    /// The claim in the redacted text; `None` when its words do not stand in the text that it is said to be of.
    pub fn claim(&self, claim: &Claim, cue: &mut impl FnMut(&str) -> String) -> Option<Claim> {
        let mut moved = claim.clone();
        self.words(&mut moved.trigger.span, &mut moved.trigger.text)?;
        self.words(&mut moved.content.span, &mut moved.content.text)?;
        for argument in moved.actors.iter_mut().chain(&mut moved.targets).chain(&mut moved.toward) {
            self.argument(argument)?;
        }
        for place in &mut moved.places {
            self.place(place)?;
        }
        if let Some(time) = &mut moved.time {
            if is_fine_time(time) && (self.at_risk || self.is_coarse(time.span)) {
                *time = coarser_time(time);
            }
            self.words(&mut time.span, &mut time.text)?;
        }
        for quantity in &mut moved.quantities {
            self.words(&mut quantity.span, &mut quantity.text)?;
        }
        for cause in &mut moved.causes {
            self.words(&mut cause.span, &mut cause.text)?;
        }
        for hop in &mut moved.chain {
            self.hop(hop, cue)?;
        }
        Some(moved)
    }

    /// Words in the redacted text; `None` when they do not stand where they are said to.
    pub fn words(&self, span: &mut CodePoints, words: &mut String) -> Option<()> {
        let (start, end) = (*self.starts.get(span[0])? as usize, *self.starts.get(span[1])? as usize);
        if self.text.get(start..end)? != words {
            return None;
        }
        *span = self.edited.span(*span);
        self.edited.words(*span).clone_into(words);
        Some(())
    }

    fn argument(&self, argument: &mut Argument) -> Option<()> {
        // Whatever touches what was replaced may say by its id what the words no longer say.
        if self.edited.touches(argument.span) {
            (argument.entity, argument.id) = (None, None);
        }
        self.words(&mut argument.span, &mut argument.text)
    }

    fn place(&self, place: &mut Place) -> Option<()> {
        if self.is_coarse(place.span) || self.at_risk && is_fine(place) {
            *place = coarser(place, self.codebook);
        }
        self.words(&mut place.span, &mut place.text)
    }

    fn hop(&self, hop: &mut Hop, cue: &mut impl FnMut(&str) -> String) -> Option<()> {
        if self.edited.touches(hop.span) {
            hop.entity = None;
        }
        hop.cue = hop.cue.as_deref().map(&mut *cue);
        self.words(&mut hop.span, &mut hop.text)
    }

    fn is_coarse(&self, span: CodePoints) -> bool {
        self.coarse.iter().any(|c| c[0] < span[1] && span[0] < c[1])
    }
}
