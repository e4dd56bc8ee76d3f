//! Where a rule comes from.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de};

use crate::domain::named::named_enum;

named_enum! {
    /// How much weight a document has.
    pub enum DocumentKind {
        /// The NHSmail guide for social care providers of 2018, cited by line.
        Guide = "guide",
        /// The newer FAQ, cited by line.
        Faq = "faq",
        /// A public page.
        Public = "public",
        /// A public page seen only in an unofficial copy: weaker than the original.
        Mirror = "mirror",
        /// Our own advice, labelled as ours wherever it shows.
        Advice = "advice",
    }
}

/// A document that rules are taken from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// How much weight it has.
    pub kind: DocumentKind,
    /// Its title.
    pub title: String,
    /// Where a public page is found: an address, or a site and a title.
    pub reference: Option<String>,
    /// From when it holds.
    pub effective: Effective,
    /// How many lines it has, where it is cited by line.
    lines: Option<u16>,
}

impl Document {
    const fn is_cited_by_line(&self) -> bool {
        matches!(self.kind, DocumentKind::Guide | DocumentKind::Faq)
    }
}

/// How exactly a document says from when it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The year.
    Year,
    /// The month.
    Month,
    /// The day.
    Day,
}

/// From when a rule holds, as exactly as its document says.
///
/// ```
/// use jiff::civil::date;
/// use steward_core::domain::rules::{Effective, Precision};
///
/// let effective: Effective = "2022-12".parse()?;
/// assert_eq!((effective.first_day(), effective.precision()), (date(2022, 12, 1), Precision::Month));
/// assert!(effective.is_stated());
/// assert!(!"read 2026-11".parse::<Effective>()?.is_stated());
/// # Ok::<(), steward_core::domain::rules::RulesError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effective {
    first_day: Date,
    precision: Precision,
    stated: bool,
}

impl Effective {
    /// The first day of the year, month or day named.
    #[must_use]
    pub const fn first_day(&self) -> Date {
        self.first_day
    }

    /// How exactly it is known.
    #[must_use]
    pub const fn precision(&self) -> Precision {
        self.precision
    }

    /// Whether the document says so itself. Otherwise the date is when the document was read.
    #[must_use]
    pub const fn is_stated(&self) -> bool {
        self.stated
    }
}

impl std::str::FromStr for Effective {
    type Err = super::RulesError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (stated, date) = match text.strip_prefix("read ") {
            Some(date) => (false, date),
            None => (true, text),
        };
        let (precision, whole) = match date.len() {
            4 => (Precision::Year, format!("{date}-01-01")),
            7 => (Precision::Month, format!("{date}-01")),
            _ => (Precision::Day, date.to_owned()),
        };
        let first_day = whole
            .parse()
            .map_err(|_| super::RulesError::Refused(format!("no date: {text:?}")))?;
        Ok(Self {
            first_day,
            precision,
            stated,
        })
    }
}

impl fmt::Display for Effective {
    /// As in the rule packs: `2018`, `2022-12`, `2022-12-01`, with `read ` before the day a document was read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.stated {
            f.write_str("read ")?;
        }
        let format = match self.precision {
            Precision::Year => "%Y",
            Precision::Month => "%Y-%m",
            Precision::Day => "%Y-%m-%d",
        };
        write!(f, "{}", self.first_day.strftime(format))
    }
}

impl<'de> Deserialize<'de> for Effective {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// Lines of a document, first and last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineRange {
    /// The first line, counted from 1.
    pub first: u16,
    /// The last line.
    pub last: u16,
}

impl LineRange {
    fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let range = Self {
            first: first.parse().ok()?,
            last: last.parse().ok()?,
        };
        (range.first >= 1 && range.first <= range.last).then_some(range)
    }
}

impl fmt::Display for LineRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "L{}", self.first)
        } else {
            write!(f, "L{}-{}", self.first, self.last)
        }
    }
}

/// Where one rule comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The document.
    pub document: &'static Document,
    /// The heading it stands under; always there in the two documents cited by line.
    pub section: Option<String>,
    /// The lines; never empty in the two documents cited by line, empty elsewhere.
    pub lines: Vec<LineRange>,
    /// From when the rule holds.
    pub effective: Effective,
}

impl Source {
    /// The place in the document: `L83`, `L78-87, L107-115`, or the address of a public page. Empty for our own advice.
    #[must_use]
    pub fn place(&self) -> String {
        if self.lines.is_empty() {
            return self.document.reference.clone().unwrap_or_default();
        }
        let lines: Vec<_> = self.lines.iter().map(ToString::to_string).collect();
        lines.join(", ")
    }

