//! A staff list from a file. The table lives with the open staff list, in memory, until it is recorded, closed or replaced, or the app is
//! locked; nothing of it is written down before the owner records it.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64ct::{Base64, Encoding as _};
use jiff::civil::Date;
use secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

use super::desktop::DesktopError;
use super::import_views::{counts, homes, import_view, number, row_view};
use super::jobs::Progress;
use super::people::{keep_owners, owned_mailboxes};
use super::screening::allow_homes;
use super::{Moment, Steward};
use crate::contract::{
    ApiError, DoneView, ErrorCode, ImportActRequest, ImportCheckRequest, ImportCheckedView, ImportColumnRequest,
    ImportCountsView, ImportOpenRequest, ImportOpenedView, ImportPurposeView, ImportReadRequest, ImportRecordRequest,
    ImportRecordedView, ImportRequest, ImportRowChangeRequest, ImportRowChangedView, ImportRowsRequest, ImportRowsView,
    ImportSheetRequest, ImportShowView, ImportView, JobKindView, SavedView,
};
use crate::domain::Set;
use crate::domain::change::{Body, Sealed};
use crate::domain::ids::{AccessId, ImportId, PersonId, PostId};
use crate::domain::person::{ContactPatch, IdentityPatch};
use crate::domain::staff_file::existing::home_key;
use crate::domain::staff_file::plan::{Wishes, plan};
use crate::domain::staff_file::{ColumnMeaning, Existing, Plan, RowPlan, RowState, RowValues, Who, Whose, Write};
use crate::files::FileError;
use crate::import::{self, Sheet, TableError};
use crate::random;
use crate::screening::{Action, Vocabulary, screen};
use crate::store::{Register, RegisterMut, StoreError};

/// The most rows one page of the judged rows holds.
const MOST_ROWS_SHOWN: usize = 500;

/// After how many rows a recording job looks whether it is to stop.
const TELL_EVERY: usize = 64;

/// The import that goes on, if one does.
#[derive(Clone, Debug, Default)]
pub(super) struct Imports(Arc<Mutex<Option<Held>>>);

/// A file that was read.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) id: ImportId,
    pub(super) purpose: ImportPurposeView,
    pub(super) sheets: Vec<Arc<Sheet>>,
    pub(super) sheet: usize,
    checked: Option<Arc<Checked>>,
}

/// A sheet whose rows are judged.
#[derive(Debug)]
pub(super) struct Checked {
    /// The columns that are read: where in the table, and what they mean.
    pub(super) columns: Vec<(usize, ColumnMeaning)>,
    pub(super) rows: Vec<RowValues>,
    pub(super) wishes: Wishes,
    pub(super) existing: Arc<Existing>,
    /// What the rows were compared with: the staff list after so many changes, on this day.
    as_of: (u64, Date),
    plan: Plan,
}

impl Imports {
    fn lock(&self) -> MutexGuard<'_, Option<Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works with the import of this id.
    fn with<T>(&self, id: ImportId, work: impl FnOnce(&mut Held) -> Result<T, ApiError>) -> Result<T, ApiError> {
        let mut held = self.lock();
        let held = held.as_mut().filter(|held| held.id == id).ok_or_else(gone)?;
        work(held)
    }

    /// What was judged of an import.
    pub(super) fn checked(&self, id: ImportId) -> Result<Arc<Checked>, ApiError> {
        self.with(id, |held| held.checked.clone().ok_or_else(gone))
    }

    /// Lets go of an import.
    pub(super) fn close(&self, id: ImportId) {
        let mut held = self.lock();
        if held.as_ref().is_some_and(|held| held.id == id) {
            *held = None;
        }
    }
}

pub(super) fn gone() -> ApiError {
    ApiError::at(
        ErrorCode::ImportGone,
        "import",
        "no such import, or it was not checked yet",
    )
}

