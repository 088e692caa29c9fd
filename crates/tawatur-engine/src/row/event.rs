//! Links, events and contradictions as columns.

use datafusion::arrow::datatypes::Field;

use super::{
    Row, Table,
    schema::{DAY, FIGURE, NUMBER, TEXT, list, optional, record, required, texts},
};
use crate::event::{ContradictionRow, EventClaimRow, EventRow, LinkRow};

impl Row for LinkRow {
    const TABLE: Table = Table::Links;

    fn columns() -> Vec<Field> {
        vec![
            required("first_document", TEXT),
            required("first_claim", TEXT),
            optional("first_published", DAY),
            required("second_document", TEXT),
            required("second_claim", TEXT),
            optional("second_published", DAY),
            required("points", NUMBER),
            required("strength", TEXT),
            optional("veto", TEXT),
            optional("rules", list(TEXT)),
        ]
    }
}

impl Row for EventRow {
    const TABLE: Table = Table::Events;

    fn columns() -> Vec<Field> {
        let place = record(
            [
                texts(["name", "id", "country", "admin1"]),
                vec![optional("lat", FIGURE), optional("lon", FIGURE)],
                texts(["precision"]),
                vec![optional("claims", NUMBER)],
            ]
            .concat(),
        );
        let origin = record(
            [
                texts(["key", "name", "kind", "named", "role"]),
                vec![
                    optional("resolved", datafusion::arrow::datatypes::DataType::Boolean),
                    optional("claims", NUMBER),
                    optional("outlets", list(TEXT)),
                ],
                texts(["source_grade", "source_why"]),
                vec![optional("item_grade", NUMBER)],
                texts(["item_why"]),
            ]
            .concat(),
        );
        let bounds = || vec![optional("low", FIGURE), optional("high", FIGURE), optional("best", FIGURE)];
        let said = record(
            [
                texts(["document", "claim", "outlet"]),
                vec![optional("published", DAY)],
                texts(["origin"]),
                bounds(),
                texts(["qualifier", "text"]),
            ]
            .concat(),
        );
        let figures = record([texts(["of"]), bounds(), vec![optional("said", list(said))]].concat());
        let words = |name: &str| required(name, TEXT);
        let count = |name: &str| required(name, NUMBER);
        vec![
            words("event"),
            words("type"),
            words("family"),
            words("title"),
            words("title_document"),
            words("title_claim"),
            optional("place", place),
            optional("first", DAY),
            optional("last", DAY),
            words("precision"),
            optional("published_first", DAY),
            optional("published_last", DAY),
            count("claims"),
            count("copies"),
            count("denied"),
            count("documents"),
            optional("outlets", list(TEXT)),
            count("lines"),
            count("origins_low"),
            count("origins_high"),
            optional("origins", list(origin)),
            optional("settle", list(TEXT)),
            optional("kin", list(TEXT)),
            optional("choke", TEXT),
            optional("figures", list(figures)),
            count("contradictions"),
        ]
    }
}

impl Row for EventClaimRow {
    const TABLE: Table = Table::EventClaims;

    fn columns() -> Vec<Field> {
        vec![
            required("event", TEXT),
            required("part", TEXT),
            optional("since", DAY),
            optional("until", DAY),
            required("document", TEXT),
            required("claim", TEXT),
            optional("outlet", TEXT),
            optional("published", DAY),
            required("joined", TEXT),
            optional("via_document", TEXT),
            optional("via_claim", TEXT),
            optional("points", NUMBER),
            required("origin", TEXT),
            optional("relays", list(TEXT)),
            optional("copy_of_document", TEXT),
            optional("copy_of_claim", TEXT),
        ]
    }
}

impl Row for ContradictionRow {
    const TABLE: Table = Table::Contradictions;

    fn columns() -> Vec<Field> {
        let day = |name: &str| optional(name, DAY);
        let text = |name: &str| required(name, TEXT);
        vec![
            text("event"),
            text("kind"),
            text("field"),
            text("first_document"),
            text("first_claim"),
            day("first_published"),
            text("first_says"),
            text("second_document"),
            text("second_claim"),
            day("second_published"),
            text("second_says"),
            text("reason"),
        ]
    }
}
