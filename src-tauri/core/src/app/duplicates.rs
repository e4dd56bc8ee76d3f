//! Records that may be one person: looking at two of them side by side, putting them together, and keeping them apart.

use jiff::civil::Date;

use super::people::{detail_view, has_contact, name_of, owned_mailboxes, person_of, person_view};
use super::{Moment, Steward};
use crate::contract::{
    AlikeView, ApiError, DuplicatesRequest, DuplicatesView, ErrorCode, MergedView, NamedPersonView, PairRequest,
    PairView, PeopleMergeRequest, PersonRequest, SavedView, TodayKindView, TodayLineView, TwoPeopleView, UrgencyView,
};
use crate::domain::aside::{Aside, AsidePatch, TWO_PEOPLE};
use crate::domain::change::{Body, Sealed};
use crate::domain::duplicate::{differing, taking};
use crate::domain::ids::{AsideId, PersonId, SiteId};
use crate::domain::person::{ContactPatch, IdentityPatch, Person};
use crate::domain::{RoleName, Set, SiteName};
use crate::random;
use crate::store::{Register, ordered};

/// The most pairs that are shown, or counted, at once.
const MOST_PAIRS: usize = 200;

/// The most others like one person that are named on their page.
const MOST_ALIKE: usize = 5;

/// The most pairs of two people that are shown.
const MOST_APART: usize = 200;

/// The pairs of records that may be one person.
///
/// # Errors
/// `not_open`, or what the disk says.
pub async fn duplicates_get(steward: &Steward, request: DuplicatesRequest) -> Result<DuplicatesView, ApiError> {
    steward
        .read(move |register, Moment { today, .. }| {
            let mut found = register.alike_pairs(request.site, MOST_PAIRS + 1)?;
            let more = found.len() > MOST_PAIRS;
            found.truncate(MOST_PAIRS);
            let mut pairs = Vec::with_capacity(found.len());
            for pair in found {
                pairs.push(AlikeView {
                    one: named(register, pair.one, today)?,
                    other: named(register, pair.other, today)?,
                    likeness: pair.likeness.into_iter().collect(),
                });
            }
            let mut two_people: Vec<TwoPeopleView> = Vec::new();
            for (_, aside) in register.two_people()?.into_iter().take(MOST_APART) {
                let Some((one, other)) = aside.two_people() else {
                    continue;
                };
                let (one, other) = ordered(register.standing_for(one)?, register.standing_for(other)?);
                let known = two_people
                    .iter()
                    .any(|pair| pair.one.person == one && pair.other.person == other);
                if one != other && !known && is_here(register, one)? && is_here(register, other)? {
                    two_people.push(TwoPeopleView {
                        one: named(register, one, today)?,
                        other: named(register, other, today)?,
                    });
                }
            }
            Ok(DuplicatesView {
                pairs,
                more,
                two_people,
            })
        })
        .await
}

fn is_here(register: Register<'_>, id: PersonId) -> Result<bool, ApiError> {
    Ok(register
        .person(id)?
        .is_some_and(|person| person.is_present() && person.erased_on.is_none()))
}

fn named(register: Register<'_>, id: PersonId, today: Date) -> Result<NamedPersonView, ApiError> {
    let person = register.person(id)?.unwrap_or_default();
    let posts = register.posts_of(id)?;
    let lasting: Vec<_> = posts.iter().filter(|(_, post)| !post.ended_by(today)).collect();
    let shown = if lasting.is_empty() {
        posts.iter().collect()
    } else {
        lasting
    };
    let mut said = Vec::new();
    for (_, post) in shown {
        let site = match post.site {
            Some(site) => register.site(site)?.and_then(|site| site.name),
            None => None,
        };
        let role = post.role.as_ref().map(RoleName::as_str);
        let parts: Vec<&str> = role.into_iter().chain(site.as_ref().map(SiteName::as_str)).collect();
        let text = parts.join(", ");
        if !text.is_empty() && !said.contains(&text) {
            said.push(text);
        }
    }
    Ok(NamedPersonView {
        person: id,
        name: detail_view(person.full_name()),
        posts: said.join("; "),
    })
}

/// Two records that stand by themselves.
fn two(register: Register<'_>, one: PersonId, other: PersonId) -> Result<(Person, Person), ApiError> {
    if one == other {
        return Err(ApiError::at(
            ErrorCode::DuplicatePerson,
            "other",
            "the same record twice",
        ));
    }
    let of = |id, field: &str| -> Result<Person, ApiError> {
        let person = person_of(register, id)?;
        if person.erased_on.is_some() {
            return Err(ApiError::at(ErrorCode::NotFound, field, "they were erased"));
        }
        Ok(person)
    };
    Ok((of(one, "one")?, of(other, "other")?))
}

/// Two records side by side.
///
/// # Errors
/// `not_found` where one of them is not in the list any more, `duplicate_person` for the same record twice.
pub async fn pair_get(steward: &Steward, request: PairRequest) -> Result<PairView, ApiError> {
    let working_as = steward.author().await?;
    steward
        .read(move |register, moment| {
            let PairRequest { one, other } = request;
            let (first, second) = two(register, one, other)?;
            Ok(PairView {
                one: person_view(register, one, moment)?,
                other: person_view(register, other, moment)?,
                likeness: register.likeness_of(one, other)?.into_iter().collect(),
                differs: differing(&first, &second),
                two_people: register.said_to_be_two()?.contains(&ordered(one, other)),
                working_as: working_as.filter(|person| [one, other].contains(person)),
            })
        })
        .await
}

