//! Mails as NAS and the helpdesk might write them, and what the app makes of each. Every one is invented.
#![expect(clippy::unwrap_used, reason = "what a test needs and cannot have fails it")]

use std::fmt::Write as _;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use steward_core::domain::ids::{PersonId, RequestId};
use steward_core::domain::request::{Rejection, RequestKind, RequestState};
use steward_core::reply::{
    self, Candidate, CandidatePerson, Caution, Fact, From, Match, Proposal, Reply, ReplyError, Suggestion, propose,
};
use uuid::Uuid;

const SENT: Date = date(2026, 11, 16);
const TODAY: Date = date(2026, 11, 20);
const OWN: &str = "care.vlaxl@nhs.net";

fn request(number: u128) -> RequestId {
    RequestId::from_uuid(Uuid::from_u128(number))
}

fn person(name: &str) -> CandidatePerson {
    let id = name.bytes().fold(0_u128, |sum, byte| sum * 31 + u128::from(byte));
    CandidatePerson {
        person: PersonId::from_uuid(Uuid::from_u128(id)),
        name: Some(name.to_owned()),
        may: vec![
            RequestState::Acknowledged,
            RequestState::Done,
            RequestState::Rejected,
            RequestState::Withdrawn,
        ],
        address: None,
        reached_at: Vec::new(),
        has_account: false,
        created_on: None,
        marked_leaver_on: None,
        disabled_on: None,
    }
}

fn candidate(number: u128, kind: RequestKind, people: &[CandidatePerson]) -> Candidate {
    let subject = if kind == RequestKind::NewUser {
        "New NHSmail user request"
    } else if kind == RequestKind::Joiner {
        "Existing NHSmail user to be added as a joiner"
    } else {
        "Please mark a user as a leaver"
    };
    Candidate {
        request: request(number),
        kind,
        subject: subject.to_owned(),
        sent_on: SENT,
        references: Vec::new(),
        may: vec![RequestState::Acknowledged, RequestState::Done, RequestState::Rejected],
        asked: false,
        people: people.to_vec(),
    }
}

fn edith() -> CandidatePerson {
    person("Edith Quill")
}

fn tom() -> CandidatePerson {
    person("Tom Fairweather")
}

fn new_users() -> Candidate {
    candidate(1, RequestKind::NewUser, &[edith(), tom()])
}

fn read(mail: &str) -> Reply {
    reply::read(mail.as_bytes()).unwrap()
}

fn suggested(mail: &str, candidates: &[Candidate]) -> Vec<Suggestion> {
    propose(&read(mail), candidates, &[OWN.to_owned()], TODAY)
}

/// What a mail would change of one request, each in a few words; what is not clear is in brackets.
fn changes(mail: &str, candidates: &[Candidate]) -> Vec<String> {
    let suggestion = suggested(mail, candidates).swap_remove(0);
    let name = |person: &PersonId| {
        let mut people = candidates.iter().flat_map(|candidate| &candidate.people);
        people.find(|one| one.person == *person).unwrap().name.clone().unwrap()
    };
    let words = suggestion.proposed.iter().map(|proposed| {
        let what = match &proposed.proposal {
            Proposal::Ticket(reference) => reference.as_str().to_owned(),
            Proposal::Move { person, to, why } => {
                let who = person.as_ref().map_or_else(|| "all".to_owned(), name);
                let why = why.map_or_else(String::new, |why| format!(" {why}"));
                format!("{who} {to}{why}")
            }
            Proposal::Asked => "asked".to_owned(),
            Proposal::Fact { person, fact } => {
                let what = match fact {
                    Fact::HasAccount => "has an account".to_owned(),
                    Fact::CreatedOn(on) => format!("made {on}"),
                    Fact::Address(address) => address.as_str().to_owned(),
                    Fact::MarkedLeaverOn(on) => format!("leaver {on}"),
                    Fact::NoLeaverMark => "no leaver".to_owned(),
                    Fact::DisabledOn(on) => format!("disabled {on}"),
                    Fact::NotDisabled => "not disabled".to_owned(),
                };
                format!("{} {what}", name(person))
            }
        };
        if proposed.clear { what } else { format!("({what})") }
    });
    words.collect()
}

