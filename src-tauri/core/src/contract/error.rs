//! The only error that crosses to the page.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ChangedView, Reason};

/// What went wrong, by what the page can do about it. The words for people are in `ui/src/lib/errors.ts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The text is not the JSON that was asked for.
    BadJson,
    /// There is no request of this kind.
    UnknownKind,
    /// A property that has no place here.
    UnknownProperty,
    /// A required field is missing or empty.
    MissingField,
    /// NAS may not be told this in a request of this kind.
    NotPermitted,
    /// A value is refused; `reason` says why.
    InvalidValue,
    /// The text holds personal data that must come out: NAS never needs it (FAQ L111-115).
    PersonalData,
    /// A request without anybody in it.
    NoPeople,
    /// Two people with the same mobile number.
    DuplicateMobile,
    /// Two people with the same personal email address.
    DuplicateEmail,
    /// Two people, or two mailboxes, with the same NHSmail address.
    DuplicateAddress,
    /// Two sites with the same ODS code.
    DuplicateOdsCode,
    /// The same person twice in one request.
    DuplicatePerson,
    /// The record of whoever works here cannot be put into another: it is the other way round.
    KeepYourself,
    /// The person already has this post or this access at that time.
    AlreadyThere,
    /// The mailbox would be left without an owner.
    LastOwner,
    /// They alone own a shared mailbox, so somebody else has to own it first.
    OnlyOwner,
    /// A request of this kind is open for this person already.
    RequestOpen,
    /// The site is not managed by NAS, so NAS is the wrong place to ask.
    NotNasManaged,
    /// The answers given lead to no request.
    NoRequestNeeded,
    /// The request cannot move from where it stands to there.
    WrongMove,
    /// Nothing was handed over yet, so nothing can have been sent.
    NotHandedOver,
    /// Facts in the frozen draft were removed or have changed; a fresh copy is needed.
    DraftOutOfDate,
    /// Cannot be undone: somebody has changed it since; `field` says what.
    ChangedSince,
    /// Cannot be undone: erasing is final, or it was undone already.
    CannotUndo,
    /// No such person, site, mailbox, post, access or request.
    NotFound,
    /// The app is locked, or no staff list is open.
    NotOpen,
    /// There is a staff list already.
    AlreadySetUp,
    /// The passphrase is not the right one.
    WrongPassphrase,
    /// The passphrase is too easy to guess.
    WeakPassphrase,
    /// Several wrong passphrases in a row: the next one waits; `wait` says how long.
    TryLater,
    /// The password breaks a rule of NHSmail, so NHSmail cannot have taken it.
    PasswordRuleBroken,
    /// The password is one of the owner's last ones, which NHSmail refuses.
    PasswordUsedBefore,
    /// The recovery code does not open this staff list.
    WrongRecoveryCode,
    /// The file is no locked backup, or was cut or altered.
    BackupUnreadable,
    /// A newer program made the backup.
    BackupNewer,
    /// A passphrase is needed first: others use this computer's sign-in, or there is no place for a key.
    PassphraseNeeded,
    /// The system's password store has no such entry.
    KeyringMissing,
    /// The system's password store is locked.
    KeyringLocked,
    /// This computer has no password store that works.
    KeyringAbsent,
    /// The system's password store refused.
    KeyringDenied,
    /// Longer than fits.
    TooLong,
    /// Another saved view of the people list has this name.
    ViewNameTaken,
    /// There are as many saved views of the people list as there may be.
    TooManyViews,
    /// There is no text in the mail.
    MailEmpty,
    /// The mail is larger than can be read.
    MailTooLarge,
    /// A message file of Outlook's own kind.
    MailOfOutlook,
    /// Not a mail that can be read.
    MailUnreadable,
    /// The file could not be read.
    FileUnreadable,
    /// There is nothing in the file that was to be imported.
    ImportEmpty,
    /// More bytes, rows or columns than are imported.
    ImportTooLarge,
    /// Not a table of a kind that is read.
    ImportNotTable,
    /// A workbook of the kind before 2007 (.xls).
    ImportOldWorkbook,
    /// The workbook opens with a password only.
    ImportProtected,
    /// No row of the table names its columns.
    ImportNoHeader,
    /// No column was said to be the name.
    ImportNoName,
    /// The file that was read is not held any more: it was recorded or closed, another was read, or the app was locked.
    ImportGone,
    /// Rows are left with a problem or a question.
    ImportRowsOpen,
    /// The staff list has changed since the rows were checked, so that some cannot be recorded as they were shown.
    ImportChanged,
    /// Something else that takes long is running.
    JobRunning,
    /// It was cancelled. Nothing has changed.
    Cancelled,
    /// The link would be longer than mail programs take.
    LinkTooLong,
    /// The clipboard could not be used.
    ClipboardFailed,
    /// No program answered when the link was opened.
    OpenFailed,
    /// The file could not be saved.
    SaveFailed,
    /// The disk is full.
    DiskFull,
    /// The folder cannot be written to.
    NotWritable,
    /// The file with the staff list is damaged.
    Damaged,
    /// Something went wrong inside; the log has the code.
    Internal,
}

/// The one error of the border.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{code:?} {field:?} {message}")]
pub struct ApiError {
    /// What went wrong.
    pub code: ErrorCode,
    /// For developers, in English, without personal data. Never shown to people.
    pub message: String,
    /// The field it is about, as a path into the request, such as `people[0].personal_mobile`.
    pub field: Option<String>,
    /// Why a value was refused, where `code` is `invalid_value`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub reason: Option<Reason>,
    /// What changed it since, where `code` is `changed_since` and it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub changed: Option<ChangedView>,
    /// Seconds until it may be tried again, where it has to wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub wait: Option<u32>,
}

impl ApiError {
    /// An error about no field in particular.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            field: None,
            reason: None,
            changed: None,
            wait: None,
        }
    }

    /// An error about one field.
    #[must_use]
    pub fn at(code: ErrorCode, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            field: Some(field.into()),
            reason: None,
            changed: None,
            wait: None,
        }
    }

    /// A refused value, with its reason.
    #[must_use]
    pub fn refused(field: impl Into<String>, reason: Reason) -> Self {
        Self {
            code: ErrorCode::InvalidValue,
            message: reason.name().to_owned(),
            field: Some(field.into()),
            reason: Some(reason),
            changed: None,
            wait: None,
        }
    }

    /// The same error, with the seconds until it may be tried again.
    #[must_use]
    pub fn waiting(self, seconds: u32) -> Self {
        Self {
            wait: Some(seconds),
            ..self
        }
    }

    /// The same error, seen from one level up: `person` + `full_name` = `person.full_name`.
    #[must_use]
    pub fn under(mut self, parent: &str) -> Self {
        self.field = Some(match self.field {
            Some(field) => format!("{parent}.{field}"),
            None => parent.to_owned(),
        });
        self
    }
}
