//! Set-up, Settings, who is working, what Today says of them, and half-typed forms.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::{date, time};
use steward_core::app;
use steward_core::contract::{
    AccessStartRequest, ApiError, AuthorChooseRequest, DateRequest, DetailView, ErrorCode, FormDraftRequest,
    FormDraftSaveRequest, HeaderView, LinkOpenRequest, NoRequest, Notice, SetUpRequest, SettingsChangeRequest,
    SettingsView, StageView, TodayKindView, TodayRequest, UrgencyView, ValueCheckRequest, ValueKind,
};
use steward_core::domain::Reason;
use steward_core::domain::access::AccessLevel;
use steward_core::domain::answer::Answer;
use support::desk::{Desk, Did, OWNER, no_date, person, refused, set_up, settings, typed};

fn change(desk: &Desk, request: SettingsChangeRequest) -> Result<steward_core::contract::SavedView, ApiError> {
    desk.ask(app::settings_change, request)
}

fn get(desk: &Desk) -> SettingsView {
    desk.ask(app::settings_get, NoRequest {}).unwrap()
}

fn header(desk: &Desk) -> HeaderView {
    desk.ask(app::header_get, TodayRequest { site: None }).unwrap()
}

/// The lines of Today, with how soon each matters.
fn today(desk: &Desk) -> Vec<(TodayKindView, UrgencyView)> {
    let view = desk.ask(app::today_get, TodayRequest { site: None }).unwrap();
    view.lines.into_iter().map(|line| (line.kind, line.urgency)).collect()
}

fn to(address: &str) -> SettingsChangeRequest {
    SettingsChangeRequest {
        nas_address: address.to_owned(),
        ..settings()
    }
}

// Set-up

/// One answer of set-up, for leaving it empty.
type Leave = fn(&mut SetUpRequest) -> &mut String;

#[test]
fn set_up_needs_three_answers_and_no_more() {
    let three = || SetUpRequest {
        home_name: "Rowan House".to_owned(),
        mailbox_address: "care.vlaxl@nhs.net".to_owned(),
        your_name: OWNER.to_owned(),
        ods_code: String::new(),
        nas_managed: Answer::NotKnown,
        your_nhsmail_address: String::new(),
    };
    let mut desk = Desk::new();
    desk.stage();
    desk.create(None, None).unwrap();
    let leave: [(&str, Leave); 3] = [
        ("home_name", |request| &mut request.home_name),
        ("mailbox_address", |request| &mut request.mailbox_address),
        ("your_name", |request| &mut request.your_name),
    ];
    for (field, of) in leave {
        for nothing in ["", "   "] {
            let mut request = three();
            nothing.clone_into(of(&mut request));
            let refusal = refused(desk.ask(app::set_up_finish, request));
            assert_eq!(refusal, (ErrorCode::MissingField, Some(field.to_owned())));
            assert_eq!(desk.stage(), StageView::SettingUp);
        }
    }
    let novel = SetUpRequest {
        your_name: "It was a dark and stormy night. ".repeat(4_000),
        ..three()
    };
    assert_eq!(refused(desk.ask(app::set_up_finish, novel)).0, ErrorCode::InvalidValue);
    assert_eq!(desk.verify().changes, 0, "a refused set-up records nothing");

    desk.ask(app::set_up_finish, three()).unwrap();
    assert_eq!(desk.stage(), StageView::Open);
    let header = header(&desk);
    assert_eq!(header.working_as.unwrap().name, OWNER);
    assert_eq!(header.sites[0].name, "Rowan House");
    let row = desk.sites().swap_remove(0);
    assert_eq!((row.people, row.mailboxes[0].owners), (1, 1));
    // What may wait, waits on Today.
    let kinds: Vec<_> = today(&desk).into_iter().map(|(kind, _)| kind).collect();
    for kind in [
        TodayKindView::RecoveryCode,
        TodayKindView::StaffList,
        TodayKindView::CoverBelowTwo,
        TodayKindView::NasManagedUnknown,
        TodayKindView::OdsCodeMissing,
    ] {
        assert!(kinds.contains(&kind), "{kind:?} is not in {kinds:?}");
    }
    assert_eq!(header.today, u32::try_from(kinds.len()).unwrap());
}

#[test]
fn the_owners_own_address_is_not_the_shared_one() {
    let mut desk = Desk::new();
    desk.stage();
    desk.create(None, None).unwrap();
    let request = SetUpRequest {
        your_nhsmail_address: "CARE.vlaxl@nhs.net".to_owned(),
        ..set_up()
    };
    let refusal = refused(desk.ask(app::set_up_finish, request));
    assert_eq!(
        refusal,
        (ErrorCode::DuplicateAddress, Some("your_nhsmail_address".to_owned()))
    );
}

