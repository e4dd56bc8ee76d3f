//! Reading NAS's answers. The mail lives as long as the command that reads it: nothing of it is kept, and nothing is changed until
//! the owner agrees.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use base64ct::{Base64, Encoding as _};
use jiff::civil::Date;
use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use super::fields::required;
use super::people::{detail_view, refuse_brought_back};
use super::requests::{found, get};
use super::screening::personal_lines;
use super::tracking::{Waits, ask, day_of, move_on, note_reference, request_row, sent_already};
use super::{Moment, Steward};
use crate::contract::{
    ApiError, DetailView, ErrorCode, NoRequest, ProposalView, ProposedView, ReplyAgreeRequest, ReplyOpenedView,
    ReplyReadRequest, ReplyView, RequestView, SuggestionView,
};
use crate::domain::answer::Answer;
use crate::domain::change::{Body, Sealed};
use crate::domain::ids::{PersonId, RequestId};
use crate::domain::person::{Detail, Identity, IdentityPatch, Person, PersonPatch};
use crate::domain::request::{BlockPart, Composed, KeptBlock, Question, Request, RequestState, subject_of};
use crate::domain::{NhsmailAddress, Set, TicketReference};
use crate::reply::{self, Candidate, CandidatePerson, Fact, Proposal, ReplyError, Suggestion, propose};
use crate::store::{Register, RegisterMut, RequestRow};

/// The most requests a mail is put beside.
const MOST_CANDIDATES: usize = 500;

/// Reads a mail that was pasted, or dropped onto the page as a file.
///
/// # Errors
/// `mail_empty`, `mail_too_large`, `mail_of_outlook`, `mail_unreadable`.
pub async fn reply_read(steward: &Steward, request: ReplyReadRequest) -> Result<ReplyView, ApiError> {
    let text = request.mail.secret().expose_secret();
    let bytes = if request.is_file {
        // Four characters stand for three bytes; a file that cannot fit is not decoded at all.
        if text.len() / 4 > reply::MOST_BYTES / 3 + 1 {
            return Err(ReplyError::TooLarge.into());
        }
        let bytes = Base64::decode_vec(text)
            .map_err(|_| ApiError::at(ErrorCode::BadJson, "mail", "the bytes of the file are not in base 64"))?;
        Zeroizing::new(bytes)
    } else {
        Zeroizing::new(text.as_bytes().to_vec())
    };
    read(steward, bytes).await
}

/// Lets the owner choose a mail file, and reads it.
///
/// # Errors
/// As [`reply_read`]; `file_unreadable`.
pub async fn reply_open(steward: &Steward, _: NoRequest) -> Result<ReplyOpenedView, ApiError> {
    let limit = u64::try_from(reply::MOST_BYTES).unwrap_or(u64::MAX);
    let Some(bytes) = steward.doors.desktop.open_mail(limit).await? else {
        return Ok(ReplyOpenedView { reply: None });
    };
    Ok(ReplyOpenedView {
        reply: Some(read(steward, Zeroizing::new(bytes)).await?),
    })
}

async fn read(steward: &Steward, bytes: Zeroizing<Vec<u8>>) -> Result<ReplyView, ApiError> {
    // A long mail takes its time, and no change waits for it.
    let reply = steward.read(move |_, _| Ok(reply::read(&bytes)?)).await?;
    steward
        .glance(move |register, moment| {
            let requests = waiting(register)?;
            let candidates = candidates(register, &requests, moment.today)?;
            let own: Vec<String> = register
                .mailboxes()?
                .into_iter()
                .filter_map(|(_, mailbox)| mailbox.address)
                .map(|address| address.as_str().to_owned())
                .collect();
            let suggestions = propose(&reply, &candidates, &own, moment.today);
            let waits = Waits::of(register, moment.today)?;
            let mut shown = Vec::new();
            for suggestion in suggestions {
                let id = suggestion.request;
                let kept = requests
                    .iter()
                    .find(|(request, _)| *request == id)
                    .map(|(_, kept)| kept);
                let Some((kept, composed)) = kept.and_then(|kept| Some((kept, kept.composed.as_ref()?))) else {
                    continue;
                };
                shown.push(SuggestionView {
                    row: request_row(register, id, kept, composed, &waits)?,
                    found_by: suggestion.found_by,
                    proposals: proposals(suggestion, composed),
                });
            }
            Ok(ReplyView {
                on: reply.on(),
                references: reply
                    .references()
                    .iter()
                    .map(|reference| reference.as_str().to_owned())
                    .collect(),
                cautions: reply.cautions(),
                personal: personal_lines(register, moment.today, &reply.whole())?,
                suggestions: shown,
            })
        })
        .await
}

impl From<ReplyError> for ApiError {
    fn from(error: ReplyError) -> Self {
        let code = match error {
            ReplyError::Empty => ErrorCode::MailEmpty,
            ReplyError::TooLarge => ErrorCode::MailTooLarge,
            ReplyError::OutlookFile => ErrorCode::MailOfOutlook,
            ReplyError::NotAMail => ErrorCode::MailUnreadable,
        };
        Self::at(code, "mail", error.to_string())
    }
}

