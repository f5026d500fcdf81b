//! The tables of `docs/performance.md`.

use super::found::{Figure, Found, Row, median};
use super::machine;
use std::fmt::Write as _;

/// Names of sides as people read them.
const SIDES: [(&str, &str); 6] =
    [("native", "native"), ("wasm", "wasm"), ("simd", "wasm, lanes"), ("js", "Chromium"), ("node", "node"), ("python", "Python")];

/// All tables of a run.
pub fn tables(found: &Found) -> String {
    let mut out = format!(
        "Measured on {} on {}, Chromium {}, node {}, {}.\n",
        found.days(),
        machine::processor(),
        found.about("chromium"),
        found.about("node"),
        machine::compiler(),
    );
    let bulk = found.rows("bulk");
    if !bulk.is_empty() {
        out += &goal(&bulk);
        out += &times(&bulk, "Bulk: ns a key", "a key hashed, placed before and after, counted on both sides, moved or not");
        out += &against(&bulk, "Bulk against peers", |_| &["wasm:ours/bulk", "native:ours/bulk", "simd:ours/bulk"], bulk_goal);
        out += &memory(&bulk);
    }
    let one = found.rows("one");
    if !one.is_empty() {
        out += &times(&one, "One key: ns a look-up", "a key hashed and placed once; 4,096 keys take turns");
        out += &against(&one, "One key against peers", alike, |_, _| 1.0);
        out += &builds(&one);
    }
    out += &workers(&found.rows("workers"));
    let digests = found.rows("digests");
    out += &billion(&found.rows("billion").into_iter().chain(digests).collect::<Vec<_>>());
    if !found.lines("keys").is_empty() {
        out += "\n### Cost as work grows\n\n![Time against keys](scale-keys.svg)\n\n![Time a key against nodes](scale-nodes.svg)\n";
    }
    out
}

/// The sizes and the strategies of some rows, each once, in their order.
fn sizes(rows: &[Row]) -> Vec<u64> {
    let mut sizes: Vec<u64> = rows.iter().map(|row| row.nodes).collect();
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

fn strategies(rows: &[Row]) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for row in rows {
        if !all.contains(&row.strategy.as_str()) {
            all.push(&row.strategy);
        }
    }
    all
}

/// The contestants of a strategy, each once.
fn ids<'a>(rows: &'a [Row], strategy: &str) -> Vec<&'a str> {
    let mut all: Vec<&str> = Vec::new();
    for row in rows.iter().filter(|row| row.strategy == strategy) {
        if !all.contains(&row.id.as_str()) {
            all.push(&row.id);
        }
    }
    all
}

/// `native:peer/hashring` as `hashring (native)`.
fn called(id: &str) -> String {
    let (side, name) = id.split_once(':').unwrap_or(("", id));
    let side = SIDES.iter().find(|(known, _)| *known == side).map_or(side, |(_, shown)| shown);
    let name = match name.split_once('/') {
        Some(("bare", _)) => "bare technique",
        Some(("ours", _)) => "Shardlab",
        Some((_, "map")) => "plain ring (Map, sorted array, FNV-1a)",
        Some((_, "tuned")) => "ring tuned by hand",
        Some((_, peer)) => peer,
        None => name,
    };
    format!("{name} ({side})")
}

fn shown(value: f64) -> String {
    match value {
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    }
}

fn cell(figure: Option<Figure>) -> String {
    figure.map_or("–".into(), |Figure { median, min, max }| format!("{} ({}–{})", shown(median), shown(min), shown(max)))
}

fn head(out: &mut String, first: &[&str], sizes: &[u64]) {
    let columns: Vec<String> = sizes.iter().map(|nodes| format!("{nodes} → {} nodes", nodes + 1)).collect();
    let all: Vec<&str> = first.iter().copied().chain(columns.iter().map(String::as_str)).collect();
    let _ = writeln!(out, "| {} |\n|{}", all.join(" | "), "---|".repeat(all.len()));
}

/// Medians with their ends.
fn times(rows: &[Row], title: &str, unit: &str) -> String {
    let sizes = sizes(rows);
    let mut out = format!("\n### {title}\n\nMedian (least–greatest), {unit}.\n\n");
    head(&mut out, &["strategy", "who"], &sizes);
    for strategy in strategies(rows) {
        for id in ids(rows, strategy) {
            let at = |nodes: &u64| rows.iter().find(|row| row.strategy == strategy && row.nodes == *nodes && row.id == id);
            let cells: Vec<String> = sizes.iter().map(|nodes| cell(at(nodes).and_then(|row| row.figure))).collect();
            let _ = writeln!(out, "| {strategy} | {} | {} |", called(id), cells.join(" | "));
        }
    }
    out
}

