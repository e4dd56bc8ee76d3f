//! Text from HTML: what a reader would see, line by line. One pass, no tree, nothing is run or fetched.

/// Elements whose content nobody sees.
const UNSEEN: &[&str] = &["head", "style", "script", "title", "template", "noscript", "svg"];

/// Elements that begin and end a line.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "tr",
    "table",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "pre",
    "hr",
    "address",
    "dd",
    "dt",
    "dl",
    "tbody",
    "thead",
    "center",
];

/// The text of an HTML part. Lines of a quotation begin with `> `.
pub(super) fn text(html: &str) -> String {
    let mut writer = Writer::default();
    let mut unseen: Option<String> = None;
    let mut rest = html;
    while !rest.is_empty() {
        let Some((before, after)) = rest.split_once('<') else {
            if unseen.is_none() {
                writer.write(rest);
            }
            break;
        };
        if unseen.is_none() {
            writer.write(before);
        }
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        // A `<` that begins no tag is a character like any other.
        if !after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            if unseen.is_none() {
                writer.write("<");
            }
            rest = after;
            continue;
        }
        let (tag, following) = split_tag(after);
        rest = following;
        let closes = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(16)
            .collect::<String>()
            .to_ascii_lowercase();
        match &unseen {
            Some(open) if closes && *open == name => unseen = None,
            Some(_) => {}
            None if !closes && UNSEEN.contains(&name.as_str()) && !tag.ends_with('/') => unseen = Some(name),
            None => writer.tag(&name, closes),
        }
    }
    writer.finish()
}

/// The inside of a tag, and what follows it. A `>` within quotation marks does not end it.
fn split_tag(text: &str) -> (&str, &str) {
    let mut quote: Option<char> = None;
    for (place, character) in text.char_indices() {
        match (quote, character) {
            (None, '>') => {
                let (tag, rest) = text.split_at(place);
                return (tag, rest.get(1..).unwrap_or_default());
            }
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            // A quotation mark that nobody closes within reason is none.
            (Some(_), '<') if place > 4_096 => {
                return (
                    text.get(..place).unwrap_or_default(),
                    text.get(place..).unwrap_or_default(),
                );
            }
            _ => {}
        }
    }
    (text, "")
}

#[derive(Default)]
struct Writer {
    text: String,
    line: String,
    quoted: usize,
    space: bool,
}

impl Writer {
    fn write(&mut self, raw: &str) {
        for character in Decoded::of(raw) {
            if character.is_whitespace() && character != '\u{a0}' {
                self.space = true;
                continue;
            }
            if self.space && !self.line.is_empty() {
                self.line.push(' ');
            }
            self.space = false;
            self.line.push(character);
        }
    }

    fn tag(&mut self, name: &str, closes: bool) {
        if name == "br" || BLOCKS.contains(&name) {
            self.end_line(name == "p" || name == "hr");
        } else if name == "td" || name == "th" {
            self.space = true;
        }
        if name == "blockquote" {
            self.quoted = if closes {
                self.quoted.saturating_sub(1)
            } else {
                (self.quoted + 1).min(9)
            };
        }
    }

    fn end_line(&mut self, leave_room: bool) {
        let said = !self.line.trim().is_empty();
        if said {
            for _ in 0..self.quoted {
                self.text.push_str("> ");
            }
            self.text.push_str(self.line.trim());
        }
        self.line.clear();
        self.space = false;
        let room = self.text.is_empty() || self.text.ends_with("\n\n");
        if said || (!room && (leave_room || !self.text.ends_with('\n'))) {
            self.text.push('\n');
        }
    }

    fn finish(mut self) -> String {
        self.end_line(false);
        self.text
    }
}

/// Characters with their entities decoded.
struct Decoded<'a> {
    rest: std::str::Chars<'a>,
}

impl<'a> Decoded<'a> {
    fn of(text: &'a str) -> Self {
        Self { rest: text.chars() }
    }
}

impl Iterator for Decoded<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let next = self.rest.next()?;
        if next != '&' {
            return Some(next);
        }
        let after = self.rest.as_str();
        let end = after.char_indices().take(10).find(|(_, character)| *character == ';');
        let decoded = end.and_then(|(place, _)| Some((entity(after.get(..place)?)?, place)));
        if let Some((character, place)) = decoded {
            self.rest = after.get(place + 1..).unwrap_or_default().chars();
            return Some(character);
        }
        Some('&')
    }
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "bull" => '•',
        "pound" => '£',
        "eacute" => 'é',
        "egrave" => 'è',
        "aacute" => 'á',
        "agrave" => 'à',
        "acirc" => 'â',
        "auml" => 'ä',
        "ccedil" => 'ç',
        "euml" => 'ë',
        "iacute" => 'í',
        "iuml" => 'ï',
        "ntilde" => 'ñ',
        "oacute" => 'ó',
        "ouml" => 'ö',
        "uacute" => 'ú',
        "uuml" => 'ü',
        "scaron" => 'š',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn lines_are_those_a_reader_sees() {
        let html = "<html><head><title>x</title><style>p{color:red}</style></head><body><p>Dear Jane,</p>\
                    <p>Your   request<br>has been <b>logged</b>.</p><div>INC1234567</div><script>alert('no')</script></body></html>";
        assert_eq!(text(html), "Dear Jane,\n\nYour request\nhas been logged.\nINC1234567\n");
    }

    #[test]
    fn entities_and_odd_tags_are_read_and_a_comment_is_not() {
        assert_eq!(
            text("Siobh&aacute;n O&#8217;Neill &amp; co<!-- <p>no</p> --> 1 < 2 &foo; &"),
            "Siobhán O’Neill & co 1 < 2 &foo; &\n"
        );
        assert_eq!(text("<a title=\"a > b\">link</a>"), "link\n");
        assert_eq!(
            text("<table><tr><td>Name</td><td>Done</td></tr></table>"),
            "Name Done\n"
        );
    }

    #[test]
    fn a_quotation_is_marked() {
        assert_eq!(
            text("<p>Done.</p><blockquote><div>Please add</div><div>Edith</div></blockquote>after"),
            "Done.\n> Please add\n> Edith\nafter\n"
        );
    }

    #[test]
    fn what_never_ends_ends() {
        for html in [
            "<",
            "<p",
            "<!--",
            "<a href=\"",
            "<style>p",
            "&#x110000;",
            "&#99999999999;",
            "<blockquote>".repeat(500).as_str(),
        ] {
            let _ = text(html);
        }
        assert_eq!(text("<style>all of it"), "");
    }
}
