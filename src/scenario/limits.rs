//! The limits of a scenario, each with its reason: no text can make a run endless or a page slow to answer.

/// Bytes of text: far above any scenario by hand, and read in milliseconds.
pub const TEXT_BYTES: usize = 256 * 1024;
/// Brackets within brackets, and dots of a key: the parser and the reader walk values by recursion.
pub const NESTING: usize = 32;
/// Nodes that ever take part: a look-up in rendezvous asks every one of them; the widest published vectors have 6,000.
pub const NODES: usize = 8_192;
/// Characters of a name: longer ones fit no label.
pub const NAME_CHARS: usize = 100;
/// Characters of a title: longer ones fit no headline.
pub const TITLE_CHARS: usize = 200;
/// Characters of a key in a `list`: URLs and paths fit.
pub const KEY_CHARS: usize = 1_000;
/// Strategies: more fit no table that a person can read.
pub const STRATEGIES: usize = 32;
/// Steps: more fit no timeline.
pub const STEPS: usize = 100;
/// Keys by `count` or `ids`: the workshop's billion.
pub const KEYS: u64 = 1_000_000_000;
/// Keys in a `list`: they stand in the text.
pub const LIST: usize = 10_000;
/// Bytes of a learner's code: hundreds of lines.
pub const CODE_BYTES: usize = crate::strategy::CODE_BYTES;
/// Keys that a learner's code places: a minute of its time, which progress and a button to stop make bearable.
pub const CODE_KEYS: u64 = 1_000_000;
/// Points of one ring: some 50 MB while it is built.
pub const POINTS: f64 = 1_000_000.0;
/// Points of the rings of all steps of a strategy together: they are kept while its keys are placed.
pub const POINTS_ALL: f64 = 5_000_000.0;
/// Strategies × states × nodes: the rows of a report.
pub const CELLS: usize = 1_000_000;
/// Keys of a `file`, which stand beside the text: a run of them takes seconds.
#[cfg(feature = "full")]
pub const FILE_KEYS: u64 = crate::own::KEYS as u64;
/// Characters of the name of a file: longer ones fit no line.
#[cfg(feature = "full")]
pub const FILE_CHARS: usize = 200;
/// The greatest exponent of Zipf's law: from there on the first key has more than nine in ten requests.
pub const ZIPF: f64 = 4.0;
/// Keys that are split: only hot ones are.
pub const SPLIT_KEYS: u64 = 10_000;
/// Pieces of a split key; with the keys that are split some ten million more keys.
pub const SPLIT_WAYS: u64 = 1_000;
/// Copies of a key.
pub const REPLICAS: u64 = 16;
/// The least weight.
pub const WEIGHT_MIN: f64 = 0.001;
/// The greatest weight: with the least one, six orders of magnitude.
pub const WEIGHT_MAX: f64 = 1_000.0;
/// Points of a sweep: more are closer than a line is wide.
pub const SWEEP_POINTS: usize = 50;
/// Seeds of a sweep: from thirty on a band hardly narrows.
pub const SWEEP_SEEDS: u64 = 30;
/// Keys that a sweep places in all, over its points, seeds, strategies and states: as many as the greatest scenario has.
pub const SWEEP_KEYS: f64 = 1e9;
/// Points of the rings that a sweep builds in all: minutes.
pub const SWEEP_RINGS: f64 = 200e6;
/// Points × strategies × states × nodes of a sweep: the reader walks through them.
pub const SWEEP_CELLS: usize = 1_000_000;
/// Expectations: more fit no list that a person can read.
pub const EXPECTATIONS: usize = 100;
/// Problems that are told; a learner mends the first ones first.
pub const DIAGNOSTICS: usize = 100;
