//! How far the clock of an account has run, from the days somebody recorded and the day it is.
//!
//! The app cannot see NHSmail: everything here is as last confirmed. A clock says what may have happened to an account by
//! now; it never changes what was recorded of it. A day nobody recorded gives [`Reading::NotKnown`], which is neither due
//! nor overdue.

use jiff::ToSpan;
use jiff::civil::Date;

use super::named::named_enum;
use super::password::PasswordRules;
use super::rules::{Clocks, Source};

/// The recorded days an account's clocks run from. `None`: not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccountDates {
    /// The day the account was made.
    pub created_on: Option<Date>,
    /// The day somebody last confirmed that it is used.
    pub last_confirmed_active_on: Option<Date>,
    /// The day it was marked as a leaver.
    pub marked_leaver_on: Option<Date>,
    /// The day it was disabled for a long leave.
    pub disabled_on: Option<Date>,
}

named_enum! {
    /// Which clock runs.
    pub enum ClockKind {
        /// The account was made; nobody has confirmed a first use.
        Pending = "pending",
        /// The account is in use; days since that was last confirmed.
        Quiet = "quiet",
        /// The account is marked as a leaver; the day of the mark is day 0.
        Leaver = "leaver",
        /// The account is disabled for a long leave.
        Disabled = "disabled",
        /// The password; days since it was last changed.
        Password = "password",
    }
}

named_enum! {
    /// What a clock comes to. "May": the app does not see whether it did.
    pub enum ClockEvent {
        /// A day to warn on: our advice.
        Warning = "warning",
        /// The account may be inactive.
        MayBeInactive = "may_be_inactive",
        /// The account may be deleted; NAS may still restore it.
        MayBeDeleted = "may_be_deleted",
        /// The account may be gone for good.
        MayBeGone = "may_be_gone",
        /// The account may not stay disabled any longer.
        LeaveEnds = "leave_ends",
        /// The password must have been changed.
        PasswordExpires = "password_expires",
    }
}

/// One step of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockStep {
    /// What it is.
    pub event: ClockEvent,
    /// From this day on.
    pub on: Date,
}

/// A clock that runs, as it stands on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock<'r> {
    kind: ClockKind,
    started_on: Date,
    today: Date,
    steps: Vec<ClockStep>,
    source: &'r Source,
}

impl<'r> Clock<'r> {
    fn new(
        kind: ClockKind,
        started_on: Date,
        today: Date,
        steps: impl IntoIterator<Item = (ClockEvent, Date)>,
        source: &'r Source,
    ) -> Self {
        let mut steps: Vec<_> = steps.into_iter().map(|(event, on)| ClockStep { event, on }).collect();
        steps.sort_by_key(|step| (step.on, step.event));
        Self {
            kind,
            started_on,
            today,
            steps,
            source,
        }
    }

    /// Which clock it is.
    #[must_use]
    pub const fn kind(&self) -> ClockKind {
        self.kind
    }

    /// The recorded day it runs from: day 0.
    #[must_use]
    pub const fn started_on(&self) -> Date {
        self.started_on
    }

    /// The day it is on, counted from 0. Negative where the recorded day is still to come.
    #[must_use]
    pub fn day(&self) -> i32 {
        (self.today - self.started_on).get_days()
    }

    /// Its steps, the earliest first; of two on one day the graver last.
    #[must_use]
    pub fn steps(&self) -> &[ClockStep] {
        &self.steps
    }

    /// The last step it has come to, the day of the step included.
    #[must_use]
    pub fn reached(&self) -> Option<ClockStep> {
        self.steps.iter().rev().find(|step| step.on <= self.today).copied()
    }

    /// The next step to come.
    #[must_use]
    pub fn next(&self) -> Option<ClockStep> {
        self.steps.iter().find(|step| step.on > self.today).copied()
    }

    /// The day of the step with this event that comes, or came, last.
    #[must_use]
    pub fn date_of(&self, event: ClockEvent) -> Option<Date> {
        self.steps
            .iter()
            .rev()
            .find(|step| step.event == event)
            .map(|step| step.on)
    }

    /// Days from today until that day: 0 today, negative when it has passed.
    #[must_use]
    pub fn days_until(&self, event: ClockEvent) -> Option<i32> {
        self.date_of(event).map(|on| (on - self.today).get_days())
    }

    /// The rule that makes it run.
    #[must_use]
    pub const fn source(&self) -> &'r Source {
        self.source
    }
}

/// What the recorded days say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading<'r> {
    /// A day is missing, or the rules know no such clock: nothing can be said.
    NotKnown,
    /// This clock runs.
    Running(Clock<'r>),
}

impl<'r> Reading<'r> {
    /// The clock, if one runs.
    #[must_use]
    pub const fn clock(&self) -> Option<&Clock<'r>> {
        match self {
            Self::Running(clock) => Some(clock),
            Self::NotKnown => None,
        }
    }
}

