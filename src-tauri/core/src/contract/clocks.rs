//! What crosses about the clocks of accounts.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::requests::DateRequest;
use super::views::SourceView;
use crate::domain::clock_rules::{ClockEvent, ClockKind, ClockStart};
use crate::domain::rules::Activity;

/// One day of a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ClockStepView {
    /// What may happen then.
    pub event: ClockEvent,
    /// From this day on.
    pub on: Date,
    /// Which day of the clock that is, counted from 0.
    pub day: i32,
    /// Whether that day has come.
    pub reached: bool,
    /// The rule that sets the day. None: our own advice.
    pub source: Option<SourceView>,
}

/// A clock as it stands today. It says what may be, and changes nothing that is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ClockView {
    /// Which clock.
    pub kind: ClockKind,
    /// Day 0.
    pub started_on: Date,
    /// Today.
    pub today: Date,
    /// Which day of the clock today is. Negative where day 0 is still to come.
    pub day: i32,
    /// Its days, the earliest first. There is one at least.
    pub steps: Vec<ClockStepView>,
    /// The rule that makes it run.
    pub source: SourceView,
}

/// Asks what each rule set says about one recorded day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ClockCompareRequest {
    /// What happened on the day.
    pub start: ClockStart,
    /// The day.
    pub on: DateRequest,
}

/// What one rule set says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ClockSideView {
    /// The rule set: `faq` or `2018-guide`.
    pub pack: String,
    /// Whether it is in force.
    pub in_force: bool,
    /// The clock, where the rule set has one for this.
    pub clock: Option<ClockView>,
}

/// What each rule set says about one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ClockCompareView {
    /// What happened on the day.
    pub start: ClockStart,
    /// The day.
    pub on: Date,
    /// The rules in force first, then the guide of 2018.
    pub sides: Vec<ClockSideView>,
}

/// What counts as using an account, by one rule set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ActivityRuleView {
    /// The rule set: `faq` or `2018-guide`.
    pub pack: String,
    /// Whether it is in force.
    pub in_force: bool,
    /// Any one of these.
    pub counts: Vec<Activity>,
    /// Where that is said.
    pub source: SourceView,
}

/// The rules of the clocks, with worked examples.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ClockRulesView {
    /// One example for each day a clock can run from.
    pub examples: Vec<ClockCompareView>,
    /// What counts as using an account.
    pub activity: Vec<ActivityRuleView>,
}
