//! Changes: the truth everything else is drawn from.
//!
//! A [`Change`] is typed and immutable. Things are folds over their changes: [`fold`] puts changes in the order of their
//! stamps and applies them one by one, so it gives one state whatever order they arrived in, and it never fails. What cannot
//! be read any more, because its key was destroyed, is [`Sealed::Gone`].

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::domain::access::AccessPatch;
use crate::domain::address::{MailboxAddress, NhsmailAddress};
use crate::domain::aside::AsidePatch;
use crate::domain::confirm::{Confirmed, Together};
use crate::domain::ids::{
    AccessId, ActionId, AsideId, ChangeId, DeviceId, MailboxId, PathId, PersonId, PostId, RequestId, SiteId,
};
use crate::domain::named::named_enum;
use crate::domain::path::PathPatch;
use crate::domain::person::{ContactPatch, IdentityPatch, PersonPatch};
use crate::domain::post::PostPatch;
use crate::domain::request::{
    Block, CallWords, HandOver, Question, Rejection, RequestFacts, RequestKind, RequestState,
};
use crate::domain::rules::{FollowUp, Sender};
use crate::domain::settings::SettingsPatch;
use crate::domain::site::{MailboxPatch, SitePatch};
use crate::domain::ticket::TicketReference;

/// A hybrid logical clock: the computer's time where it moves on, and a counter where it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LogicalClock {
    /// Milliseconds since 1970, UTC.
    pub millis: i64,
    /// How many changes were made at that millisecond before this one.
    pub count: u32,
}

impl LogicalClock {
    /// The clock of the next change made at `now`: later than every change seen so far, even if the computer's time was set
    /// back.
    #[must_use]
    pub fn next(self, now: Timestamp) -> Self {
        let millis = now.as_millisecond();
        if millis > self.millis {
            Self { millis, count: 0 }
        } else {
            match self.count.checked_add(1) {
                Some(count) => Self {
                    millis: self.millis,
                    count,
                },
                None => Self {
                    millis: self.millis + 1,
                    count: 0,
                },
            }
        }
    }

    /// Whether this clock runs more than a day ahead of the computer's time.
    #[must_use]
    pub fn is_ahead_of(self, now: Timestamp) -> bool {
        const DAY: i64 = 24 * 60 * 60 * 1000;
        self.millis - now.as_millisecond() > DAY
    }

    /// The moment this clock stands at.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.millis).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Where a change stands among all changes of all computers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// The clock.
    pub clock: LogicalClock,
    /// The computer that made it: decides between two changes of one clock.
    pub device: DeviceId,
    /// Its number among that computer's changes, from 1.
    pub sequence: u64,
}

/// One change, read from the log.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    /// Its id.
    pub id: ChangeId,
    /// Its place in the order.
    pub stamp: Stamp,
    /// What it was part of.
    pub action: ActionId,
    /// The action that it undoes, if it undoes one.
    pub undoes: Option<ActionId>,
    /// Who was working.
    pub author: Option<PersonId>,
    /// What it says.
    pub body: Body,
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change")
            .field("stamp", &self.stamp)
            .field("kind", &self.body.kind())
            .finish_non_exhaustive()
    }
}

/// A part of a change that only a key opens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sealed<P> {
    /// The change says nothing of this class.
    #[default]
    Nothing,
    /// What it says.
    Open(P),
    /// It said something, and its key was destroyed on this day.
    Gone(Date),
}

impl<P> Sealed<P> {
    /// This part, or nothing where it says nothing.
    pub fn unless_empty(part: P, is_empty: impl FnOnce(&P) -> bool) -> Self {
        if is_empty(&part) {
            Self::Nothing
        } else {
            Self::Open(part)
        }
    }

    /// What it says, if it can be read.
    pub const fn open(&self) -> Option<&P> {
        match self {
            Self::Open(part) => Some(part),
            Self::Nothing | Self::Gone(_) => None,
        }
    }

    /// Whether it said something that cannot be read any more.
    pub const fn is_gone(&self) -> bool {
        matches!(self, Self::Gone(_))
    }
}

named_enum! {
    /// The keys that details are sealed with: two of each person, and one of each request with calls.
    pub enum KeyClass {
        /// A person's name, NHSmail address, notes.
        Identity = "identity",
        /// A person's mobiles and personal email.
        Contact = "contact",
        /// Who spoke and what was said in the calls about a request.
        Calls = "calls",
    }
}