/// The clock an account is under on `today`.
///
/// A leaver's mark comes before a long leave, a long leave before use, and use before the day the account was made. Nothing
/// follows from a later day: an account disabled and then confirmed in use stays disabled until somebody records that it
/// is not.
#[must_use]
pub fn account_clock<'r>(dates: &AccountDates, clocks: &'r Clocks, today: Date) -> Reading<'r> {
    if let Some(marked_on) = dates.marked_leaver_on {
        return Reading::Running(leaver(marked_on, clocks, today));
    }
    if let Some(disabled_on) = dates.disabled_on {
        return clocks.disabled.as_ref().map_or(Reading::NotKnown, |rule| {
            let ends_on = disabled_on.saturating_add(i32::from(rule.longest_months).months());
            let steps = [(ClockEvent::LeaveEnds, ends_on)];
            Reading::Running(Clock::new(ClockKind::Disabled, disabled_on, today, steps, &rule.source))
        });
    }
    if let Some(active_on) = dates.last_confirmed_active_on {
        return Reading::Running(quiet(active_on, clocks, today));
    }
    let (Some(created_on), Some(rule)) = (dates.created_on, clocks.pending.as_ref()) else {
        return Reading::NotKnown;
    };
    let steps = [(ClockEvent::MayBeInactive, after(created_on, rule.inactive_after_days))];
    Reading::Running(Clock::new(ClockKind::Pending, created_on, today, steps, &rule.source))
}

/// The age of a password on `today`, where somebody entered the day it was changed.
#[must_use]
pub fn password_clock(changed_on: Option<Date>, rules: &PasswordRules, today: Date) -> Reading<'_> {
    changed_on.map_or(Reading::NotKnown, |changed_on| {
        let steps = [(ClockEvent::PasswordExpires, after(changed_on, rules.valid_days))];
        Reading::Running(Clock::new(ClockKind::Password, changed_on, today, steps, &rules.source))
    })
}

fn leaver(marked_on: Date, clocks: &Clocks, today: Date) -> Clock<'_> {
    let rule = &clocks.leaver;
    let warnings = rule
        .warn_after_days
        .iter()
        .map(|days| (ClockEvent::Warning, after(marked_on, *days)));
    let steps = warnings.chain([
        (ClockEvent::MayBeDeleted, after(marked_on, rule.deleted_after_days)),
        (ClockEvent::MayBeGone, after(marked_on, rule.permanent_after_days)),
    ]);
    Clock::new(ClockKind::Leaver, marked_on, today, steps, &rule.source)
}

fn quiet(active_on: Date, clocks: &Clocks, today: Date) -> Clock<'_> {
    let rule = &clocks.quiet;
    let steps = [
        (ClockEvent::MayBeInactive, after(active_on, rule.inactive_after_days)),
        (ClockEvent::MayBeDeleted, after(active_on, rule.deleted_after_days)),
        (ClockEvent::MayBeGone, after(active_on, rule.permanent_after_days)),
    ];
    Clock::new(ClockKind::Quiet, active_on, today, steps, &rule.source)
}

