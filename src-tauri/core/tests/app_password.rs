//! The rules of the owner's own password: while it is typed, in a new one, when it is saved, and its age on Today.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::{Date, date};
use steward_core::app;
use steward_core::contract::{
    ApiError, CredentialSaveRequest, CredentialView, ErrorCode, LinePutOffRequest, NoRequest, PasswordCheckRequest,
    PasswordCheckView, PasswordGenerateRequest, ScreenProtectRequest, TodayKindView, TodayLineView, TodayRequest,
    Typed, UrgencyView,
};
use steward_core::domain::answer::Answer;
use steward_core::domain::aside::PutOffReason;
use steward_core::domain::password::generate::PasswordStyle;
use steward_core::domain::password::{AppliesTo, PasswordRuleBroken};
use support::desk::{Desk, Did, no_date, person, refused, typed};

const USER: &str = "jane.smith1@nhs.net";

fn look(desk: &Desk, password: &str) -> PasswordCheckView {
    let request = PasswordCheckRequest {
        user_name: USER.to_owned(),
        password: Typed::new(password),
    };
    desk.ask(app::password_check, request).unwrap()
}

fn broken(desk: &Desk, password: &str) -> Vec<PasswordRuleBroken> {
    let rules = look(desk, password).rules;
    rules.iter().filter(|rule| !rule.kept).map(|rule| rule.rule).collect()
}

fn save(desk: &Desk, password: &str, on: Option<Date>, despite_rules: bool) -> Result<CredentialView, ApiError> {
    let request = CredentialSaveRequest {
        user_name: USER.to_owned(),
        password: Typed::new(password),
        changed_on: on.map_or_else(no_date, typed),
        despite_rules,
    };
    desk.ask(app::credential_save, request)
}

fn without_mfa(desk: &Desk) {
    let fields = steward_core::contract::PersonFieldsRequest {
        mfa: Answer::No,
        ..person("Jane Smith")
    };
    desk.change(desk.owner(), fields).unwrap();
}

fn line_of_today(desk: &Desk) -> Option<TodayLineView> {
    let today = desk.ask(app::today_get, TodayRequest { site: None }).unwrap();
    today
        .lines
        .into_iter()
        .find(|line| line.kind == TodayKindView::PasswordRunsOut)
}

#[test]
fn each_broken_rule_is_named_while_it_is_typed() {
    use PasswordRuleBroken::{Common, ContainsName, ForbiddenCharacter, TooShort};
    let desk = Desk::with_home();
    let empty = look(&desk, "");
    assert_eq!(
        (empty.applies_to, empty.previous_refused, empty.valid_days),
        (AppliesTo::WithMfa, 4, 365)
    );
    assert_eq!(broken(&desk, "kestrel"), [TooShort]);
    assert_eq!(broken(&desk, "kestrel bay one"), [ForbiddenCharacter]);
    assert_eq!(broken(&desk, "kestrel-Smith-one"), [ContainsName]);
    assert_eq!(broken(&desk, "qwertyuiop"), [Common]);
    let weak = look(&desk, "aaaaaaaaaaaaaa");
    assert!(weak.rules.iter().all(|rule| rule.kept) && weak.easy_to_guess);
    let good = look(&desk, "Thistle-lamp-orchard-47");
    assert!(good.rules.iter().all(|rule| rule.kept) && !good.easy_to_guess);
    let answer = serde_json::to_string(&look(&desk, "kestrel-Smith-one")).unwrap();
    assert!(!answer.contains("kestrel"), "{answer}");
}

#[test]
fn without_multi_factor_sign_in_the_longer_rule_counts() {
    let desk = Desk::with_home();
    without_mfa(&desk);
    let rules = look(&desk, "kestrelbay-one");
    assert_eq!((rules.applies_to, rules.valid_days), (AppliesTo::WithoutMfa, 90));
    assert_eq!(broken(&desk, "kestrelbay-one"), [PasswordRuleBroken::TooShort]);
}

#[test]
fn a_new_password_keeps_the_rules_and_two_are_never_the_same() {
    let desk = Desk::with_home();
    for mfa in [true, false] {
        if !mfa {
            without_mfa(&desk);
        }
        for style in PasswordStyle::ALL {
            let make = || {
                let request = PasswordGenerateRequest {
                    style: *style,
                    length: 4,
                    no_lookalikes: true,
                    user_name: USER.to_owned(),
                };
                desk.ask(app::password_generate, request).unwrap().password
            };
            let (one, other) = (make(), make());
            assert_ne!(one, other);
            assert_eq!((broken(&desk, &one), broken(&desk, &other)), (vec![], vec![]));
        }
    }
}