// Settings

#[test]
fn the_address_for_nas_is_at_nhs_net_and_its_change_is_shown_on_today() {
    let desk = Desk::with_home();
    let before = get(&desk);
    assert_eq!(
        (before.nas_address.as_str(), before.nas_address_notices.as_slice()),
        ("helpdesk@nhs.net", &[][..])
    );
    for refused_address in [
        "nas@example.org",
        "nas@nhs.net.example.org",
        "nas@nhs.uk",
        "nas@nhs.net\nBcc: x@example.org",
        "nas",
    ] {
        let (code, field) = refused(change(&desk, to(refused_address)));
        assert_eq!(
            (code, field.as_deref()),
            (ErrorCode::InvalidValue, Some("nas_address")),
            "{refused_address}"
        );
    }
    assert_eq!(get(&desk), before);

    change(&desk, to("nas.team@nhs.net")).unwrap();
    assert_eq!(get(&desk).nas_address, "nas.team@nhs.net");
    assert!(today(&desk).contains(&(TodayKindView::NasAddressChanged, UrgencyView::Later)));
    // The one from before 2022 is accepted, and warned of more loudly.
    let saved = change(&desk, to("careadmin@nhs.net")).unwrap();
    assert_eq!(get(&desk).nas_address_notices, [Notice::NasAddressHistoric]);
    assert!(today(&desk).contains(&(TodayKindView::NasAddressChanged, UrgencyView::Soon)));
    desk.undo(saved.action.unwrap()).unwrap();
    assert_eq!(get(&desk).nas_address, "nas.team@nhs.net");
    // Typing the usual one is the same as none of one's own.
    change(&desk, to(" HELPDESK@nhs.net ")).unwrap();
    let after = SettingsView {
        history: before.history.clone(),
        ..get(&desk)
    };
    assert_eq!(after, before, "but for what happened");
    assert!(
        !today(&desk)
            .iter()
            .any(|(kind, _)| *kind == TodayKindView::NasAddressChanged)
    );
    assert_eq!(
        change(&desk, settings()).unwrap().action,
        None,
        "saving without a change records nothing"
    );
}

#[test]
fn a_holiday_the_owner_adds_closes_nas_on_that_day() {
    let desk = Desk::with_home();
    let nas = header(&desk).nas;
    assert!(nas.open, "Friday morning");
    assert_eq!(nas.until, Some(time(17, 0, 0, 0)));
    let holiday = |days: Vec<DateRequest>| SettingsChangeRequest {
        extra_bank_holidays: days,
        ..settings()
    };
    let half = DateRequest {
        day: "20".to_owned(),
        month: "nov".to_owned(),
        year: String::new(),
    };
    let error = change(&desk, holiday(vec![no_date(), half])).unwrap_err();
    assert_eq!(
        (error.field.as_deref(), error.reason),
        (Some("extra_bank_holidays[1]"), Some(Reason::DateIncomplete))
    );

    let today = date(2026, 11, 20);
    change(
        &desk,
        holiday(vec![typed(date(2026, 12, 1)), typed(today), no_date(), typed(today)]),
    )
    .unwrap();
    assert_eq!(
        get(&desk).extra_bank_holidays,
        [today, date(2026, 12, 1)],
        "in order, once each"
    );
    let nas = header(&desk).nas;
    assert!(!nas.open);
    assert_eq!(nas.opens_on, Some(date(2026, 11, 23)));
}

#[test]
fn local_help_is_kept_and_shown_on_the_help_page() {
    let desk = Desk::with_home();
    assert_eq!(desk.ask(app::help_get, NoRequest {}).unwrap().local_help, None);
    let request = SettingsChangeRequest {
        local_help_name: "  Dafydd at head office ".to_owned(),
        local_help_email: "dafydd@example.org".to_owned(),
        local_help_phone: "01632 960555".to_owned(),
        ..settings()
    };
    change(&desk, request).unwrap();
    let help = desk.ask(app::help_get, NoRequest {}).unwrap();
    let local = help.local_help.unwrap();
    assert_eq!(
        (local.name.as_str(), local.phone.as_str()),
        ("Dafydd at head office", "01632 960555")
    );
    assert_eq!(help.packs.len(), 2, "both documents' contacts");
    assert_eq!(help.packs.iter().filter(|pack| pack.in_force).count(), 1);
    let long = SettingsChangeRequest {
        local_help_name: "x".repeat(10_000_000),
        ..settings()
    };
    assert_eq!(
        refused(change(&desk, long)),
        (ErrorCode::InvalidValue, Some("local_help_name".to_owned()))
    );
    assert_eq!(get(&desk).local_help.name, "Dafydd at head office");
}

