//! Erasing a person: what is gone, and where.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::date;
use steward_core::app;
use steward_core::contract::{
    DetailView, DuePeople, ErrorCode, HappenedView, ListedPeople, PersonAddRequest, PersonEraseRequest,
    PersonFieldsRequest, PersonListRequest, PersonRequest, PostChangeRequest, Reason, RemovalView,
    SettingsChangeRequest, TodayKindView, TodayRequest,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::ids::PersonId;
use steward_core::domain::request::RequestKind;
use support::desk::{Desk, Dialog, Did, account_holder, joiner, newcomer, no_date, refused, settings, typed};

fn listed(desk: &Desk, asked: PersonListRequest) -> Vec<DetailView> {
    desk.ask(app::person_list, asked)
        .unwrap()
        .rows
        .into_iter()
        .map(|row| row.name)
        .collect()
}

#[test]
fn an_erased_person_works_here_no_more_and_is_found_by_nothing() {
    let desk = Desk::with_home();
    let newcomer = PersonAddRequest {
        person: newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"),
        site: Some(desk.site()),
        role: "Care assistant".to_owned(),
        from: no_date(),
        access: None,
    };
    let person = desk
        .ask(app::person_add, newcomer)
        .unwrap()
        .id
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(listed(&desk, PersonListRequest::of(ListedPeople::Current)).len(), 2);

    let wrong = PersonEraseRequest {
        person,
        name_typed: "Edith Quilt".to_owned(),
    };
    let refusal = refused(desk.ask(app::person_erase, wrong));
    assert_eq!(refusal, (ErrorCode::InvalidValue, Some("name_typed".to_owned())));
    assert_eq!(desk.search("edith"), [person]);

    let right = PersonEraseRequest {
        person,
        name_typed: " edith  QUILL ".to_owned(),
    };
    let erased = desk.ask(app::person_erase, right).unwrap();
    assert!(desk.search("edith").is_empty() && desk.search("900042").is_empty() && desk.search("quill").is_empty());
    assert_eq!(
        listed(&desk, PersonListRequest::of(ListedPeople::Current)),
        [DetailView::Given("Jane Smith".to_owned())]
    );
    assert!(matches!(
        listed(&desk, PersonListRequest::of(ListedPeople::Left))[..],
        [DetailView::Removed(_)]
    ));
    assert_eq!(refused(desk.undo(erased.action.unwrap())).0, ErrorCode::CannotUndo);
    assert!(desk.meta().erased.contains(&person));
    assert!(desk.verify().damage.is_empty());
}

fn given(detail: &DetailView) -> Option<&str> {
    match detail {
        DetailView::Given(value) => Some(value),
        DetailView::NotGiven | DetailView::Removed(_) => None,
    }
}

/// Joan, whose account is confirmed, and who gave a mobile and a personal email.
fn joan(desk: &Desk) -> PersonId {
    desk.added(PersonFieldsRequest {
        personal_email: "joan.p@example.org".to_owned(),
        personal_mobile: "07700 900150".to_owned(),
        last_confirmed_active_on: typed(date(2026, 11, 2)),
        note: "Prefers mornings".to_owned(),
        ..account_holder("Joan Pemberley", "joan.pemberley@nhs.net", "07700 900143")
    })
}

#[test]
fn the_personal_email_is_proposed_to_go_once_the_account_is_confirmed_and_goes_without_the_numbers() {
    let desk = Desk::with_home();
    let person = joan(&desk);
    let since = date(2026, 11, 2);
    assert_eq!(desk.person(person).removal, Some(RemovalView::PersonalEmail { since }));

    let removed = desk.ask(app::email_remove, PersonRequest { person }).unwrap();
    let view = desk.person(person);
    assert_eq!((view.personal_email, view.removal), (DetailView::NotGiven, None));
    assert_eq!(given(&view.personal_mobile), Some("07700900150"));
    assert_eq!(given(&view.linked_mobile), Some("07700900143"));
    let said = format!("{:?}", view.history);
    assert!(
        !said.contains("joan.p@example.org"),
        "the history does not say it either"
    );
    assert!(
        view.history
            .iter()
            .any(|line| line.happened == HappenedView::ContactRemoved)
    );
    assert_eq!(refused(desk.undo(removed.action.unwrap())).0, ErrorCode::CannotUndo);
    // A second time there is nothing to remove.
    assert_eq!(
        desk.ask(app::email_remove, PersonRequest { person }).unwrap().action,
        None
    );
    assert_eq!(desk.verify().damage, []);
}

#[test]
fn contact_details_of_leavers_are_proposed_to_go_after_the_time_in_settings_and_never_go_by_themselves() {
    let desk = Desk::with_home();
    let person = joan(&desk);
    let post = desk.person(person).posts[0].clone();
    let leave = PostChangeRequest {
        post: post.post,
        role: "Nurse".to_owned(),
        from: no_date(),
        to: typed(date(2026, 11, 10)),
        works_on: None,
    };
    desk.ask(app::post_change, leave).unwrap();
    let proposed = |desk: &Desk| {
        let today = desk.ask(app::today_get, TodayRequest { site: None }).unwrap();
        let line = today
            .lines
            .into_iter()
            .find(|line| line.kind == TodayKindView::ContactToRemove);
        let to_remove = PersonListRequest {
            due: Some(DuePeople::ContactToRemove),
            ..PersonListRequest::of(ListedPeople::All)
        };
        let listed = listed(desk, to_remove).len();
        assert_eq!(
            line.as_ref().map_or(0, |line| line.count.unwrap()),
            u32::try_from(listed).unwrap()
        );
        assert!(line.is_none_or(|line| line.our_advice));
        (listed, desk.person(person).removal)
    };
    let since = date(2026, 11, 10);
    assert_eq!(proposed(&desk).0, 0);
    desk.set_now("2027-05-10T09:00:00Z");
    assert_eq!(proposed(&desk).0, 0, "six months to the day");
    desk.set_now("2027-05-11T09:00:00Z");
    assert_eq!(proposed(&desk), (1, Some(RemovalView::Contact { since, months: 6 })));

    let set = |months: &str| {
        let contact_kept_months = months.to_owned();
        desk.ask(
            app::settings_change,
            SettingsChangeRequest {
                contact_kept_months,
                ..settings()
            },
        )
    };
    for wrong in ["0", "121", "six"] {
        assert_eq!(set(wrong).unwrap_err().reason, Some(Reason::MonthsNotReal), "{wrong}");
    }
    set("12").unwrap();
    assert_eq!(proposed(&desk).0, 0);
    desk.set_now("2029-11-11T09:00:00Z");
    let (count, removal) = proposed(&desk);
    assert_eq!((count, removal), (1, Some(RemovalView::Contact { since, months: 12 })));
    assert_eq!(
        given(&desk.person(person).personal_mobile),
        Some("07700900150"),
        "years later it is still there"
    );

    desk.ask(app::contact_remove, PersonRequest { person }).unwrap();
    assert_eq!(proposed(&desk), (0, None));
}

#[test]
fn a_copy_of_everything_held_names_all_of_this_person_and_nobody_else_and_is_recorded() {
    let desk = Desk::with_home();
    let person = joan(&desk);
    let bilal = desk.added(account_holder("Bilal Khan", "bilal.khan@nhs.net", "07700 900103"));
    desk.draft(
        RequestKind::Joiner,
        vec![joiner(person, AccessLevel::Member), joiner(bilal, AccessLevel::Member)],
    )
    .unwrap();
    desk.desktop.take();
    let saved = desk.ask(app::person_copy_save, PersonRequest { person }).unwrap();
    assert!(!saved.cancelled);
    let did = desk.desktop.take();
    let [Did::Saved(name, bytes)] = &did[..] else {
        panic!("{did:?}")
    };
    assert_eq!(
        name, "staff-list-copy-2026-11-20.txt",
        "the name of the file names nobody"
    );
    let text = String::from_utf8(bytes.clone()).unwrap();
    for held in [
        "Joan Pemberley",
        "joan.pemberley@nhs.net",
        "07700900143",
        "07700900150",
        "joan.p@example.org",
        "Prefers mornings",
        "Last confirmed as used on: 2 November 2026",
        "Care assistant",
        "Rowan House",
        "Joiner, written on 20 November 2026",
        "WHAT HAPPENED",
    ] {
        assert!(text.contains(held), "it lacks {held}:\n{text}");
    }
    for other in ["Bilal", "bilal.khan", "900103", support::desk::OWNER] {
        assert!(!text.contains(other), "it names somebody else: {other}");
    }
    let line = &desk.person(person).history[0];
    assert_eq!((line.happened, line.can_undo), (HappenedView::CopyMade, false));

    // Nothing is recorded where nothing was saved, and after erasing it holds nothing.
    desk.desktop.set_dialog(Dialog::Closed);
    let before = desk.person(person).history.len();
    assert!(
        desk.ask(app::person_copy_save, PersonRequest { person })
            .unwrap()
            .cancelled
    );
    assert_eq!(desk.person(person).history.len(), before);
}
