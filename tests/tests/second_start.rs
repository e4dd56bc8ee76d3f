//! A double click too many.

use e2e::{Problem, Test, World, ensure, until};

#[tokio::test]
async fn a_second_start_brings_the_first_window_to_the_front_and_ends() -> Test {
    let world = World::new("second-start").await?;
    let window = world.open().await?;
    window.arrives_at("Set up Mailbox Steward").await?;
    world.screen.minimise_windows()?;
    until(5, || async {
        match world.screen.active_title()? {
            None => Ok(()),
            Some(title) => Err(Problem::new(format!(
                "“{title}” has the keyboard though it is minimised"
            ))),
        }
    })
    .await?;

    let mut second = world.launch()?;
    let ended = second.wait(10).await?;
    ensure(ended.success(), || format!("the second start failed: {ended}"))?;
    until(5, || async {
        match world.screen.active_title()? {
            Some(title) if title.contains("Mailbox Steward") => Ok(()),
            other => Err(Problem::new(format!(
                "{other:?} has the keyboard instead of the first window"
            ))),
        }
    })
    .await?;
    let titles = world.screen.titles()?;
    ensure(titles.len() == 1, || format!("there are several windows: {titles:?}"))?;
    window.picture("first-window-again").await?;
    Ok(())
}
