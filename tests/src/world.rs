//! A computer of the test's own.

use crate::bus::Bus;
use crate::files::{Found, search, write};
use crate::keyring::Keyring;
use crate::portal::Portal;
use crate::problem::{Outcome, Problem};
use crate::program::{Program, Start, need};
use crate::screen::{Screen, ScreenSize, Theme};
use crate::window::Window;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// What the computer's password store is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyrings {
    /// Open, as after signing in.
    Unlocked,
    /// Closed, and nobody answers when it asks for its password.
    Locked,
    /// There is none.
    Absent,
}

/// Folders, a message bus, a password store and a screen that only one test uses. Dropping it ends and deletes
/// everything; with `STEWARD_KEEP` set in the environment the folders stay, and their place is printed.
///
/// The fields are dropped in this order: what uses the bus and the screen goes before them.
pub struct World {
    keyring: Option<Keyring>,
    /// Answers the app's file dialogs.
    pub portal: Portal,
    /// The windows, the clipboard and the theme.
    pub screen: Rc<Screen>,
    /// The message bus.
    pub bus: Bus,
    binary: PathBuf,
    /// How many pixels of the screen make a CSS pixel.
    scale: u8,
    /// A script that starts the app in its own place, where the app is watched.
    starter: Option<PathBuf>,
    pictures: PathBuf,
    folder: PathBuf,
    temporary: Option<tempfile::TempDir>,
}

impl World {
    /// A new computer with an open password store.
    ///
    /// # Errors
    ///
    /// When a program the tests need is missing or does not start.
    pub async fn new(test: &str) -> Outcome<Self> {
        Self::with(test, Keyrings::Unlocked).await
    }

    /// A new computer with an open password store and a screen of this size.
    ///
    /// # Errors
    ///
    /// When a program the tests need is missing or does not start.
    pub async fn on_screen(test: &str, size: ScreenSize) -> Outcome<Self> {
        Self::made(test, Keyrings::Unlocked, size).await
    }

    /// A new computer with a password store in this state.
    ///
    /// # Errors
    ///
    /// When a program the tests need is missing or does not start.
    pub async fn with(test: &str, keyrings: Keyrings) -> Outcome<Self> {
        Self::made(test, keyrings, ScreenSize::ROOMY).await
    }

    async fn made(test: &str, keyrings: Keyrings, size: ScreenSize) -> Outcome<Self> {
        let temporary = tempfile::Builder::new()
            .prefix("steward-")
            .tempdir_in("/tmp")
            .map_err(|why| Problem::while_doing("making a folder for the test", why))?;
        let folder = temporary.path().to_owned();
        let temporary = if std::env::var_os("STEWARD_KEEP").is_some() {
            drop(temporary.keep());
            None
        } else {
            Some(temporary)
        };
        for name in [
            "home/Documents",
            "config",
            "data",
            "cache",
            "state",
            "temp",
            "run",
            "bin",
            "said",
        ] {
            std::fs::create_dir_all(folder.join(name))
                .map_err(|why| Problem::while_doing(&format!("making the folder {name}"), why))?;
        }
        let private = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(folder.join("run"), private)
            .map_err(|why| Problem::while_doing("making the run-time folder private", why))?;
        let links = folder.join("bin/xdg-open");
        let script = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$1\" >>'{}'\n",
            folder.join("opened").display()
        );
        write(&links, script)?;
        std::fs::set_permissions(&links, std::fs::Permissions::from_mode(0o755))
            .map_err(|why| Problem::while_doing("making the stand-in for xdg-open a program", why))?;

        let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("output").join(test);
        let _ = std::fs::remove_dir_all(&pictures);
        std::fs::create_dir_all(&pictures).map_err(|why| Problem::while_doing("making the output folder", why))?;

