//! What a request waits for, and when to ask again.
//!
//! The days are working days of NAS after the day it was sent. They are our advice: no source names a time in which NAS answers.

use jiff::civil::Date;

use super::{Request, RequestState};
use crate::domain::rules;
use crate::domain::working_day::add_working_days;

/// After how many working days of NAS to ask again, and after how many to escalate. Asking again comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChaseDays {
    chase: u16,
    escalate: u16,
}

impl ChaseDays {
    /// The longest wait that can be set.
    pub const LONGEST: u16 = 20;

    /// Both waits: from 1 to 20 working days, the second longer than the first. `None` otherwise.
    #[must_use]
    pub fn new(chase: u16, escalate: u16) -> Option<Self> {
        (1 <= chase && chase < escalate && escalate <= Self::LONGEST).then_some(Self { chase, escalate })
    }

    /// What we advise: the waits of the rules in force.
    #[must_use]
    pub fn advised() -> Self {
        advice()
    }

    /// Working days until asking again.
    #[must_use]
    pub const fn chase(self) -> u16 {
        self.chase
    }

    /// Working days until escalating.
    #[must_use]
    pub const fn escalate(self) -> u16 {
        self.escalate
    }
}

#[expect(
    clippy::expect_used,
    reason = "a start-up invariant: a test holds that the rules in force have both waits, in this order"
)]
fn advice() -> ChaseDays {
    let advice = rules::in_force().chase().expect("the rules say when to ask again");
    ChaseDays::new(advice.chase_after_working_days, advice.escalate_after_working_days)
        .expect("the rules ask again before they escalate")
}

/// What a request waits for, and from which day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// To be sent, since it was composed.
    Send(Date),
    /// NAS asked for something, and waits.
    AnswerNas(Date),
    /// Nothing was heard: time to ask again.
    Chase(Date),
    /// Nothing was heard still: time to escalate.
    Escalate(Date),
}

impl Due {
    /// From which day.
    #[must_use]
    pub const fn on(self) -> Date {
        match self {
            Self::Send(on) | Self::AnswerNas(on) | Self::Chase(on) | Self::Escalate(on) => on,
        }
    }
}

/// The day to ask again about something sent on `sent`, and the day to escalate it.
///
/// ```
/// use jiff::civil::date;
/// use steward_core::domain::request::{ChaseDays, chase_dates};
///
/// // Friday 18 December 2026; Christmas Day and, on the Monday, the day instead of Boxing Day are no working days.
/// let (chase, escalate) = chase_dates(date(2026, 12, 18), ChaseDays::advised(), &[]);
/// assert_eq!((chase, escalate), (date(2026, 12, 23), date(2026, 12, 29)));
/// ```
#[must_use]
pub fn chase_dates(sent: Date, days: ChaseDays, extra: &[Date]) -> (Date, Date) {
    let chase = add_working_days(sent, days.chase, extra);
    (chase, add_working_days(chase, days.escalate - days.chase, extra))
}

impl Request {
    /// What it waits for on `today`, with the bank holidays announced since this version. `None` once nothing more is to come.
    ///
    /// Asking once more moves the escalation on, so that NAS has as long to answer as between the two first waits. After an
    /// escalation it is time to ask again as long after as after sending.
    #[must_use]
    pub fn due(&self, days: ChaseDays, extra: &[Date], today: Date) -> Option<Due> {
        let state = self.state();
        if state.is_ended() {
            return None;
        }
        if state == RequestState::Drafted {
            return self.composed.as_ref().map(|composed| Due::Send(composed.on));
        }
        if let Some(asked) = self.asked_on() {
            return Some(Due::AnswerNas(asked));
        }
        let sent = self.sent_on()?;
        let asked_again = self.asked_again_on();
        if let Some(escalated) = self.moved_on(RequestState::Escalated) {
            let last = asked_again.map_or(escalated, |again| again.max(escalated));
            return Some(Due::Chase(add_working_days(last, days.chase, extra)));
        }
        let (chase, escalate) = chase_dates(sent, days, extra);
        Some(match asked_again {
            Some(again) => {
                let answered_by = add_working_days(again, days.escalate - days.chase, extra);
                Due::Escalate(escalate.max(answered_by))
            }
            None if today >= escalate => Due::Escalate(escalate),
            None => Due::Chase(chase),
        })
    }

