//! The native side of the benches: a contestant is opened, counts keys and looks them up as the lines on standard input say.
//!
//! A line is a JSON object, and so is its answer: `open` builds, `count` and `look` say how long they took, `counts` what was
//! counted. Who asks, how often and in which order is the business of `benches/page/run.ts`, so that contestants of all
//! kinds take turns in one run.

mod memory;
mod ours;
mod peers;
mod subject;

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::time::Instant;
use subject::Subject;

#[global_allocator]
static ALLOCATOR: memory::Counting = memory::Counting;

fn main() {
    let mut open: BTreeMap<String, Box<dyn Subject>> = BTreeMap::new();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let request: Value = serde_json::from_str(&line).unwrap_or_default();
        let answer = answer(&request, &mut open).unwrap_or_else(|why| json!({ "error": why }));
        println!("{answer}");
        if std::io::stdout().flush().is_err() {
            return;
        }
    }
}

fn answer(request: &Value, open: &mut BTreeMap<String, Box<dyn Subject>>) -> Result<Value, String> {
    let text = |field: &str| request[field].as_str().unwrap_or_default();
    let number = |field: &str| request[field].as_u64().unwrap_or_default();
    let name = text("name").to_owned();
    if text("do") == "open" {
        let (held, start) = (memory::held(), Instant::now());
        let (subject, ns) = build(&name, number("nodes") as usize, text("text"), start)?;
        open.insert(name, subject);
        let (bytes, peak) = (memory::held().saturating_sub(held), memory::peak().saturating_sub(held));
        return Ok(json!({ "ns": ns, "bytes": bytes, "peak": peak }));
    }
    if text("do") == "close" {
        open.remove(&name);
        return Ok(json!({}));
    }
    let subject = open.get_mut(&name).ok_or_else(|| format!("{name} is not open"))?;
    let start = Instant::now();
    let ns = |start: Instant| start.elapsed().as_nanos() as u64;
    match text("do") {
        "count" => {
            subject.count(number("begin"), number("keys"));
            Ok(json!({ "ns": ns(start) }))
        }
        "look" => {
            let sum = subject.look_up(number("times") as u32);
            Ok(json!({ "ns": ns(start), "sum": sum }))
        }
        "build" => {
            subject.build();
            Ok(json!({ "ns": ns(start) }))
        }
        "counts" => {
            let counts = subject.counts();
            let each = counts.iter().map(|c| json!({ "before": c.before, "after": c.after, "moved": c.moved }));
            Ok(json!({ "ns": 0, "counts": each.collect::<Vec<_>>() }))
        }
        other => Err(format!("nothing is known of {other}")),
    }
}

/// A contestant by its name, and how long it took to build.
fn build(name: &str, nodes: usize, text: &str, start: Instant) -> Result<(Box<dyn Subject>, u64), String> {
    memory::reset_peak();
    let subject = match name.split_once('/') {
        Some(("bare", technique)) => subject::bare(technique, nodes)?,
        Some(("naive", technique)) => subject::naive(technique, nodes)?,
        Some(("ours", "one")) => ours::one(text)?,
        Some(("ours", _)) => ours::bulk(text)?,
        Some(("peer", name)) => peers::build(name, nodes)?,
        _ => return Err(format!("there is no contestant {name}")),
    };
    Ok((subject, start.elapsed().as_nanos() as u64))
}
