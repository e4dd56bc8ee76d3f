//! Everything held about one person, as a text they can read. Nobody else is in it: not who recorded what, and of a request
//! for several people only their own part.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::contract::{DetailView, HistoryLineView, PersonView};
use crate::domain::answer::Answer;
use crate::domain::person::{Detail, Person};

/// One request as far as it is about the person: its heading, and what it says of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldRequest {
    /// The kind, by name.
    pub kind: String,
    /// The day it was written.
    pub on: Date,
    /// Where it stands for them, by name.
    pub state: String,
    /// What it says of them: field and value.
    pub says: Vec<(String, String)>,
    /// The notes of calls about it. Only where it is about nobody else.
    pub calls: Vec<String>,
}

fn date(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// A name of a field or a value, as words: `personal_mobile` as `Personal mobile`.
fn words(name: &str) -> String {
    let text = name.replace('_', " ");
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().collect::<String>());
    let words = format!("{}{}", first.unwrap_or_default(), letters.as_str());
    words
        .replace("nhsmail", "NHSmail")
        .replace("Nhsmail", "NHSmail")
        .replace("Mfa", "Second sign-in step (MFA)")
}

/// A value as it reads: a day as people write it, anything else as it stands.
fn value(text: &str) -> String {
    text.parse::<Date>().map_or_else(|_| text.to_owned(), date)
}

fn detail(detail: &DetailView) -> String {
    match detail {
        DetailView::NotGiven => "not given".to_owned(),
        DetailView::Given(text) => text.clone(),
        DetailView::Removed(on) => format!("removed on {}", date(*on)),
    }
}

const fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::NotKnown => "not known",
    }
}

struct Page(String);

impl Page {
    fn heading(&mut self, title: &str) {
        let _ = write!(self.0, "\r\n{}\r\n\r\n", title.to_uppercase());
    }

    fn line(&mut self, label: &str, value: &str) {
        // A value of several lines stays one entry: its lines are indented.
        let value = value.replace("\r\n", "\n").replace('\n', "\r\n    ");
        let _ = write!(self.0, "{label}: {value}\r\n");
    }

    fn day(&mut self, label: &str, day: Option<Date>) {
        self.line(label, &day.map_or_else(|| "not known".to_owned(), date));
    }

    fn text(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push_str("\r\n");
    }
}

/// The text, with CRLF, so that the simplest editor of every system shows its lines.
#[must_use]
pub fn held_text(person: &PersonView, also: &[Person], requests: &[HeldRequest], today: Date) -> String {
    let mut page = Page(String::new());
    page.text("EVERYTHING THIS STAFF LIST HOLDS ABOUT ONE PERSON");
    page.text("");
    page.text(&format!("Made with Mailbox Steward on {}.", date(today)));
    page.text("This file holds personal data. Keep it safe, give it to this person only, and delete it when it is not needed.");
    page.text(
        "Who recorded what, and what is about other people, is not in it. Forms that were begun and not saved are",
    );
    page.text("kept for seven days at most and are not in it either.");

    page.heading("Who they are");
    page.line("Full name", &detail(&person.full_name));
    page.line("NHSmail address", &detail(&person.nhsmail_address));
    page.line("Note", &detail(&person.note));

    page.heading("How they are reached");
    page.line("Personal mobile", &detail(&person.personal_mobile));
    page.line("Personal email", &detail(&person.personal_email));
    page.line("Mobile linked to the account", &detail(&person.linked_mobile));
    page.day("Number last given or confirmed on", person.number_checked_on);

    page.heading("NHSmail account");
    page.line("Has an account", answer(person.has_account));
    page.line("Held by", person.account_held_by.as_deref().unwrap_or("not known"));
    page.line("Second sign-in step (MFA)", answer(person.mfa));
    page.day("Made on", person.account_created_on);
    page.day("Sign-in details received on", person.details_received_on);
    page.day("Last confirmed as used on", person.last_confirmed_active_on);
    page.day("Marked as a leaver on", person.marked_leaver_on);
    page.day("Paused for long leave since", person.disabled_on);

    for record in also {
        another_record(&mut page, record);
    }

    page.heading("Where they work and worked");
    for post in &person.posts {
        let role = post.role.as_deref().unwrap_or("no role given");
        page.line(&post.site_name, &format!("{role}, {}", from_to(post.from, post.to)));
    }
    none_where(&mut page, person.posts.is_empty());

    page.heading("Access to shared mailboxes");
    for access in &person.access {
        page.line(
            &access.address,
            &format!("{}, {}", access.level.name(), from_to(access.from, access.to)),
        );
    }
    none_where(&mut page, person.access.is_empty());

    page.heading("Requests to NHSmail");
    for request in requests {
        page.text(&format!(
            "{}, written on {}, {}",
            words(&request.kind),
            date(request.on),
            words(&request.state).to_lowercase()
        ));
        for (field, said) in &request.says {
            page.line(&format!("    {}", words(field)), &value(said));
        }
        for call in &request.calls {
            page.line("    Telephone call", call);
        }
    }
    none_where(&mut page, requests.is_empty());

    page.heading("What happened");
    for line in &person.history {
        history_line(&mut page, line);
    }
    page.0
}

