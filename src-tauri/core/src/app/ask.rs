//! What to do when somebody needs to use the shared mailbox.

use super::sources::source_view;
use super::{Moment, Steward};
use crate::contract::{ApiError, AskOutcomeView, AskQuestionView, AskRequest, AskView, ErrorCode, SourceView};
use crate::domain::answer::Answer;
use crate::domain::ask::{AskSite, Decision, Next, Outcome, PersonQuestion, decide};
use crate::domain::ids::MailboxId;
use crate::domain::request::Answers;
use crate::domain::rules;
use crate::domain::site::{Mailbox, Site};
use crate::store::Register;

/// Answers with the next question, or with what to do.
///
/// # Errors
/// `not_found` for an unknown mailbox.
pub async fn ask_decide(steward: &Steward, request: AskRequest) -> Result<AskView, ApiError> {
    steward
        .read(move |register, moment| {
            let asked = ask_site(register, request.mailbox, 1, moment)?;
            let answers = Answers {
                has_account: request.has_account,
                left_holder: request.left_holder,
                marked_leaver: request.marked_leaver,
            };
            Ok(view(&decide(rules::in_force(), asked, &answers)))
        })
        .await
}

fn view(decision: &Decision<'_>) -> AskView {
    let (outcome, question) = match &decision.next {
        Next::Ask(question) => (
            AskOutcomeView::Ask,
            Some(match question {
                PersonQuestion::HasAccount => AskQuestionView::HasAccount,
                PersonQuestion::LeftHolder => AskQuestionView::LeftHolder,
                PersonQuestion::MarkedLeaver => AskQuestionView::MarkedLeaver,
            }),
        ),
        Next::End(Outcome::NewUser) => (AskOutcomeView::NewUser, None),
        Next::End(Outcome::Joiner) => (AskOutcomeView::Joiner, None),
        Next::End(Outcome::AddThemYourself(_)) => (AskOutcomeView::AddThemYourself, None),
        Next::End(Outcome::LocalAdministrator) => (AskOutcomeView::LocalAdministrator, None),
    };
    let sources: Vec<SourceView> = decision.sources.iter().map(|source| source_view(source)).collect();
    AskView {
        outcome,
        question,
        notices: decision.notices.clone(),
        sources,
    }
}

/// A mailbox that is there.
pub(super) fn mailbox_of(register: Register<'_>, mailbox: MailboxId) -> Result<Mailbox, ApiError> {
    register
        .mailbox(mailbox)?
        .filter(|mailbox| mailbox.present == Some(true))
        .ok_or_else(|| ApiError::at(ErrorCode::NotFound, "mailbox", "no such mailbox"))
}

/// The site a mailbox belongs to.
pub(super) fn site_of(register: Register<'_>, mailbox: &Mailbox) -> Result<Site, ApiError> {
    let site = mailbox.site.map(|site| register.site(site)).transpose()?.flatten();
    site.ok_or_else(|| ApiError::at(ErrorCode::NotFound, "mailbox", "the mailbox has no site"))
}

/// What the decision needs to know of the site, with so many accounts on top of those it has.
pub(super) fn ask_site(
    register: Register<'_>,
    mailbox: MailboxId,
    added: usize,
    moment: Moment,
) -> Result<AskSite, ApiError> {
    let mailbox = mailbox_of(register, mailbox)?;
    let site = site_of(register, &mailbox)?;
    let accounts = mailbox
        .site
        .map_or(Ok(0), |site| register.count_accounts(site, moment.today))?;
    Ok(AskSite {
        managed_by_nas: site.nas_managed.unwrap_or(Answer::NotKnown),
        accounts: usize::try_from(accounts).unwrap_or(usize::MAX).saturating_add(added),
    })
}
