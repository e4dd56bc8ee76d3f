//! What crosses about dates outside the window: the calendar file and the daily reminder.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::domain::ids::SiteId;

/// Asks for the days that matter as a calendar file.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CalendarRequest {
    /// One home, or all of them.
    pub site: Option<SiteId>,
    /// Whether the days carry the names of people.
    pub names: bool,
}

/// What became of the calendar file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CalendarView {
    /// How many days it has. Nothing is saved where there are none.
    pub days: u32,
    /// The dialog was closed.
    pub cancelled: bool,
    /// The file's name.
    pub saved_as: Option<String>,
}

/// Sets whether the app reminds once a day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DailyReminderRequest {
    /// Whether it does.
    pub daily: bool,
}

/// Whether the app reminds once a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DailyReminderView {
    /// Whether it does, on this computer.
    pub daily: bool,
}
