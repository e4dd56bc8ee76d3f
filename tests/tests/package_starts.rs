//! The Debian package: what it says it needs, what is in it, and the app as it was installed from it.

use e2e::{Outcome, Problem, Test, World, ensure, need};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

/// A path that `cargo xtask test package` names.
fn named(variable: &str) -> Outcome<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).ok_or_else(|| {
        Problem::new(format!(
            "{variable} is not set: `cargo xtask test package` makes and installs the package"
        ))
    })
}

fn package() -> Outcome<PathBuf> {
    named("STEWARD_PACKAGE")
}

fn installed() -> Outcome<PathBuf> {
    named("STEWARD_INSTALLED")
}

/// What a program prints.
fn asked(program: &str, arguments: &[&str]) -> Outcome<String> {
    need(program)?;
    let output = Command::new(program)
        .args(arguments)
        .env("LC_ALL", "C")
        .output()
        .map_err(|why| Problem::while_doing(&format!("starting {program}"), why))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(Problem::new(format!("{program} {arguments:?}: {said}{complaint}")))
}

fn field(name: &str) -> Outcome<String> {
    asked("dpkg-deb", &["--field", &package()?.display().to_string(), name]).map(|value| value.trim().to_owned())
}

/// The libraries that the installed program asks the system for, by their file names.
fn libraries() -> Outcome<Vec<String>> {
    let program = installed()?.join("usr/bin/mailbox-steward");
    let dynamic = asked("readelf", &["--dynamic", "--wide", &program.display().to_string()])?;
    Ok(dynamic
        .lines()
        .filter(|line| line.contains("(NEEDED)"))
        .filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned()))
        .collect())
}

/// The packages named before any version and any alternative.
fn package_names(depends: &str) -> Vec<&str> {
    depends
        .split([',', '|'])
        .filter_map(|one| one.split_whitespace().next())
        .collect()
}

#[tokio::test]
async fn the_app_starts_from_the_installed_package() -> Test {
    let world = World::new("installed-package").await?;
    let app = std::env::var_os("STEWARD_APP").map(PathBuf::from).unwrap_or_default();
    ensure(app.starts_with(installed()?), || {
        format!("the app is {}, which is not the installed one", app.display())
    })?;
    let window = world.open().await?;
    window.set_up().await?;
    window.picture("today").await?;
    world.close(window).await?;

    let window = world.open().await?;
    window.arrives_at("Today").await?;
    world.close(window).await.map_err(Into::into)
}

#[test]
fn every_library_the_app_asks_for_comes_with_what_the_package_depends_on() -> Test {
    let depends = field("Depends")?;
    let mut arguments = vec![
        "depends",
        "--recurse",
        "--installed",
        "--no-recommends",
        "--no-suggests",
        "--no-conflicts",
        "--no-breaks",
        "--no-replaces",
        "--no-enhances",
    ];
    arguments.extend(package_names(&depends));
    let reached: BTreeSet<String> = asked("apt-cache", &arguments)?
        .lines()
        .filter(|line| !line.starts_with(' '))
        .map(|line| line.split(':').next().unwrap_or(line).to_owned())
        .collect();
    let libraries = libraries()?;
    ensure(
        libraries.iter().any(|library| library.starts_with("libwebkit2gtk")),
        || format!("the app asks for {libraries:?}"),
    )?;
    for library in libraries {
        let owners = asked("dpkg-query", &["--search", &format!("*/{library}")])?;
        let known = owners
            .lines()
            .filter_map(|line| line.split(':').next())
            .any(|owner| reached.contains(owner));
        ensure(known, || {
            format!("{library} is of {owners}, which nothing in “{depends}” brings")
        })?;
    }
    Ok(())
}

#[test]
fn the_package_needs_the_c_library_it_was_built_with() -> Test {
    let depends = field("Depends")?;
    ensure(depends.contains("libc6 (>= 2."), || {
        format!("it depends on “{depends}”")
    })?;
    Ok(())
}

#[test]
fn apt_would_install_the_package_here() -> Test {
    let package = package()?;
    let said = asked(
        "apt-get",
        &[
            "install",
            "--simulate",
            "--no-install-recommends",
            &package.display().to_string(),
        ],
    )?;
    ensure(
        said.lines().any(|line| line.starts_with("Inst mailbox-steward ")),
        || format!("apt would not install it: {said}"),
    )?;
    Ok(())
}

#[test]
fn the_desktop_finds_the_app_its_name_and_its_picture() -> Test {
    let root = installed()?;
    let entry = std::fs::read_dir(root.join("usr/share/applications"))?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .next()
        .ok_or_else(|| Problem::new("the package puts nothing into the menu"))?;
    let entry = std::fs::read_to_string(entry)?;
    let value = |key: &str| entry.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
    ensure(value("Name") == Some("Mailbox Steward"), || {
        format!("the menu has: {entry}")
    })?;
    ensure(value("Exec") == Some("mailbox-steward"), || {
        format!("the menu has: {entry}")
    })?;
    ensure(value("Terminal") == Some("false"), || format!("the menu has: {entry}"))?;
    let icon = value("Icon").unwrap_or_default();
    for size in ["32x32", "128x128"] {
        let picture = root.join(format!("usr/share/icons/hicolor/{size}/apps/{icon}.png"));
        ensure(picture.is_file(), || format!("{} is missing", picture.display()))?;
    }
    Ok(())
}

/// Nothing of the package runs as the administrator, and nothing is put beside what a package may bring.
#[test]
fn the_package_brings_files_and_no_scripts() -> Test {
    let package = package()?.display().to_string();
    let control = asked("dpkg-deb", &["--info", &package])?;
    for script in ["preinst", "postinst", "prerm", "postrm"] {
        ensure(!control.contains(script), || format!("it has a {script}: {control}"))?;
    }
    let contents = asked("dpkg-deb", &["--contents", &package])?;
    for line in contents.lines().filter(|line| !line.starts_with('d')) {
        // Permissions, owner, size, day, time; a path may have a space.
        let path = line.split_whitespace().skip(5).collect::<Vec<_>>().join(" ");
        let path = path.trim_start_matches("./");
        let usual = [
            "usr/bin/mailbox-steward",
            "usr/share/applications/",
            "usr/share/icons/hicolor/",
            "usr/share/doc/mailbox-steward/",
        ];
        ensure(usual.iter().any(|place| path.starts_with(place)), || {
            format!("it brings “{path}”")
        })?;
        let plain = ["-rw-r--r--", "-rwxr-xr-x"];
        ensure(plain.iter().any(|rights| line.starts_with(rights)), || {
            format!("it brings {line}")
        })?;
    }
    let licence = installed()?.join("usr/share/doc/mailbox-steward/copyright");
    ensure(licence.is_file(), || format!("{} is missing", licence.display()))?;
    Ok(())
}
