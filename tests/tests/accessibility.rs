//! Every screen, in light and in dark, on a usual window and on one of 320 CSS pixels. The start-up problem screens are
//! looked at in the same way where they are brought about.

use e2e::{Answer, HOME, STARTERS, Test, World, ensure};

const PASSPHRASE: &str = "copper teapot windmill seventeen";

#[tokio::test]
async fn setting_up() -> Test {
    let world = World::new("screens-set-up").await?;
    let window = world.open().await?;
    window.arrives_at("Set up Mailbox Steward").await?;
    world.looks_right(&window, "computer").await?;
    window.click("radio", "Yes, we share it").await?;
    world.looks_right(&window, "computer-shared").await?;
    window.click("radio", "No, only I do").await?;
    window.press("Continue").await?;
    window.arrives_at("Your home").await?;
    window
        .fill("Address of your shared mailbox", "care.vlaxl@example.org")
        .await?;
    window.press("Continue").await?;
    window.titled("Error: ").await?;
    world.looks_right(&window, "home-with-errors").await?;
    window.fill("Name of the home", HOME.name).await?;
    window.fill("Address of your shared mailbox", HOME.mailbox).await?;
    window.press("Continue").await?;
    window.arrives_at("You").await?;
    world.looks_right(&window, "you").await?;
    window.fill("Your full name", HOME.owner).await?;
    window.press("Finish").await?;
    window.arrives_at("Today").await?;
    world.looks_right(&window, "today").await?;
    Ok(())
}

#[tokio::test]
async fn people() -> Test {
    let world = World::new("screens-people").await?;
    let window = world.open().await?;
    window.set_up().await?;
    window.go_to("People", "People").await?;
    window.follow("Add a person").await?;
    window.arrives_at("Add a person").await?;
    window.fill("Full name", "Jane 2 Smith").await?;
    window.fill("Personal mobile", "07000 900001").await?;
    window.choose("Do they have an NHSmail account?", "Yes").await?;
    window.press("More about the account").await?;
    window.press("Save").await?;
    window.titled("Error: ").await?;
    world.looks_right(&window, "add-with-errors").await?;
    window.press("Cancel and empty the form").await?;
    window.arrives_at("People").await?;
    window.go_to("Today", "Today").await?;
    for starter in &STARTERS {
        window.add_person(starter).await?;
    }
    world.looks_right(&window, "person").await?;
    window.follow("Change details").await?;
    world.looks_right(&window, "person-change").await?;
    window.go_to("People", "People").await?;
    world.looks_right(&window, "people").await?;
    window.press("Choose people").await?;
    window.press("Choose everybody in the list").await?;
    window.sees("Chosen: 3 people.").await?;
    window.press("Confirm as used").await?;
    world.looks_right(&window, "people-chosen").await?;
    window.press("Cancel").await?;
    window.follow("Remind your staff").await?;
    window.arrives_at("Remind your staff").await?;
    world.looks_right(&window, "people-reminder").await?;
    window.go_to("People", "People").await?;
    window.fill("Find a person", "nobody of that name").await?;
    window.sees("No one matches").await?;
    world.looks_right(&window, "people-nobody-found").await?;
    Ok(())
}

#[tokio::test]
async fn asking_and_requests() -> Test {
    let world = World::new("screens-requests").await?;
    let window = world.open().await?;
    window.set_up().await?;
    window.go_to("Requests", "Requests").await?;
    world.looks_right(&window, "requests-none").await?;
    for starter in &STARTERS {
        window.add_person(starter).await?;
    }
    window.ask_for_somebody_who_has_started().await?;
    window.press("Continue").await?;
    window.titled("Error: ").await?;
    world.looks_right(&window, "who-with-errors").await?;
    for starter in &STARTERS {
        window.click("checkbox", starter.name).await?;
    }
    world.looks_right(&window, "who").await?;
    window.press("Continue").await?;
    window.arrives_at("Questions about each person").await?;
    world.looks_right(&window, "questions").await?;
    window.press("Continue").await?;
    window.arrives_at("What to do").await?;
    window.press("Why may NHSmail be told this?").await?;
    world.looks_right(&window, "what-to-do").await?;
    window.press("Keep this request and send it").await?;
    window.arrives_at("New NHSmail user").await?;
    window.press("Copy To").await?;
    window.sees("To is copied.").await?;
    window.press("Other ways").await?;
    world.portal.will(Answer::Cancel);
    window.press("Save as a file").await?;
    window.sees("Nothing was saved.").await?;
    world.looks_right(&window, "request").await?;
    window.press("Record as sent").await?;
    window.titled("Error: ").await?;
    world.looks_right(&window, "request-with-errors").await?;
    window.click("checkbox", "I sent it from the shared mailbox").await?;
    window.press("Record as sent").await?;
    window.sees("Recorded as sent.").await?;
    world.looks_right(&window, "request-sent").await?;
    window.go_to("Requests", "Requests").await?;
    world.looks_right(&window, "requests").await?;
    Ok(())
}

