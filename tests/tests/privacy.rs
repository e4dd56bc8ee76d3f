//! Nothing personal stands in the clear on the disk.

use e2e::{Answer, STARTERS, Test, World, ensure, personal_values, write};

#[tokio::test]
async fn names_mobiles_and_addresses_stand_in_the_clear_nowhere() -> Test {
    let world = World::new("privacy").await?;
    let window = world.open().await?;
    window.set_up().await?;
    let code = window.write_down_recovery_code().await?;
    for starter in &STARTERS {
        window.add_person(starter).await?;
    }
    window.ask_for_new_users(&STARTERS).await?;
    for part in ["To", "Subject", "Body"] {
        window.press(&format!("Copy {part}")).await?;
        window.sees(&format!("{part} is copied.")).await?;
    }
    let file = world.documents().join("request.eml");
    world.portal.will(Answer::Pick(file.clone()));
    window.press("Other ways").await?;
    window.press("Save as a file").await?;
    window.sees("Saved").await?;

    let together = code.replace(' ', "");
    let mut words = personal_values();
    words.extend([code.as_str(), together.as_str()]);
    let open = world.in_the_clear(&words)?;
    ensure(open.is_empty(), || {
        format!("in the clear while the app runs: {open:#?}")
    })?;
    world.close(window).await?;
    let closed = world.in_the_clear(&words)?;
    ensure(closed.is_empty(), || {
        format!("in the clear after the app was closed: {closed:#?}")
    })?;

    // The search does find what is there: in the file the person saved, and in one put among the app's own.
    let saved = e2e::search(&[world.documents()], &[STARTERS[0].email])?;
    ensure(saved.len() == 1, || {
        "the saved request does not hold what it should".into()
    })?;
    write(&world.app_folder().join("planted"), STARTERS[1].mobile_in_requests)?;
    let planted = world.in_the_clear(&words)?;
    ensure(planted.len() == 1, || {
        format!("the search missed what was planted: {planted:?}")
    })?;
    Ok(())
}
