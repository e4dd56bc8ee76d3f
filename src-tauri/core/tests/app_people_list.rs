//! The people list: filters together, and the views saved under a name.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::date;
use steward_core::app;
use steward_core::contract::{
    ApiError, DuePeople, ErrorCode, ListedPeople, NoRequest, PeopleFiltersView, PeopleViewRequest,
    PeopleViewSaveRequest, PersonEraseRequest, PersonFieldsRequest, PersonListRequest, PostChangeRequest,
    PostStartRequest, SiteAddRequest, SiteFieldsRequest, TodayRequest,
};
use steward_core::domain::ids::{PersonId, SiteId};
use support::desk::{Desk, account_holder, newcomer, no_date, refused, site_fields, typed};

fn listed(desk: &Desk, request: PersonListRequest) -> Vec<PersonId> {
    let list = desk.ask(app::person_list, request).unwrap();
    assert_eq!(
        usize::try_from(list.total).unwrap(),
        list.rows.len(),
        "the count is the list's"
    );
    list.rows.into_iter().map(|row| row.person).collect()
}

fn of(who: ListedPeople) -> PersonListRequest {
    PersonListRequest::of(who)
}

fn in_role(who: ListedPeople, role: &str) -> PersonListRequest {
    PersonListRequest {
        role: Some(role.to_owned()),
        ..of(who)
    }
}

fn second_home(desk: &Desk) -> SiteId {
    let request = SiteAddRequest {
        site: SiteFieldsRequest {
            ods_code: "VM4K2".to_owned(),
            ..site_fields("Beech Lodge")
        },
        mailbox_address: "care.vm4k2@nhs.net".to_owned(),
    };
    desk.ask(app::site_add, request).unwrap().id.unwrap().parse().unwrap()
}

fn ends(desk: &Desk, person: PersonId, to: jiff::civil::Date) {
    let post = desk.person(person).posts.last().unwrap().clone();
    let request = PostChangeRequest {
        post: post.post,
        role: post.role.unwrap_or_default(),
        from: no_date(),
        to: typed(to),
        works_on: None,
    };
    desk.ask(app::post_change, request).unwrap();
}

fn starts(desk: &Desk, person: PersonId, site: SiteId, role: &str) {
    let request = PostStartRequest {
        person,
        site,
        role: role.to_owned(),
        from: typed(date(2026, 11, 16)),
        works_on: None,
    };
    desk.ask(app::post_start, request).unwrap();
}

fn filters(desk: &Desk) -> PeopleFiltersView {
    desk.ask(app::people_filters_get, NoRequest {}).unwrap()
}

fn view(name: &str) -> PeopleViewSaveRequest {
    PeopleViewSaveRequest {
        view: None,
        name: name.to_owned(),
        site: None,
        who: ListedPeople::Left,
        due: Some(DuePeople::LeftWithAccess),
        role: Some("Nurse".to_owned()),
    }
}

fn save(desk: &Desk, request: PeopleViewSaveRequest) -> Result<PeopleFiltersView, ApiError> {
    desk.ask(app::people_view_save, request)
}

fn names(filters: &PeopleFiltersView) -> Vec<&str> {
    filters.views.iter().map(|view| view.name.as_str()).collect()
}

#[test]
fn a_role_is_the_one_somebody_has_now_or_had_until_they_left_however_it_is_written() {
    let desk = Desk::with_home();
    let amina = desk.added(newcomer("Amina Khan", "07700 900101", "amina@example.org"));
    let bilal = desk.added(newcomer("Bilal Khan", "07700 900102", "bilal@example.org"));
    let carys = desk.added(newcomer("Carys Price", "07700 900103", "carys@example.org"));
    // Bilal went up, Carys left.
    ends(&desk, bilal, date(2026, 11, 10));
    starts(&desk, bilal, desk.site(), "Senior carer");
    ends(&desk, carys, date(2026, 11, 10));

    assert_eq!(listed(&desk, in_role(ListedPeople::Current, "care ASSISTANT")), [amina]);
    assert_eq!(listed(&desk, in_role(ListedPeople::Left, "Care assistant")), [carys]);
    assert_eq!(
        listed(&desk, in_role(ListedPeople::All, "Care assistant")),
        [amina, carys]
    );
    assert_eq!(listed(&desk, in_role(ListedPeople::Current, "Senior carer")), [bilal]);
    assert_eq!(listed(&desk, in_role(ListedPeople::All, "Cook")), []);
    let searched = PersonListRequest {
        text: "khan".to_owned(),
        ..in_role(ListedPeople::Current, "Care assistant")
    };
    assert_eq!(listed(&desk, searched), [amina]);
    let roles = filters(&desk).roles;
    assert_eq!(roles, ["Care assistant", "Senior carer"]);
    let left = desk.ask(app::person_list, of(ListedPeople::Left)).unwrap();
    assert_eq!(left.rows[0].roles, "Care assistant", "a leaver shows what they were");
    assert_eq!(desk.verify().damage, []);
}

