//! The members of a shared mailbox as the NHSmail portal lists them, beside who has access by the staff list: what differs, and what to do
//! about each.
//!
//! Marking a leaver takes no access to a shared mailbox away (domain.md section 2, portal material on leavers): who left and is still in
//! the portal has to be removed there.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::existing::{Existing, Known};
use super::row::RowValues;
use crate::domain::access::AccessLevel;
use crate::domain::ids::{AccessId, MailboxId, PersonId};
use crate::domain::named::named_enum;

named_enum! {
    /// How a mailbox's members in the portal differ from the staff list.
    pub enum PortalDifference {
        /// In the portal, and nobody on the staff list has that address or name.
        NotInList = "not_in_list",
        /// In the portal, and somebody on the staff list has a name like it but no such address.
        LooksLike = "looks_like",
        /// In the portal; on the staff list without access to this mailbox.
        NoAccess = "no_access",
        /// In both, as an owner in the one and a member in the other.
        LevelDiffers = "level_differs",
        /// In the portal, and has left by the staff list.
        Leaver = "leaver",
        /// Has access by the staff list, and is not in the portal.
        NotInPortal = "not_in_portal",
        /// Left, or has access that ended, and is not in the portal any more: the staff list still says otherwise.
        RemovedInPortal = "removed_in_portal",
    }
}

named_enum! {
    /// What to do about a difference.
    pub enum PortalAct {
        /// Add them to the staff list, with access.
        AddPerson = "add_person",
        /// Say whether it is the person whose name looks like it.
        ChoosePerson = "choose_person",
        /// Record their access.
        RecordAccess = "record_access",
        /// Record the level that the portal says.
        RecordLevel = "record_level",
        /// Remove them from the mailbox in the portal.
        RemoveInPortal = "remove_in_portal",
        /// Ask whether they left; if so, end their access, and else add them in the portal.
        AskWhetherLeft = "ask_whether_left",
        /// Record that their access has ended.
        EndAccess = "end_access",
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalLine {
    /// The line of the file; none for who is only on the staff list.
    pub line: Option<u32>,
    /// What differs.
    pub difference: PortalDifference,
    /// What to do.
    pub act: PortalAct,
    /// The person on the staff list.
    pub person: Option<PersonId>,
    /// Others whose name looks like it.
    pub candidates: Vec<PersonId>,
    /// Their level in the portal, where the file says it.
    pub in_portal: Option<AccessLevel>,
    /// Their level by the staff list.
    pub in_list: Option<AccessLevel>,
    /// Their access by the staff list.
    pub access: Option<AccessId>,
}

/// A mailbox's members in the portal beside the staff list.
#[derive(Clone, Debug, Default)]
pub struct Reconciled {
    /// What differs: what the file says in its order, then who is on the staff list only.
    pub lines: Vec<PortalLine>,
    /// How many people are in both, and alike.
    pub alike: usize,
    /// The lines of the file that could not be read: they have no usable name or address.
    pub unread: Vec<u32>,
}

/// Puts the portal's members of a mailbox beside the staff list. A row without a level agrees with either.
#[must_use]
pub fn reconcile(existing: &Existing, rows: &[RowValues], mailbox: MailboxId, today: Date) -> Reconciled {
    let mut reconciled = Reconciled::default();
    let mut met: BTreeSet<PersonId> = BTreeSet::new();
    let mut unsure: BTreeSet<PersonId> = BTreeSet::new();
    for row in rows {
        // The mailbox itself may stand among its members.
        if row
            .nhsmail_address
            .as_ref()
            .is_some_and(|address| existing.is_mailbox(address.as_str()))
        {
            continue;
        }
        if row.full_name.is_none() && row.nhsmail_address.is_none() {
            reconciled.unread.push(row.line);
            continue;
        }
        match who(existing, row) {
            Member::Nobody => reconciled
                .lines
                .push(line(row, PortalDifference::NotInList, PortalAct::AddPerson)),
            Member::Perhaps(candidates) => {
                unsure.extend(candidates.iter().copied());
                reconciled.lines.push(PortalLine {
                    candidates,
                    ..line(row, PortalDifference::LooksLike, PortalAct::ChoosePerson)
                });
            }
            Member::Known(id, known) => {
                if !met.insert(id) {
                    continue;
                }
                match beside(row, id, known, mailbox, today) {
                    Some(difference) => reconciled.lines.push(difference),
                    None => reconciled.alike += 1,
                }
            }
        }
    }
    for (id, known) in existing.people() {
        if met.contains(&id) || unsure.contains(&id) || known.person.erased_on.is_some() {
            continue;
        }
        let Some((access, level)) = access_to(known, mailbox, today) else {
            continue;
        };
        let (difference, act) = if known.has_left(today) {
            (PortalDifference::RemovedInPortal, PortalAct::EndAccess)
        } else {
            (PortalDifference::NotInPortal, PortalAct::AskWhetherLeft)
        };
        reconciled.lines.push(PortalLine {
            line: None,
            difference,
            act,
            person: Some(id),
            candidates: Vec::new(),
            in_portal: None,
            in_list: level,
            access: Some(access),
        });
    }
    reconciled
}

/// Whom a row of the portal is about.
enum Member<'a> {
    Nobody,
    Known(PersonId, &'a Known),
    Perhaps(Vec<PersonId>),
}

fn who<'a>(existing: &'a Existing, row: &RowValues) -> Member<'a> {
    if let Some(address) = &row.nhsmail_address
        && let [id] = existing.with_address(address.as_str())
        && let Some(known) = existing.person(*id)
    {
        return Member::Known(*id, known);
    }
    let Some(look_alike) = &row.look_alike else {
        return Member::Nobody;
    };
    // Somebody with another address of their own is somebody else.
    let candidates: Vec<PersonId> = existing
        .with_name_like(look_alike)
        .iter()
        .copied()
        .filter(|id| {
            let theirs = existing
                .person(*id)
                .and_then(|known| known.person.identity.here()?.nhsmail_address.as_ref());
            theirs.is_none() || row.nhsmail_address.is_none()
        })
        .collect();
    match candidates.as_slice() {
        [] => Member::Nobody,
        // A list without addresses has nothing else to go by.
        [only] if row.nhsmail_address.is_none() => match existing.person(*only) {
            Some(known) => Member::Known(*only, known),
            None => Member::Nobody,
        },
        _ => Member::Perhaps(candidates),
    }
}

