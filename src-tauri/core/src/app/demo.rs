//! The demo: an invented home, told through the same commands a person uses. Nobody in it exists, and the numbers are those
//! kept free for films.

use jiff::Span;
use jiff::civil::Date;

use super::Steward;
use super::requests::handed_over;
use super::{
    access_change, contact_remove, path_begin, person_add, person_change, person_erase, person_get, post_change,
    post_start, register_create, request_draft, request_sent, request_ticket, set_up_finish, site_add,
};
use crate::contract::{
    AccessChangeRequest, ApiError, DateRequest, DetailView, ListedPeople, PathAnswersRequest, PathBeginRequest,
    PersonAddRequest, PersonChangeRequest, PersonEraseRequest, PersonFieldsRequest, PersonListRequest, PersonRequest,
    PostChangeRequest, PostStartRequest, RegisterCreateRequest, RequestDraftRequest, RequestPersonRequest,
    RequestSentRequest, RequestTicketRequest, RequestTypedRequest, SetUpRequest, SiteAddRequest, SiteFieldsRequest,
    TodayRequest,
};
use crate::domain::access::AccessLevel;
use crate::domain::answer::Answer;
use crate::domain::ids::{MailboxId, PersonId, SiteId};
use crate::domain::path::{Arrival, PathKind};
use crate::domain::request::{HandOver, RequestKind};

/// How somebody of the demo stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Story {
    /// Works here and uses an account.
    Settled,
    /// Has an account that nobody has asked about for a long time.
    Quiet,
    /// Has an account without multi-factor sign-in.
    WithoutMfa,
    /// Has started and has no account yet.
    New,
    /// Comes from another organisation with an account.
    Joiner,
    /// Left, was marked as a leaver, and can still open the mailbox.
    LeftWithAccess,
    /// Left long ago; the contact details are removed.
    LongGone,
    /// Left and came back.
    Returned,
    /// Works in both homes.
    TwoHomes,
    /// Left and was erased.
    Erased,
}

/// Name, role, access, story.
const PEOPLE: &[(&str, &str, Option<AccessLevel>, Story)] = &[
    (
        "Amina Yusuf",
        "Deputy manager",
        Some(AccessLevel::Owner),
        Story::Settled,
    ),
    ("Ben Carter", "Administrator", Some(AccessLevel::Member), Story::Settled),
    (
        "Siân Ó Briain",
        "Senior care assistant",
        Some(AccessLevel::Member),
        Story::Settled,
    ),
    (
        "Łukasz Nowak",
        "Night care assistant",
        Some(AccessLevel::Member),
        Story::Quiet,
    ),
    (
        "Nguyễn Thị Mai",
        "Care assistant",
        Some(AccessLevel::Member),
        Story::WithoutMfa,
    ),
    ("Grace O’Neill", "Care assistant", None, Story::Settled),
    ("Grace O'Neil", "Activities coordinator", None, Story::Settled),
    ("Tom Fairweather", "Cook", None, Story::Settled),
    (
        "Priya Raman",
        "Registered nurse",
        Some(AccessLevel::Member),
        Story::Quiet,
    ),
    (
        "Dele Adeyemi",
        "Registered nurse",
        Some(AccessLevel::Member),
        Story::WithoutMfa,
    ),
    ("Ivy Winterbourne", "Care assistant", None, Story::New),
    ("Marek Dvořák", "Care assistant", None, Story::New),
    ("Chloë Hart", "Senior care assistant", None, Story::New),
    ("Joan Pemberley", "Registered nurse", None, Story::Joiner),
    ("Sam Okafor", "Night care assistant", None, Story::Joiner),
    (
        "Olive Marchbanks",
        "Care assistant",
        Some(AccessLevel::Member),
        Story::LeftWithAccess,
    ),
    ("Peter Lisle", "Administrator", None, Story::LongGone),
    ("Hazel Thornbury", "Care assistant", None, Story::LongGone),
    ("Zofia Zielińska", "Care assistant", None, Story::Returned),
    ("Anders Bergström", "Maintenance", None, Story::TwoHomes),
    ("Femi Balogun", "Care assistant", None, Story::TwoHomes),
    ("Ruth Applegarth", "Housekeeper", None, Story::Settled),
    ("Edith Quill", "Care assistant", None, Story::Erased),
];

