//! What the ledger keeps beside the claims of a document, after the document was redacted: entities and reviews.

use tawatur::claim::record::Claim;

use super::{claim::Mover, pseudonym::Key};
use crate::{
    review::Field,
    row::{EntityRow, ReviewRow},
};

/// An entity in the redacted text: whatever touches a word that was replaced has no name and no id but what stands there
/// now. `None` when its mentions do not stand in the text.
pub fn entity(
    mut entity: EntityRow,
    mover: &Mover<'_>,
    words: &impl Fn(&str) -> String,
) -> Option<EntityRow> {
    let touched = entity.mentions.iter().any(|mention| mover.edited.touches(mention.span));
    let mut named = None;
    for mention in &mut entity.mentions {
        let replaced = mover.edited.touches(mention.name);
        mover.words(&mut mention.span, &mut mention.text)?;
        mention.name = mover.edited.span(mention.name);
        if replaced && named.is_none() {
            named = Some(mover.edited.words(mention.name).to_owned());
        }
    }
    entity.aliases = entity.aliases.iter().map(|alias| words(alias)).collect();
    if touched {
        (entity.id, entity.name_en) = (None, None);
        entity.name = named.unwrap_or_else(|| words(&entity.name));
        // What else it is called is what its mentions say.
        let said: Vec<&str> = entity.mentions.iter().map(|mention| mention.text.as_str()).collect();
        entity.aliases.retain(|alias| said.contains(&alias.as_str()));
    } else {
        entity.name = words(&entity.name);
    }
    entity.aliases.sort_unstable();
    entity.aliases.dedup();
    entity.aliases.retain(|alias| *alias != entity.name);
    Some(entity)
}

/// A decision about a claim of the redacted text, without who made it. `None` when the words it is about do not stand in
/// the text.
pub fn review(
    mut review: ReviewRow,
    claim: Option<&Claim>,
    mover: &Mover<'_>,
    words: &impl Fn(&str) -> String,
    key: &Key,
) -> Option<ReviewRow> {
    mover.words(&mut review.trigger.span, &mut review.trigger.text)?;
    mover.words(&mut review.content.span, &mut review.content.text)?;
    review.reviewer = key.reviewer(&review.reviewer);
    review.note = review.note.as_deref().map(words);
    // A corrected value goes the way of the claim that it would be in.
    review.value = review.value.as_deref().and_then(|value| {
        let field = Field::named(review.field.as_deref()?)?;
        let value = serde_json::from_str(value).ok()?;
        let corrected = field.put(claim?, Some(&value)).ok()?;
        let told = mover.claim(&corrected, &mut |cue| words(cue))?;
        Some(field.of(&told).to_string())
    });
    Some(review)
}
