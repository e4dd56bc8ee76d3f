use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use keyring_core::Error as E;
use keyring_core::api::CredentialStoreApi;
use keyring_core::mock;
use uuid::Uuid;

use super::*;

const SERVICE: &str = "uk.example.mailbox-steward";

fn register() -> EntryName {
    EntryName::Register(RegisterId::from_uuid(Uuid::from_u128(1)))
}

fn owner() -> EntryName {
    EntryName::Owner(
        RegisterId::from_uuid(Uuid::from_u128(1)),
        PersonId::from_uuid(Uuid::from_u128(2)),
    )
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

/// keyring-core's mock behind a vault, with what a test wants to know about how it was used.
struct Mock {
    store: Arc<mock::Store>,
    connections: Arc<AtomicUsize>,
    unreachable: Arc<AtomicBool>,
    vault: KeyringVault,
}

impl Mock {
    fn new() -> Self {
        let store = mock::Store::new().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let unreachable = Arc::new(AtomicBool::new(false));
        let vault = KeyringVault::start_with_modifiers(SERVICE, &[], {
            let (store, connections, unreachable) =
                (Arc::clone(&store), Arc::clone(&connections), Arc::clone(&unreachable));
            move || {
                connections.fetch_add(1, Ordering::SeqCst);
                if unreachable.load(Ordering::SeqCst) {
                    return Err(E::PlatformFailure("anything".into()));
                }
                Ok(Arc::clone(&store) as Arc<CredentialStore>)
            }
        })
        .unwrap();
        Self {
            store,
            connections,
            unreachable,
            vault,
        }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    fn fail_next(&self, name: EntryName, error: E) {
        let entry = self.store.build(SERVICE, &name.to_string(), None).unwrap();
        entry.as_any().downcast_ref::<mock::Cred>().unwrap().set_error(error);
    }

    fn raw(&self, name: EntryName) -> Option<Vec<u8>> {
        self.store
            .build(SERVICE, &name.to_string(), None)
            .unwrap()
            .get_secret()
            .ok()
    }
}

/// An error whose `Debug` text is `text`.
fn platform(text: &'static str) -> Box<dyn StdError + Send + Sync> {
    struct Text(&'static str);
    impl fmt::Debug for Text {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }
    impl fmt::Display for Text {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("un message dans la langue de l'utilisateur")
        }
    }
    impl StdError for Text {}
    Box::new(Text(text))
}

#[test]
fn entries_are_named_by_staff_list_and_owner() {
    assert_eq!(register().to_string(), "register:00000000-0000-0000-0000-000000000001");
    assert_eq!(
        owner().to_string(),
        "owner:00000000-0000-0000-0000-000000000001:00000000-0000-0000-0000-000000000002"
    );
}

fn writes_reads_replaces_and_deletes(vault: &dyn Vault) {
    assert_eq!(vault.read(register()).unwrap_err(), VaultError::Missing);
    assert_eq!(vault.delete(register()), Err(VaultError::Missing));
    vault.write(register(), &secret("first")).unwrap();
    vault.write(owner(), &secret("theirs")).unwrap();
    vault.write(register(), &secret("second")).unwrap();
    assert_eq!(vault.read(register()).unwrap().expose_secret(), "second");
    vault.delete(register()).unwrap();
    assert_eq!(vault.read(register()).unwrap_err(), VaultError::Missing);
    assert_eq!(vault.read(owner()).unwrap().expose_secret(), "theirs");
}

#[test]
fn both_vaults_write_read_replace_and_delete() {
    writes_reads_replaces_and_deletes(&MemoryVault::new());
    writes_reads_replaces_and_deletes(&Mock::new().vault);
}

fn takes_a_thousand_bytes_and_no_more(vault: &dyn Vault) {
    let most = "é".repeat(MAX_ENTRY_BYTES / 2);
    vault.write(register(), &secret(&most)).unwrap();
    let more = format!("{most}x");
    assert_eq!(vault.write(register(), &secret(&more)), Err(VaultError::TooLong));
    assert_eq!(vault.read(register()).unwrap().expose_secret(), most);
}

#[test]
fn both_vaults_take_a_thousand_bytes_and_no_more() {
    takes_a_thousand_bytes_and_no_more(&MemoryVault::new());
    takes_a_thousand_bytes_and_no_more(&Mock::new().vault);
}

#[test]
fn reading_creates_nothing() {
    let memory = MemoryVault::new();
    assert!(memory.read(register()).is_err());
    assert!(memory.names().is_empty());
    let mock = Mock::new();
    assert!(mock.vault.read(register()).is_err());
    assert_eq!(mock.raw(register()), None);
}

#[test]
fn the_memory_vault_fails_as_told_and_keeps_its_entries() {
    let vault = MemoryVault::new();
    vault.write(register(), &secret("kept")).unwrap();
    for failure in [
        VaultError::Locked,
        VaultError::NoKeyring,
        VaultError::Denied,
        VaultError::Other("x"),
    ] {
        vault.set_failure(Some(failure));
        assert_eq!(vault.read(register()).unwrap_err(), failure);
        assert_eq!(vault.write(register(), &secret("lost")), Err(failure));
        assert_eq!(vault.delete(register()), Err(failure));
    }
    vault.set_failure(None);
    assert_eq!(vault.read(register()).unwrap().expose_secret(), "kept");
}

#[test]
fn each_failure_of_a_store_has_its_own_meaning() {
    let mac = |text| E::PlatformFailure(platform(text));
    let cases: Vec<(E, VaultError)> = vec![
        (E::NoEntry, VaultError::Missing),
        (E::NoDefaultStore, VaultError::NoKeyring),
        (E::TooLong("secret".into(), 2560), VaultError::TooLong),
        (
            E::Invalid("a".into(), "b".into()),
            VaultError::Other("refused as invalid"),
        ),
        (
            E::Ambiguous(Vec::new()),
            VaultError::Other("several entries of one name"),
        ),
        (E::BadEncoding(vec![0xFF]), VaultError::Other("unreadable entry")),
        (
            E::BadDataFormat(vec![0xFF], platform("x")),
            VaultError::Other("unreadable entry"),
        ),
        (E::BadStoreFormat("x".into()), VaultError::Other("unreadable store")),
        (E::NotSupportedByStore("x".into()), VaultError::Other("not supported")),
        (
            E::PlatformFailure(platform("something")),
            VaultError::Other("platform failure"),
        ),
        (E::NoStorageAccess(platform("something")), VaultError::NoKeyring),
        // The Secret Service.
        (E::NoStorageAccess(platform("Prompt")), VaultError::Locked),
        (E::NoStorageAccess(platform("Locked")), VaultError::Locked),
        (E::NoStorageAccess(platform("NoResult")), VaultError::NoKeyring),
        (
            E::PlatformFailure(platform("PromptDisconnected")),
            VaultError::NoKeyring,
        ),
        (E::PlatformFailure(platform("Unavailable")), VaultError::NoKeyring),
        (
            E::PlatformFailure(platform(
                "Zbus(MethodError(OwnedErrorName(\"org.freedesktop.Secret.Error.IsLocked\")))",
            )),
            VaultError::Locked,
        ),
        (
            E::PlatformFailure(platform("ZbusFdo(ServiceUnknown(\"The name is not activatable\"))")),
            VaultError::NoKeyring,
        ),
        (
            E::PlatformFailure(platform("ZbusFdo(AccessDenied(\"no\"))")),
            VaultError::Denied,
        ),
        // macOS.
        (mac("Error { code: -25308, message: \"x\" }"), VaultError::Locked),
        (mac("Error { code: -128, message: \"x\" }"), VaultError::Denied),
        (mac("Error { code: -25293 }"), VaultError::Denied),
        (E::NoStorageAccess(platform("Error { code: -61 }")), VaultError::Denied),
        (
            E::NoStorageAccess(platform("Error { code: -25294 }")),
            VaultError::NoKeyring,
        ),
        (mac("Error { code: -1 }"), VaultError::Other("platform failure")),
        // Windows.
        (
            E::NoStorageAccess(platform("PlatformError(1312)")),
            VaultError::NoKeyring,
        ),
        (E::PlatformFailure(platform("PlatformError(5)")), VaultError::Denied),
        (E::PlatformFailure(platform("PlatformError(1783)")), VaultError::TooLong),
        (
            E::PlatformFailure(platform("PlatformError(87)")),
            VaultError::Other("platform failure"),
        ),
    ];
    for (error, expected) in cases {
        let mock = Mock::new();
        let shown = format!("{error:?}");
        mock.fail_next(register(), error);
        assert_eq!(mock.vault.read(register()).unwrap_err(), expected, "{shown}");
    }
}

#[test]
fn a_platforms_message_in_the_users_language_is_not_read() {
    #[derive(Debug)]
    struct Something;
    impl fmt::Display for Something {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("PlatformError(5) AccessDenied ServiceUnknown")
        }
    }
    impl StdError for Something {}
    assert_eq!(meaning_of_platform(&Something), None);
}

#[test]
fn no_error_carries_a_secret() {
    let mock = Mock::new();
    mock.fail_next(register(), E::BadEncoding(b"hunter2 of someone".to_vec()));
    let error = mock.vault.read(register()).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

#[test]
fn an_entry_longer_than_this_app_writes_is_unreadable() {
    let mock = Mock::new();
    mock.store
        .build(SERVICE, &register().to_string(), None)
        .unwrap()
        .set_password(&"x".repeat(1_001))
        .unwrap();
    assert_eq!(
        mock.vault.read(register()).unwrap_err(),
        VaultError::Other("unreadable entry")
    );
}

#[test]
fn a_keyring_that_appears_later_works_without_a_restart() {
    let mock = Mock::new();
    mock.unreachable.store(true, Ordering::SeqCst);
    assert_eq!(mock.vault.write(register(), &secret("x")), Err(VaultError::NoKeyring));
    assert_eq!(mock.vault.read(register()).unwrap_err(), VaultError::NoKeyring);
    assert_eq!(mock.connections(), 2, "each action tries again, and only once");
    mock.unreachable.store(false, Ordering::SeqCst);
    mock.vault.write(register(), &secret("x")).unwrap();
    assert_eq!(mock.vault.read(register()).unwrap().expose_secret(), "x");
    assert_eq!(mock.connections(), 3, "a connection that works is kept");
}

#[test]
fn a_connection_that_died_is_replaced_within_the_same_call() {
    let mock = Mock::new();
    mock.vault.write(register(), &secret("x")).unwrap();
    mock.fail_next(
        register(),
        E::PlatformFailure(platform("Zbus(InputOutput(BrokenPipe))")),
    );
    assert_eq!(mock.vault.read(register()).unwrap().expose_secret(), "x");
    assert_eq!(mock.connections(), 2);
}

#[test]
fn nobody_is_asked_twice_to_unlock_by_one_call() {
    let mock = Mock::new();
    mock.vault.write(register(), &secret("x")).unwrap();
    mock.fail_next(register(), E::NoStorageAccess(platform("Prompt")));
    assert_eq!(mock.vault.read(register()).unwrap_err(), VaultError::Locked);
    assert_eq!(mock.connections(), 1);
    assert_eq!(mock.vault.read(register()).unwrap().expose_secret(), "x");
    assert_eq!(mock.connections(), 2, "a refusal is not kept for the next call");
}

/// A store that notes which thread and modifiers it is used with, and panics when told to.
#[derive(Debug)]
struct Watched {
    store: Arc<mock::Store>,
    seen: Mutex<Vec<(Option<String>, Option<String>)>>,
    panics: AtomicBool,
}

impl CredentialStoreApi for Watched {
    fn vendor(&self) -> String {
        "watched".into()
    }

    fn id(&self) -> String {
        "watched".into()
    }

    fn build(&self, service: &str, user: &str, modifiers: Option<&HashMap<&str, &str>>) -> keyring_core::Result<Entry> {
        assert!(!self.panics.load(Ordering::SeqCst), "told to panic");
        let persistence = modifiers
            .and_then(|modifiers| modifiers.get("persistence"))
            .map(|value| (*value).to_owned());
        self.seen
            .lock()
            .unwrap()
            .push((thread::current().name().map(str::to_owned), persistence));
        self.store.build(service, user, None)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn watched() -> Arc<Watched> {
    Arc::new(Watched {
        store: mock::Store::new().unwrap(),
        seen: Mutex::default(),
        panics: AtomicBool::new(false),
    })
}

fn vault_of(store: &Arc<Watched>, modifiers: &'static [(&'static str, &'static str)]) -> KeyringVault {
    let store = Arc::clone(store);
    KeyringVault::start_with_modifiers(SERVICE, modifiers, move || {
        Ok(Arc::clone(&store) as Arc<CredentialStore>)
    })
    .unwrap()
}

#[test]
fn one_thread_makes_every_call_whoever_asks() {
    let store = watched();
    let vault = vault_of(&store, &[]);
    thread::scope(|scope| {
        for number in 0..8 {
            let vault = &vault;
            scope.spawn(move || {
                let name = EntryName::Register(RegisterId::from_uuid(Uuid::from_u128(number)));
                vault.write(name, &secret(&number.to_string())).unwrap();
                assert_eq!(vault.read(name).unwrap().expose_secret(), number.to_string());
            });
        }
    });
    let seen = store.seen.lock().unwrap();
    assert_eq!(seen.len(), 16);
    assert!(seen.iter().all(|(thread, _)| thread.as_deref() == Some("keyring")));
}

#[test]
fn entries_are_made_with_the_modifiers_and_on_windows_those_keep_them_on_this_computer() {
    let store = watched();
    drop(vault_of(&store, &[("persistence", "Local")]).read(register()));
    assert_eq!(store.seen.lock().unwrap()[0].1.as_deref(), Some("Local"));
    let expected: &[(&str, &str)] = if cfg!(windows) {
        &[("persistence", "Local")]
    } else {
        &[]
    };
    assert_eq!(KeyringVault::MODIFIERS, expected);
}

#[test]
fn a_panic_in_a_store_is_an_error_and_the_next_call_works() {
    let store = watched();
    let vault = vault_of(&store, &[]);
    store.panics.store(true, Ordering::SeqCst);
    assert_eq!(
        vault.write(register(), &secret("x")),
        Err(VaultError::Other("the keyring's own code failed"))
    );
    store.panics.store(false, Ordering::SeqCst);
    vault.write(register(), &secret("x")).unwrap();
    assert_eq!(vault.read(register()).unwrap().expose_secret(), "x");
}

#[test]
fn an_answer_can_be_awaited_and_can_be_waited_for_inside_a_runtime() {
    let mock = Mock::new();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        mock.vault.start_write(register(), &secret("x")).await.unwrap();
        assert_eq!(mock.vault.start_read(register()).await.unwrap().expose_secret(), "x");
        mock.vault.delete(register()).unwrap();
        assert_eq!(mock.vault.start_delete(register()).await, Err(VaultError::Missing));
    });
}

#[test]
fn a_question_nobody_waits_for_is_answered_all_the_same() {
    let mock = Mock::new();
    drop(mock.vault.start_write(register(), &secret("x")));
    assert_eq!(mock.vault.read(register()).unwrap().expose_secret(), "x");
}

#[test]
fn a_vault_does_not_print_its_secrets() {
    let memory = MemoryVault::new();
    memory.write(register(), &secret("hunter2")).unwrap();
    let mock = Mock::new();
    mock.vault.write(register(), &secret("hunter2")).unwrap();
    let shown = format!("{memory:?} {:?} {:?}", mock.vault, memory.start_read(register()));
    assert!(!shown.contains("hunter2"), "{shown}");
}
