//! An invented home with as many people as a measure needs, written the way the app writes.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use steward_core::app::{self, Copied, Desktop, DesktopError, Doors, Saved, Steward, Work};
use steward_core::clock::{self, Clock, SystemClock};
use steward_core::contract::{NoRequest, PasswordStoreView, RegisterCreateRequest};
use steward_core::domain::access::{AccessLevel, AccessPatch};
use steward_core::domain::answer::Answer;
use steward_core::domain::change::{Body, Sealed};
use steward_core::domain::ids::{AccessId, MailboxId, PathId, PersonId, PostId, SiteId};
use steward_core::domain::path::{Arrival, PathKind, PathPatch};
use steward_core::domain::person::{ContactPatch, IdentityPatch, PersonPatch};
use steward_core::domain::post::PostPatch;
use steward_core::domain::settings::SettingsPatch;
use steward_core::domain::site::{MailboxPatch, SitePatch};
use steward_core::domain::{
    Checked, FullName, MailboxAddress, Mobile, NhsmailAddress, OdsCode, PersonalEmail, Reason, RoleName, Set, SiteName,
    TownName,
};
use steward_core::random;
use steward_core::secret::{ExposeSecret, SecretString};
use steward_core::store::{self, RegisterMut, StoreError, WriteContext, Writer};
use steward_core::vault::{EntryName, MemoryVault, Meta, MetaLoad, RecoveryCode, RegisterSecret, Vault, meta};

use crate::budget::{Line, Unit};
use crate::timing::{Timings, milliseconds};

/// What went wrong while measuring; it ends the run with its words.
pub(crate) type Trouble = Box<dyn Error + Send + Sync>;

/// A staff list on the disk.
pub(crate) struct Home {
    folder: PathBuf,
    vault: Arc<dyn Vault>,
    /// Everybody in it, in the order in which they were added.
    pub(crate) people: Vec<PersonId>,
    /// The mailbox of its first site.
    pub(crate) mailbox: MailboxId,
}

/// How many people work at one site: with 20,000 it is a group of 200 homes.
const PEOPLE_A_SITE: usize = 100;

impl Home {
    /// Makes a staff list with this many people in an empty folder, a hundred at each site. Each person has a post, one in four
    /// access to the site's mailbox, and one in ten has started lately; with `history`, nobody has, and each has ten changes.
    pub(crate) async fn make(
        folder: &Path,
        vault: Arc<dyn Vault>,
        count: usize,
        history: bool,
    ) -> Result<Self, Trouble> {
        let steward = Steward::new(doors(folder, Arc::clone(&vault)));
        app::app_status(&steward, NoRequest {})
            .await
            .map_err(|error| format!("{error:?}"))?;
        let request = RegisterCreateRequest {
            others_use_this_computer: Some(false),
            passphrase: None,
        };
        app::register_create(&steward, request)
            .await
            .map_err(|error| format!("{error:?}"))?;
        steward.close().await;

        let mut home = Self {
            folder: folder.to_owned(),
            vault,
            people: Vec::with_capacity(count),
            mailbox: MailboxId::from_uuid(random::uuid_v7(SystemClock.now())),
        };
        let mut writer = home.writer()?;
        let now = SystemClock.now();
        let context = WriteContext {
            now,
            author: None,
            undoes: None,
        };
        writer.act(context, |register| -> Result<(), Trouble> {
            Self::set_up(register, clock::today(now))?;
            let mut place = None;
            for number in 0..count {
                if number.is_multiple_of(PEOPLE_A_SITE) {
                    place = Some(home.add_site(register, number / PEOPLE_A_SITE)?);
                }
                if let Some((site, mailbox)) = place {
                    home.add(register, (site, mailbox), number, history)?;
                }
            }
            Ok(())
        })?;
        writer.set_local_fact("working_as", home.people.first().map(ToString::to_string).as_deref())?;
        let head = writer.head();
        writer.close()?;
        let mut meta = home.meta()?;
        meta.heads.insert(
            head.device,
            meta::Head {
                sequence: head.sequence,
                hash: head.hash,
            },
        );
        meta.save(&home.folder.join("register.json"))?;
        Ok(home)
    }

    /// The app on this staff list, open.
    pub(crate) async fn open(&self) -> Result<Steward, Trouble> {
        let steward = Steward::new(doors(&self.folder, Arc::clone(&self.vault)));
        app::app_status(&steward, NoRequest {})
            .await
            .map_err(|error| format!("{error:?}"))?;
        Ok(steward)
    }

