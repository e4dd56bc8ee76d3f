//! Reading the staff list, and the one way a change gets in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::ids::Id;
use super::listed::{By, ListedPerson, Whom};
use super::tables::{self, Kept};
use super::{Damage, DamageKind, Head, StoreError, Verified, log, search, verify};
use crate::domain::access::{Access, AccessLevel};
use crate::domain::aside::Aside;
use crate::domain::change::{Body, Change, Entity, LogicalClock};
use crate::domain::ids::{
    AccessId, ActionId, AsideId, DeviceId, MailboxId, PathId, PersonId, PostId, RequestId, SiteId,
};
use crate::domain::path::{Known, Path as LifePath, PathKind, PathStep};
use crate::domain::person::Person;
use crate::domain::post::Post;
use crate::domain::request::{Request, RequestKind, RequestState};
use crate::domain::settings::Settings;
use crate::domain::site::{Mailbox, Site};
use crate::domain::{FullName, Mobile, NhsmailAddress, PersonalEmail, RoleName};
use crate::logged::KindOf;
use crate::random;

/// A site with its id.
pub type SiteRow = (SiteId, Site);
/// A mailbox with its id.
pub type MailboxRow = (MailboxId, Mailbox);
/// A person with their id.
pub type PersonRow = (PersonId, Person);
/// A post with its id.
pub type PostRow = (PostId, Post);
/// An access with its id.
pub type AccessRow = (AccessId, Access);
/// A request with its id.
pub type RequestRow = (RequestId, Request);

/// A path with its id.
pub type PathRow = (PathId, LifePath);

/// Something set aside, with its id.
pub type AsideRow = (AsideId, Aside);

/// A path with steps due.
#[derive(Clone, Debug)]
pub struct DuePath {
    /// The path.
    pub path: LifePath,
    /// Whose.
    pub person: PersonRow,
    /// The steps left that wait for nothing, each with the day from which it is to be done.
    pub left: Vec<(PathStep, Date)>,
}

/// A page of the people list.
#[derive(Clone, Debug, Default)]
pub struct PeoplePage {
    /// The people of the page, by name.
    pub people: Vec<PersonRow>,
    /// How many there are in all, as far as they were counted.
    pub total: u32,
    /// Whether there are more than were counted.
    pub more: bool,
}

/// Who can open a mailbox, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    /// People who can open it, owners among them.
    pub people: u32,
    /// People who own it.
    pub owners: u32,
}

