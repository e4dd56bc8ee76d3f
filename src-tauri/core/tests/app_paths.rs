//! What happens to people, step by step.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::{Date, date};
use steward_core::app;
use steward_core::contract::{
    AccessStartRequest, ApiError, ErrorCode, HappenedView, PathAnswersRequest, PathBeginRequest, PathChangeRequest,
    PathRequest, PathStepRequest, PathStepView, PathView, PersonAddRequest, PersonEraseRequest, RequestDraftRequest,
    RequestMoveRequest, RequestPersonRequest, RequestSentRequest, RequestStepRequest, SavedView, TodayKindView,
    TodayLineView, TodayRequest,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::answer::Answer;
use steward_core::domain::ask::MoveHome;
use steward_core::domain::ids::{ActionId, PathId, PersonId, RequestId};
use steward_core::domain::path::{Arrival, PathKind, PathStep};
use steward_core::domain::request::{RequestKind, RequestState};
use steward_core::domain::rules::FollowUp;
use support::desk::{Desk, account_holder, new_user, newcomer, no_date, refused, typed};

const TODAY: Date = date(2026, 11, 20);

fn worker(desk: &Desk, fields: steward_core::contract::PersonFieldsRequest, access: Option<AccessLevel>) -> PersonId {
    let request = PersonAddRequest {
        person: fields,
        site: Some(desk.site()),
        role: "Night carer".to_owned(),
        from: typed(date(2024, 3, 1)),
        access,
    };
    desk.ask(app::person_add, request).unwrap().id.unwrap().parse().unwrap()
}

fn member(desk: &Desk) -> PersonId {
    let fields = account_holder("Edith Quill", "edith.quill@nhs.net", "07700 900042");
    worker(desk, fields, Some(AccessLevel::Member))
}

fn begin(
    desk: &Desk,
    person: PersonId,
    kind: PathKind,
    on: Date,
    answers: PathAnswersRequest,
) -> Result<SavedView, ApiError> {
    let request = PathBeginRequest {
        person,
        kind,
        site: Some(desk.site()),
        on: typed(on),
        answers,
    };
    desk.ask(app::path_begin, request)
}

fn begun(desk: &Desk, person: PersonId, kind: PathKind, on: Date) -> PathId {
    let saved = begin(desk, person, kind, on, PathAnswersRequest::default()).unwrap();
    saved.id.unwrap().parse().unwrap()
}

fn tick(desk: &Desk, path: PathId, step: PathStep, on: Date) -> Result<Option<ActionId>, ApiError> {
    let request = PathStepRequest {
        path,
        step,
        done: true,
        on: typed(on),
    };
    desk.ask(app::path_step, request).map(|saved| saved.action)
}

fn untick(desk: &Desk, path: PathId, step: PathStep) -> Result<Option<ActionId>, ApiError> {
    let request = PathStepRequest {
        path,
        step,
        done: false,
        on: no_date(),
    };
    desk.ask(app::path_step, request).map(|saved| saved.action)
}

fn shown(desk: &Desk, person: PersonId, path: PathId) -> PathView {
    desk.person(person)
        .paths
        .into_iter()
        .find(|view| view.path == path)
        .unwrap()
}

fn step(view: &PathView, step: PathStep) -> &PathStepView {
    view.steps.iter().find(|one| one.step == step).unwrap()
}

fn names(view: &PathView) -> Vec<&'static str> {
    view.steps.iter().map(|step| step.step.name()).collect()
}

fn due(desk: &Desk) -> Vec<TodayLineView> {
    let lines = desk.ask(app::today_get, TodayRequest { site: None }).unwrap().lines;
    lines
        .into_iter()
        .filter(|line| matches!(line.kind, TodayKindView::PathStepDue | TodayKindView::LeaverHasAccess))
        .collect()
}

fn sent(desk: &Desk, kind: RequestKind, people: Vec<RequestPersonRequest>) -> RequestId {
    let drafted = RequestDraftRequest::new(kind, desk.mailbox(), people);
    let request = desk.ask(app::request_draft, drafted).unwrap().request;
    desk.ask(
        app::request_save_eml,
        steward_core::contract::RequestRequest { request },
    )
    .unwrap();
    let said = RequestSentRequest {
        request,
        from_shared_mailbox: true,
        on: no_date(),
    };
    desk.ask(app::request_sent, said).unwrap();
    request
}

