//! How far the clock of an account has run, from the days somebody recorded and the day it is.
//!
//! The app cannot see NHSmail: everything here is as last confirmed. A clock says what may have happened to an account by
//! now; it never changes what was recorded of it. It runs only for people with an account. A day nobody recorded gives
//! [`Reading::NotKnown`], which is neither due nor overdue.

use jiff::ToSpan;
use jiff::civil::Date;

use super::answer::Answer;
use super::named::named_enum;
use super::password::PasswordRules;
use super::person::PersonFacts;
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

impl AccountDates {
    /// The days of a person's account. `None` where it is not recorded that they have one: no clock runs then. What was marked
    /// as a leaver is an account (domain rules, section 5), unless somebody recorded that there is none.
    #[must_use]
    pub fn of(facts: &PersonFacts) -> Option<Self> {
        let marked = facts.has_account.unwrap_or_default() == Answer::NotKnown && facts.marked_leaver_on.is_some();
        (facts.has_account == Some(Answer::Yes) || marked).then_some(Self {
            created_on: facts.account_created_on,
            last_confirmed_active_on: facts.last_confirmed_active_on,
            marked_leaver_on: facts.marked_leaver_on,
            disabled_on: facts.disabled_on,
        })
    }
}

named_enum! {
    /// A recorded day that a clock can run from.
    pub enum ClockStart {
        /// The day the account was made.
        Created = "created",
        /// The day it was last used, as far as somebody confirmed.
        LastUsed = "last_used",
        /// The day it was marked as a leaver.
        MarkedLeaver = "marked_leaver",
        /// The day it was disabled for a long leave.
        Disabled = "disabled",
    }
}

impl ClockStart {
    /// An account of which nothing but this day is recorded.
    #[must_use]
    pub fn on(self, day: Date) -> AccountDates {
        let mut dates = AccountDates::default();
        *match self {
            Self::Created => &mut dates.created_on,
            Self::LastUsed => &mut dates.last_confirmed_active_on,
            Self::MarkedLeaver => &mut dates.marked_leaver_on,
            Self::Disabled => &mut dates.disabled_on,
        } = Some(day);
        dates
    }
}

named_enum! {
    /// Which clock runs.
    pub enum ClockKind {
        /// The account was made, and the time for its first sign-in is not over.
        Pending = "pending",
        /// The account was made long ago and nobody has confirmed since that it is used.
        Unchecked = "unchecked",
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
pub struct ClockStep<'r> {
    /// What it is.
    pub event: ClockEvent,
    /// From this day on.
    pub on: Date,
    /// The rule that sets the day. `None`: our own advice.
    pub source: Option<&'r Source>,
}

/// A clock that runs, as it stands on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock<'r> {
    kind: ClockKind,
    started_on: Date,
    today: Date,
    steps: Vec<ClockStep<'r>>,
    source: &'r Source,
}

impl<'r> Clock<'r> {
    fn new(
        kind: ClockKind,
        started_on: Date,
        today: Date,
        steps: impl IntoIterator<Item = (ClockEvent, Date, Option<&'r Source>)>,
        source: &'r Source,
    ) -> Self {
        let steps = steps.into_iter();
        let mut steps: Vec<_> = steps
            .map(|(event, on, source)| ClockStep { event, on, source })
            .collect();
        steps.sort_by_key(|step| (step.on, step.event));
        // An account that is gone for good the day it is deleted was never only deleted.
        let gone = steps
            .iter()
            .find(|step| step.event == ClockEvent::MayBeGone)
            .map(|step| step.on);
        steps.retain(|step| step.event != ClockEvent::MayBeDeleted || Some(step.on) != gone);
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
    pub fn steps(&self) -> &[ClockStep<'r>] {
        &self.steps
    }

    /// The last step it has come to, the day of the step included.
    #[must_use]
    pub fn reached(&self) -> Option<ClockStep<'r>> {
        self.steps.iter().rev().find(|step| step.on <= self.today).copied()
    }

    /// The next step to come.
    #[must_use]
    pub fn next(&self) -> Option<ClockStep<'r>> {
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
            let steps = [(ClockEvent::LeaveEnds, ends_on, Some(&rule.source))];
            Reading::Running(Clock::new(ClockKind::Disabled, disabled_on, today, steps, &rule.source))
        });
    }
    if let Some(active_on) = dates.last_confirmed_active_on {
        return Reading::Running(quiet(ClockKind::Quiet, active_on, clocks, today));
    }
    dates.created_on.map_or(Reading::NotKnown, |created_on| {
        Reading::Running(never_confirmed(created_on, clocks, today))
    })
}

/// The age of a password on `today`, where somebody entered the day it was changed.
#[must_use]
pub fn password_clock(changed_on: Option<Date>, rules: &PasswordRules, today: Date) -> Reading<'_> {
    changed_on.map_or(Reading::NotKnown, |changed_on| {
        let expires_on = after(changed_on, rules.valid_days);
        let reminders = rules.remind_days_before.iter().map(|days| {
            let on = expires_on.saturating_sub(jiff::Span::new().days(i64::from(*days)));
            (ClockEvent::Warning, on, None)
        });
        let steps = reminders.chain([(ClockEvent::PasswordExpires, expires_on, Some(&rules.source))]);
        Reading::Running(Clock::new(ClockKind::Password, changed_on, today, steps, &rules.source))
    })
}