/// A value that only one person may have.
#[derive(Clone, Copy, Debug)]
pub enum Shared<'a> {
    /// A mobile, personal or linked.
    Mobile(&'a Mobile),
    /// A personal email address.
    Email(&'a PersonalEmail),
    /// An NHSmail address.
    Address(&'a NhsmailAddress),
    /// A name that looks the same. Allowed, and worth a warning.
    LookAlike(&'a FullName),
}

/// A half-typed form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormDraft {
    /// The page's own JSON.
    pub body: String,
    /// When it was kept.
    pub saved_at: Timestamp,
}

/// How many search results are looked at: enough to fill a screen many times, and little enough to be at once.
const MOST_FOUND: u32 = 200;

/// The states of a request that has not ended, as SQL.
const OPEN_STATES: &str = "'drafted', 'sent', 'acknowledged', 'escalated'";

/// After how many written rows the write-ahead log is moved into the file, when nobody waits.
const TIDY_AFTER_ROWS: u64 = 200;

/// The write-ahead log's largest size, in pages of 4 kB, at which the write that fills it moves it into the file: an import of 20,000
/// people stays below it.
const LARGEST_LOG_PAGES: u32 = 50_000;

/// How much of the file the writing connection may keep at hand, in kibibytes: what an import of 20,000 people writes, so that no page
/// is written twice.
const WRITER_CACHE_KIB: i32 = 128_000;

/// After an action of so many rows the memory it took is given back.
const LARGE_ACTION_ROWS: u64 = 50_000;

/// How long a half-typed form is kept.
const FORM_DRAFT_DAYS: i64 = 7;

/// Reads the staff list.
#[derive(Debug, Clone, Copy)]
pub struct Register<'a> {
    pub(super) connection: &'a Connection,
}

fn with_id<I: From<Id>, T: Kept>(row: &Row<'_>) -> rusqlite::Result<(I, String, std::marker::PhantomData<T>)> {
    Ok((row.get::<_, Id>(0)?.into(), row.get(1)?, std::marker::PhantomData))
}

impl<'a> Register<'a> {
    pub(super) const fn new(connection: &'a Connection) -> Self {
        Self { connection }
    }

    pub(super) fn all<I: From<Id>, T: Kept>(
        self,
        sql: &str,
        params: impl rusqlite::Params,
    ) -> Result<Vec<(I, T)>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params, with_id::<I, T>)?;
        let mut things = Vec::new();
        for row in rows {
            let (id, doc, _) = row?;
            things.push((id, tables::parse(&doc)?));
        }
        Ok(things)
    }

    /// A thing as everybody sees it.
    fn shown<T: Kept>(self, sql: &str, id: Id) -> Result<Option<T>, StoreError> {
        let doc = self
            .connection
            .prepare_cached(sql)?
            .query_row([id], |row| row.get::<_, String>(0))
            .optional()?;
        doc.map(|doc| tables::parse(&doc)).transpose()
    }

    /// The settings.
    ///
    /// # Errors
    /// As every reading function here: [`StoreError::Damaged`] when a row cannot be read, or what the disk says.
    pub fn settings(self) -> Result<Settings, StoreError> {
        Ok(Settings::load(self.connection, uuid::Uuid::nil())?.unwrap_or_default())
    }

    /// A site, also one whose making was undone.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn site(self, id: SiteId) -> Result<Option<Site>, StoreError> {
        Site::load(self.connection, id.uuid())
    }

    /// Every site, by name.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn sites(self) -> Result<Vec<SiteRow>, StoreError> {
        self.all("SELECT id, doc FROM site WHERE present = 1 ORDER BY name, id", [])
    }

    /// A mailbox, also one whose making was undone.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn mailbox(self, id: MailboxId) -> Result<Option<Mailbox>, StoreError> {
        Mailbox::load(self.connection, id.uuid())
    }

    /// Every mailbox, by address.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn mailboxes(self) -> Result<Vec<MailboxRow>, StoreError> {
        self.all("SELECT id, doc FROM mailbox WHERE present = 1 ORDER BY address, id", [])
    }

    /// Whether this is the address of a mailbox.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn is_mailbox(self, address: &str) -> Result<bool, StoreError> {
        Ok(self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM mailbox WHERE present = 1 AND address = ?1)")?
            .query_row([address], |row| row.get(0))?)
    }

    /// A site's mailboxes, by address.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn mailboxes_of(self, site: SiteId) -> Result<Vec<MailboxRow>, StoreError> {
        self.all(
            "SELECT id, doc FROM mailbox WHERE site = ?1 AND present = 1 ORDER BY address, id",
            [Id::from(site)],
        )
    }

    /// A person, also one whose adding was undone or who was erased.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn person(self, id: PersonId) -> Result<Option<Person>, StoreError> {
        self.shown("SELECT doc FROM person WHERE id = ?1", id.into())
    }

    /// A post.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn post(self, id: PostId) -> Result<Option<Post>, StoreError> {
        self.shown("SELECT doc FROM post WHERE id = ?1", id.into())
    }

    /// A person's posts.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn posts_of(self, person: PersonId) -> Result<Vec<PostRow>, StoreError> {
        self.all(
            "SELECT id, doc FROM post WHERE person = ?1 AND present = 1 ORDER BY from_day DESC, id DESC",
            [Id::from(person)],
        )
    }

    /// Everybody's posts.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn posts(self) -> Result<Vec<PostRow>, StoreError> {
        self.all("SELECT id, doc FROM post WHERE present = 1", [])
    }

    /// Everybody's access.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn accesses(self) -> Result<Vec<AccessRow>, StoreError> {
        self.all("SELECT id, doc FROM access WHERE present = 1", [])
    }

    /// An access.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn access(self, id: AccessId) -> Result<Option<Access>, StoreError> {
        self.shown("SELECT doc FROM access WHERE id = ?1", id.into())
    }

    /// A person's access to mailboxes.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn access_of(self, person: PersonId) -> Result<Vec<AccessRow>, StoreError> {
        self.all(
            "SELECT id, doc FROM access WHERE person = ?1 AND present = 1 ORDER BY from_day DESC, id DESC",
            [Id::from(person)],
        )
    }

    /// Everybody's access to one mailbox.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn access_to(self, mailbox: MailboxId) -> Result<Vec<AccessRow>, StoreError> {
        self.all(
            "SELECT id, doc FROM access WHERE mailbox = ?1 AND present = 1 ORDER BY id",
            [Id::from(mailbox)],
        )
    }

    /// The access to one mailbox of those who own it.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn owners_of(self, mailbox: MailboxId) -> Result<Vec<AccessRow>, StoreError> {
        self.all(
            "SELECT id, doc FROM access WHERE mailbox = ?1 AND present = 1 AND +level = ?2 ORDER BY id",
            params![Id::from(mailbox), AccessLevel::Owner.name()],
        )
    }

    /// The people who own any mailbox on `today`, by name.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn owners(self, today: Date) -> Result<Vec<PersonRow>, StoreError> {
        self.all(
            "SELECT p.id, p.doc FROM person p WHERE +p.present = 1 AND p.id IN (SELECT a.person FROM access a \
             WHERE a.level = ?1 AND a.present = 1 AND (a.from_day IS NULL OR a.from_day <= ?2) \
             AND (a.to_day IS NULL OR a.to_day >= ?2)) ORDER BY p.sort_name, p.id",
            params![AccessLevel::Owner.name(), today.to_string()],
        )
    }

    /// How many people have access to each mailbox on `today`, and how many of them own it.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn covers(self, today: Date) -> Result<BTreeMap<MailboxId, Cover>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT mailbox, count(DISTINCT person), count(DISTINCT person) FILTER (WHERE level = ?2) FROM access \
             WHERE mailbox IS NOT NULL AND present = 1 AND (from_day IS NULL OR from_day <= ?1) \
             AND (to_day IS NULL OR to_day >= ?1) GROUP BY mailbox",
        )?;
        let rows = statement.query_map(params![today.to_string(), AccessLevel::Owner.name()], |row| {
            let cover = Cover {
                people: row.get(1)?,
                owners: row.get(2)?,
            };
            Ok((row.get::<_, Id>(0)?.into(), cover))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// People with access that lasts on `today` who may not be able to open the mailbox for all that: who have left, are marked as
    /// leavers, are away for long, or whose access ends today.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn doubtful_holders(self, today: Date) -> Result<Vec<PersonId>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT a.person FROM ( \
               SELECT id FROM person WHERE present = 1 AND last_day < ?1 \
               UNION ALL SELECT id FROM person WHERE marked_leaver <= ?1 AND +present = 1 \
               UNION ALL SELECT id FROM person WHERE disabled <= ?1 AND +present = 1 \
               UNION ALL SELECT person FROM path WHERE open = 1 AND json_extract(doc, '$.kind') = ?2 \
               UNION ALL SELECT person FROM access WHERE level IN (?3, ?4) AND present = 1 AND to_day = ?1 \
             ) x CROSS JOIN access a ON a.person = x.id \
             WHERE a.present = 1 AND (a.to_day IS NULL OR a.to_day >= ?1) ORDER BY a.person",
        )?;
        let asked = params![
            today.to_string(),
            PathKind::LongLeave.name(),
            AccessLevel::Owner.name(),
            AccessLevel::Member.name()
        ];
        let rows = statement.query_map(asked, |row| row.get::<_, Id>(0))?;
        Ok(rows.map(|row| row.map(Into::into)).collect::<Result<_, _>>()?)
    }

    /// As [`Register::people_at`], of every site where anybody works.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn people_by_site(self, today: Date) -> Result<BTreeMap<SiteId, u32>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT site, count(DISTINCT person) FROM post WHERE site IS NOT NULL AND present = 1 \
             AND (to_day IS NULL OR to_day >= ?1) GROUP BY site",
        )?;
        let rows = statement.query_map([today.to_string()], |row| {
            Ok((row.get::<_, Id>(0)?.into(), row.get(1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many people have a post at this site that lasts on `today`.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn people_at(self, site: SiteId, today: Date) -> Result<u32, StoreError> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT count(DISTINCT person) FROM post WHERE site = ?1 AND present = 1 \
                 AND (to_day IS NULL OR to_day >= ?2)",
            )?
            .query_row(params![Id::from(site), today.to_string()], |row| row.get(0))?)
    }

    /// How many people with a post at this site on `today` have an NHSmail account, as far as is known.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn count_accounts(self, site: SiteId, today: Date) -> Result<u32, StoreError> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT count(DISTINCT p.id) FROM post o JOIN person p ON p.id = o.person WHERE o.site = ?1 \
                 AND o.present = 1 AND (o.to_day IS NULL OR o.to_day >= ?2) AND p.present = 1 \
                 AND p.has_account = 1",
            )?
            .query_row(params![Id::from(site), today.to_string()], |row| row.get(0))?)
    }

    fn count(self, whom: &Whom, site: Option<SiteId>, today: Date) -> Result<u32, StoreError> {
        let those = whom.condition(site.is_some(), By::Any);
        Ok(self
            .connection
            .prepare_cached(&format!("SELECT count(*) FROM person p WHERE {those}"))?
            .query_row(params![today.to_string(), site.map(Id::from), whom.role_key()], |row| {
                row.get(0)
            })?)
    }

    /// How many people are to be checked, all or those of one site.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn count_to_check(self, who: ListedPerson, site: Option<SiteId>, today: Date) -> Result<u32, StoreError> {
        self.count(&who.into(), site, today)
    }

    /// The people with an account, or a leaver mark, whose id follows `after`, by id: of everybody, or of those whose post at one site lasts on or
    /// after `today`. For what goes through all of them a few at a time.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn accounts_after(
        self,
        site: Option<SiteId>,
        after: Option<PersonId>,
        today: Date,
        limit: u32,
    ) -> Result<Vec<PersonRow>, StoreError> {
        self.all(
            "SELECT p.id, p.doc FROM person p WHERE p.id > coalesce(?1, x'') AND p.present = 1 AND (p.has_account = 1 OR p.marked_leaver IS NOT NULL) \
             AND (?2 IS NULL OR EXISTS (SELECT 1 FROM post o WHERE o.person = p.id AND o.site = ?2 AND o.present = 1 \
               AND (o.to_day IS NULL OR o.to_day >= ?3))) ORDER BY p.id LIMIT ?4",
            params![after.map(Id::from), site.map(Id::from), today.to_string(), limit],
        )
    }

    /// The people marked as leavers on or after `since`, the earliest mark first.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn marked_leavers(self, since: Date) -> Result<Vec<PersonRow>, StoreError> {
        self.all(
            "SELECT id, doc FROM person WHERE marked_leaver >= ?1 AND +present = 1 ORDER BY marked_leaver, id",
            [since.to_string()],
        )
    }

    /// Access that lasts beyond `today` of people all of whose posts have ended: what was taken away today is taken away.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn access_of_leavers(self, today: Date) -> Result<Vec<AccessRow>, StoreError> {
        self.all(
            "SELECT a.id, a.doc FROM person p CROSS JOIN access a ON a.person = p.id \
             WHERE p.present = 1 AND p.last_day < ?1 AND a.present = 1 AND (a.to_day IS NULL OR a.to_day > ?1) ORDER BY a.id LIMIT 200",
            [today.to_string()],
        )
    }

    /// Everybody, by name. For folding and export; the list asks for pages.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn people(self) -> Result<Vec<PersonRow>, StoreError> {
        self.all(
            "SELECT id, doc FROM person WHERE present = 1 ORDER BY sort_name, id",
            [],
        )
    }

    /// How many people there are.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn count_people(self) -> Result<u32, StoreError> {
        Ok(self
            .connection
            .prepare_cached("SELECT count(*) FROM person WHERE present = 1")?
            .query_row([], |row| row.get(0))?)
    }

    /// A page of the people list: those found by `text`, or everybody.
    ///
    /// A search looks at its first 200 people by name; the page then says that there are more.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn people_page(
        self,
        text: &str,
        site: Option<SiteId>,
        whom: impl Into<Whom>,
        today: Date,
        offset: u32,
        limit: u32,
    ) -> Result<PeoplePage, StoreError> {
        let whom = whom.into();
        let listed = whom.condition(site.is_some(), By::Name);
        if text.trim().is_empty() {
            let total = self.count(&whom, site, today)?;
            let people = self.all(
                &format!(
                    // In order by what the index holds; only those of the page are read whole.
                    "SELECT p.id, p.doc FROM person p WHERE p.place IN (SELECT p.place FROM person p WHERE {listed} \
                       ORDER BY p.sort_name, p.id LIMIT ?4 OFFSET ?5) ORDER BY p.sort_name, p.id"
                ),
                params![today.to_string(), site.map(Id::from), whom.role_key(), limit, offset],
            )?;
            return Ok(PeoplePage {
                people,
                total,
                more: false,
            });
        }
        let Some(query) = search::query(text) else {
            return Ok(PeoplePage::default());
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT p.place, p.sort_name FROM person_search s CROSS JOIN person p ON p.search_row = s.rowid \
             WHERE person_search MATCH ?4 AND (?6 IS NULL OR instr(' ' || s.words, ?6) > 0) AND {listed} \
             ORDER BY s.rowid LIMIT ?5"
        ))?;
        let (query, also) = query.asks(self.is_dense(&query)?);
        let asked = params![
            today.to_string(),
            site.map(Id::from),
            whom.role_key(),
            query,
            MOST_FOUND + 1,
            also
        ];
        let rows = statement.query_map(asked, |row| Ok((row.get::<_, String>(1)?, row.get::<_, i64>(0)?)))?;
        let mut found: Vec<(String, i64)> = rows.collect::<Result<_, _>>()?;
        let more = found.len() > MOST_FOUND as usize;
        found.truncate(MOST_FOUND as usize);
        found.sort();
        let mut people = Vec::new();
        let mut read = self
            .connection
            .prepare_cached("SELECT id, doc FROM person WHERE place = ?1")?;
        for (_, place) in found.iter().skip(offset as usize).take(limit as usize) {
            let (id, doc) = read.query_row([place], |row| Ok((row.get::<_, Id>(0)?, row.get::<_, String>(1)?)))?;
            people.push((id.into(), tables::parse(&doc)?));
        }
        Ok(PeoplePage {
            people,
            total: u32::try_from(found.len()).unwrap_or(u32::MAX),
            more,
        })
    }

    /// Whether so many people have a number that begins so that they are found sooner one by one.
    fn is_dense(self, query: &search::Query) -> Result<bool, StoreError> {
        let search::Query::Number(digits) = query else {
            return Ok(false);
        };
        let people: i64 = self
            .connection
            .prepare_cached("SELECT coalesce(max(place), 0) FROM person")?
            .query_row([], |row| row.get(0))?;
        let many = (people / search::DENSE).max(i64::from(MOST_FOUND));
        let found: i64 = self
            .connection
            .prepare_cached(
                "SELECT count(*) FROM (SELECT 1 FROM person WHERE personal_mobile >= ?1 AND personal_mobile < ?1 || ':' LIMIT ?2)",
            )?
            .query_row(params![digits, many], |row| row.get(0))?;
        Ok(found >= many)
    }

    /// The roles there are, each once however it is written, by name; the first `most` of them.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn roles(self, most: u32) -> Result<Vec<RoleName>, StoreError> {
        // From each role to the next one in the index: the posts themselves are not gone through.
        let mut statement = self.connection.prepare_cached(
            "WITH RECURSIVE r (role) AS (SELECT min(role) FROM post WHERE present = 1 AND role > '' \
             UNION ALL SELECT (SELECT min(o.role) FROM post o WHERE o.present = 1 AND o.role > r.role) FROM r \
               WHERE r.role IS NOT NULL LIMIT ?1) \
             SELECT (SELECT o.doc FROM post o WHERE o.present = 1 AND o.role = r.role LIMIT 1) FROM r \
             WHERE r.role IS NOT NULL",
        )?;
        let docs = statement.query_map([most], |row| row.get::<_, String>(0))?;
        let mut roles = Vec::new();
        for doc in docs {
            roles.extend(tables::parse::<Post>(&doc?)?.role);
        }
        Ok(roles)
    }

    /// The people other than `except` who have this value: those who work here, and leavers whose 30 days last on `today`.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn people_sharing(
        self,
        shared: Shared<'_>,
        except: Option<PersonId>,
        today: Date,
    ) -> Result<Vec<PersonRow>, StoreError> {
        let (condition, value) = match shared {
            Shared::Mobile(mobile) => (
                "(p.personal_mobile = ?1 OR p.linked_mobile = ?1)",
                mobile.as_str().to_owned(),
            ),
            Shared::Email(email) => ("p.personal_email = ?1", email.uniqueness_key()),
            Shared::Address(address) => ("p.nhsmail_address = ?1", address.as_str().to_owned()),
            Shared::LookAlike(name) => ("p.look_alike = ?1", name.look_alike_key()),
        };
        let since = today
            .checked_sub(jiff::Span::new().days(30))
            .unwrap_or(today)
            .to_string();
        // A leaver is somebody all of whose posts have ended; the 30 days run from the last end or the leaver mark.
        self.all(
            &format!(
                "SELECT p.id, p.doc FROM person p WHERE +p.present = 1 AND {condition} AND (?2 IS NULL OR p.id <> ?2) \
                 AND (NOT EXISTS (SELECT 1 FROM post o WHERE o.person = p.id AND o.present = 1) \
                   OR EXISTS (SELECT 1 FROM post o WHERE o.person = p.id AND o.present = 1 \
                     AND (o.to_day IS NULL OR o.to_day >= ?3)) \
                   OR p.marked_leaver >= ?3) ORDER BY p.sort_name, p.id LIMIT 20"
            ),
            params![value, except.map(Id::from), since],
        )
    }

    /// A path.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn path(self, id: PathId) -> Result<Option<LifePath>, StoreError> {
        self.shown("SELECT doc FROM path WHERE id = ?1", id.into())
    }

    /// A person's paths, newest first.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn paths_of(self, person: PersonId) -> Result<Vec<PathRow>, StoreError> {
        self.all(
            "SELECT id, doc FROM path WHERE person = ?1 AND present = 1 ORDER BY id DESC",
            [Id::from(person)],
        )
    }

    /// Everything that is known of a person that decides the steps of their paths.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn known_of(self, person: PersonId) -> Result<Known, StoreError> {
        tables::known_of(self.connection, person)
    }

    /// The open paths with steps that are due on `today`, the longest due first, at most 200.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn paths_due(self, today: Date) -> Result<Vec<DuePath>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT p.doc, p.steps_left, o.id, o.doc FROM path p CROSS JOIN person o ON o.id = p.person \
             WHERE p.open = 1 AND p.next_due <= ?1 AND o.present = 1 ORDER BY p.next_due, p.id LIMIT 200",
        )?;
        let rows = statement.query_map([today.to_string()], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, Id>(2)?,
                row.get::<_, String>(3)?,
            ))
        })?;
        let mut due = Vec::new();
        for row in rows {
            let (path, left, person, doc) = row?;
            due.push(DuePath {
                path: tables::parse(&path)?,
                person: (person.into(), tables::parse(&doc)?),
                left: tables::parse(&left)?,
            });
        }
        Ok(due)
    }

    /// The next day after `today` on which a step of a path is due.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn next_path_day(self, today: Date) -> Result<Option<Date>, StoreError> {
        let day: Option<String> = self
            .connection
            .prepare_cached("SELECT min(next_due) FROM path WHERE open = 1 AND next_due > ?1")?
            .query_row([today.to_string()], |row| row.get(0))?;
        Ok(day.and_then(|day| day.parse().ok()))
    }

    /// The earliest day on or after `since` on which an account was last confirmed as used.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn earliest_use(self, since: Date) -> Result<Option<Date>, StoreError> {
        let day: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT min(last_active) FROM person WHERE present = 1 AND has_account = 1 \
                 AND marked_leaver IS NULL AND disabled IS NULL AND last_active >= ?1",
            )?
            .query_row([since.to_string()], |row| row.get(0))?;
        Ok(day.and_then(|day| day.parse().ok()))
    }

    /// Something set aside, also when it was taken back.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn aside(self, id: AsideId) -> Result<Option<Aside>, StoreError> {
        Aside::load(self.connection, id.uuid())
    }

    /// What is put off beyond `today`, the first to come back first.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn put_off(self, today: Date) -> Result<Vec<AsideRow>, StoreError> {
        self.all(
            "SELECT id, doc FROM aside WHERE present = 1 AND until > ?1 ORDER BY until, id",
            [today.to_string()],
        )
    }

    /// A request.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn request(self, id: RequestId) -> Result<Option<Request>, StoreError> {
        Request::load(self.connection, id.uuid())
    }

    /// Requests, newest first: all, or those about one person; all, or only those not ended.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn requests(self, person: Option<PersonId>, open_only: bool) -> Result<Vec<RequestRow>, StoreError> {
        let place = match person {
            Some(_) => "r.id IN (SELECT q.request FROM request_person q WHERE q.person = ?1)",
            None => "?1 IS NULL",
        };
        let states = if open_only {
            format!(" AND r.state IN ({OPEN_STATES})")
        } else {
            String::new()
        };
        self.all(
            &format!("SELECT r.id, r.doc FROM request r WHERE {place}{states} ORDER BY r.id DESC"),
            [person.map(Id::from)],
        )
    }

    /// The people in the requests that are not ended.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn people_asked_for(self) -> Result<Vec<PersonRow>, StoreError> {
        self.all(
            &format!(
                "SELECT p.id, p.doc FROM person p WHERE p.id IN (SELECT q.person FROM request r \
                 JOIN request_person q ON q.request = r.id WHERE r.state IN ({OPEN_STATES}))"
            ),
            [],
        )
    }

    /// The references NAS gave, of all requests.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn ticket_references(self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT json_extract(t.value, '$.reference') FROM request r, json_each(r.doc, '$.tickets') t \
             WHERE NOT json_extract(t.value, '$.taken_back')",
        )?;
        let references = statement.query_map([], |row| row.get(0))?;
        Ok(references.collect::<Result<_, _>>()?)
    }

    /// The requests of which the whole stands here, newest first: all, or those composed on or after a day.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn requests_at(self, state: RequestState, since: Option<Date>) -> Result<Vec<RequestRow>, StoreError> {
        let since = since.map(|since| since.to_string());
        self.all(
            "SELECT id, doc FROM request WHERE state = ?1 AND (?2 IS NULL OR drafted_on >= ?2) ORDER BY id DESC",
            params![state.name(), since],
        )
    }

    /// The kinds of request there are.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn request_kinds(self) -> Result<Vec<RequestKind>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT DISTINCT kind FROM request WHERE kind IS NOT NULL ORDER BY kind")?;
        let kinds: Vec<String> = statement
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(kinds.iter().filter_map(|kind| RequestKind::from_name(kind)).collect())
    }

    /// How many requests are not ended: all, or those from the mailboxes of one site.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn count_open_requests(self, site: Option<SiteId>) -> Result<u32, StoreError> {
        Ok(self
            .connection
            .prepare_cached(&format!(
                "SELECT count(*) FROM request WHERE state IN ({OPEN_STATES}) \
                 AND (?1 IS NULL OR mailbox IN (SELECT id FROM mailbox WHERE site = ?1))"
            ))?
            .query_row([site.map(Id::from)], |row| row.get(0))?)
    }

    /// The request of this kind that is open for this person and was sent, if there is one.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn open_request(self, person: PersonId, kind: RequestKind) -> Result<Option<RequestId>, StoreError> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT r.id FROM request_person q JOIN request r ON r.id = q.request WHERE q.person = ?1 \
                 AND r.kind = ?2 AND q.state NOT IN ('drafted', 'done', 'rejected', 'withdrawn') ORDER BY r.id DESC LIMIT 1",
            )?
            .query_row(params![Id::from(self.standing_for(person)?), kind.name()], |row| {
                row.get::<_, Id>(0)
            })
            .optional()?
            .map(Into::into))
    }

    /// The changes of one thing, and of what joins it where `joined_too`, in the order of their stamps.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn changes_about(self, entity: Entity, joined_too: bool) -> Result<Vec<Change>, StoreError> {
        let mut changes = log::about(self.connection, entity, joined_too)?;
        changes.sort_by_key(|change| change.stamp);
        Ok(changes)
    }

    /// The changes of one action.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn changes_of(self, action: ActionId) -> Result<Vec<Change>, StoreError> {
        log::of_action(self.connection, action)
    }

    /// Whether an action has more changes than this.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn action_exceeds(self, action: ActionId, changes: u32) -> Result<bool, StoreError> {
        let found: u32 = self
            .connection
            .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM change WHERE action = ?1 LIMIT ?2 + 1)")?
            .query_row(params![Id::from(action), changes], |row| row.get(0))?;
        Ok(found > changes)
    }

    /// The actions that undid this one.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn undone_by(self, action: ActionId) -> Result<Vec<ActionId>, StoreError> {
        log::undone_by(self.connection, action)
    }

    /// How many changes there are.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn count_changes(self) -> Result<u64, StoreError> {
        Ok(self
            .connection
            .query_row("SELECT count(*) FROM change", [], |row| row.get(0))?)
    }

    /// A half-typed form, if it is not older than seven days.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn form_draft(self, form: &str, now: Timestamp) -> Result<Option<FormDraft>, StoreError> {
        let oldest = now.as_second() - FORM_DRAFT_DAYS * 24 * 60 * 60;
        let found = self
            .connection
            .prepare_cached("SELECT body, saved_at FROM form_draft WHERE form = ?1 AND saved_at >= ?2")?
            .query_row(params![form, oldest], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
            })
            .optional()?;
        Ok(found.map(|(body, at)| FormDraft {
            body,
            saved_at: Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH),
        }))
    }

    /// A fact of this computer.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn local_fact(self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self
            .connection
            .prepare_cached("SELECT value FROM local_fact WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?)
    }

    /// The facts of this computer whose name starts with `prefix`, with their values.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn local_facts(self, prefix: &str) -> Result<Vec<(String, String)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT name, value FROM local_fact WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name",
        )?;
        let rows = statement.query_map([prefix], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Checks the log, its chains against `heads`, and the tables. `progress` is called with how many changes were checked;
    /// it may stop the check by answering `false`.
    ///
    /// # Errors
    /// What the disk says; damage is a result, not an error.
    pub fn verify(self, heads: &[Head], progress: impl FnMut(u64) -> bool) -> Result<Verified, StoreError> {
        match verify::run(self.connection, heads, progress) {
            Err(StoreError::Damaged | StoreError::NotOpened) => Ok(Verified {
                damage: vec![Damage {
                    kind: DamageKind::File,
                    device: None,
                    sequence: None,
                }],
                stopped: true,
                ..Verified::default()
            }),
            other => other,
        }
    }

    /// The database's own check of the file.
    ///
    /// # Errors
    /// What the disk says.
    pub fn check_file(self) -> Result<Vec<Damage>, StoreError> {
        verify::check_file(self.connection)
    }
}