fn done(desk: &Desk, request: RequestId) {
    let moved = RequestMoveRequest {
        request,
        people: Vec::new(),
        to: RequestState::Done,
        on: no_date(),
        why: None,
    };
    desk.ask(app::request_move, moved).unwrap();
}

#[test]
fn a_leaver_is_walked_to_the_end_and_each_fact_has_its_own_day() {
    let desk = Desk::with_home();
    let person = member(&desk);
    let path = begun(&desk, person, PathKind::Leaves, date(2026, 11, 13));
    let view = shown(&desk, person, path);
    assert_eq!(
        names(&view),
        [
            "work_saved",
            "last_day",
            "ask_leaver",
            "mark_noted",
            "remove_access",
            "other_access",
            "rotas_and_lists",
            "thirty_days"
        ]
    );
    assert_eq!(step(&view, PathStep::WorkSaved).due, Some(date(2026, 11, 6)));
    assert_eq!(step(&view, PathStep::MarkNoted).due, None, "NAS has not been asked");
    assert!(view.steps.iter().all(|step| !step.sources.is_empty()));

    let lines = due(&desk);
    assert_eq!(lines.len(), 1);
    assert_eq!(
        (lines[0].step, lines[0].date),
        (Some(PathStep::RemoveAccess), Some(date(2026, 11, 13)))
    );
    assert_eq!(lines[0].count, Some(6));

    let request = sent(&desk, RequestKind::Leaver, vec![RequestPersonRequest::new(person)]);
    assert!(step(&shown(&desk, person, path), PathStep::MarkNoted).waits_for_nas);
    done(&desk, request);
    tick(&desk, path, PathStep::LastDay, date(2026, 11, 13)).unwrap();
    tick(&desk, path, PathStep::MarkNoted, date(2026, 11, 18)).unwrap();
    tick(&desk, path, PathStep::RemoveAccess, date(2026, 11, 16)).unwrap();
    let now = desk.person(person);
    assert_eq!(now.posts[0].to, Some(date(2026, 11, 13)));
    assert_eq!(now.marked_leaver_on, Some(date(2026, 11, 18)));
    assert_eq!(
        (now.access[0].to, now.access[0].portal_done_on),
        (Some(date(2026, 11, 16)), Some(date(2026, 11, 16)))
    );
    tick(&desk, path, PathStep::WorkSaved, TODAY).unwrap();
    tick(&desk, path, PathStep::OtherAccess, TODAY).unwrap();
    tick(&desk, path, PathStep::RotasAndLists, TODAY).unwrap();
    assert_eq!(due(&desk), []);
    let view = shown(&desk, person, path);
    assert_eq!(step(&view, PathStep::ThirtyDays).on, Some(date(2026, 12, 18)));
    assert!(!view.complete, "the 30 days run");
    desk.clock.set(support::desk::at("2026-12-18T10:00:00Z"));
    assert!(shown(&desk, person, path).complete);
    assert_eq!(due(&desk), []);
}

#[test]
fn a_tick_of_the_path_and_of_the_request_is_one_tick() {
    let desk = Desk::with_home();
    let person = member(&desk);
    let path = begun(&desk, person, PathKind::Leaves, TODAY);
    tick(&desk, path, PathStep::RotasAndLists, TODAY).unwrap();
    let request = sent(&desk, RequestKind::Leaver, vec![RequestPersonRequest::new(person)]);
    let follow = |step| {
        let steps = desk.request(request).progress.steps;
        steps.into_iter().find(|one| one.step == step).unwrap()
    };
    assert!(follow(FollowUp::OffRotasAndLists).known, "the path has said it");

    // Ticked on the path, it stands with the request; ticked with the request, it stands on the path.
    tick(&desk, path, PathStep::OtherAccess, TODAY).unwrap();
    assert_eq!(follow(FollowUp::OtherAccessRemoved).on, Some(TODAY));
    untick(&desk, path, PathStep::OtherAccess).unwrap();
    assert!(!follow(FollowUp::OtherAccessRemoved).done);
    let removed = RequestStepRequest {
        request,
        person: Some(person),
        step: FollowUp::RemovedFromMailbox,
        done: true,
        on: no_date(),
    };
    desk.ask(app::request_step, removed).unwrap();
    assert_eq!(desk.person(person).access[0].to, Some(TODAY), "the access ends with it");
    let view = shown(&desk, person, path);
    assert!(step(&view, PathStep::RemoveAccess).done && step(&view, PathStep::RemoveAccess).known);
}

