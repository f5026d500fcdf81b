//! Prints the report of a scenario as JSON: `cargo run --release --example report -- FILE.toml [--placements]`.
//!
//! Exit code 0 and the report on standard output; 2 and the diagnostics on standard error where the file is wrong. Keys that the
//! text names lie in its folder. With `--keys FILE` it prints what a text writes to name the keys of that file.

mod beside;

use shardlab::scenario::Beside;
use shardlab::{experiment, scenario};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: report FILE.toml [--placements], or report --keys FILE";
/// With `--placements` every key stands in the output, once a strategy and phase: more would not fit in memory.
const PLACEMENTS_MAX: u64 = 10_000_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (flags, files): (Vec<&String>, Vec<&String>) = arguments.iter().partition(|argument| argument.starts_with("--"));
    let ([file], true) = (files.as_slice(), flags.iter().all(|flag| ["--placements", "--keys"].contains(&flag.as_str()))) else {
        return fail(USAGE);
    };
    if flags.iter().any(|flag| *flag == "--keys") {
        return print_section(file);
    }
    match std::fs::read(file) {
        Err(error) => fail(&format!("{file}: {error}")),
        Ok(bytes) => match String::from_utf8(bytes) {
            Err(error) => fail(&format!("{file}: not UTF-8 at byte {} (save it as UTF-8)", error.utf8_error().valid_up_to())),
            Ok(text) => print_report(file, &text, !flags.is_empty()),
        },
    }
}

fn print_report(file: &str, text: &str, placements: bool) -> ExitCode {
    let mut reading = scenario::read(text);
    if let Some(needs) = &reading.needs {
        match beside::keys(needs, Path::new(file).parent().unwrap_or(Path::new("."))) {
            Err(why) => return fail(&format!("{file}: {why}")),
            Ok(keys) => {
                let mut beside = Beside::default();
                beside.keep(&needs.sha256, keys);
                reading = scenario::read_with(text, &beside);
            }
        }
    }
    for diagnostic in &reading.diagnostics {
        eprintln!("{file}: {diagnostic}");
    }
    let Some(scenario) = reading.scenario else { return ExitCode::from(2) };
    let placed = scenario.keys.count() * scenario.strategies.len() as u64 * (scenario.steps.len() as u64 + 1);
    if placements && placed > PLACEMENTS_MAX {
        return fail(&format!(
            "--placements would print {placed} placements, at most {PLACEMENTS_MAX} (use fewer keys, strategies or steps)"
        ));
    }
    write(&experiment::json(&scenario, placements))
}

/// Prints what a text writes to name a file of keys; what was skipped of it goes to standard error.
fn print_section(file: &str) -> ExitCode {
    match beside::section(Path::new(file)) {
        Err(why) => fail(&why),
        Ok((section, told)) => {
            told.iter().for_each(|words| eprintln!("{file}: {words}"));
            write(&section)
        }
    }
}

/// Writes the text; a reader that has gone away (`| head`) is no error.
fn write(text: &str) -> ExitCode {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => fail(&format!("standard output: {error}")),
        _ => ExitCode::SUCCESS,
    }
}

fn fail(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::from(2)
}
