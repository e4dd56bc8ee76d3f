//! From what happened to what to do.
//!
//! Each [`AskEntry`] is one thing that happens in a home. Behind it stand up to three questions, as data: [`turn`] walks them with
//! the answers there are, and comes to the next question or to the end. Every end names its source. Nothing is asked of NAS
//! for a site it does not manage, and only somebody who has left the organisation that holds their account is a joiner.

use super::{AskSite, Next, Outcome, PersonQuestion, decide};
use crate::domain::answer::Answer;
use crate::domain::named::named_enum;
use crate::domain::refusal::Notice;
use crate::domain::request::{Answers, RequestKind};
use crate::domain::rules::{CallKind, RulePack, Sender, Source};

named_enum! {
    /// What happened. The numbers are those of the catalogue of requests.
    pub enum AskEntry {
        /// Somebody has started, or needs to use the shared mailbox: N1, N2, N13.
        SomebodyStarted = "somebody_started",
        /// It is not known whether somebody was marked as a leaver where they were: N3.
        LeaverMarkUnknown = "leaver_mark_unknown",
        /// Somebody leaves: N4, N5.
        SomebodyLeaving = "somebody_leaving",
        /// Somebody moves from one home to another: N5.
        SomebodyMoving = "somebody_moving",
        /// The owner of the shared mailbox leaves or changes: N6.
        OwnerChanges = "owner_changes",
        /// Somebody's name has changed: N7.
        NameChanged = "name_changed",
        /// Somebody has forgotten their password: N8.
        PasswordForgotten = "password_forgotten",
        /// Somebody is locked out: N9.
        AccountLocked = "account_locked",
        /// Nobody at the home can open the shared mailbox: N10.
        NobodyCanOpen = "nobody_can_open",
        /// Somebody has their account and not the shared mailbox: N11.
        MailboxNotReceived = "mailbox_not_received",
        /// Somebody cannot open the shared mailbox: N12.
        OnePersonCannotOpen = "one_person_cannot_open",
        /// The ODS code, the owner or the registration of the home changes, or the home closes: N14.
        HomeChanges = "home_changes",
        /// Nothing was heard: N15, N23.
        HeardNothing = "heard_nothing",
        /// The sign-in details never arrived: N23.
        DetailsNotArrived = "details_not_arrived",
        /// An account of another organisation is to move: N16.
        AccountElsewhere = "account_elsewhere",
        /// A mobile number has changed, or is to be hidden: N17.
        MobileChanged = "mobile_changed",
        /// NHSmail does not work: N18.
        ServiceProblem = "service_problem",
        /// The home has no NHSmail yet: N19.
        NoNhsmailYet = "no_nhsmail_yet",
        /// Somebody will be away for long: N20.
        LongLeave = "long_leave",
        /// Somebody is back from a long leave: N20.
        BackFromLeave = "back_from_leave",
        /// An account was deleted: N21.
        AccountDeleted = "account_deleted",
        /// The answer to the account secret is forgotten: N22.
        SecretForgotten = "secret_forgotten",
    }
}

named_enum! {
    /// The heading an entry stands under.
    pub enum AskEntryKind {
        /// Somebody comes, or needs the mailbox.
        Coming = "coming",
        /// Somebody goes.
        Going = "going",
        /// Somebody cannot get in.
        Access = "access",
        /// Something is different now.
        Changes = "changes",
        /// Something was asked and did not happen.
        Waiting = "waiting",
    }
}

