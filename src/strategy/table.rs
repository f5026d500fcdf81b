//! What strategies share that keep a table from entries (slots, partitions, stretches of keys, keys) to nodes.
//!
//! A table begins in stretches or by least load, each node with its fair share of the entries by weight. When members or
//! weights change, entries of nodes that have left go to those that lack some; nodes whose fair share has grown take what
//! they still lack from those whose share has shrunk. Nothing else moves, which no table can do better.

use super::kind::{Before, Guarantees};
use super::placement::{WorkLine, Working};
use crate::cluster::{Cluster, Node, NodeId};
use crate::collections::sort_by;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What all of them promise.
pub(super) const GUARANTEES: Guarantees =
    Guarantees { order_free: false, weighted: true, minimal: true, any_removal: true, history_free: false, passes_over: true };

/// Node after node in turn: a node of weight w has w of the turns that the heaviest one has.
pub(super) struct Turns {
    heaviest: f64,
    /// By index: weight and the turns it has had.
    nodes: Vec<(f64, u64)>,
    /// 1 where a node waits for its first turn as for every other.
    ahead: u64,
    /// By index, where a system keeps it: the heaviest node's weight, added up at each turn of the node.
    targets: Vec<f64>,
    /// Whose turn it is; the heaviest node is there in every turn, the others wait until their weight has added up.
    queue: Queue,
}

/// Nodes by number of a turn or by load, the least first; of equals the first node.
type Queue = BinaryHeap<Reverse<(u64, u16)>>;

impl Turns {
    /// The turns of nodes by their weights, all of them in the first turn; at least one node.
    pub(super) fn new(weights: impl Iterator<Item = f64>) -> Self {
        let nodes: Vec<(f64, u64)> = weights.map(|weight| (weight, 0)).collect();
        let heaviest = nodes.iter().map(|(weight, _)| *weight).fold(0.0, f64::max);
        let queue = (0..nodes.len() as u16).map(|index| Reverse((1, index))).collect();
        Self { heaviest, nodes, ahead: 0, targets: Vec::new(), queue }
    }

    /// The turns of nodes by their weights, lighter ones waiting for their first one too: whole numbers as weights are then
    /// the turns that the nodes have had when all are over.
    pub(super) fn waiting(weights: impl Iterator<Item = f64>) -> Self {
        let mut turns = Self::new(weights);
        let due = |(weight, _): &(f64, u64)| libm::ceil(turns.heaviest / weight) as u64;
        turns.queue = turns.nodes.iter().enumerate().map(|(index, node)| Reverse((due(node), index as u16))).collect();
        turns.ahead = 1;
        turns
    }

    /// The turns as Envoy counts them, with its rounding: weights over their sum, and a target to which the greatest of them
    /// is added at each turn. Where turns fall together exactly, a sum may come out one turn later than the product.
    pub(super) fn added_up(weights: impl Iterator<Item = f64> + Clone) -> Self {
        let sum: f64 = weights.clone().sum();
        let turns = Self::new(weights.map(|weight| weight / sum));
        Self { targets: vec![0.0; turns.nodes.len()], ..turns }
    }

    /// The index of the next node.
    pub(super) fn take(&mut self) -> usize {
        let Some(Reverse((turn, index))) = self.queue.pop() else { return 0 };
        let (weight, had) = &mut self.nodes[usize::from(index)];
        *had += 1;
        let mut due = (*had + self.ahead) as f64 * self.heaviest / *weight;
        if let Some(target) = self.targets.get_mut(usize::from(index)) {
            *target += self.heaviest;
            // The first whole number whose product with the weight reaches the target, as doubles are compared.
            due = libm::ceil(*target / *weight);
            due -= f64::from(u8::from((due - 1.0) * *weight >= *target));
            due += f64::from(u8::from(due * *weight < *target));
        }
        self.queue.push(Reverse(((libm::ceil(due) as u64).max(turn + 1), index)));
        usize::from(index)
    }
}

