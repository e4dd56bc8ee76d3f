//! A desk to test at: the app on a folder of its own, with a password store in memory, a clock that stands still and a desktop
//! that writes down what it is asked to do.
//!
//! Everybody here is invented. The home is Rowan House; its clock stands at 10:00 on 20 November 2026 in London.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;
use steward_core::app::{self, Copied, Desktop, DesktopError, Doors, Saved, Steward, Work};
use steward_core::clock::FixedClock;
use steward_core::contract::{
    AccessChangeRequest, ActionUndoRequest, ApiError, AskRequest, DateRequest, ErrorCode, ListedPeople, NoRequest,
    PasswordStoreView, PersonAddRequest, PersonChangeRequest, PersonFieldsRequest, PersonListRequest, PersonRequest,
    PersonView, RecoverRequest, RegisterCreateRequest, RequestDraftRequest, RequestPersonRequest, RequestRequest,
    RequestView, SavedView, SetUpRequest, SettingsChangeRequest, SiteFieldsRequest, SiteRowView, StageView, StatusView,
    Typed, UnlockRequest, VerifyView,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::answer::Answer;
use steward_core::domain::ids::{ActionId, MailboxId, PersonId, RegisterId, RequestId, SiteId};
use steward_core::domain::request::RequestKind;
use steward_core::files::{self, FileError, Surroundings};
use steward_core::secret::{ExposeSecret, SecretString};
use steward_core::vault::{EntryName, MemoryVault, Meta, MetaLoad, RecoveryCode, RegisterSecret, Vault};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// 10:00 in London on a Friday.
pub(crate) const NOW: &str = "2026-11-20T10:00:00Z";

/// Who set Rowan House up.
pub(crate) const OWNER: &str = "Jane Smith";

/// The shared mailbox of Rowan House.
pub(crate) const MAILBOX: &str = "care.vlaxl@nhs.net";

/// What the desktop was asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Did {
    Copied(String, Copied),
    Cleared,
    Opened(String),
    Saved(String, Vec<u8>),
    Printed,
    Noticed(String),
    Protected(bool),
    WindowReady,
}

/// What comes of a dialog that asks where to save.
#[derive(Clone, Debug)]
pub(crate) enum Dialog {
    /// Into this folder, under the name suggested.
    Into(PathBuf),
    /// Somebody closes it.
    Closed,
    /// The disk says no.
    Fails(FileError),
}

/// A desktop that writes down what it is asked to do.
pub(crate) struct FakeDesktop {
    did: Mutex<Vec<Did>>,
    dialog: Mutex<Dialog>,
    fails: Mutex<Option<DesktopError>>,
    chosen: Mutex<Option<PathBuf>>,
}

impl FakeDesktop {
    fn new(saves_into: &Path) -> Self {
        Self {
            did: Mutex::default(),
            dialog: Mutex::new(Dialog::Into(saves_into.to_owned())),
            fails: Mutex::new(None),
            chosen: Mutex::new(None),
        }
    }

    /// What it did since it was last asked.
    pub(crate) fn take(&self) -> Vec<Did> {
        std::mem::take(&mut *self.did.lock().unwrap())
    }

    /// The texts it copied since it was last asked.
    pub(crate) fn take_copied(&self) -> Vec<(String, Copied)> {
        let copied = |did| {
            if let Did::Copied(text, what) = did {
                Some((text, what))
            } else {
                None
            }
        };
        self.take().into_iter().filter_map(copied).collect()
    }

    pub(crate) fn set_dialog(&self, dialog: Dialog) {
        *self.dialog.lock().unwrap() = dialog;
    }

    /// The file somebody chooses when asked for a mail; nobody chooses one at first.
    pub(crate) fn choose(&self, path: &Path) {
        *self.chosen.lock().unwrap() = Some(path.to_owned());
    }

    /// Makes everything it is asked fail, until it is set to `None`.
    pub(crate) fn set_failure(&self, failure: Option<DesktopError>) {
        *self.fails.lock().unwrap() = failure;
    }

    fn does(&self, what: Did) -> Result<(), DesktopError> {
        if let Some(failure) = *self.fails.lock().unwrap() {
            return Err(failure);
        }
        self.did.lock().unwrap().push(what);
        Ok(())
    }
}

impl Desktop for FakeDesktop {
    fn copy(&self, text: &SecretString, what: Copied) -> Result<(), DesktopError> {
        self.does(Did::Copied(text.expose_secret().to_owned(), what))
    }

