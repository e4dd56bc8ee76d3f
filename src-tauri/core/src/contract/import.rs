//! What crosses about reading a staff list, or the members of a mailbox as the NHSmail portal lists them, from a file.
//!
//! How a page goes through it:
//!
//! 1. `import_open` (the dialog) or `import_read` (a dropped file, pasted cells) answers with an [`ImportView`]: the columns with what they
//!    seem to mean and their first cells, and the columns that were dropped, by name. What was dropped is gone: nothing of its cells is
//!    kept anywhere. Where a workbook has several sheets that can be read, `import_sheet` takes another.
//! 2. `import_check` says what each column means, and the home of rows that name none. Every row is judged and compared with the staff
//!    list; the answer counts them. `import_rows` gives them a page at a time, by state. A job: see [`JobView`].
//! 3. `import_row_change` mends a cell, leaves a row out or takes it in again, or says whom it is about. It answers with the row as it is
//!    then and with the counts, since rows behind it may have changed with it. What rows call a home is answered for all of them at once, by
//!    `import_check` again with `homes`; cells mended before stay mended.
//! 4. `import_record` records all rows that are new or changed as one action, which `action_undo` takes back as one. A job, too.
//!
//! For a list from the portal the third and fourth step are `portal_get` and `portal_record`.
//!
//! The table lives in memory only, under its id. It goes when it is recorded or closed (`import_close`), when another is read, and on lock;
//! then every command answers `import_gone`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::requests::Typed;
use super::{Reason, SavedView};
use crate::domain::access::AccessLevel;
use crate::domain::ids::{AccessId, ImportId, MailboxId, PersonId, SiteId};
use crate::domain::staff_file::portal::{PortalAct, PortalDifference};
use crate::domain::staff_file::{ColumnMeaning, DroppedAs, FoundBy, ProblemKind, RowState};

/// What a file is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportPurposeView {
    /// Who works at the homes.
    StaffList,
    /// Who has access to a mailbox, as the NHSmail portal lists them.
    PortalList,
}

/// Lets the owner choose a file, and reads it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportOpenRequest {
    /// What for.
    pub purpose: ImportPurposeView,
}

/// Reads a file that was dropped, or cells that were pasted.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportReadRequest {
    /// What for.
    pub purpose: ImportPurposeView,
    /// The cells as they were pasted; or the bytes of a file, in base 64. At most 50 MB.
    pub content: Typed,
    /// Whether it is the bytes of a file.
    pub is_file: bool,
}

/// One import.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportRequest {
    /// Which.
    pub import: ImportId,
}

/// Takes another sheet of the workbook.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportSheetRequest {
    /// Of which import.
    pub import: ImportId,
    /// Which of its `sheets`, from 0.
    pub sheet: u32,
}

/// What one column means.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportColumnRequest {
    /// The number of the column, as [`ImportColumnView`] has it.
    pub column: u32,
    /// What it means; nothing for one that is not read. A name comes whole or in two columns; no meaning is given twice.
    pub means: Option<ColumnMeaning>,
}

/// Which home rows mean by what they call it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportHomeRequest {
    /// What rows call it.
    pub text: String,
    /// The home.
    pub site: SiteId,
}

/// Judges every row and compares it with the staff list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportCheckRequest {
    /// Which import.
    pub import: ImportId,
    /// What its columns mean. Those that are not named are not read.
    pub columns: Vec<ImportColumnRequest>,
    /// The home of rows that name none. Where there is one home only, it is that.
    pub site: Option<SiteId>,
    /// Which homes are meant by names that are none of the staff list's.
    pub homes: Vec<ImportHomeRequest>,
    /// Whether the same name is the same person, where only one person has it. Else each is a question.
    pub same_names: bool,
}

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportShowView {
    /// All of them.
    All,
    /// Those with a problem or a question.
    Open,
    /// Those that would add or change something.
    Ready,
    /// Those that add somebody.
    New,
    /// Those that change somebody.
    Changed,
    /// Those that say nothing new.
    Unchanged,
    /// Those left out.
    LeftOut,
}

/// A page of the judged rows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportRowsRequest {
    /// Of which import.
    pub import: ImportId,
    /// Which rows.
    pub show: ImportShowView,
    /// How many of them to pass over.
    pub offset: u32,
    /// How many at most: 500.
    pub limit: u32,
}