/// A table whose entries go one by one to the member with the least load for its weight, none above its part.
pub(super) fn by_least_load(cluster: &Cluster, entries: usize) -> Vec<NodeId> {
    let nodes = cluster.nodes();
    let parts = parts(&fair(cluster, entries), entries, |_, _| LAST);
    let mut had = vec![0_usize; nodes.len()];
    let mut queue: Queue =
        (0..nodes.len() as u16).filter(|index| parts[usize::from(*index)] > 0).map(|index| Reverse((0, index))).collect();
    let mut table = Vec::with_capacity(entries);
    while let Some(Reverse((_, index))) = queue.pop() {
        let i = usize::from(index);
        table.push(nodes[i].id);
        had[i] += 1;
        if had[i] < parts[i] {
            // The bits of numbers above 0 are in the order of the numbers.
            queue.push(Reverse(((had[i] as f64 / nodes[i].weight).to_bits(), index)));
        }
    }
    table
}

/// The fair number of entries of every member, failed ones among them: they keep their entries.
fn fair(cluster: &Cluster, entries: usize) -> Vec<f64> {
    let total: f64 = cluster.nodes().iter().map(|node| node.weight).sum();
    cluster.nodes().iter().map(|node| entries as f64 * node.weight / total).collect()
}

/// The rank of a member that has no claim to one entry more.
const LAST: u8 = 3;

/// Whole numbers of entries, all together `entries`, each the fair number rounded down or up; what is left when all are
/// rounded down goes one by one to the least rank, of one rank to the greatest rest.
fn parts(fair: &[f64], entries: usize, rank: impl Fn(usize, usize) -> u8) -> Vec<usize> {
    let mut parts: Vec<usize> = fair.iter().map(|fair| *fair as usize).collect();
    let mut order: Vec<(u8, Reverse<u64>, usize)> =
        parts.iter().enumerate().map(|(i, part)| (rank(i, *part), Reverse((fair[i] - *part as f64).to_bits()), i)).collect();
    sort_by(&mut order, Ord::cmp);
    let left = entries.saturating_sub(parts.iter().sum());
    order.iter().take(left).for_each(|(_, _, i)| parts[*i] += 1);
    parts
}

/// A table in which each member has one stretch of entries, in member order.
pub(super) fn in_stretches(cluster: &Cluster, entries: usize) -> Vec<NodeId> {
    let mut table = Vec::with_capacity(entries);
    for (node, end) in cluster.nodes().iter().zip(ends(cluster, entries)) {
        table.resize(end.max(table.len()), node.id);
    }
    table
}

/// Where the stretch of each member ends, each rounded in single precision as `redis-cli --cluster create` does it.
pub(super) fn ends(cluster: &Cluster, entries: usize) -> Vec<usize> {
    let mut cursor = 0.0_f32;
    let mut ends: Vec<usize> = Vec::new();
    for width in fair(cluster, entries) {
        let width = width as f32;
        let last = libm::roundf(cursor + width - 1.0).max(ends.last().map_or(-1.0, |end| *end as f32 - 1.0));
        ends.push(((last + 1.0) as usize).min(entries));
        cursor += width;
    }
    if let Some(end) = ends.last_mut() {
        *end = entries;
    }
    ends
}

/// One member while a table is rebalanced.
struct Member {
    id: NodeId,
    /// Entries that it lacks.
    lacks: usize,
    /// Entries that it may give.
    spare: usize,
    grew: bool,
}

/// The nodes that hold an entry of a table, the first `want` live ones.
pub(super) type Holders = for<'a> fn(nodes: &'a [Node], table: &'a [NodeId], entry: usize, want: usize) -> Vec<&'a Node>;

/// The table after a change of the members, from what it was before; `None` where there is no table of that size.
pub(super) fn after(before: Option<Before<'_>>, cluster: &Cluster, entries: usize, holders: Holders) -> Option<Vec<NodeId>> {
    let before = before?;
    let table = before.placement.table().to_vec();
    (table.len() == entries).then(|| change(table, before.cluster, cluster, holders))
}

/// A table after a change of the members.
pub(super) fn change(mut table: Vec<NodeId>, before: &Cluster, after: &Cluster, holders: Holders) -> Vec<NodeId> {
    inherit(&mut table, before, after, holders);
    rebalance(&mut table, before, after);
    table
}

