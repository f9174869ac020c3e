//! An imitation of nevisIDM, on loopback, in memory.

pub mod population;
