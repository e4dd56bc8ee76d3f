//! The lock in the real window: how a passphrase is weighed, what is left behind the lock screen, what comes back, and what wrong
//! passphrases cost.

use e2e::{HOME, STARTERS, Test, World, ensure};

const PASSPHRASE: &str = "copper teapot windmill seventeen";

#[tokio::test]
async fn nothing_is_left_behind_the_lock_screen_and_half_typed_forms_come_back() -> Test {
    let world = World::new("lock").await?;
    let window = world.open().await?;
    window.set_up().await?;
    window.add_person(&STARTERS[0]).await?;
    window.go_to("Settings", "Settings").await?;
    window.follow("Choose passphrase").await?;
    window.arrives_at("Passphrase").await?;
    window.fill("New passphrase", "password1234").await?;
    window.sees("Still too easy to guess.").await?;
    world.looks_right(&window, "weak").await?;
    window.fill("New passphrase", PASSPHRASE).await?;
    window.sees("Very hard to guess.").await?;
    window.press("Save").await?;
    window.arrives_at("Settings").await?;
    window.follow("Change passphrase").await?;
    window.arrives_at("Passphrase").await?;
    window.fill("Quiet minutes before it locks", "7").await?;
    window.press("Save the minutes").await?;
    window
        .sees("Saved. Mailbox Steward locks after 7 quiet minutes.")
        .await?;
    world.looks_right(&window, "minutes").await?;

    window.go_to("People", "People").await?;
    window.follow("Add a person").await?;
    window.arrives_at("Add a person").await?;
    window.fill("Full name", "Harriet Halftyped").await?;
    window.press("Lock").await?;
    window.arrives_at("Your staff list is locked").await?;
    world.looks_right(&window, "locked").await?;
    let said = window
        .ask(
            "return document.documentElement.outerHTML + document.title
                + [...document.querySelectorAll('input, textarea')].map((box) => box.value).join(' ');",
            vec![],
        )
        .await?
        .to_string();
    for secret in [HOME.name, HOME.owner, HOME.mailbox, STARTERS[0].name, "Halftyped"] {
        ensure(!said.contains(secret), || {
            format!("“{secret}” is left behind the lock screen")
        })?;
    }

    for _ in 0..3 {
        window.fill("Passphrase", "copper teapot windmill sixteen").await?;
        window.press("Unlock").await?;
        window.sees("This is not the right passphrase.").await?;
    }
    window.sees("Wait 5 seconds before you try again.").await?;
    window.sees("You can try again in").await?;
    world.looks_right(&window, "wait").await?;
    window.sees_no("You can try again in").await?;
    window.fill("Passphrase", PASSPHRASE).await?;
    window.press("Unlock").await?;
    window.arrives_at("Add a person").await?;
    let name = window.value("Full name").await?;
    ensure(name == "Harriet Halftyped", || {
        format!("the half-typed name came back as “{name}”")
    })?;
    Ok(())
}