/// What to do with a row.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum ImportActRequest {
    /// Puts another text into a cell.
    Mend {
        /// The number of the column.
        column: u32,
        /// The text. Empty says nothing of it.
        text: String,
    },
    /// Leaves the row out.
    LeaveOut {},
    /// Takes it in again.
    TakeIn {},
    /// It is about somebody on the staff list.
    SamePerson {
        /// Who.
        person: PersonId,
    },
    /// It is about the person whom an earlier row adds.
    SameAsLine {
        /// The line of that row.
        line: u32,
    },
    /// It is about nobody who is on the staff list or in an earlier row.
    NewPerson {},
}

/// Does something with a row.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportRowChangeRequest {
    /// Of which import.
    pub import: ImportId,
    /// The row, by its line in the file.
    pub line: u32,
    /// What.
    pub act: ImportActRequest,
}

/// Records what was checked.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportRecordRequest {
    /// Which import.
    pub import: ImportId,
    /// Whether rows with a problem or a question are left out. Without it, one of them refuses all with `import_rows_open`.
    pub leave_out_rest: bool,
}

/// Puts the portal's members beside the staff list. `import_check` comes first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PortalRequest {
    /// The import of the portal's list.
    pub import: ImportId,
    /// The mailbox whose members it lists.
    pub mailbox: MailboxId,
}

/// What the owner agrees to of one line of the portal's list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PortalAgreedRequest {
    /// The line.
    pub line: u32,
    /// For `choose_person`: who it is; nothing where it is somebody new, who is added.
    pub person: Option<PersonId>,
}

/// Records what the owner agrees to: `add_person`, `choose_person`, `record_access`, `record_level`, in one action. The other acts are done
/// elsewhere: in the portal, or on the person's page.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PortalRecordRequest {
    /// The import of the portal's list.
    pub import: ImportId,
    /// The mailbox.
    pub mailbox: MailboxId,
    /// Which lines.
    pub agreed: Vec<PortalAgreedRequest>,
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportSheetView {
    /// Its name; empty for a text file.
    pub name: String,
    /// How many rows it has below the names of its columns.
    pub rows: u32,
}

/// A column that can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportColumnView {
    /// Its number in the file, from 1: column A is 1.
    pub column: u32,
    /// Its name in the file.
    pub name: String,
    /// What it seems to mean.
    pub guess: Option<ColumnMeaning>,
    /// How many of its cells are filled.
    pub filled: u32,
    /// Its first filled cells, three at most.
    pub samples: Vec<String>,
}

/// A column that was dropped before anything of it was read in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportDroppedView {
    /// Its number in the file, from 1.
    pub column: u32,
    /// Its name in the file.
    pub name: String,
    /// What it holds.
    pub why: DroppedAs,
    /// Whether its cells gave it away, and not its name.
    pub by_cells: bool,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportView {
    /// The import.
    pub import: ImportId,
    /// What it was read for.
    pub purpose: ImportPurposeView,
    /// The sheets that can be read; one for a text file.
    pub sheets: Vec<ImportSheetView>,
    /// Which of them this is about.
    pub sheet: u32,
    /// How many rows it has below the names of its columns.
    pub rows: u32,
    /// The line of the file that names the columns.
    pub header_line: u32,
    /// Whether it is a worker file of the adult social care workforce data set.
    pub is_asc_wds: bool,
    /// The columns that can be read.
    pub columns: Vec<ImportColumnView>,
    /// The columns that were dropped.
    pub dropped: Vec<ImportDroppedView>,
}

/// What became of a dialog that asks for a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportOpenedView {
    /// What was read; nothing when the dialog was closed.
    pub import: Option<ImportView>,
}

/// How many rows are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportCountsView {
    /// Of all.
    pub rows: u32,
    /// Those that add somebody.
    pub new: u32,
    /// Those that change somebody.
    pub changed: u32,
    /// Those that say nothing new.
    pub unchanged: u32,
    /// Those of which the owner has to say whom they are about.
    pub questions: u32,
    /// Those with a problem.
    pub problems: u32,
    /// Those left out.
    pub left_out: u32,
}

/// What rows call a home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportHomeView {
    /// What they call it.
    pub text: String,
    /// How many rows do.
    pub rows: u32,
    /// Which home that is, where it is known.
    pub site: Option<SiteId>,
}

/// The judged rows, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportCheckedView {
    /// The import.
    pub import: ImportId,
    /// How many rows are in which state.
    pub counts: ImportCountsView,
    /// What rows call the homes, those that are not known first; 100 at most.
    pub homes: Vec<ImportHomeView>,
}

/// What is wrong with a row or one of its cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportProblemView {
    /// What.
    pub problem: ProblemKind,
    /// Why a value is refused, where it is `refused`.
    pub reason: Option<Reason>,
    /// The meaning of the column it is about; nothing where it is about the row.
    pub means: Option<ColumnMeaning>,
    /// The number of that column.
    pub column: Option<u32>,
    /// The line of the other row, where there is one.
    pub line: Option<u32>,
}

