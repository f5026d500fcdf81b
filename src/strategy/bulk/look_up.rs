//! One key after another: what a placement's form lets one prepare, so that no placement is asked.
//!
//! A look-up gives the answers of [`Placement::owner`](crate::strategy::Placement::owner), hash for hash: the suite holds every
//! strategy to it, in every dialect.

use super::{Drawn, Form, Places, Points, Probed, Scored};
use crate::cluster::NodeId;
use crate::hash::{HashKind, HashValue};
use crate::keys::{Block, Key};
use shardlab_loops::look::{LookUp as Prepared, Place, Ring};
use shardlab_loops::{drawn, jumps, mix, probes, residues, scores};
use std::cmp::Ordering;

/// The most entries of a table by residues: up to here the digits of a wide hash are summed without overflow.
const ENTRIES: usize = 1 << 29;

/// A prepared look-up: from a key's hash to its first live node.
#[derive(Clone, Debug)]
pub struct LookUp {
    prepared: Prepared,
    hash: HashKind,
    wide: bool,
}

impl LookUp {
    /// The look-up of a form, for keys hashed by `hash`; none where the placement must be asked.
    #[must_use]
    pub fn of(form: &Form, hash: HashKind) -> Option<Self> {
        let (bits, wide) = (hash.bits(), hash.bits() > 64);
        let shift = 64 - bits.min(64);
        let prepared = match form {
            Form::Key | Form::Hash | Form::Texts(_) => return None,
            Form::Residue(nodes) if nodes.is_empty() || nodes.len() >= ENTRIES => return None,
            Form::Residue(nodes) => Prepared::Table(residues::Table::new(&numbers(nodes), bits)),
            Form::Ring(points) => ring(points, bits),
            Form::Mixed(members) => Prepared::Scores(mixed(members)?),
            Form::Jump(nodes) if nodes.is_empty() => return None,
            Form::Jump(nodes) => Prepared::Jump(jumps::Jump::new(&numbers(nodes), shift)),
            Form::Drawn(state) => Prepared::Drawn(walk(state, shift)),
            Form::Probed(state) => Prepared::Probes(probed(state)?),
        };
        Some(Self { prepared, hash, wide })
    }

    /// The first live node of a key.
    #[must_use]
    pub fn owner_of(&self, key: Key<'_>) -> NodeId {
        if self.wide { self.owner(self.hash.key(key)) } else { NodeId(self.prepared.node(self.hash.first_u64(key))) }
    }

    /// The first live node of a key with this hash, which is of the function that the look-up was made for.
    #[must_use]
    pub fn owner(&self, hash: HashValue) -> NodeId {
        NodeId(if self.wide { self.prepared.node_wide(hash.words()) } else { self.prepared.node(hash.first_u64()) })
    }

    /// The numbers of the first live nodes of the keys of a block, which is of the same function; `owners` has room for them.
    pub fn owners(&self, block: &Block, owners: &mut [u32]) {
        self.prepared.nodes(block.firsts(), block.wide(), owners);
    }

    /// Looks up ids one after another, each hashed on the way by [`HashKind::Mix64`], or else taken as it is; the sum of their
    /// nodes' numbers.
    #[must_use]
    pub fn sum_ids(&self, ids: &[u64], mixed: bool) -> u32 {
        if mixed { self.prepared.sum_mixed(ids) } else { self.prepared.sum(ids) }
    }

    /// What was prepared takes, bytes.
    #[must_use]
    pub fn memory_bytes(&self) -> u64 {
        self.prepared.bytes() as u64
    }
}

fn numbers(nodes: &[NodeId]) -> Vec<u32> {
    nodes.iter().map(|id| id.0).collect()
}

fn mixed(members: &[(NodeId, Scored)]) -> Option<scores::Scores> {
    let seeds = members.iter().map(|(_, (_, hash))| mix::prepared(hash.first_u64())).collect();
    (!members.is_empty()).then(|| scores::Scores::new(seeds, members.iter().map(|member| member.0.0).collect()))
}

fn walk(state: &Drawn, shift: u32) -> drawn::Walk {
    drawn::Walk::new(state.table(), shift)
}

