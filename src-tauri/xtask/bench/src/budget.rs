//! The budgets, what was measured against each, and how it is printed.

use std::fmt;

use serde_json::{Value, json};

/// The unit of a measure and of its budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Milliseconds,
    Mebibytes,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Milliseconds => "ms",
            Self::Mebibytes => "MiB",
        })
    }
}

/// One line of the budget table with its measure.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) what: &'static str,
    pub(crate) measured: f64,
    pub(crate) budget: f64,
    pub(crate) unit: Unit,
    /// What else belongs to the reading, for example the bare window's own figure.
    pub(crate) beside: String,
}

impl Line {
    /// Measured over budget: up to 1 is kept.
    pub(crate) fn ratio(&self) -> f64 {
        self.measured / self.budget
    }

    pub(crate) fn is_kept(&self) -> bool {
        self.ratio() <= 1.0
    }

    fn verdict(&self) -> &'static str {
        if self.is_kept() { "ok" } else { "MISSED" }
    }

    fn to_json(&self) -> Value {
        json!({
            "what": self.what,
            "measured": self.measured,
            "budget": self.budget,
            "unit": self.unit.to_string(),
            "ratio": self.ratio(),
            "kept": self.is_kept(),
            "beside": self.beside,
        })
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what,
            measured,
            budget,
            unit,
            beside,
        } = self;
        let (ratio, verdict) = (self.ratio(), self.verdict());
        write!(
            f,
            "{what:<58}{measured:>10.2}{budget:>10.2} {unit:<4}{ratio:>7.2}  {verdict:<6} {beside}"
        )
    }
}

/// The table for a person.
pub(crate) fn table(lines: &[Line]) -> String {
    let head = format!("{:<58}{:>10}{:>10} {:<4}{:>7}", "", "measured", "budget", "", "ratio");
    let rows: Vec<String> = lines
        .iter()
        .map(|line| line.to_string().trim_end().to_owned())
        .collect();
    format!("{}\n{}", head.trim_end(), rows.join("\n"))
}

/// The same for a program.
pub(crate) fn as_json(lines: &[Line]) -> Value {
    lines.iter().map(Line::to_json).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(measured: f64) -> Line {
        Line {
            what: "start",
            measured,
            budget: 690.0,
            unit: Unit::Milliseconds,
            beside: "bare 600 ms".into(),
        }
    }

    #[test]
    fn a_budget_is_kept_up_to_its_last_millisecond() {
        assert!(line(690.0).is_kept());
        assert!(!line(690.1).is_kept());
    }

    #[test]
    fn a_missed_budget_stands_out() {
        assert!(table(&[line(700.0)]).ends_with("700.00    690.00 ms     1.01  MISSED bare 600 ms"));
        assert!(table(&[line(345.0)]).contains("0.50  ok"));
    }

    #[test]
    fn a_program_reads_the_same_numbers() {
        assert_eq!(as_json(&[line(345.0)])[0]["ratio"], json!(0.5));
        assert_eq!(as_json(&[line(700.0)])[0]["kept"], json!(false));
    }
}