named_enum! {
    /// The kinds of thing changes are about.
    pub enum EntityKind {
        /// A care home.
        Site = "site",
        /// A shared mailbox.
        Mailbox = "mailbox",
        /// A person.
        Person = "person",
        /// A post.
        Post = "post",
        /// Access to a mailbox.
        Access = "access",
        /// A request.
        Request = "request",
        /// The settings.
        Settings = "settings",
        /// What happens to a person, step by step.
        Path = "path",
        /// Something that was set aside.
        Aside = "aside",
    }
}

/// The thing a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// A care home.
    Site(SiteId),
    /// A shared mailbox.
    Mailbox(MailboxId),
    /// A person.
    Person(PersonId),
    /// A post.
    Post(PostId),
    /// Access to a mailbox.
    Access(AccessId),
    /// A request.
    Request(RequestId),
    /// The settings, of which there is one set.
    Settings,
    /// What happens to a person, step by step.
    Path(PathId),
    /// Something that was set aside.
    Aside(AsideId),
}

impl Entity {
    /// What kind of thing it is.
    #[must_use]
    pub const fn kind(self) -> EntityKind {
        match self {
            Self::Site(_) => EntityKind::Site,
            Self::Mailbox(_) => EntityKind::Mailbox,
            Self::Person(_) => EntityKind::Person,
            Self::Post(_) => EntityKind::Post,
            Self::Access(_) => EntityKind::Access,
            Self::Request(_) => EntityKind::Request,
            Self::Settings => EntityKind::Settings,
            Self::Path(_) => EntityKind::Path,
            Self::Aside(_) => EntityKind::Aside,
        }
    }

    /// Its id; the settings have the nil id.
    #[must_use]
    pub const fn uuid(self) -> uuid::Uuid {
        match self {
            Self::Site(id) => id.uuid(),
            Self::Mailbox(id) => id.uuid(),
            Self::Person(id) => id.uuid(),
            Self::Post(id) => id.uuid(),
            Self::Access(id) => id.uuid(),
            Self::Request(id) => id.uuid(),
            Self::Settings => uuid::Uuid::nil(),
            Self::Path(id) => id.uuid(),
            Self::Aside(id) => id.uuid(),
        }
    }

    /// The thing of this kind with this id.
    #[must_use]
    pub const fn new(kind: EntityKind, id: uuid::Uuid) -> Self {
        match kind {
            EntityKind::Site => Self::Site(SiteId::from_uuid(id)),
            EntityKind::Mailbox => Self::Mailbox(MailboxId::from_uuid(id)),
            EntityKind::Person => Self::Person(PersonId::from_uuid(id)),
            EntityKind::Post => Self::Post(PostId::from_uuid(id)),
            EntityKind::Access => Self::Access(AccessId::from_uuid(id)),
            EntityKind::Request => Self::Request(RequestId::from_uuid(id)),
            EntityKind::Settings => Self::Settings,
            EntityKind::Path => Self::Path(PathId::from_uuid(id)),
            EntityKind::Aside => Self::Aside(AsideId::from_uuid(id)),
        }
    }
}

