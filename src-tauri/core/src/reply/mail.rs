//! From bytes to a text with its headers: mail files with their parts and encodings, and what people paste.

use jiff::Timestamp;
use jiff::civil::Date;
use mail_parser::{HeaderValue, MessageParser, PartType};

use super::{MOST_BYTES, MOST_TEXT, ReplyError, html, written_date};
use crate::clock::london;

/// The most bytes and lines that the headers of a mail may have, and the most lines that look like the edge of a part.
const MOST_HEADER_BYTES: usize = 256 * 1024;
const MOST_HEADER_LINES: usize = 2_000;
const MOST_EDGES: usize = 2_000;

/// How the message files of Outlook begin.
const OUTLOOK: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// A mail as text.
pub(super) struct Mail {
    /// The address it is from, in lower case.
    pub(super) from: Option<String>,
    /// The day it was sent, in Europe/London.
    pub(super) on: Option<Date>,
    /// Its subject, or nothing.
    pub(super) subject: String,
    /// Whether its headers say that a program answered.
    pub(super) automatic: bool,
    /// Its text, line breaks as `\n`.
    pub(super) text: String,
}

/// Reads the bytes.
pub(super) fn read(bytes: &[u8]) -> Result<Mail, ReplyError> {
    if bytes.len() > MOST_BYTES {
        return Err(ReplyError::TooLarge);
    }
    if bytes.starts_with(OUTLOOK) {
        return Err(ReplyError::OutlookFile);
    }
    let decoded = from_utf16(bytes);
    let bytes = decoded.as_deref().map_or(bytes, str::as_bytes);
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.iter().take(4_096).any(|byte| *byte == 0) {
        return Err(ReplyError::NotAMail);
    }
    let mail = if is_mail_file(bytes) {
        from_file(bytes)?
    } else {
        pasted(bytes)
    };
    if mail.text.len() > MOST_TEXT {
        return Err(ReplyError::TooLarge);
    }
    if mail.text.chars().all(|character| !character.is_alphanumeric()) {
        return Err(ReplyError::Empty);
    }
    Ok(mail)
}

/// Text that Windows programs save as UTF-16.
fn from_utf16(bytes: &[u8]) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match bytes.get(..2)? {
        [0xFF, 0xFE] => u16::from_le_bytes,
        [0xFE, 0xFF] => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes
        .get(2..)?
        .chunks_exact(2)
        .filter_map(|pair| Some(unit(pair.try_into().ok()?)));
    Some(
        char::decode_utf16(units)
            .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
    )
}

/// Whether it begins with the headers of a mail file. A pasted mail may begin with `From:` and `Sent:` and is none.
fn is_mail_file(bytes: &[u8]) -> bool {
    let mut mail_headers = 0;
    for line in bytes.split(|byte| *byte == b'\n').take(MOST_HEADER_LINES) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            // The line with which mail boxes begin.
            if line.starts_with(b"From ") {
                continue;
            }
            return false;
        };
        let name = line.get(..colon).unwrap_or_default().to_ascii_lowercase();
        if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
            return false;
        }
        let technical = [
            b"mime-version".as_slice(),
            b"content-type",
            b"received",
            b"message-id",
            b"return-path",
            b"delivered-to",
            b"content-transfer-encoding",
        ];
        if technical.contains(&name.as_slice())
            || name.starts_with(b"x-")
            || name.starts_with(b"dkim-")
            || name.starts_with(b"arc-")
        {
            mail_headers += 1;
        }
    }
    mail_headers > 0
}