#[test]
fn a_password_that_breaks_a_rule_is_saved_only_on_the_owners_word() {
    let desk = Desk::with_home();
    let refusal = refused(save(&desk, "short", None, false));
    assert_eq!(refusal, (ErrorCode::PasswordRuleBroken, Some("password".to_owned())));
    assert_eq!(refused(save(&desk, "", None, false)).0, ErrorCode::MissingField);
    save(&desk, "short", None, true).unwrap();
    let shown = desk.ask(app::credential_show, NoRequest {}).unwrap();
    assert_eq!(shown.password, "short");
    // What is kept already may be saved again with another day.
    save(&desk, "short", Some(date(2026, 11, 1)), false).unwrap();
}

#[test]
fn none_of_the_last_four_passwords_is_taken_again_and_the_fifth_is() {
    let desk = Desk::with_home();
    let passwords: Vec<String> = (0..6).map(|number| format!("kestrel-harbour-{number}")).collect();
    for password in &passwords[..5] {
        save(&desk, password, None, false).unwrap();
    }
    // The one in force is number 4; 0 to 3 are the last four.
    for used in &passwords[..4] {
        assert_eq!(
            refused(save(&desk, used, None, false)).0,
            ErrorCode::PasswordUsedBefore,
            "{used}"
        );
    }
    save(&desk, &passwords[5], None, false).unwrap();
    save(&desk, &passwords[0], None, false).unwrap();
}

#[test]
fn today_reminds_18_10_5_2_and_1_days_before_the_password_runs_out() {
    let mut desk = Desk::with_home();
    // Runs out on 20 November 2027.
    save(&desk, "kestrel-harbour-1", Some(date(2026, 11, 20)), false).unwrap();
    let on = |desk: &Desk, day: &str| {
        desk.set_now(&format!("{day}T10:00:00Z"));
        line_of_today(desk).map(|line| (line.count, line.urgency, line.date))
    };
    let ends = Some(date(2027, 11, 20));
    assert_eq!(on(&desk, "2027-11-01"), None, "19 days before");
    assert_eq!(on(&desk, "2027-11-02"), Some((Some(18), UrgencyView::Soon, ends)));
    assert_eq!(on(&desk, "2027-11-10"), Some((Some(10), UrgencyView::Soon, ends)));
    assert_eq!(on(&desk, "2027-11-14"), Some((Some(10), UrgencyView::Soon, ends)));
    assert_eq!(on(&desk, "2027-11-15"), Some((Some(5), UrgencyView::Now, ends)));
    assert_eq!(on(&desk, "2027-11-18"), Some((Some(2), UrgencyView::Now, ends)));
    assert_eq!(on(&desk, "2027-11-19"), Some((Some(1), UrgencyView::Now, ends)));
    assert_eq!(on(&desk, "2027-11-20"), Some((Some(0), UrgencyView::Now, ends)));
    // It is known without asking the password store, and after a start.
    desk.vault.set_failure(Some(steward_core::vault::VaultError::Denied));
    desk.close();
    desk.vault.set_failure(None);
    desk.reopen();
    assert_eq!(on(&desk, "2027-12-01"), Some((Some(0), UrgencyView::Now, ends)));
    save(&desk, "kestrel-harbour-2", Some(date(2027, 12, 1)), false).unwrap();
    assert_eq!(line_of_today(&desk), None);
    assert_eq!(on(&desk, "2028-11-12").map(|(count, ..)| count), Some(Some(18)));
    desk.ask(app::credential_delete, NoRequest {}).unwrap();
    assert_eq!(line_of_today(&desk), None);
}

#[test]
fn a_reminder_that_was_put_off_comes_back_with_the_next_one() {
    let desk = Desk::with_home();
    save(&desk, "kestrel-harbour-1", Some(date(2026, 11, 20)), false).unwrap();
    desk.set_now("2027-11-02T10:00:00Z");
    let request = LinePutOffRequest {
        kind: TodayKindView::PasswordRunsOut,
        site: None,
        mailbox: None,
        person: None,
        request: None,
        duty: None,
        until: typed(date(2027, 11, 16)),
        reason: PutOffReason::WaitsForSomebody,
        words: String::new(),
    };
    desk.ask(app::line_put_off, request).unwrap();
    assert_eq!(line_of_today(&desk), None);
    desk.set_now("2027-11-10T10:00:00Z");
    assert_eq!(line_of_today(&desk).and_then(|line| line.count), Some(10));
}

#[test]
fn the_window_is_kept_out_of_screenshots_while_a_secret_shows() {
    let desk = Desk::with_home();
    desk.desktop.take();
    for shows_secret in [true, false] {
        desk.ask(app::screen_protect, ScreenProtectRequest { shows_secret })
            .unwrap();
    }
    assert_eq!(desk.desktop.take(), [Did::Protected(true), Did::Protected(false)]);
}