fn day(date: Date) -> DateRequest {
    DateRequest {
        day: date.day().to_string(),
        month: date.month().to_string(),
        year: date.year().to_string(),
    }
}

fn ago(today: Date, days: i64) -> Date {
    today.saturating_sub(Span::new().days(days))
}

fn none() -> DateRequest {
    DateRequest::default()
}

/// A plain address from a name: letters and dots only.
fn address(name: &str, domain: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut local = String::new();
    for character in name.to_lowercase().nfd() {
        match character {
            'a'..='z' => local.push(character),
            'ł' => local.push('l'),
            ' ' => local.push('.'),
            _ => {}
        }
    }
    format!("{local}@{domain}")
}

fn fields(name: &str, number: usize, story: Story, today: Date) -> PersonFieldsRequest {
    let mut fields = PersonFieldsRequest {
        full_name: name.to_owned(),
        personal_mobile: format!("07700 900{:03}", 100 + number),
        personal_email: address(name, "example.org"),
        nhsmail_address: String::new(),
        linked_mobile: String::new(),
        has_account: Answer::NotKnown,
        account_held_by: String::new(),
        mfa: Answer::NotKnown,
        account_created_on: none(),
        last_confirmed_active_on: none(),
        marked_leaver_on: none(),
        details_received_on: none(),
        note: String::new(),
    };
    match story {
        Story::New => fields.has_account = Answer::No,
        Story::Erased => {}
        Story::Joiner => {
            fields.has_account = Answer::Yes;
            fields.nhsmail_address = address(name, "nhs.net");
            fields.linked_mobile = fields.personal_mobile.clone();
            fields.account_held_by.push_str("Elm Tree Lodge");
        }
        Story::Settled
        | Story::Quiet
        | Story::WithoutMfa
        | Story::LeftWithAccess
        | Story::LongGone
        | Story::Returned
        | Story::TwoHomes => {
            fields.has_account = Answer::Yes;
            fields.nhsmail_address = address(name, "nhs.net");
            fields.linked_mobile = fields.personal_mobile.clone();
            fields.mfa = if story == Story::WithoutMfa {
                Answer::No
            } else {
                Answer::Yes
            };
            fields.account_created_on = day(ago(today, 400));
            fields.details_received_on = day(ago(today, 398));
            let quiet = if story == Story::Quiet { 47 } else { 6 };
            fields.last_confirmed_active_on = day(ago(today, quiet));
        }
    }
    fields
}

/// Makes the invented home.
///
/// # Errors
/// Whatever a command answers; the demo is then as far as it got.
pub(super) async fn seed(steward: &Steward) -> Result<(), ApiError> {
    let today = steward.moment().today;
    register_create(
        steward,
        RegisterCreateRequest {
            others_use_this_computer: Some(false),
            passphrase: None,
        },
    )
    .await?;
    set_up_finish(
        steward,
        SetUpRequest {
            home_name: "Rowan House".to_owned(),
            mailbox_address: "care.vlaxl@nhs.net".to_owned(),
            your_name: "Jane Smith".to_owned(),
            ods_code: "VLAXL".to_owned(),
            nas_managed: Answer::Yes,
            your_nhsmail_address: "jane.smith@nhs.net".to_owned(),
        },
    )
    .await?;
    let home = super::header_get(steward, TodayRequest { site: None })
        .await?
        .sites
        .swap_remove(0);
    let (site, mailbox) = (home.site, home.mailboxes.first().map(|mailbox| mailbox.mailbox));
    let lodge = site_add(
        steward,
        SiteAddRequest {
            site: SiteFieldsRequest {
                name: "Rowan Lodge".to_owned(),
                ods_code: "VM4K2".to_owned(),
                town: "Wexcombe".to_owned(),
                postcode: String::new(),
                cqc_phone: "01632 960123".to_owned(),
                nas_managed: Answer::NotKnown,
                local_help: String::new(),
                closed_on: DateRequest::default(),
            },
            mailbox_address: "care.vm4k2@nhs.net".to_owned(),
        },
    )
    .await?;
    let lodge: Option<SiteId> = lodge.id.and_then(|id| id.parse().ok());
    for (number, (name, role, access, story)) in PEOPLE.iter().enumerate() {
        add(steward, number, (name, role, *access, *story), site, lodge, today).await?;
    }
    if let Some(mailbox) = mailbox {
        requests(steward, mailbox).await?;
    }
    Ok(())
}

