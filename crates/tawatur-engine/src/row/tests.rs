use jiff::Timestamp;

use super::*;
use crate::invented;

fn there_and_back<R: Row + PartialEq + std::fmt::Debug + Clone>(rows: &[R]) {
    let batch = R::batch(rows).unwrap();
    assert_eq!(batch.schema(), R::TABLE.schema());
    assert_eq!(R::rows(&batch).unwrap(), rows);
}

fn claims() -> Vec<ClaimRow> {
    let document = invented::row(1);
    let mut bare = ClaimRow::new(&document, invented::claim("b", &document.text));
    bare.outlet = None;
    bare.published = None;
    let claim = &mut bare.claim;
    claim.claim = "bare".to_owned();
    claim.time = None;
    claim.chain.clear();
    claim.places.clear();
    claim.quantities.clear();
    vec![ClaimRow::new(&document, invented::claim("a", &document.text)), bare]
}

#[test]
fn rows_come_back_from_columns_as_they_went_in() {
    let mut document = invented::row(1);
    document.furniture = vec![[0, 8], [10, 12]];
    there_and_back(&[document.clone(), invented::row(2)]);
    let claims = claims();
    there_and_back(&claims);
    there_and_back(&claims.iter().flat_map(ClaimRow::hops).collect::<Vec<_>>());
    let mention =
        EntityMentionRow {
            span: [3, 9], text: "الرملة".to_owned(), name: [3, 9], how: "name".to_owned()
        };
    there_and_back(&[EntityRow {
        entity: "e".to_owned(),
        document: document.id.clone(),
        outlet: None,
        published: document.published,
        name: "الرملة".to_owned(),
        class: "place".to_owned(),
        id: None,
        name_en: None,
        country: None,
        evidence: "list".to_owned(),
        count: 1,
        aliases: vec!["رملة".to_owned()],
        mentions: vec![mention],
    }]);
    there_and_back(&[ReviewRow {
        review: "r".to_owned(),
        claim: "c".to_owned(),
        document: document.id,
        kind: "control.withdraw".to_owned(),
        trigger: claims[0].claim.trigger.clone(),
        content: claims[0].claim.content.clone(),
        decision: Decision::Correct,
        field: Some("places".to_owned()),
        value: Some("[]".to_owned()),
        reviewer: "مراجع".to_owned(),
        time: Timestamp::UNIX_EPOCH,
        note: None,
    }]);
}

#[test]
fn no_rows_are_columns_too() {
    there_and_back::<DocumentRow>(&[]);
    there_and_back::<ClaimRow>(&[]);
    there_and_back::<HopRow>(&[]);
    there_and_back::<EntityRow>(&[]);
    there_and_back::<ReviewRow>(&[]);
}

#[test]
fn a_claim_is_written_as_the_record_of_the_claim_format() {
    let row = &claims()[0];
    let back = &ClaimRow::rows(&ClaimRow::batch(std::slice::from_ref(row)).unwrap()).unwrap()[0];
    assert_eq!(serde_json::to_string(&back.claim).unwrap(), serde_json::to_string(&row.claim).unwrap());
}

#[test]
fn hops_are_counted_from_the_reader_and_the_last_is_the_origin() {
    let mut row = claims().remove(0);
    let mut second = row.claim.chain[0].clone();
    second.text = "شهود".to_owned();
    row.claim.chain.push(second);
    let hops: Vec<(u32, bool, String)> =
        row.hops().map(|hop| (hop.position, hop.origin, hop.hop.text)).collect();
    assert_eq!(hops, [(1, false, "ناشط".to_owned()), (2, true, "شهود".to_owned())]);
}
