//! Which request a mail answers, and what it would change. Nothing here changes anything.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Span;
use jiff::civil::Date;

use super::naming::{Name, Named, Sought, is_called_after};
use super::statement::{Says, Statement, words};
use super::{Reply, written_date};
use crate::domain::ids::{PersonId, RequestId};
use crate::domain::named::named_enum;
use crate::domain::request::{Rejection, RequestKind, RequestState};
use crate::domain::{NhsmailAddress, TicketReference};

/// How much of a mail is looked through for names, in bytes.
const SEARCHED: usize = 64 * 1024;

/// The most requests that are proposed for a mail.
const MOST: usize = 20;

/// After so many days nobody answers a mail any more.
const LATEST_DAYS: i64 = 180;

/// The longest sentence that is shown as the reason of a proposal, in characters.
const LONGEST_REASON: usize = 240;

/// A request that a mail may answer.
#[derive(Clone)]
pub struct Candidate {
    /// The request.
    pub request: RequestId,
    /// Its kind.
    pub kind: RequestKind,
    /// The subject line it was sent with.
    pub subject: String,
    /// When it was sent.
    pub sent_on: Date,
    /// The references it has.
    pub references: Vec<TicketReference>,
    /// Where the whole can go.
    pub may: Vec<RequestState>,
    /// Whether NAS has asked for something already and waits.
    pub asked: bool,
    /// Who it is about.
    pub people: Vec<CandidatePerson>,
}

/// Somebody in a request, with what is known of their account.
#[derive(Clone)]
pub struct CandidatePerson {
    /// The person.
    pub person: PersonId,
    /// Their name, unless it was removed.
    pub name: Option<String>,
    /// Where they can go.
    pub may: Vec<RequestState>,
    /// Their NHSmail address.
    pub address: Option<NhsmailAddress>,
    /// Their mobiles and email address as the request says them, for finding them by.
    pub reached_at: Vec<String>,
    /// Whether they are known to have an account.
    pub has_account: bool,
    /// The day their account was made, where it is known.
    pub created_on: Option<Date>,
    /// The day of a leaver's mark, where there is one.
    pub marked_leaver_on: Option<Date>,
    /// The day the account was disabled, where it is.
    pub disabled_on: Option<Date>,
}

impl fmt::Debug for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Candidate")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for CandidatePerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CandidatePerson")
            .field("person", &self.person)
            .finish_non_exhaustive()
    }
}

named_enum! {
    /// By what a request was found for a mail. The best first.
    pub enum Match {
        /// The mail names its reference.
        Reference = "reference",
        /// The mail names somebody in it, and is not older.
        Person = "person",
        /// The mail answers its subject line, and is not older.
        Subject = "subject",
        /// Nothing in the mail says so.
        Nothing = "nothing",
    }
}

/// A fact of a person's account that an answer gives.
#[derive(Clone, PartialEq, Eq)]
pub enum Fact {
    /// They have an account.
    HasAccount,
    /// The account was made on this day.
    CreatedOn(Date),
    /// Its address.
    Address(NhsmailAddress),
    /// It is marked as a leaver since this day.
    MarkedLeaverOn(Date),
    /// It is marked as a leaver no more.
    NoLeaverMark,
    /// It is disabled since this day.
    DisabledOn(Date),
    /// It is disabled no more.
    NotDisabled,
}

/// One thing an answer would change.
#[derive(Clone, PartialEq, Eq)]
pub enum Proposal {
    /// A reference is noted.
    Ticket(TicketReference),
    /// Somebody moves on, or the whole where nobody is in it.
    Move {
        /// Who.
        person: Option<PersonId>,
        /// Where to.
        to: RequestState,
        /// Why, where NAS refused.
        why: Option<Rejection>,
    },
    /// NAS asks for something.
    Asked,
    /// Something is known of somebody's account.
    Fact {
        /// Whose.
        person: PersonId,
        /// What.
        fact: Fact,
    },
}

