//! The main job: from the first start to a request NAS accepts, saved as a file and read back by another parser.

use e2e::{Answer, HOME, Message, STARTERS, Starter, Test, Window, World, ensure, until};
use std::path::Path;

/// The address of NAS in the newer of the two documents.
const NAS: &str = "helpdesk@nhs.net";

/// What a new-user request says about somebody: the four things NAS may be told, and nothing else.
fn block(starter: &Starter) -> Vec<(String, String)> {
    [
        ("Full name", starter.name),
        ("Personal mobile", starter.mobile_in_requests),
        ("Personal email", starter.email),
        ("Shared mailbox access", &starter.access.to_lowercase()),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

/// The saved file against what was typed, field by field.
fn is_the_request(file: &Path) -> Test {
    let message = Message::read(file)?;
    let mut headers = message.headers.clone();
    headers.retain(|name| name != "Date");
    headers.sort();
    ensure(
        headers
            == [
                "Content-Transfer-Encoding",
                "Content-Type",
                "MIME-Version",
                "Subject",
                "To",
                "X-Unsent",
            ],
        || format!("the headers are {:?}", message.headers),
    )?;
    ensure(message.to == [NAS], || format!("it goes to {:?}", message.to))?;
    ensure(message.unsent, || "it does not say that it is not sent yet".into())?;
    ensure(message.subject == "New NHSmail user request", || {
        format!("the subject is “{}”", message.subject)
    })?;
    let expected: Vec<_> = STARTERS.iter().map(block).collect();
    ensure(message.people() == expected, || {
        format!("the people are {:?} instead of {expected:?}", message.people())
    })?;
    // Every other line is the same for everybody: nothing else about anybody is said anywhere.
    let rest: Vec<_> = message
        .lines
        .iter()
        .filter(|line| !line.is_empty() && !line.contains(": "))
        .collect();
    ensure(
        rest == [
            "Please set up an NHSmail account for each of these 2 new users.",
            "Person 1 of 2",
            "Person 2 of 2",
        ],
        || format!("the other lines are {rest:?}"),
    )?;
    Ok(())
}

/// Presses the button that copies a part, and finds the part on the clipboard.
async fn copies(world: &World, window: &Window, what: &str, text: &str) -> Test {
    window.press(&format!("Copy {what}")).await?;
    window.sees(&format!("{what} is copied.")).await?;
    until(5, || async {
        let copied = world.screen.clipboard()?;
        ensure(copied.as_deref() == Some(text), || {
            format!("after copying {what} the clipboard holds {copied:?}")
        })
    })
    .await?;
    Ok(())
}

async fn is_sent(window: &Window) -> Test {
    window.sees("Recorded as sent.").await?;
    window.sees("Ticket reference").await?;
    Ok(())
}

#[tokio::test]
async fn from_the_first_start_to_a_saved_request_for_two_people() -> Test {
    let world = World::new("new-user-request").await?;
    let window = world.open().await?;
    window.set_up().await?;
    for starter in &STARTERS {
        window.add_person(starter).await?;
    }
    window.ask_for_new_users(&STARTERS).await?;
    window.sees("1. Open the shared mailbox first").await?;
    window.picture("request").await?;

    copies(&world, &window, "To", NAS).await?;
    copies(&world, &window, "Subject", "New NHSmail user request").await?;
    window.press("Copy Body").await?;
    window.sees("Body is copied.").await?;
    let file = world.documents().join("request.eml");
    world.portal.will(Answer::Pick(file.clone()));
    window.press("Other ways").await?;
    window.press("Save as a file").await?;
    window.sees("Saved").await?;
    is_the_request(&file)?;
    let body = Message::read(&file)?.lines.join("\n");
    until(5, || async {
        let copied = world.screen.clipboard()?.unwrap_or_default().replace("\r\n", "\n");
        ensure(copied.trim_end() == body.trim_end(), || {
            format!("the copied body is not the saved one: {copied:?}")
        })
    })
    .await?;
    let asked = world.portal.asked();
    ensure(asked.len() == 1 && asked[0].method == "SaveFile", || {
        format!("the dialogs were {asked:?}")
    })?;
    let suggested = asked[0].suggested_name.clone().unwrap_or_default();
    let parts: Vec<_> = suggested.split(['-', '.']).collect();
    ensure(matches!(parts[..], ["nhsmail", "new", "user", _, _, _, "eml"]), || {
        format!("the suggested name is {suggested:?}")
    })?;

    window.press("Open the mail program").await?;
    until(5, || async {
        let opened = world.opened();
        ensure(
            opened.len() == 1 && opened[0].starts_with(&format!("mailto:{NAS}?")),
            || format!("opened were {opened:?}"),
        )
    })
    .await?;

    window.press("Record as sent").await?;
    window.titled("Error: ").await?;
    window.click("checkbox", "I sent it from the shared mailbox").await?;
    window.press("Record as sent").await?;
    is_sent(&window).await?;
    window.fill("Ticket reference", "INC1234567").await?;
    window.press("Add the reference").await?;
    window.sees("The ticket reference is added.").await?;
    window.sees("INC1234567").await?;
    window.picture("sent").await?;

    window.go_to("Today", "Today").await?;
    window.sees("Delete the saved file").await?;
    window.sees(HOME.name).await?;
    Ok(())
}

#[tokio::test]
async fn the_same_by_keyboard_alone() -> Test {
    let world = World::new("by-keyboard").await?;
    let window = world.open().await?;
    window.key_set_up().await?;
    for starter in &STARTERS {
        window.key_add_person(starter).await?;
    }
    window.key_ask_for_new_users(&STARTERS).await?;
    for part in ["To", "Subject", "Body"] {
        window.key_press(&format!("Copy {part}")).await?;
        window.sees(&format!("{part} is copied.")).await?;
    }
    let file = world.documents().join("request.eml");
    world.portal.will(Answer::Pick(file.clone()));
    window.key_press("Other ways").await?;
    window.key_press("Save as a file").await?;
    window.sees("Saved").await?;
    is_the_request(&file)?;
    window.key_tick("I sent it from the shared mailbox").await?;
    window.key_press("Record as sent").await?;
    is_sent(&window).await?;
    window.key_fill("Ticket reference", "INC1234567").await?;
    window.key_press("Add the reference").await?;
    window.sees("The ticket reference is added.").await?;
    Ok(())
}