/// What a change says. The fields marked `skip` are sealed: they travel beside the open part, never in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// Sets facts of a site.
    Site {
        /// Which.
        site: SiteId,
        /// What is set.
        set: SitePatch,
    },
    /// Sets facts of a mailbox.
    Mailbox {
        /// Which.
        mailbox: MailboxId,
        /// What is set.
        set: MailboxPatch,
    },
    /// Sets facts of a person.
    Person {
        /// Who.
        person: PersonId,
        /// What is set of the account.
        facts: PersonPatch,
        /// What is set of who they are.
        #[serde(skip)]
        identity: Sealed<IdentityPatch>,
        /// What is set of how they are reached.
        #[serde(skip)]
        contact: Sealed<ContactPatch>,
    },
    /// Removes a person's contact details; their key is destroyed with it.
    ContactRemoved {
        /// Who.
        person: PersonId,
        /// When.
        on: Date,
    },
    /// Erases a person; both keys are destroyed with it.
    PersonErased {
        /// Who.
        person: PersonId,
        /// When.
        on: Date,
    },
    /// Records that a copy of everything held about a person was saved.
    CopyMade {
        /// About whom.
        person: PersonId,
        /// When.
        on: Date,
    },
    /// Says that a person is the one in another record, which stands for both from then on; or that they are two after all.
    Merged {
        /// Whose record.
        person: PersonId,
        /// The record that stands for them; `None` takes the two apart.
        into: Option<PersonId>,
        /// When.
        on: Date,
    },
    /// Confirms something of one or many people.
    Confirmed {
        /// Whom.
        people: Together,
        /// What.
        what: Confirmed,
        /// The day it was so.
        on: Date,
    },
    /// Sets facts of a post.
    Post {
        /// Which.
        post: PostId,
        /// What is set.
        set: PostPatch,
    },
    /// Sets facts of an access.
    Access {
        /// Which.
        access: AccessId,
        /// What is set.
        set: AccessPatch,
    },
    /// Sets settings.
    Settings {
        /// What is set.
        set: SettingsPatch,
    },
    /// Begins what happens to a person step by step, ticks a step, or ends it.
    Path {
        /// Which.
        path: PathId,
        /// What is set.
        set: PathPatch,
    },
    /// Sets something aside, or takes it back.
    Aside {
        /// Which.
        aside: AsideId,
        /// What is set.
        set: AsidePatch,
    },
    /// Composes a request, or composes it again before it is sent. No text is kept: the text is drawn from this.
    RequestDrafted {
        /// Which.
        request: RequestId,
        /// The kind, by name.
        request_kind: RequestKind,
        /// The version of the template its text is drawn with.
        template: u16,
        /// Who sends it.
        #[serde(default, skip_serializing_if = "Sender::is_owner")]
        sender: Sender,
        /// The site's shared mailbox. It leaves from there when an owner sends it.
        mailbox: MailboxId,
        /// That mailbox's address at the time.
        from: MailboxAddress,
        /// Where it goes.
        to: NhsmailAddress,
        /// The day.
        on: Date,
        /// What it says once.
        #[serde(default, skip_serializing_if = "RequestFacts::is_empty")]
        facts: RequestFacts,
        /// The request it asks about, where it asks about one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<RequestId>,
        /// One block a person.
        blocks: Vec<Block>,
    },
    /// Hands the draft to another program; the first one freezes it.
    RequestHandedOver {
        /// Which.
        request: RequestId,
        /// How.
        way: HandOver,
    },
    /// Moves a request, or one person in it.
    RequestMoved {
        /// Which.
        request: RequestId,
        /// One person of it, or all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// Where to.
        to: RequestState,
        /// The day it happened.
        on: Date,
        /// Why, where NAS refused.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Rejection>,
    },
    /// Records a telephone call about a request.
    RequestCalled {
        /// Which.
        request: RequestId,
        /// The day.
        on: Date,
        /// The time in Europe/London, where it was noted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Time>,
        /// The reference given on the call.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<TicketReference>,
        /// Who spoke, and what was said.
        #[serde(skip)]
        words: Sealed<CallWords>,
    },
    /// Removes what was said in the calls about a request; its key is destroyed with it.
    RequestCallsRemoved {
        /// Which.
        request: RequestId,
        /// When.
        on: Date,
    },
    /// Records that NAS was asked again about a request, by a mail of its own.
    RequestChased {
        /// Which was asked about.
        request: RequestId,
        /// The request that asks.
        by: RequestId,
        /// The day it was sent.
        on: Date,
    },
    /// Records that NAS asked for something, or that it was answered.
    RequestQuestion {
        /// Which.
        request: RequestId,
        /// Which of the two.
        question: Question,
        /// The day.
        on: Date,
    },
    /// Ticks a follow-up step, or takes the tick away.
    RequestTicked {
        /// Which.
        request: RequestId,
        /// Whose step; nobody's where it is one of the whole request.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// The step.
        step: FollowUp,
        /// The day it was done; `None` takes the tick away.
        on: Option<Date>,
    },
    /// Takes back what an action recorded of a request by mistake.
    RequestMoveTakenBack {
        /// Which.
        request: RequestId,
        /// The action taken back.
        action: ActionId,
    },
    /// Adds a reference NAS gave.
    RequestTicket {
        /// Which.
        request: RequestId,
        /// The reference.
        reference: TicketReference,
        /// The day NAS gave it, where it is not the day it was noted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
    },
}

