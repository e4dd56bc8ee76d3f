//! Sites and their shared mailboxes.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::cover::opening;
use super::fields::{date, missing, noticed, optional};
use super::history::history;
use super::today::Scene;
use super::{Moment, Steward};
use crate::contract::{
    ApiError, ErrorCode, HomeMailboxView, HomeView, MailboxAddRequest, MailboxChangeRequest, MailboxView, NoRequest,
    NoticeView, Reason, SavedView, SiteAddRequest, SiteChangeRequest, SiteFieldsRequest, SiteListView, SiteRequest,
    SiteRowView, SiteView,
};
use crate::domain::answer::Answer;
use crate::domain::change::{Body, Entity};
use crate::domain::ids::{MailboxId, SiteId};
use crate::domain::site::{Mailbox, Site};
use crate::domain::{LandlinePhone, MailboxAddress, OdsCode, Postcode, ShortText, SiteName, TownName};
use crate::random;
use crate::store::{Cover, Register, RegisterMut};

/// The sites, by name.
///
/// # Errors
/// `not_open`, or what the disk says.
pub async fn site_list(steward: &Steward, _: NoRequest) -> Result<SiteListView, ApiError> {
    steward
        .glance(|register, Moment { today, .. }| {
            Ok(SiteListView {
                sites: site_rows(register, today)?,
            })
        })
        .await
}

/// The homes of the frame, by name.
pub(super) fn homes(scene: &Scene, today: Date) -> Vec<HomeView> {
    let mut mailboxes: BTreeMap<SiteId, Vec<HomeMailboxView>> = BTreeMap::new();
    for (id, mailbox) in &scene.mailboxes {
        let Some(site) = mailbox.site else { continue };
        mailboxes.entry(site).or_default().push(HomeMailboxView {
            mailbox: *id,
            address: address_of(mailbox),
            to: mailbox.to,
        });
    }
    let sites = scene.sites.iter();
    sites
        .map(|(id, site)| HomeView {
            site: *id,
            closed: site.is_closed_on(today),
            name: site
                .name
                .as_ref()
                .map(|name| name.as_str().to_owned())
                .unwrap_or_default(),
            ods_code: site.ods_code.as_ref().map(|code| code.as_str().to_owned()),
            nas_managed: site.nas_managed.unwrap_or_default(),
            mailboxes: mailboxes.remove(id).unwrap_or_default(),
        })
        .collect()
}

/// The sites as rows of their list.
fn site_rows(register: Register<'_>, today: Date) -> Result<Vec<SiteRowView>, ApiError> {
    let covers = opening(register, today)?;
    let mut mailboxes: BTreeMap<SiteId, Vec<MailboxView>> = BTreeMap::new();
    for (id, mailbox) in register.mailboxes()? {
        let Some(site) = mailbox.site else { continue };
        let cover = covers.get(&id).copied().unwrap_or_default();
        let views = mailboxes.entry(site).or_default();
        views.push(mailbox_view(id, &mailbox, cover));
    }
    let people = register.people_by_site(today)?;
    let sites = register.sites()?.into_iter();
    Ok(sites
        .map(|(id, site)| SiteRowView {
            site: id,
            name: site.name.map(|name| name.as_str().to_owned()).unwrap_or_default(),
            ods_code: site.ods_code.map(|code| code.as_str().to_owned()),
            nas_managed: site.nas_managed.unwrap_or_default(),
            mailboxes: mailboxes.remove(&id).unwrap_or_default(),
            people: people.get(&id).copied().unwrap_or_default(),
        })
        .collect())
}

fn address_of(mailbox: &Mailbox) -> String {
    mailbox
        .address
        .as_ref()
        .map(|address| address.as_str().to_owned())
        .unwrap_or_default()
}

fn mailbox_view(id: MailboxId, mailbox: &Mailbox, cover: Cover) -> MailboxView {
    MailboxView {
        mailbox: id,
        address: address_of(mailbox),
        display_name: mailbox.display_name.as_ref().map(|name| name.as_str().to_owned()),
        from: mailbox.from,
        to: mailbox.to,
        owners: cover.owners,
        members: cover.people - cover.owners,
    }
}

pub(super) fn site_there(register: Register<'_>, id: SiteId) -> Result<Site, ApiError> {
    let site = register.site(id)?.filter(|site| site.present == Some(true));
    site.ok_or_else(|| ApiError::at(ErrorCode::NotFound, "site", "no such site"))
}

