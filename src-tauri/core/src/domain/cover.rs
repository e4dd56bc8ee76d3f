//! Who can open a shared mailbox, day by day, given what is known.
//!
//! Enough people for every day, at least two, is what the FAQ asks for (L74-76); two owners are our advice. A day to come is
//! drawn from the days that were recorded: jobs and access that end, leaver marks and their 30 days, long leave.

use std::ops::RangeInclusive;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::access::{Access, AccessLevel};
use super::named::named_enum;
use super::post::{Post, WeekDay};
use super::rules;

/// The fewest people who should be able to open a mailbox. FAQ L74-76.
pub const FEWEST: usize = 2;

named_enum! {
    /// How somebody who has access stands on a day.
    pub enum Standing {
        /// They can open it, and say who else may.
        Owner = "owner",
        /// They can open it.
        Member = "member",
        /// They have left and still have access: they could, and should not.
        Left = "left",
        /// They are away for long, or their account is disabled for it.
        Away = "away",
        /// The 30 days after their leaver mark are over: the account may be deleted.
        AccountEnded = "account_ended",
    }
}

impl Standing {
    /// Whether they count as somebody who can open it.
    #[must_use]
    pub const fn opens(self) -> bool {
        matches!(self, Self::Owner | Self::Member)
    }
}

/// What is known of somebody with access to a mailbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// Their access to it, earlier ones too.
    pub access: Vec<Access>,
    /// Their posts.
    pub posts: Vec<Post>,
    /// The day of their leaver mark.
    pub marked_leaver_on: Option<Date>,
    /// The day their account was disabled.
    pub disabled_on: Option<Date>,
    /// Their long leaves: from, and the day they come back, where that is known.
    pub leaves: Vec<(Date, Option<Date>)>,
}

/// Days on which somebody stands alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoverSpan {
    /// How.
    pub standing: Standing,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// How many can open a mailbox on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCover {
    /// The day.
    pub on: Date,
    /// People who can open it, owners among them.
    pub people: usize,
    /// People who own it.
    pub owners: usize,
}

/// Days on which too few can open a mailbox, or own it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThinCover {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// How many can open it.
    pub people: usize,
    /// How many own it.
    pub owners: usize,
}

impl Holder {
    /// How they stand on a day. `None` without access.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<Standing> {
        let lasting = self.access.iter().filter(|access| access.opens_on(day));
        let level = lasting.filter_map(|access| access.level).min()?;
        let deleted_after = i32::from(rules::in_force().clocks().leaver.deleted_after_days);
        let gone = self
            .marked_leaver_on
            .is_some_and(|marked| marked.saturating_add(deleted_after.days()) <= day);
        if gone {
            return Some(Standing::AccountEnded);
        }
        let posts = || self.posts.iter().filter(|post| post.present == Some(true));
        if self.marked_leaver_on.is_some_and(|marked| marked <= day)
            || (posts().next().is_some() && posts().all(|post| post.ended_by(day)))
        {
            return Some(Standing::Left);
        }
        if self.is_away(day) {
            return Some(Standing::Away);
        }
        Some(match level {
            AccessLevel::Owner => Standing::Owner,
            AccessLevel::Member => Standing::Member,
        })
    }

    fn is_away(&self, day: Date) -> bool {
        let back_on = |from: Date| {
            let returns = self.leaves.iter().filter_map(|(_, returns_on)| *returns_on);
            returns.filter(|returns_on| *returns_on > from).min()
        };
        let disabled = self
            .disabled_on
            .is_some_and(|from| from <= day && back_on(from).is_none_or(|back| day < back));
        let on_leave = |(from, returns_on): &(Date, Option<Date>)| {
            *from <= day && returns_on.is_none_or(|returns_on| day < returns_on)
        };
        disabled || self.leaves.iter().any(on_leave)
    }

    /// How they stand over some days, in order and without the days on which they have no access.
    #[must_use]
    pub fn spans(&self, days: &RangeInclusive<Date>) -> Vec<CoverSpan> {
        let mut spans: Vec<CoverSpan> = Vec::new();
        for day in each(days) {
            let Some(standing) = self.on(day) else { continue };
            match spans.last_mut() {
                Some(last) if last.standing == standing && last.to.tomorrow().is_ok_and(|next| next == day) => {
                    last.to = day;
                }
                _ => spans.push(CoverSpan {
                    standing,
                    from: day,
                    to: day,
                }),
            }
        }
        spans
    }

    /// The weekdays they work on at a home of `day`, where that is known.
    #[must_use]
    pub fn works_on(&self, day: Date) -> Option<Vec<WeekDay>> {
        let posts = self.posts.iter().filter(|post| post.lasts_on(day));
        let known: Vec<&Vec<WeekDay>> = posts.filter_map(|post| post.works_on.as_ref()).collect();
        if known.is_empty() {
            return None;
        }
        let works = |day: &&WeekDay| known.iter().any(|days| days.contains(day));
        Some(WeekDay::ALL.iter().filter(works).copied().collect())
    }
}

