//! Reading a mail that NAS or the helpdesk sent: what it answers, and what it would change. Nothing of the mail is kept.
//!
//! - [`read`] takes a pasted text or the bytes of a mail file and answers with a [`Reply`]: who wrote it, when, the answer
//!   itself without the mail it quotes, and the ticket references in both. It is pure, and its time is linear in the length.
//! - [`propose`] puts a reply beside the requests it may answer and says, for each, what it would change and because of which
//!   sentence. The owner agrees or not; the commands do the rest.
//!
//! | file | what it knows |
//! |---|---|
//! | `mail.rs` | bytes: headers, parts, encodings |
//! | `html.rs` | text from HTML |
//! | `parts.rs` | which lines are the answer, and which were there before |
//! | `reference.rs` | ticket references |
//! | `statement.rs` | what a sentence says |
//! | `naming.rs` | names, and where a mail says them |
//! | `proposal.rs` | requests, people, and what would change |

mod html;
mod mail;
mod naming;
mod parts;
mod proposal;
mod reference;
mod statement;
mod written_date;

use std::fmt;

use jiff::civil::Date;

pub use proposal::{Candidate, CandidatePerson, Fact, Match, Proposal, Proposed, Suggestion, propose};
pub use statement::{Caution, Says, Statement};

use crate::domain::TicketReference;
use crate::domain::rules;

/// The most bytes a mail may have, attachments included.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;

/// The most bytes of text a mail may have, once its parts are decoded.
pub const MOST_TEXT: usize = 512 * 1024;

/// Why a mail cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplyError {
    /// There is no text in it.
    #[error("there is no text in it")]
    Empty,
    /// More than [`MOST_BYTES`], or more text than [`MOST_TEXT`].
    #[error("it is too large")]
    TooLarge,
    /// A message file of Outlook's own kind, which only Outlook reads.
    #[error("it is a message file of Outlook")]
    OutlookFile,
    /// Not a mail: bytes that are no text, or headers and parts beyond all measure.
    #[error("it is not a mail that can be read")]
    NotAMail,
}

/// Who wrote a mail, as far as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// One of the addresses of NAS and the helpdesk that the rules name, or one of NHSmail's own that names a desk.
    Nas,
    /// Somebody else.
    SomebodyElse,
    /// It does not say.
    NotSaid,
}

/// A mail, read. Holds personal data: it lives only as long as the command that reads it.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    pub(crate) from: From,
    pub(crate) on: Option<Date>,
    pub(crate) subject: String,
    pub(crate) answer: String,
    pub(crate) rest: String,
    pub(crate) automatic: bool,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("from", &self.from)
            .field("on", &self.on)
            .field("automatic", &self.automatic)
            .finish_non_exhaustive()
    }
}

impl Reply {
    /// Who wrote it.
    #[must_use]
    pub const fn from(&self) -> From {
        self.from
    }

    /// The day it was written, where it says.
    #[must_use]
    pub const fn on(&self) -> Option<Date> {
        self.on
    }

    /// The answer itself, without the mails quoted below it.
    #[must_use]
    pub fn answer(&self) -> &str {
        &self.answer
    }

    /// All of it, without the attachments: subject, answer, and what it quotes.
    #[must_use]
    pub fn whole(&self) -> String {
        [self.subject.as_str(), self.answer.as_str(), self.rest.as_str()].join("\n\n")
    }

    /// Whether a program wrote it because somebody is away.
    #[must_use]
    pub const fn is_automatic(&self) -> bool {
        self.automatic
    }

    /// The references in the answer and its subject line, in order, each once.
    #[must_use]
    pub fn references(&self) -> Vec<TicketReference> {
        reference::find([self.subject.as_str(), self.answer.as_str()])
    }

    /// The references anywhere, also in what it quotes.
    #[must_use]
    pub fn all_references(&self) -> Vec<TicketReference> {
        reference::find([self.subject.as_str(), self.answer.as_str(), self.rest.as_str()])
    }

    /// What the answer says, sentence by sentence.
    #[must_use]
    pub fn statements(&self) -> Vec<Statement> {
        statement::statements(&self.answer)
    }

    /// What to be careful with in it.
    #[must_use]
    pub fn cautions(&self) -> Vec<Caution> {
        let mut cautions = statement::cautions(&self.answer);
        if self.from == From::SomebodyElse {
            cautions.push(Caution::NotFromNas);
        }
        if self.automatic {
            cautions.push(Caution::Automatic);
        }
        cautions
    }
}

/// Reads a mail: a pasted text, or the bytes of a mail file.
///
/// # Errors
/// [`ReplyError`]: too large, empty, or nothing that can be read as a mail.
///
/// ```
/// use steward_core::reply;
///
/// let reply = reply::read(b"Your request has been logged as INC1234567.\n\n> Please create an account.")?;
/// assert_eq!(reply.references()[0].as_str(), "INC1234567");
/// assert_eq!(reply.answer(), "Your request has been logged as INC1234567.");
/// # Ok::<(), reply::ReplyError>(())
/// ```
pub fn read(bytes: &[u8]) -> Result<Reply, ReplyError> {
    let mail = mail::read(bytes)?;
    Ok(parts::answer_of(mail))
}

/// Whether an address is one of NAS's or the helpdesk's.
fn is_nas(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    let packs = [rules::in_force(), rules::pack(rules::PackName::Guide2018)];
    let known = packs.iter().any(|pack| {
        pack.nas().email.address == address
            || pack.nas().is_historic(&address)
            || pack.helpdesk().address == address
            || pack
                .escalation()
                .is_some_and(|escalation| escalation.address == address)
    });
    known
        || address.split_once('@').is_some_and(|(name, domain)| {
            domain == "nhs.net"
                && [
                    "helpdesk",
                    "servicedesk",
                    "noreply",
                    "donotreply",
                    "no-reply",
                    "careadmin",
                    "feedback",
                ]
                .iter()
                .any(|desk| name.contains(desk))
        })
}