#[test]
fn who_else_uses_the_computer_belongs_to_the_computer_and_not_to_the_history() {
    let mut desk = Desk::with_home();
    let changes = desk.verify().changes;
    let shared = SettingsChangeRequest {
        others_use_this_computer: Some(true),
        ..settings()
    };
    let saved = change(&desk, shared).unwrap();
    assert_eq!(saved.action, None);
    assert_eq!(desk.verify().changes, changes);
    desk.reopen();
    assert_eq!(get(&desk).others_use_this_computer, Some(true));
}

#[test]
fn only_links_the_app_knows_are_opened() {
    let desk = Desk::with_home();
    let help = desk.ask(app::help_get, NoRequest {}).unwrap();
    desk.desktop.take();
    for link in &help.links {
        let link_open = LinkOpenRequest {
            link: link.name.clone(),
        };
        desk.ask(app::link_open, link_open).unwrap();
        assert_eq!(desk.desktop.take(), [Did::Opened(link.address.clone())]);
    }
    for link in [
        "https://portal.nhs.net.example.org/",
        "https://portal.nhs.net/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "mailto:somebody@example.org",
        "",
    ] {
        let link_open = LinkOpenRequest { link: link.to_owned() };
        assert_eq!(
            refused(desk.ask(app::link_open, link_open)).0,
            ErrorCode::NotFound,
            "{link}"
        );
    }
    assert_eq!(desk.desktop.take(), []);
}

// Who is working

#[test]
fn whoever_is_working_is_the_author_of_what_is_done() {
    let mut desk = Desk::with_home();
    let edith = desk.added(person("Edith Quill"));
    let choose = |desk: &Desk, person| desk.ask(app::author_choose, AuthorChooseRequest { person, site: None });
    assert_eq!(
        refused(choose(&desk, edith)).0,
        ErrorCode::NotFound,
        "only an owner works here"
    );
    let access = AccessStartRequest {
        person: edith,
        mailbox: desk.mailbox(),
        level: AccessLevel::Owner,
        from: no_date(),
    };
    desk.ask(app::access_start, access).unwrap();
    assert_eq!(header(&desk).authors.len(), 2);
    assert_eq!(choose(&desk, edith).unwrap().working_as.unwrap().name, "Edith Quill");
    let tom = desk.added(person("Tom Fairweather"));
    let author = |desk: &Desk, person| desk.person(person).history.last().unwrap().author.clone();
    assert_eq!(author(&desk, tom), Some(DetailView::Given("Edith Quill".to_owned())));
    assert_eq!(author(&desk, edith), Some(DetailView::Given(OWNER.to_owned())));
    // At the next start too.
    desk.reopen();
    assert_eq!(header(&desk).working_as.unwrap().person, edith);

    // Whoever owns nothing any more does not work here.
    desk.end_access(edith, date(2026, 11, 20)).unwrap();
    desk.set_now("2026-11-21T10:00:00Z");
    assert_eq!(header(&desk).working_as.unwrap().name, OWNER);
    let later = desk.added(person("Una Nkemelu"));
    assert_eq!(
        author(&desk, later),
        Some(DetailView::Given(OWNER.to_owned())),
        "the header says who the author is"
    );
}

// Today

#[test]
fn what_was_left_for_later_goes_from_today_once_it_is_done() {
    let desk = Desk::with_home();
    let kinds = |desk: &Desk| today(desk).into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
    assert_eq!(today(&desk)[0], (TodayKindView::RecoveryCode, UrgencyView::Now));
    assert!(kinds(&desk).contains(&TodayKindView::StaffList));
    let edith = desk.added(person("Edith Quill"));
    assert!(!kinds(&desk).contains(&TodayKindView::StaffList));
    assert!(kinds(&desk).contains(&TodayKindView::CoverBelowTwo));
    let access = AccessStartRequest {
        person: edith,
        mailbox: desk.mailbox(),
        level: AccessLevel::Member,
        from: no_date(),
    };
    desk.ask(app::access_start, access).unwrap();
    assert!(!kinds(&desk).contains(&TodayKindView::CoverBelowTwo));
    assert!(kinds(&desk).contains(&TodayKindView::OneOwner));

    let shown = desk.ask(app::recovery_code_show, NoRequest {}).unwrap();
    let group = |index: usize| {
        let number = usize::try_from(shown.ask_for[index]).unwrap();
        steward_core::contract::Typed::new(&shown.groups[number - 1])
    };
    let check = steward_core::contract::RecoveryCodeCheckRequest {
        first: group(0),
        second: group(1),
    };
    desk.ask(app::recovery_code_check, check).unwrap();
    assert!(!kinds(&desk).contains(&TodayKindView::RecoveryCode));
}

