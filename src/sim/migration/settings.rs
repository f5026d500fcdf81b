//! What a scenario says of a migration: the policies, the rates, and the safeguards that a learner may switch off.

use crate::sim::settings::{Setting, setting};

/// How the owners of keys change while requests go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Requests for moving keys wait until everything is copied.
    StopWorld,
    /// The new nodes answer at once; what is not copied yet is missed.
    SwitchThenCopy,
    /// The old nodes answer until everything is copied; writes made after a key was copied are lost.
    CopyThenSwitch,
    /// Writes go to both sides while copying.
    DualWrite,
    /// The old node answers while it has the key, else it sends the client on.
    AskRedirect,
    /// A snapshot is copied, what was written meanwhile is applied, and a short pause ends it.
    SnapshotCatchupPause,
    /// The new node answers, and fetches what it lacks from the old one.
    ProxyFromNew,
    /// A cold cache is filled from a warm one on its misses.
    CacheWarmup,
}

impl Policy {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::StopWorld,
        Self::SwitchThenCopy,
        Self::CopyThenSwitch,
        Self::DualWrite,
        Self::AskRedirect,
        Self::SnapshotCatchupPause,
        Self::ProxyFromNew,
        Self::CacheWarmup,
    ];

    /// Its name in a scenario.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::StopWorld => "stop_world",
            Self::SwitchThenCopy => "switch_then_copy",
            Self::CopyThenSwitch => "copy_then_switch",
            Self::DualWrite => "dual_write",
            Self::AskRedirect => "ask_redirect",
            Self::SnapshotCatchupPause => "snapshot_catchup_pause",
            Self::ProxyFromNew => "proxy_from_new",
            Self::CacheWarmup => "cache_warmup",
        }
    }
}

/// The `[migration]` section of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct MigrationSettings {
    /// At least one, each once, in the order of the text.
    pub policies: Vec<Policy>,
    /// Reads a second, over all keys.
    pub reads_per_s: f64,
    /// Writes a second, over all keys.
    pub writes_per_s: f64,
    /// Copies a second, in all; greater than 0. No more than the links carry.
    pub copy_keys_per_s: f64,
    /// How long a copied value is on its way, ms.
    pub in_flight_ms: f64,
    /// Keys written meanwhile that are applied a second; greater than 0.
    pub apply_keys_per_s: f64,
    /// So few keys left to apply that the pause may begin.
    pub pause_threshold_keys: u64,
    /// Clients, each with its own idea of the map; at least 1.
    pub clients: u32,
    /// Until the last client has heard of a new map, ms.
    pub map_lag_ms: f64,
    /// The size of a value, KB: what it takes on the link comes on top of `in_flight_ms`.
    pub value_kb: f64,
    /// What the link between two nodes carries, MB/s; greater than 0.
    pub link_mb_s: f64,
    /// The share of moving keys that the warm cache has, 0 to 1, below 1; of matter to caches alone.
    pub hit_rate: f64,
    /// Whether a copy carries the time of its write, so that an older one never replaces a newer one.
    pub timestamps: bool,
    /// Whether a phase begins only when every client has heard of the one before.
    pub barrier: bool,
    /// Whether what is under way at a switch is waited for: copies in flight, and writes that are not applied yet.
    pub drain: bool,
    /// Whether nothing is added to a cold cache for 2 s after a delete.
    pub hold_off: bool,
}

impl Default for MigrationSettings {
    fn default() -> Self {
        Self {
            policies: Policy::ALL.to_vec(),
            reads_per_s: 2_000.0,
            writes_per_s: 200.0,
            copy_keys_per_s: 200.0,
            in_flight_ms: 500.0,
            apply_keys_per_s: 400.0,
            pause_threshold_keys: 20,
            clients: 50,
            map_lag_ms: 1_000.0,
            value_kb: 10.0,
            link_mb_s: 100.0,
            hit_rate: 0.9,
            timestamps: true,
            barrier: true,
            drain: true,
            hold_off: true,
        }
    }
}

/// Every setting but the policies, in the order in which they are shown.
pub const MIGRATION_SETTINGS: [Setting<MigrationSettings>; 15] = [
    setting!(reads_per_s: 0.0 to 1e6, "Reads", "a second", "Reads a second, over all keys."),
    setting!(writes_per_s: 0.0 to 1e6, "Writes", "a second", "Writes a second, over all keys."),
    setting!(copy_keys_per_s: 0.1 to 1e6, "Copy", "keys a second", "Keys copied a second."),
    setting!(in_flight_ms: 0.0 to 60_000.0, "In flight", "ms", "How long a copied value is on its way."),
    setting!(apply_keys_per_s: 0.1 to 1e6, "Apply", "keys a second", "Keys written meanwhile that are applied a second."),
    setting!(pause_threshold_keys: whole u64, 1 to 1_000_000, "Pause at", "keys", "So few keys left to apply that the pause may begin."),
    setting!(clients: whole u32, 1 to 10_000, "Clients", "", "Clients, each with its own idea of the map."),
    setting!(map_lag_ms: 0.0 to 60_000.0, "Map lag", "ms", "Until the last client has heard of a new map."),
    setting!(value_kb: 0.001 to 1e6, "Value", "KB", "The size of a value."),
    setting!(link_mb_s: 0.001 to 1e6, "Link", "MB/s", "What the link between two nodes carries."),
    setting!(hit_rate: 0.0 to 0.999, "Hit rate", "", "The share of moving keys that the warm cache has."),
    setting!(timestamps: switch, "Timestamps", "A copy carries the time of its write, so that an older one never replaces a newer one."),
    setting!(barrier: switch, "Barrier", "A phase begins only when every client has heard of the one before."),
    setting!(drain: switch, "Drain", "Copies in flight and writes not yet applied are waited for before a switch."),
    setting!(hold_off: switch, "Hold-off", "Nothing is added to a cold cache for 2 s after a delete."),
];
