//! Shardlab.
