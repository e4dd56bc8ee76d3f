//! The script of a call as text, for a file or a sheet of paper.

use std::fmt::Write as _;

use crate::contract::{CallLineView, CallScriptView};

/// Room to write by hand.
const ROOM: &str = "______________________________";

/// The script as plain text with CRLF, so that the simplest editor of every system shows its lines.
#[must_use]
pub fn call_text(script: &CallScriptView) -> String {
    let mut lines = vec![
        "CALL TO NHSMAIL (NAS): NOBODY CAN OPEN THE SHARED MAILBOX".to_owned(),
        String::new(),
    ];
    lines.push(format!("Home: {}", script.site_name));
    lines.push(format!("Shared mailbox: {}", script.mailbox));
    lines.push(String::new());
    lines.push("1. WHERE TO CALL FROM".to_owned());
    let from = script.call_from.as_deref().unwrap_or(ROOM);
    lines.push(format!(
        "Call from the telephone number CQC publishes for the home: {from}"
    ));
    lines.push("A mobile will not do: NAS checks the number you call from.".to_owned());
    lines.push(format!(
        "Call {}, then press {}.",
        script.number,
        script.menu.join(", then ")
    ));
    lines.push("Menus change. If this one has, ask for a Social Care agent.".to_owned());
    if let Some(hours) = &script.hours {
        let (from, to) = (hours.from.strftime("%H:%M"), hours.to.strftime("%H:%M"));
        lines.push(format!(
            "NAS is open Monday to Friday, {from} to {to}, not on bank holidays."
        ));
    }
    lines.push(String::new());
    lines.push("2. WHAT TO SAY".to_owned());
    lines.push("\"I am calling from the telephone number CQC publishes for our home.\"".to_owned());
    lines.extend(script.opening.iter().map(|line| format!("\"{}\"", line.words)));
    for (index, person) in script.people.iter().enumerate() {
        lines.push(String::new());
        lines.push(if index == 0 {
            "New owner".to_owned()
        } else {
            format!("Also to be added ({index})")
        });
        lines.extend(person.iter().map(fact));
    }
    lines.push("Say nothing more of anybody: NAS needs no date of birth, no address and no reason.".to_owned());
    lines.push(String::new());
    lines.push("3. WHEN YOU GET STUCK".to_owned());
    lines.push(format!("\"May I speak to a {}, please?\"", script.ask_for));
    lines.push(String::new());
    lines.push("4. WRITE DOWN".to_owned());
    for label in ["Who answered", "Date", "Time", "Ticket reference"] {
        lines.push(format!("{label}: {ROOM}"));
    }
    let mut text = String::new();
    for line in lines {
        write!(text, "{line}\r\n").ok();
    }
    text
}

fn fact(line: &CallLineView) -> String {
    if line.sentence {
        format!("\"{}\"", line.words)
    } else {
        format!("{}: {}", line.words, line.value.as_deref().unwrap_or(ROOM))
    }
}
