//! WebAssembly exports: decode, one core call, encode.
