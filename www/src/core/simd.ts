// Whether this browser has SIMD, so that it takes that build of the whole core.

/** A function that fills a vector with zeros: whoever can compile it has SIMD. */
const WITH_SIMD = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11);

export function withSimd(): boolean {
  return WebAssembly.validate(WITH_SIMD);
}
