//! People, their posts and their access.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::clocks::clock_of;
use super::confirm::{accounts_checked_since, number_due, numbers_checked_since};
use super::fields::{date, missing, noticed, optional};
use super::history::history;
use super::keeping::{left_on, removal_view};
use super::paths::{end_paths_of, paths_view};
use super::people_views::forget_views_about;
use super::screening::refuse_personal_data;
use super::tracking::{Waits, forget_calls_about, request_row};
use super::{Moment, Steward};
use crate::contract::{
    AccessChangeRequest, AccessStartRequest, AccessView, ApiError, DetailView, DuePeople, ErrorCode, ListedPeople,
    Notice, NoticeView, PersonAddRequest, PersonChangeRequest, PersonEraseRequest, PersonFieldsRequest,
    PersonListRequest, PersonListView, PersonRequest, PersonRowView, PersonView, PostChangeRequest, PostStartRequest,
    PostView, Reason, SavedView,
};
use crate::domain::access::{Access, AccessLevel, AccessPatch};
use crate::domain::answer::Answer;
use crate::domain::change::{Body, Entity, Sealed};
use crate::domain::ids::{AccessId, MailboxId, PersonId, PostId, SiteId};
use crate::domain::person::{Contact, ContactPatch, Detail, Identity, IdentityPatch, Person, PersonFacts, PersonPatch};
use crate::domain::post::{Post, PostPatch, WeekDay};
use crate::domain::retention::left_before;
use crate::domain::{FullName, Mobile, NhsmailAddress, NoteText, PersonalEmail, RoleName, Set, ShortText};
use crate::logged::KindOf;
use crate::random;
use crate::store::{self, ListedPerson, Register, RegisterMut, Shared, Whom};
use crate::vault::{OwnerEntry, VaultError};

/// The most rows one page of the list holds.
const MOST_ROWS: u32 = 500;

/// A detail as the page shows it.
pub(super) fn detail_view<T: AsRef<str>>(detail: Detail<&T>) -> DetailView {
    match detail {
        Detail::NotGiven => DetailView::NotGiven,
        Detail::Given(value) => DetailView::Given(value.as_ref().to_owned()),
        Detail::Removed(on) => DetailView::Removed(on),
    }
}

/// A person's name, where it is still known.
pub(super) fn name_of(person: &Person) -> Option<String> {
    match person.full_name() {
        Detail::Given(name) => Some(name.as_str().to_owned()),
        Detail::NotGiven | Detail::Removed(_) => None,
    }
}

pub(super) fn person_of(register: Register<'_>, id: PersonId) -> Result<Person, ApiError> {
    let person = register.person(id)?.filter(Person::is_present);
    person.ok_or_else(|| ApiError::at(ErrorCode::NotFound, "person", "no such person"))
}

/// A page of the people list.
///
/// # Errors
/// `not_open`, or what the disk says.
pub async fn person_list(steward: &Steward, request: PersonListRequest) -> Result<PersonListView, ApiError> {
    steward
        .glance(move |register, Moment { today, .. }| {
            let months = register.settings()?.contact_kept_months();
            let whom = whom(&request, months, today);
            let limit = request.limit.min(MOST_ROWS);
            let page = register.people_page(&request.text, request.site, whom, today, request.offset, limit)?;
            let rows = page
                .people
                .iter()
                .map(|(id, person)| person_row(register, *id, person, today));
            Ok(PersonListView {
                rows: rows.collect::<Result<_, _>>()?,
                total: page.total,
                more: page.more,
            })
        })
        .await
}

/// Which people a list asks for. Details of leavers are kept for so many months.
pub(super) fn whom(request: &PersonListRequest, months: u16, today: Date) -> Whom {
    let due = |due| match due {
        DuePeople::LeftWithAccess => ListedPerson::LeftWithAccess,
        DuePeople::MarkedLeaver => ListedPerson::MarkedLeaver(today.saturating_sub(jiff::Span::new().days(60))),
        DuePeople::StepsDue => ListedPerson::StepsDue,
        DuePeople::AccountToCheck => ListedPerson::AccountToCheck(accounts_checked_since(today)),
        DuePeople::NumberToCheck => ListedPerson::NumberToCheck(numbers_checked_since(today)),
        DuePeople::ContactToRemove => ListedPerson::ContactToRemove(left_before(today, months)),
    };
    Whom {
        who: match request.who {
            ListedPeople::Current => ListedPerson::Current,
            ListedPeople::Left => ListedPerson::Left,
            ListedPeople::All => ListedPerson::All,
            ListedPeople::InRequests => ListedPerson::InRequests,
        },
        due: request.due.map(due),
        role: request.role.clone(),
    }
}

