//! A migration from beginning to end: its totals, its series over time, and when each key travelled.

use super::counts::Counts;
use super::event::{Event, Phase, Watch};
use super::forms::{Form, forms};
use super::settings::{MigrationSettings, Policy};
use super::transit::Transit;
use super::world::{TICK_S, World};

/// The most columns of a series; with more ticks several share one.
pub const COLUMNS: usize = 1_000;
/// The most events of a story.
pub const STORY: usize = 200;

/// What a migration under one policy came to.
#[derive(Clone, Debug, PartialEq)]
pub struct MigrationRun {
    /// The policy.
    pub policy: Policy,
    /// Every phase and when it began, s; the last is [`Phase::Done`].
    pub phases: Vec<(Phase, f64)>,
    /// From the first copy to the switch, or to the last copy where the switch came first, s.
    pub duration_s: f64,
    /// How long requests for moving keys were paused, s.
    pub pause_s: f64,
    /// What was counted in all.
    pub totals: Counts,
    /// How long a column is, s.
    pub column_s: f64,
    /// The series: at most [`COLUMNS`], the last may be shorter.
    pub columns: Vec<Column>,
    /// When the copy of each key left and arrived, by party, s; endless for one that did not.
    pub times: Vec<(f64, f64)>,
    /// What bounded it before it ended by itself.
    pub ended_by: Option<String>,
    /// Keys that were still to be copied or applied then.
    pub left: Option<u64>,
    /// What theory says, where it says something.
    pub forms: Vec<Form>,
    /// A digest of all that happened, the same on every machine.
    pub digest: u64,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Column {
    /// What was counted in it.
    pub counts: Counts,
    /// Operations of it by [`super::Band`], for a stack.
    pub bands: [u64; 6],
}

impl Column {
    fn plus(&self, other: &Self) -> Self {
        Self { counts: self.counts.plus(&other.counts), bands: std::array::from_fn(|i| self.bands[i] + other.bands[i]) }
    }
}

/// Columns that become twice as long whenever there are too many.
#[derive(Default)]
struct Series {
    columns: Vec<Column>,
    ticks: u64,
    /// Ticks a column, as a power of two.
    doubled: u32,
}

impl Series {
    fn add(&mut self, column: Column) {
        if self.ticks.is_multiple_of(1 << self.doubled) {
            if self.columns.len() == COLUMNS {
                self.columns = self.columns.chunks(2).map(|pair| pair[0].plus(&pair[1])).collect();
                self.doubled += 1;
            }
            self.columns.push(Column::default());
        }
        self.ticks += 1;
        if let Some(last) = self.columns.last_mut() {
            *last = last.plus(&column);
        }
    }
}

/// Runs a migration under one policy.
#[must_use]
pub fn migrate(transit: &Transit, settings: &MigrationSettings, policy: Policy, seed: u64) -> MigrationRun {
    let mut world = World::new(transit, settings, policy, seed);
    let mut series = Series::default();
    while world.phase() != Phase::Done {
        let tick = world.step();
        series.add(Column { counts: tick.counts, bands: tick.bands });
    }
    MigrationRun {
        policy,
        phases: world.phases().to_vec(),
        duration_s: world.duration_s(),
        pause_s: world.pause_s(),
        totals: *world.totals(),
        column_s: TICK_S * f64::from(1_u32 << series.doubled),
        columns: series.columns,
        times: world.times().to_vec(),
        ended_by: world.ended_by().map(str::to_owned),
        left: world.left(),
        forms: forms(policy, transit, settings),
        digest: world.digest(),
    }
}

/// What happened to one key and in which phases, in order; at most [`STORY`] events, and how many more there were.
#[must_use]
pub fn story(transit: &Transit, settings: &MigrationSettings, policy: Policy, seed: u64, party: u32) -> (Vec<Event>, u64) {
    let mut world = World::new(transit, settings, policy, seed).watching(Watch::Party(party));
    let (mut events, mut more) = (Vec::new(), 0);
    while world.phase() != Phase::Done {
        for event in world.step().events {
            if events.len() < STORY { events.push(*event) } else { more += 1 }
        }
    }
    (events, more)
}
