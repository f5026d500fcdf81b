//! `dist.zip`: the folder for a class room's server, with a word on how to serve it. The same commit gives the same bytes.

use super::{budget, licences, offline};
use crate::{Result, places, run};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The folder that it unpacks to.
const FOLDER: &str = "shardlab";
const README: &str = "README.txt";

/// Where it stands: beside the folder, with its name.
pub fn path(dist: &Path) -> PathBuf {
    dist.with_extension("zip")
}

/// Writes it.
pub fn write(dist: &Path) -> Result<()> {
    let mut paths = offline::walk(dist, Path::new(""));
    paths.sort();
    let mut files = vec![(README.to_string(), readme(dist)?.into_bytes())];
    for path in paths {
        let content = run::read(&dist.join(&path))?;
        files.push((path, content));
    }
    run::write(&path(dist), &packed(&files, time()?)?)
}

fn readme(dist: &Path) -> Result<String> {
    let text = run::read_text(&places::root().join("xtask/site").join(README))?;
    let version = licences::package_version().ok_or("Cargo.toml has no version")?;
    let size = format!("{:.1} MB", budget::kept(dist)? as f64 / 1e6);
    Ok(text.replace("VERSION", &version).replace("SIZE", &size))
}

/// That of the commit: servers answer by a file's time whether a browser's copy is still good, so two releases must not share one.
fn time() -> Result<DateTime> {
    let mut git = run::tool("git");
    git.args(["log", "-1", "--date=format-local:%Y %m %d %H %M %S", "--format=%cd"]).env("TZ", "UTC");
    let Ok(printed) = run::capture(&mut git) else {
        return Ok(DateTime::default());
    };
    let parts: Vec<u16> = printed.split_whitespace().filter_map(|part| part.parse().ok()).collect();
    let [year, rest @ ..] = parts.as_slice() else {
        return Err(format!("git says {printed:?} for the time of a commit"));
    };
    let small: Vec<u8> = rest.iter().filter_map(|&part| u8::try_from(part).ok()).collect();
    let [month, day, hour, minute, second] = small[..] else {
        return Err(format!("git says {printed:?} for the time of a commit"));
    };
    DateTime::from_date_and_time(*year, month, day, hour, minute, second).map_err(|error| format!("{printed:?}: {error}"))
}

/// The archive of these files, in this order.
fn packed(files: &[(String, Vec<u8>)], time: DateTime) -> Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(time)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let failed = |error: &dyn std::fmt::Display| format!("dist.zip: {error}");
    for (name, content) in files {
        zip.start_file(format!("{FOLDER}/{name}"), options).map_err(|error| failed(&error))?;
        zip.write_all(content).map_err(|error| failed(&error))?;
    }
    Ok(zip.finish().map_err(|error| failed(&error))?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::{packed, time};

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let files = [("README.txt".to_string(), b"read me".to_vec()), ("assets/a.js".to_string(), vec![7; 1000])];
        let pack = || packed(&files, time().expect("a commit")).expect("an archive");
        assert_eq!(pack(), pack());
        assert!(pack().starts_with(b"PK") && pack().len() < 600);
    }
}
