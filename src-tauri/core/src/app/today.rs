//! Today: what to do now, in order.

use jiff::Span;
use jiff::civil::Date;

use super::confirm::{accounts_checked_since, number_due, numbers_checked_since};
use super::header::nas_hours;
use super::people::name_of;
use super::requests::SAVED_FILE;
use super::settings::nas_address_notices;
use super::tracking::Waits;
use super::{Moment, Steward};
use crate::contract::{ApiError, TodayKindView, TodayLineView, TodayRequest, TodayView, UrgencyView};
use crate::domain::answer::Answer;
use crate::domain::clock_rules::{AccountDates, ClockEvent, account_clock};
use crate::domain::ids::{RequestId, SiteId};
use crate::domain::person::Detail;
use crate::domain::request::{Composed, Due, RequestState};
use crate::domain::retention::left_before;
use crate::domain::rules;
use crate::store::{ListedPerson, Register};

/// Answers with Today.
///
/// # Errors
/// `not_open`, or what the disk says.
pub async fn today_get(steward: &Steward, request: TodayRequest) -> Result<TodayView, ApiError> {
    let ahead = {
        let house = steward.house().await?;
        let now = steward.doors.clock.now();
        house.lanes.write(move |writer| writer.clock().is_ahead_of(now)).await?
    };
    steward
        .read(move |register, moment| {
            let mut lines = lines(register, request.site, moment)?;
            if ahead {
                lines.insert(0, line(TodayKindView::ClockBehind, UrgencyView::Now));
            }
            Ok(TodayView {
                lines,
                nas: nas_hours(register, moment)?,
                date: moment.today,
                people: match request.site {
                    Some(site) => register.people_at(site, moment.today)?,
                    None => register.count_people()?,
                },
            })
        })
        .await
}

pub(super) const fn line(kind: TodayKindView, urgency: UrgencyView) -> TodayLineView {
    TodayLineView {
        kind,
        urgency,
        count: None,
        name: None,
        date: None,
        site: None,
        site_name: None,
        mailbox: None,
        person: None,
        request: None,
        request_kind: None,
        path: None,
        step: None,
        our_advice: false,
    }
}

/// The lines of Today: what matters most first.
pub(super) fn lines(
    register: Register<'_>,
    site: Option<SiteId>,
    moment: Moment,
) -> Result<Vec<TodayLineView>, ApiError> {
    let mut lines = Vec::new();
    access_of_leavers(register, site, moment.today, &mut lines)?;
    super::paths::due_lines(register, site, moment.today, &mut lines)?;
    leaver_clocks(register, moment.today, &mut lines)?;
    mailboxes(register, site, moment.today, &mut lines)?;
    requests(register, site, moment.today, &mut lines)?;
    set_up_gaps(register, site, &mut lines)?;
    quiet_accounts(register, site, moment.today, &mut lines)?;
    numbers(register, site, moment.today, &mut lines)?;
    contact_to_remove(register, site, moment.today, &mut lines)?;
    lines.sort_by_key(|line| match line.urgency {
        UrgencyView::Now => 0,
        UrgencyView::Soon => 1,
        UrgencyView::Later => 2,
    });
    Ok(lines)
}

/// Somebody who left and can still open the mailbox: marking a leaver does not remove access.
fn access_of_leavers(
    register: Register<'_>,
    site: Option<SiteId>,
    today: Date,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
    for (_, access) in register.access_of_leavers(today)? {
        let (Some(person), Some(mailbox)) = (access.person, access.mailbox) else {
            continue;
        };
        let at = register.mailbox(mailbox)?.and_then(|mailbox| mailbox.site);
        if site.is_some() && at != site {
            continue;
        }
        lines.push(TodayLineView {
            name: register.person(person)?.as_ref().and_then(name_of),
            person: Some(person),
            mailbox: Some(mailbox),
            site: at,
            ..line(TodayKindView::LeaverHasAccess, UrgencyView::Now)
        });
    }
    Ok(())
}