async fn add(
    steward: &Steward,
    number: usize,
    (name, role, access, story): (&str, &str, Option<AccessLevel>, Story),
    site: SiteId,
    lodge: Option<SiteId>,
    today: Date,
) -> Result<(), ApiError> {
    let fields = fields(name, number, story, today);
    let saved = person_add(
        steward,
        PersonAddRequest {
            person: fields.clone(),
            site: Some(site),
            role: role.to_owned(),
            from: day(ago(today, if story == Story::New { 3 } else { 420 })),
            access,
        },
    )
    .await?;
    let Some(person) = saved.id.and_then(|id| id.parse::<PersonId>().ok()) else {
        return Ok(());
    };
    match story {
        Story::LeftWithAccess => {
            leave(steward, person, role, ago(today, 24), today).await?;
            let marked = PersonFieldsRequest {
                marked_leaver_on: day(ago(today, 24)),
                ..fields
            };
            person_change(steward, PersonChangeRequest { person, fields: marked }).await?;
            begin(
                steward,
                person,
                PathKind::Leaves,
                ago(today, 24),
                PathAnswersRequest::default(),
            )
            .await?;
        }
        Story::New if name.starts_with("Ivy") => {
            let answers = PathAnswersRequest {
                arrival: Some(Arrival::NewAccount),
                ..PathAnswersRequest::default()
            };
            begin(steward, person, PathKind::Starts, ago(today, 3), answers).await?;
        }
        Story::LongGone => {
            leave(steward, person, role, ago(today, 160), today).await?;
            contact_remove(steward, PersonRequest { person }).await?;
        }
        Story::Returned => {
            leave(steward, person, role, ago(today, 90), today).await?;
            start(steward, person, site, "Senior care assistant", ago(today, 12)).await?;
        }
        Story::TwoHomes => {
            if let Some(lodge) = lodge {
                start(steward, person, lodge, role, ago(today, 60)).await?;
            }
        }
        Story::Erased => {
            let name_typed = name.to_owned();
            person_erase(steward, PersonEraseRequest { person, name_typed }).await?;
        }
        Story::Settled | Story::Quiet | Story::WithoutMfa | Story::New | Story::Joiner => {}
    }
    Ok(())
}

async fn start(steward: &Steward, person: PersonId, site: SiteId, role: &str, from: Date) -> Result<(), ApiError> {
    post_start(
        steward,
        PostStartRequest {
            person,
            site,
            role: role.to_owned(),
            from: day(from),
            works_on: None,
        },
    )
    .await?;
    Ok(())
}

async fn begin(
    steward: &Steward,
    person: PersonId,
    kind: PathKind,
    on: Date,
    answers: PathAnswersRequest,
) -> Result<(), ApiError> {
    let request = PathBeginRequest {
        person,
        kind,
        site: None,
        on: day(on),
        answers,
    };
    path_begin(steward, request).await?;
    Ok(())
}

async fn leave(steward: &Steward, person: PersonId, role: &str, on: Date, today: Date) -> Result<(), ApiError> {
    let view = person_get(steward, PersonRequest { person }).await?;
    for post in view.posts {
        post_change(
            steward,
            PostChangeRequest {
                post: post.post,
                role: role.to_owned(),
                from: post.from.map(day).unwrap_or_default(),
                to: day(on),
                works_on: None,
            },
        )
        .await?;
    }
    // Somebody who left long ago has no access any more.
    for access in view.access.into_iter().filter(|_| on < ago(today, 30)) {
        access_change(
            steward,
            AccessChangeRequest {
                access: access.access,
                level: access.level,
                from: access.from.map(day).unwrap_or_default(),
                to: day(on),
                portal_done_on: day(on),
            },
        )
        .await?;
    }
    Ok(())
}

