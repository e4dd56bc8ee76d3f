//! The operating system's keyring: Windows Credential Manager, the Mac Keychain, or the Secret Service.
//!
//! Calls block for as long as somebody takes to answer a prompt, and some stores dislike several threads, so one thread makes all of
//! them. The connection to a store is thrown away whenever it fails, and the next call makes a new one: a keyring that was started or
//! unlocked in the meantime works without a restart. Only the two entries named here are touched, and reading never creates one.

use std::any::Any;
use std::collections::{BTreeMap, HashMap};
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use keyring_core::{CredentialStore, Entry};
use tokio::sync::oneshot;
use zeroize::Zeroize;

use crate::domain::ids::{PersonId, RegisterId};
use crate::secret::{ExposeSecret, SecretString};

/// The most bytes an entry may have on any system. Windows allows 2,560 bytes and stores two for each character.
pub const MAX_ENTRY_BYTES: usize = 1_000;

/// Which entry: of which staff list, and of whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryName {
    /// The register secret.
    Register(RegisterId),
    /// An owner's own sign-in details.
    Owner(RegisterId, PersonId),
}

impl fmt::Display for EntryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Register(register) => write!(f, "register:{register}"),
            Self::Owner(register, person) => write!(f, "owner:{register}:{person}"),
        }
    }
}

/// Why the keyring did not do what was asked, as far as it changes what the person should do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// There is no such entry.
    #[error("no such entry")]
    Missing,
    /// The keyring is locked and was not unlocked when it asked.
    #[error("the keyring is locked")]
    Locked,
    /// There is no keyring on this computer, it is not running, or it has nowhere to keep entries.
    #[error("there is no keyring")]
    NoKeyring,
    /// Somebody or a policy said no.
    #[error("the keyring refused")]
    Denied,
    /// More than [`MAX_ENTRY_BYTES`].
    #[error("the entry is too long")]
    TooLong,
    /// Anything else, in a few words that are the same on every computer.
    #[error("the keyring failed: {0}")]
    Other(&'static str),
}

/// A place for secrets. Answers may take as long as somebody looks at a prompt: an interface awaits them.
pub trait Vault: Send + Sync {
    /// Asks for an entry. Never creates one.
    fn start_read(&self, name: EntryName) -> Answer<SecretString>;
    /// Asks to create or replace an entry.
    fn start_write(&self, name: EntryName, value: &SecretString) -> Answer<()>;
    /// Asks to delete an entry; one that is not there is [`VaultError::Missing`].
    fn start_delete(&self, name: EntryName) -> Answer<()>;

    /// Reads an entry and waits for it.
    ///
    /// # Errors
    ///
    /// Any [`VaultError`].
    fn read(&self, name: EntryName) -> Result<SecretString, VaultError> {
        self.start_read(name).wait()
    }

    /// Creates or replaces an entry and waits for it.
    ///
    /// # Errors
    ///
    /// Any [`VaultError`] but [`VaultError::Missing`].
    fn write(&self, name: EntryName, value: &SecretString) -> Result<(), VaultError> {
        self.start_write(name, value).wait()
    }

    /// Deletes an entry and waits for it.
    ///
    /// # Errors
    ///
    /// Any [`VaultError`] but [`VaultError::TooLong`].
    fn delete(&self, name: EntryName) -> Result<(), VaultError> {
        self.start_delete(name).wait()
    }
}

/// What a [`Vault`] will answer: await it, or [`Answer::wait`] for it. Dropping it does not take the question back.
#[derive(Debug)]
#[must_use = "the answer says whether it worked"]
pub struct Answer<T>(Waiting<T>);

#[derive(Debug)]
enum Waiting<T> {
    Ready(Option<Result<T, VaultError>>),
    Coming(oneshot::Receiver<Result<T, VaultError>>),
}

impl<T> Answer<T> {
    /// An answer that is known already.
    pub fn ready(answer: Result<T, VaultError>) -> Self {
        Self(Waiting::Ready(Some(answer)))
    }

    /// Blocks this thread until the answer is there.
    ///
    /// # Errors
    ///
    /// Any [`VaultError`].
    pub fn wait(self) -> Result<T, VaultError>
    where
        T: Unpin,
    {
        struct Unpark(Thread);
        impl Wake for Unpark {
            fn wake(self: Arc<Self>) {
                self.0.unpark();
            }
        }
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut context = Context::from_waker(&waker);
        let mut answer = self;
        loop {
            if let Poll::Ready(answer) = Pin::new(&mut answer).poll(&mut context) {
                return answer;
            }
            thread::park();
        }
    }
}

