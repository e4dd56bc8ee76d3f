//! What a sentence of an answer says: received, done, refused, or a question.
//!
//! Words are compared folded (small letters, no marks). A sentence that only says what will be once something else has happened
//! says nothing.

use crate::domain::folded;
use crate::domain::named::named_enum;
use crate::domain::request::Rejection;

/// What a sentence says of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// NAS has it.
    Received,
    /// It is done.
    Done,
    /// NAS needs something before it goes on.
    Asks,
    /// NAS refuses, for this reason.
    Refused(Rejection),
}

named_enum! {
    /// What to be careful with in an answer.
    pub enum Caution {
        /// It asks for more than NAS ever needs: a date of birth, a home address, an identity document (FAQ L111-115).
        AsksTooMuch = "asks_too_much",
        /// It asks for a password. Nobody at NHSmail does.
        AsksForPassword = "asks_for_password",
        /// It does not come from an address of NAS or the helpdesk.
        NotFromNas = "not_from_nas",
        /// A program wrote it while somebody is away.
        Automatic = "automatic",
    }
}

/// One sentence, or one line of a list.
#[derive(Clone, PartialEq, Eq)]
pub struct Statement {
    text: String,
    words: Vec<String>,
    says: Option<Says>,
    /// Whether it only introduces the lines below it.
    heading: bool,
}

impl std::fmt::Debug for Statement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Statement")
            .field("says", &self.says)
            .finish_non_exhaustive()
    }
}

impl Statement {
    /// The sentence as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it says, if anything.
    #[must_use]
    pub const fn says(&self) -> Option<Says> {
        self.says
    }

    /// Whether it only introduces the lines below it.
    #[must_use]
    pub const fn is_heading(&self) -> bool {
        self.heading
    }

    /// Its words, folded.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

/// The words of a text, folded: letters and digits only. An address is the words it is made of.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    let words = folded.split(|character: char| !character.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The statements of an answer, in order. What a heading says holds for the lines of the list below it that say nothing else.
pub(super) fn statements(answer: &str) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    let mut heading: Option<Says> = None;
    let mut last_was_refusal = false;
    for line in joined(answer) {
        if line.is_empty() {
            // A list may begin after an empty line, so the heading goes on until something else is said.
            continue;
        }
        let sentences = sentences(&line);
        let alone = sentences.len() == 1;
        for sentence in sentences {
            let words = words(sentence);
            if words.is_empty() {
                continue;
            }
            let introduces = sentence.ends_with(':');
            let mut says = meaning(&words, alone);
            if says.is_none() && last_was_refusal {
                // "We cannot do this. The mobile is linked to another account."
                says = reason(&words).map(Says::Refused);
            }
            last_was_refusal = matches!(says, Some(Says::Refused(_)));
            if introduces {
                heading = says;
            } else if says.is_some() || words.len() > 14 {
                heading = None;
            }
            statements.push(Statement {
                text: sentence.trim().to_owned(),
                says: says.or(heading.filter(|_| alone && !introduces)),
                words,
                heading: introduces,
            });
        }
    }
    statements
}

/// Lines, with those joined that a mail program broke. An empty line stays one.
fn joined(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.lines().map(str::trim) {
        let item =
            line.starts_with(['-', '*', '•', '·']) || line.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
        let small = line.chars().next().is_some_and(char::is_lowercase);
        match lines.last_mut() {
            Some(last) if !line.is_empty() && !last.is_empty() && !item && (goes_on || small) => {
                last.push(' ');
                last.push_str(line);
            }
            _ => lines.push(line.to_owned()),
        }
        // A full line that ends in the middle of a sentence was broken there.
        goes_on = line.chars().count() >= 60 && !line.ends_with(['.', ':', ';', '!', '?']);
    }
    lines
}

/// The sentences of a line.
fn sentences(line: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut ended = false;
    for (place, character) in line.char_indices() {
        if ended && character.is_whitespace() {
            sentences.extend(line.get(start..place));
            start = place;
        }
        ended = matches!(character, '.' | '!' | '?' | ';');
    }
    sentences.extend(line.get(start..));
    sentences.retain(|sentence| !sentence.trim().is_empty());
    sentences
}

