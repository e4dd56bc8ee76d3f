//! Which steps a path has, and how each stands, given everything that is known.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a rule names the few of forty steps it is about; what holds for all is a property test"
)]

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{Arrival, Path, PathKind, PathStep};
use crate::domain::access::{Access, AccessLevel};
use crate::domain::answer::Answer;
use crate::domain::ask::MoveHome;
use crate::domain::ids::{MailboxId, PersonId, RequestId, SiteId};
use crate::domain::person::PersonFacts;
use crate::domain::post::Post;
use crate::domain::request::{BlockPart, Request, RequestKind, RequestState};
use crate::domain::rules::{self, FollowUp};

/// How many days before a path a request may have been written and still belong to it.
const BEFORE: i32 = 60;

/// An access of the person, and who else owns that mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The access.
    pub access: Access,
    /// The home of the mailbox.
    pub site: Option<SiteId>,
    /// The accesses of other people who own that mailbox.
    pub other_owners: Vec<Access>,
}

/// A request about the person, as far as a path goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub request: RequestId,
    /// Its kind.
    pub kind: RequestKind,
    /// What part the person has in it.
    pub part: BlockPart,
    /// Where their part stands.
    pub state: RequestState,
    /// The day it was composed.
    pub drafted_on: Date,
    /// The day it was sent.
    pub sent_on: Option<Date>,
    /// The day it was done.
    pub done_on: Option<Date>,
    /// Its follow-up steps ticked for this person, or for all of it.
    pub ticks: BTreeMap<FollowUp, Date>,
    /// The follow-up steps it has for this person, or for all of it.
    pub follow_ups: Vec<(Option<PersonId>, FollowUp)>,
}

impl Asked {
    /// What a request says of a person. `None` where it does not name them, or has nothing to say yet.
    #[must_use]
    pub fn of(request: RequestId, kept: &Request, person: PersonId) -> Option<Self> {
        let composed = kept.composed.as_ref()?;
        let block = composed.blocks.iter().find(|block| block.person == person)?;
        let follow_ups: Vec<_> = kept
            .follow_ups()
            .into_iter()
            .filter(|(whose, _)| whose.is_none_or(|whose| whose == person))
            .collect();
        let ticks = follow_ups
            .iter()
            .filter_map(|(whose, step)| Some((*step, kept.ticked_on(*whose, *step)?)));
        let state = kept.state_of(person);
        Some(Self {
            request,
            kind: composed.kind,
            part: block.part,
            state,
            drafted_on: composed.on,
            sent_on: kept.sent_on(),
            done_on: kept
                .moved_on(RequestState::Done)
                .filter(|_| state == RequestState::Done),
            ticks: ticks.collect(),
            follow_ups,
        })
    }

    fn counts(&self) -> bool {
        !matches!(self.state, RequestState::Rejected | RequestState::Withdrawn)
    }
}

/// Everything that is known of a person that decides the steps of their paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The account.
    pub facts: PersonFacts,
    /// Their posts.
    pub posts: Vec<Post>,
    /// Their access to mailboxes.
    pub held: Vec<Held>,
    /// The requests about them, newest first.
    pub asked: Vec<Asked>,
}

/// Whether a step is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It is not.
    No,
    /// It is, or will be by itself, on this day.
    On(Date),
    /// It is, on a day nobody noted.
    Sometime,
}

impl Done {
    fn noted(on: Option<Date>) -> Self {
        on.map_or(Self::No, Self::On)
    }

    fn sometime(is: bool) -> Self {
        if is { Self::Sometime } else { Self::No }
    }

    fn or(self, other: Self) -> Self {
        if self == Self::No { other } else { self }
    }

    /// Whether it is done by `today`.
    #[must_use]
    pub fn by(self, today: Date) -> bool {
        match self {
            Self::No => false,
            Self::On(on) => on <= today,
            Self::Sometime => true,
        }
    }

    /// Whether nobody has anything left to do for it.
    #[must_use]
    pub fn is_settled(self) -> bool {
        self != Self::No
    }
}