/// A proposal, with the sentence it comes from.
#[derive(Clone, PartialEq, Eq)]
pub struct Proposed {
    /// What would change.
    pub proposal: Proposal,
    /// Whether the answer is clear about it.
    pub clear: bool,
    /// The sentence.
    pub because: String,
}

impl fmt::Debug for Proposed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match &self.proposal {
            Proposal::Ticket(_) => "ticket",
            Proposal::Move { to, .. } => to.name(),
            Proposal::Asked => "asked",
            Proposal::Fact { fact, .. } => match fact {
                Fact::HasAccount => "has_account",
                Fact::CreatedOn(_) => "created_on",
                Fact::Address(_) => "address",
                Fact::MarkedLeaverOn(_) => "marked_leaver_on",
                Fact::NoLeaverMark => "no_leaver_mark",
                Fact::DisabledOn(_) => "disabled_on",
                Fact::NotDisabled => "not_disabled",
            },
        };
        f.debug_struct("Proposed")
            .field("what", &what)
            .field("clear", &self.clear)
            .finish_non_exhaustive()
    }
}

/// A request a mail may answer, and what it would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The request.
    pub request: RequestId,
    /// By what it was found.
    pub found_by: Match,
    /// What would change, in the order it is shown.
    pub proposed: Vec<Proposed>,
}

/// Puts a reply beside the requests it may answer: the likeliest first, at most 20, each with what it would change. `own` are the
/// home's own addresses, which are no news; `today` stands for the day of a mail that does not say.
#[must_use]
pub fn propose(reply: &Reply, candidates: &[Candidate], own: &[String], today: Date) -> Vec<Suggestion> {
    let read = Read::of(reply, candidates, own, today);
    let mut ranked: Vec<(Rank, usize)> = read
        .beside
        .iter()
        .enumerate()
        .map(|(number, beside)| (read.rank(beside), number))
        .collect();
    ranked.sort();
    let likeliest = ranked.into_iter().take(MOST).filter_map(|(rank, number)| {
        let beside = read.beside.get(number)?;
        Some(Suggestion {
            request: beside.candidate.request,
            found_by: rank.found_by,
            proposed: read.proposals(number, beside),
        })
    });
    likeliest.collect()
}

/// How well a request fits a mail; the least fits best.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    found_by: Match,
    people: std::cmp::Reverse<usize>,
    other_subject: bool,
    sent_on: std::cmp::Reverse<Date>,
}

/// A request with the names in it made ready to be looked for, one for each of its people.
struct Beside<'a> {
    candidate: &'a Candidate,
    names: Vec<Name>,
}

impl Beside<'_> {
    fn people(&self) -> impl Iterator<Item = (&CandidatePerson, &Name)> {
        self.candidate.people.iter().zip(&self.names)
    }
}

/// A reply, made ready for comparing, with the requests it is compared with.
struct Read<'a> {
    reply: &'a Reply,
    beside: Vec<Beside<'a>>,
    statements: Vec<Statement>,
    /// The words of each statement that says something, with a space around each, and the requests somebody of whom it names.
    said: Vec<Option<(String, BTreeSet<usize>)>>,
    /// The references no request has yet, each with the sentence it stands in.
    new_references: Vec<(TicketReference, String)>,
    all_references: Vec<String>,
    whole: Sought,
    subject: String,
    addresses: Vec<(usize, NhsmailAddress)>,
    on: Date,
}