const HEADERS: &str = "From: NHSmail Helpdesk <helpdesk@nhs.net>\r\nTo: Rowan House <care.vlaxl@nhs.net>\r\n\
    Subject: Re: New NHSmail user request\r\nDate: Wed, 18 Nov 2026 10:04:11 +0000\r\nMessage-ID: <1@nhs.net>\r\nMIME-Version: 1.0\r\n";

/// Below an answer: the request itself, as Outlook quotes it. Nothing of it is an answer.
const QUOTED: &str = "\n\n________________________________\nFrom: Rowan House <care.vlaxl@nhs.net>\nSent: 16 November 2026 09:12\n\
    To: NHSmail Helpdesk <helpdesk@nhs.net>\nSubject: New NHSmail user request\n\n\
    Please create NHSmail accounts for these new users. The accounts have been completed before.\n\n\
    Full name: Edith Quill\nPersonal mobile: 07700900042\nShared mailbox access: member\n\n\
    Full name: Tom Fairweather\nPersonal mobile: 07700900043\nShared mailbox access: member\n";

fn file(body: &str) -> String {
    format!("{HEADERS}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}")
}

#[test]
fn an_acknowledgement_gives_its_reference_and_moves_everybody_on() {
    let mail = file(&format!(
        "Dear colleague,\n\nThank you for contacting the NHSmail helpdesk. Your request has been logged under reference\nINC1234567.\n\nKind regards\nNHSmail Helpdesk{QUOTED}"
    ));
    let reply = read(&mail);
    assert_eq!((reply.from(), reply.on()), (From::Nas, Some(date(2026, 11, 18))));
    assert!(!reply.answer().contains("Edith"), "what is quoted is no answer");
    assert_eq!(
        changes(&mail, &[new_users()]),
        ["INC1234567", "Edith Quill acknowledged", "Tom Fairweather acknowledged"]
    );
    assert_eq!(suggested(&mail, &[new_users()])[0].found_by, Match::Person);
}

#[test]
fn accounts_that_were_made_come_with_their_addresses_each_to_its_own() {
    let mail = file(&format!(
        "Hello,\n\nThe following accounts have been created:\n\nEdith Quill - edith.quill3@nhs.net\nTom Fairweather - tom.fairweather@nhs.net\n\nThe login details were sent to each user.{QUOTED}"
    ));
    assert_eq!(
        changes(&mail, &[new_users()]),
        [
            "Edith Quill done",
            "Edith Quill has an account",
            "Edith Quill made 2026-11-18",
            "Edith Quill edith.quill3@nhs.net",
            "Tom Fairweather done",
            "Tom Fairweather has an account",
            "Tom Fairweather made 2026-11-18",
            "Tom Fairweather tom.fairweather@nhs.net",
        ]
    );
}

#[test]
fn one_done_and_one_refused_go_their_own_ways() {
    let mail = file(
        "Ref: INC1234567\n\nEdith Quill's account has been created.\n\nWe have been unable to create an account for Tom Fairweather. The mobile number supplied is already\nlinked to another account.\n",
    );
    assert_eq!(
        changes(&mail, &[new_users()]),
        [
            "INC1234567",
            "Edith Quill done",
            "Edith Quill has an account",
            "Edith Quill made 2026-11-18",
            "Tom Fairweather rejected other",
        ]
    );
}

#[test]
fn a_refusal_with_its_reason_in_one_sentence() {
    let one = candidate(1, RequestKind::NewUser, &[edith()]);
    for (sentence, why) in [
        (
            "We are unable to create this account as the mobile number is already linked to another account.",
            "mobile_linked",
        ),
        (
            "Your request has been rejected because the personal email address is already in use.",
            "email_in_use",
        ),
        (
            "Unfortunately we cannot process this: requests must be sent from the shared mailbox.",
            "not_from_shared_mailbox",
        ),
        (
            "We could not create the account. The user already has an NHSmail account.",
            "has_account",
        ),
    ] {
        assert_eq!(
            changes(&file(sentence), std::slice::from_ref(&one)),
            [format!("Edith Quill rejected {why}")],
            "{sentence}"
        );
    }
}

