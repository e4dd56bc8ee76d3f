//! What holds after any sequence of commands: the lists are the fold of the history, in whatever order it arrived; an undo gives
//! back what was there; and nothing but the permitted fields of the people chosen ever leaves in a request.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, date};
use mail_parser::MessageParser;
use proptest::prelude::*;
use proptest::sample::Index;
use rusqlite::Connection;
use rusqlite::types::Value;
use steward_core::app::{self, Copied};
use steward_core::clock::Clock;
use steward_core::contract::{
    AccessChangeRequest, AccessStartRequest, AccountsConfirmRequest, ApiError, AsideRequest, CopyPartView, DetailView,
    DuePeople, DutyDoneRequest, ErrorCode, HandOverWayView, LinePutOffRequest, ListedPeople, MailboxAddRequest,
    MailboxReminderRequest, NoRequest, NumbersConfirmRequest, PairRequest, PathAnswersRequest, PathBeginRequest,
    PathRequest, PathStepRequest, PeopleMergeRequest, PersonEraseRequest, PersonFieldsRequest, PersonListRequest,
    PersonRequest, PostChangeRequest, PostStartRequest, RequestAskAgainRequest, RequestCallRequest, RequestCopyRequest,
    RequestDraftRequest, RequestListRequest, RequestMoveRequest, RequestOpenRequest, RequestPersonRequest,
    RequestQuestionRequest, RequestRequest, RequestSentRequest, RequestStepRequest, RequestTicketRequest,
    SettingsChangeRequest, SiteAddRequest, SiteChangeRequest, SiteFieldsRequest, SiteRequest, StageView, TodayRequest,
};
use steward_core::domain::access::{Access, AccessLevel};
use steward_core::domain::answer::Answer;
use steward_core::domain::aside::{Aside, PutOffReason};
use steward_core::domain::ask::MoveHome;
use steward_core::domain::change::{Change, Entity, EntityKind, Fold, LogicalClock, fold};
use steward_core::domain::duplicate::PersonField;
use steward_core::domain::duty::Duty;
use steward_core::domain::ids::{ActionId, DeviceId, MailboxId, PersonId, RequestId, SiteId};
use steward_core::domain::path::{Arrival, Path, PathKind};
use steward_core::domain::person::Person;
use steward_core::domain::post::{Post, WeekDay};
use steward_core::domain::request::{Question, Rejection, Request, RequestKind, RequestState};
use steward_core::domain::rules::Activity;
use steward_core::domain::settings::Settings;
use steward_core::domain::site::{Mailbox, Site};
use steward_core::store::{self, Writer};
use support::desk::{Desk, Did, joiner, new_user, no_date, person, settings, site_fields, typed};
use uuid::Uuid;