/// A step of a path, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepState {
    /// Which.
    pub step: PathStep,
    /// Whether it is done.
    pub done: Done,
    /// Whether it is done by a tick that can be taken away here.
    pub ticked: bool,
    /// From which day it is to be done. `None` while it waits for something else, or is settled.
    pub due: Option<Date>,
    /// The last day, where a rule sets one.
    pub by: Option<Date>,
    /// The request that does it, where one is written.
    pub request: Option<RequestId>,
    /// The request whose follow-up it is: its tick belongs there.
    pub follows: Option<(RequestId, Option<PersonId>, FollowUp)>,
    /// Whether NAS has been asked and it waits for the answer.
    pub waits_for_nas: bool,
}

/// The steps of a path, in the order they are shown. It does not depend on the day it is asked.
#[must_use]
pub fn steps(path: &Path, known: &Known) -> Vec<StepState> {
    let (Some(kind), Some(on)) = (path.kind, path.on) else {
        return Vec::new();
    };
    let scene = Scene { path, known, on };
    let mut states: Vec<StepState> = Vec::new();
    for step in scene.which(kind) {
        let (done, ticked) = scene.done(step);
        let waiting = scene.waiting(step);
        let due = if done.is_settled() || waiting.is_some() {
            None
        } else {
            scene.due(step)
        };
        states.push(StepState {
            step,
            done,
            ticked,
            due,
            by: if done.is_settled() { None } else { scene.by(step) },
            request: scene.request(step).map(|asked| asked.request),
            follows: scene.follows(step),
            waits_for_nas: !done.is_settled() && waiting == Some(Waiting::ForNas),
        });
    }
    states
}

/// Whether every step is done by `today`.
#[must_use]
pub fn is_complete(path: &Path, known: &Known, today: Date) -> bool {
    let steps = steps(path, known);
    !steps.is_empty() && steps.iter().all(|state| state.done.by(today))
}

/// The steps left to do that wait for nothing, each with the day from which it is to be done.
#[must_use]
pub fn left(path: &Path, known: &Known) -> Vec<(PathStep, Date)> {
    let steps = steps(path, known).into_iter();
    steps.filter_map(|state| Some((state.step, state.due?))).collect()
}

/// The mailboxes that the person alone owns from `on`: nobody else owns them then. Guide L419-420.
#[must_use]
pub fn owns_alone(known: &Known, on: Date) -> Vec<MailboxId> {
    let owned = known.held.iter().filter(|held| owned_at(held, on));
    owned
        .filter(|held| owners_after(held, on) == 0)
        .filter_map(|held| held.access.mailbox)
        .collect()
}

/// Whether the person owns a mailbox on that day.
#[must_use]
pub fn owns_any(known: &Known, on: Date) -> bool {
    known.held.iter().any(|held| owned_at(held, on))
}

fn owned_at(held: &Held, on: Date) -> bool {
    held.access.level == Some(AccessLevel::Owner)
        && held.access.present == Some(true)
        && held.access.from.is_none_or(|from| from <= on)
        && held.access.to.is_none_or(|to| to >= on)
}

/// How many others own the mailbox beyond that day.
fn owners_after(held: &Held, on: Date) -> usize {
    let mut others: Vec<_> = held
        .other_owners
        .iter()
        .filter(|other| other.present == Some(true) && other.to.is_none_or(|to| to > on))
        .filter_map(|other| other.person)
        .collect();
    others.sort_unstable();
    others.dedup();
    others.len()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Waiting {
    /// An earlier step.
    ForStep,
    /// The answer to a request.
    ForNas,
}

struct Scene<'a> {
    path: &'a Path,
    known: &'a Known,
    on: Date,
}