#[test]
fn a_question_is_a_question_and_says_that_nas_has_it() {
    let mail = file("Thank you for your email. Please confirm whether Edith Quill is to be an owner or a member.");
    assert_eq!(
        changes(&mail, &[candidate(1, RequestKind::NewUser, &[edith()])]),
        ["Edith Quill acknowledged", "asked"]
    );
    let another = file("The mobile number is already linked to another account. Please provide a different one.");
    assert_eq!(
        changes(&another, &[candidate(1, RequestKind::NewUser, &[edith()])]),
        [
            "Edith Quill acknowledged",
            "(Edith Quill rejected mobile_linked)",
            "asked"
        ]
    );
}

#[test]
fn an_answer_that_says_both_is_not_clear() {
    let mail = file("The account has been created. The account could not be created.");
    assert_eq!(
        changes(&mail, &[candidate(1, RequestKind::NewUser, &[edith()])]),
        [
            "(Edith Quill done)",
            "(Edith Quill has an account)",
            "(Edith Quill made 2026-11-18)",
            "(Edith Quill rejected other)"
        ]
    );
}

#[test]
fn a_ticket_resolved_is_done_for_those_who_are_not_named_but_not_surely() {
    let mail = file("We have been unable to add Edith Quill. Your ticket INC1234567 has been resolved.");
    assert_eq!(
        changes(&mail, &[new_users()]),
        [
            "INC1234567",
            "Edith Quill rejected other",
            "(Tom Fairweather done)",
            "(Tom Fairweather has an account)",
            "(Tom Fairweather made 2026-11-18)",
        ]
    );
}

#[test]
fn a_leaver_is_marked_on_the_day_the_answer_says() {
    let mut olive = person("Olive Marchbanks");
    olive.address = Some("olive.marchbanks@nhs.net".parse().unwrap());
    let one = candidate(1, RequestKind::Leaver, &[olive]);
    let mail = file("olive.marchbanks@nhs.net has been marked as a leaver on 17/11/2026.");
    assert_eq!(
        changes(&mail, &[one]),
        ["Olive Marchbanks done", "Olive Marchbanks leaver 2026-11-17"]
    );
}

#[test]
fn a_joiner_is_marked_as_a_leaver_no_more_or_was_never_marked() {
    let mut joan = person("Joan Pemberley");
    joan.marked_leaver_on = Some(date(2026, 11, 2));
    let one = candidate(1, RequestKind::Joiner, &[joan]);
    let mail = file("Joan Pemberley has been joined to your organisation and has been added to the shared mailbox.");
    assert_eq!(
        changes(&mail, std::slice::from_ref(&one)),
        ["Joan Pemberley done", "Joan Pemberley no leaver"]
    );
    let mail = file(
        "We are unable to join this user as they have not been marked as a leaver by their previous organisation.",
    );
    assert_eq!(changes(&mail, &[one]), ["Joan Pemberley rejected not_marked_leaver"]);
}

#[test]
fn the_reference_finds_the_request_before_any_name_does() {
    let mut known = candidate(2, RequestKind::Leaver, &[person("Olive Marchbanks")]);
    known.references = vec!["INC7654321".parse().unwrap()];
    let mail = file("Your ticket inc 7654321 has been resolved. Edith Quill says hello.");
    let suggested = suggested(&mail, &[new_users(), known]);
    assert_eq!(
        (suggested[0].request, suggested[0].found_by),
        (request(2), Match::Reference)
    );
    assert_eq!(
        (suggested[1].request, suggested[1].found_by),
        (request(1), Match::Person)
    );
    assert!(
        suggested
            .iter()
            .flat_map(|one| &one.proposed)
            .all(|one| !matches!(one.proposal, Proposal::Ticket(_))),
        "a reference that is known is no news"
    );
}

#[test]
fn without_a_reference_the_people_and_the_dates_decide() {
    let mut later = candidate(2, RequestKind::NewUser, &[edith()]);
    later.sent_on = date(2026, 11, 19);
    let mail = file(&format!("The accounts have been created.{QUOTED}"));
    let suggested = suggested(
        &mail,
        &[
            later,
            new_users(),
            candidate(3, RequestKind::Leaver, &[person("Carys Hughes")]),
        ],
    );
    let found: Vec<_> = suggested.iter().map(|one| (one.request, one.found_by)).collect();
    assert_eq!(
        found,
        [
            (request(1), Match::Person),
            (request(2), Match::Nothing),
            (request(3), Match::Nothing)
        ],
        "an answer is not older than the request"
    );
}

