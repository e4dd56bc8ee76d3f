//! What can be in the way at the start: each has a screen of its own, loses nothing, and says what to do.

use e2e::{HOME, Keyrings, Outcome, Problem, Test, Window, World, ensure, write};
use std::path::{Path, PathBuf};

/// The part of a keyring entry's name that every key to a staff list has.
const KEY: &str = "register:";

/// A computer on which the app was set up and closed.
async fn set_up_and_closed(test: &str) -> Test<World> {
    let world = World::new(test).await?;
    let window = world.open().await?;
    window.set_up().await?;
    world.close(window).await?;
    Ok(world)
}

async fn is_open(window: &Window) -> Test {
    window.arrives_at("Today").await?;
    window.sees(HOME.name).await?;
    Ok(())
}

fn bytes(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path).map_err(|why| Problem::while_doing(&path.display().to_string(), why))
}

fn named(folder: &Path, beginning: &str) -> Test<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(beginning) {
            files.push(entry.path());
        }
    }
    Ok(files)
}

#[tokio::test]
async fn a_key_missing_from_the_keyring_is_replaced_by_the_recovery_code() -> Test {
    let world = World::new("key-missing").await?;
    let window = world.open().await?;
    window.set_up().await?;
    let code = window.write_down_recovery_code().await?;
    world.close(window).await?;
    world.keyring()?.forget(&world.bus, KEY).await?;

    let window = world.open().await?;
    window.arrives_at("We need your recovery code").await?;
    world.looks_right(&window, "code-needed").await?;
    let wrong: String = code.chars().rev().collect();
    window.fill("Recovery code", &wrong).await?;
    window.press("Open my staff list").await?;
    window.titled("Error: ").await?;
    world.looks_right(&window, "wrong-code").await?;
    window
        .fill("Recovery code", &code.to_lowercase().replace(' ', ""))
        .await?;
    window.press("Open my staff list").await?;
    is_open(&window).await?;
    world.close(window).await?;

    // The key is back in the keyring: the code is not asked for again.
    let window = world.open().await?;
    is_open(&window).await
}

#[tokio::test]
async fn a_locked_or_absent_keyring_is_named_and_the_list_opens_once_it_answers() -> Test {
    let mut world = set_up_and_closed("keyring-locked-or-absent").await?;
    for (keyrings, heading, picture) in [
        (Keyrings::Locked, "The password store is locked", "locked"),
        (Keyrings::Absent, "The password store does not answer", "absent"),
    ] {
        world.set_keyring(keyrings).await?;
        let window = world.open().await?;
        window.arrives_at(heading).await?;
        world.looks_right(&window, picture).await?;
        window.press("Try again").await?;
        window.sees("It is still the same").await?;
        world.set_keyring(Keyrings::Unlocked).await?;
        window.press("Try again").await?;
        is_open(&window).await?;
        world.close(window).await?;
    }
    Ok(())
}

#[tokio::test]
async fn without_a_keyring_a_passphrase_alone_opens_the_list() -> Test {
    const PASSPHRASE: &str = "copper teapot windmill seventeen";
    let world = World::with("no-keyring-at-all", Keyrings::Absent).await?;
    let window = world.open().await?;
    window.arrives_at("Set up Mailbox Steward").await?;
    window.sees("This computer has no password store that works").await?;
    window.click("radio", "Yes, we share it").await?;
    window.press("Continue").await?;
    window.titled("Error: ").await?;
    world.looks_right(&window, "passphrase-needed").await?;
    window.fill("Passphrase", PASSPHRASE).await?;
    window.press("Continue").await?;
    window.arrives_at("Your home").await?;
    world.close(window).await?;

    let window = world.open().await?;
    window.arrives_at("Your staff list is locked").await?;
    world.looks_right(&window, "locked-by-passphrase").await?;
    window.fill("Passphrase", "copper teapot windmill sixteen").await?;
    window.press("Unlock").await?;
    window.titled("Error: ").await?;
    world.looks_right(&window, "wrong-passphrase").await?;
    window.fill("Passphrase", PASSPHRASE).await?;
    window.press("Unlock").await?;
    window.arrives_at("Your home").await?;
    let clear = world.in_the_clear(&[PASSPHRASE])?;
    ensure(clear.is_empty(), || {
        format!("the passphrase stands in the clear: {clear:?}")
    })?;
    Ok(())
}