/// How many sequences are tried; more with `STEWARD_TEST_CASES`.
fn cases(usual: u32) -> ProptestConfig {
    let cases = std::env::var("STEWARD_TEST_CASES").map_or(usual, |cases| cases.parse().expect("a number of cases"));
    ProptestConfig {
        cases,
        max_shrink_iters: 100,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

// What somebody may do

const NAMES: [&str; 8] = [
    "Amy Poole",
    "Bilal Khan",
    "Carys Hughes",
    "Łukasz Nowak",
    "Nguyễn Thị Minh",
    "Siân O’Neill",
    "AMY POOLE",
    "Zoë Ní Bhriain",
];

/// A person as somebody might type them: from so few values that some are given twice.
#[derive(Clone, Debug)]
struct Fields {
    name: usize,
    mobile: Option<u32>,
    linked: Option<u32>,
    email: Option<u32>,
    address: Option<u32>,
    account: Answer,
    left_on: Option<u8>,
    note: bool,
}

impl Fields {
    fn request(&self) -> PersonFieldsRequest {
        let text = |number: Option<u32>, write: fn(u32) -> String| number.map(write).unwrap_or_default();
        PersonFieldsRequest {
            personal_mobile: text(self.mobile, |number| format!("07700 9000{number:02}")),
            linked_mobile: text(self.linked, |number| format!("+44 7700 9000{number:02}")),
            personal_email: text(self.email, |number| format!("somebody{number}@example.org")),
            nhsmail_address: text(self.address, |number| format!("some.body{number}@nhs.net")),
            has_account: self.account,
            marked_leaver_on: self.left_on.map_or_else(no_date, |ago| typed(days_ago(ago))),
            note: if self.note {
                "Prefers\nmornings".to_owned()
            } else {
                String::new()
            },
            ..person(NAMES[self.name % NAMES.len()])
        }
    }
}

fn days_ago(days: u8) -> Date {
    date(2026, 11, 20).saturating_sub(i64::from(days).days())
}

fn fields() -> impl Strategy<Value = Fields> {
    let number = || prop::option::weighted(0.7, 0..20_u32);
    let account = prop::sample::select(vec![Answer::Yes, Answer::No, Answer::NotKnown]);
    (
        0..NAMES.len(),
        number(),
        number(),
        number(),
        number(),
        account,
        prop::option::weighted(0.2, 0..40_u8),
        any::<bool>(),
    )
        .prop_map(
            |(name, mobile, linked, email, address, account, left_on, note)| Fields {
                name,
                mobile,
                linked,
                email,
                address,
                account,
                left_on,
                note,
            },
        )
}

/// One thing somebody does. Whom it is about is an [`Index`] into those there are.
#[derive(Clone, Debug)]
enum Step {
    AddPerson(Fields, Option<Index>, bool),
    ChangePerson(Index, Fields),
    RemoveContact(Index),
    RemoveEmail(Index),
    Erase(Index),
    AddSite(u8),
    ChangeSite(Index, Answer),
    AddMailbox(Index, u8),
    StartPost(Index, Index, u8),
    EndPost(Index, u8),
    StartAccess(Index, Index, AccessLevel, u8),
    ChangeAccess(Index, AccessLevel, Option<u8>),
    Draft(RequestKind, Vec<Index>),
    Refresh(Index),
    Copy(Index, CopyPartView),
    Open(Index, HandOverWayView),
    Save(Index),
    Sent(Index, u8),
    Ticket(Index, u16),
    Withdraw(Index),
    Move(Index, Option<Index>, RequestState, u8),
    Call(Index, bool, bool, u8),
    Question(Index, Question),
    AskAgain(Index, RequestKind),
    Tick(Index, Index, bool),
    BeginPath(Index, PathKind, u8, Option<Index>),
    WalkPath(Index, Index, bool, u8),
    EndPath(Index),
    Duty(Index, Duty, u8),
    Remind(Index, Option<u16>),
    Merge(Index, Index, Vec<PersonField>),
    Unmerge(Index),
    TwoPeople(Index, Index, bool),
    PutOff(Index, PutOffReason, u8),
    TakeBack(Index),
    Settings(bool, u8),
    Confirm(Vec<Index>, bool, u8),
    Undo(Index),
    Wait(i8),
    Restart,
}

fn level() -> impl Strategy<Value = AccessLevel> {
    prop::sample::select(vec![AccessLevel::Owner, AccessLevel::Member])
}

fn kind() -> impl Strategy<Value = RequestKind> {
    prop::sample::select(vec![RequestKind::NewUser, RequestKind::Joiner])
}

fn step() -> impl Strategy<Value = Step> {
    let index = any::<Index>;
    let parts = vec![
        CopyPartView::To,
        CopyPartView::Subject,
        CopyPartView::Body,
        CopyPartView::All,
    ];
    let ways = vec![HandOverWayView::OutlookWeb, HandOverWayView::MailProgram];
    let answers = vec![Answer::Yes, Answer::No, Answer::NotKnown];
    prop_oneof![
        6 => (fields(), prop::option::weighted(0.8, index()), any::<bool>())
            .prop_map(|(fields, site, access)| Step::AddPerson(fields, site, access)),
        3 => (index(), fields()).prop_map(|(who, fields)| Step::ChangePerson(who, fields)),
        1 => index().prop_map(Step::RemoveContact),
        1 => index().prop_map(Step::RemoveEmail),
        1 => index().prop_map(Step::Erase),
        1 => (0..6_u8).prop_map(Step::AddSite),
        1 => (index(), prop::sample::select(answers)).prop_map(|(site, managed)| Step::ChangeSite(site, managed)),
        1 => (index(), 0..6_u8).prop_map(|(site, number)| Step::AddMailbox(site, number)),
        2 => (index(), index(), 0..90_u8).prop_map(|(who, site, ago)| Step::StartPost(who, site, ago)),
        2 => (index(), 0..60_u8).prop_map(|(post, ago)| Step::EndPost(post, ago)),
        2 => (index(), index(), level(), 0..90_u8)
            .prop_map(|(who, mailbox, level, ago)| Step::StartAccess(who, mailbox, level, ago)),
        2 => (index(), level(), prop::option::of(0..60_u8))
            .prop_map(|(access, level, ago)| Step::ChangeAccess(access, level, ago)),
        4 => (kind(), prop::collection::vec(index(), 1..4)).prop_map(|(kind, people)| Step::Draft(kind, people)),
        1 => index().prop_map(Step::Refresh),
        2 => (index(), prop::sample::select(parts)).prop_map(|(request, part)| Step::Copy(request, part)),
        1 => (index(), prop::sample::select(ways)).prop_map(|(request, way)| Step::Open(request, way)),
        1 => index().prop_map(Step::Save),
        2 => (index(), 0..5_u8).prop_map(|(request, ago)| Step::Sent(request, ago)),
        2 => (index(), any::<u16>()).prop_map(|(request, number)| Step::Ticket(request, number)),
        1 => index().prop_map(Step::Withdraw),
        3 => (index(), prop::option::of(index()), prop::sample::select(RequestState::ALL), 0..3_u8)
            .prop_map(|(request, person, to, ago)| Step::Move(request, person, to, ago)),
        2 => (index(), any::<bool>(), any::<bool>(), 0..3_u8)
            .prop_map(|(request, note, reference, ago)| Step::Call(request, note, reference, ago)),
        1 => (index(), prop::sample::select(Question::ALL)).prop_map(|(request, question)| Step::Question(request, question)),
        1 => (index(), prop::sample::select(vec![RequestKind::Chase, RequestKind::Escalation]))
            .prop_map(|(request, kind)| Step::AskAgain(request, kind)),
        2 => (index(), index(), any::<bool>()).prop_map(|(request, step, done)| Step::Tick(request, step, done)),
        4 => (index(), prop::sample::select(PathKind::ALL), 0..90_u8, prop::option::of(index()))
            .prop_map(|(who, kind, ago, answer)| Step::BeginPath(who, kind, ago, answer)),
        8 => (index(), index(), prop::bool::weighted(0.8), 0..9_u8)
            .prop_map(|(path, step, done, ago)| Step::WalkPath(path, step, done, ago)),
        1 => index().prop_map(Step::EndPath),
        2 => (index(), prop::sample::select(Duty::ALL), 0..60_u8)
            .prop_map(|(mailbox, duty, ago)| Step::Duty(mailbox, duty, ago)),
        1 => (index(), prop::option::of(1..33_u16)).prop_map(|(mailbox, every)| Step::Remind(mailbox, every)),
        4 => (index(), index(), prop::collection::vec(prop::sample::select(PersonField::ALL), 0..6))
            .prop_map(|(kept, other, take)| Step::Merge(kept, other, take)),
        2 => index().prop_map(Step::Unmerge),
        2 => (index(), index(), prop::bool::weighted(0.7)).prop_map(|(one, other, two)| Step::TwoPeople(one, other, two)),
        3 => (index(), prop::sample::select(PutOffReason::ALL), 0..90_u8)
            .prop_map(|(line, reason, days)| Step::PutOff(line, reason, days)),
        2 => index().prop_map(Step::TakeBack),
        1 => (any::<bool>(), 0..5_u8).prop_map(|(help, day)| Step::Settings(help, day)),
        3 => (prop::collection::vec(index(), 1..5), any::<bool>(), 0..60_u8)
            .prop_map(|(people, number, ago)| Step::Confirm(people, number, ago)),
        5 => index().prop_map(Step::Undo),
        // The computer's clock also runs backwards.
        1 => (-30..60_i8).prop_map(Step::Wait),
        1 => Just(Step::Restart),
    ]
}

/// The ids of everything there ever was, so that what was undone, ended or erased is asked for too.
#[derive(Default)]
struct World {
    people: Vec<PersonId>,
    sites: Vec<SiteId>,
    mailboxes: Vec<MailboxId>,
    requests: Vec<RequestId>,
    actions: Vec<ActionId>,
}

fn pick<T: Copy>(from: &[T], index: Index) -> Option<T> {
    (!from.is_empty()).then(|| from[index.index(from.len())])
}

/// What a step came to: nothing to do it to, refused, or done.
type Outcome = Option<Result<Option<ActionId>, ApiError>>;

impl World {
    fn of(desk: &Desk) -> Self {
        Self {
            people: vec![desk.owner()],
            sites: vec![desk.site()],
            mailboxes: vec![desk.mailbox()],
            ..Self::default()
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each thing somebody may do")]
    fn take(&mut self, desk: &mut Desk, step: &Step) -> Outcome {
        let action = match step {
            Step::AddPerson(fields, site, access) => {
                let request = steward_core::contract::PersonAddRequest {
                    person: fields.request(),
                    site: site.and_then(|site| pick(&self.sites, site)),
                    role: "Senior carer".to_owned(),
                    from: no_date(),
                    access: access.then_some(AccessLevel::Member),
                };
                desk.ask(app::person_add, request).map(|saved| {
                    self.people.push(saved.id.unwrap().parse().unwrap());
                    saved.action
                })
            }
            Step::ChangePerson(who, fields) => {
                let changed = desk.change(pick(&self.people, *who)?, fields.request());
                changed.map(|saved| saved.action)
            }
            Step::RemoveContact(who) => {
                let person = pick(&self.people, *who)?;
                let removed = desk.ask(app::contact_remove, PersonRequest { person });
                removed.map(|saved| saved.action)
            }
            Step::RemoveEmail(who) => {
                let person = pick(&self.people, *who)?;
                let removed = desk.ask(app::email_remove, PersonRequest { person });
                removed.map(|saved| saved.action)
            }
            Step::Erase(who) => {
                let person = pick(&self.people, *who)?;
                let name = desk
                    .ask(app::person_get, PersonRequest { person })
                    .map(|view| view.full_name);
                let Ok(DetailView::Given(name_typed)) = name else {
                    return None;
                };
                let erased = desk.ask(app::person_erase, PersonEraseRequest { person, name_typed });
                erased.map(|saved| saved.action)
            }
            Step::AddSite(number) => {
                let request = SiteAddRequest {
                    site: SiteFieldsRequest {
                        ods_code: format!("VM4K{number}"),
                        nas_managed: Answer::Yes,
                        ..site_fields("Elder Court")
                    },
                    mailbox_address: format!("care.vm4k{number}@nhs.net"),
                };
                desk.ask(app::site_add, request).map(|saved| {
                    let site: SiteId = saved.id.unwrap().parse().unwrap();
                    let view = desk.ask(app::site_get, SiteRequest { site }).unwrap();
                    self.sites.push(site);
                    self.mailboxes.push(view.mailboxes[0].mailbox);
                    saved.action
                })
            }
            Step::ChangeSite(site, managed) => {
                let request = SiteChangeRequest {
                    site: pick(&self.sites, *site)?,
                    fields: SiteFieldsRequest {
                        nas_managed: *managed,
                        town: "Leeds".to_owned(),
                        ..site_fields("Rowan House")
                    },
                };
                desk.ask(app::site_change, request).map(|saved| saved.action)
            }
            Step::AddMailbox(site, number) => {
                let request = MailboxAddRequest {
                    site: pick(&self.sites, *site)?,
                    address: format!("care.leeds.rowan{}@nhs.net", letter(*number)),
                    display_name: String::new(),
                    from: no_date(),
                };
                desk.ask(app::mailbox_add, request).map(|saved| {
                    self.mailboxes.push(saved.id.unwrap().parse().unwrap());
                    saved.action
                })
            }
            Step::StartPost(who, site, ago) => {
                let request = PostStartRequest {
                    person: pick(&self.people, *who)?,
                    site: pick(&self.sites, *site)?,
                    role: "Night carer".to_owned(),
                    from: typed(days_ago(*ago)),
                    works_on: ago.is_multiple_of(2).then(|| vec![WeekDay::Friday, WeekDay::Monday]),
                };
                desk.ask(app::post_start, request).map(|saved| saved.action)
            }
            Step::EndPost(index, ago) => {
                let posts: Vec<_> = self.views(desk).into_iter().flat_map(|view| view.posts).collect();
                let post = (!posts.is_empty()).then(|| &posts[index.index(posts.len())])?;
                let request = PostChangeRequest {
                    post: post.post,
                    role: post.role.clone().unwrap_or_default(),
                    from: post.from.map_or_else(no_date, typed),
                    to: typed(days_ago(*ago)),
                    works_on: ago.is_multiple_of(3).then(Vec::new),
                };
                desk.ask(app::post_change, request).map(|saved| saved.action)
            }
            Step::StartAccess(who, mailbox, level, ago) => {
                let request = AccessStartRequest {
                    person: pick(&self.people, *who)?,
                    mailbox: pick(&self.mailboxes, *mailbox)?,
                    level: *level,
                    from: typed(days_ago(*ago)),
                };
                desk.ask(app::access_start, request).map(|saved| saved.action)
            }
            Step::ChangeAccess(index, level, ago) => {
                let all: Vec<_> = self.views(desk).into_iter().flat_map(|view| view.access).collect();
                let access = (!all.is_empty()).then(|| &all[index.index(all.len())])?;
                let request = AccessChangeRequest {
                    access: access.access,
                    level: *level,
                    from: access.from.map_or_else(no_date, typed),
                    to: ago.map_or_else(no_date, |ago| typed(days_ago(ago))),
                    portal_done_on: no_date(),
                };
                desk.ask(app::access_change, request).map(|saved| saved.action)
            }
            Step::Draft(kind, people) => {
                let people: BTreeSet<PersonId> = people.iter().filter_map(|who| pick(&self.people, *who)).collect();
                let people = people
                    .into_iter()
                    .map(|person| asked_as(*kind, person, AccessLevel::Owner));
                let request = RequestDraftRequest::new(*kind, self.mailboxes[0], people.collect());
                desk.ask(app::request_draft, request).map(|view| {
                    self.requests.push(view.request);
                    view.action
                })
            }
            Step::Refresh(request) => {
                let request = pick(&self.requests, *request)?;
                let view = desk.ask(app::request_refresh, RequestRequest { request });
                view.map(|_| None)
            }
            Step::Copy(request, part) => {
                let request = pick(&self.requests, *request)?;
                let handed = desk.ask(app::request_copy, RequestCopyRequest { request, part: *part });
                handed.map(|_| None)
            }
            Step::Open(request, way) => {
                let request = pick(&self.requests, *request)?;
                let handed = desk.ask(app::request_open, RequestOpenRequest { request, way: *way });
                handed.map(|_| None)
            }
            Step::Save(request) => {
                let request = pick(&self.requests, *request)?;
                let handed = desk.ask(app::request_save_eml, RequestRequest { request });
                handed.map(|_| None)
            }
            Step::Sent(request, ago) => {
                let request = RequestSentRequest {
                    request: pick(&self.requests, *request)?,
                    from_shared_mailbox: true,
                    on: typed(days_ago(*ago)),
                };
                desk.ask(app::request_sent, request).map(|view| view.action)
            }
            Step::Ticket(request, number) => {
                let request = RequestTicketRequest {
                    request: pick(&self.requests, *request)?,
                    ticket_reference: format!("INC{number:07}"),
                };
                desk.ask(app::request_ticket, request).map(|view| view.action)
            }
            Step::Withdraw(request) => {
                let request = pick(&self.requests, *request)?;
                let view = desk.ask(app::request_withdraw, RequestRequest { request });
                view.map(|view| view.action)
            }
            Step::Move(request, person, to, ago) => {
                let request = pick(&self.requests, *request)?;
                let people = person.and_then(|person| pick(&self.people, person));
                let request = RequestMoveRequest {
                    request,
                    people: people.into_iter().collect(),
                    to: *to,
                    on: typed(days_ago(*ago)),
                    why: Some(Rejection::MobileLinked),
                };
                desk.ask(app::request_move, request).map(|view| view.action)
            }
            Step::Call(request, note, reference, ago) => {
                let request = RequestCallRequest {
                    request: pick(&self.requests, *request)?,
                    on: typed(days_ago(*ago)),
                    at: "14:05".to_owned(),
                    spoke_to: if *note { "Robin".to_owned() } else { String::new() },
                    ticket_reference: if *reference {
                        "INC0000042".to_owned()
                    } else {
                        String::new()
                    },
                    note: if *note {
                        "They look into it.".to_owned()
                    } else {
                        String::new()
                    },
                };
                desk.ask(app::request_call, request).map(|view| view.action)
            }
            Step::Question(request, question) => {
                let request = RequestQuestionRequest {
                    request: pick(&self.requests, *request)?,
                    question: *question,
                    on: no_date(),
                };
                desk.ask(app::request_question, request).map(|view| view.action)
            }
            Step::AskAgain(request, kind) => {
                let request = RequestAskAgainRequest {
                    request: pick(&self.requests, *request)?,
                    kind: *kind,
                };
                desk.ask(app::request_ask_again, request).map(|view| {
                    if !self.requests.contains(&view.request) {
                        self.requests.push(view.request);
                    }
                    None
                })
            }
            Step::Tick(request, step, done) => {
                let request = pick(&self.requests, *request)?;
                let steps = desk.request(request).progress.steps;
                let step = (!steps.is_empty()).then(|| &steps[step.index(steps.len())])?;
                let tick = RequestStepRequest {
                    request,
                    person: step.person,
                    step: step.step,
                    done: *done,
                    on: no_date(),
                };
                let changes = *done != step.done || (*done && step.known);
                desk.ask(app::request_step, tick)
                    .map(|view| view.action.filter(|_| changes && !step.known))
            }
            Step::BeginPath(who, kind, ago, answer) => {
                let request = PathBeginRequest {
                    person: pick(&self.people, *who)?,
                    kind: *kind,
                    site: None,
                    on: typed(days_ago(*ago)),
                    answers: PathAnswersRequest {
                        arrival: answer.and_then(|answer| pick(Arrival::ALL, answer)),
                        home: answer.and_then(|answer| pick(MoveHome::ALL, answer)),
                        goes_on: answer.and_then(|answer| pick(Answer::ALL, answer)),
                        stays: answer.and_then(|answer| pick(Answer::ALL, answer)),
                        returns_on: no_date(),
                    },
                };
                desk.ask(app::path_begin, request).map(|saved| saved.action)
            }
            Step::WalkPath(path, step, done, ago) => {
                let paths: Vec<_> = self.views(desk).into_iter().flat_map(|view| view.paths).collect();
                let path = (!paths.is_empty()).then(|| &paths[path.index(paths.len())])?;
                let request = PathStepRequest {
                    path: path.path,
                    step: path.steps[step.index(path.steps.len())].step,
                    done: *done,
                    on: typed(days_ago(*ago)),
                };
                desk.ask(app::path_step, request).map(|saved| saved.action)
            }
            Step::Duty(mailbox, duty, ago) => {
                let request = DutyDoneRequest {
                    mailbox: pick(&self.mailboxes, *mailbox)?,
                    duty: *duty,
                    on: typed(days_ago(*ago)),
                };
                desk.ask(app::duty_done, request).map(|saved| saved.action)
            }
            Step::Remind(mailbox, every) => {
                let request = MailboxReminderRequest {
                    mailbox: pick(&self.mailboxes, *mailbox)?,
                    every: *every,
                };
                desk.ask(app::mailbox_reminder_set, request).map(|saved| saved.action)
            }
            Step::Merge(kept, other, take) => {
                let request = PeopleMergeRequest {
                    kept: pick(&self.people, *kept)?,
                    other: pick(&self.people, *other)?,
                    take: take.clone(),
                };
                desk.ask(app::people_merge, request).map(|saved| saved.action)
            }
            Step::Unmerge(who) => {
                let person = pick(&self.people, *who)?;
                desk.ask(app::people_unmerge, PersonRequest { person })
                    .map(|saved| saved.action)
            }
            Step::TwoPeople(one, other, two) => {
                let pair = PairRequest {
                    one: pick(&self.people, *one)?,
                    other: pick(&self.people, *other)?,
                };
                let said = if *two {
                    desk.ask(app::two_people_set, pair)
                } else {
                    desk.ask(app::two_people_clear, pair)
                };
                said.map(|saved| saved.action)
            }
            Step::PutOff(index, reason, days) => {
                let today = desk.ask(app::today_get, TodayRequest { site: None }).unwrap();
                let of_sites = today.sites.into_iter().flat_map(|site| site.lines);
                let lines: Vec<_> = today.lines.into_iter().chain(of_sites).collect();
                let line = (!lines.is_empty()).then(|| &lines[index.index(lines.len())])?;
                let request = LinePutOffRequest {
                    kind: line.kind,
                    site: line.site,
                    mailbox: line.mailbox,
                    person: line.person,
                    request: line.request,
                    duty: line.duty,
                    until: typed(today.date.saturating_add(i64::from(*days).days())),
                    reason: *reason,
                    words: String::new(),
                };
                desk.ask(app::line_put_off, request).map(|saved| saved.action)
            }
            Step::TakeBack(index) => {
                let today = desk.ask(app::today_get, TodayRequest { site: None }).unwrap();
                let aside =
                    (!today.put_off.is_empty()).then(|| today.put_off[index.index(today.put_off.len())].aside)?;
                desk.ask(app::line_take_back, AsideRequest { aside })
                    .map(|saved| saved.action)
            }
            Step::EndPath(path) => {
                let paths: Vec<_> = self.views(desk).into_iter().flat_map(|view| view.paths).collect();
                let path = (!paths.is_empty()).then(|| paths[path.index(paths.len())].path)?;
                desk.ask(app::path_end, PathRequest { path }).map(|saved| saved.action)
            }
            Step::Settings(help, day) => {
                let request = SettingsChangeRequest {
                    local_help_name: if *help { "Dafydd".to_owned() } else { String::new() },
                    extra_bank_holidays: vec![typed(date(2027, 6, 1 + i8::try_from(*day).unwrap()))],
                    ..settings()
                };
                desk.ask(app::settings_change, request).map(|saved| saved.action)
            }
            Step::Confirm(people, number, ago) => {
                let people = people
                    .iter()
                    .map(|who| pick(&self.people, *who))
                    .collect::<Option<Vec<_>>>()?;
                let confirmed = if *number {
                    desk.ask(app::numbers_confirm, NumbersConfirmRequest { people })
                } else {
                    let request = AccountsConfirmRequest {
                        people,
                        way: Activity::EmailSent,
                        on: typed(days_ago(*ago)),
                    };
                    desk.ask(app::accounts_confirm, request)
                };
                confirmed.map(|saved| saved.action)
            }
            Step::Undo(action) => {
                let undone = desk.undo(pick(&self.actions, *action)?);
                undone.map(|saved| saved.action)
            }
            Step::Wait(hours) => {
                let now = desk.clock.now();
                desk.clock.set(now + i64::from(*hours).hours());
                return None;
            }
            Step::Restart => {
                assert_eq!(desk.reopen(), StageView::Open);
                return None;
            }
        };
        if let Ok(Some(action)) = &action {
            self.actions.push(*action);
        }
        Some(action)
    }

    fn views(&self, desk: &Desk) -> Vec<steward_core::contract::PersonView> {
        let views = self
            .people
            .iter()
            .map(|person| desk.ask(app::person_get, PersonRequest { person: *person }));
        views.filter_map(Result::ok).collect()
    }
}

/// Somebody in a request of this kind, with the answers that lead to it.
fn asked_as(kind: RequestKind, person: PersonId, access: AccessLevel) -> RequestPersonRequest {
    if kind == RequestKind::NewUser {
        new_user(person, access)
    } else {
        joiner(person, access)
    }
}

fn letter(number: u8) -> char {
    char::from(b'a' + number)
}

// What the file holds

/// Every row of every list that is drawn from the history, without the numbers rows happen to have.
fn lists(desk: &Desk) -> BTreeMap<&'static str, BTreeSet<String>> {
    let raw = desk.raw();
    let rows = |sql: &str| -> BTreeSet<String> {
        let mut statement = raw.prepare(sql).unwrap();
        let columns = statement.column_count();
        let rows = statement
            .query_map([], |row| {
                (0..columns)
                    .map(|column| row.get::<_, Value>(column))
                    .collect::<Result<Vec<_>, _>>()
            })
            .unwrap();
        let rows: Vec<String> = rows.map(|row| format!("{:?}", row.unwrap())).collect();
        let set: BTreeSet<String> = rows.iter().cloned().collect();
        assert_eq!(set.len(), rows.len(), "no row is there twice");
        set
    };
    let lists = [
        ("site", "SELECT * FROM site"),
        ("mailbox", "SELECT * FROM mailbox"),
        (
            "person",
            "SELECT id, doc, present, sort_name, look_alike, nhsmail_address, personal_mobile, linked_mobile, \
             personal_email, marked_leaver, has_account, last_active, disabled, number_checked, merged_into, same_as, alike, last_day, \
             search_row IS NULL FROM person",
        ),
        ("post", "SELECT * FROM post"),
        ("access", "SELECT * FROM access"),
        ("request", "SELECT * FROM request"),
        ("request_person", "SELECT * FROM request_person"),
        ("settings", "SELECT * FROM settings"),
        ("path", "SELECT * FROM path"),
        ("aside", "SELECT * FROM aside"),
        (
            "person_search",
            "SELECT p.id, s.words FROM person_search s LEFT JOIN person p ON p.place = s.person AND p.search_row = s.rowid",
        ),
    ];
    let lists = lists.map(|(name, sql)| (name, rows(sql))).into();
    assert_every_column_is_compared(&raw);
    raw.close().unwrap();
    lists
}

/// The list above names the columns of `person`: a new one must not be left out.
fn assert_every_column_is_compared(raw: &Connection) {
    let columns: u32 = raw
        .query_row("SELECT count(*) FROM pragma_table_info('person')", [], |row| row.get(0))
        .unwrap();
    assert_eq!(
        columns,
        18 + 2,
        "place and search_row are the only columns that may differ"
    );
}

fn writer(desk: &Desk) -> Writer {
    let opened = store::open(&desk.file(), &desk.secret().database_key(), |_, _| Ok(())).unwrap();
    Writer::new(opened.connection, desk.meta().device).unwrap()
}

/// Everything the history is about.
fn entities(desk: &Desk) -> Vec<Entity> {
    let raw = desk.raw();
    let mut statement = raw
        .prepare("SELECT DISTINCT kind, entity FROM change_about WHERE itself = 1")
        .unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?)))
        .unwrap();
    rows.map(|row| {
        let (kind, id) = row.unwrap();
        Entity::new(EntityKind::from_name(&kind).unwrap(), Uuid::from_slice(&id).unwrap())
    })
    .collect()
}

