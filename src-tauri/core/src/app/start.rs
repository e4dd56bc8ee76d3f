//! Opening, locking, recovering and creating the staff list. A failure is a stage the page shows, never a panic.

use std::fs::File;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;

use super::house::{House, Paths, head_of, take_lock};
use super::{Doors, Stage, Steward};
use crate::clock;
use crate::contract::{
    ApiError, DoneView, ErrorCode, FolderServiceView, NoRequest, PasswordStoreStateView, RecoverRequest,
    RegisterCreateRequest, StageView, StatusView, UnlockRequest,
};
use crate::domain::ids::{DeviceId, RegisterId};
use crate::files::{self, FileError, Placement, SyncedBy, placement};
use crate::logged::KindOf;
use crate::random;
use crate::secret::{ExposeSecret, SecretString};
use crate::store::{self, StoreError};
use crate::vault::{Cost, EntryName, Meta, MetaLoad, PassphraseWrap, RecoveryCode, RegisterSecret, Vault, VaultError};

/// How long a wrong passphrase or recovery code is made to wait, so that guessing by hand is slow.
const WRONG_WAITS: std::time::Duration = std::time::Duration::from_millis(750);

/// Answers where the app stands; the first call opens the staff list.
///
/// # Errors
/// Never: what is in the way is a stage.
pub async fn app_status(steward: &Steward, _: NoRequest) -> Result<StatusView, ApiError> {
    if matches!(*steward.stage.read().await, Stage::New) {
        let mut stage = steward.stage.write().await;
        if matches!(*stage, Stage::New) {
            *stage = steward.blocking(|doors| Ok(open(&doors))).await?;
        }
        let first_run = matches!(*stage, Stage::Closed(StageView::FirstRun { .. }));
        drop(stage);
        if steward.doors.demo && first_run {
            super::demo::seed(steward).await?;
        }
    }
    steward.status(None).await
}

/// Looks again, after the person did something about what was in the way.
///
/// # Errors
/// Never: what is in the way is a stage.
pub async fn app_retry(steward: &Steward, _: NoRequest) -> Result<StatusView, ApiError> {
    let mut stage = steward.stage.write().await;
    if !matches!(*stage, Stage::Open(_)) {
        *stage = Stage::New;
        *stage = steward.blocking(|doors| Ok(open(&doors))).await?;
    }
    drop(stage);
    steward.status(None).await
}

/// Opens a locked staff list.
///
/// # Errors
/// `wrong_passphrase`, with the seconds until the next try after several of them; `try_later` before they are over.
pub async fn app_unlock(steward: &Steward, request: UnlockRequest) -> Result<StatusView, ApiError> {
    let mut stage = steward.stage.write().await;
    if !matches!(*stage, Stage::Open(_)) {
        steward.attempts.allow(steward.moment().now, "passphrase")?;
        let opened = steward
            .blocking(move |doors| {
                let paths = doors.paths();
                let Ok(MetaLoad::Found(meta)) = Meta::load(&paths.meta()) else {
                    return Ok(open(&doors));
                };
                let Some(wrap) = &meta.passphrase else {
                    return Ok(open(&doors));
                };
                let secret = wrap
                    .open(meta.register, request.passphrase.secret())
                    .inspect_err(|_| wait())?;
                Ok(open_with(&doors, &paths, Some(*meta), secret))
            })
            .await;
        *stage = steward.attempts.took(steward.moment().now, opened)?;
    }
    let is_open = matches!(*stage, Stage::Open(_));
    drop(stage);
    if is_open {
        super::passphrase::after_unlock(steward).await;
    }
    steward.status(None).await
}

/// Opens a staff list with its recovery code: after the password store lost its key, after a forgotten passphrase, or from a
/// bare copy of the file. This computer's history goes on under a new id.
///
/// A passphrase is let go where the password store can take the key again; a new one can be set in Settings.
///
/// # Errors
/// `wrong_recovery_code`.
pub async fn app_recover(steward: &Steward, request: RecoverRequest) -> Result<StatusView, ApiError> {
    let mut stage = steward.stage.write().await;
    let was_open = matches!(*stage, Stage::Open(_));
    if !was_open {
        *stage = steward
            .blocking(move |doors| recover(&doors, request.code.secret()))
            .await?;
    }
    let is_open = matches!(*stage, Stage::Open(_));
    drop(stage);
    if is_open && !was_open {
        super::passphrase::after_recovery(steward).await?;
    }
    steward.status(None).await
}

