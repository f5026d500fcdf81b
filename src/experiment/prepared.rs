//! Many keys with one copy each, placed a block at a time: where every state of a strategy has a prepared look-up, no placement
//! is asked and no key is written out.

use super::tally::Tally;
use crate::cluster::NodeId;
use crate::keys::{Block, Requests};
use crate::scenario::Scenario;
use crate::strategy::Placement;
use crate::strategy::bulk::LookUp;

/// With fewer keys a look-up is hardly worth being prepared.
const KEYS: u64 = 16_384;

/// The look-ups of a strategy, one a phase, and room for the keys of a block.
pub(super) struct Prepared {
    look_ups: Vec<LookUp>,
    block: Block,
    /// By phase, then by key, the number of its node.
    owners: Vec<Vec<u32>>,
}

impl Prepared {
    /// The look-ups of a strategy that was built; none where keys are few or have several copies, where the hash changes on the
    /// way, or where a placement must be asked.
    pub(super) fn of(scenario: &Scenario, index: usize, placements: &[Box<dyn Placement>]) -> Option<Self> {
        let hash = scenario.spec(index, 0).hash;
        let one_hash = (0..placements.len()).all(|phase| scenario.spec(index, phase).hash == hash);
        if !one_hash || scenario.replicas > 1 || scenario.keys.count() < KEYS {
            return None;
        }
        let look_ups: Option<Vec<LookUp>> = placements.iter().map(|placement| LookUp::of(&placement.form(), hash)).collect();
        let owners = vec![vec![0; Block::KEYS as usize]; placements.len()];
        Some(Self { look_ups: look_ups?, block: Block::new(hash), owners })
    }

    /// Places the keys number `begin` up to, not including, `end`.
    pub(super) fn place(&mut self, scenario: &Scenario, requests: Option<&Requests>, begin: u64, end: u64, tally: &mut Tally) {
        let mut from = begin;
        while from < end {
            let to = end.min(from + Block::KEYS);
            self.block.fill(&scenario.keys, from, to);
            for (look_up, owners) in self.look_ups.iter().zip(&mut self.owners) {
                look_up.owners(&self.block, owners);
            }
            for (key, i) in (from..to).zip(0..) {
                tally.begin(self.block.value(i).turn(), requests.map_or(0, |requests| requests.of(key)));
                for (phase, owners) in self.owners.iter().enumerate() {
                    tally.place_one(phase, NodeId(owners[i]));
                }
            }
            from = to;
        }
    }
}
