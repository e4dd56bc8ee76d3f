//! Links that open a draft in another program.

use crate::domain::request::Draft;

/// The longest mail link that mail programs take, in encoded characters. Beyond it a program may do nothing at all.
pub const MAIL_LINK_LIMIT: usize = 1_800;

/// A mail link of more than [`MAIL_LINK_LIMIT`] characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a mail link of {length} characters")]
pub struct LinkTooLong {
    /// How long it would be.
    pub length: usize,
}

/// A `mailto:` link with recipient, subject and body (RFC 6068): line breaks as `%0D%0A`, spaces as `%20`, `+` as `%2B`. It
/// cannot say which mailbox the mail leaves from.
///
/// # Errors
/// [`LinkTooLong`] above [`MAIL_LINK_LIMIT`] characters.
pub fn mail_link(draft: &Draft) -> Result<String, LinkTooLong> {
    let mut link = String::from("mailto:");
    // The only `@` of the address parts its two sides and may stand as it is.
    for (index, side) in draft.to().as_str().split('@').enumerate() {
        if index > 0 {
            link.push('@');
        }
        encode(side, &mut link);
    }
    link.push_str("?subject=");
    encode(draft.subject().as_str(), &mut link);
    link.push_str("&body=");
    encode(&draft.body().replace('\n', "\r\n"), &mut link);
    if link.len() > MAIL_LINK_LIMIT {
        Err(LinkTooLong { length: link.len() })
    } else {
        Ok(link)
    }
}

/// A link that opens a new message in Outlook on the web with recipient and subject only. The body stays out: it would
/// leave names, mobiles and addresses in the browser's history and in server logs.
#[must_use]
pub fn outlook_web_link(draft: &Draft) -> String {
    let mut link = String::from("https://outlook.office.com/mail/deeplink/compose?to=");
    encode(draft.to().as_str(), &mut link);
    link.push_str("&subject=");
    encode(draft.subject().as_str(), &mut link);
    link
}

/// Percent-encodes everything but the unreserved characters of RFC 3986, as UTF-8.
fn encode(text: &str, link: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            link.push(char::from(byte));
        } else {
            link.push('%');
            link.push(char::from(HEX[usize::from(byte >> 4)]));
            link.push(char::from(HEX[usize::from(byte & 0xF)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::outbox::sample::{joiner, new_user};

    /// Percent-decodes by itself, as a mail program would.
    fn decode(text: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = text.as_bytes();
        while let [first, tail @ ..] = rest {
            rest = tail;
            if *first == b'%' {
                let (hex, tail) = rest.split_at(2);
                bytes.push(u8::from_str_radix(std::str::from_utf8(hex).unwrap(), 16).unwrap());
                rest = tail;
            } else {
                bytes.push(*first);
            }
        }
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_mail_link_carries_recipient_subject_and_body() {
        let draft = new_user(&[("Jane O’Neill", "07700900001", "jane+nhs@example.org")]);
        insta::assert_snapshot!(mail_link(&draft).unwrap(), @"mailto:helpdesk@nhs.net?subject=New%20NHSmail%20user%20request&body=Please%20set%20up%20an%20NHSmail%20account%20for%20this%20new%20user.%0D%0A%0D%0AFull%20name%3A%20Jane%20O%E2%80%99Neill%0D%0APersonal%20mobile%3A%2007700900001%0D%0APersonal%20email%3A%20jane%2Bnhs%40example.org%0D%0AShared%20mailbox%20access%3A%20member%0D%0A");
    }

    #[test]
    fn a_mail_link_reads_back_as_the_draft() {
        let draft = new_user(&[("Nguyễn Thị Minh", "07700900001", "minh&co=1?%41#x@example.org")]);
        let link = mail_link(&draft).unwrap();
        let rest = link.strip_prefix("mailto:").unwrap();
        let (to, query) = rest.split_once('?').unwrap();
        let (subject, body) = query.split_once('&').unwrap();
        assert_eq!(decode(to), draft.to().as_str());
        assert_eq!(
            decode(subject.strip_prefix("subject=").unwrap()),
            draft.subject().as_str()
        );
        assert_eq!(
            decode(body.strip_prefix("body=").unwrap()),
            draft.body().replace('\n', "\r\n")
        );
        assert!(link.is_ascii() && !link.contains([' ', '+', '\n', '"', '<']), "{link}");
    }

    #[test]
    fn a_mail_link_of_1800_characters_is_the_longest() {
        let mut longest = 0;
        let mut shortest_refused = usize::MAX;
        for count in 1..12 {
            let others: Vec<_> = (0..count)
                .map(|n| (format!("077009001{n:02}"), format!("p{n}@example.org")))
                .collect();
            // Each further letter in one of two names makes the link one character longer.
            for letters in 0..190_usize {
                let names = [
                    "a".repeat(2 + letters.min(98)),
                    "b".repeat(2 + letters.saturating_sub(98)),
                ];
                let mut people = vec![
                    (names[0].as_str(), "07700900001", "jane@example.org"),
                    (names[1].as_str(), "07700900002", "luke@example.org"),
                ];
                people.extend(
                    others
                        .iter()
                        .map(|(mobile, email)| ("Ng An", mobile.as_str(), email.as_str())),
                );
                match mail_link(&new_user(&people)) {
                    Ok(link) => longest = longest.max(link.len()),
                    Err(LinkTooLong { length }) => shortest_refused = shortest_refused.min(length),
                }
            }
        }
        assert_eq!((longest, shortest_refused), (1_800, 1_801));
    }

    #[test]
    fn the_outlook_link_has_no_body() {
        let draft = joiner(&[("Jane O’Neill", "jane.oneill@nhs.net", "07700900001")]);
        insta::assert_snapshot!(outlook_web_link(&draft), @"https://outlook.office.com/mail/deeplink/compose?to=helpdesk%40nhs.net&subject=Existing%20NHSmail%20user%20to%20be%20added%20as%20a%20joiner");
    }

    proptest! {
        #[test]
        fn whatever_is_encoded_reads_back(text in "\\PC{0,40}[\\r\\n+%&]{0,3}") {
            let mut link = String::new();
            encode(&text, &mut link);
            prop_assert!(link.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
            prop_assert_eq!(decode(&link), text);
        }
    }
}
