//! Which moves of a step are needed: the rule of the workshop, for any pair of nodes.

use super::{Changes, Cluster, NodeId};

/// What a step does to the fair shares, node by node.
///
/// A move is needed if its old node was removed or failed, or its new one was added or recovered, or it goes from a node
/// whose fair share shrank to one whose fair share grew while weights changed.
#[derive(Clone, Debug)]
pub struct Needs {
    /// By [`NodeId`]: [`DECIDES`] where keys may leave the node for any other, [`SHIFTS`] where its share shrank.
    from: Vec<u8>,
    /// The same of nodes that keys go to.
    to: Vec<u8>,
}

const DECIDES: u8 = 1;
const SHIFTS: u8 = 2;

impl Needs {
    /// The needs of a step from one state to the next; `changes` are the step's.
    #[must_use]
    pub fn of(before: &Cluster, after: &Cluster, changes: &Changes) -> Self {
        let length = before.nodes().iter().chain(after.nodes()).map(|node| node.id.index() + 1).max().unwrap_or(0);
        let shares = |cluster: &Cluster| {
            let mut shares = vec![0.0; length];
            cluster.nodes().iter().zip(cluster.fair_shares()).for_each(|(node, share)| shares[node.id.index()] = share);
            shares
        };
        let (old, new) = (shares(before), shares(after));
        let reweighted = !changes.reweight.is_empty();
        let class = |decides: bool, shifts: bool| if decides { DECIDES } else { 0 } | if shifts && reweighted { SHIFTS } else { 0 };
        let mut needs = Self {
            from: old.iter().zip(&new).map(|(old, new)| class(*new == 0.0, new < old)).collect(),
            to: old.iter().zip(&new).map(|(old, new)| class(*old == 0.0, new > old)).collect(),
        };
        let known = |id: &&NodeId| id.index() < length;
        changes.remove.iter().filter(known).for_each(|id| needs.from[id.index()] |= DECIDES);
        let added = changes.add.iter().map(|node| node.id);
        added.filter(|id| known(&id)).for_each(|id| needs.to[id.index()] |= DECIDES);
        needs
    }

    /// By node a mask for moves from it and one for moves to it, among so many nodes: a move is needed where the two masks have a
    /// bit in common.
    #[cfg(feature = "full")]
    #[must_use]
    pub fn masks(&self, nodes: usize) -> (Vec<u8>, Vec<u8>) {
        const FROM: u8 = 4;
        const TO: u8 = 8;
        let class = |classes: &[u8], i: usize| classes.get(i).copied().unwrap_or(DECIDES);
        let mask = |class: u8, own: u8, other: u8| other | class & SHIFTS | if class & DECIDES == 0 { 0 } else { own };
        let from = (0..nodes).map(|i| mask(class(&self.from, i), FROM, TO)).collect();
        (from, (0..nodes).map(|i| mask(class(&self.to, i), TO, FROM)).collect())
    }

    /// Whether a move between two different nodes is needed; a number that is no member's needs nothing.
    #[must_use]
    pub fn needed(&self, from: NodeId, to: NodeId) -> bool {
        let class = |classes: &[u8], id: NodeId| classes.get(id.index()).copied().unwrap_or(DECIDES);
        let (from, to) = (class(&self.from, from), class(&self.to, to));
        (from | to) & DECIDES != 0 || from & to & SHIFTS != 0
    }
}

#[cfg(all(test, feature = "full"))]
mod tests {
    use super::*;

    #[test]
    fn masks_have_a_bit_in_common_where_a_move_is_needed() {
        let classes = vec![0, DECIDES, SHIFTS, DECIDES | SHIFTS];
        let needs = Needs { from: classes.clone(), to: classes };
        let (from, to) = needs.masks(5);
        for (a, b) in (0..5).flat_map(|a| (0..5).map(move |b| (a, b))) {
            assert_eq!(from[a] & to[b] != 0, needs.needed(NodeId(a as u32), NodeId(b as u32)), "{a} to {b}");
        }
    }
}
