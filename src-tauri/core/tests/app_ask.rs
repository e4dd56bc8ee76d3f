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
    AskAnswerRequest, AskEndKindView, AskOutcomeView, AskQuestionView, AskRequest, AskTurnRequest, AskTurnView,
    AskView, CallScriptRequest, CopyPartView, DateRequest, ErrorCode, HandOverWayView, NoRequest, Notice, NoticeView,
    PersonEraseRequest, PostChangeRequest, RequestCopyRequest, RequestDraftRequest, RequestFactsRequest,
    RequestListRequest, RequestOpenRequest, RequestPersonRequest, RequestRequest, RequestSentRequest,
    RequestTicketRequest, RequestTypedRequest, SiteAddRequest, SiteChangeRequest, SiteFieldsRequest, TodayKindView,
    TodayRequest,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::answer::Answer;
use steward_core::domain::ask::{AskEntry, AskQuestion};
use steward_core::domain::ids::{MailboxId, PersonId, RequestId, SiteId};
use steward_core::domain::request::{RequestKind, RequestState};
use steward_core::domain::rules::FollowUp;
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

fn turn(desk: &Desk, entry: AskEntry, answers: &[(AskQuestion, Answer)]) -> AskTurnView {
    let answers = answers.iter().map(|(question, answer)| AskAnswerRequest {
        question: *question,
        answer: *answer,
    });
    let request = AskTurnRequest {
        mailbox: desk.mailbox(),
        entry,
        answers: answers.collect(),
    };
    desk.ask(app::ask_turn, request).unwrap()
}

