//! The owner's own sign-in details, the passphrase, and the recovery code.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::date;
use steward_core::app::{self, Copied};
use steward_core::contract::{
    AccessStartRequest, AuthorChooseRequest, CredentialCopyRequest, CredentialPartView, CredentialSaveRequest,
    CredentialStateView, CredentialView, DateRequest, ErrorCode, NoRequest, PassphraseChangeRequest,
    PassphraseRemoveRequest, PassphraseSetRequest, Reason, RecoveryCodeCheckRequest, SettingsChangeRequest, StageView,
    TodayRequest, Typed,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::clock_rules::ClockKind;
use steward_core::secret::SecretString;
use steward_core::vault::{EntryName, Vault, VaultError};
use support::desk::{Desk, Did, no_date, person, refused, set_up, settings, typed};

const OLD: &str = "seven green kettles";
const NEW: &str = "eight yellow lamps";

fn save(desk: &Desk, user_name: &str, password: &str) -> Result<CredentialView, steward_core::contract::ApiError> {
    let request = CredentialSaveRequest {
        user_name: user_name.to_owned(),
        password: Typed::new(password),
        changed_on: no_date(),
        despite_rules: false,
    };
    desk.ask(app::credential_save, request)
}

#[test]
fn the_age_of_the_password_is_counted_only_from_a_day_the_owner_entered() {
    let desk = Desk::with_home();
    let saved = save(&desk, "jane.smith1@nhs.net", "a-long-kettle-7").unwrap();
    assert_eq!((saved.changed_on, saved.clock), (None, None));
    let with_day = |day: DateRequest| {
        let request = CredentialSaveRequest {
            user_name: "jane.smith1@nhs.net".to_owned(),
            password: Typed::new("a-long-kettle-7"),
            changed_on: day,
            despite_rules: false,
        };
        desk.ask(app::credential_save, request)
    };
    let clock = with_day(typed(date(2026, 11, 1))).unwrap().clock.unwrap();
    assert_eq!((clock.kind, clock.steps.len()), (ClockKind::Password, 6));
    // Saving the same password again, without a day, keeps the day it has.
    assert_eq!(
        save(&desk, "jane.smith1@nhs.net", "a-long-kettle-7").unwrap().clock,
        Some(clock)
    );
    assert_eq!(
        save(&desk, "jane.smith1@nhs.net", "another-kettle-8").unwrap().clock,
        None
    );
    let refusal = with_day(typed(date(2099, 11, 1))).unwrap_err();
    assert_eq!(
        (refusal.field.as_deref(), refusal.reason),
        (Some("changed_on"), Some(Reason::DateInFuture))
    );
}

fn status(desk: &Desk) -> CredentialView {
    desk.ask(app::credential_status, NoRequest {}).unwrap()
}

#[test]
fn sign_in_details_are_saved_copied_shown_replaced_and_deleted() {
    let desk = Desk::with_home();
    assert_eq!(status(&desk).state, CredentialStateView::Missing);
    let saved = save(&desk, "jane.smith1@nhs.net", "a-long-kettle-7").unwrap();
    assert_eq!(saved.state, CredentialStateView::Present);
    assert_eq!(saved.user_name.as_deref(), Some("jane.smith1@nhs.net"));

    desk.desktop.take();
    let part = CredentialPartView::Password;
    let copied = desk.ask(app::credential_copy, CredentialCopyRequest { part }).unwrap();
    assert_eq!(copied.clears_in, Some(30));
    assert_eq!(
        desk.desktop.take_copied(),
        [("a-long-kettle-7".to_owned(), Copied::Secret)]
    );
    let shown = desk.ask(app::credential_show, NoRequest {}).unwrap();
    assert_eq!(shown.password, "a-long-kettle-7");
    desk.ask(app::credential_hide, NoRequest {}).unwrap();
    assert_eq!(desk.desktop.take(), [Did::Protected(true), Did::Protected(false)]);

    save(&desk, "jane.smith1@nhs.net", "another-kettle-8").unwrap();
    assert_eq!(
        desk.ask(app::credential_show, NoRequest {}).unwrap().password,
        "another-kettle-8"
    );
    let gone = desk.ask(app::credential_delete, NoRequest {}).unwrap();
    assert_eq!((gone.state, gone.user_name), (CredentialStateView::Missing, None));
    assert_eq!(
        refused(desk.ask(app::credential_show, NoRequest {})).0,
        ErrorCode::KeyringMissing
    );
}

#[test]
fn bad_sign_in_details_are_refused_at_their_field_and_what_was_kept_stays() {
    let desk = Desk::with_home();
    save(&desk, "jane.smith1@nhs.net", "a-long-kettle-7").unwrap();
    let refusal = refused(save(&desk, "jane@example.org", "a-long-kettle-7"));
    assert_eq!(refusal, (ErrorCode::InvalidValue, Some("user_name".to_owned())));
    assert_eq!(
        refused(save(&desk, "jane.smith1@nhs.net", "")),
        (ErrorCode::MissingField, Some("password".to_owned()))
    );
    let novel = "kettle-".repeat(200);
    assert_eq!(
        refused(save(&desk, "jane.smith1@nhs.net", &novel)).0,
        ErrorCode::TooLong
    );
    assert_eq!(
        desk.ask(app::credential_show, NoRequest {}).unwrap().password,
        "a-long-kettle-7"
    );
}

#[test]
fn a_shared_computer_keeps_no_sign_in_details_without_a_passphrase() {
    let desk = Desk::with_home();
    let shared = SettingsChangeRequest {
        others_use_this_computer: Some(true),
        ..settings()
    };
    desk.ask(app::settings_change, shared).unwrap();
    assert!(status(&desk).needs_passphrase);
    assert_eq!(
        refused(save(&desk, "jane.smith1@nhs.net", "a-long-kettle-7")).0,
        ErrorCode::PassphraseNeeded
    );
    desk.ask(
        app::passphrase_set,
        PassphraseSetRequest {
            passphrase: Typed::new(OLD),
        },
    )
    .unwrap();
    save(&desk, "jane.smith1@nhs.net", "a-long-kettle-7").unwrap();
    let remove = PassphraseRemoveRequest {
        current: Typed::new(OLD),
    };
    assert_eq!(
        refused(desk.ask(app::passphrase_remove, remove)).0,
        ErrorCode::PassphraseNeeded
    );
}

#[test]
fn every_state_of_the_password_store_is_told_apart() {
    let desk = Desk::with_home();
    save(&desk, "jane.smith1@nhs.net", "a-long-kettle-7").unwrap();
    for (failure, state, code) in [
        (
            VaultError::Locked,
            CredentialStateView::Locked,
            ErrorCode::KeyringLocked,
        ),
        (
            VaultError::NoKeyring,
            CredentialStateView::Absent,
            ErrorCode::KeyringAbsent,
        ),
        (
            VaultError::Denied,
            CredentialStateView::Denied,
            ErrorCode::KeyringDenied,
        ),
    ] {
        desk.vault.set_failure(Some(failure));
        assert_eq!(status(&desk).state, state);
        assert_eq!(refused(desk.ask(app::credential_show, NoRequest {})).0, code);
        desk.vault.set_failure(None);
        assert_eq!(
            status(&desk).state,
            CredentialStateView::Present,
            "it is there again without a restart"
        );
    }
}

#[test]
fn a_passphrase_is_set_changed_and_removed_and_there_is_always_one_way_in() {
    let mut desk = Desk::with_home();
    let weak = PassphraseSetRequest {
        passphrase: Typed::new("short"),
    };
    assert_eq!(
        refused(desk.ask(app::passphrase_set, weak)).0,
        ErrorCode::WeakPassphrase
    );
    assert!(refused(desk.ask(app::app_lock, NoRequest {})).0 == ErrorCode::PassphraseNeeded && desk.key_is_kept());

    desk.ask(
        app::passphrase_set,
        PassphraseSetRequest {
            passphrase: Typed::new(OLD),
        },
    )
    .unwrap();
    assert!(!desk.key_is_kept(), "the password store lets go of the key");
    assert_eq!(desk.ask(app::app_lock, NoRequest {}).unwrap().stage, StageView::Locked);
    assert_eq!(
        refused(desk.ask(app::header_get, TodayRequest { site: None })).0,
        ErrorCode::NotOpen
    );
    assert_eq!(refused(desk.unlock(NEW)).0, ErrorCode::WrongPassphrase);
    assert_eq!(desk.unlock(OLD).unwrap().stage, StageView::Open);

    let change = |current: &str| PassphraseChangeRequest {
        current: Typed::new(current),
        passphrase: Typed::new(NEW),
    };
    let refusal = refused(desk.ask(app::passphrase_change, change(NEW)));
    assert_eq!(refusal, (ErrorCode::WrongPassphrase, Some("current".to_owned())));
    desk.ask(app::passphrase_change, change(OLD)).unwrap();
    assert_eq!(desk.reopen(), StageView::Locked);
    assert_eq!(refused(desk.unlock(OLD)).0, ErrorCode::WrongPassphrase);
    desk.unlock(NEW).unwrap();

    desk.ask(
        app::passphrase_remove,
        PassphraseRemoveRequest {
            current: Typed::new(NEW),
        },
    )
    .unwrap();
    assert!(desk.key_is_kept());
    assert_eq!(desk.reopen(), StageView::Open);
}

#[test]
fn a_forgotten_passphrase_is_let_go_by_the_recovery_code() {
    let mut desk = Desk::with_home();
    let code = desk.code();
    desk.ask(
        app::passphrase_set,
        PassphraseSetRequest {
            passphrase: Typed::new(OLD),
        },
    )
    .unwrap();
    assert_eq!(desk.reopen(), StageView::Locked);
    assert_eq!(
        refused(desk.recover("0000-0000-0000-0000-0000-0000-0000")).0,
        ErrorCode::WrongRecoveryCode
    );
    assert_eq!(
        desk.recover(&code.to_lowercase().replace('-', " ")).unwrap().stage,
        StageView::Open
    );
    assert!(!desk.ask(app::settings_get, NoRequest {}).unwrap().has_passphrase);
    assert!(desk.verify().damage.is_empty());
}

#[test]
fn two_groups_of_the_recovery_code_are_typed_back_from_paper() {
    let desk = Desk::with_home();
    let shown = desk.ask(app::recovery_code_show, NoRequest {}).unwrap();
    assert_eq!((shown.groups.len(), shown.groups.join("-")), (7, desk.code()));
    let [first, second] = shown.ask_for[..] else {
        panic!("two groups are asked for")
    };
    let group = |number: u32| shown.groups[usize::try_from(number).unwrap() - 1].clone();
    let check = |first: &str, second: &str| {
        let typed = RecoveryCodeCheckRequest {
            first: Typed::new(first),
            second: Typed::new(second),
        };
        desk.ask(app::recovery_code_check, typed)
    };
    let refusal = refused(check(&group(first), "ZZZZ"));
    assert_eq!(refusal, (ErrorCode::WrongRecoveryCode, Some("second".to_owned())));
    assert_eq!(
        desk.ask(app::settings_get, NoRequest {})
            .unwrap()
            .recovery_code_checked_on,
        None
    );
    check(&group(first).to_lowercase(), &group(second)).unwrap();
    assert!(
        desk.ask(app::settings_get, NoRequest {})
            .unwrap()
            .recovery_code_checked_on
            .is_some()
    );
}

#[test]
fn each_owner_has_sign_in_details_of_their_own() {
    let desk = Desk::with_home();
    save(&desk, "jane.smith1@nhs.net", "a-long-kettle-7").unwrap();
    let edith = desk.added(person("Edith Quill"));
    let access = AccessStartRequest {
        person: edith,
        mailbox: desk.mailbox(),
        level: AccessLevel::Owner,
        from: no_date(),
    };
    desk.ask(app::access_start, access).unwrap();
    desk.ask(
        app::author_choose,
        AuthorChooseRequest {
            person: edith,
            site: None,
        },
    )
    .unwrap();
    assert_eq!(status(&desk).state, CredentialStateView::Missing);
    save(&desk, "edith.quill@nhs.net", "a-short-lamp-9").unwrap();
    desk.ask(app::credential_delete, NoRequest {}).unwrap();
    let jane = desk.owner();
    desk.ask(
        app::author_choose,
        AuthorChooseRequest {
            person: jane,
            site: None,
        },
    )
    .unwrap();
    let shown = desk.ask(app::credential_show, NoRequest {}).unwrap();
    assert_eq!(shown.password, "a-long-kettle-7", "deleting one leaves the other");
}

#[test]
fn what_cannot_be_read_is_said_and_can_be_saved_anew() {
    let desk = Desk::with_home();
    let entry = EntryName::Owner(desk.register(), desk.owner());
    for foreign in ["what another program wrote", "", "c2VhbGVk"] {
        desk.vault.write(entry, &SecretString::from(foreign)).unwrap();
        assert_eq!(status(&desk).state, CredentialStateView::Unreadable, "{foreign}");
        assert!(desk.ask(app::credential_show, NoRequest {}).is_err());
        save(&desk, "jane.smith1@nhs.net", "a-long-kettle-7").unwrap();
        assert_eq!(status(&desk).state, CredentialStateView::Present);
    }
}

#[test]
fn a_computer_nobody_has_spoken_of_counts_as_shared() {
    let mut desk = Desk::new();
    desk.stage();
    desk.create(None, None).unwrap();
    desk.ask(app::set_up_finish, set_up()).unwrap();
    assert!(status(&desk).needs_passphrase);
    let refusal = refused(save(&desk, "jane.smith1@nhs.net", "a-long-kettle-7"));
    assert_eq!(refusal.0, ErrorCode::PassphraseNeeded);
    assert_eq!(desk.vault.names(), [EntryName::Register(desk.register())]);
}

#[test]
fn a_passphrase_stays_while_the_password_store_cannot_take_the_key() {
    let mut desk = Desk::with_home();
    let passphrase = Typed::new(OLD);
    desk.ask(app::passphrase_set, PassphraseSetRequest { passphrase })
        .unwrap();
    desk.vault.set_failure(Some(VaultError::NoKeyring));
    let remove = PassphraseRemoveRequest {
        current: Typed::new(OLD),
    };
    assert_eq!(
        refused(desk.ask(app::passphrase_remove, remove)).0,
        ErrorCode::KeyringAbsent
    );
    assert_eq!(desk.reopen(), StageView::Locked);
    desk.vault.set_failure(None);
    desk.unlock(OLD).unwrap();
    let again = PassphraseSetRequest {
        passphrase: Typed::new(NEW),
    };
    assert_eq!(refused(desk.ask(app::passphrase_set, again)).0, ErrorCode::AlreadySetUp);
}

#[test]
fn the_recovery_code_stays_the_same_whatever_the_passphrase_does() {
    let mut desk = Desk::with_home();
    let code = desk.code();
    let shown = |desk: &Desk| {
        desk.ask(app::recovery_code_show, NoRequest {})
            .unwrap()
            .groups
            .join("-")
    };
    let passphrase = Typed::new(OLD);
    desk.ask(app::passphrase_set, PassphraseSetRequest { passphrase })
        .unwrap();
    assert_eq!(shown(&desk), code);
    desk.reopen();
    desk.recover(&code).unwrap();
    assert_eq!(shown(&desk), code);
}
