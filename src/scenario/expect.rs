//! Expectations: what an instructor says must hold of a run, for one strategy or all, in one step or throughout.

use super::model::Scenario;
use crate::analysis::Measure;
use crate::cluster::NodeId;

/// One thing that must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The strategy, by its number; none for every one.
    pub strategy: Option<usize>,
    /// The phase, 0 the start; none for every one.
    pub step: Option<u32>,
    /// What must hold.
    pub claim: Claim,
}

/// What can be claimed.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// A measure lies on one side of a bound.
    Bound {
        /// The measure.
        measure: Measure,
        /// The side.
        side: Side,
        /// The bound, in the measure's unit: shares from 0 to 1, bytes.
        bound: f64,
    },
    /// The strategy refuses the step, or does not.
    Refused(bool),
    /// A key's first node.
    Owner {
        /// The key, as a person types it into the router.
        key: String,
        /// The node.
        node: NodeId,
    },
}

/// On which side of a bound a figure lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Less than the bound.
    Below,
    /// More than the bound.
    Above,
    /// The bound or less.
    AtMost,
    /// The bound or more.
    AtLeast,
}

impl Side {
    /// Whether a figure lies there.
    #[must_use]
    pub fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Self::Below => value < bound,
            Self::Above => value > bound,
            Self::AtMost => value <= bound,
            Self::AtLeast => value >= bound,
        }
    }

    /// Whether greater figures are the ones that break it.
    #[must_use]
    pub const fn is_from_above(self) -> bool {
        matches!(self, Self::Below | Self::AtMost)
    }

    /// Its words, before the bound.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::Above => "above",
            Self::AtMost => "at most",
            Self::AtLeast => "at least",
        }
    }
}

/// A field that bounds a measure.
pub struct Bound {
    /// The field's name: the measure's, and the side.
    pub id: &'static str,
    /// The measure.
    pub measure: Measure,
    /// The side.
    pub side: Side,
}

macro_rules! bounds {
    ($($id:literal $measure:ident,)*) => {
        /// Every field that bounds a measure.
        pub const BOUNDS: &[Bound] = &[$(
            Bound { id: concat!($id, "_below"), measure: Measure::$measure, side: Side::Below },
            Bound { id: concat!($id, "_above"), measure: Measure::$measure, side: Side::Above },
            Bound { id: concat!($id, "_at_most"), measure: Measure::$measure, side: Side::AtMost },
            Bound { id: concat!($id, "_at_least"), measure: Measure::$measure, side: Side::AtLeast },
        )*];
    };
}

bounds! {
    "moved" Moved,
    "needless" Needless,
    "peak_to_average" PeakToAverage,
    "p99_to_average" P99ToAverage,
    "peak_requests" PeakRequests,
    "deviation" Deviation,
    "new_copies" NewCopies,
    "spread" Spread,
    "memory" Memory,
}

impl Scenario {
    /// The keys that expectations name, each once.
    #[must_use]
    pub fn named_keys(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for expectation in &self.expect {
            if let Claim::Owner { key, .. } = &expectation.claim
                && !found.contains(&key.as_str())
            {
                found.push(key);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{BOUNDS, Side};
    use crate::analysis::Measure;

    #[test]
    fn every_measure_has_a_bound_on_every_side_under_its_own_name() {
        for measure in Measure::ALL {
            for side in [Side::Below, Side::Above, Side::AtMost, Side::AtLeast] {
                let name = format!("{}_{}", measure.id(), side.words().replace(' ', "_"));
                let found: Vec<_> = BOUNDS.iter().filter(|bound| bound.id == name).collect();
                assert!(matches!(found[..], [bound] if bound.measure == measure && bound.side == side), "{name}");
            }
        }
        assert_eq!(BOUNDS.len(), 4 * Measure::ALL.len());
    }
}
