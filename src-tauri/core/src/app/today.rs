//! Today: what to do now, in order.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;

use super::confirm::{accounts_checked_since, number_due, numbers_checked_since};
use super::header::nas_hours;
use super::people::name_of;
use super::requests::SAVED_FILE;
use super::settings::nas_address_notices;
use super::tracking::Waits;
use super::{Moment, Steward};
use crate::contract::{
    ApiError, NextView, PutOffView, TodayKindView, TodayLineView, TodayRequest, TodaySiteView, TodayView, UrgencyView,
};
use crate::domain::answer::Answer;
use crate::domain::aside::Aside;
use crate::domain::clock_rules::{AccountDates, ClockEvent, account_clock};
use crate::domain::ids::{MailboxId, PersonId, RequestId, SiteId};
use crate::domain::person::Detail;
use crate::domain::request::{Composed, Due, RequestState};
use crate::domain::retention::left_before;
use crate::domain::rules;
use crate::domain::settings::Settings;
use crate::store::{ListedPerson, MailboxRow, PersonRow, Register, SiteRow};

/// More lines of one kind about people than this are one line with a count.
const MANY: usize = 8;

/// How many lines of homes are shown in full, where several homes are in view: about a screen.
const SCREENFUL: usize = 30;

/// What several lines ask for, read once: of two hundred homes it takes longer than all the rest.
pub(super) struct Scene {
    pub(super) settings: Settings,
    pub(super) sites: Vec<SiteRow>,
    pub(super) mailboxes: Vec<MailboxRow>,
    pub(super) owners: Vec<PersonRow>,
}

impl Scene {
    pub(super) fn of(register: Register<'_>, today: Date) -> Result<Self, ApiError> {
        Ok(Self {
            settings: register.settings()?,
            sites: register.sites()?,
            mailboxes: register.mailboxes()?,
            owners: register.owners(today)?,
        })
    }

    /// The home of a mailbox, also of one whose making was undone.
    fn site_of(&self, register: Register<'_>, mailbox: MailboxId) -> Result<Option<SiteId>, ApiError> {
        match self.mailboxes.iter().find(|(id, _)| *id == mailbox) {
            Some((_, kept)) => Ok(kept.site),
            None => Ok(register.mailbox(mailbox)?.and_then(|kept| kept.site)),
        }
    }

