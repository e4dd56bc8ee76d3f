//! A mailbox's members as the portal lists them, beside the staff list.

use std::collections::HashMap;

use super::ask::mailbox_of;
use super::import_views::candidate;
use super::imports::{body, existing};
use super::people::{detail_view, keep_owners, name_of, owned_mailboxes};
use super::{Moment, Steward};
use crate::contract::{
    ApiError, DetailView, ErrorCode, PortalAgreedRequest, PortalLineView, PortalRecordRequest, PortalRequest,
    PortalView, SavedView,
};
use crate::domain::Set;
use crate::domain::access::{AccessLevel, AccessPatch};
use crate::domain::answer::Answer;
use crate::domain::ids::{MailboxId, PersonId};
use crate::domain::person::{ContactPatch, IdentityPatch, PersonPatch};
use crate::domain::staff_file::plan::new_access;
use crate::domain::staff_file::portal::{PortalAct, PortalLine, reconcile};
use crate::domain::staff_file::{Existing, FoundBy, RowValues, Whose, Write};

/// Puts the portal's members of a mailbox beside the staff list as it is now.
///
/// # Errors
/// `import_gone`, also before the rows were judged; `not_found` for the mailbox.
pub async fn portal_get(steward: &Steward, request: PortalRequest) -> Result<PortalView, ApiError> {
    let checked = steward.house().await?.imports.checked(request.import)?;
    steward
        .read(move |register, Moment { today, .. }| {
            let mailbox = mailbox_of(register, request.mailbox)?;
            let existing = existing(register, today)?;
            let reconciled = reconcile(&existing, &checked.rows, request.mailbox, today);
            Ok(PortalView {
                import: request.import,
                mailbox: request.mailbox,
                address: mailbox
                    .address
                    .as_ref()
                    .map(|address| address.as_str().to_owned())
                    .unwrap_or_default(),
                alike: u32::try_from(reconciled.alike).unwrap_or(u32::MAX),
                lines: reconciled
                    .lines
                    .iter()
                    .map(|line| line_view(&existing, &checked.rows, line))
                    .collect(),
                unread: reconciled.unread,
            })
        })
        .await
}

fn line_view(existing: &Existing, rows: &[RowValues], line: &PortalLine) -> PortalLineView {
    let row = line.line.and_then(|number| rows.iter().find(|row| row.line == number));
    let known = line.person.and_then(|person| existing.person(person));
    let in_list = known.and_then(|known| match detail_view(known.person.nhsmail_address()) {
        DetailView::Given(address) => Some(address),
        DetailView::NotGiven | DetailView::Removed(_) => None,
    });
    PortalLineView {
        line: line.line,
        difference: line.difference,
        act: line.act,
        person: line.person,
        name: known
            .and_then(|known| name_of(&known.person))
            .or_else(|| Some(row?.full_name.as_ref()?.as_str().to_owned())),
        nhsmail_address: row
            .and_then(|row| row.nhsmail_address.as_ref())
            .map(|address| address.as_str().to_owned())
            .or(in_list),
        candidates: line
            .candidates
            .iter()
            .map(|person| candidate(existing, rows, Whose::Kept(*person), FoundBy::Name))
            .collect(),
        in_portal: line.in_portal,
        in_list: line.in_list,
        access: line.access,
    }
}

/// Records what the owner agrees to, as one action.
///
/// # Errors
/// `import_gone`; `not_found` at a line that is not there, or whose person is not; `import_changed` where a line has another act by now;
/// `missing_field` for somebody to be added whose name cannot be read; `wrong_move` for an act that is done elsewhere; `last_owner`.
pub async fn portal_record(steward: &Steward, request: PortalRecordRequest) -> Result<SavedView, ApiError> {
    let checked = steward.house().await?.imports.checked(request.import)?;
    let ((), action) = steward
        .act(move |register, moment| {
            let today = moment.today;
            mailbox_of(register.read(), request.mailbox)?;
            let existing = existing(register.read(), today)?;
            let reconciled = reconcile(&existing, &checked.rows, request.mailbox, today);
            let owned = owned_mailboxes(register.read(), today)?;
            let mut new = HashMap::new();
            for (index, agreed) in request.agreed.iter().enumerate() {
                let at = format!("agreed[{index}]");
                let line = reconciled.lines.iter().find(|line| line.line == Some(agreed.line));
                let row = checked.rows.iter().find(|row| row.line == agreed.line);
                let (Some(line), Some(row)) = (line, row) else {
                    return Err(ApiError::at(ErrorCode::NotFound, at, "no such line"));
                };
                let writes = writes(&existing, line, row, agreed, request.mailbox).map_err(|error| error.under(&at))?;
                for write in writes {
                    register.record(body(write, &mut new, moment))?;
                }
            }
            keep_owners(register.read(), &owned, today)
        })
        .await?;
    Ok(SavedView {
        action,
        id: None,
        notices: Vec::new(),
        name: None,
    })
}

