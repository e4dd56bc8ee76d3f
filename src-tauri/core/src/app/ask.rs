//! What to do when somebody needs to use the shared mailbox.

use super::sources::source_view;
use super::{Moment, Steward};
use crate::contract::{
    ApiError, AskEndKindView, AskEndView, AskEntriesView, AskGroupView, AskOutcomeView, AskQuestionView, AskRequest,
    AskTurnRequest, AskTurnView, AskView, ErrorCode, NoRequest, SourceView, TimeLimitView,
};
use crate::domain::answer::Answer;
use crate::domain::ask::{
    Answered, AskEntry, AskEntryKind, AskSite, Decision, End, Next, Outcome, PersonQuestion, Turn, decide, turn,
};
use crate::domain::ids::MailboxId;
use crate::domain::request::Answers;
use crate::domain::rules::{self, CallKind, Lasting, TimeLimitRule};
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

/// Everything an Ask may start from, under its headings.
///
/// # Errors
/// `not_open`.
pub async fn ask_entries(steward: &Steward, _: NoRequest) -> Result<AskEntriesView, ApiError> {
    drop(steward.house().await?);
    let groups = AskEntryKind::ALL.iter().map(|kind| AskGroupView {
        kind: *kind,
        entries: AskEntry::ALL
            .iter()
            .copied()
            .filter(|entry| entry.kind() == *kind)
            .collect(),
    });
    Ok(AskEntriesView {
        groups: groups.collect(),
    })
}

/// Walks from what happened to what to do, with the answers there are.
///
/// # Errors
/// `not_found` for an unknown mailbox.
pub async fn ask_turn(steward: &Steward, request: AskTurnRequest) -> Result<AskTurnView, ApiError> {
    steward
        .read(move |register, moment| {
            let site = ask_site(register, request.mailbox, 1, moment)?;
            let answered = turn(rules::in_force(), site, request.entry, |question| {
                let given = request.answers.iter().find(|given| given.question == question);
                given.map(|given| given.answer)
            });
            Ok(turn_view(&answered))
        })
        .await
}

fn turn_view(answered: &Answered<'_>) -> AskTurnView {
    let (find_out, end) = match answered.turn {
        Turn::Ask { find_out, .. } => (find_out, None),
        Turn::End(end) => (false, Some(end_view(end))),
    };
    AskTurnView {
        asked: answered.asked.clone(),
        find_out,
        end,
        notices: answered.notices.clone(),
        sources: answered.sources.iter().map(|source| source_view(source)).collect(),
    }
}

fn end_view(end: End) -> AskEndView {
    let pack = rules::in_force();
    let rule = end.request().and_then(|kind| pack.request(kind));
    let mut view = AskEndView {
        what: AskEndKindView::Draft,
        kind: end.request(),
        sender: None,
        guidance: None,
        leads_on_to: None,
        home: None,
        preconditions: rule.map(|rule| rule.preconditions.clone()).unwrap_or_default(),
        follow_ups: rule.map(|rule| rule.follow_ups.clone()).unwrap_or_default(),
        time_limit: end
            .request()
            .and_then(|kind| pack.time_limit(kind))
            .map(time_limit_view),
    };
    match end {
        End::Draft { sender, .. } => view.sender = Some(sender),
        End::Call(CallKind::NobodyHasAccess) => view.what = AskEndKindView::Call,
        End::Move(home) => {
            view.what = AskEndKindView::Move;
            view.home = Some(home);
        }
        End::Guidance(guidance) => {
            view.what = AskEndKindView::Guidance;
            view.guidance = Some(guidance);
            view.leads_on_to = guidance.leads_on_to();
        }
        End::LocalAdministrator => view.what = AskEndKindView::LocalAdministrator,
    }
    view
}

/// The time a request stands under.
pub(super) fn time_limit_view(rule: TimeLimitRule<'_>) -> TimeLimitView {
    let (days, months) = match rule.lasting {
        Lasting::Days(days) => (Some(days), None),
        Lasting::Months(months) => (None, Some(months)),
    };
    TimeLimitView {
        limit: rule.limit,
        days,
        months,
        source: source_view(rule.source),
    }
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
