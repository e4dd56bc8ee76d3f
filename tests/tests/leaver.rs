//! Somebody who leaves, walked from the first step to the last that is left to do, with the keyboard alone.

use e2e::{HOME, Test, Window, World};

const NAME: &str = "Amina Khan";

async fn add_member(window: &Window) -> Test {
    window.go_to("People", "People").await?;
    window.follow("Add a person").await?;
    window.arrives_at("Add a person").await?;
    window.fill("Full name", NAME).await?;
    window.fill("Role", "Senior carer").await?;
    window.choose("Do they have an NHSmail account?", "Yes").await?;
    window.fill("NHSmail address", "amina.khan7@nhs.net").await?;
    window.press("Save").await?;
    window.arrives_at(NAME).await?;
    window.press("Note access").await?;
    window.press("Save").await?;
    window
        .sees(&format!("{NAME} is noted as a member of {}", HOME.mailbox))
        .await?;
    window.go_to("People", "People").await?;
    window.follow(NAME).await?;
    window.arrives_at(NAME).await?;
    Ok(())
}

#[tokio::test]
async fn a_leaver_is_walked_to_the_end_by_keyboard() -> Test {
    let world = World::new("leaver").await?;
    let window = world.open().await?;
    window.set_up().await?;
    add_member(&window).await?;

    window.key_press("Is leaving").await?;
    window
        .key_choose("Do they go on to another place that uses NHSmail?", "I do not know")
        .await?;
    window.key_press("Lay out the steps").await?;
    window.sees("8 steps are left.").await?;
    world.looks_right(&window, "steps").await?;

    window.key_press("Done today (Tell them to save").await?;
    window.sees("7 steps are left.").await?;
    window.key_press("Note the day (Their last day").await?;
    window.key_press("Save").await?;
    window.sees("6 steps are left.").await?;

    // The request, from the step to the mail that was sent.
    window.key_follow("Write the request (Ask NAS to mark").await?;
    window.key_choose("Are they the only owner", "No").await?;
    window.key_choose("Do they go on to another place", "No").await?;
    window.key_press("Continue").await?;
    window.arrives_at("Ask NAS to mark a leaver").await?;
    window.sees(&format!("See the steps of {NAME}")).await?;
    window.key_press("Show the mail").await?;
    window.sees("This user is to be marked as a leaver.").await?;
    window.key_press("Keep this request and send it").await?;
    window.arrives_at("Mark a user as a leaver").await?;
    window.key_press("Copy Body").await?;
    window.sees("Body is copied.").await?;
    window.key_tick("I sent it from the shared mailbox").await?;
    window.key_press("Record as sent").await?;
    window.sees("Recorded as sent.").await?;

    // Today names what weighs most, and leads to it.
    window.key_follow("Today").await?;
    window.arrives_at("Today").await?;
    window
        .sees(&format!("{NAME}: take their access to the shared mailbox away"))
        .await?;
    world.looks_right(&window, "today").await?;
    window.key_follow("See the steps").await?;
    window.sees("What is happening").await?;
    window.sees("Waiting for NAS").await?;
    window.key_press("Take it away (").await?;
    window.sees("Take the access away in the portal").await?;
    world.looks_right(&window, "take-access-away").await?;
    window.key_press("Save").await?;
    window.sees("4 steps are left.").await?;
    window.key_press("Done today (Take every other access away)").await?;
    window.sees("3 steps are left.").await?;
    window.key_press("Done today (Take them off the rotas").await?;
    window.sees("2 steps are left.").await?;

    // NAS answers.
    window.key_follow("See the request (Ask NAS to mark").await?;
    window.arrives_at("Mark a user as a leaver").await?;
    window.key_press("Note it by hand").await?;
    window.key_choose("Their answer", "It is done").await?;
    window.key_press("Save").await?;
    window.sees("The answer is noted.").await?;
    window.go_to("People", "People").await?;
    window.key_follow(NAME).await?;
    window.arrives_at(NAME).await?;
    window.key_press("Note the day (NAS has marked").await?;
    window.key_press("Save").await?;
    // What is left is the end of the 30 days, which comes by itself.
    window.sees("1 step is left.").await?;
    world.looks_right(&window, "steps-done").await?;
    window.key_follow("Today").await?;
    window.arrives_at("Today").await?;
    window.sees_no(&format!("{NAME}: ")).await?;

    // Who can open the mailbox counts them no more, though their access lasts to the end of the day: Today and the mailbox's page.
    window.sees("Only one person can open").await?;
    window.key_follow("See who can open it").await?;
    window.arrives_at(&format!("Who can open {}", HOME.mailbox)).await?;
    window.sees("Fewer than two people can open it").await?;
    window.sees_no("has left and can still open it").await?;
    world.looks_right(&window, "who-can-open").await?;
    Ok(())
}
