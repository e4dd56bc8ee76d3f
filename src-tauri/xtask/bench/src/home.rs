//! An invented home with as many people as a measure needs, written the way the app writes.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use steward_core::app::{self, Copied, Desktop, DesktopError, Doors, Saved, Steward, Work};
use steward_core::clock::{self, Clock, SystemClock};
use steward_core::contract::{NoRequest, PasswordStoreView, RegisterCreateRequest};
use steward_core::domain::access::{AccessLevel, AccessPatch};
use steward_core::domain::answer::Answer;
use steward_core::domain::change::{Body, Sealed};
use steward_core::domain::ids::{AccessId, MailboxId, PersonId, PostId, SiteId};
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
use steward_core::store::{self, RegisterMut, WriteContext, Writer};
use steward_core::vault::{EntryName, Meta, MetaLoad, RecoveryCode, RegisterSecret, Vault, meta};

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
    /// Makes a staff list with this many people in an empty folder, a hundred at each site. Each person has a post, and one in four
    /// access to the site's mailbox; with `history`, each has ten changes.
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
        (site, mailbox): (SiteId, MailboxId),
        number: usize,
        history: bool,
    ) -> Result<(), Trouble> {
        let now = register.now();
        let today = clock::today(now);
        let person = PersonId::from_uuid(random::uuid_v7(now));
        self.people.push(person);
        let name = name(number);
        let address = name.to_lowercase().replace(' ', ".");
        register.record(Body::Person {
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
        })?;
        let set = PostPatch {
            present: Set::To(true),
            person: Set::To(person),
            site: Set::To(site),
            role: Set::To(value(RoleName::parse(ROLES[number % ROLES.len()]))?),
            from: Set::To(today.saturating_sub(100.days())),
            ..PostPatch::default()
        };
        register.record(Body::Post {
            post: PostId::from_uuid(random::uuid_v7(now)),
            set,
        })?;
        if number.is_multiple_of(4) {
            let level = if number % PEOPLE_A_SITE < 8 {
                AccessLevel::Owner
            } else {
                AccessLevel::Member
            };
            let set = AccessPatch {
                present: Set::To(true),
                person: Set::To(person),
                mailbox: Set::To(mailbox),
                level: Set::To(level),
                from: Set::To(today.saturating_sub(100.days())),
                ..AccessPatch::default()
            };
            register.record(Body::Access {
                access: AccessId::from_uuid(random::uuid_v7(now)),
                set,
            })?;
        }
        if history {
            let earlier = if number.is_multiple_of(4) { 3 } else { 2 };
            for change in earlier..CHANGES_EACH {
                register.record(again(person, today, change))?;
            }
        }
        Ok(())
    }
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
    use steward_core::vault::MemoryVault;

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