    fn clear_clipboard(&self) -> Result<(), DesktopError> {
        self.does(Did::Cleared)
    }

    fn open(&self, link: &str) -> Result<(), DesktopError> {
        self.does(Did::Opened(link.to_owned()))
    }

    fn save<'a>(&'a self, suggested_name: &'a str, content: &'a [u8]) -> Work<'a, Result<Saved, DesktopError>> {
        Box::pin(async move {
            let dialog = self.dialog.lock().unwrap().clone();
            match dialog {
                Dialog::Closed => Ok(Saved::Cancelled),
                Dialog::Fails(error) => Err(error.into()),
                Dialog::Into(folder) => {
                    self.does(Did::Saved(suggested_name.to_owned(), content.to_owned()))?;
                    let path = folder.join(suggested_name);
                    files::write_whole(&path, content)?;
                    Ok(Saved::To(path))
                }
            }
        })
    }

    fn open_mail(&self, limit: u64) -> Work<'_, Result<Option<Vec<u8>>, DesktopError>> {
        Box::pin(async move {
            if let Some(failure) = *self.fails.lock().unwrap() {
                return Err(failure);
            }
            let Some(path) = self.chosen.lock().unwrap().clone() else {
                return Ok(None);
            };
            files::read_up_to(&path, limit).map(Some).map_err(DesktopError::NotRead)
        })
    }

    fn open_table(&self, limit: u64) -> Work<'_, Result<Option<Vec<u8>>, DesktopError>> {
        self.open_mail(limit)
    }

    fn open_backup(&self, limit: u64) -> Work<'_, Result<Option<Vec<u8>>, DesktopError>> {
        self.open_mail(limit)
    }

    fn print(&self) -> Result<(), DesktopError> {
        self.does(Did::Printed)
    }

    fn notify(&self, text: &str) {
        self.did.lock().unwrap().push(Did::Noticed(text.to_owned()));
    }

    fn protect_screen(&self, protect: bool) {
        self.did.lock().unwrap().push(Did::Protected(protect));
    }

    fn window_ready(&self) {
        self.did.lock().unwrap().push(Did::WindowReady);
    }
}

/// The app at its desk.
pub(crate) struct Desk {
    pub(crate) steward: Steward,
    pub(crate) vault: Arc<MemoryVault>,
    pub(crate) desktop: Arc<FakeDesktop>,
    pub(crate) clock: Arc<FixedClock>,
    /// The folder of the staff list.
    pub(crate) folder: PathBuf,
    /// Where the dialog saves.
    pub(crate) documents: PathBuf,
    secret: Option<RegisterSecret>,
    doors: Doors,
    runtime: Runtime,
    /// Kept so that the folders last as long as the desk.
    home: Option<TempDir>,
}

/// A temporary folder where waiting for the disk costs nothing, if this computer has such a place.
fn folder_in_memory() -> std::io::Result<TempDir> {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())
}

/// The moment this text says, in RFC 3339.
pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The day as somebody types it.
pub(crate) fn typed(day: Date) -> DateRequest {
    DateRequest {
        day: day.day().to_string(),
        month: day.month().to_string(),
        year: day.year().to_string(),
    }
}

/// A date left empty.
pub(crate) fn no_date() -> DateRequest {
    DateRequest::default()
}

/// A person of whom only the name is known.
pub(crate) fn person(full_name: &str) -> PersonFieldsRequest {
    PersonFieldsRequest {
        full_name: full_name.to_owned(),
        personal_mobile: String::new(),
        personal_email: String::new(),
        nhsmail_address: String::new(),
        linked_mobile: String::new(),
        has_account: Answer::NotKnown,
        account_held_by: String::new(),
        mfa: Answer::NotKnown,
        account_created_on: no_date(),
        last_confirmed_active_on: no_date(),
        marked_leaver_on: no_date(),
        details_received_on: no_date(),
        note: String::new(),
    }
}

/// A person with what a request for a new user says of them.
pub(crate) fn newcomer(full_name: &str, mobile: &str, email: &str) -> PersonFieldsRequest {
    PersonFieldsRequest {
        personal_mobile: mobile.to_owned(),
        personal_email: email.to_owned(),
        has_account: Answer::No,
        ..person(full_name)
    }
}

