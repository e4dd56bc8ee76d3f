//! How a request stands, drawn from what happened to it.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::RequestKind;
use crate::domain::access::AccessLevel;
use crate::domain::address::{MailboxAddress, NhsmailAddress, PersonalEmail};
use crate::domain::answer::Answer;
use crate::domain::change::{Body, Change, Fold, Sealed};
use crate::domain::facts::facts;
use crate::domain::ids::{ActionId, ChangeId, MailboxId, PersonId};
use crate::domain::mobile::Mobile;
use crate::domain::name::FullName;
use crate::domain::named::named_enum;
use crate::domain::person::{Detail, Kept};
use crate::domain::ticket::TicketReference;

named_enum! {
    /// Where a request, or one person in it, stands.
    pub enum RequestState {
        /// Composed.
        Drafted = "drafted",
        /// Sent, on the owner's word.
        Sent = "sent",
        /// NAS has answered that it has it.
        Acknowledged = "acknowledged",
        /// Taken further, since nothing was heard.
        Escalated = "escalated",
        /// Done.
        Done = "done",
        /// Refused by NAS.
        Rejected = "rejected",
        /// Given up before NAS did anything.
        Withdrawn = "withdrawn",
    }
}

impl RequestState {
    /// Whether a request may move from here to there.
    #[must_use]
    pub const fn may_move_to(self, to: Self) -> bool {
        match self {
            Self::Drafted => matches!(to, Self::Sent | Self::Withdrawn),
            Self::Sent => {
                matches!(
                    to,
                    Self::Acknowledged | Self::Escalated | Self::Done | Self::Rejected | Self::Withdrawn
                )
            }
            Self::Acknowledged => matches!(to, Self::Escalated | Self::Done | Self::Rejected | Self::Withdrawn),
            Self::Escalated => matches!(to, Self::Acknowledged | Self::Done | Self::Rejected | Self::Withdrawn),
            Self::Done | Self::Rejected | Self::Withdrawn => false,
        }
    }

    /// Whether nothing more is to come.
    #[must_use]
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Done | Self::Rejected | Self::Withdrawn)
    }
}

named_enum! {
    /// How a draft left the app.
    pub enum HandOver {
        /// The address was copied.
        CopiedTo = "copied_to",
        /// The subject was copied.
        CopiedSubject = "copied_subject",
        /// The body was copied.
        CopiedBody = "copied_body",
        /// All of it was copied.
        CopiedAll = "copied_all",
        /// Opened in Outlook on the web.
        OutlookWeb = "outlook_web",
        /// Opened in the mail program.
        MailProgram = "mail_program",
        /// Saved as a file.
        SavedFile = "saved_file",
    }
}

facts! {
    /// What a block says of who the person is. Sealed with their `identity` key.
    pub struct BlockIdentity, BlockIdentityPatch {
        /// Full name.
        full_name: FullName,
        /// NHSmail address.
        nhsmail_address: NhsmailAddress,
    }
}

facts! {
    /// What a block says of how the person is reached. Sealed with their `contact` key.
    pub struct BlockContact, BlockContactPatch {
        /// Their own mobile.
        personal_mobile: Mobile,
        /// Their own email address.
        personal_email: PersonalEmail,
        /// The mobile linked to their account.
        linked_mobile: Mobile,
    }
}

/// What was asked about a person before the request was composed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Has the person an NHSmail account already?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_account: Option<Answer>,
    /// Has the person left the organisation that holds it?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_holder: Option<Answer>,
    /// Did that organisation mark them as a leaver?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marked_leaver: Option<Answer>,
}

/// One person's block in a request. Holds the facts the request says of them, and no others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Whose.
    pub person: PersonId,
    /// Owner or member.
    pub access: Option<AccessLevel>,
    /// What was asked.
    #[serde(default)]
    pub answers: Answers,
    /// Who they are.
    #[serde(skip)]
    pub identity: Sealed<BlockIdentity>,
    /// How they are reached.
    #[serde(skip)]
    pub contact: Sealed<BlockContact>,
}

/// One person's block, as the fold keeps it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptBlock {
    /// Whose.
    pub person: PersonId,
    /// Owner or member.
    pub access: Option<AccessLevel>,
    /// What was asked.
    pub answers: Answers,
    /// Who they are.
    pub identity: Kept<BlockIdentity>,
    /// How they are reached.
    pub contact: Kept<BlockContact>,
}

impl fmt::Debug for KeptBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptBlock")
            .field("person", &self.person)
            .finish_non_exhaustive()
    }
}

impl KeptBlock {
    /// Full name.
    #[must_use]
    pub fn full_name(&self) -> Detail<&FullName> {
        self.identity.detail(|identity| identity.full_name.as_ref())
    }
}

/// A move of a request, and whether it was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The action that recorded it.
    pub action: ActionId,
    /// The change itself, for naming one that was not possible.
    pub change: ChangeId,
    /// One person, or all.
    pub person: Option<PersonId>,
    /// Where to.
    pub to: RequestState,
    /// The day.
    pub on: Date,
    /// Whether it was recorded by mistake.
    pub taken_back: bool,
}

/// A reference NAS gave, and whether it was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The action that recorded it.
    pub action: ActionId,
    /// The reference.
    pub reference: TicketReference,
    /// Whether it was recorded by mistake.
    pub taken_back: bool,
}