#[test]
fn a_new_account_waits_for_nas_and_then_for_each_task_of_the_first_sign_in() {
    let desk = Desk::with_home();
    let person = worker(
        &desk,
        newcomer("Ivy Winterbourne", "07700 900044", "ivy.w@example.org"),
        None,
    );
    let answers = PathAnswersRequest {
        arrival: Some(Arrival::NewAccount),
        ..PathAnswersRequest::default()
    };
    let saved = begin(&desk, person, PathKind::Starts, date(2026, 11, 2), answers).unwrap();
    let path: PathId = saved.id.unwrap().parse().unwrap();
    let view = shown(&desk, person, path);
    assert!(step(&view, PathStep::RoleNoted).known);
    assert_eq!(step(&view, PathStep::AskNewUser).due, Some(date(2026, 11, 2)));
    assert_eq!(step(&view, PathStep::DetailsReceived).due, None);
    let request = sent(&desk, RequestKind::NewUser, vec![new_user(person, AccessLevel::Member)]);
    assert_eq!(
        step(&shown(&desk, person, path), PathStep::AskNewUser).request,
        Some(request)
    );
    done(&desk, request);
    assert_eq!(
        step(&shown(&desk, person, path), PathStep::DetailsReceived).due,
        Some(TODAY)
    );
    tick(&desk, path, PathStep::DetailsReceived, TODAY).unwrap();
    assert_eq!(desk.person(person).details_received_on, Some(TODAY));
    for one in [
        PathStep::PolicyAccepted,
        PathStep::ProfileComplete,
        PathStep::SecretSet,
        PathStep::MfaSet,
    ] {
        assert!(step(&shown(&desk, person, path), one).now, "{one}");
        tick(&desk, path, one, TODAY).unwrap();
    }
    assert_eq!(desk.person(person).mfa, Answer::Yes);
    let steps = desk.request(request).progress.steps;
    assert!(
        steps
            .iter()
            .any(|step| step.step == FollowUp::FirstLoginDone && step.known)
    );
    tick(&desk, path, PathStep::Training, TODAY).unwrap();
    tick(&desk, path, PathStep::Induction, TODAY).unwrap();
    let opens = RequestStepRequest {
        request,
        person: Some(person),
        step: FollowUp::InSharedMailbox,
        done: true,
        on: no_date(),
    };
    desk.ask(app::request_step, opens).unwrap();
    assert!(desk.person(person).access[0].current, "the tick notes the access");
    let view = shown(&desk, person, path);
    assert!(view.complete);
    assert_eq!(view.ended_on, Some(TODAY), "the last step ends it");
}