/// A person with what a request for a joiner says of them.
pub(crate) fn account_holder(full_name: &str, address: &str, linked_mobile: &str) -> PersonFieldsRequest {
    PersonFieldsRequest {
        nhsmail_address: address.to_owned(),
        linked_mobile: linked_mobile.to_owned(),
        has_account: Answer::Yes,
        ..person(full_name)
    }
}

/// A site of which only the name is known.
pub(crate) fn site_fields(name: &str) -> SiteFieldsRequest {
    SiteFieldsRequest {
        name: name.to_owned(),
        ods_code: String::new(),
        town: String::new(),
        postcode: String::new(),
        cqc_phone: String::new(),
        nas_managed: Answer::NotKnown,
        local_help: String::new(),
        closed_on: no_date(),
    }
}

/// The answers of Rowan House to set-up.
pub(crate) fn set_up() -> SetUpRequest {
    SetUpRequest {
        home_name: "Rowan House".to_owned(),
        mailbox_address: MAILBOX.to_owned(),
        your_name: OWNER.to_owned(),
        ods_code: "VLAXL".to_owned(),
        nas_managed: Answer::Yes,
        your_nhsmail_address: "jane.smith1@nhs.net".to_owned(),
    }
}

/// The settings as they are before anybody changes them.
pub(crate) fn settings() -> SettingsChangeRequest {
    SettingsChangeRequest {
        nas_address: String::new(),
        local_help_name: String::new(),
        local_help_email: String::new(),
        local_help_phone: String::new(),
        chase_after: String::new(),
        contact_kept_months: String::new(),
        escalate_after: String::new(),
        extra_bank_holidays: Vec::new(),
        others_use_this_computer: Some(false),
    }
}

/// Somebody in a request for a new user.
pub(crate) fn new_user(person: PersonId, access: AccessLevel) -> RequestPersonRequest {
    RequestPersonRequest {
        access: Some(access),
        has_account: Some(Answer::No),
        ..RequestPersonRequest::new(person)
    }
}

/// Somebody in a request for a joiner.
pub(crate) fn joiner(person: PersonId, access: AccessLevel) -> RequestPersonRequest {
    RequestPersonRequest {
        access: Some(access),
        has_account: Some(Answer::Yes),
        left_holder: Some(Answer::Yes),
        marked_leaver: Some(Answer::Yes),
        ..RequestPersonRequest::new(person)
    }
}

/// Nobody has answered anything yet.
pub(crate) fn ask(mailbox: MailboxId) -> AskRequest {
    AskRequest {
        mailbox,
        has_account: None,
        left_holder: None,
        marked_leaver: None,
    }
}

/// Which error it was, and where.
#[track_caller]
pub(crate) fn refused<V: std::fmt::Debug>(answer: Result<V, ApiError>) -> (ErrorCode, Option<String>) {
    let error = answer.expect_err("this should have been refused");
    (error.code, error.field)
}

impl Desk {
    /// A desk where nothing was set up yet. Nobody has looked for a staff list.
    pub(crate) fn new() -> Self {
        let home = folder_in_memory().expect("a temporary folder");
        let folder = home.path().join("data");
        let documents = home.path().join("documents");
        files::create_folder(&documents).unwrap();
        let mut desk = Self::at_folder(folder, documents);
        desk.home = Some(home);
        desk
    }

    /// A desk on a folder that somebody else keeps.
    pub(crate) fn at_folder(folder: PathBuf, documents: PathBuf) -> Self {
        let vault = Arc::new(MemoryVault::new());
        let desktop = Arc::new(FakeDesktop::new(&documents));
        let clock = Arc::new(FixedClock::at(at(NOW)));
        let doors = Doors {
            clock: clock.clone(),
            vault: vault.clone(),
            desktop: desktop.clone(),
            log_folder: folder.join("log"),
            folder: folder.clone(),
            surroundings: None,
            version: "0.1.0",
            demo: false,
            password_store: PasswordStoreView::Memory,
            protects_screen: true,
        };
        Self {
            steward: Steward::new(doors.clone()),
            vault,
            desktop,
            clock,
            folder,
            documents,
            secret: None,
            doors,
            runtime: tokio::runtime::Builder::new_current_thread().build().unwrap(),
            home: None,
        }
    }

    /// A desk that shows the invented home.
    pub(crate) fn demo() -> Self {
        let mut desk = Self::new();
        desk.doors.demo = true;
        desk.steward = Steward::new(desk.doors.clone());
        desk
    }

