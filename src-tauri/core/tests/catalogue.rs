//! The whole catalogue as JSON: what each kind says, as text and as `.eml`, and what it refuses.
#![expect(clippy::unwrap_used, reason = "a failing unwrap fails the test")]

use serde_json::{Value, json};
use steward_core::contract::{ApiError, ErrorCode};
use steward_core::domain::request::{Draft, Field, FieldScope, RequestKind};
use steward_core::domain::rules;
use steward_core::import::RequestJson;
use steward_core::outbox;

fn account(number: usize) -> Value {
    let name = ["Jane O’Neill", "Łukasz Nowak"][number];
    json!({"full_name": name, "nhsmail_address": format!("person{number}@nhs.net")})
}

fn with(mut object: Value, more: Value) -> Value {
    let Value::Object(more) = more else {
        panic!("not an object")
    };
    object.as_object_mut().unwrap().extend(more);
    object
}

fn new_user(number: usize) -> Value {
    let name = ["Jane O’Neill", "Łukasz Nowak"][number];
    json!({"full_name": name, "personal_mobile": format!("07700 90000{number}"),
           "personal_email": format!("person{number}@example.org"), "access": "member"})
}

fn joiner(number: usize) -> Value {
    let more = json!({"linked_mobile": format!("07700 90000{number}"), "access": "member"});
    with(account(number), more)
}

fn vouched(number: usize) -> Value {
    let mobile = format!("07700 90000{number}");
    with(
        account(number),
        json!({"temporary_password_mobile": mobile, "identity_checked": true}),
    )
}

/// A whole request of each kind; where people stand in a list there are two of them.
fn example(kind: RequestKind) -> Value {
    let own = match kind {
        RequestKind::NewUser => json!({"people": [new_user(0), new_user(1)]}),
        RequestKind::Joiner => json!({"people": [joiner(0), joiner(1)]}),
        RequestKind::LeaverStatus
        | RequestKind::Leaver
        | RequestKind::LongLeave
        | RequestKind::ReturnFromLeave
        | RequestKind::RestoreAccount => json!({"people": [account(0), account(1)]}),
        RequestKind::Unlock | RequestKind::PasswordReset => json!({"people": [vouched(0), vouched(1)]}),
        RequestKind::NameChange => {
            let renamed = |number| with(account(number), json!({"new_full_name": "Jane Okafor-Smith"}));
            json!({"people": [renamed(0), renamed(1)]})
        }
        RequestKind::OwnerChange => {
            json!({"successor": with(joiner(0), json!({"access": "owner"})), "outgoing": account(1)})
        }
        RequestKind::AddToMailbox => json!({"people": [joiner(0), new_user(1)]}),
        RequestKind::MissingSharedMailbox => json!({"people": [{"full_name": "Jane O’Neill"}]}),
        RequestKind::SiteChange => json!({"old_ods_code": "VLAXL", "new_ods_code": "VM4K2", "date": "2027-01-04"}),
        RequestKind::Escalation => json!({"ticket_reference": "INC1234567", "called_at": "2026-11-20T14:05"}),
        RequestKind::Chase => json!({"ticket_reference": "INC1234567", "sent_on": "2026-11-16"}),
    };
    let site = json!({"name": "Rowan House", "ods_code": "VLAXL", "mailbox": "care.vlaxl@nhs.net"});
    with(json!({"kind": kind.name(), "site": site}), own)
}

fn draft(request: &Value) -> Result<Draft, ApiError> {
    RequestJson::read(request.to_string().as_bytes())?.compose()
}

fn refused(request: &Value, code: ErrorCode, field: &str) {
    let error = draft(request).unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (code, Some(field)), "{request}");
}

/// The objects of a request that hold values, each as a JSON pointer and the path errors name.
fn places(request: &Value) -> Vec<(String, String)> {
    let mut places = vec![(String::new(), String::new())];
    for index in 0..request["people"].as_array().map_or(0, Vec::len) {
        places.push((format!("/people/{index}"), format!("people[{index}].")));
    }
    for name in ["successor", "outgoing"] {
        if request.get(name).is_some() {
            places.push((format!("/{name}"), format!("{name}.")));
        }
    }
    places
}

fn set(mut request: Value, place: &str, name: &str, value: Value) -> Value {
    request.pointer_mut(place).unwrap()[name] = value;
    request
}

fn without(mut request: Value, place: &str, name: &str) -> Value {
    request
        .pointer_mut(place)
        .unwrap()
        .as_object_mut()
        .unwrap()
        .remove(name)
        .unwrap();
    request
}

