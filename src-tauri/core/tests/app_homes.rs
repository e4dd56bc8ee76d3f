//! Several homes of one owner, and a home that closes or gets a new code.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::{Date, date};
use steward_core::app;
use steward_core::contract::{
    HomeView, ListedPeople, MailboxAddRequest, MailboxChangeRequest, PersonListRequest, PostStartRequest,
    SiteAddRequest, SiteChangeRequest, SiteFieldsRequest, SiteRequest, TodayRequest,
};
use steward_core::domain::ids::{MailboxId, SiteId};
use support::desk::{Desk, MAILBOX, newcomer, no_date, site_fields, typed};

fn homes(desk: &Desk) -> Vec<HomeView> {
    desk.ask(app::header_get, TodayRequest { site: None }).unwrap().sites
}

fn close(desk: &Desk, site: SiteId, on: Date) {
    let fields = SiteFieldsRequest {
        closed_on: typed(on),
        ..site_fields("Rowan House")
    };
    desk.ask(app::site_change, SiteChangeRequest { site, fields }).unwrap();
}

fn listed(desk: &Desk, site: Option<SiteId>) -> u32 {
    let request = PersonListRequest {
        text: String::new(),
        site,
        who: ListedPeople::All,
        due: None,
        role: None,
        offset: 0,
        limit: 50,
    };
    desk.ask(app::person_list, request).unwrap().total
}

#[test]
fn a_home_is_open_on_its_last_day_and_keeps_its_people_and_history_when_it_has_closed() {
    let desk = Desk::with_home();
    let site = desk.site();
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    close(&desk, site, date(2026, 11, 20));
    assert!(!homes(&desk)[0].closed, "it is open on its last day");
    desk.set_now("2026-11-21T10:00:00Z");
    let home = homes(&desk).swap_remove(0);
    assert!(home.closed);
    assert_eq!(
        (home.name.as_str(), home.mailboxes[0].address.as_str()),
        ("Rowan House", MAILBOX)
    );
    assert_eq!(listed(&desk, Some(site)), 2);
    assert!(!desk.person(edith).history.is_empty());
    let view = desk.ask(app::site_get, SiteRequest { site }).unwrap();
    assert_eq!(view.closed_on, Some(date(2026, 11, 20)));
    assert_eq!(view.history.len(), 3, "the home, its mailbox, and that it closed");
}

#[test]
fn closing_a_home_by_mistake_is_undone() {
    let desk = Desk::with_home();
    let site = desk.site();
    close(&desk, site, date(2026, 3, 31));
    assert!(homes(&desk)[0].closed);
    let action = desk.ask(app::site_get, SiteRequest { site }).unwrap().history[0].action;
    desk.undo(action).unwrap();
    assert!(!homes(&desk)[0].closed);
}

#[test]
fn a_new_code_brings_a_new_mailbox_and_the_old_one_stays_with_its_last_day() {
    let desk = Desk::with_home();
    let (site, old) = (desk.site(), desk.mailbox());
    let fields = SiteFieldsRequest {
        ods_code: "G7H8J".to_owned(),
        ..site_fields("Rowan House")
    };
    desk.ask(app::site_change, SiteChangeRequest { site, fields }).unwrap();
    let add = MailboxAddRequest {
        site,
        address: "care.g7h8j@nhs.net".to_owned(),
        display_name: String::new(),
        from: typed(date(2026, 12, 1)),
    };
    let new: MailboxId = desk.ask(app::mailbox_add, add).unwrap().id.unwrap().parse().unwrap();
    let end = MailboxChangeRequest {
        mailbox: old,
        address: MAILBOX.to_owned(),
        display_name: String::new(),
        from: no_date(),
        to: typed(date(2026, 11, 30)),
    };
    desk.ask(app::mailbox_change, end).unwrap();
    let boxes = homes(&desk).swap_remove(0).mailboxes;
    let ended: Vec<_> = boxes.iter().map(|each| (each.mailbox, each.to)).collect();
    assert!(ended.contains(&(old, Some(date(2026, 11, 30)))) && ended.contains(&(new, None)));
    let codes: Vec<_> = desk
        .ask(app::site_get, SiteRequest { site })
        .unwrap()
        .history
        .into_iter()
        .flat_map(|line| line.fields)
        .filter(|field| field.field == "ods_code")
        .filter_map(|field| field.value)
        .collect();
    assert_eq!(codes.first().map(String::as_str), Some("G7H8J"));
}

#[test]
fn one_home_in_view_shows_those_who_work_there_and_somebody_in_two_homes_is_in_both() {
    let desk = Desk::with_home();
    let rowan = desk.site();
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let add = SiteAddRequest {
        site: site_fields("Elder Court"),
        mailbox_address: "care.vm4k2@nhs.net".to_owned(),
    };
    let elder: SiteId = desk.ask(app::site_add, add).unwrap().id.unwrap().parse().unwrap();
    assert_eq!((listed(&desk, Some(rowan)), listed(&desk, Some(elder))), (2, 0));
    let start = PostStartRequest {
        person: edith,
        site: elder,
        role: String::new(),
        from: no_date(),
        works_on: None,
    };
    desk.ask(app::post_start, start).unwrap();
    assert_eq!((listed(&desk, Some(rowan)), listed(&desk, Some(elder))), (2, 1));
    assert_eq!(listed(&desk, None), 2, "she is one person");
    let names: Vec<_> = homes(&desk).into_iter().map(|home| home.name).collect();
    assert_eq!(names, ["Elder Court", "Rowan House"]);
}