fn from_file(bytes: &[u8]) -> Result<Mail, ReplyError> {
    refuse_excess(bytes)?;
    let message = MessageParser::default().parse(bytes).ok_or(ReplyError::NotAMail)?;
    let text = |ids: &[u32]| -> String {
        let mut whole = String::new();
        for id in ids.iter().take(50) {
            let part = usize::try_from(*id).ok().and_then(|id| message.parts.get(id));
            match part.map(|part| &part.body) {
                Some(PartType::Text(text)) => whole.push_str(text),
                Some(PartType::Html(text)) => whole.push_str(&html::text(text)),
                Some(
                    PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) | PartType::Multipart(_),
                )
                | None => {}
            }
            whole.push('\n');
            if whole.len() > MOST_TEXT {
                break;
            }
        }
        whole
    };
    let mut body = text(&message.text_body);
    if letters(&body) < 20 {
        // Some programs send a plain part that only says that there is another.
        let other = text(&message.html_body);
        if letters(&other) > letters(&body) {
            body = other;
        }
    }
    let from = message
        .from()
        .and_then(|from| from.first())
        .and_then(|from| from.address());
    let on = message
        .date()
        .and_then(|date| Timestamp::from_second(date.to_timestamp()).ok());
    let says = |name: &str, is: fn(&str) -> bool| {
        message.header(name).is_some_and(|value| match value {
            HeaderValue::Text(text) => is(text),
            HeaderValue::TextList(texts) => texts.iter().any(|text| is(text)),
            HeaderValue::Address(_)
            | HeaderValue::DateTime(_)
            | HeaderValue::ContentType(_)
            | HeaderValue::Received(_)
            | HeaderValue::Empty => false,
        })
    };
    Ok(Mail {
        from: from.map(str::to_ascii_lowercase),
        on: on.map(|on| on.to_zoned(london()).date()),
        subject: message.subject().map(tidy_line).unwrap_or_default(),
        automatic: says("Auto-Submitted", |value| {
            value.trim().eq_ignore_ascii_case("auto-replied")
        }),
        text: tidy(&body),
    })
}

fn letters(text: &str) -> usize {
    text.chars()
        .filter(|character| character.is_alphabetic())
        .take(200)
        .count()
}

/// Refuses headers and parts beyond all measure before anything looks into them.
fn refuse_excess(bytes: &[u8]) -> Result<(), ReplyError> {
    let (mut lines, mut size, mut edges, mut in_headers) = (0_usize, 0_usize, 0_usize, true);
    for line in bytes.split(|byte| *byte == b'\n') {
        if in_headers {
            in_headers = !matches!(line, b"" | b"\r");
            lines += 1;
            size += line.len();
        } else if line.starts_with(b"--") {
            edges += 1;
        }
        if lines > MOST_HEADER_LINES || size > MOST_HEADER_BYTES || edges > MOST_EDGES {
            return Err(ReplyError::NotAMail);
        }
    }
    Ok(())
}

/// A pasted text. What is not UTF-8 is read as Windows writes it here.
fn pasted(bytes: &[u8]) -> Mail {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| from_windows(*byte)).collect(),
    };
    let looks_like_html = text.trim_start().get(..1) == Some("<") && text.to_ascii_lowercase().contains("<body");
    let text = if looks_like_html { html::text(&text) } else { text };
    Mail {
        from: None,
        on: None,
        subject: String::new(),
        automatic: false,
        text: tidy(&text),
    }
}

/// A byte of Windows-1252.
fn from_windows(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH
            .get(usize::from(byte - 0x80))
            .copied()
            .unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }
}

/// Text with plain line breaks and spaces, and without characters that nobody sees.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    tidy.push('\n');
                }
            }
            '\t' | '\u{a0}' | '\u{2007}' | '\u{202f}' => tidy.push(' '),
            '\n' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' | '\u{85}' => tidy.push('\n'),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {}
            _ if character.is_control() => {}
            _ => tidy.push(character),
        }
    }
    tidy
}

/// The same, as one line.
pub(super) fn tidy_line(text: &str) -> String {
    let words = tidy(text);
    words.split_whitespace().take(200).collect::<Vec<_>>().join(" ")
}

/// The day in a header line that somebody pasted.
pub(super) fn day_in(line: &str) -> Option<Date> {
    written_date::first(line)
}
