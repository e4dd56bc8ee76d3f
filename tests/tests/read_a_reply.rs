//! NAS's answer: pasted, dropped or opened as a file, and agreed to. Nothing of the mail is kept.

use e2e::{Answer, STARTERS, Test, Window, World, ensure, write};
use serde_json::json;

const WORD: &str = "Quincunxially";

fn mail() -> String {
    format!(
        "From: NHSmail Helpdesk <helpdesk@nhs.net>\nSubject: RE: New NHSmail user request\n\n\
         Your reference is INC7654321. The account of {} has been created: siobhan.oneill4@nhs.net.\n\
         We are unable to create an account for {}, as the mobile number is already linked to another account.\n\
         {WORD} yours\n\n-----Original Message-----\nYour request was rejected.\n",
        STARTERS[0].name, STARTERS[1].name
    )
}

async fn sent(window: &Window) -> Test {
    window.set_up().await?;
    for starter in &STARTERS {
        window.add_person(starter).await?;
    }
    window.ask_for_new_users(&STARTERS).await?;
    window.press("Copy Body").await?;
    window.sees("Body is copied.").await?;
    window.click("checkbox", "I sent it from the shared mailbox").await?;
    window.press("Record as sent").await?;
    window.sees("Recorded as sent.").await?;
    window.go_to("Requests", "Requests").await?;
    window.follow("Read NAS’s answer").await?;
    window.arrives_at("Read NAS’s answer").await?;
    Ok(())
}

/// Puts a text of several lines into the box at once, as pasting does.
async fn paste(window: &Window, text: &str) -> Test {
    window
        .ask(
            "const box = document.getElementById('mail'); box.focus(); \
             document.execCommand('insertText', false, args[0]); return box.value === args[0];",
            vec![json!(text)],
        )
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_pasted_answer_is_agreed_to_undone_and_not_kept() -> Test {
    let world = World::new("read-a-reply").await?;
    let window = world.open().await?;
    sent(&window).await?;
    window.press("Read the mail").await?;
    window.titled("Error: ").await?;
    world.looks_right(&window, "reply-with-errors").await?;

    paste(&window, &mail()).await?;
    window.press("Read the mail").await?;
    window.sees("What it says").await?;
    window.sees("Note the ticket reference INC7654321").await?;
    window.sees("the mobile is linked to another account").await?;
    window.sees("NHSmail address siobhan.oneill4@nhs.net").await?;
    window.sees_no("Your request was rejected.”").await?;
    world.looks_right(&window, "reply").await?;
    window.press("Agree").await?;
    window.arrives_at("New NHSmail user").await?;
    window.sees("The mail itself is not kept.").await?;
    window.sees("INC7654321").await?;
    window.sees("was refused.").await?;
    window.press("Undo").await?;
    window.sees_no("was refused.").await?;
    world.close(window).await?;

    let found = world.in_the_clear(&[WORD])?;
    ensure(found.is_empty(), || format!("words of the mail are kept: {found:?}"))?;
    Ok(())
}

#[tokio::test]
async fn an_answer_is_dropped_or_opened_as_a_file() -> Test {
    let world = World::new("reply-file").await?;
    let window = world.open().await?;
    sent(&window).await?;
    let file = format!(
        "From: helpdesk@nhs.net\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}",
        mail()
    );
    window
        .ask(
            "const files = new DataTransfer(); \
             files.items.add(new File([args[0]], 'answer.eml', { type: 'message/rfc822' })); \
             document.querySelector('.app-drop').dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true })); \
             return true;",
            vec![json!(file)],
        )
        .await?;
    window.sees("Read from answer.eml.").await?;
    window.sees("Note the ticket reference INC7654321").await?;

    let path = world.documents().join("answer.eml");
    write(&path, file.replace("INC7654321", "INC1112223"))?;
    world.portal.will(Answer::Pick(path));
    window.press("Choose a file").await?;
    window.sees("Note the ticket reference INC1112223").await?;
    let asked = world.portal.asked();
    ensure(asked.len() == 1 && asked[0].method == "OpenFile", || {
        format!("the dialogs were {asked:?}")
    })?;
    Ok(())
}

#[tokio::test]
async fn an_answer_is_read_and_agreed_to_by_keyboard_alone() -> Test {
    let world = World::new("reply-by-keyboard").await?;
    let window = world.open().await?;
    sent(&window).await?;
    window
        .key_fill(
            "The mail",
            "Thank you for your email. Your request has been logged as INC7654321.",
        )
        .await?;
    window.key_press("Read the mail").await?;
    window.sees("What it says").await?;
    window.key_press("Agree").await?;
    window.arrives_at("New NHSmail user").await?;
    window.sees("NAS has it").await?;
    Ok(())
}
