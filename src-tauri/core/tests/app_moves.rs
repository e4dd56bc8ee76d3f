//! Somebody goes on at another home of the same owner.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::date;
use steward_core::app;
use steward_core::contract::{
    ApiError, ErrorCode, HomeMoveRequest, Reason, SavedView, SiteAddRequest, SiteChangeRequest, SiteFieldsRequest,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::ids::{PersonId, SiteId};
use steward_core::domain::path::{PathKind, PathStep};
use support::desk::{Desk, account_holder, no_date, refused, site_fields, typed};

fn elder_court(desk: &Desk) -> SiteId {
    let request = SiteAddRequest {
        site: SiteFieldsRequest {
            ods_code: "VM4K2".to_owned(),
            ..site_fields("Willow Court")
        },
        mailbox_address: "care.vm4k2@nhs.net".to_owned(),
    };
    desk.ask(app::site_add, request).unwrap().id.unwrap().parse().unwrap()
}

/// Edith, a member at Rowan House.
fn edith(desk: &Desk) -> PersonId {
    let request = steward_core::contract::PersonAddRequest {
        person: account_holder("Edith Quill", "edith.quill@nhs.net", "07700 900042"),
        site: Some(desk.site()),
        role: "Senior carer".to_owned(),
        from: typed(date(2024, 3, 1)),
        access: Some(AccessLevel::Member),
    };
    desk.ask(app::person_add, request).unwrap().id.unwrap().parse().unwrap()
}

fn moving(desk: &Desk, person: PersonId, to: SiteId) -> HomeMoveRequest {
    HomeMoveRequest {
        person,
        from: desk.site(),
        to,
        first_day: typed(date(2026, 12, 1)),
        last_day: no_date(),
        role: String::new(),
        access: None,
        keeps_access: false,
    }
}

fn go(desk: &Desk, request: HomeMoveRequest) -> Result<SavedView, ApiError> {
    desk.ask(app::home_move, request)
}

#[test]
fn a_move_ends_the_job_here_starts_it_there_and_lays_out_the_steps_of_both_homes() {
    let desk = Desk::with_home();
    let elder = elder_court(&desk);
    let person = edith(&desk);
    let before = desk.person(person);
    let saved = go(&desk, moving(&desk, person, elder)).unwrap();

    let view = desk.person(person);
    let jobs: Vec<_> = view
        .posts
        .iter()
        .map(|post| (post.site, post.role.as_deref(), post.from, post.to))
        .collect();
    assert_eq!(
        jobs,
        [
            (elder, Some("Senior carer"), Some(date(2026, 12, 1)), None),
            (
                desk.site(),
                Some("Senior carer"),
                Some(date(2024, 3, 1)),
                Some(date(2026, 11, 30))
            ),
        ]
    );
    assert_eq!(view.access.len(), 1, "taking it away is a step with its own day");
    assert_eq!(view.access[0].to, None);
    let steps = |kind| -> Vec<PathStep> {
        let path = view.paths.iter().find(|path| path.kind == kind).unwrap();
        path.steps.iter().map(|step| step.step).collect()
    };
    assert_eq!(
        steps(PathKind::Leaves),
        [
            PathStep::LastDay,
            PathStep::RemoveAccess,
            PathStep::OtherAccess,
            PathStep::RotasAndLists
        ],
        "the account stays: NAS is asked nothing"
    );
    assert!(steps(PathKind::Starts).contains(&PathStep::AccessGiven));
    assert_eq!(desk.verify().damage, []);

    // One action, and one undo for all of it.
    desk.undo(saved.action.unwrap()).unwrap();
    let after = desk.person(person);
    assert_eq!(after.posts, before.posts);
    assert!(after.paths.is_empty());
}

#[test]
fn access_is_kept_or_given_as_the_owner_says() {
    let desk = Desk::with_home();
    let elder = elder_court(&desk);
    let person = edith(&desk);
    let request = HomeMoveRequest {
        access: Some(AccessLevel::Owner),
        keeps_access: true,
        role: "Deputy manager".to_owned(),
        last_day: typed(date(2026, 11, 28)),
        ..moving(&desk, person, elder)
    };
    go(&desk, request).unwrap();
    let view = desk.person(person);
    let held: Vec<_> = view
        .access
        .iter()
        .map(|access| (access.address.as_str(), access.level, access.from))
        .collect();
    assert!(held.contains(&("care.vm4k2@nhs.net", AccessLevel::Owner, Some(date(2026, 12, 1)))));
    assert!(held.contains(&("care.vlaxl@nhs.net", AccessLevel::Member, Some(date(2024, 3, 1)))));
    let leaves = view.paths.iter().find(|path| path.kind == PathKind::Leaves).unwrap();
    assert!(leaves.steps.iter().all(|step| step.step != PathStep::RemoveAccess));
    assert_eq!(view.posts[0].role.as_deref(), Some("Deputy manager"));
    assert_eq!(view.posts[1].to, Some(date(2026, 11, 28)));
}

#[test]
fn a_move_that_cannot_be_is_refused_and_changes_nothing() {
    let desk = Desk::with_home();
    let elder = elder_court(&desk);
    let person = edith(&desk);
    let before = desk.verify().changes;
    let ask = |change: &dyn Fn(&mut HomeMoveRequest)| {
        let mut request = moving(&desk, person, elder);
        change(&mut request);
        let error = go(&desk, request).unwrap_err();
        (error.code, error.field, error.reason)
    };
    let invalid = |field: &str, reason| (ErrorCode::InvalidValue, Some(field.to_owned()), Some(reason));
    assert_eq!(ask(&|it| it.to = it.from), invalid("to", Reason::SameHome));
    assert_eq!(
        ask(&|it| it.last_day = typed(date(2026, 12, 2))),
        invalid("last_day", Reason::DateAfterMove)
    );
    assert_eq!(
        ask(&|it| it.last_day = typed(date(2024, 2, 1))),
        invalid("last_day", Reason::DateBeforeStart)
    );
    assert_eq!(
        ask(&|it| std::mem::swap(&mut it.from, &mut it.to)).0,
        ErrorCode::NotFound,
        "she does not work there"
    );
    assert_eq!(desk.verify().changes, before);

    let closed = SiteFieldsRequest {
        ods_code: "VM4K2".to_owned(),
        closed_on: typed(date(2026, 11, 25)),
        ..site_fields("Willow Court")
    };
    let request = SiteChangeRequest {
        site: elder,
        fields: closed,
    };
    desk.ask(app::site_change, request).unwrap();
    assert_eq!(ask(&|_| ()), invalid("to", Reason::HomeClosed));

    // Jane alone owns the mailbox of Rowan House: somebody else has to own it first, unless she keeps it.
    let desk = Desk::with_home();
    let elder = elder_court(&desk);
    let owner = desk.owner();
    assert_eq!(refused(go(&desk, moving(&desk, owner, elder))).0, ErrorCode::OnlyOwner);
    let keeps = HomeMoveRequest {
        keeps_access: true,
        ..moving(&desk, owner, elder)
    };
    go(&desk, keeps).unwrap();
    assert_eq!(
        refused(go(
            &desk,
            HomeMoveRequest {
                keeps_access: true,
                ..moving(&desk, owner, elder)
            }
        ))
        .0,
        ErrorCode::AlreadyThere
    );
}