    /// The writing connection by itself; nothing else may have the staff list open.
    pub(crate) fn writer(&self) -> Result<Writer, Trouble> {
        let meta = self.meta()?;
        let code = self.vault.read(EntryName::Register(meta.register))?;
        let key = secret_of(&code)?.database_key();
        let opened = store::open(&self.folder.join(store::FILE_NAME), &key, |_, _| Ok(()))?;
        Ok(Writer::new(opened.connection, meta.device)?)
    }

    fn meta(&self) -> Result<Meta, Trouble> {
        match Meta::load(&self.folder.join("register.json"))? {
            MetaLoad::Found(meta) => Ok(*meta),
            MetaLoad::Missing | MetaLoad::Damaged | MetaLoad::Newer { .. } => {
                Err("the new staff list has no meta file".into())
            }
        }
    }

    fn set_up(register: &mut RegisterMut<'_>, today: Date) -> Result<(), Trouble> {
        register.record(Body::Settings {
            set: SettingsPatch {
                set_up_on: Set::To(today),
                recovery_code_checked_on: Set::To(today),
                ..SettingsPatch::default()
            },
        })?;
        Ok(())
    }

    fn add_site(&self, register: &mut RegisterMut<'_>, number: usize) -> Result<(SiteId, MailboxId), Trouble> {
        let site = SiteId::from_uuid(random::uuid_v7(register.now()));
        let mailbox = if number == 0 {
            self.mailbox
        } else {
            MailboxId::from_uuid(random::uuid_v7(register.now()))
        };
        let code = format!("VL{number:03X}");
        let set = SitePatch {
            present: Set::To(true),
            name: Set::To(value(SiteName::parse(&format!("Rowan House {}", number + 1)))?),
            ods_code: Set::To(value(OdsCode::parse(&code))?),
            town: Set::To(value(TownName::parse("Ashby"))?),
            nas_managed: Set::To(Answer::Yes),
            ..SitePatch::default()
        };
        register.record(Body::Site { site, set })?;
        let set = MailboxPatch {
            present: Set::To(true),
            site: Set::To(site),
            address: Set::To(value(MailboxAddress::parse(&format!(
                "care.{}@nhs.net",
                code.to_lowercase()
            )))?),
            ..MailboxPatch::default()
        };
        register.record(Body::Mailbox { mailbox, set })?;
        Ok((site, mailbox))
    }

    fn add(
        &mut self,
        register: &mut RegisterMut<'_>,
        place: (SiteId, MailboxId),
        number: usize,
        history: bool,
    ) -> Result<(), Trouble> {
        let today = clock::today(register.now());
        let person = PersonId::from_uuid(random::uuid_v7(register.now()));
        self.people.push(person);
        let mut bodies = somebody(register.now(), person, place, number, number.is_multiple_of(4))?;
        if history {
            let earlier = i64::try_from(bodies.len())?;
            bodies.extend((earlier..CHANGES_EACH).map(|change| again(person, today, change)));
        } else if number % 10 == 3 {
            bodies.push(starting(register.now(), person, place.0, today));
        }
        for body in bodies {
            register.record(body)?;
        }
        Ok(())
    }
}

/// What is recorded of somebody new: the person, their post and, where asked for, their access.
fn somebody(
    now: Timestamp,
    person: PersonId,
    (site, mailbox): (SiteId, MailboxId),
    number: usize,
    with_access: bool,
) -> Result<Vec<Body>, Trouble> {
    let today = clock::today(now);
    let name = name(number);
    let address = name.to_lowercase().replace(' ', ".");
    let mut bodies = vec![Body::Person {
        person,
        facts: PersonPatch {
            present: Set::To(true),
            has_account: Set::To(Answer::Yes),
            last_confirmed_active_on: Set::To(today),
            ..PersonPatch::default()
        },
        identity: Sealed::Open(IdentityPatch {
            full_name: Set::To(value(FullName::parse(&name))?),
            nhsmail_address: Set::To(value(NhsmailAddress::parse(&format!("{address}@nhs.net")))?),
            ..IdentityPatch::default()
        }),
        contact: Sealed::Open(ContactPatch {
            personal_mobile: Set::To(value(Mobile::parse(&format!("07700 900{:03}", number % MOBILES)))?),
            personal_email: Set::To(value(PersonalEmail::parse(&format!("{address}@example.com")))?),
            ..ContactPatch::default()
        }),
    }];
    bodies.push(Body::Post {
        post: PostId::from_uuid(random::uuid_v7(now)),
        set: PostPatch {
            present: Set::To(true),
            person: Set::To(person),
            site: Set::To(site),
            role: Set::To(value(RoleName::parse(ROLES[number % ROLES.len()]))?),
            from: Set::To(today.saturating_sub(100.days())),
            ..PostPatch::default()
        },
    });
    if with_access {
        let level = if number % PEOPLE_A_SITE < 8 {
            AccessLevel::Owner
        } else {
            AccessLevel::Member
        };
        bodies.push(Body::Access {
            access: AccessId::from_uuid(random::uuid_v7(now)),
            set: AccessPatch {
                present: Set::To(true),
                person: Set::To(person),
                mailbox: Set::To(mailbox),
                level: Set::To(level),
                from: Set::To(today.saturating_sub(100.days())),
                ..AccessPatch::default()
            },
        });
    }
    Ok(bodies)
}