/// The state of a thing, drawn from its changes in the order they are given.
fn drawn(entity: Entity, changes: &[Change]) -> String {
    fn draw<T: Fold + serde::Serialize>(changes: &[Change]) -> String {
        serde_json::to_string(&fold::<T>(changes)).unwrap()
    }
    match entity.kind() {
        EntityKind::Site => draw::<Site>(changes),
        EntityKind::Mailbox => draw::<Mailbox>(changes),
        EntityKind::Person => draw::<Person>(changes),
        EntityKind::Post => draw::<Post>(changes),
        EntityKind::Access => draw::<Access>(changes),
        EntityKind::Request => draw::<Request>(changes),
        EntityKind::Settings => draw::<Settings>(changes),
        EntityKind::Path => draw::<Path>(changes),
        EntityKind::Aside => draw::<Aside>(changes),
    }
}

/// Puts things into another order, which one `seed` decides.
fn shuffle<T>(things: &mut [T], seed: u64) {
    let mut state = seed | 1;
    for last in (1..things.len()).rev() {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        things.swap(
            last,
            usize::try_from(state % (u64::try_from(last).unwrap() + 1)).unwrap(),
        );
    }
}

/// Everything the pages show, without the history and without what was composed.
fn everything_shown(desk: &Desk) -> Vec<String> {
    let mut settings = desk.ask(app::settings_get, NoRequest {}).unwrap();
    settings.history.clear();
    let mut shown = vec![format!("{settings:?}")];
    for row in desk.sites() {
        let mut view = desk.ask(app::site_get, SiteRequest { site: row.site }).unwrap();
        view.history.clear();
        shown.push(format!("{row:?} {view:?}"));
    }
    for (who, due) in [
        (ListedPeople::Current, None),
        (ListedPeople::Left, None),
        (ListedPeople::All, Some(DuePeople::AccountToCheck)),
        (ListedPeople::All, Some(DuePeople::NumberToCheck)),
    ] {
        let request = PersonListRequest {
            due,
            ..PersonListRequest::of(who)
        };
        for row in desk.ask(app::person_list, request).unwrap().rows {
            let mut view = desk.person(row.person);
            view.history.clear();
            view.requests.clear();
            shown.push(format!("{who:?} {due:?} {row:?} {view:?}"));
        }
    }
    shown
}