/// The connection that writes, with the end of this computer's chain.
#[derive(Debug)]
pub struct Writer {
    connection: Connection,
    head: Head,
    clock: LogicalClock,
    /// How many rows had been written when the write-ahead log was last moved into the file.
    tidied_at: u64,
}

/// Who writes, when, and what it undoes.
#[derive(Clone, Copy, Debug)]
pub struct WriteContext {
    /// The moment.
    pub now: Timestamp,
    /// Who is working.
    pub author: Option<PersonId>,
    /// The action this one undoes.
    pub undoes: Option<ActionId>,
}

impl Writer {
    /// A writer on an opened file, for this computer.
    ///
    /// # Errors
    /// What the disk says.
    pub fn new(connection: Connection, device: DeviceId) -> Result<Self, StoreError> {
        let (head, clock) = log::ends(&connection, device)?;
        connection.pragma_update(None, "wal_autocheckpoint", LARGEST_LOG_PAGES)?;
        connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
        Ok(Self {
            tidied_at: connection.total_changes(),
            connection,
            head,
            clock,
        })
    }

    /// Where this computer's chain ends.
    #[must_use]
    pub const fn head(&self) -> Head {
        self.head
    }

    /// The clock of the last change of any computer.
    #[must_use]
    pub const fn clock(&self) -> LogicalClock {
        self.clock
    }

