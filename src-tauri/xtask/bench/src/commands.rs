//! Every command a person waits for, over 20,000 people, the durable write included.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use steward_core::app::{self, Steward};
use steward_core::contract::{
    AccessStartRequest, AccountsConfirmRequest, ActionUndoRequest, AskRequest, CalendarRequest, CopyPartView,
    DateRequest, DuePeople, FormDraftRequest, FormDraftSaveRequest, ListedPeople, MailCheckRequest, MailboxRequest,
    NoRequest, PathAnswersRequest, PathBeginRequest, PersonAddRequest, PersonChangeRequest, PersonFieldsRequest,
    PersonListRequest, PersonRequest, ReplyReadRequest, RequestCallRequest, RequestCopyRequest, RequestDraftRequest,
    RequestListRequest, RequestPersonRequest, RequestRequest, RequestSentRequest, RequestTicketRequest, SiteRequest,
    TodayRequest, Typed, ValueCheckRequest, ValueKind,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::answer::Answer;
use steward_core::domain::ids::{PersonId, RequestId, SiteId};
use steward_core::domain::path::{Arrival, PathKind};
use steward_core::domain::request::RequestKind;
use steward_core::domain::rules::Activity;

use crate::budget::{Line, Unit};
use crate::home::{self, Home, Trouble};
use crate::timing::{Timings, milliseconds};

/// How often each command runs.
pub(crate) const RUNS: usize = 200;

/// The slowest command's p99, and that of reading a reply by itself. Left out are those that take their time on purpose (unlocking, recovery, a passphrase), those that wait for
/// a person or another program, and the check of the whole history.
pub(crate) async fn slowest(
    home: &Home,
    runs: usize,
    (what, reply): (&'static str, &'static str),
    budget: f64,
) -> Result<[Line; 2], Trouble> {
    let steward = home.open().await?;
    let mut round = Round {
        steward: &steward,
        home,
        taken: BTreeMap::new(),
    };
    let site = round.site().await?;
    for run in 0..runs {
        round
            .look_around(
                run,
                *home.people.get(run * home.people.len() / runs).ok_or("nobody there")?,
                site,
            )
            .await?;
        let newcomer = round.add_somebody(run, run + runs, site).await?;
        let request = round.ask_for_them(newcomer).await?;
        round.hear_from_nas(run, request).await?;
        round.walk_them_through(newcomer, site).await?;
    }
    let lines = [round.slowest(what, budget), round.one("reply_read", reply, budget)];
    steward.close().await;
    let [slowest, reply] = lines;
    Ok([slowest?, reply?])
}

/// The calendar file of everybody's dates.
pub(crate) async fn calendar(home: &Home, what: &'static str, budget: f64) -> Result<Line, Trouble> {
    const RUNS: usize = 5;
    let steward = home.open().await?;
    let mut runs = Vec::new();
    let mut days = 0;
    for _ in 0..RUNS {
        let request = CalendarRequest {
            site: None,
            names: false,
        };
        let begun = Instant::now();
        let view = app::calendar_save(&steward, request).await;
        runs.push(begun.elapsed());
        days = view.map_err(|error| format!("calendar_save: {error:?}"))?.days;
    }
    steward.close().await;
    Ok(Line {
        what,
        measured: milliseconds(Timings::new(runs).median()),
        budget,
        unit: Unit::Milliseconds,
        beside: format!("{days} days"),
    })
}

/// Runs the command, notes how long it took, and gives its view.
macro_rules! time {
    ($round:expr, $command:ident, $request:expr) => {{
        let request = $request;
        let begun = Instant::now();
        let answer = app::$command($round.steward, request).await;
        let took = begun.elapsed();
        $round.taken.entry(stringify!($command)).or_default().push(took);
        answer.map_err(|error| format!("{}: {error:?}", stringify!($command)))?
    }};
}

/// What a person does in a few minutes, again and again.
struct Round<'a> {
    steward: &'a Steward,
    home: &'a Home,
    taken: BTreeMap<&'static str, Vec<Duration>>,
}

