//! A request's life as a line of dates.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};

use super::{HandOver, Question, Rejection, RequestState};
use crate::domain::change::{Body, Change, Stamp};
use crate::domain::ids::{ActionId, PersonId, RequestId};
use crate::domain::rules::FollowUp;
use crate::domain::ticket::TicketReference;

/// One thing that happened to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LifeEvent {
    /// Composed, or composed again before it was sent.
    Drafted,
    /// Handed over for the first time since it was composed.
    HandedOver(HandOver),
    /// Moved on, with why where NAS refused.
    Moved(RequestState, Option<Rejection>),
    /// NAS gave a reference.
    Ticket(TicketReference),
    /// A telephone call, at this time where it was noted.
    Called(Option<Time>),
    /// Asked again by this request.
    Chased(RequestId),
    /// Escalated by this request.
    Escalated(RequestId),
    /// A follow-up step was done.
    Ticked(FollowUp),
    /// NAS asked for something, or was answered.
    Question(Question),
}

/// One line of a request's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifeLine {
    /// The day it happened.
    pub on: Date,
    /// What happened.
    pub event: LifeEvent,
    /// To whom, where it was not all of the request.
    pub person: Option<PersonId>,
    /// Who was working.
    pub author: Option<PersonId>,
    /// What it was part of.
    pub action: ActionId,
    /// Its place among the changes.
    pub stamp: Stamp,
}

/// The actions that were recorded by mistake.
fn taken_back(changes: &[&Change]) -> BTreeSet<ActionId> {
    let taken_back = changes.iter().filter_map(|change| {
        if let Body::RequestMoveTakenBack { action, .. } = &change.body {
            Some(*action)
        } else {
            None
        }
    });
    taken_back.collect()
}

/// The life of a request from its changes, in the order of the days. What was recorded by mistake and taken back is left out,
/// and so is a move that was not possible.
#[must_use]
pub fn life(changes: &[Change], impossible: &[crate::domain::ids::ChangeId]) -> Vec<LifeLine> {
    let mut changes: Vec<&Change> = changes.iter().collect();
    changes.sort_by_key(|change| change.stamp);
    let taken_back = taken_back(&changes);
    // An escalation by mail is one event: the mail and the move it makes.
    let actions = |is: fn(&Body) -> bool| -> BTreeSet<ActionId> {
        let of = changes.iter().filter(|change| is(&change.body));
        of.map(|change| change.action).collect()
    };
    let by_mail = actions(|body| matches!(body, Body::RequestChased { .. }));
    let escalating = actions(|body| {
        matches!(
            body,
            Body::RequestMoved {
                to: RequestState::Escalated,
                ..
            }
        )
    });
    let mut frozen = false;
    let mut lines: Vec<LifeLine> = Vec::new();
    for change in changes {
        if taken_back.contains(&change.action) || impossible.contains(&change.id) {
            continue;
        }
        let recorded = crate::clock::today(change.stamp.clock.timestamp());
        let (on, event, person) = match &change.body {
            Body::RequestDrafted { on, .. } => {
                frozen = false;
                (*on, LifeEvent::Drafted, None)
            }
            Body::RequestHandedOver { way, .. } if !frozen => {
                frozen = true;
                (recorded, LifeEvent::HandedOver(*way), None)
            }
            Body::RequestMoved {
                to: RequestState::Escalated,
                ..
            } if by_mail.contains(&change.action) => continue,
            Body::RequestMoved {
                person, to, on, why, ..
            } => (*on, LifeEvent::Moved(*to, *why), *person),
            Body::RequestTicket { reference, on, .. } => {
                (on.unwrap_or(recorded), LifeEvent::Ticket(reference.clone()), None)
            }
            Body::RequestCalled { on, at, .. } => (*on, LifeEvent::Called(*at), None),
            Body::RequestChased { by, on, .. } if escalating.contains(&change.action) => {
                (*on, LifeEvent::Escalated(*by), None)
            }
            Body::RequestChased { by, on, .. } => (*on, LifeEvent::Chased(*by), None),
            Body::RequestTicked {
                person,
                step,
                on: Some(on),
                ..
            } => (*on, LifeEvent::Ticked(*step), *person),
            Body::RequestQuestion { question, on, .. } => (*on, LifeEvent::Question(*question), None),
            Body::RequestHandedOver { .. }
            | Body::RequestTicked { .. }
            | Body::RequestCallsRemoved { .. }
            | Body::RequestMoveTakenBack { .. }
            | Body::Site { .. }
            | Body::Mailbox { .. }
            | Body::Person { .. }
            | Body::ContactRemoved { .. }
            | Body::PersonErased { .. }
            | Body::CopyMade { .. }
            | Body::Merged { .. }
            | Body::Confirmed { .. }
            | Body::Post { .. }
            | Body::Access { .. }
            | Body::Settings { .. }
            | Body::Path { .. }
            | Body::Aside { .. } => continue,
        };
        lines.push(LifeLine {
            on,
            event,
            person,
            author: change.author,
            action: change.action,
            stamp: change.stamp,
        });
    }
    // It was written before it was sent, also where the day of sending was put in later.
    let sent = lines
        .iter()
        .filter(|line| matches!(line.event, LifeEvent::Moved(RequestState::Sent, _)));
    if let Some(sent) = sent.map(|line| line.on).min() {
        for line in &mut lines {
            if matches!(line.event, LifeEvent::Drafted | LifeEvent::HandedOver(_)) {
                line.on = line.on.min(sent);
            }
        }
    }
    lines.sort_by_key(|line| (line.on, line.stamp));
    lines
}