#[test]
fn the_same_people_in_two_requests_are_told_apart_by_the_subject() {
    let leaver = candidate(2, RequestKind::Leaver, &[edith()]);
    let user = candidate(1, RequestKind::NewUser, &[edith()]);
    let mail = file("Edith Quill: completed");
    assert_eq!(suggested(&mail, &[leaver.clone(), user.clone()])[0].request, request(1));
    let mail = mail.replace(
        "Re: New NHSmail user request",
        "[INC0000001] RE: FW: Please mark a user as a leaver",
    );
    assert_eq!(suggested(&mail, &[user, leaver])[0].request, request(2));
}

#[test]
fn somebody_of_another_request_is_not_somebody_of_this_one() {
    let edith = candidate(1, RequestKind::NewUser, &[edith()]);
    let carys = candidate(2, RequestKind::NewUser, &[person("Carys Hughes")]);
    let mail = file(
        "The account of Carys Hughes has been created. We are still working on your other request for Edith Quill.",
    );
    let both = [edith, carys];
    let suggested = suggested(&mail, &both);
    let moves = |number: u128| {
        let one = suggested.iter().find(|one| one.request == request(number)).unwrap();
        let moves = one.proposed.iter().filter_map(|proposed| {
            if let Proposal::Move { to, .. } = proposed.proposal {
                Some(to)
            } else {
                None
            }
        });
        moves.collect::<Vec<_>>()
    };
    assert_eq!(moves(1), [RequestState::Acknowledged]);
    assert_eq!(moves(2), [RequestState::Done]);
}

#[test]
fn what_was_pasted_with_its_headers_is_read_like_a_file() {
    let pasted = "From: NHSmail Helpdesk <helpdesk@nhs.net>\nSent: Wednesday, November 18, 2026 10:04 AM\nTo: Rowan House <care.vlaxl@nhs.net>\n\
        Subject: RE: New NHSmail user request [INC1234567]\n\nYour request has been completed.\n\n-----Original Message-----\nFrom: Rowan House\nSent: 16 November 2026 09:12\nTo: NHSmail\nSubject: New NHSmail user request\n\nFull name: Edith Quill\n";
    let reply = read(pasted);
    assert_eq!((reply.from(), reply.on()), (From::Nas, Some(date(2026, 11, 18))));
    assert_eq!(reply.answer(), "Your request has been completed.");
    assert_eq!(reply.references()[0].as_str(), "INC1234567");
}

#[test]
fn what_is_quoted_is_never_the_answer_however_it_is_quoted() {
    for quote in [
        "> Your ticket has been resolved.\n> INC9999999",
        "On Mon, 16 Nov 2026 at 09:12, Rowan House <care.vlaxl@nhs.net> wrote:\n\nYour ticket has been resolved.",
        "On Monday, 16 November 2026 at 09:12, a home with a very long name indeed\n<care.vlaxl@nhs.net> wrote:\nYour ticket has been resolved.",
        "-----Original Message-----\nYour ticket has been resolved.",
        "*From:* Rowan House\n*Date:* 16/11/2026\n*Subject:* x\n\nYour ticket has been resolved.",
    ] {
        let mail = file(&format!("We have received your request.\n\n{quote}\n"));
        let reply = read(&mail);
        assert!(!reply.answer().contains("resolved"), "{quote}\n{}", reply.answer());
        assert_eq!(
            changes(&mail, &[candidate(1, RequestKind::NewUser, &[edith()])]),
            ["Edith Quill acknowledged"],
            "{quote}"
        );
    }
}

#[test]
fn an_answer_between_quoted_lines_is_an_answer() {
    let reply = read(
        "> Please create an account for Edith Quill.\nThe account has been created.\n> And for Tom.\nThis one was rejected.",
    );
    assert_eq!(reply.answer(), "The account has been created.\nThis one was rejected.");
}

