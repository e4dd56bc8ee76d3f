//! What the owner of a mailbox answers for, and what is put off until later.

use jiff::Span;
use jiff::civil::Date;

use super::ask::mailbox_of;
use super::fields::{date, missing, optional};
use super::screening::refuse_personal_data;
use super::sources::source_view;
use super::today::{Scene, about_the_same, in_one_line, line, lines, name_of_kind, rank};
use super::{Moment, Steward};
use crate::contract::{
    ApiError, AsideRequest, DutiesRequest, DutiesView, DutyDoneRequest, DutyView, ErrorCode, LinePutOffRequest,
    MailboxReminderRequest, Reason, SavedView, TodayKindView, TodayLineView, UrgencyView,
};
use crate::domain::aside::Aside;
use crate::domain::change::Body;
use crate::domain::duty::{Duty, MOST_DAYS_BETWEEN};
use crate::domain::ids::{AsideId, MailboxId, SiteId};
use crate::domain::site::{Mailbox, MailboxPatch};
use crate::domain::{Set, ShortText, rules};
use crate::random;
use crate::store::Register;

/// The longest a line can be put off, in days.
const MOST_DAYS: i64 = 366;

/// From which day a duty counts that nobody has said to be done: the mailbox's first day here.
fn since(register: Register<'_>, id: MailboxId, mailbox: &Mailbox, today: Date) -> Result<Date, ApiError> {
    let set_up = register.settings()?.set_up_on;
    let made = crate::clock::today(id_moment(id).unwrap_or_default());
    let first = mailbox.from.unwrap_or(made).max(made);
    Ok(set_up.map_or(first, |on| on.max(first)).min(today))
}

/// The moment an id was drawn.
fn id_moment(id: MailboxId) -> Option<jiff::Timestamp> {
    let (seconds, nanoseconds) = id.uuid().get_timestamp()?.to_unix();
    jiff::Timestamp::new(i64::try_from(seconds).ok()?, i32::try_from(nanoseconds).ok()?).ok()
}

/// The duties at a mailbox, in the order they come round.
///
/// # Errors
/// `not_found`.
pub async fn duties_get(steward: &Steward, request: DutiesRequest) -> Result<DutiesView, ApiError> {
    steward
        .read(move |register, Moment { today, .. }| {
            let mailbox = mailbox_of(register, request.mailbox)?;
            let since = since(register, request.mailbox, &mailbox, today)?;
            let pack = rules::in_force();
            let duties = Duty::ALL.iter().map(|duty| {
                let due_on = duty.due_on(&mailbox, since);
                DutyView {
                    duty: *duty,
                    last_done: duty.last_done(&mailbox),
                    due_on,
                    due: due_on.is_some_and(|on| on <= today),
                    every: duty.comes_round_after(&mailbox),
                    sources: pack.duty(*duty).iter().map(source_view).collect(),
                }
            });
            Ok(DutiesView {
                mailbox: request.mailbox,
                address: mailbox
                    .address
                    .as_ref()
                    .map(|address| address.as_str().to_owned())
                    .unwrap_or_default(),
                duties: duties.collect(),
            })
        })
        .await
}

/// Says that a duty was done. A later day that is known already stays.
///
/// # Errors
/// `invalid_value` at `on` for a day to come; `not_found`.
pub async fn duty_done(steward: &Steward, request: DutyDoneRequest) -> Result<SavedView, ApiError> {
    let on = date("on", &request.on)?;
    let ((), action) = steward
        .act(move |register, Moment { today, .. }| {
            let on = on.unwrap_or(today);
            if on > today {
                return Err(ApiError::refused("on", Reason::DateInFuture));
            }
            let mailbox = mailbox_of(register.read(), request.mailbox)?;
            if request.duty.last_done(&mailbox) < Some(on) {
                register.record(Body::Mailbox {
                    mailbox: request.mailbox,
                    set: request.duty.done(on),
                })?;
            }
            Ok(())
        })
        .await?;
    Ok(saved(action))
}