/// The requests that were sent and have not ended, newest first.
fn waiting(register: Register<'_>) -> Result<Vec<RequestRow>, ApiError> {
    let open = register.requests(None, true)?.into_iter();
    let sent = open.filter(|(_, kept)| kept.composed.is_some() && kept.sent_on().is_some());
    Ok(sent.take(MOST_CANDIDATES).collect())
}

fn candidates(register: Register<'_>, requests: &[RequestRow], today: Date) -> Result<Vec<Candidate>, ApiError> {
    let mut people: BTreeMap<PersonId, Person> = register.people_asked_for()?.into_iter().collect();
    let mut candidates = Vec::with_capacity(requests.len());
    for (request, kept) in requests {
        let Some(composed) = &kept.composed else { continue };
        let mut asked_for = Vec::new();
        for block in composed.blocks.iter().filter(|block| block.part == BlockPart::Person) {
            // A record that another stands for is not among them.
            let person = match people.entry(block.person) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(other) => other.insert(register.person(block.person)?.unwrap_or_default()),
            };
            asked_for.push(candidate_person(kept, block, person));
        }
        candidates.push(Candidate {
            request: *request,
            kind: composed.kind,
            subject: subject_of(composed.kind, composed.template)
                .unwrap_or_default()
                .to_owned(),
            sent_on: kept.sent_on().unwrap_or(today).min(today),
            references: kept.ticket_references().cloned().collect(),
            may: moves_from(kept.state()),
            asked: kept.asked_on().is_some(),
            people: asked_for,
        });
    }
    Ok(candidates)
}

fn candidate_person(kept: &Request, block: &KeptBlock, person: &Person) -> CandidatePerson {
    let given = |detail: Detail<&crate::domain::FullName>| match detail {
        Detail::Given(name) => Some(name.as_str().to_owned()),
        Detail::NotGiven | Detail::Removed(_) => None,
    };
    let reached = block.contact.here().map(|contact| {
        let mobiles = [&contact.personal_mobile, &contact.linked_mobile];
        let mobiles = mobiles.into_iter().flatten().map(|mobile| mobile.as_str().to_owned());
        let email = contact.personal_email.iter().map(|email| email.as_str().to_owned());
        mobiles.chain(email).collect()
    });
    CandidatePerson {
        person: block.person,
        name: given(block.full_name()),
        may: moves_from(kept.state_of(block.person)),
        address: person
            .identity
            .here()
            .and_then(|identity| identity.nhsmail_address.clone()),
        reached_at: reached.unwrap_or_default(),
        has_account: person.facts.has_account == Some(Answer::Yes),
        created_on: person.facts.account_created_on,
        marked_leaver_on: person.facts.marked_leaver_on,
        disabled_on: person.facts.disabled_on,
    }
}

fn moves_from(state: RequestState) -> Vec<RequestState> {
    let all = RequestState::ALL.iter().copied();
    all.filter(|to| state.may_move_to(*to)).collect()
}

fn proposals(suggestion: Suggestion, composed: &Composed) -> Vec<ProposedView> {
    let name_of = |person: PersonId| -> Option<DetailView> {
        let block = composed.blocks.iter().find(|block| block.person == person)?;
        Some(detail_view(block.full_name()))
    };
    let proposed = suggestion.proposed.into_iter().map(|proposed| {
        let (proposal, about) = match proposed.proposal {
            Proposal::Ticket(reference) => {
                let reference = reference.as_str().to_owned();
                (ProposalView::Ticket { reference }, None)
            }
            Proposal::Move { person, to, why } => (ProposalView::Move { person, to, why }, person),
            Proposal::Asked => (ProposalView::Asked {}, None),
            Proposal::Fact { person, fact } => (fact_view(person, fact), Some(person)),
        };
        ProposedView {
            proposal,
            name: about.and_then(name_of),
            clear: proposed.clear,
            because: proposed.because,
        }
    });
    proposed.collect()
}

fn fact_view(person: PersonId, fact: Fact) -> ProposalView {
    match fact {
        Fact::HasAccount => ProposalView::HasAccount { person },
        Fact::CreatedOn(on) => ProposalView::CreatedOn { person, on },
        Fact::Address(address) => ProposalView::Address {
            person,
            address: address.as_str().to_owned(),
        },
        Fact::MarkedLeaverOn(on) => ProposalView::MarkedLeaverOn { person, on },
        Fact::NoLeaverMark => ProposalView::NoLeaverMark { person },
        Fact::DisabledOn(on) => ProposalView::DisabledOn { person, on },
        Fact::NotDisabled => ProposalView::NotDisabled { person },
    }
}