#[test]
fn each_kind_says_what_its_snapshot_holds() {
    for kind in RequestKind::ALL {
        let draft = draft(&example(*kind)).unwrap();
        assert_eq!(draft.kind(), *kind);
        insta::assert_snapshot!(format!("{kind}-text"), outbox::text(&draft));
        let eml = String::from_utf8(outbox::eml(&draft)).unwrap();
        insta::assert_snapshot!(format!("{kind}-eml"), eml.replace("\r\n", "\n"));
    }
}

#[test]
fn no_subject_says_anything_of_anybody() {
    for kind in RequestKind::ALL {
        let request = example(*kind);
        let draft = draft(&request).unwrap();
        let subject = draft.subject().as_str();
        let of_people = |field: Field| field.scope() != FieldScope::Request && field != Field::Access;
        for line in draft
            .lines()
            .iter()
            .filter(|line| line.origin.field().is_some_and(of_people))
        {
            if let Some((_, value)) = line.text.split_once(": ") {
                assert!(!subject.contains(value), "{kind}: {subject}");
            }
        }
        assert!(!subject.bytes().any(|byte| byte.is_ascii_digit()), "{kind}: {subject}");
    }
}

#[test]
fn each_kind_goes_where_its_rule_says() {
    for kind in RequestKind::ALL {
        let draft = draft(&example(*kind)).unwrap();
        let to = if *kind == RequestKind::Escalation {
            "feedback@nhs.net"
        } else {
            "helpdesk@nhs.net"
        };
        assert_eq!(draft.to().as_str(), to, "{kind}");
        let from = if *kind == RequestKind::MissingSharedMailbox {
            "the person's own NHSmail mailbox"
        } else {
            "care.vlaxl@nhs.net"
        };
        assert_eq!(draft.from().as_str(), from, "{kind}");
    }
}

#[test]
fn every_line_of_every_kind_has_its_rule() {
    for kind in RequestKind::ALL {
        let draft = draft(&example(*kind)).unwrap();
        let rule = rules::in_force().request(*kind).unwrap();
        for line in draft.lines().iter().filter(|line| line.text.contains(": ")) {
            let field = line.origin.field().unwrap();
            assert!(rule.permitted(field).is_some(), "{kind}: {field}");
            assert!(line.origin.source().is_some());
        }
    }
}

#[test]
fn a_field_of_another_kind_and_a_property_that_is_none_are_refused_everywhere() {
    for kind in RequestKind::ALL {
        let request = example(*kind);
        let rule = rules::in_force().request(*kind).unwrap();
        for (place, path) in places(&request) {
            for (name, value) in [
                ("date_of_birth", json!("1980-01-01")),
                ("reason", json!("sick")),
                ("last_day", json!("2026-11-20")),
                ("note", Value::Null),
                ("identity_statement", json!(true)),
            ] {
                let refusal = draft(&set(request.clone(), &place, name, value)).unwrap_err();
                assert!(
                    matches!(refusal.code, ErrorCode::UnknownProperty | ErrorCode::NotPermitted),
                    "{kind} {name}: {refusal:?}"
                );
                assert_eq!(refusal.field, Some(format!("{path}{name}")), "{kind}");
            }
            if place.is_empty() {
                continue;
            }
            for field in Field::ALL.iter().filter(|field| {
                field.scope() == FieldScope::Person
                    && rule.permitted(**field).is_none()
                    && field.name() != "identity_statement"
            }) {
                let name = field.name();
                if request.pointer(&place).unwrap().get(name).is_none() {
                    let more = set(request.clone(), &place, name, json!("x"));
                    refused(&more, ErrorCode::NotPermitted, &format!("{path}{name}"));
                }
            }
        }
    }
}

#[test]
fn every_value_of_every_kind_is_needed_but_for_those_that_are_one_of_two() {
    for kind in RequestKind::ALL {
        let request = example(*kind);
        for (place, path) in places(&request) {
            let names: Vec<String> = request
                .pointer(&place)
                .unwrap()
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect();
            for name in names.iter().filter(|name| *name != "kind" && *name != "site") {
                let short = without(request.clone(), &place, name);
                let one_of_two = matches!(kind, RequestKind::Escalation | RequestKind::Chase);
                let optional = *kind == RequestKind::Unlock && name == "temporary_password_mobile";
                if one_of_two || optional {
                    draft(&short).unwrap();
                } else {
                    refused(&short, ErrorCode::MissingField, &format!("{path}{name}"));
                    let null = set(request.clone(), &place, name, Value::Null);
                    refused(&null, ErrorCode::MissingField, &format!("{path}{name}"));
                }
            }
        }
    }
}