#[test]
fn a_home_shows_who_works_there_now_and_the_role_is_the_one_they_have_there() {
    let desk = Desk::with_home();
    let rowan = desk.site();
    let amina = desk.added(newcomer("Amina Khan", "07700 900101", "amina@example.org"));
    let bilal = desk.added(newcomer("Bilal Khan", "07700 900102", "bilal@example.org"));
    let beech = second_home(&desk);
    // Amina works at both, Bilal moved over.
    starts(&desk, amina, beech, "Cook");
    starts(&desk, bilal, beech, "Cook");
    let post = desk
        .person(bilal)
        .posts
        .iter()
        .find(|post| post.site == rowan)
        .unwrap()
        .clone();
    let request = PostChangeRequest {
        post: post.post,
        role: post.role.unwrap(),
        from: no_date(),
        to: typed(date(2026, 11, 15)),
        works_on: None,
    };
    desk.ask(app::post_change, request).unwrap();

    let at = |site: SiteId, role: Option<&str>, who: ListedPeople| {
        let request = PersonListRequest {
            site: Some(site),
            role: role.map(str::to_owned),
            ..of(who)
        };
        listed(&desk, request)
    };
    assert_eq!(at(beech, None, ListedPeople::Current), [amina, bilal]);
    assert_eq!(at(rowan, Some("Care assistant"), ListedPeople::Current), [amina]);
    assert_eq!(at(rowan, Some("Cook"), ListedPeople::Current), []);
    assert_eq!(at(beech, Some("Cook"), ListedPeople::All), [amina, bilal]);
    assert!(!at(rowan, None, ListedPeople::Current).contains(&bilal));
    assert!(at(rowan, None, ListedPeople::All).contains(&bilal));
    assert_eq!(at(rowan, None, ListedPeople::Left), []);
}

#[test]
fn what_is_due_is_combined_with_who_and_with_the_role() {
    let desk = Desk::with_home();
    let quiet = |name: &str, address: &str, mobile: &str| {
        desk.added(PersonFieldsRequest {
            last_confirmed_active_on: typed(date(2026, 9, 1)),
            ..account_holder(name, address, mobile)
        })
    };
    let amina = quiet("Amina Khan", "amina.khan@nhs.net", "07700 900101");
    let bilal = quiet("Bilal Khan", "bilal.khan@nhs.net", "07700 900102");
    ends(&desk, bilal, date(2026, 11, 10));
    let due = |who, role: Option<&str>| PersonListRequest {
        due: Some(DuePeople::AccountToCheck),
        role: role.map(str::to_owned),
        ..of(who)
    };
    // The owner's own account was never checked either.
    let listed = |desk: &Desk, request| {
        let mut people = listed(desk, request);
        people.retain(|person| *person != desk.owner());
        people
    };
    assert_eq!(listed(&desk, due(ListedPeople::All, None)), [amina, bilal]);
    assert_eq!(listed(&desk, due(ListedPeople::Current, None)), [amina]);
    assert_eq!(listed(&desk, due(ListedPeople::Left, None)), [bilal]);
    assert_eq!(
        listed(&desk, due(ListedPeople::All, Some("Care assistant"))),
        [amina, bilal]
    );
    assert_eq!(listed(&desk, due(ListedPeople::All, Some("Cook"))), []);
    let today = desk.ask(app::today_get, TodayRequest { site: None }).unwrap();
    assert!(
        today.lines.iter().any(|line| line.count == Some(3)),
        "Today counts as the list does: {:?}",
        today.lines
    );
}

#[test]
fn a_view_is_saved_renamed_deleted_and_brought_back_as_it_was() {
    let mut desk = Desk::with_home();
    assert_eq!(
        refused(save(&desk, view("  "))),
        (ErrorCode::MissingField, Some("name".to_owned()))
    );
    let saved = save(&desk, view(" Nurses who  left ")).unwrap();
    assert_eq!(names(&saved), ["Nurses who left"]);
    let kept = saved.views[0].clone();
    assert_eq!(
        (kept.who, kept.due, kept.role.as_deref()),
        (ListedPeople::Left, Some(DuePeople::LeftWithAccess), Some("Nurse"))
    );
    assert_eq!(
        refused(save(&desk, view("NURSES who left"))),
        (ErrorCode::ViewNameTaken, Some("name".to_owned()))
    );
    let renamed = PeopleViewSaveRequest {
        view: Some(kept.view),
        ..view("Leavers")
    };
    assert_eq!(names(&save(&desk, renamed).unwrap()), ["Leavers"]);
    let gone = desk
        .ask(app::people_view_delete, PeopleViewRequest { view: kept.view })
        .unwrap();
    assert_eq!(names(&gone), Vec::<&str>::new());
    let back = PeopleViewSaveRequest {
        view: Some(kept.view),
        ..view("Leavers")
    };
    assert_eq!(save(&desk, back).unwrap().views[0].view, kept.view);

    // In the file, with the rest.
    desk.reopen();
    assert_eq!(names(&filters(&desk)), ["Leavers"]);
    for number in 1..40 {
        save(&desk, view(&format!("View {number}"))).unwrap();
    }
    assert_eq!(refused(save(&desk, view("One more"))).0, ErrorCode::TooManyViews);
}

#[test]
fn a_view_says_nothing_about_anybody() {
    let desk = Desk::with_home();
    let refusal = refused(save(&desk, view("born 14/02/1988")));
    assert_eq!(refusal, (ErrorCode::PersonalData, Some("name".to_owned())));
    let edith = desk.added(newcomer("Edith Quill", "07700 900104", "edith@example.org"));
    save(&desk, view("Cover for EDITH QUILL")).unwrap();
    save(&desk, view("Leavers")).unwrap();
    let erase = PersonEraseRequest {
        person: edith,
        name_typed: "Edith Quill".to_owned(),
    };
    desk.ask(app::person_erase, erase).unwrap();
    assert_eq!(
        names(&filters(&desk)),
        ["Leavers"],
        "who is erased is erased from the names of views too"
    );
}
