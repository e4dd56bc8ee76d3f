//! The screen over free text, with the staff list's own values allowed.

use jiff::civil::Date;

use crate::contract::{ApiError, ErrorCode};
use crate::domain::{Mobile, NhsmailAddress, PersonalEmail};
use crate::screening::{self, Action, Finding, Vocabulary, mentioned, screen};
use crate::store::{Register, Shared, StoreError};

/// Finds personal data in `text`. Silent are: the codes, postcodes, numbers and mailboxes of the homes, local help, the mobiles
/// and addresses of the people on the list, and the ticket references of their requests.
pub(super) fn findings(register: Register<'_>, today: Date, text: &str) -> Result<Vec<Finding>, ApiError> {
    let mut own = Vocabulary::new(today);
    allow_homes(register, &mut own)?;
    allow_people(register, today, text, &mut own)?;
    let findings = screen(text, &own);
    // Most texts name nothing that a ticket's reference could be taken for, and are spared the list of requests.
    if findings.is_empty() {
        return Ok(findings);
    }
    for (_, request) in register.requests(None, false)? {
        for reference in request.ticket_references() {
            own.allow_reference(reference.as_str());
        }
    }
    Ok(screen(text, &own))
}

/// Refuses a text in which something stands that must come out.
///
/// # Errors
/// `personal_data` at `field`.
#[expect(dead_code, reason = "the notes of requests and calls are refused with it")]
pub(super) fn refuse_personal_data(
    register: Register<'_>,
    today: Date,
    field: &str,
    text: &str,
) -> Result<(), ApiError> {
    let blocked = findings(register, today, text)?
        .into_iter()
        .find(|finding| finding.action == Action::Block);
    match blocked {
        Some(finding) => Err(ApiError::at(ErrorCode::PersonalData, field, finding.kind.name())),
        None => Ok(()),
    }
}

fn allow_homes(register: Register<'_>, own: &mut Vocabulary) -> Result<(), StoreError> {
    for (_, site) in register.sites()? {
        if let Some(code) = &site.ods_code {
            own.allow_reference(code.as_str());
        }
        if let Some(postcode) = &site.postcode {
            own.allow_postcode(postcode.as_str());
        }
        if let Some(phone) = &site.cqc_phone {
            own.allow_phone(phone.as_str());
        }
    }
    for (_, mailbox) in register.mailboxes()? {
        if let Some(address) = &mailbox.address {
            own.allow_email(address.as_str());
        }
    }
    let settings = register.settings()?;
    if let Some(phone) = &settings.local_help_phone {
        own.allow_phone(phone.as_str());
    }
    if let Some(address) = &settings.local_help_email {
        own.allow_email(address.as_str());
    }
    Ok(())
}

/// Asks the list for the mobiles and addresses that the text names, rather than reading everybody's.
fn allow_people(register: Register<'_>, today: Date, text: &str, own: &mut Vocabulary) -> Result<(), StoreError> {
    let screening::Mentioned { mobiles, emails } = mentioned(text);
    for mobile in mobiles {
        if let Ok(value) = mobile.parse::<Mobile>()
            && !register.people_sharing(Shared::Mobile(&value), None, today)?.is_empty()
        {
            own.allow_phone(&mobile);
        }
    }
    for email in emails {
        let of_account = match email.parse::<NhsmailAddress>() {
            Ok(value) => !register
                .people_sharing(Shared::Address(&value), None, today)?
                .is_empty(),
            Err(_) => false,
        };
        let own_address = match email.parse::<PersonalEmail>() {
            Ok(value) => !register.people_sharing(Shared::Email(&value), None, today)?.is_empty(),
            Err(_) => false,
        };
        if of_account || own_address {
            own.allow_email(&email);
        }
    }
    Ok(())
}