    /// Reads the staff list.
    #[must_use]
    pub const fn read(&self) -> Register<'_> {
        Register::new(&self.connection)
    }

    /// Does one action: all its changes are recorded, or none.
    ///
    /// # Errors
    /// Whatever `act` answers, or what the disk says.
    pub fn act<T, E: From<StoreError>>(
        &mut self,
        context: WriteContext,
        act: impl FnOnce(&mut RegisterMut<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let before = (self.head, self.clock);
        let done = self.act_within(context, act);
        match done {
            Ok((value, destroyed)) => {
                if destroyed && let Err(error) = self.checkpoint() {
                    // The change stands. The log is emptied again when the file closes.
                    tracing::warn!(code = "checkpoint_failed", kind = %KindOf(&error), "what was erased is still in the log file");
                }
                Ok(value)
            }
            Err(error) => {
                (self.head, self.clock) = before;
                Err(error)
            }
        }
    }

    fn act_within<T, E: From<StoreError>>(
        &mut self,
        context: WriteContext,
        act: impl FnOnce(&mut RegisterMut<'_>) -> Result<T, E>,
    ) -> Result<(T, bool), E> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let mut register = RegisterMut {
            transaction,
            head: &mut self.head,
            clock: &mut self.clock,
            around: log::Around {
                now: context.now,
                action: ActionId::from_uuid(random::uuid_v7(context.now)),
                undoes: context.undoes,
                author: context.author,
            },
            recorded: 0,
            destroyed: false,
            touched: tables::Touched::default(),
        };
        let value = act(&mut register)?;
        tables::settle(&register.transaction, &register.touched)?;
        let destroyed = register.destroyed;
        register.transaction.commit().map_err(StoreError::from)?;
        Ok((value, destroyed))
    }

    /// Moves everything from the write-ahead log into the file and empties the log.
    ///
    /// # Errors
    /// What the disk says.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        self.connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Whether so much waits in the write-ahead log that moving it into the file is worth the while.
    pub(super) fn is_untidy(&self) -> bool {
        self.connection.total_changes() - self.tidied_at >= TIDY_AFTER_ROWS
    }

    /// Moves what waits in the write-ahead log into the file, once it is worth the while. Called when nobody waits: done by the
    /// write that fills the log, it would make that one write slow.
    pub(super) fn tidy(&mut self) {
        if !self.is_untidy() {
            return;
        }
        let large = self.connection.total_changes() - self.tidied_at >= LARGE_ACTION_ROWS;
        self.tidied_at = self.connection.total_changes();
        if large && let Err(error) = self.connection.execute_batch("PRAGMA shrink_memory") {
            tracing::warn!(code = "memory_kept", kind = ?error.sqlite_error_code(), "the memory of a large action stays");
        }
        let moved = self
            .connection
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        if let Err(error) = moved {
            // Nothing is lost: the log is read with the file, and moved when it is full or the file closes.
            tracing::warn!(code = "checkpoint_failed", kind = ?error.sqlite_error_code(), "the log stays where it is");
        }
    }

    /// Copies the file to `path`, whole as it is at one moment, under the same key. The folder is made where it is missing.
    ///
    /// # Errors
    /// What the disk says; nothing half-written is left behind.
    pub fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        if let Some(folder) = path.parent() {
            crate::files::create_folder(folder)?;
        }
        super::snapshot::copy(&self.connection, path)
    }

    /// Takes a snapshot into the data folder.
    ///
    /// # Errors
    /// What the disk says.
    pub fn snapshot(&self, data_folder: &Path, now: Timestamp) -> Result<(), StoreError> {
        super::snapshot(&self.connection, data_folder, now).map(|_| ())
    }

    /// Keeps a half-typed form, and lets go of those older than seven days.
    ///
    /// # Errors
    /// What the disk says.
    pub fn keep_form_draft(&self, form: &str, body: &str, now: Timestamp) -> Result<(), StoreError> {
        let now = now.as_second();
        self.connection
            .prepare_cached("DELETE FROM form_draft WHERE saved_at < ?1")?
            .execute([now - FORM_DRAFT_DAYS * 24 * 60 * 60])?;
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO form_draft (form, body, saved_at) VALUES (?1, ?2, ?3)")?
            .execute(params![form, body, now])?;
        Ok(())
    }

    /// Lets go of a half-typed form.
    ///
    /// # Errors
    /// What the disk says.
    pub fn discard_form_draft(&self, form: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("DELETE FROM form_draft WHERE form = ?1")?
            .execute([form])?;
        Ok(())
    }

    /// Sets or clears a fact of this computer.
    ///
    /// # Errors
    /// What the disk says.
    pub fn set_local_fact(&self, name: &str, value: Option<&str>) -> Result<(), StoreError> {
        match value {
            Some(value) => self
                .connection
                .prepare_cached("INSERT OR REPLACE INTO local_fact (name, value) VALUES (?1, ?2)")?
                .execute([name, value])?,
            None => self
                .connection
                .prepare_cached("DELETE FROM local_fact WHERE name = ?1")?
                .execute([name])?,
        };
        Ok(())
    }

    /// Draws every table again from the log.
    ///
    /// # Errors
    /// What the disk says; the tables are then as they were.
    pub fn redraw_tables(&mut self) -> Result<(), StoreError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        tables::clear(&transaction)?;
        let mut touched = tables::Touched::default();
        for entity in tables::entities(&transaction)? {
            tables::redraw(&transaction, entity, &mut touched)?;
        }
        tables::settle(&transaction, &touched)?;
        transaction.commit()?;
        Ok(())
    }

    /// Closes the file, leaving one file at rest.
    ///
    /// # Errors
    /// What the disk says.
    pub fn close(self) -> Result<(), StoreError> {
        self.checkpoint()?;
        self.connection.close().map_err(|(_, error)| error.into())
    }
}

