//! The lock: when it comes, what it leaves, how a passphrase is chosen, and what a wrong one costs.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use steward_core::app;
use steward_core::contract::{
    ApiError, ErrorCode, FormDraftRequest, FormDraftSaveRequest, LockAfterRequest, NoRequest, PassphraseChangeRequest,
    PassphraseRemoveRequest, PassphraseSetRequest, PassphraseStrengthRequest, PassphraseStrengthView, SettingsView,
    StageView, TodayRequest, Typed,
};
use steward_core::vault::{EntryName, Vault, VaultError};
use support::desk::{Desk, Did, refused};

const PASSPHRASE: &str = "seven green kettles";
const ANOTHER: &str = "eight yellow lamps";

fn set(desk: &Desk, passphrase: &str) -> Result<SettingsView, ApiError> {
    let passphrase = Typed::new(passphrase);
    desk.ask(app::passphrase_set, PassphraseSetRequest { passphrase })
}

fn remove(desk: &Desk, current: &str) -> Result<SettingsView, ApiError> {
    let current = Typed::new(current);
    desk.ask(app::passphrase_remove, PassphraseRemoveRequest { current })
}

fn strength(desk: &Desk, passphrase: &str) -> PassphraseStrengthView {
    let passphrase = Typed::new(passphrase);
    desk.ask(app::passphrase_strength, PassphraseStrengthRequest { passphrase })
        .unwrap()
}

fn lock_after(desk: &Desk, minutes: &str) -> Result<SettingsView, ApiError> {
    let minutes = minutes.to_owned();
    desk.ask(app::lock_after_set, LockAfterRequest { minutes })
}

#[test]
fn the_quiet_minutes_are_five_until_somebody_sets_them_and_stay_on_this_computer() {
    let mut desk = Desk::with_home();
    let shown = |desk: &Desk| {
        let header = desk.ask(app::header_get, TodayRequest { site: None }).unwrap();
        header.lock_after
    };
    assert_eq!(shown(&desk), 5);
    assert_eq!(lock_after(&desk, " 12 ").unwrap().lock_after, 12);
    assert_eq!(shown(&desk), 12);
    for wrong in ["0", "61", "soon", "-1", "2.5"] {
        let refusal = refused(lock_after(&desk, wrong));
        assert_eq!(
            refusal,
            (ErrorCode::InvalidValue, Some("minutes".to_owned())),
            "{wrong}"
        );
    }
    assert_eq!(desk.reopen(), StageView::Open);
    assert_eq!(shown(&desk), 12);
    assert_eq!(lock_after(&desk, "").unwrap().lock_after, 5, "empty is what we advise");
}

#[test]
fn a_lock_clears_the_clipboard_closes_the_file_and_keeps_half_typed_forms() {
    let desk = Desk::with_home();
    set(&desk, PASSPHRASE).unwrap();
    let (form, body) = ("person_add".to_owned(), "{\"full_name\":\"Amina Yu\"}".to_owned());
    let draft = FormDraftSaveRequest {
        form: form.clone(),
        body: body.clone(),
    };
    desk.ask(app::form_draft_save, draft).unwrap();
    desk.desktop.take();
    let locked = desk.ask(app::app_lock, NoRequest {}).unwrap();
    assert_eq!(locked.stage, StageView::Locked);
    assert_eq!(desk.desktop.take(), [Did::Cleared, Did::Protected(false)]);
    // The file is at rest: no log beside it, and another program may have it.
    assert!(!desk.folder.join("register.db-wal").exists());
    assert_eq!(desk.second().stage(), StageView::Locked);
    let draft = || FormDraftRequest { form: form.clone() };
    assert_eq!(refused(desk.ask(app::form_draft_get, draft())).0, ErrorCode::NotOpen);
    desk.unlock(PASSPHRASE).unwrap();
    assert_eq!(desk.ask(app::form_draft_get, draft()).unwrap().body, Some(body));
}

#[test]
fn what_is_typed_is_weighed_with_what_others_know_of_the_home_and_its_owners() {
    let desk = Desk::new();
    desk.stage();
    let closed = strength(&desk, "Rowan House Jane");
    let desk = Desk::with_home();
    let open = strength(&desk, "Rowan House Jane");
    assert!(open.score < closed.score, "{open:?} beside {closed:?}");
    assert!(!open.enough);
    let short = strength(&desk, "Wq7#n");
    assert_eq!((short.enough, short.lacks), (false, 5));
    let good = strength(&desk, PASSPHRASE);
    assert_eq!((good.enough, good.lacks, good.hints), (true, 0, Vec::new()));
}