/// What somebody looks for in a sentence.
struct Sentence<'a> {
    /// The words with a space before and after each.
    text: String,
    words: &'a [String],
}

impl Sentence<'_> {
    fn has(&self, phrase: &str) -> bool {
        self.text.match_indices(phrase).any(|(start, _)| {
            let (before, rest) = self.text.split_at(start);
            before.ends_with(' ') && rest.get(phrase.len()..).is_some_and(|after| after.starts_with(' '))
        })
    }

    fn any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.has(phrase))
    }

    /// Whether any word begins like this.
    fn begins(&self, stems: &[&str]) -> bool {
        self.words
            .iter()
            .any(|word| stems.iter().any(|stem| word.starts_with(stem)))
    }
}

fn sentence(words: &[String]) -> Sentence<'_> {
    Sentence {
        text: format!(" {} ", words.join(" ")),
        words,
    }
}

/// Words that make a sentence about another time, or another case.
const CONDITIONS: &[&str] = &[
    "if",
    "once",
    "when",
    "unless",
    "until",
    "should you",
    "as soon as",
    "after",
    "before",
    "in the event",
    "whether",
];

/// What everybody puts into a mail, and nobody means.
const BOILERPLATE: &[&str] = &[
    "do not reply",
    "survey",
    "do not hesitate",
    "how did we do",
    "rate our",
    "this email and any attachments",
    "intended recipient",
    "confidential",
    "feedback on",
    "disclaimer",
];

/// What can be done to a request or an account.
const DEEDS: &[&str] = &[
    "created",
    "added",
    "activated",
    "completed",
    "complete",
    "processed",
    "actioned",
    "reset",
    "unlocked",
    "restored",
    "disabled",
    "enabled",
    "reactivated",
    "marked",
    "updated",
    "changed",
    "amended",
    "removed",
    "joined",
    "resolved",
    "fulfilled",
    "granted",
    "transferred",
    "reinstated",
    "renamed",
    "done",
    "closed",
];

/// What NAS keeps of a request, and what happens to it without anything being done.
const PAPERS: &[&str] = &["ticket", "incident", "call", "case", "record", "reference"];
const FILED: &[&str] = &[
    "created",
    "raised",
    "logged",
    "opened",
    "assigned",
    "registered",
    "updated",
    "allocated",
];

fn meaning(words: &[String], alone: bool) -> Option<Says> {
    let text = sentence(words);
    if text.any(BOILERPLATE) {
        return None;
    }
    let asks = asks(&text);
    let refuses = refuses(&text);
    if let Some(reason) = refuses.then(|| reason(words).unwrap_or(Rejection::Other)) {
        // "We cannot go on without ...: please send" is a question, and only then.
        if !(asks && reason == Rejection::Other) {
            return Some(Says::Refused(reason));
        }
    }
    if asks {
        return Some(Says::Asks);
    }
    if let Some(reason) = reason(words)
        && matches!(
            reason,
            Rejection::MobileLinked
                | Rejection::EmailInUse
                | Rejection::NotMarkedLeaver
                | Rejection::NotFromSharedMailbox
        )
        && !conditional(&text)
    {
        return Some(Says::Refused(reason));
    }
    if filed(&text) {
        return Some(Says::Received);
    }
    if done(&text) {
        return Some(Says::Done);
    }
    if received(&text) {
        return Some(Says::Received);
    }
    if alone && words.len() <= 10 {
        return in_a_list(&text);
    }
    None
}

/// Whether the sentence begins with a condition. "The account was created after ..." does not.
fn conditional(text: &Sentence<'_>) -> bool {
    let start: Vec<&str> = text.words.iter().take(4).map(String::as_str).collect();
    let start = format!(" {} ", start.join(" "));
    CONDITIONS
        .iter()
        .any(|condition| start.contains(&format!(" {condition} ")))
}

fn filed(text: &Sentence<'_>) -> bool {
    text.any(PAPERS)
        && text.any(FILED)
        && !text.any(&["account", "user", "mailbox"])
        && text.any(&["has been", "have been", "was", "is", "now", "been"])
        || text.any(&[
            "has been logged",
            "have been logged",
            "been raised",
            "been assigned",
            "has been received",
            "have received your",
            "we received your",
        ])
}