/// One site.
///
/// # Errors
/// `not_found`.
pub async fn site_get(steward: &Steward, request: SiteRequest) -> Result<SiteView, ApiError> {
    let id = request.site;
    steward
        .glance(move |register, Moment { today, .. }| {
            let site = site_there(register, id)?;
            let mut mailboxes = Vec::new();
            let mut notices = Vec::new();
            let covers = opening(register, today)?;
            for (mailbox, kept) in register.mailboxes_of(id)? {
                notices.extend(code_notice(&site, &kept));
                let cover = covers.get(&mailbox).copied().unwrap_or_default();
                mailboxes.push(mailbox_view(mailbox, &kept, cover));
            }
            let text = |text: Option<&str>| text.map(str::to_owned);
            Ok(SiteView {
                site: id,
                name: site
                    .name
                    .as_ref()
                    .map(|name| name.as_str().to_owned())
                    .unwrap_or_default(),
                ods_code: text(site.ods_code.as_ref().map(OdsCode::as_str)),
                town: text(site.town.as_ref().map(TownName::as_str)),
                postcode: text(site.postcode.as_ref().map(Postcode::as_str)),
                cqc_phone: text(site.cqc_phone.as_ref().map(LandlinePhone::as_str)),
                nas_managed: site.nas_managed.unwrap_or_default(),
                local_help: text(site.local_help.as_ref().map(ShortText::as_str)),
                closed_on: site.closed_on,
                mailboxes,
                notices,
                history: history(register, Entity::Site(id))?,
            })
        })
        .await
}

fn code_notice(site: &Site, mailbox: &Mailbox) -> Option<NoticeView> {
    let (code, address) = (site.ods_code.as_ref()?, mailbox.address.as_ref()?);
    address.check_against_ods(code).map(|notice| NoticeView {
        field: "mailbox_address".to_owned(),
        notice,
        about: Some(address.as_str().to_owned()),
    })
}

fn site_of(fields: &SiteFieldsRequest, of: &str, notices: &mut Vec<NoticeView>) -> Result<Site, ApiError> {
    let at = |field: &str| format!("{of}.{field}");
    Ok(Site {
        present: Some(true),
        name: Some(noticed(&at("name"), &fields.name, SiteName::parse, notices)?.ok_or_else(|| missing(&at("name")))?),
        ods_code: noticed(&at("ods_code"), &fields.ods_code, OdsCode::parse, notices)?,
        town: optional(&at("town"), &fields.town, TownName::parse)?,
        postcode: optional(&at("postcode"), &fields.postcode, Postcode::parse)?,
        cqc_phone: optional(&at("cqc_phone"), &fields.cqc_phone, LandlinePhone::parse)?,
        nas_managed: (fields.nas_managed != Answer::NotKnown).then_some(fields.nas_managed),
        local_help: optional(&at("local_help"), &fields.local_help, ShortText::parse)?,
        closed_on: date(&at("closed_on"), &fields.closed_on)?,
    })
}

/// Refuses an ODS code that another site has.
pub(super) fn refuse_same_code(
    register: Register<'_>,
    code: Option<&OdsCode>,
    except: Option<SiteId>,
    field: &str,
) -> Result<(), ApiError> {
    let Some(code) = code else { return Ok(()) };
    let taken = register
        .sites()?
        .iter()
        .any(|(id, site)| Some(*id) != except && site.ods_code.as_ref() == Some(code));
    if taken {
        Err(ApiError::at(ErrorCode::DuplicateOdsCode, field, "another site has it"))
    } else {
        Ok(())
    }
}

/// Refuses an address that another mailbox or a person has.
pub(super) fn refuse_same_address(
    register: Register<'_>,
    address: &MailboxAddress,
    except: Option<MailboxId>,
    field: &str,
    today: Date,
) -> Result<(), ApiError> {
    let mailboxes = register.mailboxes()?;
    let another = mailboxes
        .iter()
        .any(|(id, mailbox)| Some(*id) != except && mailbox.address.as_ref() == Some(address));
    let person = match address.as_str().parse() {
        Ok(personal) => !register
            .people_sharing(crate::store::Shared::Address(&personal), None, today)?
            .is_empty(),
        Err(_) => false,
    };
    if another || person {
        return Err(ApiError::at(
            ErrorCode::DuplicateAddress,
            field,
            "another mailbox or person has it",
        ));
    }
    Ok(())
}

/// Adds a site, with its mailbox where given.
///
/// # Errors
/// The field at fault; `duplicate_ods_code`, `duplicate_address`.
pub async fn site_add(steward: &Steward, request: SiteAddRequest) -> Result<SavedView, ApiError> {
    let mut notices = Vec::new();
    let site = site_of(&request.site, "site", &mut notices)?;
    let address = noticed(
        "mailbox_address",
        &request.mailbox_address,
        MailboxAddress::parse,
        &mut notices,
    )?;
    let name = site.name.as_ref().map(|name| name.as_str().to_owned());
    let (id, action) = steward
        .act(move |register, moment| {
            refuse_same_code(register.read(), site.ods_code.as_ref(), None, "site.ods_code")?;
            let id = SiteId::from_uuid(random::uuid_v7(moment.now));
            register.record(Body::Site {
                site: id,
                set: Site::default().patch_to(site),
            })?;
            if let Some(address) = address {
                refuse_same_address(register.read(), &address, None, "mailbox_address", moment.today)?;
                new_mailbox(register, id, address, None, None, moment)?;
            }
            register.discard_form_draft("site_add")?;
            Ok(id)
        })
        .await?;
    Ok(SavedView {
        action,
        id: Some(id.to_string()),
        notices,
        name,
    })
}