#[test]
fn an_escalation_and_a_chase_need_one_of_their_two_and_carry_nobody() {
    for (kind, first, names) in [
        (
            RequestKind::Escalation,
            "ticket_reference",
            ["ticket_reference", "called_at"],
        ),
        (RequestKind::Chase, "ticket_reference", ["ticket_reference", "sent_on"]),
    ] {
        let bare = names
            .iter()
            .fold(example(kind), |request, name| without(request, "", name));
        refused(&bare, ErrorCode::MissingField, first);
        let named = set(example(kind), "", "full_name", json!("Jane O’Neill"));
        refused(&named, ErrorCode::NotPermitted, "full_name");
        let listed = set(example(kind), "", "people", json!([account(0)]));
        refused(&listed, ErrorCode::NotPermitted, "people[0].full_name");
        refused(
            &set(example(kind), "", "people", json!([{}])),
            ErrorCode::UnknownProperty,
            "people",
        );
        draft(&set(example(kind), "", "people", json!([]))).unwrap();
    }
}

#[test]
fn what_is_said_once_may_stand_with_the_people() {
    for (kind, names) in [
        (RequestKind::Chase, ["ticket_reference", "sent_on"].as_slice()),
        (RequestKind::Escalation, &["ticket_reference", "called_at"]),
        (RequestKind::SiteChange, &["old_ods_code", "new_ods_code", "date"]),
    ] {
        let (mut moved, mut one) = (example(kind), json!({}));
        for name in names {
            one[name] = moved[name].clone();
            moved = without(moved, "", name);
        }
        moved["people"] = json!([one]);
        assert_eq!(draft(&moved), draft(&example(kind)), "{kind}");
        let bad = set(moved.clone(), "/people/0", names[1], json!("?"));
        let path = format!("people[0].{}", names[1]);
        refused(&bad, ErrorCode::InvalidValue, &path);
        let two = json!([moved["people"][0], moved["people"][0]]);
        refused(&set(moved, "", "people", two), ErrorCode::UnknownProperty, "people");
    }
    let missing = example(RequestKind::MissingSharedMailbox);
    let coded = |code: &str| set(missing.clone(), "/people/0", "ods_code", json!(code));
    assert_eq!(draft(&coded("VLAXL")), draft(&missing));
    let at_odds = set(coded("VM4K2"), "", "ods_code", json!("VLAXL"));
    refused(&at_odds, ErrorCode::InvalidValue, "people[0].ods_code");
    // It is no matter of anybody's in the kinds that do not say it.
    let unlock = set(example(RequestKind::Unlock), "/people/0", "ods_code", json!("VLAXL"));
    refused(&unlock, ErrorCode::NotPermitted, "people[0].ods_code");
}

#[test]
fn an_unlock_takes_the_mobile_with_the_word_the_word_alone_or_neither() {
    let unlock = |more: Value| {
        with(
            example(RequestKind::Unlock),
            json!({"people": [with(account(0), more)]}),
        )
    };
    let said = |more: Value| draft(&unlock(more)).unwrap().body().contains("vouch");
    assert!(!said(json!({})) && said(json!({"identity_checked": true})));
    assert!(!said(
        json!({"temporary_password_mobile": null, "identity_checked": null})
    ));
    let mobile = json!({"temporary_password_mobile": "07700 900000"});
    refused(&unlock(mobile), ErrorCode::MissingField, "people[0].identity_checked");
    let itself = with(account(0), json!({"temporary_password_mobile": "07700 900000"}));
    let itself = with(without(example(RequestKind::Unlock), "", "people"), itself);
    refused(&itself, ErrorCode::MissingField, "identity_checked");
}

#[test]
fn a_password_goes_to_a_mobile_on_the_word_of_the_owner_only() {
    for kind in [RequestKind::PasswordReset, RequestKind::Unlock] {
        for said in [json!(false), json!("true"), json!(1), json!({})] {
            let request = set(example(kind), "/people/1", "identity_checked", said);
            refused(&request, ErrorCode::InvalidValue, "people[1].identity_checked");
        }
        let unsaid = without(example(kind), "/people/0", "identity_checked");
        refused(&unsaid, ErrorCode::MissingField, "people[0].identity_checked");
        let landline = set(
            example(kind),
            "/people/0",
            "temporary_password_mobile",
            json!("01632 960001"),
        );
        refused(
            &landline,
            ErrorCode::InvalidValue,
            "people[0].temporary_password_mobile",
        );
    }
    let plain = json!({"people": [account(0)]});
    let plain = draft(&with(example(RequestKind::Unlock), plain)).unwrap();
    assert!(!plain.body().contains("vouch"), "{}", plain.body());
}

