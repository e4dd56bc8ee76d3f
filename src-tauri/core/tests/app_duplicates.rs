//! Records that may be one person: found, put together, taken apart, and kept apart.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use std::collections::BTreeSet;

use jiff::civil::date;
use steward_core::app;
use steward_core::clock::Clock;
use steward_core::contract::{
    AccessStartRequest, DetailView, DuplicatesRequest, DuplicatesView, ErrorCode, HappenedView, ListedPeople,
    NoRequest, PairRequest, PairView, PathAnswersRequest, PathBeginRequest, PeopleMergeRequest, PersonEraseRequest,
    PersonFieldsRequest, PersonListRequest, PersonRequest, PostChangeRequest, RequestListRequest, RequestMoveRequest,
    RequestRequest, SavedView, TodayKindView, TodayRequest,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::change::Body;
use steward_core::domain::duplicate::{Likeness, PersonField};
use steward_core::domain::ids::PersonId;
use steward_core::domain::path::{Arrival, PathKind};
use steward_core::domain::request::{RequestKind, RequestState};
use steward_core::store::{self, WriteContext, Writer};
use support::desk::{Desk, Dialog, Did, account_holder, joiner, newcomer, no_date, person, refused, typed};

fn duplicates(desk: &Desk) -> DuplicatesView {
    desk.ask(app::duplicates_get, DuplicatesRequest { site: None }).unwrap()
}

fn pairs(desk: &Desk) -> Vec<(BTreeSet<PersonId>, Vec<Likeness>)> {
    let pairs = duplicates(desk).pairs.into_iter();
    pairs
        .map(|pair| (both(pair.one.person, pair.other.person), pair.likeness))
        .collect()
}

fn both(one: PersonId, other: PersonId) -> BTreeSet<PersonId> {
    BTreeSet::from([one, other])
}

fn pair(desk: &Desk, one: PersonId, other: PersonId) -> PairView {
    desk.ask(app::pair_get, PairRequest { one, other }).unwrap()
}

fn merge(desk: &Desk, kept: PersonId, other: PersonId, take: &[PersonField]) -> SavedView {
    let request = PeopleMergeRequest {
        kept,
        other,
        take: take.to_vec(),
    };
    desk.ask(app::people_merge, request).unwrap()
}

/// How many pairs stand on Today: as many as their page has, for everybody and for each home.
fn on_today(desk: &Desk) -> Option<u32> {
    let counted = |site| {
        let today = desk.ask(app::today_get, TodayRequest { site }).unwrap();
        let line = today
            .lines
            .into_iter()
            .find(|line| line.kind == TodayKindView::Duplicates)?;
        line.count
    };
    let sites = desk.ask(app::site_list, NoRequest {}).unwrap().sites;
    for site in sites.iter().map(|row| Some(row.site)).chain([None]) {
        let pairs = desk.ask(app::duplicates_get, DuplicatesRequest { site }).unwrap().pairs;
        assert_eq!(counted(site).unwrap_or_default(), u32::try_from(pairs.len()).unwrap());
    }
    counted(None)
}

fn listed(desk: &Desk, who: ListedPeople) -> Vec<PersonId> {
    let request = PersonListRequest {
        text: String::new(),
        site: None,
        who,
        due: None,
        role: None,
        offset: 0,
        limit: 100,
    };
    let rows = desk.ask(app::person_list, request).unwrap().rows.into_iter();
    rows.map(|row| row.person).collect()
}

fn given(text: &str) -> DetailView {
    DetailView::Given(text.to_owned())
}

/// Amy, who was added twice: by her name as a newcomer, and by her account.
fn amy_twice(desk: &Desk) -> (PersonId, PersonId) {
    let first = desk.added(newcomer("Amy Poole", "07700 900201", "amy.poole@example.org"));
    let second = desk.added(PersonFieldsRequest {
        note: "Works nights".to_owned(),
        ..account_holder("Amy Póole", "amy.poole@nhs.net", "07700 900202")
    });
    (first, second)
}

fn leave(desk: &Desk, person: PersonId, on: jiff::civil::Date) {
    let post = desk.person(person).posts[0].clone();
    let request = PostChangeRequest {
        post: post.post,
        role: post.role.unwrap_or_default(),
        from: post.from.map_or_else(no_date, typed),
        to: typed(on),
        works_on: None,
    };
    desk.ask(app::post_change, request).unwrap();
}

#[test]
fn pairs_are_found_by_what_they_share_and_stand_on_today_until_they_are_dealt_with() {
    let desk = Desk::with_home();
    assert!(pairs(&desk).is_empty());
    assert_eq!(on_today(&desk), None);

    let (amy, again) = amy_twice(&desk);
    assert_eq!(pairs(&desk), [(both(amy, again), vec![Likeness::Name])]);
    assert_eq!(on_today(&desk), Some(1));
    assert_eq!(desk.person(amy).alike[0].person, again);

    // Somebody who left long ago and came back was written down anew, with the number they always had.
    let left = desk.added(newcomer("Bilal Khan", "07700 900210", "bilal@example.org"));
    leave(&desk, left, date(2026, 8, 1));
    let back = desk.added(newcomer("Bill Khan", "07700 900210", "bilal@example.org"));
    assert_eq!(
        pairs(&desk),
        [
            (both(left, back), vec![Likeness::Mobile, Likeness::Email]),
            (both(amy, again), vec![Likeness::Name]),
        ]
    );
    assert_eq!(on_today(&desk), Some(2));

    // What they shared is changed, and the pair is gone.
    desk.change(back, newcomer("Bill Khan", "07700 900211", "bill@example.org"))
        .unwrap();
    assert_eq!(pairs(&desk), [(both(amy, again), vec![Likeness::Name])]);
    assert_eq!(desk.verify().damage, []);
}

#[test]
fn two_records_stand_side_by_side_with_what_differs() {
    let desk = Desk::with_home();
    let (amy, again) = amy_twice(&desk);
    let view = pair(&desk, amy, again);
    assert_eq!(view.one.full_name, given("Amy Poole"));
    assert_eq!(view.other.full_name, given("Amy Póole"));
    assert_eq!(view.likeness, [Likeness::Name]);
    assert_eq!(
        view.differs,
        [
            PersonField::FullName,
            PersonField::PersonalMobile,
            PersonField::PersonalEmail,
            PersonField::NhsmailAddress,
            PersonField::LinkedMobile,
            PersonField::HasAccount,
            PersonField::Note,
        ]
    );
    assert!(!view.two_people);
    let same = PairRequest { one: amy, other: amy };
    assert_eq!(
        refused(desk.ask(app::pair_get, same)),
        (ErrorCode::DuplicatePerson, Some("other".to_owned()))
    );
}

#[test]
fn the_record_that_stays_has_everything_of_both_and_the_other_is_in_no_list() {
    let desk = Desk::with_home();
    let (amy, again) = amy_twice(&desk);
    let access = AccessStartRequest {
        person: again,
        mailbox: desk.mailbox(),
        level: AccessLevel::Member,
        from: no_date(),
    };
    desk.ask(app::access_start, access).unwrap();
    let request = desk
        .draft(RequestKind::Joiner, vec![joiner(again, AccessLevel::Member)])
        .unwrap();
    let path = PathBeginRequest {
        person: again,
        kind: PathKind::Starts,
        site: Some(desk.site()),
        on: no_date(),
        answers: PathAnswersRequest {
            arrival: Some(Arrival::Joiner),
            ..PathAnswersRequest::default()
        },
    };
    desk.ask(app::path_begin, path).unwrap();

    merge(
        &desk,
        amy,
        again,
        &[
            PersonField::NhsmailAddress,
            PersonField::LinkedMobile,
            PersonField::HasAccount,
        ],
    );
    let view = desk.person(amy);
    assert_eq!(view.full_name, given("Amy Poole"), "what was not chosen stays");
    assert_eq!(view.nhsmail_address, given("amy.poole@nhs.net"));
    assert_eq!(view.personal_mobile, given("07700900201"));
    assert_eq!(view.posts.len(), 2);
    assert_eq!(view.access.len(), 1);
    assert_eq!(view.paths.len(), 1);
    assert_eq!(view.requests.len(), 1);
    assert_eq!(view.requests[0].request, request.request);
    assert_eq!(view.merged[0].person, again);
    assert_eq!(view.merged[0].name, given("Amy Póole"));
    let happened: Vec<HappenedView> = view.history.iter().map(|line| line.happened).collect();
    assert!(happened.contains(&HappenedView::Merged) && happened.contains(&HappenedView::PathBegun));

    // The other's page leads to the one that stays.
    assert_eq!(desk.person(again).person, amy);
    assert_eq!(
        listed(&desk, ListedPeople::All)
            .iter()
            .filter(|who| **who == again)
            .count(),
        0
    );
    assert_eq!(desk.search("póole"), [amy]);
    assert!(pairs(&desk).is_empty() && on_today(&desk).is_none());
    // One person can open the mailbox once.
    let home = &desk.sites()[0];
    assert_eq!(home.people, 2);
    let mine = RequestListRequest {
        site: None,
        person: Some(amy),
        kind: None,
        state: None,
        text: String::new(),
        open_only: true,
    };
    assert_eq!(desk.ask(app::request_list, mine).unwrap().rows.len(), 1);
    assert_eq!(desk.verify().damage, []);
}

#[test]
fn a_request_about_the_record_that_left_is_open_for_the_one_that_stays() {
    let desk = Desk::with_home();
    let (amy, again) = amy_twice(&desk);
    let request = desk
        .draft(RequestKind::Joiner, vec![joiner(again, AccessLevel::Member)])
        .unwrap()
        .request;
    merge(
        &desk,
        amy,
        again,
        &[
            PersonField::FullName,
            PersonField::NhsmailAddress,
            PersonField::LinkedMobile,
            PersonField::HasAccount,
        ],
    );
    // It is not sent yet: drawn again, it is about the record that stays.
    let drawn = desk.ask(app::request_refresh, RequestRequest { request }).unwrap();
    assert_eq!(drawn.people[0], amy);
    let copy = steward_core::contract::RequestCopyRequest {
        request,
        part: steward_core::contract::CopyPartView::All,
    };
    desk.ask(app::request_copy, copy).unwrap();
    let sent = steward_core::contract::RequestSentRequest {
        request,
        from_shared_mailbox: true,
        on: no_date(),
    };
    desk.ask(app::request_sent, sent).unwrap();
    let refusal = refused(desk.draft(RequestKind::Joiner, vec![joiner(amy, AccessLevel::Member)]));
    assert_eq!(refusal.0, ErrorCode::RequestOpen);

    // One that was sent before the two were put together stays as it was sent, and can be moved on.
    let desk = Desk::with_home();
    let (amy, again) = amy_twice(&desk);
    let request = desk
        .draft(RequestKind::Joiner, vec![joiner(again, AccessLevel::Member)])
        .unwrap()
        .request;
    let copy = steward_core::contract::RequestCopyRequest {
        request,
        part: steward_core::contract::CopyPartView::All,
    };
    desk.ask(app::request_copy, copy).unwrap();
    let sent = steward_core::contract::RequestSentRequest {
        request,
        from_shared_mailbox: true,
        on: no_date(),
    };
    desk.ask(app::request_sent, sent).unwrap();
    merge(
        &desk,
        amy,
        again,
        &[PersonField::NhsmailAddress, PersonField::LinkedMobile],
    );
    let refusal = refused(desk.draft(RequestKind::Joiner, vec![joiner(amy, AccessLevel::Member)]));
    assert_eq!(refusal.0, ErrorCode::RequestOpen);
    let done = RequestMoveRequest {
        request,
        people: vec![again],
        to: RequestState::Done,
        on: no_date(),
        why: None,
    };
    desk.ask(app::request_move, done).unwrap();
    assert_eq!(desk.person(amy).requests[0].state, RequestState::Done);
    assert_eq!(desk.verify().damage, []);
}

#[test]
fn undoing_gives_both_records_back_and_taking_apart_leaves_what_was_taken_over() {
    let desk = Desk::with_home();
    let (amy, again) = amy_twice(&desk);
    let before = (desk.person(amy), desk.person(again));
    let merged = merge(&desk, amy, again, &[PersonField::NhsmailAddress, PersonField::Note]);
    desk.undo(merged.action.unwrap()).unwrap();
    let after = (desk.person(amy), desk.person(again));
    assert_eq!(after.0.nhsmail_address, before.0.nhsmail_address);
    assert_eq!((after.0.posts, after.1.posts), (before.0.posts, before.1.posts));
    assert_eq!(after.1.full_name, given("Amy Póole"));
    assert!(after.0.merged.is_empty());
    assert_eq!(pairs(&desk).len(), 1, "they are alike again");
    let last = &desk.person(amy).history[0];
    assert_eq!(last.happened, HappenedView::Undone);

    // When something it took over was changed since, undoing says so; the two can be taken apart all the same.
    let merged = merge(&desk, amy, again, &[PersonField::Note]);
    let changed = PersonFieldsRequest {
        note: "Works days".to_owned(),
        ..newcomer("Amy Poole", "07700 900201", "amy.poole@example.org")
    };
    desk.change(amy, changed).unwrap();
    assert_eq!(
        refused(desk.undo(merged.action.unwrap())),
        (ErrorCode::ChangedSince, Some("note".to_owned()))
    );
    desk.ask(app::people_unmerge, PersonRequest { person: again }).unwrap();
    assert_eq!(desk.person(amy).note, given("Works days"));
    assert_eq!(desk.person(again).posts.len(), 1);
    let happened = |person| desk.person(person).history[0].happened;
    assert_eq!(happened(amy), HappenedView::Unmerged);
    assert_eq!(happened(again), HappenedView::Unmerged);
    let twice = desk.ask(app::people_unmerge, PersonRequest { person: again });
    assert_eq!(refused(twice).0, ErrorCode::NotFound);
    assert_eq!(desk.verify().damage, []);
}

#[test]
fn two_people_are_not_offered_again_until_that_is_taken_back() {
    let desk = Desk::with_home();
    let (amy, again) = amy_twice(&desk);
    let pair_of = PairRequest { one: again, other: amy };
    let said = desk.ask(app::two_people_set, pair_of).unwrap();
    assert!(pairs(&desk).is_empty() && on_today(&desk).is_none());
    assert!(desk.person(amy).alike.is_empty());
    let view = duplicates(&desk);
    assert_eq!(
        both(view.two_people[0].one.person, view.two_people[0].other.person),
        both(amy, again)
    );
    assert_eq!(desk.person(again).history[0].happened, HappenedView::TwoPeople);
    assert!(pair(&desk, amy, again).two_people);
    // Saying it twice says nothing new.
    assert_eq!(desk.ask(app::two_people_set, pair_of).unwrap().action, None);

    desk.ask(app::two_people_clear, pair_of).unwrap();
    assert_eq!(pairs(&desk).len(), 1);
    assert_eq!(desk.person(again).history[0].happened, HappenedView::TwoPeopleTakenBack);
    assert_eq!(refused(desk.ask(app::two_people_clear, pair_of)).0, ErrorCode::NotFound);

    let said_again = desk.ask(app::two_people_set, pair_of).unwrap();
    desk.undo(said_again.action.unwrap()).unwrap();
    assert_eq!(pairs(&desk).len(), 1);
    assert_eq!(
        refused(desk.undo(said.action.unwrap())).0,
        ErrorCode::ChangedSince,
        "it was taken back since"
    );

    // A third record of hers: who is somebody else stays somebody else when two of the three are put together.
    desk.ask(app::two_people_set, pair_of).unwrap();
    let third = desk.added(person("AMY POOLE"));
    assert_eq!(pairs(&desk).len(), 2);
    merge(&desk, third, amy, &[]);
    assert!(pairs(&desk).is_empty(), "the third stands for the first now");
    assert_eq!(desk.verify().damage, []);
}

#[test]
fn the_record_of_whoever_works_here_stays() {
    let desk = Desk::with_home();
    let owner = desk.owner();
    let other = desk.added(person("Jane Smíth"));
    assert_eq!(pair(&desk, owner, other).working_as, Some(owner));
    let request = PeopleMergeRequest {
        kept: other,
        other: owner,
        take: Vec::new(),
    };
    assert_eq!(
        refused(desk.ask(app::people_merge, request)),
        (ErrorCode::KeepYourself, Some("kept".to_owned()))
    );
    merge(&desk, owner, other, &[]);
    assert_eq!(desk.person(owner).posts.len(), 2);
}

#[test]
fn erasing_the_record_that_stays_erases_both_and_the_copy_holds_both() {
    let desk = Desk::with_home();
    let (amy, again) = amy_twice(&desk);
    merge(&desk, amy, again, &[]);
    desk.desktop.set_dialog(Dialog::Into(desk.documents.clone()));
    desk.desktop.take();
    desk.ask(app::person_copy_save, PersonRequest { person: amy }).unwrap();
    let saved = desk.desktop.take();
    let [Did::Saved(_, bytes)] = &saved[..] else {
        panic!("{saved:?}")
    };
    let text = String::from_utf8(bytes.clone()).unwrap();
    for held in ["Amy Poole", "07700900201", "Amy Póole", "07700900202", "Works nights"] {
        assert!(text.contains(held), "the copy holds {held}");
    }

    let erase = PersonEraseRequest {
        person: amy,
        name_typed: "Amy Poole".to_owned(),
    };
    desk.ask(app::person_erase, erase).unwrap();
    assert!(desk.meta().erased.contains(&amy) && desk.meta().erased.contains(&again));
    let raw = desk.raw();
    let keys: u32 = raw
        .query_row(
            "SELECT count(*) FROM class_key WHERE bytes IS NOT NULL AND person IN (?1, ?2)",
            [amy.uuid().as_bytes().as_slice(), again.uuid().as_bytes().as_slice()],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(keys, 0, "no key of either is left");
    raw.close().unwrap();
    assert!(desk.search("amy").is_empty());
    let erased = desk.person(again);
    assert_eq!(erased.person, amy);
    assert!(matches!(erased.full_name, DetailView::Removed(_)));
    assert_eq!(desk.verify().damage, []);
}

#[test]
fn contact_details_of_both_records_go_together() {
    let desk = Desk::with_home();
    let (amy, again) = amy_twice(&desk);
    merge(&desk, again, amy, &[]);
    desk.ask(app::contact_remove, PersonRequest { person: again }).unwrap();
    let raw = desk.raw();
    let (docs, mobiles): (String, u32) = raw
        .query_row(
            "SELECT group_concat(doc), count(personal_mobile) + count(linked_mobile) FROM person WHERE id IN (?1, ?2)",
            [amy.uuid().as_bytes().as_slice(), again.uuid().as_bytes().as_slice()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    assert!(!docs.contains("07700900"));
    assert_eq!(mobiles, 0);
    raw.close().unwrap();
    assert_eq!(desk.verify().damage, []);
}

/// Records changes as another computer would have brought them.
fn brought(desk: &mut Desk, bodies: Vec<Body>) {
    desk.restart();
    let opened = store::open(&desk.file(), &desk.secret().database_key(), |_, _| Ok(())).unwrap();
    let mut writer = Writer::new(opened.connection, desk.meta().device).unwrap();
    let context = WriteContext {
        now: desk.clock.now(),
        author: None,
        undoes: None,
    };
    for body in bodies {
        writer
            .act(context, |register| register.record(body))
            .map_err(|error: store::StoreError| error)
            .unwrap();
    }
    writer.close().unwrap();
    desk.reopen();
}

#[test]
fn links_that_two_computers_made_against_each_other_leave_one_record_and_lose_nothing() {
    let mut desk = Desk::with_home();
    let (amy, again) = amy_twice(&desk);
    let link = |person, into| Body::Merged {
        person,
        into,
        on: date(2026, 11, 20),
    };
    // One put the first into the second, the other the second into the first.
    brought(&mut desk, vec![link(amy, Some(again)), link(again, Some(amy))]);
    let everybody = listed(&desk, ListedPeople::All);
    assert_eq!(everybody.iter().filter(|who| [amy, again].contains(who)).count(), 1);
    assert_eq!(desk.person(again).person, amy);
    assert_eq!(desk.person(amy).posts.len(), 2);
    assert_eq!(desk.verify().damage, []);

    // Taken apart on one of them, the other's link stands.
    brought(&mut desk, vec![link(amy, None)]);
    assert_eq!(desk.person(again).person, amy);
    brought(&mut desk, vec![link(again, None)]);
    assert_eq!(desk.person(again).person, again);
    assert_eq!(desk.person(again).posts.len(), 1);

    // A link to a record whose adding was undone leads nowhere: nobody is lost.
    let third = desk.added(person("Carys Hughes"));
    let gone = desk.add(person("Carys Hughs")).unwrap();
    let gone_id: PersonId = gone.id.unwrap().parse().unwrap();
    desk.undo(gone.action.unwrap()).unwrap();
    brought(&mut desk, vec![link(third, Some(gone_id))]);
    assert_eq!(desk.person(third).person, third);
    assert!(listed(&desk, ListedPeople::All).contains(&third));
    assert_eq!(desk.verify().damage, []);
}