#[test]
fn a_passphrase_that_is_easy_to_guess_is_refused_wherever_one_is_chosen() {
    let mut desk = Desk::new();
    desk.stage();
    let weak = "password1234";
    let at = (ErrorCode::WeakPassphrase, Some("passphrase".to_owned()));
    assert_eq!(refused(desk.create(Some(true), Some(weak))), at);
    let desk = Desk::with_home();
    assert_eq!(refused(set(&desk, weak)), at);
    set(&desk, PASSPHRASE).unwrap();
    let change = PassphraseChangeRequest {
        current: Typed::new(PASSPHRASE),
        passphrase: Typed::new(weak),
    };
    assert_eq!(refused(desk.ask(app::passphrase_change, change)), at);
}

#[test]
fn wrong_passphrases_wait_longer_each_time_and_lose_nothing() {
    let desk = Desk::with_home();
    set(&desk, PASSPHRASE).unwrap();
    desk.ask(app::app_lock, NoRequest {}).unwrap();
    let wrong = |typed: &str| desk.unlock(typed).unwrap_err();
    assert_eq!(wrong(ANOTHER).wait, None);
    assert_eq!(wrong(ANOTHER).wait, None);
    assert_eq!(wrong(ANOTHER).wait, Some(5));
    let early = wrong(PASSPHRASE);
    assert_eq!(
        (early.code, early.wait),
        (ErrorCode::TryLater, Some(5)),
        "the right one waits too"
    );
    desk.set_now("2026-11-20T10:00:05Z");
    assert_eq!(wrong(ANOTHER).wait, Some(10));
    desk.set_now("2026-11-20T10:00:15Z");
    assert_eq!(desk.unlock(PASSPHRASE).unwrap().stage, StageView::Open);
    assert!(desk.verify().damage.is_empty());

    // The page that changes the passphrase counts with the lock screen.
    let current = || refused(remove(&desk, ANOTHER)).0;
    assert_eq!(current(), ErrorCode::WrongPassphrase);
    assert_eq!(current(), ErrorCode::WrongPassphrase);
    assert_eq!(current(), ErrorCode::WrongPassphrase);
    assert_eq!(current(), ErrorCode::TryLater);
}

#[test]
fn a_program_that_ended_while_the_passphrase_was_set_leaves_no_key_behind() {
    let mut desk = Desk::with_home();
    let code = desk.vault.read(EntryName::Register(desk.register())).unwrap();
    // The password store does not let go of the key, as when the program ends before it asks.
    desk.vault.set_refuses_to_delete(true);
    set(&desk, PASSPHRASE).unwrap();
    assert!(desk.key_is_kept());
    assert_eq!(
        desk.reopen(),
        StageView::Locked,
        "the passphrase is in force all the same"
    );
    desk.vault.set_refuses_to_delete(false);
    desk.unlock(PASSPHRASE).unwrap();
    assert!(!desk.key_is_kept(), "the next opening takes the key away");

    // A key that somebody else puts there later is not ours to take.
    desk.vault.write(EntryName::Register(desk.register()), &code).unwrap();
    desk.reopen();
    desk.unlock(PASSPHRASE).unwrap();
    assert!(desk.key_is_kept());
}

#[test]
fn a_program_that_ended_while_the_passphrase_was_removed_opens_with_it_and_leaves_no_key_behind() {
    let mut desk = Desk::with_home();
    set(&desk, PASSPHRASE).unwrap();
    // The key is in the password store and the meta file is still the old one.
    let with_passphrase = desk.meta();
    desk.vault.set_failure(Some(VaultError::Denied));
    assert!(
        remove(&desk, PASSPHRASE).is_err(),
        "the note is written, the key is not"
    );
    desk.vault.set_failure(None);
    app_keeps_the_key(&desk);
    desk.close();
    assert_eq!(with_passphrase.passphrase, desk.meta().passphrase);
    assert_eq!(desk.reopen(), StageView::Locked);
    desk.unlock(PASSPHRASE).unwrap();
    assert!(!desk.key_is_kept());
}

/// The password store got the key just before the program ended.
fn app_keeps_the_key(desk: &Desk) {
    let text = desk.secret().recovery_code().text();
    desk.vault.write(EntryName::Register(desk.register()), &text).unwrap();
}