fn received(text: &Sentence<'_>) -> bool {
    text.any(&[
        "thank you for your email",
        "thank you for your request",
        "thank you for contacting",
        "thanks for your email",
        "thank you for getting in touch",
        "is being processed",
        "is being dealt with",
        "is being looked at",
        "is being worked on",
        "is in the queue",
        "in our queue",
        "in progress",
        "working on your",
        "will be processed",
        "will be actioned",
        "will be dealt with",
        "will be created",
        "look into this",
        "looking into",
        "passed to",
        "passed on to",
        "your reference is",
        "your reference number is",
        "your ticket number is",
        "reference number for your",
    ])
}

fn done(text: &Sentence<'_>) -> bool {
    if conditional(text)
        || text.any(&[
            "will be",
            "to be",
            "not been",
            "not yet",
            "shall be",
            "being",
            "would be",
            "should be",
            "can be",
            "may be",
            "must be",
            "needs to",
            "need to",
        ])
    {
        return false;
    }
    let happened = text.any(&[
        "has been",
        "have been",
        "has now been",
        "have now been",
        "was",
        "were",
        "is now",
        "are now",
        "now been",
        "is complete",
        "been successfully",
        "we have",
        "i have",
        "has",
        "have",
    ]);
    (happened && text.any(DEEDS))
        || text.any(&[
            "can now sign in",
            "can now log in",
            "is now a member",
            "now have access",
            "now has access",
            "is marked as a leaver",
        ])
}

fn refuses(text: &Sentence<'_>) -> bool {
    if conditional(text) {
        return false;
    }
    let refused = text.any(&[
        "unable to",
        "not able to",
        "cannot be",
        "can not be",
        "could not be",
        "we cannot",
        "we can not",
        "we could not",
        "were unable",
        "rejected",
        "declined",
        "refused",
        "not possible",
        "been unsuccessful",
        "was unsuccessful",
        "not been approved",
        "has not been created",
        "have not been created",
        "has not been processed",
        "have not been processed",
        "has not been added",
        "not been completed",
        "been cancelled",
        "was cancelled",
        "has failed",
    ]) || (text.has("closed") && text.any(&["no response", "not heard", "no reply", "without action"]));
    // "If you are unable to" is no refusal of NAS's, and neither is what somebody else could not do.
    refused
        && !text.any(&[
            "you are unable",
            "you cannot",
            "you can not",
            "are you unable",
            "user is unable to log",
            "user cannot",
        ])
}

fn asks(text: &Sentence<'_>) -> bool {
    if text.any(&[
        "please contact",
        "please call",
        "please quote",
        "please note",
        "please ignore",
        "please find",
        "please visit",
        "please see",
        "please refer",
        "please let us know if",
        "please wait",
        "please allow",
        "please sign in",
        "please log in",
        "please reset",
    ]) {
        return false;
    }
    text.any(&[
        "please provide",
        "please confirm",
        "please could you",
        "please can you",
        "please supply",
        "please send",
        "please reply with",
        "please respond with",
        "please advise",
        "please complete and return",
        "please resend",
        "please forward",
        "please let us have",
        "please state",
        "could you please",
        "could you provide",
        "could you confirm",
        "can you please",
        "can you confirm",
        "can you provide",
        "we require",
        "we need",
        "we will need",
        "we also need",
        "further information",
        "more information",
        "additional information",
        "further details",
        "awaiting your",
        "waiting for your",
        "pending your",
    ]) && !text.any(&[
        "no further information",
        "for more information",
        "for further information",
        "for further details",
        "more information about",
        "further information about",
    ])
}