impl<'a> Read<'a> {
    fn of(reply: &'a Reply, candidates: &'a [Candidate], own: &[String], today: Date) -> Self {
        let beside: Vec<Beside<'_>> = candidates
            .iter()
            .map(|candidate| Beside {
                candidate,
                names: candidate
                    .people
                    .iter()
                    .map(|person| Name::of(person.name.as_deref().unwrap_or_default()))
                    .collect(),
            })
            .collect();
        let named = Named::of(
            beside
                .iter()
                .enumerate()
                .flat_map(|(number, beside)| beside.names.iter().map(move |name| (number, name))),
        );
        let statements = reply.statements();
        let said = statements.iter().map(|statement| {
            statement.says()?;
            let text = format!(" {} ", statement.words().join(" "));
            let requests = named.within(&text, statement.words());
            Some((text, requests))
        });
        let said = said.collect();
        let mut whole = String::new();
        for text in [reply.subject.as_str(), &reply.answer, &reply.rest] {
            whole.push_str(text.get(..text.floor_char_boundary(SEARCHED)).unwrap_or_default());
            whole.push('\n');
        }
        let addresses = statements.iter().enumerate().flat_map(|(place, statement)| {
            let found = nhsmail_addresses(statement.text());
            found.into_iter().map(move |address| (place, address))
        });
        let news = |address: &NhsmailAddress| {
            !super::is_nas(address.as_str()) && !own.iter().any(|own| own == address.as_str())
        };
        let known: BTreeSet<String> = candidates
            .iter()
            .flat_map(|candidate| &candidate.references)
            .map(TicketReference::key)
            .collect();
        let new_references = reply.references().into_iter();
        let new_references = new_references.filter(|reference| !known.contains(&reference.key()));
        let new_references = new_references.map(|reference| {
            let sentence = sentence_with(reply, &statements, &reference);
            (reference, sentence)
        });
        Self {
            new_references: new_references.collect(),
            all_references: reply.all_references().iter().map(TicketReference::key).collect(),
            whole: Sought::of(&whole),
            subject: plain_subject(&reply.subject),
            addresses: addresses.filter(|(_, address)| news(address)).collect(),
            on: reply.on.unwrap_or(today).min(today),
            reply,
            beside,
            said,
            statements,
        }
    }

    fn names(&self, person: &CandidatePerson, name: &Name) -> bool {
        self.whole.says(name)
            || person
                .address
                .as_ref()
                .is_some_and(|address| self.whole.holds(address.as_str()))
            || person.reached_at.iter().any(|at| self.whole.holds(at))
    }

    fn rank(&self, beside: &Beside<'_>) -> Rank {
        let candidate = beside.candidate;
        let known = candidate
            .references
            .iter()
            .any(|reference| self.all_references.contains(&reference.key()));
        let people = beside
            .people()
            .filter(|(person, name)| self.names(person, name))
            .count();
        let other_subject = self.subject.is_empty() || self.subject != plain_subject(&candidate.subject);
        let latest = candidate.sent_on.saturating_add(Span::new().days(LATEST_DAYS));
        let in_time = self
            .reply
            .on
            .is_none_or(|on| (candidate.sent_on..=latest).contains(&on));
        Rank {
            found_by: if known {
                Match::Reference
            } else if people > 0 && in_time {
                Match::Person
            } else if !other_subject && in_time {
                Match::Subject
            } else {
                Match::Nothing
            },
            people: std::cmp::Reverse(people),
            other_subject,
            sent_on: std::cmp::Reverse(candidate.sent_on),
        }
    }