/// Records a new mailbox.
pub(super) fn new_mailbox(
    register: &mut RegisterMut<'_>,
    site: SiteId,
    address: MailboxAddress,
    display_name: Option<ShortText>,
    from: Option<Date>,
    moment: Moment,
) -> Result<MailboxId, ApiError> {
    let id = MailboxId::from_uuid(random::uuid_v7(moment.now));
    let mailbox = Mailbox {
        present: Some(true),
        site: Some(site),
        address: Some(address),
        display_name,
        from,
        ..Mailbox::default()
    };
    register.record(Body::Mailbox {
        mailbox: id,
        set: Mailbox::default().patch_to(mailbox),
    })?;
    Ok(id)
}

/// Changes a site.
///
/// # Errors
/// As [`site_add`]; `not_found`.
pub async fn site_change(steward: &Steward, request: SiteChangeRequest) -> Result<SavedView, ApiError> {
    let mut notices = Vec::new();
    let site = site_of(&request.fields, "fields", &mut notices)?;
    let name = site.name.as_ref().map(|name| name.as_str().to_owned());
    let id = request.site;
    let ((), action) = steward
        .act(move |register, _| {
            let before = site_there(register.read(), id)?;
            refuse_same_code(register.read(), site.ods_code.as_ref(), Some(id), "fields.ods_code")?;
            let set = before.patch_to(site);
            if !set.is_empty() {
                register.record(Body::Site { site: id, set })?;
            }
            register.discard_form_draft(&format!("site_change:{id}"))?;
            Ok(())
        })
        .await?;
    Ok(SavedView {
        action,
        id: Some(id.to_string()),
        notices,
        name,
    })
}

/// Adds a mailbox to a site.
///
/// # Errors
/// The field at fault; `duplicate_address`; `not_found`.
pub async fn mailbox_add(steward: &Steward, request: MailboxAddRequest) -> Result<SavedView, ApiError> {
    let mut notices = Vec::new();
    let address =
        noticed("address", &request.address, MailboxAddress::parse, &mut notices)?.ok_or_else(|| missing("address"))?;
    let display_name = optional("display_name", &request.display_name, ShortText::parse)?;
    let from = date("from", &request.from)?;
    let name = address.as_str().to_owned();
    let ((id, more), action) = steward
        .act(move |register, moment| {
            let site = site_there(register.read(), request.site)?;
            refuse_same_address(register.read(), &address, None, "address", moment.today)?;
            let mismatch = site.ods_code.as_ref().and_then(|code| address.check_against_ods(code));
            let id = new_mailbox(register, request.site, address, display_name, from, moment)?;
            register.discard_form_draft(&format!("mailbox_add:{}", request.site))?;
            Ok((id, mismatch))
        })
        .await?;
    notices.extend(more.map(|notice| NoticeView {
        field: "address".to_owned(),
        notice,
        about: None,
    }));
    Ok(SavedView {
        action,
        id: Some(id.to_string()),
        notices,
        name: Some(name),
    })
}

/// Changes a mailbox. An address never changes at NHSmail; this puts a wrongly typed one right.
///
/// # Errors
/// As [`mailbox_add`].
pub async fn mailbox_change(steward: &Steward, request: MailboxChangeRequest) -> Result<SavedView, ApiError> {
    let mut notices = Vec::new();
    let address =
        noticed("address", &request.address, MailboxAddress::parse, &mut notices)?.ok_or_else(|| missing("address"))?;
    let display_name = optional("display_name", &request.display_name, ShortText::parse)?;
    let (from, to) = (date("from", &request.from)?, date("to", &request.to)?);
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(ApiError::refused("to", Reason::DateBeforeStart));
    }
    let id = request.mailbox;
    let name = address.as_str().to_owned();
    let ((), action) = steward
        .act(move |register, Moment { today, .. }| {
            let before = super::ask::mailbox_of(register.read(), id)?;
            refuse_same_address(register.read(), &address, Some(id), "address", today)?;
            let set = before.patch_to(Mailbox {
                address: Some(address),
                display_name,
                from,
                to,
                ..before.clone()
            });
            if !set.is_empty() {
                register.record(Body::Mailbox { mailbox: id, set })?;
            }
            register.discard_form_draft(&format!("mailbox_change:{id}"))?;
            Ok(())
        })
        .await?;
    Ok(SavedView {
        action,
        id: Some(id.to_string()),
        notices,
        name: Some(name),
    })
}