/// A civil day some days later; the last day the calendar has, where it ends before.
fn after(day: Date, days: u16) -> Date {
    day.saturating_add(i32::from(days).days())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::answer::Answer;
    use crate::domain::rules::{self, PackName};

    fn on(dates: AccountDates, today: Date) -> Clock<'static> {
        match account_clock(&dates, rules::in_force().clocks(), today) {
            Reading::Running(clock) => clock,
            Reading::NotKnown => panic!("no clock runs"),
        }
    }

    fn active(day: Date) -> AccountDates {
        AccountDates {
            last_confirmed_active_on: Some(day),
            ..AccountDates::default()
        }
    }

    fn leaver(day: Date) -> AccountDates {
        AccountDates {
            marked_leaver_on: Some(day),
            ..AccountDates::default()
        }
    }

    fn event(clock: &Clock<'_>) -> Option<ClockEvent> {
        clock.reached().map(|step| step.event)
    }

    #[test]
    fn nothing_recorded_is_not_known_and_not_overdue() {
        let clocks = rules::in_force().clocks();
        assert_eq!(
            account_clock(&AccountDates::default(), clocks, date(2026, 11, 20)),
            Reading::NotKnown
        );
        let rules = rules::in_force().password_rules(Answer::NotKnown);
        assert_eq!(password_clock(None, rules, date(2026, 11, 20)), Reading::NotKnown);
    }

    #[test]
    fn an_unused_account_may_be_inactive_on_day_30_deleted_on_day_60_and_gone_on_day_90() {
        let dates = active(date(2026, 1, 1));
        for (today, day, reached, next) in [
            (date(2026, 1, 30), 29, None, Some(date(2026, 1, 31))),
            (
                date(2026, 1, 31),
                30,
                Some(ClockEvent::MayBeInactive),
                Some(date(2026, 3, 2)),
            ),
            (
                date(2026, 3, 1),
                59,
                Some(ClockEvent::MayBeInactive),
                Some(date(2026, 3, 2)),
            ),
            (
                date(2026, 3, 2),
                60,
                Some(ClockEvent::MayBeDeleted),
                Some(date(2026, 4, 1)),
            ),
            (date(2026, 4, 1), 90, Some(ClockEvent::MayBeGone), None),
        ] {
            let clock = on(dates, today);
            assert_eq!(clock.kind(), ClockKind::Quiet);
            assert_eq!(
                (clock.day(), event(&clock), clock.next().map(|step| step.on)),
                (day, reached, next),
                "{today}"
            );
        }
    }

    #[test]
    fn a_leaver_is_warned_of_on_days_21_27_and_30_and_the_mark_is_day_0() {
        let marked = date(2026, 11, 1);
        let dates = leaver(marked);
        assert_eq!(on(dates, marked).day(), 0);
        let warnings: Vec<_> = on(dates, marked)
            .steps()
            .iter()
            .filter(|step| step.event == ClockEvent::Warning)
            .map(|step| step.on)
            .collect();
        assert_eq!(warnings, [date(2026, 11, 22), date(2026, 11, 28), date(2026, 12, 1)]);
        for (today, reached, left) in [
            (date(2026, 11, 21), None, 10),
            (date(2026, 11, 22), Some(ClockEvent::Warning), 9),
            (date(2026, 11, 30), Some(ClockEvent::Warning), 1),
            (date(2026, 12, 1), Some(ClockEvent::MayBeDeleted), 0),
            (date(2026, 12, 30), Some(ClockEvent::MayBeDeleted), -29),
            (date(2026, 12, 31), Some(ClockEvent::MayBeGone), -30),
        ] {
            let clock = on(dates, today);
            assert_eq!(
                (event(&clock), clock.days_until(ClockEvent::MayBeDeleted)),
                (reached, Some(left)),
                "{today}"
            );
        }
    }

    #[test]
    fn an_account_nobody_has_used_yet_has_30_days_from_the_day_it_was_made() {
        let dates = AccountDates {
            created_on: Some(date(2026, 2, 1)),
            ..AccountDates::default()
        };
        let clock = on(dates, date(2026, 3, 2));
        assert_eq!((clock.kind(), event(&clock)), (ClockKind::Pending, None));
        assert_eq!(event(&on(dates, date(2026, 3, 3))), Some(ClockEvent::MayBeInactive));
    }

    #[test]
    fn a_long_leave_is_18_months_to_the_same_day_or_the_last_of_a_shorter_month() {
        let ends = |disabled_on| {
            let dates = AccountDates {
                disabled_on: Some(disabled_on),
                ..AccountDates::default()
            };
            on(dates, disabled_on).date_of(ClockEvent::LeaveEnds).unwrap()
        };
        assert_eq!(ends(date(2026, 1, 15)), date(2027, 7, 15));
        assert_eq!(ends(date(2025, 8, 31)), date(2027, 2, 28));
        assert_eq!(ends(date(2026, 8, 31)), date(2028, 2, 29));
        assert_eq!(ends(date(2024, 2, 29)), date(2025, 8, 29));
    }

    #[test]
    fn thirty_days_over_a_leap_day_are_thirty_days() {
        assert_eq!(
            on(active(date(2028, 2, 1)), date(2028, 2, 1)).next().unwrap().on,
            date(2028, 3, 2)
        );
        assert_eq!(
            on(active(date(2027, 2, 1)), date(2027, 2, 1)).next().unwrap().on,
            date(2027, 3, 3)
        );
        assert_eq!(on(leaver(date(2028, 2, 29)), date(2028, 3, 30)).day(), 30);
    }

    #[test]
    fn the_leavers_mark_comes_first_then_the_long_leave_then_use() {
        let all = AccountDates {
            created_on: Some(date(2026, 1, 1)),
            last_confirmed_active_on: Some(date(2026, 6, 1)),
            marked_leaver_on: Some(date(2026, 3, 1)),
            disabled_on: Some(date(2026, 4, 1)),
        };
        let today = date(2026, 6, 2);
        assert_eq!(on(all, today).kind(), ClockKind::Leaver);
        let not_leaving = AccountDates {
            marked_leaver_on: None,
            ..all
        };
        assert_eq!(on(not_leaving, today).kind(), ClockKind::Disabled);
        let here = AccountDates {
            disabled_on: None,
            ..not_leaving
        };
        assert_eq!(on(here, today).kind(), ClockKind::Quiet);
        let unconfirmed = AccountDates {
            last_confirmed_active_on: None,
            ..here
        };
        assert_eq!(on(unconfirmed, today).kind(), ClockKind::Pending);
    }

    #[test]
    fn a_recorded_day_still_to_come_has_reached_nothing() {
        let clock = on(active(date(2026, 12, 1)), date(2026, 11, 20));
        assert_eq!((clock.day(), event(&clock)), (-11, None));
    }

    #[test]
    fn a_password_lasts_a_year_with_mfa_and_90_days_without() {
        let changed = date(2027, 3, 1);
        let expires = |mfa| {
            let rules = rules::in_force().password_rules(mfa);
            password_clock(Some(changed), rules, changed)
                .clock()
                .unwrap()
                .next()
                .unwrap()
                .on
        };
        assert_eq!(expires(Answer::Yes), date(2028, 2, 29));
        assert_eq!(expires(Answer::No), date(2027, 5, 30));
    }

    #[test]
    fn the_guide_of_2018_has_longer_clocks_and_fewer_of_them() {
        let clocks = rules::pack(PackName::Guide2018).clocks();
        let reading = account_clock(&active(date(2018, 6, 1)), clocks, date(2018, 8, 29));
        assert_eq!(reading.clock().unwrap().next().unwrap().on, date(2018, 8, 30));
        let made = AccountDates {
            created_on: Some(date(2018, 6, 1)),
            ..AccountDates::default()
        };
        assert_eq!(account_clock(&made, clocks, date(2019, 1, 1)), Reading::NotKnown);
    }

    fn any_day() -> impl Strategy<Value = Date> {
        prop_oneof![
            (0..20_000_i32).prop_map(|days| date(2015, 1, 1).saturating_add(days.days())),
            // Leap days and the ends of months.
            (2016_i16..2070, 1_i8..=12).prop_map(|(year, month)| date(year, month, 1).last_of_month()),
        ]
    }

    fn any_dates() -> impl Strategy<Value = AccountDates> {
        let day = || proptest::option::of(any_day());
        (day(), day(), day(), day()).prop_map(
            |(created_on, last_confirmed_active_on, marked_leaver_on, disabled_on)| AccountDates {
                created_on,
                last_confirmed_active_on,
                marked_leaver_on,
                disabled_on,
            },
        )
    }

    proptest! {
        #[test]
        fn a_step_is_reached_on_its_day_and_not_before(dates in any_dates(), today in any_day()) {
            let Reading::Running(clock) = account_clock(&dates, rules::in_force().clocks(), today) else {
                prop_assert_eq!(dates, AccountDates::default());
                return Ok(());
            };
            prop_assert!(clock.steps().windows(2).all(|pair| pair[0].on <= pair[1].on));
            prop_assert!(clock.steps().iter().all(|step| step.on > clock.started_on()));
            prop_assert!(clock.reached().is_none_or(|step| step.on <= today));
            prop_assert!(clock.next().is_none_or(|step| step.on > today));
            let passed = clock.steps().iter().filter(|step| step.on <= today).count();
            prop_assert_eq!(passed > 0, clock.reached().is_some());
            prop_assert_eq!(passed < clock.steps().len(), clock.next().is_some());
        }

        #[test]
        fn a_day_later_the_clock_is_one_day_on_and_its_steps_are_the_same(dates in any_dates(), today in any_day()) {
            let clocks = rules::in_force().clocks();
            let tomorrow = today.tomorrow().unwrap();
            let (before, after) = (account_clock(&dates, clocks, today), account_clock(&dates, clocks, tomorrow));
            if let (Reading::Running(before), Reading::Running(after)) = (&before, &after) {
                prop_assert_eq!(after.day(), before.day() + 1);
                prop_assert_eq!(after.steps(), before.steps());
                prop_assert!(after.reached().map(|step| step.on) >= before.reached().map(|step| step.on));
            } else {
                prop_assert_eq!(before, after);
            }
        }

        #[test]
        fn a_deadline_in_days_is_that_many_days_after_the_start(start in any_day()) {
            let clock = on(leaver(start), start);
            prop_assert_eq!(clock.days_until(ClockEvent::MayBeDeleted), Some(30));
            prop_assert_eq!(clock.days_until(ClockEvent::MayBeGone), Some(60));
            let clock = on(active(start), start);
            prop_assert_eq!(clock.days_until(ClockEvent::MayBeInactive), Some(30));
        }

        #[test]
        fn a_long_leave_ends_18_months_on_and_never_in_the_month_after(start in any_day()) {
            let clock = on(AccountDates { disabled_on: Some(start), ..AccountDates::default() }, start);
            let ends = clock.date_of(ClockEvent::LeaveEnds).unwrap();
            let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
            prop_assert_eq!(months(ends), months(start) + 18);
            prop_assert_eq!(ends.day(), start.day().min(ends.days_in_month()));
        }
    }
}