#[tokio::test]
async fn the_key_of_another_list_is_called_the_wrong_key_and_the_code_still_opens() -> Test {
    let world = set_up_and_closed("wrong-key").await?;
    let keyring = world.keyring()?;
    let of_the_first = keyring.secret(&world.bus, KEY).await?;
    keyring.forget(&world.bus, KEY).await?;
    std::fs::rename(world.app_folder(), world.scratch("first-list"))?;

    let window = world.open().await?;
    window.set_up().await?;
    let code = window.write_down_recovery_code().await?;
    world.close(window).await?;
    let of_the_second = keyring.secret(&world.bus, KEY).await?;
    ensure(of_the_second != of_the_first, || {
        "two staff lists have the same key".into()
    })?;
    keyring.set_secret(&world.bus, KEY, &of_the_first).await?;

    let window = world.open().await?;
    window.arrives_at("The key does not fit this staff list").await?;
    world.looks_right(&window, "wrong-key").await?;
    window.press("Open with the recovery code").await?;
    window.arrives_at("Open with your recovery code").await?;
    world.looks_right(&window, "recovery-code").await?;
    window.fill("Recovery code", &code).await?;
    window.press("Open my staff list").await?;
    is_open(&window).await
}

#[tokio::test]
async fn a_damaged_file_is_moved_aside_on_the_owners_word_and_never_deleted() -> Test {
    let world = set_up_and_closed("damaged").await?;
    let list = world.app_folder().join("register.db");
    let mut damaged = bytes(&list)?;
    damaged.truncate(damaged.len() / 2);
    write(&list, &damaged)?;

    let window = world.open().await?;
    window.arrives_at("The file with your staff list is damaged").await?;
    window.sees(&world.app_folder().display().to_string()).await?;
    world.looks_right(&window, "damaged").await?;
    window.press("Try again").await?;
    window.sees("It is still the same").await?;
    ensure(bytes(&list)? == damaged, || {
        "the damaged file was changed before the owner said so".into()
    })?;
    window.press("Move the damaged file aside and start again").await?;
    window.arrives_at("Set up Mailbox Steward").await?;
    window.sees("The damaged file was moved aside").await?;
    world.looks_right(&window, "moved-aside").await?;

    let aside = named(&world.app_folder(), "register.damaged-")?;
    let mut kept = false;
    for file in &aside {
        kept |= bytes(file)? == damaged;
    }
    ensure(kept, || format!("the damaged file was not kept as it was: {aside:?}"))?;
    window.set_up().await?;
    Ok(())
}

#[tokio::test]
async fn a_newer_file_is_refused_and_left_alone() -> Test {
    let world = set_up_and_closed("newer").await?;
    let (meta, list) = (
        world.app_folder().join("register.json"),
        world.app_folder().join("register.db"),
    );
    let written = String::from_utf8(bytes(&meta)?)?;
    let newer = written
        .replacen("\"format\":1", "\"format\":2", 1)
        .replacen("\"format\": 1", "\"format\": 2", 1);
    ensure(newer != written, || "the meta file has no format to raise".into())?;
    write(&meta, &newer)?;
    let before = bytes(&list)?;

    let window = world.open().await?;
    window.arrives_at("Your staff list was made by a newer version").await?;
    world.looks_right(&window, "newer").await?;
    window.press("Try again").await?;
    window.sees("It is still the same").await?;
    world.close(window).await?;
    ensure(bytes(&meta)? == newer.as_bytes() && bytes(&list)? == before, || {
        "a file of a newer version was changed".into()
    })?;
    Ok(())
}