/// None where two points stand at one place, which the loops do not tell apart.
fn probed(state: &Probed) -> Option<probes::Probes> {
    let points: Vec<(u64, u32)> = state.points.iter().map(|(id, place)| (*place, id.0)).collect();
    let apart = points.windows(2).all(|pair| pair[0].0 != pair[1].0);
    (apart && !points.is_empty()).then(|| probes::Probes::new(&points, state.probes, state.step))
}

fn ring(points: &Points, bits: u32) -> Prepared {
    let nodes = numbers(&points.owners);
    match &points.places {
        Places::Narrow(firsts, width) if passes(*width, bits, points.at) => Prepared::Ring(stretches(firsts, nodes)),
        Places::Narrow(firsts, _) => {
            let after: Vec<u64> = firsts.iter().map_while(|first| first.checked_add(1)).collect();
            Prepared::Ring(stretches(&after, nodes))
        }
        Places::Wide(words, width) if passes(*width, bits, points.at) => Prepared::WideRing(stretches(words, nodes)),
        Places::Wide(words, _) => {
            let after: Vec<[u64; 4]> = words.iter().copied().map_while(next).collect();
            Prepared::WideRing(stretches(&after, nodes))
        }
    }
}

/// Whether a key goes on from a point whose words are its own: of two such values the narrower one is less.
fn passes(width: u32, bits: u32, at: bool) -> bool {
    match width.cmp(&bits) {
        Ordering::Less => true,
        Ordering::Equal => !at,
        Ordering::Greater => false,
    }
}

/// The integer of four words after one; none after the greatest.
fn next(mut words: [u64; 4]) -> Option<[u64; 4]> {
    for word in words.iter_mut().rev() {
        *word = word.wrapping_add(1);
        if *word > 0 {
            return Some(words);
        }
    }
    None
}

/// Where stretches begin, and the node of the point that ends each; where a last point has none after it, it ends the last one.
fn stretches<T: Place>(begins: &[T], mut nodes: Vec<u32>) -> Ring<T> {
    let first = nodes.first().copied().unwrap_or_default();
    nodes.push(first);
    Ring::new(begins, &nodes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KINDS: [HashKind; 4] = [HashKind::Sha256, HashKind::Md5, HashKind::Xxh64, HashKind::Murmur3];

    /// A value of so many bits with few different words, so that keys fall on points and words tie.
    fn value(bits: u32, parts: [u8; 3]) -> HashValue {
        let word = |part: u8| [0, 1, 2, u64::MAX - 1, u64::MAX, 1 << 63][usize::from(part % 6)];
        match bits {
            32 => HashValue::from_u32(word(parts[0]) as u32 ^ (u32::from(parts[1] % 3) << 30)),
            64 => HashValue::from_u64(word(parts[0])),
            128 => HashValue::from_words([word(parts[0]), word(parts[1]), 0, 0], 128),
            _ => HashValue::from_words([word(parts[0]), word(parts[1]), 0, word(parts[2])], 256),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever the widths of points and of keys, and whether a key on a point belongs to it.
        #[test]
        fn a_ring_gives_the_node_of_its_points(places in prop::collection::vec(any::<[u8; 3]>(), 1..12), keys: [[u8; 3]; 20], kinds: [u8; 2], at: bool) {
            let [of_points, of_keys] = kinds.map(|kind| KINDS[usize::from(kind % 4)]);
            let mut places: Vec<HashValue> = places.into_iter().map(|place| value(of_points.bits(), place)).collect();
            places.sort_unstable();
            let owners = (0..places.len() as u32).map(|i| NodeId(i % 5)).collect();
            let on_points: Vec<HashValue> = places.iter().copied().filter(|_| of_points == of_keys).collect();
            let bits = of_points.bits();
            let points = Points { places: Places::of(places.into_iter(), bits), owners, at };
            let form = Form::Ring(points);
            let (Some(found), Form::Ring(points)) = (LookUp::of(&form, of_keys), &form) else { return Err(TestCaseError::fail("no look-up")) };
            for key in keys.into_iter().map(|key| value(of_keys.bits(), key)).chain(on_points) {
                prop_assert_eq!(found.owner(key), points.owner(key));
            }
        }
    }
}