fn writes(
    existing: &Existing,
    line: &PortalLine,
    row: &RowValues,
    agreed: &PortalAgreedRequest,
    mailbox: MailboxId,
) -> Result<Vec<Write>, ApiError> {
    let level = line.in_portal.unwrap_or(AccessLevel::Member);
    match line.act {
        PortalAct::AddPerson => added(row, mailbox, level),
        PortalAct::ChoosePerson => match agreed.person {
            None => added(row, mailbox, level),
            Some(person) if line.candidates.contains(&person) => {
                Ok(with_address(existing, person, row, mailbox, level))
            }
            Some(_) => Err(ApiError::at(ErrorCode::NotFound, "person", "their name is another")),
        },
        PortalAct::RecordAccess => match line.person {
            Some(person) => Ok(with_address(existing, person, row, mailbox, level)),
            None => Ok(Vec::new()),
        },
        PortalAct::RecordLevel => Ok(line
            .access
            .map(|access| Write::Access {
                access,
                set: AccessPatch {
                    level: Set::To(level),
                    ..AccessPatch::default()
                },
            })
            .into_iter()
            .collect()),
        PortalAct::RemoveInPortal | PortalAct::AskWhetherLeft | PortalAct::EndAccess => {
            Err(ApiError::at(ErrorCode::WrongMove, "line", "this is done elsewhere"))
        }
    }
}

/// Somebody who is added with what the portal says of them.
fn added(row: &RowValues, mailbox: MailboxId, level: AccessLevel) -> Result<Vec<Write>, ApiError> {
    let whose = Whose::New(row.line);
    let Some(name) = row.full_name.clone() else {
        return Err(ApiError::at(
            ErrorCode::MissingField,
            "full_name",
            "the name cannot be read",
        ));
    };
    Ok(vec![
        Write::Person {
            whose,
            facts: PersonPatch {
                present: Set::To(true),
                has_account: Set::To(Answer::Yes),
                ..PersonPatch::default()
            },
            identity: IdentityPatch {
                full_name: Set::To(name),
                nhsmail_address: row.nhsmail_address.clone().map_or(Set::Keep, Set::To),
                ..IdentityPatch::default()
            },
            contact: ContactPatch::default(),
        },
        Write::NewAccess {
            whose,
            set: new_access(mailbox, level),
        },
    ])
}

/// Access of somebody who is there, and their address where it was not known.
fn with_address(
    existing: &Existing,
    person: PersonId,
    row: &RowValues,
    mailbox: MailboxId,
    level: AccessLevel,
) -> Vec<Write> {
    let whose = Whose::Kept(person);
    let known = existing.person(person).and_then(|known| known.person.identity.here());
    let mut writes = Vec::new();
    if let Some(address) = &row.nhsmail_address
        && known.is_some_and(|known| known.nhsmail_address.is_none())
    {
        writes.push(Write::Person {
            whose,
            facts: PersonPatch {
                has_account: Set::To(Answer::Yes),
                ..PersonPatch::default()
            },
            identity: IdentityPatch {
                nhsmail_address: Set::To(address.clone()),
                ..IdentityPatch::default()
            },
            contact: ContactPatch::default(),
        });
    }
    let has_access = existing.person(person).is_some_and(|known| {
        known
            .access
            .iter()
            .any(|(_, access)| access.mailbox == Some(mailbox) && access.to.is_none())
    });
    if !has_access {
        writes.push(Write::NewAccess {
            whose,
            set: new_access(mailbox, level),
        });
    }
    writes
}