impl From<TableError> for ApiError {
    fn from(error: TableError) -> Self {
        let code = match error {
            TableError::Empty => ErrorCode::ImportEmpty,
            TableError::TooLarge => ErrorCode::ImportTooLarge,
            TableError::NotATable => ErrorCode::ImportNotTable,
            TableError::OldWorkbook => ErrorCode::ImportOldWorkbook,
            TableError::Protected => ErrorCode::ImportProtected,
            TableError::NoHeader => ErrorCode::ImportNoHeader,
        };
        Self::at(code, "import", error.to_string())
    }
}

/// Lets the owner choose a file, and reads it.
///
/// # Errors
/// As [`import_read`]; `file_unreadable`.
pub async fn import_open(steward: &Steward, request: ImportOpenRequest) -> Result<ImportOpenedView, ApiError> {
    let limit = u64::try_from(import::MOST_BYTES).unwrap_or(u64::MAX);
    let bytes = steward.doors.desktop.open_table(limit).await;
    let bytes = bytes.map_err(|error| {
        if matches!(error, DesktopError::NotRead(FileError::TooLarge { .. })) {
            return TableError::TooLarge.into();
        }
        ApiError {
            field: Some("import".to_owned()),
            ..ApiError::from(error)
        }
    })?;
    let Some(bytes) = bytes else {
        return Ok(ImportOpenedView { import: None });
    };
    let import = read(steward, request.purpose, Zeroizing::new(bytes)).await?;
    Ok(ImportOpenedView { import: Some(import) })
}

/// Reads a file that was dropped, or cells that were pasted. It takes the place of an import that goes on.
///
/// # Errors
/// `import_empty`, `import_too_large`, `import_not_table`, `import_old_workbook`, `import_protected`, `import_no_header`; the import that goes
/// on then stays.
pub async fn import_read(steward: &Steward, request: ImportReadRequest) -> Result<ImportView, ApiError> {
    let text = request.content.secret().expose_secret();
    let bytes = if request.is_file {
        // Four characters stand for three bytes; a file that cannot fit is not decoded at all.
        if text.len() / 4 > import::MOST_BYTES / 3 + 1 {
            return Err(TableError::TooLarge.into());
        }
        let bytes = Base64::decode_vec(text).map_err(|_| {
            ApiError::at(
                ErrorCode::BadJson,
                "content",
                "the bytes of the file are not in base 64",
            )
        })?;
        Zeroizing::new(bytes)
    } else {
        Zeroizing::new(text.as_bytes().to_vec())
    };
    read(steward, request.purpose, bytes).await
}

async fn read(
    steward: &Steward,
    purpose: ImportPurposeView,
    bytes: Zeroizing<Vec<u8>>,
) -> Result<ImportView, ApiError> {
    let (own, now) = steward
        .read(|register, moment| Ok((own(register, moment.today)?, moment.now)))
        .await?;
    // Not on a thread that reads the staff list: whatever a file does to its parser ends there.
    let sheets = steward
        .blocking(move |_| {
            let of_portal = purpose == ImportPurposeView::PortalList;
            Ok(import::read_sheets(&bytes, of_portal, &own)?)
        })
        .await?;
    let sheets: Vec<Arc<Sheet>> = sheets.into_iter().map(Arc::new).collect();
    // The sheet with most rows is most likely the list.
    let sheet = (0..sheets.len())
        .rev()
        .max_by_key(|at| sheets.get(*at).map_or(0, |sheet| sheet.table.rows()))
        .unwrap_or_default();
    let held = Held {
        id: ImportId::from_uuid(random::uuid_v7(now)),
        purpose,
        sheets,
        sheet,
        checked: None,
    };
    let view = import_view(&held)?;
    *steward.house().await?.imports.lock() = Some(held);
    Ok(view)
}

/// The values of the homes' own, on which the screening is silent.
fn own(register: Register<'_>, today: Date) -> Result<Vocabulary, StoreError> {
    let mut own = Vocabulary::new(today);
    allow_homes(register, &mut own)?;
    Ok(own)
}

