//! What was typed is there again: after closing the window, and after the power went off half-way.

use e2e::{HOME, STARTERS, Test, World, ensure, until};
use std::time::Duration;

#[tokio::test]
async fn after_a_restart_everything_is_found() -> Test {
    let world = World::new("restart").await?;
    let window = world.open().await?;
    window.set_up().await?;
    for starter in &STARTERS {
        window.add_person(starter).await?;
    }
    window.ask_for_new_users(&STARTERS).await?;
    let before = window.read().await?;
    window.resize(1000, 640).await?;
    let place = world.screen.window_place()?;
    world.close(window).await?;
    // One file at rest: nothing is left behind in a log beside it.
    for name in ["register.db-wal", "register.db-shm"] {
        ensure(!world.app_folder().join(name).exists(), || {
            format!("{name} is left behind")
        })?;
    }

    let window = world.open().await?;
    window.arrives_at("Today").await?;
    until(5, || async {
        let again = world.screen.window_place()?;
        ensure(again == place, || {
            format!("the window was at {place:?} and is at {again:?}")
        })
    })
    .await?;
    window.sees(HOME.name).await?;
    window.sees(&format!("Working as {}", HOME.owner)).await?;
    window.go_to("People", "People").await?;
    for starter in &STARTERS {
        window.follow(starter.name).await?;
        window.arrives_at(starter.name).await?;
        for words in [starter.email, starter.role] {
            window.sees(words).await?;
        }
        window.picture("person").await?;
        window.go_to("People", "People").await?;
    }
    window.go_to("Requests", "Requests").await?;
    window.follow("New NHSmail user").await?;
    window.arrives_at("New NHSmail user").await?;
    for starter in &STARTERS {
        ensure(before.contains(starter.mobile_in_requests), || {
            "the request had no mobile".into()
        })?;
        window.sees(starter.mobile_in_requests).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_half_typed_form_comes_back_after_the_power_went_off() -> Test {
    let world = World::new("half-typed").await?;
    let window = world.open().await?;
    window.arrives_at("Set up Mailbox Steward").await?;
    window.click("radio", "No, only I do").await?;
    window.press("Continue").await?;
    window.arrives_at("Your home").await?;
    window.fill("Name of the home", "Rowan Hou").await?;
    // The form is kept when the typing rests; a power cut in the middle of a word costs that word at most.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    window.kill();

    let window = world.open().await?;
    window.arrives_at("Your home").await?;
    window.sees("What you typed before is still here").await?;
    let name = window.value("Name of the home").await?;
    ensure(name == "Rowan Hou", || format!("“{name}” came back"))?;
    window.fill("Name of the home", HOME.name).await?;
    window.fill("Address of your shared mailbox", HOME.mailbox).await?;
    window.press("Continue").await?;
    window.arrives_at("You").await?;
    window.fill("Your full name", HOME.owner).await?;
    window.press("Finish").await?;
    window.arrives_at("Today").await?;

    let starter = &STARTERS[0];
    window.go_to("People", "People").await?;
    window.follow("Add a person").await?;
    window.arrives_at("Add a person").await?;
    window.fill("Full name", starter.name).await?;
    window.fill("Personal mobile", "07700 9001").await?;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    window.kill();
    let clear = world.in_the_clear(&[starter.name, "07700 9001"])?;
    ensure(clear.is_empty(), || {
        format!("the half-typed form stands in the clear: {clear:?}")
    })?;

    let window = world.open().await?;
    window.arrives_at("Today").await?;
    window.go_to("People", "People").await?;
    window.follow("Add a person").await?;
    window.sees("What you typed before is still here").await?;
    let (name, mobile) = (window.value("Full name").await?, window.value("Personal mobile").await?);
    ensure(name == starter.name && mobile == "07700 9001", || {
        format!("“{name}” and “{mobile}” came back")
    })?;
    window.picture("half-typed-form-again").await?;
    Ok(())
}
