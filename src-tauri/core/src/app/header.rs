//! The frame around every page, and set-up.

use jiff::civil::Date;

use super::fields::{missing, noticed};
use super::sites::{homes, new_mailbox, refuse_same_address, refuse_same_code};
use super::sources::source_view;
use super::today::{Scene, standing};
use super::{Moment, Steward};
use crate::contract::{
    ApiError, AuthorChooseRequest, AuthorView, ErrorCode, HeaderView, NasHoursView, SavedView, SetUpRequest,
    TodayRequest,
};
use crate::domain::access::{Access, AccessLevel};
use crate::domain::answer::Answer;
use crate::domain::change::{Body, Sealed};
use crate::domain::ids::{AccessId, PersonId, PostId, SiteId};
use crate::domain::person::{Identity, PersonFacts};
use crate::domain::post::Post;
use crate::domain::rules;
use crate::domain::settings::SettingsPatch;
use crate::domain::site::Site;
use crate::domain::working_day::{NasHours, nas_hours as hours_at};
use crate::domain::{FullName, MailboxAddress, NhsmailAddress, OdsCode, Set, SiteName};
use crate::random;
use crate::store::{Register, RegisterMut, StoreError};

/// Whether NAS answers now, with the bank holidays the owner added.
pub(super) fn nas_hours(register: Register<'_>, moment: Moment) -> Result<NasHoursView, ApiError> {
    let extra = register.settings()?.extra_bank_holidays.unwrap_or_default();
    let rules = rules::in_force();
    let nas = rules.nas();
    let (until, opens) = match hours_at(moment.now, &extra) {
        NasHours::OpenUntil(until) => (Some(until), None),
        NasHours::OpensOn(day, at) => (None, Some((day, at))),
    };
    Ok(NasHoursView {
        open: until.is_some(),
        until,
        opens_on: opens.map(|(day, _)| day),
        opens_at: opens.map(|(_, at)| at),
        phone: nas.phone.number.clone(),
        phone_menu: nas.phone.menu.iter().map(ToString::to_string).collect(),
        helpdesk_phone: rules.helpdesk().number.clone(),
        source: source_view(rules::nas_opening_hours().source()),
    })
}

/// Who is working, which is the author of what is done now: whoever was chosen, as long as they own a mailbox. One owner is
/// the one who works here, until there are two to choose from.
pub(super) fn working_as(
    register: Register<'_>,
    chosen: Option<PersonId>,
    today: Date,
) -> Result<Option<PersonId>, StoreError> {
    if let Some(person) = chosen
        && register
            .person(person)?
            .as_ref()
            .and_then(super::people::name_of)
            .is_some()
        && register
            .access_of(person)?
            .iter()
            .any(|(_, access)| access.level == Some(AccessLevel::Owner) && access.lasts_on(today))
    {
        return Ok(chosen);
    }
    let owners = register.owners(today)?;
    let named = owners
        .iter()
        .filter(|(_, owner)| super::people::name_of(owner).is_some());
    let named: Vec<PersonId> = named.map(|(person, _)| *person).collect();
    Ok(who_works(chosen, &named))
}

/// Whoever was chosen, as long as they are among the owners; the only owner; or nobody.
pub(super) fn who_works(chosen: Option<PersonId>, owners: &[PersonId]) -> Option<PersonId> {
    match (chosen.filter(|chosen| owners.contains(chosen)), owners) {
        (Some(chosen), _) => Some(chosen),
        (None, [only]) => Some(*only),
        (None, _) => None,
    }
}

/// Answers with the frame, and what there is to do at the home in view, or at all of them.
///
/// # Errors
/// `not_open`.
pub async fn header_get(steward: &Steward, request: TodayRequest) -> Result<HeaderView, ApiError> {
    let (author, has_passphrase) = {
        let house = steward.house().await?;
        let has_passphrase = house.meta.get().passphrase.is_some();
        (house.author(), has_passphrase)
    };
    steward
        .glance(move |register, moment| {
            let scene = Scene::of(register, moment.today)?;
            let mut authors: Vec<AuthorView> = scene
                .owners
                .iter()
                .filter_map(|(person, owner)| {
                    Some(AuthorView {
                        person: *person,
                        name: super::people::name_of(owner)?,
                    })
                })
                .collect();
            let named: Vec<PersonId> = authors.iter().map(|one| one.person).collect();
            let working_as = who_works(author, &named);
            let working_as = authors.iter().find(|one| Some(one.person) == working_as).cloned();
            authors.shrink_to_fit();
            let (lines, _) = standing(register, &scene, request.site, moment)?;
            Ok(HeaderView {
                working_as,
                authors,
                sites: homes(&scene, moment.today),
                has_passphrase,
                lock_after: super::passphrase::lock_after(register)?,
                today: u32::try_from(lines.len()).unwrap_or(u32::MAX),
                open_requests: register.count_open_requests(request.site)?,
                date: moment.today,
                nas: nas_hours(register, moment)?,
            })
        })
        .await
}

