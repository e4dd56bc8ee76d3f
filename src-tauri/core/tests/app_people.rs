//! People, their posts and their access.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::date;
use steward_core::app;
use steward_core::contract::{
    AccessStartRequest, ApiError, DetailView, ErrorCode, HappenedView, Notice, PersonFieldsRequest, PersonRequest,
    PostChangeRequest, PostStartRequest, SavedView, SiteAddRequest, ValueCheckRequest, ValueKind,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::ids::{PersonId, SiteId};
use support::desk::{Desk, account_holder, newcomer, no_date, person, refused, site_fields, typed};

fn start(desk: &Desk, person: PersonId, site: SiteId, role: &str) -> Result<SavedView, ApiError> {
    desk.ask(
        app::post_start,
        PostStartRequest {
            person,
            site,
            role: role.to_owned(),
            from: no_date(),
            works_on: None,
        },
    )
}

fn leave(desk: &Desk, person: PersonId, on: jiff::civil::Date) -> Result<SavedView, ApiError> {
    let post = desk
        .person(person)
        .posts
        .into_iter()
        .find(|post| post.to.is_none())
        .unwrap();
    let from = post.from.map(typed).unwrap_or_default();
    let role = post.role.unwrap_or_default();
    desk.ask(
        app::post_change,
        PostChangeRequest {
            post: post.post,
            role,
            from,
            to: typed(on),
            works_on: None,
        },
    )
}

#[test]
fn a_mobile_an_email_and_an_address_are_one_persons_own() {
    let desk = Desk::with_home();
    desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    desk.added(account_holder(
        "Joan Pemberley",
        "joan.pemberley@nhs.net",
        "07700 900043",
    ));
    let refusals = [
        (
            newcomer("Tom Fairweather", "+44 7700 900042", ""),
            ErrorCode::DuplicateMobile,
            "person.personal_mobile",
        ),
        (
            newcomer("Tom Fairweather", "07700900043", ""),
            ErrorCode::DuplicateMobile,
            "person.personal_mobile",
        ),
        (
            account_holder("Tom Fairweather", "", "07700 900042"),
            ErrorCode::DuplicateMobile,
            "person.linked_mobile",
        ),
        (
            newcomer("Tom Fairweather", "", "Edith.Quill@Example.org"),
            ErrorCode::DuplicateEmail,
            "person.personal_email",
        ),
        (
            account_holder("Tom Fairweather", "Joan.Pemberley@nhs.net", ""),
            ErrorCode::DuplicateAddress,
            "person.nhsmail_address",
        ),
        (
            account_holder("Tom Fairweather", "care.vlaxl@nhs.net", ""),
            ErrorCode::DuplicateAddress,
            "person.nhsmail_address",
        ),
    ];
    for (fields, code, field) in refusals {
        assert_eq!(refused(desk.add(fields)), (code, Some(field.to_owned())));
    }
    assert_eq!(desk.search("fairweather"), [], "nothing was added");
    // A person's own two numbers may be one.
    let own = PersonFieldsRequest {
        linked_mobile: "07700 900044".to_owned(),
        ..newcomer("Tom Fairweather", "07700 900044", "tom@example.org")
    };
    assert!(desk.add(own).is_ok());
}

#[test]
fn a_leavers_number_is_free_again_after_their_thirty_days() {
    let desk = Desk::with_home();
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let next = || newcomer("Tom Fairweather", "07700 900042", "tom@example.org");
    leave(&desk, edith, date(2026, 11, 20)).unwrap();
    desk.set_now("2026-12-20T10:00:00Z");
    assert_eq!(refused(desk.add(next())).0, ErrorCode::DuplicateMobile);
    desk.set_now("2026-12-22T10:00:00Z");
    assert!(desk.add(next()).is_ok());
}

#[test]
fn a_name_that_looks_the_same_is_noticed_and_allowed() {
    let desk = Desk::with_home();
    desk.added(person("Grace O’Neill"));
    let saved = desk.add(person("Gráce O'Neill")).unwrap();
    let notices: Vec<_> = saved
        .notices
        .iter()
        .map(|notice| (notice.notice, notice.about.as_deref()))
        .collect();
    assert_eq!(notices, [(Notice::NameLooksAlike, Some("Grace O’Neill"))]);
    let check = ValueCheckRequest {
        kind: ValueKind::FullName,
        text: "grace oneill".to_owned(),
        person: None,
        site: Some(desk.site()),
    };
    assert_eq!(desk.ask(app::value_check, check).unwrap().notices.len(), 2);
}

#[test]
fn people_work_in_two_homes_leave_and_come_back() {
    let desk = Desk::with_home();
    let lodge = SiteAddRequest {
        site: site_fields("Rowan Lodge"),
        mailbox_address: "care.vm4k2@nhs.net".to_owned(),
    };
    let lodge: SiteId = desk.ask(app::site_add, lodge).unwrap().id.unwrap().parse().unwrap();
    let femi = desk.added(person("Femi Balogun"));
    let house = desk
        .sites()
        .into_iter()
        .find(|row| row.name == "Rowan House")
        .unwrap()
        .site;
    assert_eq!(refused(start(&desk, femi, house, "Cook")).0, ErrorCode::AlreadyThere);
    start(&desk, femi, lodge, "Cook").unwrap();
    assert_eq!(desk.person(femi).posts.iter().filter(|post| post.current).count(), 2);
    assert_eq!(desk.search("cook"), [femi], "found by a role");

    let cook = desk
        .person(femi)
        .posts
        .into_iter()
        .find(|post| post.site == lodge)
        .unwrap();
    let end = |from, to| {
        let post = PostChangeRequest {
            post: cook.post,
            role: "Cook".to_owned(),
            from: typed(from),
            to: typed(to),
            works_on: None,
        };
        desk.ask(app::post_change, post)
    };
    let backwards = refused(end(date(2026, 11, 10), date(2026, 11, 9)));
    assert_eq!(backwards, (ErrorCode::InvalidValue, Some("to".to_owned())));
    end(date(2026, 11, 10), date(2026, 11, 19)).unwrap();
    assert_eq!(desk.person(femi).posts.iter().filter(|post| post.current).count(), 1);
    let last = desk.person(femi).history.into_iter().next().unwrap();
    assert!(
        last.fields.iter().any(|field| field.field == "to"),
        "the end of a post is in their history"
    );
    desk.set_now("2026-12-01T10:00:00Z");
    start(&desk, femi, lodge, "Head cook").unwrap();
    let posts = desk.person(femi).posts;
    assert_eq!((posts.len(), posts.iter().filter(|post| post.current).count()), (3, 2));
}

#[test]
fn the_last_owner_of_a_mailbox_stays_until_there_is_another() {
    let desk = Desk::with_home();
    let (owner, today) = (desk.owner(), date(2026, 11, 20));
    assert_eq!(refused(desk.end_access(owner, today)).0, ErrorCode::LastOwner);
    let edith = desk.added(person("Edith Quill"));
    let second = AccessStartRequest {
        person: edith,
        mailbox: desk.mailbox(),
        level: AccessLevel::Owner,
        from: no_date(),
    };
    let given = desk.ask(app::access_start, second).unwrap();
    desk.end_access(owner, today).unwrap();
    // Now the second one is the last: taking the giving back would leave nobody.
    desk.set_now("2026-11-22T10:00:00Z");
    assert_eq!(refused(desk.undo(given.action.unwrap())).0, ErrorCode::LastOwner);
    assert_eq!(desk.person(edith).access.len(), 1);
}

#[test]
fn every_edit_says_who_and_what_and_can_be_taken_back() {
    let desk = Desk::with_home();
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let saved = desk
        .change(
            edith,
            newcomer("Edith Quill", "07700 900099", "edith.quill@example.org"),
        )
        .unwrap();
    let line = desk.person(edith).history.into_iter().next().unwrap();
    assert_eq!(line.author, Some(DetailView::Given("Jane Smith".to_owned())));
    assert_eq!(line.happened, HappenedView::Changed);
    let fields: Vec<_> = line
        .fields
        .iter()
        .map(|field| (field.field.as_str(), field.value.as_deref()))
        .collect();
    assert_eq!(fields, [("personal_mobile", Some("07700900099"))], "only what changed");
    assert!(line.can_undo);

    desk.undo(saved.action.unwrap()).unwrap();
    assert_eq!(
        desk.person(edith).personal_mobile,
        DetailView::Given("07700900042".to_owned())
    );
    assert_eq!(refused(desk.undo(saved.action.unwrap())).0, ErrorCode::CannotUndo);
    let nothing = desk
        .change(
            edith,
            newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"),
        )
        .unwrap();
    assert_eq!(nothing.action, None, "saving without a change records nothing");
}

#[test]
fn an_undo_brings_no_value_back_that_somebody_else_has_meanwhile() {
    let desk = Desk::with_home();
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let saved = desk
        .change(
            edith,
            newcomer("Edith Quill", "07700 900099", "edith.quill@example.org"),
        )
        .unwrap();
    desk.added(newcomer("Tom Fairweather", "07700 900042", "tom@example.org"));
    assert_eq!(refused(desk.undo(saved.action.unwrap())).0, ErrorCode::DuplicateMobile);
    assert_eq!(
        desk.person(edith).personal_mobile,
        DetailView::Given("07700900099".to_owned())
    );
}

#[test]
fn removed_contact_details_stay_removed_and_new_ones_can_be_given() {
    let desk = Desk::with_home();
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let removed = desk.ask(app::contact_remove, PersonRequest { person: edith }).unwrap();
    let view = desk.person(edith);
    assert_eq!(view.personal_mobile, DetailView::Removed(date(2026, 11, 20)));
    assert_eq!(view.full_name, DetailView::Given("Edith Quill".to_owned()));
    assert_eq!(refused(desk.undo(removed.action.unwrap())).0, ErrorCode::CannotUndo);
    assert_eq!(desk.search("900042"), []);
    desk.change(edith, newcomer("Edith Quill", "07700 900077", "")).unwrap();
    assert_eq!(
        desk.person(edith).personal_mobile,
        DetailView::Given("07700900077".to_owned())
    );
    assert!(desk.verify().damage.is_empty());
}

#[test]
fn the_homes_own_email_is_no_personal_one() {
    let desk = Desk::with_home();
    let refusal = refused(desk.add(newcomer("Edith Quill", "", "manager@rowanhouse.co.uk")));
    assert_eq!(
        refusal,
        (ErrorCode::InvalidValue, Some("person.personal_email".to_owned()))
    );
    let refusal = refused(desk.add(newcomer("Edith Quill", "", "edith.quill@nhs.net")));
    assert_eq!(
        refusal,
        (ErrorCode::InvalidValue, Some("person.personal_email".to_owned()))
    );
}
