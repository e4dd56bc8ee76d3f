//! How a request stands, drawn from what happened to it.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::{Field, RequestFacts, RequestKind};
use crate::domain::access::AccessLevel;
use crate::domain::address::{MailboxAddress, NhsmailAddress, PersonalEmail};
use crate::domain::answer::Answer;
use crate::domain::change::{Body, Change, Fold, Sealed};
use crate::domain::facts::facts;
use crate::domain::ids::{ActionId, ChangeId, MailboxId, PersonId, RequestId};
use crate::domain::mobile::Mobile;
use crate::domain::name::FullName;
use crate::domain::named::named_enum;
use crate::domain::person::{Detail, Kept};
use crate::domain::rules::{self, FollowUp, Sender};
use crate::domain::ticket::TicketReference;
use crate::domain::words::{NoteText, ShortText};

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
    /// Why NAS refused, as far as its answer says. A closed list: the words of the answer are not kept.
    pub enum Rejection {
        /// The mobile is linked to another account.
        MobileLinked = "mobile_linked",
        /// The personal email address is in use for another account.
        EmailInUse = "email_in_use",
        /// The person has an NHSmail account already.
        HasAccount = "has_account",
        /// The old organisation has not marked the account as a leaver.
        NotMarkedLeaver = "not_marked_leaver",
        /// It did not come from the shared mailbox.
        NotFromSharedMailbox = "not_from_shared_mailbox",
        /// NAS does not look after the site's accounts.
        NotManagedByNas = "not_managed_by_nas",
        /// The site has no account left of its allowance.
        OverAllowance = "over_allowance",
        /// A detail is missing or does not fit what NAS holds.
        DetailsDiffer = "details_differ",
        /// Another reason, or none given.
        Other = "other",
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
        /// The name from now on.
        new_full_name: FullName,
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
        /// The mobile a temporary password goes to.
        temporary_password_mobile: Mobile,
    }
}

named_enum! {
    /// What part a person has in a request.
    #[derive(Default)]
    pub enum BlockPart {
        /// The request asks something for them.
        #[default]
        Person = "person",
        /// They are the owner who hands over the mailbox.
        Outgoing = "outgoing",
    }
}

impl BlockPart {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde asks by reference whether a value may be left out"
    )]
    fn is_person(&self) -> bool {
        *self == Self::Person
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
    /// What part they have.
    #[serde(default, skip_serializing_if = "BlockPart::is_person")]
    pub part: BlockPart,
    /// Which fields it says of those its kind may leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Field>,
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
    /// What part they have.
    #[serde(default, skip_serializing_if = "BlockPart::is_person")]
    pub part: BlockPart,
    /// Which fields it says of those its kind may leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Field>,
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
    /// Why, where NAS refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Rejection>,
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

/// What a call says in the owner's words. Sealed with the request's own key.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallWords {
    /// Who spoke for NAS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoke_to: Option<ShortText>,
    /// What was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<NoteText>,
}

impl CallWords {
    /// Whether nothing was written down.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.spoke_to.is_none() && self.note.is_none()
    }
}

impl fmt::Debug for CallWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallWords(redacted)")
    }
}

/// A telephone call about a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The action that recorded it.
    pub action: ActionId,
    /// The day.
    pub on: Date,
    /// The time in Europe/London, where it was noted.
    pub at: Option<Time>,
    /// The reference given on the call.
    pub reference: Option<TicketReference>,
    /// Who spoke, and what was said.
    pub words: Kept<CallWords>,
    /// Whether it was recorded by mistake.
    pub taken_back: bool,
}

/// That NAS was asked again, in a mail of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chased {
    /// The action that recorded it.
    pub action: ActionId,
    /// The request that asks.
    pub by: RequestId,
    /// The day it was sent.
    pub on: Date,
    /// Whether it was recorded by mistake.
    pub taken_back: bool,
}

named_enum! {
    /// What became of a question of NAS's: something it needs before it goes on.
    pub enum Question {
        /// NAS asked.
        Asked = "asked",
        /// The home answered.
        Answered = "answered",
    }
}

/// That NAS asked for something, or that it was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questioned {
    /// The action that recorded it.
    pub action: ActionId,
    /// Which of the two.
    pub question: Question,
    /// The day.
    pub on: Date,
    /// Whether it was recorded by mistake.
    pub taken_back: bool,
}

