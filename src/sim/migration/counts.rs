//! What requests meet with, counted.

/// What a request was answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// What it should be: the newest acknowledged value, or that a write is kept.
    Hit,
    /// Nothing, where there is something.
    Miss,
    /// An older value than the newest acknowledged one.
    Stale,
    /// That it failed.
    Error,
}

/// What requests met with, as operations; `lost` counts keys.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Answered as they should be; also after a wait or a hop.
    pub hit: u64,
    /// Reads that found nothing where there is something.
    pub miss: u64,
    /// Reads that gave an older value than the newest acknowledged one.
    pub stale: u64,
    /// Failed.
    pub error: u64,
    /// Had to wait.
    pub blocked: u64,
    /// How long they waited together, ms.
    pub blocked_ms: f64,
    /// Sent on to another node.
    pub redirect: u64,
    /// Writes and gets beyond one an operation; a redirect is not counted again.
    pub extra: u64,
    /// Keys whose newest acknowledged write is on neither authoritative side at the switch; where the switch comes first,
    /// when everything is copied.
    pub lost: u64,
}

impl Counts {
    /// Counts so many answers of a kind.
    #[inline]
    pub(super) fn add(&mut self, answer: Answer, operations: u64) {
        match answer {
            Answer::Hit => self.hit += operations,
            Answer::Miss => self.miss += operations,
            Answer::Stale => self.stale += operations,
            Answer::Error => self.error += operations,
        }
    }

    /// Operations that were answered in some way.
    #[must_use]
    pub const fn answered(&self) -> u64 {
        self.hit + self.miss + self.stale + self.error
    }

    /// What was counted since an earlier state.
    #[must_use]
    pub fn since(&self, before: &Self) -> Self {
        Self {
            hit: self.hit - before.hit,
            miss: self.miss - before.miss,
            stale: self.stale - before.stale,
            error: self.error - before.error,
            blocked: self.blocked - before.blocked,
            blocked_ms: self.blocked_ms - before.blocked_ms,
            redirect: self.redirect - before.redirect,
            extra: self.extra - before.extra,
            lost: self.lost - before.lost,
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            hit: self.hit + other.hit,
            miss: self.miss + other.miss,
            stale: self.stale + other.stale,
            error: self.error + other.error,
            blocked: self.blocked + other.blocked,
            blocked_ms: self.blocked_ms + other.blocked_ms,
            redirect: self.redirect + other.redirect,
            extra: self.extra + other.extra,
            lost: self.lost + other.lost,
        }
    }
}
