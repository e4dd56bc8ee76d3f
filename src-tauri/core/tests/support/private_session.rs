//! A private D-Bus session with a real keyring, so that a test never touches the keyring of whoever runs it.
//!
//! A test calls [`in_private_session`] with its own name. That starts a bus of its own and runs the same test again as a child process with
//! the environment of that session; the child runs the body. The body starts and stops keyrings, and may run the same test once more
//! as a fresh process of the same session. Everything the session started ends with it.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The folder of the session a child runs in.
const FOLDER: &str = "STEWARD_TEST_SESSION";
/// The part of the body a fresh process runs.
const PART: &str = "STEWARD_TEST_PART";

/// Long enough for a busy machine, short enough that a prompt nobody can answer fails the test.
const PATIENCE: Duration = Duration::from_mins(2);

/// The session the body runs in.
pub(crate) struct Session {
    test: String,
    folder: PathBuf,
    /// The part of the body to run: empty in the first process.
    pub(crate) part: String,
}

/// Runs `body` in a private session. `test` is the full name of the calling test.
///
/// # Panics
///
/// When the body panics, a program is missing, or it takes longer than two minutes.
pub(crate) fn in_private_session(test: &str, body: impl FnOnce(&Session)) {
    if let Some(folder) = std::env::var_os(FOLDER) {
        let part = std::env::var(PART).unwrap_or_default();
        let session = Session {
            test: test.to_owned(),
            folder: folder.into(),
            part,
        };
        body(&session);
        fs::create_dir(session.mark()).expect("the mark that the body ran");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let session = Session {
        test: test.to_owned(),
        folder: folder.path().to_owned(),
        part: String::new(),
    };
    let _bus = session.start_bus();
    session.run_this_test("", &[]);
}

impl Session {
    /// Runs the same test again as a fresh process of this session, where [`Session::part`] is `part`.
    ///
    /// # Panics
    ///
    /// When it fails.
    pub(crate) fn in_a_fresh_process(&self, part: &str) {
        self.run_this_test(part, &[]);
    }

    /// As [`Session::in_a_fresh_process`], where no bus can be reached.
    ///
    /// # Panics
    ///
    /// When it fails.
    pub(crate) fn in_a_fresh_process_without_a_bus(&self, part: &str) {
        self.run_this_test(part, &[("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")]);
    }

    /// Starts a keyring whose collection is unlocked, as after signing in; the first start creates it.
    ///
    /// # Panics
    ///
    /// When it does not start.
    pub(crate) fn start_unlocked_keyring(&self) -> Running {
        self.start_keyring(&["--unlock"])
    }

    /// Starts a keyring that nobody has unlocked. On the first start it has no collection at all.
    ///
    /// # Panics
    ///
    /// When it does not start.
    pub(crate) fn start_locked_keyring(&self) -> Running {
        self.start_keyring(&[])
    }

    /// Locks the collection of the running keyring.
    ///
    /// # Panics
    ///
    /// When the keyring does not answer.
    pub(crate) fn lock_keyring(&self) {
        let locked = self.dbus_send(&[
            "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
            "array:objpath:/org/freedesktop/secrets/collection/login",
        ]);
        assert!(
            locked.contains("collection/login"),
            "the keyring did not lock: {locked}"
        );
    }

    /// What the keyring keeps on disk.
    ///
    /// # Panics
    ///
    /// When there is no collection.
    pub(crate) fn collection_on_disk(&self) -> Vec<u8> {
        fs::read(self.folder.join("data/keyrings/login.keyring")).expect("the keyring's file")
    }

    fn start_bus(&self) -> Running {
        for name in ["home", "run", "data", "config", "cache"] {
            steward_core::files::create_folder(&self.folder.join(name)).expect("a folder of the session");
        }
        // No service folders: nothing starts by itself, so that "no keyring" is a state that can be had.
        let config = format!(
            "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \
             \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n\
             <busconfig><type>session</type><listen>{}</listen><auth>EXTERNAL</auth><policy context=\"default\">\
             <allow send_destination=\"*\"/><allow receive_sender=\"*\"/><allow own=\"*\"/></policy></busconfig>\n",
            self.bus_address()
        );
        let path = self.folder.join("bus.conf");
        steward_core::files::write_whole(&path, config.as_bytes()).expect("the configuration of the bus");
        let mut command = Command::new("dbus-daemon");
        command.arg("--nofork").arg(format!("--config-file={}", path.display()));
        let bus = start(command.stdin(Stdio::null()));
        wait_until("dbus-daemon", || self.folder.join("bus").exists());
        bus
    }

    fn start_keyring(&self, arguments: &[&str]) -> Running {
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]).args(arguments);
        let mut running = start(self.environment(&mut command).stdin(Stdio::piped()));
        let mut stdin = running.0.stdin.take().expect("a pipe to gnome-keyring-daemon");
        stdin
            .write_all(b"collection password")
            .expect("gnome-keyring-daemon reads its password");
        drop(stdin);
        wait_until("gnome-keyring-daemon", || {
            self.dbus_send(&[
                "--dest=org.freedesktop.DBus",
                "/",
                "org.freedesktop.DBus.NameHasOwner",
                "string:org.freedesktop.secrets",
            ])
            .contains("boolean true")
        });
        running
    }

    fn dbus_send(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("dbus-send");
        command.args(["--session", "--print-reply"]).args(arguments);
        let output = self
            .environment(&mut command)
            .output()
            .unwrap_or_else(|error| missing("dbus-send", &error));
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    }

    fn run_this_test(&self, part: &str, overrides: &[(&str, &str)]) {
        let child = Session {
            test: self.test.clone(),
            folder: self.folder.clone(),
            part: part.to_owned(),
        };
        let output_path = child.mark().with_extension("output");
        let output = File::create_new(&output_path).expect("a file for the output");
        let mut command = Command::new(std::env::current_exe().expect("the path of this test program"));
        command.args(["--exact", &self.test, "--nocapture", "--test-threads=1"]);
        self.environment(&mut command)
            .env(FOLDER, &self.folder)
            .env(PART, part)
            .envs(overrides.iter().copied());
        command
            .stdout(output.try_clone().expect("a second handle"))
            .stderr(output);
        let mut running = Running(command.spawn().expect("this test program runs again"));
        let start = Instant::now();
        let outcome = loop {
            match running.0.try_wait().expect("the state of the child process") {
                Some(status) if status.success() && child.mark().exists() => return,
                Some(status) if status.success() => break "ran no such test: is the name right?".to_owned(),
                Some(status) => break status.to_string(),
                None if start.elapsed() > PATIENCE => break "still runs: is it waiting for a prompt?".to_owned(),
                None => thread::sleep(Duration::from_millis(20)),
            }
        };
        let output = fs::read_to_string(&output_path).unwrap_or_default();
        panic!(
            "{} {part} failed in its private session: {outcome}\n{output}",
            self.test
        );
    }

    /// Says that the body of this part ran to its end.
    fn mark(&self) -> PathBuf {
        self.folder.join(format!("done {}", self.part))
    }

    fn environment<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus_address())
            .env("HOME", self.folder.join("home"))
            .env("XDG_RUNTIME_DIR", self.folder.join("run"))
            .env("XDG_DATA_HOME", self.folder.join("data"))
            .env("XDG_CONFIG_HOME", self.folder.join("config"))
            .env("XDG_CACHE_HOME", self.folder.join("cache"))
            .env_remove("GNOME_KEYRING_CONTROL")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
    }

    fn bus_address(&self) -> String {
        format!("unix:path={}", self.folder.join("bus").display())
    }
}

/// A program of the session; it ends when this goes.
pub(crate) struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn start(command: &mut Command) -> Running {
    let program = command.get_program().to_string_lossy().into_owned();
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    Running(child.unwrap_or_else(|error| missing(&program, &error)))
}

fn missing(program: &str, error: &std::io::Error) -> ! {
    panic!(
        "this test needs {program}, which did not start ({error}): install the packages dbus, dbus-bin and gnome-keyring"
    );
}

fn wait_until(program: &str, ready: impl Fn() -> bool) {
    let start = Instant::now();
    while !ready() {
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "{program} started but was not ready within 30 seconds"
        );
        thread::sleep(Duration::from_millis(20));
    }
}