    fn proposals(&self, number: usize, beside: &Beside<'_>) -> Vec<Proposed> {
        let candidate = beside.candidate;
        let mut proposed: Vec<Proposed> = self
            .new_references
            .iter()
            .map(|(reference, because)| Proposed {
                proposal: Proposal::Ticket(reference.clone()),
                clear: true,
                because: because.clone(),
            })
            .collect();
        if self.reply.automatic {
            return proposed;
        }
        let said = self.said_of(number, beside);
        if candidate.people.is_empty() {
            proposed.extend(
                said.whole
                    .iter()
                    .filter_map(|said| said.a_move(None, &candidate.may, candidate.kind)),
            );
        }
        let mut asked = None;
        for person in &candidate.people {
            let own = said.of.get(&person.person);
            let about: &[Said] = own.map_or(&said.whole, |said| said.as_slice());
            // What is said of everybody does not hold for sure for somebody left out where others are named, a receipt apart.
            let sure = own.is_some() || said.of.is_empty();
            for said in about {
                let Some(mut step) = said.a_move(Some(person.person), &person.may, candidate.kind) else {
                    continue;
                };
                step.clear &= sure || matches!(said.says, Says::Received | Says::Asks);
                let is_done = matches!(
                    step.proposal,
                    Proposal::Move {
                        to: RequestState::Done,
                        ..
                    }
                );
                let clear = step.clear;
                proposed.push(step);
                if is_done {
                    proposed.extend(self.facts(candidate, person, said, clear));
                }
            }
        }
        for said in said.whole.iter().chain(said.of.values().flatten()) {
            if said.says == Says::Asks && !candidate.asked && asked.is_none() {
                asked = Some(Proposed {
                    proposal: Proposal::Asked,
                    clear: true,
                    because: said.because.clone(),
                });
            }
        }
        proposed.extend(asked);
        proposed
    }

    /// What is said of each person of a request, and of all of it.
    fn said_of(&self, number: usize, beside: &Beside<'_>) -> SaidOf {
        let mut said = SaidOf::default();
        for (place, (statement, about)) in self.statements.iter().zip(&self.said).enumerate() {
            let (Some(says), Some((text, requests))) = (statement.says(), about) else {
                continue;
            };
            if statement.is_heading() && self.has_list_below(place) {
                continue;
            }
            let named = beside
                .people()
                .filter(|(person, name)| is_named(text, statement, person, name, beside));
            let named: Vec<PersonId> = named.map(|(person, _)| person.person).collect();
            let one = Said {
                says,
                place,
                because: shortened(statement.text()),
                clear: true,
            };
            if !named.is_empty() {
                for person in named {
                    said.of.entry(person).or_default().push(one.clone());
                }
            } else if requests.iter().all(|other| *other == number) {
                said.whole.push(one);
            }
        }
        said.whole = decided(&said.whole);
        for about in said.of.values_mut() {
            *about = decided(about);
        }
        said
    }

    /// Whether the lines below a heading say what it says of somebody each.
    fn has_list_below(&self, place: usize) -> bool {
        let says = self.statements.get(place).and_then(Statement::says);
        self.statements.get(place + 1).is_some_and(|next| next.says() == says)
    }

    /// What is known of somebody's account once their part is done.
    fn facts(&self, candidate: &Candidate, person: &CandidatePerson, said: &Said, clear: bool) -> Vec<Proposed> {
        let fact = |fact, clear, because: &str| Proposed {
            proposal: Proposal::Fact {
                person: person.person,
                fact,
            },
            clear,
            because: because.to_owned(),
        };
        let day = self
            .statements
            .get(said.place)
            .and_then(|statement| written_date::first(statement.text()));
        let day = day
            .filter(|day| *day <= self.on && *day >= candidate.sent_on)
            .unwrap_or(self.on);
        let mut facts = Vec::new();
        match candidate.kind {
            RequestKind::NewUser => {
                if !person.has_account {
                    facts.push(fact(Fact::HasAccount, clear, &said.because));
                }
                if person.created_on.is_none() {
                    facts.push(fact(Fact::CreatedOn(day), clear, &said.because));
                }
                facts.extend(
                    self.new_address(candidate, person, said)
                        .map(|(address, because, sure)| fact(Fact::Address(address), clear && sure, &because)),
                );
            }
            RequestKind::NameChange => {
                facts.extend(
                    self.new_address(candidate, person, said)
                        .map(|(address, because, sure)| fact(Fact::Address(address), clear && sure, &because)),
                );
            }
            RequestKind::Leaver => {
                if person.marked_leaver_on.is_none() {
                    facts.push(fact(Fact::MarkedLeaverOn(day), clear, &said.because));
                }
            }
            RequestKind::LeaverStatus => {
                let marked = self.statements.get(said.place).is_some_and(|statement| {
                    let text = format!(" {} ", statement.words().join(" "));
                    text.contains(" marked as a leaver ") && !text.contains(" not ")
                });
                if marked && person.marked_leaver_on.is_none() {
                    facts.push(fact(Fact::MarkedLeaverOn(day), false, &said.because));
                }
            }
            RequestKind::Joiner => {
                if person.marked_leaver_on.is_some() {
                    facts.push(fact(Fact::NoLeaverMark, clear, &said.because));
                }
            }
            RequestKind::LongLeave => {
                if person.disabled_on.is_none() {
                    facts.push(fact(Fact::DisabledOn(day), clear, &said.because));
                }
            }
            RequestKind::ReturnFromLeave => {
                if person.disabled_on.is_some() {
                    facts.push(fact(Fact::NotDisabled, clear, &said.because));
                }
            }
            RequestKind::Unlock
            | RequestKind::PasswordReset
            | RequestKind::OwnerChange
            | RequestKind::AddToMailbox
            | RequestKind::MissingSharedMailbox
            | RequestKind::SiteChange
            | RequestKind::Escalation
            | RequestKind::Chase
            | RequestKind::RestoreAccount => {}
        }
        facts
    }