const fn saved(action: Option<crate::domain::ids::ActionId>) -> SavedView {
    SavedView {
        action,
        id: None,
        notices: Vec::new(),
        name: None,
    }
}

/// Settles how often the owner is reminded to read a mailbox.
///
/// # Errors
/// `invalid_value` at `every` for more than 31 days; `not_found`.
pub async fn mailbox_reminder_set(steward: &Steward, request: MailboxReminderRequest) -> Result<SavedView, ApiError> {
    if request.every.is_some_and(|days| days == 0 || days > MOST_DAYS_BETWEEN) {
        return Err(ApiError::refused("every", Reason::DaysNotReal));
    }
    let ((), action) = steward
        .act(move |register, _| {
            let mailbox = mailbox_of(register.read(), request.mailbox)?;
            let set = MailboxPatch {
                read_every: Set::between(mailbox.read_every.as_ref(), request.every),
                ..MailboxPatch::default()
            };
            if !set.is_empty() {
                register.record(Body::Mailbox {
                    mailbox: request.mailbox,
                    set,
                })?;
            }
            Ok(())
        })
        .await?;
    Ok(saved(action))
}

/// A mailbox, and the day each of its duties comes round.
type Rounds<'a> = (MailboxId, &'a Mailbox, Vec<(Duty, Date)>);

/// Every duty of the mailboxes in use that comes round, with its day.
fn rounds(scene: &Scene, site: Option<SiteId>, today: Date) -> Vec<Rounds<'_>> {
    let mut all = Vec::new();
    let set_up = scene.settings.set_up_on;
    for (id, mailbox) in &scene.mailboxes {
        if !mailbox.lasts_on(today) || (site.is_some() && mailbox.site != site) {
            continue;
        }
        let made = crate::clock::today(id_moment(*id).unwrap_or_default());
        let first = mailbox.from.unwrap_or(made).max(made);
        let since = set_up.map_or(first, |on| on.max(first)).min(today);
        let mut days: Vec<(Duty, Date)> = Duty::ALL
            .iter()
            .filter_map(|duty| duty.due_on(mailbox, since).map(|on| (*duty, on)))
            .collect();
        days.sort_by_key(|(duty, on)| (*duty != Duty::ReadMailbox, *on, *duty));
        all.push((*id, mailbox, days));
    }
    all
}

/// A line for each duty that has come round, at each mailbox the one that was due first in front. That the mailbox is to be read
/// comes round most often and stands before the others.
pub(super) fn due_lines(scene: &Scene, site: Option<SiteId>, today: Date, found: &mut Vec<TodayLineView>) {
    for (id, mailbox, days) in rounds(scene, site, today) {
        for (duty, _) in days.iter().filter(|(_, on)| *on <= today) {
            let read = *duty == Duty::ReadMailbox;
            found.push(TodayLineView {
                name: mailbox.address.as_ref().map(|address| address.as_str().to_owned()),
                date: duty.last_done(mailbox),
                mailbox: Some(id),
                site: mailbox.site,
                duty: Some(*duty),
                // The owner asked to be reminded to read it: that is theirs, not our advice.
                our_advice: !read,
                ..line(
                    TodayKindView::DutyDue,
                    if read { UrgencyView::Soon } else { UrgencyView::Later },
                )
            });
        }
    }
}

/// One line for each mailbox with duties that have come round: the first of them, and how many there are. That the mailbox is
/// to be read is a line of its own. What was put off is left out before: the next of them stands first then.
pub(super) fn together(lines: Vec<TodayLineView>) -> Vec<TodayLineView> {
    let mut kept: Vec<TodayLineView> = Vec::with_capacity(lines.len());
    for each in lines {
        let of_duties =
            |line: &TodayLineView| line.kind == TodayKindView::DutyDue && line.duty != Some(Duty::ReadMailbox);
        let first = kept
            .iter_mut()
            .find(|line| of_duties(line) && of_duties(&each) && line.mailbox == each.mailbox);
        match first {
            Some(first) => first.count = Some(first.count.unwrap_or(1) + 1),
            None if of_duties(&each) => kept.push(TodayLineView { count: Some(1), ..each }),
            None => kept.push(each),
        }
    }
    kept
}

