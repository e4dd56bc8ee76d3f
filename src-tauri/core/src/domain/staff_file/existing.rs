//! The staff list as an import needs it: everybody at once, found by what only one person has.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use crate::domain::access::Access;
use crate::domain::facts::Set;
use crate::domain::ids::{AccessId, MailboxId, PersonId, PostId, SiteId};
use crate::domain::person::Person;
use crate::domain::post::Post;
use crate::domain::site::{Mailbox, Site};
use crate::domain::{Mobile, folded};

/// A person with their posts and their access.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The person.
    pub person: Person,
    /// Their posts.
    pub posts: Vec<(PostId, Post)>,
    /// Their access.
    pub access: Vec<(AccessId, Access)>,
}

impl Known {
    /// Whether a value of theirs may not be anybody else's: they work here, or left within 30 days, or were marked as a leaver within
    /// them.
    #[must_use]
    pub fn holds_values(&self, today: Date) -> bool {
        let since = today.saturating_sub(jiff::Span::new().days(30));
        self.posts.is_empty()
            || self.posts.iter().any(|(_, post)| post.to.is_none_or(|to| to >= since))
            || self.person.facts.marked_leaver_on.is_some_and(|on| on >= since)
    }

    /// Whether all their posts are over.
    #[must_use]
    pub fn has_left(&self, today: Date) -> bool {
        !self.posts.is_empty() && self.posts.iter().all(|(_, post)| post.ended_by(today))
    }
}

/// A home, as rows name it.
#[derive(Clone, Debug)]
pub struct Home {
    /// The home.
    pub site: SiteId,
    /// What it is.
    pub facts: Site,
    /// Its mailboxes in use.
    pub mailboxes: Vec<(MailboxId, Mailbox)>,
}

/// Everybody on the staff list, and the homes.
#[derive(Clone, Default)]
pub struct Existing {
    people: BTreeMap<PersonId, Known>,
    by_address: HashMap<String, Vec<PersonId>>,
    by_mobile: HashMap<String, Vec<PersonId>>,
    by_email: HashMap<String, Vec<PersonId>>,
    by_look: HashMap<String, Vec<PersonId>>,
    homes: Vec<Home>,
    /// The home of each name, and nothing where several homes have it.
    homes_by_name: HashMap<String, Option<SiteId>>,
    shared: BTreeSet<String>,
}

impl std::fmt::Debug for Existing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Existing")
            .field("people", &self.people.len())
            .field("homes", &self.homes.len())
            .finish_non_exhaustive()
    }
}

impl Existing {
    /// The staff list from its rows. `mailboxes` are all there ever were: no person has the address of one.
    #[must_use]
    pub fn new(
        people: Vec<(PersonId, Person)>,
        posts: Vec<(PostId, Post)>,
        access: Vec<(AccessId, Access)>,
        sites: Vec<(SiteId, Site)>,
        mailboxes: &[(MailboxId, Mailbox)],
        today: Date,
    ) -> Self {
        let mut existing = Self::default();
        for (id, person) in people {
            existing.people.insert(
                id,
                Known {
                    person,
                    ..Known::default()
                },
            );
        }
        for (id, post) in posts {
            if let Some(known) = post.person.and_then(|person| existing.people.get_mut(&person)) {
                known.posts.push((id, post));
            }
        }
        for (id, one) in access {
            if let Some(known) = one.person.and_then(|person| existing.people.get_mut(&person)) {
                known.access.push((id, one));
            }
        }
        existing.index();
        existing.shared = mailboxes
            .iter()
            .filter_map(|(_, mailbox)| mailbox.address.as_ref())
            .map(|address| address.as_str().to_owned())
            .collect();
        for (site, facts) in sites {
            existing.add_home(site, facts, mailboxes, today);
        }
        existing
    }

