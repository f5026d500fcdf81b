//! What happens in a migration, one event at a time: for the story of a key, and for tests that hold the simulation to account.

use super::counts::Answer;

/// The phases of a migration, the same for all policies; one that a policy has no use for is passed at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Clients are told what comes.
    Prepare,
    /// Keys are copied.
    Copying,
    /// What was written meanwhile is applied.
    CatchUp,
    /// Writes to moving keys wait for the last of it.
    Paused,
    /// Clients are told of the new owners.
    Switched,
    /// The old copies are gone; requests are still watched for a while.
    CleanUp,
    /// Nothing happens any more.
    Done,
}

impl Phase {
    /// Its name for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Prepare => "prepare",
            Self::Copying => "copying",
            Self::CatchUp => "catch-up",
            Self::Paused => "paused",
            Self::Switched => "switched",
            Self::CleanUp => "clean-up",
            Self::Done => "done",
        }
    }
}

/// A side of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The node that had the key before the step.
    Old,
    /// The node that has it after.
    New,
}

/// Something that happened. `party` is the key's number in [`super::Transit::parties`]; versions count a key's acknowledged
/// writes from 1, the value that it began with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// When, s.
    pub at_s: f64,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// A phase began.
    Phase(Phase),
    /// A read was answered.
    Read {
        /// The key.
        party: u32,
        /// Who asked.
        client: u32,
        /// Which side answered.
        side: Side,
        /// What it gave; 0 where it had nothing.
        version: u32,
        /// How good that was.
        answer: Answer,
    },
    /// A write was acknowledged, or failed.
    Write {
        /// The key.
        party: u32,
        /// Who wrote.
        client: u32,
        /// Which side has it.
        side: Side,
        /// Whether both sides have it.
        both: bool,
        /// Its number.
        version: u32,
        /// Whether it failed.
        answer: Answer,
    },
    /// A request began to wait.
    Waits {
        /// The key.
        party: u32,
        /// Who waits.
        client: u32,
        /// Whether it is a write.
        write: bool,
    },
    /// Requests that had waited were answered: that many reads, then that many writes.
    Released {
        /// The key.
        party: u32,
        /// Reads.
        reads: u32,
        /// Writes.
        writes: u32,
        /// How good the reads were.
        answer: Answer,
        /// The number of the last write.
        version: u32,
    },
    /// A request was sent on to the new node.
    Redirected {
        /// The key.
        party: u32,
    },
    /// The new node fetched what it lacked.
    Fetched {
        /// The key.
        party: u32,
        /// What it got; 0 where there was nothing.
        version: u32,
    },
    /// A copy left the old node.
    Sent {
        /// The key.
        party: u32,
        /// What it carries.
        version: u32,
    },
    /// A copy arrived at the new node.
    Landed {
        /// The key.
        party: u32,
        /// What it carried.
        version: u32,
        /// Whether the new node took it.
        taken: bool,
    },
    /// A key that was written meanwhile was applied.
    Applied {
        /// The key.
        party: u32,
        /// What was applied.
        version: u32,
    },
    /// The new node is the key's owner from here on.
    HandedOver {
        /// The key.
        party: u32,
    },
    /// The newest acknowledged write of a key is on no side that counts.
    Lost {
        /// The key.
        party: u32,
        /// What the new node has.
        version: u32,
        /// What was acknowledged.
        newest: u32,
    },
}

impl What {
    /// The key that it is about; none for a phase.
    #[must_use]
    pub const fn party(self) -> Option<u32> {
        match self {
            Self::Phase(_) => None,
            Self::Read { party, .. }
            | Self::Write { party, .. }
            | Self::Waits { party, .. }
            | Self::Released { party, .. }
            | Self::Redirected { party }
            | Self::Fetched { party, .. }
            | Self::Sent { party, .. }
            | Self::Landed { party, .. }
            | Self::Applied { party, .. }
            | Self::HandedOver { party }
            | Self::Lost { party, .. } => Some(party),
        }
    }
}

/// Which events a world keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Watch {
    /// Phases alone.
    #[default]
    Phases,
    /// Phases, and what happens to one key.
    Party(u32),
    /// All.
    All,
}

impl Watch {
    /// Whether it sees a key.
    #[inline]
    pub(super) const fn sees(self, party: u32) -> bool {
        match self {
            Self::Phases => false,
            Self::Party(one) => one == party,
            Self::All => true,
        }
    }
}
