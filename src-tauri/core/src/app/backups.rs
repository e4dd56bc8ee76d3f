//! Locked backups: saving one, and starting from one on a computer without a staff list.

use std::path::Path;

use super::house::{House, head_of};
use super::jobs::Progress;
use super::start::{keep_secret, lock_taken, new_meta, remove_if_there};
use super::{Doors, Moment, Saved, Stage, Steward};
use crate::backup::{self, BACKUP_FORMAT, BackupError, BackupHeader, MOST_BYTES};
use crate::contract::{
    ApiError, ErrorCode, FileSavedView, JobKindView, NoRequest, RecoverRequest, StageView, StatusView,
};
use crate::domain::ids::DeviceId;
use crate::files::{self, FileError};
use crate::random;
use crate::secret::{ExposeSecret, Key};
use crate::store::{self, Opened, SNAPSHOT_FOLDER, StoreError, Writer};
use crate::vault::RecoveryCode;

/// The fact of this computer that says when the last backup was made.
pub(super) const LAST_BACKUP: &str = "last_backup";

/// The copy a backup is made of. It goes with the snapshots when somebody is erased, should a killed program leave it.
const COPY_NAME: &str = "register-backup.part";

/// Copying, locking, checking, saving.
const STEPS: usize = 4;

impl From<BackupError> for ApiError {
    fn from(error: BackupError) -> Self {
        let code = match error {
            BackupError::WrongCode => return Self::at(ErrorCode::WrongRecoveryCode, "code", error.to_string()),
            BackupError::Unreadable => ErrorCode::BackupUnreadable,
            BackupError::Newer(_) => ErrorCode::BackupNewer,
            BackupError::NotLocked => ErrorCode::Internal,
        };
        Self::new(code, error.to_string())
    }
}

/// Saves the whole staff list as one locked file, which the recovery code opens, and reads it back.
///
/// # Errors
/// `job_running`; `cancelled`; `save_failed`, `disk_full`; `backup_unreadable` when what was written does not read back.
pub async fn backup_save(steward: &Steward, _: NoRequest) -> Result<FileSavedView, ApiError> {
    let job = steward.jobs.begin(JobKindView::BackupSave)?;
    let progress = job.progress();
    let house = steward.house().await?;
    let copy = steward.doors.folder.join(SNAPSHOT_FOLDER).join(COPY_NAME);
    progress.go_on(0, STEPS)?;
    let into = copy.clone();
    let copied = house.lanes.write(move |writer| writer.copy_to(&into)).await?;
    let (secret, erased) = (house.secret.clone(), house.meta.get().erased.clone());
    drop(house);
    let today = steward.moment().today;
    let told = std::sync::Arc::clone(&progress);
    let bytes = steward
        .blocking(move |_| {
            let (code, key) = (secret.recovery_code(), secret.database_key());
            let header = |opened: Opened| {
                let register = opened.register;
                let read = Writer::new(opened.connection, reader_only())?;
                let header = BackupHeader {
                    format: BACKUP_FORMAT,
                    register,
                    made_on: today,
                    sites: u32::try_from(read.read().sites()?.len()).unwrap_or(u32::MAX),
                    people: read.read().count_people()?,
                    changes: read.read().count_changes()?,
                    erased,
                };
                read.close()?;
                Ok::<_, ApiError>(header)
            };
            let made = copied
                .map_err(ApiError::from)
                .and_then(|()| locked(&copy, &key, &code, header, &told));
            remove_if_there(&copy)?;
            made
        })
        .await?;
    let name = format!("staff-list-backup-{today}.age");
    let Saved::To(path) = steward.doors.desktop.save(&name, &bytes).await? else {
        return Ok(FileSavedView {
            cancelled: true,
            saved_as: None,
        });
    };
    let saved_as = path.file_name().map(|name| name.to_string_lossy().into_owned());
    steward
        .blocking(move |_| {
            if files::read_up_to(&path, MOST_BYTES).is_ok_and(|read| read == bytes) {
                Ok(())
            } else {
                Err(BackupError::Unreadable.into())
            }
        })
        .await?;
    let day = today.to_string();
    let house = steward.house().await?;
    house
        .lanes
        .write(move |writer| writer.set_local_fact(LAST_BACKUP, Some(&day)))
        .await??;
    Ok(FileSavedView {
        cancelled: false,
        saved_as,
    })
}

