//! Confirming that accounts are used and that numbers are right, for one or many people, and reminding staff.

use jiff::Span;
use jiff::civil::Date;

use super::fields::date;
use super::people::{name_of, person_of, whom};
use super::sources::source_view;
use super::{Copied, Moment, Steward};
use crate::contract::{
    AccountsConfirmRequest, ApiError, CopiedView, ErrorCode, NoRequest, NumbersConfirmRequest, PersonIdsView,
    PersonListRequest, Reason, ReminderView, SavedView,
};
use crate::domain::answer::Answer;
use crate::domain::change::Body;
use crate::domain::confirm::{Confirmed, MOST_TOGETHER, Together};
use crate::domain::ids::PersonId;
use crate::domain::person::{Detail, Person};
use crate::domain::rules;
use crate::outbox::reminder_text;
use crate::secret::SecretString;
use crate::store::RegisterMut;

/// How many days before an account may be switched off the owner is told: our advice.
const NOTICE_DAYS: i32 = 9;

/// An account last confirmed before this day is to be checked.
pub(super) fn accounts_checked_since(today: Date) -> Date {
    let off_after = i32::from(rules::in_force().clocks().quiet.inactive_after_days);
    today.saturating_sub(Span::new().days(off_after - NOTICE_DAYS))
}

/// A number last confirmed before this day is to be checked: once a year, our advice.
pub(super) fn numbers_checked_since(today: Date) -> Date {
    today.saturating_sub(Span::new().years(1))
}

/// Whether it is time to ask whether a person's number is still right.
pub(super) fn number_due(person: &Person, today: Date) -> bool {
    let has_number = [person.personal_mobile(), person.linked_mobile()]
        .iter()
        .any(|mobile| matches!(mobile, Detail::Given(_)));
    has_number
        && person
            .facts
            .number_checked_on
            .is_none_or(|on| on < numbers_checked_since(today))
}

/// Confirms that accounts are used. A later day that is known already stays.
///
/// # Errors
/// `no_people`, `too_long` for more than 500; `invalid_value` at `way` for one that does not count, at `on` for a day to come, at
/// the person for somebody without an account; `not_found`.
pub async fn accounts_confirm(steward: &Steward, request: AccountsConfirmRequest) -> Result<SavedView, ApiError> {
    let on = date("on", &request.on)?;
    if !rules::in_force().activity().counts.contains(&request.way) {
        return Err(ApiError::refused("way", Reason::UseNotCounted));
    }
    confirm(steward, request.people, Confirmed::Used(request.way), on).await
}

/// Confirms today that mobile numbers are still right.
///
/// # Errors
/// `no_people`, `too_long` for more than 500; `missing_field` at the person for somebody without a number; `not_found`.
pub async fn numbers_confirm(steward: &Steward, request: NumbersConfirmRequest) -> Result<SavedView, ApiError> {
    confirm(steward, request.people, Confirmed::Number, None).await
}

async fn confirm(
    steward: &Steward,
    people: Vec<PersonId>,
    what: Confirmed,
    on: Option<Date>,
) -> Result<SavedView, ApiError> {
    if people.len() > MOST_TOGETHER {
        return Err(ApiError::at(ErrorCode::TooLong, "people", "too many people at once"));
    }
    if people.is_empty() {
        return Err(ApiError::at(ErrorCode::NoPeople, "people", "nobody is named"));
    }
    let (name, action) = steward
        .act(move |register, Moment { today, .. }| {
            let on = on.unwrap_or(today);
            if on > today {
                return Err(ApiError::refused("on", Reason::DateInFuture));
            }
            let mut news = Vec::new();
            let mut name = None;
            for (index, id) in people.iter().enumerate() {
                let person = can_be_confirmed(register, *id, what, &format!("people[{index}]"))?;
                let known = match what {
                    Confirmed::Used(_) => person.facts.last_confirmed_active_on,
                    Confirmed::Number => person.facts.number_checked_on,
                };
                if known < Some(on) {
                    news.push(*id);
                }
                name = name_of(&person);
            }
            // Where a day as late is known of everybody, there is nothing new to record.
            if let Some(people) = Together::of(news) {
                register.record(Body::Confirmed { people, what, on })?;
            }
            Ok(name.filter(|_| people.len() == 1))
        })
        .await?;
    Ok(SavedView {
        action,
        id: None,
        notices: Vec::new(),
        name,
    })
}

fn can_be_confirmed(
    register: &RegisterMut<'_>,
    id: PersonId,
    what: Confirmed,
    field: &str,
) -> Result<Person, ApiError> {
    let person = person_of(register.read(), id)?;
    if person.erased_on.is_some() {
        return Err(ApiError::at(ErrorCode::NotFound, field, "they were erased"));
    }
    match what {
        Confirmed::Used(_) if person.facts.has_account != Some(Answer::Yes) => {
            Err(ApiError::refused(field, Reason::PersonHasNoAccount))
        }
        Confirmed::Number
            if ![person.personal_mobile(), person.linked_mobile()]
                .iter()
                .any(|mobile| matches!(mobile, Detail::Given(_))) =>
        {
            Err(ApiError::at(ErrorCode::MissingField, field, "they have no number"))
        }
        Confirmed::Used(_) | Confirmed::Number => Ok(person),
    }
}

/// Who is in a list, for choosing them all: the first 500, whatever part of the list is asked for.
///
/// # Errors
/// `not_open`, or what the disk says.
pub async fn person_ids(steward: &Steward, request: PersonListRequest) -> Result<PersonIdsView, ApiError> {
    steward
        .glance(move |register, Moment { today, .. }| {
            let months = register.settings()?.contact_kept_months();
            let whom = whom(&request, months, today);
            let most = u32::try_from(MOST_TOGETHER).unwrap_or(u32::MAX);
            let page = register.people_page(&request.text, request.site, whom, today, 0, most)?;
            Ok(PersonIdsView {
                more: page.more || page.total > most,
                people: page.people.iter().map(|(id, _)| *id).collect(),
            })
        })
        .await
}

/// What staff are reminded of. It names nobody.
///
/// # Errors
/// Never.
pub async fn reminder_get(_: &Steward, _: NoRequest) -> Result<ReminderView, ApiError> {
    let pack = rules::in_force();
    std::future::ready(Ok(ReminderView {
        ways: pack.activity().counts.clone(),
        within_days: pack.clocks().quiet.inactive_after_days,
        source: source_view(&pack.clocks().quiet.source),
        text: reminder_text(pack),
    }))
    .await
}

/// Copies the reminder.
///
/// # Errors
/// `clipboard_failed`.
pub async fn reminder_copy(steward: &Steward, _: NoRequest) -> Result<CopiedView, ApiError> {
    let text = SecretString::from(reminder_text(rules::in_force()));
    steward.doors.desktop.copy(&text, Copied::Draft)?;
    std::future::ready(Ok(CopiedView { clears_in: None })).await
}
