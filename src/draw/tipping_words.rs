//! The tipping map in words: as a sentence, point by point, and row by row for those who cannot see it.

use crate::sim::overload::{OverloadSettings, TippingMap, Verdict, forms::Numbers};

/// The rows of the table at most: more say nothing that the sentence and the picture do not.
const ROWS: u32 = 10;

/// The map in a sentence.
#[must_use]
pub fn describe_tipping(map: &TippingMap) -> String {
    let of = |verdict: Verdict| map.verdicts().iter().filter(|found| **found == Some(verdict)).count();
    let [survive, degrade, cascade] = [Verdict::Survives, Verdict::Degrades, Verdict::Cascades].map(of);
    format!("Of {} runs {survive} survive, {degrade} degrade and {cascade} cascade.", map.tipping().total())
}

/// What a point is; none where there is no such point, or it was not run.
#[must_use]
pub fn describe_tipping_point(map: &TippingMap, settings: &OverloadSettings, point: u32) -> Option<String> {
    let verdict = (*map.verdicts().get(point as usize)?)?;
    let values = map.tipping().values(settings, point);
    let said = values.iter().map(|(entry, value)| format!("{} {value} {}", entry.title, entry.unit).trim_end().to_owned());
    let over = Numbers::of(map.ground(), &map.tipping().at(settings, point)).tipping;
    Some(format!("{}: {}. ρ·x + s = {over:.2}.", said.collect::<Vec<_>>().join(", "), verdict.id()))
}

/// Row by row, from the greatest y on: y, the greatest x that survives, the least x that cascades; empty where there is none.
#[must_use]
pub fn tipping_rows(map: &TippingMap) -> Vec<[String; 3]> {
    let rows = map.tipping().total() / map.tipping().points;
    (0..rows).rev().step_by(rows.div_ceil(ROWS).max(1) as usize).map(|number| row(map, number)).collect()
}

fn row(map: &TippingMap, number: u32) -> [String; 3] {
    let (tipping, points) = (map.tipping(), map.tipping().points);
    let verdict = |column: u32| map.verdicts().get((number * points + column) as usize).copied().flatten();
    let value = |column: Option<u32>| column.map_or_else(String::new, |column| tipping.x.shown(column, points).to_string());
    [
        tipping.y.as_ref().map_or_else(String::new, |axis| axis.shown(number, points).to_string()),
        value((0..points).rev().find(|column| verdict(*column) == Some(Verdict::Survives))),
        value((0..points).find(|column| verdict(*column) == Some(Verdict::Cascades))),
    ]
}
