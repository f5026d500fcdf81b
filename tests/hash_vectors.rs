//! Published vectors hold for every hash function (tests/vectors/hash.toml).

use serde::Deserialize;
use shardlab::hash::{HashKind, HashValue, SystemHash};
use shardlab::keys::Key;

fn vectors(section: &str) -> Vec<(HashKind, String, String)> {
    let file: toml::Table = include_str!("vectors/hash.toml").parse().unwrap();
    let mut found = Vec::new();
    for vector in file[section].as_array().unwrap() {
        let kind = HashKind::parse(vector["function"].as_str().unwrap()).unwrap();
        assert!(!vector["source"].as_str().unwrap().is_empty());
        for case in vector["cases"].as_array().unwrap() {
            found.push((kind, case[0].as_str().unwrap().to_owned(), case[1].as_str().unwrap().to_owned()));
        }
    }
    found
}

#[test]
fn texts_hash_as_published() {
    let cases = vectors("vector");
    assert!(cases.len() >= 13);
    for (kind, text, hex) in cases {
        assert_eq!(kind.text(&text).hex(), hex, "{} of {text:?}", kind.id());
    }
}

#[test]
fn texts_hash_as_the_systems_hash_them() {
    let file: toml::Table = include_str!("vectors/hash.toml").parse().unwrap();
    let vectors = file["system"].as_array().unwrap();
    assert!(vectors.len() >= 9);
    for vector in vectors {
        let system = SystemHash::deserialize(vector["function"].clone()).unwrap();
        assert!(!vector["source"].as_str().unwrap().is_empty() && !vector["cases"].as_array().unwrap().is_empty());
        for case in vector["cases"].as_array().unwrap() {
            let text = case[0].as_str().unwrap();
            assert_eq!(HashKind::System(system).text(text).hex(), case[1].as_str().unwrap(), "{} of {text:?}", system.id());
        }
    }
}

#[test]
fn integers_mix_as_published() {
    for (kind, id, hex) in vectors("integers") {
        let key = Key { text: "", id: Some(u64::from_str_radix(&id, 16).unwrap()) };
        assert_eq!(kind.key(key).hex(), hex, "{} of {id}", kind.id());
    }
}

#[test]
fn every_function_has_a_vector() {
    let covered: Vec<HashKind> = vectors("vector").into_iter().chain(vectors("integers")).map(|case| case.0).collect();
    for kind in HashKind::ALL.into_iter().filter(|kind| *kind != HashKind::Identity) {
        assert!(covered.contains(&kind), "{}", kind.id());
    }
}

#[test]
fn text_under_the_integer_functions_is_hashed_by_xxh64() {
    for kind in [HashKind::Mix64, HashKind::Identity] {
        assert_eq!(kind.text("Node A-0"), HashKind::Xxh64.text("Node A-0"));
    }
}

#[test]
fn identity_is_the_id_itself() {
    let key = Key { text: "42", id: Some(42) };
    assert_eq!(HashKind::Identity.key(key).modulo(5), 2);
    assert_eq!(HashKind::Identity.key(key), HashValue::from_u64(42));
}

#[test]
fn the_whole_integer_counts_under_modulo() {
    // 2^255 + 1 is odd, its first 64 bits alone are even.
    let mut digest = [0_u8; 32];
    (digest[0], digest[31]) = (0x80, 1);
    assert_eq!(HashValue::from_bytes(&digest).modulo(2), 1);
    assert_eq!(HashValue::from_u32(7).modulo(4), 3);
}