        let plain = environment(&folder);
        let bus = Bus::start(&folder.join("run"), &plain)?;
        let screen = Screen::start(&folder.join("run"), &plain, size).await?;
        let portal = Portal::start(&bus).await?;
        let mut world = Self {
            keyring: None,
            portal,
            screen: Rc::new(screen),
            bus,
            binary: app()?,
            scale: 1,
            starter: None,
            pictures,
            folder,
            temporary,
        };
        world.set_keyring(keyrings).await?;
        Ok(world)
    }

    /// Has programs take the screen for one with so many pixels to a CSS pixel.
    #[must_use]
    pub fn with_scale(mut self, scale: u8) -> Self {
        self.scale = scale;
        self
    }

    /// Uses another program than the app.
    #[must_use]
    pub fn running(mut self, binary: PathBuf) -> Self {
        self.binary = binary;
        self
    }

    /// Has every later start under WebDriver write each network call of the app and its helpers to a file.
    ///
    /// # Errors
    ///
    /// When strace is missing or the folder cannot be written.
    pub fn traced(mut self, calls: &Path) -> Outcome<Self> {
        need("strace")?;
        let script = self.scratch("traced");
        write(
            &script,
            format!(
                "#!/bin/sh\nexec strace -D -f -qq -e trace=network -o '{}' '{}' \"$@\"\n",
                calls.display(),
                self.binary.display()
            ),
        )?;
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755))
            .map_err(|why| Problem::while_doing("making the tracing script a program", why))?;
        self.starter = Some(script);
        Ok(self)
    }

    /// Keeps the app's files in another folder, reached through a link.
    ///
    /// # Errors
    ///
    /// When the app keeps something already.
    pub fn keep_files_in(&self, folder: &Path) -> Outcome<()> {
        std::os::unix::fs::symlink(folder, self.app_folder())
            .map_err(|why| Problem::while_doing("linking the app's folder", why))
    }

    /// The person's own folder.
    #[must_use]
    pub fn home(&self) -> PathBuf {
        self.folder.join("home")
    }

    /// Opens, closes or takes away the password store; what is in it stays.
    ///
    /// # Errors
    ///
    /// When gnome-keyring is missing or does not start.
    pub async fn set_keyring(&mut self, keyrings: Keyrings) -> Outcome<()> {
        self.keyring = None;
        let (run, environment) = (self.folder.join("run"), self.environment());
        self.keyring = match keyrings {
            Keyrings::Unlocked => Some(Keyring::start_unlocked(&self.bus, &run, &environment).await?),
            Keyrings::Locked => Some(Keyring::start_locked(&self.bus, &run, &environment).await?),
            Keyrings::Absent => None,
        };
        Ok(())
    }

    /// The password store.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn keyring(&self) -> Outcome<&Keyring> {
        self.keyring
            .as_ref()
            .ok_or_else(|| Problem::new("this computer has no keyring"))
    }

    /// Makes the desktop prefer light or dark; the app follows at once.
    ///
    /// # Errors
    ///
    /// When the bus is gone.
    pub async fn set_theme(&self, theme: Theme) -> Outcome<()> {
        self.portal.set_theme(theme).await
    }

    /// Checks the page as it is, in light and in dark, on a usual window and on one of 320 CSS pixels: no accessibility
    /// fault, nothing to be scrolled sideways. A picture of each is kept.
    ///
    /// # Errors
    ///
    /// The faults of all four together.
    pub async fn looks_right(&self, window: &Window, page: &str) -> Outcome<()> {
        let mut faults = Vec::new();
        for (theme, dark, themed) in [(Theme::Light, false, "light"), (Theme::Dark, true, "dark")] {
            self.set_theme(theme).await?;
            window.is_dark(dark).await?;
            for ((width, height), sized) in [((1100, 760), "wide"), ((320, 640), "narrow")] {
                window.resize(width, height).await?;
                for checked in [window.is_accessible().await, window.fits().await] {
                    if let Err(problem) = checked {
                        faults.push(format!("{page}, {themed}, {sized}: {problem}"));
                    }
                }
                window.picture(&format!("{page}-{themed}-{sized}")).await?;
            }
        }
        self.set_theme(Theme::Light).await?;
        window.is_dark(false).await?;
        window.resize(1100, 760).await?;
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Problem::new(faults.join("\n")))
        }
    }

    /// Starts the app under WebDriver. What an earlier start saved is there.
    ///
    /// # Errors
    ///
    /// When it does not show a window.
    pub async fn open(&self) -> Outcome<Window> {
        self.open_with(&[]).await
    }

    /// Starts the app under WebDriver with arguments.
    ///
    /// # Errors
    ///
    /// When it does not show a window.
    pub async fn open_with(&self, arguments: &[&str]) -> Outcome<Window> {
        let mut environment = self.environment();
        environment.push(("TAURI_WEBVIEW_AUTOMATION".into(), "true".into()));
        Window::open(
            &self.binary,
            self.starter.as_ref().unwrap_or(&self.binary),
            arguments,
            &environment,
            &self.said(),
            &self.pictures,
            Rc::clone(&self.screen),
        )
        .await
    }

    /// Starts the app as a double click does, without WebDriver.
    ///
    /// # Errors
    ///
    /// When it cannot be started.
    pub fn launch(&self) -> Outcome<Program> {
        Start::new(&self.binary, &self.environment()).output(&self.said()).run()
    }

    /// Starts another program in this world.
    ///
    /// # Errors
    ///
    /// When it cannot be started.
    pub fn start(&self, program: &Path, arguments: &[&str]) -> Outcome<Program> {
        Start::new(program, &self.environment())
            .args(arguments)
            .output(&self.said())
            .run()
    }

    /// Starts the app as a double click does, with every network call of it and its helpers written to a file.
    ///
    /// # Errors
    ///
    /// When strace or the app cannot be started.
    pub fn launch_traced(&self, calls: &Path) -> Outcome<Program> {
        Start::new("strace", &self.environment())
            .args(["-f", "-qq", "-e", "trace=network", "-o"])
            .args([calls, &self.binary])
            .output(&self.said())
            .run()
    }

    /// Closes the app's window with its close button and waits until the app has ended.
    ///
    /// # Errors
    ///
    /// When it does not end.
    pub async fn close(&self, window: Window) -> Outcome<()> {
        self.screen.close_windows()?;
        window.ends(15).await
    }

    /// What the app asked the desktop to open, in order.
    #[must_use]
    pub fn opened(&self) -> Vec<String> {
        std::fs::read_to_string(self.folder.join("opened"))
            .unwrap_or_default()
            .lines()
            .map(str::to_owned)
            .collect()
    }

    /// The person's documents folder.
    #[must_use]
    pub fn documents(&self) -> PathBuf {
        self.folder.join("home/Documents")
    }

    /// The folder where the app keeps its files.
    #[must_use]
    pub fn app_folder(&self) -> PathBuf {
        self.folder.join("data/uk.mailboxsteward.app")
    }

    /// A place for a file of the test's own.
    #[must_use]
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.folder.join("run").join(name)
    }

    /// Every place where these words stand in the clear: in what the app and the web view keep, in the keyring's
    /// files, in temporary files, and in what the app printed. Not in the person's own documents.
    ///
    /// # Errors
    ///
    /// When the folders cannot be read.
    pub fn in_the_clear(&self, words: &[&str]) -> Outcome<Vec<Found>> {
        let folders = ["config", "data", "cache", "state", "temp", "said"].map(|name| self.folder.join(name));
        let mut found = search(&folders, words)?;
        let documents = self.documents();
        found.extend(search(&[self.folder.join("home")], words).unwrap_or_default());
        found.retain(|place| !place.file.starts_with(&documents));
        Ok(found)
    }

    fn said(&self) -> PathBuf {
        self.folder.join("said/app")
    }

    fn environment(&self) -> Vec<(String, String)> {
        let mut environment = environment(&self.folder);
        environment.push(("DISPLAY".into(), self.screen.name().into()));
        environment.push(("GDK_SCALE".into(), self.scale.to_string()));
        environment.push(("DBUS_SESSION_BUS_ADDRESS".into(), self.bus.address().into()));
        environment
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if self.temporary.is_none() {
            let _ = write(&self.pictures.join("world"), self.folder.display().to_string());
        }
    }
}

