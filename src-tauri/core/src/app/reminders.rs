//! Dates outside the window: the calendar file, and the reminder once a day.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time, time};

use super::people::name_of;
use super::tracking::Waits;
use super::{Moment, Saved, Steward};
use crate::clock;
use crate::contract::{
    ApiError, CalendarRequest, CalendarView, DailyReminderRequest, DailyReminderView, NoRequest, UrgencyView,
};
use crate::domain::clock_rules::{AccountDates, account_clock};
use crate::domain::ids::SiteId;
use crate::domain::request::Due;
use crate::domain::rules;
use crate::outbox::{CalendarDay, DayOf, calendar, calendar_file_name, notice_text};
use crate::store::{PersonRow, Register, StoreError};

/// How many people are read at a time, so that nobody else waits for the file.
const READ_AT_ONCE: u32 = 200;

/// The fact of this computer that says that it reminds once a day.
const DAILY: &str = "remind_daily";

/// The fact of this computer that says on which day it last did.
const REMINDED_ON: &str = "reminded_on";

/// From this time of the day on, in Europe/London.
const REMINDS_AT: Time = time(9, 0, 0, 0);

/// Saves the days to come, of accounts, requests and the owner's own password, as a calendar file. Names are left out unless
/// they are asked for.
///
/// # Errors
/// `not_found` for an unknown site; `save_failed`, `disk_full`.
pub async fn calendar_save(steward: &Steward, request: CalendarRequest) -> Result<CalendarView, ApiError> {
    let days = days(steward, &request).await?;
    let count = u32::try_from(days.len()).unwrap_or(u32::MAX);
    let nothing = CalendarView {
        days: count,
        cancelled: false,
        saved_as: None,
    };
    if days.is_empty() {
        return Ok(nothing);
    }
    let Moment { now, today } = steward.moment();
    let text = steward.blocking(move |_| Ok(calendar(&days, now))).await?;
    let name = calendar_file_name(today);
    Ok(match steward.doors.desktop.save(&name, text.as_bytes()).await? {
        Saved::Cancelled => CalendarView {
            cancelled: true,
            ..nothing
        },
        Saved::To(path) => CalendarView {
            saved_as: path.file_name().map(|name| name.to_string_lossy().into_owned()),
            ..nothing
        },
    })
}

async fn days(steward: &Steward, request: &CalendarRequest) -> Result<Vec<CalendarDay>, ApiError> {
    let (site, names) = (request.site, request.names);
    let (homes, mut days) = steward
        .read(move |register, moment| {
            if let Some(site) = site {
                super::sites::site_there(register, site)?;
            }
            let homes = homes(register)?;
            let days = of_requests(register, site, &homes, moment.today)?;
            Ok((homes, days))
        })
        .await?;
    let mut after = None;
    loop {
        let homes = homes.clone();
        let (more, last) = steward
            .read(move |register, moment| {
                let people = register.accounts_after(site, after, moment.today, READ_AT_ONCE)?;
                let last = people.last().map(|(id, _)| *id);
                let mut days = Vec::new();
                for person in &people {
                    of_account(register, person, names, &homes, moment.today, &mut days)?;
                }
                Ok((days, last))
            })
            .await?;
        days.extend(more);
        match last {
            Some(last) => after = Some(last),
            None => break,
        }
    }
    if site.is_none() {
        days.extend(of_own_password(steward).await);
    }
    days.sort_by(|a, b| (a.on, &a.id).cmp(&(b.on, &b.id)));
    Ok(days)
}

fn homes(register: Register<'_>) -> Result<BTreeMap<SiteId, String>, StoreError> {
    let sites = register.sites()?.into_iter();
    Ok(sites
        .filter_map(|(id, site)| Some((id, site.name?.as_str().to_owned())))
        .collect())
}

/// The days to come of one account.
fn of_account(
    register: Register<'_>,
    (id, person): &PersonRow,
    names: bool,
    homes: &BTreeMap<SiteId, String>,
    today: Date,
    days: &mut Vec<CalendarDay>,
) -> Result<(), ApiError> {
    let Some(dates) = AccountDates::of(&person.facts) else {
        return Ok(());
    };
    let reading = account_clock(&dates, rules::in_force().clocks(), today);
    let Some(clock) = reading.clock() else { return Ok(()) };
    let coming: Vec<_> = clock.steps().iter().filter(|step| step.on >= today).collect();
    if coming.is_empty() {
        return Ok(());
    }
    let home = register
        .posts_of(*id)?
        .iter()
        .filter(|(_, post)| !post.ended_by(today))
        .find_map(|(_, post)| homes.get(&post.site?).cloned());
    let name = if names { name_of(person) } else { None };
    for (index, step) in coming.iter().enumerate() {
        // A clock warns more than once: each warning is a day of its own.
        let earlier = coming
            .iter()
            .take(index)
            .filter(|other| other.event == step.event)
            .count();
        days.push(CalendarDay {
            id: format!("account-{id}-{}-{earlier}", step.event.name()),
            on: step.on,
            what: DayOf::Account(clock.kind(), step.event),
            home: home.clone(),
            name: name.clone(),
        });
    }
    Ok(())
}

