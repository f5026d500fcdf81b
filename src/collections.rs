//! Sorting, grouping and counting, each compiled once: the standard library's generic forms take some kilobytes of the
//! core for every type that they are used with.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Sorts; equal elements keep their order.
pub(crate) fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut order: Vec<usize> = (0..items.len()).collect();
    sort_indices(&mut order, &mut |a, b| compare(&items[a], &items[b]));
    // Each cycle of the permutation is walked once; a place that is right points at itself.
    for start in 0..items.len() {
        let mut here = start;
        while order[here] != start {
            let from = order[here];
            items.swap(here, from);
            order[here] = here;
            here = from;
        }
        order[here] = here;
    }
}

/// Sorts by a key; equal elements keep their order.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

fn sort_indices(order: &mut [usize], compare: &mut dyn FnMut(usize, usize) -> Ordering) {
    order.sort_by(|a, b| compare(*a, *b));
}

/// The values of each key together, by key; the values of one key keep their order. A list, and not any iterator: each
/// would have a sort of its own.
pub(crate) fn grouped<K: Ord + Copy, V>(mut pairs: Vec<(K, V)>) -> Vec<(K, Vec<V>)> {
    sort_by(&mut pairs, |a, b| a.0.cmp(&b.0));
    let mut groups: Vec<(K, Vec<V>)> = Vec::new();
    for (key, value) in pairs {
        match groups.last_mut().filter(|(last, _)| *last == key) {
            Some((_, values)) => values.push(value),
            None => groups.push((key, vec![value])),
        }
    }
    groups
}

/// How often each pair of numbers occurs.
#[derive(Debug, Default)]
pub(crate) struct Counts(BTreeMap<(u32, u32), u64>);

impl Counts {
    /// Adds to the count of a pair.
    pub(crate) fn add(&mut self, pair: (u32, u32), more: u64) {
        *self.0.entry(pair).or_default() += more;
    }

    /// The count of a pair.
    pub(crate) fn get(&self, pair: (u32, u32)) -> u64 {
        self.0.get(&pair).copied().unwrap_or(0)
    }

    /// How many pairs occur.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Every pair that occurs with its count, in the order of the pairs.
    pub(crate) fn iter(&self) -> impl Iterator<Item = ((u32, u32), u64)> {
        self.0.iter().map(|(pair, count)| (*pair, *count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(mut items: Vec<(u8, u32)>) {
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort_by_key(&mut items, |item| item.0);
            prop_assert_eq!(items, expected);
        }

        #[test]
        fn groups_hold_every_value_once_and_in_order(pairs: Vec<(u8, u32)>) {
            let groups = grouped(pairs.clone());
            prop_assert!(groups.is_sorted_by(|a, b| a.0 < b.0));
            for (key, values) in groups {
                let expected: Vec<u32> = pairs.iter().filter(|pair| pair.0 == key).map(|pair| pair.1).collect();
                prop_assert_eq!(values, expected);
            }
        }
    }
}
