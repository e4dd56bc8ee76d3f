//! What the test files share. Each of them uses its own part of it.
#![allow(dead_code, reason = "what is left over differs from file to file")]

pub(crate) mod desk;
pub(crate) mod private_session;
pub(crate) mod small_disk;