/// When NAS may be asked again about each open request.
fn of_requests(
    register: Register<'_>,
    site: Option<SiteId>,
    homes: &BTreeMap<SiteId, String>,
    today: Date,
) -> Result<Vec<CalendarDay>, ApiError> {
    let waits = Waits::of(register, today)?;
    let mut days = Vec::new();
    for (id, request) in register.requests(None, true)? {
        let Some(composed) = &request.composed else { continue };
        let at = register.mailbox(composed.mailbox)?.and_then(|mailbox| mailbox.site);
        if site.is_some() && at != site {
            continue;
        }
        let (what, on) = match waits.due(&request) {
            Some(Due::Chase(on)) => (DayOf::Chase, on),
            Some(Due::Escalate(on)) => (DayOf::Escalate, on),
            Some(Due::Send(_) | Due::AnswerNas(_)) | None => continue,
        };
        if on >= today {
            days.push(CalendarDay {
                // One day a request, which moves on from asking again to escalating.
                id: format!("request-{id}"),
                on,
                what,
                home: at.and_then(|site| homes.get(&site).cloned()),
                name: None,
            });
        }
    }
    Ok(days)
}

/// The end of the owner's own password, where its day is known. A password store that does not answer spoils no calendar.
async fn of_own_password(steward: &Steward) -> Option<CalendarDay> {
    let view = super::credential_status(steward, NoRequest {}).await.ok()?;
    let step = view.clock?.steps.last()?.clone();
    (step.on >= steward.moment().today).then(|| CalendarDay {
        id: "own-password".to_owned(),
        on: step.on,
        what: DayOf::OwnPassword,
        home: None,
        name: None,
    })
}

/// Whether this computer reminds once a day.
///
/// # Errors
/// `not_open`.
pub async fn daily_reminder_get(steward: &Steward, _: NoRequest) -> Result<DailyReminderView, ApiError> {
    let daily = steward
        .read(|register, _| Ok(register.local_fact(DAILY)?.is_some()))
        .await?;
    Ok(DailyReminderView { daily })
}

/// Sets whether this computer reminds once a day while the app runs.
///
/// # Errors
/// `not_open`, or what the disk says.
pub async fn daily_reminder_set(
    steward: &Steward,
    request: DailyReminderRequest,
) -> Result<DailyReminderView, ApiError> {
    let daily = request.daily;
    let house = steward.house().await?;
    house
        .lanes
        .write(move |writer| writer.set_local_fact(DAILY, daily.then_some("yes")))
        .await??;
    Ok(DailyReminderView { daily })
}

/// Reminds the owner by a notice of the system, if it is time: from nine in the morning, once a day, where they want it and
/// something cannot wait. The notice says how many things wait and nothing of what they are: a locked screen shows it.
///
/// # Errors
/// `not_open` while the app is locked: nothing is known then.
pub async fn remind(steward: &Steward, _: NoRequest) -> Result<(), ApiError> {
    if let Some(waiting) = due(steward).await? {
        steward.doors.desktop.notify(&notice_text(waiting));
    }
    Ok(())
}

/// How many things wait. Asking counts as having said it, also where nothing waits.
async fn due(steward: &Steward) -> Result<Option<u32>, ApiError> {
    let Moment { now, today } = steward.moment();
    if now.to_zoned(clock::london()).time() < REMINDS_AT {
        return Ok(None);
    }
    let waiting = steward
        .read(move |register, moment| {
            if register.local_fact(DAILY)?.is_none() || register.local_fact(REMINDED_ON)? == Some(today.to_string()) {
                return Ok(None);
            }
            let scene = super::today::Scene::of(register, moment.today)?;
            let lines = super::today::lines(register, &scene, None, moment)?;
            let waiting = lines.iter().filter(|line| line.urgency == UrgencyView::Now).count();
            Ok(Some(u32::try_from(waiting).unwrap_or(u32::MAX)))
        })
        .await?;
    if waiting.is_some() {
        let house = steward.house().await?;
        house
            .lanes
            .write(move |writer| writer.set_local_fact(REMINDED_ON, Some(&today.to_string())))
            .await??;
    }
    Ok(waiting.filter(|waiting| *waiting > 0))
}
