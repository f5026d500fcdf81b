//! What happens in an incident, as data and in words.

use crate::cluster::NodeId;

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// The step of the scenario begins.
    Changed,
    /// No node answers from now on.
    Outage,
    /// Nodes answer again.
    OutageOver,
    /// One attempt in a hundred times out for the first time.
    FirstTimeout,
    /// A node is taken for dead.
    Down,
    /// It is taken back.
    Back,
    /// Everything is sent: nodes that join answer, nodes that leave are gone.
    Streamed,
    /// The streaming is given up.
    Cancelled,
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// When, s.
    pub at_s: f64,
    /// What.
    pub event: Event,
    /// To which node; none where it concerns all.
    pub node: Option<NodeId>,
}

/// A node that flaps is told once, unless it stayed as it was for so long, s.
const FLAPPING_S: f64 = 120.0;

impl Event {
    /// What happened, in words; `node` is the name of the node that it happened to, and `times` how often.
    #[must_use]
    pub fn words(self, node: &str, times: u32) -> String {
        match self {
            Self::Changed => "The step begins.".to_owned(),
            Self::Outage => "No node answers: requests wait, and clients give up.".to_owned(),
            Self::OutageOver => "The outage is over: nodes answer again.".to_owned(),
            Self::FirstTimeout => "The first requests time out: one in a hundred.".to_owned(),
            Self::Down if times > 1 => format!("{node} is taken for dead, and {times} times in all: it comes back and falls again."),
            Self::Down => format!("{node} answers too late for too long and is taken for dead; its load goes to others."),
            Self::Back => format!("{node} is on time again and is taken back."),
            Self::Streamed => "Everything is streamed: nodes that join take their part of the load, nodes that leave are gone.".to_owned(),
            Self::Cancelled => "The streaming is cancelled.".to_owned(),
        }
    }
}

/// What happened, a node's falls and returns close to each other as one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Merged {
    /// The first of them.
    pub first: Told,
    /// When the last of them was, s.
    pub until_s: f64,
    /// How often it happened.
    pub times: u32,
}

/// Merges the flapping of each node: a fall that follows a return of the node within `FLAPPING_S` counts to the fall
/// before, and so does the return before it. Order is that of the first of each.
#[must_use]
pub fn merged(told: &[Told]) -> Vec<Merged> {
    let mut all: Vec<Merged> = Vec::new();
    for one in told {
        if one.event != Event::Down || !rejoin(&mut all, one) {
            all.push(Merged { first: *one, until_s: one.at_s, times: 1 });
        }
    }
    all
}

/// Counts a fall to the fall before it, where the node came back only a while ago; takes that return out.
fn rejoin(all: &mut Vec<Merged>, fall: &Told) -> bool {
    let of_node = |event: Event| move |merged: &Merged| merged.first.node == fall.node && merged.first.event == event;
    let Some(at) = all.iter().rposition(of_node(Event::Down)).filter(|at| fall.at_s - all[*at].until_s <= FLAPPING_S) else {
        return false;
    };
    let back = all.iter().rposition(of_node(Event::Back)).filter(|back| *back > at);
    all[at].times += 1;
    all[at].until_s = fall.at_s;
    back.into_iter().for_each(|back| _ = all.remove(back));
    true
}