/// Which key seals a piece of a change: what kind of key, and whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartOf {
    /// Who a person is.
    Identity(PersonId),
    /// How a person is reached.
    Contact(PersonId),
    /// What was said in the calls about a request.
    Calls(RequestId),
}

impl PartOf {
    /// The part of this class, held by the person or request with this id.
    #[must_use]
    pub const fn new(class: KeyClass, holder: uuid::Uuid) -> Self {
        match class {
            KeyClass::Identity => Self::Identity(PersonId::from_uuid(holder)),
            KeyClass::Contact => Self::Contact(PersonId::from_uuid(holder)),
            KeyClass::Calls => Self::Calls(RequestId::from_uuid(holder)),
        }
    }

    /// What kind of key.
    #[must_use]
    pub const fn class(self) -> KeyClass {
        match self {
            Self::Identity(_) => KeyClass::Identity,
            Self::Contact(_) => KeyClass::Contact,
            Self::Calls(_) => KeyClass::Calls,
        }
    }

    /// The id of the person or request whose key it is.
    #[must_use]
    pub const fn holder(self) -> uuid::Uuid {
        match self {
            Self::Identity(person) | Self::Contact(person) => person.uuid(),
            Self::Calls(request) => request.uuid(),
        }
    }
}

impl Body {
    /// The version of the open and sealed parts' shape that this program writes.
    pub const VERSION: u16 = 1;

