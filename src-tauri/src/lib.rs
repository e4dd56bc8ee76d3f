//! The shell: the window, the log, and the doors only a desktop has. It holds no rules; those are in `steward_core`.
//!
//! Data flows one way: page, `commands`, `steward_core::app`. What the core needs of the desktop it asks through `desktop`.

mod commands;
mod desktop;
mod logging;
mod startup;

#[cfg(test)]
mod access;
#[cfg(test)]
mod installers;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use steward_core::app::{self, Doors, Steward};
use steward_core::clock::Date;
use steward_core::contract::NoRequest;
use tauri::{App, AppHandle, Context, Manager as _, RunEvent};
use tokio::time::timeout;

use desktop::dialogs::{self, NoStart};
use desktop::place::Place;
use desktop::session::Appearance;
use desktop::{Desk, session, window};
use startup::{Folders, Options};

/// The longest that quitting waits for the staff list to close.
const CLOSING_TAKES: Duration = Duration::from_secs(5);

/// Runs the program until its window is closed.
pub fn run() {
    session::prepare();
    logging::watch_panics();
    let options = Options::read(std::env::args_os().skip(1));
    let Ok(folders) = Folders::find(options.demo) else {
        dialogs::say(NoStart::Folder);
        return;
    };
    // Without a log the program runs all the same.
    let _ = logging::start(folders.logs());
    tracing::info!(version = env!("CARGO_PKG_VERSION"), demo = options.demo, "started");
    if options.reset_window {
        Place::forget(folders.data());
    }
    let appearance = Appearance::ask();
    if let Ok(app) = build(folders, options.day, appearance) {
        app.run(|app, event| on_event(app, &event));
    } else {
        tracing::error!("the window cannot be opened");
        dialogs::say(NoStart::Window);
    }
}

/// How often it is asked whether it is time for the reminder of the day: a computer that slept has missed any longer wait.
const REMINDS_EVERY: Duration = Duration::from_hours(1);

/// How long the page has to keep what is half typed, when the system wants the lock. A computer that goes to sleep gives no more.
const FORMS_ARE_KEPT: Duration = Duration::from_millis(250);

/// What lives as long as the program.
struct Running {
    folders: Mutex<Option<Folders>>,
    desk: Arc<Desk>,
    steward: Arc<Steward>,
}

fn build(folders: Folders, day: Option<Date>, appearance: Appearance) -> tauri::Result<App> {
    let mut builder = tauri::Builder::default();
    if !folders.is_demo() {
        // First of all plugins: a second start ends here, before it has touched anything.
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| {
            window::bring_to_front(app);
        }));
    }
    builder
        .invoke_handler(commands::answer)
        .setup(move |app| Ok(set_up(app, folders, day, appearance)?))
        .build(context())
}

/// The page, the icons, the settings and the access list, as they were when the program was built.
fn context() -> Context {
    tauri::generate_context!()
}

/// Begins to open the staff list, and opens the window meanwhile.
fn set_up(app: &App, folders: Folders, day: Option<Date>, appearance: Appearance) -> tauri::Result<()> {
    let desk = Arc::new(Desk::new(app.handle().clone()));
    let steward = Arc::new(Steward::new(doors(&folders, day, Arc::clone(&desk))));
    app.manage(Arc::clone(&steward));

    if !folders.is_demo() {
        let opening = Arc::clone(&steward);
        // The page asks again for what came of it. A demo is opened by the page alone: opening it tells its whole story first.
        tauri::async_runtime::spawn(async move { app::app_status(&opening, NoRequest {}).await });
    }
    let reminding = Arc::clone(&steward);
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::time::sleep(REMINDS_EVERY).await;
            // Locked, or not open yet: there is nothing to say.
            let _ = app::remind(&reminding, NoRequest {}).await;
        }
    });
    appearance.prepare_window();
    window::open(app, folders.data(), &folders.web())?;

    session::end_when_told(app.handle().clone());
    appearance.follow(app.handle().clone());
    let handle = app.handle().clone();
    let locked = Arc::clone(&steward);
    session::watch(move || lock(handle.clone(), Arc::clone(&locked)));
    app.manage(Running {
        folders: Mutex::new(Some(folders)),
        desk,
        steward,
    });
    Ok(())
}

fn doors(folders: &Folders, day: Option<Date>, desk: Arc<Desk>) -> Doors {
    Doors {
        clock: startup::clock(day),
        vault: startup::vault(folders.is_demo()),
        desktop: desk,
        folder: folders.data().to_path_buf(),
        surroundings: startup::surroundings(folders.is_demo()),
        log_folder: folders.logs().to_path_buf(),
        version: env!("CARGO_PKG_VERSION"),
        demo: folders.is_demo(),
        password_store: startup::password_store(folders.is_demo()),
        protects_screen: desktop::PROTECTS_SCREEN,
    }
}

/// Locks the staff list, and has the page show that. Without a passphrase there is nothing to lock, and the core says so.
fn lock(app: AppHandle, steward: Arc<Steward>) {
    tauri::async_runtime::spawn(async move {
        window::tell_page_locking(&app);
        tokio::time::sleep(FORMS_ARE_KEPT).await;
        if app::app_lock(&steward, NoRequest {}).await.is_ok() {
            tracing::info!("locked by the system");
            window::tell_page_locked(&app);
        }
    });
}

fn on_event(app: &AppHandle, event: &RunEvent) {
    // macOS ends the program without closing its window first.
    if matches!(event, RunEvent::ExitRequested { .. }) {
        window::remember_place(app);
    }
    if matches!(event, RunEvent::Exit) {
        end(app);
    }
}

/// Closes the staff list and leaves nothing of ours on the clipboard. Something that does not let go of the staff list, such as a dialog
/// still open, is not waited for: the file is whole at any moment.
fn end(app: &AppHandle) {
    let Some(running) = app.try_state::<Running>() else {
        return;
    };
    let steward = Arc::clone(&running.steward);
    let closed = tauri::async_runtime::block_on(async move { timeout(CLOSING_TAKES, steward.close()).await });
    if closed.is_err() {
        tracing::warn!("the staff list was not closed in time");
    }
    running.desk.end();
    let folders = running.folders.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(folders) = folders {
        window::keep_place(app, folders.data());
    }
    tracing::info!("ended");
}
