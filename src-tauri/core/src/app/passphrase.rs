//! The app's passphrase, and the lock.

use super::Steward;
use super::settings::view;
use super::start::keep_secret;
use crate::contract::{
    ApiError, ErrorCode, LockAfterRequest, PassphraseChangeRequest, PassphraseRemoveRequest, PassphraseSetRequest,
    PassphraseStrengthRequest, PassphraseStrengthView, Reason, SettingsView,
};
use crate::domain::ids::RegisterId;
use crate::logged::KindOf;
use crate::secret::{ExposeSecret, SecretString};
use crate::store::Register;
use crate::vault::passphrase::MIN_CHARACTERS;
use crate::vault::{Cost, EntryName, Passphrase, PassphraseWrap, Strength, VaultError};

/// After how many quiet minutes we advise to lock.
pub(super) const LOCK_AFTER: u16 = 5;

/// The most quiet minutes.
const LONGEST_QUIET: u16 = 60;

/// The fact of this computer that says after how many quiet minutes the app locks.
const LOCKS_AFTER: &str = "lock_after";

/// The fact of this computer that says that the password store may still hold the key although there is a passphrase. It is written
/// down before either changes, so that a program that ends half-way is known to have left the key behind.
const KEY_LEFT: &str = "key_left_in_store";

/// After how many quiet minutes the app locks on this computer.
pub(super) fn lock_after(register: Register<'_>) -> Result<u16, ApiError> {
    let set = register.local_fact(LOCKS_AFTER)?;
    Ok(set.and_then(|minutes| minutes.parse().ok()).unwrap_or(LOCK_AFTER))
}

/// Sets after how many quiet minutes the app locks on this computer.
///
/// # Errors
/// `invalid_value` for what is no number of minutes from 1 to 60.
pub async fn lock_after_set(steward: &Steward, request: LockAfterRequest) -> Result<SettingsView, ApiError> {
    let minutes = match request.minutes.trim() {
        "" => LOCK_AFTER,
        typed => typed
            .parse()
            .ok()
            .filter(|minutes| (1..=LONGEST_QUIET).contains(minutes))
            .ok_or_else(|| ApiError::refused("minutes", Reason::MinutesNotReal))?,
    };
    let written = (minutes != LOCK_AFTER).then(|| minutes.to_string());
    let house = steward.house().await?;
    house
        .lanes
        .write(move |writer| writer.set_local_fact(LOCKS_AFTER, written.as_deref()))
        .await??;
    drop(house);
    view(steward).await
}

/// Answers how hard a passphrase is to guess, also before there is a staff list.
///
/// # Errors
/// What the disk says.
pub async fn passphrase_strength(
    steward: &Steward,
    request: PassphraseStrengthRequest,
) -> Result<PassphraseStrengthView, ApiError> {
    let known = known(steward).await?;
    steward
        .blocking(move |_| {
            let typed = request.passphrase.secret();
            let strength = Strength::of(typed, &known);
            let lacks = MIN_CHARACTERS.saturating_sub(typed.expose_secret().chars().count());
            Ok(PassphraseStrengthView {
                score: strength.score,
                enough: lacks == 0 && strength.is_enough(),
                lacks: u32::try_from(lacks).unwrap_or(u32::MAX),
                hints: strength.hints,
            })
        })
        .await
}

/// What others know of the owners and their homes; nothing while no staff list is open.
async fn known(steward: &Steward) -> Result<Vec<String>, ApiError> {
    let read = steward
        .read(|register, moment| {
            let homes = register.sites()?.into_iter().filter_map(|(_, site)| site.name);
            let homes = homes.map(|name| name.as_str().to_owned());
            let owners = register.owners(moment.today)?;
            let owners = owners.iter().filter_map(|(_, owner)| super::people::name_of(owner));
            Ok(homes.take(20).chain(owners.take(20)).collect())
        })
        .await;
    match read {
        Err(error) if error.code == ErrorCode::NotOpen => Ok(Vec::new()),
        read => read,
    }
}

/// A passphrase that may be set.
///
/// # Errors
/// `weak_passphrase`.
pub(super) fn chosen(typed: &SecretString, known: &[String]) -> Result<Passphrase, ApiError> {
    let passphrase = Passphrase::new(typed)?;
    if Strength::of(typed, known).is_enough() {
        Ok(passphrase)
    } else {
        let refused = "it is easy to guess";
        Err(ApiError::at(ErrorCode::WeakPassphrase, "passphrase", refused))
    }
}

/// Sets a passphrase. From then on it alone opens the app on this computer: the password store lets go of the key.
///
/// # Errors
/// `weak_passphrase`; `already_set_up` when there is one.
pub async fn passphrase_set(steward: &Steward, request: PassphraseSetRequest) -> Result<SettingsView, ApiError> {
    if steward.house().await?.meta.get().passphrase.is_some() {
        return Err(ApiError::new(ErrorCode::AlreadySetUp, "there is a passphrase already"));
    }
    let passphrase = chosen(request.passphrase.secret(), &known(steward).await?)?;
    note_key_left(steward, true).await?;
    wrap(steward, passphrase).await?;
    take_key_away(steward).await;
    view(steward).await
}

