//! Help: both documents' contacts, pages elsewhere, and what the page needs of the window.

use jiff::civil::Time;

use super::Steward;
use super::header::nas_hours;
use super::sources::source_view;
use crate::contract::{
    ApiError, ContactView, DoneView, ErrorCode, HelpPackView, HelpView, HoursView, LinkOpenRequest, LinkView,
    LocalHelpView, NoRequest,
};
use crate::domain::ShortText;
use crate::domain::rules::{self, PackName, RulePack, Source};

/// Pages elsewhere, by name. They are opened only on a click.
const LINKS: &[(&str, &str)] = &[
    ("nhsmail_portal", "https://portal.nhs.net/"),
    ("service_status", "https://portal.nhs.net/Help/servicestatus"),
    ("outlook_web", "https://outlook.office.com/mail/"),
    (
        "starter_guide",
        "https://support.nhs.net/knowledge-base/starter-guide-for-social-care-providers/",
    ),
    (
        "shared_mailbox_guide",
        "https://support.nhs.net/knowledge-base/managing-shared-mailboxes",
    ),
    ("ods_search", "https://odsportal.digital.nhs.uk/Organisation/Search"),
    ("digital_care_hub", "https://www.digitalcarehub.co.uk/"),
    ("digitising_social_care", "https://beta.digitisingsocialcare.co.uk/"),
];

fn contact(name: &str, value: &str, menu: &[u8], link: Option<String>, source: &Source) -> ContactView {
    ContactView {
        name: name.to_owned(),
        value: value.to_owned(),
        menu: menu.iter().map(ToString::to_string).collect(),
        link,
        source: source_view(source),
    }
}

fn mail(address: &str) -> String {
    format!("mailto:{address}")
}

fn pack_view(pack: &RulePack) -> HelpPackView {
    let nas = pack.nas();
    let helpdesk = pack.helpdesk();
    let mut contacts = vec![
        contact(
            "nas_email",
            &nas.email.address,
            &[],
            Some(mail(&nas.email.address)),
            &nas.email.source,
        ),
        contact("nas_phone", &nas.phone.number, &nas.phone.menu, None, &nas.phone.source),
        contact(
            "helpdesk_email",
            &helpdesk.address,
            &[],
            Some(mail(&helpdesk.address)),
            &helpdesk.source,
        ),
        contact("helpdesk_phone", &helpdesk.number, &[], None, &helpdesk.source),
    ];
    if let Some(escalation) = pack.escalation() {
        contacts.push(contact(
            "escalation_email",
            &escalation.address,
            &[],
            Some(mail(&escalation.address)),
            &escalation.source,
        ));
    }
    if let Some(help) = pack.local_help() {
        contacts.push(contact(
            "local_help_email",
            &help.address,
            &[],
            Some(mail(&help.address)),
            &help.source,
        ));
        contacts.push(contact("local_help_phone", &help.number, &[], None, &help.source));
    }
    HelpPackView {
        name: pack.name().name().to_owned(),
        in_force: pack.name() == rules::in_force().name(),
        contacts,
        hours: hours_view(pack),
    }
}

/// When NAS is open by these rules.
pub(super) fn hours_view(pack: &RulePack) -> Option<HoursView> {
    let hours = pack.nas().hours.as_ref()?;
    let (from, to): (Time, Time) = (hours.opens(), hours.closes());
    Some(HoursView {
        from,
        to,
        source: source_view(hours.source()),
    })
}

/// Answers with the Help page.
///
/// # Errors
/// `not_open`.
pub async fn help_get(steward: &Steward, _: NoRequest) -> Result<HelpView, ApiError> {
    let log_folder = steward.doors.log_folder.display().to_string();
    steward
        .read(move |register, moment| {
            let settings = register.settings()?;
            let text =
                |text: &Option<ShortText>| text.as_ref().map(|text| text.as_str().to_owned()).unwrap_or_default();
            let local_help = LocalHelpView {
                name: text(&settings.local_help_name),
                email: text(&settings.local_help_email),
                phone: text(&settings.local_help_phone),
            };
            let given = !(local_help.name.is_empty() && local_help.email.is_empty() && local_help.phone.is_empty());
            Ok(HelpView {
                packs: [PackName::Faq, PackName::Guide2018]
                    .map(|name| pack_view(rules::pack(name)))
                    .into(),
                nas: nas_hours(register, moment)?,
                local_help: given.then_some(local_help),
                links: LINKS
                    .iter()
                    .map(|(name, address)| LinkView {
                        name: (*name).to_owned(),
                        address: (*address).to_owned(),
                    })
                    .collect(),
                log_folder,
            })
        })
        .await
}

/// Opens one of the pages elsewhere, or a contact's mail link, by its name in the Help view. Nothing else can be opened.
///
/// # Errors
/// `not_found` for a name the app does not know; `open_failed`.
pub async fn link_open(steward: &Steward, request: LinkOpenRequest) -> Result<DoneView, ApiError> {
    let page = LINKS
        .iter()
        .find(|(name, _)| *name == request.link)
        .map(|(_, address)| (*address).to_owned());
    let contact = || {
        let packs = [PackName::Faq, PackName::Guide2018].map(|name| pack_view(rules::pack(name)));
        packs
            .into_iter()
            .flat_map(|pack| pack.contacts)
            .filter_map(|contact| contact.link)
            .find(|link| *link == request.link)
    };
    let link = page
        .or_else(contact)
        .ok_or_else(|| ApiError::at(ErrorCode::NotFound, "link", "no such link"))?;
    steward.doors.desktop.open(&link)?;
    std::future::ready(Ok(DoneView {})).await
}

/// Opens the system's print dialog for the page.
///
/// # Errors
/// `internal` when there is none.
pub async fn page_print(steward: &Steward, _: NoRequest) -> Result<DoneView, ApiError> {
    steward.doors.desktop.print()?;
    std::future::ready(Ok(DoneView {})).await
}

/// Clears what this app copied, if it is still on the clipboard.
///
/// # Errors
/// `clipboard_failed`.
pub async fn clipboard_clear(steward: &Steward, _: NoRequest) -> Result<DoneView, ApiError> {
    steward.doors.desktop.clear_clipboard()?;
    std::future::ready(Ok(DoneView {})).await
}