/// Every request as its page shows it, without the history.
fn requests_shown(desk: &Desk) -> BTreeMap<RequestId, String> {
    let request = RequestListRequest {
        site: None,
        person: None,
        kind: None,
        state: None,
        text: String::new(),
        open_only: false,
    };
    let rows = desk.ask(app::request_list, request).unwrap().rows;
    rows.into_iter()
        .map(|row| {
            let mut view = desk.request(row.request);
            view.history.clear();
            view.action = None;
            (row.request, format!("{row:?} {view:?}"))
        })
        .collect()
}

/// Errors that a person can do something about. Anything else in these tests is a mistake of ours.
fn is_a_refusal(code: ErrorCode) -> bool {
    !matches!(
        code,
        ErrorCode::Internal | ErrorCode::Damaged | ErrorCode::NotOpen | ErrorCode::BadJson | ErrorCode::NotPermitted
    )
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn after_any_commands_the_lists_are_the_fold_of_the_history(
        steps in prop::collection::vec(step(), 1..40),
        seed in any::<u64>(),
    ) {
        let mut desk = Desk::with_home();
        let mut world = World::of(&desk);
        for step in &steps {
            let before = desk.verify().changes;
            let outcome = world.take(&mut desk, step);
            let after = desk.verify();
            prop_assert_eq!(&after.damage, &[], "after {:?}", step);
            match outcome {
                Some(Err(error)) => {
                    prop_assert!(is_a_refusal(error.code), "{:?}: {:?}", step, error);
                    prop_assert_eq!(after.changes, before, "a refused command records nothing: {:?}", step);
                }
                Some(Ok(Some(_))) => prop_assert!(after.changes > before),
                Some(Ok(None)) | None => {}
            }
        }
        // Every page can be shown, whatever was done.
        everything_shown(&desk);
        requests_shown(&desk);
        desk.ask(app::today_get, steward_core::contract::TodayRequest { site: None }).unwrap();
        desk.restart();

        let kept = lists(&desk);
        let mut again = writer(&desk);
        again.redraw_tables().unwrap();
        again.close().unwrap();
        prop_assert_eq!(lists(&desk), kept);
        prop_assert_eq!(desk.reopen(), StageView::Open);
        prop_assert_eq!(desk.verify().damage, []);
        desk.restart();

        // In whatever order the changes arrive, and from whatever computers.
        let reader = writer(&desk);
        for entity in entities(&desk) {
            let mut changes = reader.read().changes_about(entity, false).unwrap();
            let in_order = drawn(entity, &changes);
            shuffle(&mut changes, seed);
            prop_assert_eq!(drawn(entity, &changes), in_order);

            for change in &mut changes {
                // Clocks that tie, and two computers.
                change.stamp.clock = LogicalClock { millis: change.stamp.clock.millis / 7, count: 0 };
                let computer = u128::from(change.stamp.sequence % 2);
                change.stamp.device = DeviceId::from_uuid(Uuid::from_u128(computer));
            }
            let from_two = drawn(entity, &changes);
            shuffle(&mut changes, seed.rotate_left(21));
            prop_assert_eq!(drawn(entity, &changes), from_two);
        }
        reader.close().unwrap();
    }

    #[test]
    fn whatever_order_the_history_reached_the_file_in_gives_the_same_lists(
        steps in prop::collection::vec(step(), 5..40),
        seed in any::<u64>(),
    ) {
        let mut desk = Desk::with_home();
        let mut world = World::of(&desk);
        for step in &steps {
            world.take(&mut desk, step);
        }
        desk.restart();
        let kept = lists(&desk);

        let raw = desk.raw();
        raw.pragma_update(None, "foreign_keys", false).unwrap();
        let count: i64 = raw.query_row("SELECT count(*) FROM change", [], |row| row.get(0)).unwrap();
        let mut places: Vec<i64> = (1..=count).collect();
        shuffle(&mut places, seed);
        for (table, column) in [("change", "place"), ("change_about", "change"), ("sealed_part", "change")] {
            raw.execute(&format!("UPDATE {table} SET {column} = -{column}"), []).unwrap();
            for (old, new) in (1..).zip(&places) {
                raw.execute(&format!("UPDATE {table} SET {column} = {new} WHERE {column} = -{old}"), []).unwrap();
            }
        }
        raw.close().unwrap();
        let mut again = writer(&desk);
        again.redraw_tables().unwrap();
        again.close().unwrap();
        prop_assert_eq!(lists(&desk), kept);
    }

    #[test]
    fn an_undo_gives_back_what_was_shown(steps in prop::collection::vec(step(), 1..30)) {
        let mut desk = Desk::with_home();
        let mut world = World::of(&desk);
        for step in &steps {
            let before = (everything_shown(&desk), requests_shown(&desk));
            let Some(Ok(Some(action))) = world.take(&mut desk, step) else {
                continue;
            };
            let undone = desk.undo(action);
            if matches!(step, Step::RemoveContact(_) | Step::RemoveEmail(_) | Step::Erase(_)) {
                prop_assert!(undone.is_err(), "{:?} is final", step);
                continue;
            }
            let again = match undone {
                Ok(saved) => saved.action.unwrap(),
                // Taking back an owner's access, or an undo that ended it, may leave a mailbox without one.
                Err(error) if error.code == ErrorCode::LastOwner => continue,
                Err(error) => return Err(TestCaseError::fail(format!("{step:?} cannot be undone: {error:?}"))),
            };
            prop_assert_eq!(&everything_shown(&desk), &before.0, "after undoing {:?}", step);
            let mut requests = requests_shown(&desk);
            if let Step::Draft(..) = step {
                // What was composed stays in the list, as withdrawn.
                let composed = world.requests.last().unwrap();
                let composed = requests.remove(composed).unwrap();
                prop_assert!(composed.contains("Withdrawn"));
            }
            prop_assert_eq!(&requests, &before.1, "after undoing {:?}", step);
            prop_assert_eq!(desk.verify().damage, [], "after undoing {:?}", step);
            // Two times undone is done; what is final about a request stays so.
            if let Err(error) = desk.undo(again) {
                prop_assert!(matches!(error.code, ErrorCode::CannotUndo | ErrorCode::LastOwner), "{:?}", error);
            }
        }
    }
}