/// Changes the passphrase.
///
/// # Errors
/// `wrong_passphrase` for the one in force, `try_later` after several of them, `weak_passphrase` for the new one.
pub async fn passphrase_change(steward: &Steward, request: PassphraseChangeRequest) -> Result<SettingsView, ApiError> {
    let passphrase = chosen(request.passphrase.secret(), &known(steward).await?)?;
    check_current(steward, request.current.secret().clone()).await?;
    wrap(steward, passphrase).await?;
    view(steward).await
}

/// Removes the passphrase: the password store gets the key back first, so there is no moment without a way in.
///
/// # Errors
/// `wrong_passphrase`; `try_later` after several of them; `passphrase_needed` while sign-in details are kept on a computer that
/// others use; `keyring_…` when the password store does not take the key.
pub async fn passphrase_remove(steward: &Steward, request: PassphraseRemoveRequest) -> Result<SettingsView, ApiError> {
    check_current(steward, request.current.secret().clone()).await?;
    let details_kept = super::credential::are_kept(steward).await?;
    let (register, secret, others) = {
        let house = steward.house().await?;
        let others = house.meta.get().others_use_this_computer;
        (house.register, house.secret.clone(), others)
    };
    if details_kept && others == Some(true) {
        return Err(ApiError::new(
            ErrorCode::PassphraseNeeded,
            "sign-in details are kept on a shared computer",
        ));
    }
    note_key_left(steward, true).await?;
    steward
        .blocking(move |doors| Ok(keep_secret(&*doors.vault, register, &secret)?))
        .await?;
    steward.house().await?.meta.change(|meta| meta.passphrase = None)?;
    note_key_left(steward, false).await?;
    view(steward).await
}

/// Writes down that the password store may hold the key although there is a passphrase, or that it does not.
async fn note_key_left(steward: &Steward, left: bool) -> Result<(), ApiError> {
    let house = steward.house().await?;
    house
        .lanes
        .write(move |writer| writer.set_local_fact(KEY_LEFT, left.then_some("yes")))
        .await??;
    Ok(())
}

/// Has the password store let go of the key. One that does not is asked again at the next opening.
async fn take_key_away(steward: &Steward) {
    let Ok(register) = steward.house().await.map(|house| house.register) else {
        return;
    };
    if steward.blocking(move |doors| Ok(let_go(&doors, register))).await == Ok(true)
        && let Err(error) = note_key_left(steward, false).await
    {
        tracing::warn!(code = "note_not_cleared", kind = ?error.code, "it is still written down that the key may be left");
    }
}

fn let_go(doors: &super::Doors, register: RegisterId) -> bool {
    match doors.vault.delete(EntryName::Register(register)) {
        Ok(()) | Err(VaultError::Missing) => true,
        Err(error) => {
            tracing::warn!(code = "secret_not_deleted", kind = %KindOf(&error), "the password store still has the key");
            false
        }
    }
}

/// After an opening with the passphrase: takes away a key that a program which ended half-way left in the password store.
pub(super) async fn after_unlock(steward: &Steward) {
    let left = steward
        .read(|register, _| Ok(register.local_fact(KEY_LEFT)?.is_some()))
        .await;
    if left == Ok(true) {
        take_key_away(steward).await;
    }
}

/// After an opening with the recovery code: the password store gets the key again, and a passphrase that was forgotten goes. Where the
/// store cannot take the key, the passphrase or the code opens the list again next time.
pub(super) async fn after_recovery(steward: &Steward) -> Result<(), ApiError> {
    let (register, secret, has_passphrase) = {
        let house = steward.house().await?;
        let has_passphrase = house.meta.get().passphrase.is_some();
        (house.register, house.secret.clone(), has_passphrase)
    };
    if has_passphrase {
        note_key_left(steward, true).await?;
    }
    let kept = steward
        .blocking(move |doors| Ok(keep_secret(&*doors.vault, register, &secret)))
        .await?;
    match kept {
        Ok(()) if has_passphrase => {
            steward.house().await?.meta.change(|meta| meta.passphrase = None)?;
            note_key_left(steward, false).await
        }
        Ok(()) => Ok(()),
        Err(error) => {
            tracing::warn!(code = "secret_not_kept", kind = %KindOf(&error), "the password store did not take the key");
            Ok(())
        }
    }
}

/// Whether this is the passphrase in force.
pub(super) async fn check_current(steward: &Steward, typed: SecretString) -> Result<(), ApiError> {
    let (register, wrap) = {
        let house = steward.house().await?;
        let meta = house.meta.get();
        (house.register, meta.passphrase.clone())
    };
    let wrap = wrap.ok_or_else(|| ApiError::new(ErrorCode::NotFound, "there is no passphrase"))?;
    steward.attempts.allow(steward.moment().now, "current")?;
    let checked = steward
        .blocking(move |_| {
            wrap.open(register, &typed).map(drop).map_err(|error| ApiError {
                field: Some("current".to_owned()),
                ..ApiError::from(error)
            })
        })
        .await;
    steward.attempts.took(steward.moment().now, checked)
}

async fn wrap(steward: &Steward, passphrase: Passphrase) -> Result<(), ApiError> {
    let (register, secret) = {
        let house = steward.house().await?;
        (house.register, house.secret.clone())
    };
    let wrap = steward
        .blocking(move |_| {
            Ok(PassphraseWrap::create(
                &secret,
                register,
                &passphrase,
                Cost::calibrated(),
            )?)
        })
        .await?;
    let house = steward.house().await?;
    Ok(house.meta.change(|meta| meta.passphrase = Some(wrap))?)
}
