//! *Check my own email*: what it marks, what it leaves alone because the staff list knows it, and what it hands back.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use steward_core::app;
use steward_core::contract::{ErrorCode, MailCheckRequest, MailCheckView, Typed};
use steward_core::screening::{Action, FindingKind};
use support::desk::{Desk, Did, MAILBOX, account_holder, newcomer, refused};

fn check(desk: &Desk, text: &str, keep: &[u32]) -> MailCheckView {
    desk.ask(app::mail_check, request(text, keep)).unwrap()
}

fn request(text: &str, keep: &[u32]) -> MailCheckRequest {
    MailCheckRequest {
        text: Typed::new(text),
        keep: keep.to_vec(),
    }
}

fn found(view: &MailCheckView) -> Vec<(FindingKind, &str)> {
    view.parts
        .iter()
        .filter_map(|part| Some((part.finding.as_ref()?.kind, part.text.as_str())))
        .collect()
}

#[test]
fn the_mail_comes_back_whole_in_parts_and_cleaned() {
    let desk = Desk::with_home();
    let text = "Rose, born 3 März 1962 – no: 3 March 1962 –\ncall 07700 900456 😀";
    let view = check(&desk, text, &[]);
    let whole: String = view.parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(whole, text);
    assert_eq!(found(&view).last(), Some(&(FindingKind::Phone, "07700 900456")));
    assert!(view.cleaned.contains("[date of birth removed]"));
    assert!(view.cleaned.ends_with("call [phone number removed] 😀"));
}

#[test]
fn the_owner_may_keep_what_is_a_warning_and_nothing_else() {
    let desk = Desk::with_home();
    let text = "NHS no 943 476 5919, call 07700 900456";
    let view = check(&desk, text, &[0, 1]);
    assert_eq!(view.cleaned, "NHS no [NHS number removed], call 07700 900456");
    let kept: Vec<_> = view
        .parts
        .iter()
        .filter_map(|part| part.finding.as_ref())
        .map(|finding| (finding.action, finding.kept))
        .collect();
    assert_eq!(kept, [(Action::Block, false), (Action::Warn, true)]);
}

#[test]
fn the_staff_list_and_the_home_are_known_in_every_spelling() {
    let desk = Desk::with_home();
    desk.added(newcomer("Rose Bell", "07700 900123", "rose@example.org"));
    desk.added(account_holder("Sam Fern", "sam.fern@nhs.net", "07700 900124"));
    let own = format!(
        "{MAILBOX}: +44 (0)7700 900123, 7700 900124, Rose@example.org, sam.fern@nhs.net, helpdesk@nhs.net, 0333 200 1133"
    );
    assert_eq!(found(&check(&desk, &own, &[])), []);
    let text = "07700 900125, may@example.org";
    let view = check(&desk, text, &[]);
    assert_eq!(
        found(&view),
        [
            (FindingKind::Phone, "07700 900125"),
            (FindingKind::Email, "may@example.org")
        ]
    );
}

#[test]
fn an_empty_or_endless_mail_is_refused() {
    let desk = Desk::with_home();
    let refusal = |text: &str| refused(desk.ask(app::mail_check, request(text, &[])));
    assert_eq!(refusal(" \n "), (ErrorCode::MissingField, Some("mail".into())));
    assert_eq!(refusal(&"a".repeat(100_001)), (ErrorCode::TooLong, Some("mail".into())));
    assert_eq!(check(&desk, &"a ".repeat(50_000), &[]).parts.len(), 1);
}

#[test]
fn copying_copies_the_cleaned_mail() {
    let desk = Desk::with_home();
    desk.desktop.take();
    desk.ask(app::mail_check_copy, request("DOB 3/3/62, call 07700 900456", &[1]))
        .unwrap();
    assert_eq!(
        desk.desktop.take(),
        [Did::Copied(
            "DOB [date of birth removed], call 07700 900456".into(),
            app::Copied::Draft
        )]
    );
}

#[test]
fn a_note_takes_no_date_of_birth() {
    let desk = Desk::with_home();
    let mut rose = newcomer("Rose Bell", "07700 900123", "rose@example.org");
    rose.note = "Likes mornings. Born 3 March 1962.".into();
    assert_eq!(
        refused(desk.add(rose.clone())),
        (ErrorCode::PersonalData, Some("person.note".into()))
    );
    rose.note = "Likes mornings. Call 07700 900456 when she is late.".into();
    desk.added(rose);
}
