//! An accepted value together with its warnings.

use super::refusal::Notice;

/// A value that was accepted, and what is worth a warning about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked<T> {
    /// The accepted value.
    pub value: T,
    /// The warnings, empty for most values.
    pub notices: Vec<Notice>,
}

impl<T> Checked<T> {
    /// A value with nothing to warn about.
    #[must_use]
    pub const fn plain(value: T) -> Self {
        Self {
            value,
            notices: Vec::new(),
        }
    }

    /// A value with the warnings that apply to it; those given as `None` are left out.
    #[must_use]
    pub fn with(value: T, notices: impl IntoIterator<Item = Option<Notice>>) -> Self {
        Self {
            value,
            notices: notices.into_iter().flatten().collect(),
        }
    }

    /// The value alone.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }
}
