//! SplitMix64's finaliser of integers in a row, and of pairs.

/// SplitMix64's finaliser (Steele, Lea and Flood 2014, figure 17).
#[inline(always)]
#[must_use]
pub const fn mix64(id: u64) -> u64 {
    pair(prepared(id), 0)
}

/// Its first step, which is the same on both sides of an xor.
#[inline(always)]
#[must_use]
pub const fn prepared(id: u64) -> u64 {
    id ^ (id >> 30)
}

/// [`mix64`] of the xor of two integers, from what [`prepared`] made of each.
#[inline(always)]
#[must_use]
pub const fn pair(one: u64, other: u64) -> u64 {
    let z = (one ^ other).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The hashes of the integers from `begin` on.
#[inline(never)]
pub fn mix_from(begin: u64, out: &mut [u64]) {
    for (i, hash) in out.iter_mut().enumerate() {
        *hash = mix64(begin.wrapping_add(i as u64));
    }
}