#[test]
fn a_mail_passed_on_by_a_colleague_is_read_from_nas_down() {
    let below = "From: NHSmail Helpdesk <helpdesk@nhs.net>\nSent: 17 November 2026 15:00\nTo: Jane Smith <jane.smith1@nhs.net>\nSubject: RE: New NHSmail user request\n\nThe accounts have been created.";
    let outlook = HEADERS
        .replace(
            "NHSmail Helpdesk <helpdesk@nhs.net>",
            "Jane Smith <jane.smith1@nhs.net>",
        )
        .replace("Re: New", "FW: New");
    let outlook = format!(
        "{outlook}Content-Type: text/plain\r\n\r\nFYI, I have not done anything with this yet. Please confirm.\n\n{below}"
    );
    let gmail = format!(
        "See below\n\n---------- Forwarded message ---------\n{}",
        below.replace("Sent:", "Date:")
    );
    let apple = format!(
        "Begin forwarded message:\n\n{}",
        below
            .replace("Sent:", "Date:")
            .lines()
            .fold(String::new(), |quoted, line| quoted + "> " + line + "\n")
    );
    for mail in [outlook, gmail, apple] {
        let reply = read(&mail);
        assert_eq!(reply.answer(), "The accounts have been created.", "{mail}");
        assert_eq!(
            (reply.from(), reply.on()),
            (From::Nas, Some(date(2026, 11, 17))),
            "{mail}"
        );
    }
}

#[test]
fn parts_and_encodings_are_read() {
    let quoted_printable = format!(
        "{HEADERS}Content-Type: text/plain; charset=\"windows-1252\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSiobh=E1n O=92Neill=92s account has been =\r\ncreated.\r\n"
    );
    assert_eq!(
        read(&quoted_printable).answer(),
        "Siobhán O’Neill’s account has been created."
    );
    let base64 = format!(
        "{HEADERS}Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nVGhlIGFjY291bnQgaGFzIGJl\r\nZW4gY3JlYXRlZC4=\r\n"
    );
    assert_eq!(read(&base64).answer(), "The account has been created.");
    let html_only = format!(
        "{HEADERS}Content-Type: text/html; charset=iso-8859-1\r\n\r\n<html><head><style>p {{}}</style></head><body><p>Dear&nbsp;Jane,</p><p>The account of <b>Edith Quill</b><br>has been <i>created</i>.</p>\
         <hr><div id=\"divRplyFwdMsg\"><b>From:</b> Rowan House<br><b>Sent:</b> 16 November 2026 09:12<br><b>To:</b> Helpdesk<br><b>Subject:</b> New user</div><div>The account was rejected.</div></body></html>"
    );
    let reply = read(&html_only);
    assert!(
        reply.answer().contains("has been created") && !reply.answer().contains("rejected"),
        "{}",
        reply.answer()
    );
    let multipart = format!(
        "{HEADERS}Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=\"c\"\r\n\r\n\
         --c\r\nContent-Type: text/plain\r\n\r\nYour request has been completed. INC1234567\r\n--c\r\nContent-Type: text/html\r\n\r\n<p>Your request was rejected</p>\r\n--c--\r\n\
         --b\r\nContent-Type: text/plain; name=\"notes.txt\"\r\nContent-Disposition: attachment; filename=\"notes.txt\"\r\n\r\nThe request was rejected. INC7777777\r\n--b--\r\n"
    );
    let reply = read(&multipart);
    assert_eq!(reply.answer(), "Your request has been completed. INC1234567");
    assert!(
        !format!("{:?}", reply.all_references()).contains("7777777"),
        "attachments are ignored"
    );
}

#[test]
fn text_as_windows_programs_save_it_is_read() {
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(
            "Siân’s account has been created."
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    assert_eq!(
        reply::read(&utf16).unwrap().answer(),
        "Siân’s account has been created."
    );
    assert_eq!(
        reply::read(b"Si\xE2n\x92s account has been created.").unwrap().answer(),
        "Siân’s account has been created."
    );
    assert_eq!(
        reply::read(b"\xEF\xBB\xBFDone\xC2\xADe\xE2\x80\x8B and\xC2\xA0dusted")
            .unwrap()
            .answer(),
        "Donee and dusted"
    );
}

#[test]
fn what_cannot_be_read_is_refused_with_its_reason() {
    let outlook = [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 600]].concat();
    let huge = vec![b'a'; reply::MOST_BYTES + 1];
    let long = "The account has been created. ".repeat(20_000);
    let headers = format!("MIME-Version: 1.0\r\n{}\r\n\r\nHello", "X-Bomb: 1\r\n".repeat(3_000));
    let wide = format!("MIME-Version: 1.0\r\nX-Bomb: {}\r\n\r\nHello", "a".repeat(300_000));
    let edges = format!(
        "{HEADERS}Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n{}",
        "--b\r\n\r\nhello\r\n".repeat(3_000)
    );
    for (bytes, error) in [
        (&b""[..], ReplyError::Empty),
        (b" \r\n\t", ReplyError::Empty),
        (b"----- ... -----", ReplyError::Empty),
        (
            b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nabc",
            ReplyError::Empty,
        ),
        (&outlook, ReplyError::OutlookFile),
        (b"%PDF-1.7\n\0\0\0", ReplyError::NotAMail),
        (b"PK\x03\x04\0\0\0\0\0", ReplyError::NotAMail),
        (&huge, ReplyError::TooLarge),
        (long.as_bytes(), ReplyError::TooLarge),
        (headers.as_bytes(), ReplyError::NotAMail),
        (wide.as_bytes(), ReplyError::NotAMail),
        (edges.as_bytes(), ReplyError::NotAMail),
    ] {
        let read = reply::read(bytes);
        assert_eq!(read.as_ref().err(), Some(&error), "{:?}…", bytes.get(..40));
    }
}

