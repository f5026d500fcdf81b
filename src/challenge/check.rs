//! The checks that a challenge can ask for, with their parameters and what they are called.

use super::content::Challenge;
use crate::strategy::find;

/// What code must hold to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Check {
    /// Every key gets one of the nodes, or as many different ones as it has copies.
    Live,
    /// A state that comes again unchanged gives the same answers.
    Same,
    /// The order of the nodes does not matter.
    Order,
    /// The keys of every node are within some standard deviations of its fair share.
    Balance {
        /// How many.
        deviations: f64,
        /// Relative standard deviation of a node's share that the method has beside chance: 0.1 with 100 points on a ring.
        uneven: f64,
    },
    /// Adding a node moves keys (or copies) only to it.
    Add,
    /// Removing a node moves only its own.
    Remove,
    /// A cluster of one node works.
    Alone,
    /// The answers are those of the reference.
    Reference,
    /// The copies of a key are in different zones.
    Zones,
    /// No node has more keys than a factor of the mean, rounded up.
    Bounded {
        /// The factor, 1 or more.
        factor: f64,
    },
    /// Adding a node moves at most a factor of what the reference moves.
    Movement {
        /// The factor.
        factor: f64,
    },
    /// Moves no more than the workshop's ring, the fullest node no fuller, and one of both better.
    Beats,
}

impl Check {
    /// Its name in the file, and in reports.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Same => "same",
            Self::Order => "order",
            Self::Balance { .. } => "balance",
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Alone => "alone",
            Self::Reference => "reference",
            Self::Zones => "zones",
            Self::Bounded { .. } => "bounded",
            Self::Movement { .. } => "movement",
            Self::Beats => "beats",
        }
    }

    /// What it asks for, as a phrase.
    #[must_use]
    pub fn title(self, of: &Challenge) -> String {
        let (kept, copies) = if of.copies == 1 { ("keys", 1) } else { ("copies", of.copies) };
        match self {
            Self::Live if copies > 1 => format!("Every key gets {copies} different nodes"),
            Self::Live => "Every key gets one of the nodes".to_owned(),
            Self::Same => "Asked again, a key gets the same answer".to_owned(),
            Self::Order => "The order of the nodes does not matter".to_owned(),
            Self::Balance { .. } => "Every node has its fair share, but for chance".to_owned(),
            Self::Add => format!("A new node takes {kept}, and no others move"),
            Self::Remove => format!("Only the {kept} of a removed node move"),
            Self::Alone => "A single node has every key".to_owned(),
            Self::Reference => format!("The answers are those of {}", named(of)),
            Self::Zones => "The copies of a key are in different zones".to_owned(),
            Self::Bounded { factor } => format!("No node has more than {factor} times the mean, rounded up"),
            Self::Movement { factor } => format!("A new node moves at most {factor} times what {} moves", named(of)),
            Self::Beats => "Fewer keys move than on the ring, and the fullest node is no fuller".to_owned(),
        }
    }
}

/// The reference's name within a sentence.
pub(super) fn named(challenge: &Challenge) -> String {
    let title = challenge.reference.and_then(find).map_or("", |kind| kind.title).to_lowercase();
    match title.as_str() {
        "" => "a good strategy".to_owned(),
        "bounded loads" => "a ring with bounded loads".to_owned(),
        _ if challenge.nodes == super::Fleet::Weighted => format!("weighted {title}"),
        _ => title,
    }
}
