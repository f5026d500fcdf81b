//! The `[migration]` and `[incident]` sections, read by the tables of their settings.

use super::super::diagnostic::Diagnostics;
use super::super::fields::{Field, Fields};
use super::unknown;
use crate::sim::migration::{MIGRATION_SETTINGS, MigrationSettings, Policy};
use crate::sim::overload::{Axis, OVERLOAD_SETTINGS, OverloadSettings, Tipping};
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
    settings.tipping = fields.take("tipping").and_then(|field| tipping(&field, out));
    fields.finish(out);
    Some(settings)
}

/// Reads `tipping` under `[incident]`: what the tipping-point finder varies.
fn tipping(field: &Field<'_>, out: &mut Diagnostics<'_>) -> Option<Tipping> {
    let mut fields = field.table("tipping = { x = \"throttle_mb_s\", y = \"utilisation\" }", out)?;
    let usual = Tipping::default();
    let (x_name, y_name) = (fields.take("x"), fields.take("y"));
    let x_ends = [fields.take("x_from"), fields.take("x_to")];
    let y_ends = [fields.take("y_from"), fields.take("y_to")];
    let x = match &x_name {
        Some(name) => swept(name, out).and_then(|setting| axis(setting, name, &x_ends, out)),
        None => axis(usual.x.setting, field, &x_ends, out),
    };
    let y = y_name.as_ref().map(|name| swept(name, out).and_then(|setting| axis(setting, name, &y_ends, out)));
    if let Some(end) = y_ends.iter().flatten().next().filter(|_| y_name.is_none()) {
        let message = format!("{} stands there without y", end.path);
        out.error(end.span.clone(), &end.path, message, "write y = \"utilisation\" beside it, or take the line out");
    }
    if let (Some(x), Some(Some(y)), Some(name)) = (&x, &y, &y_name)
        && x.setting == y.setting
    {
        let message = format!("{} is {}, which x varies already", name.path, name.shown());
        out.error(name.span.clone(), &name.path, message, "write another setting, or take y out");
    }
    let most = u64::from(Tipping::POINTS);
    let points = fields.take("points").map_or(Some(u64::from(usual.points)), |field| field.whole(2, most, "write points = 40", out));
    fields.finish(out);
    Some(Tipping { x: x?, y: y.map_or(Some(None), |y| y.map(Some))?, points: points? as u32 })
}

/// A setting that can be swept: any but the switches.
fn swept(field: &Field<'_>, out: &mut Diagnostics<'_>) -> Option<&'static str> {
    let name = field.text("x = \"throttle_mb_s\"", out)?;
    let numbers = OVERLOAD_SETTINGS.iter().filter(|setting| setting.range != SettingRange::Switch);
    let names: Vec<&'static str> = numbers.map(|setting| setting.id).collect();
    let found = names.iter().copied().find(|id| *id == name);
    if found.is_none() {
        unknown(field, "setting that can be varied", name, &names, out);
    }
    found
}

/// The range of a setting; `field` names it, or is the table where nothing does.
fn axis(setting: &'static str, field: &Field<'_>, ends: &[Option<Field<'_>>; 2], out: &mut Diagnostics<'_>) -> Option<Axis> {
    let usual = Axis::usual(setting);
    let end = |at: usize, out: &mut Diagnostics<'_>| {
        let usual = usual.as_ref().map(|axis| if at == 0 { axis.from } else { axis.to });
        let Some(field) = &ends[at] else { return Some(usual) };
        let entry = OVERLOAD_SETTINGS.iter().find(|entry| entry.id == setting)?;
        let remedy = "write a number in this range, or take the line out";
        let value = match entry.range {
            SettingRange::Number(min, max) => field.number(min, max, remedy, out),
            SettingRange::Whole(min, max) => field.whole(min, max, remedy, out).map(|number| number as f64),
            SettingRange::Switch => None,
        };
        value.map(Some)
    };
    let (from, to) = (end(0, out)?, end(1, out)?);
    let (Some(from), Some(to)) = (from, to) else {
        let message = format!("{} varies {setting}, which has no usual range", field.path);
        out.error(field.span.clone(), &field.path, message, "write from and to for it: x_from = 1 and x_to = 10, or y_from and y_to");
        return None;
    };
    if from >= to {
        let at = ends[1].as_ref().or(ends[0].as_ref()).unwrap_or(field);
        let message = format!("{} makes a range from {from} to {to}, which must rise", at.path);
        out.error(at.span.clone(), &at.path, message, "write the smaller value as from and the greater one as to");
        return None;
    }
    Some(Axis { setting, from, to })
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