#[test]
fn deep_nesting_ends_and_is_quick() {
    let mut mail = HEADERS.to_owned();
    for depth in 0..900 {
        write!(
            mail,
            "Content-Type: multipart/mixed; boundary=\"b{depth}\"\r\n\r\n--b{depth}\r\n"
        )
        .unwrap();
    }
    mail.push_str("Content-Type: text/plain\r\n\r\nYour request has been completed.\r\n");
    let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(900);
    let html = format!(
        "{HEADERS}Content-Type: text/html\r\n\r\n{}Done{}",
        "<blockquote>".repeat(20_000),
        "<table><tr><td>".repeat(10_000)
    );
    for bytes in [mail.clone(), format!("{HEADERS}{nested}"), html] {
        let started = std::time::Instant::now();
        let _ = reply::read(bytes.as_bytes());
        assert!(started.elapsed().as_secs() < 5);
    }
}

#[test]
fn a_long_mail_takes_time_in_proportion_to_its_length() {
    let paragraph = "Thank you for your email. Edith Quill's account INC1234567 has been created on 18 November 2026. From: nobody\nOn the day\n> quoted\n\n";
    let time = |copies: usize| {
        let mail = paragraph.repeat(copies);
        let started = std::time::Instant::now();
        let reply = reply::read(mail.as_bytes()).unwrap();
        let _ = propose(&reply, &[new_users()], &[], TODAY);
        started.elapsed()
    };
    time(10);
    let (short, long) = (time(300), time(3_000));
    assert!(long < short * 60, "ten times the text took {long:?} after {short:?}");
}

#[test]
fn cautions_are_said() {
    let stranger = HEADERS.replace("helpdesk@nhs.net", "helpdesk@nhs-mail-support.example");
    let mail = format!(
        "{stranger}\r\nPlease confirm the date of birth and the password: your password is needed. Please send your password."
    );
    assert_eq!(
        read(&mail).cautions(),
        [Caution::AsksTooMuch, Caution::AsksForPassword, Caution::NotFromNas]
    );
    let away = HEADERS.replace(
        "Re: New NHSmail user request",
        "Automatic reply: New NHSmail user request",
    );
    let away = format!("{away}\r\nI am away until Monday. Your request has been completed.");
    assert_eq!(read(&away).cautions(), [Caution::Automatic]);
    assert_eq!(
        changes(&away, &[candidate(1, RequestKind::NewUser, &[edith()])]),
        [""; 0],
        "nothing is read from one who is away"
    );
}

#[test]
fn nobody_who_has_ended_is_moved_and_known_facts_are_no_news() {
    let mut one = edith();
    one.may = Vec::new();
    let mail = file("The account has been created: edith.quill3@nhs.net");
    assert_eq!(changes(&mail, &[candidate(1, RequestKind::NewUser, &[one])]), [""; 0]);
    let mut known = edith();
    known.has_account = true;
    known.created_on = Some(SENT);
    known.address = Some("edith.quill3@nhs.net".parse().unwrap());
    assert_eq!(
        changes(&mail, &[candidate(1, RequestKind::NewUser, &[known])]),
        ["Edith Quill done"]
    );
}