/// Which reason a sentence names, whether or not it says that NAS refuses.
fn reason(words: &[String]) -> Option<Rejection> {
    let text = sentence(words);
    let taken = text.begins(&["link", "use", "regist", "associat", "assign", "attach"])
        && text.any(&["already", "another", "different", "existing", "other"]);
    let mobile =
        text.any(&["mobile", "mobiles", "phone", "telephone"]) || (text.has("number") && !text.has("reference"));
    let mail = text.any(&["email", "e mail"]);
    if mobile && taken {
        return Some(Rejection::MobileLinked);
    }
    if mail && taken && text.any(&["address", "personal", "email"]) && !text.any(&["shared mailbox"]) {
        return Some(Rejection::EmailInUse);
    }
    if text.has("leaver")
        && text.any(&[
            "not",
            "needs to be marked",
            "need to be marked",
            "must be marked",
            "must first",
            "isn t",
            "hasn t",
        ])
    {
        return Some(Rejection::NotMarkedLeaver);
    }
    if text.has("account")
        && text.any(&[
            "already has",
            "already have",
            "already exists",
            "existing nhsmail account",
            "already holds",
            "has an existing",
        ])
    {
        return Some(Rejection::HasAccount);
    }
    if text.any(&[
        "from the shared mailbox",
        "from your shared mailbox",
        "from the site shared mailbox",
        "from a shared mailbox",
    ]) && text.any(&["must", "need", "needs", "not", "only", "has to", "should"])
    {
        return Some(Rejection::NotFromSharedMailbox);
    }
    if text.any(&[
        "local administrator",
        "not managed by",
        "not a nas",
        "not nas managed",
        "not administered by",
    ]) {
        return Some(Rejection::NotManagedByNas);
    }
    if text.any(&[
        "allowance",
        "maximum number",
        "limit of",
        "ten accounts",
        "10 accounts",
        "no licences",
        "no licence",
    ]) && !text.has("within")
    {
        return Some(Rejection::OverAllowance);
    }
    if text.any(&[
        "does not match",
        "do not match",
        "did not match",
        "incorrect",
        "incomplete",
        "missing",
        "invalid",
        "not valid",
    ]) {
        return Some(Rejection::DetailsDiffer);
    }
    None
}

/// A line of a list or a table: `Edith Quill - completed`.
fn in_a_list(text: &Sentence<'_>) -> Option<Says> {
    if text.any(&[
        "rejected",
        "declined",
        "failed",
        "refused",
        "not created",
        "unsuccessful",
    ]) {
        let reason = reason(text.words).unwrap_or(Rejection::Other);
        Some(Says::Refused(reason))
    } else if text.any(&["pending", "in progress", "awaiting", "received", "logged"]) {
        Some(Says::Received)
    } else if text.any(&[
        "completed",
        "complete",
        "done",
        "created",
        "actioned",
        "added",
        "resolved",
        "set up",
        "processed",
        "reset",
        "unlocked",
    ]) && !text.has("not")
    {
        Some(Says::Done)
    } else {
        None
    }
}