/// Chooses who is working, here and at the next start.
///
/// # Errors
/// `not_found` for somebody who is no owner.
pub async fn author_choose(steward: &Steward, request: AuthorChooseRequest) -> Result<HeaderView, ApiError> {
    let person = request.person;
    let owner = steward
        .read(move |register, Moment { today, .. }| {
            Ok(register.owners(today)?.iter().any(|(owner, _)| *owner == person))
        })
        .await?;
    if !owner {
        return Err(ApiError::at(ErrorCode::NotFound, "person", "they are no owner"));
    }
    steward.house().await?.set_author(person).await?;
    header_get(steward, TodayRequest { site: request.site }).await
}

/// Finishes set-up: the home, its mailbox and its first owner are recorded in one action, and a request is possible at once.
///
/// # Errors
/// The field at fault; `already_set_up`.
pub async fn set_up_finish(steward: &Steward, request: SetUpRequest) -> Result<SavedView, ApiError> {
    let mut notices = Vec::new();
    let home =
        noticed("home_name", &request.home_name, SiteName::parse, &mut notices)?.ok_or_else(|| missing("home_name"))?;
    let address = noticed(
        "mailbox_address",
        &request.mailbox_address,
        MailboxAddress::parse,
        &mut notices,
    )?
    .ok_or_else(|| missing("mailbox_address"))?;
    let name =
        noticed("your_name", &request.your_name, FullName::parse, &mut notices)?.ok_or_else(|| missing("your_name"))?;
    let ods_code = noticed("ods_code", &request.ods_code, OdsCode::parse, &mut notices)?;
    let own = noticed(
        "your_nhsmail_address",
        &request.your_nhsmail_address,
        NhsmailAddress::parse,
        &mut notices,
    )?;
    if own.as_ref().is_some_and(|own| own.as_str() == address.as_str()) {
        return Err(ApiError::at(
            ErrorCode::DuplicateAddress,
            "your_nhsmail_address",
            "it is the shared mailbox",
        ));
    }
    notices.extend(
        ods_code
            .as_ref()
            .and_then(|code| address.check_against_ods(code))
            .map(|notice| crate::contract::NoticeView {
                field: "mailbox_address".to_owned(),
                notice,
                about: None,
            }),
    );
    let home_name = home.as_str().to_owned();
    let nas_managed = (request.nas_managed != Answer::NotKnown).then_some(request.nas_managed);
    let site = Site {
        present: Some(true),
        name: Some(home),
        ods_code,
        nas_managed,
        ..Site::default()
    };
    let owner = Identity {
        full_name: Some(name),
        nhsmail_address: own,
        note: None,
    };
    let ((site, person), _) = steward
        .act(move |register, moment| record_home(register, site, address, owner, moment))
        .await?;
    steward.house().await?.set_author(person).await?;
    // Undoing set-up would leave nobody to work as; each part of it can be changed on its own page.

    Ok(SavedView {
        action: None,
        id: Some(site.to_string()),
        notices,
        name: Some(home_name),
    })
}

/// Records the home, its mailbox and its first owner.
fn record_home(
    register: &mut RegisterMut<'_>,
    home: Site,
    address: MailboxAddress,
    owner: Identity,
    moment: Moment,
) -> Result<(SiteId, PersonId), ApiError> {
    if register.read().settings()?.set_up_on.is_some() {
        return Err(ApiError::new(ErrorCode::AlreadySetUp, "it is set up already"));
    }
    refuse_same_code(register.read(), home.ods_code.as_ref(), None, "ods_code")?;
    refuse_same_address(register.read(), &address, None, "mailbox_address", moment.today)?;
    let site = SiteId::from_uuid(random::uuid_v7(moment.now));
    register.record(Body::Site {
        site,
        set: Site::default().patch_to(home),
    })?;
    let mailbox = new_mailbox(register, site, address, None, None, moment)?;

    let person = PersonId::from_uuid(random::uuid_v7(moment.now));
    let has_account = owner.nhsmail_address.as_ref().map(|_| Answer::Yes);
    let facts = PersonFacts {
        present: Some(true),
        has_account,
        ..PersonFacts::default()
    };
    register.record(Body::Person {
        person,
        facts: PersonFacts::default().patch_to(facts),
        identity: Sealed::Open(Identity::default().patch_to(owner)),
        contact: Sealed::Nothing,
    })?;
    let post = Post {
        present: Some(true),
        person: Some(person),
        site: Some(site),
        ..Post::default()
    };
    register.record(Body::Post {
        post: PostId::from_uuid(random::uuid_v7(moment.now)),
        set: Post::default().patch_to(post),
    })?;
    let access = Access {
        present: Some(true),
        person: Some(person),
        mailbox: Some(mailbox),
        level: Some(AccessLevel::Owner),
        ..Access::default()
    };
    register.record(Body::Access {
        access: AccessId::from_uuid(random::uuid_v7(moment.now)),
        set: Access::default().patch_to(access),
    })?;
    let set = SettingsPatch {
        set_up_on: Set::To(moment.today),
        ..SettingsPatch::default()
    };
    register.record(Body::Settings { set })?;
    register.discard_form_draft("set_up")?;
    Ok((site, person))
}