/// The environment of every program of a world, without a screen or a bus.
fn environment(folder: &Path) -> Vec<(String, String)> {
    let at = |name: &str| folder.join(name).display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    [
        ("PATH", format!("{}:{path}", at("bin"))),
        ("HOME", at("home")),
        ("XDG_CONFIG_HOME", at("config")),
        ("XDG_DATA_HOME", at("data")),
        ("XDG_CACHE_HOME", at("cache")),
        ("XDG_STATE_HOME", at("state")),
        ("XDG_RUNTIME_DIR", at("run")),
        ("TMPDIR", at("temp")),
        ("LANG", "C.UTF-8".into()),
        ("TZ", "Europe/London".into()),
        ("USER", "e2e".into()),
        ("GDK_BACKEND", "x11".into()),
        ("GSETTINGS_BACKEND", "memory".into()),
        ("NO_AT_BRIDGE", "1".into()),
        ("LIBGL_ALWAYS_SOFTWARE", "1".into()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// The app to test: `STEWARD_APP`, or the one `cargo xtask test` builds.
fn app() -> Outcome<PathBuf> {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/ci/mailbox-steward");
    let app = std::env::var_os("STEWARD_APP").map_or(built, PathBuf::from);
    std::path::absolute(&app).map_err(|why| Problem::while_doing("finding the app", why))
}