/// Puts one record into another, which stands for both from then on, with the facts it takes over.
///
/// What the two shared, and what others share with them, is not refused here: it was in the list before.
///
/// # Errors
/// `keep_yourself` when the record that leaves the list is that of whoever works here; `not_found`, `duplicate_person`.
pub async fn people_merge(steward: &Steward, request: PeopleMergeRequest) -> Result<SavedView, ApiError> {
    let PeopleMergeRequest { kept, other, take } = request;
    let (name, action) = steward
        .act(move |register, Moment { today, .. }| {
            let (kept_person, other_person) = two(register.read(), kept, other)?;
            if register.author() == Some(other) {
                return Err(ApiError::at(
                    ErrorCode::KeepYourself,
                    "kept",
                    "the record of whoever works here stays",
                ));
            }
            let taken = taking(&kept_person, &other_person, &take);
            register.record(Body::Merged {
                person: other,
                into: Some(kept),
                on: today,
            })?;
            let identity = Sealed::unless_empty(taken.identity, IdentityPatch::is_empty);
            let contact = Sealed::unless_empty(taken.contact, ContactPatch::is_empty);
            if !(taken.facts.is_empty() && identity == Sealed::Nothing && contact == Sealed::Nothing) {
                register.record(Body::Person {
                    person: kept,
                    facts: taken.facts,
                    identity,
                    contact,
                })?;
            }
            // What somebody began to type about the record that left can be saved nowhere any more.
            register.discard_form_draft(&format!("person_change:{other}"))?;
            Ok(register.read().person(kept)?.as_ref().and_then(name_of))
        })
        .await?;
    Ok(SavedView {
        action,
        id: Some(kept.to_string()),
        notices: Vec::new(),
        name,
    })
}

/// Takes a record out of the one it was put into. What that one took over stays as it is.
///
/// # Errors
/// `not_found` for a record that was put into no other; `last_owner`.
pub async fn people_unmerge(steward: &Steward, request: PersonRequest) -> Result<SavedView, ApiError> {
    let id = request.person;
    let (name, action) = steward
        .act(move |register, Moment { today, .. }| {
            let person = register.read().person(id)?;
            let person = person
                .filter(|person| person.is_recorded() && person.merged_into.is_some())
                .ok_or_else(|| ApiError::at(ErrorCode::NotFound, "person", "it was put into no other"))?;
            let owned = owned_mailboxes(register.read(), today)?;
            register.record(Body::Merged {
                person: id,
                into: None,
                on: today,
            })?;
            super::people::keep_owners(register.read(), &owned, today)?;
            Ok(name_of(&person))
        })
        .await?;
    Ok(SavedView {
        action,
        id: Some(id.to_string()),
        notices: Vec::new(),
        name,
    })
}

/// Says that two records are two people: the pair is not offered again.
///
/// # Errors
/// `not_found`, `duplicate_person`.
pub async fn two_people_set(steward: &Steward, request: PairRequest) -> Result<SavedView, ApiError> {
    let ((), action) = steward
        .act(move |register, moment| {
            let (one, other) = ordered(request.one, request.other);
            two(register.read(), one, other)?;
            if !register.read().said_to_be_two()?.contains(&(one, other)) {
                let aside = Aside {
                    present: Some(true),
                    line: Some(TWO_PEOPLE.to_owned()),
                    person: Some(one),
                    other: Some(other),
                    ..Aside::default()
                };
                register.record(Body::Aside {
                    aside: AsideId::from_uuid(random::uuid_v7(moment.now)),
                    set: Aside::default().patch_to(aside),
                })?;
            }
            Ok(())
        })
        .await?;
    Ok(saved(action))
}

/// Takes back that two records are two people.
///
/// # Errors
/// `not_found` where nobody has said so.
pub async fn two_people_clear(steward: &Steward, request: PairRequest) -> Result<SavedView, ApiError> {
    let ((), action) = steward
        .act(move |register, _| {
            let wanted = ordered(request.one, request.other);
            let mut found = false;
            for (aside, kept) in register.read().two_people()? {
                let Some((one, other)) = kept.two_people() else {
                    continue;
                };
                let read = register.read();
                if ordered(read.standing_for(one)?, read.standing_for(other)?) == wanted {
                    found = true;
                    register.record(Body::Aside {
                        aside,
                        set: AsidePatch {
                            present: Set::To(false),
                            ..AsidePatch::default()
                        },
                    })?;
                }
            }
            if found {
                Ok(())
            } else {
                Err(ApiError::new(ErrorCode::NotFound, "nobody has said so"))
            }
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

/// The records that were put into this one.
pub(super) fn merged_views(register: Register<'_>, id: PersonId) -> Result<Vec<MergedView>, ApiError> {
    let mut merged = Vec::new();
    for record in register.records_of(id)?.into_iter().skip(1) {
        let person = register.person(record)?.unwrap_or_default();
        merged.push(MergedView {
            person: record,
            name: detail_view(person.full_name()),
            on: person.merged_on,
            has_contact: has_contact(&person),
        });
    }
    Ok(merged)
}

/// The others who may be the same person.
pub(super) fn alike_views(register: Register<'_>, id: PersonId, today: Date) -> Result<Vec<NamedPersonView>, ApiError> {
    let others = register.alike_to(id, MOST_ALIKE)?;
    others.into_iter().map(|other| named(register, other, today)).collect()
}

/// How many pairs of records may be one person.
pub(super) fn today_line(
    register: Register<'_>,
    site: Option<SiteId>,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
    let pairs = register.count_alike_pairs(site, MOST_PAIRS)?;
    if pairs > 0 {
        lines.push(TodayLineView {
            count: u32::try_from(pairs).ok(),
            our_advice: true,
            ..super::today::line(TodayKindView::Duplicates, UrgencyView::Later)
        });
    }
    Ok(())
}
