//! The clocks of accounts: as the page draws them, and both rule sets beside each other.

use jiff::civil::{Date, date as day};

use super::fields::{date, missing};
use super::sources::source_view;
use super::{Moment, Steward};
use crate::contract::{
    ActivityRuleView, ApiError, ClockCompareRequest, ClockCompareView, ClockRulesView, ClockSideView, ClockStepView,
    ClockView, NoRequest,
};
use crate::domain::clock_rules::{AccountDates, Clock, ClockEvent, ClockStart, ClockStep, Reading, account_clock};
use crate::domain::person::PersonFacts;
use crate::domain::rules::{self, PackName};

/// The rule sets, the one in force first.
const PACKS: [PackName; 2] = [PackName::Faq, PackName::Guide2018];

/// The days of the worked examples: over a leap day, over a summer, over the end of a year, and from the last of a long month.
const EXAMPLES: [(ClockStart, Date); 4] = [
    (ClockStart::Created, day(2028, 2, 1)),
    (ClockStart::LastUsed, day(2026, 5, 3)),
    (ClockStart::MarkedLeaver, day(2026, 12, 14)),
    (ClockStart::Disabled, day(2025, 8, 31)),
];

/// The clock of a person's account, where they have one and a day is known.
pub(super) fn clock_of(facts: &PersonFacts, today: Date) -> Option<ClockView> {
    let dates = AccountDates::of(facts)?;
    running(&account_clock(&dates, rules::in_force().clocks(), today), today)
}

/// A reading as the page draws it.
pub(super) fn running(reading: &Reading<'_>, today: Date) -> Option<ClockView> {
    reading.clock().map(|clock| clock_view(clock, today))
}

fn clock_view(clock: &Clock<'_>, today: Date) -> ClockView {
    // A warning on the day of the thing it warns of says nothing of its own.
    let says_more = |step: &&ClockStep<'_>| {
        step.event != ClockEvent::Warning
            || !clock
                .steps()
                .iter()
                .any(|other| other.on == step.on && other.event != ClockEvent::Warning)
    };
    let steps = clock.steps().iter().filter(says_more).map(|step| ClockStepView {
        event: step.event,
        on: step.on,
        day: (step.on - clock.started_on()).get_days(),
        reached: step.on <= today,
        source: step.source.map(source_view),
    });
    ClockView {
        kind: clock.kind(),
        started_on: clock.started_on(),
        today,
        day: clock.day(),
        steps: steps.collect(),
        source: source_view(clock.source()),
    }
}

fn compared(start: ClockStart, on: Date, today: Date) -> ClockCompareView {
    let sides = PACKS.map(|name| ClockSideView {
        pack: name.name().to_owned(),
        in_force: name == rules::in_force().name(),
        clock: running(&account_clock(&start.on(on), rules::pack(name).clocks(), today), today),
    });
    ClockCompareView {
        start,
        on,
        sides: sides.into(),
    }
}

/// What each rule set says about a day somebody typed.
///
/// # Errors
/// `missing_field` or `invalid_value` at `on`.
pub async fn clock_compare(steward: &Steward, request: ClockCompareRequest) -> Result<ClockCompareView, ApiError> {
    let on = date("on", &request.on)?.ok_or_else(|| missing("on"))?;
    let Moment { today, .. } = steward.moment();
    std::future::ready(Ok(compared(request.start, on, today))).await
}

/// The rules of the clocks, with worked examples. An example is read on its own first day.
///
/// # Errors
/// Never.
pub async fn clock_rules_get(_: &Steward, _: NoRequest) -> Result<ClockRulesView, ApiError> {
    let activity = PACKS.map(|name| {
        let rule = rules::pack(name).activity();
        ActivityRuleView {
            pack: name.name().to_owned(),
            in_force: name == rules::in_force().name(),
            counts: rule.counts.clone(),
            source: source_view(&rule.source),
        }
    });
    std::future::ready(Ok(ClockRulesView {
        examples: EXAMPLES.map(|(start, on)| compared(start, on, on)).into(),
        activity: activity.into(),
    }))
    .await
}