fn each(days: &RangeInclusive<Date>) -> impl Iterator<Item = Date> + use<> {
    let last = *days.end();
    std::iter::successors(Some(*days.start()), |day| day.tomorrow().ok()).take_while(move |day| *day <= last)
}

/// So many days from a day on.
#[must_use]
pub fn days_from(day: Date, count: u16) -> RangeInclusive<Date> {
    day..=day.saturating_add(i32::from(count.saturating_sub(1)).days())
}

/// How many can open a mailbox on each of some days.
#[must_use]
pub fn series(holders: &[Holder], days: &RangeInclusive<Date>) -> Vec<DayCover> {
    each(days)
        .map(|on| {
            let standings: Vec<Standing> = holders.iter().filter_map(|holder| holder.on(on)).collect();
            DayCover {
                on,
                people: standings.iter().filter(|standing| standing.opens()).count(),
                owners: standings
                    .iter()
                    .filter(|standing| **standing == Standing::Owner)
                    .count(),
            }
        })
        .collect()
}

/// The days on which fewer than two can open it or own it, days that are alike together.
#[must_use]
pub fn thin(series: &[DayCover]) -> Vec<ThinCover> {
    let mut thin: Vec<ThinCover> = Vec::new();
    for day in series.iter().filter(|day| day.people < FEWEST || day.owners < FEWEST) {
        match thin.last_mut() {
            Some(last)
                if (last.people, last.owners) == (day.people, day.owners)
                    && last.to.tomorrow().is_ok_and(|next| next == day.on) =>
            {
                last.to = day.on;
            }
            _ => thin.push(ThinCover {
                from: day.on,
                to: day.on,
                people: day.people,
                owners: day.owners,
            }),
        }
    }
    thin
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 11, 20);

    fn day() -> impl Strategy<Value = Date> {
        (-200..200_i32).prop_map(|days| TODAY.saturating_add(days.days()))
    }

    fn holder() -> impl Strategy<Value = Holder> {
        let access =
            (any::<bool>(), prop::option::of(day()), prop::option::of(day())).prop_map(|(owner, from, to)| Access {
                present: Some(true),
                level: Some(if owner { AccessLevel::Owner } else { AccessLevel::Member }),
                from,
                to,
                ..Access::default()
            });
        let post = (prop::option::of(day()), prop::option::of(day())).prop_map(|(from, to)| Post {
            present: Some(true),
            from,
            to,
            ..Post::default()
        });
        (
            prop::collection::vec(access, 0..3),
            prop::collection::vec(post, 0..3),
            prop::option::weighted(0.3, day()),
            prop::option::weighted(0.2, day()),
            prop::collection::vec((day(), prop::option::of(day())), 0..2),
        )
            .prop_map(|(access, posts, marked_leaver_on, disabled_on, leaves)| Holder {
                access,
                posts,
                marked_leaver_on,
                disabled_on,
                leaves,
            })
    }

    fn with_access(from: Option<Date>, to: Option<Date>) -> Holder {
        Holder {
            access: vec![Access {
                present: Some(true),
                level: Some(AccessLevel::Member),
                from,
                to,
                ..Access::default()
            }],
            ..Holder::default()
        }
    }

    #[test]
    fn a_leaver_stands_out_until_the_day_their_access_was_taken_away() {
        let mut leaver = Holder {
            marked_leaver_on: Some(date(2026, 11, 1)),
            ..with_access(None, Some(TODAY))
        };
        assert_eq!(leaver.on(TODAY), Some(Standing::Left));
        leaver.access[0].portal_done_on = Some(TODAY);
        assert_eq!(leaver.on(TODAY), None);
    }

    #[test]
    fn a_leaver_counts_no_more_from_the_mark_and_the_account_ends_on_day_30() {
        let leaver = Holder {
            marked_leaver_on: Some(date(2026, 12, 1)),
            ..with_access(None, None)
        };
        let span = |standing, from, to| CoverSpan { standing, from, to };
        assert_eq!(
            leaver.spans(&days_from(TODAY, 90)),
            [
                span(Standing::Member, TODAY, date(2026, 11, 30)),
                span(Standing::Left, date(2026, 12, 1), date(2026, 12, 30)),
                span(Standing::AccountEnded, date(2026, 12, 31), date(2027, 2, 17)),
            ]
        );
    }

    #[test]
    fn somebody_on_long_leave_is_counted_again_from_the_day_they_come_back() {
        let away = Holder {
            disabled_on: Some(date(2026, 11, 1)),
            leaves: vec![(date(2026, 10, 30), Some(date(2027, 1, 4)))],
            ..with_access(None, None)
        };
        assert_eq!(away.on(date(2027, 1, 3)), Some(Standing::Away));
        assert_eq!(away.on(date(2027, 1, 4)), Some(Standing::Member));
        let people: Vec<usize> = series(&[away], &(date(2027, 1, 3)..=date(2027, 1, 4)))
            .iter()
            .map(|day| day.people)
            .collect();
        assert_eq!(people, [0, 1]);
    }

    #[test]
    fn weekdays_are_known_only_where_a_job_that_lasts_says_them() {
        let works = |days: Option<Vec<WeekDay>>, to| Post {
            present: Some(true),
            works_on: days,
            to,
            ..Post::default()
        };
        let holder = Holder {
            posts: vec![
                works(Some(vec![WeekDay::Friday, WeekDay::Monday]), None),
                works(Some(vec![WeekDay::Sunday]), Some(date(2026, 1, 1))),
                works(None, None),
            ],
            ..Holder::default()
        };
        assert_eq!(holder.works_on(TODAY), Some(vec![WeekDay::Monday, WeekDay::Friday]));
        assert_eq!(with_access(None, None).works_on(TODAY), None);
    }

    proptest! {
        #[test]
        fn every_day_is_in_the_span_that_says_how_they_stand(holder in holder(), from in day(), count in 1..120_u16) {
            let days = days_from(from, count);
            let spans = holder.spans(&days);
            for day in each(&days) {
                let holding: Vec<Standing> = spans
                    .iter()
                    .filter(|span| span.from <= day && day <= span.to)
                    .map(|span| span.standing)
                    .collect();
                prop_assert_eq!(holding, holder.on(day).into_iter().collect::<Vec<_>>());
            }
            prop_assert!(spans.windows(2).all(|pair| pair[0].to < pair[1].from));
        }

        #[test]
        fn the_picture_counts_whom_the_rows_show(holders in prop::collection::vec(holder(), 0..5), from in day()) {
            let days = days_from(from, 90);
            let series = series(&holders, &days);
            prop_assert_eq!(series.len(), 90);
            for day in &series {
                let shown = holders.iter().filter(|holder| {
                    let spans = holder.spans(&days);
                    spans.iter().any(|span| span.from <= day.on && day.on <= span.to && span.standing.opens())
                });
                prop_assert_eq!(day.people, shown.count());
                prop_assert!(day.owners <= day.people);
            }
            let thin = thin(&series);
            for day in &series {
                let said = thin.iter().any(|thin| thin.from <= day.on && day.on <= thin.to);
                prop_assert_eq!(said, day.people < FEWEST || day.owners < FEWEST);
            }
        }

        #[test]
        fn a_leaver_mark_never_adds_cover_and_one_more_person_never_takes_it(
            holders in prop::collection::vec(holder(), 1..4), more in holder(), marked in day(),
        ) {
            let days = days_from(TODAY, 90);
            let before = series(&holders, &days);
            let mut marked_holders = holders.clone();
            marked_holders[0].marked_leaver_on =
                Some(holders[0].marked_leaver_on.map_or(marked, |earlier| earlier.min(marked)));
            for (before, after) in before.iter().zip(series(&marked_holders, &days)) {
                prop_assert!(after.people <= before.people && after.owners <= before.owners);
            }
            let mut joined = holders;
            joined.push(more);
            for (before, after) in before.iter().zip(series(&joined, &days)) {
                prop_assert!(after.people >= before.people && after.owners >= before.owners);
            }
        }
    }
}