    /// The last day NAS was asked again: by mail, or by telephone after the day of sending.
    #[must_use]
    pub fn asked_again_on(&self) -> Option<Date> {
        let sent = self.sent_on()?;
        let mails = self.chases().map(|chase| chase.on);
        let calls = self.calls().map(|call| call.on).filter(|on| *on > sent);
        mails.chain(calls).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{ActionId, ChangeId, RequestId};
    use crate::domain::person::Kept;
    use crate::domain::request::{Call, Chased, Move, Question, Questioned};
    use jiff::civil::date;
    use proptest::prelude::*;

    const SENT: Date = date(2026, 11, 16);

    fn action() -> ActionId {
        ActionId::from_uuid(uuid::Uuid::nil())
    }

    /// A request about nobody, that moved through these states.
    fn request(moves: &[(RequestState, Date)]) -> Request {
        let moves = moves.iter().map(|(to, on)| Move {
            action: action(),
            change: ChangeId::from_uuid(uuid::Uuid::nil()),
            person: None,
            to: *to,
            on: *on,
            why: None,
            taken_back: false,
        });
        Request {
            moves: moves.collect(),
            ..Request::default()
        }
    }

    fn chased(mut request: Request, on: Date) -> Request {
        request.chases.push(Chased {
            action: action(),
            by: RequestId::from_uuid(uuid::Uuid::nil()),
            on,
            taken_back: false,
        });
        request
    }

    fn called(mut request: Request, on: Date) -> Request {
        request.calls.push(Call {
            action: action(),
            on,
            at: None,
            reference: None,
            words: Kept::default(),
            taken_back: false,
        });
        request
    }

    fn due(request: &Request, today: Date) -> Option<Due> {
        request.due(ChaseDays::advised(), &[], today)
    }

    #[test]
    fn our_advice_is_three_working_days_to_ask_again_and_five_to_escalate() {
        let days = ChaseDays::advised();
        assert_eq!((days.chase(), days.escalate()), (3, 5));
    }

    #[test]
    fn waits_are_between_one_and_twenty_days_and_escalating_comes_second() {
        assert!(ChaseDays::new(1, 2).is_some() && ChaseDays::new(19, 20).is_some());
        for (chase, escalate) in [(0, 5), (5, 5), (6, 5), (3, 21)] {
            assert_eq!(ChaseDays::new(chase, escalate), None, "{chase} and {escalate}");
        }
    }

    #[test]
    fn a_request_sent_on_a_monday_is_asked_about_on_thursday_and_escalated_the_monday_after() {
        let sent = request(&[(RequestState::Sent, SENT)]);
        assert_eq!(due(&sent, SENT), Some(Due::Chase(date(2026, 11, 19))));
        assert_eq!(due(&sent, date(2026, 11, 22)), Some(Due::Chase(date(2026, 11, 19))));
        assert_eq!(due(&sent, date(2026, 11, 23)), Some(Due::Escalate(date(2026, 11, 23))));
        let acknowledged = request(&[
            (RequestState::Sent, SENT),
            (RequestState::Acknowledged, date(2026, 11, 17)),
        ]);
        assert_eq!(due(&acknowledged, SENT), Some(Due::Chase(date(2026, 11, 19))));
    }

    #[test]
    fn bank_holidays_and_the_days_from_settings_do_not_count() {
        let sent = request(&[(RequestState::Sent, date(2026, 12, 23))]);
        assert_eq!(due(&sent, date(2026, 12, 23)), Some(Due::Chase(date(2026, 12, 30))));
        let extra = [date(2026, 12, 30)];
        assert_eq!(
            sent.due(ChaseDays::advised(), &extra, date(2026, 12, 23)),
            Some(Due::Chase(date(2026, 12, 31)))
        );
    }

    #[test]
    fn asking_again_gives_nas_time_before_the_escalation() {
        let sent = request(&[(RequestState::Sent, SENT)]);
        let in_time = chased(sent.clone(), date(2026, 11, 19));
        assert_eq!(
            due(&in_time, date(2026, 11, 19)),
            Some(Due::Escalate(date(2026, 11, 23)))
        );
        let late = chased(sent.clone(), date(2026, 11, 30));
        assert_eq!(due(&late, date(2026, 11, 30)), Some(Due::Escalate(date(2026, 12, 2))));
        let by_telephone = called(sent.clone(), date(2026, 11, 24));
        assert_eq!(
            due(&by_telephone, date(2026, 11, 24)),
            Some(Due::Escalate(date(2026, 11, 26)))
        );
        let on_the_day = called(sent, SENT);
        assert_eq!(due(&on_the_day, SENT), Some(Due::Chase(date(2026, 11, 19))));
    }

    #[test]
    fn after_an_escalation_it_is_asked_again_and_a_chase_taken_back_counts_for_nothing() {
        let escalated = request(&[
            (RequestState::Sent, SENT),
            (RequestState::Escalated, date(2026, 11, 23)),
        ]);
        assert_eq!(
            due(&escalated, date(2026, 11, 23)),
            Some(Due::Chase(date(2026, 11, 26)))
        );
        let mut mistaken = chased(request(&[(RequestState::Sent, SENT)]), date(2026, 11, 17));
        mistaken.chases[0].taken_back = true;
        assert_eq!(due(&mistaken, date(2026, 11, 17)), Some(Due::Chase(date(2026, 11, 19))));
    }

    #[test]
    fn a_question_of_nas_comes_first_until_it_is_answered_and_what_has_ended_waits_for_nothing() {
        let mut asked = request(&[(RequestState::Sent, SENT)]);
        let question = |question, on| Questioned {
            action: action(),
            question,
            on,
            taken_back: false,
        };
        asked.questions.push(question(Question::Asked, date(2026, 11, 17)));
        assert_eq!(
            due(&asked, date(2026, 11, 30)),
            Some(Due::AnswerNas(date(2026, 11, 17)))
        );
        asked.questions.push(question(Question::Answered, date(2026, 11, 17)));
        assert_eq!(due(&asked, date(2026, 11, 17)), Some(Due::Chase(date(2026, 11, 19))));
        asked.questions.push(question(Question::Asked, date(2026, 11, 17)));
        assert_eq!(
            asked.asked_on(),
            Some(date(2026, 11, 17)),
            "asked once more on the same day"
        );
        for end in [RequestState::Done, RequestState::Rejected, RequestState::Withdrawn] {
            let ended = request(&[(RequestState::Sent, SENT), (end, date(2026, 11, 18))]);
            assert_eq!(due(&ended, date(2026, 12, 24)), None, "{end}");
        }
    }

    proptest! {
        #[test]
        fn escalating_never_comes_before_asking_again(
            offset in 0_i32..4_000, chase in 1_u16..20, more in 1_u16..19, again in prop::option::of(0_i32..60),
        ) {
            let sent_on = date(2024, 1, 1).saturating_add(jiff::Span::new().days(offset));
            let Some(days) = ChaseDays::new(chase, chase + more) else { return Ok(()) };
            let (first, second) = chase_dates(sent_on, days, &[]);
            prop_assert!(sent_on < first && first < second);
            let sent = request(&[(RequestState::Sent, sent_on)]);
            if let Some(again) = again {
                let again = sent_on.saturating_add(jiff::Span::new().days(again));
                let due = chased(sent, again).due(days, &[], again).unwrap();
                prop_assert!(matches!(due, Due::Escalate(on) if on >= second && on > again));
            } else {
                prop_assert_eq!(sent.due(days, &[], sent_on), Some(Due::Chase(first)));
            }
        }
    }
}