// What leaves

/// A value that stands nowhere else: twelve letters, or a number of its own.
#[derive(Clone, Debug)]
struct Tokens {
    used: u32,
}

impl Tokens {
    fn letters(&mut self) -> String {
        self.used += 1;
        let mut number = self.used;
        let mut token = String::from("q");
        for _ in 0..11 {
            token.push(char::from(b'b' + u8::try_from(number % 23).unwrap()));
            number = number / 23 + 7;
        }
        token
    }

    fn mobile(&mut self) -> String {
        self.used += 1;
        format!("07700900{:03}", self.used % 1000)
    }
}

/// Everybody's values, by field.
#[derive(Clone, Debug)]
struct Known {
    id: PersonId,
    full_name: String,
    personal_mobile: String,
    personal_email: String,
    nhsmail_address: String,
    linked_mobile: String,
    others: Vec<String>,
}

impl Known {
    fn all(&self) -> Vec<(&'static str, &str)> {
        let fields = [
            ("full_name", &self.full_name),
            ("personal_mobile", &self.personal_mobile),
            ("personal_email", &self.personal_email),
            ("nhsmail_address", &self.nhsmail_address),
            ("linked_mobile", &self.linked_mobile),
        ];
        let fields = fields.into_iter().map(|(name, value)| (name, value.as_str()));
        fields
            .chain(self.others.iter().map(|value| ("other", value.as_str())))
            .collect()
    }
}

