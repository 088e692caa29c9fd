//! A map: `GeoJSON` (RFC 7946), a feature a claim, with the columns of the table as its properties.
//!
//! The point is that of the first place in which it happened, else of the first place; claims whose place has no point
//! are features without geometry, which the format allows and map programs list without drawing.

use std::io::Write;

use serde_json::{Map, Value, json};

use super::{
    Context, Export, ExportError, Options, Tally,
    items::Items,
    table::{self, COLUMNS, Cell, Column},
};
use crate::redact::{Record, Released};

/// A collection of features.
pub struct Features<W>(Items<W>);

impl<W: Write> Features<W> {
    /// Writes the beginning.
    pub fn new(options: &Options, out: W) -> Result<Self, ExportError> {
        let about: Map<String, Value> =
            options.about.iter().map(|(k, v)| (k.clone(), Value::from(v.as_str()))).collect();
        let about =
            if about.is_empty() { String::new() } else { format!(",\"about\":{}", Value::from(about)) };
        let beginning = format!("{{\"type\":\"FeatureCollection\"{about},\"features\":[");
        Ok(Self(Items::new(out, &beginning, "\n]}\n")?))
    }

    /// Writes a feature at a point, longitude first, with cells as its properties.
    pub fn feature(
        &mut self,
        id: &str,
        point: Option<(f64, f64)>,
        columns: &[Column],
        cells: Vec<Cell>,
    ) -> Result<(), ExportError> {
        let properties: Map<String, Value> = columns
            .iter()
            .zip(cells)
            .filter(|(column, _)| !matches!(column.name, "lat" | "lon"))
            .map(|(column, cell)| (column.name.to_owned(), value(cell)))
            .collect();
        self.0.push(&json!({
            "type": "Feature",
            "id": id,
            "geometry": point.map(|(lon, lat)| json!({"type": "Point", "coordinates": [lon, lat]})),
            "properties": properties,
        }))
    }

    /// Writes the end.
    pub fn finish(self) -> Result<(), ExportError> {
        self.0.finish()
    }
}

/// A feature a claim.
pub struct Geojson<'a, W> {
    context: Context<'a>,
    features: Features<W>,
    tally: Tally,
}

impl<'a, W: Write> Geojson<'a, W> {
    pub fn new(context: Context<'a>, out: W) -> Result<Self, ExportError> {
        let features = Features::new(&context.options, out)?;
        Ok(Self { context, features, tally: Tally::default() })
    }
}

impl<W: Write> Export for Geojson<'_, W> {
    fn record(&mut self, record: &Released<Record>) -> Result<(), ExportError> {
        let record = record.get();
        self.tally.documents += 1;
        for claim in &record.claims {
            let cells = table::row(&self.context, record, claim);
            let point = table::principal(claim).and_then(|p| p.lon.zip(p.lat));
            self.features.feature(&claim.claim, point, COLUMNS, cells)?;
            self.tally.claims += 1;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Tally, ExportError> {
        self.features.finish()?;
        Ok(self.tally)
    }
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(words) => words.into(),
        Cell::Integer(number) => number.into(),
        Cell::Number(number) => number.into(),
        Cell::Day(day) => day.to_string().into(),
    }
}
