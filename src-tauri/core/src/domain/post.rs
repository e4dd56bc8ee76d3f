//! A person's post at a site.

use jiff::civil::Date;

use crate::domain::facts::facts;
use crate::domain::ids::{PersonId, SiteId};
use crate::domain::lasts;
use crate::domain::named::named_enum;
use crate::domain::text::RoleName;

named_enum! {
    /// A day of the week.
    pub enum WeekDay {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

facts! {
    /// A person's work at one site, from a day to a day. People work in two homes, leave and return: each is a post.
    pub struct Post, PostPatch {
        /// Whether the record stands; cleared when its making is undone.
        present: bool,
        /// Who.
        person: PersonId,
        /// Where.
        site: SiteId,
        /// As what.
        role: RoleName,
        /// The first day.
        from: Date,
        /// The last day; not known while it lasts.
        to: Date,
        /// The weekdays worked; never empty.
        works_on: Vec<WeekDay>,
    }
}

impl Post {
    /// Whether the person has this post on `today`.
    #[must_use]
    pub fn lasts_on(&self, today: Date) -> bool {
        self.present == Some(true) && lasts(self.from, self.to, today)
    }

    /// Whether the post is over by `today`.
    #[must_use]
    pub fn ended_by(&self, today: Date) -> bool {
        self.present == Some(true) && self.to.is_some_and(|to| to < today)
    }
}
