//! Composing drafts. Budget: 1,000 drafts in 50 ms.

use steward_core::domain::access::AccessLevel;
use steward_core::domain::request::{
    Composition, Draft, Field, FieldValue, PersonBlock, RequestKind, current_template,
};
use steward_core::domain::rules::{self, Sender};

fn main() {
    divan::main();
}

#[expect(clippy::unwrap_used, reason = "the values are written here")]
fn composition(number: usize, people: usize) -> Composition {
    let value = |field, text: &str| FieldValue::parse(field, text).unwrap().unwrap().value;
    let block = |index: usize| {
        let mobile = number * people + index;
        PersonBlock::new()
            .with(value(Field::FullName, "Nguyễn Thị Minh"))
            .with(value(Field::PersonalMobile, &format!("0770{mobile:07}")))
            .with(value(Field::PersonalEmail, &format!("person{mobile}@example.org")))
            .with(FieldValue::Access(AccessLevel::Member))
    };
    Composition {
        kind: RequestKind::NewUser,
        template_version: current_template(RequestKind::NewUser).unwrap(),
        to: "helpdesk@nhs.net".parse().unwrap(),
        sender: Sender::Owner,
        from: "care.vlaxl@nhs.net".parse().unwrap(),
        facts: PersonBlock::new(),
        people: (0..people).map(block).collect(),
        outgoing: None,
    }
}

/// A thousand drafts with this many people in each.
#[divan::bench(args = [1, 10])]
#[expect(clippy::unwrap_used, reason = "the rules in force have this kind")]
fn thousand_drafts(bencher: divan::Bencher<'_, '_>, people: usize) {
    let compositions: Vec<Composition> = (0..1_000).map(|number| composition(number, people)).collect();
    let rule = rules::in_force().request(RequestKind::NewUser).unwrap();
    bencher.bench(|| {
        let drafts: Result<Vec<Draft>, _> = compositions.iter().map(|one| Draft::compose(rule, one)).collect();
        drafts.unwrap()
    });
}