/// Takes another sheet of the workbook. What was said of the one before is let go.
///
/// # Errors
/// `import_gone`; `not_found` at `sheet`.
pub async fn import_sheet(steward: &Steward, request: ImportSheetRequest) -> Result<ImportView, ApiError> {
    let imports = steward.house().await?.imports.clone();
    imports.with(request.import, |held| {
        let sheet = usize::try_from(request.sheet).unwrap_or(usize::MAX);
        if sheet >= held.sheets.len() {
            return Err(ApiError::at(ErrorCode::NotFound, "sheet", "no such sheet"));
        }
        held.sheet = sheet;
        held.checked = None;
        import_view(held)
    })
}

/// Lets go of an import.
///
/// # Errors
/// `not_open`.
pub async fn import_close(steward: &Steward, request: ImportRequest) -> Result<DoneView, ApiError> {
    steward.house().await?.imports.close(request.import);
    Ok(DoneView {})
}

/// Everybody on the staff list, and the homes.
pub(super) fn existing(register: Register<'_>, today: Date) -> Result<Existing, StoreError> {
    Ok(Existing::new(
        register.people()?,
        register.posts()?,
        register.accesses()?,
        register.sites()?,
        &register.mailboxes()?,
        today,
    ))
}

/// The columns that are read: where they are in the table, and what they mean.
fn columns_of(sheet: &Sheet, asked: &[ImportColumnRequest]) -> Result<Vec<(usize, ColumnMeaning)>, ApiError> {
    let mut columns = Vec::new();
    let mut taken = BTreeSet::new();
    for (index, column) in asked.iter().enumerate() {
        let Some(means) = column.means else { continue };
        let field = format!("columns[{index}]");
        let at = sheet.columns.iter().position(|one| one.number == column.column);
        let at = at.ok_or_else(|| ApiError::at(ErrorCode::NotFound, field.clone(), "no such column"))?;
        if !taken.insert(means) {
            return Err(ApiError::at(
                ErrorCode::AlreadyThere,
                field,
                "another column means the same",
            ));
        }
        columns.push((at, means));
    }
    Ok(columns)
}

/// Judges every row and compares it with the staff list.
///
/// # Errors
/// `import_gone`; `import_no_name` where no column is the name, or the first and the last; `already_there` at a column whose meaning another
/// has; `not_found`; `job_running`; `cancelled`.
pub async fn import_check(steward: &Steward, request: ImportCheckRequest) -> Result<ImportCheckedView, ApiError> {
    let imports = steward.house().await?.imports.clone();
    let job = steward.jobs.begin(JobKindView::ImportCheck)?;
    let progress = job.progress();
    steward
        .read(move |register, Moment { today, .. }| {
            let own = own(register, today)?;
            let as_of = (register.count_changes()?, today);
            let existing = Arc::new(existing(register, today)?);
            check_sites(&existing, &request)?;
            // The table is shared and not held: whoever looks at the import meanwhile does not wait.
            let (purpose, at, sheet, before) = imports.with(request.import, |held| {
                let sheet = held.sheets.get(held.sheet).ok_or_else(gone)?;
                Ok((held.purpose, held.sheet, Arc::clone(sheet), held.checked.clone()))
            })?;
            let columns = columns_of(&sheet, &request.columns)?;
            let has = |wanted: ColumnMeaning| columns.iter().any(|(_, means)| *means == wanted);
            let named = has(ColumnMeaning::FullName)
                || (has(ColumnMeaning::FirstName) && has(ColumnMeaning::LastName))
                || (purpose == ImportPurposeView::PortalList && has(ColumnMeaning::NhsmailAddress));
            if !named {
                return Err(ApiError::at(
                    ErrorCode::ImportNoName,
                    "columns",
                    "no column is the name",
                ));
            }
            let rows = judge(&sheet, &columns, today, &own, &progress)?;
            // What was said of single rows stays, as long as the rows do.
            let before = before.map(|checked| checked.wishes.clone()).unwrap_or_default();
            let wishes = Wishes {
                site: request.site,
                homes: request
                    .homes
                    .iter()
                    .map(|home| (home_key(&home.text), home.site))
                    .collect(),
                same_names: request.same_names,
                ..before
            };
            let checked = planned(columns, rows, wishes, existing, as_of, &progress)?;
            let view = ImportCheckedView {
                import: request.import,
                counts: counts(&checked.plan),
                homes: homes(&checked),
            };
            imports.with(request.import, |held| {
                if held.sheet != at {
                    return Err(gone());
                }
                held.checked = Some(Arc::new(checked));
                Ok(view)
            })
        })
        .await
}