/// Locks the app: clears our clipboard, closes the file, wipes its keys.
///
/// # Errors
/// `passphrase_needed` when there is none to open it again with.
pub async fn app_lock(steward: &Steward, _: NoRequest) -> Result<StatusView, ApiError> {
    // What takes long holds the staff list open until it is done.
    steward.jobs.cancel();
    steward
        .background_ends
        .store(true, std::sync::atomic::Ordering::Relaxed);
    let mut stage = steward.stage.write().await;
    let has_passphrase = match &*stage {
        Stage::Open(house) => house.meta.get().passphrase.is_some(),
        Stage::New | Stage::Closed(_) => true,
    };
    if !has_passphrase {
        return Err(ApiError::new(
            ErrorCode::PassphraseNeeded,
            "there is no passphrase to lock with",
        ));
    }
    if let Stage::Open(house) = std::mem::replace(&mut *stage, Stage::Closed(StageView::Locked)) {
        if let Err(error) = steward.doors.desktop.clear_clipboard() {
            tracing::warn!(code = "clipboard_not_cleared", kind = %KindOf(&error), "the clipboard could not be cleared on lock");
        }
        steward.doors.desktop.protect_screen(false);
        steward
            .blocking(move |_| {
                house.close();
                Ok(())
            })
            .await?;
    }
    drop(stage);
    steward.status(None).await
}

/// Moves a damaged staff list aside under a name with the date, and never deletes it. The next stage is the first run.
///
/// Damage that the start did not meet is looked for here: a list that is open and whole stays open.
///
/// # Errors
/// `not_writable` or `disk_full` when it cannot be moved; it is then where it was.
pub async fn app_set_damaged_aside(steward: &Steward, _: NoRequest) -> Result<StatusView, ApiError> {
    let mut stage = steward.stage.write().await;
    let mut aside = None;
    let damaged = match &*stage {
        Stage::Open(house) => !house
            .lanes
            .write(|writer| writer.read().check_file())
            .await??
            .is_empty(),
        Stage::New | Stage::Closed(_) => false,
    };
    if damaged {
        let folder = steward.doors.shown_folder();
        let closed = std::mem::replace(&mut *stage, Stage::Closed(StageView::Damaged { folder }));
        if let Stage::Open(house) = closed {
            steward
                .blocking(move |_| {
                    house.close();
                    Ok(())
                })
                .await?;
        }
    }
    if matches!(*stage, Stage::Closed(StageView::Damaged { .. } | StageView::WrongKey)) {
        let now = steward.doors.clock.now();
        let (name, next) = steward
            .blocking(move |doors| {
                let name = set_aside(&doors.paths(), now)?;
                Ok((name, open(&doors)))
            })
            .await?;
        aside = Some(name);
        *stage = next;
    }
    drop(stage);
    steward.status(aside).await
}

/// Creates the staff list on this computer.
///
/// # Errors
/// `already_set_up`; `passphrase_needed` with `keyring_…` as its cause when the password store cannot take the key and no
/// passphrase was given; `weak_passphrase`; what the disk says.
pub async fn register_create(steward: &Steward, request: RegisterCreateRequest) -> Result<StatusView, ApiError> {
    let mut stage = steward.stage.write().await;
    if !matches!(*stage, Stage::Closed(StageView::FirstRun { .. })) {
        return Err(ApiError::new(ErrorCode::AlreadySetUp, "there is a staff list already"));
    }
    let moment = steward.moment();
    *stage = steward
        .blocking(move |doors| create(&doors, &request, moment.now, moment.today))
        .await?;
    drop(stage);
    steward.status(None).await
}

/// The page has drawn itself.
///
/// # Errors
/// Never.
pub async fn window_ready(steward: &Steward, _: NoRequest) -> Result<DoneView, ApiError> {
    steward.doors.desktop.window_ready();
    std::future::ready(Ok(DoneView {})).await
}

impl Doors {
    pub(super) fn paths(&self) -> Paths {
        Paths {
            folder: self.folder.clone(),
        }
    }

    fn shown_folder(&self) -> String {
        self.folder.display().to_string()
    }
}