impl<T: Unpin> Future for Answer<T> {
    type Output = Result<T, VaultError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            Waiting::Ready(answer) => Poll::Ready(answer.take().unwrap_or(Err(THREAD_ENDED))),
            Waiting::Coming(receiver) => Pin::new(receiver)
                .poll(context)
                .map(|answer| answer.unwrap_or(Err(THREAD_ENDED))),
        }
    }
}

const THREAD_ENDED: VaultError = VaultError::Other("the keyring thread ended");

/// The operating system's keyring.
pub struct KeyringVault {
    questions: mpsc::Sender<Question>,
}

struct Question {
    name: EntryName,
    what: What,
}

enum What {
    Read(oneshot::Sender<Result<SecretString, VaultError>>),
    Write(SecretString, oneshot::Sender<Result<(), VaultError>>),
    Delete(oneshot::Sender<Result<(), VaultError>>),
}

impl KeyringVault {
    /// What every entry is made with: on Windows an entry that stays on this computer and does not roam with the account.
    pub const MODIFIERS: &'static [(&'static str, &'static str)] = if cfg!(windows) {
        &[("persistence", "Local")]
    } else {
        &[]
    };

    /// Starts the thread that makes all calls. `service` is the app's bundle identifier; `connect` makes a new connection to the
    /// platform's store, is called on that thread, and again after every failure.
    ///
    /// # Errors
    ///
    /// When the operating system gives no thread.
    pub fn start<C>(service: &str, connect: C) -> io::Result<Self>
    where
        C: Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + 'static,
    {
        Self::start_with_modifiers(service, Self::MODIFIERS, connect)
    }

    /// As [`KeyringVault::start`], for a store that takes other modifiers or none, as keyring-core's mock does.
    ///
    /// # Errors
    ///
    /// When the operating system gives no thread.
    pub fn start_with_modifiers<C>(
        service: &str,
        modifiers: &'static [(&'static str, &'static str)],
        connect: C,
    ) -> io::Result<Self>
    where
        C: Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + 'static,
    {
        let (questions, incoming) = mpsc::channel::<Question>();
        let mut desk = Desk {
            service: service.to_owned(),
            modifiers,
            connect,
            store: None,
        };
        thread::Builder::new().name("keyring".to_owned()).spawn(move || {
            for question in incoming {
                desk.answer(question);
            }
        })?;
        Ok(Self { questions })
    }

    fn ask<T>(&self, name: EntryName, what: impl FnOnce(oneshot::Sender<Result<T, VaultError>>) -> What) -> Answer<T> {
        let (sender, receiver) = oneshot::channel();
        // When the thread is gone the sender goes with the question, and the receiver says so.
        _ = self.questions.send(Question {
            name,
            what: what(sender),
        });
        Answer(Waiting::Coming(receiver))
    }
}

impl Vault for KeyringVault {
    fn start_read(&self, name: EntryName) -> Answer<SecretString> {
        self.ask(name, What::Read)
    }

    fn start_write(&self, name: EntryName, value: &SecretString) -> Answer<()> {
        if value.expose_secret().len() > MAX_ENTRY_BYTES {
            return Answer::ready(Err(VaultError::TooLong));
        }
        self.ask(name, |sender| What::Write(value.clone(), sender))
    }

    fn start_delete(&self, name: EntryName) -> Answer<()> {
        self.ask(name, What::Delete)
    }
}

impl fmt::Debug for KeyringVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyringVault")
    }
}

/// The thread's own state.
struct Desk<C> {
    service: String,
    modifiers: &'static [(&'static str, &'static str)],
    connect: C,
    store: Option<Arc<CredentialStore>>,
}

impl<C: Fn() -> keyring_core::Result<Arc<CredentialStore>>> Desk<C> {
    fn answer(&mut self, question: Question) {
        let name = question.name.to_string();
        // Whoever asked may have gone; what was asked is done all the same.
        match question.what {
            What::Read(sender) => _ = sender.send(self.call(&name, read)),
            What::Write(value, sender) => {
                _ = sender.send(self.call(&name, |entry| entry.set_password(value.expose_secret())));
            }
            What::Delete(sender) => _ = sender.send(self.call(&name, Entry::delete_credential)),
        }
    }