#[test]
fn the_homes_own_address_and_the_helpdesks_are_nobodys_account() {
    let mail =
        file("The account has been created and added to care.vlaxl@nhs.net. Write to helpdesk@nhs.net if you need us.");
    let said = changes(&mail, &[candidate(1, RequestKind::NewUser, &[edith()])]);
    assert!(said.iter().all(|one| !one.contains('@')), "{said:?}");
}

#[test]
fn a_request_about_nobody_moves_as_a_whole() {
    let site = candidate(1, RequestKind::SiteChange, &[]);
    assert_eq!(
        changes(&file("Your request INC1234567 has been completed."), &[site]),
        ["INC1234567", "all done"]
    );
}

#[test]
fn nothing_of_a_mail_is_in_its_debug_form() {
    let mail = file("Edith Quill's account edith.quill3@nhs.net has been created. INC1234567");
    let reply = read(&mail);
    let shown = format!(
        "{reply:?} {:?} {:?} {:?}",
        reply.statements(),
        suggested(&mail, &[new_users()]),
        new_users()
    );
    for secret in ["Edith", "quill", "INC", "created."] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = reply::read(&bytes);
    }

    #[test]
    fn no_text_makes_it_panic_and_what_it_proposes_is_possible(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40),
        noise in "\\PC{0,40}",
        as_file in any::<bool>(),
    ) {
        let text = format!("{}{noise}", pieces.concat());
        let mail = if as_file { file(&text) } else { text };
        let Ok(reply) = reply::read(mail.as_bytes()) else { return Ok(()) };
        let candidates = [new_users(), candidate(2, RequestKind::Leaver, &[person("Olive Marchbanks")])];
        let suggested = propose(&reply, &candidates, &[OWN.to_owned()], TODAY);
        prop_assert_eq!(suggested.len(), candidates.len());
        for suggestion in suggested {
            let of = candidates.iter().find(|one| one.request == suggestion.request).unwrap();
            for proposed in suggestion.proposed {
                if let Proposal::Move { person, to, why } = proposed.proposal {
                    let may = of.people.iter().find(|one| Some(one.person) == person).map(|one| one.may.clone());
                    prop_assert!(may.unwrap_or_default().contains(&to));
                    prop_assert_eq!(why.is_some(), to == RequestState::Rejected);
                    prop_assert!(why != Some(Rejection::NotManagedByNas) || reply.answer().to_lowercase().contains("nas") || reply.answer().contains("ocal"));
                }
                prop_assert!(proposed.because.chars().count() <= 240);
            }
        }
    }

    #[test]
    fn what_stands_below_a_quoted_header_changes_nothing(
        answer in prop::sample::select(vec!["Your request has been logged.", "The accounts have been created.", "Your request was rejected."]),
        below in prop::collection::vec(prop::sample::select(PIECES), 0..20),
    ) {
        // Names may tell which request it is; nothing else below may say anything.
        let below: String = below.concat().replace('\r', "").lines().filter(|line| !line.starts_with("From:") && !line.contains("orward")).fold(String::new(), |quoted, line| quoted + "> " + line + "\n");
        let plain = changes(&file(answer), &[new_users()]);
        prop_assert_eq!(changes(&file(&format!("{answer}\n\n{below}")), &[new_users()]), plain);
    }
}

/// What mails are made of, for putting together at random.
const PIECES: &[&str] = &[
    "Edith Quill",
    " Tom ",
    "INC1234567",
    " has been created",
    " rejected",
    ".\n",
    "\n\n",
    "> ",
    "From: helpdesk@nhs.net\n",
    "Sent: 18 November 2026\n",
    "Subject: x\n",
    "To: y\n",
    "-----Original Message-----\n",
    "Begin forwarded message:\n",
    "On 18 Nov 2026, a@b.c wrote:\n",
    "Please confirm",
    " not ",
    " unable to ",
    "mobile",
    " already linked",
    " to another account",
    ":\n",
    "- ",
    "olive.marchbanks@nhs.net",
    "<p>",
    "</p>",
    "<br>",
    "&nbsp;",
    "_____\n",
    "Olive Marchbanks",
    "marked as a leaver",
    " if ",
    "\u{202e}",
    "ﬁ",
    "İ",
    "\r",
    "\t",
    "31/11/2026",
    "ref ",
    "#",
    "  ",
];