/// The leaver clock of those whose 30 days come to their end.
fn leaver_clocks(register: Register<'_>, today: Date, lines: &mut Vec<TodayLineView>) -> Result<(), ApiError> {
    let since = today.saturating_sub(Span::new().days(60));
    for (id, person) in register.marked_leavers(since)? {
        let Some(dates) = AccountDates::of(&person.facts) else {
            continue;
        };
        let reading = account_clock(&dates, rules::in_force().clocks(), today);
        let Some(clock) = reading.clock() else { continue };
        let Some(deleted_on) = clock.date_of(ClockEvent::MayBeDeleted) else {
            continue;
        };
        if clock.reached().is_none() || deleted_on < today.saturating_sub(Span::new().days(30)) {
            continue;
        }
        let urgency = if deleted_on <= today.saturating_add(Span::new().days(3)) {
            UrgencyView::Now
        } else {
            UrgencyView::Soon
        };
        lines.push(TodayLineView {
            name: name_of(&person),
            person: Some(id),
            date: Some(deleted_on),
            ..line(TodayKindView::AccountClock, urgency)
        });
    }
    Ok(())
}

/// Fewer than two people who can open a mailbox (FAQ L74-76), or fewer than two owners, which is our advice.
fn mailboxes(
    register: Register<'_>,
    site: Option<SiteId>,
    today: Date,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
    let covers = register.covers(today)?;
    for (id, mailbox) in register.mailboxes()? {
        if !mailbox.lasts_on(today) || (site.is_some() && mailbox.site != site) {
            continue;
        }
        let cover = covers.get(&id).copied().unwrap_or_default();
        let about = |kind, urgency, count| TodayLineView {
            count: Some(count),
            name: mailbox.address.as_ref().map(|address| address.as_str().to_owned()),
            mailbox: Some(id),
            site: mailbox.site,
            ..line(kind, urgency)
        };
        if cover.people < 2 {
            lines.push(about(TodayKindView::CoverBelowTwo, UrgencyView::Soon, cover.people));
        } else if cover.owners < 2 {
            let mut advice = about(TodayKindView::OneOwner, UrgencyView::Later, cover.owners);
            advice.our_advice = true;
            lines.push(advice);
        }
    }
    Ok(())
}

/// Requests that wait for the owner.
fn requests(
    register: Register<'_>,
    site: Option<SiteId>,
    today: Date,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
    let waits = Waits::of(register, today)?;
    for (id, request) in register.requests(None, true)? {
        let Some(composed) = &request.composed else { continue };
        let at = register.mailbox(composed.mailbox)?.and_then(|mailbox| mailbox.site);
        if site.is_some() && at != site {
            continue;
        }
        let Some(due) = waits.due(&request) else { continue };
        let overdue = due.on() <= today;
        let (kind, urgency, date) = match due {
            Due::Send(on) => (TodayKindView::RequestNotSent, UrgencyView::Now, on),
            Due::AnswerNas(on) => (TodayKindView::RequestToAnswer, UrgencyView::Now, on),
            Due::Chase(_) if overdue => {
                let sent = request.sent_on().unwrap_or(composed.on);
                (TodayKindView::RequestToChase, UrgencyView::Now, sent)
            }
            Due::Escalate(_) if overdue => {
                let sent = request.sent_on().unwrap_or(composed.on);
                (TodayKindView::RequestToEscalate, UrgencyView::Now, sent)
            }
            Due::Chase(_) | Due::Escalate(_) if request.ticket_references().next().is_none() => {
                let sent = request.sent_on().unwrap_or(composed.on);
                (TodayKindView::RequestNoTicket, UrgencyView::Soon, sent)
            }
            Due::Chase(_) | Due::Escalate(_) => continue,
        };
        lines.push(TodayLineView {
            count: u32::try_from(composed.blocks.len()).ok(),
            name: only_name(composed),
            date: Some(date),
            request: Some(id),
            request_kind: Some(composed.kind),
            site: at,
            our_advice: matches!(kind, TodayKindView::RequestToChase | TodayKindView::RequestToEscalate),
            ..line(kind, urgency)
        });
    }
    for (id, request) in register.requests_at(RequestState::Done, Some(waits.steps_since()))? {
        let Some(composed) = &request.composed else { continue };
        let at = register.mailbox(composed.mailbox)?.and_then(|mailbox| mailbox.site);
        if site.is_some() && at != site {
            continue;
        }
        if let Some(done_on) = waits.steps_left(register, &request, composed)? {
            lines.push(TodayLineView {
                count: u32::try_from(composed.blocks.len()).ok(),
                name: only_name(composed),
                date: Some(done_on),
                request: Some(id),
                request_kind: Some(composed.kind),
                site: at,
                ..line(TodayKindView::RequestStepsLeft, UrgencyView::Soon)
            });
        }
    }
    for (name, path) in register.local_facts(SAVED_FILE)? {
        let request: Option<RequestId> = name.strip_prefix(SAVED_FILE).and_then(|id| id.parse().ok());
        let file = std::path::Path::new(&path);
        if file.exists() {
            lines.push(TodayLineView {
                name: file.file_name().map(|name| name.to_string_lossy().into_owned()),
                request,
                our_advice: true,
                ..line(TodayKindView::SavedFile, UrgencyView::Later)
            });
        }
    }
    Ok(())
}

