//! What passes count: the keys of every node in every state, and the moves of every step.

use crate::cluster::{Needs, NodeId};

/// The counts of one state.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PhaseCounts {
    /// Keys of every node, by [`NodeId`].
    pub loads: Vec<u64>,
    /// Keys whose node is another one than in the state before; 0 at the start.
    pub moved: u64,
    /// Those of them that had no need to move; 0 after a switch to another strategy.
    pub needless: u64,
}

impl PhaseCounts {
    /// Adds the counts of other keys in the same state.
    pub fn add(&mut self, more: &Self) {
        self.loads.resize(self.loads.len().max(more.loads.len()), 0);
        self.loads.iter_mut().zip(&more.loads).for_each(|(load, more)| *load += more);
        self.moved += more.moved;
        self.needless += more.needless;
    }
}

/// The counts of all states of a strategy.
#[derive(Clone, Debug)]
pub struct Ledger {
    phases: Vec<PhaseCounts>,
    /// Which moves of each step are needed; of a step that switches strategies none are judged.
    needs: Vec<Option<Needs>>,
}

impl Ledger {
    /// An empty ledger for a start and as many steps as there are `needs`.
    #[must_use]
    pub fn new(nodes: usize, needs: Vec<Option<Needs>>) -> Self {
        let empty = PhaseCounts { loads: vec![0; nodes], ..PhaseCounts::default() };
        Self { phases: vec![empty; needs.len() + 1], needs }
    }

    /// One more than the greatest number of a node.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.phases[0].loads.len()
    }

    /// Number of steps.
    #[must_use]
    pub const fn steps(&self) -> usize {
        self.needs.len()
    }

    /// The masks of moves in a step, from 0 on, by which they are needed or not; where none are judged all are.
    #[must_use]
    pub fn masks(&self, step: usize) -> (Vec<u8>, Vec<u8>) {
        let nodes = self.nodes();
        self.needs[step].as_ref().map_or_else(|| (vec![1; nodes], vec![1; nodes]), |needs| needs.masks(nodes))
    }

    /// Adds the counts of other keys in a state.
    pub fn add(&mut self, state: usize, more: &PhaseCounts) {
        self.phases[state].add(more);
    }

    /// Counts keys that have one node in every state; `owners` are these, from the start on.
    pub fn count(&mut self, owners: &[NodeId], keys: u64) {
        if let Some(first) = owners.first() {
            self.start(*first, keys);
        }
        for (step, pair) in owners.windows(2).enumerate() {
            self.step(step + 1, pair[0], pair[1], keys);
        }
    }

    /// Counts keys at the start.
    pub fn start(&mut self, owner: NodeId, keys: u64) {
        self.phases[0].loads[owner.index()] += keys;
    }

    /// Counts keys that step number `step`, from 1 on, found on one node and left on another.
    pub fn step(&mut self, step: usize, from: NodeId, to: NodeId, keys: u64) {
        let phase = &mut self.phases[step];
        phase.loads[to.index()] += keys;
        if from != to {
            phase.moved += keys;
            let judged = self.needs[step - 1].as_ref();
            phase.needless += judged.map_or(0, |needs| if needs.needed(from, to) { 0 } else { keys });
        }
    }

    /// The counts.
    #[must_use]
    pub fn into_phases(self) -> Vec<PhaseCounts> {
        self.phases
    }
}
