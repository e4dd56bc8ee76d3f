//! What a typed value is, while it is typed.

use jiff::civil::Date;

use super::Steward;
use super::people::{check_against_homes, look_alikes, name_of};
use crate::contract::{ApiError, ErrorCode, Notice, NoticeView, ValueCheckRequest, ValueCheckView, ValueKind};
use crate::domain::{
    Checked, FullName, LandlinePhone, MailboxAddress, Mobile, NhsmailAddress, OdsCode, PersonalEmail, Postcode, Reason,
    RoleName, SiteName, TicketReference,
};
use crate::store::{Register, Shared};

/// Checks one value. A refusal is an answer here, not an error: nothing was asked to be saved.
///
/// # Errors
/// `not_open` for a check that needs the staff list.
pub async fn value_check(steward: &Steward, request: ValueCheckRequest) -> Result<ValueCheckView, ApiError> {
    if request.text.trim().is_empty() {
        return Ok(ValueCheckView {
            value: None,
            shown: None,
            reason: None,
            notices: Vec::new(),
        });
    }
    steward
        .glance(move |register, moment| check(register, &request, moment.today))
        .await
}

fn check(register: Register<'_>, request: &ValueCheckRequest, today: Date) -> Result<ValueCheckView, ApiError> {
    let text = &request.text;
    let answer = match request.kind {
        ValueKind::FullName => plain(FullName::parse(text)),
        ValueKind::PersonalMobile | ValueKind::LinkedMobile => shown(Mobile::parse(text), Mobile::display),
        ValueKind::PersonalEmail => plain(PersonalEmail::parse(text)),
        ValueKind::NhsmailAddress => plain(NhsmailAddress::parse(text)),
        ValueKind::MailboxAddress => plain(MailboxAddress::parse(text)),
        ValueKind::OdsCode => plain(OdsCode::parse(text)),
        ValueKind::SiteName => plain(SiteName::parse(text)),
        ValueKind::Postcode => plain(Postcode::parse(text)),
        ValueKind::CqcPhone => shown(LandlinePhone::parse(text), LandlinePhone::display),
        ValueKind::Role => plain(RoleName::parse(text)),
        ValueKind::TicketReference => plain(TicketReference::parse(text)),
    };
    if answer.reason.is_some() {
        return Ok(answer);
    }
    with_others(register, request, answer, today)
}

fn plain<T: AsRef<str>>(checked: Result<Checked<T>, Reason>) -> ValueCheckView {
    shown(checked, |value| value.as_ref().to_owned())
}

fn shown<T: AsRef<str>>(checked: Result<Checked<T>, Reason>, show: impl FnOnce(&T) -> String) -> ValueCheckView {
    match checked {
        Err(reason) => ValueCheckView {
            value: None,
            shown: None,
            reason: Some(reason),
            notices: Vec::new(),
        },
        Ok(Checked { value, notices }) => ValueCheckView {
            shown: Some(show(&value)),
            value: Some(value.as_ref().to_owned()),
            reason: None,
            notices: notices.into_iter().map(|notice| notice_of(notice, None)).collect(),
        },
    }
}

const fn notice_of(notice: Notice, about: Option<String>) -> NoticeView {
    NoticeView {
        field: String::new(),
        notice,
        about,
    }
}

/// Adds what only the staff list knows: who else has this value, and whether it fits the home.
fn with_others(
    register: Register<'_>,
    request: &ValueCheckRequest,
    mut answer: ValueCheckView,
    today: Date,
) -> Result<ValueCheckView, ApiError> {
    let text = &request.text;
    let others = |shared: Shared<'_>, notice: Notice| -> Result<Vec<NoticeView>, ApiError> {
        let people = register.people_sharing(shared, request.person, today)?;
        Ok(people
            .iter()
            .map(|(_, person)| notice_of(notice, name_of(person)))
            .collect())
    };
    match request.kind {
        ValueKind::FullName => {
            if let Ok(name) = text.parse::<FullName>() {
                answer
                    .notices
                    .extend(look_alikes(register, &name, request.person, today)?);
            }
        }
        ValueKind::PersonalMobile | ValueKind::LinkedMobile => {
            if let Ok(mobile) = text.parse::<Mobile>() {
                answer
                    .notices
                    .extend(others(Shared::Mobile(&mobile), Notice::MobileOfSomebodyElse)?);
            }
        }
        ValueKind::PersonalEmail => {
            if let Ok(email) = text.parse::<PersonalEmail>() {
                answer
                    .notices
                    .extend(others(Shared::Email(&email), Notice::EmailOfSomebodyElse)?);
                let sites: Vec<_> = request.site.into_iter().collect();
                match check_against_homes(register, &email, &sites, "") {
                    Ok(notices) => answer.notices.extend(notices),
                    Err(error) if error.code == ErrorCode::InvalidValue => {
                        return Ok(ValueCheckView {
                            value: None,
                            shown: None,
                            reason: error.reason,
                            notices: Vec::new(),
                        });
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        ValueKind::NhsmailAddress => {
            if let Ok(address) = text.parse::<NhsmailAddress>() {
                answer
                    .notices
                    .extend(others(Shared::Address(&address), Notice::AddressOfSomebodyElse)?);
            }
        }
        ValueKind::MailboxAddress => {
            let code = match request.site {
                Some(site) => register.site(site)?.and_then(|site| site.ods_code),
                None => None,
            };
            if let (Ok(address), Some(code)) = (text.parse::<MailboxAddress>(), code) {
                answer
                    .notices
                    .extend(address.check_against_ods(&code).map(|notice| notice_of(notice, None)));
            }
        }
        ValueKind::OdsCode
        | ValueKind::SiteName
        | ValueKind::Postcode
        | ValueKind::CqcPhone
        | ValueKind::Role
        | ValueKind::TicketReference => {}
    }
    Ok(answer)
}