named_enum! {
    /// What to do where nothing is sent. The screens have the words.
    pub enum Guidance {
        /// N13, N12: an owner adds the person in the portal. FAQ L150-151, L177-178.
        AddThemYourself = "add_them_yourself",
        /// N8, N9: the person resets the password themselves. FAQ L213-214.
        SelfServiceFirst = "self_service_first",
        /// N8: the person calls the helpdesk, which knows them by their mobile. Guide L510-519.
        PersonCallsHelpdesk = "person_calls_helpdesk",
        /// N8: the owner checks first who the person is. Guide L521-525.
        CheckIdentityFirst = "check_identity_first",
        /// N9: the IT helpdesk of the organisation that runs the account. Guide L549-550.
        LocalHelpdesk = "local_helpdesk",
        /// N14: what a home does before it closes. FAQ L190-191.
        HomeCloses = "home_closes",
        /// N14: the new code comes with the registration. FAQ L190-191.
        WaitForCode = "wait_for_code",
        /// N15: NAS is asked before anything is escalated. FAQ L220-222.
        AskNasFirst = "ask_nas_first",
        /// N16: the organisation that hosts the account moves it. Guide L24-28.
        AskTheHost = "ask_the_host",
        /// N17: the person changes or hides the number in their profile. Guide L568-600.
        ChangeYourProfile = "change_your_profile",
        /// N18: the status of the service comes first. Guide L477-481, L610-617.
        CheckServiceStatus = "check_service_status",
        /// N19: the home registers online.
        RegisterOnline = "register_online",
        /// N20: a short leave needs nothing but a sign-in.
        ShortLeave = "short_leave",
        /// N20: an account that was not disabled is signed in to.
        SignInAgain = "sign_in_again",
        /// N21: a deleted account that is past its time is gone; the person gets a new one.
        GoneForGood = "gone_for_good",
        /// N22: the person calls the helpdesk to set the account secret again.
        SetSecretAgain = "set_secret_again",
    }
}

impl Guidance {
    /// Whether only NAS can help: not for a site it does not manage.
    #[must_use]
    const fn asks_nas(self) -> bool {
        matches!(self, Self::PersonCallsHelpdesk | Self::SetSecretAgain)
    }

    /// What to start from next, where the guidance leads on.
    #[must_use]
    pub const fn leads_on_to(self) -> Option<AskEntry> {
        match self {
            Self::GoneForGood => Some(AskEntry::SomebodyStarted),
            Self::AddThemYourself
            | Self::SelfServiceFirst
            | Self::PersonCallsHelpdesk
            | Self::CheckIdentityFirst
            | Self::LocalHelpdesk
            | Self::HomeCloses
            | Self::WaitForCode
            | Self::AskNasFirst
            | Self::AskTheHost
            | Self::ChangeYourProfile
            | Self::CheckServiceStatus
            | Self::RegisterOnline
            | Self::ShortLeave
            | Self::SignInAgain
            | Self::SetSecretAgain => None,
        }
    }
}

named_enum! {
    /// Which of the two homes of a move this one is.
    pub enum MoveHome {
        /// The one the person leaves.
        Old = "old",
        /// The one the person comes to.
        New = "new",
    }
}

named_enum! {
    /// A question of a tree.
    pub enum AskQuestion {
        /// Has the person an NHSmail account already? FAQ L81, L89, L177.
        HasAccount = "has_account",
        /// Has the person left the organisation that holds it? FAQ L99-103, L177-178.
        LeftHolder = "left_holder",
        /// Did that organisation mark them as a leaver? FAQ L99-105.
        MarkedLeaver = "marked_leaver",
        /// Is the person the only owner of the shared mailbox? Guide L419-420.
        OnlyOwner = "only_owner",
        /// Does the person go on to another home or organisation with NHSmail? Guide L408-412.
        GoesOnElsewhere = "goes_on_elsewhere",
        /// Does the person come to this home, rather than leave it? Guide L408-412.
        ComesToUs = "comes_to_us",
        /// Can anybody at the home still open the shared mailbox? FAQ L158-166.
        AnybodyHasAccess = "anybody_has_access",
        /// Will the person write from their own mailbox? Guide L397-401.
        WritesThemselves = "writes_themselves",
        /// Has the person tried to reset the password themselves? Guide L510-514.
        SelfServiceTried = "self_service_tried",
        /// Does the account have the person's mobile number of today? Guide L517-523.
        MobileLinked = "mobile_linked",
        /// Has the owner checked who the person is? Guide L521-525.
        IdentityChecked = "identity_checked",
        /// Does another organisation with its own IT helpdesk run the account? Guide L549-550.
        RunLocally = "run_locally",
        /// Has an owner tried to add the person in the portal? FAQ L150-151.
        PortalStepTried = "portal_step_tried",
        /// Does the home close? FAQ L190-191.
        HomeCloses = "home_closes",
        /// Is the new ODS code known? FAQ L190-191.
        NewCodeKnown = "new_code_known",
        /// Was NAS asked about it? FAQ L220-222.
        NasAsked = "nas_asked",
        /// Was NAS reminded already? FAQ L220-222.
        Reminded = "reminded",
        /// Can the person sign in? Guide L568-600.
        CanSignIn = "can_sign_in",
        /// Will the person be away for longer than an account stays active unused?
        AwayForLong = "away_for_long",
        /// Was the account disabled for the leave?
        WasDisabled = "was_disabled",
        /// Was the account deleted no longer ago than it can be restored?
        DeletedLately = "deleted_lately",
    }
}