    /// The address an answer gives somebody, the sentence it stands in, and whether it is surely theirs.
    fn new_address(
        &self,
        candidate: &Candidate,
        person: &CandidatePerson,
        said: &Said,
    ) -> Option<(NhsmailAddress, String, bool)> {
        let others = candidate.people.iter().filter(|other| other.person != person.person);
        let of_others: Vec<&NhsmailAddress> = others.filter_map(|other| other.address.as_ref()).collect();
        let free = self
            .addresses
            .iter()
            .filter(|(_, address)| Some(address) != person.address.as_ref() && !of_others.contains(&address));
        let free: Vec<_> = free.collect();
        let because = |place: usize| {
            self.statements
                .get(place)
                .map_or_else(String::new, |statement| shortened(statement.text()))
        };
        // In the same sentence, or with their name in it, or the only one there is for the only person.
        if let Some((place, address)) = free
            .iter()
            .find(|(_, address)| is_called_after(address, person.name.as_deref()))
        {
            return Some((address.clone(), because(*place), true));
        }
        match &free[..] {
            [(place, address)] if candidate.people.len() == 1 => {
                Some((address.clone(), because(*place), *place == said.place))
            }
            _ => None,
        }
    }
}

#[derive(Clone)]
struct Said {
    says: Says,
    place: usize,
    because: String,
    clear: bool,
}

impl Said {
    /// The move it proposes, where it is possible.
    fn a_move(&self, person: Option<PersonId>, may: &[RequestState], kind: RequestKind) -> Option<Proposed> {
        let (to, why) = match self.says {
            // Asking means that they have it.
            Says::Received | Says::Asks => (RequestState::Acknowledged, None),
            Says::Done => (RequestState::Done, None),
            // Whether somebody is marked was the question.
            Says::Refused(Rejection::NotMarkedLeaver) if kind == RequestKind::LeaverStatus => {
                (RequestState::Done, None)
            }
            Says::Refused(why) => (RequestState::Rejected, Some(why)),
        };
        may.contains(&to).then(|| Proposed {
            proposal: Proposal::Move { person, to, why },
            clear: self.clear,
            because: self.because.clone(),
        })
    }
}

#[derive(Default)]
struct SaidOf {
    whole: Vec<Said>,
    of: BTreeMap<PersonId, Vec<Said>>,
}

