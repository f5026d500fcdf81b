//! Whole key sets at once: a strategy's nodes in every state, block by block of hashes, counted and not kept.
//!
//! A placement says by its [`Form`] how a hash leads to a node. Where all states of a strategy have one form, one pass over
//! the hashes counts them together: most passes count slots, each of which has one node in every state, and ask for the
//! nodes once at the end. What has no form is asked key by key. Every pass gives the answers of
//! [`Placement::owner`], key for key; `tests/scale.rs` holds them to it.

mod drawn;
mod each;
mod jumps;
mod ledger;
mod look_up;
mod looked;
mod members;
mod pairs;
mod probes;
mod residues;
mod ring;
mod scores;

pub use drawn::Drawn;
pub use ledger::{Ledger, PhaseCounts};
pub use look_up::LookUp;
pub use probes::Probed;
pub use scores::Scored;

use ring::Rings;

use super::{HashedKey, Placement};
use crate::cluster::NodeId;
use crate::hash::{HashKind, HashValue};
use crate::keys::{Block, KeySet};

/// How a placement finds the first node of a key.
#[derive(Debug)]
pub enum Form {
    /// In no way that is known here: it is asked for every key.
    Key,
    /// By the hash alone, whatever the key's text: it is asked for every hash.
    Hash,
    /// By the hash modulo the number of entries: the node of every entry, one that is live.
    Residue(Vec<NodeId>),
    /// By the first point of a ring after the hash.
    Ring(Points),
    /// By the greatest of the mixed integers of key and node: the members.
    Mixed(Vec<(NodeId, Scored)>),
    /// By the greatest of the hashes of the texts of key and node together: the members.
    Texts(Vec<(NodeId, Scored)>),
    /// By jump hash: the node of every number.
    Jump(Vec<NodeId>),
    /// By numbered buckets, drawn again from empty ones.
    Drawn(Drawn),
    /// By several probes of a ring.
    Probed(Probed),
}

/// The owners of entries that stand in a circle, each the node of its entry or of the next one that is live; none where no
/// entry has a live node.
pub(super) fn next_live(mut owners: Vec<NodeId>, live: impl Fn(NodeId) -> bool) -> Option<Vec<NodeId>> {
    let mut next = owners.iter().copied().find(|id| live(*id))?;
    for owner in owners.iter_mut().rev() {
        if live(*owner) {
            next = *owner;
        }
        *owner = next;
    }
    Some(owners)
}

/// Places on a circle, in order.
#[derive(Debug)]
pub enum Places {
    /// Of hashes of at most 64 bits: the first words, and the width.
    Narrow(Vec<u64>, u32),
    /// Of wider ones: the words, and the width.
    Wide(Vec<[u64; 4]>, u32),
}

impl Places {
    /// The places of hashes of so many bits that come in order. A vector of points that is used up gives its memory to them.
    #[must_use]
    pub fn of(hashes: impl Iterator<Item = HashValue>, bits: u32) -> Self {
        if bits > 64 {
            let mut words: Vec<[u64; 4]> = hashes.map(|hash| *hash.words()).collect();
            words.shrink_to_fit();
            return Self::Wide(words, bits);
        }
        let mut firsts: Vec<u64> = hashes.map(HashValue::first_u64).collect();
        firsts.shrink_to_fit();
        Self::Narrow(firsts, bits)
    }
}

/// The points of a ring, in their order, each with the live node that a key there goes to.
#[derive(Debug)]
pub struct Points {
    /// Where they stand.
    pub places: Places,
    /// Who answers.
    pub owners: Vec<NodeId>,
    /// Whether a key on a point belongs to it, not to the next one.
    pub at: bool,
}

impl State {
    /// The first node of a key.
    fn owner(&self, key: &HashedKey<'_>) -> u32 {
        match (&self.placement, &self.form) {
            (Some(placement), _) => placement.owner(key).0,
            (None, Some(Form::Ring(points))) => points.owner(key.hash).0,
            (None, _) => 0,
        }
    }
}

/// One strategy's way through the blocks of a key set.
pub trait Pass {
    /// Counts a block of keys.
    fn count(&mut self, block: &Block);

    /// Counts the integers from `begin` on under [`HashKind::Mix64`], hashed on the way; false where blocks must be counted.
    fn count_mixed(&mut self, _begin: u64, _keys: u64) -> bool {
        false
    }

    /// Whether it reads the hashes of a block; else their number and that of the first key are enough.
    fn reads_hashes(&self) -> bool {
        true
    }