/// Who takes what a node had that has left: the live member that now stands in its place, or the next one.
pub(super) fn heir(before: &Cluster, after: &Cluster, left: NodeId) -> NodeId {
    let place = before.nodes().iter().position(|node| node.id == left).unwrap_or(0);
    after.nodes()[any_live(after, place)].id
}

/// What a failed node had goes to those that have answered in its place, when it leaves: they have the keys.
fn inherit(table: &mut [NodeId], before: &Cluster, after: &Cluster, holders: Holders) {
    let left = |node: &&Node| !node.live && after.get(node.id).is_none();
    let gone: Vec<NodeId> = before.nodes().iter().filter(left).map(|node| node.id).collect();
    if gone.is_empty() {
        return;
    }
    let old = table.to_vec();
    for (entry, id) in old.iter().enumerate().filter(|(_, id)| gone.contains(id)) {
        table[entry] = holders(before.nodes(), &old, entry, 1).first().map_or(*id, |node| node.id);
    }
}

fn rebalance(table: &mut [NodeId], before: &Cluster, after: &Cluster) {
    let mut members = members(table, before, after);
    let place = |members: &[Member], id: NodeId| members.iter().position(|member| member.id == id);
    // Where each node's number stands among the members.
    let most = table.iter().map(|id| id.index() + 1).max().unwrap_or(0);
    let places: Vec<Option<usize>> = (0..most).map(|i| place(&members, NodeId(i as u32))).collect();
    let mut next = 0;
    for entry in table.iter_mut().filter(|entry| places[entry.index()].is_none()) {
        // Each orphan to the next member that lacks one, all in turn; to any where none does.
        let to = (next..next + members.len()).map(|i| i % members.len()).find(|i| members[*i].lacks > 0);
        let to = to.unwrap_or_else(|| any_live(after, next));
        members[to].lacks = members[to].lacks.saturating_sub(1);
        *entry = members[to].id;
        next = to + 1;
    }
    let mut to = 0;
    for entry in table.iter_mut().rev() {
        while to < members.len() && !(members[to].grew && members[to].lacks > 0) {
            to += 1;
        }
        let Some(from) = places.get(entry.index()).copied().flatten().filter(|from| members[*from].spare > 0) else { continue };
        if to == members.len() {
            break;
        }
        members[from].spare -= 1;
        members[to].lacks -= 1;
        *entry = members[to].id;
    }
}

/// The next live member from a place on; at least one is live.
fn any_live(cluster: &Cluster, from: usize) -> usize {
    let n = cluster.nodes().len();
    (from..from + n).map(|i| i % n).find(|i| cluster.nodes()[*i].live).unwrap_or(0)
}

fn members(table: &[NodeId], before: &Cluster, after: &Cluster) -> Vec<Member> {
    let mut counts = vec![0_usize; table.iter().map(|id| id.index() + 1).max().unwrap_or(0)];
    table.iter().for_each(|id| counts[id.index()] += 1);
    let (old, new) = (fair(before, table.len()), fair(after, table.len()));
    let had = |id: NodeId| before.nodes().iter().position(|node| node.id == id).map_or(0.0, |i| old[i]);
    let olds: Vec<f64> = after.nodes().iter().map(|node| had(node.id)).collect();
    let has: Vec<usize> = after.nodes().iter().map(|node| counts.get(node.id.index()).copied().unwrap_or(0)).collect();
    // One entry more first to those that have it and would not give it, then to those that have it, then to those that may
    // take it: so the fewest move.
    let parts = parts(&new, table.len(), |i, part| match (has[i] > part, new[i] < olds[i], new[i] > olds[i]) {
        (true, false, _) => 0,
        (true, true, _) => 1,
        (false, _, true) => 2,
        _ => LAST,
    });
    let member = |(i, node): (usize, &Node)| Member {
        id: node.id,
        // A failed node keeps what it has, and takes nothing.
        lacks: if node.live { parts[i].saturating_sub(has[i]) } else { 0 },
        spare: if new[i] < olds[i] { has[i].saturating_sub(parts[i]) } else { 0 },
        grew: new[i] > olds[i],
    };
    after.nodes().iter().enumerate().map(member).collect()
}