impl Round<'_> {
    async fn site(&mut self) -> Result<SiteId, Trouble> {
        let view = time!(self, site_list, NoRequest {});
        Ok(view.sites.first().ok_or("the invented home has no site")?.site)
    }

    /// The frame, Today, the people list with and without a search, a person, a half-typed form.
    async fn look_around(&mut self, run: usize, person: PersonId, site: SiteId) -> Result<(), Trouble> {
        time!(self, app_status, NoRequest {});
        time!(self, header_get, TodayRequest { site: None });
        time!(self, today_get, TodayRequest { site: None });
        time!(self, help_get, NoRequest {});
        time!(self, settings_get, NoRequest {});
        time!(self, site_get, SiteRequest { site });
        time!(self, site_list, NoRequest {});
        let mailbox = self.home.mailbox;
        time!(self, mailbox_cover, MailboxRequest { mailbox });
        let list = |text: String| PersonListRequest {
            text,
            site: None,
            who: ListedPeople::Current,
            due: None,
            role: None,
            offset: 0,
            limit: 50,
        };
        time!(self, person_list, list(String::new()));
        time!(
            self,
            person_list,
            list(home::name(run).chars().take(1 + run % 5).collect())
        );
        time!(self, person_ids, list(String::new()));
        let due = PersonListRequest {
            due: Some(DuePeople::StepsDue),
            ..list(String::new())
        };
        time!(self, person_list, due);
        time!(self, person_get, PersonRequest { person });
        let check = ValueCheckRequest {
            kind: ValueKind::FullName,
            text: home::name(run),
            person: None,
            site: Some(site),
        };
        time!(self, value_check, check);
        let form = "person_add".to_owned();
        time!(
            self,
            form_draft_save,
            FormDraftSaveRequest {
                form: form.clone(),
                body: "{\"full_name\":\"Ja\"}".to_owned()
            }
        );
        time!(self, form_draft_get, FormDraftRequest { form });
        Ok(())
    }

    /// Adds a person, changes them, takes the change back and gives them access.
    async fn add_somebody(&mut self, number: usize, changed: usize, site: SiteId) -> Result<PersonId, Trouble> {
        let add = PersonAddRequest {
            person: fields(number),
            site: Some(site),
            role: "Care assistant".to_owned(),
            from: DateRequest::default(),
            access: None,
        };
        let added = time!(self, person_add, add);
        let person: PersonId = added
            .id
            .and_then(|id| id.parse().ok())
            .ok_or("person_add did not say whom it added")?;
        let change = time!(
            self,
            person_change,
            PersonChangeRequest {
                person,
                fields: fields(changed)
            }
        );
        let action = change.action.ok_or("person_change changed nothing")?;
        time!(self, action_undo, ActionUndoRequest { action });
        let (mailbox, level) = (self.home.mailbox, AccessLevel::Member);
        time!(
            self,
            access_start,
            AccessStartRequest {
                person,
                mailbox,
                level,
                from: DateRequest::default()
            }
        );
        Ok(person)
    }

    /// Notes the reference of the answer and a call, and reads a pasted answer; checks a mail of the owner's own.
    async fn hear_from_nas(&mut self, run: usize, request: RequestId) -> Result<(), Trouble> {
        let ticket_reference = format!("INC{:07}", 1_000_000 + run);
        let mail = format!(
            "From: NHSmail Helpdesk <helpdesk@nhs.net>\nSubject: RE: New NHSmail user request\n\nThe account has been created. \
             Your reference is {ticket_reference}.\n{}",
            "Kind regards. This mail is from an unattended mailbox.\n".repeat(40)
        );
        time!(
            self,
            request_ticket,
            RequestTicketRequest {
                request,
                ticket_reference
            }
        );
        let call = RequestCallRequest {
            request,
            on: DateRequest::default(),
            at: "10:15".to_owned(),
            spoke_to: "An agent".to_owned(),
            ticket_reference: String::new(),
            note: "They look into it and write tomorrow.".to_owned(),
        };
        time!(self, request_call, call);
        let pasted = ReplyReadRequest {
            mail: Typed::new(&mail),
            is_file: false,
        };
        time!(self, reply_read, pasted);
        let own = MailCheckRequest {
            text: Typed::new(&mail),
            keep: Vec::new(),
        };
        time!(self, mail_check, own);
        Ok(())
    }

    /// Begins the path of somebody who starts, and confirms that their account is used.
    async fn walk_them_through(&mut self, person: PersonId, site: SiteId) -> Result<(), Trouble> {
        let begin = PathBeginRequest {
            person,
            kind: PathKind::Starts,
            site: Some(site),
            on: DateRequest::default(),
            answers: PathAnswersRequest {
                arrival: Some(Arrival::NewAccount),
                ..PathAnswersRequest::default()
            },
        };
        time!(self, path_begin, begin);
        let confirm = AccountsConfirmRequest {
            people: vec![*self.home.people.first().ok_or("nobody there")?],
            way: Activity::EmailSent,
            on: DateRequest::default(),
        };
        time!(self, accounts_confirm, confirm);
        Ok(())
    }

    /// Writes the request for a new user, copies it and records that it was sent.
    async fn ask_for_them(&mut self, person: PersonId) -> Result<RequestId, Trouble> {
        let mailbox = self.home.mailbox;
        let has_account = Some(Answer::No);
        time!(
            self,
            ask_decide,
            AskRequest {
                mailbox,
                has_account,
                left_holder: None,
                marked_leaver: None
            }
        );
        let draft = || RequestDraftRequest {
            kind: RequestKind::NewUser,
            mailbox,
            people: vec![RequestPersonRequest {
                person,
                access: Some(AccessLevel::Member),
                has_account,
                left_holder: None,
                marked_leaver: None,
                typed: None,
            }],
            outgoing: None,
            sender: None,
            facts: None,
            about: None,
        };
        time!(self, request_preview, draft());
        let request = time!(self, request_draft, draft()).request;
        time!(self, request_get, RequestRequest { request });
        time!(
            self,
            request_copy,
            RequestCopyRequest {
                request,
                part: CopyPartView::Body
            }
        );
        time!(
            self,
            request_sent,
            RequestSentRequest {
                request,
                from_shared_mailbox: true,
                on: DateRequest::default()
            }
        );
        time!(
            self,
            request_list,
            RequestListRequest {
                site: None,
                person: None,
                kind: None,
                state: None,
                text: String::new(),
                open_only: true
            }
        );
        Ok(request)
    }

    /// One command's p99 by itself.
    fn one(&self, command: &str, what: &'static str, budget: f64) -> Result<Line, Trouble> {
        let runs = self.taken.get(command).ok_or("the command did not run")?;
        let timings = Timings::new(runs.clone());
        Ok(Line {
            what,
            measured: milliseconds(timings.percentile(99)),
            budget,
            unit: Unit::Milliseconds,
            beside: format!("median {:.1} ms, {} runs", milliseconds(timings.median()), runs.len()),
        })
    }

    fn slowest(&self, what: &'static str, budget: f64) -> Result<Line, Trouble> {
        let mut commands: Vec<(&str, Timings)> = self
            .taken
            .iter()
            .map(|(name, runs)| (*name, Timings::new(runs.clone())))
            .collect();
        commands.sort_by_key(|(_, timings)| std::cmp::Reverse(timings.percentile(99)));
        for (name, timings) in &commands {
            let [median, p99] = [50, 99].map(|percent| milliseconds(timings.percentile(percent)));
            eprintln!("  {name:<20} median {median:>6.1} ms, p99 {p99:>6.1} ms");
        }
        let (name, slowest) = commands.first().ok_or("no command ran")?;
        let next: Vec<String> = commands
            .iter()
            .skip(1)
            .take(3)
            .map(|(name, timings)| format!("{name} {:.1}", milliseconds(timings.percentile(99))))
            .collect();
        let (median, count) = (milliseconds(slowest.median()), commands.len());
        Ok(Line {
            what,
            measured: milliseconds(slowest.percentile(99)),
            budget,
            unit: Unit::Milliseconds,
            beside: format!(
                "{name}, median {median:.1} ms, slowest of {count}; then {}",
                next.join(", ")
            ),
        })
    }
}

