//! The settings of the simulations as Markdown tables, for `docs/scenario.md`.

use super::migration::{MIGRATION_SETTINGS, MigrationSettings};
use super::overload::{OVERLOAD_SETTINGS, OverloadSettings};
use super::{Setting, SettingRange};

/// The tables, each with the name of its section.
#[must_use]
pub fn tables() -> [(&'static str, String); 2] {
    [
        ("migration", table(&MIGRATION_SETTINGS, &MigrationSettings::default())),
        ("incident", table(&OVERLOAD_SETTINGS, &OverloadSettings::default())),
    ]
}

fn table<S>(settings: &[Setting<S>], usual: &S) -> String {
    let rows = settings.iter().map(|setting| row(setting, (setting.get)(usual)));
    std::iter::once("| field | what it is | unit | range | default |\n|---|---|---|---|---|\n".to_owned()).chain(rows).collect()
}

fn row<S>(setting: &Setting<S>, usual: Option<f64>) -> String {
    let range = match setting.range {
        SettingRange::Number(min, max) => format!("{min} to {max}"),
        SettingRange::Whole(min, max) => format!("{min} to {max}, whole"),
        SettingRange::Switch => "`true`, `false`".to_owned(),
    };
    let usual = match (setting.range, usual) {
        (_, None) => "off".to_owned(),
        (SettingRange::Switch, Some(value)) => format!("`{}`", value != 0.0),
        (_, Some(value)) => value.to_string(),
    };
    let unit = if setting.unit.is_empty() { "–" } else { setting.unit };
    format!("| `{}` | {} | {unit} | {range} | {usual} |\n", setting.id, setting.about.trim_end_matches('.'))
}