    /// Adds what was counted to a ledger.
    fn tell(&self, ledger: &mut Ledger);
}

/// The states of one strategy, given one by one.
#[derive(Default)]
pub struct Plan {
    states: Vec<State>,
    /// The first states, as long as they are rings that can be joined.
    rings: Option<Rings>,
}

/// One state: what was built of it while it may be asked, and its form.
struct State {
    placement: Option<Box<dyn Placement>>,
    hash: HashKind,
    /// None where it is a ring that was joined to those of other states.
    form: Option<Form>,
}

impl Plan {
    /// Adds the next state. One that is `asked` later, when the next is built, is kept; else a ring is let go: many points are
    /// large, and its form says all.
    pub fn add(&mut self, mut placement: Box<dyn Placement>, hash: HashKind, asked: bool) {
        let form = if asked { placement.form() } else { placement.take_form() };
        let placement = Some(placement).filter(|_| asked || !matches!(form, Form::Ring(_)));
        let joined = self.rings.as_ref().map_or(0, Rings::states) == self.states.len();
        let form = match (form, &mut self.rings) {
            (Form::Ring(points), None) if joined => {
                self.rings = Some(Rings::new(points, hash));
                None
            }
            (Form::Ring(points), Some(rings)) if joined && rings.take(&points, hash) => {
                rings.add(points);
                None
            }
            (form, _) => Some(form),
        };
        self.states.push(State { placement, hash, form });
    }

    /// What was built of the last state.
    #[must_use]
    pub fn last(&self) -> Option<&dyn Placement> {
        self.states.last()?.placement.as_deref()
    }

    /// Number of states.
    #[must_use]
    pub fn states(&self) -> usize {
        self.states.len()
    }

    /// The pass over all states; `empty` is a ledger of them.
    #[must_use]
    pub fn into_pass(mut self, keys: &KeySet, empty: &Ledger) -> Box<dyn Pass> {
        if let Some(rings) = self.rings.take() {
            if rings.states() == self.states.len() {
                return rings.pass();
            }
            self.states.iter_mut().zip(rings.apart()).for_each(|(state, points)| state.form = Some(Form::Ring(points)));
        }
        let one_hash = self.states.windows(2).all(|pair| pair[0].hash == pair[1].hash);
        let found = if one_hash { self.joint(keys, empty).or_else(|| self.looked(empty)) } else { None };
        found.unwrap_or_else(|| {
            let by_text = !one_hash || self.states.iter().any(|state| matches!(state.form, Some(Form::Key | Form::Texts(_))));
            Box::new(each::Each::new(self.states, by_text.then(|| keys.clone()), empty))
        })
    }

    /// One pass for all states, where their forms agree.
    fn joint(&self, keys: &KeySet, empty: &Ledger) -> Option<Box<dyn Pass>> {
        let hash = self.states.first()?.hash;
        match self.states.first()?.form.as_ref()? {
            Form::Key | Form::Hash | Form::Ring(_) => None,
            Form::Residue(_) => {
                residues::pass(&self.all(|form| if let Form::Residue(nodes) = form { Some(&nodes[..]) } else { None })?, hash, empty)
            }
            Form::Mixed(_) => scores::mixed(&self.all(|form| if let Form::Mixed(nodes) = form { Some(&nodes[..]) } else { None })?, empty),
            Form::Texts(_) => {
                scores::texts(&self.all(|form| if let Form::Texts(nodes) = form { Some(&nodes[..]) } else { None })?, hash, keys, empty)
            }
            Form::Jump(_) => {
                Some(jumps::pass(&self.all(|form| if let Form::Jump(nodes) = form { Some(&nodes[..]) } else { None })?, hash, empty))
            }
            Form::Drawn(_) => drawn::pass(&self.all(|form| if let Form::Drawn(state) = form { Some(state) } else { None })?, hash),
            Form::Probed(_) => probes::pass(&self.all(|form| if let Form::Probed(state) = form { Some(state) } else { None })?, empty),
        }
    }

    /// A pass that looks every state up by itself.
    fn looked(&self, empty: &Ledger) -> Option<Box<dyn Pass>> {
        looked::pass(&self.all(Some)?, self.states.first()?.hash, empty)
    }

    /// What every state's form holds; none where one has another form.
    fn all<'a, T>(&'a self, of: impl Fn(&'a Form) -> Option<T>) -> Option<Vec<T>> {
        self.states.iter().map(|state| state.form.as_ref().and_then(&of)).collect()
    }
}
