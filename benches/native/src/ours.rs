//! Shardlab itself as a contestant: its bulk path and its one-key look-ups, from a scenario's text.

use crate::subject::Subject;
use shardlab::experiment::{Bench, Scale, StrategyCounts};
use shardlab::scenario::{self, Scenario};
use shardlab_bare::Counts;

fn read(text: &str) -> Result<Scenario, String> {
    scenario::read(text).scenario.ok_or_else(|| format!("the text is no scenario: {text}"))
}

struct One(Bench);

impl Subject for One {
    fn count(&mut self, _: u64, _: u64) {}

    fn counts(&self) -> Vec<Counts> {
        vec![]
    }

    fn look_up(&mut self, times: u32) -> u64 {
        u64::from(self.0.look_up(times))
    }

    fn build(&mut self) {
        let built = self.0.build();
        debug_assert!(built.is_ok(), "it was built before");
    }
}

/// One-key look-ups before the step.
pub fn one(text: &str) -> Result<Box<dyn Subject>, String> {
    let bench = Bench::new(read(text)?, 0, 0).map_err(|refusal| refusal.why)?;
    Ok(Box::new(One(bench)))
}

/// The bulk path, one entry of the counts a strategy.
struct Bulk(Scale);

impl Subject for Bulk {
    fn count(&mut self, begin: u64, keys: u64) {
        self.0.count(begin, keys);
    }

    /// The loads of the nodes in the order in which they joined; the last one is not there before the step.
    fn counts(&self) -> Vec<Counts> {
        let counts = |strategy: StrategyCounts| {
            let mut states = strategy.phases.into_iter();
            let (start, step) = (states.next().unwrap_or_default(), states.next().unwrap_or_default());
            let mut before = start.loads;
            let joins = before.pop();
            debug_assert_eq!(joins, Some(0), "the last node joins by the step");
            Counts { before, after: step.loads, moved: step.moved }
        };
        self.0.counts().strategies.into_iter().map(counts).collect()
    }

    fn look_up(&mut self, _: u32) -> u64 {
        0
    }
}

/// The bulk path with all that it needs built.
pub fn bulk(text: &str) -> Result<Box<dyn Subject>, String> {
    let mut scale = Scale::new(read(text)?);
    while !scale.build_one() {}
    Ok(Box::new(Bulk(scale)))
}