fn leaver(marked_on: Date, clocks: &Clocks, today: Date) -> Clock<'_> {
    let rule = &clocks.leaver;
    let warnings = rule
        .warn_after_days
        .iter()
        .map(|days| (ClockEvent::Warning, after(marked_on, *days), None));
    let steps = warnings.chain([
        (
            ClockEvent::MayBeDeleted,
            after(marked_on, rule.deleted_after_days),
            Some(&rule.source),
        ),
        (
            ClockEvent::MayBeGone,
            after(marked_on, rule.permanent_after_days),
            Some(restore_source(clocks, &rule.source)),
        ),
    ]);
    Clock::new(ClockKind::Leaver, marked_on, today, steps, &rule.source)
}

/// The clock of use, from the day it was last confirmed, or from the day the account was made where it never was.
fn quiet(kind: ClockKind, from: Date, clocks: &Clocks, today: Date) -> Clock<'_> {
    let rule = &clocks.quiet;
    let steps = [
        (
            ClockEvent::MayBeInactive,
            after(from, rule.inactive_after_days),
            Some(&rule.source),
        ),
        (
            ClockEvent::MayBeDeleted,
            after(from, rule.deleted_after_days),
            Some(&rule.source),
        ),
        (
            ClockEvent::MayBeGone,
            after(from, rule.permanent_after_days),
            Some(restore_source(clocks, &rule.source)),
        ),
    ];
    Clock::new(kind, from, today, steps, &rule.source)
}

/// An account of which only the day it was made is known. Its first sign-in has so many days; whether that ever happened the
/// app does not see, so an older account is one that was not checked since it was made, and the clock of use tells the rest.
fn never_confirmed(created_on: Date, clocks: &Clocks, today: Date) -> Clock<'_> {
    match &clocks.pending {
        Some(rule) if today < after(created_on, rule.inactive_after_days) => {
            let inactive_on = after(created_on, rule.inactive_after_days);
            let steps = [(ClockEvent::MayBeInactive, inactive_on, Some(&rule.source))];
            Clock::new(ClockKind::Pending, created_on, today, steps, &rule.source)
        }
        Some(_) | None => quiet(ClockKind::Unchecked, created_on, clocks, today),
    }
}

