//! The owner's own NHSmail sign-in details: in the keyring, and nowhere else.

use e2e::{HOME, Test, World, ensure, until};

const PASSWORD: &str = "Heron-Lantern-42-quietly";

/// The part of a keyring entry's name that the owner's sign-in details have.
const OWNER: &str = "owner:";

#[tokio::test]
async fn the_credential_is_saved_copied_shown_and_deleted() -> Test {
    let world = World::new("sign-in-details").await?;
    let window = world.open().await?;
    window.set_up().await?;
    window.go_to("Settings", "Settings").await?;
    window.follow("Open your own NHSmail sign-in details").await?;
    window.arrives_at("Your own NHSmail sign-in details").await?;
    // Linux has no way to keep a window out of screenshots, and the page says so.
    window
        .sees("This computer cannot keep the window out of screenshots")
        .await?;
    world.looks_right(&window, "nothing-saved").await?;

    window.fill("Your NHSmail address", HOME.owner_address).await?;
    window.fill("Your NHSmail password", "Smith 7").await?;
    window
        .sees("Not yet: 10 characters or more; No spaces; Your first or last name is not in it.")
        .await?;
    window.press("Save").await?;
    window.titled("Error: ").await?;
    window.sees("This password breaks a rule of NHSmail.").await?;
    // The address is theirs: nobody else has it.
    window.sees_no("Somebody else on your list").await?;
    world.looks_right(&window, "broken-rules").await?;
    window.press("Make a new password for me").await?;
    world.looks_right(&window, "maker").await?;
    window.press("Make a password").await?;
    window.sees("It keeps the rules.").await?;
    window.fill("Your NHSmail password", PASSWORD).await?;
    window.sees("It keeps the rules.").await?;
    window.press("Save").await?;
    window.sees("Saved. Your sign-in details are on this computer.").await?;
    window.sees_no(PASSWORD).await?;
    world.looks_right(&window, "saved").await?;
    // The keyring keeps it, sealed, so that it is there after a restart.
    let kept = world.keyring()?.secret(&world.bus, OWNER).await?;
    ensure(!String::from_utf8_lossy(&kept).contains(PASSWORD), || {
        "the keyring keeps the password as it is".into()
    })?;
    world.close(window).await?;
    let window = world.open().await?;
    window.arrives_at("Today").await?;
    window.go_to("Settings", "Settings").await?;
    window.follow("Open your own NHSmail sign-in details").await?;

    window.press("Copy password").await?;
    window.sees("It is cleared from the clipboard in").await?;
    let copied = world.screen.clipboard()?;
    ensure(copied.as_deref() == Some(PASSWORD), || {
        format!(
            "the clipboard holds {} characters instead of the password",
            copied.unwrap_or_default().len()
        )
    })?;
    let formats = world.screen.clipboard_formats()?;
    ensure(
        formats.iter().any(|format| format == "x-kde-passwordManagerHint"),
        || format!("clipboard histories are not asked to leave the password out: {formats:?}"),
    )?;

    window.press("Show the password").await?;
    window.sees(PASSWORD).await?;
    window.is_accessible().await?;
    window.press("Hide the password").await?;
    window.sees_no(PASSWORD).await?;

    window.press("Copy NHSmail address").await?;
    until(5, || async {
        let copied = world.screen.clipboard()?;
        ensure(copied.as_deref() == Some(HOME.owner_address), || {
            "the NHSmail address is not on the clipboard".into()
        })
    })
    .await?;
    window.press("Copy password").await?;
    window.sees("It is cleared from the clipboard in").await?;
    let clear = world.in_the_clear(&[PASSWORD])?;
    ensure(clear.is_empty(), || {
        format!("the password stands in the clear: {clear:?}")
    })?;

    window.press("Delete").await?;
    window.press("Delete them").await?;
    window
        .sees("Deleted. Your sign-in details are no longer on this computer.")
        .await?;
    let entries = world.keyring()?.entries(&world.bus).await?;
    let left = entries
        .iter()
        .flat_map(|entry| entry.values())
        .any(|value| value.contains(OWNER));
    ensure(!left, || "the keyring still has the sign-in details".into())?;
    world.close(window).await?;
    ensure(world.screen.clipboard()?.as_deref() != Some(PASSWORD), || {
        "the password is still on the clipboard after the app was closed".into()
    })?;
    Ok(())
}

#[tokio::test]
async fn a_copied_password_is_cleared_after_half_a_minute() -> Test {
    let world = World::new("copied-password-cleared").await?;
    let window = world.open().await?;
    window.set_up().await?;
    window.go_to("Settings", "Settings").await?;
    window.follow("Open your own NHSmail sign-in details").await?;
    window.fill("Your NHSmail address", HOME.owner_address).await?;
    window.fill("Your NHSmail password", PASSWORD).await?;
    window.press("Save").await?;
    window.press("Copy password").await?;
    window.sees("It is cleared from the clipboard in 2").await?;
    until(40, || async {
        ensure(world.screen.clipboard()?.as_deref() != Some(PASSWORD), || {
            "the password stays on the clipboard".into()
        })
    })
    .await?;
    Ok(())
}