/// Does what a mail would change, as far as the owner agrees: all of it in one action, which one undo takes back.
///
/// # Errors
/// `missing_field` when nothing is agreed; `not_handed_over` before the request was sent; `wrong_move` for a move that is not
/// possible; `not_found` for somebody who is not in the request; the value at fault, such as an address somebody else has.
pub async fn reply_agree(steward: &Steward, request: ReplyAgreeRequest) -> Result<RequestView, ApiError> {
    let id = request.request;
    if request.proposals.is_empty() {
        return Err(super::fields::missing("proposals"));
    }
    steward
        .act(move |register, moment| {
            let (kept, _) = found(register.read(), id)?;
            sent_already(&kept)?;
            let on = day_of("on", &request.on, &kept, moment.today)?;
            for (index, proposal) in request.proposals.iter().enumerate() {
                agree(register, id, proposal, on, moment)
                    .map_err(|error| error.under(&format!("proposals[{index}]")))?;
            }
            Ok(())
        })
        .await?;
    get(steward, id).await
}

fn agree(
    register: &mut RegisterMut<'_>,
    id: RequestId,
    proposal: &ProposalView,
    on: Date,
    moment: Moment,
) -> Result<(), ApiError> {
    // Read again each time: an earlier proposal may have moved it.
    let (kept, composed) = found(register.read(), id)?;
    let of = |person: &PersonId| {
        let known = composed.blocks.iter().any(|block| block.person == *person);
        known
            .then_some(*person)
            .ok_or_else(|| ApiError::at(ErrorCode::NotFound, "person", "they are not in the request"))
    };
    let facts = |set: PersonPatch| (set, IdentityPatch::default());
    let (person, (facts, identity)) = match proposal {
        ProposalView::Ticket { reference } => {
            let reference = required("reference", reference, TicketReference::parse)?;
            return note_reference(register, id, &kept, reference, Some(on));
        }
        ProposalView::Move { person, to, why } => {
            if matches!(to, RequestState::Drafted | RequestState::Sent) {
                return Err(ApiError::new(ErrorCode::WrongMove, "no answer moves it there"));
            }
            let why = why.filter(|_| *to == RequestState::Rejected);
            let people: Vec<PersonId> = person.iter().copied().collect();
            return move_on(register, id, &kept, &people, *to, on, why);
        }
        ProposalView::Asked {} => return ask(register, id, &kept, Question::Asked, on),
        ProposalView::HasAccount { person } => (
            of(person)?,
            facts(PersonPatch {
                has_account: Set::To(Answer::Yes),
                ..PersonPatch::default()
            }),
        ),
        ProposalView::CreatedOn { person, on } => (
            of(person)?,
            facts(PersonPatch {
                account_created_on: Set::To(*on),
                ..PersonPatch::default()
            }),
        ),
        ProposalView::MarkedLeaverOn { person, on } => (
            of(person)?,
            facts(PersonPatch {
                marked_leaver_on: Set::To(*on),
                ..PersonPatch::default()
            }),
        ),
        ProposalView::NoLeaverMark { person } => (
            of(person)?,
            facts(PersonPatch {
                marked_leaver_on: Set::Clear,
                ..PersonPatch::default()
            }),
        ),
        ProposalView::DisabledOn { person, on } => (
            of(person)?,
            facts(PersonPatch {
                disabled_on: Set::To(*on),
                ..PersonPatch::default()
            }),
        ),
        ProposalView::NotDisabled { person } => (
            of(person)?,
            facts(PersonPatch {
                disabled_on: Set::Clear,
                ..PersonPatch::default()
            }),
        ),
        ProposalView::Address { person, address } => {
            let address = required("address", address, NhsmailAddress::parse)?;
            let patch = IdentityPatch {
                nhsmail_address: Set::To(address),
                ..IdentityPatch::default()
            };
            (of(person)?, (PersonPatch::default(), patch))
        }
    };
    note_facts(register, person, &facts, &identity, moment)
}

/// Notes what is known of somebody's account, unless the staff list says so already.
fn note_facts(
    register: &mut RegisterMut<'_>,
    person: PersonId,
    set: &PersonPatch,
    identity: &IdentityPatch,
    moment: Moment,
) -> Result<(), ApiError> {
    let known = register
        .read()
        .person(person)?
        .filter(|known| known.is_present() && known.erased_on.is_none())
        .ok_or_else(|| ApiError::at(ErrorCode::NotFound, "person", "they are not on the staff list"))?;
    let mut facts = known.facts.clone();
    facts.apply(set);
    let set = known.facts.patch_to(facts);
    let before: Identity = known.identity.here().cloned().unwrap_or_default();
    let mut after = before.clone();
    after.apply(identity);
    let identity = before.patch_to(after);
    if set.is_empty() && identity.is_empty() {
        return Ok(());
    }
    register.record(Body::Person {
        person,
        facts: set,
        identity: Sealed::unless_empty(identity, IdentityPatch::is_empty),
        contact: Sealed::Nothing,
    })?;
    refuse_brought_back(register.read(), person, moment.today)
}
