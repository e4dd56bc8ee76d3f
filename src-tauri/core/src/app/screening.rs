//! The screen over free text, with the staff list's own values allowed, and *Check my own email*.

use jiff::civil::Date;
use secrecy::{ExposeSecret as _, SecretString};

use super::{Copied, Steward};
use crate::contract::{
    ApiError, CopiedView, ErrorCode, MailCheckRequest, MailCheckView, MailFindingView, MailPartView,
};
use crate::domain::{Mobile, NhsmailAddress, PersonalEmail};
use crate::screening::{self, Action, Finding, FindingKind, Span, Vocabulary, mentioned, screen};
use crate::store::{Register, Shared, StoreError};

/// The longest mail that is looked through, in characters.
const LONGEST_MAIL: usize = 100_000;

/// Looks through a mail the owner wrote. Nothing of it is kept.
///
/// # Errors
/// `missing_field` or `too_long` at `text`; `not_open`.
pub async fn mail_check(steward: &Steward, request: MailCheckRequest) -> Result<MailCheckView, ApiError> {
    let length = request.text.secret().expose_secret().chars().count();
    if request.text.secret().expose_secret().trim().is_empty() {
        return Err(ApiError::at(ErrorCode::MissingField, "mail", "the mail is empty"));
    }
    if length > LONGEST_MAIL {
        return Err(ApiError::at(ErrorCode::TooLong, "mail", "more than 100,000 characters"));
    }
    steward
        .read(move |register, moment| {
            let text = request.text.secret().expose_secret();
            let findings = findings(register, moment.today, text)?;
            Ok(parted(text, &findings, &request.keep))
        })
        .await
}

/// Copies the cleaned mail, as [`mail_check`] shows it.
///
/// # Errors
/// As [`mail_check`]; `clipboard_failed`.
pub async fn mail_check_copy(steward: &Steward, request: MailCheckRequest) -> Result<CopiedView, ApiError> {
    let view = mail_check(steward, request).await?;
    steward
        .doors
        .desktop
        .copy(&SecretString::from(view.cleaned), Copied::Draft)?;
    Ok(CopiedView { clears_in: None })
}

/// The mail in parts, and cleaned of every finding that must come out or is not among those to keep.
fn parted(text: &str, findings: &[Finding], keep: &[u32]) -> MailCheckView {
    let mut characters = text.chars();
    let mut take = |count: usize| -> String { characters.by_ref().take(count).collect() };
    let mut parts = Vec::with_capacity(findings.len() * 2 + 1);
    let mut cleaned = String::with_capacity(text.len());
    let mut at = 0;
    for (finding, number) in findings.iter().zip(0_u32..) {
        let before = take(finding.span.start - at);
        let found = take(finding.span.end - finding.span.start);
        at = finding.span.end;
        let kept = finding.action == Action::Warn && keep.contains(&number);
        let placeholder = placeholder(finding.kind);
        cleaned.push_str(&before);
        cleaned.push_str(if kept { &found } else { placeholder });
        if !before.is_empty() {
            parts.push(MailPartView {
                text: before,
                finding: None,
            });
        }
        parts.push(MailPartView {
            text: found,
            finding: Some(MailFindingView {
                kind: finding.kind,
                action: finding.action,
                kept,
                placeholder: placeholder.to_owned(),
            }),
        });
    }
    let rest: String = characters.collect();
    cleaned.push_str(&rest);
    if !rest.is_empty() {
        parts.push(MailPartView {
            text: rest,
            finding: None,
        });
    }
    MailCheckView { parts, cleaned }
}

/// The most lines of a mail that are shown for what stands in them.
const MOST_LINES: usize = 40;

/// The lines of a mail from somebody else in which personal data stands, in parts. The numbers, addresses and days every such mail
/// has are no matter here.
pub(super) fn personal_lines(register: Register<'_>, today: Date, text: &str) -> Result<Vec<MailPartView>, ApiError> {
    let mut found = findings(register, today, text)?;
    found.retain(|finding| {
        !matches!(
            finding.kind,
            FindingKind::Phone | FindingKind::Email | FindingKind::Date
        )
    });
    let mut lines = String::new();
    let mut marked: Vec<Finding> = Vec::new();
    let mut left = found.into_iter().peekable();
    let (mut start, mut kept, mut shown) = (0, 0, 0);
    for line in text.split('\n') {
        let end = start + line.chars().count();
        let mut says_some = false;
        // A finding may go on in the next line: it is marked in each.
        while let Some(finding) = left.peek().copied().filter(|finding| finding.span.start < end) {
            let (from, to) = (finding.span.start.max(start), finding.span.end.min(end));
            if from < to && shown < MOST_LINES {
                says_some = true;
                let span = Span {
                    start: kept + from - start,
                    end: kept + to - start,
                };
                marked.push(Finding { span, ..finding });
            }
            if finding.span.end > end {
                break;
            }
            left.next();
        }
        if says_some {
            shown += 1;
            kept += end - start + 1;
            lines.push_str(line);
            lines.push('\n');
        }
        start = end + 1;
    }
    Ok(parted(lines.trim_end_matches('\n'), &marked, &[]).parts)
}

/// What stands in the cleaned mail in place of a finding.
const fn placeholder(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::NhsNumber => "[NHS number removed]",
        FindingKind::Nino => "[National Insurance number removed]",
        FindingKind::TaxReference => "[tax reference removed]",
        FindingKind::DateOfBirth => "[date of birth removed]",
        FindingKind::Date => "[date removed]",
        FindingKind::Postcode => "[postcode removed]",
        FindingKind::StreetAddress => "[address removed]",
        FindingKind::DrivingLicence => "[driving licence number removed]",
        FindingKind::Passport => "[passport number removed]",
        FindingKind::SortCode => "[sort code removed]",
        FindingKind::BankAccount => "[account number removed]",
        FindingKind::Card => "[card number removed]",
        FindingKind::Iban => "[IBAN removed]",
        FindingKind::Phone => "[phone number removed]",
        FindingKind::Email => "[email address removed]",
        FindingKind::CqcContact => "[CQC contact number removed]",
        FindingKind::HealthOrHr => "[removed]",
    }
}

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
    for reference in register.ticket_references()? {
        own.allow_reference(&reference);
    }
    Ok(screen(text, &own))
}

/// Refuses a text in which something stands that must come out.
///
/// # Errors
/// `personal_data` at `field`.
pub(super) fn refuse_personal_data(
    register: Register<'_>,
    today: Date,
    field: &str,
    text: &str,
) -> Result<(), ApiError> {
    // Without anything of our own to be silent on, most texts are plain already.
    let might_be = screen(text, &Vocabulary::new(today));
    if might_be.iter().all(|finding| finding.action != Action::Block) {
        return Ok(());
    }
    let blocked = findings(register, today, text)?
        .into_iter()
        .find(|finding| finding.action == Action::Block);
    match blocked {
        Some(finding) => Err(ApiError::at(ErrorCode::PersonalData, field, finding.kind.name())),
        None => Ok(()),
    }
}

pub(super) fn allow_homes(register: Register<'_>, own: &mut Vocabulary) -> Result<(), StoreError> {
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