/// Records changes within one action.
#[derive(Debug)]
pub struct RegisterMut<'a> {
    transaction: Transaction<'a>,
    head: &'a mut Head,
    clock: &'a mut LogicalClock,
    around: log::Around,
    recorded: u32,
    destroyed: bool,
    /// What is brought up to date when the action ends.
    touched: tables::Touched,
}

impl std::fmt::Debug for log::Around {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Around")
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}

impl RegisterMut<'_> {
    /// Reads the staff list as it stands within this action.
    #[must_use]
    pub fn read(&self) -> Register<'_> {
        Register::new(&self.transaction)
    }

    /// The moment.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.around.now
    }

    /// Who is working.
    #[must_use]
    pub const fn author(&self) -> Option<PersonId> {
        self.around.author
    }

    /// The people whose paths this action may have changed.
    ///
    /// # Errors
    /// What the disk says.
    pub fn walking(&self) -> Result<BTreeSet<PersonId>, StoreError> {
        self.touched.walking(&self.transaction)
    }

    /// Whether it undoes another action.
    #[must_use]
    pub const fn is_undoing(&self) -> bool {
        self.around.undoes.is_some()
    }

    /// This action, if it has recorded anything.
    #[must_use]
    pub const fn action(&self) -> Option<ActionId> {
        if self.recorded == 0 {
            None
        } else {
            Some(self.around.action)
        }
    }

    /// Records one change: appends it to the log and brings its thing's table up to date. Everything that is ever written
    /// about sites, people and requests comes through here.
    ///
    /// # Errors
    /// What the disk says; the whole action is then undone.
    pub fn record(&mut self, body: Body) -> Result<(), StoreError> {
        let destroys = body.destroys();
        let on = body.effective();
        let change = log::append(&self.transaction, self.head, self.clock, &self.around, body)?;
        self.recorded += 1;
        tables::apply(&self.transaction, &change, &mut self.touched)?;
        for part in &destroys {
            let on = on.unwrap_or_else(|| crate::clock::today(self.around.now));
            super::keys::destroy(&self.transaction, *part, on)?;
            self.destroyed = true;
        }
        if let Some(part) = destroys.first() {
            for request in log::requests_sealing(&self.transaction, part.holder())? {
                tables::redraw(&self.transaction, request, &mut self.touched)?;
            }
        }
        Ok(())
    }

    /// Lets go of every half-typed form about one person: those named after them, as `person_change:<id>`, and those that
    /// hold their id or one of these words.
    ///
    /// # Errors
    /// What the disk says.
    pub fn discard_form_drafts_about(&mut self, person: PersonId, words: &[String]) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("DELETE FROM form_draft WHERE substr(form, -length(?1)) = ?1")?
            .execute([format!(":{person}")])?;
        let mut holding = self
            .transaction
            .prepare_cached("DELETE FROM form_draft WHERE instr(lower(body), lower(?1)) > 0")?;
        holding.execute([person.to_string()])?;
        for word in words {
            holding.execute([word])?;
        }
        Ok(())
    }

    /// Lets go of a half-typed form together with what it led to.
    ///
    /// # Errors
    /// What the disk says.
    pub fn discard_form_draft(&mut self, form: &str) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("DELETE FROM form_draft WHERE form = ?1")?
            .execute([form])?;
        Ok(())
    }

    /// Sets or clears a fact of this computer together with what it belongs to.
    ///
    /// # Errors
    /// What the disk says.
    pub fn set_local_fact(&mut self, name: &str, value: Option<&str>) -> Result<(), StoreError> {
        match value {
            Some(value) => self
                .transaction
                .prepare_cached("INSERT OR REPLACE INTO local_fact (name, value) VALUES (?1, ?2)")?
                .execute([name, value])?,
            None => self
                .transaction
                .prepare_cached("DELETE FROM local_fact WHERE name = ?1")?
                .execute([name])?,
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::request::RequestState;

    #[test]
    fn the_open_states_are_those_that_have_not_ended() {
        let open: Vec<String> = RequestState::ALL
            .iter()
            .filter(|state| !state.is_ended())
            .map(|state| format!("'{}'", state.name()))
            .collect();
        assert_eq!(OPEN_STATES, open.join(", "));
    }
}
