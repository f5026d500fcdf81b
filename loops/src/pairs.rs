//! How often each pair of nodes stands before and behind a step; of many nodes only what moved, and how much of that had no need to.

/// Counts keys by a node alone.
#[inline(never)]
pub fn count_one(table: &mut [u32], owners: &[u32]) {
    for owner in owners {
        table[*owner as usize] += 1;
    }
}

/// Counts keys by their node before a step, times `nodes`, and behind it.
#[inline(never)]
pub fn count(table: &mut [u32], nodes: usize, before: &[u32], after: &[u32]) {
    for (from, to) in before.iter().zip(after) {
        table[*from as usize * nodes + *to as usize] += 1;
    }
}

/// What a step of many nodes moves.
#[derive(Clone, Debug)]
pub struct Moves {
    /// By node a mask for moves from it, and one for moves to it: a move is needed where they have a bit in common.
    from: Vec<u8>,
    to: Vec<u8>,
    /// Keys by their node behind the step.
    pub loads: Vec<u32>,
    /// Keys whose node changed.
    pub moved: u64,
    /// Those of them that had no need to.
    pub needless: u64,
}

impl Moves {
    /// Nothing counted yet; the masks are of as many nodes.
    #[must_use]
    pub fn new(from: Vec<u8>, to: Vec<u8>) -> Self {
        Self { loads: vec![0; to.len()], from, to, moved: 0, needless: 0 }
    }

    /// Counts keys by their nodes before and behind the step.
    #[inline(never)]
    pub fn count(&mut self, before: &[u32], after: &[u32]) {
        let (mut moved, mut needless) = (0, 0);
        for (from, to) in before.iter().zip(after) {
            let moves = u32::from(from != to);
            self.loads[*to as usize] += 1;
            moved += moves;
            needless += moves & u32::from(self.from[*from as usize] & self.to[*to as usize] == 0);
        }
        self.moved += u64::from(moved);
        self.needless += u64::from(needless);
    }
}
