//! Keeps text in a CSV file from being run as a formula by a spreadsheet.
//!
//! A tab inside the quotes makes a cell text in every spreadsheet; an apostrophe would be shown by some, and stripped signs would
//! change the value. Text cells of a workbook have a type and need none of this.

/// The signs a spreadsheet may take for the start of a formula or of a command, in both widths.
const STARTS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet may run this text: a sign stands first, or first after signs that cannot be seen.
fn may_run(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start_matches(|sign: char| sign.is_whitespace() || sign.is_control())
            .starts_with(STARTS)
}

/// The text with a tab before it where a spreadsheet may run it.
///
/// ```
/// use steward_core::export::guarded;
/// assert_eq!(guarded("=cmd"), "\t=cmd");
/// assert_eq!(guarded("Siân O’Neill"), "Siân O’Neill");
/// ```
#[must_use]
pub fn guarded(text: &str) -> String {
    if may_run(text) {
        format!("\t{text}")
    } else {
        text.to_owned()
    }
}

/// The text as it was before [`guarded`]. Text that was not guarded comes back as it is.
///
/// ```
/// use steward_core::export::unguarded;
/// assert_eq!(unguarded("\t=cmd"), "=cmd");
/// assert_eq!(unguarded("\tindented"), "\tindented");
/// ```
#[must_use]
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\t') {
        Some(rest) if may_run(rest) => rest,
        Some(_) | None => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_may_run_gets_a_tab_before_it() {
        for text in [
            "=1+1",
            "+44 7700 900001",
            "-2",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\nx",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            " =1",
            "\u{a0}=1",
            "\u{1}=1",
        ] {
            assert_eq!(guarded(text), format!("\t{text}"));
        }
    }

    #[test]
    fn what_is_not_a_formula_stays_as_it_is() {
        for text in [
            "",
            "O'Neill",
            "Nguyễn Thị Hà",
            "07700 900001",
            "a=b",
            "Łukasz-Jan",
            "'=1",
        ] {
            assert_eq!(guarded(text), text);
        }
    }

    proptest! {
        #[test]
        fn property_guarded_text_comes_back_and_is_never_run(text in "[\t\r\n =+@＝a-c-]{0,6}") {
            let guarded = guarded(&text);
            prop_assert_eq!(unguarded(&guarded), text.as_str());
            prop_assert!(!guarded.starts_with(STARTS));
        }

        #[test]
        fn property_any_text_comes_back(text in any::<String>()) {
            let guarded = guarded(&text);
            prop_assert_eq!(unguarded(&guarded), text.as_str());
        }
    }
}
