//! What the figures were taken on.

use crate::run;

/// The processor's model and the number of cores that this process may use.
pub fn processor() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':')).map(|(_, model)| model.trim().to_owned());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{}, {cores} cores", model.unwrap_or_else(|| "a processor without a name".into()))
}

/// The compiler's version.
pub fn compiler() -> String {
    run::capture(run::tool("rustc").arg("--version")).unwrap_or_default().trim().to_owned()
}