fn check_sites(existing: &Existing, request: &ImportCheckRequest) -> Result<(), ApiError> {
    if request.site.is_some_and(|site| existing.home(site).is_none()) {
        return Err(ApiError::at(ErrorCode::NotFound, "site", "no such site"));
    }
    for (index, home) in request.homes.iter().enumerate() {
        if existing.home(home.site).is_none() {
            return Err(ApiError::at(
                ErrorCode::NotFound,
                format!("homes[{index}].site"),
                "no such site",
            ));
        }
    }
    Ok(())
}

/// Reads every row. A text in which something stands that must come out is looked through once, however many rows have it.
fn judge(
    sheet: &Sheet,
    columns: &[(usize, ColumnMeaning)],
    today: Date,
    own: &Vocabulary,
    progress: &Progress,
) -> Result<Vec<RowValues>, ApiError> {
    let table = &sheet.table;
    let mut foreign = Foreign::new(own);
    let mut rows = Vec::with_capacity(table.rows());
    for row in 0..table.rows() {
        if row % 1024 == 0 {
            progress.go_on(row, table.rows() * 2)?;
        }
        rows.push(judge_row(sheet, columns, row, today, &mut foreign));
    }
    Ok(rows)
}

/// Says whether something stands in a text that must come out, and remembers.
struct Foreign<'a> {
    own: &'a Vocabulary,
    known: HashMap<String, bool>,
}

impl<'a> Foreign<'a> {
    fn new(own: &'a Vocabulary) -> Self {
        Self {
            own,
            known: HashMap::new(),
        }
    }

    fn is_in(&mut self, text: &str) -> bool {
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        let found = screen(text, self.own)
            .iter()
            .any(|finding| finding.action == Action::Block);
        self.known.insert(text.to_owned(), found);
        found
    }
}

fn judge_row(
    sheet: &Sheet,
    columns: &[(usize, ColumnMeaning)],
    row: usize,
    today: Date,
    foreign: &mut Foreign<'_>,
) -> RowValues {
    let cells = columns.iter().map(|(at, means)| (*means, sheet.table.cell(row, *at)));
    RowValues::read(sheet.table.line(row), cells, today, |text| foreign.is_in(text))
}

fn planned(
    columns: Vec<(usize, ColumnMeaning)>,
    rows: Vec<RowValues>,
    wishes: Wishes,
    existing: Arc<Existing>,
    as_of: (u64, Date),
    progress: &Progress,
) -> Result<Checked, ApiError> {
    let total = rows.len();
    let plan = plan(&existing, &rows, &wishes, as_of.1, |done| {
        progress.tell(total + done, total * 2)
    });
    progress.go_on(total * 2, total * 2)?;
    Ok(Checked {
        columns,
        rows,
        wishes,
        existing,
        as_of,
        plan,
    })
}

/// A page of the judged rows, in the order of the file.
///
/// # Errors
/// `import_gone`, also before the rows were judged.
pub async fn import_rows(steward: &Steward, request: ImportRowsRequest) -> Result<ImportRowsView, ApiError> {
    let imports = steward.house().await?.imports.clone();
    imports.with(request.import, |held| {
        let checked = held.checked.clone().ok_or_else(gone)?;
        let sheet = held.sheets.get(held.sheet).ok_or_else(gone)?;
        let shown: Vec<&RowPlan> = checked
            .plan
            .rows
            .iter()
            .filter(|row| is_shown(row.state, request.show))
            .collect();
        let offset = usize::try_from(request.offset).unwrap_or(usize::MAX);
        let limit = usize::try_from(request.limit)
            .unwrap_or(usize::MAX)
            .min(MOST_ROWS_SHOWN);
        Ok(ImportRowsView {
            total: number(shown.len()),
            rows: shown
                .into_iter()
                .skip(offset)
                .take(limit)
                .map(|row| row_view(sheet, &checked, row))
                .collect(),
        })
    })
}