    /// The kind's stable name.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Site { .. } => "site",
            Self::Mailbox { .. } => "mailbox",
            Self::Person { .. } => "person",
            Self::ContactRemoved { .. } => "contact_removed",
            Self::PersonErased { .. } => "person_erased",
            Self::CopyMade { .. } => "copy_made",
            Self::Merged { .. } => "merged",
            Self::Confirmed { .. } => "confirmed",
            Self::Post { .. } => "post",
            Self::Access { .. } => "access",
            Self::Settings { .. } => "settings",
            Self::Path { .. } => "path",
            Self::Aside { .. } => "aside",
            Self::RequestDrafted { .. } => "request_drafted",
            Self::RequestHandedOver { .. } => "request_handed_over",
            Self::RequestMoved { .. } => "request_moved",
            Self::RequestCalled { .. } => "request_called",
            Self::RequestCallsRemoved { .. } => "request_calls_removed",
            Self::RequestChased { .. } => "request_chased",
            Self::RequestQuestion { .. } => "request_question",
            Self::RequestTicked { .. } => "request_ticked",
            Self::RequestMoveTakenBack { .. } => "request_move_taken_back",
            Self::RequestTicket { .. } => "request_ticket",
        }
    }

    /// Everything it changes: its one thing, or all the people it names.
    #[must_use]
    pub fn entities(&self) -> Vec<Entity> {
        if let Self::Confirmed { people, .. } = self {
            people.iter().map(Entity::Person).collect()
        } else {
            vec![self.entity()]
        }
    }

    /// The thing it is about; the first of them where it is about many.
    #[must_use]
    pub const fn entity(&self) -> Entity {
        match self {
            Self::Confirmed { people, .. } => Entity::Person(people.first()),
            Self::Site { site, .. } => Entity::Site(*site),
            Self::Mailbox { mailbox, .. } => Entity::Mailbox(*mailbox),
            Self::Person { person, .. }
            | Self::ContactRemoved { person, .. }
            | Self::PersonErased { person, .. }
            | Self::Merged { person, .. }
            | Self::CopyMade { person, .. } => Entity::Person(*person),
            Self::Post { post, .. } => Entity::Post(*post),
            Self::Access { access, .. } => Entity::Access(*access),
            Self::Settings { .. } => Entity::Settings,
            Self::Path { path, .. } => Entity::Path(*path),
            Self::Aside { aside, .. } => Entity::Aside(*aside),
            Self::RequestDrafted { request, .. }
            | Self::RequestHandedOver { request, .. }
            | Self::RequestMoved { request, .. }
            | Self::RequestCalled { request, .. }
            | Self::RequestCallsRemoved { request, .. }
            | Self::RequestChased { request, .. }
            | Self::RequestQuestion { request, .. }
            | Self::RequestTicked { request, .. }
            | Self::RequestMoveTakenBack { request, .. }
            | Self::RequestTicket { request, .. } => Entity::Request(*request),
        }
    }

    /// Everything the change is about, for finding it again: its thing, and the people or places it joins.
    #[must_use]
    pub fn also_about(&self) -> Vec<Entity> {
        use crate::domain::facts::Set;
        fn of<T: Copy>(set: &Set<T>, entity: impl Fn(T) -> Entity) -> Option<Entity> {
            match set {
                Set::To(id) => Some(entity(*id)),
                Set::Keep | Set::Clear => None,
            }
        }
        match self {
            Self::Mailbox { set, .. } => of(&set.site, Entity::Site).into_iter().collect(),
            Self::Post { set, .. } => [of(&set.person, Entity::Person), of(&set.site, Entity::Site)]
                .into_iter()
                .flatten()
                .collect(),
            Self::Access { set, .. } => [of(&set.person, Entity::Person), of(&set.mailbox, Entity::Mailbox)]
                .into_iter()
                .flatten()
                .collect(),
            Self::Path { set, .. } => [of(&set.person, Entity::Person), of(&set.site, Entity::Site)]
                .into_iter()
                .flatten()
                .collect(),
            Self::Aside { set, .. } => [
                of(&set.site, Entity::Site),
                of(&set.mailbox, Entity::Mailbox),
                of(&set.person, Entity::Person),
                of(&set.other, Entity::Person),
                of(&set.request, Entity::Request),
            ]
            .into_iter()
            .flatten()
            .collect(),
            Self::RequestDrafted { blocks, mailbox, .. } => std::iter::once(Entity::Mailbox(*mailbox))
                .chain(blocks.iter().map(|b| Entity::Person(b.person)))
                .collect(),
            Self::RequestChased { by, .. } => vec![Entity::Request(*by)],
            Self::Merged { into, .. } => into.iter().copied().map(Entity::Person).collect(),
            Self::Site { .. }
            | Self::Person { .. }
            | Self::ContactRemoved { .. }
            | Self::PersonErased { .. }
            | Self::CopyMade { .. }
            | Self::Confirmed { .. }
            | Self::Settings { .. }
            | Self::RequestHandedOver { .. }
            | Self::RequestMoved { .. }
            | Self::RequestCalled { .. }
            | Self::RequestCallsRemoved { .. }
            | Self::RequestQuestion { .. }
            | Self::RequestTicked { .. }
            | Self::RequestMoveTakenBack { .. }
            | Self::RequestTicket { .. } => Vec::new(),
        }
    }

    /// The keys that this change destroys.
    #[must_use]
    pub fn destroys(&self) -> Vec<PartOf> {
        if let Self::ContactRemoved { person, .. } = self {
            vec![PartOf::Contact(*person)]
        } else if let Self::PersonErased { person, .. } = self {
            vec![PartOf::Contact(*person), PartOf::Identity(*person)]
        } else if let Self::RequestCallsRemoved { request, .. } = self {
            vec![PartOf::Calls(*request)]
        } else {
            Vec::new()
        }
    }

    /// The day the change is about, where it names one.
    #[must_use]
    pub const fn effective(&self) -> Option<Date> {
        match self {
            Self::ContactRemoved { on, .. }
            | Self::PersonErased { on, .. }
            | Self::CopyMade { on, .. }
            | Self::Merged { on, .. }
            | Self::Confirmed { on, .. }
            | Self::RequestDrafted { on, .. }
            | Self::RequestMoved { on, .. }
            | Self::RequestCalled { on, .. }
            | Self::RequestCallsRemoved { on, .. }
            | Self::RequestChased { on, .. }
            | Self::RequestQuestion { on, .. } => Some(*on),
            Self::RequestTicket { on, .. } | Self::RequestTicked { on, .. } => *on,
            Self::Site { .. }
            | Self::Mailbox { .. }
            | Self::Person { .. }
            | Self::Post { .. }
            | Self::Access { .. }
            | Self::Settings { .. }
            | Self::Path { .. }
            | Self::Aside { .. }
            | Self::RequestHandedOver { .. }
            | Self::RequestMoveTakenBack { .. } => None,
        }
    }

    /// The open part, as JSON.
    ///
    /// # Errors
    /// Never for the bodies this program makes; the error is the serialiser's.
    pub fn open_part(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// The parts to seal, as JSON, in a fixed order.
    ///
    /// # Errors
    /// Never for the bodies this program makes; the error is the serialiser's.
    pub fn sealed_parts(&self) -> Result<Vec<(PartOf, Vec<u8>)>, serde_json::Error> {
        fn part<P: Serialize>(
            parts: &mut Vec<(PartOf, Vec<u8>)>,
            of: PartOf,
            sealed: &Sealed<P>,
        ) -> Result<(), serde_json::Error> {
            if let Some(patch) = sealed.open() {
                parts.push((of, serde_json::to_vec(patch)?));
            }
            Ok(())
        }
        let mut parts = Vec::new();
        if let Self::Person {
            person,
            identity,
            contact,
            ..
        } = self
        {
            part(&mut parts, PartOf::Identity(*person), identity)?;
            part(&mut parts, PartOf::Contact(*person), contact)?;
        } else if let Self::RequestDrafted { blocks, .. } = self {
            for block in blocks {
                part(&mut parts, PartOf::Identity(block.person), &block.identity)?;
                part(&mut parts, PartOf::Contact(block.person), &block.contact)?;
            }
        } else if let Self::RequestCalled { request, words, .. } = self {
            part(&mut parts, PartOf::Calls(*request), words)?;
        }
        Ok(parts)
    }

    /// Reads an open part. `None` when it is of a newer kind or shape: such a change is kept and skipped.
    #[must_use]
    pub fn read(version: u16, open: &[u8]) -> Option<Self> {
        if version > Self::VERSION {
            return None;
        }
        serde_json::from_slice(open).ok()
    }

    /// Puts a sealed part back: its JSON, or the day its key was destroyed. What cannot be read counts as gone on `otherwise`.
    pub fn attach(&mut self, part: PartOf, content: Result<&[u8], Date>, otherwise: Date) {
        fn opened<P: for<'de> Deserialize<'de>>(content: Result<&[u8], Date>, otherwise: Date) -> Sealed<P> {
            match content {
                Ok(json) => serde_json::from_slice(json).map_or(Sealed::Gone(otherwise), Sealed::Open),
                Err(on) => Sealed::Gone(on),
            }
        }
        match (self, part) {
            (Self::Person { person, identity, .. }, PartOf::Identity(whose)) if *person == whose => {
                *identity = opened(content, otherwise);
            }
            (Self::Person { person, contact, .. }, PartOf::Contact(whose)) if *person == whose => {
                *contact = opened(content, otherwise);
            }
            (Self::RequestDrafted { blocks, .. }, PartOf::Identity(whose)) => {
                for block in blocks.iter_mut().filter(|block| block.person == whose) {
                    block.identity = opened(content, otherwise);
                }
            }
            (Self::RequestDrafted { blocks, .. }, PartOf::Contact(whose)) => {
                for block in blocks.iter_mut().filter(|block| block.person == whose) {
                    block.contact = opened(content, otherwise);
                }
            }
            (Self::RequestCalled { request, words, .. }, PartOf::Calls(whose)) if *request == whose => {
                *words = opened(content, otherwise);
            }
            _ => {}
        }
    }
}

/// A thing that is drawn from its changes.
pub trait Fold: Default {
    /// Applies one change. Changes of other things do nothing.
    fn apply(&mut self, change: &Change);
}

/// Draws a thing from its changes, in whatever order they are given.
#[must_use]
pub fn fold<'a, T: Fold>(changes: impl IntoIterator<Item = &'a Change>) -> T {
    let mut changes: Vec<&Change> = changes.into_iter().collect();
    changes.sort_by_key(|change| change.stamp);
    let mut thing = T::default();
    for change in changes {
        thing.apply(change);
    }
    thing
}

macro_rules! fold_facts {
    ($($Facts:ty => $Variant:ident),+ $(,)?) => { $(
        impl Fold for $Facts {
            fn apply(&mut self, change: &Change) {
                if let Body::$Variant { set, .. } = &change.body {
                    Self::apply(self, set);
                }
            }
        }
    )+ };
}

fold_facts! {
    crate::domain::site::Site => Site,
    crate::domain::site::Mailbox => Mailbox,
    crate::domain::post::Post => Post,
    crate::domain::access::Access => Access,
    crate::domain::settings::Settings => Settings,
    crate::domain::path::Path => Path,
    crate::domain::aside::Aside => Aside,
}