/// The path of somebody who started a few days ago.
fn starting(now: Timestamp, person: PersonId, site: SiteId, today: Date) -> Body {
    Body::Path {
        path: PathId::from_uuid(random::uuid_v7(now)),
        set: PathPatch {
            present: Set::To(true),
            person: Set::To(person),
            kind: Set::To(PathKind::Starts),
            site: Set::To(site),
            on: Set::To(today.saturating_sub(5.days())),
            arrival: Set::To(Arrival::NewAccount),
            ..PathPatch::default()
        },
    }
}

/// Records 20,000 people with a post and an access each in one action, as an import does, into a staff list of one home.
pub(crate) async fn record(what: &'static str, budget: f64) -> Result<Line, Trouble> {
    const RUNS: usize = 3;
    const PEOPLE: usize = 20_000;
    let mut runs = Vec::new();
    let mut bodies_each = 0;
    for _ in 0..RUNS {
        let folder = tempfile::tempdir()?;
        let home = Home::make(folder.path(), Arc::new(MemoryVault::new()), PEOPLE_A_SITE, false).await?;
        let mut writer = home.writer()?;
        let now = SystemClock.now();
        let site = writer.read().sites()?.first().ok_or("the home has no site")?.0;
        let mut bodies = Vec::with_capacity(PEOPLE * 3);
        for number in 0..PEOPLE {
            let person = PersonId::from_uuid(random::uuid_v7(now));
            bodies.extend(somebody(now, person, (site, home.mailbox), number, true)?);
        }
        bodies_each = bodies.len();
        let context = WriteContext {
            now,
            author: None,
            undoes: None,
        };
        let begun = Instant::now();
        writer.act(context, |register| -> Result<(), StoreError> {
            bodies.into_iter().try_for_each(|body| register.record(body))
        })?;
        runs.push(begun.elapsed());
        writer.close()?;
    }
    Ok(Line {
        what,
        measured: milliseconds(Timings::new(runs).median()),
        budget,
        unit: Unit::Milliseconds,
        beside: format!("{bodies_each} changes, {RUNS} runs"),
    })
}

/// Of the thousand numbers that never connect, the first so many are shared out among the people; the others are free for newcomers.
pub(crate) const MOBILES: usize = 500;

/// How many changes a person with a history has.
pub(crate) const CHANGES_EACH: i64 = 10;

/// One more thing recorded about a person's account.
fn again(person: PersonId, today: Date, change: i64) -> Body {
    Body::Person {
        person,
        facts: PersonPatch {
            last_confirmed_active_on: Set::To(today.saturating_sub(change.days())),
            ..PersonPatch::default()
        },
        identity: Sealed::Nothing,
        contact: Sealed::Nothing,
    }
}

