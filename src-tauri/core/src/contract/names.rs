//! How the domain's ids and closed lists look in TypeScript. The domain itself knows nothing of TypeScript.

use std::path::PathBuf;

use ts_rs::{Config, TS};

use super::Typed;
use crate::domain::access::AccessLevel;
use crate::domain::answer::Answer;
use crate::domain::aside::PutOffReason;
use crate::domain::ask::{AskEntry, AskEntryKind, AskQuestion, Guidance, MoveHome};
use crate::domain::clock_rules::{ClockEvent, ClockKind, ClockStart};
use crate::domain::cover::Standing;
use crate::domain::duplicate::{Likeness, PersonField};
use crate::domain::duty::Duty;
use crate::domain::ids;
use crate::domain::password::generate::PasswordStyle;
use crate::domain::password::{AppliesTo, PasswordRuleBroken};
use crate::domain::path::{Arrival, PathKind, PathStep};
use crate::domain::post::WeekDay;
use crate::domain::refusal::{Notice, Reason};
use crate::domain::request::{Field, HandOver, Question, Rejection, RequestKind, RequestState};
use crate::domain::rules::{Activity, FollowUp, Precondition, Sender, TimeLimit};
use crate::domain::staff_file::portal::{PortalAct, PortalDifference};
use crate::domain::staff_file::{ColumnMeaning, DroppedAs, FoundBy, ProblemKind, RowState};
use crate::export::{ExportColumn, ExportFormat, ExportPart, ExportTable};
use crate::reply::{Caution, Match};
use crate::screening::{Action, FindingKind};
use crate::vault::PassphraseHint;

macro_rules! strings {
    ($($ty:ty),+ $(,)?) => { $(
        impl TS for $ty {
            type WithoutGenerics = Self;
            type OptionInnerType = Self;

            fn name(_: &Config) -> String {
                "string".to_owned()
            }

            fn inline(_: &Config) -> String {
                "string".to_owned()
            }
        }
    )+ };
}

strings!(
    ids::SiteId,
    ids::MailboxId,
    ids::PersonId,
    ids::PostId,
    ids::AccessId,
    ids::RequestId,
    ids::PathId,
    ids::AsideId,
    ids::ListViewId,
    ids::ActionId,
    ids::ImportId,
    Typed,
);

macro_rules! unions {
    ($($Enum:ident),+ $(,)?) => { $(
        impl TS for $Enum {
            type WithoutGenerics = Self;
            type OptionInnerType = Self;

            fn ident(_: &Config) -> String {
                stringify!($Enum).to_owned()
            }

            fn name(_: &Config) -> String {
                stringify!($Enum).to_owned()
            }

            fn inline(_: &Config) -> String {
                let names: Vec<String> = $Enum::ALL.iter().map(|one| format!("\"{}\"", one.name())).collect();
                names.join(" | ")
            }

            fn decl(cfg: &Config) -> String {
                format!("type {} = {};", stringify!($Enum), Self::inline(cfg))
            }

            fn decl_concrete(cfg: &Config) -> String {
                Self::decl(cfg)
            }

            fn output_path() -> Option<PathBuf> {
                Some(PathBuf::from(concat!(stringify!($Enum), ".ts")))
            }
        }
    )+ };
}

unions!(
    Action,
    Activity,
    FindingKind,
    AccessLevel,
    AppliesTo,
    Answer,
    Arrival,
    AskEntry,
    AskEntryKind,
    AskQuestion,
    ClockEvent,
    ClockKind,
    ClockStart,
    ColumnMeaning,
    DroppedAs,
    Duty,
    ExportColumn,
    ExportFormat,
    ExportPart,
    ExportTable,
    Field,
    Caution,
    FollowUp,
    FoundBy,
    Guidance,
    Likeness,
    Match,
    HandOver,
    MoveHome,
    Notice,
    PassphraseHint,
    PasswordRuleBroken,
    PasswordStyle,
    PathKind,
    PathStep,
    PersonField,
    PortalAct,
    PortalDifference,
    Precondition,
    ProblemKind,
    PutOffReason,
    Question,
    Reason,
    Rejection,
    RequestKind,
    RequestState,
    RowState,
    Sender,
    Standing,
    TimeLimit,
    WeekDay
);
