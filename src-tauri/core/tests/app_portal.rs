//! The portal's members of a mailbox beside the staff list: what differs, what to do about each, and recording what the owner agrees to.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::date;
use steward_core::app;
use steward_core::contract::{
    ApiError, ErrorCode, ImportCheckRequest, ImportColumnRequest, ImportPurposeView, ImportReadRequest,
    PortalAgreedRequest, PortalRecordRequest, PortalRequest, PortalView, PostChangeRequest, SavedView, Typed,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::ids::PersonId;
use steward_core::domain::staff_file::portal::{PortalAct, PortalDifference};
use support::desk::{Desk, OWNER, no_date, person, refused, typed};

fn portal(desk: &Desk, text: &str) -> PortalView {
    let request = ImportReadRequest {
        purpose: ImportPurposeView::PortalList,
        content: Typed::new(text),
        is_file: false,
    };
    let import = desk.ask(app::import_read, request).unwrap();
    let columns = import.columns.iter().map(|column| ImportColumnRequest {
        column: column.column,
        means: column.guess,
    });
    let request = ImportCheckRequest {
        import: import.import,
        columns: columns.collect(),
        site: None,
        homes: Vec::new(),
        same_names: false,
    };
    desk.ask(app::import_check, request).unwrap();
    let request = PortalRequest {
        import: import.import,
        mailbox: desk.mailbox(),
    };
    desk.ask(app::portal_get, request).unwrap()
}

fn agree(desk: &Desk, view: &PortalView, agreed: Vec<PortalAgreedRequest>) -> Result<SavedView, ApiError> {
    let request = PortalRecordRequest {
        import: view.import,
        mailbox: view.mailbox,
        agreed,
    };
    desk.ask(app::portal_record, request)
}

#[test]
fn a_portal_list_is_put_beside_the_staff_list_and_each_difference_has_its_next_act() {
    let desk = Desk::with_home();
    let mut edith = person("Edith Quill");
    edith.nhsmail_address = "edith.quill1@nhs.net".into();
    let edith = desk.added(edith);
    let ann = desk.added(person("Ann Jones"));
    let text = "Display name,Email address,Role\n\
        \"SMITH, Jane (ROWAN HOUSE)\",jane.smith1@nhs.net,Member\n\
        \"QUILL, Edith (ROWAN HOUSE)\",edith.quill1@nhs.net,Member\n\
        \"JONES, Ann (ROWAN HOUSE)\",ann.jones4@nhs.net,Owner\n\
        \"STRANGER, Max (ROWAN HOUSE)\",max.stranger@nhs.net,Owner\n\
        Rowan House,care.vlaxl@nhs.net,Owner\n";
    let view = portal(&desk, text);
    let lines: Vec<_> = view
        .lines
        .iter()
        .map(|line| (line.line, line.difference, line.act))
        .collect();
    assert_eq!(
        lines,
        [
            (Some(2), PortalDifference::LevelDiffers, PortalAct::RecordLevel),
            (Some(3), PortalDifference::NoAccess, PortalAct::RecordAccess),
            (Some(4), PortalDifference::LooksLike, PortalAct::ChoosePerson),
            (Some(5), PortalDifference::NotInList, PortalAct::AddPerson),
        ]
    );
    assert_eq!(view.lines[0].name.as_deref(), Some(OWNER));
    let line = |line, person| PortalAgreedRequest { line, person };
    // The only owner there is by the staff list stays one until another is recorded.
    assert_eq!(
        refused(agree(&desk, &view, vec![line(2, None)])).0,
        ErrorCode::LastOwner
    );
    let all = vec![line(2, None), line(3, None), line(4, Some(ann)), line(5, None)];
    let saved = agree(&desk, &view, all).unwrap();
    assert_eq!(desk.person(edith).access[0].level, AccessLevel::Member);
    assert_eq!(desk.person(ann).access[0].level, AccessLevel::Owner);
    assert_eq!(
        desk.person(desk.find("Max Stranger")).access[0].level,
        AccessLevel::Owner
    );
    let again = portal(&desk, text);
    assert_eq!((again.lines, again.alike), (Vec::new(), 4));

    let less = portal(&desk, "Name,Email,Role\nEdith Quill,edith.quill1@nhs.net,Member\n");
    assert_eq!(less.lines.len(), 3);
    assert!(less.lines.iter().all(|line| line.act == PortalAct::AskWhetherLeft));
    desk.undo(saved.action.unwrap()).unwrap();
}

/// Ends somebody's post with a day that has passed.
fn leaves(desk: &Desk, person: PersonId) {
    let post = desk.person(person).posts[0].clone();
    let request = PostChangeRequest {
        post: post.post,
        role: post.role.unwrap_or_default(),
        from: no_date(),
        to: typed(date(2026, 11, 13)),
        works_on: None,
    };
    desk.ask(app::post_change, request).unwrap();
}

#[test]
fn a_leaver_in_the_portal_is_removed_there_and_one_who_is_not_has_their_access_ended() {
    let desk = Desk::with_home();
    let mut people = Vec::new();
    for (name, address) in [
        ("Edith Quill", "edith.quill1@nhs.net"),
        ("Tom Fairweather", "tom.f@nhs.net"),
    ] {
        let mut fields = person(name);
        fields.nhsmail_address = address.into();
        people.push(desk.added(fields));
    }
    let list = "Name,Email,Role\nJane Smith,jane.smith1@nhs.net,Owner\nEdith Quill,edith.quill1@nhs.net,Member\n";
    let both = format!("{list}Tom Fairweather,tom.f@nhs.net,Member\n");
    let view = portal(&desk, &both);
    let agreed = [3, 4].map(|line| PortalAgreedRequest { line, person: None });
    agree(&desk, &view, agreed.to_vec()).unwrap();
    assert!(portal(&desk, &both).lines.is_empty());

    for person in &people {
        leaves(&desk, *person);
    }
    let view = portal(&desk, list);
    let lines: Vec<_> = view
        .lines
        .iter()
        .map(|line| (line.person, line.difference, line.act))
        .collect();
    assert_eq!(
        lines,
        [
            (Some(people[0]), PortalDifference::Leaver, PortalAct::RemoveInPortal),
            (Some(people[1]), PortalDifference::RemovedInPortal, PortalAct::EndAccess),
        ]
    );
    assert!(view.lines.iter().all(|line| line.access.is_some()));
    // What is done in the portal is not done here.
    let elsewhere = vec![PortalAgreedRequest { line: 3, person: None }];
    assert_eq!(refused(agree(&desk, &view, elsewhere)).0, ErrorCode::WrongMove);
}
