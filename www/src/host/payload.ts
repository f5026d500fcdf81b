// A text as the link that holds it. Stored, not packed: nobody types or sends it, and packing is the core's business.

/** The payload may have 64 KiB of letters: so many bytes of text fit. */
export const TEXT_BYTES_MAX = 48_000;
/** A stored block of a deflate stream holds so many bytes at most. */
const BLOCK_MAX = 65_535;
const LAST = 1;
const POLYNOMIAL = 0xedb88320;
const BITS = 8;

/** `v1.…`: flags, no preset, the text as one stored block, and its checksum; see `src/scenario/links.rs`. */
export function payload(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const size = Math.min(bytes.length, BLOCK_MAX);
  const head = [0, 0, LAST, size & 0xff, size >> BITS, ~size & 0xff, (~size >> BITS) & 0xff];
  return `v1.${base64url(Uint8Array.of(...head, ...bytes, ...bigEndian(crc32(bytes))))}`;
}

export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function crc32(bytes: Uint8Array): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < BITS; bit += 1) sum = (sum >>> 1) ^ ((sum & 1) === 1 ? POLYNOMIAL : 0);
  }
  return ~sum >>> 0;
}

function bigEndian(value: number): readonly number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

function base64url(bytes: Uint8Array): string {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/gu, "-").replace(/\//gu, "_").replace(/=/gu, "");
}