/// A follow-up step, ticked or not ticked any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// The action that recorded it.
    pub action: ActionId,
    /// Whose step; nobody's where it is one of the whole request.
    pub person: Option<PersonId>,
    /// Which.
    pub step: FollowUp,
    /// The day it was done; `None` where the tick was taken away.
    pub on: Option<Date>,
    /// Whether it was recorded by mistake.
    pub taken_back: bool,
}

/// A move that is not possible from where the request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{from} does not move to {to}")]
pub struct WrongMove {
    /// Whose, where somebody was named.
    pub person: Option<PersonId>,
    /// Where it stands.
    pub from: RequestState,
    /// Where it was to go.
    pub to: RequestState,
}

/// What a request says, from its last composing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composed {
    /// Which kind.
    pub kind: RequestKind,
    /// The version of the template.
    pub template: u16,
    /// Who sends it.
    #[serde(default, skip_serializing_if = "Sender::is_owner")]
    pub sender: Sender,
    /// The site's shared mailbox. It leaves from there when an owner sends it.
    pub mailbox: MailboxId,
    /// That mailbox's address at the time.
    pub from: MailboxAddress,
    /// Where it goes.
    pub to: NhsmailAddress,
    /// The day it was composed.
    pub on: Date,
    /// What it says once.
    #[serde(default, skip_serializing_if = "RequestFacts::is_empty")]
    pub facts: RequestFacts,
    /// The request it asks about, where it asks about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<RequestId>,
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
    /// The calls about it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<Call>,
    /// When NAS was asked again, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chases: Vec<Chased>,
    /// When NAS asked for something and was answered, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Questioned>,
    /// The follow-up steps ticked, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ticks: Vec<Tick>,
}

impl Request {
    /// Where one person's part stands. A move that was not possible from where it stood counts for nothing.
    #[must_use]
    pub fn state_of(&self, person: PersonId) -> RequestState {
        self.replay(Some(person)).0
    }