fn person_row(register: Register<'_>, id: PersonId, person: &Person, today: Date) -> Result<PersonRowView, ApiError> {
    let posts = register.posts_of(id)?;
    let lasting: Vec<&Post> = posts
        .iter()
        .map(|(_, post)| post)
        .filter(|post| !post.ended_by(today))
        .collect();
    // Somebody who left is known by what they were at the end.
    let last_day = posts.iter().filter_map(|(_, post)| post.to).max();
    let roles: BTreeSet<&str> = posts
        .iter()
        .map(|(_, post)| post)
        .filter(|post| !post.ended_by(today) || (lasting.is_empty() && post.to == last_day))
        .filter_map(|post| post.role.as_ref())
        .map(RoleName::as_str)
        .collect();
    let access = register.access_of(id)?;
    let access = access
        .iter()
        .filter(|(_, access)| access.lasts_on(today))
        .filter_map(|(_, access)| access.level)
        .min();
    Ok(PersonRowView {
        person: id,
        name: detail_view(person.full_name()),
        roles: roles.into_iter().collect::<Vec<_>>().join(", "),
        nhsmail_address: detail_view(person.nhsmail_address()),
        personal_mobile: detail_view(person.personal_mobile()),
        access,
        left: !posts.is_empty() && lasting.is_empty(),
    })
}

/// One person.
///
/// # Errors
/// `not_found`.
pub async fn person_get(steward: &Steward, request: PersonRequest) -> Result<PersonView, ApiError> {
    steward
        .glance(move |register, moment| {
            // A record that was put into another leads to that one.
            let person = register.standing_for(request.person)?;
            person_view(register, person, moment)
        })
        .await
}

pub(super) fn person_view(register: Register<'_>, id: PersonId, moment: Moment) -> Result<PersonView, ApiError> {
    let Moment { today, .. } = moment;
    let person = person_of(register, id)?;
    let facts = &person.facts;
    let mut posts = Vec::new();
    let kept_posts = register.posts_of(id)?;
    for (post, kept) in kept_posts.iter().cloned() {
        let Some(site) = kept.site else { continue };
        let site_name = register.site(site)?.and_then(|site| site.name);
        posts.push(PostView {
            post,
            site,
            site_name: site_name.map(|name| name.as_str().to_owned()).unwrap_or_default(),
            role: kept.role.as_ref().map(|role| role.as_str().to_owned()),
            from: kept.from,
            to: kept.to,
            works_on: kept.works_on.clone().unwrap_or_default(),
            current: kept.lasts_on(today),
        });
    }
    let mut access = Vec::new();
    for (one, kept) in register.access_of(id)? {
        let (Some(mailbox), Some(level)) = (kept.mailbox, kept.level) else {
            continue;
        };
        let address = register.mailbox(mailbox)?.and_then(|mailbox| mailbox.address);
        access.push(AccessView {
            access: one,
            mailbox,
            address: address.map(|address| address.as_str().to_owned()).unwrap_or_default(),
            level,
            from: kept.from,
            to: kept.to,
            portal_done_on: kept.portal_done_on,
            current: kept.lasts_on(today),
        });
    }
    let mut requests = Vec::new();
    let waits = Waits::of(register, today)?;
    for (request, kept) in register.requests(Some(id), false)? {
        if let Some(composed) = &kept.composed {
            requests.push(request_row(register, request, &kept, composed, &waits)?);
        }
    }
    Ok(PersonView {
        person: id,
        full_name: detail_view(person.full_name()),
        personal_mobile: detail_view(person.personal_mobile()),
        personal_email: detail_view(person.personal_email()),
        nhsmail_address: detail_view(person.nhsmail_address()),
        linked_mobile: detail_view(person.linked_mobile()),
        note: detail_view(person.identity.detail(|identity| identity.note.as_ref())),
        has_account: facts.has_account.unwrap_or_default(),
        account_held_by: facts.account_held_by.as_ref().map(|holder| holder.as_str().to_owned()),
        mfa: facts.mfa.unwrap_or_default(),
        account_created_on: facts.account_created_on,
        last_confirmed_active_on: facts.last_confirmed_active_on,
        marked_leaver_on: facts.marked_leaver_on,
        disabled_on: facts.disabled_on,
        details_received_on: facts.details_received_on,
        number_checked_on: facts.number_checked_on,
        number_due: number_due(&person, today),
        removal: removal_view(register, id, &person, left_on(&kept_posts, today), today)?,
        merged: super::duplicates::merged_views(register, id)?,
        alike: super::duplicates::alike_views(register, id, today)?,
        clock: clock_of(facts, today),
        posts,
        access,
        requests,
        paths: paths_view(register, id, today)?,
        history: history(register, Entity::Person(id))?,
    })
}

