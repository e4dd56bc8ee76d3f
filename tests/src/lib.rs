//! Drives the real app in its real web view, as a person at the keyboard would.
//!
//! Each test gets a [`World`]: a computer of its own, with folders, a message bus, a password store, a screen, a file
//! chooser and a mail program that only writes down what it was asked to open. In it the test starts the app, once or
//! several times, and works its [`Window`]: finding things by the words and roles a person (or a screen reader) goes
//! by, pressing keys, and reading what is on the screen.
//!
//! ```text
//! World  -> Program        dbus-daemon, gnome-keyring, Xvfb, a window manager, WebKitWebDriver, the app
//!        -> Screen         windows, clipboard, light or dark
//!        -> Portal         answers the app's file dialogs
//!        -> Window         the page: find, press, type, read, screenshots, axe
//! ```
//!
//! Nothing here knows a rule of the app, and nothing is skipped: a missing program is a failure with a sentence.

mod axe;
mod bus;
mod files;
mod keyring;
mod message;
mod page;
mod portal;
mod problem;
mod program;
mod screen;
mod steps;
mod window;
mod world;

pub use bus::Bus;
pub use files::{Found, search, write};
pub use keyring::Keyring;
pub use message::Message;
pub use portal::{Answer, Asked, Portal};
pub use problem::{Failed, Outcome, Problem, Test, ensure, until};
pub use program::{Program, Start, need};
pub use screen::{Screen, ScreenSize, Theme};
pub use steps::{HOME, Home, STARTERS, Starter, personal_values};
pub use window::{Focus, Key, Window};
pub use world::{Keyrings, World};