    /// A desk with Rowan House set up, on a computer that nobody else uses.
    pub(crate) fn with_home() -> Self {
        let mut desk = Self::new();
        desk.create_home();
        desk
    }

    /// Creates the staff list and sets Rowan House up.
    pub(crate) fn create_home(&mut self) {
        assert!(matches!(self.status().stage, StageView::FirstRun { .. }));
        let created = self.create(Some(false), None).unwrap();
        assert_eq!(created.stage, StageView::SettingUp);
        self.ask(app::set_up_finish, set_up()).unwrap();
        assert_eq!(self.status().stage, StageView::Open);
    }

    /// Creates the staff list, and remembers its secret for looking into the file.
    pub(crate) fn create(&mut self, others: Option<bool>, passphrase: Option<&str>) -> Result<StatusView, ApiError> {
        let request = RegisterCreateRequest {
            others_use_this_computer: others,
            passphrase: passphrase.map(Typed::new),
        };
        let created = self.ask(app::register_create, request)?;
        if created.stage == StageView::SettingUp {
            self.remember_secret();
        }
        Ok(created)
    }

    /// Does one command, as the page would.
    #[expect(clippy::needless_pass_by_value, reason = "a command is named where it is asked for")]
    pub(crate) fn ask<R, V>(
        &self,
        command: impl AsyncFn(&Steward, R) -> Result<V, ApiError>,
        request: R,
    ) -> Result<V, ApiError> {
        self.runtime.block_on(command(&self.steward, request))
    }

    /// Where the app stands; the first call opens the staff list.
    pub(crate) fn status(&self) -> StatusView {
        self.ask(app::app_status, NoRequest {}).unwrap()
    }

    pub(crate) fn stage(&self) -> StageView {
        self.status().stage
    }

    /// Looks again.
    pub(crate) fn retry(&self) -> StageView {
        self.ask(app::app_retry, NoRequest {}).unwrap().stage
    }

    /// Ends the app: what is open is closed.
    pub(crate) fn close(&self) {
        self.runtime.block_on(self.steward.close());
    }

    /// Ends the app and starts it again on the same folder. Nobody has looked for the staff list yet.
    pub(crate) fn restart(&mut self) {
        self.close();
        self.steward = Steward::new(self.doors.clone());
    }

    /// Ends the app, starts it again and looks.
    pub(crate) fn reopen(&mut self) -> StageView {
        self.restart();
        self.stage()
    }

    /// Another copy of the app on the same folder.
    pub(crate) fn second(&self) -> Self {
        let mut second = Self::at_folder(self.folder.clone(), self.documents.clone());
        second.vault = self.vault.clone();
        second.doors.vault = self.vault.clone();
        second.steward = Steward::new(second.doors.clone());
        second
    }

    /// The app from now on believes that folders are where these say.
    pub(crate) fn set_surroundings(&mut self, surroundings: Surroundings) {
        self.doors.surroundings = Some(surroundings);
        self.restart();
    }

    /// Moves the clock.
    pub(crate) fn set_now(&self, now: &str) {
        self.clock.set(at(now));
    }

    pub(crate) fn unlock(&self, passphrase: &str) -> Result<StatusView, ApiError> {
        let passphrase = Typed::new(passphrase);
        self.ask(app::app_unlock, UnlockRequest { passphrase })
    }

    pub(crate) fn recover(&self, code: &str) -> Result<StatusView, ApiError> {
        self.ask(app::app_recover, RecoverRequest { code: Typed::new(code) })
    }