/// The people whose names look the same, as warnings.
pub(super) fn look_alikes(
    register: Register<'_>,
    name: &FullName,
    except: Option<PersonId>,
    today: Date,
) -> Result<Vec<NoticeView>, ApiError> {
    let others = register.people_sharing(Shared::LookAlike(name), except, today)?;
    Ok(others
        .iter()
        .map(|(_, other)| NoticeView {
            field: "full_name".to_owned(),
            notice: Notice::NameLooksAlike,
            about: name_of(other),
        })
        .collect())
}

/// What was typed of a person, as values.
struct Typed {
    facts: PersonFacts,
    identity: Identity,
    contact: Contact,
    notices: Vec<NoticeView>,
}

/// Reads the typed facts; `of` is where they stand in the request.
fn typed(fields: &PersonFieldsRequest, of: &str) -> Result<Typed, ApiError> {
    let at = |field: &str| format!("{of}.{field}");
    let mut notices = Vec::new();
    let full_name = noticed(&at("full_name"), &fields.full_name, FullName::parse, &mut notices)?
        .ok_or_else(|| missing(&at("full_name")))?;
    let identity = Identity {
        full_name: Some(full_name),
        nhsmail_address: noticed(
            &at("nhsmail_address"),
            &fields.nhsmail_address,
            NhsmailAddress::parse,
            &mut notices,
        )?,
        note: optional(&at("note"), &fields.note, NoteText::parse)?,
    };
    let contact = Contact {
        personal_mobile: noticed(
            &at("personal_mobile"),
            &fields.personal_mobile,
            Mobile::parse,
            &mut notices,
        )?,
        personal_email: noticed(
            &at("personal_email"),
            &fields.personal_email,
            PersonalEmail::parse,
            &mut notices,
        )?,
        linked_mobile: noticed(&at("linked_mobile"), &fields.linked_mobile, Mobile::parse, &mut notices)?,
    };
    let known = |answer: Answer| (answer != Answer::NotKnown).then_some(answer);
    let facts = PersonFacts {
        present: Some(true),
        has_account: known(fields.has_account),
        account_held_by: optional(&at("account_held_by"), &fields.account_held_by, ShortText::parse)?,
        mfa: known(fields.mfa),
        account_created_on: date(&at("account_created_on"), &fields.account_created_on)?,
        last_confirmed_active_on: date(&at("last_confirmed_active_on"), &fields.last_confirmed_active_on)?,
        marked_leaver_on: date(&at("marked_leaver_on"), &fields.marked_leaver_on)?,
        disabled_on: None,
        details_received_on: date(&at("details_received_on"), &fields.details_received_on)?,
        number_checked_on: None,
    };
    Ok(Typed {
        facts,
        identity,
        contact,
        notices,
    })
}

/// Refuses what must not be written in the note.
fn refuse_in_note(register: Register<'_>, identity: &Identity, of: &str, today: Date) -> Result<(), ApiError> {
    identity.note.as_ref().map_or(Ok(()), |note| {
        refuse_personal_data(register, today, &format!("{of}.note"), note.as_str())
    })
}