fn add_with_tokens(desk: &Desk, tokens: &mut Tokens, has_account: Answer) -> Known {
    let (name, note, holder, role) = (tokens.letters(), tokens.letters(), tokens.letters(), tokens.letters());
    let (email, address) = (tokens.letters(), tokens.letters());
    let (personal_mobile, linked_mobile) = (tokens.mobile(), tokens.mobile());
    let known = Known {
        id: PersonId::from_uuid(Uuid::nil()),
        full_name: name.clone(),
        personal_mobile: personal_mobile.clone(),
        personal_email: email.clone(),
        nhsmail_address: address.clone(),
        linked_mobile: linked_mobile.clone(),
        others: vec![note.clone(), holder.clone(), role.clone()],
    };
    let fields = PersonFieldsRequest {
        personal_mobile,
        personal_email: format!("{email}@example.org"),
        nhsmail_address: format!("{address}@nhs.net"),
        linked_mobile,
        has_account,
        account_held_by: holder,
        mfa: Answer::Yes,
        account_created_on: typed(date(2019, 3, 13)),
        last_confirmed_active_on: typed(date(2026, 9, 17)),
        details_received_on: typed(date(2019, 4, 27)),
        note,
        ..person(&name)
    };
    let request = steward_core::contract::PersonAddRequest {
        person: fields,
        site: Some(desk.site()),
        role,
        from: typed(date(2018, 8, 19)),
        access: None,
    };
    let id = desk.ask(app::person_add, request).unwrap().id.unwrap();
    Known {
        id: id.parse().unwrap(),
        ..known
    }
}