const fn is_shown(state: RowState, show: ImportShowView) -> bool {
    match show {
        ImportShowView::All => true,
        ImportShowView::Open => matches!(state, RowState::Problem | RowState::Question),
        ImportShowView::Ready => matches!(state, RowState::New | RowState::Changed),
        ImportShowView::New => matches!(state, RowState::New),
        ImportShowView::Changed => matches!(state, RowState::Changed),
        ImportShowView::Unchanged => matches!(state, RowState::Unchanged),
        ImportShowView::LeftOut => matches!(state, RowState::LeftOut),
    }
}

/// Mends a cell, leaves a row out or takes it in again, or says whom it is about.
///
/// # Errors
/// `import_gone`; `not_found` for a row, a column or a person that is not there.
pub async fn import_row_change(
    steward: &Steward,
    request: ImportRowChangeRequest,
) -> Result<ImportRowChangedView, ApiError> {
    let imports = steward.house().await?.imports.clone();
    steward
        .read(move |register, Moment { today, .. }| {
            let own = own(register, today)?;
            imports.with(request.import, |held| {
                let before = held.checked.clone().ok_or_else(gone)?;
                let sheet = held.sheets.get_mut(held.sheet).ok_or_else(gone)?;
                let line = request.line;
                let no_row = || ApiError::at(ErrorCode::NotFound, "line", "no such row");
                let row = sheet.table.row_at(line).ok_or_else(no_row)?;
                let mut wishes = before.wishes.clone();
                let mut rows = before.rows.clone();
                match request.act {
                    ImportActRequest::Mend { column, text } => {
                        let no_column = || ApiError::at(ErrorCode::NotFound, "act.column", "no such column");
                        let at = sheet.columns.iter().position(|one| one.number == column);
                        Arc::make_mut(sheet)
                            .table
                            .set(row, at.ok_or_else(no_column)?, text.trim());
                        let judged = judge_row(sheet, &before.columns, row, today, &mut Foreign::new(&own));
                        if let Some(kept) = rows.iter_mut().find(|row| row.line == line) {
                            *kept = judged;
                        }
                    }
                    ImportActRequest::LeaveOut {} => {
                        wishes.left_out.insert(line);
                    }
                    ImportActRequest::TakeIn {} => {
                        wishes.left_out.remove(&line);
                        wishes.who.remove(&line);
                    }
                    ImportActRequest::SamePerson { person } => {
                        if before.existing.person(person).is_none() {
                            return Err(ApiError::at(
                                ErrorCode::NotFound,
                                "act.person",
                                "they are not on the staff list",
                            ));
                        }
                        wishes.who.insert(line, Who::Same(Whose::Kept(person)));
                    }
                    ImportActRequest::SameAsLine { line: other } => {
                        if other >= line || sheet.table.row_at(other).is_none() {
                            return Err(ApiError::at(ErrorCode::NotFound, "act.line", "no such earlier row"));
                        }
                        wishes.who.insert(line, Who::Same(Whose::New(other)));
                    }
                    ImportActRequest::NewPerson {} => {
                        wishes.who.insert(line, Who::Other);
                    }
                }
                let plan = plan(&before.existing, &rows, &wishes, today, |_| true);
                let checked = Arc::new(Checked {
                    columns: before.columns.clone(),
                    rows,
                    wishes,
                    existing: Arc::clone(&before.existing),
                    as_of: before.as_of,
                    plan,
                });
                held.checked = Some(Arc::clone(&checked));
                let sheet = held.sheets.get(held.sheet).ok_or_else(gone)?;
                let planned = checked
                    .plan
                    .rows
                    .iter()
                    .find(|row| row.line == line)
                    .ok_or_else(no_row)?;
                Ok(ImportRowChangedView {
                    row: row_view(sheet, &checked, planned),
                    counts: counts(&checked.plan),
                })
            })
        })
        .await
}

