//! What happens to somebody, step by step: they start, leave, move, are away for long, change their name, are locked out.
//!
//! A [`Path`] is what was recorded: who, what, when, the answers that decide its steps, and a day for each step that only a tick
//! can say. [`steps`] draws the steps from it and from everything else that is known: a step whose truth stands elsewhere, as the
//! end of an access or a request that was sent, is read from there and never kept a second time.

mod standing;
mod step;

use jiff::civil::Date;

pub use standing::{Asked, Done, Held, Known, StepState, is_complete, left, owns_alone, owns_any, steps};
pub use step::{Act, PathStep};

use crate::domain::answer::Answer;
use crate::domain::ask::MoveHome;
use crate::domain::facts::{Set, facts};
use crate::domain::ids::{PersonId, SiteId};
use crate::domain::named::named_enum;

named_enum! {
    /// What happens to somebody.
    pub enum PathKind {
        /// They start: N1, N2, N13.
        Starts = "starts",
        /// They leave: N4.
        Leaves = "leaves",
        /// An owner of the shared mailbox leaves: N6, then N4.
        OwnerLeaves = "owner_leaves",
        /// They move from one home to another: N5.
        Moves = "moves",
        /// They are away for long, and come back: N20.
        LongLeave = "long_leave",
        /// Their name has changed: N7.
        NewName = "new_name",
        /// They are locked out: N8, N9.
        LockedOut = "locked_out",
    }
}

named_enum! {
    /// With which account somebody starts (D17).
    pub enum Arrival {
        /// With none: NAS makes one.
        NewAccount = "new_account",
        /// With the account of an organisation they have left.
        Joiner = "joiner",
        /// With an account that stays where it is: an owner gives access.
        AccountStays = "account_stays",
    }
}

facts! {
    /// A path as it was recorded: ids, days and answers, and nothing that names anybody.
    ///
    /// The days after `given_up` are ticks: each the day a step was done.
    pub struct Path, PathPatch {
        /// Whether the record stands; cleared when its making is undone.
        present: bool,
        /// Whose.
        person: PersonId,
        /// What happens.
        kind: PathKind,
        /// At which home, where it is about one.
        site: SiteId,
        /// The day it happens: the first day, the last day, the day of the new name.
        on: Date,
        /// Starts: with which account.
        arrival: Arrival,
        /// Moves: which of the two homes this one is.
        home: MoveHome,
        /// Leaves: whether they go on to another place that uses NHSmail.
        goes_on: Answer,
        /// Leaves: whether they work on at another home of the same owner, and so keep the account.
        stays: Answer,
        /// Leaves: whether they keep access to the mailbox of the home they leave.
        keeps_access: bool,
        /// Long leave: the day they come back.
        returns_on: Date,
        /// The day it was over: with its last step, or given up.
        ended_on: Date,
        /// Whether it ended before all of its steps were done.
        given_up: bool,
        /// See [`PathStep::JoinerDone`].
        joiner_done: Date,
        /// See [`PathStep::OldAccessRemoved`].
        old_access_removed: Date,
        /// See [`PathStep::PolicyAccepted`].
        policy_accepted: Date,
        /// See [`PathStep::ProfileComplete`].
        profile_complete: Date,
        /// See [`PathStep::SecretSet`].
        secret_set: Date,
        /// See [`PathStep::Training`].
        training: Date,
        /// See [`PathStep::Induction`].
        induction: Date,
        /// See [`PathStep::WorkSaved`].
        work_saved: Date,
        /// See [`PathStep::PortalShowsNewOwner`].
        portal_shows_new_owner: Date,
        /// See [`PathStep::HandedOver`].
        handed_over: Date,
        /// See [`PathStep::OtherAccess`].
        other_access: Date,
        /// See [`PathStep::RotasAndLists`].
        rotas_and_lists: Date,
        /// See [`PathStep::NewHomeTold`].
        new_home_told: Date,
        /// See [`PathStep::NewHomeAsked`].
        new_home_asked: Date,
        /// See [`PathStep::CanSignIn`].
        can_sign_in: Date,
        /// See [`PathStep::NewAddressNoted`].
        new_address_noted: Date,
        /// See [`PathStep::OldAddressForwards`].
        old_address_forwards: Date,
        /// See [`PathStep::SignatureAndLists`].
        signature_and_lists: Date,
        /// See [`PathStep::MailboxStillOpens`].
        mailbox_still_opens: Date,
        /// See [`PathStep::SelfServiceTried`].
        self_service_tried: Date,
        /// See [`PathStep::SelfServiceSetUp`].
        self_service_set_up: Date,
        /// See [`PathStep::LinkedMobileUpdated`].
        linked_mobile_updated: Date,
    }
}

/// Which fact of a path keeps the tick of which step.
macro_rules! ticks {
    ($( $Step:ident: $field:ident, )+) => {
        impl Path {
            /// The steps that only a tick can say.
            pub const TICKS: &'static [PathStep] = &[$( PathStep::$Step ),+];

            /// The day this step was ticked, if it is ticked now.
            #[must_use]
            pub const fn ticked_on(&self, step: PathStep) -> Option<Date> {
                match step {
                    $( PathStep::$Step => self.$field, )+
                    _ => None,
                }
            }
        }

        impl PathPatch {
            /// The change that ticks a step, or takes the tick away. `None` for a step whose truth stands elsewhere.
            #[must_use]
            pub fn ticking(step: PathStep, on: Option<Date>) -> Option<Self> {
                match step {
                    $( PathStep::$Step => Some(Self { $field: Set::to(on), ..Self::default() }), )+
                    _ => None,
                }
            }

            /// The steps it ticks, with their day; without one where the tick is taken away.
            #[must_use]
            pub fn ticked(&self) -> Vec<(PathStep, Option<Date>)> {
                let mut ticked = Vec::new();
                $( match &self.$field {
                    Set::Keep => {}
                    Set::Clear => ticked.push((PathStep::$Step, None)),
                    Set::To(on) => ticked.push((PathStep::$Step, Some(*on))),
                } )+
                ticked
            }
        }
    };
}

ticks! {
    JoinerDone: joiner_done,
    OldAccessRemoved: old_access_removed,
    PolicyAccepted: policy_accepted,
    ProfileComplete: profile_complete,
    SecretSet: secret_set,
    Training: training,
    Induction: induction,
    WorkSaved: work_saved,
    PortalShowsNewOwner: portal_shows_new_owner,
    HandedOver: handed_over,
    OtherAccess: other_access,
    RotasAndLists: rotas_and_lists,
    NewHomeTold: new_home_told,
    NewHomeAsked: new_home_asked,
    CanSignIn: can_sign_in,
    NewAddressNoted: new_address_noted,
    OldAddressForwards: old_address_forwards,
    SignatureAndLists: signature_and_lists,
    MailboxStillOpens: mailbox_still_opens,
    SelfServiceTried: self_service_tried,
    SelfServiceSetUp: self_service_set_up,
    LinkedMobileUpdated: linked_mobile_updated,
}

impl Path {
    /// Whether it goes on: it stands and has not ended.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.present == Some(true) && self.ended_on.is_none()
    }

    /// Whether it is about a home: all of them, unless the person works on at another.
    #[must_use]
    pub fn is_about(&self, site: Option<SiteId>) -> bool {
        self.stays != Some(Answer::Yes) || self.site.is_none() || site == self.site
    }
}
