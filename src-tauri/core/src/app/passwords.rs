//! The rules of the owner's own password: looked at while it is typed, kept by a new one, and its age on Today.

use jiff::civil::Date;

use super::Steward;
use super::header::who_works;
use super::house::WORKING_AS;
use super::sources::source_view;
use super::today::{Scene, line};
use crate::contract::{
    ApiError, DoneView, PasswordCheckRequest, PasswordCheckView, PasswordGenerateRequest, PasswordGeneratedView,
    PasswordRuleView, ScreenProtectRequest, TodayKindView, TodayLineView, UrgencyView,
};
use crate::domain::answer::Answer;
use crate::domain::clock_rules::{ClockEvent, password_clock};
use crate::domain::ids::PersonId;
use crate::domain::password::generate::{Recipe, generate};
use crate::domain::password::{Owner, PasswordRules, check};
use crate::domain::rules;
use crate::random;
use crate::secret::{ExposeSecret, SecretString};
use crate::store::Register;
use crate::vault::Strength;

/// The facts of this computer that say when an owner chose the password kept here. The day alone: the password store is not asked for
/// it whenever Today is shown.
pub(super) const CHANGED_ON: &str = "password_changed_on:";

/// From this many days before the end it is for now.
const FOR_NOW: i32 = 5;

/// Whose password is looked at, and by which rules.
pub(super) struct Whose {
    pub(super) rules: &'static PasswordRules,
    name: Option<String>,
}

impl Whose {
    /// The owner who works here.
    pub(super) async fn works_here(steward: &Steward) -> Result<Self, ApiError> {
        let author = steward.author().await?;
        steward
            .read(move |register, _| {
                let person = match author {
                    Some(person) => register.person(person)?,
                    None => None,
                };
                let mfa = person.as_ref().and_then(|person| person.facts.mfa).unwrap_or_default();
                Ok(Self {
                    rules: rules::in_force().password_rules(mfa),
                    name: person.as_ref().and_then(super::people::name_of),
                })
            })
            .await
    }

    fn with<T>(&self, user_name: &str, look: impl FnOnce(Owner<'_>) -> T) -> T {
        let names: Vec<&str> = self.name.as_deref().into_iter().collect();
        look(Owner {
            user_name: user_name.trim(),
            names: &names,
        })
    }

    /// Whether a password breaks none of the rules.
    pub(super) fn keeps_rules(&self, user_name: &str, password: &SecretString) -> bool {
        self.with(user_name, |owner| {
            check(password.expose_secret(), self.rules, owner).is_empty()
        })
    }
}

/// Answers with the rules in force for the owner who works here, and which of them a password keeps. Nothing of it is kept.
///
/// # Errors
/// `not_open`.
pub async fn password_check(steward: &Steward, request: PasswordCheckRequest) -> Result<PasswordCheckView, ApiError> {
    let whose = Whose::works_here(steward).await?;
    let password = request.password.secret();
    let broken = whose.with(&request.user_name, |owner| {
        check(password.expose_secret(), whose.rules, owner)
    });
    let stated = whose.rules.stated().into_iter();
    let known: Vec<String> = whose.name.iter().cloned().collect();
    Ok(PasswordCheckView {
        applies_to: whose.rules.applies_to,
        rules: stated
            .map(|(rule, number)| PasswordRuleView {
                rule,
                number,
                kept: !broken.contains(&rule),
            })
            .collect(),
        previous_refused: u16::from(whose.rules.previous_refused),
        valid_days: whose.rules.valid_days,
        easy_to_guess: broken.is_empty() && !Strength::of(password, &known).is_enough(),
        source: source_view(&whose.rules.source),
    })
}

/// Makes a new password that keeps the rules in force for the owner who works here. It is not kept until it is saved.
///
/// # Errors
/// `not_open`.
pub async fn password_generate(
    steward: &Steward,
    request: PasswordGenerateRequest,
) -> Result<PasswordGeneratedView, ApiError> {
    let whose = Whose::works_here(steward).await?;
    let recipe = Recipe {
        style: request.style,
        length: request.length,
        no_lookalikes: request.no_lookalikes,
    };
    let password = whose.with(&request.user_name, |owner| {
        generate(recipe, whose.rules, owner, &mut random::fill)
    });
    Ok(PasswordGeneratedView {
        password: password.as_str().to_owned(),
    })
}

/// Keeps the window out of screenshots while a secret shows, where the system can.
///
/// # Errors
/// Never.
pub async fn screen_protect(steward: &Steward, request: ScreenProtectRequest) -> Result<DoneView, ApiError> {
    steward.doors.desktop.protect_screen(request.shows_secret);
    std::future::ready(Ok(DoneView {})).await
}

/// Writes down, or forgets, when an owner chose the password kept here. Nothing is written where it says so already.
pub(super) async fn note_changed_on(steward: &Steward, person: PersonId, on: Option<Date>) -> Result<(), ApiError> {
    let (name, value) = (format!("{CHANGED_ON}{person}"), on.map(|on| on.to_string()));
    let (asked, expected) = (name.clone(), value.clone());
    let same = steward
        .read(move |register, _| Ok(register.local_fact(&asked)? == expected))
        .await?;
    if !same {
        let house = steward.house().await?;
        house
            .lanes
            .write(move |writer| writer.set_local_fact(&name, value.as_deref()))
            .await??;
    }
    Ok(())
}

/// The owner's own password, from the first reminder on until it is changed.
pub(super) fn today_line(
    register: Register<'_>,
    scene: &Scene,
    today: Date,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
    let chosen = register.local_fact(WORKING_AS)?.and_then(|id| id.parse().ok());
    let owners: Vec<PersonId> = scene.owners.iter().map(|(person, _)| *person).collect();
    let Some(person) = who_works(chosen, &owners) else {
        return Ok(());
    };
    let Some(changed_on) = register.local_fact(&format!("{CHANGED_ON}{person}"))? else {
        return Ok(());
    };
    let owner = scene.owners.iter().find(|(id, _)| *id == person);
    let mfa = owner.and_then(|(_, owner)| owner.facts.mfa).unwrap_or(Answer::NotKnown);
    let rules = rules::in_force().password_rules(mfa);
    let reading = password_clock(changed_on.parse().ok(), rules, today);
    let Some(ends) = reading
        .clock()
        .and_then(|clock| clock.date_of(ClockEvent::PasswordExpires))
    else {
        return Ok(());
    };
    let left = (ends - today).get_days();
    let reached = rules
        .remind_days_before
        .iter()
        .copied()
        .map(i32::from)
        .filter(|days| left <= *days)
        .min();
    if let Some(reached) = reached {
        lines.push(TodayLineView {
            // Each reminder is worse than the one before it: a line that was put off comes back with it.
            count: u32::try_from(if left > 0 { reached } else { 0 }).ok(),
            date: Some(ends),
            ..line(
                TodayKindView::PasswordRunsOut,
                if left <= FOR_NOW {
                    UrgencyView::Now
                } else {
                    UrgencyView::Soon
                },
            )
        });
    }
    Ok(())
}
