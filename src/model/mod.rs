//! The words of the domain as plain data: no IO, no decisions about what to run.
//!
//! Nothing here derives `Serialize`: JSON, the store and the protocol of the harness have types of their own,
//! each with a version, so that a change of a word here never changes a format by accident.

pub(crate) mod clock;
pub(crate) mod grade;
pub(crate) mod ids;
pub(crate) mod limits;
pub(crate) mod message;
pub(crate) mod observation;
pub(crate) mod packages;
pub(crate) mod plan;
pub(crate) mod processes;
pub(crate) mod retry;
pub(crate) mod run;
pub(crate) mod schedule;
pub(crate) mod show;
pub(crate) mod site;
pub(crate) mod value;
pub(crate) mod verdict;