/// Goal 1: beside the bare technique, and WebAssembly beside native.
fn goal(rows: &[Row]) -> String {
    let sizes = sizes(rows);
    let mut out = "\n### Beside the bare techniques\n\nRatios of medians in bulk; a figure above its limit stands in bold.\n\n".to_owned();
    head(&mut out, &["strategy", "ratio", "limit"], &sizes);
    for strategy in strategies(rows) {
        let bare = |side: &str| format!("{side}:bare/{strategy}");
        let ours = |side: &str| format!("{side}:ours/bulk");
        let lines = [
            ("Shardlab / bare, wasm", ours("wasm"), bare("wasm"), 1.5),
            ("Shardlab / bare, wasm with lanes", ours("simd"), bare("simd"), 1.5),
            ("bare, wasm / native", bare("wasm"), bare("native"), 1.6),
            ("Shardlab, wasm / native", ours("wasm"), ours("native"), 1.6),
        ];
        for (what, above, below, limit) in lines {
            let ratio = |nodes: &u64| Some(median(rows, strategy, *nodes, &above)? / median(rows, strategy, *nodes, &below)?);
            let ratios: Vec<Option<f64>> = sizes.iter().map(ratio).collect();
            if ratios.iter().any(Option::is_some) {
                let cells: Vec<String> = ratios.iter().map(|ratio| marked(*ratio, |ratio| ratio > limit)).collect();
                let _ = writeln!(out, "| {strategy} | {what} | {limit} | {} |", cells.join(" | "));
            }
        }
    }
    out
}

fn marked(ratio: Option<f64>, short: impl Fn(f64) -> bool) -> String {
    match ratio {
        Some(ratio) if short(ratio) => format!("**{}**", shown(ratio)),
        Some(ratio) => shown(ratio),
        None => "–".into(),
    }
}

/// Like beside like, one key at a time: beside a native peer the native build, beside JavaScript the page's; Python has both.
fn alike(peer: &str) -> &'static [&'static str] {
    match peer.split_once(':') {
        Some(("native", _)) => &["native:ours/one"],
        Some(("js" | "node", _)) => &["wasm:ours/one"],
        _ => &["native:ours/one", "wasm:ours/one"],
    }
}

/// How many times faster than a peer the bulk path is to be.
fn bulk_goal(strategy: &str, peer: &str) -> f64 {
    match strategy {
        _ if peer.ends_with("peer/tuned") => 2.0,
        "ring" | "rendezvous" | "maglev" => 20.0,
        _ => 3.0,
    }
}

/// The peer's time by ours.
fn against(rows: &[Row], title: &str, ours: fn(&str) -> &'static [&'static str], goal: impl Fn(&str, &str) -> f64) -> String {
    let sizes = sizes(rows);
    let mut out =
        format!("\n### {title}\n\nThe peer's median by Shardlab's in the same rounds; a figure below its goal stands in bold.\n\n");
    head(&mut out, &["strategy", "peer", "Shardlab", "goal"], &sizes);
    for strategy in strategies(rows) {
        for peer in ids(rows, strategy).into_iter().filter(|id| id.contains(":peer/")) {
            for id in ours(peer).iter().filter(|id| rows.iter().any(|row| row.id == **id && row.strategy == strategy)) {
                let limit = goal(strategy, peer);
                let ratio = |nodes: &u64| Some(median(rows, strategy, *nodes, peer)? / median(rows, strategy, *nodes, id)?);
                let cells: Vec<String> = sizes.iter().map(|nodes| marked(ratio(nodes), |ratio| ratio < limit)).collect();
                let side = called(id).replace("Shardlab (", "").replace(')', "");
                let _ = writeln!(out, "| {strategy} | {} | {side} | {limit} | {} |", called(peer), cells.join(" | "));
            }
        }
    }
    out
}

fn mb(bytes: f64) -> String {
    if bytes < 1e5 { format!("{:.1} KB", bytes / 1e3) } else { format!("{:.2} MB", bytes / 1e6) }
}

/// What is held, before and after together; of WebAssembly the whole memory of the instance.
fn memory(rows: &[Row]) -> String {
    let sizes = sizes(rows);
    let mut out = "\n### Memory\n\nHeld for before and after together; most while it was built in brackets, where that can be counted. Of \
                   WebAssembly the whole memory of a worker's instance after the bulk runs.\n\n"
        .to_owned();
    head(&mut out, &["strategy", "who"], &sizes);
    for strategy in strategies(rows) {
        for id in ids(rows, strategy) {
            let row = |nodes: u64| rows.iter().find(move |row| row.strategy == strategy && row.nodes == nodes && row.id == id);
            let bytes: Vec<Option<(f64, Option<f64>)>> =
                sizes.iter().map(|nodes| row(*nodes).and_then(|row| Some((row.number("bytes")?, row.number("peak"))))).collect();
            let known = |entry: &Option<(f64, Option<f64>)>| entry.is_some_and(|(bytes, _)| bytes > 0.0);
            if bytes.iter().any(known) {
                let shown = |entry: &Option<(f64, Option<f64>)>| match entry {
                    Some((bytes, Some(peak))) => format!("{} ({})", mb(*bytes), mb(*peak)),
                    Some((bytes, None)) => mb(*bytes),
                    None => "–".into(),
                };
                let cells: Vec<String> = bytes.iter().map(shown).collect();
                let _ = writeln!(out, "| {strategy} | {} | {} |", called(id), cells.join(" | "));
            }
        }
    }
    out
}