#[test]
fn the_new_owner_is_a_new_user_or_has_an_account_and_is_never_a_joiner() {
    let newcomer = set(
        example(RequestKind::OwnerChange),
        "",
        "successor",
        with(new_user(0), json!({"access": "owner"})),
    );
    let body = draft(&newcomer).unwrap().body();
    assert!(
        body.contains("personal mobile: 07700900000") && !body.contains("New owner's NHSmail"),
        "{body}"
    );
    assert!(
        !draft(&example(RequestKind::OwnerChange))
            .unwrap()
            .body()
            .contains("joiner")
    );
    let member = set(newcomer, "/successor", "access", json!("member"));
    refused(&member, ErrorCode::InvalidValue, "successor.access");
    let same = set(
        example(RequestKind::OwnerChange),
        "/outgoing",
        "nhsmail_address",
        json!("person0@nhs.net"),
    );
    refused(&same, ErrorCode::DuplicateAddress, "outgoing.nhsmail_address");
    let both = set(
        example(RequestKind::OwnerChange),
        "/successor",
        "personal_mobile",
        json!("07700 900009"),
    );
    refused(&both, ErrorCode::NotPermitted, "successor.personal_mobile");
}

#[test]
fn a_name_is_changed_by_the_owner_or_by_the_person() {
    let copy = |people: Value| {
        let request = set(example(RequestKind::NameChange), "", "people", people);
        set(request, "", "sender", json!("user"))
    };
    let renamed = with(account(0), json!({"new_full_name": "Jane Okafor"}));
    let own = draft(&copy(json!([renamed]))).unwrap();
    assert_eq!(own.from().as_str(), "person0@nhs.net");
    assert!(own.body().starts_with("My name has changed."), "{}", own.body());
    let two = copy(example(RequestKind::NameChange)["people"].clone());
    refused(&two, ErrorCode::NotPermitted, "people[1]");
    refused(
        &set(example(RequestKind::Leaver), "", "sender", json!("user")),
        ErrorCode::UnknownProperty,
        "sender",
    );
    refused(
        &set(example(RequestKind::NameChange), "", "sender", json!("NAS")),
        ErrorCode::InvalidValue,
        "sender",
    );
}

#[test]
fn a_request_about_one_person_may_carry_them_itself() {
    for kind in [
        RequestKind::NameChange,
        RequestKind::MissingSharedMailbox,
        RequestKind::Leaver,
        RequestKind::PasswordReset,
    ] {
        let listed = example(kind);
        let person = listed["people"][0].clone();
        let one = set(listed.clone(), "", "people", json!([person]));
        let itself = with(without(listed, "", "people"), person.clone());
        assert_eq!(draft(&itself).unwrap().body(), draft(&one).unwrap().body(), "{kind}");
        for name in person.as_object().unwrap().keys().filter(|name| *name != "full_name") {
            refused(&without(itself.clone(), "", name), ErrorCode::MissingField, name);
        }
        refused(
            &set(itself, "", "personal_email", json!("x")),
            ErrorCode::NotPermitted,
            "personal_email",
        );
    }
}

#[test]
fn days_and_times_are_read_as_they_are_written_in_json() {
    let said =
        |kind, name: &str, text: &str| draft(&set(example(kind), "", name, json!(text))).map(|draft| draft.body());
    for text in [
        "2026-11-20T14:05",
        "2026-11-20 14:05",
        "2026-11-20T14:05:59",
        "2026-11-20T14:05:00Z",
    ] {
        let body = said(RequestKind::Escalation, "called_at", text).unwrap();
        assert!(
            body.contains("Date and time of the call: 20 November 2026, 14:05\n"),
            "{text}: {body}"
        );
    }
    let summer = said(RequestKind::Escalation, "called_at", "2026-06-20T14:05:00Z").unwrap();
    assert!(summer.contains("20 June 2026, 15:05"), "{summer}");
    for text in [
        "2026-11-20",
        "14:05",
        "2026-11-20T",
        "2026-11-20T25:00",
        "2026-13-20T14:05",
        "yesterday",
        "",
    ] {
        let error = said(RequestKind::Escalation, "called_at", text).unwrap_err();
        assert_eq!(
            (error.code, error.field.as_deref()),
            (ErrorCode::InvalidValue, Some("called_at")),
            "{text}"
        );
    }
    for (kind, name) in [(RequestKind::Chase, "sent_on"), (RequestKind::SiteChange, "date")] {
        for text in [
            "2026-02-30",
            "20-11-2026",
            "2026-11-20T14:05",
            "1926-11-20",
            "tomorrow",
            " ",
        ] {
            let error = said(kind, name, text).unwrap_err();
            assert_eq!(
                (error.code, error.field.as_deref()),
                (ErrorCode::InvalidValue, Some(name)),
                "{text}"
            );
        }
    }
}

#[test]
fn a_home_name_with_a_number_of_somebody_in_it_is_refused_where_it_would_be_said() {
    let named = |kind| {
        set(
            example(kind),
            "/site",
            "name",
            json!("Rowan House NHS number 943 476 5919"),
        )
    };
    refused(&named(RequestKind::SiteChange), ErrorCode::PersonalData, "site.name");
    draft(&named(RequestKind::Leaver)).unwrap();
}