fn beside(row: &RowValues, id: PersonId, known: &Known, mailbox: MailboxId, today: Date) -> Option<PortalLine> {
    let access = access_to(known, mailbox, today);
    let with = |difference, act| {
        Some(PortalLine {
            person: Some(id),
            in_list: access.and_then(|(_, level)| level),
            access: access.map(|(access, _)| access),
            ..line(row, difference, act)
        })
    };
    if known.has_left(today) {
        return with(PortalDifference::Leaver, PortalAct::RemoveInPortal);
    }
    match access {
        None => with(PortalDifference::NoAccess, PortalAct::RecordAccess),
        Some((_, level)) if row.access.is_some() && row.access != level => {
            with(PortalDifference::LevelDiffers, PortalAct::RecordLevel)
        }
        Some(_) => None,
    }
}

fn line(row: &RowValues, difference: PortalDifference, act: PortalAct) -> PortalLine {
    PortalLine {
        line: Some(row.line),
        difference,
        act,
        person: None,
        candidates: Vec::new(),
        in_portal: row.access,
        in_list: None,
        access: None,
    }
}

/// Somebody's access to a mailbox that lasts on `today`.
fn access_to(known: &Known, mailbox: MailboxId, today: Date) -> Option<(AccessId, Option<AccessLevel>)> {
    known
        .access
        .iter()
        .find(|(_, access)| access.mailbox == Some(mailbox) && access.lasts_on(today))
        .map(|(id, access)| (*id, access.level))
}