/// How long Shardlab's structures take to build.
fn builds(rows: &[Row]) -> String {
    let sizes = sizes(rows);
    let mut out = "\n### Build\n\nMicroseconds to build one state, medians.\n\n".to_owned();
    head(&mut out, &["strategy", "who"], &sizes);
    for strategy in strategies(rows) {
        for id in ids(rows, strategy).into_iter().filter(|id| id.contains(":ours/")) {
            let at = |nodes: &u64| rows.iter().find(|row| row.strategy == strategy && row.nodes == *nodes && row.id == id);
            let cell = |nodes: &u64| at(nodes).and_then(|row| row.number("buildNs")).map_or("–".into(), |ns| shown(ns / 1e3));
            let cells: Vec<String> = sizes.iter().map(cell).collect();
            let _ = writeln!(out, "| {strategy} | {} | {} |", called(id), cells.join(" | "));
        }
    }
    out
}

/// Two workers beside one.
fn workers(rows: &[Row]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let sizes = sizes(rows);
    let mut out =
        "\n### Two workers beside one\n\nThe time of one by the time of two, medians of rounds in turns; below 1.6 in bold.\n\n".to_owned();
    head(&mut out, &["strategy"], &sizes);
    for strategy in strategies(rows) {
        let of = |nodes: u64, workers: f64| {
            let mut here = rows.iter().filter(|row| row.strategy == strategy && row.nodes == nodes);
            here.find(|row| row.number("workers") == Some(workers)).and_then(|row| row.figure).map(|figure| figure.median)
        };
        let ratio = |nodes: &u64| Some(of(*nodes, 1.0)? / of(*nodes, 2.0)?);
        let cells: Vec<String> = sizes.iter().map(|nodes| marked(ratio(nodes), |ratio| ratio < 1.6)).collect();
        let _ = writeln!(out, "| {strategy} | {} |", cells.join(" | "));
    }
    out
}

/// A billion ids.
fn billion(rows: &[Row]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut out =
        "\n### A billion ids\n\nTwo workers, from the opening of the scenario to the summed counts; median of three (least–greatest).\n\n\
                   | what | ids | seconds | memory of a worker | moved |\n|---|---|---|---|---|\n"
            .to_owned();
    for row in rows {
        let moved: Vec<String> = row.list("moved").iter().map(u64::to_string).collect();
        let (keys, bytes) = (row.number("keys").unwrap_or_default(), row.number("bytes").unwrap_or_default());
        let _ = writeln!(out, "| {} | {keys} | {} | {} | {} |", row.text("what"), cell(row.figure), mb(bytes), moved.join(", "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Found, tables};

    #[test]
    fn a_ratio_on_the_wrong_side_of_its_limit_stands_in_bold() {
        let row = |id: &str, ns: f64| format!("{{\"strategy\":\"ring\",\"nodes\":3,\"id\":\"{id}\",\"median\":{ns},\"min\":1,\"max\":9}}");
        let rows = [row("wasm:bare/ring", 2.0), row("wasm:ours/bulk", 3.2), row("native:peer/a", 32.0), row("native:peer/b", 320.0)];
        let text = tables(&Found::read(&format!("{{\"bulk\":[{}]}}", rows.join(","))).expect("JSON"));
        assert!(text.contains("| ring | Shardlab / bare, wasm | 1.5 | **1.60** |"), "{text}");
        assert!(text.contains("| ring | a (native) | wasm | 20 | **10.0** |"), "{text}");
        assert!(text.contains("| ring | b (native) | wasm | 20 | 100 |"), "{text}");
    }

    #[test]
    fn one_key_is_compared_like_with_like() {
        let row = |id: &str, ns: f64| format!("{{\"strategy\":\"ring\",\"nodes\":3,\"id\":\"{id}\",\"median\":{ns},\"min\":1,\"max\":9}}");
        let rows = ["native:ours/one", "wasm:ours/one", "native:peer/a", "js:peer/b", "node:peer/c", "python:peer/d"];
        let rows: Vec<String> = rows.iter().map(|id| row(id, if id.contains("ours") { 5.0 } else { 10.0 })).collect();
        let text = tables(&Found::read(&format!("{{\"one\":[{}]}}", rows.join(","))).expect("JSON"));
        let pairs = ["a (native) | native", "b (Chromium) | wasm", "c (node) | wasm", "d (Python) | native", "d (Python) | wasm"];
        assert!(pairs.iter().all(|pair| text.contains(&format!("| ring | {pair} | 1 | 2.00 |"))), "{text}");
        assert_eq!(text.matches(" | 1 | 2.00 |").count(), pairs.len(), "{text}");
    }
}
