//! Letting details go when their time is over, and a copy of everything held about a person.

use jiff::civil::Date;

use super::people::{detail_view, forget_snapshots, has_contact, name_of, person_of, words_of};
use super::{Moment, Saved, Steward};
use crate::contract::{ApiError, DetailView, FileSavedView, PersonRequest, RemovalView, SavedView};
use crate::domain::change::{Body, Sealed};
use crate::domain::ids::PersonId;
use crate::domain::person::{Contact, Kept, Person, PersonPatch};
use crate::domain::request::{Composed, KeptBlock, Request};
use crate::domain::retention::{Removal, removal};
use crate::outbox::{HeldRequest, held_text};
use crate::store::{PostRow, Register};

/// The last day of somebody all of whose posts have ended.
pub(super) fn left_on(posts: &[PostRow], today: Date) -> Option<Date> {
    let last = posts.iter().map(|(_, post)| post.to).max()??;
    posts.iter().all(|(_, post)| post.ended_by(today)).then_some(last)
}

/// What may go of a person's details.
pub(super) fn removal_view(
    register: Register<'_>,
    id: PersonId,
    person: &Person,
    left_on: Option<Date>,
    today: Date,
) -> Result<Option<RemovalView>, ApiError> {
    let months = register.settings()?.contact_kept_months();
    let mut person = person.clone();
    for record in register.records_of(id)?.into_iter().skip(1) {
        // What a record holds that was put into this one is to go with it.
        if !has_contact(&person)
            && let Some(kept) = register.person(record)?.filter(has_contact)
        {
            person.contact = kept.contact;
        }
    }
    Ok(removal(&person, left_on, months, today).map(|removal| match removal {
        Removal::PersonalEmail(since) => RemovalView::PersonalEmail { since },
        Removal::Contact(since) => RemovalView::Contact { since, months },
    }))
}

/// Removes a person's own email for good. The key of all contact details is destroyed, and the numbers that are known today are
/// kept with a new one.
///
/// # Errors
/// `not_found`; undoing it later is refused.
pub async fn email_remove(steward: &Steward, request: PersonRequest) -> Result<SavedView, ApiError> {
    let id = request.person;
    let (name, action) = steward
        .act(move |register, Moment { today, .. }| {
            let person = person_of(register.read(), id)?;
            for record in register.read().records_of(id)? {
                let kept = register.read().person(record)?.unwrap_or_default();
                let Some(contact) = kept.contact.here().filter(|contact| contact.personal_email.is_some()) else {
                    continue;
                };
                let stays = Contact {
                    personal_email: None,
                    ..contact.clone()
                };
                register.discard_form_drafts_about(record, &words_of(&kept))?;
                register.record(Body::ContactRemoved {
                    person: record,
                    on: today,
                })?;
                let patch = Contact::default().patch_to(stays);
                if !patch.is_empty() {
                    register.record(Body::Person {
                        person: record,
                        facts: PersonPatch::default(),
                        identity: Sealed::Nothing,
                        contact: Sealed::Open(patch),
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

/// Saves everything that is held about a person as a file they can read, and records that it was.
///
/// # Errors
/// `not_found`, `save_failed`, `disk_full`.
pub async fn person_copy_save(steward: &Steward, request: PersonRequest) -> Result<FileSavedView, ApiError> {
    let id = request.person;
    let view = super::person_get(steward, PersonRequest { person: id }).await?;
    let Moment { today, .. } = steward.moment();
    let (requests, also) = steward
        .read(move |register, _| Ok((held_requests(register, id)?, held_records(register, id)?)))
        .await?;
    let text = held_text(&view, &also, &requests, today);
    let name = format!("staff-list-copy-{today}.txt");
    match steward.doors.desktop.save(&name, text.as_bytes()).await? {
        Saved::Cancelled => Ok(FileSavedView {
            cancelled: true,
            saved_as: None,
        }),
        Saved::To(path) => {
            steward
                .act(move |register, Moment { today, .. }| {
                    person_of(register.read(), id)?;
                    register.record(Body::CopyMade { person: id, on: today })?;
                    Ok(())
                })
                .await?;
            Ok(FileSavedView {
                cancelled: false,
                saved_as: path.file_name().map(|name| name.to_string_lossy().into_owned()),
            })
        }
    }
}

/// The requests about a person, each with what it says of them and of nobody else.
fn held_requests(register: Register<'_>, id: PersonId) -> Result<Vec<HeldRequest>, ApiError> {
    let records = register.records_of(id)?;
    let mut held = Vec::new();
    for (_, request) in register.requests(Some(id), false)? {
        if let Some(composed) = &request.composed {
            for record in &records {
                if composed.blocks.iter().any(|block| block.person == *record) {
                    held.push(held_request(*record, &records, &request, composed));
                }
            }
        }
    }
    Ok(held)
}

/// The records that were put into this one, each with what is kept in it.
fn held_records(register: Register<'_>, id: PersonId) -> Result<Vec<Person>, ApiError> {
    let mut held = Vec::new();
    for record in register.records_of(id)?.into_iter().skip(1) {
        held.extend(register.person(record)?);
    }
    Ok(held)
}

fn held_request(id: PersonId, records: &[PersonId], request: &Request, composed: &Composed) -> HeldRequest {
    let alone = composed.blocks.iter().all(|block| records.contains(&block.person));
    let blocks = composed.blocks.iter().filter(|block| block.person == id);
    let calls = request.calls().filter(|_| alone).filter_map(|call| {
        let note = call.words.here()?.note.as_ref()?;
        Some(format!("{}: {}", call.on, note.as_str()))
    });
    HeldRequest {
        kind: composed.kind.name().to_owned(),
        on: composed.on,
        state: request.state_of(id).name().to_owned(),
        says: blocks.flat_map(said).collect(),
        calls: calls.collect(),
    }
}

/// What a block says: field and value.
fn said(block: &KeptBlock) -> Vec<(String, String)> {
    let mut said = Vec::new();
    let mut add = |field: &str, detail: DetailView| match detail {
        DetailView::Given(value) => said.push((field.to_owned(), value)),
        DetailView::Removed(on) => said.push((field.to_owned(), format!("removed on {on}"))),
        DetailView::NotGiven => {}
    };
    match &block.identity {
        Kept::Removed(on) => add("full_name", DetailView::Removed(*on)),
        Kept::Here(_) => {
            add("full_name", detail_view(block.full_name()));
            add(
                "new_full_name",
                detail_view(block.identity.detail(|who| who.new_full_name.as_ref())),
            );
            add(
                "nhsmail_address",
                detail_view(block.identity.detail(|who| who.nhsmail_address.as_ref())),
            );
        }
    }
    match &block.contact {
        Kept::Removed(on) => add("contact_details", DetailView::Removed(*on)),
        Kept::Here(_) => {
            let contact = &block.contact;
            add(
                "personal_mobile",
                detail_view(contact.detail(|how| how.personal_mobile.as_ref())),
            );
            add(
                "personal_email",
                detail_view(contact.detail(|how| how.personal_email.as_ref())),
            );
            add(
                "linked_mobile",
                detail_view(contact.detail(|how| how.linked_mobile.as_ref())),
            );
            add(
                "temporary_password_mobile",
                detail_view(contact.detail(|how| how.temporary_password_mobile.as_ref())),
            );
        }
    }
    if let Some(access) = block.access {
        said.push(("access".to_owned(), access.name().to_owned()));
    }
    said
}
