//! One strategy in one phase, to be built and asked again and again: the work that a caller with a clock can time.

use super::build_phase;
use crate::cluster::Cluster;
use crate::hash::HashKind;
use crate::keys::Key;
use crate::scenario::Scenario;
use crate::strategy::{HashedKey, Placement, Refusal};

/// As many keys take turns: enough that no look-up finds the last one's memory warm by accident, few enough to stay small.
const KEYS: u64 = 4_096;

/// A strategy in a phase, with keys to look up.
pub struct Bench {
    scenario: Scenario,
    strategy: usize,
    phase: usize,
    clusters: Vec<Cluster>,
    before: Option<Box<dyn Placement>>,
    placement: Box<dyn Placement>,
    hash: HashKind,
    keys: Vec<(String, Option<u64>)>,
    next: usize,
}

impl Bench {
    /// Builds a strategy up to a phase.
    ///
    /// # Errors
    /// What the strategy cannot do on the way.
    pub fn new(scenario: Scenario, strategy: usize, phase: usize) -> Result<Self, Refusal> {
        let strategy = strategy.min(scenario.strategies.len() - 1);
        let phase = phase.min(scenario.steps.len());
        let clusters = scenario.clusters(strategy);
        let mut before = None;
        for earlier in 0..phase {
            before = Some(build_phase(&scenario, strategy, earlier, &clusters, before.as_deref())?);
        }
        let placement = build_phase(&scenario, strategy, phase, &clusters, before.as_deref())?;
        let hash = scenario.spec(strategy, phase).hash;
        let keys = some_keys(&scenario);
        Ok(Self { scenario, strategy, phase, clusters, before, placement, hash, keys, next: 0 })
    }

    /// Builds the phase once more.
    ///
    /// # Errors
    /// None that the first build did not have.
    pub fn build(&mut self) -> Result<(), Refusal> {
        self.placement = build_phase(&self.scenario, self.strategy, self.phase, &self.clusters, self.before.as_deref())?;
        Ok(())
    }

    /// Looks up `count` keys one after another, each hashed on the way; the sum of their nodes' numbers, so that none of
    /// them can be left out.
    pub fn look_up(&mut self, count: u32) -> u32 {
        let mut sum = 0_u32;
        for _ in 0..if self.keys.is_empty() { 0 } else { count } {
            let (text, id) = &self.keys[self.next];
            self.next = if self.next + 1 == self.keys.len() { 0 } else { self.next + 1 };
            let owner = self.placement.owner(&HashedKey::new(self.hash, Key { text, id: *id }));
            sum = sum.wrapping_add(owner.0);
        }
        sum
    }
}

/// At most [`KEYS`] keys, from all over the set.
fn some_keys(scenario: &Scenario) -> Vec<(String, Option<u64>)> {
    let (all, mut room) = (scenario.keys.count(), String::new());
    let some = all.min(KEYS);
    let mut key = |i| {
        let key = scenario.keys.key(i * (all / some), &mut room);
        (key.text.to_owned(), key.id)
    };
    (0..some).map(&mut key).collect()
}

#[cfg(test)]
mod tests {
    use super::Bench;
    use crate::{experiment, scenario};

    const TEXT: &str = "nodes = [\"a\", \"b\", \"c\"]\n[[strategy]]\nkind = \"ring\"\n[[strategy]]\nkind = \"directory\"\n[[strategy]]\n\
                        kind = \"jump\"\n[[step]]\nadd = \"d\"\n[[step]]\nremove = \"b\"\n";

    #[test]
    fn what_is_timed_is_what_the_run_counts() {
        let scenario = scenario::read(TEXT).scenario.unwrap();
        let report = experiment::run(scenario.clone());
        for (strategy, phase) in [(0, 0), (0, 2), (1, 1), (1, 2), (2, 1)] {
            let mut bench = Bench::new(scenario.clone(), strategy, phase).unwrap();
            let loads = &report.strategies[strategy].phases[phase].nodes;
            let expected: u64 = loads.iter().map(|load| u64::from(load.node.0) * load.keys).sum();
            assert_eq!(u64::from(bench.look_up(1000)), expected, "{strategy} {phase}");
            bench.build().unwrap();
            // Another thousand in two parts: the keys go on where they stopped.
            assert_eq!(u64::from(bench.look_up(300) + bench.look_up(700)), expected, "{strategy} {phase}");
        }
    }

    #[test]
    fn a_step_that_is_refused_cannot_be_timed() {
        let scenario = scenario::read(TEXT).scenario.unwrap();
        assert!(Bench::new(scenario.clone(), 2, 2).is_err());
        assert!(Bench::new(scenario, 2, 1).is_ok());
    }
}
