//! Reads one request as JSON on the standard input and prints its draft, as text or as an `.eml` file:
//!
//! ```sh
//! cargo run -q -p steward-core --example draft -- --format text < request.json
//! ```
//!
//! | kind | in `people`, or in the request itself where it is about one person |
//! |---|---|
//! | `new_user` | `full_name`, `personal_mobile`, `personal_email`, `access` |
//! | `joiner` | `full_name`, `nhsmail_address`, `linked_mobile`, `access` |
//! | `leaver_status`, `leaver`, `long_leave`, `return_from_leave`, `restore_account` | `full_name`, `nhsmail_address` |
//! | `password_reset` | the same, `temporary_password_mobile`, `identity_checked` |
//! | `unlock` | the same; the mobile needs `identity_checked`, which may stand alone; both may be left out |
//! | `name_change` | `full_name`, `new_full_name`, `nhsmail_address`; beside `kind` perhaps `sender`: `owner` or `user` |
//! | `add_to_mailbox` | the fields of a `new_user` or of a `joiner` |
//! | `missing_shared_mailbox` | `full_name` of one person; `ods_code`, or that of `site` |
//!
//! | kind | beside `kind` and `site` |
//! |---|---|
//! | `owner_change` | `successor` with the fields of a `new_user` or of a `joiner` and `access` `owner`; `outgoing` with `full_name`, `nhsmail_address` |
//! | `site_change` | `old_ods_code`, `new_ods_code`, `date` |
//! | `escalation` | `ticket_reference`, `called_at` or both |
//! | `chase` | `ticket_reference`, `sent_on` or both |
//!
//! What these four say may also stand in one entry of `people`. `site` has `name`, `ods_code` and `mailbox`; days are
//! `2026-11-20`, a time `2026-11-20T14:05`; `identity_checked` is `true` or left out; `null` is left out.
//!
//! A request that is refused prints nothing on the standard output; the last line of the standard error is
//! `{"code":…,"message":…,"field":…}` and the exit status is 1.

use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;

use serde::Serialize;
use steward_core::contract::{ApiError, ErrorCode};
use steward_core::import::RequestJson;
use steward_core::outbox;

/// More than a request may be long, and little enough to hold.
const READ_AT_MOST: u64 = 2 * 1_048_576;

#[derive(Clone, Copy)]
enum Format {
    Text,
    Eml,
}

#[derive(Serialize)]
struct Refusal<'a> {
    code: ErrorCode,
    message: &'a str,
    field: Option<&'a str>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let format = match arguments.as_slice() {
        [] | ["--format", "text"] | ["--format=text"] => Format::Text,
        ["--format", "eml"] | ["--format=eml"] => Format::Eml,
        _ => return complain("usage: draft --format text|eml < request.json", 2),
    };
    let written = match draft(format) {
        Ok(bytes) => io::stdout().write_all(&bytes).and_then(|()| io::stdout().flush()),
        Err(error) => {
            let refusal = Refusal {
                code: error.code,
                message: &error.message,
                field: error.field.as_deref(),
            };
            let line = serde_json::to_string(&refusal).unwrap_or_default();
            return complain(&line, 1);
        }
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&format!("the draft cannot be written: {error}"), 1),
    }
}

fn draft(format: Format) -> Result<Vec<u8>, ApiError> {
    let mut input = Vec::new();
    io::stdin()
        .take(READ_AT_MOST)
        .read_to_end(&mut input)
        .map_err(|error| {
            ApiError::new(
                ErrorCode::BadJson,
                format!("the input cannot be read: {:?}", error.kind()),
            )
        })?;
    let draft = RequestJson::read(&input)?.compose()?;
    Ok(match format {
        Format::Text => outbox::text(&draft).into_bytes(),
        Format::Eml => outbox::eml(&draft),
    })
}

fn complain(line: &str, status: u8) -> ExitCode {
    // Nothing is left to tell where even the standard error is closed.
    writeln!(io::stderr(), "{line}").ok();
    ExitCode::from(status)
}