/// Refuses what somebody else has, within the action that records it.
fn refuse_shared(
    register: Register<'_>,
    identity: &Identity,
    contact: &Contact,
    person: Option<PersonId>,
    of: &str,
    today: Date,
) -> Result<(), ApiError> {
    let refuse = |shared: Shared<'_>, field: &str, code: ErrorCode| {
        if register.people_sharing(shared, person, today)?.is_empty() {
            Ok(())
        } else {
            Err(ApiError::at(code, format!("{of}.{field}"), "somebody else has it"))
        }
    };
    if let Some(mobile) = &contact.personal_mobile {
        refuse(Shared::Mobile(mobile), "personal_mobile", ErrorCode::DuplicateMobile)?;
    }
    if let Some(mobile) = &contact.linked_mobile {
        refuse(Shared::Mobile(mobile), "linked_mobile", ErrorCode::DuplicateMobile)?;
    }
    if let Some(email) = &contact.personal_email {
        refuse(Shared::Email(email), "personal_email", ErrorCode::DuplicateEmail)?;
    }
    if let Some(address) = &identity.nhsmail_address {
        refuse(Shared::Address(address), "nhsmail_address", ErrorCode::DuplicateAddress)?;
        if register.is_mailbox(address.as_str())? {
            return Err(ApiError::at(
                ErrorCode::DuplicateAddress,
                format!("{of}.nhsmail_address"),
                "it is a shared mailbox",
            ));
        }
    }
    Ok(())
}

/// Refuses to bring back a value that somebody else has meanwhile.
pub(super) fn refuse_brought_back(register: Register<'_>, id: PersonId, today: Date) -> Result<(), ApiError> {
    let person = register.person(id)?.filter(Person::is_present).unwrap_or_default();
    let (identity, contact) = (person.identity.here().cloned(), person.contact.here().cloned());
    refuse_shared(
        register,
        &identity.unwrap_or_default(),
        &contact.unwrap_or_default(),
        Some(id),
        "person",
        today,
    )
}

/// Refuses a personal email that is the home's own, and warns of one named like it.
pub(super) fn check_against_homes(
    register: Register<'_>,
    email: &PersonalEmail,
    sites: &[SiteId],
    field: &str,
) -> Result<Vec<NoticeView>, ApiError> {
    let mut notices = Vec::new();
    for (_, mailbox) in register.mailboxes()? {
        let (Some(site), Some(address)) = (mailbox.site, &mailbox.address) else {
            continue;
        };
        if !sites.is_empty() && !sites.contains(&site) {
            continue;
        }
        let Some(name) = register.site(site)?.and_then(|site| site.name) else {
            continue;
        };
        let notice = email
            .check_against_home(&name, address)
            .map_err(|reason| ApiError::refused(field, reason))?;
        notices.extend(notice.map(|notice| NoticeView {
            field: field.to_owned(),
            notice,
            about: None,
        }));
    }
    Ok(notices)
}

/// Adds a person, with their first post and access where given.
///
/// # Errors
/// The field at fault; `duplicate_…` when somebody else has a value that must be one person's own.
pub async fn person_add(steward: &Steward, request: PersonAddRequest) -> Result<SavedView, ApiError> {
    let mut typed = typed(&request.person, "person")?;
    let role = optional("role", &request.role, RoleName::parse)?;
    let from = date("from", &request.from)?;
    let name = request.person.full_name.trim().to_owned();
    let ((id, notices), action) = steward
        .act(move |register, moment| {
            let today = moment.today;
            let id = PersonId::from_uuid(random::uuid_v7(moment.now));
            refuse_in_note(register.read(), &typed.identity, "person", today)?;
            refuse_shared(register.read(), &typed.identity, &typed.contact, None, "person", today)?;
            let mut notices = std::mem::take(&mut typed.notices);
            if let Some(email) = &typed.contact.personal_email {
                let sites: Vec<SiteId> = request.site.into_iter().collect();
                notices.extend(check_against_homes(
                    register.read(),
                    email,
                    &sites,
                    "person.personal_email",
                )?);
            }
            if let Some(name) = &typed.identity.full_name {
                notices.extend(look_alikes(register.read(), name, None, today)?);
            }
            typed.facts.number_checked_on = number_given(&Contact::default(), &typed.contact, None, today);
            register.record(Body::Person {
                person: id,
                facts: PersonFacts::default().patch_to(typed.facts),
                identity: Sealed::unless_empty(Identity::default().patch_to(typed.identity), IdentityPatch::is_empty),
                contact: Sealed::unless_empty(Contact::default().patch_to(typed.contact), ContactPatch::is_empty),
            })?;
            if let Some(site) = request.site {
                site_there(register.read(), site)?;
                let post = PostId::from_uuid(random::uuid_v7(moment.now));
                register.record(Body::Post {
                    post,
                    set: new_post(id, site, role, from, None),
                })?;
                if let Some(level) = request.access {
                    let mailbox = mailbox_at(register.read(), site, today)?;
                    let access = AccessId::from_uuid(random::uuid_v7(moment.now));
                    register.record(Body::Access {
                        access,
                        set: new_access(id, mailbox, level, from),
                    })?;
                }
            }
            register.discard_form_draft("person_add")?;
            Ok((id, notices))
        })
        .await?;
    Ok(SavedView {
        action,
        id: Some(id.to_string()),
        notices,
        name: Some(name),
    })
}