    /// Makes one call. A connection from an earlier call may have died with its keyring, so a failure on it is tried once more on a new
    /// one; not when the keyring itself said no, or somebody would be asked twice.
    fn call<T>(&mut self, name: &str, call: impl Fn(&Entry) -> keyring_core::Result<T>) -> Result<T, VaultError> {
        let was_connected = self.store.is_some();
        match self.try_call(name, &call) {
            Err(VaultError::NoKeyring | VaultError::Other(_)) if was_connected => self.try_call(name, &call),
            answer => answer,
        }
    }

    fn try_call<T>(&mut self, name: &str, call: impl Fn(&Entry) -> keyring_core::Result<T>) -> Result<T, VaultError> {
        let answer = catch_unwind(AssertUnwindSafe(|| {
            let entry = self.entry(name)?;
            call(&entry).map_err(|error| meaning_of(error, Stage::Using))
        }))
        .unwrap_or_else(|_: Box<dyn Any + Send>| Err(VaultError::Other("the keyring's own code failed")));
        if !matches!(answer, Ok(_) | Err(VaultError::Missing | VaultError::TooLong)) {
            self.store = None;
        }
        answer
    }

    fn entry(&mut self, name: &str) -> Result<Entry, VaultError> {
        let store = if let Some(store) = &self.store {
            Arc::clone(store)
        } else {
            let store = (self.connect)().map_err(|error| meaning_of(error, Stage::Connecting))?;
            Arc::clone(self.store.insert(store))
        };
        let modifiers: HashMap<&str, &str> = self.modifiers.iter().copied().collect();
        let modifiers = (!modifiers.is_empty()).then_some(&modifiers);
        store
            .build(&self.service, name, modifiers)
            .map_err(|error| meaning_of(error, Stage::Using))
    }
}

fn read(entry: &Entry) -> keyring_core::Result<SecretString> {
    let text = entry.get_password()?;
    if text.len() > MAX_ENTRY_BYTES {
        return Err(keyring_core::Error::BadDataFormat(
            text.into_bytes(),
            "longer than this app writes".into(),
        ));
    }
    Ok(SecretString::from(text))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Connecting,
    Using,
}

/// Translates a keyring-core error, and wipes the secret bytes some of them carry.
fn meaning_of(error: keyring_core::Error, stage: Stage) -> VaultError {
    use keyring_core::Error as E;
    match error {
        E::NoEntry => VaultError::Missing,
        E::TooLong(..) => VaultError::TooLong,
        E::NoDefaultStore => VaultError::NoKeyring,
        E::NoStorageAccess(platform) => meaning_of_platform(&*platform).unwrap_or(VaultError::NoKeyring),
        E::PlatformFailure(platform) => meaning_of_platform(&*platform).unwrap_or(match stage {
            Stage::Connecting => VaultError::NoKeyring,
            Stage::Using => VaultError::Other("platform failure"),
        }),
        E::BadEncoding(mut bytes) | E::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            VaultError::Other("unreadable entry")
        }
        E::BadStoreFormat(_) => VaultError::Other("unreadable store"),
        E::Ambiguous(_) => VaultError::Other("several entries of one name"),
        E::Invalid(..) => VaultError::Other("refused as invalid"),
        E::NotSupportedByStore(_) => VaultError::Other("not supported"),
        _ => VaultError::Other("unknown failure"),
    }
}