    fn site_names(&self) -> BTreeMap<SiteId, String> {
        let named = self.sites.iter();
        named
            .map(|(id, site)| {
                let name = site.name.as_ref().map(|name| name.as_str().to_owned());
                (*id, name.unwrap_or_default())
            })
            .collect()
    }
}

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
        .glance(move |register, moment| {
            let scene = Scene::of(register, moment.today)?;
            let (mut lines, put_off) = standing(register, &scene, request.site, moment)?;
            if ahead {
                lines.insert(0, line(TodayKindView::ClockBehind, UrgencyView::Now));
            }
            let next = if lines.is_empty() {
                next(register, &scene, request.site, moment.today, &put_off)?
            } else {
                None
            };
            let names = scene.site_names();
            let sites = if request.site.is_none() && names.len() > 1 {
                by_site(&mut lines, &names)
            } else {
                Vec::new()
            };
            Ok(TodayView {
                lines,
                sites,
                put_off,
                next,
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

/// Takes the lines that belong to a home out of `lines`, by home: the one with most to do now first.
fn by_site(lines: &mut Vec<TodayLineView>, names: &BTreeMap<SiteId, String>) -> Vec<TodaySiteView> {
    let mut of_sites: BTreeMap<SiteId, Vec<TodayLineView>> = BTreeMap::new();
    let all = std::mem::take(lines);
    let in_full = all.len() <= SCREENFUL;
    for line in all {
        match line.site {
            Some(site) if names.contains_key(&site) => of_sites.entry(site).or_default().push(line),
            _ => lines.push(line),
        }
    }
    let mut sites: Vec<TodaySiteView> = of_sites
        .into_iter()
        .map(|(site, mut lines)| {
            let count = lines.len();
            let now = lines.iter().filter(|line| line.urgency == UrgencyView::Now).count();
            if !in_full {
                lines.truncate(1);
            }
            TodaySiteView {
                site,
                name: names.get(&site).cloned().unwrap_or_default(),
                count: u32::try_from(count).unwrap_or(u32::MAX),
                now: u32::try_from(now).unwrap_or(u32::MAX),
                lines,
            }
        })
        .collect();
    sites.sort_by(|one, other| (other.now, other.count, &one.name).cmp(&(one.now, one.count, &other.name)));
    sites
}

/// The lines to deal with, and those that are put off.
pub(super) fn standing(
    register: Register<'_>,
    scene: &Scene,
    site: Option<SiteId>,
    moment: Moment,
) -> Result<(Vec<TodayLineView>, Vec<PutOffView>), ApiError> {
    let asides = register.put_off(moment.today)?;
    let mut put_off = Vec::new();
    let mut shown = Vec::new();
    let mut sort = |line: TodayLineView, shown: &mut Vec<TodayLineView>| {
        let aside = asides
            .iter()
            .find(|(_, aside)| about_the_same(&line, aside) && !is_worse(&line, aside));
        match aside {
            Some((
                id,
                Aside {
                    until: Some(until),
                    reason: Some(reason),
                    words,
                    ..
                },
            )) => put_off.push(PutOffView {
                aside: *id,
                line,
                until: *until,
                reason: *reason,
                words: words.as_ref().map(|words| words.as_str().to_owned()),
            }),
            _ => shown.push(line),
        }
    };
    for line in lines(register, scene, site, moment)? {
        sort(line, &mut shown);
    }
    let mut left = Vec::new();
    for line in in_one_line(super::duties::together(shown), site) {
        sort(line, &mut left);
    }
    put_off.sort_by_key(|one| one.until);
    Ok((left, put_off))
}

/// Where one kind of line is about many people, one line with their count in the place of the first.
pub(super) fn in_one_line(lines: Vec<TodayLineView>, site: Option<SiteId>) -> Vec<TodayLineView> {
    const KINDS: [TodayKindView; 3] = [
        TodayKindView::LeaverHasAccess,
        TodayKindView::AccountClock,
        TodayKindView::PathStepDue,
    ];
    let many: Vec<(TodayKindView, usize, UrgencyView)> = KINDS
        .into_iter()
        .filter_map(|kind| {
            let of_kind = || lines.iter().filter(move |line| line.kind == kind);
            let soonest = of_kind()
                .map(|line| line.urgency)
                .min_by_key(|urgency| rank(*urgency))?;
            let people: BTreeSet<_> = of_kind().map(|line| line.person).collect();
            (people.len() > MANY).then_some((kind, people.len(), soonest))
        })
        .collect();
    let mut said = Vec::new();
    let mut kept = Vec::with_capacity(lines.len());
    for each in lines {
        let Some((kind, count, urgency)) = many.iter().find(|(kind, ..)| *kind == each.kind) else {
            kept.push(each);
            continue;
        };
        if !said.contains(kind) {
            said.push(*kind);
            kept.push(TodayLineView {
                count: u32::try_from(*count).ok(),
                site,
                ..line(*kind, *urgency)
            });
        }
    }
    kept
}

/// How soon, as a number: 0 is now.
pub(super) const fn rank(urgency: UrgencyView) -> u8 {
    match urgency {
        UrgencyView::Now => 0,
        UrgencyView::Soon => 1,
        UrgencyView::Later => 2,
    }
}

/// The stable name of a kind of line.
pub(super) fn name_of_kind(kind: TodayKindView) -> String {
    serde_json::to_value(kind)
        .ok()
        .and_then(|name| name.as_str().map(ToOwned::to_owned))
        .unwrap_or_default()
}

/// Whether a line is the one that was set aside.
pub(super) fn about_the_same(line: &TodayLineView, aside: &Aside) -> bool {
    line.site == aside.site
        && line.mailbox == aside.mailbox
        && line.person == aside.person
        && line.request == aside.request
        && line.duty == aside.duty
        && aside.line.as_deref() == Some(name_of_kind(line.kind).as_str())
}

/// Whether what a line says has become worse since it was put off.
fn is_worse(line: &TodayLineView, aside: &Aside) -> bool {
    let fewer_is_worse = matches!(
        line.kind,
        TodayKindView::CoverBelowTwo | TodayKindView::OneOwner | TodayKindView::PasswordRunsOut
    );
    let (more, fewer) = (line.count > aside.count, line.count < aside.count);
    aside.urgency.is_some_and(|then| rank(line.urgency) < then) || if fewer_is_worse { fewer } else { more }
}

/// What comes next where there is nothing to do: the first day among what is put off, the requests, the steps, the clocks and the
/// duties.
fn next(
    register: Register<'_>,
    scene: &Scene,
    site: Option<SiteId>,
    today: Date,
    put_off: &[PutOffView],
) -> Result<Option<NextView>, ApiError> {
    let mut days: Vec<NextView> = Vec::new();
    let mut add = |kind, on: Date, name, duty| {
        if on > today {
            days.push(NextView { kind, on, name, duty });
        }
    };
    for one in put_off {
        add(one.line.kind, one.until, one.line.name.clone(), one.line.duty);
    }
    let waits = Waits::of(register, today)?;
    for (_, request) in register.requests(None, true)? {
        let Some(composed) = &request.composed else { continue };
        if site.is_some() && scene.site_of(register, composed.mailbox)? != site {
            continue;
        }
        match waits.due(&request) {
            Some(Due::Chase(on)) => add(TodayKindView::RequestToChase, on, only_name(composed), None),
            Some(Due::Escalate(on)) => add(TodayKindView::RequestToEscalate, on, only_name(composed), None),
            Some(Due::Send(_) | Due::AnswerNas(_)) | None => {}
        }
    }
    if let Some(on) = register.next_path_day(today)? {
        add(TodayKindView::PathStepDue, on, None, None);
    }
    for (id, person) in register.marked_leavers(today.saturating_sub(Span::new().days(60)))? {
        let Some(dates) = AccountDates::of(&person.facts) else {
            continue;
        };
        if matches!(home_of(register, id, site)?, Home::OutOfView) {
            continue;
        }
        let reading = account_clock(&dates, rules::in_force().clocks(), today);
        let soonest = reading
            .clock()
            .and_then(|clock| clock.steps().iter().map(|step| step.on).find(|on| *on > today));
        if let Some(on) = soonest {
            add(TodayKindView::AccountClock, on, name_of(&person), None);
        }
    }
    let since = accounts_checked_since(today);
    if let Some(used) = register.earliest_use(since)? {
        let waits = today.since(since).map(|span| span.get_days()).unwrap_or_default();
        let on = used.saturating_add(Span::new().days(i64::from(waits) + 1));
        add(TodayKindView::AccountsNotChecked, on, None, None);
    }
    if let Some((on, duty, name)) = super::duties::next(scene, site, today) {
        add(TodayKindView::DutyDue, on, name, Some(duty));
    }
    Ok(days.into_iter().min_by_key(|next| next.on))
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
        duty: None,
        our_advice: false,
    }
}

/// The lines of Today: what matters most first.
pub(super) fn lines(
    register: Register<'_>,
    scene: &Scene,
    site: Option<SiteId>,
    moment: Moment,
) -> Result<Vec<TodayLineView>, ApiError> {
    let mut lines = Vec::new();
    access_of_leavers(register, scene, site, moment.today, &mut lines)?;
    super::paths::due_lines(register, site, moment.today, &mut lines)?;
    leaver_clocks(register, site, moment.today, &mut lines)?;
    mailboxes(register, scene, site, moment.today, &mut lines)?;
    requests(register, scene, site, moment.today, &mut lines)?;
    set_up_gaps(register, scene, site, &mut lines)?;
    quiet_accounts(register, site, moment.today, &mut lines)?;
    numbers(register, scene, site, moment.today, &mut lines)?;
    contact_to_remove(register, scene, site, moment.today, &mut lines)?;
    super::verify::today_line(register, &mut lines)?;
    super::passwords::today_line(register, scene, moment.today, &mut lines)?;
    super::duplicates::today_line(register, site, &mut lines)?;
    super::duties::due_lines(scene, site, moment.today, &mut lines);
    lines.sort_by_key(|line| rank(line.urgency));
    let names = scene.site_names();
    if names.len() > 1 {
        for line in &mut lines {
            line.site_name = line.site.and_then(|site| names.get(&site).cloned());
        }
    }
    Ok(lines)
}

/// Somebody who left and can still open the mailbox: marking a leaver does not remove access.
fn access_of_leavers(
    register: Register<'_>,
    scene: &Scene,
    site: Option<SiteId>,
    today: Date,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
    for (_, access) in register.access_of_leavers(today)? {
        let (Some(person), Some(mailbox)) = (access.person, access.mailbox) else {
            continue;
        };
        if !access.opens_on(today) {
            continue;
        }
        let at = scene.site_of(register, mailbox)?;
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

/// Whether a line about somebody shows, and under which home.
enum Home {
    /// The home in view is not theirs.
    OutOfView,
    /// Under this one, where they work or worked at one only.
    Under(Option<SiteId>),
}

fn home_of(register: Register<'_>, person: PersonId, in_view: Option<SiteId>) -> Result<Home, ApiError> {
    let posts = register.posts_of(person)?;
    let sites: BTreeSet<SiteId> = posts.iter().filter_map(|(_, post)| post.site).collect();
    if in_view.is_some_and(|site| !sites.is_empty() && !sites.contains(&site)) {
        return Ok(Home::OutOfView);
    }
    let mut all = sites.into_iter();
    Ok(Home::Under(match (all.next(), all.next()) {
        (Some(only), None) => Some(only),
        _ => in_view,
    }))
}

/// The leaver clock of those whose 30 days come to their end.
fn leaver_clocks(
    register: Register<'_>,
    site: Option<SiteId>,
    today: Date,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
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
        let Home::Under(at) = home_of(register, id, site)? else {
            continue;
        };
        let urgency = if deleted_on <= today.saturating_add(Span::new().days(3)) {
            UrgencyView::Now
        } else {
            UrgencyView::Soon
        };
        lines.push(TodayLineView {
            name: name_of(&person),
            person: Some(id),
            date: Some(deleted_on),
            site: at,
            ..line(TodayKindView::AccountClock, urgency)
        });
    }
    Ok(())
}

/// Fewer than two people who can open a mailbox (FAQ L74-76), or fewer than two owners, which is our advice.
fn mailboxes(
    register: Register<'_>,
    scene: &Scene,
    site: Option<SiteId>,
    today: Date,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
    let covers = super::cover::opening(register, today)?;
    for (id, mailbox) in &scene.mailboxes {
        if !mailbox.lasts_on(today) || (site.is_some() && mailbox.site != site) {
            continue;
        }
        let cover = covers.get(id).copied().unwrap_or_default();
        let about = |kind, urgency, count| TodayLineView {
            count: Some(count),
            name: mailbox.address.as_ref().map(|address| address.as_str().to_owned()),
            mailbox: Some(*id),
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
    scene: &Scene,
    site: Option<SiteId>,
    today: Date,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
    let waits = Waits::of(register, today)?;
    for (id, request) in register.requests(None, true)? {
        let Some(composed) = &request.composed else { continue };
        let at = scene.site_of(register, composed.mailbox)?;
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
        let at = scene.site_of(register, composed.mailbox)?;
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
fn set_up_gaps(
    register: Register<'_>,
    scene: &Scene,
    site: Option<SiteId>,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
    let settings = &scene.settings;
    if settings.recovery_code_checked_on.is_none() {
        lines.push(line(TodayKindView::RecoveryCode, UrgencyView::Now));
    }
    if register.count_people()? <= 1 {
        lines.push(line(TodayKindView::StaffList, UrgencyView::Soon));
    }
    let several = scene.sites.len() > 1;
    for (id, kept) in &scene.sites {
        if site.is_some_and(|site| site != *id) {
            continue;
        }
        let name = kept.name.as_ref().map(|name| name.as_str().to_owned());
        let about = |kind, urgency| TodayLineView {
            site: Some(*id),
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
        let urgency = if nas_address_notices(settings).is_empty() {
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
    scene: &Scene,
    site: Option<SiteId>,
    today: Date,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
    let mut owners_due = false;
    for (id, owner) in &scene.owners {
        if number_due(owner, today)
            && let Home::Under(at) = home_of(register, *id, site)?
        {
            owners_due = true;
            lines.push(TodayLineView {
                name: name_of(owner),
                person: Some(*id),
                site: at,
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
    scene: &Scene,
    site: Option<SiteId>,
    today: Date,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
    let before = left_before(today, scene.settings.contact_kept_months());
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
