//! What to do about what happened. [`tree`] starts from what happened and asks up to three questions; [`decide`] is its branch
//! for somebody who needs to use the shared mailbox, and answers for each person by themselves: a new user's request, a
//! joiner's request, no request at all, or another door.
//!
//! The questions are asked one at a time and only as far as they decide something. Two answers are ruled out: a person who
//! has not left another organisation is never a joiner, and a site NAS does not manage never gets a request.

mod tree;

pub use tree::{Answered, AskEntry, AskEntryKind, AskQuestion, End, Guidance, MoveHome, Turn, turn};

use super::answer::Answer;
use super::named::named_enum;
use super::refusal::Notice;
use super::request::{Answers, RequestKind};
use super::rules::{EditAccess, RulePack, Source};

/// What is known of the site that asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskSite {
    /// Whether NAS manages the site.
    pub managed_by_nas: Answer,
    /// How many accounts the site would have once everybody in the request has one.
    pub accounts: usize,
}

named_enum! {
    /// A question about one person that decides what to do.
    pub enum PersonQuestion {
        /// Has the person an NHSmail account already? FAQ L81, L89, L177.
        HasAccount = "has_account",
        /// Has the person left the organisation that holds it? FAQ L99-103, L177-178.
        LeftHolder = "left_holder",
        /// Did that organisation mark them as a leaver? FAQ L99-105.
        MarkedLeaver = "marked_leaver",
    }
}

/// Where the answers lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<'r> {
    /// N1: a request for a new user.
    NewUser,
    /// N2: a request for a joiner.
    Joiner,
    /// N13: no request. The owner of the mailbox adds the person, in one of these ways, the first before the others.
    AddThemYourself(&'r [EditAccess]),
    /// Not a matter for NAS: the site asks its Local Administrator.
    LocalAdministrator,
}

impl Outcome<'_> {
    /// The kind of request it needs, if it needs one.
    #[must_use]
    pub const fn request(&self) -> Option<RequestKind> {
        match self {
            Self::NewUser => Some(RequestKind::NewUser),
            Self::Joiner => Some(RequestKind::Joiner),
            Self::AddThemYourself(_) | Self::LocalAdministrator => None,
        }
    }
}

/// The next question, or the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next<'r> {
    /// This must be answered first, by yes or no.
    Ask(PersonQuestion),
    /// This is what to do.
    End(Outcome<'r>),
}

/// What the answers so far decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision<'r> {
    /// The next question, or the end.
    pub next: Next<'r>,
    /// What is worth knowing on the way.
    pub notices: Vec<Notice>,
    /// The rules behind it and behind the notices; never empty.
    pub sources: Vec<&'r Source>,
}

impl Decision<'_> {
    /// The kind of request it ends in, if it ends in one.
    #[must_use]
    pub const fn request(&self) -> Option<RequestKind> {
        match &self.next {
            Next::Ask(_) => None,
            Next::End(outcome) => outcome.request(),
        }
    }
}

