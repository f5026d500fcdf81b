//! The `[migration]` and `[incident]` sections, read by the tables of their settings.

use super::super::diagnostic::Diagnostics;
use super::super::fields::{Field, Fields};
use super::unknown;
use crate::sim::migration::{MIGRATION_SETTINGS, MigrationSettings, Policy};
use crate::sim::overload::{OVERLOAD_SETTINGS, OverloadSettings};
use crate::sim::{Setting, SettingRange};

/// Reads `[migration]`.
pub(super) fn migration(field: &Field<'_>, out: &mut Diagnostics<'_>) -> Option<MigrationSettings> {
    let mut fields = field.table("[migration] and policy = \"dual_write\" under it", out)?;
    let mut settings = MigrationSettings::default();
    if let Some(field) = fields.take("policy") {
        settings.policies = policies(&field, out);
    }
    read(&mut fields, &mut settings, &MIGRATION_SETTINGS, out);
    fields.finish(out);
    Some(settings)
}

/// Reads `[incident]`.
pub(super) fn incident(field: &Field<'_>, out: &mut Diagnostics<'_>) -> Option<OverloadSettings> {
    let mut fields = field.table("[incident] and utilisation = 0.8 under it", out)?;
    let mut settings = OverloadSettings::default();
    read(&mut fields, &mut settings, &OVERLOAD_SETTINGS, out);
    fields.finish(out);
    Some(settings)
}

fn read<S: Default>(fields: &mut Fields<'_>, settings: &mut S, table: &[Setting<S>], out: &mut Diagnostics<'_>) {
    let usual = S::default();
    for setting in table {
        let Some(field) = fields.take(setting.id) else { continue };
        let remedy = match (setting.get)(&usual) {
            Some(value) => format!("write {} = {value}", setting.id),
            None => "write a number in this range, or take the line out".to_owned(),
        };
        let value = match setting.range {
            SettingRange::Number(min, max) => field.number(min, max, &remedy, out),
            SettingRange::Whole(min, max) => field.whole(min, max, &remedy, out).map(|number| number as f64),
            SettingRange::Switch => field.truth(out).map(|truth| f64::from(u8::from(truth))),
        };
        if let Some(value) = value {
            (setting.set)(settings, value);
        }
    }
}

/// One policy, or a list of them, each once.
fn policies(field: &Field<'_>, out: &mut Diagnostics<'_>) -> Vec<Policy> {
    let mut found = Vec::new();
    let names = Policy::ALL.map(Policy::id);
    for one in field.one_or_many() {
        let Some(name) = one.text("policy = \"dual_write\"", out) else { continue };
        let policy = Policy::ALL.into_iter().find(|policy| policy.id() == name);
        match policy {
            None => unknown(&one, "policy", name, &names, out),
            Some(policy) if found.contains(&policy) => {
                out.error(
                    one.span.clone(),
                    &one.path,
                    format!("{} is {}, which stands there twice", one.path, one.shown()),
                    "take one out",
                );
            }
            Some(policy) => found.push(policy),
        }
    }
    if found.is_empty() && field.elements().is_some_and(|all| all.is_empty()) {
        out.error(
            field.span.clone(),
            &field.path,
            format!("{} is an empty list, must name a policy", field.path),
            "write policy = \"dual_write\", or take the line out for all of them",
        );
    }
    found
}