    // The files

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.join("register.db")
    }

    pub(crate) fn meta_file(&self) -> PathBuf {
        self.folder.join("register.json")
    }

    /// The meta file, read.
    #[track_caller]
    pub(crate) fn meta(&self) -> Meta {
        let loaded = Meta::load(&self.meta_file()).unwrap();
        let MetaLoad::Found(meta) = loaded else {
            panic!("the meta file is {loaded:?}");
        };
        *meta
    }

    pub(crate) fn register(&self) -> RegisterId {
        self.meta().register
    }

    /// The secret of the staff list.
    pub(crate) fn secret(&self) -> &RegisterSecret {
        self.secret.as_ref().expect("a staff list was created at this desk")
    }

    /// The recovery code of the staff list, as it is printed.
    pub(crate) fn code(&self) -> String {
        self.secret().recovery_code().text().expose_secret().to_owned()
    }

    fn remember_secret(&mut self) {
        let view = self.ask(app::recovery_code_show, NoRequest {}).unwrap();
        let code = RecoveryCode::parse(&view.groups.join("-")).unwrap();
        self.ask(app::recovery_code_hide, NoRequest {}).unwrap();
        self.desktop.take();
        self.secret = Some(code.secret());
    }

    /// Whether the password store holds the key of the staff list.
    pub(crate) fn key_is_kept(&self) -> bool {
        self.vault.read(EntryName::Register(self.register())).is_ok()
    }

    /// The file itself, opened with its key by nothing but SQLCipher.
    pub(crate) fn raw(&self) -> Connection {
        open_raw(&self.file(), self.secret())
    }

    // Rowan House

    pub(crate) fn sites(&self) -> Vec<SiteRowView> {
        self.ask(app::site_list, NoRequest {}).unwrap().sites
    }

    pub(crate) fn site(&self) -> SiteId {
        self.sites()[0].site
    }

    pub(crate) fn mailbox(&self) -> MailboxId {
        self.sites()[0].mailboxes[0].mailbox
    }

    /// The person who set the home up.
    pub(crate) fn owner(&self) -> PersonId {
        self.find(OWNER)
    }

    /// The one person found by this text.
    #[track_caller]
    pub(crate) fn find(&self, text: &str) -> PersonId {
        let found = self.search(text);
        assert_eq!(found.len(), 1, "one person is found by {text:?}");
        found[0]
    }

    /// Everybody found by this text.
    pub(crate) fn search(&self, text: &str) -> Vec<PersonId> {
        let request = PersonListRequest {
            text: text.to_owned(),
            site: None,
            who: ListedPeople::All,
            due: None,
            role: None,
            offset: 0,
            limit: 500,
        };
        let list = self.ask(app::person_list, request).unwrap();
        list.rows.into_iter().map(|row| row.person).collect()
    }

    /// Adds somebody who works at Rowan House as a care assistant.
    pub(crate) fn add(&self, person: PersonFieldsRequest) -> Result<SavedView, ApiError> {
        let request = PersonAddRequest {
            person,
            site: Some(self.site()),
            role: "Care assistant".to_owned(),
            from: no_date(),
            access: None,
        };
        self.ask(app::person_add, request)
    }

    /// Adds somebody, who is accepted, and answers with their id.
    #[track_caller]
    pub(crate) fn added(&self, person: PersonFieldsRequest) -> PersonId {
        self.add(person).unwrap().id.unwrap().parse().unwrap()
    }

    pub(crate) fn person(&self, person: PersonId) -> PersonView {
        self.ask(app::person_get, PersonRequest { person }).unwrap()
    }

    pub(crate) fn change(&self, person: PersonId, fields: PersonFieldsRequest) -> Result<SavedView, ApiError> {
        self.ask(app::person_change, PersonChangeRequest { person, fields })
    }

    /// Ends an access on this day.
    pub(crate) fn end_access(&self, person: PersonId, on: Date) -> Result<SavedView, ApiError> {
        let access = self.person(person).access[0].clone();
        let request = AccessChangeRequest {
            access: access.access,
            level: access.level,
            from: access.from.map_or_else(no_date, typed),
            to: typed(on),
            portal_done_on: no_date(),
        };
        self.ask(app::access_change, request)
    }

    pub(crate) fn undo(&self, action: ActionId) -> Result<SavedView, ApiError> {
        self.ask(app::action_undo, ActionUndoRequest { action })
    }

    /// Composes a request from Rowan House.
    pub(crate) fn draft(&self, kind: RequestKind, people: Vec<RequestPersonRequest>) -> Result<RequestView, ApiError> {
        let mailbox = self.mailbox();
        self.ask(app::request_draft, RequestDraftRequest::new(kind, mailbox, people))
    }

    pub(crate) fn request(&self, request: RequestId) -> RequestView {
        self.ask(app::request_get, RequestRequest { request }).unwrap()
    }

    /// Checks the history.
    pub(crate) fn verify(&self) -> VerifyView {
        self.ask(app::history_verify, NoRequest {}).unwrap()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.close();
    }
}

/// Opens a file with its key by nothing but SQLCipher.
pub(crate) fn open_raw(path: &Path, secret: &RegisterSecret) -> Connection {
    let connection = Connection::open(path).unwrap();
    let key = format!("PRAGMA key = \"x'{}'\"", secret.database_key().to_hex().expose_secret());
    connection.execute_batch(&key).unwrap();
    connection
}