/// Text as it is looked through: without the breaks that mail puts into long lines, and in lower case.
fn flat(text: &str) -> String {
    text.replace("=\r\n", "").to_lowercase()
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Hands a request over in every way there is, and answers with everything that left: what it was and what it says.
fn everything_that_leaves(desk: &Desk, request: RequestId) -> Vec<(&'static str, String)> {
    let mut left = Vec::new();
    desk.desktop.take();
    for (name, part) in [
        ("to", CopyPartView::To),
        ("subject", CopyPartView::Subject),
        ("body", CopyPartView::Body),
        ("all", CopyPartView::All),
    ] {
        desk.ask(app::request_copy, RequestCopyRequest { request, part })
            .unwrap();
        let copied = desk.desktop.take_copied();
        assert_eq!(copied.len(), 1);
        assert_eq!(copied[0].1, Copied::Draft, "it stays out of clipboard history");
        left.push((name, copied[0].0.clone()));
    }
    for (name, decoded, way) in [
        ("outlook link", "outlook link, decoded", HandOverWayView::OutlookWeb),
        ("mail link", "mail link, decoded", HandOverWayView::MailProgram),
    ] {
        match desk.ask(app::request_open, RequestOpenRequest { request, way }) {
            Ok(_) => {
                let did = desk.desktop.take();
                let [Did::Opened(link)] = &did[..] else {
                    panic!("{did:?}");
                };
                left.push((name, link.clone()));
                left.push((decoded, percent_decoded(link)));
            }
            Err(error) => assert_eq!(error.code, ErrorCode::LinkTooLong),
        }
    }
    desk.ask(app::request_save_eml, RequestRequest { request }).unwrap();
    let did = desk.desktop.take();
    let [Did::Saved(name, bytes)] = &did[..] else {
        panic!("{did:?}");
    };
    let message = MessageParser::default().parse(bytes).unwrap();
    left.push(("file name", name.clone()));
    left.push(("eml", String::from_utf8(bytes.clone()).unwrap()));
    left.push(("eml, body decoded", message.body_text(0).unwrap().into_owned()));
    let headers: Vec<String> = message.headers().iter().map(|header| format!("{header:?}")).collect();
    left.push(("eml, headers decoded", headers.join("\n")));
    left
}

const IN_A_NEW_USER: &[&str] = &["full_name", "personal_mobile", "personal_email"];
const IN_A_JOINER: &[&str] = &["full_name", "nhsmail_address", "linked_mobile"];
/// What may name people at all.
const SAYS_WHO: &[&str] = &[
    "body",
    "all",
    "mail link",
    "mail link, decoded",
    "eml",
    "eml, body decoded",
];

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn nothing_but_the_permitted_fields_of_the_people_chosen_ever_leaves(
        kind in kind(),
        chosen in prop::collection::vec(level(), 1..4),
        others in prop::collection::vec(any::<bool>(), 0..4),
        own_nas_address in any::<bool>(),
        left_out in prop::option::weighted(0.3, 0..3_usize),
    ) {
        let desk = Desk::with_home();
        let mut tokens = Tokens { used: 0 };
        let (permitted, has_account) = if kind == RequestKind::NewUser {
            (IN_A_NEW_USER, Answer::No)
        } else {
            (IN_A_JOINER, Answer::Yes)
        };

        // A home, settings and a second home that are full of values of their own.
        let mut never = Vec::new();
        let mut own = |tokens: &mut Tokens| {
            let token = tokens.letters();
            never.push(token.clone());
            token
        };
        let site = desk.site();
        let fields = |tokens: &mut Tokens, code: &str, own: &mut dyn FnMut(&mut Tokens) -> String| SiteFieldsRequest {
            name: own(tokens),
            ods_code: code.to_owned(),
            town: own(tokens),
            postcode: "LS1 4AP".to_owned(),
            cqc_phone: "01632 960321".to_owned(),
            nas_managed: Answer::Yes,
            local_help: own(tokens),
            closed_on: no_date(),
        };
        let changed = fields(&mut tokens, "VLAXL", &mut own);
        desk.ask(app::site_change, SiteChangeRequest { site, fields: changed }).unwrap();
        let second = SiteAddRequest {
            site: fields(&mut tokens, "VM4K2", &mut own),
            mailbox_address: format!("care.{}@nhs.net", own(&mut tokens)),
        };
        desk.ask(app::site_add, second).unwrap();
        let nas = tokens.letters();
        let changed = SettingsChangeRequest {
            nas_address: if own_nas_address { format!("{nas}@nhs.net") } else { String::new() },
            local_help_name: own(&mut tokens),
            local_help_email: format!("{}@example.org", own(&mut tokens)),
            local_help_phone: own(&mut tokens),
            ..settings()
        };
        desk.ask(app::settings_change, changed).unwrap();
        never.extend(["01632960321", "01632 960321", "LS1 4AP", "LS14AP"].map(str::to_owned));
        // No date of an account, a post or a birth, however it is written.
        for day in ["2019", "2018", "17 September", "2026-09-17", "17/09/2026"] {
            never.push(day.to_owned());
        }

        // The people, those chosen and those not, in a mixed order.
        let mut people = Vec::new();
        let mut bystanders = Vec::new();
        for index in 0..chosen.len().max(others.len()) {
            if index < chosen.len() {
                people.push(add_with_tokens(&desk, &mut tokens, has_account));
            }
            if let Some(works_here) = others.get(index) {
                bystanders.push(add_with_tokens(&desk, &mut tokens, if *works_here { Answer::Yes } else { Answer::No }));
            }
        }
        let asked: Vec<RequestPersonRequest> = people
            .iter()
            .zip(&chosen)
            .map(|(known, access)| asked_as(kind, known.id, *access))
            .collect();

        if let Some(field) = left_out {
            // Without one of the permitted fields nothing is composed, and nothing leaves.
            let last = people.last().unwrap();
            let mut fields = PersonFieldsRequest {
                personal_mobile: last.personal_mobile.clone(),
                personal_email: format!("{}@example.org", last.personal_email),
                nhsmail_address: format!("{}@nhs.net", last.nhsmail_address),
                linked_mobile: last.linked_mobile.clone(),
                ..person(&last.full_name)
            };
            let path = match permitted[field] {
                "personal_mobile" => { fields.personal_mobile.clear(); "personal_mobile" }
                "personal_email" => { fields.personal_email.clear(); "personal_email" }
                "nhsmail_address" => { fields.nhsmail_address.clear(); "nhsmail_address" }
                "linked_mobile" => { fields.linked_mobile.clear(); "linked_mobile" }
                // A person always has a name.
                _ => "",
            };
            if !path.is_empty() {
                desk.change(last.id, fields).unwrap();
                desk.desktop.take();
                let error = desk.draft(kind, asked).unwrap_err();
                prop_assert_eq!(error.code, ErrorCode::MissingField);
                prop_assert_eq!(error.field, Some(format!("people[{}].{path}", people.len() - 1)));
                prop_assert_eq!(desk.desktop.take(), []);
                return Ok(());
            }
        }

        let request = desk.draft(kind, asked).unwrap();
        let left = everything_that_leaves(&desk, request.request);
        let lines: Vec<&str> = request.draft.lines.iter().map(|line| line.text.as_str()).collect();
        let shown = lines.join("\n") + "\n";
        prop_assert_eq!(&left[2].1, &shown, "the preview is the mail as it leaves");

        for (form, text) in &left {
            let text = flat(text);
            let says = |value: &str| text.contains(&value.to_lowercase());
            for value in &never {
                prop_assert!(!says(value), "{form} says {value}, which no request may say");
            }
            for known in &bystanders {
                for (field, value) in known.all() {
                    prop_assert!(!says(value), "{form} says the {field} of somebody who was not chosen");
                }
            }
            for known in &people {
                for (field, value) in known.all() {
                    let may = permitted.contains(&field) && SAYS_WHO.contains(form);
                    prop_assert!(may || !says(value), "{form} says the {field} of somebody");
                    // And what it may say, it says.
                    prop_assert!(!may || says(value), "{form} leaves the {field} out");
                }
            }
            if *form != "file name" && *form != "subject" && *form != "body" {
                let expected = if own_nas_address { nas.as_str() } else { "helpdesk" };
                prop_assert!(says(expected) || *form == "eml, body decoded", "{form} goes to {expected}");
            }
        }
    }
}
