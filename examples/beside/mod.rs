//! Keys that stand beside a scenario's text, read from the folder that it lies in.

use shardlab::keys::Texts;
use shardlab::own::{self, Choice, KeyReport};
use shardlab::scenario::KeyFile;
use std::path::{Component, Path};

/// The keys that a text names, from the folder of the text or one in it.
///
/// # Errors
/// Why the file cannot be read, or how its keys differ from those that are named.
pub fn keys(needs: &KeyFile, folder: &Path) -> Result<Texts, String> {
    let KeyFile { file, sha256, count } = needs;
    // A text may come from anybody: it must not name files elsewhere.
    if !Path::new(file).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Err(format!("keys.file is \"{file}\", must lie in the folder of the text or below (write a relative path without ..)"));
    }
    let path = folder.join(file);
    let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error} (keys.file names it)", path.display()))?;
    let (keys, _) = own::seek_keys(file, &bytes, sha256).map_err(|report| other_keys(needs, &report))?;
    if keys.len() as u64 == *count {
        return Ok(keys);
    }
    Err(format!("keys.count is {count}, but {file} has {} keys (write count = {})", keys.len(), keys.len()))
}

fn other_keys(KeyFile { file, sha256, count }: &KeyFile, report: &KeyReport) -> String {
    let found = match &report.refused {
        Some(why) => why.clone(),
        None => format!("it has {} keys with sha256 {}", report.count, report.sha256),
    };
    format!("{file} has other keys than the text wants, {count} with sha256 {sha256}: {found} (see report --keys {file})")
}

/// What a text writes under `[keys]` to name a file, and what was skipped of it, a line each.
///
/// # Errors
/// Why the file has no keys.
pub fn section(path: &Path) -> Result<(String, Vec<String>), String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (_, report) = own::read_keys(&name, &bytes, &Choice::default());
    if let Some(why) = report.refused {
        return Err(format!("{}: {why}", path.display()));
    }
    let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
    let lines = format!("[keys]\nfile   = \"{quoted}\"\nsha256 = \"{}\"\ncount  = {}\n", report.sha256, report.count);
    Ok((lines, report.told.into_iter().map(|told| told.words).collect()))
}
