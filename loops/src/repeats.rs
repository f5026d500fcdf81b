//! Which texts of a long list stand there before: by a table of the first ones, found by their hashes.

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// No text stands in a place.
const FREE: u32 = u32::MAX;

/// The text that ends at `ends[i]`; it begins one byte behind the end of the one before, where its line feed stands.
fn text<'t>(joined: &'t [u8], ends: &[u32], i: usize) -> &'t [u8] {
    let start = if i == 0 { 0 } else { ends[i - 1] as usize + 1 };
    &joined[start..ends[i] as usize]
}

/// The numbers of the texts that stand there before, rising.
#[must_use]
pub fn repeats(joined: &[u8], ends: &[u32]) -> Vec<u32> {
    let places = (2 * ends.len()).next_power_of_two();
    let mut table = vec![FREE; places];
    // Nobody can make texts beforehand that meet in one place: where they meet depends on all of them.
    let seed = xxh3_64(joined);
    let mut again = Vec::new();
    for i in 0..ends.len() {
        let own = text(joined, ends, i);
        let mut place = xxh3_64_with_seed(own, seed) as usize & (places - 1);
        // At least every other place is free.
        while table[place] != FREE && text(joined, ends, table[place] as usize) != own {
            place = (place + 1) & (places - 1);
        }
        if table[place] == FREE { table[place] = i as u32 } else { again.push(i as u32) }
    }
    again
}

#[cfg(test)]
mod tests {
    use super::repeats;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn repeats_are_the_texts_that_a_look_back_finds(list in prop::collection::vec("[ab]{0,3}", 0..40)) {
            let (mut joined, mut ends) = (String::new(), Vec::new());
            for text in &list {
                joined += text;
                ends.push(joined.len() as u32);
                joined.push('\n');
            }
            let wanted: Vec<u32> = (0..list.len()).filter(|i| list[..*i].contains(&list[*i])).map(|i| i as u32).collect();
            prop_assert_eq!(repeats(joined.as_bytes(), &ends), wanted);
        }
    }
}
