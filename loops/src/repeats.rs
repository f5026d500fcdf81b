//! Which texts of a long list stand there before: by sorting their hashes, and by the texts themselves where these agree.

use xxhash_rust::xxh3::xxh3_64;

/// The text that ends at `ends[i]`; it begins one byte behind the end of the one before, where its line feed stands.
fn text<'t>(joined: &'t [u8], ends: &[u32], i: u32) -> &'t [u8] {
    let i = i as usize;
    let start = if i == 0 { 0 } else { ends[i - 1] as usize + 1 };
    &joined[start..ends[i] as usize]
}

/// The numbers of the texts that stand there before, rising.
#[must_use]
pub fn repeats(joined: &[u8], ends: &[u32]) -> Vec<u32> {
    let mut order: Vec<(u64, u32)> = (0..ends.len() as u32).map(|i| (xxh3_64(text(joined, ends, i)), i)).collect();
    order.sort_unstable();
    let mut again = Vec::new();
    for alike in order.chunk_by_mut(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
        // Texts that are made to share a hash cost no more than sorting them.
        alike.sort_unstable_by(|a, b| text(joined, ends, a.1).cmp(text(joined, ends, b.1)).then(a.1.cmp(&b.1)));
        let pairs = alike.windows(2).filter(|pair| text(joined, ends, pair[0].1) == text(joined, ends, pair[1].1));
        again.extend(pairs.map(|pair| pair[1].1));
    }
    again.sort_unstable();
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
