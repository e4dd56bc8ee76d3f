//! The log: a text file for each day, kept for a week, in the folder the platform has for it.
//!
//! It carries ids and codes, never names, numbers or addresses. Two things hold it to that: only this program's own crates write to it,
//! and a field or message that does not look like an id or a code is written as `[withheld]`.

use std::fmt::{self, Write as _};
use std::panic::PanicHookInfo;
use std::path::Path;

use steward_core::files;
use thiserror::Error;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FormatFields, MakeWriter};
use tracing_subscriber::layer::SubscriberExt as _;

const DAYS_KEPT: usize = 7;
const WITHHELD: &str = "[withheld]";

/// Why there is no log. The program runs without one.
#[derive(Debug, Error)]
pub(crate) enum LogError {
    #[error("the log folder cannot be made")]
    Folder(#[from] files::FileError),
    #[error("the log file cannot be written")]
    File(#[from] tracing_appender::rolling::InitError),
    #[error("a log is already running")]
    Running(#[from] tracing::subscriber::SetGlobalDefaultError),
}

/// Starts the log in `folder`, which is made if it is missing.
///
/// # Errors
///
/// When the folder cannot be written, or on a second call in one process.
pub(crate) fn start(folder: &Path) -> Result<(), LogError> {
    tracing::subscriber::set_global_default(subscriber(open(folder)?))?;
    Ok(())
}

fn open(folder: &Path) -> Result<RollingFileAppender, LogError> {
    files::create_folder(folder)?;
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("mailbox-steward")
        .filename_suffix("log")
        .max_log_files(DAYS_KEPT)
        .build(folder)?;
    Ok(file)
}

/// Writes the place of a panic to the log, and nothing of its message, which may quote what somebody typed.
///
/// The standard hook prints the message to standard error, which a desktop keeps in its journal; it is replaced, except in a debug build.
pub(crate) fn watch_panics() {
    let standard = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        log_panic(panic);
        if cfg!(debug_assertions) {
            standard(panic);
        }
    }));
}

fn log_panic(panic: &PanicHookInfo<'_>) {
    let (file, line) = panic
        .location()
        .map_or(("unknown", 0), |place| (file_name(place.file()), place.line()));
    let thread = std::thread::current();
    tracing::error!(file, line, thread = thread.name().unwrap_or("unnamed"), "panic");
}

/// The last part of a source path: the rest names a folder of the computer that built the program.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn subscriber<W>(file: W) -> impl tracing::Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let ours = Targets::new()
        .with_target("mailbox_steward", LevelFilter::INFO)
        .with_target("steward_core", LevelFilter::INFO);
    tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(LevelFilter::INFO)
        .fmt_fields(PlainFields)
        .with_writer(file)
        .finish()
        .with(ours)
}

/// Writes `message key=value …`, each held to what [`as_plain`] allows.
struct PlainFields;

impl<'w> FormatFields<'w> for PlainFields {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'w>, fields: R) -> fmt::Result {
        let mut line = Line {
            writer,
            first: true,
            result: Ok(()),
        };
        fields.record(&mut line);
        line.result
    }
}

struct Line<'w> {
    writer: Writer<'w>,
    first: bool,
    result: fmt::Result,
}

impl Line<'_> {
    fn put(&mut self, field: &Field, value: impl fmt::Display) {
        if self.result.is_err() {
            return;
        }
        let space = if std::mem::take(&mut self.first) { "" } else { " " };
        self.result = if field.name() == "message" {
            write!(self.writer, "{space}{value}")
        } else {
            write!(self.writer, "{space}{}={value}", field.name())
        };
    }

    fn put_text(&mut self, field: &Field, text: &str) {
        let plain = if field.name() == "message" {
            is_plain_message(text)
        } else {
            is_plain_value(text)
        };
        self.put(field, if plain { text } else { WITHHELD });
    }
}

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let mut text = String::new();
        if write!(text, "{value:?}").is_err() {
            text.clear();
        }
        self.put_text(field, &text);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put_text(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.put(field, value);
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.put(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value);
    }
}