impl From<PersonQuestion> for AskQuestion {
    fn from(question: PersonQuestion) -> Self {
        match question {
            PersonQuestion::HasAccount => Self::HasAccount,
            PersonQuestion::LeftHolder => Self::LeftHolder,
            PersonQuestion::MarkedLeaver => Self::MarkedLeaver,
        }
    }
}

/// Where the answers lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A request.
    Draft {
        /// Which kind.
        kind: RequestKind,
        /// Who sends it.
        sender: Sender,
    },
    /// A call, with a script to speak from.
    Call(CallKind),
    /// N5: two homes do their part within the leaver's days; this home's part may need a request.
    Move(MoveHome),
    /// Nothing to send.
    Guidance(Guidance),
    /// Not a matter for NAS: the site asks its Local Administrator.
    LocalAdministrator,
}

impl End {
    /// The kind of request it needs, if it needs one.
    #[must_use]
    pub const fn request(self) -> Option<RequestKind> {
        match self {
            Self::Draft { kind, .. } => Some(kind),
            Self::Move(MoveHome::Old) => Some(RequestKind::Leaver),
            Self::Move(MoveHome::New) => Some(RequestKind::Joiner),
            Self::Call(_) | Self::Guidance(_) | Self::LocalAdministrator => None,
        }
    }

    /// Whether NAS is asked for something.
    #[must_use]
    pub const fn asks_nas(self) -> bool {
        match self {
            Self::Draft { .. } | Self::Call(_) | Self::Move(_) => true,
            Self::Guidance(guidance) => guidance.asks_nas(),
            Self::LocalAdministrator => false,
        }
    }
}

/// The next question, or the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// This must be answered first.
    Ask {
        /// The question.
        question: AskQuestion,
        /// It was answered "not known", and has to be found out.
        find_out: bool,
    },
    /// This is what to do.
    End(End),
}

/// Where a walk through an entry has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered<'r> {
    /// The questions that decided so far, in their order; the last is the one that waits, where one does.
    pub asked: Vec<AskQuestion>,
    /// The next question, or the end.
    pub turn: Turn,
    /// What is worth knowing.
    pub notices: Vec<Notice>,
    /// The rules behind an end and behind the notices; never empty at an end.
    pub sources: Vec<&'r Source>,
}

/// One place in a tree.
enum Node {
    /// A question, and where each answer leads; without a way for "not known" it has to be found out.
    Ask {
        question: AskQuestion,
        yes: &'static Node,
        no: &'static Node,
        not_known: Option<&'static Node>,
    },
    /// What to do.
    End(End),
    /// The questions about one person who needs the shared mailbox.
    PersonNeedsMailbox,
}

const fn draft(kind: RequestKind) -> Node {
    Node::End(End::Draft {
        kind,
        sender: Sender::Owner,
    })
}

const fn guide(guidance: Guidance) -> Node {
    Node::End(End::Guidance(guidance))
}

static LEAVER: Node = draft(RequestKind::Leaver);
static CHASE: Node = draft(RequestKind::Chase);
static RESTORE: Node = draft(RequestKind::RestoreAccount);
static OWNER_CHANGE: Node = draft(RequestKind::OwnerChange);
static LEAVER_STATUS: Node = draft(RequestKind::LeaverStatus);
static ADD_YOURSELF: Node = guide(Guidance::AddThemYourself);
static SELF_SERVICE: Node = guide(Guidance::SelfServiceFirst);
static CHECK_IDENTITY: Node = guide(Guidance::CheckIdentityFirst);
static CALL: Node = Node::End(End::Call(CallKind::NobodyHasAccess));

static LEAVER_MARK_UNKNOWN: Node = Node::Ask {
    question: AskQuestion::LeftHolder,
    yes: &LEAVER_STATUS,
    no: &ADD_YOURSELF,
    not_known: None,
};

