//! One function for each command of the contract: it reads or acts on the staff list, asks the domain, records, and returns a
//! view. No rules here, no SQL, no words.
//!
//! - [`Steward`] is the running app; [`Doors`] are its ways to the outside, so that tests and the demo can put their own.
//! - `start.rs` opens, locks and creates; the other files hold the commands of the pages they are named after.

mod ask;
mod attempts;
mod backups;
mod batch;
mod call_script;
mod clocks;
mod confirm;
mod cover;
mod credential;
mod demo;
mod desktop;
mod drafting;
mod duplicates;
mod duties;
mod errors;
mod export;
mod fields;
mod forms;
mod header;
mod help;
mod history;
mod house;
mod import_views;
mod imports;
mod jobs;
mod keeping;
mod moving;
mod passphrase;
mod passwords;
mod paths;
mod people;
mod people_views;
mod portal;
mod reminders;
mod replies;
mod requests;
mod screening;
mod settings;
mod sites;
mod sources;
mod start;
mod today;
mod tracking;
mod values;
mod verify;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::Timestamp;
use jiff::civil::Date;
use tokio::sync::{RwLock, RwLockReadGuard};

pub use ask::*;
pub use backups::{backup_restore, backup_save};
pub use call_script::*;
pub use clocks::*;
pub use confirm::*;
pub use cover::*;
pub use credential::*;
pub use desktop::{Copied, Desktop, DesktopError, SECRET_STAYS, Saved, Work};
pub use drafting::*;
pub use duplicates::*;
pub use duties::*;
pub use export::*;
pub use forms::*;
pub use header::*;
pub use help::*;
pub use history::*;
pub use imports::*;
pub use jobs::{job_cancel, job_get};
pub use keeping::*;
pub use moving::*;
pub use passphrase::{lock_after_set, passphrase_change, passphrase_remove, passphrase_set, passphrase_strength};
pub use passwords::{password_check, password_generate, screen_protect};
pub use paths::*;
pub use people::*;
pub use people_views::*;
pub use portal::*;
pub use reminders::*;
pub use replies::*;
pub use requests::*;
pub use screening::*;
pub use settings::*;
pub use sites::*;
pub use start::*;
pub use today::*;
pub use tracking::*;
pub use values::*;
pub use verify::{history_check_daily, history_verify};

use crate::clock::{self, Clock};
use crate::contract::{ApiError, ErrorCode, PasswordStoreView, StageView};
use crate::domain::ids::{ActionId, PersonId};
use crate::files::Surroundings;
use crate::store::{Register, RegisterMut, WriteContext};
use crate::vault::Vault;
use house::House;

/// The ways from the core to the outside.
#[derive(Clone)]
pub struct Doors {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The system's password store.
    pub vault: Arc<dyn Vault>,
    /// What only a desktop can do.
    pub desktop: Arc<dyn Desktop>,
    /// The folder of the staff list.
    pub folder: PathBuf,
    /// What says where folders really are; `None` where that does not matter, as in the demo.
    pub surroundings: Option<Surroundings>,
    /// The folder of the log.
    pub log_folder: PathBuf,
    /// The app's version.
    pub version: &'static str,
    /// Whether this is the demo.
    pub demo: bool,
    /// What this system calls its password store.
    pub password_store: PasswordStoreView,
    /// Whether this system can keep a window out of screenshots.
    pub protects_screen: bool,
}

/// When a command runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// The instant.
    pub(crate) now: Timestamp,
    /// The day in England.
    pub(crate) today: Date,
}

/// The running app.
pub struct Steward {
    doors: Doors,
    stage: RwLock<Stage>,
    jobs: jobs::Jobs,
    attempts: attempts::Attempts,
    /// Whether work in the background is to end: the app is being locked, or ends.
    background_ends: Arc<AtomicBool>,
}

/// Whether the staff list is open, and if not, why.
enum Stage {
    /// Nobody has looked yet.
    New,
    /// Closed, and what the page shows instead.
    Closed(StageView),
    /// Open.
    Open(Box<House>),
}

impl Steward {
    /// The app before it has looked for its staff list; `app_status` does that.
    #[must_use]
    pub fn new(doors: Doors) -> Self {
        Self {
            doors,
            stage: RwLock::new(Stage::New),
            jobs: jobs::Jobs::default(),
            attempts: attempts::Attempts::default(),
            background_ends: Arc::default(),
        }
    }

    fn moment(&self) -> Moment {
        let now = self.doors.clock.now();
        Moment {
            now,
            today: clock::today(now),
        }
    }

    /// Who is working now.
    async fn author(&self) -> Result<Option<PersonId>, ApiError> {
        let chosen = self.house().await?.author();
        self.read(move |register, moment| Ok(header::working_as(register, chosen, moment.today)?))
            .await
    }

    /// The open staff list, for as long as one command needs it.
    async fn house(&self) -> Result<RwLockReadGuard<'_, House>, ApiError> {
        let stage = self.stage.read().await;
        RwLockReadGuard::try_map(stage, |stage| match stage {
            Stage::Open(house) => Some(&**house),
            Stage::New | Stage::Closed(_) => None,
        })
        .map_err(|_| ApiError::new(ErrorCode::NotOpen, "no staff list is open"))
    }

    /// Reads the staff list on a reading thread.
    async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(Register<'_>, Moment) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let house = self.house().await?;
        let moment = self.moment();
        house.lanes.read(move |register| read(register?, moment)).await?
    }

    /// Reads what a page shows at once, where it is soonest done. For what takes long there is [`Steward::read`]: a glance may keep
    /// a change waiting.
    async fn glance<T: Send + 'static>(
        &self,
        read: impl FnOnce(Register<'_>, Moment) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let house = self.house().await?;
        let moment = self.moment();
        house.lanes.glance(move |register| read(register?, moment)).await?
    }

    /// Does one action on the writing thread: all of it is recorded, or nothing. Answers with the action, if it recorded
    /// anything.
    async fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut RegisterMut<'_>, Moment) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<(T, Option<ActionId>), ApiError> {
        self.act_undoing(None, act).await
    }

    /// As [`Steward::act`], for an action that undoes another.
    async fn act_undoing<T: Send + 'static>(
        &self,
        undoes: Option<ActionId>,
        act: impl FnOnce(&mut RegisterMut<'_>, Moment) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<(T, Option<ActionId>), ApiError> {
        let house = self.house().await?;
        let moment = self.moment();
        let chosen = house.author();
        house
            .lanes
            .write(move |writer| {
                let context = WriteContext {
                    now: moment.now,
                    author: header::working_as(writer.read(), chosen, moment.today)?,
                    undoes,
                };
                writer.act(context, |register| {
                    let done = act(register, moment)?;
                    paths::end_complete(register, moment.today)?;
                    Ok((done, register.action()))
                })
            })
            .await?
    }
}
