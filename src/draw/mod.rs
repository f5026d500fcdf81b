//! Pictures: display lists of shapes, painted by the page on a canvas and written as SVG by the same code.

mod badge;
mod columns;
#[cfg(feature = "full")]
mod flows;
mod focus;
#[cfg(feature = "full")]
mod incident;
#[cfg(feature = "full")]
mod incident_charts;
mod layout;
#[cfg(feature = "full")]
mod lines;
mod list;
mod load;
mod metrics;
#[cfg(feature = "full")]
mod migration;
#[cfg(feature = "full")]
mod migration_stack;
mod mini;
mod ranked;
mod recorder;
mod ring;
mod svg;
mod theme;
#[cfg(feature = "full")]
mod tipping;
#[cfg(feature = "full")]
mod tipping_words;

pub use badge::letter;
#[cfg(feature = "full")]
pub use flows::flows;
pub use focus::{Direction, Focus, Named, describe_ring, hit, name, neighbour};
#[cfg(feature = "full")]
pub use incident::{IncidentView, NodeState, describe_incident, incident, milliseconds, node_state};
#[cfg(feature = "full")]
pub use incident_charts::{CHART_LEFT, CHART_RIGHT, incident_charts};
#[cfg(feature = "full")]
pub use lines::{LinesView, lines};
pub use list::{Anchor, DisplayList, Rgba, Shape, on_circle};
pub use load::{LoadView, describe_load, hit_load, load};
#[cfg(feature = "full")]
pub use migration::{MigrationPlaces, MigrationView, describe_migration, migration};
#[cfg(feature = "full")]
pub use migration_stack::{migration_stack, outcome_colours};
pub use mini::mini;
pub use ring::{RingView, ring};
pub use svg::svg;
pub use theme::{Roles, Theme, colour, css};
#[cfg(feature = "full")]
pub use tipping::{TippingView, hit_tipping, tipping};
#[cfg(feature = "full")]
pub use tipping_words::{describe_tipping, describe_tipping_point, tipping_rows};