/// The locked file of a copy, opened again to see that it holds what was put in.
fn locked(
    copy: &Path,
    key: &Key,
    code: &RecoveryCode,
    header: impl FnOnce(Opened) -> Result<BackupHeader, ApiError>,
    progress: &Progress,
) -> Result<Vec<u8>, ApiError> {
    progress.go_on(1, STEPS)?;
    let header = header(whole(copy, key)?)?;
    let database = files::read_up_to(copy, MOST_BYTES)?;
    progress.go_on(2, STEPS)?;
    let file = backup::lock(&header, &database, code)?;
    if backup::unlock(&file, code)? != (header, database) {
        return Err(BackupError::Unreadable.into());
    }
    progress.go_on(3, STEPS)?;
    Ok(file)
}

/// Opens a copy and sees that it is whole.
fn whole(path: &Path, key: &Key) -> Result<Opened, ApiError> {
    let writer = Writer::new(store::open(path, key, |_, _| Ok(()))?.connection, reader_only())?;
    let damage = writer.read().check_file()?;
    writer.close()?;
    if damage.is_empty() {
        Ok(store::open(path, key, |_, _| Ok(()))?)
    } else {
        Err(BackupError::Unreadable.into())
    }
}

/// A computer that writes nothing: what only reads a copy needs one all the same.
fn reader_only() -> DeviceId {
    DeviceId::from_uuid(random::uuid_v7(jiff::Timestamp::UNIX_EPOCH))
}

/// Starts from a locked backup the owner chooses, where there is no staff list yet. This computer writes under a new id; whoever
/// was erased stays so. Nothing changes when the dialog is closed.
///
/// # Errors
/// `already_set_up`; `wrong_recovery_code`; `backup_unreadable`; `backup_newer`; `file_unreadable`; what the disk says. There is
/// then still no staff list.
pub async fn backup_restore(steward: &Steward, request: RecoverRequest) -> Result<StatusView, ApiError> {
    let code = RecoveryCode::parse(request.code.secret().expose_secret())?;
    let mut stage = steward.stage.write().await;
    if !matches!(*stage, Stage::Closed(StageView::FirstRun { .. })) {
        return Err(ApiError::new(ErrorCode::AlreadySetUp, "there is a staff list already"));
    }
    let chosen = steward.doors.desktop.open_backup(MOST_BYTES).await;
    let chosen = chosen.map_err(|error| {
        if matches!(error, super::DesktopError::NotRead(FileError::TooLarge { .. })) {
            return BackupError::Unreadable.into();
        }
        ApiError {
            field: Some("backup".to_owned()),
            ..ApiError::from(error)
        }
    })?;
    if let Some(file) = chosen {
        let moment = steward.moment();
        *stage = steward
            .blocking(move |doors| restore(&doors, &file, &code, moment))
            .await?;
    }
    drop(stage);
    steward.status(None).await
}

/// The file gets its name last, as when a staff list is made: a program that ends half-way leaves nothing or all of it.
fn restore(doors: &Doors, file: &[u8], code: &RecoveryCode, moment: Moment) -> Result<Stage, ApiError> {
    let paths = doors.paths();
    if paths.register().exists() {
        return Err(ApiError::new(ErrorCode::AlreadySetUp, "there is a staff list already"));
    }
    let (header, database) = backup::unlock(file, code)?;
    let lock = match lock_taken(doors, &paths) {
        Ok(lock) => lock,
        Err(stage) => return Ok(stage),
    };
    let (secret, unfinished) = (code.secret(), paths.unfinished());
    let key = secret.database_key();
    remove_if_there(&unfinished)?;
    files::write_whole(&unfinished, &database)?;
    let checked = whole(&unfinished, &key).and_then(|opened| {
        let heads = opened.heads()?;
        let mut meta = new_meta(opened.register, opened.created_on, &secret, moment.now);
        meta.heads.extend(heads.iter().map(|head| (head.device, head_of(head))));
        meta.erased = header.erased;
        opened
            .connection
            .close()
            .map_err(|(_, error)| StoreError::from(error))?;
        if meta.register != header.register {
            return Err(BackupError::Unreadable.into());
        }
        Ok(meta)
    });
    let meta = match checked {
        Ok(meta) => meta,
        Err(error) => {
            remove_if_there(&unfinished)?;
            return Err(if error.code == ErrorCode::Damaged {
                BackupError::Unreadable.into()
            } else {
                error
            });
        }
    };
    // Where the password store cannot take the key, the code opens the list again next time.
    if let Err(error) = keep_secret(&*doors.vault, meta.register, &secret) {
        tracing::warn!(code = "secret_not_kept", %error, "the password store did not take the key");
    }
    meta.save(&paths.meta())?;
    super::start::finish_creating(&paths)?;
    let opened = store::open(&paths.register(), &key, |_, _| Ok(()))?;
    Ok(Stage::Open(Box::new(House::open(&paths, opened, secret, meta, lock)?)))
}