/// An id or a code: one word of letters, digits and `_ - . : /`, at most 64 characters, without the digits of a telephone number.
fn is_plain_value(text: &str) -> bool {
    let one_word = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '/'));
    text.len() <= 64 && one_word && (is_uuid(text) || longest_number(text) <= 5)
}

/// The fixed words of a log line: no address, no number.
fn is_plain_message(text: &str) -> bool {
    text.len() <= 200 && !text.contains('@') && longest_number(text) <= 5
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.chars().all(|c| c.is_ascii_hexdigit()))
}

/// How many digits stand together, counting those that only a space, a dot, a bracket or a hyphen keeps apart.
fn longest_number(text: &str) -> usize {
    let mut longest = 0;
    let mut digits = 0;
    for c in text.chars() {
        if c.is_numeric() {
            digits += 1;
            longest = longest.max(digits);
        } else if !matches!(c, ' ' | '.' | '-' | '(' | ')' | '+') {
            digits = 0;
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(write: impl FnOnce()) -> String {
        let page = Page::default();
        let writer = page.clone();
        tracing::subscriber::with_default(subscriber(move || writer.clone()), write);
        let bytes = page.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn ids_codes_and_counts_are_written() {
        let line = logged(|| {
            tracing::info!(
                command = "person_add",
                code = "duplicate_mobile",
                person = "019a9b12-3456-7890-8123-012345678901",
                millis = 1234_u64,
                ok = false,
                "command refused"
            );
        });
        assert!(
            line.contains(
                "command refused command=person_add code=duplicate_mobile \
                 person=019a9b12-3456-7890-8123-012345678901 millis=1234 ok=false"
            ),
            "{line}"
        );
    }

    #[test]
    fn a_name_a_mobile_and_an_address_are_withheld() {
        let line = logged(|| {
            tracing::info!(who = "Aoife O'Neill", "opened");
            tracing::info!(who = %"Aoife Byrne", "opened");
            tracing::info!(mobile = "07700900123", "opened");
            tracing::info!(mobile = "07700-900-123", "opened");
            tracing::info!(mail = ?"care.vlaxl@nhs.net", "opened");
            tracing::info!("could not read 07700 900123");
            tracing::info!("could not read aoife.byrne@example.org");
        });
        assert_eq!(line.lines().count(), 7);
        assert_eq!(line.matches(WITHHELD).count(), 7, "{line}");
        for secret in ["Aoife", "900", "vlaxl", "byrne"] {
            assert!(!line.contains(secret), "{line}");
        }
    }

    #[test]
    fn other_crates_and_small_talk_are_left_out() {
        let line = logged(|| {
            tracing::error!(target: "zbus::connection", "a message with its body");
            tracing::debug!("a detail");
        });
        assert_eq!(line, "");
    }

    #[test]
    fn a_panic_is_logged_by_its_place_alone() {
        let line = logged(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(log_panic));
            let caught = std::panic::catch_unwind(|| panic!("Aoife Byrne is on 07700900123"));
            std::panic::set_hook(before);
            assert!(caught.is_err());
        });
        assert!(line.contains("panic file=logging.rs line="), "{line}");
        assert!(!line.contains("Aoife") && !line.contains("07700"), "{line}");
    }

    #[test]
    fn the_log_makes_its_folder_and_keeps_a_week() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("deep/logs");
        files::create_folder(&folder).unwrap();
        for day in 10..30 {
            files::write_whole(&folder.join(format!("mailbox-steward.2026-10-{day}.log")), b"old").unwrap();
        }
        let file = open(&folder).unwrap();
        tracing::subscriber::with_default(subscriber(file), || tracing::info!(code = "started", "test"));
        let logs: Vec<_> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|log| log.unwrap().path())
            .collect();
        assert_eq!(logs.len(), DAYS_KEPT);
        assert!(
            logs.iter()
                .any(|log| std::fs::read_to_string(log).unwrap().contains("test code=started"))
        );
    }
}
