//! Erasing a person: what is gone, and where.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use steward_core::app;
use steward_core::contract::{
    DetailView, ErrorCode, ListedPeople, PersonAddRequest, PersonEraseRequest, PersonListRequest,
};
use support::desk::{Desk, newcomer, no_date, refused};

fn listed(desk: &Desk, who: ListedPeople) -> Vec<DetailView> {
    let all = PersonListRequest {
        text: String::new(),
        site: None,
        who,
        offset: 0,
        limit: 50,
    };
    desk.ask(app::person_list, all)
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
    assert_eq!(listed(&desk, ListedPeople::Current).len(), 2);

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
        listed(&desk, ListedPeople::Current),
        [DetailView::Given("Jane Smith".to_owned())]
    );
    assert!(matches!(
        listed(&desk, ListedPeople::Left)[..],
        [DetailView::Removed(_)]
    ));
    assert_eq!(refused(desk.undo(erased.action.unwrap())).0, ErrorCode::CannotUndo);
    assert!(desk.meta().erased.contains(&person));
    assert!(desk.verify().damage.is_empty());
}
