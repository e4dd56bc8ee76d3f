//! What crosses about putting off lines of Today and about the duties of a mailbox's owner.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::requests::DateRequest;
use super::views::{SourceView, TodayKindView, TodayLineView};
use crate::domain::aside::PutOffReason;
use crate::domain::duty::Duty;
use crate::domain::ids::{AsideId, MailboxId, PersonId, RequestId, SiteId};

/// Puts a line of Today off: the one of this kind that is about these.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LinePutOffRequest {
    /// The kind.
    pub kind: TodayKindView,
    /// The site, where the line has one.
    pub site: Option<SiteId>,
    /// The mailbox, where it has one.
    pub mailbox: Option<MailboxId>,
    /// The person, where it has one.
    pub person: Option<PersonId>,
    /// The request, where it has one.
    pub request: Option<RequestId>,
    /// The duty, where it has one.
    pub duty: Option<Duty>,
    /// The first day it is to be shown again.
    pub until: DateRequest,
    /// Why.
    pub reason: PutOffReason,
    /// Why, in the owner's words. Only of a line about nobody.
    pub words: String,
}

/// Names one thing that was set aside.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AsideRequest {
    /// Which.
    pub aside: AsideId,
}

/// A line of Today that is put off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PutOffView {
    /// What was set aside.
    pub aside: AsideId,
    /// The line.
    pub line: TodayLineView,
    /// The first day it is shown again.
    pub until: Date,
    /// Why.
    pub reason: PutOffReason,
    /// Why, in the owner's words.
    pub words: Option<String>,
}

/// What one home has to do, where several are in view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TodaySiteView {
    /// The home.
    pub site: SiteId,
    /// Its name.
    pub name: String,
    /// How many lines it has.
    pub count: u32,
    /// How many of them are for now.
    pub now: u32,
    /// Its lines: all of them where that fits on a screen, or else the first.
    pub lines: Vec<TodayLineView>,
}

/// What comes next, when there is nothing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NextView {
    /// What it will be.
    pub kind: TodayKindView,
    /// When.
    pub on: Date,
    /// Whom or what it is about, where it is about one.
    pub name: Option<String>,
    /// Which duty, where it is one.
    pub duty: Option<Duty>,
}

/// Asks for the duties at a mailbox.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DutiesRequest {
    /// The mailbox.
    pub mailbox: MailboxId,
}

/// Says that a duty was done.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DutyDoneRequest {
    /// At which mailbox.
    pub mailbox: MailboxId,
    /// Which.
    pub duty: Duty,
    /// The day, or all three empty for today.
    pub on: DateRequest,
}

/// Settles how often the owner is reminded to read a mailbox.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MailboxReminderRequest {
    /// The mailbox.
    pub mailbox: MailboxId,
    /// After how many days, 1 to 31; `None` for never.
    pub every: Option<u16>,
}

/// One duty at a mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DutyView {
    /// Which.
    pub duty: Duty,
    /// The day it was last done, where somebody said so.
    pub last_done: Option<Date>,
    /// The day it comes round; `None` where nobody is to be reminded.
    pub due_on: Option<Date>,
    /// Whether that day has come.
    pub due: bool,
    /// After how many days it comes round.
    pub every: Option<u16>,
    /// Where it comes from.
    pub sources: Vec<SourceView>,
}

/// The duties at a mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DutiesView {
    /// The mailbox.
    pub mailbox: MailboxId,
    /// Its address.
    pub address: String,
    /// Its duties.
    pub duties: Vec<DutyView>,
}