impl Steward {
    /// Runs what waits for the disk, the password store or Argon2 where it holds up nothing else.
    pub(super) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(Doors) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let doors = self.doors.clone();
        tokio::task::spawn_blocking(move || work(doors))
            .await
            .map_err(|_| ApiError::new(ErrorCode::Internal, "the work ended early"))?
    }

    /// Closes the staff list when the app ends, leaving one file at rest.
    pub async fn close(&self) {
        self.background_ends.store(true, std::sync::atomic::Ordering::Relaxed);
        let mut stage = self.stage.write().await;
        if let Err(error) = self.doors.desktop.clear_clipboard() {
            tracing::warn!(code = "clipboard_not_cleared", kind = %KindOf(&error), "the clipboard could not be cleared on quit");
        }
        if let Stage::Open(house) = std::mem::replace(&mut *stage, Stage::New) {
            // An error here means only that the runtime is gone already; the file is whole in any case.
            let closed = self.blocking(move |_| {
                house.close();
                Ok(())
            });
            let _ = closed.await;
        }
    }

    pub(super) async fn status(&self, set_aside: Option<String>) -> Result<StatusView, ApiError> {
        let stage = match &*self.stage.read().await {
            Stage::New => StageView::Failed {
                code: "not_started".to_owned(),
            },
            Stage::Closed(view) => view.clone(),
            Stage::Open(house) => match house.lanes.read(|register| register?.settings()).await? {
                Ok(settings) if settings.set_up_on.is_some() => StageView::Open,
                Ok(_) => StageView::SettingUp,
                Err(error) => in_the_way(&self.doors, &error),
            },
        };
        let doors = &self.doors;
        Ok(StatusView {
            stage,
            version: doors.version.to_owned(),
            demo: doors.demo,
            password_store: doors.password_store,
            protects_screen: doors.protects_screen,
            data_folder: doors.shown_folder(),
            set_aside,
        })
    }
}

fn wait() {
    std::thread::sleep(WRONG_WAITS);
}

fn closed(doors: &Doors, error: &StoreError) -> Stage {
    Stage::Closed(in_the_way(doors, error))
}

/// What stands in the way, as the page shows it.
fn in_the_way(doors: &Doors, error: &StoreError) -> StageView {
    let folder = doors.shown_folder();
    match error {
        StoreError::Damaged | StoreError::NotOpened | StoreError::Missing => StageView::Damaged { folder },
        StoreError::Newer(format) => StageView::Newer { format: *format },
        StoreError::NotWritable => StageView::NotWritable { folder },
        StoreError::DiskFull => StageView::DiskFull { folder },
        StoreError::Busy => StageView::AlreadyRunning,
        StoreError::Exists | StoreError::Encoding(_) | StoreError::Sealing(_) | StoreError::Sql(_) => {
            tracing::error!(code = "open_failed", kind = %KindOf(&error), "the register did not open");
            StageView::Failed {
                code: error.to_string(),
            }
        }
    }
}

fn store_state(error: VaultError) -> PasswordStoreStateView {
    match error {
        VaultError::Missing | VaultError::TooLong => PasswordStoreStateView::Ready,
        VaultError::Locked => PasswordStoreStateView::Locked,
        VaultError::NoKeyring => PasswordStoreStateView::Absent,
        VaultError::Denied | VaultError::Other(_) => PasswordStoreStateView::Denied,
    }
}

/// Looks whether the password store answers, by asking for an entry that is not there.
fn ask_store(vault: &dyn Vault, now: Timestamp) -> PasswordStoreStateView {
    let nobody = RegisterId::from_uuid(random::uuid_v7(now));
    match vault.read(EntryName::Register(nobody)) {
        Ok(_) => PasswordStoreStateView::Ready,
        Err(error) => store_state(error),
    }
}

fn service_of(place: Placement) -> Option<FolderServiceView> {
    match place {
        Placement::ThisComputer => None,
        Placement::Network(_) => Some(FolderServiceView::Network),
        Placement::Synced(by) => Some(match by {
            SyncedBy::OneDrive => FolderServiceView::OneDrive,
            SyncedBy::Dropbox => FolderServiceView::Dropbox,
            SyncedBy::GoogleDrive => FolderServiceView::GoogleDrive,
            SyncedBy::ICloudDrive => FolderServiceView::ICloud,
            SyncedBy::Box | SyncedBy::Nextcloud | SyncedBy::PCloud | SyncedBy::SyncCom | SyncedBy::Syncthing => {
                FolderServiceView::OtherSync
            }
        }),
    }
}

/// Makes the folder ready, or says why it cannot be used.
fn folder_ready(doors: &Doors) -> Result<(), Stage> {
    let folder = doors.shown_folder();
    if let Some(surroundings) = &doors.surroundings
        && let Some(service) = service_of(placement(&doors.folder, surroundings))
    {
        return Err(Stage::Closed(StageView::SyncedFolder { folder, service }));
    }
    files::create_folder(&doors.folder)
        .and_then(|()| files::check_writable(&doors.folder))
        .map_err(|error| {
            Stage::Closed(match error {
                FileError::DiskFull => StageView::DiskFull { folder },
                FileError::NotAllowed | FileError::Missing | FileError::TooLarge { .. } => {
                    StageView::NotWritable { folder }
                }
                FileError::Other(kind) => StageView::Failed { code: kind.to_string() },
            })
        })
}

