//! How a rule's source looks on the page.

use crate::contract::SourceView;
use crate::domain::rules::Source;

/// A rule's source.
pub(super) fn source_view(source: &Source) -> SourceView {
    SourceView {
        document: source.document.title.clone(),
        section: source.section.clone().unwrap_or_default(),
        place: source.place(),
        effective: source.effective.is_stated().then(|| source.effective.first_day()),
    }
}
