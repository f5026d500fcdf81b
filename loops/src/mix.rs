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
    finished(second((one ^ other).wrapping_mul(FIRST)))
}

const FIRST: u64 = 0xbf58_476d_1ce4_e5b9;

/// The second step.
#[inline(always)]
const fn second(z: u64) -> u64 {
    (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb)
}

/// The last step, which leaves the first 31 bits as they are.
#[inline(always)]
#[must_use]
pub const fn finished(z: u64) -> u64 {
    z ^ (z >> 31)
}

/// Integers below this are what [`prepared`] makes of them.
const SMALL: u64 = 1 << 30;

/// Integers that are hashed together.
const GROUP: usize = 8;

/// The hashes of as many integers in a row from `begin` on, before the last step.
///
/// Of small ones the product with a constant grows by that constant.
#[inline(always)]
fn group(begin: u64) -> [u64; GROUP] {
    let mut group = [0; GROUP];
    if begin <= SMALL - GROUP as u64 {
        let mut product = begin.wrapping_mul(FIRST);
        for z in &mut group {
            *z = second(product);
            product = product.wrapping_add(FIRST);
        }
    } else {
        group.iter_mut().zip(begin..).for_each(|(z, id)| *z = second(prepared(id).wrapping_mul(FIRST)));
    }
    group
}

/// Hands over the hashes of the integers from `begin` on, in their order, before the last step.
#[inline(always)]
pub fn unfinished(begin: u64, keys: u64, mut each: impl FnMut(u64)) {
    let (mut at, end) = (begin, begin + keys);
    while end - at >= GROUP as u64 {
        group(at).into_iter().for_each(&mut each);
        at += GROUP as u64;
    }
    group(at).into_iter().take((end - at) as usize).for_each(each);
}

/// The hashes of the integers from `begin` on.
#[inline(never)]
pub fn mix_from(begin: u64, out: &mut [u64]) {
    if begin > SMALL - out.len() as u64 {
        out.iter_mut().zip(begin..).for_each(|(hash, id)| *hash = mix64(id));
        return;
    }
    let mut product = begin.wrapping_mul(FIRST);
    for hash in out {
        *hash = finished(second(product));
        product = product.wrapping_add(FIRST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn integers_in_a_row_have_their_own_hashes(far: u32, near in 0_u64..40, keys in 0_usize..40) {
            for begin in [near, (1 << 30) - near, u64::from(far) << 8] {
                let mut hashes = vec![0; keys];
                mix_from(begin, &mut hashes);
                prop_assert!(hashes.iter().zip(begin..).all(|(hash, id)| *hash == mix64(id)));
                let mut others = Vec::new();
                unfinished(begin, keys as u64, |z| others.push(finished(z)));
                prop_assert_eq!(others, hashes);
            }
        }
    }
}
