//! Clients and their maps: each hears of a new map at its own time, the last one when the lag is over.

use super::chance::Stream;

/// Where a client that has a map sends its requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// To the old side.
    Old,
    /// Nowhere: it waits.
    Stop,
    /// Reads to the old side, writes to both.
    WriteBoth,
    /// Reads to the new side, writes to both.
    ReadNew,
    /// To the new side.
    New,
}

/// A map that was handed out.
#[derive(Debug)]
struct Map {
    route: Route,
    at_s: f64,
    /// By client: until it has heard of it, s; empty where all hear at once.
    delays: Vec<f64>,
}

/// The clients, and every map that was handed out.
#[derive(Debug)]
pub(super) struct Clients {
    count: u32,
    lag_s: f64,
    seed: u64,
    maps: Vec<Map>,
}

impl Clients {
    /// So many that have the map of the old side.
    pub(super) const fn new(count: u32, lag_s: f64, seed: u64) -> Self {
        Self { count, lag_s, seed, maps: Vec::new() }
    }

    /// How many there are.
    pub(super) const fn count(&self) -> u32 {
        self.count
    }

    /// Hands out a new map.
    pub(super) fn publish(&mut self, at_s: f64, route: Route) {
        let delays = if self.lag_s == 0.0 { Vec::new() } else { self.delays() };
        self.maps.push(Map { route, at_s, delays });
    }

    /// Even over the lag, stretched so that the last client hears when the lag is over.
    fn delays(&self) -> Vec<f64> {
        let stream = Stream::new(self.seed, 0x6d61_7000 + self.maps.len() as u64);
        let drawn: Vec<f64> = (0..u64::from(self.count)).map(|client| stream.share(client)).collect();
        let longest = drawn.iter().fold(0.0, |longest: f64, one| longest.max(*one));
        drawn.into_iter().map(|share| self.lag_s * (share / longest)).collect()
    }

    /// The map that a client has at a time.
    #[inline]
    pub(super) fn route(&self, client: u32, at_s: f64) -> Route {
        let heard = |map: &&Map| at_s >= map.heard(client);
        self.maps.iter().rev().find(heard).map_or(Route::Old, |map| map.route)
    }

    /// The newest map.
    pub(super) fn newest(&self) -> Route {
        self.maps.last().map_or(Route::Old, |map| map.route)
    }

    /// When a client hears of the newest map.
    pub(super) fn hears(&self, client: u32) -> f64 {
        self.maps.last().map_or(0.0, |map| map.heard(client))
    }

    /// When the last client has heard of the newest map.
    pub(super) fn all_heard(&self) -> f64 {
        self.maps.last().map_or(0.0, |map| map.at_s + self.lag_s)
    }
}

impl Map {
    #[inline]
    fn heard(&self, client: u32) -> f64 {
        self.at_s + self.delays.get(client as usize).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_client_has_heard_when_the_lag_is_over_and_one_not_before() {
        let mut clients = Clients::new(50, 1.0, 7);
        clients.publish(10.0, Route::New);
        let with_new = |at| (0..50).filter(|client| clients.route(*client, at) == Route::New).count();
        assert_eq!([9.9, 10.0].map(with_new), [0, 0]);
        assert!((15..35).contains(&with_new(10.5)), "{}", with_new(10.5));
        assert_eq!(with_new(clients.all_heard() - 1e-9), 49);
        assert_eq!(with_new(clients.all_heard()), 50);
    }
}
