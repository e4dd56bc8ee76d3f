//! A draft as a file that classic Outlook and Thunderbird open as a message to be sent.

use jiff::civil::Date;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::mime::{BodyPart, MimePart};

use crate::domain::NhsmailAddress;
use crate::domain::request::{Draft, Subject};

/// The draft as an Internet message: To, Subject, `X-Unsent: 1`, the MIME headers and no other; plain text in UTF-8 with
/// CRLF. There is no From: Outlook chooses the sending mailbox in its own window.
#[must_use]
pub fn eml(draft: &Draft) -> Vec<u8> {
    message(draft.to(), draft.subject(), &draft.body())
}

/// A file name for the draft: the kind and the day, without personal data.
#[must_use]
pub fn eml_file_name(draft: &Draft, today: Date) -> String {
    format!("nhsmail-{}-{today}.eml", draft.kind().name().replace('_', "-"))
}

fn message(to: &NhsmailAddress, subject: &Subject, body: &str) -> Vec<u8> {
    // A whole message as one part: the builder of messages would add a Message-ID and a Date.
    let headers: [(&str, HeaderType<'_>); 5] = [
        ("To", Address::new_address(None::<&str>, to.as_str()).into()),
        ("Subject", Text::new(subject.as_str()).into()),
        ("X-Unsent", Raw::new("1").into()),
        ("MIME-Version", Raw::new("1.0").into()),
        (
            "Content-Type",
            ContentType::new("text/plain").attribute("charset", "utf-8").into(),
        ),
    ];
    let part = MimePart {
        headers: headers.into_iter().map(|(name, value)| (name.into(), value)).collect(),
        contents: BodyPart::Text(body.replace('\n', "\r\n").into()),
    };
    let mut bytes = Vec::new();
    part.write_part(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use mail_parser::{HeaderName, HeaderValue, MessageParser};
    use proptest::prelude::*;

    use super::*;
    use crate::outbox::sample::{joiner, new_user};

    fn string(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn an_eml_has_the_headers_of_an_unsent_message_and_no_other() {
        let draft = new_user(&[("Jane Smith", "07700900001", "jane@example.org")]);
        insta::assert_snapshot!(string(eml(&draft)).replace("\r\n", "\n"), @r#"
        To: <helpdesk@nhs.net>
        Subject: New NHSmail user request
        X-Unsent: 1
        MIME-Version: 1.0
        Content-Type: text/plain; charset="utf-8"
        Content-Transfer-Encoding: 7bit

        Please set up an NHSmail account for this new user.

        Full name: Jane Smith
        Personal mobile: 07700900001
        Personal email: jane@example.org
        Shared mailbox access: member
        "#);
    }

    #[test]
    fn names_with_marks_are_kept_in_utf_8() {
        let draft = joiner(&[
            ("Nguyễn Thị Minh", "minh.nguyen@nhs.net", "07700900001"),
            ("Łukasz O’Neill", "l.o'neill@nhs.net", "07700900002"),
        ]);
        insta::assert_snapshot!(string(eml(&draft)).replace("\r\n", "\n"), @r#"
        To: <helpdesk@nhs.net>
        Subject: Existing NHSmail user to be added as a joiner
        X-Unsent: 1
        MIME-Version: 1.0
        Content-Type: text/plain; charset="utf-8"
        Content-Transfer-Encoding: quoted-printable

        Please add each of these 2 existing NHSmail users to our organisation as a =
        joiner.

        Person 1 of 2
        Full name: Nguy=E1=BB=85n Th=E1=BB=8B Minh
        NHSmail address: minh.nguyen@nhs.net
        Linked mobile: 07700900001
        This user is to be added as a joiner.
        Shared mailbox access: member

        Person 2 of 2
        Full name: =C5=81ukasz O=E2=80=99Neill
        NHSmail address: l.o'neill@nhs.net
        Linked mobile: 07700900002
        This user is to be added as a joiner.
        Shared mailbox access: member
        "#);
    }

    #[test]
    fn every_line_of_an_eml_ends_in_crlf() {
        for draft in [
            new_user(&[("Jane Smith", "07700900001", "jane@example.org")]),
            joiner(&[("Łukasz Nowak", "l.nowak@nhs.net", "07700900001")]),
        ] {
            let text = string(eml(&draft));
            assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
            assert_eq!(text.matches('\r').count(), text.matches("\r\n").count());
            assert!(text.is_ascii() && text.lines().all(|line| line.len() <= 78));
        }
    }

    #[test]
    fn a_file_name_tells_the_kind_and_the_day_only() {
        let draft = new_user(&[("Jane Smith", "07700900001", "jane@example.org")]);
        assert_eq!(
            eml_file_name(&draft, date(2026, 11, 20)),
            "nhsmail-new-user-2026-11-20.eml"
        );
    }

    /// Text of many scripts and shapes, among it what mail gives a meaning of its own.
    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(
            prop_oneof![
                "\\PC{0,30}",
                "[A-Za-z ]{0,90}",
                Just("=?utf-8?Q?=0D=0ABcc: x@example.org?=".to_owned()),
                Just("From nobody".to_owned()),
                Just(".".to_owned()),
                Just("=20".to_owned()),
                Just("--boundary".to_owned()),
                Just("Bcc: x@example.org".to_owned()),
                Just("李小龍 Ольга محمد".to_owned()),
                Just("x ".repeat(300)),
            ],
            1..4,
        )
        .prop_map(|parts| parts.join(" "))
    }

    proptest! {
        #[test]
        fn headers_out_are_headers_in_and_the_body_is_equal(
            subject in text(),
            lines in prop::collection::vec(text(), 0..12),
            to in "[a-z0-9]{1,12}([.'_-][a-z0-9]{1,9}){0,4}@nhs\\.net",
        ) {
            let to: NhsmailAddress = to.parse().unwrap();
            let Ok(subject) = Subject::parse(&subject) else { return Ok(()) };
            let body = lines.join("\n") + "\n";
            let bytes = message(&to, &subject, &body);
            let read = MessageParser::default().parse(&bytes).unwrap();

            let names: Vec<&str> = read.headers().iter().map(|header| header.name.as_str()).collect();
            prop_assert_eq!(
                names,
                ["To", "Subject", "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]
            );
            prop_assert_eq!(read.parts.len(), 1);
            let address = read.to().unwrap().first().unwrap();
            prop_assert_eq!((address.name(), address.address()), (None, Some(to.as_str())));
            prop_assert_eq!(read.to().unwrap().iter().count(), 1);
            prop_assert_eq!(read.subject(), Some(subject.as_str()));
            let unsent = read.header(HeaderName::Other("X-Unsent".into())).and_then(HeaderValue::as_text);
            prop_assert_eq!(unsent, Some("1"));
            prop_assert_eq!(read.body_text(0).unwrap().into_owned(), body.replace('\n', "\r\n"));
        }
    }
}