    /// Who it is about, in the order of the mail. Nobody, where it is about a home or another request.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        let blocks = self.composed.iter().flat_map(|composed| &composed.blocks);
        blocks.map(|block| block.person)
    }

    /// Where the whole stands: where the person stands who is furthest from its end.
    #[must_use]
    pub fn state(&self) -> RequestState {
        let states = self.people().map(|person| self.state_of(person));
        states.min().unwrap_or_else(|| self.replay(None).0)
    }

    /// The changes that move people to another state: all who can go there, or those named. What is not sent yet, or is sent
    /// just now, moves as a whole: it is one mail.
    ///
    /// # Errors
    /// [`WrongMove`] with the first person named who cannot go there, or when nobody can.
    pub fn moving(
        &self,
        request: RequestId,
        people: &[PersonId],
        to: RequestState,
        on: Date,
        why: Option<Rejection>,
    ) -> Result<Vec<Body>, WrongMove> {
        let step = |person| Body::RequestMoved {
            request,
            person,
            to,
            on,
            why,
        };
        let wrong = |person, from| WrongMove { person, from, to };
        let whole = self.state();
        let everybody: Vec<PersonId> = self.people().collect();
        let as_whole = people.is_empty() || everybody.iter().all(|person| people.contains(person));
        if whole == RequestState::Drafted && !as_whole {
            return Err(wrong(people.first().copied(), whole));
        }
        for person in people {
            let from = self.state_of(*person);
            if !everybody.contains(person) || !from.may_move_to(to) {
                return Err(wrong(Some(*person), from));
            }
        }
        if everybody.is_empty() {
            return if whole.may_move_to(to) {
                Ok(vec![step(None)])
            } else {
                Err(wrong(None, whole))
            };
        }
        let moving: Vec<PersonId> = everybody
            .iter()
            .copied()
            .filter(|person| (people.is_empty() || people.contains(person)) && self.state_of(*person).may_move_to(to))
            .collect();
        match moving.len() {
            0 => Err(wrong(None, whole)),
            count if count == everybody.len() => Ok(vec![step(None)]),
            _ => Ok(moving.into_iter().map(|person| step(Some(person))).collect()),
        }
    }

    /// The changes that asked for a move that was not possible. They stay in the history.
    #[must_use]
    pub fn impossible_moves(&self) -> Vec<ChangeId> {
        let mut impossible: Vec<ChangeId> = self.people().flat_map(|person| self.replay(Some(person)).1).collect();
        if self.people().next().is_none() {
            impossible = self.replay(None).1;
        }
        impossible.dedup();
        impossible
    }

    /// The day it was sent, if it was.
    #[must_use]
    pub fn sent_on(&self) -> Option<Date> {
        self.moved_on(RequestState::Sent)
    }

    /// The last day somebody in it moved to this state.
    #[must_use]
    pub fn moved_on(&self, to: RequestState) -> Option<Date> {
        let moves = self.moves.iter().filter(|step| !step.taken_back && step.to == to);
        moves.map(|step| step.on).max()
    }

    /// Why NAS refused this person's part, where it did.
    #[must_use]
    pub fn rejection_of(&self, person: PersonId) -> Option<Rejection> {
        let mut refused = self.moves.iter().filter(|step| {
            !step.taken_back && step.to == RequestState::Rejected && step.person.is_none_or(|moved| moved == person)
        });
        refused.next().and_then(|step| step.why)
    }

    /// The calls about it that stand.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        self.calls.iter().filter(|call| !call.taken_back)
    }

    /// The mails that asked again and stand.
    pub fn chases(&self) -> impl Iterator<Item = &Chased> {
        self.chases.iter().filter(|chase| !chase.taken_back)
    }

    /// The day NAS asked for something that has not been answered since.
    #[must_use]
    pub fn asked_on(&self) -> Option<Date> {
        let last = self.questions.iter().rfind(|question| !question.taken_back)?;
        (last.question == Question::Asked).then_some(last.on)
    }

    /// The day this step was ticked, if it is ticked now.
    #[must_use]
    pub fn ticked_on(&self, person: Option<PersonId>, step: FollowUp) -> Option<Date> {
        let mut ticks = self.ticks.iter().rev().filter(|tick| !tick.taken_back);
        ticks.find(|tick| tick.person == person && tick.step == step)?.on
    }

    /// The steps that follow it, in the order they are shown: each of the whole request, then those of each person whose part was
    /// not refused or withdrawn. None for a request that only asks about another.
    #[must_use]
    pub fn follow_ups(&self) -> Vec<(Option<PersonId>, FollowUp)> {
        let Some(composed) = &self.composed else {
            return Vec::new();
        };
        if composed.about.is_some() || self.sent_on().is_none() {
            return Vec::new();
        }
        let steps = rules::in_force().follow_ups(composed.kind);
        let blocks = composed.blocks.iter().filter(|block| block.part == BlockPart::Person);
        let people: Vec<PersonId> = blocks.map(|block| block.person).collect();
        let of_whole = |step: &FollowUp| step.is_of_the_whole() || people.is_empty();
        let whole = steps.iter().filter(|step| of_whole(step)).map(|step| (None, *step));
        let going_on = people.iter().filter(|person| {
            !matches!(
                self.state_of(**person),
                RequestState::Rejected | RequestState::Withdrawn
            )
        });
        let each = going_on.flat_map(|person| {
            let own = steps.iter().filter(|step| !of_whole(step));
            own.map(|step| (Some(*person), *step))
        });
        whole.chain(each).collect()
    }

    /// Whether a move of this action stands, and a later one that stands moved the same people on.
    #[must_use]
    pub fn is_built_on(&self, action: ActionId) -> bool {
        let standing: Vec<&Move> = self.moves.iter().filter(|step| !step.taken_back).collect();
        standing.iter().enumerate().any(|(place, step)| {
            step.action == action
                && standing.iter().skip(place + 1).any(|later| {
                    later.action != action
                        && (later.person == step.person || later.person.is_none() || step.person.is_none())
                })
        })
    }

    /// Whether anything that stands was recorded by this action.
    #[must_use]
    pub fn stands(&self, action: ActionId) -> bool {
        self.moves.iter().any(|step| step.action == action && !step.taken_back)
            || self
                .tickets
                .iter()
                .any(|ticket| ticket.action == action && !ticket.taken_back)
            || self.calls().any(|call| call.action == action)
            || self.chases().any(|chase| chase.action == action)
            || self
                .questions
                .iter()
                .any(|question| question.action == action && !question.taken_back)
            || self.ticks.iter().any(|tick| tick.action == action && !tick.taken_back)
    }

    fn take_back(&mut self, action: ActionId) {
        let moves = self.moves.iter_mut().map(|step| (step.action, &mut step.taken_back));
        let tickets = self
            .tickets
            .iter_mut()
            .map(|ticket| (ticket.action, &mut ticket.taken_back));
        let calls = self.calls.iter_mut().map(|call| (call.action, &mut call.taken_back));
        let chases = self
            .chases
            .iter_mut()
            .map(|chase| (chase.action, &mut chase.taken_back));
        let questions = self
            .questions
            .iter_mut()
            .map(|question| (question.action, &mut question.taken_back));
        let ticks = self.ticks.iter_mut().map(|tick| (tick.action, &mut tick.taken_back));
        let all = moves
            .chain(tickets)
            .chain(calls)
            .chain(chases)
            .chain(questions)
            .chain(ticks);
        for (of, taken_back) in all {
            *taken_back |= of == action;
        }
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

/// What a composing says.
fn composed_of(body: &Body) -> Option<Composed> {
    let Body::RequestDrafted {
        request_kind,
        template,
        sender,
        mailbox,
        from,
        to,
        on,
        facts,
        about,
        blocks,
        ..
    } = body
    else {
        return None;
    };
    Some(Composed {
        kind: *request_kind,
        template: *template,
        sender: *sender,
        mailbox: *mailbox,
        from: from.clone(),
        to: to.clone(),
        on: *on,
        facts: facts.clone(),
        about: *about,
        blocks: blocks
            .iter()
            .map(|block| KeptBlock {
                person: block.person,
                access: block.access,
                answers: block.answers,
                part: block.part,
                also: block.also.clone(),
                identity: keep(&block.identity),
                contact: keep(&block.contact),
            })
            .collect(),
    })
}

impl Fold for Request {
    fn apply(&mut self, change: &Change) {
        match &change.body {
            Body::RequestDrafted { .. } => {
                self.composed = composed_of(&change.body);
                self.frozen_at = None;
                self.handed.clear();
            }
            Body::RequestHandedOver { way, .. } => {
                self.frozen_at.get_or_insert(change.stamp.clock.timestamp());
                self.handed.insert(*way);
            }
            Body::RequestMoved {
                person, to, on, why, ..
            } => self.moves.push(Move {
                action: change.action,
                change: change.id,
                person: *person,
                to: *to,
                on: *on,
                why: *why,
                taken_back: false,
            }),
            Body::RequestTicket { reference, .. } => self.tickets.push(Ticket {
                action: change.action,
                reference: reference.clone(),
                taken_back: false,
            }),
            Body::RequestCalled {
                on,
                at,
                reference,
                words,
                ..
            } => self.calls.push(Call {
                action: change.action,
                on: *on,
                at: *at,
                reference: reference.clone(),
                words: keep(words),
                taken_back: false,
            }),
            Body::RequestCallsRemoved { on, .. } => {
                for call in &mut self.calls {
                    if call.words.here().is_some_and(|words| !words.is_empty()) {
                        call.words = Kept::Removed(*on);
                    }
                }
            }
            Body::RequestChased { by, on, .. } => self.chases.push(Chased {
                action: change.action,
                by: *by,
                on: *on,
                taken_back: false,
            }),
            Body::RequestQuestion { question, on, .. } => self.questions.push(Questioned {
                action: change.action,
                question: *question,
                on: *on,
                taken_back: false,
            }),
            Body::RequestTicked { person, step, on, .. } => self.ticks.push(Tick {
                action: change.action,
                person: *person,
                step: *step,
                on: *on,
                taken_back: false,
            }),
            Body::RequestMoveTakenBack { action, .. } => self.take_back(*action),
            Body::Site { .. }
            | Body::Mailbox { .. }
            | Body::Person { .. }
            | Body::ContactRemoved { .. }
            | Body::PersonErased { .. }
            | Body::CopyMade { .. }
            | Body::Merged { .. }
            | Body::Confirmed { .. }
            | Body::Post { .. }
            | Body::Access { .. }
            | Body::Settings { .. }
            | Body::Path { .. }
            | Body::Aside { .. } => {}
        }
    }
}
