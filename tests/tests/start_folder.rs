//! What can be wrong with the folder at the start: each has a screen of its own, loses nothing, and goes once it is put right.

// The small disk belongs to the tests of the core; a second one would have to be kept in step with it.
#[path = "../../src-tauri/core/tests/support/small_disk.rs"]
#[expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test without its disk fails at once"
)]
mod small_disk;

use e2e::{HOME, Problem, Test, Window, World, ensure};
use small_disk::{SmallDisk, on_a_small_disk};
use std::path::Path;

/// Room for a staff list and nothing else.
const KIBIBYTES: u32 = 8192;

async fn is_open(window: &Window) -> Test {
    window.arrives_at("Today").await?;
    window.sees(HOME.name).await?;
    Ok(())
}

/// Runs the body on a disk of the test's own, in a world that keeps the app's files there.
fn with_files_on_a_small_disk(test: &str, body: impl AsyncFnOnce(&World, &SmallDisk) -> Test) {
    on_a_small_disk(test, KIBIBYTES, |disk| {
        let outcome = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|why| Problem::while_doing("starting the runtime", why))
            .map(|runtime| {
                runtime.block_on(async {
                    let world = World::new(test).await?;
                    world.keep_files_in(disk.folder())?;
                    body(&world, disk).await
                })
            });
        match outcome {
            Ok(Ok(())) => {}
            Ok(Err(problem)) => panic!("{problem:?}"),
            Err(problem) => panic!("{problem:?}"),
        }
    });
}

fn list(world: &World) -> Test<Vec<u8>> {
    Ok(std::fs::read(world.app_folder().join("register.db"))?)
}

#[test]
fn a_folder_that_cannot_be_written_is_said_and_the_list_opens_once_it_can() {
    with_files_on_a_small_disk(
        "a_folder_that_cannot_be_written_is_said_and_the_list_opens_once_it_can",
        async |world, disk| {
            let window = world.open().await?;
            window.set_up().await?;
            world.close(window).await?;
            let before = list(world)?;

            disk.set_read_only(true);
            let window = world.open().await?;
            window.arrives_at("Mailbox Steward cannot save here").await?;
            window.sees(&world.app_folder().display().to_string()).await?;
            world.looks_right(&window, "not-writable").await?;
            window.press("Try again").await?;
            window.sees("The folder still cannot be written to").await?;
            disk.set_read_only(false);
            ensure(list(world)? == before, || "the staff list was changed".into())?;
            window.press("Try again").await?;
            is_open(&window).await
        },
    );
}

#[test]
fn a_full_disk_is_said_and_the_list_opens_once_there_is_room() {
    with_files_on_a_small_disk(
        "a_full_disk_is_said_and_the_list_opens_once_there_is_room",
        async |world, disk| {
            let window = world.open().await?;
            window.set_up().await?;
            world.close(window).await?;
            let before = list(world)?;

            disk.fill();
            let window = world.open().await?;
            window.arrives_at("The disk is full").await?;
            window.sees(&world.app_folder().display().to_string()).await?;
            world.looks_right(&window, "disk-full").await?;
            window.press("Try again").await?;
            window.sees("There is still not enough room").await?;
            ensure(list(world)? == before, || "the staff list was changed".into())?;
            disk.resize(2 * KIBIBYTES);
            window.press("Try again").await?;
            is_open(&window).await
        },
    );
}

#[tokio::test]
async fn a_list_somebody_else_has_open_waits_until_they_close_it() -> Test {
    let world = World::new("open-elsewhere").await?;
    let window = world.open().await?;
    window.set_up().await?;
    world.close(window).await?;

    // As a second person signed in to this computer, whose desktop cannot show this one their window.
    let theirs = std::fs::File::options()
        .write(true)
        .open(world.app_folder().join("register.lock"))?;
    theirs.lock()?;
    let window = world.open().await?;
    window.arrives_at("Mailbox Steward is open already").await?;
    world.looks_right(&window, "open-elsewhere").await?;
    window.press("Try again").await?;
    window.sees("It is still open elsewhere").await?;
    theirs.unlock()?;
    window.press("Try again").await?;
    is_open(&window).await
}

#[tokio::test]
async fn a_folder_that_another_program_keeps_in_step_is_refused_and_nothing_is_written_to_it() -> Test {
    let world = World::new("synced-folder").await?;
    let synced = world.home().join("Dropbox");
    std::fs::create_dir(&synced)?;
    world.keep_files_in(&synced)?;
    let window = world.open().await?;
    window.arrives_at("The folder is kept in step by Dropbox").await?;
    window.sees(&world.app_folder().display().to_string()).await?;
    world.looks_right(&window, "synced-folder").await?;
    window.press("Try again").await?;
    window.sees("The folder is still not on this computer alone").await?;
    ensure(!holds_a_list(&synced)?, || {
        "a staff list was begun in the synced folder".into()
    })?;
    Ok(())
}

fn holds_a_list(folder: &Path) -> Test<bool> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if holds_a_list(&path)? {
                return Ok(true);
            }
        } else if path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("register"))
        {
            return Ok(true);
        }
    }
    Ok(false)
}
