//! A request after it was sent: a chase, an escalation, a call, the steps that follow, and the line of its life.

use e2e::{Answer, Message, STARTERS, Test, Window, World, ensure};

/// Two requests would be met with the first: one person is enough here.
async fn sent(window: &Window) -> Test {
    window.set_up().await?;
    window.add_person(&STARTERS[0]).await?;
    window.ask_for_new_users(&STARTERS[..1]).await?;
    send(window).await?;
    Ok(())
}

async fn send(window: &Window) -> Test {
    window.press("Copy Body").await?;
    window.sees("Body is copied.").await?;
    window.click("checkbox", "I sent it from the shared mailbox").await?;
    window.press("Record as sent").await?;
    window.sees("Recorded as sent.").await?;
    Ok(())
}

#[tokio::test]
async fn a_chase_and_then_an_escalation_each_one_press_from_the_request() -> Test {
    let world = World::new("chase-and-escalate").await?;
    let window = world.open().await?;
    sent(&window).await?;
    window.sees("What to do next").await?;
    window.sees("our advice").await?;
    world.looks_right(&window, "request-sent").await?;

    window.press("Ask NAS again").await?;
    window.arrives_at("Reminder").await?;
    window.sees("This mail asks about an earlier request").await?;
    let file = world.documents().join("chase.eml");
    world.portal.will(Answer::Pick(file.clone()));
    window.press("Other ways").await?;
    window.press("Save as a file").await?;
    window.sees("Saved").await?;
    let chase = Message::read(&file)?;
    ensure(chase.to == ["helpdesk@nhs.net"], || {
        format!("it goes to {:?}", chase.to)
    })?;
    let text = chase.lines.join("\n");
    ensure(!text.contains(STARTERS[0].name) && text.contains("2026"), || {
        format!("a chase says the day and nobody’s name: {text:?}")
    })?;
    send(&window).await?;
    window.follow("See that request").await?;
    window.arrives_at("New NHSmail user").await?;
    window.sees("Asked NAS again").await?;
    window.sees("Escalate on").await?;

    window.fill("Ticket reference", "INC1234567").await?;
    window.press("Add the reference").await?;
    window.sees("The ticket reference is added.").await?;
    window.press("Escalate").await?;
    window.arrives_at("Escalation").await?;
    let file = world.documents().join("escalation.eml");
    world.portal.will(Answer::Pick(file.clone()));
    window.press("Other ways").await?;
    window.press("Save as a file").await?;
    window.sees("Saved").await?;
    let escalation = Message::read(&file)?;
    ensure(
        escalation.to == ["feedback@nhs.net"] && escalation.lines.join("\n").contains("INC1234567"),
        || format!("it goes to {:?} and says {:?}", escalation.to, escalation.lines),
    )?;
    window.go_to("Requests", "Requests").await?;
    window.sees("Escalation").await?;
    Ok(())
}

#[tokio::test]
async fn a_call_and_the_answer_by_hand_lead_to_the_steps_that_follow() -> Test {
    let world = World::new("call-and-steps").await?;
    let window = world.open().await?;
    sent(&window).await?;

    window.press("Note a call").await?;
    window.fill("Time", "09:05").await?;
    window.fill("Who you spoke to", "Robin").await?;
    window.fill("What was said", "Her NHS number is 943 476 5919").await?;
    window.press("Save the call").await?;
    window.titled("Error: ").await?;
    window.fill("What was said", "They look into it.").await?;
    window.press("Save the call").await?;
    window.sees("The call is noted.").await?;
    window.sees("Spoke to: Robin").await?;

    window.press("Note it by hand").await?;
    window.choose("Their answer", "It is done").await?;
    window.press("Save").await?;
    window.sees("The answer is noted.").await?;
    window.sees("Steps that follow").await?;
    window.click("checkbox", "Sign-in details have arrived").await?;
    window.sees("Ticked: Sign-in details have arrived.").await?;
    world.looks_right(&window, "request-done").await?;
    window.go_to("Today", "Today").await?;
    window.sees("Finish what follows").await?;
    window.go_to("Requests", "Requests").await?;
    window.sees("Steps left").await?;
    world.looks_right(&window, "requests-steps-left").await?;
    window.fill("Find by person", "nobody of that name").await?;
    window.sees("No request fits").await?;
    Ok(())
}

#[tokio::test]
async fn a_second_request_is_met_with_the_first() -> Test {
    let world = World::new("second-request").await?;
    let window = world.open().await?;
    sent(&window).await?;
    window.ask_for_somebody_who_has_started().await?;
    window.click("checkbox", STARTERS[0].name).await?;
    window.choose(STARTERS[0].name, STARTERS[0].access).await?;
    window.press("Continue").await?;
    window.arrives_at("Questions about the person").await?;
    window
        .choose(
            &format!("Does {} have an NHSmail account already?", STARTERS[0].name),
            "No",
        )
        .await?;
    window.press("Continue").await?;
    window.arrives_at("What to do").await?;
    window.sees("already sent").await?;
    window.sees("by Jane Smith").await?;
    window.press("Ask NAS again").await?;
    window.arrives_at("Reminder").await?;
    Ok(())
}
