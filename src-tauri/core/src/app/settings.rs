//! Settings, and the recovery code.

use secrecy::ExposeSecret;

use super::fields::{date, optional};
use super::history::history;
use super::passphrase::{LOCK_AFTER, lock_after};
use super::{Moment, Steward};
use crate::contract::{
    ApiError, DoneView, ErrorCode, LocalHelpView, NoRequest, Notice, Reason, RecoveryCodeCheckRequest,
    RecoveryCodeView, SavedView, SettingsChangeRequest, SettingsView,
};
use crate::domain::change::{Body, Entity};
use crate::domain::request::ChaseDays;
use crate::domain::retention::{ADVISED_MONTHS, LONGEST_MONTHS};
use crate::domain::rules;
use crate::domain::settings::{Settings, SettingsPatch};
use crate::domain::{NhsmailAddress, Set, ShortText};
/// The fact of this computer that says which two groups of the recovery code were asked for.
const ASKED_GROUPS: &str = "recovery_code_groups";

/// Answers with the settings.
///
/// # Errors
/// `not_open`, or what the disk says.
pub async fn settings_get(steward: &Steward, _: NoRequest) -> Result<SettingsView, ApiError> {
    view(steward).await
}

pub(super) async fn view(steward: &Steward) -> Result<SettingsView, ApiError> {
    let (settings, history, lock_after, last_backup, history_checked_on) = steward
        .read(|register, _| {
            Ok((
                register.settings()?,
                history(register, Entity::Settings)?,
                lock_after(register)?,
                register.local_fact(super::backups::LAST_BACKUP)?,
                super::verify::checked_on(register)?,
            ))
        })
        .await?;
    let (others, has_passphrase) = {
        let house = steward.house().await?;
        let meta = house.meta.get();
        (meta.others_use_this_computer, meta.passphrase.is_some())
    };
    let text = |text: &Option<ShortText>| text.as_ref().map(|text| text.as_str().to_owned()).unwrap_or_default();
    Ok(SettingsView {
        nas_address: nas_address(&settings).as_str().to_owned(),
        nas_address_default: rules::in_force().nas().email.address.clone(),
        nas_address_notices: nas_address_notices(&settings),
        local_help: LocalHelpView {
            name: text(&settings.local_help_name),
            email: text(&settings.local_help_email),
            phone: text(&settings.local_help_phone),
        },
        extra_bank_holidays: settings.extra_bank_holidays.clone().unwrap_or_default(),
        chase_after: settings.chase_days().chase(),
        chase_after_advised: ChaseDays::advised().chase(),
        contact_kept_months: settings.contact_kept_months(),
        contact_kept_months_advised: ADVISED_MONTHS,
        escalate_after: settings.chase_days().escalate(),
        escalate_after_advised: ChaseDays::advised().escalate(),
        others_use_this_computer: others,
        has_passphrase,
        lock_after,
        lock_after_advised: LOCK_AFTER,
        recovery_code_checked_on: settings.recovery_code_checked_on,
        last_backup_on: last_backup.and_then(|day| day.parse().ok()),
        history_checked_on,
        data_folder: steward.doors.folder.display().to_string(),
        version: steward.doors.version.to_owned(),
        history,
    })
}

/// The address requests go to: the owner's choice, or the one of the rules in force.
pub(super) fn nas_address(settings: &Settings) -> NhsmailAddress {
    settings.nas_address.clone().unwrap_or_else(default_nas_address)
}

#[expect(
    clippy::expect_used,
    reason = "a start-up invariant: a test holds that the packs name NHSmail addresses"
)]
fn default_nas_address() -> NhsmailAddress {
    rules::in_force()
        .nas()
        .email
        .address
        .parse()
        .expect("the rules in force name an NHSmail address")
}

/// What is worth a look about the owner's choice of address.
pub(super) fn nas_address_notices(settings: &Settings) -> Vec<Notice> {
    let historic = settings
        .nas_address
        .as_ref()
        .is_some_and(|address| rules::in_force().nas().is_historic(address.as_str()));
    if historic {
        vec![Notice::NasAddressHistoric]
    } else {
        Vec::new()
    }
}

/// Changes the settings. Whether others use this computer belongs to the computer and not to the history.
///
/// # Errors
/// The field at fault: an address that is not at nhs.net, a date that is none.
pub async fn settings_change(steward: &Steward, request: SettingsChangeRequest) -> Result<SavedView, ApiError> {
    let mut holidays = Vec::new();
    for (index, day) in request.extra_bank_holidays.iter().enumerate() {
        holidays.extend(date(&format!("extra_bank_holidays[{index}]"), day)?);
    }
    holidays.sort();
    holidays.dedup();
    let chase_days = chase_days(&request)?;
    let contact_kept_months = contact_kept_months(&request.contact_kept_months)?;
    let nas_address = optional("nas_address", &request.nas_address, NhsmailAddress::parse)?
        .filter(|address| *address != default_nas_address());
    let local_help_name = optional("local_help_name", &request.local_help_name, ShortText::parse)?;
    let local_help_email = optional("local_help_email", &request.local_help_email, ShortText::parse)?;
    let local_help_phone = optional("local_help_phone", &request.local_help_phone, ShortText::parse)?;
    {
        let house = steward.house().await?;
        if house.meta.get().others_use_this_computer != request.others_use_this_computer {
            house
                .meta
                .change(|meta| meta.others_use_this_computer = request.others_use_this_computer)?;
        }
    }
    let ((), action) = steward
        .act(move |register, _| {
            let old = register.read().settings()?;
            let new = Settings {
                nas_address,
                local_help_name,
                local_help_email,
                local_help_phone,
                extra_bank_holidays: (!holidays.is_empty()).then_some(holidays),
                chase_after: chase_days.map(ChaseDays::chase),
                contact_kept_months,
                escalate_after: chase_days.map(ChaseDays::escalate),
                ..old.clone()
            };
            let set = old.patch_to(new);
            if !set.is_empty() {
                register.record(Body::Settings { set })?;
            }
            register.discard_form_draft("settings")?;
            Ok(())
        })
        .await?;
    Ok(SavedView {
        action,
        id: None,
        notices: Vec::new(),
        name: None,
    })
}

