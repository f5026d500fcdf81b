//! Nodes by jump hash: one walk up the numbers gives the node in every state.
//!
//! From three nodes to four the walk is an automaton of thresholds, whose outcome is a slot of a histogram. At more nodes
//! a block of keys walks together, those that go on in front; what has passed the least number of nodes is done, or walks
//! on alone where another state has more.

use super::pairs::Pairs;
use super::{Ledger, Pass};
use crate::cluster::NodeId;
use crate::hash::HashKind;
use crate::keys::Block;

const STEP: u64 = 2_862_933_555_777_941_757;

/// The next state of the generator.
#[inline(always)]
const fn again(state: u64) -> u64 {
    state.wrapping_mul(STEP).wrapping_add(1)
}

/// The place after number `b`, before it is rounded down.
#[inline(always)]
fn next(b: f64, state: u64) -> f64 {
    (b + 1.0) * (2_147_483_648.0 / ((state >> 33) as i64 + 1) as f64)
}

/// The pass over all states, given by the nodes by number.
pub(super) fn pass(states: &[&[NodeId]], hash: HashKind, empty: &Ledger) -> Box<dyn Pass> {
    let shift = 64 - hash.bits().min(64);
    let nodes: Vec<Vec<u32>> = states.iter().map(|nodes| nodes.iter().map(|id| id.0).collect()).collect();
    if let [three, four] = &nodes[..]
        && three.len() == 3
        && four.len() == 4
    {
        return Box::new(Automaton::new([three, four], shift));
    }
    Box::new(Walks { least: nodes.iter().map(Vec::len).min().unwrap_or(1), nodes, shift, pairs: Pairs::new(empty), room: Room::new() })
}

/// Three nodes and a fourth: at most three steps, six thresholds.
struct Automaton {
    nodes: Vec<[NodeId; 2]>,
    shift: u32,
    /// The greatest upper 31 bits of the generator with which the walk goes from 0 to 2, 3 and 4, or beyond.
    from_0: [u32; 3],
    /// From 1 to 3 and 4.
    from_1: [u32; 2],
    /// From 2 to 4.
    from_2: u32,
    slots: Vec<u32>,
}

impl Automaton {
    fn new([three, four]: [&[u32]; 2], shift: u32) -> Self {
        let reaches = |from: u32, to: u32| {
            let far = |top: u64| next(f64::from(from), top << 33) >= f64::from(to);
            (0..31).rev().fold(0, |least, bit| if far(least + (1 << bit)) { least + (1 << bit) } else { least }) as u32
        };
        let node = |slot: usize| {
            let (before, after) = ends(slot);
            [NodeId(three[before]), NodeId(four[after])]
        };
        Self {
            nodes: (0..64).map(node).collect(),
            shift,
            from_0: [2, 3, 4].map(|to| reaches(0, to)),
            from_1: [3, 4].map(|to| reaches(1, to)),
            from_2: reaches(2, 4),
            slots: vec![0; 64],
        }
    }
}

/// The number among three and the one among four of a slot: how far it goes from 0, from 1, and from 2 at the second and at
/// the third step.
const fn ends(slot: usize) -> (usize, usize) {
    let (from_0, from_1, second, third) = (slot & 3, (slot >> 2) & 3, (slot >> 4) & 1, (slot >> 5) & 1);
    let (mut number, mut place) = (0, 1 + from_0);
    if place == 1 {
        (number, place) = (1, 2 + from_1);
        if place == 2 {
            (number, place) = (2, 3 + third);
        }
    } else if place == 2 {
        (number, place) = (2, 3 + second);
    }
    (number, if place == 3 { 3 } else { number })
}

impl Pass for Automaton {
    #[inline(never)]
    fn count(&mut self, block: &Block) {
        let ([a, b, c], [d, e], f, shift) = (self.from_0, self.from_1, self.from_2, self.shift);
        let slots = &mut self.slots[..];
        for hash in block.firsts() {
            let first = again(hash >> shift);
            let second = again(first);
            let third = again(second);
            let [first, second, third] = [first, second, third].map(|state| (state >> 33) as u32);
            let from_0 = u32::from(first <= a) + u32::from(first <= b) + u32::from(first <= c);
            let from_1 = u32::from(second <= d) + u32::from(second <= e);
            let slot = from_0 | (from_1 << 2) | (u32::from(second <= f) << 4) | (u32::from(third <= f) << 5);
            slots[(slot & 63) as usize] += 1;
        }
    }

    fn tell(&self, ledger: &mut Ledger) {
        self.nodes.iter().zip(&self.slots).for_each(|(nodes, keys)| ledger.count(nodes, u64::from(*keys)));
    }
}

/// Any numbers of nodes.
struct Walks {
    /// By state the node of every number.
    nodes: Vec<Vec<u32>>,
    /// The least number of nodes of a state.
    least: usize,
    shift: u32,
    pairs: Pairs,
    room: Room,
}

/// The walkers of a block.
struct Room {
    states: Vec<u64>,
    numbers: Vec<u32>,
    places: Vec<f64>,
    /// Where each walk passed the least number of nodes: the number before, the place behind, the generator's state.
    ends: Vec<(u32, f64, u64)>,
}

impl Room {
    fn new() -> Self {
        // One more than there are keys: an end is written before it is known to be one.
        let keys = Block::KEYS as usize + 1;
        Self { states: vec![0; keys], numbers: vec![0; keys], places: vec![0.0; keys], ends: vec![(0, 0.0, 0); keys] }
    }

    /// Walks from the numbers 0 until all have passed `least`.
    #[inline(never)]
    fn walk(&mut self, hashes: &[u64], shift: u32, least: f64) {
        let keys = hashes.len();
        let Self { states, numbers, places, ends } = self;
        states.iter_mut().zip(hashes).for_each(|(state, hash)| *state = hash >> shift);
        numbers.fill(0);
        let (mut live, mut ended) = (keys, 0);
        while live > 0 {
            for ((state, number), place) in states[..live].iter_mut().zip(&numbers[..live]).zip(&mut places[..live]) {
                *state = again(*state);
                *place = next(f64::from(*number as i32), *state);
            }
            let mut stay = 0;
            for at in 0..live {
                let (place, state) = (places[at], states[at]);
                let goes_on = place < least;
                ends[ended] = (numbers[at], place, state);
                states[stay] = state;
                numbers[stay] = place as i32 as u32;
                stay += usize::from(goes_on);
                ended += usize::from(!goes_on);
            }
            live = stay;
        }
    }
}

impl Pass for Walks {
    fn count(&mut self, block: &Block) {
        let Self { nodes, least, shift, pairs, room } = self;
        room.walk(block.firsts(), *shift, *least as f64);
        let mut owners = vec![0; nodes.len()];
        for (number, place, state) in &room.ends[..block.firsts().len()] {
            for (owner, nodes) in owners.iter_mut().zip(&*nodes) {
                *owner = nodes[on(*number, *place, *state, nodes.len()) as usize];
            }
            pairs.count(&owners);
        }
    }

    fn tell(&self, ledger: &mut Ledger) {
        self.pairs.tell(ledger);
    }
}

/// The number among `n` of a walk that stands at a number, with its next place.
#[inline(always)]
fn on(mut number: u32, mut place: f64, mut state: u64, n: usize) -> u32 {
    while place < n as f64 {
        number = place as u32;
        // From the last number there is no way but out.
        if number as usize + 1 == n {
            break;
        }
        state = again(state);
        place = next(f64::from(number), state);
    }
    number
}