/// The nodes of an entry and of the next ones round the table, then the others in member order; live ones, at most `want`.
pub(super) fn next_entries<'a>(nodes: &'a [Node], table: &'a [NodeId], entry: usize, want: usize) -> Vec<&'a Node> {
    list(nodes, table[entry..].iter().chain(&table[..entry]), want)
}

/// The node of an entry, then the next ones in member order; live ones, at most `want`.
pub(super) fn next_members<'a>(nodes: &'a [Node], table: &'a [NodeId], entry: usize, want: usize) -> Vec<&'a Node> {
    let after = nodes.iter().position(|node| node.id == table[entry]).map_or(0, |index| index + 1);
    list(nodes, nodes[after.saturating_sub(1)..].iter().chain(&nodes[..after]).map(|node| &node.id), want)
}

pub(super) fn list<'a>(nodes: &'a [Node], entries: impl Iterator<Item = &'a NodeId>, want: usize) -> Vec<&'a Node> {
    let want = want.min(nodes.iter().filter(|node| node.live).count());
    let mut found: Vec<&Node> = Vec::new();
    let mut passed: Vec<NodeId> = Vec::new();
    for id in entries {
        if found.len() == want || passed.len() == nodes.len() {
            break;
        }
        if passed.last() == Some(id) || passed.contains(id) {
            continue;
        }
        passed.push(*id);
        found.extend(nodes.iter().find(|node| node.id == *id && node.live));
    }
    let others = nodes.iter().filter(|node| node.live && !passed.contains(&node.id));
    found.extend(others.take(want.saturating_sub(found.len())));
    found
}

/// The working of a look-up: the lines of how the entry was found, who has it, and the preference list.
pub(super) fn working(mut lines: Vec<WorkLine>, owner: Option<&Node>, entry: &str, list: &[&Node]) -> Working {
    if let Some(failed) = owner.filter(|node| !node.live) {
        let text = format!("{entry} belongs to {}, which has failed: the next other node answers.", failed.name);
        lines.push(WorkLine::new("comparison", text, "", Some(failed.id)));
    }
    for (place, node) in list.iter().enumerate() {
        let first = owner.is_some_and(|owner| owner.id == node.id);
        let (what, text) = match place {
            0 if first => ("winner", format!("{entry} belongs to {}.", node.name)),
            0 => ("winner", format!("That is {}.", node.name)),
            _ => ("replica", format!("The next other node is {}.", node.name)),
        };
        lines.push(WorkLine::new(what, text, "", Some(node.id)));
    }
    Working { lines }
}

/// The indices of the members that entries go to one by one, for the suite: a scan for the least load, the largest rests by
/// sorting.
#[cfg(test)]
pub(super) fn naively_dealt(cluster: &Cluster, entries: usize) -> Vec<usize> {
    let weights: Vec<f64> = cluster.nodes().iter().map(|node| node.weight).collect();
    let fair: Vec<f64> = weights.iter().map(|weight| entries as f64 * weight / weights.iter().sum::<f64>()).collect();
    let mut parts: Vec<usize> = fair.iter().map(|fair| fair.floor() as usize).collect();
    let mut rests: Vec<usize> = (0..fair.len()).collect();
    rests.sort_by(|a, b| fair[*b].fract().total_cmp(&fair[*a].fract()));
    let left = entries - parts.iter().sum::<usize>();
    rests[..left].iter().for_each(|i| parts[*i] += 1);
    let mut had = vec![0; weights.len()];
    let mut dealt = Vec::new();
    for _ in 0..entries {
        let open = (0..had.len()).filter(|i| had[*i] < parts[*i]);
        let next = open.min_by(|a, b| (had[*a] as f64 / weights[*a]).total_cmp(&(had[*b] as f64 / weights[*b])));
        let next = next.expect("the parts are all entries");
        had[next] += 1;
        dealt.push(next);
    }
    dealt
}
