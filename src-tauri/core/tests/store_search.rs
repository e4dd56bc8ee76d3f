//! What a person is found by follows what is recorded of them.
#![expect(clippy::unwrap_used, reason = "what a test needs and cannot have fails it")]

use jiff::Timestamp;
use jiff::civil::date;
use steward_core::domain::change::{Body, Sealed};
use steward_core::domain::ids::{DeviceId, PersonId, PostId, RegisterId, SiteId};
use steward_core::domain::person::{ContactPatch, IdentityPatch, PersonPatch};
use steward_core::domain::post::PostPatch;
use steward_core::domain::{FullName, Mobile, RoleName, Set};
use steward_core::store::{self, ListedPerson, StoreError, WriteContext, Writer};
use steward_core::vault::RegisterSecret;
use uuid::Uuid;

fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number))
}

fn post() -> PostId {
    PostId::from_uuid(Uuid::from_u128(900))
}

fn named(number: u128, name: &str) -> Body {
    Body::Person {
        person: person(number),
        facts: PersonPatch {
            present: Set::To(true),
            ..PersonPatch::default()
        },
        identity: Sealed::Open(IdentityPatch {
            full_name: Set::To(FullName::parse(name).unwrap().value),
            ..IdentityPatch::default()
        }),
        contact: Sealed::Nothing,
    }
}

fn works_as(role: &str) -> Body {
    let set = PostPatch {
        present: Set::To(true),
        person: Set::To(person(1)),
        site: Set::To(SiteId::from_uuid(Uuid::from_u128(800))),
        role: Set::To(RoleName::parse(role).unwrap().value),
        from: Set::To(date(2026, 1, 5)),
        ..PostPatch::default()
    };
    Body::Post { post: post(), set }
}

struct Desk {
    writer: Writer,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = RegisterSecret::new([7; 16]).database_key();
        let register = RegisterId::from_uuid(Uuid::from_u128(1));
        let made = store::create(
            &folder.path().join(store::FILE_NAME),
            &key,
            register,
            date(2026, 11, 20),
        )
        .unwrap();
        let writer = Writer::new(made.connection, DeviceId::from_uuid(Uuid::from_u128(2))).unwrap();
        Self {
            writer,
            _folder: folder,
        }
    }

    fn act(&mut self, bodies: impl IntoIterator<Item = Body>) {
        let now: Timestamp = "2026-11-20T09:00:00Z".parse().unwrap();
        let context = WriteContext {
            now,
            author: None,
            undoes: None,
        };
        let done: Result<(), StoreError> = self.writer.act(context, |register| {
            bodies.into_iter().try_for_each(|body| register.record(body))
        });
        done.unwrap();
    }

    fn found(&self, text: &str) -> Vec<PersonId> {
        let page = self
            .writer
            .read()
            .people_page(text, None, ListedPerson::All, date(2026, 11, 20), 0, 50)
            .unwrap();
        page.people.into_iter().map(|(id, _)| id).collect()
    }
}

#[test]
fn a_new_name_finds_the_person_and_the_old_one_does_not() {
    let mut desk = Desk::new();
    desk.act([named(1, "Jane Smith")]);
    assert_eq!(desk.found("smi"), [person(1)]);
    desk.act([named(1, "Jane Walsh")]);
    assert_eq!(desk.found("walsh"), [person(1)]);
    assert_eq!(desk.found("smith"), []);
}

#[test]
fn a_role_finds_the_person_while_the_post_lasts() {
    let mut desk = Desk::new();
    desk.act([named(1, "Jane Smith")]);
    desk.act([works_as("Night carer")]);
    assert_eq!(desk.found("night"), [person(1)]);
    let set = PostPatch {
        to: Set::To(date(2026, 11, 1)),
        ..PostPatch::default()
    };
    desk.act([Body::Post { post: post(), set }]);
    assert_eq!(desk.found("night"), []);
    assert_eq!(desk.found("jane"), [person(1)]);
}

#[test]
fn several_changes_of_one_action_leave_the_last_words() {
    let mut desk = Desk::new();
    desk.act([
        named(1, "Jane Smith"),
        works_as("Night carer"),
        named(1, "Jane Walsh"),
        named(2, "Amir Khan"),
    ]);
    assert_eq!(desk.found("walsh night"), [person(1)]);
    assert_eq!(desk.found("smith"), []);
    assert_eq!(desk.found("khan"), [person(2)]);
}

#[test]
fn an_erased_person_is_not_found() {
    let mut desk = Desk::new();
    desk.act([named(1, "Jane Smith"), named(2, "Jane Khan")]);
    desk.act([Body::PersonErased {
        person: person(1),
        on: date(2026, 11, 20),
    }]);
    assert_eq!(desk.found("jane"), [person(2)]);
    assert_eq!(desk.found("smith"), []);
}

#[test]
fn tables_drawn_again_find_the_same_people_in_the_same_order() {
    let mut desk = Desk::new();
    desk.act([
        named(3, "Zoe Carer"),
        named(1, "Jane Smith"),
        named(2, "Amir Smith"),
        works_as("Night carer"),
    ]);
    let (by_name, by_role) = (desk.found("smith"), desk.found("care"));
    assert_eq!(by_name, [person(2), person(1)]);
    assert_eq!(by_role, [person(1), person(3)]);
    desk.writer.redraw_tables().unwrap();
    assert_eq!(desk.found("smith"), by_name);
    assert_eq!(desk.found("care"), by_role);
}

#[test]
fn a_number_finds_the_same_people_whether_few_or_most_have_it() {
    fn reached(number: u128, mobile: &str) -> Body {
        Body::Person {
            person: person(number),
            facts: PersonPatch::default(),
            identity: Sealed::Nothing,
            contact: Sealed::Open(ContactPatch {
                personal_mobile: Set::To(Mobile::parse(mobile).unwrap().value),
                ..ContactPatch::default()
            }),
        }
    }
    let mut desk = Desk::new();
    let names = ["Zoe", "Amir", "Jane", "Beth"];
    for number in 0..300_u128 {
        let name = format!("{} Smith", names[usize::try_from(number).unwrap() % names.len()]);
        let mobile = if number < 3 { "07700 900456" } else { "07700 900123" };
        desk.act([named(number + 1, &name), reached(number + 1, mobile)]);
    }
    // Three of three hundred, by name; then so many that they are looked at one by one.
    assert_eq!(desk.found("07700 9004"), [person(2), person(3), person(1)]);
    let most = desk.found("07700 9001");
    assert_eq!(most.len(), 50);
    assert_eq!(most[..49], desk.found("amir")[1..]);
    assert_eq!(desk.found("07700 90012 "), most);
    assert_eq!(desk.found("900123"), []);
    assert_eq!(desk.found("077009001234"), []);
}