/// A record that was put into this one, with what it says of them still.
fn another_record(page: &mut Page, person: &Person) {
    page.heading("A second record that was put together with this one");
    page.line("Full name", &detail(&kept(person.full_name())));
    page.line("NHSmail address", &detail(&kept(person.nhsmail_address())));
    page.line(
        "Note",
        &detail(&kept(person.identity.detail(|identity| identity.note.as_ref()))),
    );
    page.line("Personal mobile", &detail(&kept(person.personal_mobile())));
    page.line("Personal email", &detail(&kept(person.personal_email())));
    page.line("Mobile linked to the account", &detail(&kept(person.linked_mobile())));
    let facts = &person.facts;
    page.day("Number last given or confirmed on", facts.number_checked_on);
    page.line("Has an account", answer(facts.has_account.unwrap_or_default()));
    page.line(
        "Held by",
        facts
            .account_held_by
            .as_ref()
            .map_or("not known", |holder| holder.as_str()),
    );
    page.line("Second sign-in step (MFA)", answer(facts.mfa.unwrap_or_default()));
    page.day("Made on", facts.account_created_on);
    page.day("Sign-in details received on", facts.details_received_on);
    page.day("Last confirmed as used on", facts.last_confirmed_active_on);
    page.day("Marked as a leaver on", facts.marked_leaver_on);
    page.day("Paused for long leave since", facts.disabled_on);
}

fn kept<T: AsRef<str>>(kept: Detail<&T>) -> DetailView {
    match kept {
        Detail::NotGiven => DetailView::NotGiven,
        Detail::Given(value) => DetailView::Given(value.as_ref().to_owned()),
        Detail::Removed(on) => DetailView::Removed(on),
    }
}

fn none_where(page: &mut Page, none: bool) {
    if none {
        page.text("None.");
    }
}

fn from_to(from: Option<Date>, to: Option<Date>) -> String {
    let from = from.map_or_else(
        || "from a day not known".to_owned(),
        |from| format!("from {}", date(from)),
    );
    to.map_or_else(|| format!("{from} on"), |to| format!("{from} to {}", date(to)))
}

fn history_line(page: &mut Page, line: &HistoryLineView) {
    let recorded = date(crate::clock::today(line.at));
    let name = |value: &dyn std::fmt::Debug| {
        // The names of the two closed lists are single words in capitals; apart they read as words.
        let text = format!("{value:?}");
        let mut apart = String::new();
        for letter in text.chars() {
            if letter.is_uppercase() && !apart.is_empty() {
                apart.push(' ');
            }
            apart.extend(letter.to_lowercase());
        }
        apart
    };
    page.text(&format!(
        "{recorded}: {}: {}",
        name(&line.subject),
        name(&line.happened)
    ));
    for field in &line.fields {
        // Whose line it is goes without saying, and another person's name is not theirs to have.
        if matches!(
            field.field.as_str(),
            "person" | "other_person" | "spoke_to" | "together"
        ) {
            continue;
        }
        let said = field.value.as_deref().map_or_else(|| "taken out".to_owned(), value);
        let said = if field.removed {
            format!("removed on {said}")
        } else {
            said
        };
        page.line(&format!("    {}", words(&field.field)), &said);
    }
}
