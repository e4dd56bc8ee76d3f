//! The window opens where it can be seen, whatever screens there were the last time.

use e2e::{Program, ScreenSize, Test, World, ensure, until, write};

/// What the app keeps of where its window stood.
fn stood(world: &World, corner: (i32, i32), size: (u32, u32)) -> Test {
    std::fs::create_dir_all(world.app_folder())?;
    let place = serde_json::json!({ "corner": corner, "size": size, "maximized": false });
    write(&world.app_folder().join("window.json"), place.to_string())?;
    Ok(())
}

/// Waits until the window stands still, whole on a screen of this size, and says where.
async fn stands_whole(
    world: &World,
    app: &mut Program,
    screen: ScreenSize,
) -> Result<(i16, i16, u16, u16), e2e::Failed> {
    let whole = || {
        let place = world.screen.window_place()?;
        let (x, y, width, height) = place;
        let ends = |start: i16, length: u16| i32::from(start) + i32::from(length);
        ensure(
            x >= 0
                && y >= 0
                && ends(x, width) <= i32::from(screen.width)
                && ends(y, height) <= i32::from(screen.height),
            || format!("the window stands at {place:?} on {screen:?}"),
        )?;
        Ok(place)
    };
    until(30, || async { whole().map(drop) }).await?;
    ensure(app.ended()?.is_none(), || "the app ended".into())?;
    Ok(whole()?)
}

#[tokio::test]
async fn a_window_that_stood_on_a_screen_now_unplugged_opens_on_the_one_there_is() -> Test {
    let world = World::on_screen("window-unplugged", ScreenSize::OFFICE).await?;
    stood(&world, (5_000, 1_200), (900, 600))?;
    let mut app = world.launch()?;
    let (_, _, width, height) = stands_whole(&world, &mut app, ScreenSize::OFFICE).await?;
    ensure((width, height) == (900, 600), || format!("it is {width} x {height}"))?;
    Ok(())
}

#[tokio::test]
async fn a_window_half_off_the_screen_and_larger_than_it_opens_whole() -> Test {
    let world = World::on_screen("window-too-large", ScreenSize::OFFICE).await?;
    stood(&world, (-400, 300), (3_000, 900))?;
    let mut app = world.launch()?;
    let (x, _, width, _) = stands_whole(&world, &mut app, ScreenSize::OFFICE).await?;
    // The window manager has a line around each window.
    ensure(x <= 2 && width + 4 >= ScreenSize::OFFICE.width, || {
        format!("it begins at {x} and is {width} wide")
    })?;
    Ok(())
}

/// Sizes are kept in CSS pixels: on a screen with two pixels for each, the window takes twice as many and looks as large as before.
#[tokio::test]
async fn on_a_finer_screen_the_window_looks_as_large_as_before() -> Test {
    let world = World::new("window-fine").await?.with_scale(2);
    stood(&world, (100, 100), (900, 600))?;
    let mut app = world.launch()?;
    let (_, _, width, height) = stands_whole(&world, &mut app, ScreenSize::ROOMY).await?;
    ensure((width, height) == (1_800, 1_200), || {
        format!("it is {width} x {height}")
    })?;
    Ok(())
}
