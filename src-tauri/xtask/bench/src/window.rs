//! What is measured of the real window, on a screen nobody sees: start, memory, and the time from a key to its picture.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use e2e::{Program, ScreenSize, World};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt as _, KEY_PRESS_EVENT, KEY_RELEASE_EVENT};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::budget::{Line, Unit};
use crate::frame::{Frame, Painted};
use crate::home::Trouble;
use crate::process;
use crate::timing::{Timings, milliseconds};

/// The programs that are measured beside each other.
pub(crate) struct Programs {
    pub(crate) app: PathBuf,
    pub(crate) bare: PathBuf,
}

/// How many people the home has whose Today is opened.
pub(crate) const HOME: usize = 60;

/// How much more than a bare window the app may take.
const BESIDE_BARE: f64 = 1.15;

/// How often each program is started; the first start of each warms the disk and is not counted.
const STARTS: usize = 11;

/// How often the memory of each is read.
const READINGS: usize = 3;

/// When the memory is read.
const SETTLED: Duration = Duration::from_secs(10);

/// A world with a staff list of this many people in it, its key in the world's own password store.
pub(crate) async fn world(name: &str, people: usize) -> Result<World, Trouble> {
    // The whole screen is looked at again and again: a large one would cost what is measured its time.
    let world = World::on_screen(name, ScreenSize::OFFICE).await?;
    let mut fill = world.start(&std::env::current_exe()?, &["fill", &people.to_string()])?;
    if !fill.wait(300).await?.success() {
        return Err("the invented home could not be written".into());
    }
    Ok(world)
}

/// The start to the complete window, the app beside the bare one.
pub(crate) async fn start(world: &World, programs: &Programs, what: &'static str) -> Result<Line, Trouble> {
    let (mut app, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        app.push(start_once(world, &programs.app).await?.complete);
        bare.push(start_once(world, &programs.bare).await?.complete);
    }
    let (app, bare) = (Timings::new(app.split_off(1)), Timings::new(bare.split_off(1)));
    let beside = milliseconds(bare.median());
    Ok(Line {
        what,
        measured: milliseconds(app.median()),
        budget: beside * BESIDE_BARE,
        unit: Unit::Milliseconds,
        beside: format!("bare {beside:.0} ms"),
    })
}

/// The memory of the whole process tree ten seconds after the start.
pub(crate) async fn memory(world: &World, programs: &Programs, what: &'static str) -> Result<Line, Trouble> {
    let mut readings = [Vec::new(), Vec::new()];
    for _ in 0..READINGS {
        for (program, readings) in [&programs.app, &programs.bare].into_iter().zip(&mut readings) {
            let running = world.start(program, &[])?;
            tokio::time::sleep(SETTLED).await;
            readings.push(process::memory_mib(&process::tree(running.pid())));
            end(world, running).await?;
        }
    }
    let [app, bare] = readings.map(median);
    Ok(Line {
        what,
        measured: app,
        budget: bare * BESIDE_BARE,
        unit: Unit::Mebibytes,
        beside: format!("bare {bare:.0} MiB"),
    })
}

/// The time from a key to the changed list, typing names into the find field over 20,000 people.
pub(crate) async fn key_to_paint(world: World, programs: &Programs, what: &'static str) -> Result<Line, Trouble> {
    let world = world.running(programs.app.clone());
    let window = world.open().await?;
    window.follow("People").await?;
    window.arrives_at("People").await?;
    window.click("textbox", FIND).await?;
    let screen = Screen::connect(&world)?;
    let mut waits = Vec::new();
    let mut unseen = 0;
    for name in [
        "jane ro", "amir le", "petra k", "zoe ann", "khan wr", "novak d", "hughes ", "olga ma", "walsh f", "reid gr",
    ] {
        let back = std::iter::repeat_n(Key::Back, name.len());
        for key in name.chars().map(Key::Letter).chain(back) {
            match screen.press(key)? {
                Some(painted) => waits.push(painted.last),
                None => unseen += 1,
            }
        }
    }
    world.close(window).await?;
    let count = waits.len();
    if count < 50 {
        return Err(format!("only {count} of {} keys changed the list", count + unseen).into());
    }
    let waits = Timings::new(waits);
    let median = milliseconds(waits.median());
    Ok(Line {
        what,
        measured: milliseconds(waits.percentile(99)),
        budget: 50.0,
        unit: Unit::Milliseconds,
        beside: format!("median {median:.0} ms, {count} keys"),
    })
}

/// The find field's name on the page.
const FIND: &str = "Find a person by name, address, mobile or role";

async fn start_once(world: &World, program: &Path) -> Result<Painted, Trouble> {
    let frame = Frame::open(world.screen.frame_buffer())?;
    let bare = frame.look()?;
    let begun = Instant::now();
    let running = world.start(program, &[])?;
    let painted =
        tokio::task::block_in_place(|| frame.watch(bare, begun, Duration::from_secs(2), Duration::from_mins(1)))?;
    end(world, running).await?;
    painted.ok_or_else(|| format!("{} showed no window within a minute", program.display()).into())
}

/// Closes the window as its close button does, and waits until the program has ended.
async fn end(world: &World, mut running: Program) -> Result<(), Trouble> {
    world.screen.close_windows()?;
    running.wait(20).await?;
    Ok(())
}

fn median(mut readings: Vec<f64>) -> f64 {
    readings.sort_by(f64::total_cmp);
    readings.get(readings.len() / 2).copied().unwrap_or_default()
}

#[derive(Debug, Clone, Copy)]
enum Key {
    Letter(char),
    Back,
}

impl Key {
    /// The X name of the key: the letter itself, or the one for rubbing out.
    fn symbol(self) -> u32 {
        match self {
            Self::Letter(letter) => u32::from(letter),
            Self::Back => 0xff08,
        }
    }
}

/// A keyboard on the world's screen, and the eye that watches what a key does.
struct Screen {
    connection: RustConnection,
    frame: Frame,
    first: u8,
    symbols_each: usize,
    symbols: Vec<u32>,
}

impl Screen {
    fn connect(world: &World) -> Result<Self, Trouble> {
        let (connection, _) = RustConnection::connect(Some(world.screen.name()))?;
        let (first, last) = (connection.setup().min_keycode, connection.setup().max_keycode);
        let mapping = connection.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        let frame = Frame::open(world.screen.frame_buffer())?;
        let symbols_each = usize::from(mapping.keysyms_per_keycode);
        Ok(Self {
            connection,
            frame,
            first,
            symbols_each,
            symbols: mapping.keysyms,
        })
    }

    /// Presses a key and follows the screen until it stands still.
    fn press(&self, key: Key) -> Result<Option<Painted>, Trouble> {
        let symbol = key.symbol();
        let place = self
            .symbols
            .chunks(self.symbols_each)
            .position(|symbols| symbols.first() == Some(&symbol));
        let place = place.ok_or_else(|| format!("the keyboard has no key for {key:?}"))?;
        let code = self.first + u8::try_from(place)?;
        let before = self.frame.look()?;
        let begun = Instant::now();
        for event in [KEY_PRESS_EVENT, KEY_RELEASE_EVENT] {
            self.connection.xtest_fake_input(event, code, 0, x11rb::NONE, 0, 0, 0)?;
        }
        self.connection.flush()?;
        let painted = tokio::task::block_in_place(|| {
            self.frame
                .watch(before, begun, Duration::from_millis(250), Duration::from_millis(600))
        })?;
        Ok(painted)
    }
}