/// The day a person's number was last given or confirmed: today where a number is new.
fn number_given(before: &Contact, now: &Contact, checked_on: Option<Date>, today: Date) -> Option<Date> {
    let new = |old: &Option<Mobile>, now: &Option<Mobile>| now.is_some() && old != now;
    let given = new(&before.personal_mobile, &now.personal_mobile) || new(&before.linked_mobile, &now.linked_mobile);
    if given { Some(today) } else { checked_on }
}

fn site_there(register: Register<'_>, site: SiteId) -> Result<(), ApiError> {
    match register.site(site)? {
        Some(site) if site.present == Some(true) => Ok(()),
        _ => Err(ApiError::at(ErrorCode::NotFound, "site", "no such site")),
    }
}

/// The mailbox in use at a site.
pub(super) fn mailbox_at(register: Register<'_>, site: SiteId, today: Date) -> Result<MailboxId, ApiError> {
    let mailboxes = register.mailboxes()?;
    let found = mailboxes
        .iter()
        .find(|(_, mailbox)| mailbox.site == Some(site) && mailbox.lasts_on(today));
    found
        .map(|(id, _)| *id)
        .ok_or_else(|| ApiError::at(ErrorCode::NotFound, "access", "the site has no mailbox"))
}

pub(super) fn new_post(
    person: PersonId,
    site: SiteId,
    role: Option<RoleName>,
    from: Option<Date>,
    works_on: Option<Vec<WeekDay>>,
) -> PostPatch {
    Post::default().patch_to(Post {
        present: Some(true),
        person: Some(person),
        site: Some(site),
        role,
        from,
        to: None,
        works_on,
    })
}

/// The weekdays as they are kept: each once, in their order, and not known where there are none.
fn weekdays(typed: &[WeekDay]) -> Option<Vec<WeekDay>> {
    let mut days = typed.to_vec();
    days.sort_unstable();
    days.dedup();
    (!days.is_empty()).then_some(days)
}

pub(super) fn new_access(person: PersonId, mailbox: MailboxId, level: AccessLevel, from: Option<Date>) -> AccessPatch {
    Access::default().patch_to(Access {
        present: Some(true),
        person: Some(person),
        mailbox: Some(mailbox),
        level: Some(level),
        from,
        to: None,
        portal_done_on: None,
    })
}

/// Changes a person.
///
/// # Errors
/// As [`person_add`]; `not_found`, also for somebody who was erased.
pub async fn person_change(steward: &Steward, request: PersonChangeRequest) -> Result<SavedView, ApiError> {
    let mut typed = typed(&request.fields, "fields")?;
    let id = request.person;
    let name = request.fields.full_name.trim().to_owned();
    let (notices, action) = steward
        .act(move |register, Moment { today, .. }| {
            let person = person_of(register.read(), id)?;
            if person.erased_on.is_some() {
                return Err(ApiError::at(ErrorCode::NotFound, "person", "they were erased"));
            }
            refuse_in_note(register.read(), &typed.identity, "fields", today)?;
            refuse_shared(
                register.read(),
                &typed.identity,
                &typed.contact,
                Some(id),
                "fields",
                today,
            )?;
            let mut notices = std::mem::take(&mut typed.notices);
            if let Some(email) = &typed.contact.personal_email {
                let posts = register.read().posts_of(id)?;
                let sites: Vec<SiteId> = posts
                    .iter()
                    .filter(|(_, post)| !post.ended_by(today))
                    .filter_map(|(_, post)| post.site)
                    .collect();
                notices.extend(check_against_homes(
                    register.read(),
                    email,
                    &sites,
                    "fields.personal_email",
                )?);
            }
            if let Some(name) = &typed.identity.full_name {
                notices.extend(look_alikes(register.read(), name, Some(id), today)?);
            }
            let before_identity = person.identity.here().cloned().unwrap_or_default();
            let before_contact = person.contact.here().cloned().unwrap_or_default();
            typed.facts.disabled_on = person.facts.disabled_on;
            let checked_on = person.facts.number_checked_on;
            typed.facts.number_checked_on = number_given(&before_contact, &typed.contact, checked_on, today);
            let facts: PersonPatch = person.facts.patch_to(typed.facts);
            let identity = Sealed::unless_empty(before_identity.patch_to(typed.identity), IdentityPatch::is_empty);
            let contact = Sealed::unless_empty(before_contact.patch_to(typed.contact), ContactPatch::is_empty);
            if !(facts.is_empty() && identity == Sealed::Nothing && contact == Sealed::Nothing) {
                register.record(Body::Person {
                    person: id,
                    facts,
                    identity,
                    contact,
                })?;
            }
            register.discard_form_draft(&format!("person_change:{id}"))?;
            Ok(notices)
        })
        .await?;
    Ok(SavedView {
        action,
        id: Some(id.to_string()),
        notices,
        name: Some(name),
    })
}