/// The next duty that comes round after today.
pub(super) fn next(scene: &Scene, site: Option<SiteId>, today: Date) -> Option<(Date, Duty, Option<String>)> {
    let days = rounds(scene, site, today).into_iter().flat_map(|(_, mailbox, days)| {
        let name = mailbox.address.as_ref().map(|address| address.as_str().to_owned());
        days.into_iter().map(move |(duty, on)| (on, duty, name.clone()))
    });
    days.filter(|(on, ..)| *on > today)
        .min_by_key(|(on, duty, _)| (*on, *duty))
}

/// Puts a line of Today off. It comes back on its day, or when what it says gets worse.
///
/// # Errors
/// `not_found` for a line that is not there; `missing_field` or `invalid_value` at `until`; `personal_data` at `words`, and
/// `invalid_value` there for a line about somebody.
pub async fn line_put_off(steward: &Steward, request: LinePutOffRequest) -> Result<SavedView, ApiError> {
    let until = date("until", &request.until)?.ok_or_else(|| missing("until"))?;
    let words = optional("words", &request.words, ShortText::parse)?;
    let (id, action) = steward
        .act(move |register, moment| {
            let today = moment.today;
            if until <= today || until > today.saturating_add(Span::new().days(MOST_DAYS)) {
                return Err(ApiError::refused("until", Reason::DateNotAhead));
            }
            let wanted = Aside {
                present: Some(true),
                line: Some(name_of_kind(request.kind)),
                site: request.site,
                mailbox: request.mailbox,
                person: request.person,
                request: request.request,
                duty: request.duty,
                until: Some(until),
                reason: Some(request.reason),
                words,
                ..Aside::default()
            };
            let scene = Scene::of(register.read(), today)?;
            let all = lines(register.read(), &scene, request.site, moment)?;
            let many = all.clone();
            let many = in_one_line(many, request.site);
            let Some(line) = all.iter().chain(&many).find(|line| about_the_same(line, &wanted)) else {
                return Err(ApiError::new(ErrorCode::NotFound, "there is no such line"));
            };
            if let Some(words) = &wanted.words {
                if line.person.is_some() || line.request.is_some() {
                    return Err(ApiError::refused("words", Reason::WordsAboutSomebody));
                }
                refuse_personal_data(register.read(), today, "words", words.as_str())?;
            }
            let wanted = Aside {
                urgency: Some(rank(line.urgency)),
                count: line.count,
                ..wanted
            };
            // The same line put off again is put off once.
            let before = register
                .read()
                .put_off(today)?
                .into_iter()
                .find(|(_, aside)| about_the_same(line, aside));
            let (id, before) =
                before.unwrap_or_else(|| (AsideId::from_uuid(random::uuid_v7(moment.now)), Aside::default()));
            let set = before.patch_to(wanted);
            if !set.is_empty() {
                register.record(Body::Aside { aside: id, set })?;
            }
            Ok(id)
        })
        .await?;
    Ok(SavedView {
        id: Some(id.to_string()),
        ..saved(action)
    })
}

/// Takes back that a line was put off.
///
/// # Errors
/// `not_found`.
pub async fn line_take_back(steward: &Steward, request: AsideRequest) -> Result<SavedView, ApiError> {
    let ((), action) = steward
        .act(move |register, _| {
            let aside = register
                .read()
                .aside(request.aside)?
                .filter(|aside| aside.present == Some(true))
                .ok_or_else(|| ApiError::new(ErrorCode::NotFound, "it is not put off"))?;
            let back = Aside {
                present: Some(false),
                ..aside.clone()
            };
            register.record(Body::Aside {
                aside: request.aside,
                set: aside.patch_to(back),
            })?;
            Ok(())
        })
        .await?;
    Ok(saved(action))
}
