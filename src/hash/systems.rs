//! The hash functions of real systems, as their clients and servers compute them; a scenario reaches them by a dialect.

use super::HashValue;
use super::functions::{cut, is_plain, murmur3_32, murmur3_x64_128};
use crc::{CRC_16_XMODEM, CRC_32_ISO_HDLC, Crc, NoTable};
use des::Des;
use des::cipher::{BlockCipherEncrypt, KeyInit};
use md5::Md5;
use sha2::Digest;
use siphasher::sip::SipHasher24;
use std::hash::Hasher;
use xxhash_rust::xxh64::xxh64;

/// A hash function that belongs to one system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum SystemHash {
    /// libketama: the first four bytes of MD5, little-endian; 32 bits.
    Ketama,
    /// nginx: CRC-32 (ISO HDLC); 32 bits.
    Crc32,
    /// HAProxy: sdbm and its avalanche; 32 bits.
    Haproxy,
    /// Cassandra: the token of Murmur3 x64 128 with a signed tail, shifted so that the least token is 0; 64 bits.
    Cassandra,
    /// Redis Cluster: CRC16 (XMODEM) of the hash tag, or of the key where it has none; 16 bits.
    Redis,
    /// Kafka: Murmur2 with its sign cleared; 31 bits in 32.
    Kafka,
    /// Elasticsearch: Murmur3 x86 32 over UTF-16 little-endian; 32 bits, read with a sign.
    Elasticsearch,
    /// Vitess' `hash` of an integer: DES with a key of zeros; of any other text its `xxhash`; 64 bits.
    Vitess,
    /// `MongoDB`'s hashed index: MD5 of a BSON value, its first eight bytes little-endian, shifted so that the least is 0.
    Mongodb,
    /// go-maglev's SipHash-2-4; 64 bits.
    GoMaglev,
    /// nspcc's hrw: the first half of Murmur3 x64 128; 64 bits.
    Nspcc,
    /// go-mpchash's SipHash-2-4 of a key, with the seed 1; 64 bits.
    GoMpchash,
}

impl SystemHash {
    /// The name in a working.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Ketama => "md5le32",
            Self::Crc32 => "crc32",
            Self::Haproxy => "sdbm_avalanche",
            Self::Cassandra | Self::Nspcc => "murmur3_x64_128",
            Self::Redis => "crc16",
            Self::Kafka => "murmur2",
            Self::Elasticsearch => "murmur3_utf16",
            Self::Vitess => "vitess_hash",
            Self::Mongodb => "mongodb_hash",
            Self::GoMaglev | Self::GoMpchash => "siphash",
        }
    }

    /// The name as people write it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Ketama => "MD5, the first four bytes",
            Self::Crc32 => "CRC-32",
            Self::Haproxy => "sdbm and HAProxy's avalanche",
            Self::Cassandra => "Murmur3 with Cassandra's signed tail",
            Self::Redis => "CRC16 of the hash tag",
            Self::Kafka => "Murmur2",
            Self::Elasticsearch => "Murmur3 over UTF-16",
            Self::Vitess => "Vitess' hash",
            Self::Mongodb => "MongoDB's hash",
            Self::GoMaglev | Self::GoMpchash => "SipHash-2-4",
            Self::Nspcc => "Murmur3, 128 bits",
        }
    }

    /// Width of the result in bits.
    #[must_use]
    pub const fn bits(self) -> u32 {
        match self {
            Self::Redis => 16,
            Self::Ketama | Self::Crc32 | Self::Haproxy | Self::Kafka | Self::Elasticsearch => 32,
            _ => 64,
        }
    }

    /// Rough cost of one call on a short text in WebAssembly, nanoseconds; for estimates only.
    #[must_use]
    pub const fn cost_ns(self) -> f64 {
        match self {
            Self::Ketama | Self::Mongodb | Self::Vitess => 150.0,
            _ => 25.0,
        }
    }

    /// The hash of a text in UTF-8.
    #[must_use]
    pub fn bytes(self, bytes: &[u8]) -> HashValue {
        let text = || std::str::from_utf8(bytes).unwrap_or_default();
        match self {
            Self::Ketama => HashValue::from_u32(cut(&Md5::digest(bytes), u32::from_le_bytes)),
            Self::Crc32 => HashValue::from_u32(CRC_32.checksum(bytes)),
            Self::Haproxy => HashValue::from_u32(full_hash(sdbm(bytes))),
            Self::Cassandra => HashValue::from_u64(from_zero(cassandra_token(bytes))),
            Self::Redis => HashValue::from_bytes(&CRC_16.checksum(hash_tag(bytes)).to_be_bytes()),
            Self::Kafka => HashValue::from_u32(murmur2(bytes) & 0x7fff_ffff),
            Self::Elasticsearch => HashValue::from_u32(murmur3_32(&utf16(text()))),
            Self::Vitess => HashValue::from_u64(vitess(text())),
            Self::Mongodb => HashValue::from_u64(from_zero(mongodb(text()))),
            Self::GoMaglev => HashValue::from_u64(siphash(bytes, GO_MAGLEV, 0)),
            Self::Nspcc => HashValue::from_u64(murmur3_x64_128(bytes, u64::from)),
            Self::GoMpchash => HashValue::from_u64(siphash(bytes, 1, 0)),
        }
    }
}

const CRC_32: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC);
const CRC_16: Crc<u16, NoTable> = Crc::<u16, NoTable>::new(&CRC_16_XMODEM);

