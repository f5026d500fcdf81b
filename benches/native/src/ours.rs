//! Shardlab itself as a contestant: its bulk path and its one-key look-ups, from a scenario's text.

use crate::subject::Subject;
use shardlab::experiment::Bench;
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

/// The bulk path.
pub fn bulk(text: &str) -> Result<Box<dyn Subject>, String> {
    one(text)
}