/// Decides what to do about one person, by the rules of a pack.
///
/// "Not known" is an answer only to whether NAS manages the site and whether the person is marked as a leaver: the request
/// may go ahead with a notice. The other two are asked again, with a notice to find out first.
///
/// ```
/// use steward_core::domain::answer::Answer;
/// use steward_core::domain::ask::{AskSite, Next, Outcome, decide};
/// use steward_core::domain::request::Answers;
/// use steward_core::domain::rules;
///
/// let site = AskSite { managed_by_nas: Answer::Yes, accounts: 4 };
/// let answers = Answers { has_account: Some(Answer::No), ..Answers::default() };
/// assert_eq!(decide(rules::in_force(), site, &answers).next, Next::End(Outcome::NewUser));
/// ```
#[must_use]
pub fn decide<'r>(rules: &'r RulePack, site: AskSite, answers: &Answers) -> Decision<'r> {
    let mut notices = Vec::new();
    let mut sources = Vec::new();

    if site.managed_by_nas == Answer::No {
        let next = Next::End(Outcome::LocalAdministrator);
        return Decision {
            next,
            notices,
            sources: vec![rules.not_managed()],
        };
    }

    let next = match (answers.has_account, answers.left_holder, answers.marked_leaver) {
        (None, _, _) => {
            sources.push(rules.existing_account());
            Next::Ask(PersonQuestion::HasAccount)
        }
        (Some(Answer::NotKnown), _, _) => {
            notices.push(Notice::HasAccountNotKnown);
            sources.push(rules.existing_account());
            Next::Ask(PersonQuestion::HasAccount)
        }
        (Some(Answer::No), _, _) => {
            sources.extend(rules.request(RequestKind::NewUser).map(|rule| &rule.source));
            Next::End(Outcome::NewUser)
        }
        (Some(Answer::Yes), None, _) => {
            sources.push(rules.existing_account());
            Next::Ask(PersonQuestion::LeftHolder)
        }
        (Some(Answer::Yes), Some(Answer::NotKnown), _) => {
            notices.push(Notice::LeftHolderNotKnown);
            sources.push(rules.existing_account());
            Next::Ask(PersonQuestion::LeftHolder)
        }
        (Some(Answer::Yes), Some(Answer::No), _) => {
            let ways = &rules.mailbox().edit_access;
            sources.push(rules.existing_account());
            sources.extend(ways.iter().map(|way| &way.source));
            Next::End(Outcome::AddThemYourself(ways))
        }
        (Some(Answer::Yes), Some(Answer::Yes), None) => {
            sources.push(rules.leaver_mark());
            Next::Ask(PersonQuestion::MarkedLeaver)
        }
        (Some(Answer::Yes), Some(Answer::Yes), Some(marked)) => {
            match marked {
                Answer::Yes => {}
                Answer::No => notices.push(Notice::LeaverMarkMissing),
                Answer::NotKnown => notices.push(Notice::LeaverMarkNotKnown),
            }
            sources.extend(rules.request(RequestKind::Joiner).map(|rule| &rule.source));
            sources.push(rules.leaver_mark());
            Next::End(Outcome::Joiner)
        }
    };

    let needs_nas = matches!(&next, Next::End(outcome) if outcome.request().is_some());
    if site.managed_by_nas == Answer::NotKnown {
        notices.push(Notice::ManagedNotKnown);
        sources.push(rules.not_managed());
    }
    if let Some(allowance) = rules.allowance()
        && needs_nas
        && site.accounts > usize::from(allowance.accounts)
    {
        notices.push(Notice::AccountsOverAllowance);
        sources.push(&allowance.source);
    }
    Decision { next, notices, sources }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules::{self, EditPlace};

    const MANAGED: AskSite = AskSite {
        managed_by_nas: Answer::Yes,
        accounts: 4,
    };

    fn answers(has_account: Option<Answer>, left: Option<Answer>, marked: Option<Answer>) -> Answers {
        Answers {
            has_account,
            left_holder: left,
            marked_leaver: marked,
        }
    }

    fn asked(
        site: AskSite,
        has_account: Option<Answer>,
        left: Option<Answer>,
        marked: Option<Answer>,
    ) -> Decision<'static> {
        decide(rules::in_force(), site, &answers(has_account, left, marked))
    }

    fn places(decision: &Decision<'_>) -> Vec<String> {
        decision.sources.iter().map(|source| source.place()).collect()
    }

    const YES: Option<Answer> = Some(Answer::Yes);
    const NO: Option<Answer> = Some(Answer::No);
    const UNKNOWN: Option<Answer> = Some(Answer::NotKnown);

    fn every_path() -> Vec<(AskSite, Answers)> {
        let possible = [None, YES, NO, UNKNOWN];
        let mut paths = Vec::new();
        for managed in Answer::ALL {
            for accounts in [1, 10, 11, 400] {
                for has_account in possible {
                    for left in possible {
                        for marked in possible {
                            let site = AskSite {
                                managed_by_nas: *managed,
                                accounts,
                            };
                            paths.push((site, answers(has_account, left, marked)));
                        }
                    }
                }
            }
        }
        paths
    }

    #[test]
    fn the_questions_come_one_at_a_time_and_end() {
        for (has_account, left, marked, expected) in [
            (None, None, None, Next::Ask(PersonQuestion::HasAccount)),
            (NO, None, None, Next::End(Outcome::NewUser)),
            (YES, None, None, Next::Ask(PersonQuestion::LeftHolder)),
            (YES, YES, None, Next::Ask(PersonQuestion::MarkedLeaver)),
            (YES, YES, YES, Next::End(Outcome::Joiner)),
            (YES, YES, NO, Next::End(Outcome::Joiner)),
            (YES, YES, UNKNOWN, Next::End(Outcome::Joiner)),
        ] {
            assert_eq!(asked(MANAGED, has_account, left, marked).next, expected);
        }
    }

    #[test]
    fn somebody_who_keeps_their_account_elsewhere_is_added_by_the_owner_in_the_portal_first() {
        let decision = asked(MANAGED, YES, NO, None);
        let Next::End(Outcome::AddThemYourself(ways)) = decision.next else {
            panic!("{:?}", decision.next)
        };
        assert_eq!(ways[0].place, EditPlace::Portal);
        assert_eq!(
            ways[0].steps,
            ["Profile", "My Shared Mailboxes", "Add/remove Members and Owners"]
        );
        assert_eq!(places(&decision)[0], "L177-178");
        assert!(decision.notices.is_empty());
    }

    #[test]
    fn a_joiner_without_a_leavers_mark_gets_a_notice_of_what_to_do_first() {
        assert_eq!(asked(MANAGED, YES, YES, YES).notices, []);
        assert_eq!(asked(MANAGED, YES, YES, NO).notices, [Notice::LeaverMarkMissing]);
        let unknown = asked(MANAGED, YES, YES, UNKNOWN);
        assert_eq!(unknown.notices, [Notice::LeaverMarkNotKnown]);
        assert_eq!(places(&unknown), ["L78-79, L89-109", "L97-105"]);
    }

    #[test]
    fn what_is_not_known_about_the_account_is_asked_again() {
        let decision = asked(MANAGED, UNKNOWN, None, None);
        assert_eq!(decision.next, Next::Ask(PersonQuestion::HasAccount));
        assert_eq!(decision.notices, [Notice::HasAccountNotKnown]);
        let decision = asked(MANAGED, YES, UNKNOWN, YES);
        assert_eq!(decision.next, Next::Ask(PersonQuestion::LeftHolder));
        assert_eq!(decision.notices, [Notice::LeftHolderNotKnown]);
    }

    #[test]
    fn a_site_of_which_it_is_not_known_goes_ahead_with_a_notice() {
        let site = AskSite {
            managed_by_nas: Answer::NotKnown,
            ..MANAGED
        };
        let decision = asked(site, NO, None, None);
        assert_eq!(decision.next, Next::End(Outcome::NewUser));
        assert_eq!(decision.notices, [Notice::ManagedNotKnown]);
    }

    #[test]
    fn the_eleventh_account_gets_a_notice_and_the_tenth_does_not() {
        let with = |accounts| asked(AskSite { accounts, ..MANAGED }, NO, None, None);
        assert_eq!(with(10).notices, []);
        let eleventh = with(11);
        assert_eq!(eleventh.request(), Some(RequestKind::NewUser));
        assert_eq!(eleventh.notices, [Notice::AccountsOverAllowance]);
        assert!(places(&eleventh).contains(&"support.nhs.net/?p=710".to_owned()));
        let no_new_account = asked(
            AskSite {
                accounts: 11,
                ..MANAGED
            },
            YES,
            NO,
            None,
        );
        assert_eq!(no_new_account.notices, []);
    }

    #[test]
    fn on_every_path_a_site_nas_does_not_manage_gets_no_request() {
        for (site, answers) in every_path() {
            let decision = decide(rules::in_force(), site, &answers);
            let elsewhere = decision.next == Next::End(Outcome::LocalAdministrator);
            assert_eq!(elsewhere, site.managed_by_nas == Answer::No, "{answers:?}");
            if elsewhere {
                assert_eq!(decision.request(), None);
                assert!(decision.notices.is_empty());
            }
        }
    }

    #[test]
    fn on_every_path_a_joiner_has_an_account_and_has_left_its_holder_and_a_new_user_has_none() {
        for (site, answers) in every_path() {
            match decide(rules::in_force(), site, &answers).request() {
                Some(RequestKind::Joiner) => {
                    assert_eq!((answers.has_account, answers.left_holder), (YES, YES));
                    assert!(answers.marked_leaver.is_some());
                }
                Some(RequestKind::NewUser) => assert_eq!(answers.has_account, NO),
                Some(other) => panic!("{other} is not one of the two"),
                None => {}
            }
        }
    }

    #[test]
    fn on_every_path_and_in_both_packs_there_is_a_source() {
        for pack in [rules::PackName::Guide2018, rules::PackName::Faq] {
            for (site, answers) in every_path() {
                let decision = decide(rules::pack(pack), site, &answers);
                assert!(
                    decision.sources.len() > decision.notices.len().saturating_sub(1),
                    "{answers:?}"
                );
                assert!(decision.sources.iter().all(|source| !source.place().is_empty()));
            }
        }
    }

    #[test]
    fn once_every_question_is_answered_by_yes_or_no_there_is_an_end() {
        for (site, answers) in every_path() {
            let decided = |answer: Option<Answer>| matches!(answer, YES | NO);
            if decided(answers.has_account) && decided(answers.left_holder) && answers.marked_leaver.is_some() {
                assert!(matches!(decide(rules::in_force(), site, &answers).next, Next::End(_)));
            }
        }
    }
}