/// What remains of everything said about one thing. An end counts more than a receipt; an answer that says both ends is not clear.
fn decided(said: &[Said]) -> Vec<Said> {
    let first = |is: fn(Says) -> bool| said.iter().find(|one| is(one.says)).cloned();
    // A reason that is named is better than one that is not.
    let refused = said
        .iter()
        .filter(|one| matches!(one.says, Says::Refused(_)))
        .min_by_key(|one| one.says == Says::Refused(Rejection::Other))
        .cloned();
    let done = first(|says| says == Says::Done);
    let asks = first(|says| says == Says::Asks);
    let received = first(|says| says == Says::Received);
    match (refused, done) {
        (Some(refused), Some(done)) => vec![
            Said { clear: false, ..done },
            Said {
                clear: false,
                ..refused
            },
        ],
        (Some(refused), None) => match asks {
            // "The mobile is in use. Please send another": it goes on once they have it.
            Some(asks)
                if matches!(
                    refused.says,
                    Says::Refused(Rejection::MobileLinked | Rejection::EmailInUse | Rejection::DetailsDiffer)
                ) =>
            {
                vec![
                    asks,
                    Said {
                        clear: false,
                        ..refused
                    },
                ]
            }
            _ => vec![refused],
        },
        (None, Some(done)) => vec![done],
        (None, None) => asks.or(received).into_iter().collect(),
    }
}

/// The sentence a reference stands in; the subject line where it stands there only.
fn sentence_with(reply: &Reply, statements: &[Statement], reference: &TicketReference) -> String {
    let key = reference.key();
    let holds = |text: &str| {
        let dense: String = text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_uppercase())
            .collect();
        dense.contains(&key)
    };
    let sentence = statements.iter().find(|statement| holds(statement.text()));
    sentence.map_or_else(|| shortened(&reply.subject), |statement| shortened(statement.text()))
}

/// Whether a sentence is about somebody of a request: by full name, by address, or, among several people, by a first name that only
/// one of them has.
fn is_named(text: &str, statement: &Statement, person: &CandidatePerson, name: &Name, beside: &Beside<'_>) -> bool {
    if person
        .address
        .as_ref()
        .is_some_and(|address| statement.text().to_lowercase().contains(address.as_str()))
        || name.is_said_in(text)
    {
        return true;
    }
    let Some(own) = name.first() else { return false };
    let alone = beside
        .people()
        .filter(|(other, _)| other.person != person.person)
        .all(|(_, other)| other.first() != Some(own));
    // "Dear May," and "it may take": a first name counts only written as one, and not in a greeting.
    let written = statement
        .text()
        .split(|character: char| !character.is_alphanumeric())
        .any(|word| word.chars().next().is_some_and(char::is_uppercase) && words(word) == [own]);
    alone && written && own.len() > 2 && !greets(text)
}

fn greets(text: &str) -> bool {
    ["dear", "hi", "hello", "good"]
        .iter()
        .any(|word| text.starts_with(&format!(" {word} ")))
}

fn nhsmail_addresses(text: &str) -> Vec<NhsmailAddress> {
    let pieces = text.split(|character: char| {
        character.is_whitespace() || matches!(character, '<' | '>' | '(' | ')' | ',' | ';' | '"' | '[' | ']' | ':')
    });
    pieces
        .map(|piece| piece.trim_matches(['.', '!', '?', '\'', '*']))
        .filter(|piece| piece.len() < 200 && piece.contains('@'))
        .filter_map(|piece| piece.parse().ok())
        .collect()
}

/// A subject without `Re:` and the references that programs put in front of it.
fn plain_subject(subject: &str) -> String {
    let mut rest = subject.trim();
    loop {
        let lower = rest.to_ascii_lowercase();
        let cut = ["re:", "fw:", "fwd:", "aw:"]
            .iter()
            .find(|start| lower.starts_with(**start))
            .map(|start| start.len());
        let cut = cut.or_else(|| {
            if rest.starts_with('[') {
                rest.find(']').map(|place| place + 1)
            } else {
                None
            }
        });
        match cut.and_then(|cut| rest.get(cut..)) {
            Some(shorter) => rest = shorter.trim_start(),
            None => return words(rest).join(" "),
        }
    }
}

fn shortened(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= LONGEST_REASON {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST_REASON - 1).collect();
    short.push('…');
    short
}
