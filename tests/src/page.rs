//! Questions put to the page.

/// The functions every question may use; see the file.
const FUNCTIONS: &str = include_str!("page.js");

/// A question as the body of a script: the functions above, then the question itself, whose error is its answer.
pub(crate) fn question(body: &str) -> String {
    format!(
        "{FUNCTIONS}\ntry {{ return {{ ok: (() => {{ {body} }})() }}; }} catch (error) {{ return {{ no: String(error.message ?? error) }}; }}"
    )
}