/// A newcomer's facts, as typed.
fn fields(number: usize) -> PersonFieldsRequest {
    PersonFieldsRequest {
        full_name: home::name(100_000 + number),
        personal_mobile: format!("07700 900{:03}", home::MOBILES + number),
        personal_email: format!("newcomer.{number}@example.com"),
        nhsmail_address: String::new(),
        linked_mobile: String::new(),
        has_account: Answer::No,
        account_held_by: String::new(),
        mfa: Answer::NotKnown,
        account_created_on: DateRequest::default(),
        last_confirmed_active_on: DateRequest::default(),
        marked_leaver_on: DateRequest::default(),
        details_received_on: DateRequest::default(),
        note: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use steward_core::vault::MemoryVault;

    #[tokio::test(flavor = "multi_thread")]
    async fn every_command_of_the_round_is_accepted() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let home = Home::make(folder.path(), Arc::new(MemoryVault::new()), 12, false)
            .await
            .expect("it is made");
        let [line, reply] = slowest(&home, 2, ("round", "reply"), 20.0)
            .await
            .expect("every command is accepted");
        assert!(line.beside.contains("slowest of 3"), "{}", line.beside);
        assert!(reply.beside.ends_with("2 runs"), "{}", reply.beside);
        let line = calendar(&home, "calendar", 20.0).await.expect("the dates are saved");
        assert!(!line.beside.starts_with("0 "), "{}", line.beside);
    }
}