const ROLES: [&str; 5] = [
    "Care assistant",
    "Senior carer",
    "Registered nurse",
    "Administrator",
    "Night carer",
];
const FIRST: [&str; 60] = [
    "Jane", "Amir", "Beth", "Carl", "Dina", "Emil", "Fay", "Gita", "Hana", "Ivor", "Joan", "Karim", "Lena", "Milo",
    "Nora", "Omar", "Petra", "Rhys", "Sara", "Tomas", "Una", "Vera", "Wanda", "Yusuf", "Zara", "Alan", "Brigid",
    "Chloe", "David", "Elsie", "Farah", "Grace", "Harun", "Ines", "Jakub", "Kofi", "Leila", "Maeve", "Nia", "Olga",
    "Priya", "Ruth", "Simon", "Tara", "Ursula", "Victor", "Wren", "Yara", "Zoe", "Anil", "Bryn", "Celia", "Dev",
    "Erin", "Felix", "Gwen", "Hugo", "Iris", "Josie", "Kitty",
];
const SECOND: [&str; 60] = [
    "Rose", "Anne", "Lee", "May", "Jean", "Ray", "Kay", "Lynn", "Joy", "Dawn", "Fern", "Hope", "Ivy", "Jade", "Kim",
    "Lou", "Mae", "Noel", "Paul", "Quinn", "Rae", "Sean", "Todd", "Uma", "Vale", "West", "Xen", "York", "Zane", "Ash",
    "Blair", "Cole", "Dale", "Eve", "Finn", "Gale", "Hale", "Ida", "Jay", "Keir", "Lane", "Merle", "Neve", "Opal",
    "Pearl", "Reed", "Sage", "Teal", "Ula", "Vi", "Wyn", "Xia", "Yael", "Zena", "Ada", "Bea", "Cara", "Dot", "Ede",
    "Flo",
];
const LAST: [&str; 60] = [
    "Smith", "Khan", "Okafor", "Evans", "Novak", "Murphy", "Patel", "Brown", "Ali", "Hughes", "Silva", "Walsh",
    "Green", "Ahmed", "Reid", "Kowal", "Price", "Singh", "Baker", "Osei", "Lloyd", "Costa", "Ward", "Begum", "Stone",
    "Doyle", "Mensah", "Frost", "Kaur", "Penn", "Quill", "Rowe", "Sykes", "Tully", "Umar", "Vance", "Wells", "Xu",
    "Yates", "Zaman", "Ames", "Birch", "Croft", "Dunn", "Eaton", "Flint", "Gould", "Hirst", "Ingle", "Jarvis", "Keane",
    "Lunn", "Marsh", "Nash", "Oakes", "Platt", "Rudd", "Slade", "Thorn", "Usher",
];

/// The invented name of a person by number: different for the first 216,000.
pub(crate) fn name(number: usize) -> String {
    let (first, rest) = (number % FIRST.len(), number / FIRST.len());
    let (last, second) = (rest % LAST.len(), rest / LAST.len() % SECOND.len());
    format!("{} {} {}", FIRST[first], SECOND[second], LAST[last])
}

fn value<T>(parsed: Result<Checked<T>, Reason>) -> Result<T, Trouble> {
    parsed
        .map(|checked| checked.value)
        .map_err(|reason| format!("an invented value was refused: {}", reason.name()).into())
}

fn secret_of(code: &SecretString) -> Result<RegisterSecret, Trouble> {
    Ok(RecoveryCode::parse(code.expose_secret())?.secret())
}

fn doors(folder: &Path, vault: Arc<dyn Vault>) -> Doors {
    Doors {
        clock: Arc::new(SystemClock),
        vault,
        desktop: Arc::new(NoDesktop),
        folder: folder.to_owned(),
        surroundings: None,
        log_folder: folder.join("logs"),
        version: env!("CARGO_PKG_VERSION"),
        demo: false,
        password_store: PasswordStoreView::SecretService,
        protects_screen: false,
    }
}

/// A desktop that does nothing: no command that is measured needs one.
struct NoDesktop;

impl Desktop for NoDesktop {
    fn copy(&self, _: &SecretString, _: Copied) -> Result<(), DesktopError> {
        Ok(())
    }

    fn clear_clipboard(&self) -> Result<(), DesktopError> {
        Ok(())
    }

    fn open(&self, _: &str) -> Result<(), DesktopError> {
        Ok(())
    }

    fn save<'a>(&'a self, _: &'a str, _: &'a [u8]) -> Work<'a, Result<Saved, DesktopError>> {
        Box::pin(std::future::ready(Ok(Saved::Cancelled)))
    }

    fn open_table(&self, _: u64) -> Work<'_, Result<Option<Vec<u8>>, DesktopError>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    fn open_mail(&self, _: u64) -> Work<'_, Result<Option<Vec<u8>>, DesktopError>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    fn open_backup(&self, _: u64) -> Work<'_, Result<Option<Vec<u8>>, DesktopError>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    fn print(&self) -> Result<(), DesktopError> {
        Ok(())
    }

    fn notify(&self, _: &str) {}

    fn protect_screen(&self, _: bool) {}

    fn window_ready(&self) {}
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn two_hundred_thousand_people_have_names_of_their_own() {
        let names: BTreeSet<String> = (0..200_000).map(name).collect();
        assert_eq!(names.len(), 200_000);
    }

    #[tokio::test]
    async fn a_home_has_the_people_asked_for_and_opens_again() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let home = Home::make(folder.path(), Arc::new(MemoryVault::new()), 12, true)
            .await
            .expect("it is made");
        let writer = home.writer().expect("it opens");
        assert_eq!(writer.read().count_people().expect("it reads"), 12);
        assert_eq!(
            writer.read().count_changes().expect("it reads"),
            3 + 12 * u64::try_from(CHANGES_EACH).expect("small")
        );
    }
}
