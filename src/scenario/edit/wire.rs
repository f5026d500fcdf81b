//! An edit as it is sent: one flat record, which decodes in a fifth of the code that a record for each edit takes.

use super::Edit;
use serde::Deserialize;

/// The fields of all edits.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wire {
    r#do: String,
    name: Option<String>,
    to: Option<String>,
    weight: Option<f64>,
    kind: Option<String>,
    index: Option<usize>,
    param: Option<String>,
    value: Option<f64>,
    hash: Option<String>,
    dialect: Option<String>,
    count: Option<u64>,
    pattern: Option<String>,
    ids: Option<u64>,
    title: Option<String>,
    action: Option<String>,
    node: Option<String>,
    zone: Option<String>,
    strategy: Option<String>,
    parameter: Option<String>,
    measure: Option<String>,
    begin: Option<f64>,
    end: Option<f64>,
    seeds: Option<u32>,
    section: Option<String>,
    source: Option<String>,
}

/// The field of an edit, or which one is missing.
fn must<T>(field: Option<T>, name: &str) -> Result<T, String> {
    field.ok_or_else(|| format!("the edit has no {name}"))
}

impl TryFrom<Wire> for Edit {
    type Error = String;

    fn try_from(wire: Wire) -> Result<Self, String> {
        let Wire {
            name,
            to,
            weight,
            kind,
            index,
            param,
            value,
            hash,
            dialect,
            count,
            pattern,
            ids,
            title,
            action,
            node,
            zone,
            strategy,
            parameter,
            measure,
            begin,
            end,
            seeds,
            section,
            source,
            ..
        } = wire;
        Ok(match wire.r#do.as_str() {
            "add_node" => Self::AddNode { name },
            "remove_node" => Self::RemoveNode { name: must(name, "name")? },
            "rename_node" => Self::RenameNode { name: must(name, "name")?, to: must(to, "to")? },
            "set_weight" => Self::SetWeight { name: must(name, "name")?, weight: must(weight, "weight")? },
            "add_strategy" => Self::AddStrategy { kind: must(kind, "kind")? },
            "remove_strategy" => Self::RemoveStrategy { index: must(index, "index")? },
            "set_param" => Self::SetParam { index: must(index, "index")?, param: must(param, "param")?, value: must(value, "value")? },
            "set_strategy_hash" => Self::SetStrategyHash { index: must(index, "index")?, hash },
            "set_script" => Self::SetScript { index, name: must(name, "name")?, source: must(source, "source")? },
            "set_dialect" => Self::SetDialect { index: must(index, "index")?, dialect },
            "set_keys" => Self::SetKeys { count, pattern, ids },
            "set_popularity" => Self::SetPopularity { kind: must(kind, "kind")?, value, count },
            "set_choice" => Self::SetChoice { param: must(param, "param")?, to },
            "set_replicas" => Self::SetReplicas { value: must(value, "value")? as u32 },
            "set_hash" => Self::SetHash { hash },
            "set_title" => Self::SetTitle { title: must(title, "title")? },
            "set_sweep" => Self::SetSweep { parameter, measure, begin, end, seeds },
            "remove_sweep" => Self::RemoveSweep,
            "set_simulation" => Self::SetSimulation { section: must(section, "section")?, param, value, to },
            "remove_simulation" => Self::RemoveSimulation { section: must(section, "section")? },
            "add_step" => Self::AddStep { action: must(action, "action")?, node, zone, weight, strategy },
            "remove_step" => Self::RemoveStep { index: must(index, "index")? },
            other => return Err(format!("there is no edit {other}")),
        })
    }
}
