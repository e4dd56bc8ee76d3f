//! The app talks to nobody: as a double click starts it, and through a whole path of work. And it does not flash.

use e2e::{Problem, Program, STARTERS, Test, Theme, World, ensure, until};
use std::time::{Duration, Instant};

/// Calls that send something to, or reach for, another computer.
const REACHING_OUT: [&str; 4] = ["connect(", "sendto(", "sendmsg(", "sendmmsg("];

fn reaches_out(call: &str) -> bool {
    REACHING_OUT.iter().any(|name| call.contains(name))
        && (call.contains("sa_family=AF_INET,") || call.contains("sa_family=AF_INET6,"))
}

/// Where a call goes when it goes to this computer itself, as the driver of the web view has it.
const THIS_COMPUTER: [&str; 2] = [
    r#"sin_addr=inet_addr("127.0.0.1")"#,
    r#"inet_pton(AF_INET6, "::1", &sin6_addr)"#,
];

/// The interfaces that the kernel lists in `/proc/net/dev`.
fn interfaces(listed: &str) -> Vec<&str> {
    listed
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, _)| name.trim())
        .collect()
}

async fn shows_a_window(world: &World, app: &mut Program) -> Test {
    let shown = until(30, || async {
        let titles = world.screen.titles()?;
        ensure(titles.len() == 1, || format!("the windows are {titles:?}"))
    })
    .await;
    if let Some(status) = app.ended()? {
        return Err(Problem::new(format!("the app ended at once: {status}")).into());
    }
    shown?;
    Ok(())
}

#[test]
fn a_call_to_another_computer_is_told_from_a_local_one() {
    assert!(reaches_out(
        r#"812 connect(21, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = 0"#
    ));
    assert!(reaches_out(
        "812 sendto(21, \"x\", 1, 0, {sa_family=AF_INET6, sin6_port=htons(53)}, 28) = 1"
    ));
    assert!(!reaches_out(
        r#"812 connect(5, {sa_family=AF_UNIX, sun_path="/tmp/.X11-unix/X1"}, 20) = 0"#
    ));
    assert!(!reaches_out(
        "812 recvmsg(5, {rtm_family=AF_INET, sa_family=AF_NETLINK}) = 1224"
    ));
}

#[test]
fn the_interfaces_are_read() {
    let listed = "Inter-|   Receive\n face |bytes    packets\n    lo: 520 6 0\n  eth0: 0 0 0\n";
    assert_eq!(interfaces(listed), ["lo", "eth0"]);
}

/// Every test program of the window runs where there is no network, so what works in them works without one.
#[test]
fn this_run_has_no_network_but_this_computer_itself() -> Test {
    let listed = std::fs::read_to_string("/proc/self/net/dev")?;
    ensure(interfaces(&listed) == ["lo"], || {
        format!(
            "this run has the network interfaces {:?}; `cargo xtask test end-to-end` runs the tests where there is only lo",
            interfaces(&listed)
        )
    })?;
    Ok(())
}

/// With WebDriver, so that somebody can do something: what goes to this computer itself is the driver's.
#[tokio::test]
async fn a_whole_path_of_work_reaches_for_no_other_computer() -> Test {
    let world = World::new("offline-path").await?;
    let calls = world.scratch("calls");
    let world = world.traced(&calls)?;
    let window = world.open().await?;
    window.set_up().await?;
    for starter in &STARTERS {
        window.add_person(starter).await?;
    }
    window.ask_for_new_users(&STARTERS).await?;
    window.press("Copy Body").await?;
    window.go_to("Settings", "Settings").await?;
    window.go_to("Help", "Help").await?;
    world.close(window).await?;

    let calls = std::fs::read_to_string(&calls)?;
    let reaching: Vec<&str> = calls.lines().filter(|call| reaches_out(call)).collect();
    ensure(!reaching.is_empty(), || {
        "not even the driver was spoken to: nothing was traced".into()
    })?;
    let outside: Vec<&str> = reaching
        .into_iter()
        .filter(|call| !THIS_COMPUTER.iter().any(|here| call.contains(here)))
        .collect();
    ensure(outside.is_empty(), || {
        format!("the app reached out:\n{}", outside.join("\n"))
    })?;
    Ok(())
}

#[tokio::test]
async fn no_network_connection_is_opened() -> Test {
    let world = World::new("offline").await?;
    // A staff list to open, so that everything the start does is done.
    let window = world.open().await?;
    window.set_up().await?;
    world.close(window).await?;

    let calls = world.scratch("calls");
    let mut app = world.launch_traced(&calls)?;
    shows_a_window(&world, &mut app).await?;
    tokio::time::sleep(Duration::from_secs(4)).await;
    world.screen.close_windows()?;
    app.wait(20).await?;

    let calls = std::fs::read_to_string(&calls)?;
    ensure(calls.contains("sa_family=AF_UNIX"), || {
        "not even the screen was connected to: nothing was traced".into()
    })?;
    let outside: Vec<&str> = calls.lines().filter(|call| reaches_out(call)).collect();
    ensure(outside.is_empty(), || {
        format!("the app reached out:\n{}", outside.join("\n"))
    })?;
    Ok(())
}

#[tokio::test]
async fn the_window_never_flashes_white_on_a_desktop_that_prefers_dark() -> Test {
    let world = World::new("no-flash-preference").await?;
    world.set_theme(Theme::Dark).await?;
    never_flashes(&world).await
}

#[tokio::test]
async fn the_window_never_flashes_white_on_a_desktop_with_a_dark_theme() -> Test {
    let world = World::new("no-flash-theme").await?;
    world.screen.set_theme(Theme::Dark)?;
    never_flashes(&world).await
}

async fn never_flashes(world: &World) -> Test {
    let mut app = world.launch()?;
    let start = Instant::now();
    let (mut looks, mut first) = (0, None);
    while first.is_none_or(|first: Instant| first.elapsed() < Duration::from_millis(1_500)) {
        ensure(start.elapsed() < Duration::from_secs(30), || {
            "the app shows no window".into()
        })?;
        tokio::time::sleep(Duration::from_millis(4)).await;
        let Ok(place) = world.screen.window_place() else {
            continue;
        };
        first.get_or_insert_with(Instant::now);
        let Ok(brightness) = world.screen.brightness(place) else {
            continue;
        };
        looks += 1;
        // The page has bright words; a flash is bright all over.
        ensure(brightness < 25, || {
            format!(
                "{brightness} % of the window is bright, {:?} after the start",
                start.elapsed()
            )
        })?;
    }
    ensure(looks > 20, || {
        format!("only {looks} looks at the window: too few to see a flash")
    })?;
    ensure(app.ended()?.is_none(), || "the app ended".into())?;
    Ok(())
}
