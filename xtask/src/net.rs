//! Finding free ports on this machine.

use std::net::TcpListener;

/// Whether nothing listens on this port of 127.0.0.1.
pub fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}

/// The first port from `start` on that begins a row of `count` free ones.
pub fn free_row(start: u16, count: u16) -> Option<u16> {
    (start..u16::MAX - count).find(|&first| (first..first + count).all(is_free))
}