pub(super) fn lock_taken(doors: &Doors, paths: &Paths) -> Result<File, Stage> {
    match take_lock(&paths.lock()) {
        Ok(Some(lock)) => Ok(lock),
        Ok(None) => Err(Stage::Closed(StageView::AlreadyRunning)),
        Err(error) => Err(closed(doors, &error.into())),
    }
}

/// Opens what is there, as far as it goes without asking anybody.
fn open(doors: &Doors) -> Stage {
    if let Err(stage) = folder_ready(doors) {
        return stage;
    }
    let paths = doors.paths();
    let meta = match Meta::load(&paths.meta()) {
        Ok(MetaLoad::Found(meta)) => *meta,
        Ok(MetaLoad::Newer { format }) => {
            return Stage::Closed(StageView::Newer {
                format: u32::try_from(format).unwrap_or(u32::MAX),
            });
        }
        // Without its meta file the staff list still opens with its recovery code.
        Ok(MetaLoad::Damaged) => return Stage::Closed(StageView::KeyMissing),
        Ok(MetaLoad::Missing) if paths.register().exists() => return Stage::Closed(StageView::KeyMissing),
        Ok(MetaLoad::Missing) => {
            return Stage::Closed(StageView::FirstRun {
                password_store: ask_store(&*doors.vault, doors.clock.now()),
            });
        }
        Err(error) => return closed(doors, &error.into()),
    };
    if meta.passphrase.is_some() {
        return Stage::Closed(StageView::Locked);
    }
    let entry = match doors.vault.read(EntryName::Register(meta.register)) {
        Ok(entry) => entry,
        Err(VaultError::Missing) => return Stage::Closed(StageView::KeyMissing),
        Err(error) => {
            return Stage::Closed(StageView::StoreUnavailable {
                password_store: store_state(error),
            });
        }
    };
    match RecoveryCode::parse(entry.expose_secret()) {
        Ok(code) => open_with(doors, &paths, Some(meta), code.secret()),
        Err(_) => Stage::Closed(StageView::WrongKey),
    }
}

/// Opens the file with its secret.
fn open_with(doors: &Doors, paths: &Paths, meta: Option<Meta>, secret: RegisterSecret) -> Stage {
    try_open(doors, paths, meta, secret).unwrap_or_else(|stage| stage)
}

fn try_open(doors: &Doors, paths: &Paths, meta: Option<Meta>, secret: RegisterSecret) -> Result<Stage, Stage> {
    if meta.as_ref().is_some_and(|meta| !meta.key_check.matches(&secret)) {
        return Err(Stage::Closed(StageView::WrongKey));
    }
    let lock = lock_taken(doors, paths)?;
    finish_creating(paths).map_err(|error| closed(doors, &error.into()))?;
    if let Err(error) = files::remove_leftovers(&paths.meta()) {
        tracing::warn!(code = "leftovers_stay", kind = %KindOf(&error), "half-written files of a killed program are still there");
    }
    let now = doors.clock.now();
    let opened = store::open(&paths.register(), &secret.database_key(), |connection, _| {
        store::snapshot(connection, &doors.folder, now).map(|_| ())
    });
    let opened = match opened {
        Ok(opened) => opened,
        // The key check says that the key is right, so the file is not.
        Err(StoreError::NotOpened) if meta.is_none() => return Err(Stage::Closed(StageView::WrongKey)),
        Err(error) => return Err(closed(doors, &error)),
    };
    let meta = match meta {
        Some(meta) if meta.register != opened.register => return Err(Stage::Closed(StageView::WrongKey)),
        Some(meta) => meta,
        None => {
            let mut meta = new_meta(opened.register, opened.created_on, &secret, now);
            let heads = opened.heads().map_err(|error| closed(doors, &error))?;
            meta.heads.extend(heads.iter().map(|head| (head.device, head_of(head))));
            meta.save(&paths.meta()).map_err(|error| closed(doors, &error.into()))?;
            meta
        }
    };
    let house = House::open(paths, opened, secret, meta, lock).map_err(|error| closed(doors, &error))?;
    Ok(Stage::Open(Box::new(house)))
}

pub(super) fn new_meta(register: RegisterId, created_on: Date, secret: &RegisterSecret, now: Timestamp) -> Meta {
    Meta {
        register,
        created_on,
        key_check: secret.key_check(),
        passphrase: None,
        others_use_this_computer: None,
        device: DeviceId::from_uuid(random::uuid_v7(now)),
        heads: std::collections::BTreeMap::new(),
        erased: std::collections::BTreeSet::new(),
    }
}