static LEAVES_FOR_GOOD_OR_MOVES: Node = Node::Ask {
    question: AskQuestion::GoesOnElsewhere,
    yes: &Node::End(End::Move(MoveHome::Old)),
    no: &LEAVER,
    not_known: Some(&LEAVER),
};

static SOMEBODY_LEAVING: Node = Node::Ask {
    question: AskQuestion::OnlyOwner,
    yes: &OWNER_CHANGE,
    no: &LEAVES_FOR_GOOD_OR_MOVES,
    not_known: None,
};

static MOVES_AWAY: Node = Node::Ask {
    question: AskQuestion::OnlyOwner,
    yes: &OWNER_CHANGE,
    no: &Node::End(End::Move(MoveHome::Old)),
    not_known: None,
};

static MOVES_HERE: Node = Node::Ask {
    question: AskQuestion::LeftHolder,
    yes: &Node::End(End::Move(MoveHome::New)),
    no: &ADD_YOURSELF,
    not_known: None,
};

static SOMEBODY_MOVING: Node = Node::Ask {
    question: AskQuestion::ComesToUs,
    yes: &MOVES_HERE,
    no: &MOVES_AWAY,
    not_known: None,
};

static OWNER_CHANGES: Node = Node::Ask {
    question: AskQuestion::AnybodyHasAccess,
    yes: &OWNER_CHANGE,
    no: &CALL,
    not_known: None,
};

static NAME_CHANGED: Node = Node::Ask {
    question: AskQuestion::WritesThemselves,
    yes: &Node::End(End::Draft {
        kind: RequestKind::NameChange,
        sender: Sender::User,
    }),
    no: &draft(RequestKind::NameChange),
    not_known: Some(&draft(RequestKind::NameChange)),
};

static RESET_VOUCHED: Node = Node::Ask {
    question: AskQuestion::IdentityChecked,
    yes: &draft(RequestKind::PasswordReset),
    no: &CHECK_IDENTITY,
    not_known: Some(&CHECK_IDENTITY),
};

static RESET_BY_MOBILE: Node = Node::Ask {
    question: AskQuestion::MobileLinked,
    yes: &guide(Guidance::PersonCallsHelpdesk),
    no: &RESET_VOUCHED,
    not_known: Some(&RESET_VOUCHED),
};

static PASSWORD_FORGOTTEN: Node = Node::Ask {
    question: AskQuestion::SelfServiceTried,
    yes: &RESET_BY_MOBILE,
    no: &SELF_SERVICE,
    not_known: Some(&SELF_SERVICE),
};

static UNLOCK_VOUCHED: Node = Node::Ask {
    question: AskQuestion::IdentityChecked,
    yes: &draft(RequestKind::Unlock),
    no: &CHECK_IDENTITY,
    not_known: Some(&CHECK_IDENTITY),
};

static LOCKED: Node = Node::Ask {
    question: AskQuestion::SelfServiceTried,
    yes: &UNLOCK_VOUCHED,
    no: &SELF_SERVICE,
    not_known: Some(&SELF_SERVICE),
};

static ACCOUNT_LOCKED: Node = Node::Ask {
    question: AskQuestion::RunLocally,
    yes: &guide(Guidance::LocalHelpdesk),
    no: &LOCKED,
    not_known: Some(&LOCKED),
};

static MAILBOX_NOT_RECEIVED: Node = Node::Ask {
    question: AskQuestion::PortalStepTried,
    yes: &Node::End(End::Draft {
        kind: RequestKind::MissingSharedMailbox,
        sender: Sender::User,
    }),
    no: &ADD_YOURSELF,
    not_known: Some(&ADD_YOURSELF),
};

static ONE_PERSON_CANNOT_OPEN: Node = Node::Ask {
    question: AskQuestion::PortalStepTried,
    yes: &draft(RequestKind::AddToMailbox),
    no: &ADD_YOURSELF,
    not_known: Some(&ADD_YOURSELF),
};

static CODE_CHANGES: Node = Node::Ask {
    question: AskQuestion::NewCodeKnown,
    yes: &draft(RequestKind::SiteChange),
    no: &guide(Guidance::WaitForCode),
    not_known: Some(&guide(Guidance::WaitForCode)),
};

static HOME_CHANGES: Node = Node::Ask {
    question: AskQuestion::HomeCloses,
    yes: &guide(Guidance::HomeCloses),
    no: &CODE_CHANGES,
    not_known: None,
};

