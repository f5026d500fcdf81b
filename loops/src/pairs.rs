//! How often each pair of nodes stands before and behind a step.

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
