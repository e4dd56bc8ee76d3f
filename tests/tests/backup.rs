//! The staff list is saved as one locked file, and another computer starts from it with the recovery code alone.
//!
//! Everybody is invented.

use e2e::{Answer, STARTERS, Test, World, ensure, search, write};

#[tokio::test]
async fn a_locked_backup_is_saved_and_another_computer_starts_from_it() -> Test {
    let world = World::new("backup").await?;
    let window = world.open().await?;
    window.set_up().await?;
    window.add_person(&STARTERS[0]).await?;
    window.go_to("Settings", "Settings").await?;
    window.follow("Open locked backup").await?;
    window.arrives_at("Locked backup").await?;
    window.sees("Your recovery code is not on paper yet").await?;
    world.looks_right(&window, "none-yet").await?;
    let code = window.write_down_recovery_code().await?;
    window.follow("Open locked backup").await?;
    window.arrives_at("Locked backup").await?;
    let file = world.documents().join("staff-list.age");
    world.portal.will(Answer::Pick(file.clone()));
    window.key_press("Save a locked backup").await?;
    window.sees("It is called staff-list.age.").await?;
    window.sees("The last backup on this computer was made on").await?;
    window.sees_no("No backup was made").await?;
    world.looks_right(&window, "saved").await?;
    let mut found = world.in_the_clear(&[STARTERS[0].name])?;
    found.extend(search(&[world.documents()], &[STARTERS[0].name])?);
    ensure(found.is_empty(), || format!("the name is in the clear in {found:?}"))?;
    world.close(window).await?;

    // Another computer, with a password store of its own.
    let other = World::new("backup-elsewhere").await?;
    let window = other.open().await?;
    window.arrives_at("Set up Mailbox Steward").await?;
    window.press("I have a locked backup").await?;
    window.arrives_at("Open a locked backup").await?;
    other.looks_right(&window, "open").await?;
    window
        .fill("Recovery code", "AAAA AAAA AAAA AAAA AAAA AAAA AAAA")
        .await?;
    window.press("Choose the backup").await?;
    window.titled("Error: ").await?;
    other.looks_right(&window, "wrong-code").await?;
    window.fill("Recovery code", &code).await?;
    let no_backup = other.documents().join("notes.age");
    write(&no_backup, "Nothing of the kind.")?;
    other.portal.will(Answer::Pick(no_backup));
    window.press("Choose the backup").await?;
    window.sees("This file is not a whole backup.").await?;
    other.looks_right(&window, "no-backup").await?;
    other.portal.will(Answer::Pick(file));
    window.press("Choose the backup").await?;
    window.arrives_at("Today").await?;
    window.go_to("People", "People").await?;
    window.sees(STARTERS[0].name).await?;
    // Its key is in this computer's password store: the code is not asked for again.
    other.close(window).await?;
    let window = other.open().await?;
    window.arrives_at("Today").await?;
    Ok(())
}
