//! `cargo xtask run`: set up what is missing, build the app and start it.

use std::process::{Command, ExitCode};

use crate::needs::{self, Purpose};
use crate::workspace::{APP, PROFILE, Workspace};
use crate::{Stop, command, ui};

/// Builds and starts the app; returns when its window has closed.
pub(crate) fn run(demo: bool, yes: bool) -> Result<ExitCode, Stop> {
    let workspace = Workspace::find()?;
    needs::make_ready(&[Purpose::Build, Purpose::Desktop], yes)?;
    ui::install(&workspace)?;
    ui::build(&workspace)?;
    println!("Building the app; the first time takes several minutes");
    build_app(&workspace)?;
    if cfg!(target_os = "linux") && !has_display(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())) {
        return Err(Stop(
            "The app is built, but there is no desktop to show it on (neither DISPLAY nor WAYLAND_DISPLAY is set)."
                .into(),
        ));
    }
    println!("Starting Mailbox Steward");
    let mut app = Command::new(workspace.program(PROFILE, APP));
    app.args(demo.then_some("--demo"));
    command::run("Mailbox Steward", &mut app)?;
    Ok(ExitCode::SUCCESS)
}

/// Builds the app with the one profile; the interface must be built.
pub(crate) fn build_app(workspace: &Workspace) -> Result<(), Stop> {
    command::run(
        "Building the app",
        workspace.cargo_over_all("build", PROFILE).args(["--bin", APP]),
    )
}

fn has_display(is_set: impl Fn(&str) -> bool) -> bool {
    is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_kind_of_display_will_do() {
        assert!(has_display(|name| name == "DISPLAY"));
        assert!(has_display(|name| name == "WAYLAND_DISPLAY"));
        assert!(!has_display(|_| false));
    }
}
