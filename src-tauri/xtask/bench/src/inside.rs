//! What is measured inside the core, without a window.

use std::time::Instant;

use serde_json::json;
use steward_core::clock::{self, Clock, SystemClock};
use steward_core::import::RequestJson;
use steward_core::outbox;
use steward_core::screening::{Vocabulary, screen};
use steward_core::store::{ListedPerson, StoreError};

use crate::budget::{Line, Unit};
use crate::home::{self, Home, Trouble};
use crate::timing::{Timings, measure, milliseconds};

/// How many rows the people list asks for at a time.
const PAGE: u32 = 50;

/// Finds people as somebody types each letter of a hundred names, then of mobiles and addresses.
pub(crate) fn search(home: &Home, what: &'static str, budget: f64) -> Result<Line, Trouble> {
    let writer = home.writer()?;
    let today = clock::today(SystemClock.now());
    let searches = typed(home.people.len());
    let count = searches.len();
    let timings = measure(searches, |text| -> Result<(), StoreError> {
        let page = writer
            .read()
            .people_page(&text, None, ListedPerson::Current, today, 0, PAGE)?;
        std::hint::black_box(page);
        Ok(())
    })?;
    writer.close()?;
    Ok(line(what, &timings, budget, &format!("{count} searches")))
}

/// What is in the search field after each key.
fn typed(people: usize) -> Vec<String> {
    const NAMES: usize = 100;
    let words = (0..NAMES)
        .map(|number| home::name(number * people / NAMES))
        .chain((0..10).map(|number| format!("07700 9000{number}0")))
        .chain((0..10).map(|number| home::name(number * people / 10).to_lowercase().replace(' ', ".")));
    words
        .flat_map(|word| {
            let letters: Vec<char> = word.chars().collect();
            (1..=letters.len())
                .map(move |length| letters.iter().take(length).collect::<String>())
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Folds the whole log again.
pub(crate) fn fold_again(home: &Home, what: &'static str, budget: f64) -> Result<Line, Trouble> {
    const RUNS: usize = 3;
    let mut writer = home.writer()?;
    let changes = writer.read().count_changes()?;
    let timings = measure(0..RUNS, |_| writer.redraw_tables())?;
    writer.close()?;
    let measured = milliseconds(timings.median());
    Ok(Line {
        what,
        measured,
        budget,
        unit: Unit::Milliseconds,
        beside: format!("{changes} changes"),
    })
}

/// Composes a thousand drafts of two people each from checked values, and writes each as text.
pub(crate) fn compose(what: &'static str, budget: f64) -> Result<Line, Trouble> {
    const DRAFTS: usize = 1000;
    const RUNS: usize = 20;
    let requests: Vec<RequestJson> = (0..DRAFTS).map(request).collect::<Result<_, _>>()?;
    let timings = measure(0..RUNS, |_| -> Result<(), Trouble> {
        for request in &requests {
            let draft = request.compose().map_err(|error| format!("{error:?}"))?;
            std::hint::black_box(outbox::text(&draft));
        }
        Ok(())
    })?;
    Ok(line(what, &timings, budget, &format!("{RUNS} runs")))
}

/// Screens a text of so many characters: mail of a care home, with every kind of thing in it that is found or left alone.
pub(crate) fn screening(what: &'static str, characters: usize, budget: f64) -> Line {
    let runs = if characters > 100_000 { 50 } else { 5_000 };
    let text: String = MAIL.chars().cycle().take(characters).collect();
    let mut own = Vocabulary::new(clock::today(SystemClock.now()));
    own.allow_reference("VLAXL");
    own.allow_postcode("BH1 4QQ");
    own.allow_email("care.vlaxl@nhs.net");
    own.allow_phone("07700 900001");
    let runs_taken = (0..runs).map(|_| {
        let begun = Instant::now();
        std::hint::black_box(screen(&text, &own));
        begun.elapsed()
    });
    let timings = Timings::new(runs_taken.collect());
    let found = screen(&text, &own).len();
    let p99 = milliseconds(timings.percentile(99));
    Line {
        what,
        measured: milliseconds(timings.median()),
        budget,
        unit: Unit::Milliseconds,
        beside: format!("p99 {p99:.3} ms, {found} findings, {runs} runs"),
    }
}

/// What owners write, and more in it than any of them would.
const MAIL: &str = "Dear NHSmail team,\n\nplease add Zoë O’Neill and Łukasz Nowak to our shared mailbox care.vlaxl@nhs.net as members. \
    Zoë’s mobile is 07700\u{A0}900001, her own address zoe@example.org. She starts on 1 December 2026 and was born on 3rd of March 1962. \
    Łukasz (NHS number 943 476 5919) can be reached on +44 (0)7700 900456 – after 17:00, please. Our ODS code is VLAXL and our postcode \
    BH1 4QQ; the ticket was INC1234567. We rang 0333 200 1133 on Monday at 10:20 and waited for 45 minutes, so I am writing it all down \
    again: the home has 24 beds, 31 staff and one shared mailbox, and nobody but me can open it since May left us on 13 November. She is \
    off sick, I am afraid, and her NI number AB 12 34 56 C was on the form we sent. Payroll asked for sort code 20-00-00 and account \
    12345678 as well, which you do not need. The new deputy lives at 12 High Street, Poole BH15 1SZ. Kind regards, Jane\n\n";

fn request(number: usize) -> Result<RequestJson, Trouble> {
    let person = |number: usize| {
        json!({
            "full_name": home::name(number),
            "personal_mobile": format!("07700 900{:03}", number % 1000),
            "personal_email": format!("person.{number}@example.com"),
            "access": "member",
        })
    };
    let request = json!({
        "kind": "new_user",
        "site": { "name": "Rowan House", "ods_code": "VLAXL", "mailbox": "care.vlaxl@nhs.net" },
        "people": [person(number), person(number + 1)],
    });
    RequestJson::read(request.to_string().as_bytes()).map_err(|error| format!("{error:?}").into())
}

fn line(what: &'static str, timings: &Timings, budget: f64, beside: &str) -> Line {
    let median = milliseconds(timings.median());
    Line {
        what,
        measured: milliseconds(timings.percentile(99)),
        budget,
        unit: Unit::Milliseconds,
        beside: format!("median {median:.2} ms, {beside}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_a_word_is_a_search() {
        let searches = typed(100);
        assert!(searches.contains(&"J".to_owned()) && searches.contains(&home::name(0)));
        assert!(searches.contains(&"07700".to_owned()));
    }
}