fn in_order(from: Option<Date>, to: Option<Date>) -> Result<(), ApiError> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => Err(ApiError::refused("to", Reason::DateBeforeStart)),
        _ => Ok(()),
    }
}

/// Starts a post.
///
/// # Errors
/// The field at fault; `already_there` when they work at this site already.
pub async fn post_start(steward: &Steward, request: PostStartRequest) -> Result<SavedView, ApiError> {
    let role = optional("role", &request.role, RoleName::parse)?;
    let from = date("from", &request.from)?;
    let (name, action) = steward
        .act(move |register, moment| {
            let person = person_of(register.read(), request.person)?;
            site_there(register.read(), request.site)?;
            let start = from.unwrap_or(moment.today);
            let posts = register.read().posts_of(request.person)?;
            let overlaps = posts
                .iter()
                .any(|(_, post)| post.site == Some(request.site) && post.to.is_none_or(|to| to >= start));
            if overlaps {
                return Err(ApiError::at(
                    ErrorCode::AlreadyThere,
                    "site",
                    "they work at this site already",
                ));
            }
            let post = PostId::from_uuid(random::uuid_v7(moment.now));
            register.record(Body::Post {
                post,
                set: new_post(
                    request.person,
                    request.site,
                    role,
                    from,
                    request.works_on.as_deref().and_then(weekdays),
                ),
            })?;
            register.discard_form_draft(&format!("post_start:{}", request.person))?;
            Ok(name_of(&person))
        })
        .await?;
    Ok(SavedView {
        action,
        id: Some(request.person.to_string()),
        notices: Vec::new(),
        name,
    })
}

/// Changes or ends a post.
///
/// # Errors
/// The field at fault; `not_found`.
pub async fn post_change(steward: &Steward, request: PostChangeRequest) -> Result<SavedView, ApiError> {
    let role = optional("role", &request.role, RoleName::parse)?;
    let (from, to) = (date("from", &request.from)?, date("to", &request.to)?);
    in_order(from, to)?;
    let id = request.post;
    let (name, action) = steward
        .act(move |register, _| {
            let post = register.read().post(id)?.filter(|post| post.present == Some(true));
            let post = post.ok_or_else(|| ApiError::at(ErrorCode::NotFound, "post", "no such post"))?;
            let works_on = match &request.works_on {
                Some(typed) => weekdays(typed),
                None => post.works_on.clone(),
            };
            let set = post.patch_to(Post {
                role,
                from,
                to,
                works_on,
                ..post.clone()
            });
            if !set.is_empty() {
                register.record(Body::Post { post: id, set })?;
            }
            register.discard_form_draft(&format!("post_change:{id}"))?;
            let person = post
                .person
                .map(|person| register.read().person(person))
                .transpose()?
                .flatten();
            Ok(person.as_ref().and_then(name_of))
        })
        .await?;
    Ok(SavedView {
        action,
        id: Some(id.to_string()),
        notices: Vec::new(),
        name,
    })
}

/// Records access to a mailbox.
///
/// # Errors
/// The field at fault; `already_there` when they have access already.
pub async fn access_start(steward: &Steward, request: AccessStartRequest) -> Result<SavedView, ApiError> {
    let from = date("from", &request.from)?;
    let (name, action) = steward
        .act(move |register, moment| {
            let person = person_of(register.read(), request.person)?;
            super::ask::mailbox_of(register.read(), request.mailbox)?;
            let start = from.unwrap_or(moment.today);
            let already =
                register.read().access_of(request.person)?.iter().any(|(_, access)| {
                    access.mailbox == Some(request.mailbox) && access.to.is_none_or(|to| to >= start)
                });
            if already {
                return Err(ApiError::at(
                    ErrorCode::AlreadyThere,
                    "mailbox",
                    "they have access already",
                ));
            }
            let access = AccessId::from_uuid(random::uuid_v7(moment.now));
            let set = new_access(request.person, request.mailbox, request.level, from);
            register.record(Body::Access { access, set })?;
            register.discard_form_draft(&format!("access_start:{}", request.person))?;
            Ok(name_of(&person))
        })
        .await?;
    Ok(SavedView {
        action,
        id: Some(request.person.to_string()),
        notices: Vec::new(),
        name,
    })
}

