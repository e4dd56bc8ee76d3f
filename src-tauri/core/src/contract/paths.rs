//! What the page asks and gets to show of paths: what happens to somebody, step by step.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DateRequest, SourceView};
use crate::domain::access::AccessLevel;
use crate::domain::answer::Answer;
use crate::domain::ask::{AskEntry, MoveHome};
use crate::domain::ids::{PathId, PersonId, RequestId, SiteId};
use crate::domain::path::{Arrival, PathKind, PathStep};

/// Begins a path.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PathBeginRequest {
    /// Who.
    pub person: PersonId,
    /// What happens. Somebody who owns a mailbox and leaves is on the path of an owner who leaves.
    pub kind: PathKind,
    /// At which home, where it is about one.
    pub site: Option<SiteId>,
    /// The day it happens, or all three empty for today.
    pub on: DateRequest,
    /// The answers.
    pub answers: PathAnswersRequest,
}

/// The answers that decide the steps; `None` where they do not matter or are not known.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PathAnswersRequest {
    /// Starts: with which account.
    pub arrival: Option<Arrival>,
    /// Moves: which of the two homes this one is.
    pub home: Option<MoveHome>,
    /// Leaves: whether they go on to another place that uses NHSmail.
    pub goes_on: Option<Answer>,
    /// Leaves: whether they work on at another home of the same owner.
    pub stays: Option<Answer>,
    /// Long leave: the day they come back, or all three empty.
    pub returns_on: DateRequest,
}

/// Moves somebody from one home to another of the same owner.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HomeMoveRequest {
    /// Who.
    pub person: PersonId,
    /// The home they leave.
    pub from: SiteId,
    /// The home they come to.
    pub to: SiteId,
    /// The first day there, or all three empty for the day after the last day here, or else today.
    pub first_day: DateRequest,
    /// The last day here, or all three empty for the day before the first day there.
    pub last_day: DateRequest,
    /// The role there; empty for the one they have.
    pub role: String,
    /// Access to the mailbox there that is noted with it.
    pub access: Option<AccessLevel>,
    /// Whether they keep access to the mailbox here. Otherwise taking it away is one of the steps.
    pub keeps_access: bool,
}

/// Changes the day or the answers of a path.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PathChangeRequest {
    /// The path.
    pub path: PathId,
    /// The day it happens, or all three empty to leave it.
    pub on: DateRequest,
    /// The answers, all of them.
    pub answers: PathAnswersRequest,
}

/// Ticks a step of a path, or takes the tick away.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PathStepRequest {
    /// The path.
    pub path: PathId,
    /// The step.
    pub step: PathStep,
    /// Whether it is done.
    pub done: bool,
    /// When, or all three empty for today.
    pub on: DateRequest,
}

/// Names a path.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PathRequest {
    /// The path.
    pub path: PathId,
}

/// How a step is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PathActView {
    /// By a tick with its day.
    Tick,
    /// By noting the job.
    Job,
    /// By noting access.
    Access,
    /// By a request; `ask` or `request` says which.
    Ask,
    /// By naming another owner.
    Owner,
    /// By waiting.
    Wait,
}

/// A step of a path.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing the page says of a step")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PathStepView {
    /// Which.
    pub step: PathStep,
    /// Whether it is done.
    pub done: bool,
    /// The day it was done, or will be by itself.
    pub on: Option<Date>,
    /// Whether it is done and cannot be taken away here: the staff list or a request says so.
    pub known: bool,
    /// From which day it is to be done; `None` while it waits for something else.
    pub due: Option<Date>,
    /// Whether that day has come.
    pub now: bool,
    /// The last day, where a rule sets one.
    pub by: Option<Date>,
    /// Whether NAS has been asked and the answer is still to come.
    pub waits_for_nas: bool,
    /// How it is done.
    pub act: PathActView,
    /// The entry of Ask NHSmail that leads to its request.
    pub ask: Option<AskEntry>,
    /// Its request, where one is written.
    pub request: Option<RequestId>,
    /// The day that is filled in, where it is not today.
    pub suggested: Option<Date>,
    /// Where it comes from.
    pub sources: Vec<SourceView>,
    /// Whether it is our advice, and no rule of NHSmail's.
    pub our_advice: bool,
}

/// What happens to somebody, step by step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PathView {
    /// The path.
    pub path: PathId,
    /// What happens.
    pub kind: PathKind,
    /// At which home, where it is about one.
    pub site: Option<SiteId>,
    /// The name of that home.
    pub site_name: Option<String>,
    /// The day it happens.
    pub on: Date,
    /// Starts: with which account.
    pub arrival: Option<Arrival>,
    /// Moves: which of the two homes this one is.
    pub home: Option<MoveHome>,
    /// Leaves: whether they go on to another place that uses NHSmail.
    pub goes_on: Option<Answer>,
    /// Leaves: whether they work on at another home of the same owner.
    pub stays: Option<Answer>,
    /// Long leave: the day they come back.
    pub returns_on: Option<Date>,
    /// Whether every step is done.
    pub complete: bool,
    /// The day it was over.
    pub ended_on: Option<Date>,
    /// Whether it ended before every step was done.
    pub given_up: bool,
    /// The steps, in order.
    pub steps: Vec<PathStepView>,
}
