//! What the page asks and gets to show of who can open a mailbox.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DetailView, SourceView};
use crate::domain::cover::Standing;
use crate::domain::ids::{MailboxId, PersonId, SiteId};
use crate::domain::post::WeekDay;

/// Names a mailbox.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MailboxRequest {
    /// The mailbox.
    pub mailbox: MailboxId,
}

/// Days on which somebody stands alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CoverSpanView {
    /// How.
    pub standing: Standing,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// Somebody with access to the mailbox in these days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CoverPersonView {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: DetailView,
    /// How they stand today; `None` without access today.
    pub now: Option<Standing>,
    /// How they stand over the days, in order.
    pub spans: Vec<CoverSpanView>,
    /// The weekdays they work on; `None` where that is not known.
    pub works_on: Option<Vec<WeekDay>>,
}

/// Who is there on a weekday and can open the mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CoverWeekdayView {
    /// The weekday.
    pub day: WeekDay,
    /// Who is known to be there.
    pub people: Vec<PersonId>,
}

/// Days on which too few can open the mailbox, or own it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ThinCoverView {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// How many can open it.
    pub people: u32,
    /// How many own it.
    pub owners: u32,
}

/// Who can open a mailbox, today and in the coming days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MailboxCoverView {
    /// The mailbox.
    pub mailbox: MailboxId,
    /// Its address.
    pub address: String,
    /// Its home.
    pub site: Option<SiteId>,
    /// The name of that home.
    pub site_name: Option<String>,
    /// The first day shown: today.
    pub from: Date,
    /// The last day shown.
    pub to: Date,
    /// How many can open it today.
    pub people_now: u32,
    /// How many own it today.
    pub owners_now: u32,
    /// The people, owners first, by name.
    pub people: Vec<CoverPersonView>,
    /// Each weekday, from Monday.
    pub weekdays: Vec<CoverWeekdayView>,
    /// Those who can open it today and of whom the weekdays are not known.
    pub days_unknown: Vec<PersonId>,
    /// The days on which fewer than two can open it or own it.
    pub thin: Vec<ThinCoverView>,
    /// Where it is said how many should be able to.
    pub source: Option<SourceView>,
}
