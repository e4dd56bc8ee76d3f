//! Other programs the tests start: each in a process group of its own, ended with the test that started it.

use crate::problem::{Outcome, Problem};
use rustix::process::{Pid, Signal, kill_process_group};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// A running program. Dropping it ends it and everything it started.
pub struct Program {
    name: String,
    child: Child,
    group: Pid,
    stdout: Option<BufReader<ChildStdout>>,
}

/// How a program is started.
pub struct Start {
    name: String,
    command: Command,
    input: Option<String>,
    read_stdout: bool,
    output: Option<std::path::PathBuf>,
}

impl Start {
    /// A program found on PATH, or a path, with only the environment given.
    ///
    /// It also ends when the thread that started it ends, so nothing outlives a test run that is killed.
    pub fn new(program: impl AsRef<Path>, environment: &[(String, String)]) -> Self {
        let program = program.as_ref();
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "KILL", "--"])
            .arg(program)
            .env_clear()
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0);
        Self {
            name: program.display().to_string(),
            command,
            input: None,
            read_stdout: false,
            output: None,
        }
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<I, S>(mut self, arguments: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<std::ffi::OsStr>,
    {
        self.command.args(arguments);
        self
    }

    /// Written to its standard input, which is then closed.
    #[must_use]
    pub fn input(mut self, text: &str) -> Self {
        self.input = Some(text.to_owned());
        self.command.stdin(Stdio::piped());
        self
    }

    /// Keeps its standard output for [`Program::line`].
    #[must_use]
    pub fn reads_stdout(mut self) -> Self {
        self.read_stdout = true;
        self.command.stdout(Stdio::piped());
        self
    }

    /// Appends standard error, and standard output unless it is read, to this file.
    #[must_use]
    pub fn output(mut self, file: &Path) -> Self {
        self.output = Some(file.to_owned());
        self
    }

    /// Starts it.
    ///
    /// # Errors
    ///
    /// When the program is missing or cannot be started.
    pub fn run(mut self) -> Outcome<Program> {
        need(&self.name)?;
        if let Some(path) = &self.output {
            let file = File::options()
                .create(true)
                .append(true)
                .open(path)
                .map_err(|why| Problem::while_doing(&format!("opening {}", path.display()), why))?;
            if !self.read_stdout {
                let copy = file
                    .try_clone()
                    .map_err(|why| Problem::while_doing("sharing an output file", why))?;
                self.command.stdout(copy);
            }
            self.command.stderr(file);
        }
        let mut child = self
            .command
            .spawn()
            .map_err(|why| Problem::while_doing(&format!("starting {}", self.name), why))?;
        let group = Pid::from_child(&child);
        if let Some(text) = self.input
            && let Some(mut stdin) = child.stdin.take()
        {
            stdin
                .write_all(text.as_bytes())
                .map_err(|why| Problem::while_doing(&format!("writing to {}", self.name), why))?;
        }
        let stdout = child.stdout.take().map(BufReader::new);
        Ok(Program {
            name: self.name,
            child,
            group,
            stdout,
        })
    }
}

impl Program {
    /// The next line of its standard output, without the line break.
    ///
    /// # Errors
    ///
    /// When the program ended, or its output is not being read.
    pub fn line(&mut self) -> Outcome<String> {
        let mut line = String::new();
        let read = match &mut self.stdout {
            Some(stdout) => stdout.read_line(&mut line),
            None => return Err(Problem::new(format!("the output of {} is not read", self.name))),
        };
        match read {
            Ok(0) => Err(Problem::new(format!("{} ended before it was ready", self.name))),
            Ok(_) => Ok(line.trim_end().to_owned()),
            Err(why) => Err(Problem::while_doing(&format!("reading from {}", self.name), why)),
        }
    }

    /// The process id of the program.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, or nothing while it runs.
    ///
    /// # Errors
    ///
    /// When the system will not say.
    pub fn ended(&mut self) -> Outcome<Option<ExitStatus>> {
        self.child
            .try_wait()
            .map_err(|why| Problem::while_doing(&format!("asking whether {} ended", self.name), why))
    }

    /// Waits until it ends by itself.
    ///
    /// # Errors
    ///
    /// When it still runs after that many seconds.
    pub async fn wait(&mut self, seconds: u64) -> Outcome<ExitStatus> {
        let end = Instant::now() + Duration::from_secs(seconds);
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            if Instant::now() > end {
                return Err(Problem::new(format!("{} still runs after {seconds} s", self.name)));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ends it and everything it started, at once and without a word, as a power cut or kill -9 does.
    pub fn kill(&mut self) {
        if kill_process_group(self.group, Signal::KILL).is_ok() {
            drop(self.child.wait());
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Fails with a sentence when a program is not there.
///
/// # Errors
///
/// When the program is neither a file nor on PATH.
pub fn need(program: &str) -> Outcome<()> {
    let there = if program.contains('/') {
        Path::new(program).is_file()
    } else {
        std::env::var_os("PATH")
            .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
    };
    if there {
        return Ok(());
    }
    let package = match program {
        "WebKitWebDriver" => "webkit2gtk-driver",
        "Xvfb" => "xvfb",
        "gnome-keyring-daemon" => "gnome-keyring",
        "dbus-daemon" => "dbus-daemon",
        "openbox" => "openbox",
        "strace" => "strace",
        "setpriv" => "util-linux",
        _ => {
            return Err(Problem::new(format!(
                "The program {program} is missing. `cargo xtask test` builds it."
            )));
        }
    };
    Err(Problem::new(format!(
        "The program {program} is missing. Install it with: sudo apt-get install {package}"
    )))
}