#[test]
fn an_owner_does_not_leave_while_nobody_else_owns_the_mailbox() {
    let desk = Desk::with_home();
    let owner = desk.owner();
    let (code, _) = refused(begin(
        &desk,
        owner,
        PathKind::Leaves,
        TODAY,
        PathAnswersRequest::default(),
    ));
    assert_eq!(code, ErrorCode::OnlyOwner);
    let moves = PathAnswersRequest {
        home: Some(MoveHome::Old),
        ..PathAnswersRequest::default()
    };
    assert_eq!(
        refused(begin(&desk, owner, PathKind::Moves, TODAY, moves)).0,
        ErrorCode::OnlyOwner
    );

    let successor = member(&desk);
    let path = {
        let access = desk.person(successor).access[0].access;
        desk.ask(
            app::access_change,
            steward_core::contract::AccessChangeRequest {
                access,
                level: AccessLevel::Owner,
                from: no_date(),
                to: no_date(),
                portal_done_on: no_date(),
            },
        )
        .unwrap();
        begun(&desk, owner, PathKind::Leaves, TODAY)
    };
    let view = shown(&desk, owner, path);
    assert_eq!(view.kind, PathKind::OwnerLeaves);
    assert!(step(&view, PathStep::SuccessorIsOwner).known);
    let advice = step(&view, PathStep::TwoOwners);
    assert!(!advice.done && advice.our_advice);

    // The successor does not stay an owner: the leaver mark waits, and is refused.
    let access = desk.person(successor).access[0].access;
    desk.ask(
        app::access_change,
        steward_core::contract::AccessChangeRequest {
            access,
            level: AccessLevel::Member,
            from: no_date(),
            to: no_date(),
            portal_done_on: no_date(),
        },
    )
    .unwrap();
    let view = shown(&desk, owner, path);
    assert!(!step(&view, PathStep::SuccessorIsOwner).done);
    assert_eq!(step(&view, PathStep::AskLeaver).due, None);
    assert_eq!(
        due(&desk)[0].step,
        Some(PathStep::SuccessorIsOwner),
        "Today follows the other owner’s access"
    );
    assert_eq!(
        refused(tick(&desk, path, PathStep::MarkNoted, TODAY)).0,
        ErrorCode::OnlyOwner
    );
    assert_eq!(
        refused(tick(&desk, path, PathStep::RemoveAccess, TODAY)).0,
        ErrorCode::LastOwner
    );
}

#[test]
fn the_last_step_ends_a_path_and_undoing_it_or_taking_it_away_opens_it_again() {
    let desk = Desk::with_home();
    let person = member(&desk);
    let answers = PathAnswersRequest {
        arrival: Some(Arrival::AccountStays),
        ..PathAnswersRequest::default()
    };
    let saved = begin(&desk, person, PathKind::Starts, TODAY, answers).unwrap();
    let path: PathId = saved.id.unwrap().parse().unwrap();
    tick(&desk, path, PathStep::Training, TODAY).unwrap();
    let last = tick(&desk, path, PathStep::Induction, TODAY).unwrap().unwrap();
    assert_eq!(shown(&desk, person, path).ended_on, Some(TODAY));
    desk.undo(last).unwrap();
    assert_eq!(shown(&desk, person, path).ended_on, None);
    tick(&desk, path, PathStep::Induction, TODAY).unwrap();
    untick(&desk, path, PathStep::Training).unwrap();
    let view = shown(&desk, person, path);
    assert_eq!((view.ended_on, view.complete), (None, false));
    assert_eq!(
        refused(tick(&desk, path, PathStep::Training, date(2026, 11, 21))).0,
        ErrorCode::InvalidValue
    );
}

#[test]
fn long_leave_ends_with_the_return_and_the_account_is_not_disabled_any_more() {
    let desk = Desk::with_home();
    let person = member(&desk);
    let path = begun(&desk, person, PathKind::LongLeave, date(2026, 10, 1));
    tick(&desk, path, PathStep::PauseNoted, date(2026, 10, 3)).unwrap();
    tick(&desk, path, PathStep::ReturnNoted, date(2027, 6, 1)).unwrap();
    let view = shown(&desk, person, path);
    assert_eq!(step(&view, PathStep::AskReopen).due, Some(date(2027, 6, 1)));
    assert_eq!(step(&view, PathStep::AskReopen).by, Some(date(2028, 4, 3)), "18 months");
    assert_eq!(due(&desk), [], "nothing is to be done until then");
    desk.clock.set(support::desk::at("2027-06-02T10:00:00Z"));
    assert_eq!(due(&desk)[0].step, Some(PathStep::AskReopen));
    tick(&desk, path, PathStep::CanSignIn, date(2027, 6, 2)).unwrap();
    tick(&desk, path, PathStep::MailboxStillOpens, date(2027, 6, 2)).unwrap();
    assert_eq!(shown(&desk, person, path).ended_on, Some(date(2027, 6, 2)));
}

