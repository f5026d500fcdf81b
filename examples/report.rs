//! Prints the report of a scenario as JSON: `cargo run --release --example report -- FILE.toml [--placements]`.
//!
//! Exit code 0 and the report on standard output; 2 and the diagnostics on standard error where the file is wrong; 1 and the
//! message where code of a learner in it is wrong or was stopped.
//!
//! Code is run in a process of its own, whose memory is bounded and which is ended when it is silent for too long.

use cap::Cap;
use shardlab::report::Report;
use shardlab::{experiment, scenario, strategy};
use std::alloc::System;
use std::io::Write as _;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

const USAGE: &str = "usage: report FILE.toml [--placements]";
/// With `--placements` every key stands in the output, once a strategy and phase: more would not fit in memory.
const PLACEMENTS_MAX: u64 = 10_000_000;

/// What the process that runs code may take: the report of a million keys beside the code.
const CODE_MEMORY: usize = 1 << 30;
/// Code that gives no answer for so long is ended.
const CODE_SILENCE: Duration = Duration::from_secs(10);
/// Set for the process that runs code.
const CHILD: &str = "SHARDLAB_REPORT_CHILD";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (flags, files): (Vec<&String>, Vec<&String>) = arguments.iter().partition(|argument| argument.starts_with("--"));
    let ([file], true) = (files.as_slice(), flags.iter().all(|flag| *flag == "--placements")) else {
        return fail(USAGE);
    };
    match std::fs::read(file) {
        Err(error) => fail(&format!("{file}: {error}")),
        Ok(bytes) => match String::from_utf8(bytes) {
            Err(error) => fail(&format!("{file}: not UTF-8 at byte {} (save it as UTF-8)", error.utf8_error().valid_up_to())),
            Ok(text) => print_report(file, &text, !flags.is_empty()),
        },
    }
}

fn print_report(file: &str, text: &str, placements: bool) -> ExitCode {
    let reading = scenario::read(text);
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
    if scenario.codes().next().is_none() {
        return write(&experiment::json(&scenario, placements));
    }
    if std::env::var_os(CHILD).is_none() {
        return in_a_process_of_its_own();
    }
    bounded();
    let report = experiment::run(scenario.clone());
    let wrong = wrong_code(&report);
    let written = write(&experiment::json_of(&scenario, &report, placements));
    for message in &wrong {
        eprintln!("{file}: {message}");
    }
    if wrong.is_empty() { written } else { ExitCode::from(1) }
}

/// What is wrong with the code of a scenario, a sentence each.
fn wrong_code(report: &Report) -> Vec<String> {
    let wrong = report
        .strategies
        .iter()
        .filter_map(|strategy| Some((strategy, strategy.refused.as_ref().filter(|refused| refused.code.is_some())?)));
    wrong
        .map(|(strategy, refused)| {
            format!("{}, step {}: {} {}", strategy.name, refused.step, refused.why, refused.instead).trim_end().to_owned()
        })
        .collect()
}

/// Runs this program once more for a file with code, and says how it ended.
fn in_a_process_of_its_own() -> ExitCode {
    let started = std::env::current_exe().and_then(|own| Command::new(own).args(std::env::args_os().skip(1)).env(CHILD, "1").status());
    match started {
        Err(error) => fail(&format!("the process for the code could not be started: {error}")),
        Ok(status) => match status.code() {
            Some(code) => ExitCode::from(code as u8),
            None => {
                eprintln!("the code took more than {} MB of memory, and was stopped", CODE_MEMORY >> 20);
                ExitCode::from(1)
            }
        },
    }
}

/// Bounds the memory of this process, and ends it when code is silent.
fn bounded() {
    // A limit that cannot be set leaves those of the engine.
    let _ = MEMORY.set_limit(CODE_MEMORY);
    std::thread::spawn(|| {
        let (mut seen, mut since) = ((0, 0), Instant::now());
        loop {
            std::thread::sleep(Duration::from_millis(100));
            let (begun, ended) = strategy::code_calls();
            if (begun, ended) != seen || begun == ended {
                (seen, since) = ((begun, ended), Instant::now());
            } else if since.elapsed() > CODE_SILENCE {
                eprintln!("the code gave no answer for {} seconds, and was stopped", CODE_SILENCE.as_secs());
                std::process::exit(1);
            }
        }
    });
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
