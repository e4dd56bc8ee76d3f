//! The private screen: the windows on it, the clipboard, and whether the desktop is light or dark.

use crate::files::{create, write};
use crate::problem::{Outcome, Problem, until};
use crate::program::{Program, Start};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, ImageFormat, PropMode, Window,
    WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

/// Whether the desktop is light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark words on a light page.
    Light,
    /// Light words on a dark page.
    Dark,
}

/// How large a screen is, in pixels.
#[derive(Debug, Clone, Copy)]
pub struct ScreenSize {
    /// From left to right.
    pub width: u16,
    /// From top to bottom.
    pub height: u16,
}

impl ScreenSize {
    /// Room for a window of 1920 x 1080 wherever it stands.
    pub const ROOMY: Self = Self {
        width: 3200,
        height: 2000,
    };
    /// What an office computer has.
    pub const OFFICE: Self = Self {
        width: 1280,
        height: 1024,
    };
}

/// An X display of the test's own, with a window manager.
pub struct Screen {
    name: String,
    connection: RustConnection,
    root: Window,
    helper: Window,
    serial: Cell<u32>,
    frame_buffer: PathBuf,
    _manager: Program,
    _server: Program,
}

impl Screen {
    /// Starts a display of this size on the first free number.
    ///
    /// # Errors
    ///
    /// When Xvfb or openbox is missing or does not start.
    pub async fn start(folder: &Path, environment: &[(String, String)], size: ScreenSize) -> Outcome<Self> {
        let ScreenSize { width, height } = size;
        let mut server = Start::new("Xvfb", environment)
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                &format!("{width}x{height}x24"),
                "-nolisten",
                "tcp",
                "-fbdir",
                &folder.display().to_string(),
                "-noreset",
            ])
            .reads_stdout()
            .run()?;
        let name = format!(":{}", server.line()?);
        let (connection, number) =
            RustConnection::connect(Some(&name)).map_err(|why| Problem::while_doing("connecting to Xvfb", why))?;
        let root = connection.setup().roots[number].root;
        let helper = new_window(&connection, root)?;

        let mut environment = environment.to_vec();
        environment.push(("DISPLAY".into(), name.clone()));
        let configuration = folder.join("openbox.xml");
        write(
            &configuration,
            "<openbox_config xmlns=\"http://openbox.org/3.4/rc\"><desktops><number>1</number></desktops>\
             <applications><application class=\"*\"><decor>no</decor></application></applications></openbox_config>",
        )?;
        let manager = Start::new("openbox", &environment)
            .args(["--sm-disable", "--config-file"])
            .args([&configuration])
            .output(&folder.join("openbox.out"))
            .run()?;
        let screen = Self {
            name,
            connection,
            root,
            helper,
            serial: Cell::new(0),
            frame_buffer: folder.join("Xvfb_screen0"),
            _manager: manager,
            _server: server,
        };
        until(10, || async {
            let check = screen.atom("_NET_SUPPORTING_WM_CHECK")?;
            match screen.numbers(screen.root, check)?.first() {
                Some(_) => Ok(()),
                None => Err(Problem::new("openbox did not take over the private screen")),
            }
        })
        .await?;
        screen.offer_settings()?;
        screen.set_theme(Theme::Light)?;
        Ok(screen)
    }

    /// The file in which the picture on the screen lies, as an X window dump that changes while programs paint.
    #[must_use]
    pub fn frame_buffer(&self) -> &Path {
        &self.frame_buffer
    }

    /// The value for `DISPLAY`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Gives every program a light or a dark theme, as older desktops do: programs already running follow.
    ///
    /// # Errors
    ///
    /// When the display is gone.
    pub fn set_theme(&self, theme: Theme) -> Outcome<()> {
        self.serial.set(self.serial.get() + 1);
        let name = match theme {
            Theme::Light => "Adwaita",
            Theme::Dark => "Adwaita-dark",
        };
        let property = self.atom("_XSETTINGS_SETTINGS")?;
        self.connection
            .change_property8(
                PropMode::REPLACE,
                self.helper,
                property,
                property,
                &settings(self.serial.get(), &[("Net/ThemeName", name)]),
            )
            .map_err(gone)?;
        self.connection.sync().map_err(gone)
    }

    /// What is on the clipboard, or nothing when no program offers text.
    ///
    /// # Errors
    ///
    /// When the program that owns the clipboard does not answer.
    pub fn clipboard(&self) -> Outcome<Option<String>> {
        let bytes = self.converted_clipboard("UTF8_STRING")?;
        bytes
            .map(|bytes| String::from_utf8(bytes).map_err(|why| Problem::while_doing("reading the clipboard", why)))
            .transpose()
    }

    /// The names of the formats the clipboard is offered in.
    ///
    /// # Errors
    ///
    /// When the program that owns the clipboard does not answer.
    pub fn clipboard_formats(&self) -> Outcome<Vec<String>> {
        let Some(bytes) = self.converted_clipboard("TARGETS")? else {
            return Ok(Vec::new());
        };
        bytes
            .chunks_exact(4)
            .map(|atom| {
                let atom = u32::from_ne_bytes([atom[0], atom[1], atom[2], atom[3]]);
                let name = self
                    .connection
                    .get_atom_name(atom)
                    .map_err(gone)?
                    .reply()
                    .map_err(gone)?;
                Ok(String::from_utf8_lossy(&name.name).into_owned())
            })
            .collect()
    }

    /// The title of the window that has the keyboard.
    ///
    /// # Errors
    ///
    /// When the display is gone.
    pub fn active_title(&self) -> Outcome<Option<String>> {
        let active = self.atom("_NET_ACTIVE_WINDOW")?;
        match self.numbers(self.root, active)?.first() {
            None | Some(0) => Ok(None),
            Some(window) => self.title(*window).map(Some),
        }
    }

    /// The titles of the windows on the screen.
    ///
    /// # Errors
    ///
    /// When the display is gone.
    pub fn titles(&self) -> Outcome<Vec<String>> {
        self.windows()?.into_iter().map(|window| self.title(window)).collect()
    }

    /// Presses the close button of every window on the screen.
    ///
    /// # Errors
    ///
    /// When the display is gone.
    pub fn close_windows(&self) -> Outcome<()> {
        for window in self.windows()? {
            self.ask_manager(window, "_NET_CLOSE_WINDOW", [0, 2, 0, 0, 0])?;
        }
        Ok(())
    }

    /// Minimises every window on the screen.
    ///
    /// # Errors
    ///
    /// When the display is gone.
    pub fn minimise_windows(&self) -> Outcome<()> {
        const ICONIC: u32 = 3;
        for window in self.windows()? {
            self.ask_manager(window, "WM_CHANGE_STATE", [ICONIC, 0, 0, 0, 0])?;
        }
        Ok(())
    }

    /// Where the one window on the screen is and how big: x, y, width, height.
    ///
    /// # Errors
    ///
    /// When there is not exactly one window.
    pub fn window_place(&self) -> Outcome<(i16, i16, u16, u16)> {
        let [window] = self.windows()?[..] else {
            return Err(Problem::new("there is not exactly one window on the screen"));
        };
        let size = self
            .connection
            .get_geometry(window)
            .map_err(gone)?
            .reply()
            .map_err(gone)?;
        let place = self
            .connection
            .translate_coordinates(window, self.root, 0, 0)
            .map_err(gone)?
            .reply()
            .map_err(gone)?;
        Ok((place.dst_x, place.dst_y, size.width, size.height))
    }

    /// How much of this part of the screen is as bright as a white page, from 0 to 100, by a look at every 61st pixel.
    ///
    /// # Errors
    ///
    /// When the part is not on the screen.
    pub fn brightness(&self, place: (i16, i16, u16, u16)) -> Outcome<usize> {
        let image = self.image(place)?;
        let pixels = image.chunks_exact(4).step_by(61);
        let all = pixels.len();
        let bright = pixels.filter(|pixel| pixel[..3].iter().all(|part| *part > 200)).count();
        Ok(100 * bright / all.max(1))
    }

    /// Blue, green, red and a byte that says nothing for each pixel, row by row.
    fn image(&self, (x, y, width, height): (i16, i16, u16, u16)) -> Outcome<Vec<u8>> {
        let image = self
            .connection
            .get_image(ImageFormat::Z_PIXMAP, self.root, x, y, width, height, u32::MAX)
            .map_err(gone)?
            .reply()
            .map_err(gone)?;
        Ok(image.data)
    }

    /// Saves what is to be seen of the one window as a PNG file.
    ///
    /// # Errors
    ///
    /// When there is not exactly one window, it is partly off the screen, or the file cannot be written.
    pub fn save_picture(&self, file: &Path) -> Outcome<()> {
        let place = self.window_place()?;
        let mut pixels = Vec::with_capacity(usize::from(place.2) * usize::from(place.3) * 3);
        for pixel in self.image(place)?.chunks_exact(4) {
            pixels.extend([pixel[2], pixel[1], pixel[0]]);
        }
        let save = || {
            let mut encoder = png::Encoder::new(std::io::BufWriter::new(create(file)?), place.2.into(), place.3.into());
            encoder.set_color(png::ColorType::Rgb);
            encoder.set_compression(png::Compression::Fast);
            let mut writer = encoder.write_header()?;
            writer.write_image_data(&pixels)?;
            writer.finish()
        };
        save().map_err(|why: png::EncodingError| Problem::while_doing("saving a picture", why))
    }

    fn windows(&self) -> Outcome<Vec<Window>> {
        let list = self.atom("_NET_CLIENT_LIST")?;
        self.numbers(self.root, list)
    }

    fn title(&self, window: Window) -> Outcome<String> {
        let (name, utf8) = (self.atom("_NET_WM_NAME")?, self.atom("UTF8_STRING")?);
        let reply = self
            .connection
            .get_property(false, window, name, utf8, 0, 1024)
            .map_err(gone)?
            .reply()
            .map_err(gone)?;
        Ok(String::from_utf8_lossy(&reply.value).into_owned())
    }

    fn ask_manager(&self, window: Window, message: &str, data: [u32; 5]) -> Outcome<()> {
        let event = ClientMessageEvent::new(32, window, self.atom(message)?, data);
        let mask = EventMask::SUBSTRUCTURE_NOTIFY | EventMask::SUBSTRUCTURE_REDIRECT;
        self.connection
            .send_event(false, self.root, mask, event)
            .map_err(gone)?;
        self.connection.sync().map_err(gone)
    }

    /// Offers settings to every program on the display, as a desktop's settings daemon does.
    fn offer_settings(&self) -> Outcome<()> {
        let selection = self.atom("_XSETTINGS_S0")?;
        self.connection
            .set_selection_owner(self.helper, selection, x11rb::CURRENT_TIME)
            .map_err(gone)?;
        let event = ClientMessageEvent::new(
            32,
            self.root,
            self.atom("MANAGER")?,
            [x11rb::CURRENT_TIME, selection, self.helper, 0, 0],
        );
        self.connection
            .send_event(false, self.root, EventMask::STRUCTURE_NOTIFY, event)
            .map_err(gone)?;
        self.connection.sync().map_err(gone)
    }

    fn converted_clipboard(&self, format: &str) -> Outcome<Option<Vec<u8>>> {
        let (clipboard, target, property) = (self.atom("CLIPBOARD")?, self.atom(format)?, self.atom("E2E_CLIPBOARD")?);
        // A window of its own for each question, so that a late answer to an earlier one is never taken for this one.
        let asker = new_window(&self.connection, self.root)?;
        self.connection
            .convert_selection(asker, clipboard, target, property, x11rb::CURRENT_TIME)
            .map_err(gone)?;
        self.connection.flush().map_err(gone)?;
        let end = Instant::now() + Duration::from_secs(5);
        let answer = loop {
            match self.connection.poll_for_event().map_err(gone)? {
                Some(Event::SelectionNotify(event)) if event.requestor == asker => break event.property,
                Some(_) => {}
                None if Instant::now() > end => {
                    return Err(Problem::new("the program that owns the clipboard does not answer"));
                }
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        let value = if answer == x11rb::NONE {
            None
        } else {
            let reply = self
                .connection
                .get_property(true, asker, answer, AtomEnum::ANY, 0, u32::MAX / 4)
                .map_err(gone)?
                .reply()
                .map_err(gone)?;
            Some(reply.value)
        };
        self.connection.destroy_window(asker).map_err(gone)?;
        self.connection.flush().map_err(gone)?;
        Ok(value)
    }

    fn atom(&self, name: &str) -> Outcome<Atom> {
        let reply = self.connection.intern_atom(false, name.as_bytes()).map_err(gone)?;
        Ok(reply.reply().map_err(gone)?.atom)
    }

    fn numbers(&self, window: Window, property: Atom) -> Outcome<Vec<u32>> {
        let reply = self
            .connection
            .get_property(false, window, property, AtomEnum::ANY, 0, 1024)
            .map_err(gone)?
            .reply()
            .map_err(gone)?;
        Ok(reply.value32().map(Iterator::collect).unwrap_or_default())
    }
}

fn gone(why: impl std::fmt::Display) -> Problem {
    Problem::while_doing("talking to the private screen", why)
}

fn new_window(connection: &RustConnection, root: Window) -> Outcome<Window> {
    let window = connection.generate_id().map_err(gone)?;
    connection
        .create_window(
            0,
            window,
            root,
            0,
            0,
            1,
            1,
            0,
            WindowClass::INPUT_ONLY,
            x11rb::COPY_FROM_PARENT,
            &CreateWindowAux::new(),
        )
        .map_err(gone)?;
    Ok(window)
}

/// The settings in the wire format of the XSETTINGS specification, little endian.
fn settings(serial: u32, strings: &[(&str, &str)]) -> Vec<u8> {
    fn count(number: usize) -> u32 {
        u32::try_from(number).unwrap_or(u32::MAX)
    }
    fn pad(bytes: &mut Vec<u8>) {
        while !bytes.len().is_multiple_of(4) {
            bytes.push(0);
        }
    }
    let mut bytes = vec![0, 0, 0, 0];
    bytes.extend(serial.to_le_bytes());
    bytes.extend(count(strings.len()).to_le_bytes());
    for (name, value) in strings {
        bytes.extend([1, 0]);
        bytes.extend(u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
        bytes.extend(name.as_bytes());
        pad(&mut bytes);
        bytes.extend(serial.to_le_bytes());
        bytes.extend(count(value.len()).to_le_bytes());
        bytes.extend(value.as_bytes());
        pad(&mut bytes);
    }
    bytes
}