    fn index(&mut self) {
        for (id, known) in &self.people {
            if let Some(identity) = known.person.identity.here() {
                if let Some(address) = &identity.nhsmail_address {
                    self.by_address
                        .entry(address.as_str().to_owned())
                        .or_default()
                        .push(*id);
                }
                if let Some(name) = &identity.full_name {
                    self.by_look.entry(name.look_alike_key()).or_default().push(*id);
                }
            }
            if let Some(contact) = known.person.contact.here() {
                let mobiles: BTreeSet<&str> = [&contact.personal_mobile, &contact.linked_mobile]
                    .into_iter()
                    .flatten()
                    .map(Mobile::as_str)
                    .collect();
                for mobile in mobiles {
                    self.by_mobile.entry(mobile.to_owned()).or_default().push(*id);
                }
                if let Some(email) = &contact.personal_email {
                    self.by_email.entry(email.uniqueness_key()).or_default().push(*id);
                }
            }
        }
    }

    fn add_home(&mut self, site: SiteId, facts: Site, mailboxes: &[(MailboxId, Mailbox)], today: Date) {
        let names = [
            facts.name.as_ref().map(|name| name.as_str().to_owned()),
            facts.ods_code.as_ref().map(|code| code.as_str().to_owned()),
        ];
        for name in names.into_iter().flatten() {
            self.homes_by_name
                .entry(home_key(&name))
                .and_modify(|known| *known = known.filter(|known| *known == site))
                .or_insert(Some(site));
        }
        let mailboxes = mailboxes
            .iter()
            .filter(|(_, mailbox)| mailbox.site == Some(site) && mailbox.lasts_on(today))
            .cloned()
            .collect();
        self.homes.push(Home { site, facts, mailboxes });
    }

    /// Somebody.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Known> {
        self.people.get(&id)
    }

    /// Everybody, by id.
    pub fn people(&self) -> impl Iterator<Item = (PersonId, &Known)> {
        self.people.iter().map(|(id, known)| (*id, known))
    }

    /// Who has this NHSmail address.
    #[must_use]
    pub fn with_address(&self, address: &str) -> &[PersonId] {
        self.by_address.get(address).map_or(&[], Vec::as_slice)
    }

    /// Who has this mobile, as their own or linked to their account.
    #[must_use]
    pub fn with_mobile(&self, mobile: &str) -> &[PersonId] {
        self.by_mobile.get(mobile).map_or(&[], Vec::as_slice)
    }

    /// Who has the personal email with this uniqueness key.
    #[must_use]
    pub fn with_email(&self, key: &str) -> &[PersonId] {
        self.by_email.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whose name looks like one of which this is the look-alike key.
    #[must_use]
    pub fn with_name_like(&self, key: &str) -> &[PersonId] {
        self.by_look.get(key).map_or(&[], Vec::as_slice)
    }

    /// The homes.
    #[must_use]
    pub fn homes(&self) -> &[Home] {
        &self.homes
    }

    /// One home.
    #[must_use]
    pub fn home(&self, site: SiteId) -> Option<&Home> {
        self.homes.iter().find(|home| home.site == site)
    }

    /// The home with this name or ODS code, where only one has it.
    #[must_use]
    pub fn home_named(&self, text: &str) -> Option<SiteId> {
        self.homes_by_name.get(&home_key(text)).copied().flatten()
    }

    /// Whether this is the address of a shared mailbox.
    #[must_use]
    pub fn is_mailbox(&self, address: &str) -> bool {
        self.shared.contains(address)
    }
}

/// A home's name as it is compared: small letters and figures, no signs.
#[must_use]
pub fn home_key(text: &str) -> String {
    folded(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What a change sets, where the new value is given and another one: an empty cell takes nothing away.
pub(super) fn set_given<T: Clone + PartialEq>(old: Option<&T>, new: Option<&T>) -> Set<T> {
    match new {
        Some(new) if old != Some(new) => Set::To(new.clone()),
        _ => Set::Keep,
    }
}