/// Records all rows that are new or changed, as one action.
///
/// # Errors
/// `import_gone`; `import_rows_open` where rows have a problem or a question and are not to be left out; `import_changed` where the staff list
/// has changed so that a row cannot be recorded as it was shown; `last_owner`; `job_running`; `cancelled`. Nothing is recorded then.
pub async fn import_record(steward: &Steward, request: ImportRecordRequest) -> Result<ImportRecordedView, ApiError> {
    let imports = steward.house().await?.imports.clone();
    let checked = imports.checked(request.import)?;
    let job = steward.jobs.begin(JobKindView::ImportRecord)?;
    let progress = job.progress();
    let (counts, action) = steward
        .act(move |register, moment| record(register, &checked, request.leave_out_rest, moment, &progress))
        .await?;
    imports.close(request.import);
    Ok(ImportRecordedView {
        saved: SavedView {
            action,
            id: None,
            notices: Vec::new(),
            name: None,
        },
        counts,
    })
}

fn record(
    register: &mut RegisterMut<'_>,
    checked: &Checked,
    leave_out_rest: bool,
    moment: Moment,
    progress: &Progress,
) -> Result<ImportCountsView, ApiError> {
    let Moment { today, .. } = moment;
    let again;
    let plan = if (register.read().count_changes()?, today) == checked.as_of {
        &checked.plan
    } else {
        let existing = existing(register.read(), today)?;
        again = plan(&existing, &checked.rows, &checked.wishes, today, |_| {
            progress.tell(0, 0)
        });
        progress.go_on(0, 0)?;
        &again
    };
    let counts = counts(plan);
    if !leave_out_rest && counts.problems + counts.questions > 0 {
        return Err(ApiError::new(
            ErrorCode::ImportRowsOpen,
            "rows have a problem or a question",
        ));
    }
    // What was shown is what is recorded, or nothing is.
    let as_shown = plan.rows.iter().zip(&checked.plan.rows).all(|(now, shown)| {
        let was_ready = matches!(shown.state, RowState::New | RowState::Changed | RowState::Unchanged);
        !was_ready || (now.whose == shown.whose && now.writes == shown.writes)
    });
    if !as_shown {
        return Err(ApiError::new(
            ErrorCode::ImportChanged,
            "the staff list has changed since",
        ));
    }
    let owned = owned_mailboxes(register.read(), today)?;
    let total = plan.rows.len();
    let mut new = HashMap::new();
    for (done, row) in plan.rows.iter().enumerate() {
        if done % TELL_EVERY == 0 {
            progress.go_on(done, total)?;
        }
        for write in row.writes.iter().cloned() {
            register.record(body(write, &mut new, moment))?;
        }
    }
    progress.go_on(total, total)?;
    keep_owners(register.read(), &owned, today)?;
    Ok(counts)
}

/// The change that a plan asks for. Somebody new gets their id when they are first met.
pub(super) fn body(write: Write, new: &mut HashMap<u32, PersonId>, moment: Moment) -> Body {
    let mut person_of = |whose: Whose| match whose {
        Whose::Kept(person) => person,
        Whose::New(line) => *new
            .entry(line)
            .or_insert_with(|| PersonId::from_uuid(random::uuid_v7(moment.now))),
    };
    match write {
        Write::Person {
            whose,
            facts,
            identity,
            contact,
        } => Body::Person {
            person: person_of(whose),
            facts,
            identity: Sealed::unless_empty(identity, IdentityPatch::is_empty),
            contact: Sealed::unless_empty(contact, ContactPatch::is_empty),
        },
        Write::NewPost { whose, mut set } => {
            set.person = Set::To(person_of(whose));
            Body::Post {
                post: PostId::from_uuid(random::uuid_v7(moment.now)),
                set,
            }
        }
        Write::Post { post, set } => Body::Post { post, set },
        Write::NewAccess { whose, mut set } => {
            set.person = Set::To(person_of(whose));
            Body::Access {
                access: AccessId::from_uuid(random::uuid_v7(moment.now)),
                set,
            }
        }
        Write::Access { access, set } => Body::Access { access, set },
    }
}