/// Changes or ends access to a mailbox.
///
/// # Errors
/// The field at fault; `last_owner` when the mailbox would be left without one.
pub async fn access_change(steward: &Steward, request: AccessChangeRequest) -> Result<SavedView, ApiError> {
    let (from, to) = (date("from", &request.from)?, date("to", &request.to)?);
    let portal_done_on = date("portal_done_on", &request.portal_done_on)?;
    in_order(from, to)?;
    let id = request.access;
    let (name, action) = steward
        .act(move |register, Moment { today, .. }| {
            let access = register
                .read()
                .access(id)?
                .filter(|access| access.present == Some(true));
            let access = access.ok_or_else(|| ApiError::at(ErrorCode::NotFound, "access", "no such access"))?;
            let owned = owned_mailboxes(register.read(), today)?;
            let level = Some(request.level);
            let set = access.patch_to(Access {
                level,
                from,
                to,
                portal_done_on,
                ..access.clone()
            });
            if !set.is_empty() {
                register.record(Body::Access { access: id, set })?;
            }
            keep_owners(
                register.read(),
                &owned,
                to.map_or(today, |to| to.max(today).saturating_add(jiff::Span::new().days(1))),
            )?;
            register.discard_form_draft(&format!("access_change:{id}"))?;
            let person = access
                .person
                .map(|person| register.read().person(person))
                .transpose()?
                .flatten();
            Ok(person.as_ref().and_then(name_of))
        })
        .await?;
    Ok(SavedView {
        action,
        id: Some(id.to_string()),
        notices: Vec::new(),
        name,
    })
}

/// The mailboxes in use that have an owner on `day`.
pub(super) fn owned_mailboxes(register: Register<'_>, day: Date) -> Result<Vec<MailboxId>, ApiError> {
    let covers = register.covers(day)?;
    let mailboxes = register.mailboxes()?.into_iter();
    Ok(mailboxes
        .filter(|(id, mailbox)| mailbox.lasts_on(day) && covers.get(id).is_some_and(|cover| cover.owners > 0))
        .map(|(id, _)| id)
        .collect())
}

/// Refuses an action that leaves one of these mailboxes without an owner on `day`.
pub(super) fn keep_owners(register: Register<'_>, owned: &[MailboxId], day: Date) -> Result<(), ApiError> {
    let still = owned_mailboxes(register, day)?;
    for mailbox in owned.iter().filter(|mailbox| !still.contains(mailbox)) {
        if register.mailbox(*mailbox)?.is_some_and(|mailbox| mailbox.lasts_on(day)) {
            return Err(ApiError::new(
                ErrorCode::LastOwner,
                "the mailbox would be left without an owner",
            ));
        }
    }
    Ok(())
}

/// What a half-typed form may hold of a person: their values as they are kept and as people write them.
pub(super) fn words_of(person: &Person) -> Vec<String> {
    let mut words: Vec<String> = [
        detail_view(person.full_name()),
        detail_view(person.nhsmail_address()),
        detail_view(person.personal_email()),
    ]
    .into_iter()
    .filter_map(|detail| match detail {
        DetailView::Given(value) => Some(value),
        DetailView::NotGiven | DetailView::Removed(_) => None,
    })
    .collect();
    for mobile in [person.personal_mobile(), person.linked_mobile()] {
        if let Detail::Given(mobile) = mobile {
            let digits = mobile.as_str();
            words.push(digits.to_owned());
            let (code, rest) = digits.split_at(digits.len().min(5));
            words.push(format!("{code} {rest}"));
        }
    }
    words
}

/// Whether a record holds any way to reach the person.
pub(super) fn has_contact(person: &Person) -> bool {
    person
        .contact
        .here()
        .is_some_and(|contact| *contact != Contact::default())
}

