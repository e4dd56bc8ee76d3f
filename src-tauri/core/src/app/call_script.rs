//! What to say on a call to NAS, for somebody who stands at the telephone.

use super::ask::{mailbox_of, site_of};
use super::help::hours_view;
use super::sources::source_view;
use super::{Moment, Saved, Steward};
use crate::contract::{ApiError, CallLineView, CallScriptRequest, CallScriptView, ErrorCode, FileSavedView, Notice};
use crate::domain::LandlinePhone;
use crate::domain::answer::Answer;
use crate::domain::person::Person;
use crate::domain::request::{CallLine, call_about, call_opening};
use crate::domain::rules::{self, CallKind};
use crate::outbox;
use crate::store::Register;

/// What to say on the call.
///
/// # Errors
/// `not_found` for an unknown mailbox or person; `not_nas_managed`; `duplicate_person`.
pub async fn call_script_get(steward: &Steward, request: CallScriptRequest) -> Result<CallScriptView, ApiError> {
    steward.read(move |register, _| script(register, &request)).await
}

/// Saves the script as a text file.
///
/// # Errors
/// As [`call_script_get`]; `save_failed`, `disk_full`.
pub async fn call_script_save(steward: &Steward, request: CallScriptRequest) -> Result<FileSavedView, ApiError> {
    let script = call_script_get(steward, request).await?;
    let Moment { today, .. } = steward.moment();
    let name = format!("nhsmail-call-{today}.txt");
    let text = outbox::call_text(&script);
    Ok(match steward.doors.desktop.save(&name, text.as_bytes()).await? {
        Saved::Cancelled => FileSavedView {
            cancelled: true,
            saved_as: None,
        },
        Saved::To(path) => FileSavedView {
            cancelled: false,
            saved_as: path.file_name().map(|name| name.to_string_lossy().into_owned()),
        },
    })
}

fn script(register: Register<'_>, request: &CallScriptRequest) -> Result<CallScriptView, ApiError> {
    let pack = rules::in_force();
    let internal = |what| ApiError::new(ErrorCode::Internal, what);
    let rule = pack
        .call(CallKind::NobodyHasAccess)
        .ok_or_else(|| internal("no rule for the call"))?;
    let escalation = pack.escalation().ok_or_else(|| internal("no rule for escalating"))?;
    let mailbox = mailbox_of(register, request.mailbox)?;
    let site = site_of(register, &mailbox)?;
    if site.nas_managed == Some(Answer::No) {
        let message = "the site is not managed by NAS";
        return Err(ApiError::at(ErrorCode::NotNasManaged, "mailbox", message));
    }
    let mut people = Vec::new();
    for (index, id) in request.people.iter().enumerate() {
        let path = format!("people[{index}]");
        if request.people.iter().take(index).any(|before| before == id) {
            return Err(ApiError::at(ErrorCode::DuplicatePerson, path, "the same person twice"));
        }
        let person = register.person(*id)?.filter(Person::is_present);
        let person = person.ok_or_else(|| ApiError::at(ErrorCode::NotFound, path, "no such person"))?;
        people.push(lines(&call_about(rule, Some(&person))));
    }
    if people.is_empty() {
        people.push(lines(&call_about(rule, None)));
    }
    let mut notices = Vec::new();
    if site.nas_managed != Some(Answer::Yes) {
        notices.push(Notice::ManagedNotKnown);
    }
    let phone = &pack.nas().phone;
    Ok(CallScriptView {
        site: mailbox.site.ok_or_else(|| internal("the mailbox has no site"))?,
        site_name: site
            .name
            .as_ref()
            .map(|name| name.as_str().to_owned())
            .unwrap_or_default(),
        mailbox: mailbox
            .address
            .as_ref()
            .map(|address| address.as_str().to_owned())
            .unwrap_or_default(),
        call_from: site.cqc_phone.as_ref().map(LandlinePhone::display),
        number: phone.number.clone(),
        menu: phone.menu.iter().map(ToString::to_string).collect(),
        menu_source: source_view(&phone.source),
        hours: hours_view(pack),
        opening: lines(&call_opening(rule)),
        people,
        ask_for: escalation.ask_on_a_call_for.clone(),
        notices,
        sources: [&rule.source, &escalation.source]
            .into_iter()
            .map(source_view)
            .collect(),
    })
}

fn lines(lines: &[CallLine]) -> Vec<CallLineView> {
    let lines = lines.iter().map(|line| CallLineView {
        words: line.words.to_owned(),
        sentence: line.is_sentence(),
        value: line.value.clone(),
        field: line.permitted.field,
        source: source_view(&line.permitted.source),
    });
    lines.collect()
}