/// Reads a platform's own error by its `Debug` text, which holds names and codes, unlike its message, which is in the user's language.
fn meaning_of_platform(error: &(dyn StdError + Send + Sync + 'static)) -> Option<VaultError> {
    let text = format!("{error:?}");
    let number = |before: &str| -> Option<i64> {
        let rest = text.split_once(before)?.1;
        rest.split(|c: char| c != '-' && !c.is_ascii_digit())
            .next()?
            .parse()
            .ok()
    };
    if let Some(code) = number("PlatformError(") {
        return windows_error(code);
    }
    if let Some(code) = number("Error { code: ") {
        return mac_error(code);
    }
    secret_service_error(&text)
}

fn windows_error(code: i64) -> Option<VaultError> {
    match code {
        // ERROR_ACCESS_DENIED
        5 => Some(VaultError::Denied),
        // ERROR_NOT_ENOUGH_MEMORY, which services and odd sessions get, and ERROR_NO_SUCH_LOGON_SESSION
        8 | 1312 => Some(VaultError::NoKeyring),
        // RPC_X_BAD_STUB_DATA: what a too long entry gives
        1783 => Some(VaultError::TooLong),
        _ => None,
    }
}

fn mac_error(code: i64) -> Option<VaultError> {
    match code {
        // errSecInteractionNotAllowed: locked, and no window to ask in
        -25308 => Some(VaultError::Locked),
        // errSecUserCanceled, wrPermErr, errSecInvalidOwnerEdit, errSecReadOnly, errSecAuthFailed, errSecMissingEntitlement
        -128 | -61 | -25244 | -25292 | -25293 | -34018 => Some(VaultError::Denied),
        // errSecNotAvailable, errSecNoSuchKeychain, errSecInvalidKeychain, errSecNoDefaultKeychain
        -25291 | -25294 | -25295 | -25307 => Some(VaultError::NoKeyring),
        _ => None,
    }
}

fn secret_service_error(text: &str) -> Option<VaultError> {
    let contains = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if matches!(text, "Locked" | "Prompt") || contains(&["Secret.Error.IsLocked"]) {
        Some(VaultError::Locked)
    } else if contains(&["Secret.Error.NoSuchObject"]) {
        // Deleted by somebody else between finding and reading.
        Some(VaultError::Missing)
    } else if contains(&["AccessDenied", "AuthFailed"]) {
        Some(VaultError::Denied)
    } else if matches!(text, "NoResult" | "Unavailable" | "PromptDisconnected")
        || contains(&[
            "ServiceUnknown",
            "NameHasNoOwner",
            "NoServer",
            "NoReply",
            "Disconnected",
            "InputOutput",
            "Spawn",
        ])
    {
        Some(VaultError::NoKeyring)
    } else {
        None
    }
}

/// A vault in memory, for the demo and for tests. It forgets everything when it goes.
#[derive(Default)]
pub struct MemoryVault(Mutex<Memory>);

#[derive(Default)]
struct Memory {
    entries: BTreeMap<EntryName, SecretString>,
    failure: Option<VaultError>,
    reads: Vec<EntryName>,
    refuses_to_delete: bool,
}

impl MemoryVault {
    /// An empty vault.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes every call fail with this error, until it is set to `None`. Entries stay as they are.
    pub fn set_failure(&self, failure: Option<VaultError>) {
        self.lock().failure = failure;
    }

    /// Makes it refuse to let an entry go, until it is set back.
    pub fn set_refuses_to_delete(&self, refuses: bool) {
        self.lock().refuses_to_delete = refuses;
    }

    /// The names of the entries, in order.
    #[must_use]
    pub fn names(&self) -> Vec<EntryName> {
        self.lock().entries.keys().copied().collect()
    }

    /// The entries that were asked for since this was last called, in order, whether they are there or not.
    #[must_use]
    pub fn take_reads(&self) -> Vec<EntryName> {
        std::mem::take(&mut self.lock().reads)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn call<T>(&self, call: impl FnOnce(&mut BTreeMap<EntryName, SecretString>) -> Result<T, VaultError>) -> Answer<T> {
        let mut memory = self.lock();
        Answer::ready(match memory.failure {
            Some(failure) => Err(failure),
            None => call(&mut memory.entries),
        })
    }
}

impl Vault for MemoryVault {
    fn start_read(&self, name: EntryName) -> Answer<SecretString> {
        self.lock().reads.push(name);
        self.call(|entries| entries.get(&name).cloned().ok_or(VaultError::Missing))
    }

    fn start_write(&self, name: EntryName, value: &SecretString) -> Answer<()> {
        if value.expose_secret().len() > MAX_ENTRY_BYTES {
            return Answer::ready(Err(VaultError::TooLong));
        }
        self.call(|entries| {
            entries.insert(name, value.clone());
            Ok(())
        })
    }

    fn start_delete(&self, name: EntryName) -> Answer<()> {
        if self.lock().refuses_to_delete {
            return Answer::ready(Err(VaultError::Denied));
        }
        self.call(|entries| entries.remove(&name).map(drop).ok_or(VaultError::Missing))
    }
}

impl fmt::Debug for MemoryVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MemoryVault").field(&self.names()).finish()
    }
}

#[cfg(test)]
mod tests;
