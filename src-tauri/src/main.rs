#![cfg_attr(windows, windows_subsystem = "windows")]
//! Mailbox Steward. Everything is in the library, so that tests reach it.
fn main() {
    mailbox_steward::run();
}
