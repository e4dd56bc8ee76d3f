//! Which lines of a mail are the answer, and which stood there before: quoted, forwarded, or typed by somebody else above.

use jiff::civil::Date;

use super::mail::{Mail, day_in, tidy_line};
use super::{From, Reply, is_nas, statement};

/// How many lines the headers within a text may take.
const HEADER_LINES: usize = 10;

/// A stretch of a mail that one person wrote.
#[derive(Default)]
struct Part {
    from: Option<String>,
    on: Option<Date>,
    subject: String,
    lines: Vec<String>,
    /// Lines of it that are marked as quoted.
    quoted: Vec<String>,
    /// Whether the part above says that it passes this one on.
    forwarded: bool,
}

impl Part {
    fn text(&self) -> String {
        self.lines.join("\n").trim().to_owned()
    }

    fn is_from_nas(&self) -> bool {
        self.from.as_deref().is_some_and(is_nas)
    }

    fn says_something(&self) -> bool {
        let text = self.text();
        let said = statement::statements(&text)
            .iter()
            .any(|statement| statement.says().is_some());
        said || !super::reference::find([text.as_str()]).is_empty()
    }
}

/// The answer in a mail. It is the uppermost part, or, where somebody passed a mail on, the uppermost of NAS's below it.
pub(super) fn answer_of(mail: Mail) -> Reply {
    let forwarding = is_forward(&mail.subject);
    let mut parts = split(&mail.text);
    if let Some(first) = parts.first_mut() {
        first.from = mail.from.or(first.from.take());
        first.on = mail.on.or(first.on);
        if first.subject.is_empty() {
            first.subject.clone_from(&mail.subject);
        }
    }
    let chosen = choose(&parts, forwarding);
    let mut rest = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        if place != chosen {
            rest.push(part.subject.clone());
            rest.extend(part.lines.iter().cloned());
        }
        rest.extend(part.quoted.iter().cloned());
    }
    let automatic_subject = is_automatic(&mail.subject);
    let Some(part) = parts.get(chosen) else {
        return Reply {
            from: From::NotSaid,
            on: None,
            subject: mail.subject,
            answer: String::new(),
            rest: rest.join("\n"),
            automatic: mail.automatic || automatic_subject,
        };
    };
    Reply {
        from: match &part.from {
            None => From::NotSaid,
            Some(_) if part.is_from_nas() => From::Nas,
            Some(_) => From::SomebodyElse,
        },
        on: part.on,
        subject: part.subject.clone(),
        answer: part.text(),
        rest: rest.join("\n"),
        automatic: mail.automatic || is_automatic(&part.subject),
    }
}

fn choose(parts: &[Part], forwarding: bool) -> usize {
    let Some(first) = parts.first() else { return 0 };
    if first.is_from_nas() {
        return 0;
    }
    let below = parts.iter().skip(1).position(Part::is_from_nas).map(|place| place + 1);
    let passed_on = forwarding || parts.get(1).is_some_and(|part| part.forwarded);
    if passed_on || first.text().is_empty() {
        // Passed on by a colleague: what NAS wrote counts, not "see below".
        if let Some(below) = below {
            return below;
        }
        if parts.len() > 1 && !first.says_something() {
            return 1;
        }
        return 0;
    }
    match below {
        // Somebody of the home wrote above NAS's answer: their words are no answer.
        Some(below) if first.from.is_some() => below,
        Some(below) if !first.says_something() => below,
        Some(_) | None => 0,
    }
}

fn is_forward(subject: &str) -> bool {
    let subject = subject.trim().to_ascii_lowercase();
    ["fw:", "fwd:"].iter().any(|start| subject.starts_with(start))
}

fn is_automatic(subject: &str) -> bool {
    let subject = subject.to_ascii_lowercase();
    [
        "automatic reply",
        "out of office",
        "auto-reply",
        "autoreply",
        "auto reply",
    ]
    .iter()
    .any(|words| subject.contains(words))
}

/// Splits a text where another mail begins in it.
fn split(text: &str) -> Vec<Part> {
    let lines: Vec<&str> = text.lines().collect();
    let mut parts = vec![Part::default()];
    let mut place = 0;
    let mut unquote = false;
    while let Some(raw) = lines.get(place) {
        let line = plain(raw, unquote);
        if let Some(forwarded) = separator(line) {
            // A mail passed on may be marked as quoted throughout.
            unquote = lines
                .iter()
                .skip(place + 1)
                .find(|next| !next.trim().is_empty())
                .is_some_and(|next| next.trim_start().starts_with('>'));
            parts.push(Part {
                forwarded,
                ..Part::default()
            });
            place += 1;
        } else if let Some((part, used)) = header_block(&lines, place, unquote) {
            begin(&mut parts, part);
            place += used;
        } else if let Some((part, used)) = wrote(&lines, place, unquote) {
            begin(&mut parts, part);
            place += used;
        } else {
            if let Some(part) = parts.last_mut() {
                if line.trim_start().starts_with('>') {
                    part.quoted.push(line.trim_start_matches(['>', ' ']).to_owned());
                } else if !is_rule(line) {
                    part.lines.push(line.trim_end().to_owned());
                }
            }
            place += 1;
        }
    }
    parts
}

