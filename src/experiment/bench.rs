//! One strategy in one phase, to be built and asked again and again: the work that a caller with a clock can time.

use super::build_phase;
use crate::cluster::Cluster;
use crate::hash::HashKind;
use crate::keys::Key;
use crate::scenario::Scenario;
use crate::strategy::bulk::LookUp;
use crate::strategy::{HashedKey, Placement, Refusal};
use std::ops::Range;

/// As many keys take turns: enough that no look-up finds the last one's memory warm by accident, few enough to stay small.
const KEYS: u64 = 4_096;

/// A strategy in a phase, with keys to look up.
pub struct Bench {
    scenario: Scenario,
    strategy: usize,
    phase: usize,
    clusters: Vec<Cluster>,
    before: Option<Box<dyn Placement>>,
    state: State,
    hash: HashKind,
    keys: Keys,
    next: usize,
}

/// What is built of the phase: the placement, and the look-up where one can be prepared from it.
struct State {
    placement: Box<dyn Placement>,
    look_up: Option<LookUp>,
}

impl State {
    fn of(placement: Box<dyn Placement>, hash: HashKind) -> Self {
        let look_up = LookUp::of(&placement.form(), hash);
        Self { placement, look_up }
    }
}

/// Keys as they are at hand to whoever looks them up.
enum Keys {
    /// Integers, where nothing but the integer is hashed.
    Ids(Vec<u64>),
    /// Texts, with their integers where they have any.
    Texts(Vec<(String, Option<u64>)>),
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
        let hash = scenario.spec(strategy, phase).hash;
        let state = State::of(build_phase(&scenario, strategy, phase, &clusters, before.as_deref())?, hash);
        let keys = Keys::some(&scenario, state.look_up.is_some() && matches!(hash, HashKind::Mix64 | HashKind::Identity));
        Ok(Self { scenario, strategy, phase, clusters, before, state, hash, keys, next: 0 })
    }

    /// Builds the phase once more, with all that a look-up needs.
    ///
    /// # Errors
    /// None that the first build did not have.
    pub fn build(&mut self) -> Result<(), Refusal> {
        let placement = build_phase(&self.scenario, self.strategy, self.phase, &self.clusters, self.before.as_deref())?;
        self.state = State::of(placement, self.hash);
        Ok(())
    }

    /// Looks up `count` keys one after another, each hashed on the way; the sum of their nodes' numbers, so that none of
    /// them can be left out.
    pub fn look_up(&mut self, count: u32) -> u32 {
        let (mut sum, mut left, keys) = (0_u32, count as usize, self.keys.count());
        while left > 0 && keys > 0 {
            let end = keys.min(self.next + left);
            sum = sum.wrapping_add(self.sum(self.next..end));
            left -= end - self.next;
            self.next = if end == keys { 0 } else { end };
        }
        sum
    }

    fn sum(&self, range: Range<usize>) -> u32 {
        let State { placement, look_up } = &self.state;
        let add = |sum: u32, owner: u32| sum.wrapping_add(owner);
        match (&self.keys, look_up) {
            (Keys::Ids(ids), Some(look_up)) => look_up.sum_ids(&ids[range], self.hash == HashKind::Mix64),
            (Keys::Ids(_), None) => 0,
            (Keys::Texts(texts), Some(look_up)) => texts[range].iter().map(|key| look_up.owner_of(of(key)).0).fold(0, add),
            (Keys::Texts(texts), None) => {
                texts[range].iter().map(|key| placement.owner(&HashedKey::new(self.hash, of(key))).0).fold(0, add)
            }
        }
    }

    /// What a look-up uses takes, bytes: what was prepared, or else what was built.
    #[must_use]
    pub fn memory_bytes(&self) -> u64 {
        let State { placement, look_up } = &self.state;
        look_up.as_ref().map_or_else(|| placement.memory_bytes(), LookUp::memory_bytes)
    }
}

fn of((text, id): &(String, Option<u64>)) -> Key<'_> {
    Key { text, id: *id }
}

impl Keys {
    /// At most [`KEYS`] keys, from all over the set; as integers where those are wanted and all have one.
    fn some(scenario: &Scenario, as_ids: bool) -> Self {
        let (all, mut room) = (scenario.keys.count(), String::new());
        let some = all.min(KEYS);
        let mut key = |i| {
            let key = scenario.keys.key(i * (all / some), &mut room);
            (key.text.to_owned(), key.id)
        };
        let keys: Vec<(String, Option<u64>)> = (0..some).map(&mut key).collect();
        let ids: Option<Vec<u64>> = keys.iter().map(|(_, id)| *id).collect();
        match ids {
            Some(ids) if as_ids => Self::Ids(ids),
            _ => Self::Texts(keys),
        }
    }

    const fn count(&self) -> usize {
        match self {
            Self::Ids(ids) => ids.len(),
            Self::Texts(texts) => texts.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bench;
    use crate::{experiment, scenario};

    const TEXT: &str = "nodes = [\"a\", \"b\", \"c\"]\n[[strategy]]\nkind = \"ring\"\n[[strategy]]\nkind = \"directory\"\n[[strategy]]\n\
                        kind = \"jump\"\n[[step]]\nadd = \"d\"\n[[step]]\nremove = \"b\"\n";

    fn assert_timed_as_counted(keys: &str) {
        let scenario = scenario::read(&format!("{keys}\n{TEXT}")).scenario.unwrap();
        let report = experiment::run(scenario.clone());
        for (strategy, phase) in [(0, 0), (0, 2), (1, 1), (1, 2), (2, 1)] {
            let mut bench = Bench::new(scenario.clone(), strategy, phase).unwrap();
            let loads = &report.strategies[strategy].phases[phase].nodes;
            let expected: u64 = loads.iter().map(|load| u64::from(load.node.0) * load.keys).sum();
            assert_eq!(u64::from(bench.look_up(1000)), expected, "{keys} {strategy} {phase}");
            bench.build().unwrap();
            // Another thousand in two parts: the keys go on where they stopped.
            assert_eq!(u64::from(bench.look_up(300) + bench.look_up(700)), expected, "{keys} {strategy} {phase}");
            // Round and round.
            assert_eq!(u64::from(bench.look_up(3000)), 3 * expected, "{keys} {strategy} {phase}");
        }
    }

    #[test]
    fn what_is_timed_is_what_the_run_counts() {
        for keys in ["", "keys.ids = 1000", "keys.ids = 1000\nhash = \"identity\"", "keys.ids = 1000\nhash = \"md5\"", "hash = \"xxh3\""] {
            assert_timed_as_counted(keys);
        }
    }

    #[test]
    fn a_look_up_that_is_prepared_counts_its_own_memory() {
        let scenario = scenario::read(TEXT).scenario.unwrap();
        let memory = |strategy| Bench::new(scenario.clone(), strategy, 0).unwrap().memory_bytes();
        // Three numbers with a node and a threshold each, and the table of first steps; a directory is asked itself.
        assert_eq!(memory(2), 3 * 8 + 1024 * 4);
        assert_eq!(memory(1), experiment::run(scenario.clone()).strategies[1].phases[0].memory_bytes);
    }

    #[test]
    fn a_step_that_is_refused_cannot_be_timed() {
        let scenario = scenario::read(TEXT).scenario.unwrap();
        assert!(Bench::new(scenario.clone(), 2, 2).is_err());
        assert!(Bench::new(scenario, 2, 1).is_ok());
    }
}
