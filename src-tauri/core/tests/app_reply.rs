//! From a mail of NAS's to what is recorded: read, proposed, agreed, undone. Nothing of the mail stays.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use base64ct::{Base64, Encoding as _};
use jiff::civil::{Date, date};
use steward_core::app;
use steward_core::contract::{
    ApiError, CopyPartView, DueKindView, ErrorCode, NoRequest, ProposalView, ReplyAgreeRequest, ReplyReadRequest,
    ReplyView, RequestCopyRequest, RequestSentRequest, RequestView, Typed,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::answer::Answer;
use steward_core::domain::ids::{PersonId, RequestId};
use steward_core::domain::request::{RequestKind, RequestState};
use steward_core::reply::{Caution, Match};
use steward_core::screening::FindingKind;
use support::desk::{Desk, new_user, newcomer, no_date, refused, typed};

const MAIL: &str = "From: NHSmail Helpdesk <helpdesk@nhs.net>\nSent: 18 November 2026 10:04\nTo: Rowan House <care.vlaxl@nhs.net>\n\
    Subject: RE: New NHSmail user request\n\nThe account of Edith Quill has been created: edith.quill3@nhs.net.\n\
    We are unable to create an account for Tom Fairweather, as the mobile number is already linked to another account.\n\
    Your reference is INC1234567. Quincunxial regards.\n\n________________________________\nFrom: Rowan House <care.vlaxl@nhs.net>\n\
    Sent: 16 November 2026 09:00\nTo: helpdesk@nhs.net\nSubject: New NHSmail user request\n\nThese requests were rejected before.\n";

struct Home {
    desk: Desk,
    request: RequestId,
    edith: PersonId,
    tom: PersonId,
}

fn sent(desk: &Desk, people: &[PersonId], on: Date) -> RequestId {
    let people = people.iter().map(|person| new_user(*person, AccessLevel::Member));
    let request = desk.draft(RequestKind::NewUser, people.collect()).unwrap().request;
    let part = CopyPartView::All;
    desk.ask(app::request_copy, RequestCopyRequest { request, part })
        .unwrap();
    let sent = RequestSentRequest {
        request,
        from_shared_mailbox: true,
        on: typed(on),
    };
    desk.ask(app::request_sent, sent).unwrap();
    request
}

fn home() -> Home {
    let desk = Desk::with_home();
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let tom = desk.added(newcomer("Tom Fairweather", "07700 900043", "tom@example.org"));
    let request = sent(&desk, &[edith, tom], date(2026, 11, 16));
    Home {
        desk,
        request,
        edith,
        tom,
    }
}

fn read(desk: &Desk, mail: &str) -> Result<ReplyView, ApiError> {
    let mail = Typed::new(mail);
    desk.ask(app::reply_read, ReplyReadRequest { mail, is_file: false })
}

fn agree(home: &Home, proposals: Vec<ProposalView>) -> Result<RequestView, ApiError> {
    let request = ReplyAgreeRequest {
        request: home.request,
        on: typed(date(2026, 11, 18)),
        proposals,
    };
    home.desk.ask(app::reply_agree, request)
}

fn clear(reply: &ReplyView) -> Vec<ProposalView> {
    let first = reply.suggestions.first().unwrap();
    let clear = first.proposals.iter().filter(|proposed| proposed.clear);
    clear.map(|proposed| proposed.proposal.clone()).collect()
}

#[test]
fn reading_proposes_and_changes_nothing() {
    let home = home();
    let before = home.desk.verify().changes;
    let reply = read(&home.desk, MAIL).unwrap();
    assert_eq!(home.desk.verify().changes, before);
    assert_eq!(
        (reply.on, reply.references.as_slice()),
        (Some(date(2026, 11, 18)), &["INC1234567".to_owned()][..])
    );
    assert_eq!(reply.cautions, []);
    let [suggestion] = &reply.suggestions[..] else {
        panic!("one request is open")
    };
    assert_eq!(
        (suggestion.row.request, suggestion.found_by),
        (home.request, Match::Person)
    );
    assert!(
        suggestion
            .proposals
            .iter()
            .any(|proposed| proposed.because.contains("already linked"))
    );
}

#[test]
fn what_is_agreed_is_recorded_at_once_and_taken_back_at_once() {
    let home = home();
    let proposals = clear(&read(&home.desk, MAIL).unwrap());
    let view = agree(&home, proposals).unwrap();
    let states: Vec<_> = view.progress.people.iter().map(|person| person.state).collect();
    assert_eq!(states, [RequestState::Done, RequestState::Rejected]);
    assert_eq!(view.row.ticket_references, ["INC1234567"]);
    assert_eq!(view.row.due.unwrap().what, DueKindView::Steps);
    let edith = home.desk.person(home.edith);
    assert_eq!(
        (edith.has_account, edith.account_created_on),
        (Answer::Yes, Some(date(2026, 11, 18)))
    );
    assert_eq!(
        format!("{:?}", edith.nhsmail_address),
        "Given(\"edith.quill3@nhs.net\")"
    );

    let back = home.desk.undo(view.action.unwrap()).unwrap();
    assert!(back.action.is_some());
    let view = home.desk.request(home.request);
    assert_eq!(
        (view.row.state, view.row.ticket_references.len()),
        (RequestState::Sent, 0)
    );
    assert_eq!(home.desk.person(home.edith).has_account, Answer::No);
    assert_eq!(home.desk.verify().damage, []);
}

#[test]
fn the_owner_may_agree_to_some_of_it() {
    let home = home();
    let some = clear(&read(&home.desk, MAIL).unwrap());
    let some = some
        .into_iter()
        .filter(|one| matches!(one, ProposalView::Ticket { .. }));
    let view = agree(&home, some.collect()).unwrap();
    assert_eq!(
        (view.row.state, view.row.ticket_references.len()),
        (RequestState::Sent, 1)
    );
    assert_eq!(
        refused(agree(&home, Vec::new())),
        (ErrorCode::MissingField, Some("proposals".to_owned()))
    );
}

#[test]
fn what_is_not_possible_is_refused_and_nothing_of_it_is_recorded() {
    let home = home();
    let ticket = ProposalView::Ticket {
        reference: "INC1234567".to_owned(),
    };
    let stranger = home
        .desk
        .added(newcomer("Carys Hughes", "07700 900045", "carys@example.org"));
    let moved = |to, person| ProposalView::Move { person, to, why: None };
    let address = |person| ProposalView::Address {
        person,
        address: "jane.smith1@nhs.net".to_owned(),
    };
    for (wrong, code, field) in [
        (moved(RequestState::Drafted, None), ErrorCode::WrongMove, "proposals[1]"),
        (
            moved(RequestState::Done, Some(stranger)),
            ErrorCode::WrongMove,
            "proposals[1].people[0]",
        ),
        (
            ProposalView::HasAccount { person: stranger },
            ErrorCode::NotFound,
            "proposals[1].person",
        ),
        (
            address(home.tom),
            ErrorCode::DuplicateAddress,
            "proposals[1].person.nhsmail_address",
        ),
        (
            ProposalView::Ticket {
                reference: "?".to_owned(),
            },
            ErrorCode::InvalidValue,
            "proposals[1].reference",
        ),
    ] {
        let refusal = refused(agree(&home, vec![ticket.clone(), wrong]));
        assert_eq!(refusal, (code, Some(field.to_owned())));
        assert!(
            home.desk.request(home.request).row.ticket_references.is_empty(),
            "all or nothing"
        );
    }
}

#[test]
fn a_question_is_agreed_to_with_the_receipt() {
    let home = home();
    let mail = "Thank you for your request. Please confirm the role of each person. Please confirm the date of birth of Edith.";
    let reply = read(&home.desk, mail).unwrap();
    assert_eq!(reply.cautions, [Caution::AsksTooMuch]);
    let view = agree(&home, clear(&reply)).unwrap();
    assert_eq!(view.row.state, RequestState::Acknowledged);
    assert_eq!(view.row.due.unwrap().what, DueKindView::AnswerNas);
}

#[test]
fn a_reply_shows_the_lines_in_which_personal_data_stands_and_no_others() {
    let home = home();
    let mail = "The account of Edith Quill, 07700 900042, has been created: edith.quill3@nhs.net.\n\
        Please ring me on 0113 496 0000, Leeds.\n\
        We note her date of birth is 3 March 1962.\n\n\
        ________________________________\nFrom: Rowan House <care.vlaxl@nhs.net>\nSent: 16 November 2026 09:00\n\
        To: helpdesk@nhs.net\nSubject: New NHSmail user request\n\nHer NHS number is 943 476 5919. 😀\n";
    let personal = read(&home.desk, mail).unwrap().personal;
    let whole: String = personal.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(
        whole,
        "We note her date of birth is 3 March 1962.\nHer NHS number is 943 476 5919. 😀"
    );
    let found: Vec<_> = personal
        .iter()
        .filter_map(|part| Some((part.finding.as_ref()?.kind, part.text.as_str())))
        .collect();
    assert_eq!(
        found,
        [
            (FindingKind::DateOfBirth, "3 March 1962"),
            (FindingKind::NhsNumber, "943 476 5919")
        ]
    );
    assert_eq!(read(&home.desk, MAIL).unwrap().personal, []);
}

#[test]
fn personal_data_over_two_lines_of_a_reply_is_marked_in_both() {
    let home = home();
    let mail = "Her NHS number is 943\n476 5919 as you wrote.\nThe account has been created.";
    let personal = read(&home.desk, mail).unwrap().personal;
    let found: Vec<&str> = personal
        .iter()
        .filter(|part| part.finding.is_some())
        .map(|part| part.text.as_str())
        .collect();
    assert_eq!(found, ["943", "476 5919"]);
}

#[test]
fn a_file_is_read_by_its_bytes_or_by_the_systems_dialog() {
    let home = home();
    let file = b"From: helpdesk@nhs.net\r\nDate: Wed, 18 Nov 2026 10:04:11 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=windows-1252\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\nEdith Quill=92s account has been created.";
    let dropped = ReplyReadRequest {
        mail: Typed::new(&Base64::encode_string(file)),
        is_file: true,
    };
    let reply = home.desk.ask(app::reply_read, dropped).unwrap();
    assert!(reply.suggestions[0].proposals[0].because.contains("Quill’s account"));

    assert_eq!(
        home.desk.ask(app::reply_open, NoRequest {}).unwrap().reply,
        None,
        "the dialog was closed"
    );
    let path = home.desk.documents.join("answer.eml");
    steward_core::files::write_whole(&path, file).unwrap();
    home.desk.desktop.choose(&path);
    assert_eq!(home.desk.ask(app::reply_open, NoRequest {}).unwrap().reply, Some(reply));
    home.desk.desktop.choose(&home.desk.documents.join("gone.eml"));
    assert_eq!(
        refused(home.desk.ask(app::reply_open, NoRequest {})).0,
        ErrorCode::FileUnreadable
    );
}

#[test]
fn a_mail_that_cannot_be_read_is_refused_with_its_reason() {
    let home = home();
    let file = |bytes: &[u8]| ReplyReadRequest {
        mail: Typed::new(&Base64::encode_string(bytes)),
        is_file: true,
    };
    for (bytes, code) in [
        (&b" "[..], ErrorCode::MailEmpty),
        (b"\xD0\xCF\x11\xE0\xA1\xB1", ErrorCode::MailOfOutlook),
        (b"PK\x03\x04\0\0", ErrorCode::MailUnreadable),
        (&vec![b'a'; 11 * 1024 * 1024], ErrorCode::MailTooLarge),
    ] {
        assert_eq!(refused(home.desk.ask(app::reply_read, file(bytes))).0, code);
    }
    let odd = ReplyReadRequest {
        mail: Typed::new("§"),
        is_file: true,
    };
    assert_eq!(refused(home.desk.ask(app::reply_read, odd)).0, ErrorCode::BadJson);
    assert_eq!(refused(read(&home.desk, "\n\n")).0, ErrorCode::MailEmpty);
}

#[test]
fn only_requests_that_were_sent_and_are_open_are_suggested() {
    let home = home();
    let carys = home
        .desk
        .added(newcomer("Carys Hughes", "07700 900045", "carys@example.org"));
    home.desk
        .draft(RequestKind::NewUser, vec![new_user(carys, AccessLevel::Member)])
        .unwrap();
    assert_eq!(read(&home.desk, "Carys Hughes: done").unwrap().suggestions.len(), 1);
    let proposals = clear(&read(&home.desk, MAIL).unwrap());
    agree(&home, proposals).unwrap();
    assert!(read(&home.desk, MAIL).unwrap().suggestions.is_empty());
}

#[test]
fn nothing_of_a_mail_is_kept() {
    let mut home = home();
    let proposals = clear(&read(&home.desk, MAIL).unwrap());
    agree(&home, proposals).unwrap();
    let _ = no_date();
    home.desk.restart();
    let raw = home.desk.raw();
    for table in [
        "change",
        "sealed_part",
        "request",
        "person",
        "form_draft",
        "local_fact",
        "settings",
    ] {
        let mut statement = raw.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                let value = format!("{:?}", row.get_ref(column).unwrap()).to_lowercase();
                let hex = "quincunxial"
                    .bytes()
                    .map(|byte| byte.to_string())
                    .collect::<Vec<_>>()
                    .join(", ");
                assert!(
                    !value.contains("quincunxial") && !value.contains(&hex),
                    "{table} keeps words of the mail"
                );
            }
        }
    }
}