/// Removes a person's contact details for good: their key is destroyed with them.
///
/// # Errors
/// `not_found`; `cannot_undo` never, but undoing it later is refused.
pub async fn contact_remove(steward: &Steward, request: PersonRequest) -> Result<SavedView, ApiError> {
    let id = request.person;
    let (name, action) = steward
        .act(move |register, Moment { today, .. }| {
            let person = person_of(register.read(), id)?;
            for record in register.read().records_of(id)? {
                let kept = register.read().person(record)?.unwrap_or_default();
                if kept.contact.here().is_some() && (record == id || has_contact(&kept)) {
                    register.discard_form_drafts_about(record, &words_of(&kept))?;
                    register.record(Body::ContactRemoved {
                        person: record,
                        on: today,
                    })?;
                }
            }
            Ok(name_of(&person))
        })
        .await?;
    forget_snapshots(steward).await?;
    Ok(SavedView {
        action,
        id: Some(id.to_string()),
        notices: Vec::new(),
        name,
    })
}

/// Erases a person for good: their keys, their details, their words in the search, and local snapshots that still hold them.
///
/// # Errors
/// `invalid_value` at `name_typed` when it is not their name; `last_owner`.
pub async fn person_erase(steward: &Steward, request: PersonEraseRequest) -> Result<SavedView, ApiError> {
    let id = request.person;
    let ((name, records), action) = steward
        .act(move |register, Moment { today, .. }| {
            let person = person_of(register.read(), id)?;
            let name = name_of(&person);
            let typed = request.name_typed.split_whitespace().collect::<Vec<_>>().join(" ");
            if name
                .as_deref()
                .is_some_and(|name| name.to_lowercase() != typed.to_lowercase())
            {
                return Err(ApiError::refused("name_typed", Reason::NameDiffers));
            }
            let owned = owned_mailboxes(register.read(), today)?;
            end_everything(register, id, today)?;
            keep_owners(register.read(), &owned, today.saturating_add(jiff::Span::new().days(1)))?;
            let records = register.read().records_of(id)?;
            for record in &records {
                let kept = register.read().person(*record)?.unwrap_or_default();
                register.discard_form_drafts_about(*record, &words_of(&kept))?;
                forget_views_about(register, &words_of(&kept))?;
                register.record(Body::PersonErased {
                    person: *record,
                    on: today,
                })?;
            }
            forget_calls_about(register, id, today)?;
            Ok((name, records))
        })
        .await?;
    let register = {
        let house = steward.house().await?;
        house.meta.change(|meta| {
            meta.erased.extend(records.iter().copied());
        })?;
        house.register
    };
    forget_snapshots(steward).await?;
    for person in records {
        forget_sign_in_details(steward, OwnerEntry { register, person }).await?;
    }
    Ok(SavedView {
        action,
        id: Some(id.to_string()),
        notices: Vec::new(),
        name,
    })
}

/// Ends what still lasts of an erased person: nobody could do it later by name.
fn end_everything(register: &mut RegisterMut<'_>, person: PersonId, today: Date) -> Result<(), ApiError> {
    for (post, kept) in register.read().posts_of(person)? {
        if kept.to.is_none() {
            register.record(Body::Post {
                post,
                set: PostPatch {
                    to: Set::To(today),
                    ..PostPatch::default()
                },
            })?;
        }
    }
    for (access, kept) in register.read().access_of(person)? {
        if kept.to.is_none() {
            let set = AccessPatch {
                to: Set::To(today),
                ..AccessPatch::default()
            };
            register.record(Body::Access { access, set })?;
        }
    }
    end_paths_of(register, person, today)
}

/// Deletes the sign-in details of an owner who was erased.
async fn forget_sign_in_details(steward: &Steward, entry: OwnerEntry) -> Result<(), ApiError> {
    steward
        .blocking(move |doors| {
            match entry.delete(&*doors.vault) {
                Ok(()) | Err(VaultError::Missing) => {}
                // They are sealed with the key of the staff list and name nobody.
                Err(error) => {
                    tracing::warn!(code = "details_not_deleted", kind = %KindOf(&error), "sign-in details of somebody erased stay");
                }
            }
            Ok(())
        })
        .await
}

/// Deletes the local snapshots: each still holds what was removed, with its keys.
pub(super) async fn forget_snapshots(steward: &Steward) -> Result<(), ApiError> {
    steward
        .blocking(|doors| {
            store::delete_snapshots(&doors.folder)?;
            Ok(())
        })
        .await
}