impl Scene<'_> {
    /// The steps that the answers and what is known leave.
    fn which(&self, kind: PathKind) -> Vec<PathStep> {
        use PathStep as S;
        let account = self.known.facts.has_account != Some(Answer::No);
        let mut steps: Vec<PathStep> = match kind {
            PathKind::Starts => Self::starting(self.path.arrival.unwrap_or(Arrival::NewAccount)),
            PathKind::Moves if self.path.home != Some(MoveHome::Old) => Self::starting(Arrival::Joiner),
            PathKind::Leaves => self.leaving(self.path.goes_on == Some(Answer::Yes)),
            PathKind::OwnerLeaves | PathKind::Moves => {
                let moves = kind == PathKind::Moves;
                let mut steps = self.leaving(moves || self.path.goes_on == Some(Answer::Yes));
                if !moves || owns_any(self.known, self.on) {
                    steps.extend([
                        S::SuccessorIsOwner,
                        S::AskOwnerChange,
                        S::PortalShowsNewOwner,
                        S::HandedOver,
                        S::TwoOwners,
                    ]);
                }
                steps
            }
            PathKind::LongLeave => {
                let mut steps = Vec::new();
                if owns_any(self.known, self.on) {
                    steps.push(S::SuccessorIsOwner);
                }
                steps.push(S::ReturnNoted);
                if account {
                    steps.extend([S::AskPause, S::PauseNoted, S::AskReopen, S::CanSignIn]);
                }
                steps.push(S::MailboxStillOpens);
                steps
            }
            PathKind::NewName => vec![
                S::AskNewName,
                S::NewAddressNoted,
                S::OldAddressForwards,
                S::SignatureAndLists,
                S::MailboxStillOpens,
            ],
            PathKind::LockedOut => {
                let mut steps = vec![S::SelfServiceTried];
                // Where they got in by themselves, the helpdesk is not asked.
                if self.request(S::AskHelpdesk).is_some() || !self.done(S::CanSignIn).0.is_settled() {
                    steps.push(S::AskHelpdesk);
                }
                steps.extend([S::CanSignIn, S::SelfServiceSetUp, S::LinkedMobileUpdated]);
                steps
            }
        };
        steps.dedup();
        steps.sort_unstable_by_key(|step| place(kind, *step));
        steps
    }

    fn starting(arrival: Arrival) -> Vec<PathStep> {
        use PathStep as S;
        let mut steps = vec![S::RoleNoted];
        match arrival {
            Arrival::NewAccount => steps.extend([
                S::AskNewUser,
                S::DetailsReceived,
                S::PolicyAccepted,
                S::ProfileComplete,
                S::SecretSet,
                S::MfaSet,
                S::AccessGiven,
            ]),
            Arrival::Joiner => steps.extend([
                S::OldHomeMarked,
                S::AskJoiner,
                S::JoinerDone,
                S::AccessGiven,
                S::OldAccessRemoved,
            ]),
            Arrival::AccountStays => steps.push(S::AccessGiven),
        }
        steps.extend([S::Training, S::Induction]);
        steps
    }

    fn leaving(&self, goes_on: bool) -> Vec<PathStep> {
        use PathStep as S;
        let stays = self.path.stays == Some(Answer::Yes) && self.path.kind != Some(PathKind::Moves);
        let account = self.known.facts.has_account != Some(Answer::No) && !stays;
        let mut steps = vec![S::LastDay];
        if account {
            steps.extend([S::WorkSaved, S::AskLeaver, S::MarkNoted, S::ThirtyDays]);
            if goes_on {
                steps.extend([S::NewHomeTold, S::NewHomeAsked]);
            }
        }
        if self.path.keeps_access != Some(true) && self.leaving_access().next().is_some() {
            steps.push(S::RemoveAccess);
        }
        steps.extend([S::OtherAccess, S::RotasAndLists]);
        steps
    }

    /// The access that has to end: what was given until the last day, at the homes it is about.
    fn leaving_access(&self) -> impl Iterator<Item = &Held> {
        let (known, on) = (self.known, self.on);
        known.held.iter().filter(move |held| {
            held.access.present == Some(true)
                && held.access.from.is_none_or(|from| from <= on)
                && held.access.to.is_none_or(|to| to >= on.saturating_sub(BEFORE.days()))
                && self.path.is_about(held.site)
        })
    }

    /// The posts that end with it.
    fn leaving_posts(&self) -> impl Iterator<Item = &Post> {
        let (known, on) = (self.known, self.on);
        known.posts.iter().filter(move |post| {
            post.present == Some(true) && post.from.is_none_or(|from| from <= on) && self.path.is_about(post.site)
        })
    }

    /// The request that does a step: the newest that belongs to the path.
    fn request(&self, step: PathStep) -> Option<&Asked> {
        self.asked_for(step.requests(), step == PathStep::AskOwnerChange)
    }

    fn asked_for(&self, kinds: &[RequestKind], outgoing: bool) -> Option<&Asked> {
        let since = self.on.saturating_sub(BEFORE.days());
        let part = if outgoing {
            BlockPart::Outgoing
        } else {
            BlockPart::Person
        };
        self.known.asked.iter().find(|asked| {
            kinds.contains(&asked.kind)
                && asked.part == part
                && asked.counts()
                && asked.drafted_on >= since
                && self.path.ended_on.is_none_or(|ended| asked.drafted_on <= ended)
        })
    }

    /// The follow-up of a sent request that is this step, if there is one.
    fn following(&self, step: PathStep) -> Option<(&Asked, FollowUp)> {
        RequestKind::ALL.iter().find_map(|kind| {
            let follow_up = step.follow_up(*kind)?;
            let asked = self.asked_for(&[*kind], *kind == RequestKind::OwnerChange)?;
            let follows = asked.follow_ups.iter().any(|(_, one)| *one == follow_up);
            follows.then_some((asked, follow_up))
        })
    }

    fn follows(&self, step: PathStep) -> Option<(RequestId, Option<PersonId>, FollowUp)> {
        let (asked, follow_up) = self.following(step)?;
        // One tick of the request stands for the four tasks of the first sign-in: here each has its own.
        if follow_up == FollowUp::FirstLoginDone {
            return None;
        }
        let (whose, _) = asked.follow_ups.iter().find(|(_, one)| *one == follow_up)?;
        Some((asked.request, *whose, follow_up))
    }

    /// Whether a step is done, and whether by a tick that can be taken away.
    fn done(&self, step: PathStep) -> (Done, bool) {
        let said = self.said(step);
        if said.is_settled() {
            return (said, false);
        }
        if let Some((asked, follow_up)) = self.following(step)
            && let Some(on) = asked.ticks.get(&follow_up)
        {
            return (Done::On(*on), follow_up != FollowUp::FirstLoginDone);
        }
        let ticked = Done::noted(self.path.ticked_on(step));
        (ticked, ticked.is_settled())
    }

    /// What the staff list and the requests say of a step, without any tick.
    fn said(&self, step: PathStep) -> Done {
        use PathStep as S;
        let facts = &self.known.facts;
        match step {
            S::RoleNoted => {
                let noted = self.known.posts.iter().any(|post| {
                    post.present == Some(true)
                        && post.role.is_some()
                        && post.from.is_some()
                        && post.to.is_none_or(|to| to >= self.on)
                });
                Done::sometime(noted)
            }
            S::AskNewUser => self
                .sent(step)
                .or(Done::sometime(facts.has_account == Some(Answer::Yes))),
            S::OldHomeMarked => Done::noted(facts.marked_leaver_on)
                .or(Done::sometime(self.sent(S::AskJoiner).is_settled()))
                .or(Done::sometime(self.path.joiner_done.is_some())),
            S::AskJoiner => self.sent(step).or(Done::sometime(self.path.joiner_done.is_some())),
            S::DetailsReceived => Done::noted(facts.details_received_on),
            S::MfaSet => Done::sometime(facts.mfa == Some(Answer::Yes)),
            S::AccessGiven => {
                let given =
                    self.known.held.iter().find(|held| {
                        held.access.present == Some(true) && held.access.to.is_none_or(|to| to >= self.on)
                    });
                given.map_or(Done::No, |held| held.access.from.map_or(Done::Sometime, Done::On))
            }
            S::SuccessorIsOwner => {
                let owned: Vec<&Held> = self.known.held.iter().filter(|held| owned_at(held, self.on)).collect();
                Done::sometime(owned.iter().all(|held| owners_after(held, self.on) > 0))
            }
            S::TwoOwners => {
                let owned: Vec<&Held> = self.known.held.iter().filter(|held| owned_at(held, self.on)).collect();
                Done::sometime(owned.iter().all(|held| owners_after(held, self.on) > 1))
            }
            S::LastDay => {
                let mut last = None;
                for post in self.leaving_posts() {
                    let Some(to) = post.to else { return Done::No };
                    last = last.max(Some(to));
                }
                last.map_or(Done::Sometime, Done::On)
            }
            S::AskLeaver => self.sent(step).or(Done::noted(self.marked_since())),
            S::MarkNoted => Done::noted(self.marked_since()),
            S::RemoveAccess => {
                let mut last = None;
                for held in self.leaving_access() {
                    let Some(to) = held.access.to else { return Done::No };
                    last = last.max(Some(to));
                }
                last.map_or(Done::No, Done::On)
            }
            S::ThirtyDays => {
                let days = i32::from(rules::in_force().clocks().leaver.deleted_after_days);
                Done::noted(self.marked_since().map(|marked| marked.saturating_add(days.days())))
            }
            S::PauseNoted => Done::noted(facts.disabled_on).or(Done::sometime(self.is_back())),
            S::ReturnNoted => Done::sometime(self.path.returns_on.is_some() || self.is_back()),
            S::AskPause => self
                .sent(step)
                .or(Done::noted(facts.disabled_on))
                .or(Done::sometime(self.is_back())),
            S::AskReopen => self.sent(step).or(Done::sometime(self.is_back())),
            S::AskOwnerChange | S::AskHelpdesk | S::AskNewName => self.sent(step),
            _ => Done::No,
        }
    }

    /// The leaver mark, where it belongs to this leaving and not to an earlier one.
    fn marked_since(&self) -> Option<Date> {
        let since = self.on.saturating_sub((2 * BEFORE).days());
        self.known.facts.marked_leaver_on.filter(|marked| *marked >= since)
    }

    /// Whether somebody on long leave signs in again.
    fn is_back(&self) -> bool {
        let asked = self.asked_for(&[RequestKind::ReturnFromLeave], false);
        self.path.can_sign_in.is_some() || asked.is_some_and(|asked| asked.ticks.contains_key(&FollowUp::CanSignIn))
    }

    fn sent(&self, step: PathStep) -> Done {
        Done::noted(self.request(step).and_then(|asked| asked.sent_on))
    }

    /// The step that comes before, where one has to.
    const fn before(&self, step: PathStep) -> Option<PathStep> {
        use PathStep as S;
        match step {
            S::DetailsReceived => Some(S::AskNewUser),
            S::PolicyAccepted | S::ProfileComplete | S::SecretSet | S::MfaSet => Some(S::DetailsReceived),
            S::AccessGiven => match (self.path.kind, self.path.arrival) {
                (Some(PathKind::Starts), Some(Arrival::AccountStays)) => None,
                (Some(PathKind::Moves), _) | (_, Some(Arrival::Joiner)) => Some(S::JoinerDone),
                _ => Some(S::DetailsReceived),
            },
            S::JoinerDone => Some(S::AskJoiner),
            S::OldAccessRemoved => Some(S::JoinerDone),
            S::PortalShowsNewOwner => Some(S::AskOwnerChange),
            S::AskOwnerChange => Some(S::SuccessorIsOwner),
            S::AskLeaver | S::RemoveAccess
                if matches!(self.path.kind, Some(PathKind::OwnerLeaves | PathKind::Moves)) =>
            {
                Some(S::SuccessorIsOwner)
            }
            S::MarkNoted => Some(S::AskLeaver),
            S::NewHomeAsked => Some(S::MarkNoted),
            S::PauseNoted => Some(S::AskPause),
            S::AskReopen => Some(S::ReturnNoted),
            S::CanSignIn => match self.path.kind {
                Some(PathKind::LongLeave) => Some(S::AskReopen),
                _ => Some(S::SelfServiceTried),
            },
            S::MailboxStillOpens => match self.path.kind {
                Some(PathKind::NewName) => Some(S::AskNewName),
                _ => Some(S::ReturnNoted),
            },
            S::AskHelpdesk => Some(S::SelfServiceTried),
            S::SelfServiceSetUp | S::LinkedMobileUpdated => Some(S::CanSignIn),
            S::NewAddressNoted | S::OldAddressForwards | S::SignatureAndLists => Some(S::AskNewName),
            _ => None,
        }
    }

    /// What a step that is not done waits for.
    fn waiting(&self, step: PathStep) -> Option<Waiting> {
        let before = self.before(step)?;
        if !self.done(before).0.is_settled() {
            return Some(Waiting::ForStep);
        }
        let open = self
            .request(before)
            .is_some_and(|asked| asked.sent_on.is_some() && !asked.state.is_ended());
        open.then_some(Waiting::ForNas)
    }

    /// From which day a step that waits for nothing is to be done.
    fn due(&self, step: PathStep) -> Option<Date> {
        use PathStep as S;
        let week_before = || self.on.saturating_sub(7.days());
        let own = match step {
            S::WorkSaved | S::SuccessorIsOwner => week_before(),
            S::AskReopen | S::MailboxStillOpens if self.path.kind == Some(PathKind::LongLeave) => {
                self.path.returns_on.unwrap_or(self.on)
            }
            // In time before the 30 days are over.
            S::NewHomeAsked => {
                let warn = rules::in_force().clocks().leaver.warn_after_days.first();
                let warn = warn.copied().map_or(0, i32::from);
                return Some(self.marked_since()?.saturating_add(warn.days()));
            }
            S::ThirtyDays => return None,
            _ => self.on,
        };
        let Some(before) = self.before(step) else {
            return Some(own);
        };
        let answered = self.request(before).and_then(|asked| asked.done_on);
        let after = match (answered, self.done(before).0) {
            (Some(on), _) | (None, Done::On(on)) => on,
            (None, Done::No | Done::Sometime) => own,
        };
        Some(own.max(after))
    }

    /// The last day of a step, where a rule sets one.
    fn by(&self, step: PathStep) -> Option<Date> {
        use PathStep as S;
        let clocks = rules::in_force().clocks();
        match step {
            S::PolicyAccepted | S::ProfileComplete | S::SecretSet | S::MfaSet => {
                let days = i32::from(clocks.pending.as_ref()?.inactive_after_days);
                Some(self.known.facts.account_created_on?.saturating_add(days.days()))
            }
            S::AskJoiner | S::JoinerDone | S::NewHomeAsked => {
                let days = i32::from(clocks.leaver.deleted_after_days);
                Some(self.marked_since()?.saturating_add(days.days()))
            }
            S::AskReopen => {
                let months = i32::from(clocks.disabled.as_ref()?.longest_months);
                Some(self.known.facts.disabled_on?.saturating_add(months.months()))
            }
            _ => None,
        }
    }
}