#[test]
fn the_helpdesk_is_not_asked_for_somebody_who_got_in_by_themselves() {
    let desk = Desk::with_home();
    let person = member(&desk);
    let path = begun(&desk, person, PathKind::LockedOut, TODAY);
    let view = shown(&desk, person, path);
    assert_eq!(
        names(&view),
        [
            "self_service_tried",
            "ask_helpdesk",
            "can_sign_in",
            "self_service_set_up",
            "linked_mobile_updated"
        ]
    );
    assert!(step(&view, PathStep::SelfServiceTried).now);
    assert_eq!(step(&view, PathStep::AskHelpdesk).due, None, "self-service comes first");
    tick(&desk, path, PathStep::SelfServiceTried, TODAY).unwrap();
    tick(&desk, path, PathStep::CanSignIn, TODAY).unwrap();
    assert!(!names(&shown(&desk, person, path)).contains(&"ask_helpdesk"));
}

#[test]
fn a_path_begins_once_changes_its_day_and_can_be_given_up() {
    let desk = Desk::with_home();
    let person = member(&desk);
    let path = begun(&desk, person, PathKind::NewName, date(2026, 1, 5));
    assert_eq!(
        due(&desk)[0].date,
        Some(date(2026, 1, 5)),
        "what is back-dated is overdue"
    );
    let again = begin(&desk, person, PathKind::NewName, TODAY, PathAnswersRequest::default());
    assert_eq!(refused(again), (ErrorCode::AlreadyThere, Some("kind".to_owned())));
    let changed = PathChangeRequest {
        path,
        on: typed(date(2026, 12, 1)),
        answers: PathAnswersRequest::default(),
    };
    desk.ask(app::path_change, changed).unwrap();
    assert_eq!(due(&desk), []);
    desk.ask(app::path_end, PathRequest { path }).unwrap();
    let view = shown(&desk, person, path);
    assert!(view.given_up && view.ended_on == Some(TODAY));
    let happened: Vec<HappenedView> = desk.person(person).history.iter().map(|line| line.happened).collect();
    assert_eq!(
        happened[..3],
        [HappenedView::PathEnded, HappenedView::Changed, HappenedView::PathBegun]
    );
}

#[test]
fn somebody_who_leaves_one_of_two_homes_keeps_the_account_and_the_other_access() {
    let desk = Desk::with_home();
    let person = member(&desk);
    let second = steward_core::contract::SiteAddRequest {
        site: support::desk::site_fields("Elder Court"),
        mailbox_address: "care.vm4k2@nhs.net".to_owned(),
    };
    let second = desk.ask(app::site_add, second).unwrap().id.unwrap().parse().unwrap();
    let view = desk
        .ask(app::site_get, steward_core::contract::SiteRequest { site: second })
        .unwrap();
    let access = AccessStartRequest {
        person,
        mailbox: view.mailboxes[0].mailbox,
        level: AccessLevel::Member,
        from: typed(date(2025, 1, 1)),
    };
    desk.ask(app::access_start, access).unwrap();
    let answers = PathAnswersRequest {
        stays: Some(Answer::Yes),
        ..PathAnswersRequest::default()
    };
    let saved = begin(&desk, person, PathKind::Leaves, TODAY, answers).unwrap();
    let path: PathId = saved.id.unwrap().parse().unwrap();
    assert_eq!(
        names(&shown(&desk, person, path)),
        ["last_day", "remove_access", "other_access", "rotas_and_lists"]
    );
    tick(&desk, path, PathStep::RemoveAccess, TODAY).unwrap();
    let ended: Vec<_> = desk
        .person(person)
        .access
        .iter()
        .map(|access| (access.mailbox == desk.mailbox(), access.to))
        .collect();
    assert!(ended.contains(&(true, Some(TODAY))) && ended.contains(&(false, None)));
}

#[test]
fn an_erased_person_is_on_no_path_and_the_file_names_nobody_in_one() {
    let desk = Desk::with_home();
    let person = member(&desk);
    begun(&desk, person, PathKind::Leaves, date(2026, 11, 1));
    let erase = PersonEraseRequest {
        person,
        name_typed: "Edith Quill".to_owned(),
    };
    desk.ask(app::person_erase, erase).unwrap();
    assert_eq!(due(&desk), []);
    assert_eq!(desk.verify().damage, []);
}