/// Gives a staff list its name, when the program ended between writing its meta file and that.
pub(super) fn finish_creating(paths: &Paths) -> Result<(), FileError> {
    let unfinished = paths.unfinished();
    if unfinished.exists() && !paths.register().exists() {
        std::fs::rename(unfinished, paths.register()).map_err(FileError::from)?;
    }
    Ok(())
}

fn create(doors: &Doors, request: &RegisterCreateRequest, now: Timestamp, today: Date) -> Result<Stage, ApiError> {
    let passphrase = request
        .passphrase
        .as_ref()
        .map(|typed| super::passphrase::chosen(typed.secret(), &[]))
        .transpose()?;
    let paths = doors.paths();
    if paths.register().exists() {
        return Err(ApiError::new(ErrorCode::AlreadySetUp, "there is a staff list already"));
    }
    let lock = match lock_taken(doors, &paths) {
        Ok(lock) => lock,
        Err(stage) => return Ok(stage),
    };
    let secret = RegisterSecret::random();
    let register = RegisterId::from_uuid(random::uuid_v7(now));
    let mut meta = new_meta(register, today, &secret, now);
    meta.others_use_this_computer = request.others_use_this_computer;
    match &passphrase {
        Some(passphrase) => {
            meta.passphrase = Some(PassphraseWrap::create(
                &secret,
                register,
                passphrase,
                Cost::calibrated(),
            )?);
        }
        None => keep_secret(&*doors.vault, register, &secret)?,
    }
    // The file gets its name last: a program that ends half-way leaves either nothing or all of it.
    let unfinished = paths.unfinished();
    remove_if_there(&unfinished)?;
    let made = store::create(&unfinished, &secret.database_key(), register, today)?;
    made.connection.close().map_err(|(_, error)| StoreError::from(error))?;
    meta.save(&paths.meta())?;
    finish_creating(&paths)?;
    let opened = store::open(&paths.register(), &secret.database_key(), |_, _| Ok(()))?;
    Ok(Stage::Open(Box::new(House::open(&paths, opened, secret, meta, lock)?)))
}

/// Puts the secret of a staff list into the system's password store.
pub(super) fn keep_secret(vault: &dyn Vault, register: RegisterId, secret: &RegisterSecret) -> Result<(), VaultError> {
    vault.write(EntryName::Register(register), &secret.recovery_code().text())
}

fn recover(doors: &Doors, typed: &SecretString) -> Result<Stage, ApiError> {
    let code = RecoveryCode::parse(typed.expose_secret()).inspect_err(|_| wait())?;
    let secret = code.secret();
    let paths = doors.paths();
    let wrong = || {
        wait();
        ApiError::at(ErrorCode::WrongRecoveryCode, "code", "the code does not open this file")
    };
    let mut meta = match Meta::load(&paths.meta())? {
        MetaLoad::Found(meta) => Some(*meta),
        MetaLoad::Missing | MetaLoad::Damaged => None,
        MetaLoad::Newer { .. } => return Ok(open(doors)),
    };
    if meta.as_ref().is_some_and(|meta| !meta.key_check.matches(&secret)) {
        return Err(wrong());
    }
    if let Some(meta) = &mut meta {
        meta.device = DeviceId::from_uuid(random::uuid_v7(doors.clock.now()));
    }
    let stage = open_with(doors, &paths, meta, secret);
    if let Stage::Closed(StageView::WrongKey) = stage {
        return Err(wrong());
    }
    if let Stage::Open(house) = &stage {
        // The new id of this computer.
        house.meta.change(|_| {})?;
    }
    Ok(stage)
}

pub(super) fn remove_if_there(path: &Path) -> Result<(), FileError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Renames the staff list, its log and its meta file, and answers with the new name.
fn set_aside(paths: &Paths, now: Timestamp) -> Result<String, FileError> {
    let label = clock::today(now).to_string();
    let mut number = 1;
    let name = loop {
        let name = if number == 1 {
            format!("register.damaged-{label}.db")
        } else {
            format!("register.damaged-{label}-{number}.db")
        };
        if !paths.folder.join(&name).exists() {
            break name;
        }
        number += 1;
    };
    let from = paths.register();
    for suffix in ["-wal", "-shm", ""] {
        let old = with_suffix(&from, suffix);
        if old.exists() {
            std::fs::rename(old, with_suffix(&paths.folder.join(&name), suffix)).map_err(FileError::from)?;
        }
    }
    if paths.meta().exists() {
        let beside = Path::new(&name).with_extension("json");
        std::fs::rename(paths.meta(), paths.folder.join(beside)).map_err(FileError::from)?;
    }
    Ok(name)
}

fn with_suffix(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