#[test]
fn a_walk_asks_until_it_knows_what_to_do_and_says_all_about_the_request() {
    let desk = Desk::with_home();
    let groups = desk.ask(app::ask_entries, NoRequest {}).unwrap().groups;
    assert_eq!(
        groups.iter().map(|group| group.entries.len()).sum::<usize>(),
        AskEntry::ALL.len()
    );

    let first = turn(&desk, AskEntry::SomebodyLeaving, &[]);
    assert_eq!(
        (first.asked.as_slice(), first.end),
        ([AskQuestion::OnlyOwner].as_slice(), None)
    );
    let unknown = turn(
        &desk,
        AskEntry::SomebodyLeaving,
        &[(AskQuestion::OnlyOwner, Answer::NotKnown)],
    );
    assert!(unknown.find_out && unknown.end.is_none());
    let no = [
        (AskQuestion::OnlyOwner, Answer::No),
        (AskQuestion::GoesOnElsewhere, Answer::No),
    ];
    let leaver = turn(&desk, AskEntry::SomebodyLeaving, &no);
    assert!(!leaver.sources.is_empty());
    let end = leaver.end.unwrap();
    assert_eq!((end.what, end.kind), (AskEndKindView::Draft, Some(RequestKind::Leaver)));
    assert!(end.follow_ups.contains(&FollowUp::RemovedFromMailbox));
    assert_eq!(end.time_limit.unwrap().days, Some(30));

    managed(&desk, Answer::No);
    let elsewhere = turn(&desk, AskEntry::SomebodyLeaving, &no).end.unwrap();
    assert_eq!(
        (elsewhere.what, elsewhere.kind),
        (AskEndKindView::LocalAdministrator, None)
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one line for each kind")]
fn every_kind_about_people_is_written_from_the_staff_list_and_what_was_typed() {
    let desk = Desk::with_home();
    let joan = desk.added(account_holder(
        "Joan Pemberley",
        "joan.pemberley@nhs.net",
        "07700 900044",
    ));
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let typed = RequestTypedRequest {
        new_full_name: "Joan Okafor".to_owned(),
        temporary_password_mobile: "07700 900044".to_owned(),
        identity_checked: true,
    };
    let vouched = RequestTypedRequest {
        new_full_name: String::new(),
        ..typed.clone()
    };
    let renamed = RequestTypedRequest {
        temporary_password_mobile: String::new(),
        identity_checked: false,
        ..typed
    };
    for (kind, typed, says) in [
        (RequestKind::LeaverStatus, None, "Joan Pemberley"),
        (RequestKind::Leaver, None, "to be marked as a leaver"),
        (RequestKind::Unlock, None, "joan.pemberley@nhs.net"),
        (
            RequestKind::PasswordReset,
            Some(vouched),
            "I have checked who this person is",
        ),
        (RequestKind::NameChange, Some(renamed), "New full name: Joan Okafor"),
        (RequestKind::AddToMailbox, None, "to be added to the shared mailbox"),
        (RequestKind::LongLeave, None, "to be disabled"),
        (RequestKind::ReturnFromLeave, None, "to be enabled"),
        (RequestKind::RestoreAccount, None, "Joan Pemberley"),
    ] {
        let person = RequestPersonRequest {
            access: (kind == RequestKind::AddToMailbox).then_some(AccessLevel::Member),
            typed,
            ..RequestPersonRequest::new(joan)
        };
        let view = desk.draft(kind, vec![person]).unwrap();
        let body: Vec<&str> = view.draft.lines.iter().map(|line| line.text.as_str()).collect();
        assert!(body.join("\n").contains(says), "{kind}: {body:?}");
        assert!(!view.out_of_date, "{kind}");
        let again = desk
            .ask(app::request_refresh, RequestRequest { request: view.request })
            .unwrap();
        assert_eq!(again.draft.lines, view.draft.lines, "{kind}");
    }

    let handed_over = RequestDraftRequest {
        outgoing: Some(joan),
        ..RequestDraftRequest::new(
            RequestKind::OwnerChange,
            desk.mailbox(),
            vec![RequestPersonRequest::new(edith)],
        )
    };
    let view = desk.ask(app::request_draft, handed_over.clone()).unwrap();
    let body: Vec<&str> = view.draft.lines.iter().map(|line| line.text.as_str()).collect();
    assert!(body.contains(&"New owner's personal mobile: 07700900042"), "{body:?}");
    assert!(
        body.contains(&"Outgoing owner's NHSmail address: joan.pemberley@nhs.net"),
        "{body:?}"
    );
    assert_eq!(view.people, [edith, joan]);
    let same = RequestDraftRequest {
        outgoing: Some(edith),
        ..handed_over
    };
    assert_eq!(
        refused(desk.ask(app::request_draft, same)).0,
        ErrorCode::DuplicatePerson
    );

    let own = RequestDraftRequest::new(
        RequestKind::MissingSharedMailbox,
        desk.mailbox(),
        vec![RequestPersonRequest::new(joan)],
    );
    let own = desk.ask(app::request_draft, own).unwrap();
    assert!(!own.draft.from_shared_mailbox);
    assert!(own.draft.lines.iter().any(|line| line.text.starts_with("ODS code: ")));
    assert_eq!(desk.verify().damage, []);

    // Once a person is erased every request still reads as it did, but for what was said of them.
    let erase = PersonEraseRequest {
        person: joan,
        name_typed: "Joan Pemberley".to_owned(),
    };
    desk.ask(app::person_erase, erase).unwrap();
    let all = RequestListRequest {
        site: None,
        person: None,
        kind: None,
        state: None,
        text: String::new(),
        open_only: false,
    };
    for row in desk.ask(app::request_list, all).unwrap().rows {
        let view = desk.request(row.request);
        let removed = view.draft.lines.iter().filter(|line| line.removed);
        assert!(removed.count() >= 1, "{}", row.kind);
        assert!(
            view.draft.lines.iter().all(|line| !line.text.contains("Joan")),
            "{}",
            row.kind
        );
        assert!(view.out_of_date, "{}", row.kind);
    }
    assert_eq!(desk.verify().damage, []);
}

#[test]
fn a_request_about_nobody_says_what_was_typed_once_and_is_refused_at_its_field() {
    let desk = Desk::with_home();
    let ask = |kind, facts| {
        let request = RequestDraftRequest {
            facts: Some(facts),
            ..RequestDraftRequest::new(kind, desk.mailbox(), Vec::new())
        };
        desk.ask(app::request_draft, request)
    };
    let day = |day: &str| DateRequest {
        day: day.to_owned(),
        month: "3".to_owned(),
        year: "2026".to_owned(),
    };
    let nothing = RequestFactsRequest::default;
    let missing = refused(ask(RequestKind::Chase, nothing()));
    assert_eq!(missing, (ErrorCode::MissingField, Some("ticket_reference".to_owned())));
    let half = RequestFactsRequest {
        called_at: "14:05".to_owned(),
        ..nothing()
    };
    let half = refused(ask(RequestKind::Escalation, half));
    assert_eq!(half, (ErrorCode::MissingField, Some("called_on".to_owned())));
    let escalated = RequestFactsRequest {
        called_on: day("2"),
        called_at: "14:05".to_owned(),
        ..nothing()
    };
    let escalated = ask(RequestKind::Escalation, escalated).unwrap();
    assert_eq!(escalated.draft.to, "feedback@nhs.net");
    assert!(
        escalated
            .draft
            .lines
            .iter()
            .any(|line| line.text.ends_with("2 March 2026, 14:05"))
    );
    let named = RequestDraftRequest {
        facts: Some(RequestFactsRequest {
            ticket_reference: "INC1234567".to_owned(),
            ..nothing()
        }),
        ..RequestDraftRequest::new(
            RequestKind::Chase,
            desk.mailbox(),
            vec![RequestPersonRequest::new(desk.added(newcomer(
                "Edith Quill",
                "07700 900042",
                "edith.quill@example.org",
            )))],
        )
    };
    assert_eq!(refused(desk.ask(app::request_draft, named)).0, ErrorCode::NotPermitted);
    let changed = RequestFactsRequest {
        new_ods_code: "VM4K2".to_owned(),
        date: day("20"),
        ..nothing()
    };
    let changed = ask(RequestKind::SiteChange, changed).unwrap();
    let again = desk
        .ask(
            app::request_refresh,
            RequestRequest {
                request: changed.request,
            },
        )
        .unwrap();
    assert_eq!(again.draft.lines, changed.draft.lines);
}

#[test]
fn the_words_for_a_call_name_the_telephone_of_the_home_and_an_account_first() {
    let desk = Desk::with_home();
    let joan = desk.added(account_holder(
        "Joan Pemberley",
        "joan.pemberley@nhs.net",
        "07700 900044",
    ));
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let ask = |people: Vec<PersonId>| {
        let mailbox = desk.mailbox();
        desk.ask(app::call_script_get, CallScriptRequest { mailbox, people })
    };
    let script = ask(vec![joan, edith]).unwrap();
    assert_eq!(script.number, "0333 200 1133");
    assert_eq!(script.menu, ["1", "1"]);
    assert_eq!(script.ask_for, "Subject Matter Expert");
    assert_eq!(script.people[0][0].value.as_deref(), Some("joan.pemberley@nhs.net"));
    assert_eq!(script.people[1][1].value.as_deref(), Some("07700 900042"));
    assert_eq!(ask(Vec::new()).unwrap().people.len(), 1);
    assert_eq!(refused(ask(vec![edith, edith])).0, ErrorCode::DuplicatePerson);

    let mailbox = desk.mailbox();
    let request = CallScriptRequest {
        mailbox,
        people: vec![joan, edith],
    };
    let saved = desk.ask(app::call_script_save, request).unwrap();
    assert!(saved.saved_as.unwrap().starts_with("nhsmail-call-"));
    let text = steward_core::outbox::call_text(&script);
    for said in [
        "0333 200 1133",
        "Joan Pemberley",
        "07700 900042",
        "NAS is open Monday to Friday, 09:00 to 17:00, not on bank holidays.",
        "Subject Matter Expert",
        "Ticket reference: __",
    ] {
        assert!(text.contains(said), "{said}");
    }
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());

    managed(&desk, Answer::No);
    assert_eq!(refused(ask(Vec::new())).0, ErrorCode::NotNasManaged);
}

#[test]
fn a_role_or_a_home_name_with_a_number_of_somebody_in_it_stops_the_request() {
    let desk = Desk::with_home();
    let joan = desk.added(account_holder(
        "Joan Pemberley",
        "joan.pemberley@nhs.net",
        "07700 900044",
    ));
    let person = || vec![RequestPersonRequest::new(joan)];
    desk.draft(RequestKind::LeaverStatus, person()).unwrap();
    let post = PostChangeRequest {
        post: desk.person(joan).posts[0].post,
        role: "Carer, NI number AB 12 34 56 C".to_owned(),
        from: no_date(),
        to: no_date(),
        works_on: None,
    };
    desk.ask(app::post_change, post).unwrap();
    assert_eq!(
        refused(desk.draft(RequestKind::Leaver, person())),
        (ErrorCode::PersonalData, Some("people[0].role".to_owned()))
    );

    let fields = SiteFieldsRequest {
        ods_code: "VLAXL".to_owned(),
        ..site_fields("Rowan House NHS number 943 476 5919")
    };
    let site = desk.site();
    desk.ask(app::site_change, SiteChangeRequest { site, fields }).unwrap();
    let changed = RequestDraftRequest {
        facts: Some(RequestFactsRequest {
            new_ods_code: "VM4K2".to_owned(),
            date: typed(date(2027, 1, 4)),
            ..RequestFactsRequest::default()
        }),
        ..RequestDraftRequest::new(RequestKind::SiteChange, desk.mailbox(), Vec::new())
    };
    assert_eq!(
        refused(desk.ask(app::request_draft, changed)),
        (ErrorCode::PersonalData, Some("site_name".to_owned()))
    );
}