/// What a request says, from its last composing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composed {
    /// Which kind.
    pub kind: RequestKind,
    /// The version of the template.
    pub template: u16,
    /// The shared mailbox it leaves from.
    pub mailbox: MailboxId,
    /// That mailbox's address at the time.
    pub from: MailboxAddress,
    /// Where it goes.
    pub to: NhsmailAddress,
    /// The day it was composed.
    pub on: Date,
    /// One block a person.
    pub blocks: Vec<KeptBlock>,
}

/// A request, as its changes leave it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What it says. `None` only while its first change has not arrived.
    pub composed: Option<Composed>,
    /// When the draft froze: at the first hand-over since it was composed.
    pub frozen_at: Option<Timestamp>,
    /// How it was handed over since it was composed.
    pub handed: BTreeSet<HandOver>,
    /// What happened to it, in order.
    pub moves: Vec<Move>,
    /// The references NAS gave, in order.
    pub tickets: Vec<Ticket>,
}

impl Request {
    /// Where one person's part stands. A move that was not possible from where it stood counts for nothing.
    #[must_use]
    pub fn state_of(&self, person: PersonId) -> RequestState {
        self.replay(Some(person)).0
    }

    /// Where the whole stands: where the person stands who is furthest from its end.
    #[must_use]
    pub fn state(&self) -> RequestState {
        let people = self.composed.iter().flat_map(|composed| &composed.blocks);
        people
            .map(|block| self.state_of(block.person))
            .min()
            .unwrap_or(RequestState::Drafted)
    }

    /// The changes that asked for a move that was not possible. They stay in the history.
    #[must_use]
    pub fn impossible_moves(&self) -> Vec<ChangeId> {
        let people = self.composed.iter().flat_map(|composed| &composed.blocks);
        let mut impossible: Vec<ChangeId> = people.flat_map(|block| self.replay(Some(block.person)).1).collect();
        impossible.dedup();
        impossible
    }

    /// The day it was sent, if it was.
    #[must_use]
    pub fn sent_on(&self) -> Option<Date> {
        self.moves
            .iter()
            .filter(|m| !m.taken_back && m.to == RequestState::Sent)
            .map(|m| m.on)
            .next_back()
    }

    /// The references NAS gave that still stand.
    pub fn ticket_references(&self) -> impl Iterator<Item = &TicketReference> {
        self.tickets
            .iter()
            .filter(|ticket| !ticket.taken_back)
            .map(|ticket| &ticket.reference)
    }

    fn replay(&self, person: Option<PersonId>) -> (RequestState, Vec<ChangeId>) {
        let mut state = RequestState::Drafted;
        let mut impossible = Vec::new();
        for step in self
            .moves
            .iter()
            .filter(|m| !m.taken_back && (m.person.is_none() || m.person == person))
        {
            if state.may_move_to(step.to) {
                state = step.to;
            } else {
                impossible.push(step.change);
            }
        }
        (state, impossible)
    }
}

fn keep<T: Clone + Default>(sealed: &Sealed<T>) -> Kept<T> {
    match sealed {
        Sealed::Nothing => Kept::Here(T::default()),
        Sealed::Open(part) => Kept::Here(part.clone()),
        Sealed::Gone(on) => Kept::Removed(*on),
    }
}

impl Fold for Request {
    fn apply(&mut self, change: &Change) {
        match &change.body {
            Body::RequestDrafted {
                request_kind,
                template,
                mailbox,
                from,
                to,
                on,
                blocks,
                ..
            } => {
                self.composed = Some(Composed {
                    kind: *request_kind,
                    template: *template,
                    mailbox: *mailbox,
                    from: from.clone(),
                    to: to.clone(),
                    on: *on,
                    blocks: blocks
                        .iter()
                        .map(|block| KeptBlock {
                            person: block.person,
                            access: block.access,
                            answers: block.answers,
                            identity: keep(&block.identity),
                            contact: keep(&block.contact),
                        })
                        .collect(),
                });
                self.frozen_at = None;
                self.handed.clear();
            }
            Body::RequestHandedOver { way, .. } => {
                self.frozen_at.get_or_insert(change.stamp.clock.timestamp());
                self.handed.insert(*way);
            }
            Body::RequestMoved { person, to, on, .. } => self.moves.push(Move {
                action: change.action,
                change: change.id,
                person: *person,
                to: *to,
                on: *on,
                taken_back: false,
            }),
            Body::RequestTicket { reference, .. } => self.tickets.push(Ticket {
                action: change.action,
                reference: reference.clone(),
                taken_back: false,
            }),
            Body::RequestMoveTakenBack { action, .. } => {
                for step in self.moves.iter_mut().filter(|step| step.action == *action) {
                    step.taken_back = true;
                }
                for ticket in self.tickets.iter_mut().filter(|ticket| ticket.action == *action) {
                    ticket.taken_back = true;
                }
            }
            Body::Site { .. }
            | Body::Mailbox { .. }
            | Body::Person { .. }
            | Body::ContactRemoved { .. }
            | Body::PersonErased { .. }
            | Body::Post { .. }
            | Body::Access { .. }
            | Body::Settings { .. } => {}
        }
    }
}
