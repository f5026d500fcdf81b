//! The vocabulary of servers: nodes, weights, zones, a cluster, and the changes that one step makes to it.

mod needs;

pub use needs::Needs;

/// A node's number in the scenario's roster: one name, one number, for all steps and strategies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The number as an index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A set of nodes.
#[derive(Clone, Debug, Default)]
pub struct NodeSet(Vec<bool>);

impl NodeSet {
    /// Adds a node; false where it was in the set.
    pub fn insert(&mut self, id: NodeId) -> bool {
        if self.0.len() <= id.index() {
            self.0.resize(id.index() + 1, false);
        }
        !std::mem::replace(&mut self.0[id.index()], true)
    }
}

/// One member of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its number in the roster.
    pub id: NodeId,
    /// Its name, unique in the scenario.
    pub name: String,
    /// Its weight, greater than 0; 1 unless said. A node of weight 2 has twice the fair share of one of weight 1.
    pub weight: f64,
    /// Its zone (rack, data centre), where said.
    pub zone: Option<String>,
    /// The keys that it has room for, where said.
    pub capacity: Option<f64>,
    /// False after `fail` until `recover`: a failed node keeps its place and holds no keys.
    pub live: bool,
}

/// The members of a cluster in the order in which they were added, failed ones among them.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Cluster {
    nodes: Vec<Node>,
}

/// What one step does to a cluster; applied together in the order of the fields.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Changes {
    /// Nodes that leave the membership.
    pub remove: Vec<NodeId>,
    /// Nodes that fail and keep their place.
    pub fail: Vec<NodeId>,
    /// Failed nodes that are live again.
    pub recover: Vec<NodeId>,
    /// New weights.
    pub reweight: Vec<(NodeId, f64)>,
    /// Nodes that join at the end of the list.
    pub add: Vec<Node>,
}

impl Cluster {
    /// A cluster of these nodes in this order.
    #[must_use]
    pub const fn new(nodes: Vec<Node>) -> Self {
        Self { nodes }
    }

    /// The members in the order in which they were added.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The members that are live.
    pub fn live(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|node| node.live)
    }

    /// Whether each member is live, by [`NodeId`]; false for numbers that are no member's.
    #[must_use]
    pub fn live_by_id(&self) -> Vec<bool> {
        let mut live = vec![false; self.nodes.iter().map(|node| node.id.index() + 1).max().unwrap_or(0)];
        self.live().for_each(|node| live[node.id.index()] = true);
        live
    }

    /// The member of that number.
    #[must_use]
    pub fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == id)
    }

    /// The fair share of every member, 0 to 1 in member order: its weight over the live members' weights, 0 when failed.
    #[must_use]
    pub fn fair_shares(&self) -> Vec<f64> {
        let total: f64 = self.live().map(|node| node.weight).sum();
        self.nodes.iter().map(|node| if node.live { node.weight / total } else { 0.0 }).collect()
    }

    /// Whether all members have one weight.
    #[must_use]
    pub fn equal_weights(&self) -> bool {
        self.nodes.windows(2).all(|pair| pair[0].weight == pair[1].weight)
    }

    /// Gives a member another weight.
    pub fn set_weight(&mut self, id: NodeId, weight: f64) {
        self.nodes.iter_mut().filter(|node| node.id == id).for_each(|node| node.weight = weight);
    }

    /// Gives every member another name.
    pub fn rename(&mut self, name: &dyn Fn(&str) -> String) {
        self.nodes.iter_mut().for_each(|node| node.name = name(&node.name));
    }

    /// The cluster after a step.
    #[must_use]
    pub fn after(&self, changes: &Changes) -> Self {
        let mut next = self.clone();
        next.change(changes);
        next
    }

    /// Makes the changes of a step.
    pub fn change(&mut self, changes: &Changes) {
        let Changes { remove, fail, recover, reweight, add } = changes;
        self.nodes.retain(|node| !remove.contains(&node.id));
        for node in &mut self.nodes {
            if fail.contains(&node.id) {
                node.live = false;
            }
            if recover.contains(&node.id) {
                node.live = true;
            }
            if let Some((_, weight)) = reweight.iter().find(|(id, _)| *id == node.id) {
                node.weight = *weight;
            }
        }
        // A strategy's own list may have had the node before it joins the others.
        let mut members = NodeSet::default();
        self.nodes.iter().for_each(|node| _ = members.insert(node.id));
        self.nodes.extend(add.iter().filter(|node| members.insert(node.id)).cloned());
    }
}