/// The first key of go-maglev's SipHash; the second is 0.
const GO_MAGLEV: u64 = 0xdead_beef_cafe_babe;

/// The four words of a text's MD5, little-endian: four points of ketama.
pub(crate) fn md5_words(text: &str) -> [u32; 4] {
    let digest = Md5::digest(text);
    [0, 4, 8, 12].map(|from| cut(&digest[from..], u32::from_le_bytes))
}

/// The hash of the sdbm database library, 32 bits.
fn sdbm(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |hash, byte| hash.wrapping_mul(65_599).wrapping_add(u32::from(*byte)))
}

/// HAProxy's avalanche: Bob Jenkins' mix of an integer in six shifts, then a prime of about 3/4 of all numbers.
pub(crate) const fn full_hash(number: u32) -> u32 {
    let mixed = number.wrapping_add(0x7ed5_5d16).wrapping_add(number << 12);
    let mixed = (mixed ^ 0xc761_c23c) ^ (mixed >> 19);
    let mixed = mixed.wrapping_add(0x1656_67b1).wrapping_add(mixed << 5);
    let mixed = mixed.wrapping_add(0xd3a2_646c) ^ (mixed << 9);
    let mixed = mixed.wrapping_add(0xfd70_46c5).wrapping_add(mixed << 3);
    let mixed = (mixed ^ 0xb55a_4f09) ^ (mixed >> 16);
    mixed.wrapping_mul(3_221_225_473)
}

/// A number with a sign in the order of those without: the least is 0.
const fn from_zero(number: i64) -> u64 {
    number as u64 ^ (1 << 63)
}

/// SipHash-2-4 (Aumasson and Bernstein 2012).
pub(crate) fn siphash(bytes: &[u8], key_0: u64, key_1: u64) -> u64 {
    let mut hasher = SipHasher24::new_with_keys(key_0, key_1);
    hasher.write(bytes);
    hasher.finish()
}

/// What Redis Cluster hashes of a key: the text between the first `{` and the next `}`, where it is not empty.
fn hash_tag(key: &[u8]) -> &[u8] {
    let Some(open) = key.iter().position(|byte| *byte == b'{') else { return key };
    match key[open + 1..].iter().position(|byte| *byte == b'}') {
        Some(length) if length > 0 => &key[open + 1..open + 1 + length],
        _ => key,
    }
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Austin Appleby's `MurmurHash2` with Kafka's seed.
fn murmur2(bytes: &[u8]) -> u32 {
    const M: u32 = 0x5bd1_e995;
    let mut hash = 0x9747_b28c ^ bytes.len() as u32;
    let mut blocks = bytes.chunks_exact(4);
    for block in &mut blocks {
        let mixed = cut(block, u32::from_le_bytes).wrapping_mul(M);
        hash = hash.wrapping_mul(M) ^ (mixed ^ (mixed >> 24)).wrapping_mul(M);
    }
    let tail = blocks.remainder();
    if !tail.is_empty() {
        hash = (hash ^ cut(tail, u32::from_le_bytes)).wrapping_mul(M);
    }
    hash = (hash ^ (hash >> 13)).wrapping_mul(M);
    hash ^ (hash >> 15)
}

/// Cassandra's token: Murmur3 x64 128 whose last, incomplete block is read byte by byte with a sign; the least number is
/// not a token and becomes the greatest.
fn cassandra_token(bytes: &[u8]) -> i64 {
    match murmur3_x64_128(bytes, |byte| i64::from(byte as i8) as u64) as i64 {
        i64::MIN => i64::MAX,
        token => token,
    }
}

/// Vitess' keyspace id of a column: 3DES with three keys of zeros, which is DES, on the integer; `xxhash` for other texts.
fn vitess(text: &str) -> u64 {
    let integer = text.parse::<u64>().ok().or_else(|| text.parse::<i64>().ok().map(|number| number as u64));
    let Some(integer) = integer else { return xxh64(text.as_bytes(), 0).swap_bytes() };
    let mut block = integer.to_be_bytes().into();
    Des::new(&[0; 8].into()).encrypt_block(&mut block);
    u64::from_be_bytes(block.into())
}

/// The hash of a BSON value: the seed 0, the canonical type, then the value; integers as 64 bits, texts with their length
/// and a final 0.
fn mongodb(text: &str) -> i64 {
    let hasher = Md5::new().chain_update([0; 4]);
    let hasher = match text.parse::<i64>() {
        Ok(number) if is_plain(text) => hasher.chain_update([10, 0, 0, 0]).chain_update(number.to_le_bytes()),
        _ => {
            let length = text.len() as u32 + 1;
            hasher.chain_update([15, 0, 0, 0]).chain_update(length.to_le_bytes()).chain_update(text).chain_update([0])
        }
    };
    cut(&hasher.finalize(), i64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::cassandra_token;

    /// DataStax python-driver, test_metadata: bytes above 127 in the tail differ from the usual Murmur3.
    #[test]
    fn cassandra_reads_the_tail_with_a_sign() {
        assert_eq!(cassandra_token(b"123"), -7_468_325_962_851_647_638);
        assert_eq!(cassandra_token(&[0x00, 0xff, 0x10, 0xfa, 0x99].repeat(10)), 5_837_342_703_291_459_765);
        assert_eq!(cassandra_token(&[0xfe; 8]), -8_927_430_733_708_461_935);
        assert_eq!(cassandra_token(&[0x10; 8]), 1_446_172_840_243_228_796);
    }
}
