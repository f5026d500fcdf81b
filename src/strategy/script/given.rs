//! What code is given: hash functions, a search, a logarithm; and the operators that could make something huge.

use crate::hash::{HashKind, HashValue};
use num_bigint::{BigInt, Sign};
use starlark::environment::{Globals, GlobalsBuilder, LibraryExtension};
use starlark::starlark_module;
use starlark::values::list::ListRef;
use starlark::values::range::Range;
use starlark::values::tuple::TupleRef;
use starlark::values::{Heap, UnpackValue, Value};
use std::cmp::Ordering;
use std::num::NonZeroI32;

/// A text may become so long, characters at most; a list a tenth of that, elements.
const TEXT_MAX: usize = 1 << 20;
const LIST_MAX: usize = TEXT_MAX / 4;
/// A range has so many numbers: as a list it takes some megabytes.
const RANGE_MAX: i64 = 1_000_000;
/// An integer may have so many bits.
const BITS_MAX: u64 = 1 << 16;

/// Operators that are calls instead, so that what they make is measured first; no name that code may write begins so.
pub(super) fn operators() -> impl Iterator<Item = (String, String)> {
    let pairs = [("*", "__times"), ("+", "__plus"), ("%", "__percent"), ("<<", "__shift")];
    pairs.into_iter().map(|(sign, function)| (sign.to_owned(), function.to_owned()))
}

/// Everything that code finds.
pub(super) fn globals() -> Globals {
    let extensions = [LibraryExtension::Map, LibraryExtension::Filter, LibraryExtension::Print, LibraryExtension::SetType];
    GlobalsBuilder::extended_by(&extensions).with(register).build()
}

/// What is wrong with a value, as the place of the call says it.
fn wrong<T>(said: String) -> anyhow::Result<T> {
    Err(anyhow::anyhow!("{said}"))
}

fn text<'v>(function: &str, value: Value<'v>) -> anyhow::Result<&'v str> {
    match value.unpack_str() {
        Some(text) => Ok(text),
        None => wrong(format!("{function} takes a text, not {}: write {function}(str(…))", named(value))),
    }
}

/// A type as people say it.
pub(super) fn named(value: Value<'_>) -> &'static str {
    match value.get_type() {
        "string" => "a text",
        "int" => "an integer",
        "float" => "a number",
        "list" => "a list",
        "tuple" => "a tuple",
        "NoneType" => "None",
        "bool" => "True or False",
        "dict" => "a dictionary",
        "function" => "a function",
        "struct" => "a node",
        _ => "something else",
    }
}

/// The whole value as an integer.
fn integer(value: HashValue) -> BigInt {
    let words = value.words();
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).take(value.bits() as usize / 8).collect();
    BigInt::from_bytes_be(Sign::Plus, &bytes)
}

fn bits(value: Value<'_>) -> Option<u64> {
    if let Some(small) = value.unpack_i32() {
        return Some(u64::from(32 - small.unsigned_abs().leading_zeros()));
    }
    BigInt::unpack_value(value).ok().flatten().map(|big| big.bits())
}

/// Characters of a text or elements of a list, and how many there may be.
fn length(value: Value<'_>) -> Option<(usize, usize)> {
    if let Some(text) = value.unpack_str() {
        return Some((text.len(), TEXT_MAX));
    }
    let many = ListRef::from_value(value).map(|list| list.len()).or_else(|| TupleRef::from_value(value).map(|tuple| tuple.len()));
    many.map(|many| (many, LIST_MAX))
}

/// Refuses a text or list that would be too long.
fn fits(value: Value<'_>, made: Option<usize>, max: usize) -> anyhow::Result<()> {
    if made.is_some_and(|made| made <= max) {
        return Ok(());
    }
    let of = if value.unpack_str().is_some() { "characters" } else { "elements" };
    wrong(format!("this would make {} of more than {max} {of}", named(value)))
}

fn times<'v>(a: Value<'v>, b: Value<'v>, heap: Heap<'v>) -> starlark::Result<Value<'v>> {
    for (many, times) in [(a, b), (b, a)] {
        if let (Some((long, max)), Some(times)) = (length(many), times.unpack_i32()) {
            fits(many, long.checked_mul(times.max(0) as usize), max)?;
        }
    }
    if let (Some(a), Some(b)) = (bits(a), bits(b)) {
        small(a + b)?;
    }
    a.mul(b, heap)
}

fn small(bits: u64) -> anyhow::Result<()> {
    if bits <= BITS_MAX { Ok(()) } else { wrong(format!("this would make an integer of more than {BITS_MAX} bits")) }
}

fn plus<'v>(a: Value<'v>, b: Value<'v>, heap: Heap<'v>) -> starlark::Result<Value<'v>> {
    if let (Some((one, max)), Some((other, _))) = (length(a), length(b)) {
        fits(a, one.checked_add(other), max)?;
    }
    if (a.unpack_str().is_some()) != (b.unpack_str().is_some()) {
        return Err(mixed(a, b).into());
    }
    a.add(b, heap)
}