/// The name of the person a request is about, where it is about one.
fn only_name(composed: &Composed) -> Option<String> {
    let [only] = &composed.blocks[..] else { return None };
    match only.full_name() {
        Detail::Given(name) => Some(name.as_str().to_owned()),
        Detail::NotGiven | Detail::Removed(_) => None,
    }
}

/// What set-up left for later.
fn set_up_gaps(register: Register<'_>, site: Option<SiteId>, lines: &mut Vec<TodayLineView>) -> Result<(), ApiError> {
    let settings = register.settings()?;
    if settings.recovery_code_checked_on.is_none() {
        lines.push(line(TodayKindView::RecoveryCode, UrgencyView::Now));
    }
    if register.count_people()? <= 1 {
        lines.push(line(TodayKindView::StaffList, UrgencyView::Soon));
    }
    let sites = register.sites()?;
    let several = sites.len() > 1;
    for (id, kept) in sites {
        if site.is_some_and(|site| site != id) {
            continue;
        }
        let name = kept.name.as_ref().map(|name| name.as_str().to_owned());
        let about = |kind, urgency| TodayLineView {
            site: Some(id),
            site_name: if several { name.clone() } else { None },
            ..line(kind, urgency)
        };
        match kept.nas_managed {
            None | Some(Answer::NotKnown) => {
                lines.push(about(TodayKindView::NasManagedUnknown, UrgencyView::Later));
            }
            Some(Answer::No) => lines.push(about(TodayKindView::NotNasManaged, UrgencyView::Later)),
            Some(Answer::Yes) => {}
        }
        if kept.ods_code.is_none() {
            lines.push(about(TodayKindView::OdsCodeMissing, UrgencyView::Later));
        }
    }
    if let Some(address) = &settings.nas_address {
        let urgency = if nas_address_notices(&settings).is_empty() {
            UrgencyView::Later
        } else {
            UrgencyView::Soon
        };
        lines.push(TodayLineView {
            name: Some(address.as_str().to_owned()),
            ..line(TodayKindView::NasAddressChanged, urgency)
        });
    }
    Ok(())
}

/// One line for all accounts that nobody has looked at for too long.
fn quiet_accounts(
    register: Register<'_>,
    site: Option<SiteId>,
    today: Date,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
    let to_check = ListedPerson::AccountToCheck(accounts_checked_since(today));
    let count = register.count_to_check(to_check, site, today)?;
    if count > 0 {
        lines.push(TodayLineView {
            count: Some(count),
            ..line(TodayKindView::AccountsNotChecked, UrgencyView::Soon)
        });
    }
    Ok(())
}

/// Once a year: is this still your number? The owners first, then one line for everybody else.
fn numbers(
    register: Register<'_>,
    site: Option<SiteId>,
    today: Date,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
    let mut owners_due = false;
    for (id, owner) in register.owners(today)? {
        if number_due(&owner, today) {
            owners_due = true;
            lines.push(TodayLineView {
                name: name_of(&owner),
                person: Some(id),
                our_advice: true,
                ..line(TodayKindView::OwnNumber, UrgencyView::Later)
            });
        }
    }
    if owners_due {
        return Ok(());
    }
    let to_check = ListedPerson::NumberToCheck(numbers_checked_since(today));
    let count = register.count_to_check(to_check, site, today)?;
    if count > 0 {
        lines.push(TodayLineView {
            count: Some(count),
            our_advice: true,
            ..line(TodayKindView::NumbersNotChecked, UrgencyView::Later)
        });
    }
    Ok(())
}

/// Leavers whose contact details were kept long enough: proposed, and nothing more.
fn contact_to_remove(
    register: Register<'_>,
    site: Option<SiteId>,
    today: Date,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
    let before = left_before(today, register.settings()?.contact_kept_months());
    let count = register.count_to_check(ListedPerson::ContactToRemove(before), site, today)?;
    if count > 0 {
        lines.push(TodayLineView {
            count: Some(count),
            our_advice: true,
            ..line(TodayKindView::ContactToRemove, UrgencyView::Later)
        });
    }
    Ok(())
}