/// What to be careful with in an answer.
pub(super) fn cautions(answer: &str) -> Vec<Caution> {
    let mut cautions = Vec::new();
    for statement in statements(answer) {
        let text = sentence(&statement.words);
        let wants = asks(&text)
            || (text.any(&[
                "provide",
                "confirm",
                "send",
                "supply",
                "enter",
                "reply with",
                "require",
                "need",
            ]) && !text.any(&["do not", "never", "not send", "not include", "no need"]));
        if !wants {
            continue;
        }
        let too_much = text.any(&[
            "date of birth",
            "dob",
            "national insurance",
            "home address",
            "passport",
            "driving licence",
            "nhs number",
            "bank",
        ]);
        if too_much && !cautions.contains(&Caution::AsksTooMuch) {
            cautions.push(Caution::AsksTooMuch);
        }
        let password = text.any(&[
            "your password",
            "the password",
            "their password",
            "current password",
            "username and password",
        ]) && !text.has("reset");
        if password && !cautions.contains(&Caution::AsksForPassword) {
            cautions.push(Caution::AsksForPassword);
        }
    }
    cautions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str) -> Option<Says> {
        let all = statements(text);
        let mut said = all.iter().filter_map(Statement::says);
        said.next()
    }

    #[test]
    fn what_says_that_nas_has_it() {
        for text in [
            "Thank you for contacting the NHSmail helpdesk.",
            "Your request has been logged under reference INC1234567.",
            "A ticket has been created for you.",
            "We have received your email and aim to answer as soon as possible.",
            "Your call has been assigned to the NAS team.",
            "Your request is being processed.",
            "The accounts will be created within the next days.",
            "Incident INC1234567 has been updated.",
        ] {
            assert_eq!(says(text), Some(Says::Received), "{text}");
        }
    }

    #[test]
    fn what_says_that_it_is_done() {
        for text in [
            "The account has been created and the details were sent to the user.",
            "Your request has now been completed.",
            "Edith Quill has been added to your shared mailbox.",
            "We have reset the password.",
            "Your ticket INC1234567 has been resolved.",
            "The user has been marked as a leaver.",
            "The account was unlocked this morning.",
            "Edith Quill - completed",
        ] {
            assert_eq!(says(text), Some(Says::Done), "{text}");
        }
    }

    #[test]
    fn what_says_that_nas_refuses_and_why() {
        for (text, why) in [
            (
                "We are unable to create this account as the mobile number is already linked to another account.",
                Rejection::MobileLinked,
            ),
            (
                "The mobile number 07700 900042 is already registered to another user.",
                Rejection::MobileLinked,
            ),
            ("Your request has been rejected.", Rejection::Other),
            (
                "Your request was declined because the personal email address is already in use.",
                Rejection::EmailInUse,
            ),
            (
                "We cannot add this user as they have not been marked as a leaver by their previous organisation.",
                Rejection::NotMarkedLeaver,
            ),
            (
                "This request must be sent from the shared mailbox.",
                Rejection::NotFromSharedMailbox,
            ),
            (
                "We could not process this as the user already has an NHSmail account.",
                Rejection::HasAccount,
            ),
            (
                "We are unable to help, please contact your Local Administrator.",
                Rejection::NotManagedByNas,
            ),
            (
                "The account could not be created: your site has used its allowance.",
                Rejection::OverAllowance,
            ),
            (
                "We were unable to process this because the name does not match our records.",
                Rejection::DetailsDiffer,
            ),
            (
                "Your ticket has been closed as we have had no response.",
                Rejection::Other,
            ),
            ("Tom Fairweather: rejected", Rejection::Other),
        ] {
            assert_eq!(says(text), Some(Says::Refused(why)), "{text}");
        }
        let two = "We have been unable to create the account. The mobile is linked to another account.";
        let said: Vec<_> = statements(two).iter().filter_map(Statement::says).collect();
        assert!(said.contains(&Says::Refused(Rejection::MobileLinked)), "{said:?}");
    }

    #[test]
    fn what_asks_for_more() {
        for text in [
            "Please provide the personal mobile of the user.",
            "Could you please confirm whether the user is an owner or a member?",
            "We need a different mobile number, as this one is in use.",
            "We require further information before we can go on.",
        ] {
            assert_eq!(says(text), Some(Says::Asks), "{text}");
        }
    }

    #[test]
    fn what_says_nothing_of_the_request() {
        for text in [
            "Dear Jane,",
            "Once the account has been created, the user will get two messages.",
            "If your account has been locked, you can unlock it yourself.",
            "Please do not reply to this email.",
            "Please complete our survey about how your ticket was resolved.",
            "Please contact us on 0333 200 1133 if you need more help.",
            "For more information see our pages.",
            "When your request has been completed you will hear from us.",
            "NHSmail Helpdesk",
            "If you are unable to sign in, call the helpdesk.",
            "Kind regards",
        ] {
            assert_eq!(says(text), None, "{text}");
        }
    }

    #[test]
    fn a_broken_line_is_one_sentence_and_a_list_says_what_its_heading_says() {
        let broken = "We are unable to create the account because the mobile number given is\nalready linked to another account.";
        assert_eq!(says(broken), Some(Says::Refused(Rejection::MobileLinked)));
        let list = "The following accounts have been created:\n\nEdith Quill\nTom Fairweather\n\nThe following could not be created:\n- Carys Hughes";
        let said: Vec<_> = statements(list)
            .into_iter()
            .filter(|s| !s.is_heading())
            .map(|s| s.says())
            .collect();
        assert_eq!(
            said,
            [
                Some(Says::Done),
                Some(Says::Done),
                Some(Says::Refused(Rejection::Other))
            ]
        );
    }

    #[test]
    fn asking_for_too_much_or_for_a_password_is_a_caution() {
        assert_eq!(
            cautions("Please confirm the user's date of birth and home address."),
            [Caution::AsksTooMuch]
        );
        assert_eq!(
            cautions("Please send us your password so that we can sign in."),
            [Caution::AsksForPassword]
        );
        assert_eq!(cautions("Do not send a date of birth. We have reset the password."), []);
    }
}