/// Python's most common slip: a text and something else.
fn mixed<'v>(a: Value<'v>, b: Value<'v>) -> anyhow::Error {
    let other = if a.unpack_str().is_some() { b } else { a };
    let mend = if other.get_type() == "struct" { "write .name behind the node" } else { "write str(…) around it" };
    anyhow::anyhow!("{} and {} cannot be added: {mend}", named(a), named(b))
}

fn shift<'v>(a: Value<'v>, b: Value<'v>, heap: Heap<'v>) -> starlark::Result<Value<'v>> {
    if let (Some(bits), Some(by)) = (bits(a), b.unpack_i32()) {
        small(bits.saturating_add(by.max(0) as u64))?;
    }
    // The engine's own shift loses the bits of a short integer that grows beyond 32.
    if let (Some(a), Some(by)) = (a.unpack_i32(), b.unpack_i32().and_then(|by| u32::try_from(by).ok())) {
        return Ok(heap.alloc(BigInt::from(a) << by));
    }
    a.left_shift(b, heap)
}

/// Index of the first element that is greater.
fn search<'v>(elements: &[Value<'v>], x: Value<'v>) -> starlark::Result<usize> {
    let (mut low, mut high) = (0, elements.len());
    while low < high {
        let middle = low + (high - low) / 2;
        match elements[middle].compare(x)? {
            Ordering::Greater => high = middle,
            _ => low = middle + 1,
        }
    }
    Ok(low)
}

fn elements<'v>(list: Value<'v>) -> anyhow::Result<&'v [Value<'v>]> {
    let found = ListRef::from_value(list).map(ListRef::content).or_else(|| TupleRef::from_value(list).map(TupleRef::content));
    found.map_or_else(|| wrong(format!("bisect takes a sorted list, not {}", named(list))), Ok)
}

fn number(value: Value<'_>) -> Option<f64> {
    value
        .unpack_i32()
        .map(f64::from)
        .or_else(|| starlark::values::float::UnpackFloat::unpack_value(value).ok().flatten().map(|float| float.0))
}

#[starlark_module]
fn register(builder: &mut GlobalsBuilder) {
    fn hash<'v>(#[starlark(require = pos)] of: Value<'v>) -> anyhow::Result<BigInt> {
        Ok(integer(HashKind::Sha256.text(text("hash", of)?)))
    }

    fn xxh64<'v>(#[starlark(require = pos)] of: Value<'v>) -> anyhow::Result<u64> {
        Ok(HashKind::Xxh64.text(text("xxh64", of)?).first_u64())
    }

    fn murmur3<'v>(#[starlark(require = pos)] of: Value<'v>) -> anyhow::Result<u64> {
        Ok(HashKind::Murmur3.text(text("murmur3", of)?).integer_u64())
    }

    fn fnv1a<'v>(#[starlark(require = pos)] of: Value<'v>) -> anyhow::Result<u64> {
        Ok(HashKind::Fnv1a.text(text("fnv1a", of)?).integer_u64())
    }

    fn bisect<'v>(#[starlark(require = pos)] list: Value<'v>, #[starlark(require = pos)] x: Value<'v>) -> starlark::Result<i32> {
        Ok(search(elements(list)?, x)? as i32)
    }

    fn ln<'v>(#[starlark(require = pos)] x: Value<'v>) -> anyhow::Result<f64> {
        match number(x) {
            Some(x) if x > 0.0 => Ok(libm::log(x)),
            _ => wrong(format!("ln takes a number greater than 0, not {x}")),
        }
    }

    fn range(
        #[starlark(require = pos)] a: i32,
        #[starlark(require = pos)] b: Option<i32>,
        #[starlark(require = pos, default = 1)] step: i32,
    ) -> anyhow::Result<Range> {
        let (from, to) = b.map_or((0, a), |b| (a, b));
        let Some(each) = NonZeroI32::new(step) else { return wrong("the step of a range cannot be 0".to_owned()) };
        let long = (i64::from(to) - i64::from(from)) / i64::from(step);
        if long > RANGE_MAX {
            return wrong(format!("a range has at most {RANGE_MAX} numbers, this one {long}: put one loop in another"));
        }
        Ok(Range::new(from, to, each))
    }

    fn __times<'v>(
        #[starlark(require = pos)] a: Value<'v>,
        #[starlark(require = pos)] b: Value<'v>,
        heap: Heap<'v>,
    ) -> starlark::Result<Value<'v>> {
        times(a, b, heap)
    }

    fn __plus<'v>(
        #[starlark(require = pos)] a: Value<'v>,
        #[starlark(require = pos)] b: Value<'v>,
        heap: Heap<'v>,
    ) -> starlark::Result<Value<'v>> {
        plus(a, b, heap)
    }

    fn __percent<'v>(
        #[starlark(require = pos)] a: Value<'v>,
        #[starlark(require = pos)] b: Value<'v>,
        heap: Heap<'v>,
    ) -> starlark::Result<Value<'v>> {
        let made = a.percent(b, heap)?;
        if let Some((long, max)) = length(made) {
            fits(made, Some(long), max)?;
        }
        Ok(made)
    }

    fn __shift<'v>(
        #[starlark(require = pos)] a: Value<'v>,
        #[starlark(require = pos)] b: Value<'v>,
        heap: Heap<'v>,
    ) -> starlark::Result<Value<'v>> {
        shift(a, b, heap)
    }
}