static REMINDED: Node = Node::Ask {
    question: AskQuestion::Reminded,
    yes: &draft(RequestKind::Escalation),
    no: &CHASE,
    not_known: Some(&CHASE),
};

static HEARD_NOTHING: Node = Node::Ask {
    question: AskQuestion::NasAsked,
    yes: &REMINDED,
    no: &guide(Guidance::AskNasFirst),
    not_known: Some(&guide(Guidance::AskNasFirst)),
};

static DETAILS_NOT_ARRIVED: Node = Node::Ask {
    question: AskQuestion::NasAsked,
    yes: &CHASE,
    no: &guide(Guidance::AskNasFirst),
    not_known: Some(&guide(Guidance::AskNasFirst)),
};

static MOBILE_CHANGED: Node = Node::Ask {
    question: AskQuestion::CanSignIn,
    yes: &guide(Guidance::ChangeYourProfile),
    no: &RESET_VOUCHED,
    not_known: None,
};

static LONG_LEAVE: Node = Node::Ask {
    question: AskQuestion::AwayForLong,
    yes: &Node::Ask {
        question: AskQuestion::OnlyOwner,
        yes: &OWNER_CHANGE,
        no: &draft(RequestKind::LongLeave),
        not_known: None,
    },
    no: &guide(Guidance::ShortLeave),
    not_known: None,
};

static BACK_FROM_LEAVE: Node = Node::Ask {
    question: AskQuestion::WasDisabled,
    yes: &draft(RequestKind::ReturnFromLeave),
    no: &guide(Guidance::SignInAgain),
    not_known: Some(&guide(Guidance::SignInAgain)),
};

static ACCOUNT_DELETED: Node = Node::Ask {
    question: AskQuestion::DeletedLately,
    yes: &RESTORE,
    no: &guide(Guidance::GoneForGood),
    not_known: Some(&RESTORE),
};

impl AskEntry {
    /// The heading it stands under.
    #[must_use]
    pub const fn kind(self) -> AskEntryKind {
        match self {
            Self::SomebodyStarted | Self::LeaverMarkUnknown | Self::AccountElsewhere | Self::NoNhsmailYet => {
                AskEntryKind::Coming
            }
            Self::SomebodyLeaving | Self::SomebodyMoving | Self::LongLeave | Self::BackFromLeave => AskEntryKind::Going,
            Self::PasswordForgotten
            | Self::AccountLocked
            | Self::NobodyCanOpen
            | Self::MailboxNotReceived
            | Self::OnePersonCannotOpen
            | Self::SecretForgotten
            | Self::AccountDeleted
            | Self::ServiceProblem => AskEntryKind::Access,
            Self::OwnerChanges | Self::NameChanged | Self::MobileChanged | Self::HomeChanges => AskEntryKind::Changes,
            Self::HeardNothing | Self::DetailsNotArrived => AskEntryKind::Waiting,
        }
    }

    fn tree(self) -> &'static Node {
        match self {
            Self::SomebodyStarted => &Node::PersonNeedsMailbox,
            Self::LeaverMarkUnknown => &LEAVER_MARK_UNKNOWN,
            Self::SomebodyLeaving => &SOMEBODY_LEAVING,
            Self::SomebodyMoving => &SOMEBODY_MOVING,
            Self::OwnerChanges => &OWNER_CHANGES,
            Self::NameChanged => &NAME_CHANGED,
            Self::PasswordForgotten => &PASSWORD_FORGOTTEN,
            Self::AccountLocked => &ACCOUNT_LOCKED,
            Self::NobodyCanOpen => &CALL,
            Self::MailboxNotReceived => &MAILBOX_NOT_RECEIVED,
            Self::OnePersonCannotOpen => &ONE_PERSON_CANNOT_OPEN,
            Self::HomeChanges => &HOME_CHANGES,
            Self::HeardNothing => &HEARD_NOTHING,
            Self::DetailsNotArrived => &DETAILS_NOT_ARRIVED,
            Self::AccountElsewhere => &Node::End(End::Guidance(Guidance::AskTheHost)),
            Self::MobileChanged => &MOBILE_CHANGED,
            Self::ServiceProblem => &Node::End(End::Guidance(Guidance::CheckServiceStatus)),
            Self::NoNhsmailYet => &Node::End(End::Guidance(Guidance::RegisterOnline)),
            Self::LongLeave => &LONG_LEAVE,
            Self::BackFromLeave => &BACK_FROM_LEAVE,
            Self::AccountDeleted => &ACCOUNT_DELETED,
            Self::SecretForgotten => &Node::End(End::Guidance(Guidance::SetSecretAgain)),
        }
    }
}

