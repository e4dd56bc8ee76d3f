//! People who are listed twice: one pair is put together, undone, put together again and taken apart; the other are two people.

use e2e::{Test, Window, World};

async fn add(window: &Window, name: &str, mobile: Option<&str>) -> Test {
    window.go_to("People", "People").await?;
    window.follow("Add a person").await?;
    window.arrives_at("Add a person").await?;
    window.fill("Full name", name).await?;
    window.fill("Role", "Senior carer").await?;
    if let Some(mobile) = mobile {
        window.fill("Personal mobile", mobile).await?;
    }
    window.press("Save").await?;
    window.arrives_at(name).await?;
    Ok(())
}

#[tokio::test]
async fn somebody_listed_twice_becomes_one_and_two_people_stay_two() -> Test {
    let world = World::new("duplicates").await?;
    let window = world.open().await?;
    window.set_up().await?;
    add(&window, "Amina Khan", Some("07700 900311")).await?;
    add(&window, "Ámina Khan", Some("07700 900312")).await?;
    window.sees("Amina Khan may be the same person").await?;
    add(&window, "Tom Fairweather", None).await?;
    add(&window, "Fairweather, Tom", Some("07700 900313")).await?;

    window.go_to("Today", "Today").await?;
    window.sees("Possible duplicates: 2 pairs").await?;
    window.follow("See the pairs").await?;
    window.arrives_at("Possible duplicates").await?;
    window.sees("They have names that look alike.").await?;
    world.looks_right(&window, "pairs").await?;

    // By keyboard: compared, and put together with the number of the other record.
    window.key_follow("Compare").await?;
    window.arrives_at("One person or two?").await?;
    window.sees("Different").await?;
    world.looks_right(&window, "side-by-side").await?;
    window.key_choose("Which record stays?", "First record: ").await?;
    window.key_choose("Personal mobile", "07700 900312").await?;
    window.key_press("Put the two records together").await?;
    window.sees("The two records are one now.").await?;
    window.sees("Records put together").await?;
    window.sees("07700 900312").await?;
    world.looks_right(&window, "put-together").await?;
    window.press("Undo").await?;
    window.sees("Undone.").await?;
    window.sees("may be the same person").await?;
    window.sees_no("Records put together").await?;

    window.follow("Compare").await?;
    window.arrives_at("One person or two?").await?;
    window.press("Put the two records together").await?;
    window.sees("The two records are one now.").await?;
    window.go_to("People", "People").await?;
    // A saying belongs to the page it was said on.
    window.sees_no("The two records are one now.").await?;

    window.follow("Possible duplicates").await?;
    window.arrives_at("Possible duplicates").await?;
    window.press("Two people").await?;
    window.sees("Noted as two people.").await?;
    window.sees("Nobody seems to be listed twice").await?;
    window.press("Noted as two people (1)").await?;
    world.looks_right(&window, "two-people").await?;
    window.press("Take back").await?;
    window.sees("They have names that look alike.").await?;
    window.press("Two people").await?;
    window.go_to("Today", "Today").await?;
    window.sees_no("Possible duplicates").await?;
    Ok(())
}

#[tokio::test]
async fn somebody_moves_from_one_home_of_the_owner_to_another() -> Test {
    let world = World::new("moves").await?;
    let window = world.open().await?;
    window.set_up().await?;
    add(&window, "Amina Khan", None).await?;
    window.press("Note access").await?;
    window.press("Save").await?;
    window.go_to("Settings", "Settings").await?;
    window.follow("Add another home").await?;
    window.arrives_at("Add another home").await?;
    window.fill("Name of the home", "Beech Lodge").await?;
    window
        .fill("Address of its shared mailbox", "care.vm4k2@nhs.net")
        .await?;
    window.press("Save").await?;
    window.find("combobox", "Home").await?;
    window.go_to("People", "People").await?;
    window.follow("Amina Khan").await?;
    window.arrives_at("Amina Khan").await?;
    window.key_press("Moves between your homes").await?;
    world.looks_right(&window, "move").await?;
    window.key_press("Record the move").await?;
    window.sees("moves to Beech Lodge").await?;
    window.sees("Is leaving at Rowan House").await?;
    world.looks_right(&window, "steps-of-both").await?;
    window.press("Undo").await?;
    window.sees("Undone.").await?;
    window.sees("Nothing that needs steps.").await?;
    Ok(())
}