#[test]
fn a_computer_whose_clock_fell_behind_is_told() {
    let desk = Desk::with_home();
    desk.added(person("Edith Quill"));
    desk.set_now("2026-11-18T10:00:00Z");
    assert_eq!(today(&desk)[0], (TodayKindView::ClockBehind, UrgencyView::Now));
    // What is recorded meanwhile still comes after what is there.
    desk.added(person("Tom Fairweather"));
    assert_eq!(desk.verify().damage, []);
    desk.set_now("2026-11-20T10:00:00Z");
    assert!(!today(&desk).iter().any(|(kind, _)| *kind == TodayKindView::ClockBehind));
}

// Half-typed forms and checks while typing

#[test]
fn a_half_typed_form_comes_back_for_seven_days_and_goes_when_it_is_saved() {
    let mut desk = Desk::with_home();
    let form = || FormDraftRequest {
        form: "person_add".to_owned(),
    };
    let kept = |desk: &Desk| desk.ask(app::form_draft_get, form()).unwrap().body;
    let save = |desk: &Desk, body: String| {
        let form = "person_add".to_owned();
        desk.ask(app::form_draft_save, FormDraftSaveRequest { form, body })
    };
    assert_eq!(kept(&desk), None);
    save(&desk, r#"{"full_name":"Edi"}"#.to_owned()).unwrap();
    save(&desk, r#"{"full_name":"Edith Q"}"#.to_owned()).unwrap();
    assert_eq!(desk.reopen(), StageView::Open);
    assert_eq!(kept(&desk).as_deref(), Some(r#"{"full_name":"Edith Q"}"#));
    // A pasted novel is refused, and what was typed before stays.
    assert_eq!(
        refused(save(&desk, "x".repeat(10_000_000))),
        (ErrorCode::TooLong, Some("body".to_owned()))
    );
    assert_eq!(kept(&desk).as_deref(), Some(r#"{"full_name":"Edith Q"}"#));
    desk.set_now("2026-11-27T09:59:00Z");
    assert!(kept(&desk).is_some());
    desk.set_now("2026-11-27T10:00:01Z");
    assert_eq!(kept(&desk), None);
    desk.set_now("2026-11-20T10:00:00Z");
    assert!(kept(&desk).is_some());
    desk.added(person("Edith Quill"));
    assert_eq!(kept(&desk), None, "the form led to what is saved");
    save(&desk, "{}".to_owned()).unwrap();
    desk.ask(app::form_draft_discard, form()).unwrap();
    assert_eq!(kept(&desk), None);
}

#[test]
fn whatever_is_typed_the_check_answers_and_records_nothing() {
    let desk = Desk::with_home();
    let changes = desk.verify().changes;
    let kinds = [
        ValueKind::FullName,
        ValueKind::PersonalMobile,
        ValueKind::LinkedMobile,
        ValueKind::PersonalEmail,
        ValueKind::NhsmailAddress,
        ValueKind::MailboxAddress,
        ValueKind::OdsCode,
        ValueKind::SiteName,
        ValueKind::Postcode,
        ValueKind::CqcPhone,
        ValueKind::Role,
        ValueKind::TicketReference,
    ];
    let texts = [
        String::new(),
        "   ".to_owned(),
        "\u{0}".to_owned(),
        "\u{202e}Edith".to_owned(),
        "e\u{301}".repeat(50),
        "\u{1f9d1}\u{200d}\u{2695}".to_owned(),
        "07700 900".to_owned(),
        "'; DROP TABLE person; --".to_owned(),
        "% _ * \" ( AND".to_owned(),
        "0".repeat(10_000_000),
    ];
    for kind in kinds {
        for text in &texts {
            let request = ValueCheckRequest {
                kind,
                text: text.clone(),
                person: None,
                site: Some(desk.site()),
            };
            let view = desk.ask(app::value_check, request).unwrap();
            assert!(view.value.is_none() || view.reason.is_none(), "{kind:?}");
        }
    }
    for text in &texts {
        desk.search(text);
    }
    assert_eq!(desk.verify().changes, changes);
}
