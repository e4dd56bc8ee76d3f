//! The owner's own NHSmail sign-in details. They live in the system's password store, sealed; nobody else's have a place.

use secrecy::ExposeSecret;

use super::clocks::running;
use super::fields::{date, required};
use super::passwords::Whose;
use super::{Copied, Moment, SECRET_STAYS, Steward};
use crate::contract::{
    ApiError, CopiedView, CredentialCopyRequest, CredentialPartView, CredentialSaveRequest, CredentialShownView,
    CredentialStateView, CredentialView, DoneView, ErrorCode, NoRequest, Reason,
};
use crate::domain::NhsmailAddress;
use crate::domain::clock_rules::password_clock;
use crate::domain::rules;
use crate::secret::{Key, SecretString};
use crate::vault::{Credential, CredentialError, CredentialState, OwnerEntry, VaultError};

/// How long the page shows a password, in seconds.
const SHOWS_FOR: u32 = 30;

/// Whose entry, and the key that opens it.
async fn entry(steward: &Steward) -> Result<(OwnerEntry, Key), ApiError> {
    let person = steward
        .author()
        .await?
        .ok_or_else(|| ApiError::new(ErrorCode::NotFound, "nobody is working"))?;
    let house = steward.house().await?;
    Ok((
        OwnerEntry {
            register: house.register,
            person,
        },
        house.secret.credential_key(),
    ))
}

async fn needs_passphrase(steward: &Steward) -> Result<bool, ApiError> {
    let house = steward.house().await?;
    let meta = house.meta.get();
    // An answer that was never given is no leave to keep a password where others may find it.
    Ok(meta.others_use_this_computer != Some(false) && meta.passphrase.is_none())
}

/// Whether the owner who is working has sign-in details kept.
pub(super) async fn are_kept(steward: &Steward) -> Result<bool, ApiError> {
    let Ok((entry, _)) = entry(steward).await else {
        return Ok(false);
    };
    steward
        .blocking(move |doors| Ok(doors.vault.read(entry.name()).is_ok()))
        .await
}

async fn view(steward: &Steward) -> Result<CredentialView, ApiError> {
    let needs_passphrase = needs_passphrase(steward).await?;
    let (entry, key) = entry(steward).await?;
    let person = entry.person;
    let mfa = steward
        .read(move |register, _| Ok(register.person(person)?.and_then(|person| person.facts.mfa)))
        .await?
        .unwrap_or_default();
    let Moment { today, .. } = steward.moment();
    let view = steward
        .blocking(move |doors| {
            let read = entry.read(&*doors.vault, &key);
            let changed_on = read.as_ref().ok().and_then(Credential::changed_on);
            Ok(CredentialView {
                state: match CredentialState::from(&read) {
                    CredentialState::Present { .. } => CredentialStateView::Present,
                    CredentialState::Missing => CredentialStateView::Missing,
                    CredentialState::Locked => CredentialStateView::Locked,
                    CredentialState::NoKeyring => CredentialStateView::Absent,
                    CredentialState::Denied => CredentialStateView::Denied,
                    CredentialState::Unreadable => CredentialStateView::Unreadable,
                },
                user_name: read.ok().map(|credential| credential.user_name().as_str().to_owned()),
                changed_on,
                clock: running(
                    &password_clock(changed_on, rules::in_force().password_rules(mfa), today),
                    today,
                ),
                needs_passphrase,
            })
        })
        .await?;
    // Where Today gets the day from; also for details that were saved before it was written down.
    if matches!(view.state, CredentialStateView::Present | CredentialStateView::Missing) {
        super::passwords::note_changed_on(steward, person, view.changed_on).await?;
    }
    Ok(view)
}

/// Answers whether sign-in details are kept, without the password.
///
/// # Errors
/// `not_open`.
pub async fn credential_status(steward: &Steward, _: NoRequest) -> Result<CredentialView, ApiError> {
    view(steward).await
}