    /// Whether the rule is our own advice and not one of NHSmail's.
    #[must_use]
    pub fn is_our_advice(&self) -> bool {
        self.document.kind == DocumentKind::Advice
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    document: String,
    section: Option<String>,
    lines: Option<String>,
    effective: Option<Effective>,
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawSource::deserialize(deserializer)?;
        let Some(document) = DOCUMENTS.get(&raw.document) else {
            return Err(de::Error::custom(format!("no document {:?}", raw.document)));
        };
        let lines = raw.lines.as_deref().map_or(Some(Vec::new()), |text| {
            text.split(", ").map(LineRange::parse).collect::<Option<Vec<_>>>()
        });
        let Some(lines) = lines else {
            return Err(de::Error::custom("lines are written like \"83\" or \"78-87, 107-115\""));
        };
        if document.is_cited_by_line() && (raw.section.is_none() || lines.is_empty()) {
            return Err(de::Error::custom(format!(
                "{:?} is cited by section and line",
                raw.document
            )));
        }
        if lines
            .iter()
            .any(|range| range.last > document.lines.unwrap_or_default())
        {
            return Err(de::Error::custom(format!("{:?} has no such line", raw.document)));
        }
        Ok(Self {
            document,
            section: raw.section,
            lines,
            effective: raw.effective.unwrap_or(document.effective),
        })
    }
}

/// Every document a rule may name.
static DOCUMENTS: LazyLock<BTreeMap<String, Document>> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "a start-up invariant: the list ships with the app and a test parses it"
    )]
    documents(include_str!("../../../rules/documents.toml")).expect("the embedded list of documents is valid")
});

fn documents(text: &str) -> Result<BTreeMap<String, Document>, super::RulesError> {
    let documents: BTreeMap<String, Document> = toml::from_str(text)?;
    for (key, document) in &documents {
        let has_place = match document.kind {
            DocumentKind::Guide | DocumentKind::Faq => document.lines.is_some() && document.reference.is_none(),
            DocumentKind::Public | DocumentKind::Mirror => document.lines.is_none() && document.reference.is_some(),
            DocumentKind::Advice => document.lines.is_none() && document.reference.is_none(),
        };
        if !has_place || document.title.is_empty() {
            return Err(super::RulesError::Refused(format!(
                "document {key:?} has no title or the wrong kind of place"
            )));
        }
    }
    Ok(documents)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn source(text: &str) -> Result<Source, toml::de::Error> {
        #[derive(Deserialize)]
        struct Rule {
            source: Source,
        }
        toml::from_str::<Rule>(&format!("source = {{ {text} }}")).map(|rule| rule.source)
    }

    #[test]
    fn the_embedded_documents_are_valid() {
        documents(include_str!("../../../rules/documents.toml")).unwrap();
    }

    #[test]
    fn a_document_with_an_unknown_key_or_without_a_place_is_refused() {
        let page = "[page]\nkind = \"public\"\ntitle = \"A page\"\neffective = \"2024\"\n";
        assert!(documents(page).is_err());
        assert!(documents(&format!("{page}reference = \"nhs.uk\"\n")).is_ok());
        assert!(documents(&format!("{page}reference = \"nhs.uk\"\nauthor = \"N\"\n")).is_err());
    }

    #[test]
    fn a_source_gives_its_place_and_the_date_of_its_document() {
        let rule = source(r#"document = "faq", section = "How do I add new users?", lines = "78-87, 109""#).unwrap();
        assert_eq!(rule.place(), "L78-87, L109");
        assert_eq!(rule.effective.to_string(), "read 2026-11");
        let page = source(r#"document = "account_clocks""#).unwrap();
        assert_eq!(
            page.place(),
            "support.nhs.net/knowledge-base/la-communication-24-november-2022"
        );
        assert_eq!(page.effective.first_day(), date(2022, 12, 1));
        let later = source(r#"document = "account_clocks", effective = "2023-01-02""#).unwrap();
        assert_eq!(later.effective.first_day(), date(2023, 1, 2));
    }

    #[test]
    fn a_source_without_a_place_is_refused() {
        for text in [
            r#"document = "nobody""#,
            r#"document = "faq""#,
            r#"document = "faq", section = "How do I add new users?""#,
            r#"document = "faq", lines = "78""#,
            r#"document = "faq", section = "How do I add new users?", lines = "78-288""#,
            r#"document = "faq", section = "How do I add new users?", lines = "87-78""#,
            r#"document = "faq", section = "How do I add new users?", lines = "0""#,
            r#"document = "faq", section = "How do I add new users?", lines = "78,79""#,
            r#"document = "faq", section = "How do I add new users?", lines = "78", page = 3"#,
        ] {
            assert!(source(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_effective_date_is_written_as_it_was_read() {
        for text in ["2018", "2022-12", "2022-12-01", "read 2026-11", "read 2026-11-20"] {
            assert_eq!(text.parse::<Effective>().unwrap().to_string(), text);
        }
        for text in ["", "read", "2022-13", "2022-02-30", "20 November 2026", "2022-1"] {
            assert!(text.parse::<Effective>().is_err(), "{text:?}");
        }
    }
}