/// The months as typed: none where they are what we advise, or empty.
fn contact_kept_months(typed: &str) -> Result<Option<u16>, ApiError> {
    let months = match typed.trim() {
        "" => ADVISED_MONTHS,
        typed => typed
            .parse()
            .ok()
            .filter(|months| (1..=LONGEST_MONTHS).contains(months))
            .ok_or_else(|| ApiError::refused("contact_kept_months", Reason::MonthsNotReal))?,
    };
    Ok((months != ADVISED_MONTHS).then_some(months))
}

/// The waits as typed: none where they are what we advise, or both empty.
fn chase_days(request: &SettingsChangeRequest) -> Result<Option<ChaseDays>, ApiError> {
    let advised = ChaseDays::advised();
    let days = |field: &str, typed: &str, advised: u16| match typed.trim() {
        "" => Ok(advised),
        typed => typed
            .parse()
            .ok()
            .filter(|days| (1..=ChaseDays::LONGEST).contains(days))
            .ok_or_else(|| ApiError::refused(field, Reason::DaysNotReal)),
    };
    let chase = days("chase_after", &request.chase_after, advised.chase())?;
    let escalate = days("escalate_after", &request.escalate_after, advised.escalate())?;
    let days =
        ChaseDays::new(chase, escalate).ok_or_else(|| ApiError::refused("escalate_after", Reason::DaysOutOfOrder))?;
    Ok((days != advised).then_some(days))
}

/// Shows the recovery code, with the window kept out of screenshots where the system can.
///
/// # Errors
/// `not_open`.
pub async fn recovery_code_show(steward: &Steward, _: NoRequest) -> Result<RecoveryCodeView, ApiError> {
    let house = steward.house().await?;
    let code = house.secret.recovery_code();
    let groups: Vec<String> = code.text().expose_secret().split('-').map(str::to_owned).collect();
    let [first, second] = two_of(groups.len());
    let asked = format!("{first} {second}");
    house
        .lanes
        .write(move |writer| writer.set_local_fact(ASKED_GROUPS, Some(&asked)))
        .await??;
    steward.doors.desktop.protect_screen(true);
    let number = |group: usize| u32::try_from(group).unwrap_or(0);
    Ok(RecoveryCodeView {
        groups,
        ask_for: vec![number(first), number(second)],
    })
}

/// Two different groups, counted from 1, in order. Which two is no secret: it keeps people from typing from memory.
fn two_of(groups: usize) -> [usize; 2] {
    let [first, second] = crate::random::bytes::<2>().map(usize::from);
    let first = first % groups;
    let second = (first + 1 + second % (groups - 1)) % groups;
    [first.min(second) + 1, first.max(second) + 1]
}

/// The code shows no more.
///
/// # Errors
/// Never.
pub async fn recovery_code_hide(steward: &Steward, _: NoRequest) -> Result<DoneView, ApiError> {
    steward.doors.desktop.protect_screen(false);
    std::future::ready(Ok(DoneView {})).await
}

/// Checks two groups typed back from paper, and notes the day.
///
/// # Errors
/// `wrong_recovery_code` with the group that differs.
pub async fn recovery_code_check(steward: &Steward, request: RecoveryCodeCheckRequest) -> Result<DoneView, ApiError> {
    let asked = steward
        .read(|register, _| Ok(register.local_fact(ASKED_GROUPS)?))
        .await?;
    let groups: Vec<usize> = asked
        .unwrap_or_default()
        .split(' ')
        .filter_map(|group| group.parse().ok())
        .collect();
    let [first, second] = groups[..] else {
        return Err(ApiError::new(ErrorCode::NotFound, "the code was not shown yet"));
    };
    {
        let house = steward.house().await?;
        let code = house.secret.recovery_code();
        for (field, group, typed) in [("first", first, &request.first), ("second", second, &request.second)] {
            if !code.group_is(group, typed.secret().expose_secret()) {
                return Err(ApiError::at(ErrorCode::WrongRecoveryCode, field, "this group differs"));
            }
        }
    }
    steward.doors.desktop.protect_screen(false);
    steward
        .act(|register, Moment { today, .. }| {
            let set = SettingsPatch {
                recovery_code_checked_on: Set::To(today),
                ..SettingsPatch::default()
            };
            Ok(register.record(Body::Settings { set })?)
        })
        .await?;
    Ok(DoneView {})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_in_force_name_an_nhsmail_address() {
        assert_eq!(default_nas_address().as_str(), "helpdesk@nhs.net");
    }

    #[test]
    fn two_different_groups_are_asked_for_in_order() {
        for _ in 0..500 {
            let [first, second] = two_of(7);
            assert!(1 <= first && first < second && second <= 7);
        }
    }
}
