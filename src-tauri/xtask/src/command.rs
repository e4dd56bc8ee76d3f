//! Running other programs: quietly for an answer, or aloud while keeping what they print.

use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, Stdio};
use std::thread;

use crate::Stop;

/// What a program printed, without colours, and whether it ended well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) succeeded: bool,
    pub(crate) lines: Vec<String>,
}

/// Runs a program with its output on the terminal. An unhappy end is an error that names the step.
pub(crate) fn run(step: &str, command: &mut Command) -> Result<(), Stop> {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Stop(format!("{step} did not work ({status}). The reason is above.")))
    }
}

/// Runs a program with its output on the terminal and keeps a copy of it.
pub(crate) fn run_and_hear(command: &mut Command) -> Result<Heard, Stop> {
    if io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| cannot_start(command, &error))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let lines = thread::scope(|scope| {
        let err = scope.spawn(|| err.map(|pipe| pass_on(pipe, io::stderr())).unwrap_or_default());
        let mut lines = out.map(|pipe| pass_on(pipe, io::stdout())).unwrap_or_default();
        lines.extend(err.join().unwrap_or_default());
        lines
    });
    let status = child.wait().map_err(|error| cannot_start(command, &error))?;
    Ok(Heard {
        succeeded: status.success(),
        lines,
    })
}

/// What a program answers on its standard output, or `None` when it is not there or says no.
pub(crate) fn ask(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a program of this name can be started from the search path.
pub(crate) fn is_on_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path)
            .any(|folder| folder.join(program).is_file() || folder.join(format!("{program}.exe")).is_file())
    })
}

fn cannot_start(command: &Command, error: &io::Error) -> Stop {
    Stop(format!(
        "{} could not be started: {error}.",
        command.get_program().to_string_lossy()
    ))
}

fn pass_on(pipe: impl Read, mut to: impl Write) -> Vec<String> {
    let mut lines = Vec::new();
    let mut reader = BufReader::new(pipe);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        // A closed terminal is no reason to stop counting.
        let _ = to.write_all(&line).and_then(|()| to.flush());
        lines.push(without_colours(String::from_utf8_lossy(&line).trim_end()));
        line.clear();
    }
    lines
}

/// The text without terminal escape sequences.
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\u{1b}' {
            plain.push(character);
            continue;
        }
        match characters.next() {
            // The sequence ends with its first letter.
            Some('[') => drop(characters.find(char::is_ascii_alphabetic)),
            // The choice of a character set has one more character.
            Some('(') => drop(characters.next()),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_out() {
        assert_eq!(
            without_colours("test it_works ... \u{1b}[31;1mFAILED\u{1b}(B\u{1b}[m"),
            "test it_works ... FAILED"
        );
        assert_eq!(without_colours("plain [1] text"), "plain [1] text");
    }

    #[cfg(unix)]
    #[test]
    fn both_outputs_are_heard_and_an_unhappy_end_is_seen() {
        let heard = run_and_hear(Command::new("sh").args(["-c", "echo one; echo two >&2; exit 3"]));
        assert_eq!(
            heard,
            Ok(Heard {
                succeeded: false,
                lines: vec!["one".into(), "two".into()]
            })
        );
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let stop = run_and_hear(&mut Command::new("no-such-program-here"));
        assert!(stop.is_err_and(|stop| stop.0.starts_with("no-such-program-here could not be started")));
        assert_eq!(ask("no-such-program-here", &[]), None);
    }
}
