//! A request's way from what is asked about a person to the reference NAS gives.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use steward_core::app::{self, Copied};
use steward_core::contract::{
    CopyPartView, ErrorCode, HandOverWayView, Notice, RequestCopyRequest, RequestDraftRequest, RequestListRequest,
    RequestOpenRequest, RequestPersonRequest, RequestRequest, RequestSentRequest, RequestTicketRequest, RequestView,
    SiteChangeRequest, StageView,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::answer::Answer;
use steward_core::domain::ids::{PersonId, RequestId};
use steward_core::domain::request::{RequestKind, RequestState};
use support::desk::{Desk, Dialog, Did, account_holder, joiner, new_user, newcomer, no_date, refused, site_fields};

fn edith(desk: &Desk) -> PersonId {
    desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"))
}

fn drafted(desk: &Desk) -> RequestId {
    let people = vec![new_user(edith(desk), AccessLevel::Member)];
    desk.draft(RequestKind::NewUser, people).unwrap().request
}

fn copy(desk: &Desk, request: RequestId, part: CopyPartView) -> (ErrorCode, Option<String>) {
    refused(desk.ask(app::request_copy, RequestCopyRequest { request, part }))
}

fn copied(desk: &Desk, request: RequestId, part: CopyPartView) -> RequestView {
    desk.ask(app::request_copy, RequestCopyRequest { request, part })
        .unwrap()
        .request
}

fn sent(request: RequestId, from_shared_mailbox: bool) -> RequestSentRequest {
    RequestSentRequest {
        request,
        from_shared_mailbox,
        on: no_date(),
    }
}

#[test]
fn the_answers_decide_the_kind_and_no_other_can_be_drafted() {
    let desk = Desk::with_home();
    let person = edith(&desk);
    // Still at the organisation that holds the account: no request, add them yourself.
    let stayed = RequestPersonRequest {
        left_holder: Some(Answer::No),
        ..joiner(person, AccessLevel::Member)
    };
    for (kind, asked) in [
        (RequestKind::Joiner, stayed.clone()),
        (RequestKind::NewUser, stayed),
        (RequestKind::Joiner, new_user(person, AccessLevel::Member)),
        (RequestKind::NewUser, joiner(person, AccessLevel::Member)),
    ] {
        let refusal = refused(desk.draft(kind, vec![asked]));
        assert_eq!(
            refusal,
            (ErrorCode::NoRequestNeeded, Some("people[0]".to_owned())),
            "{kind}"
        );
    }
    let unanswered = RequestPersonRequest {
        has_account: None,
        ..new_user(person, AccessLevel::Member)
    };
    assert_eq!(
        refused(desk.draft(RequestKind::NewUser, vec![unanswered])).0,
        ErrorCode::NoRequestNeeded
    );
}

#[test]
fn a_request_needs_somebody_once_and_every_fact() {
    let desk = Desk::with_home();
    assert_eq!(
        refused(desk.draft(RequestKind::NewUser, Vec::new())).0,
        ErrorCode::NoPeople
    );
    let person = edith(&desk);
    let twice = vec![
        new_user(person, AccessLevel::Member),
        new_user(person, AccessLevel::Owner),
    ];
    let refusal = refused(desk.draft(RequestKind::NewUser, twice));
    assert_eq!(refusal, (ErrorCode::DuplicatePerson, Some("people[1]".to_owned())));
    let unknown = desk.added(newcomer("Tom Fairweather", "", "tom@example.org"));
    let refusal = refused(desk.draft(RequestKind::NewUser, vec![new_user(unknown, AccessLevel::Member)]));
    assert_eq!(
        refusal,
        (ErrorCode::MissingField, Some("people[0].personal_mobile".to_owned()))
    );
}

#[test]
fn a_home_that_nas_does_not_manage_gets_no_request_and_one_not_known_gets_a_notice() {
    let desk = Desk::with_home();
    let person = edith(&desk);
    let managed = |nas_managed| {
        let fields = steward_core::contract::SiteFieldsRequest {
            nas_managed,
            ..site_fields("Rowan House")
        };
        desk.ask(
            app::site_change,
            SiteChangeRequest {
                site: desk.site(),
                fields,
            },
        )
        .unwrap();
    };
    let preview = |desk: &Desk| {
        let people = vec![new_user(person, AccessLevel::Member)];
        desk.ask(
            app::request_preview,
            RequestDraftRequest::new(RequestKind::NewUser, desk.mailbox(), people),
        )
    };
    managed(Answer::No);
    assert_eq!(refused(preview(&desk)).0, ErrorCode::NotNasManaged);
    managed(Answer::NotKnown);
    let notices: Vec<Notice> = preview(&desk)
        .unwrap()
        .notices
        .into_iter()
        .map(|notice| notice.notice)
        .collect();
    assert_eq!(notices, [Notice::ManagedNotKnown]);
}

#[test]
fn the_draft_freezes_at_its_first_hand_over_and_asks_to_be_copied_again_when_a_fact_changes() {
    let desk = Desk::with_home();
    let request = drafted(&desk);
    assert_eq!(desk.request(request).handed.frozen_at, None);
    let view = copied(&desk, request, CopyPartView::Body);
    assert_eq!(view.handed.copied, [CopyPartView::Body]);
    let frozen = view.handed.frozen_at.unwrap();
    let [(body, what)] = &desk.desktop.take_copied()[..] else {
        panic!("one text is copied")
    };
    assert!(body.contains("Personal mobile: 07700900042") && *what == Copied::Draft);

    let person = desk.find("edith");
    desk.change(
        person,
        newcomer("Edith Quill", "07700 900043", "edith.quill@example.org"),
    )
    .unwrap();
    let stale = desk.request(request);
    assert!(stale.out_of_date && stale.handed.frozen_at == Some(frozen));
    assert!(
        stale.draft.lines.iter().any(|line| line.text.contains("07700900042")),
        "what was copied still shows"
    );
    assert_eq!(copy(&desk, request, CopyPartView::Subject).0, ErrorCode::DraftOutOfDate);

    let fresh = desk.ask(app::request_refresh, RequestRequest { request }).unwrap();
    assert!(!fresh.out_of_date && fresh.handed.copied.is_empty() && fresh.handed.frozen_at.is_none());
    assert!(fresh.draft.lines.iter().any(|line| line.text.contains("07700900043")));
}

#[test]
fn sent_needs_a_hand_over_and_the_owners_word_and_can_be_recorded_by_mistake() {
    let desk = Desk::with_home();
    let request = drafted(&desk);
    assert_eq!(
        refused(desk.ask(app::request_sent, sent(request, true))).0,
        ErrorCode::NotHandedOver
    );
    copied(&desk, request, CopyPartView::All);
    let refusal = refused(desk.ask(app::request_sent, sent(request, false)));
    assert_eq!(
        refusal,
        (ErrorCode::MissingField, Some("from_shared_mailbox".to_owned()))
    );
    let reference = |text: &str| RequestTicketRequest {
        request,
        ticket_reference: text.to_owned(),
    };
    assert_eq!(
        refused(desk.ask(app::request_ticket, reference("INC1234567"))).0,
        ErrorCode::NotHandedOver
    );

    let view = desk.ask(app::request_sent, sent(request, true)).unwrap();
    assert_eq!((view.row.state, view.row.sent_on.is_some()), (RequestState::Sent, true));
    assert_eq!(
        refused(desk.ask(app::request_sent, sent(request, true))).0,
        ErrorCode::WrongMove
    );
    desk.undo(view.action.unwrap()).unwrap();
    let back = desk.request(request);
    assert_eq!((back.row.state, back.row.sent_on), (RequestState::Drafted, None));

    desk.ask(app::request_sent, sent(request, true)).unwrap();
    assert_eq!(
        refused(desk.ask(app::request_ticket, reference("??"))).1,
        Some("ticket_reference".to_owned())
    );
    let view = desk.ask(app::request_ticket, reference(" inc1234567 ")).unwrap();
    assert_eq!(view.row.ticket_references.len(), 1);
}

#[test]
fn a_second_request_for_somebody_is_refused_while_the_first_is_open() {
    let desk = Desk::with_home();
    let request = drafted(&desk);
    copied(&desk, request, CopyPartView::All);
    desk.ask(app::request_sent, sent(request, true)).unwrap();
    let again = || {
        desk.draft(
            RequestKind::NewUser,
            vec![new_user(desk.find("edith"), AccessLevel::Member)],
        )
    };
    assert_eq!(refused(again()), (ErrorCode::RequestOpen, Some("people[0]".to_owned())));
    desk.ask(app::request_withdraw, RequestRequest { request }).unwrap();
    assert!(again().is_ok());
}

#[test]
fn each_other_way_hands_over_and_a_closed_dialog_changes_nothing() {
    let desk = Desk::with_home();
    let people = vec![joiner(
        desk.added(account_holder(
            "Joan Pemberley",
            "joan.pemberley@nhs.net",
            "07700 900044",
        )),
        AccessLevel::Owner,
    )];
    let request = desk.draft(RequestKind::Joiner, people).unwrap().request;
    desk.desktop.set_dialog(Dialog::Closed);
    let closed = desk.ask(app::request_save_eml, RequestRequest { request }).unwrap();
    assert!(closed.cancelled && closed.request.handed.frozen_at.is_none());

    desk.desktop.set_dialog(Dialog::Into(desk.documents.clone()));
    let saved = desk.ask(app::request_save_eml, RequestRequest { request }).unwrap();
    let name = std::path::PathBuf::from(saved.saved_as.unwrap());
    assert!(name.extension().is_some_and(|end| end == "eml") && saved.request.handed.frozen_at.is_some());
    desk.desktop.take();
    for way in [HandOverWayView::OutlookWeb, HandOverWayView::MailProgram] {
        desk.ask(app::request_open, RequestOpenRequest { request, way })
            .unwrap();
    }
    let opened = desk.desktop.take();
    let [Did::Opened(web), Did::Opened(mail)] = &opened[..] else {
        panic!("two links are opened: {opened:?}")
    };
    assert!(
        web.starts_with("https://outlook.office.com/") && !web.contains("joan"),
        "no personal data in a link"
    );
    assert!(mail.starts_with("mailto:helpdesk@nhs.net?") && mail.contains("joan.pemberley%40nhs.net"));
}

#[test]
fn the_invented_home_has_requests_of_several_kinds() {
    let desk = Desk::demo();
    assert_eq!(desk.stage(), StageView::Open);
    let asked = RequestListRequest {
        site: None,
        person: None,
        kind: None,
        state: None,
        text: String::new(),
        open_only: true,
    };
    let rows = desk.ask(app::request_list, asked).unwrap().rows;
    for kind in [
        RequestKind::NewUser,
        RequestKind::Joiner,
        RequestKind::Leaver,
        RequestKind::PasswordReset,
    ] {
        assert!(rows.iter().any(|row| row.kind == kind), "{kind}");
    }
}
