//! Windows: the whole app is built with MinGW's compiler, and the core's tests run under Wine.
//!
//! What runs there: every test of the core's library, the encrypted file's test programs with the crash test in them, and the vault
//! against the Credential Manager. Left out: the core's other test programs, whose rules do not touch the system and are run on Linux,
//! and the window, because there is no `WebView2` for Wine.

use std::path::PathBuf;
use std::process::Command;

use super::{Cache, step, write};
use crate::suite::{Suite, TestProgram};
use crate::tally::Report;
use crate::workspace::{APP, PROFILE, Workspace};
use crate::{Stop, command};

pub(super) const TARGET: &str = "x86_64-pc-windows-gnu";

/// Debian keeps Wine's program for 64 bits off the search path.
const WINE: &str = "/usr/lib/wine/wine64";
const WINE_SERVER: &str = "/usr/lib/wine/wineserver64";

/// The vault's test program for Windows.
const CREDENTIAL_MANAGER: &str = "vault_credential_manager";

/// Rust's library asks this for random bytes, and Wine 8 does not have it.
const RANDOM_SOURCE: &str = "\
#include <windows.h>
#include <ntsecapi.h>
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length) {
    while (length > 0) {
        ULONG part = length > 65536 ? 65536 : (ULONG)length;
        if (!RtlGenRandom(bytes, part)) return FALSE;
        bytes += part;
        length -= part;
    }
    return TRUE;
}
";

/// Builds the app, then runs the tests.
pub(super) fn check(cache: &Cache, workspace: &Workspace, programs: &[TestProgram]) -> Result<Report, Stop> {
    let mut build = cache.cargo(workspace, "build", TARGET);
    let mut report = step(
        "the whole app builds for Windows",
        build.args(["--profile", PROFILE, "--bin", APP]),
    )?;
    let prefix = wine(cache)?;
    let mut test = cache.cargo(workspace, "test", TARGET);
    test.args(["--profile", PROFILE, "--no-fail-fast", "--lib"])
        .args(under_wine(programs).flat_map(|name| ["--test", name]))
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", WINE)
        .env("INSTA_UPDATE", "no");
    in_wine(&mut test, &prefix);
    println!("-- the tests under Wine");
    report.join(Report::of_cargo_test(&command::run_and_hear(&mut test)?));
    // Ends the helpers Wine leaves running in this folder of its own, and no others.
    let mut end = Command::new(WINE_SERVER);
    let _ = in_wine(&mut end, &prefix).arg("--kill").status();
    Ok(report)
}

fn under_wine(programs: &[TestProgram]) -> impl Iterator<Item = &str> {
    programs
        .iter()
        .filter(|program| program.suite == Suite::Store || program.name == CREDENTIAL_MANAGER)
        .map(|program| program.name.as_str())
}

/// Wine's folder, with what Wine 8 lacks, made the first time.
fn wine(cache: &Cache) -> Result<PathBuf, Stop> {
    let prefix = cache.folder.join("wine");
    let system = prefix.join("drive_c").join("windows").join("system32");
    if !system.join("kernel32.dll").is_file() {
        println!("Setting up Wine");
        let mut boot = Command::new(WINE);
        command::run("Setting up Wine", in_wine(boot.args(["wineboot", "--init"]), &prefix))?;
    }
    let library = system.join("bcryptprimitives.dll");
    if !library.is_file() {
        let source = cache.folder.join("random.c");
        write(&source, RANDOM_SOURCE, false)?;
        let mut compiler = Command::new("x86_64-w64-mingw32-gcc");
        compiler.args(["-shared", "-O2", "-o"]).arg(&library).arg(&source);
        command::run("Compiling the source of random bytes", compiler.arg("-ladvapi32"))?;
    }
    Ok(prefix)
}

/// A folder of its own, no messages of Wine's, no offer to fetch a browser or a runtime.
fn in_wine<'a>(command: &'a mut Command, prefix: &std::path::Path) -> &'a mut Command {
    command
        .env("WINEPREFIX", prefix)
        .env("WINESERVER", WINE_SERVER)
        .env("WINEARCH", "win64")
        .env("WINEDEBUG", "-all")
        .env("WINEDLLOVERRIDES", "mscoree,mshtml,winemenubuilder.exe=")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
}