async fn found(steward: &Steward, name: &str) -> Result<Option<PersonId>, ApiError> {
    let list = PersonListRequest {
        text: name.to_owned(),
        site: None,
        who: ListedPeople::All,
        due: None,
        role: None,
        offset: 0,
        limit: 5,
    };
    let page = super::person_list(steward, list).await?;
    let row = page
        .rows
        .into_iter()
        .find(|row| row.name == DetailView::Given(name.to_owned()));
    Ok(row.map(|row| row.person))
}

async fn ask(
    steward: &Steward,
    mailbox: MailboxId,
    kind: RequestKind,
    names: &[&str],
) -> Result<crate::domain::ids::RequestId, ApiError> {
    let joiner = kind == RequestKind::Joiner;
    let mut people = Vec::new();
    for name in names {
        people.extend(found(steward, name).await?.map(|person| RequestPersonRequest {
            access: Some(AccessLevel::Member),
            has_account: Some(if joiner { Answer::Yes } else { Answer::No }),
            left_holder: joiner.then_some(Answer::Yes),
            marked_leaver: joiner.then_some(Answer::Yes),
            ..RequestPersonRequest::new(person)
        }));
    }
    Ok(request_draft(steward, RequestDraftRequest::new(kind, mailbox, people))
        .await?
        .request)
}

async fn requests(steward: &Steward, mailbox: MailboxId) -> Result<(), ApiError> {
    let sent = ask(
        steward,
        mailbox,
        RequestKind::NewUser,
        &["Ivy Winterbourne", "Marek Dvořák"],
    )
    .await?;
    send(steward, sent).await?;
    request_ticket(
        steward,
        RequestTicketRequest {
            request: sent,
            ticket_reference: "INC1234567".to_owned(),
        },
    )
    .await?;
    let waiting = ask(steward, mailbox, RequestKind::Joiner, &["Joan Pemberley"]).await?;
    send(steward, waiting).await?;
    ask(steward, mailbox, RequestKind::NewUser, &["Chloë Hart"]).await?;

    let leaver = about(steward, RequestKind::Leaver, mailbox, "Olive Marchbanks").await?;
    if let Some(leaver) = leaver {
        let leaver = request_draft(steward, leaver).await?.request;
        send(steward, leaver).await?;
    }
    // A password reset that waits for somebody to send it.
    if let Some(mut reset) = about(steward, RequestKind::PasswordReset, mailbox, "Ben Carter").await? {
        for person in &mut reset.people {
            person.typed = Some(RequestTypedRequest {
                temporary_password_mobile: "07700 900199".to_owned(),
                identity_checked: true,
                ..RequestTypedRequest::default()
            });
        }
        request_draft(steward, reset).await?;
    }
    Ok(())
}

async fn about(
    steward: &Steward,
    kind: RequestKind,
    mailbox: MailboxId,
    name: &str,
) -> Result<Option<RequestDraftRequest>, ApiError> {
    let person = found(steward, name).await?;
    Ok(person.map(|person| RequestDraftRequest::new(kind, mailbox, vec![RequestPersonRequest::new(person)])))
}

async fn send(steward: &Steward, request: crate::domain::ids::RequestId) -> Result<(), ApiError> {
    // Recorded without touching the clipboard: what somebody copied elsewhere stays theirs.
    handed_over(steward, request, HandOver::CopiedBody, None).await?;
    request_sent(
        steward,
        RequestSentRequest {
            request,
            from_shared_mailbox: true,
            on: none(),
        },
    )
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FullName;

    #[test]
    fn everybody_in_the_demo_is_invented_and_has_a_number_kept_free_for_films() {
        let today = jiff::civil::date(2026, 11, 20);
        for (number, (name, _, _, story)) in PEOPLE.iter().enumerate() {
            assert!(name.parse::<FullName>().is_ok(), "{name}");
            let fields = fields(name, number, *story, today);
            let mobile: crate::domain::Mobile = fields.personal_mobile.parse().unwrap();
            assert!(mobile.as_str().starts_with("07700900"));
            assert!(
                fields.personal_email.parse::<crate::domain::PersonalEmail>().is_ok(),
                "{}",
                fields.personal_email
            );
        }
        // With the one who set it up.
        assert_eq!(PEOPLE.len() + 1, 24);
    }
}