/// Begins another part, or gives its headers to one that has only just begun.
fn begin(parts: &mut Vec<Part>, part: Part) {
    match parts.last_mut() {
        Some(last) if last.text().is_empty() && last.quoted.is_empty() && last.from.is_none() => {
            let forwarded = last.forwarded;
            *last = Part { forwarded, ..part };
        }
        _ => parts.push(part),
    }
}

fn plain(line: &str, unquote: bool) -> &str {
    if unquote {
        let trimmed = line.trim_start();
        trimmed
            .strip_prefix("> ")
            .or_else(|| trimmed.strip_prefix('>'))
            .unwrap_or(line)
    } else {
        line
    }
}

/// A line of nothing but dashes or underscores, as Outlook draws above a mail.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 5 && line.chars().all(|character| matches!(character, '_' | '-' | '=' | '*'))
}

/// `-----Original Message-----` and its kind; says whether the mail below is passed on.
fn separator(line: &str) -> Option<bool> {
    if line.len() > 100 {
        return None;
    }
    let words = line
        .trim_matches([' ', '-', '_', '*', '=', ':', '>'])
        .to_ascii_lowercase();
    match words.as_str() {
        "original message" | "original appointment" => Some(false),
        "forwarded message" | "begin forwarded message" | "forwarded email" => Some(true),
        _ => None,
    }
}

/// `From:`, `Sent:` or `Date:`, and `To:` or `Subject:`, within a few lines of each other. Answers with the part they begin and
/// the number of lines they take.
fn header_block(lines: &[&str], place: usize, unquote: bool) -> Option<(Part, usize)> {
    let field = |line: &str| -> Option<(String, String)> {
        let line = plain(line, unquote).trim().trim_start_matches('*');
        let (name, value) = line.split_once(':')?;
        let name = name.trim_matches([' ', '*']).to_ascii_lowercase();
        let known = [
            "from",
            "sent",
            "date",
            "to",
            "cc",
            "bcc",
            "subject",
            "reply-to",
            "importance",
            "attachments",
        ];
        known
            .contains(&name.as_str())
            .then(|| (name, value.trim_matches([' ', '*']).to_owned()))
    };
    let (name, value) = field(lines.get(place)?)?;
    if name != "from" {
        return None;
    }
    let mut part = Part {
        from: Some(address_in(&value)),
        ..Part::default()
    };
    let (mut when, mut whom, mut used) = (false, false, 1);
    for line in lines.iter().skip(place + 1).take(HEADER_LINES) {
        let Some((name, value)) = field(line) else {
            // Long lists of addresses go on in the next line.
            let goes_on = line.starts_with([' ', '\t']) && !line.trim().is_empty();
            if goes_on {
                used += 1;
                continue;
            }
            break;
        };
        match name.as_str() {
            "sent" | "date" => {
                when = true;
                part.on = day_in(&value);
            }
            "to" => whom = true,
            "subject" => {
                whom = true;
                part.subject = tidy_line(&value);
            }
            _ => {}
        }
        used += 1;
    }
    (when && whom).then_some((part, used))
}

/// `On 18 November 2026 at 10:04, NHSmail Helpdesk <helpdesk@nhs.net> wrote:`, in up to three lines.
fn wrote(lines: &[&str], place: usize, unquote: bool) -> Option<(Part, usize)> {
    let first = plain(lines.get(place)?, unquote).trim();
    if !first.starts_with("On ") {
        return None;
    }
    let mut whole = String::new();
    for (used, line) in lines.iter().skip(place).take(3).enumerate() {
        let line = plain(line, unquote).trim();
        if line.is_empty() || line.len() > 300 {
            return None;
        }
        whole.push_str(line);
        whole.push(' ');
        if line.ends_with("wrote:") {
            let on = day_in(&whole)?;
            let from = Some(address_in(&whole));
            return Some((
                Part {
                    from,
                    on: Some(on),
                    ..Part::default()
                },
                used + 1,
            ));
        }
    }
    None
}

/// The address in a text such as `NHSmail Helpdesk <helpdesk@nhs.net>`, or the text itself.
fn address_in(text: &str) -> String {
    let word = text
        .split(|character: char| {
            character.is_whitespace() || matches!(character, '<' | '>' | '[' | ']' | '(' | ')' | ',' | ';' | '"')
        })
        .map(|word| word.strip_prefix("mailto:").unwrap_or(word))
        .find(|word| {
            word.split_once('@')
                .is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'))
        });
    word.unwrap_or(text.trim())
        .trim_end_matches([':', '.'])
        .to_ascii_lowercase()
}
