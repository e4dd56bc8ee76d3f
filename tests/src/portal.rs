//! Stands in for the desktop: the test decides what the person picks in a file dialog, and whether they prefer dark.

use crate::bus::Bus;
use crate::problem::{Outcome, Problem};
use crate::screen::Theme;
use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use zbus::message::Header;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

const PATH: &str = "/org/freedesktop/portal/desktop";

/// What the person does in the next file dialog.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Picks this file.
    Pick(PathBuf),
    /// Presses Cancel.
    Cancel,
}

/// A file dialog the app opened.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `SaveFile` or `OpenFile`.
    pub method: &'static str,
    /// The window the dialog belongs to, as the portal names windows.
    pub parent: String,
    /// The heading of the dialog.
    pub title: String,
    /// The file name suggested, if any.
    pub suggested_name: Option<String>,
}

#[derive(Default)]
struct Conversation {
    answers: VecDeque<Answer>,
    asked: Vec<Asked>,
    prefers_dark: bool,
}

/// The desktop portal on the private bus. A dialog nobody prepared an answer for is cancelled.
pub struct Portal {
    conversation: Arc<Mutex<Conversation>>,
    connection: zbus::Connection,
}

impl Portal {
    /// Takes the desktop portal's name on the bus.
    ///
    /// # Errors
    ///
    /// When the bus refuses.
    pub async fn start(bus: &Bus) -> Outcome<Self> {
        let conversation = Arc::new(Mutex::new(Conversation::default()));
        let serve = async {
            zbus::connection::Builder::address(bus.address())?
                .serve_at(PATH, FileChooser(Arc::clone(&conversation)))?
                .serve_at(PATH, Settings(Arc::clone(&conversation)))?
                .name("org.freedesktop.portal.Desktop")?
                .build()
                .await
        };
        let connection = serve
            .await
            .map_err(|why: zbus::Error| Problem::while_doing("offering the file chooser", why))?;
        Ok(Self {
            conversation,
            connection,
        })
    }

    /// Says that the person prefers light or dark, as the desktop's settings do; programs already running are told.
    ///
    /// # Errors
    ///
    /// When the bus is gone.
    pub async fn set_theme(&self, theme: Theme) -> Outcome<()> {
        let prefers_dark = theme == Theme::Dark;
        let before = std::mem::replace(&mut lock(&self.conversation).prefers_dark, prefers_dark);
        if before == prefers_dark {
            return Ok(());
        }
        let change = (APPEARANCE, COLOR_SCHEME, scheme(prefers_dark));
        let (settings, signal) = ("org.freedesktop.portal.Settings", "SettingChanged");
        self.connection
            .emit_signal(None::<&str>, PATH, settings, signal, &change)
            .await
            .map_err(|why| Problem::while_doing("telling programs about light and dark", why))
    }

    /// Prepares the answer to the next file dialog that has none yet.
    pub fn will(&self, answer: Answer) {
        lock(&self.conversation).answers.push_back(answer);
    }

    /// Every file dialog so far.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        lock(&self.conversation).asked.clone()
    }
}

fn lock(conversation: &Mutex<Conversation>) -> MutexGuard<'_, Conversation> {
    conversation.lock().unwrap_or_else(PoisonError::into_inner)
}

const APPEARANCE: &str = "org.freedesktop.appearance";
const COLOR_SCHEME: &str = "color-scheme";

/// The portal's number: 1 dark, 2 light.
fn scheme(prefers_dark: bool) -> Value<'static> {
    Value::from(if prefers_dark { 1_u32 } else { 2_u32 })
}

struct Settings(Arc<Mutex<Conversation>>);

impl Settings {
    fn value(&self, namespace: &str, key: &str) -> zbus::fdo::Result<Value<'static>> {
        if (namespace, key) == (APPEARANCE, COLOR_SCHEME) {
            Ok(scheme(lock(&self.0).prefers_dark))
        } else {
            Err(zbus::fdo::Error::Failed("there is no such setting".into()))
        }
    }
}

#[expect(clippy::unused_self, reason = "the signatures are the portal's")]
#[zbus::interface(name = "org.freedesktop.portal.Settings")]
impl Settings {
    fn read_one(&self, namespace: &str, key: &str) -> zbus::fdo::Result<OwnedValue> {
        owned(self.value(namespace, key)?)
    }

    /// The older call, whose answer is wrapped twice.
    fn read(&self, namespace: &str, key: &str) -> zbus::fdo::Result<OwnedValue> {
        owned(Value::Value(Box::new(self.value(namespace, key)?)))
    }

    #[zbus(property, name = "version")]
    fn version(&self) -> u32 {
        2
    }
}

fn owned(value: Value<'_>) -> zbus::fdo::Result<OwnedValue> {
    OwnedValue::try_from(value).map_err(|why| zbus::fdo::Error::Failed(why.to_string()))
}

struct FileChooser(Arc<Mutex<Conversation>>);

impl FileChooser {
    fn answer(
        &self,
        method: &'static str,
        (parent, title): (String, String),
        options: &HashMap<String, OwnedValue>,
        header: &Header<'_>,
        connection: &zbus::Connection,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        let text = |name: &str| options.get(name).and_then(|value| value.downcast_ref::<String>().ok());
        let answer = {
            let mut conversation = lock(&self.0);
            conversation.asked.push(Asked {
                method,
                parent,
                title,
                suggested_name: text("current_name"),
            });
            conversation.answers.pop_front().unwrap_or(Answer::Cancel)
        };
        let token = text("handle_token").unwrap_or_else(|| "e2e".into());
        let sender = header.sender().map_or("", |name| name.as_str());
        let handle = format!(
            "{PATH}/request/{}/{token}",
            sender.trim_start_matches(':').replace('.', "_")
        );
        let handle = ObjectPath::try_from(handle).map_err(|why| zbus::fdo::Error::Failed(why.to_string()))?;
        let mut results: HashMap<&str, Value<'_>> = HashMap::new();
        let code: u32 = match answer {
            Answer::Pick(path) => {
                results.insert("uris", Value::from(vec![file_uri(&path)]));
                0
            }
            Answer::Cancel => 1,
        };
        let emitter = SignalEmitter::new(connection, handle.clone())?.into_owned();
        let emitter = match header.sender() {
            Some(sender) => emitter.set_destination(sender.to_owned().into()),
            None => emitter,
        };
        // A person takes a moment: the program that asked reads its reply first and the answer after that.
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let _ = emitter
                .emit("org.freedesktop.portal.Request", "Response", &(code, results))
                .await;
        });
        Ok(handle.into())
    }
}

#[expect(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    reason = "the signatures are the portal's"
)]
#[zbus::interface(name = "org.freedesktop.portal.FileChooser")]
impl FileChooser {
    fn save_file(
        &self,
        parent_window: String,
        title: String,
        options: HashMap<String, OwnedValue>,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] connection: &zbus::Connection,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        self.answer("SaveFile", (parent_window, title), &options, &header, connection)
    }

    fn open_file(
        &self,
        parent_window: String,
        title: String,
        options: HashMap<String, OwnedValue>,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] connection: &zbus::Connection,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        self.answer("OpenFile", (parent_window, title), &options, &header, connection)
    }

    #[zbus(property, name = "version")]
    fn version(&self) -> u32 {
        3
    }
}

fn file_uri(path: &std::path::Path) -> String {
    use std::fmt::Write;
    use std::os::unix::ffi::OsStrExt;
    let mut uri = String::from("file://");
    for byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
