//! Who can open a mailbox: today, on each weekday, and over the coming days.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::people::detail_view;
use super::sources::source_view;
use super::{Moment, Steward};
use crate::contract::{
    ApiError, CoverPersonView, CoverSpanView, CoverWeekdayView, ErrorCode, MailboxCoverView, MailboxRequest,
    ThinCoverView,
};
use crate::domain::access::{Access, AccessLevel};
use crate::domain::cover::{Holder, Standing, days_from, series, thin};
use crate::domain::ids::{MailboxId, PersonId};
use crate::domain::path::PathKind;
use crate::domain::person::Person;
use crate::domain::post::WeekDay;
use crate::domain::rules;
use crate::store::{Cover, Register};

/// How many days the picture shows.
const DAYS: u16 = 90;

/// Who can open a mailbox.
///
/// # Errors
/// `not_found`.
pub async fn mailbox_cover(steward: &Steward, request: MailboxRequest) -> Result<MailboxCoverView, ApiError> {
    steward
        .glance(move |register, moment| cover_view(register, &request, moment))
        .await
}

/// What decides how somebody with this access stands.
fn holder_of(
    register: Register<'_>,
    person: PersonId,
    known: &Person,
    access: Vec<Access>,
) -> Result<Holder, ApiError> {
    let paths = register.paths_of(person)?;
    let leaves = paths
        .iter()
        .filter(|(_, path)| path.kind == Some(PathKind::LongLeave) && path.is_open())
        .filter_map(|(_, path)| Some((path.on?, path.returns_on)));
    Ok(Holder {
        access,
        posts: register.posts_of(person)?.into_iter().map(|(_, post)| post).collect(),
        marked_leaver_on: known.facts.marked_leaver_on,
        disabled_on: known.facts.disabled_on,
        leaves: leaves.collect(),
    })
}

/// How many people can open each mailbox on `today`, by the same rule as its own page.
pub(super) fn opening(register: Register<'_>, today: Date) -> Result<BTreeMap<MailboxId, Cover>, ApiError> {
    let mut covers = register.covers(today)?;
    for person in register.doubtful_holders(today)? {
        let mut by_mailbox: BTreeMap<MailboxId, Vec<Access>> = BTreeMap::new();
        for (_, access) in register.access_of(person)? {
            if let Some(mailbox) = access.mailbox.filter(|_| access.lasts_on(today)) {
                by_mailbox.entry(mailbox).or_default().push(access);
            }
        }
        let known = register.person(person)?.unwrap_or_default();
        for (mailbox, access) in by_mailbox {
            let Some(cover) = covers.get_mut(&mailbox) else {
                continue;
            };
            let counted_as_owner = access.iter().any(|access| access.level == Some(AccessLevel::Owner));
            let standing = holder_of(register, person, &known, access)?.on(today);
            if !standing.is_some_and(Standing::opens) {
                cover.people = cover.people.saturating_sub(1);
            }
            if counted_as_owner && standing != Some(Standing::Owner) {
                cover.owners = cover.owners.saturating_sub(1);
            }
        }
    }
    Ok(covers)
}

fn cover_view(register: Register<'_>, request: &MailboxRequest, moment: Moment) -> Result<MailboxCoverView, ApiError> {
    let today = moment.today;
    let mailbox = register
        .mailbox(request.mailbox)?
        .filter(|mailbox| mailbox.present == Some(true));
    let mailbox = mailbox.ok_or_else(|| ApiError::at(ErrorCode::NotFound, "mailbox", "no such mailbox"))?;
    let site = match mailbox.site {
        Some(site) => register.site(site)?,
        None => None,
    };
    let days = days_from(today, DAYS);
    let mut access: BTreeMap<PersonId, Vec<Access>> = BTreeMap::new();
    for (_, one) in register.access_to(request.mailbox)? {
        if let Some(person) = one.person.filter(|_| one.to.is_none_or(|to| to >= today)) {
            access.entry(person).or_default().push(one);
        }
    }
    let mut people = Vec::new();
    let mut holders = Vec::new();
    for (person, access) in access {
        let Some(known) = register.person(person)?.filter(Person::is_present) else {
            continue;
        };
        let holder = holder_of(register, person, &known, access)?;
        let spans = holder.spans(&days).into_iter().map(|span| CoverSpanView {
            standing: span.standing,
            from: span.from,
            to: span.to,
        });
        people.push(CoverPersonView {
            person,
            name: detail_view(known.full_name()),
            now: holder.on(today),
            spans: spans.collect(),
            works_on: holder.works_on(today),
        });
        holders.push(holder);
    }
    let series = series(&holders, &days);
    let now = series.first();
    let opening = |person: &&CoverPersonView| person.now.is_some_and(Standing::opens);
    let weekdays = WeekDay::ALL.iter().map(|day| CoverWeekdayView {
        day: *day,
        people: people
            .iter()
            .filter(opening)
            .filter(|person| person.works_on.as_ref().is_some_and(|days| days.contains(day)))
            .map(|person| person.person)
            .collect(),
    });
    let weekdays = weekdays.collect();
    let days_unknown = people
        .iter()
        .filter(opening)
        .filter(|person| person.works_on.is_none())
        .map(|person| person.person)
        .collect();
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    people.sort_by_key(|person| {
        let first = person.spans.first().map(|span| span.standing);
        (first.is_none(), first, name_key(person))
    });
    Ok(MailboxCoverView {
        mailbox: request.mailbox,
        address: mailbox
            .address
            .map(|address| address.as_str().to_owned())
            .unwrap_or_default(),
        site: mailbox.site,
        site_name: site.and_then(|site| site.name).map(|name| name.as_str().to_owned()),
        from: *days.start(),
        to: *days.end(),
        people_now: count(now.map_or(0, |day| day.people)),
        owners_now: count(now.map_or(0, |day| day.owners)),
        people,
        weekdays,
        days_unknown,
        thin: thin(&series)
            .iter()
            .map(|thin| ThinCoverView {
                from: thin.from,
                to: thin.to,
                people: count(thin.people),
                owners: count(thin.owners),
            })
            .collect(),
        source: rules::in_force().cover().map(source_view),
    })
}

fn name_key(person: &CoverPersonView) -> String {
    match &person.name {
        crate::contract::DetailView::Given(name) => crate::domain::folded(name),
        crate::contract::DetailView::NotGiven | crate::contract::DetailView::Removed(_) => String::new(),
    }
}
