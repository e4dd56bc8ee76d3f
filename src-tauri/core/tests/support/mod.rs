//! What several test files share.

pub(crate) mod private_session;
