//! macOS: the whole workspace is type-checked, with Zig as the C compiler for SQLCipher. Nothing is linked, because Apple's libraries are
//! to be had from Apple only; so OpenSSL is not compiled once more, and the headers of the one that Windows was built with will do.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Cache, step, write};
use crate::tally::Report;
use crate::workspace::{PROFILE, Workspace};
use crate::{Stop, command};

pub(super) const TARGET: &str = "aarch64-apple-darwin";

/// Zig, as Python's package index has it.
const ZIG: &str = "ziglang==0.17.1";

/// Cargo's build scripts name the system as Apple's compiler wants it; Zig has its own words for that.
const COMPILER: &str = r#"#!/bin/sh
set -eu
count=$#
skip=
while [ "$count" -gt 0 ]; do
    argument=$1
    shift
    count=$((count - 1))
    if [ -n "$skip" ]; then
        skip=
        continue
    fi
    case "$argument" in
        -arch | -target | -isysroot) skip=yes ;;
        --target=* | -mmacosx-version-min=* | -mmacos-version-min=*) ;;
        *) set -- "$@" "$argument" ;;
    esac
done
exec "$STEWARD_ZIG" cc -target aarch64-macos -I "$STEWARD_ZIG_HEADERS" "$@"
"#;

const ARCHIVER: &str = "#!/bin/sh\nexec \"$STEWARD_ZIG\" ar \"$@\"\n";

/// What SQLCipher takes from a header that only Apple gives: the names of its log.
const OS_LOG: &str = "\
#ifndef STEWARD_OS_LOG
#define STEWARD_OS_LOG
typedef void *os_log_t;
typedef unsigned char os_log_type_t;
#define OS_LOG_DEFAULT ((os_log_t)0)
#define OS_LOG_TYPE_DEFAULT 0
#define OS_LOG_TYPE_INFO 1
#define OS_LOG_TYPE_DEBUG 2
#define OS_LOG_TYPE_ERROR 16
#define OS_LOG_TYPE_FAULT 17
#define os_log_create(subsystem, category) ((os_log_t)0)
#define os_log_with_type(log, type, format, ...) ((void)0)
#define os_log(log, format, ...) ((void)0)
#endif
";

/// Checks every package and test that can exist on a Mac.
pub(super) fn check(cache: &Cache, workspace: &Workspace) -> Result<Report, Stop> {
    let zig = zig(cache)?;
    let tools = cache.folder.join("zig-tools");
    let (compiler, archiver) = (tools.join("cc"), tools.join("ar"));
    write(&compiler, COMPILER, true)?;
    write(&archiver, ARCHIVER, true)?;
    let headers = tools.join("include");
    write(&headers.join("os").join("log.h"), OS_LOG, false)?;
    let mut check = cache.cargo(workspace, "check", TARGET);
    check
        .args(["--all-targets", "--profile", PROFILE])
        .env("STEWARD_ZIG", &zig)
        .env("STEWARD_ZIG_HEADERS", &headers)
        .env("ZIG_GLOBAL_CACHE_DIR", cache.folder.join("zig-cache"))
        .env("ZIG_LOCAL_CACHE_DIR", cache.folder.join("zig-cache"))
        // So that nobody looks for Apple's own tools.
        .env("SDKROOT", &headers)
        .env("CC_aarch64_apple_darwin", &compiler)
        .env("AR_aarch64_apple_darwin", &archiver)
        .env("RANLIB_aarch64_apple_darwin", "true");
    if let Some(openssl) = openssl(cache) {
        check
            .env("OPENSSL_NO_VENDOR", "1")
            .env("AARCH64_APPLE_DARWIN_OPENSSL_DIR", openssl);
    }
    step("every package type-checks for macOS", &mut check)
}

/// Where OpenSSL was built for Windows. Where it was not, OpenSSL is compiled for macOS.
fn openssl(cache: &Cache) -> Option<PathBuf> {
    let builds = cache
        .folder
        .join("target")
        .join(super::windows::TARGET)
        .join(PROFILE)
        .join("build");
    std::fs::read_dir(builds)
        .ok()?
        .filter_map(|build| Some(build.ok()?.path().join("out/openssl-build/install")))
        .filter(|install| install.join("include/openssl/ssl.h").is_file() && install.join("lib").is_dir())
        .max_by_key(|install| install.metadata().and_then(|folder| folder.modified()).ok())
}

/// Zig's program, fetched the first time.
fn zig(cache: &Cache) -> Result<PathBuf, Stop> {
    let python = cache.folder.join("python");
    let zig = |python: &Path| {
        let answer = command::ask(
            python.join("bin").join("python").to_str()?,
            &[
                "-c",
                "import os, ziglang; print(os.path.join(os.path.dirname(ziglang.__file__), 'zig'))",
            ],
        )?;
        Some(PathBuf::from(answer)).filter(|zig| zig.is_file())
    };
    if let Some(zig) = zig(&python) {
        return Ok(zig);
    }
    println!("Fetching Zig, as the C compiler for macOS");
    command::run(
        "Making a place for Python packages",
        Command::new("python3").args(["-m", "venv", "--clear"]).arg(&python),
    )?;
    command::run(
        "Fetching Zig",
        Command::new(python.join("bin").join("python")).args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            ZIG,
        ]),
    )?;
    zig(&python).ok_or_else(|| Stop("Python's package ziglang holds no program called zig.".into()))
}
