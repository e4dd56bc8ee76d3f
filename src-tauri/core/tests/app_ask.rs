//! What to do about somebody who needs access: the questions, where each answer leads, and what a request may not skip.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::date;
use steward_core::app::{self, DesktopError};
use steward_core::contract::{
    AskOutcomeView, AskQuestionView, AskRequest, AskView, CopyPartView, ErrorCode, HandOverWayView, Notice, NoticeView,
    PersonEraseRequest, RequestCopyRequest, RequestDraftRequest, RequestListRequest, RequestOpenRequest,
    RequestRequest, RequestSentRequest, RequestTicketRequest, SiteAddRequest, SiteChangeRequest, SiteFieldsRequest,
    TodayKindView, TodayRequest,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::answer::Answer;
use steward_core::domain::ids::{MailboxId, PersonId, RequestId, SiteId};
use steward_core::domain::request::{RequestKind, RequestState};
use steward_core::files::FileError;
use support::desk::{
    Desk, Dialog, account_holder, ask, joiner, new_user, newcomer, no_date, person, refused, site_fields, typed,
};

const YES: Option<Answer> = Some(Answer::Yes);
const NO: Option<Answer> = Some(Answer::No);
const NOT_KNOWN: Option<Answer> = Some(Answer::NotKnown);

fn answered(desk: &Desk, has_account: Option<Answer>, left: Option<Answer>, marked: Option<Answer>) -> AskView {
    let request = AskRequest {
        has_account,
        left_holder: left,
        marked_leaver: marked,
        ..ask(desk.mailbox())
    };
    desk.ask(app::ask_decide, request).unwrap()
}

fn managed(desk: &Desk, nas_managed: Answer) {
    let fields = SiteFieldsRequest {
        nas_managed,
        ods_code: "VLAXL".to_owned(),
        ..site_fields("Rowan House")
    };
    let site = desk.site();
    desk.ask(app::site_change, SiteChangeRequest { site, fields }).unwrap();
}

#[test]
fn one_question_at_a_time_leads_to_one_of_four_ends() {
    let desk = Desk::with_home();
    let questions = [
        (None, None, None, AskQuestionView::HasAccount),
        (NOT_KNOWN, None, None, AskQuestionView::HasAccount),
        (YES, None, None, AskQuestionView::LeftHolder),
        (YES, NOT_KNOWN, None, AskQuestionView::LeftHolder),
        (YES, YES, None, AskQuestionView::MarkedLeaver),
    ];
    for (has, left, marked, question) in questions {
        let view = answered(&desk, has, left, marked);
        assert_eq!((view.outcome, view.question), (AskOutcomeView::Ask, Some(question)));
        assert!(!view.sources.is_empty());
    }
    let ends = [
        (NO, None, None, AskOutcomeView::NewUser),
        (YES, YES, YES, AskOutcomeView::Joiner),
        (YES, YES, NO, AskOutcomeView::Joiner),
        (YES, YES, NOT_KNOWN, AskOutcomeView::Joiner),
        // D17: somebody who has not left is no joiner, and no request is needed for them.
        (YES, NO, None, AskOutcomeView::AddThemYourself),
        (YES, NO, YES, AskOutcomeView::AddThemYourself),
    ];
    for (has, left, marked, outcome) in ends {
        let view = answered(&desk, has, left, marked);
        assert_eq!(
            (view.outcome, view.question),
            (outcome, None),
            "{has:?} {left:?} {marked:?}"
        );
    }
    assert_eq!(answered(&desk, YES, YES, NO).notices, [Notice::LeaverMarkMissing]);
    managed(&desk, Answer::No);
    for (has, left, marked, _) in ends {
        assert_eq!(
            answered(&desk, has, left, marked).outcome,
            AskOutcomeView::LocalAdministrator
        );
    }
    managed(&desk, Answer::NotKnown);
    assert_eq!(answered(&desk, NO, None, None).notices, [Notice::ManagedNotKnown]);
    let nowhere = ask(MailboxId::from_uuid(uuid::Uuid::nil()));
    assert_eq!(
        refused(desk.ask(app::ask_decide, nowhere)),
        (ErrorCode::NotFound, Some("mailbox".to_owned()))
    );
}

fn preview(desk: &Desk, people: &[PersonId]) -> Vec<NoticeView> {
    let request = RequestDraftRequest::new(
        RequestKind::NewUser,
        desk.mailbox(),
        people
            .iter()
            .map(|person| new_user(*person, AccessLevel::Member))
            .collect(),
    );
    desk.ask(app::request_preview, request).unwrap().notices
}

#[test]
fn more_than_ten_accounts_are_noticed_and_not_refused() {
    let desk = Desk::with_home();
    let changes = desk.verify().changes;
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let tom = desk.added(newcomer("Tom Fairweather", "07700 900043", "tom@example.org"));
    for number in 0..8 {
        let name = format!("Account Holder {}", char::from(b'A' + number));
        desk.added(account_holder(&name, &format!("holder{number}@nhs.net"), ""));
    }
    // Jane Smith and eight more: the tenth is allowed without a word, the eleventh with one.
    let over = |notices: &[NoticeView]| notices.iter().any(|one| one.notice == Notice::AccountsOverAllowance);
    assert!(!over(&preview(&desk, &[edith])));
    assert!(over(&preview(&desk, &[edith, tom])));
    assert_eq!(preview(&desk, &[edith, tom]).len(), 1, "said once, not for each person");
    let both = vec![new_user(edith, AccessLevel::Member), new_user(tom, AccessLevel::Member)];
    assert!(desk.draft(RequestKind::NewUser, both).is_ok());
    assert!(desk.verify().changes > changes);
}

#[test]
fn a_preview_records_nothing_and_says_what_the_draft_will() {
    let desk = Desk::with_home();
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let changes = desk.verify().changes;
    let request = || {
        RequestDraftRequest::new(
            RequestKind::NewUser,
            desk.mailbox(),
            vec![new_user(edith, AccessLevel::Owner)],
        )
    };
    let before = desk.ask(app::request_preview, request()).unwrap();
    assert_eq!(desk.verify().changes, changes);
    let after = desk.ask(app::request_draft, request()).unwrap().draft;
    assert_eq!(
        (&before.lines, &before.to, &before.from),
        (&after.lines, &after.to, &after.from)
    );
    assert_eq!(before.subject, after.subject);
    // Each line that says something of somebody says why it may.
    for line in before.lines.iter().filter(|line| line.field.is_some()) {
        assert!(line.source.is_some(), "{}", line.text);
    }
}

fn sent(desk: &Desk, request: RequestId) {
    let part = CopyPartView::Body;
    desk.ask(app::request_copy, RequestCopyRequest { request, part })
        .unwrap();
    let on = no_date();
    let sent = RequestSentRequest {
        request,
        from_shared_mailbox: true,
        on,
    };
    desk.ask(app::request_sent, sent).unwrap();
}

fn edith_drafted(desk: &Desk) -> RequestId {
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let people = vec![new_user(edith, AccessLevel::Member)];
    desk.draft(RequestKind::NewUser, people).unwrap().request
}

#[test]
fn a_ticket_goes_to_its_request_once_and_can_be_taken_back() {
    let desk = Desk::with_home();
    let request = edith_drafted(&desk);
    sent(&desk, request);
    let on_today = |desk: &Desk| {
        let lines = desk.ask(app::today_get, TodayRequest { site: None }).unwrap().lines;
        lines.iter().any(|line| line.kind == TodayKindView::RequestNoTicket)
    };
    assert!(on_today(&desk));
    let ticket = |text: &str| RequestTicketRequest {
        request,
        ticket_reference: text.to_owned(),
    };
    let with = desk.ask(app::request_ticket, ticket("INC1234567")).unwrap();
    assert_eq!(with.row.ticket_references, ["INC1234567"]);
    assert!(!on_today(&desk));
    let changes = desk.verify().changes;
    desk.ask(app::request_ticket, ticket("INC1234567")).unwrap();
    assert_eq!(
        desk.verify().changes,
        changes,
        "the same reference again says nothing new"
    );
    desk.undo(with.action.unwrap()).unwrap();
    assert_eq!(desk.request(request).row.ticket_references, Vec::<String>::new());
    assert!(on_today(&desk));
}

#[test]
fn a_request_is_not_sent_in_the_future_and_an_ended_one_stays_ended() {
    let desk = Desk::with_home();
    let request = edith_drafted(&desk);
    let part = CopyPartView::All;
    desk.ask(app::request_copy, RequestCopyRequest { request, part })
        .unwrap();
    let sent_on = |day| RequestSentRequest {
        request,
        from_shared_mailbox: true,
        on: day,
    };
    let refusal = refused(desk.ask(app::request_sent, sent_on(typed(date(2026, 11, 21)))));
    assert_eq!(refusal, (ErrorCode::InvalidValue, Some("on".to_owned())));
    let half = steward_core::contract::DateRequest {
        day: "19".to_owned(),
        ..no_date()
    };
    assert_eq!(
        refused(desk.ask(app::request_sent, sent_on(half))).1,
        Some("on".to_owned())
    );
    let view = desk.ask(app::request_sent, sent_on(typed(date(2026, 11, 19)))).unwrap();
    assert_eq!(view.row.sent_on, Some(date(2026, 11, 19)));

    let gone = desk.ask(app::request_withdraw, RequestRequest { request }).unwrap();
    assert_eq!(gone.row.state, RequestState::Withdrawn);
    for answer in [
        desk.ask(app::request_withdraw, RequestRequest { request }),
        desk.ask(app::request_refresh, RequestRequest { request }),
        desk.ask(app::request_sent, sent_on(no_date())),
    ] {
        assert_eq!(refused(answer).0, ErrorCode::WrongMove);
    }
    let list = |open_only| {
        let request = RequestListRequest {
            site: None,
            person: None,
            kind: None,
            state: None,
            text: String::new(),
            open_only,
        };
        desk.ask(app::request_list, request).unwrap().rows.len()
    };
    assert_eq!((list(true), list(false)), (0, 1));
}

#[test]
fn what_another_program_does_not_take_is_not_handed_over() {
    let desk = Desk::with_home();
    let request = edith_drafted(&desk);
    let changes = desk.verify().changes;
    let (part, way) = (CopyPartView::Body, HandOverWayView::MailProgram);
    desk.desktop.set_failure(Some(DesktopError::Clipboard));
    assert_eq!(
        refused(desk.ask(app::request_copy, RequestCopyRequest { request, part })).0,
        ErrorCode::ClipboardFailed
    );
    desk.desktop.set_failure(Some(DesktopError::NotOpened));
    assert_eq!(
        refused(desk.ask(app::request_open, RequestOpenRequest { request, way })).0,
        ErrorCode::OpenFailed
    );
    desk.desktop.set_failure(None);
    desk.desktop.set_dialog(Dialog::Fails(FileError::DiskFull));
    assert_eq!(
        refused(desk.ask(app::request_save_eml, RequestRequest { request })).0,
        ErrorCode::DiskFull
    );
    desk.desktop.set_dialog(Dialog::Fails(FileError::NotAllowed));
    assert_eq!(
        refused(desk.ask(app::request_save_eml, RequestRequest { request })).0,
        ErrorCode::SaveFailed
    );
    assert_eq!(desk.verify().changes, changes);
    assert_eq!(desk.request(request).handed.frozen_at, None);
}

#[test]
fn a_long_request_says_that_it_fits_no_link() {
    let desk = Desk::with_home();
    let people: Vec<PersonId> = (0..20_u8)
        .map(|number| {
            let name = format!("Nguyễn Thị Minh {}", char::from(b'A' + number));
            let mobile = format!("07700 9001{number:02}");
            desk.added(newcomer(&name, &mobile, &format!("minh.nguyen{number}@example.org")))
        })
        .collect();
    let asked = people
        .iter()
        .map(|person| new_user(*person, AccessLevel::Member))
        .collect();
    let view = desk.draft(RequestKind::NewUser, asked).unwrap();
    assert!(!view.draft.fits_mail_link);
    let open = RequestOpenRequest {
        request: view.request,
        way: HandOverWayView::MailProgram,
    };
    assert_eq!(refused(desk.ask(app::request_open, open)).0, ErrorCode::LinkTooLong);
    let open = RequestOpenRequest {
        request: view.request,
        way: HandOverWayView::OutlookWeb,
    };
    assert!(
        desk.ask(app::request_open, open).is_ok(),
        "the link for the web holds no body"
    );
}

#[test]
fn a_request_of_one_home_says_nothing_of_another() {
    let desk = Desk::with_home();
    let elder = SiteAddRequest {
        site: SiteFieldsRequest {
            nas_managed: Answer::No,
            ..site_fields("Elder Court")
        },
        mailbox_address: "care.vm4k2@nhs.net".to_owned(),
    };
    let site: SiteId = desk.ask(app::site_add, elder).unwrap().id.unwrap().parse().unwrap();
    let elder = desk.sites().into_iter().find(|row| row.site == site).unwrap().mailboxes[0].mailbox;
    let rowan = desk.sites().into_iter().find(|row| row.site != site).unwrap();
    let joan = desk.added(account_holder(
        "Joan Pemberley",
        "joan.pemberley@nhs.net",
        "07700 900044",
    ));
    let request =
        |mailbox| RequestDraftRequest::new(RequestKind::Joiner, mailbox, vec![joiner(joan, AccessLevel::Member)]);
    // NAS manages the one and not the other.
    assert_eq!(
        refused(desk.ask(app::request_draft, request(elder))).0,
        ErrorCode::NotNasManaged
    );
    let view = desk
        .ask(app::request_draft, request(rowan.mailboxes[0].mailbox))
        .unwrap();
    assert_eq!(
        (view.draft.from.as_str(), view.site),
        ("care.vlaxl@nhs.net", Some(rowan.site))
    );
    let of_site = |site| {
        let request = RequestListRequest {
            site: Some(site),
            person: None,
            kind: None,
            state: None,
            text: String::new(),
            open_only: false,
        };
        desk.ask(app::request_list, request).unwrap().rows.len()
    };
    assert_eq!((of_site(rowan.site), of_site(site)), (1, 0));
}

#[test]
fn the_last_owner_is_not_erased() {
    let desk = Desk::with_home();
    let erase = PersonEraseRequest {
        person: desk.owner(),
        name_typed: "Jane Smith".to_owned(),
    };
    let changes = desk.verify().changes;
    assert_eq!(refused(desk.ask(app::person_erase, erase)).0, ErrorCode::LastOwner);
    assert_eq!(desk.verify().changes, changes);
    assert_eq!(desk.meta().erased.len(), 0);
    assert_eq!(desk.find("jane"), desk.owner());
    desk.added(person("Edith Quill"));
}
