//! *Check my own email*, by keyboard: what must come out is marked, and the clipboard gets the text without it.

use e2e::{Test, World, ensure, until};

const MAIL: &str = "Please add Rose, born 3 March 1962, NHS number 943 476 5919. Call me on 07700 900456 or write to care.vlaxl@nhs.net.";

#[tokio::test]
async fn a_pasted_email_is_marked_and_copied_clean() -> Test {
    let world = World::new("check-my-email").await?;
    let window = world.open().await?;
    window.key_set_up().await?;
    window.key_follow("Help").await?;
    window.arrives_at("Help").await?;
    window.key_follow("Check my own email").await?;
    window.arrives_at("Check my own email").await?;
    world.looks_right(&window, "empty").await?;
    window.key_press("Check the email").await?;
    window.titled("Error: ").await?;

    window.key_fill("Your email", MAIL).await?;
    window.key_press("Check the email").await?;
    window.sees("2 things must come out, and 1 thing to look at.").await?;
    window.sees("[date of birth removed]").await?;
    window.sees("[phone number removed]").await?;
    world.looks_right(&window, "marked").await?;
    window.key_tick("Leave “07700 900456” in the email").await?;
    window.sees_no("[phone number removed]").await?;
    window.key_press("Copy Cleaned email").await?;
    window.sees("The cleaned email is copied.").await?;
    let cleaned = "Please add Rose, born [date of birth removed], NHS number [NHS number removed]. \
                   Call me on 07700 900456 or write to care.vlaxl@nhs.net.";
    until(5, || async {
        let copied = world.screen.clipboard()?;
        ensure(copied.as_deref() == Some(cleaned), || {
            format!("the clipboard holds {copied:?}")
        })
    })
    .await?;

    // Nothing of it is kept: it is gone when the page is left, and it is nowhere in the app's folder.
    window.key_follow("Today").await?;
    window.arrives_at("Today").await?;
    window.key_follow("Help").await?;
    window.key_follow("Check my own email").await?;
    window.arrives_at("Check my own email").await?;
    let left = window.value("Your email").await?;
    ensure(left.is_empty(), || {
        format!("the box still holds {} characters", left.chars().count())
    })?;
    Ok(())
}