/// Walks an entry with the answers there are.
///
/// ```
/// use steward_core::domain::answer::Answer;
/// use steward_core::domain::ask::{AskSite, End, AskEntry, Guidance, AskQuestion, Turn, turn};
/// use steward_core::domain::rules;
///
/// let site = AskSite { managed_by_nas: Answer::Yes, accounts: 4 };
/// let answer = |question| (question == AskQuestion::SelfServiceTried).then_some(Answer::No);
/// let come_to = turn(rules::in_force(), site, AskEntry::PasswordForgotten, answer);
/// assert_eq!(come_to.turn, Turn::End(End::Guidance(Guidance::SelfServiceFirst)));
/// ```
#[must_use]
pub fn turn(
    rules: &RulePack,
    site: AskSite,
    entry: AskEntry,
    answer: impl Fn(AskQuestion) -> Option<Answer>,
) -> Answered<'_> {
    let mut asked = Vec::new();
    let mut node = entry.tree();
    loop {
        match node {
            Node::PersonNeedsMailbox => return person_needs_mailbox(rules, site, answer),
            Node::End(end) => return at_end(rules, site, *end, asked),
            Node::Ask {
                question,
                yes,
                no,
                not_known,
            } => {
                asked.push(*question);
                let given = answer(*question);
                let next = match given {
                    Some(Answer::Yes) => Some(*yes),
                    Some(Answer::No) => Some(*no),
                    Some(Answer::NotKnown) => *not_known,
                    None => None,
                };
                let Some(next) = next else {
                    let turn = Turn::Ask {
                        question: *question,
                        find_out: given.is_some(),
                    };
                    return Answered {
                        asked,
                        turn,
                        notices: Vec::new(),
                        sources: Vec::new(),
                    };
                };
                node = next;
            }
        }
    }
}

fn at_end(rules: &RulePack, site: AskSite, end: End, asked: Vec<AskQuestion>) -> Answered<'_> {
    let mut notices = Vec::new();
    let mut sources = Vec::new();
    let end = if end.asks_nas() && site.managed_by_nas == Answer::No {
        End::LocalAdministrator
    } else {
        end
    };
    match end {
        End::Draft { kind, .. } => sources.extend(rules.request(kind).map(|rule| &rule.source)),
        End::Call(kind) => sources.extend(rules.call(kind).map(|rule| &rule.source)),
        End::Move(_) => {
            sources.push(rules.leaver_mark());
            sources.push(&rules.clocks().leaver.source);
        }
        End::Guidance(Guidance::AddThemYourself) => {
            sources.push(rules.existing_account());
            sources.extend(rules.mailbox().edit_access.iter().map(|way| &way.source));
        }
        End::Guidance(guidance) => sources.extend(rules.guidance(guidance)),
        End::LocalAdministrator => sources.push(rules.not_managed()),
    }
    if end.asks_nas() && site.managed_by_nas == Answer::NotKnown {
        notices.push(Notice::ManagedNotKnown);
        sources.push(rules.not_managed());
    }
    Answered {
        asked,
        turn: Turn::End(end),
        notices,
        sources,
    }
}