/// Where a step stands among those of its path.
fn place(kind: PathKind, step: PathStep) -> (u8, PathStep) {
    use PathStep as S;
    let first = match (kind, step) {
        (PathKind::OwnerLeaves, S::WorkSaved) | (PathKind::LongLeave, S::SuccessorIsOwner) => 0,
        (PathKind::LongLeave, S::AskPause) => 1,
        (PathKind::LongLeave, S::PauseNoted) => 2,
        (PathKind::LockedOut | PathKind::LongLeave, S::MailboxStillOpens) => 9,
        _ => 5,
    };
    (first, step)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::path::PathPatch;
    use crate::domain::text::RoleName;

    const ON: Date = date(2026, 11, 20);

    fn answer() -> impl Strategy<Value = Option<Answer>> {
        prop::option::of(prop::sample::select(Answer::ALL))
    }

    fn day() -> impl Strategy<Value = Date> {
        (-4_000..4_000_i32).prop_map(|days| ON.saturating_add(days.days()))
    }

    fn path() -> impl Strategy<Value = Path> {
        (
            prop::sample::select(PathKind::ALL),
            day(),
            prop::option::of(prop::sample::select(Arrival::ALL)),
            prop::option::of(prop::sample::select(MoveHome::ALL)),
            answer(),
            answer(),
            prop::option::of(day()),
        )
            .prop_map(|(kind, on, arrival, home, goes_on, stays, returns_on)| Path {
                present: Some(true),
                kind: Some(kind),
                on: Some(on),
                arrival,
                home,
                goes_on,
                stays,
                returns_on,
                ..Path::default()
            })
    }

    fn known() -> impl Strategy<Value = Known> {
        let access = || {
            (any::<bool>(), prop::option::of(day()), prop::option::of(day())).prop_map(|(owner, from, to)| Access {
                present: Some(true),
                person: Some(PersonId::from_uuid(uuid::Uuid::from_u128(7))),
                mailbox: None,
                level: Some(if owner { AccessLevel::Owner } else { AccessLevel::Member }),
                from,
                to,
                portal_done_on: None,
            })
        };
        let held = (access(), prop::collection::vec(access(), 0..3)).prop_map(|(access, other_owners)| Held {
            access,
            site: None,
            other_owners,
        });
        let post =
            (prop::option::of(day()), prop::option::of(day()), any::<bool>()).prop_map(|(from, to, role)| Post {
                present: Some(true),
                role: role.then(|| RoleName::parse("Carer").unwrap().into_value()),
                from,
                to,
                ..Post::default()
            });
        let asked = (
            prop::sample::select(RequestKind::ALL),
            prop::sample::select(RequestState::ALL),
            day(),
            any::<bool>(),
        )
            .prop_map(|(kind, state, drafted_on, outgoing)| Asked {
                request: RequestId::from_uuid(uuid::Uuid::nil()),
                kind,
                part: if outgoing {
                    BlockPart::Outgoing
                } else {
                    BlockPart::Person
                },
                state,
                drafted_on,
                sent_on: (state != RequestState::Drafted).then_some(drafted_on),
                done_on: (state == RequestState::Done).then_some(drafted_on),
                ticks: BTreeMap::new(),
                follow_ups: Vec::new(),
            });
        let facts = (
            answer(),
            answer(),
            prop::option::of(day()),
            prop::option::of(day()),
            prop::option::of(day()),
        )
            .prop_map(
                |(has_account, mfa, marked_leaver_on, details_received_on, disabled_on)| PersonFacts {
                    has_account,
                    mfa,
                    marked_leaver_on,
                    disabled_on,
                    details_received_on,
                    ..PersonFacts::default()
                },
            );
        (
            facts,
            prop::collection::vec(post, 0..3),
            prop::collection::vec(held, 0..3),
            prop::collection::vec(asked, 0..4),
        )
            .prop_map(|(facts, posts, held, asked)| Known {
                facts,
                posts,
                held,
                asked,
            })
    }

    fn ticks() -> impl Strategy<Value = Vec<(PathStep, Date)>> {
        prop::collection::vec((prop::sample::select(Path::TICKS), day()), 0..12)
    }

    fn ticked(path: &Path, ticks: impl IntoIterator<Item = (PathStep, Date)>) -> Path {
        let mut path = path.clone();
        for (step, on) in ticks {
            path.apply(&PathPatch::ticking(step, Some(on)).unwrap());
        }
        path
    }

    #[test]
    fn only_the_steps_that_are_ticked_have_a_place_for_a_tick() {
        for step in PathStep::ALL {
            let has_place = Path::TICKS.contains(step);
            assert_eq!(has_place, step.act() == super::super::Act::Tick, "{step}");
            assert_eq!(has_place, PathPatch::ticking(*step, None).is_some(), "{step}");
        }
    }

    #[test]
    fn the_steps_of_each_path_are_in_order() {
        let names = |path: &Path| -> Vec<&'static str> {
            steps(path, &Known::default())
                .iter()
                .map(|state| state.step.name())
                .collect()
        };
        let of = |kind| Path {
            present: Some(true),
            kind: Some(kind),
            on: Some(ON),
            ..Path::default()
        };
        assert_eq!(
            names(&of(PathKind::LongLeave)),
            [
                "ask_pause",
                "pause_noted",
                "return_noted",
                "ask_reopen",
                "can_sign_in",
                "mailbox_still_opens"
            ]
        );
        assert_eq!(
            names(&of(PathKind::OwnerLeaves)),
            [
                "work_saved",
                "successor_is_owner",
                "ask_owner_change",
                "portal_shows_new_owner",
                "handed_over",
                "two_owners",
                "last_day",
                "ask_leaver",
                "mark_noted",
                "other_access",
                "rotas_and_lists",
                "thirty_days"
            ]
        );
        assert_eq!(
            names(&of(PathKind::NewName)),
            [
                "ask_new_name",
                "new_address_noted",
                "old_address_forwards",
                "signature_and_lists",
                "mailbox_still_opens"
            ]
        );
    }

    proptest! {
        #[test]
        fn the_order_of_ticks_does_not_matter(path in path(), known in known(), ticks in ticks()) {
            // The last tick of a step is the one that counts, so each step once.
            let once: BTreeMap<PathStep, Date> = ticks.into_iter().collect();
            let forwards = ticked(&path, once.clone());
            let backwards = ticked(&path, once.into_iter().rev());
            prop_assert_eq!(steps(&forwards, &known), steps(&backwards, &known));
        }

        #[test]
        fn a_path_is_complete_exactly_when_every_step_is(path in path(), known in known(), ticks in ticks(), today in day()) {
            let path = ticked(&path, ticks);
            let states = steps(&path, &known);
            prop_assert!(!states.is_empty());
            let undone = states.iter().filter(|state| !state.done.by(today)).count();
            prop_assert_eq!(is_complete(&path, &known, today), undone == 0);
            for state in &states {
                // What is settled is not asked for, and what waits for NAS is not due.
                prop_assert!(!(state.done.is_settled() && state.due.is_some()));
                prop_assert!(!(state.waits_for_nas && state.due.is_some()));
            }
            let left = left(&path, &known);
            prop_assert!(left.iter().all(|(step, _)| states.iter().any(|state| state.step == *step)));
        }

        #[test]
        fn something_is_always_left_to_do_until_it_is_settled_or_waits(path in path(), known in known(), ticks in ticks()) {
            let path = ticked(&path, ticks);
            let states = steps(&path, &known);
            let settled = states.iter().all(|state| state.done.is_settled());
            let waits = states.iter().any(|state| state.waits_for_nas);
            // The 30 days only run once the mark is noted, and the new home is only asked after then.
            prop_assert!(settled || waits || !left(&path, &known).is_empty(), "{states:?}");
        }

        #[test]
        fn no_step_appears_that_the_answers_exclude(path in path(), known in known(), ticks in ticks()) {
            use PathStep as S;
            let path = ticked(&path, ticks);
            let names: Vec<PathStep> = steps(&path, &known).iter().map(|state| state.step).collect();
            let has = |step| names.contains(&step);
            let mut once = names.clone();
            once.dedup();
            prop_assert_eq!(&once, &names);
            let kind = path.kind.unwrap();
            let leaves = matches!(kind, PathKind::Leaves | PathKind::OwnerLeaves);
            if leaves && path.goes_on != Some(Answer::Yes) {
                prop_assert!(!has(S::NewHomeTold) && !has(S::NewHomeAsked));
            }
            if leaves && (path.stays == Some(Answer::Yes) || known.facts.has_account == Some(Answer::No)) {
                prop_assert!(![S::AskLeaver, S::MarkNoted, S::ThirtyDays, S::WorkSaved].into_iter().any(has));
            }
            if kind == PathKind::Starts && path.arrival == Some(Arrival::AccountStays) {
                prop_assert!(![S::AskNewUser, S::AskJoiner, S::DetailsReceived, S::MfaSet].into_iter().any(has));
            }
            if kind == PathKind::Moves && path.home == Some(MoveHome::New) {
                prop_assert!(!has(S::AskLeaver) && !has(S::RemoveAccess) && has(S::AskJoiner));
            }
            if kind == PathKind::LongLeave && known.facts.has_account == Some(Answer::No) {
                prop_assert!(!has(S::AskPause) && !has(S::AskReopen));
            }
            if known.held.is_empty() {
                prop_assert!(!has(S::RemoveAccess));
            }
        }

        #[test]
        fn a_back_dated_path_gives_what_is_overdue(path in path(), known in known(), ago in 0..20_000_i32) {
            let today = ON;
            let path = Path { on: Some(today.saturating_sub(ago.days())), returns_on: None, ..path };
            let states = steps(&path, &known);
            // The first steps of every path wait for nothing but its day.
            for state in states.iter().filter(|state| !state.done.is_settled()) {
                let scene = Scene { path: &path, known: &known, on: path.on.unwrap() };
                if scene.before(state.step).is_none() && state.step != PathStep::ThirtyDays {
                    prop_assert!(state.due.is_some_and(|due| due <= today), "{}: {:?}", state.step, state.due);
                }
            }
        }
    }
}