#[tokio::test]
async fn help_and_settings() -> Test {
    let world = World::new("screens-settings").await?;
    let window = world.open().await?;
    window.set_up().await?;
    window.go_to("Help", "Help").await?;
    world.looks_right(&window, "help").await?;
    window
        .follow("Compare the rules in force with the guide of 2018")
        .await?;
    window.arrives_at("How long an account lasts").await?;
    world.looks_right(&window, "clocks").await?;
    window.go_to("Settings", "Settings").await?;
    world.looks_right(&window, "settings").await?;

    window.follow("Add another home").await?;
    window.arrives_at("Add another home").await?;
    world.looks_right(&window, "home-add").await?;
    window.fill("Name of the home", "Beech Lodge").await?;
    window
        .fill("Address of its shared mailbox", "care.vm4k2@nhs.net")
        .await?;
    window.press("Save").await?;
    // With a second home the frame has its switcher.
    window.find("combobox", "Home").await?;
    world.looks_right(&window, "home").await?;
    window.follow("Duties at care.vm4k2@nhs.net").await?;
    window.arrives_at("What the owners of this mailbox answer for").await?;
    world.looks_right(&window, "duties").await?;

    for (link, heading, picture) in [
        ("Change requests go to", "Requests and help", "nas"),
        ("Check history", "Check the history", "history"),
        ("Open calendar and reminders", "Calendar and reminders", "reminders"),
        ("Show recovery code", "Recovery code", "recovery-code"),
    ] {
        window.go_to("Settings", "Settings").await?;
        window.follow(link).await?;
        window.arrives_at(heading).await?;
        world.looks_right(&window, picture).await?;
    }
    window.go_to("Settings", "Settings").await?;
    window.follow("Check history").await?;
    window.arrives_at("Check the history").await?;
    window.press("Check now").await?;
    window.sees("The history is whole").await?;
    world.looks_right(&window, "history-whole").await?;
    window.go_to("Settings", "Settings").await?;
    window.follow("Show recovery code").await?;
    window.arrives_at("Recovery code").await?;
    window.press("Show the code").await?;
    window.find("list", "Recovery code, seven groups of four").await?;
    world.looks_right(&window, "recovery-code-shown").await?;
    window.press("I have it on paper").await?;
    window.arrives_at("Check your paper").await?;
    world.looks_right(&window, "recovery-code-check").await?;

    window.go_to("Settings", "Settings").await?;
    window.follow("Choose passphrase").await?;
    window.arrives_at("Passphrase").await?;
    window.fill("New passphrase", "short").await?;
    window.press("Save").await?;
    window.titled("Error: ").await?;
    world.looks_right(&window, "passphrase-with-errors").await?;
    window.fill("New passphrase", PASSPHRASE).await?;
    window.sees("Very hard to guess.").await?;
    world.looks_right(&window, "passphrase-strength").await?;
    window.press("Save").await?;
    window.arrives_at("Settings").await?;
    window.follow("Change passphrase").await?;
    window.arrives_at("Passphrase").await?;
    world.looks_right(&window, "passphrase").await?;
    window.press("Lock").await?;
    window.arrives_at("Your staff list is locked").await?;
    world.looks_right(&window, "locked").await?;
    window.press("I have forgotten the passphrase").await?;
    window.arrives_at("Open with your recovery code").await?;
    world.looks_right(&window, "forgotten").await?;
    Ok(())
}

#[tokio::test]
async fn the_check_finds_a_fault_that_is_there() -> Test {
    let world = World::new("screens-planted-fault").await?;
    let window = world.open().await?;
    window.arrives_at("Set up Mailbox Steward").await?;
    window
        .ask(
            "const box = document.createElement('input'); box.type = 'text'; find('main', '').append(box); return true;",
            vec![],
        )
        .await?;
    let said = window
        .is_accessible()
        .await
        .err()
        .map(|problem| problem.to_string())
        .unwrap_or_default();
    ensure(said.contains("label"), || {
        format!("a box without a label is not found: {said}")
    })?;
    window
        .ask(
            "const wide = document.createElement('p'); wide.textContent = 'x'.repeat(900); wide.style.overflowWrap = 'normal';
             find('main', '').append(wide); return true;",
            vec![],
        )
        .await?;
    ensure(window.fits().await.is_err(), || {
        "a line that sticks out is not found".into()
    })?;
    Ok(())
}