fn person_needs_mailbox(
    rules: &RulePack,
    site: AskSite,
    answer: impl Fn(AskQuestion) -> Option<Answer>,
) -> Answered<'_> {
    let mut asked = Vec::new();
    let mut answers = Answers::default();
    loop {
        let decision = decide(rules, site, &answers);
        let draft = |kind| {
            Turn::End(End::Draft {
                kind,
                sender: Sender::Owner,
            })
        };
        let turn = match decision.next {
            Next::Ask(question) if !asked.contains(&question.into()) => {
                asked.push(question.into());
                let given = answer(question.into());
                match question {
                    PersonQuestion::HasAccount => answers.has_account = given,
                    PersonQuestion::LeftHolder => answers.left_holder = given,
                    PersonQuestion::MarkedLeaver => answers.marked_leaver = given,
                }
                if given.is_some() {
                    continue;
                }
                Turn::Ask {
                    question: question.into(),
                    find_out: false,
                }
            }
            Next::Ask(question) => Turn::Ask {
                question: question.into(),
                find_out: true,
            },
            Next::End(Outcome::NewUser) => draft(RequestKind::NewUser),
            Next::End(Outcome::Joiner) => draft(RequestKind::Joiner),
            Next::End(Outcome::AddThemYourself(_)) => Turn::End(End::Guidance(Guidance::AddThemYourself)),
            Next::End(Outcome::LocalAdministrator) => Turn::End(End::LocalAdministrator),
        };
        return Answered {
            asked,
            turn,
            notices: decision.notices,
            sources: decision.sources,
        };
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::rules;

    type Path = Vec<(AskQuestion, Answer)>;

    fn walked(managed: Answer, entry: AskEntry, path: &Path) -> Answered<'static> {
        let site = AskSite {
            managed_by_nas: managed,
            accounts: 4,
        };
        let answer = |question| {
            path.iter()
                .find(|(known, _)| *known == question)
                .map(|(_, answer)| *answer)
        };
        turn(rules::in_force(), site, entry, answer)
    }

    /// Every way through an entry: each answer to each question, until there is an end or something to find out.
    fn every_path(managed: Answer, entry: AskEntry) -> Vec<(Path, Answered<'static>)> {
        let mut open: Vec<Path> = vec![Vec::new()];
        let mut done = Vec::new();
        while let Some(path) = open.pop() {
            let come_to = walked(managed, entry, &path);
            if let Turn::Ask {
                question,
                find_out: false,
            } = come_to.turn
            {
                assert!(
                    path.iter().all(|(asked, _)| *asked != question),
                    "{question} is asked twice"
                );
                for answer in Answer::ALL {
                    let mut longer = path.clone();
                    longer.push((question, *answer));
                    open.push(longer);
                }
            } else {
                done.push((path, come_to));
            }
        }
        done
    }

    fn all() -> impl Iterator<Item = (Answer, AskEntry, Path, Answered<'static>)> {
        let homes = Answer::ALL.iter().copied();
        homes.flat_map(|managed| {
            AskEntry::ALL.iter().copied().flat_map(move |entry| {
                let paths = every_path(managed, entry);
                paths
                    .into_iter()
                    .map(move |(path, come_to)| (managed, entry, path, come_to))
            })
        })
    }

    #[test]
    fn every_path_comes_to_its_end_after_three_questions_at_most() {
        for (_, entry, path, come_to) in all() {
            assert!(path.len() <= 3, "{entry}: {path:?}");
            assert_eq!(come_to.asked.len(), path.len(), "{entry}");
            match come_to.turn {
                Turn::End(_) => {}
                // What has to be found out was answered "not known" last.
                Turn::Ask { question, find_out } => {
                    assert!(find_out);
                    assert_eq!(path.last(), Some(&(question, Answer::NotKnown)), "{entry}");
                }
            }
        }
    }

    #[test]
    fn with_yes_and_no_alone_every_path_ends() {
        for (_, entry, path, come_to) in all() {
            if path.iter().all(|(_, answer)| *answer != Answer::NotKnown) {
                assert!(matches!(come_to.turn, Turn::End(_)), "{entry}: {path:?}");
            }
        }
    }

    #[test]
    fn every_end_has_a_source() {
        for (_, entry, path, come_to) in all() {
            if let Turn::End(end) = come_to.turn {
                assert!(!come_to.sources.is_empty(), "{entry}: {path:?} {end:?}");
                assert!(
                    come_to
                        .sources
                        .iter()
                        .all(|source| source.is_our_advice() || !source.place().is_empty())
                );
            }
        }
    }

    #[test]
    fn no_path_leads_a_home_that_nas_does_not_manage_to_nas() {
        for (managed, entry, path, come_to) in all().filter(|(managed, ..)| *managed == Answer::No) {
            assert_eq!(managed, Answer::No);
            if let Turn::End(end) = come_to.turn {
                assert!(end.request().is_none() && !end.asks_nas(), "{entry}: {path:?} {end:?}");
            }
        }
    }

    #[test]
    fn a_home_of_which_it_is_not_known_is_told_so_wherever_nas_is_asked() {
        for (managed, entry, path, come_to) in all() {
            let Turn::End(end) = come_to.turn else { continue };
            let told = come_to.notices.contains(&Notice::ManagedNotKnown);
            let starts = entry == AskEntry::SomebodyStarted;
            if managed == Answer::NotKnown && end.asks_nas() {
                assert!(told, "{entry}: {path:?}");
            } else if !starts {
                assert!(!told, "{entry}: {path:?}");
            }
        }
    }

    #[test]
    fn nobody_is_a_joiner_who_has_not_left_the_organisation_that_holds_their_account() {
        let mut joiners = 0;
        for (_, entry, path, come_to) in all() {
            if let Turn::End(end) = come_to.turn
                && end.request() == Some(RequestKind::Joiner)
            {
                joiners += 1;
                assert!(
                    path.contains(&(AskQuestion::LeftHolder, Answer::Yes)),
                    "{entry}: {path:?}"
                );
            }
            if path.contains(&(AskQuestion::LeftHolder, Answer::No)) && come_to.asked.contains(&AskQuestion::LeftHolder)
            {
                assert_eq!(
                    come_to.turn,
                    Turn::End(if walked_to_local_administrator(&come_to) {
                        End::LocalAdministrator
                    } else {
                        End::Guidance(Guidance::AddThemYourself)
                    }),
                    "{entry}: {path:?}"
                );
            }
        }
        assert!(joiners > 0);
    }

    fn walked_to_local_administrator(come_to: &Answered<'_>) -> bool {
        come_to.turn == Turn::End(End::LocalAdministrator)
    }

    #[test]
    fn nobody_is_marked_as_a_leaver_or_disabled_while_they_are_the_only_owner() {
        for (_, entry, path, come_to) in all() {
            let Turn::End(end) = come_to.turn else { continue };
            if matches!(end.request(), Some(RequestKind::Leaver | RequestKind::LongLeave)) {
                assert!(
                    path.contains(&(AskQuestion::OnlyOwner, Answer::No)),
                    "{entry}: {path:?}"
                );
            }
        }
    }

    #[test]
    fn nobody_is_vouched_for_unchecked() {
        for (_, entry, path, come_to) in all() {
            let Turn::End(end) = come_to.turn else { continue };
            if matches!(end.request(), Some(RequestKind::PasswordReset | RequestKind::Unlock)) {
                assert!(
                    path.contains(&(AskQuestion::IdentityChecked, Answer::Yes)),
                    "{entry}: {path:?}"
                );
            }
        }
    }

    #[test]
    fn every_kind_of_request_every_guidance_and_the_call_is_the_end_of_some_path() {
        let ends: Vec<End> = all()
            .filter_map(|(.., come_to)| match come_to.turn {
                Turn::End(end) => Some(end),
                Turn::Ask { .. } => None,
            })
            .collect();
        for kind in RequestKind::ALL {
            assert!(
                ends.iter()
                    .any(|end| matches!(end, End::Draft { kind: known, .. } if known == kind)),
                "{kind}"
            );
        }
        for guidance in Guidance::ALL {
            assert!(ends.contains(&End::Guidance(*guidance)), "{guidance}");
        }
        for end in [
            End::Call(CallKind::NobodyHasAccess),
            End::Move(MoveHome::Old),
            End::Move(MoveHome::New),
        ] {
            assert!(ends.contains(&end), "{end:?}");
        }
    }

    #[test]
    fn every_question_is_asked_somewhere_and_every_heading_has_an_entry() {
        let asked: BTreeSet<AskQuestion> = all().flat_map(|(.., come_to)| come_to.asked).collect();
        assert!(asked.iter().eq(AskQuestion::ALL));
        for heading in AskEntryKind::ALL {
            assert!(AskEntry::ALL.iter().any(|entry| entry.kind() == *heading), "{heading}");
        }
    }

    #[test]
    fn a_kind_is_sent_by_somebody_who_may_send_it() {
        for (_, entry, _, come_to) in all() {
            if let Turn::End(End::Draft { kind, sender }) = come_to.turn {
                assert!(
                    rules::in_force().request(kind).unwrap().may_be_sent_by(sender),
                    "{entry}: {kind}"
                );
            }
        }
    }
}
