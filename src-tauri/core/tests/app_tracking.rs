//! A request after it was sent: person by person to its end, with calls, references, and the days to ask again.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::{Date, date, time};
use steward_core::app;
use steward_core::contract::{
    CopyPartView, DetailView, DueKindView, ErrorCode, HappenedView, LifeEventView, ListedPeople, PersonEraseRequest,
    PersonListRequest, Reason, RequestAskAgainRequest, RequestCallRequest, RequestCopyRequest, RequestDraftRequest,
    RequestFactsRequest, RequestListRequest, RequestMoveRequest, RequestQuestionRequest, RequestRequest,
    RequestRowView, RequestSentRequest, RequestStepRequest, RequestTicketRequest, RequestView, SettingsChangeRequest,
    TodayKindView, TodayRequest,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::ids::{PersonId, RequestId};
use steward_core::domain::request::{Question, Rejection, RequestKind, RequestState};
use steward_core::domain::rules::FollowUp;
use support::desk::{Desk, OWNER, new_user, newcomer, no_date, refused, settings, typed};

const SENT: Date = date(2026, 11, 16);

/// A request for two new users, sent on Monday 16 November 2026.
struct Two {
    desk: Desk,
    request: RequestId,
    edith: PersonId,
    tom: PersonId,
}

fn handed_over(desk: &Desk, people: &[PersonId]) -> RequestId {
    let asked = people.iter().map(|person| new_user(*person, AccessLevel::Member));
    let request = desk.draft(RequestKind::NewUser, asked.collect()).unwrap().request;
    let part = CopyPartView::All;
    desk.ask(app::request_copy, RequestCopyRequest { request, part })
        .unwrap();
    request
}

fn send(desk: &Desk, request: RequestId, on: Date) -> RequestView {
    let sent = RequestSentRequest {
        request,
        from_shared_mailbox: true,
        on: typed(on),
    };
    desk.ask(app::request_sent, sent).unwrap()
}

fn two() -> Two {
    let desk = Desk::with_home();
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let tom = desk.added(newcomer("Tom Fairweather", "07700 900043", "tom@example.org"));
    let request = handed_over(&desk, &[edith, tom]);
    send(&desk, request, SENT);
    Two {
        desk,
        request,
        edith,
        tom,
    }
}

impl Two {
    fn to(
        &self,
        people: &[PersonId],
        to: RequestState,
        on: Date,
    ) -> Result<RequestView, steward_core::contract::ApiError> {
        let request = RequestMoveRequest {
            request: self.request,
            people: people.to_vec(),
            to,
            on: typed(on),
            why: (to == RequestState::Rejected).then_some(Rejection::MobileLinked),
        };
        self.desk.ask(app::request_move, request)
    }

    fn call(&self, on: Date) -> RequestCallRequest {
        RequestCallRequest {
            request: self.request,
            on: typed(on),
            at: "2.05pm".to_owned(),
            spoke_to: "Robin at the desk".to_owned(),
            ticket_reference: "INC1234567".to_owned(),
            note: "The request is with the second line.".to_owned(),
        }
    }

    fn states(&self) -> Vec<RequestState> {
        let people = self.desk.request(self.request).progress.people;
        people.into_iter().map(|person| person.state).collect()
    }
}

fn rows(desk: &Desk, wanted: impl FnOnce(&mut RequestListRequest)) -> Vec<RequestRowView> {
    let mut request = RequestListRequest {
        site: None,
        person: None,
        kind: None,
        state: None,
        text: String::new(),
        open_only: false,
    };
    wanted(&mut request);
    desk.ask(app::request_list, request).unwrap().rows
}

fn lines_about(desk: &Desk, request: RequestId) -> Vec<TodayKindView> {
    let today = desk.ask(app::today_get, TodayRequest { site: None }).unwrap();
    let lines = today.lines.into_iter().filter(|line| line.request == Some(request));
    lines.map(|line| line.kind).collect()
}

#[test]
fn each_person_goes_their_own_way_and_the_whole_stands_where_the_last_one_stands() {
    let two = two();
    let view = two.to(&[], RequestState::Acknowledged, date(2026, 11, 17)).unwrap();
    assert_eq!(view.row.state, RequestState::Acknowledged);
    let view = two.to(&[two.edith], RequestState::Done, date(2026, 11, 18)).unwrap();
    assert_eq!(two.states(), [RequestState::Done, RequestState::Acknowledged]);
    assert_eq!(view.row.state, RequestState::Acknowledged);
    let view = two.to(&[two.tom], RequestState::Rejected, date(2026, 11, 19)).unwrap();
    assert_eq!(two.states(), [RequestState::Done, RequestState::Rejected]);
    assert_eq!(view.row.state, RequestState::Done);
    assert_eq!(view.progress.people[1].why, Some(Rejection::MobileLinked));
    assert_eq!(view.row.due.clone().unwrap().what, DueKindView::Steps);

    desk_undo(&two.desk, &view);
    assert_eq!(two.states(), [RequestState::Done, RequestState::Acknowledged]);
}

fn desk_undo(desk: &Desk, view: &RequestView) {
    desk.undo(view.action.unwrap()).unwrap();
}

#[test]
fn moving_everybody_leaves_those_who_have_ended_where_they_are() {
    let two = two();
    two.to(&[two.edith], RequestState::Rejected, date(2026, 11, 17))
        .unwrap();
    let view = two.to(&[], RequestState::Done, date(2026, 11, 18)).unwrap();
    assert_eq!(two.states(), [RequestState::Rejected, RequestState::Done]);
    assert!(view.progress.may.is_empty() && view.progress.chase_on.is_none());
}

#[test]
fn a_wrong_move_is_refused_with_the_person_it_is_wrong_for() {
    let two = two();
    two.to(&[two.tom], RequestState::Done, date(2026, 11, 17)).unwrap();
    let refusal = refused(two.to(&[two.edith, two.tom], RequestState::Acknowledged, date(2026, 11, 18)));
    assert_eq!(refusal, (ErrorCode::WrongMove, Some("people[1]".to_owned())));
    assert_eq!(
        two.states(),
        [RequestState::Sent, RequestState::Done],
        "nothing is moved"
    );
    for to in [RequestState::Drafted, RequestState::Sent] {
        assert_eq!(refused(two.to(&[], to, SENT)), (ErrorCode::WrongMove, None), "{to}");
    }
    two.to(&[], RequestState::Withdrawn, date(2026, 11, 18)).unwrap();
    assert_eq!(
        refused(two.to(&[], RequestState::Done, date(2026, 11, 18))).0,
        ErrorCode::WrongMove
    );
}

#[test]
fn what_is_not_sent_yet_moves_only_as_a_whole_and_only_to_its_end() {
    let desk = Desk::with_home();
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let tom = desk.added(newcomer("Tom Fairweather", "07700 900043", "tom@example.org"));
    let request = handed_over(&desk, &[edith, tom]);
    let two = Two {
        desk,
        request,
        edith,
        tom,
    };
    assert_eq!(
        refused(two.to(&[], RequestState::Done, SENT)).0,
        ErrorCode::NotHandedOver
    );
    let refusal = refused(two.to(&[tom], RequestState::Withdrawn, date(2026, 11, 20)));
    assert_eq!(refusal, (ErrorCode::WrongMove, Some("people[0]".to_owned())));
    two.to(&[], RequestState::Withdrawn, date(2026, 11, 20)).unwrap();
    assert_eq!(two.states(), [RequestState::Withdrawn; 2]);
}

#[test]
fn nothing_happens_before_the_request_was_sent_or_after_today() {
    let two = two();
    for (on, reason) in [
        (date(2026, 11, 15), Reason::DateBeforeStart),
        (date(2026, 11, 21), Reason::DateInFuture),
    ] {
        let error = two.to(&[], RequestState::Done, on).unwrap_err();
        assert_eq!((error.field.as_deref(), error.reason), (Some("on"), Some(reason)));
        let error = two.desk.ask(app::request_call, two.call(on)).unwrap_err();
        assert_eq!((error.field.as_deref(), error.reason), (Some("on"), Some(reason)));
    }
}

#[test]
fn a_move_is_undone_only_while_no_later_one_stands_on_it() {
    let two = two();
    let edith = two
        .to(&[two.edith], RequestState::Acknowledged, date(2026, 11, 17))
        .unwrap()
        .action
        .unwrap();
    let tom = two
        .to(&[two.tom], RequestState::Acknowledged, date(2026, 11, 17))
        .unwrap()
        .action
        .unwrap();
    // Somebody else's later move is no reason to keep this one.
    two.desk.undo(edith).unwrap();
    assert_eq!(two.states(), [RequestState::Sent, RequestState::Acknowledged]);
    two.to(&[two.tom], RequestState::Done, date(2026, 11, 18)).unwrap();
    assert_eq!(
        refused(two.desk.undo(tom)),
        (ErrorCode::ChangedSince, Some("state".to_owned()))
    );
}

#[test]
fn a_call_is_kept_with_its_reference_and_one_undo_takes_both_back() {
    let two = two();
    let view = two.desk.ask(app::request_call, two.call(date(2026, 11, 18))).unwrap();
    let [call] = &view.progress.calls[..] else {
        panic!("one call")
    };
    assert_eq!((call.on, call.at), (date(2026, 11, 18), Some(time(14, 5, 0, 0))));
    assert_eq!(call.spoke_to, DetailView::Given("Robin at the desk".to_owned()));
    assert_eq!(
        call.note,
        DetailView::Given("The request is with the second line.".to_owned())
    );
    assert_eq!(view.row.ticket_references, ["INC1234567"]);

    // The same reference in another spelling is the same reference.
    let again = RequestTicketRequest {
        request: two.request,
        ticket_reference: "inc 1234567".to_owned(),
    };
    assert_eq!(
        two.desk
            .ask(app::request_ticket, again)
            .unwrap()
            .row
            .ticket_references
            .len(),
        1
    );

    two.desk.undo(call.action).unwrap();
    let view = two.desk.request(two.request);
    assert!(view.progress.calls.is_empty() && view.row.ticket_references.is_empty());
    assert!(
        view.history
            .iter()
            .any(|line| line.happened == HappenedView::RequestCalled),
        "history keeps it"
    );
}

#[test]
fn a_call_says_something_or_is_just_a_call_and_its_time_is_a_time() {
    let two = two();
    let bare = RequestCallRequest {
        at: String::new(),
        spoke_to: String::new(),
        ticket_reference: String::new(),
        note: " ".to_owned(),
        ..two.call(SENT)
    };
    let view = two.desk.ask(app::request_call, bare).unwrap();
    assert_eq!(view.progress.calls[0].note, DetailView::NotGiven);
    let careless = RequestCallRequest {
        note: "They asked for Edith's date of birth, 3 March 1962.".to_owned(),
        ..two.call(date(2026, 11, 18))
    };
    assert_eq!(
        refused(two.desk.ask(app::request_call, careless)),
        (ErrorCode::PersonalData, Some("note".into()))
    );
    let odd = RequestCallRequest {
        at: "late".to_owned(),
        ..two.call(SENT)
    };
    let error = two.desk.ask(app::request_call, odd).unwrap_err();
    assert_eq!(
        (error.field.as_deref(), error.reason),
        (Some("at"), Some(Reason::TimeNotReal))
    );
}

fn erase(desk: &Desk, person: PersonId, name: &str) {
    let erase = PersonEraseRequest {
        person,
        name_typed: name.to_owned(),
    };
    desk.ask(app::person_erase, erase).unwrap();
}

#[test]
fn what_was_said_in_calls_is_forgotten_with_the_last_person_of_the_request() {
    let mut two = two();
    two.desk.ask(app::request_call, two.call(date(2026, 11, 18))).unwrap();
    erase(&two.desk, two.tom, "Tom Fairweather");
    let call = |two: &Two| two.desk.request(two.request).progress.calls.remove(0);
    assert!(matches!(call(&two).note, DetailView::Given(_)));
    erase(&two.desk, two.edith, "Edith Quill");
    let forgotten = call(&two);
    assert_eq!(forgotten.note, DetailView::Removed(date(2026, 11, 20)));
    assert_eq!(forgotten.spoke_to, DetailView::Removed(date(2026, 11, 20)));
    assert_eq!(forgotten.reference.as_deref(), Some("INC1234567"));
    assert_eq!(two.desk.verify().damage, []);
    two.desk.reopen();
    assert_eq!(call(&two).note, DetailView::Removed(date(2026, 11, 20)));
}

#[test]
fn a_question_of_nas_comes_first_on_today_until_it_is_answered() {
    let two = two();
    let question = |question| RequestQuestionRequest {
        request: two.request,
        question,
        on: no_date(),
    };
    assert_eq!(
        refused(two.desk.ask(app::request_question, question(Question::Answered))).0,
        ErrorCode::WrongMove
    );
    let view = two.desk.ask(app::request_question, question(Question::Asked)).unwrap();
    assert_eq!(view.row.due.unwrap().what, DueKindView::AnswerNas);
    assert_eq!(lines_about(&two.desk, two.request), [TodayKindView::RequestToAnswer]);
    let view = two
        .desk
        .ask(app::request_question, question(Question::Answered))
        .unwrap();
    assert_eq!(view.progress.asked_on, None);
    desk_undo(&two.desk, &view);
    assert!(two.desk.request(two.request).progress.asked_on.is_some());
}

#[test]
fn today_says_when_to_ask_again_and_when_to_escalate_and_the_waits_can_be_set() {
    let two = two();
    let on = |now: &str| {
        two.desk.set_now(now);
        lines_about(&two.desk, two.request)
    };
    assert_eq!(on("2026-11-18T12:00:00Z"), [TodayKindView::RequestNoTicket]);
    assert_eq!(on("2026-11-19T00:30:00Z"), [TodayKindView::RequestToChase]);
    assert_eq!(on("2026-11-22T12:00:00Z"), [TodayKindView::RequestToChase]);
    assert_eq!(on("2026-11-23T09:00:00Z"), [TodayKindView::RequestToEscalate]);

    let waits = |chase: &str, escalate: &str| SettingsChangeRequest {
        chase_after: chase.to_owned(),
        escalate_after: escalate.to_owned(),
        ..settings()
    };
    two.desk.ask(app::settings_change, waits("7", "10")).unwrap();
    assert_eq!(on("2026-11-23T09:00:00Z"), [TodayKindView::RequestNoTicket]);
    let progress = two.desk.request(two.request).progress;
    assert_eq!((progress.chase_after, progress.chase_on), (7, Some(date(2026, 11, 25))));
    assert_eq!(progress.escalate_on, Some(date(2026, 11, 30)));
    for (chase, escalate, field, reason) in [
        ("0", "5", "chase_after", Reason::DaysNotReal),
        ("three", "5", "chase_after", Reason::DaysNotReal),
        ("3", "21", "escalate_after", Reason::DaysNotReal),
        ("5", "5", "escalate_after", Reason::DaysOutOfOrder),
    ] {
        let error = two.desk.ask(app::settings_change, waits(chase, escalate)).unwrap_err();
        assert_eq!(
            (error.field.as_deref(), error.reason),
            (Some(field), Some(reason)),
            "{chase} {escalate}"
        );
    }
}

#[test]
fn the_list_has_what_is_due_first_and_is_found_by_kind_person_state_and_text() {
    let two = two();
    let carys = two
        .desk
        .added(newcomer("Carys Ó Briain", "07700 900044", "carys@example.org"));
    let later = handed_over(&two.desk, &[carys]);
    let view = send(&two.desk, later, date(2026, 11, 20));
    assert_eq!(view.row.due.unwrap().on, date(2026, 11, 25));
    let ids = |rows: Vec<RequestRowView>| rows.into_iter().map(|row| row.request).collect::<Vec<_>>();
    assert_eq!(ids(rows(&two.desk, |_| {})), [two.request, later]);
    assert_eq!(ids(rows(&two.desk, |list| list.text = " o briain".to_owned())), [later]);
    assert_eq!(ids(rows(&two.desk, |list| list.person = Some(two.tom))), [two.request]);
    two.to(&[two.tom], RequestState::Done, date(2026, 11, 18)).unwrap();
    assert_eq!(
        ids(rows(&two.desk, |list| list.state = Some(RequestState::Done))),
        [two.request]
    );
    assert_eq!(ids(rows(&two.desk, |list| list.kind = Some(RequestKind::Joiner))), []);
    two.to(&[], RequestState::Done, date(2026, 11, 18)).unwrap();
    assert_eq!(
        ids(rows(&two.desk, |list| list.open_only = true)),
        [two.request, later],
        "steps are left"
    );
    two.desk.set_now("2027-02-20T10:00:00Z");
    assert_eq!(
        ids(rows(&two.desk, |_| {})),
        [later, two.request],
        "what waits for nothing comes last"
    );
    assert_eq!(ids(rows(&two.desk, |list| list.open_only = true)), [later]);
}

#[test]
fn the_people_to_choose_from_are_those_in_requests() {
    let two = two();
    let carys = newcomer("Carys Ó Briain", "07700 900044", "carys@example.org");
    two.desk.added(carys);
    let found = |text: &str| {
        let request = PersonListRequest {
            text: text.to_owned(),
            site: None,
            who: ListedPeople::InRequests,
            due: None,
            role: None,
            offset: 0,
            limit: 8,
        };
        let list = two.desk.ask(app::person_list, request).unwrap();
        assert_eq!(list.total as usize, list.rows.len());
        list.rows.into_iter().map(|row| row.person).collect::<Vec<_>>()
    };
    assert_eq!(found(""), [two.edith, two.tom]);
    assert_eq!(found("fair"), [two.tom]);
    assert_eq!(found("carys"), []);
}

#[test]
fn a_request_is_over_for_somebody_whose_own_part_of_it_has_ended() {
    let two = two();
    let standing = |person: PersonId| {
        let [row] = &two.desk.person(person).requests[..] else {
            panic!("one request")
        };
        assert_eq!(row.state, RequestState::Sent);
        row.standing.iter().find(|one| one.person == person).unwrap().state
    };
    let again = |person| {
        let people = vec![new_user(person, AccessLevel::Member)];
        two.desk.draft(RequestKind::NewUser, people)
    };
    two.to(&[two.edith], RequestState::Rejected, date(2026, 11, 18))
        .unwrap();
    assert_eq!(
        (standing(two.edith), standing(two.tom)),
        (RequestState::Rejected, RequestState::Sent)
    );
    assert!(again(two.edith).is_ok());
    assert_eq!(
        refused(again(two.tom)),
        (ErrorCode::RequestOpen, Some("people[0]".to_owned()))
    );
}

/// A mail about a reference as somebody types it who began from what happened.
fn typed_reference(desk: &Desk, kind: RequestKind, reference: &str) -> RequestId {
    let facts = RequestFactsRequest {
        ticket_reference: reference.to_owned(),
        ..RequestFactsRequest::default()
    };
    let request = RequestDraftRequest {
        facts: Some(facts),
        ..RequestDraftRequest::new(kind, desk.mailbox(), Vec::new())
    };
    desk.ask(app::request_draft, request).unwrap().request
}

fn note_ticket(desk: &Desk, request: RequestId, reference: &str) {
    let ticket = RequestTicketRequest {
        request,
        ticket_reference: reference.to_owned(),
    };
    desk.ask(app::request_ticket, ticket).unwrap();
}

#[test]
fn a_chase_and_an_escalation_with_a_typed_reference_belong_to_the_request_that_has_it() {
    let two = two();
    note_ticket(&two.desk, two.request, "INC1234567");
    let about = |request| two.desk.request(request).progress.about.map(|row| row.request);
    for (kind, state) in [
        (RequestKind::Chase, RequestState::Sent),
        (RequestKind::Escalation, RequestState::Escalated),
    ] {
        let mail = typed_reference(&two.desk, kind, "inc 1234567");
        assert_eq!(about(mail), Some(two.request), "{kind}");
        let part = CopyPartView::All;
        let copy = RequestCopyRequest { request: mail, part };
        two.desk.ask(app::request_copy, copy).unwrap();
        send(&two.desk, mail, date(2026, 11, 20));
        let view = two.desk.request(two.request);
        assert_eq!(view.row.state, state, "{kind}");
        let by = LifeEventView::Chased { by: mail };
        let said = LifeEventView::Escalated { by: mail };
        assert!(
            view.progress
                .life
                .iter()
                .any(|line| line.event == by || line.event == said),
            "{kind}"
        );
        assert_eq!(two.desk.request(mail).row.state, RequestState::Done, "{kind}");
    }
    assert_eq!(
        about(typed_reference(&two.desk, RequestKind::Chase, "INC7654321")),
        None
    );
}

#[test]
fn a_typed_reference_of_two_open_requests_or_of_an_ended_one_belongs_to_neither() {
    let two = two();
    let person = newcomer("Carys Ó Briain", "07700 900044", "carys@example.org");
    let carys = two.desk.added(person);
    let other = handed_over(&two.desk, &[carys]);
    send(&two.desk, other, SENT);
    for request in [two.request, other] {
        note_ticket(&two.desk, request, "INC1234567");
    }
    let about = || {
        let mail = typed_reference(&two.desk, RequestKind::Chase, "INC1234567");
        two.desk.request(mail).progress.about.map(|row| row.request)
    };
    assert_eq!(about(), None);
    two.to(&[], RequestState::Done, date(2026, 11, 18)).unwrap();
    assert_eq!(about(), Some(other));
    let withdraw = RequestRequest { request: other };
    two.desk.ask(app::request_withdraw, withdraw).unwrap();
    assert_eq!(about(), None);
}

#[test]
fn its_life_is_a_line_of_dates_without_what_was_taken_back() {
    let two = two();
    let mistaken = two.to(&[two.tom], RequestState::Withdrawn, date(2026, 11, 17)).unwrap();
    desk_undo(&two.desk, &mistaken);
    two.desk.ask(app::request_call, two.call(date(2026, 11, 18))).unwrap();
    let view = two
        .to(&[two.edith], RequestState::Rejected, date(2026, 11, 17))
        .unwrap();
    let life: Vec<(Date, LifeEventView)> = view
        .progress
        .life
        .iter()
        .map(|line| (line.on, line.event.clone()))
        .collect();
    let moved = |to, why| LifeEventView::Moved { to, why };
    let reference = "INC1234567".to_owned();
    assert_eq!(
        life[..],
        [
            (SENT, LifeEventView::Drafted),
            (
                SENT,
                LifeEventView::HandedOver {
                    way: steward_core::domain::request::HandOver::CopiedAll
                }
            ),
            (SENT, moved(RequestState::Sent, None)),
            (
                date(2026, 11, 17),
                moved(RequestState::Rejected, Some(Rejection::MobileLinked))
            ),
            (
                date(2026, 11, 18),
                LifeEventView::Called {
                    at: Some(time(14, 5, 0, 0))
                }
            ),
            (date(2026, 11, 18), LifeEventView::Ticket { reference }),
        ]
    );
    let rejected = &view.progress.life[3];
    assert_eq!(rejected.person, Some(DetailView::Given("Edith Quill".to_owned())));
    assert_eq!(rejected.author, Some(DetailView::Given(OWNER.to_owned())));
}

#[test]
fn of_two_drafts_for_one_person_only_one_can_be_handed_over_and_sent() {
    let desk = Desk::with_home();
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let (first, second) = (handed_over(&desk, &[edith]), handed_over(&desk, &[edith]));
    send(&desk, first, date(2026, 11, 20));
    let sent = RequestSentRequest {
        request: second,
        from_shared_mailbox: true,
        on: no_date(),
    };
    let refusal = (ErrorCode::RequestOpen, Some("people[0]".to_owned()));
    assert_eq!(refused(desk.ask(app::request_sent, sent)), refusal);
    let part = CopyPartView::All;
    assert_eq!(
        refused(desk.ask(app::request_copy, RequestCopyRequest { request: second, part })),
        refusal
    );
    desk.ask(app::request_withdraw, RequestRequest { request: second })
        .unwrap();
}

fn again(two: &Two, kind: RequestKind) -> Result<RequestView, steward_core::contract::ApiError> {
    let request = RequestAskAgainRequest {
        request: two.request,
        kind,
    };
    two.desk.ask(app::request_ask_again, request)
}

fn hand_over_and_send(desk: &Desk, request: RequestId, on: Date) -> RequestView {
    let part = CopyPartView::All;
    desk.ask(app::request_copy, RequestCopyRequest { request, part })
        .unwrap();
    send(desk, request, on)
}

#[test]
fn a_chase_is_written_once_says_nothing_of_the_people_and_moves_the_escalation_on() {
    let two = two();
    let chase = again(&two, RequestKind::Chase).unwrap();
    assert_eq!(
        again(&two, RequestKind::Chase).unwrap().request,
        chase.request,
        "it is written already"
    );
    let text: String = chase.draft.lines.iter().map(|line| line.text.as_str()).collect();
    assert!(text.contains("16 November 2026") && !text.contains("Edith"), "{text}");
    assert_eq!(chase.progress.about.unwrap().request, two.request);
    assert_eq!(two.desk.request(two.request).progress.asking, Some(chase.request));

    let sent = hand_over_and_send(&two.desk, chase.request, date(2026, 11, 20));
    assert_eq!(
        (sent.row.state, sent.row.due.clone()),
        (RequestState::Done, None),
        "the answer belongs to the other"
    );
    let asked = two.desk.request(two.request);
    assert_eq!(asked.row.state, RequestState::Sent);
    assert_eq!(asked.row.due.unwrap().what, DueKindView::Escalate);
    let event = asked.progress.life.last().unwrap().event.clone();
    assert_eq!(event, LifeEventView::Chased { by: chase.request });

    desk_undo(&two.desk, &sent);
    let taken_back = two.desk.request(two.request);
    assert_eq!(taken_back.row.due.unwrap().what, DueKindView::Chase);
    assert_eq!(two.desk.request(chase.request).row.state, RequestState::Drafted);
}

#[test]
fn an_escalation_needs_a_reference_or_a_call_and_marks_the_request_when_it_is_sent() {
    let two = two();
    assert_eq!(refused(again(&two, RequestKind::Escalation)).0, ErrorCode::MissingField);
    two.desk.ask(app::request_call, two.call(date(2026, 11, 18))).unwrap();
    two.to(&[two.tom], RequestState::Done, date(2026, 11, 19)).unwrap();
    let escalation = again(&two, RequestKind::Escalation).unwrap();
    assert_eq!(escalation.draft.to, "feedback@nhs.net");
    let text: String = escalation.draft.lines.iter().map(|line| line.text.as_str()).collect();
    assert!(
        text.contains("INC1234567") && text.contains("18 November 2026"),
        "{text}"
    );

    let sent = hand_over_and_send(&two.desk, escalation.request, date(2026, 11, 20));
    assert_eq!(two.states(), [RequestState::Escalated, RequestState::Done]);
    let escalated = two.desk.request(two.request);
    let events: Vec<_> = escalated.progress.life.iter().map(|line| line.event.clone()).collect();
    assert_eq!(
        events.last(),
        Some(&LifeEventView::Escalated { by: escalation.request })
    );
    assert!(
        !events.iter().any(|event| matches!(event, LifeEventView::Chased { .. })),
        "one event, not two"
    );
    desk_undo(&two.desk, &sent);
    assert_eq!(two.states(), [RequestState::Sent, RequestState::Done]);
}

#[test]
fn only_an_open_request_that_was_sent_is_asked_about_again() {
    let two = two();
    assert_eq!(refused(again(&two, RequestKind::NewUser)).0, ErrorCode::UnknownKind);
    two.to(&[], RequestState::Done, date(2026, 11, 18)).unwrap();
    assert_eq!(refused(again(&two, RequestKind::Chase)).0, ErrorCode::WrongMove);
}

#[test]
fn steps_are_ticked_person_by_person_and_noted_in_the_staff_list_where_it_has_a_place() {
    let two = two();
    let step = |person, step, done| RequestStepRequest {
        request: two.request,
        person,
        step,
        done,
        on: typed(date(2026, 11, 19)),
    };
    let of = |person: Option<PersonId>, view: &RequestView| {
        let steps = view
            .progress
            .steps
            .iter()
            .filter(|step| step.person == person && step.done);
        steps.map(|step| step.step).collect::<Vec<_>>()
    };
    let details = FollowUp::LoginDetailsReceived;
    let view = two
        .desk
        .ask(app::request_step, step(Some(two.edith), details, true))
        .unwrap();
    assert_eq!(
        (of(Some(two.edith), &view), of(Some(two.tom), &view)),
        (vec![details], vec![])
    );
    assert_eq!(two.desk.person(two.edith).details_received_on, Some(date(2026, 11, 19)));
    assert!(
        view.progress
            .life
            .iter()
            .any(|line| line.event == LifeEventView::Ticked { step: details })
    );
    two.desk.undo(view.action.unwrap()).unwrap();
    assert_eq!(of(Some(two.edith), &two.desk.request(two.request)), []);
    assert_eq!(two.desk.person(two.edith).details_received_on, None);

    let view = two.desk.ask(app::request_call, two.call(SENT)).unwrap();
    assert_eq!(
        of(None, &view),
        [FollowUp::TicketNoted],
        "a reference that is known needs no tick"
    );
    for wrong in [(None, details), (Some(two.tom), FollowUp::RemovedFromMailbox)] {
        let refusal = refused(two.desk.ask(app::request_step, step(wrong.0, wrong.1, true)));
        assert_eq!(refusal, (ErrorCode::NotFound, Some("step".to_owned())));
    }
}

#[test]
fn what_is_left_after_a_request_was_done_is_due_until_it_is_ticked() {
    let two = two();
    two.to(&[two.tom], RequestState::Rejected, date(2026, 11, 18)).unwrap();
    let view = two.to(&[], RequestState::Done, date(2026, 11, 19)).unwrap();
    assert_eq!(view.row.due.unwrap().what, DueKindView::Steps);
    assert!(
        view.progress.steps.iter().all(|step| step.person != Some(two.tom)),
        "nothing follows a refusal"
    );
    assert_eq!(lines_about(&two.desk, two.request), [TodayKindView::RequestStepsLeft]);
    assert_eq!(rows(&two.desk, |list| list.open_only = true).len(), 1);
    for step in two.desk.request(two.request).progress.steps {
        let tick = RequestStepRequest {
            request: two.request,
            person: step.person,
            step: step.step,
            done: true,
            on: no_date(),
        };
        two.desk.ask(app::request_step, tick).unwrap();
    }
    assert_eq!(two.desk.request(two.request).row.due, None);
    assert_eq!(lines_about(&two.desk, two.request), []);
    assert_eq!(rows(&two.desk, |list| list.open_only = true).len(), 0);
}

#[test]
fn personal_data_that_must_come_out_is_refused_in_a_call() {
    let two = two();
    for (field, call) in [
        (
            "note",
            RequestCallRequest {
                note: "Her NHS number is 943 476 5919.".to_owned(),
                ..two.call(SENT)
            },
        ),
        (
            "spoke_to",
            RequestCallRequest {
                spoke_to: "Robin, NI number QQ 12 34 56 C".replace("QQ", "AB"),
                ..two.call(SENT)
            },
        ),
    ] {
        let refusal = refused(two.desk.ask(app::request_call, call));
        assert_eq!(refusal, (ErrorCode::PersonalData, Some(field.to_owned())));
    }
    assert!(two.desk.request(two.request).progress.calls.is_empty());
}
