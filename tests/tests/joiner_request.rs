//! Somebody who comes with an NHSmail account: a joiner, or no request at all.

use e2e::{Answer, HOME, Message, Test, Window, World, ensure};

const NAME: &str = "Amina Khan";
const ADDRESS: &str = "amina.khan7@nhs.net";

async fn add_with_account(window: &Window) -> Test {
    window.go_to("People", "People").await?;
    window.follow("Add a person").await?;
    window.arrives_at("Add a person").await?;
    window.fill("Full name", NAME).await?;
    window.choose("Do they have an NHSmail account?", "Yes").await?;
    window.fill("NHSmail address", ADDRESS).await?;
    window.fill("Mobile linked to the account", "07700-900-103").await?;
    window.press("Save").await?;
    window.arrives_at(NAME).await?;
    Ok(())
}

async fn answer(window: &Window, left: &str) -> Test {
    window.ask_for_somebody_who_has_started().await?;
    window.click("checkbox", NAME).await?;
    window.press("Continue").await?;
    window.arrives_at("Questions about the person").await?;
    window
        .choose(&format!("Has {NAME} left the organisation"), left)
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_joiner_is_asked_for_with_the_account_and_the_statement() -> Test {
    let world = World::new("joiner-request").await?;
    let window = world.open().await?;
    window.set_up().await?;
    add_with_account(&window).await?;
    answer(&window, "Yes").await?;
    window
        .choose("Has that organisation marked them as a leaver", "Yes")
        .await?;
    window.press("Continue").await?;
    window.arrives_at("What to do").await?;
    window.press("Keep this request and send it").await?;
    window.arrives_at("Existing user to be added as a joiner").await?;
    world.looks_right(&window, "joiner").await?;

    let file = world.documents().join("joiner.eml");
    world.portal.will(Answer::Pick(file.clone()));
    window.press("Other ways").await?;
    window.press("Save as a file").await?;
    window.sees("Saved").await?;
    let message = Message::read(&file)?;
    ensure(
        message.subject == "Existing NHSmail user to be added as a joiner",
        || format!("the subject is “{}”", message.subject),
    )?;
    let expected = [
        ("Full name", NAME),
        ("NHSmail address", ADDRESS),
        ("Linked mobile", "07700900103"),
        ("Shared mailbox access", "member"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    ensure(message.people() == [expected.to_vec()], || {
        format!("the person is {:?}", message.people())
    })?;
    let rest: Vec<_> = message
        .lines
        .iter()
        .filter(|line| !line.is_empty() && !line.contains(": "))
        .collect();
    ensure(
        rest == [
            "Please add this existing NHSmail user to our organisation as a joiner.",
            "This user is to be added as a joiner.",
        ],
        || format!("the other lines are {rest:?}"),
    )?;
    Ok(())
}

#[tokio::test]
async fn somebody_who_keeps_their_other_job_needs_no_request() -> Test {
    let world = World::new("no-request-needed").await?;
    let window = world.open().await?;
    window.set_up().await?;
    add_with_account(&window).await?;
    answer(&window, "No").await?;
    window.press("Continue").await?;
    window.arrives_at("Nothing needs to be sent").await?;
    world.looks_right(&window, "nothing-to-send").await?;
    window.press("I have added them").await?;
    window.press("Save").await?;
    window
        .sees(&format!("{NAME} is noted as a member of {}", HOME.mailbox))
        .await?;
    Ok(())
}