/// A cell of a row, of a column that is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportCellView {
    /// The number of the column.
    pub column: u32,
    /// What it means.
    pub means: ColumnMeaning,
    /// Its text, as the file has it or as it was mended.
    pub text: String,
}

/// Somebody a row may be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportCandidateView {
    /// Who, on the staff list.
    pub person: Option<PersonId>,
    /// Or the line of the row that adds them.
    pub line: Option<u32>,
    /// Their name.
    pub name: Option<String>,
    /// What tells them from others: roles and homes.
    pub works_as: Option<String>,
    /// What they were found by.
    pub by: FoundBy,
}

/// One difference between the staff list and a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportDifferenceView {
    /// The fact, named as in the history.
    pub field: String,
    /// What the staff list says; nothing where it says nothing.
    pub old: Option<String>,
    /// What the row says.
    pub new: Option<String>,
}

/// A judged row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportRowView {
    /// Its line in the file.
    pub line: u32,
    /// What becomes of it.
    pub state: RowState,
    /// The name it gives, if it can be read.
    pub name: Option<String>,
    /// The person on the staff list it is about.
    pub person: Option<PersonId>,
    /// The earlier row that adds the person it is about.
    pub same_as_line: Option<u32>,
    /// What they were found by.
    pub found_by: Option<FoundBy>,
    /// Who it may be about, where that is a question.
    pub candidates: Vec<ImportCandidateView>,
    /// Its cells.
    pub cells: Vec<ImportCellView>,
    /// What is wrong with it.
    pub problems: Vec<ImportProblemView>,
    /// What it changes of somebody who is there.
    pub differences: Vec<ImportDifferenceView>,
}

/// A page of the judged rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportRowsView {
    /// The rows.
    pub rows: Vec<ImportRowView>,
    /// How many there are in all.
    pub total: u32,
}

/// A row after something was done with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportRowChangedView {
    /// The row.
    pub row: ImportRowView,
    /// How many rows are in which state now.
    pub counts: ImportCountsView,
}

/// What was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportRecordedView {
    /// The action, for undoing it as one; without one where nothing was new.
    pub saved: SavedView,
    /// How many rows were in which state.
    pub counts: ImportCountsView,
}

/// One difference between the portal and the staff list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PortalLineView {
    /// The line of the file; nothing for who is only on the staff list.
    pub line: Option<u32>,
    /// What differs.
    pub difference: PortalDifference,
    /// What to do about it.
    pub act: PortalAct,
    /// The person on the staff list.
    pub person: Option<PersonId>,
    /// Their name: by the staff list, else by the portal.
    pub name: Option<String>,
    /// Their NHSmail address: by the portal, else by the staff list.
    pub nhsmail_address: Option<String>,
    /// Who it may be, where that is a question.
    pub candidates: Vec<ImportCandidateView>,
    /// Their level in the portal, where the file says it. Access is recorded as a member's where it does not.
    pub in_portal: Option<AccessLevel>,
    /// Their level by the staff list.
    pub in_list: Option<AccessLevel>,
    /// Their access by the staff list, for `access_change`.
    pub access: Option<AccessId>,
}

/// The portal's members of a mailbox beside the staff list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PortalView {
    /// The import.
    pub import: ImportId,
    /// The mailbox.
    pub mailbox: MailboxId,
    /// Its address.
    pub address: String,
    /// How many people are in both, and alike.
    pub alike: u32,
    /// What differs.
    pub lines: Vec<PortalLineView>,
    /// The lines that have neither a name nor an address that can be read.
    pub unread: Vec<u32>,
}

/// What takes long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum JobKindView {
    /// Judging the rows of a file.
    ImportCheck,
    /// Recording them.
    ImportRecord,
    /// Checking the history.
    HistoryVerify,
    /// Saving a locked backup.
    BackupSave,
}

/// A job that runs, for a page that asks now and then (four times a second is enough). It starts with the command that does the work, which
/// answers when it is done; where it was cancelled, with `cancelled`, and then nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JobRunningView {
    /// What.
    pub kind: JobKindView,
    /// How much of it is done.
    pub done: u32,
    /// How much there is; 0 while that is not known.
    pub total: u32,
    /// Whether it was asked to stop.
    pub cancelled: bool,
}

/// The job that runs, if one does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JobView {
    /// The job.
    pub running: Option<JobRunningView>,
}
