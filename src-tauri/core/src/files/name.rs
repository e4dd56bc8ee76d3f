//! Names that mean a file on every system: a file saved here may be carried to a Windows computer on a stick.

/// The longest name given: every system takes 255, and a mail program may add to it.
const LONGEST: usize = 200;

/// What stands for a character that a name may not have.
const STAND_IN: char = '-';

/// This name, changed as little as needed to be a file's name on Windows, macOS and Linux. A name that is one already comes back as it
/// is.
///
/// Windows takes none of `<>:"/\|?*`, drops dots and spaces at the end, and keeps names such as `CON` and `LPT1` for devices, whatever
/// ending follows (Microsoft, "Naming Files, Paths, and Namespaces").
#[must_use]
pub fn portable_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|letter| if is_refused(letter) { STAND_IN } else { letter })
        .collect();
    let (stem, ending) = match plain.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && !ending.is_empty() && ending.chars().all(char::is_alphanumeric) => {
            (stem, format!(".{ending}"))
        }
        _ => (plain.as_str(), String::new()),
    };
    let room = LONGEST.saturating_sub(ending.len());
    let stem = stem.get(..stem.floor_char_boundary(room)).unwrap_or(stem);
    // With an ending behind it, a dot or a space at the end of the stem is no trouble.
    let stem = if ending.is_empty() {
        stem.trim_end_matches(['.', ' '])
    } else {
        stem
    };
    let mut portable = stem.to_owned();
    if portable.is_empty() || is_device(&portable) {
        portable = match portable.split_once('.') {
            Some((device, rest)) => format!("{device}{STAND_IN}.{rest}"),
            None => format!("{portable}{STAND_IN}"),
        };
    }
    portable + &ending
}

fn is_refused(letter: char) -> bool {
    letter.is_control() || matches!(letter, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*')
}

/// Whether Windows takes the name for a device: what stands before the first dot counts, without spaces after it.
fn is_device(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    if matches!(first.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return true;
    }
    let number = first.strip_prefix("COM").or_else(|| first.strip_prefix("LPT"));
    let mut number = number.unwrap_or_default().chars();
    // The raised digits are in the code page that Windows compares in.
    matches!(
        (number.next(), number.next()),
        (Some('0'..='9' | '¹' | '²' | '³'), None)
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_for_every_system_stays_as_it_is() {
        for name in [
            "nhsmail-new-user-2026-11-20.eml",
            "staff-list-2026-11-20.xlsx",
            "Rowan House (2).csv",
            "Siân O'Neill.txt",
            ".hidden",
            "CONTENTS.txt",
            "COM.txt",
            "COM10",
            "console",
            "letter 2.5",
        ] {
            assert_eq!(portable_name(name), name);
        }
    }

    #[test]
    fn a_device_of_windows_is_no_file() {
        for (typed, saved) in [
            ("CON", "CON-"),
            ("con.eml", "con-.eml"),
            ("NUL.tar.gz", "NUL-.tar.gz"),
            ("nul .csv", "nul -.csv"),
            ("Aux.xlsx", "Aux-.xlsx"),
            ("COM1.txt", "COM1-.txt"),
            ("LPT³.txt", "LPT³-.txt"),
            ("CONIN$", "CONIN$-"),
        ] {
            assert_eq!(portable_name(typed), saved);
        }
    }

    #[test]
    fn a_dot_or_space_that_windows_would_drop_is_dropped() {
        for (typed, saved) in [
            ("staff list.", "staff list"),
            ("staff list ", "staff list"),
            ("staff list. .", "staff list"),
            ("NUL.", "NUL-"),
            ("...", "-"),
            ("", "-"),
        ] {
            assert_eq!(portable_name(typed), saved);
        }
    }

    #[test]
    fn a_character_windows_refuses_is_replaced() {
        assert_eq!(portable_name("20/11: who?\n.csv"), "20-11- who--.csv");
        assert_eq!(portable_name(r"..\secret"), "..-secret");
    }

    #[test]
    fn a_name_that_is_too_long_keeps_its_ending() {
        let name = portable_name(&format!("{}.xlsx", "é".repeat(300)));
        assert!(name.len() <= LONGEST && name.ends_with("é.xlsx"), "{name}");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_becomes_a_name_that_stays(typed in any::<String>()) {
            let name = portable_name(&typed);
            prop_assert!(!name.is_empty() && name.len() <= LONGEST + 4);
            prop_assert!(!name.chars().any(is_refused));
            prop_assert!(!name.ends_with(['.', ' ']));
            prop_assert!(!is_device(&name));
            prop_assert_eq!(portable_name(&name), name);
        }

        #[test]
        fn a_device_is_found_with_whatever_follows(
            device in prop::sample::select(vec!["CON", "nul", "Com7", "LPT0", "aux"]),
            rest in "( {0,2}\\.[a-z. ]{0,6})?",
        ) {
            let name = portable_name(&format!("{device}{rest}"));
            prop_assert!(!is_device(&name), "{name}");
            prop_assert!(!name.ends_with(['.', ' ']), "{name}");
        }
    }
}