/// Where it is said how long a deleted account can be restored, or else where the clock is from.
fn restore_source<'r>(clocks: &'r Clocks, otherwise: &'r Source) -> &'r Source {
    clocks.restore.as_ref().map_or(otherwise, |restore| &restore.source)
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
        let dates = ClockStart::Created.on(date(2026, 2, 1));
        let clock = on(dates, date(2026, 3, 2));
        assert_eq!((clock.kind(), event(&clock)), (ClockKind::Pending, None));
        assert_eq!(clock.next().unwrap().on, date(2026, 3, 3));
        assert_eq!(event(&on(dates, date(2026, 3, 3))), Some(ClockEvent::MayBeInactive));
    }

    #[test]
    fn an_account_made_long_ago_and_never_confirmed_was_not_checked_since_it_was_made() {
        let clock = on(ClockStart::Created.on(date(2024, 5, 13)), date(2026, 11, 20));
        assert_eq!(clock.kind(), ClockKind::Unchecked);
        assert_eq!(clock.started_on(), date(2024, 5, 13));
        let used = on(active(date(2024, 5, 13)), date(2026, 11, 20));
        assert_eq!(
            clock.steps(),
            used.steps(),
            "the rule is the one for accounts nobody uses"
        );
    }

    #[test]
    fn no_clock_runs_for_somebody_who_is_not_recorded_to_have_an_account() {
        let day = Some(date(2026, 5, 3));
        for has_account in [None, Some(Answer::No), Some(Answer::NotKnown)] {
            let facts = PersonFacts {
                has_account,
                account_created_on: day,
                last_confirmed_active_on: day,
                disabled_on: day,
                ..PersonFacts::default()
            };
            assert_eq!(AccountDates::of(&facts), None);
            // Only an account is marked as a leaver: the mark says that there is one, unless somebody said there is none.
            let marked = PersonFacts {
                marked_leaver_on: day,
                ..facts
            };
            let runs = AccountDates::of(&marked).map(|dates| dates.marked_leaver_on);
            assert_eq!(runs, (has_account != Some(Answer::No)).then_some(day));
        }
        let facts = PersonFacts {
            has_account: Some(Answer::Yes),
            last_confirmed_active_on: day,
            ..PersonFacts::default()
        };
        assert_eq!(AccountDates::of(&facts), Some(active(date(2026, 5, 3))));
    }

    #[test]
    fn every_day_says_which_rule_set_it_and_the_days_to_warn_are_ours() {
        let steps = |dates| on(dates, date(2026, 11, 1)).steps().to_vec();
        for step in steps(leaver(date(2026, 11, 1))) {
            assert_eq!(step.source.is_none(), step.event == ClockEvent::Warning);
        }
        let clocks = rules::in_force().clocks();
        for start in [ClockStart::LastUsed, ClockStart::MarkedLeaver] {
            let gone = steps(start.on(date(2026, 11, 1))).pop().unwrap();
            assert_eq!(
                (gone.event, gone.source),
                (ClockEvent::MayBeGone, Some(&clocks.restore.as_ref().unwrap().source))
            );
        }
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
        assert_eq!(on(unconfirmed, today).kind(), ClockKind::Unchecked);
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
                .date_of(ClockEvent::PasswordExpires)
                .unwrap()
        };
        assert_eq!(expires(Answer::Yes), date(2028, 2, 29));
        assert_eq!(expires(Answer::No), date(2027, 5, 30));
    }

    #[test]
    fn a_password_is_reminded_of_18_10_5_2_and_1_days_before_it_runs_out() {
        let rules = rules::in_force().password_rules(Answer::No);
        let changed = date(2026, 9, 1);
        let reading = password_clock(Some(changed), rules, changed);
        let clock = reading.clock().unwrap();
        let end = clock.date_of(ClockEvent::PasswordExpires).unwrap();
        let reminders = clock.steps().iter().filter(|step| step.event == ClockEvent::Warning);
        let before: Vec<i32> = reminders.map(|step| (end - step.on).get_days()).collect();
        assert_eq!(before, [18, 10, 5, 2, 1]);
    }

    #[test]
    fn the_guide_of_2018_has_longer_clocks_and_fewer_of_them() {
        let clocks = rules::pack(PackName::Guide2018).clocks();
        let reading = account_clock(&active(date(2018, 6, 1)), clocks, date(2018, 8, 29));
        assert_eq!(reading.clock().unwrap().next().unwrap().on, date(2018, 8, 30));
        // No time for a first sign-in: an account nobody used yet is one that is not used.
        let made = account_clock(&ClockStart::Created.on(date(2018, 6, 1)), clocks, date(2018, 6, 2));
        assert_eq!(made.clock().unwrap().kind(), ClockKind::Unchecked);
        assert_eq!(made.clock().unwrap().next().unwrap().on, date(2018, 8, 30));
        let away = ClockStart::Disabled.on(date(2018, 6, 1));
        assert_eq!(account_clock(&away, clocks, date(2019, 1, 1)), Reading::NotKnown);
        // Deleted is gone for good at once: one day, not two.
        let leaving = account_clock(&leaver(date(2018, 6, 1)), clocks, date(2018, 6, 1));
        let steps: Vec<_> = leaving
            .clock()
            .unwrap()
            .steps()
            .iter()
            .map(|step| (step.event, step.on))
            .collect();
        assert_eq!(steps, [(ClockEvent::MayBeGone, date(2018, 7, 1))]);
    }

    fn any_day() -> impl Strategy<Value = Date> {
        prop_oneof![
            (0..20_000_i32).prop_map(|days| date(2015, 1, 1).saturating_add(days.days())),
            // Leap days and the ends of months.
            (2016_i16..2070, 1_i8..=12).prop_map(|(year, month)| date(year, month, 1).last_of_month()),
            // The nights the clocks go forward and back, and the days beside them.
            (2016_i16..2037, prop_oneof![Just(3_i8), Just(10)], -1..=1_i32).prop_map(|(year, month, beside)| {
                let last = date(year, month, 31);
                let sunday = last.saturating_sub(i32::from(last.weekday().to_sunday_zero_offset()).days());
                sunday.saturating_add(beside.days())
            }),
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
                // The time for a first sign-in is over at some point; what it comes to that day stays.
                let (first, now) = (before.steps(), after.steps());
                let kept = if before.kind() == after.kind() { first == now } else { first[0].on == now[0].on };
                prop_assert!(kept);
                prop_assert!(after.reached().map(|step| step.on) >= before.reached().map(|step| step.on));
            } else {
                prop_assert_eq!(before, after);
            }
        }

        #[test]
        fn a_clock_reads_the_same_at_any_hour_of_a_day_in_england(
            dates in any_dates(),
            today in any_day(),
            second in 0..86_400_i32,
        ) {
            // Some days have 23 hours and some 25: the second of the day is counted on the clock on the wall.
            let time = jiff::civil::Time::midnight().saturating_add(second.seconds());
            let instant = today.to_datetime(time).in_tz("Europe/London").unwrap().timestamp();
            prop_assert_eq!(crate::clock::today(instant), today);
            let clocks = rules::in_force().clocks();
            prop_assert_eq!(
                account_clock(&dates, clocks, crate::clock::today(instant)),
                account_clock(&dates, clocks, today)
            );
        }

        #[test]
        fn an_account_never_confirmed_is_never_further_on_than_one_last_used_the_day_it_was_made(
            made in any_day(),
            today in any_day(),
        ) {
            let (made, used) = (on(ClockStart::Created.on(made), today), on(active(made), today));
            prop_assert_eq!(event(&made), event(&used));
            prop_assert_eq!(made.day(), used.day());
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
