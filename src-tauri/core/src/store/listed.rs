//! Which people a list holds, as SQL.

use jiff::civil::Date;

/// Which people a list holds, or what is due about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListedPerson {
    /// Those with a post that lasts, or with none at all.
    Current,
    /// Those with posts, all of them ended.
    Left,
    /// Everybody.
    All,
    /// Those with an account that nobody has confirmed to be in use since this day. Leavers and long leave have clocks of
    /// their own.
    AccountToCheck(Date),
    /// Those whose last day was before this one and whose contact details are kept still.
    ContactToRemove(Date),
    /// Those who work here and whose number nobody has confirmed since this day.
    NumberToCheck(Date),
    /// Those a request was written about.
    InRequests,
    /// Those who left and can still open a mailbox, beyond the day.
    LeftWithAccess,
    /// Those marked as leavers on or after this day.
    MarkedLeaver(Date),
    /// Those with steps due.
    StepsDue,
}

impl ListedPerson {
    /// As a condition on `person p`: ?1 is the day. `last_day` names the column with the last day of their posts.
    fn condition(self, last_day: &str) -> String {
        match self {
            Self::All => "?1 IS NOT NULL".to_owned(),
            // Nobody is recorded without a name: one without was erased, also when their last day is today.
            Self::Current => format!("p.sort_name <> '' AND {last_day} >= ?1"),
            Self::Left => format!("(p.sort_name = '' OR {last_day} < ?1)"),
            Self::InRequests => {
                "?1 IS NOT NULL AND EXISTS (SELECT 1 FROM request_person q WHERE q.person = p.id)".to_owned()
            }
            Self::LeftWithAccess => format!(
                "p.sort_name <> '' AND {last_day} < ?1 AND EXISTS (SELECT 1 FROM access a WHERE a.person = p.id \
                 AND a.present = 1 AND (a.to_day IS NULL OR a.to_day > ?1))"
            ),
            Self::MarkedLeaver(since) => {
                format!("p.marked_leaver >= '{since}' AND p.sort_name <> '' AND ?1 IS NOT NULL")
            }
            Self::StepsDue => "p.sort_name <> '' AND p.id IN \
                 (SELECT h.person FROM path h WHERE h.open = 1 AND h.next_due <= ?1)"
                .to_owned(),
            Self::AccountToCheck(since) => format!(
                "p.has_account = 1 AND p.marked_leaver IS NULL AND p.disabled IS NULL AND p.sort_name <> '' \
                 AND coalesce(p.last_active, '') < '{since}' AND ?1 IS NOT NULL"
            ),
            Self::ContactToRemove(before) => format!(
                "p.last_day < '{before}' AND (p.personal_mobile IS NOT NULL OR p.linked_mobile IS NOT NULL \
                 OR p.personal_email IS NOT NULL) AND ?1 IS NOT NULL"
            ),
            Self::NumberToCheck(since) => {
                format!("p.number_checked < '{since}' AND p.sort_name <> '' AND {last_day} >= ?1")
            }
        }
    }
}

/// Which people a list holds: everything said here has to be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whom {
    /// Which.
    pub who: ListedPerson,
    /// What is due about them.
    pub due: Option<ListedPerson>,
    /// Their role, in whatever letters: in a post that lasts, or in one they had until they left.
    pub role: Option<String>,
}

impl From<ListedPerson> for Whom {
    fn from(who: ListedPerson) -> Self {
        Self {
            who,
            due: None,
            role: None,
        }
    }
}

/// How a post's column holds a role: as the `lower` of SQL writes it.
pub(super) fn role_key(role: &str) -> String {
    role.to_ascii_lowercase()
}

/// How the people are come by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// In whatever order is quickest, for a count.
    Any,
    /// One after the other in the order of names, or the few of one site or about whom something is due: a plus keeps a column
    /// from choosing the index.
    Name,
}

impl Whom {
    /// The role as the column holds it.
    pub(super) fn role_key(&self) -> Option<String> {
        self.role.as_deref().map(role_key)
    }

    /// As a condition on `person p`: ?1 is the day, ?2 the site and ?3 the role, each of them named.
    pub(super) fn condition(&self, at_site: bool, by: By) -> String {
        let last_day = if by == By::Name || self.due.is_some() || self.role.is_some() {
            "+p.last_day"
        } else {
            "p.last_day"
        };
        let mut all = vec![self.who.condition(last_day)];
        all.extend(self.due.map(|due| due.condition("p.last_day")));
        if at_site {
            // Somebody who works elsewhere now is not among those who work here.
            let lasting = self.who == ListedPerson::Current;
            all.push(format!("p.id IN ({})", self.posts(true, lasting)));
            all.push("+p.present = 1".to_owned());
        } else {
            all.push("p.present = 1 AND ?2 IS NULL".to_owned());
        }
        let (now, left) = (self.who == ListedPerson::Current, self.who == ListedPerson::Left);
        if self.role.is_none() {
            all.push("?3 IS NULL".to_owned());
        } else if now || left {
            // At one site its posts are asked for already, the role with them.
            if !at_site {
                all.push(format!("+p.id IN ({})", self.posts(false, now)));
            }
        } else {
            all.push(format!(
                "(+p.id IN ({}) OR ({last_day} < ?1 AND +p.id IN ({})))",
                self.posts(at_site, true),
                self.posts(at_site, false)
            ));
        }
        all.join(" AND ")
    }

    /// Whose posts are meant, as a query for them.
    fn posts(&self, at_site: bool, lasting: bool) -> String {
        let mut query = "SELECT o.person FROM post o WHERE o.present = 1".to_owned();
        if at_site {
            query.push_str(" AND o.site = ?2");
        }
        if self.role.is_some() {
            query.push_str(" AND o.role = ?3");
        }
        if lasting {
            query.push_str(" AND (o.to_day IS NULL OR o.to_day >= ?1)");
        }
        query
    }
}