/// Saves or replaces the sign-in details.
///
/// # Errors
/// `passphrase_needed` where others use this computer's sign-in and there is no passphrase; the field at fault; `keyring_…`.
pub async fn credential_save(steward: &Steward, request: CredentialSaveRequest) -> Result<CredentialView, ApiError> {
    let user_name = required("user_name", &request.user_name, NhsmailAddress::parse)?;
    if needs_passphrase(steward).await? {
        return Err(ApiError::new(
            ErrorCode::PassphraseNeeded,
            "a passphrase comes first on a shared computer",
        ));
    }
    let changed_on = date("changed_on", &request.changed_on)?;
    if changed_on.is_some_and(|on| on > steward.moment().today) {
        return Err(ApiError::refused("changed_on", Reason::DateInFuture));
    }
    let whose = Whose::works_here(steward).await?;
    let (entry, key) = entry(steward).await?;
    steward
        .blocking(move |doors| {
            let vault = &*doors.vault;
            let password = request.password.secret().clone();
            let looked_at = |before: Option<&Credential>| looked_at(&whose, &user_name, &password, before);
            let credential = match entry.read(vault, &key) {
                // The day of a password that stays is kept, unless another one is said.
                Ok(before) if same(before.password(), &password) => {
                    let changed_on = changed_on.or(before.changed_on());
                    before.with_user_name(user_name).with_password(password, changed_on)?
                }
                Ok(before) => {
                    if !request.despite_rules {
                        looked_at(Some(&before))?;
                    }
                    before.with_user_name(user_name).with_password(password, changed_on)?
                }
                // What cannot be read any more is replaced: there is nothing in it to keep.
                Err(CredentialError::Vault(VaultError::Missing) | CredentialError::Unreadable) => {
                    if !request.despite_rules {
                        looked_at(None)?;
                    }
                    Credential::new(user_name, password, changed_on)?
                }
                Err(error) => return Err(error.into()),
            };
            Ok(entry.save(vault, &key, &credential)?)
        })
        .await?;
    view(steward).await
}

/// Whether NHSmail can have taken this password, as far as its rules and the last ones are known here.
fn looked_at(
    whose: &Whose,
    user_name: &NhsmailAddress,
    password: &SecretString,
    before: Option<&Credential>,
) -> Result<(), ApiError> {
    let refuse = |code, why| Err(ApiError::at(code, "password", why));
    // What is no password at all is said first.
    Credential::new(user_name.clone(), password.clone(), None)?;
    if !whose.keeps_rules(user_name.as_str(), password) {
        return refuse(ErrorCode::PasswordRuleBroken, "it breaks a rule");
    }
    if let Some(before) = before
        && whose.rules.previous_refused > 0
        && before.was_used_before(password)?
    {
        return refuse(ErrorCode::PasswordUsedBefore, "it is one of the last ones");
    }
    Ok(())
}

fn same(one: &SecretString, other: &SecretString) -> bool {
    use subtle::ConstantTimeEq;
    one.expose_secret()
        .as_bytes()
        .ct_eq(other.expose_secret().as_bytes())
        .into()
}

async fn read(steward: &Steward) -> Result<Credential, ApiError> {
    let (entry, key) = entry(steward).await?;
    steward
        .blocking(move |doors| Ok(entry.read(&*doors.vault, &key)?))
        .await
}

/// Copies the user name or the password. A password is kept out of clipboard history and cleared by itself.
///
/// # Errors
/// `keyring_…`, `clipboard_failed`.
pub async fn credential_copy(steward: &Steward, request: CredentialCopyRequest) -> Result<CopiedView, ApiError> {
    let credential = read(steward).await?;
    let desktop = &steward.doors.desktop;
    match request.part {
        CredentialPartView::UserName => {
            let text = SecretString::from(credential.user_name().as_str().to_owned());
            desktop.copy(&text, Copied::Draft)?;
            Ok(CopiedView { clears_in: None })
        }
        CredentialPartView::Password => {
            desktop.copy(credential.password(), Copied::Secret)?;
            Ok(CopiedView {
                clears_in: Some(SECRET_STAYS),
            })
        }
    }
}

/// Shows the password, once, with the window kept out of screenshots where the system can.
///
/// # Errors
/// `keyring_…`.
pub async fn credential_show(steward: &Steward, _: NoRequest) -> Result<CredentialShownView, ApiError> {
    let credential = read(steward).await?;
    steward.doors.desktop.protect_screen(true);
    Ok(CredentialShownView {
        password: credential.password().expose_secret().to_owned(),
        hides_in: SHOWS_FOR,
    })
}

/// The password shows no more.
///
/// # Errors
/// Never.
pub async fn credential_hide(steward: &Steward, _: NoRequest) -> Result<DoneView, ApiError> {
    steward.doors.desktop.protect_screen(false);
    std::future::ready(Ok(DoneView {})).await
}

/// Deletes the sign-in details.
///
/// # Errors
/// `keyring_…`; what is not there is deleted already.
pub async fn credential_delete(steward: &Steward, _: NoRequest) -> Result<CredentialView, ApiError> {
    let (entry, _) = entry(steward).await?;
    steward
        .blocking(move |doors| match entry.delete(&*doors.vault) {
            Ok(()) | Err(VaultError::Missing) => Ok(()),
            Err(error) => Err(error.into()),
        })
        .await?;
    view(steward).await
}
