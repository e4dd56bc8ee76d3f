//! Where the sources disagree, the app follows one of them. One test for each decision, D1 to D18.

use jiff::civil::{Weekday, date, time};

use super::*;
use crate::domain::answer::Answer;
use crate::domain::password::{AppliesTo, PasswordRefusal};
use crate::domain::request::{Field, RequestKind};
use crate::domain::{MailboxAddress, OdsCode};

fn guide() -> &'static RulePack {
    pack(PackName::Guide2018)
}

fn fields(pack: &RulePack, kind: RequestKind) -> Vec<Field> {
    pack.permitted(kind).iter().map(|permitted| permitted.field).collect()
}

#[test]
fn d1_requests_go_to_the_helpdesk_address_and_careadmin_is_historic() {
    let nas = in_force().nas();
    assert_eq!(nas.email.address, "helpdesk@nhs.net");
    assert_eq!(nas.email.source.place(), "L243");
    assert!(nas.is_historic("careadmin@nhs.net") && nas.is_historic("CareAdmin@nhs.net"));
    assert!(!nas.is_historic("helpdesk@nhs.net"));
    assert_eq!(guide().nas().email.address, "careadmin@nhs.net");
}

#[test]
fn d2_nas_keeps_office_hours_and_the_helpdesk_is_always_open_for_resets_and_unlocks() {
    let hours = nas_opening_hours();
    let week = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
    ];
    assert_eq!(hours.days(), week);
    assert_eq!((hours.opens(), hours.closes()), (time(9, 0, 0, 0), time(17, 0, 0, 0)));
    assert_eq!(hours.source().place(), "L209-211");
    let helpdesk = in_force().helpdesk();
    assert!(helpdesk.always_open);
    assert_eq!(helpdesk.does, [HelpdeskTask::PasswordReset, HelpdeskTask::Unlock]);
    assert!(guide().nas().hours.is_none());
}

#[test]
fn d3_the_telephone_menu_is_option_1_and_then_1_again() {
    let phone = &in_force().nas().phone;
    assert_eq!(
        (phone.number.as_str(), phone.menu.as_slice()),
        ("0333 200 1133", [1, 1].as_slice())
    );
    assert_eq!(phone.source.place(), "L245-247");
    assert!(
        !phone.source.effective.is_stated(),
        "shown as of when it was read: menus change"
    );
    assert!(guide().nas().phone.menu.is_empty());
}

#[test]
fn d4_an_unused_account_is_inactive_at_30_deleted_at_60_and_gone_at_90_days() {
    let days = |pack: &RulePack| {
        let quiet = &pack.clocks().quiet;
        (
            quiet.inactive_after_days,
            quiet.deleted_after_days,
            quiet.permanent_after_days,
        )
    };
    assert_eq!(days(in_force()), (30, 60, 90));
    assert_eq!(
        in_force().clocks().quiet.source.effective.first_day(),
        date(2022, 12, 1)
    );
    assert_eq!(days(guide()), (90, 180, 180));
}

#[test]
fn d5_four_activities_count_and_a_change_of_profile_or_password_does_not() {
    assert_eq!(
        in_force().activity().counts,
        [
            Activity::PortalLogin,
            Activity::AppLogin,
            Activity::AppUse,
            Activity::EmailSent
        ]
    );
    assert!(
        Activity::ALL
            .iter()
            .all(|activity| !activity.name().contains("profile"))
    );
    assert_eq!(guide().activity().counts, [Activity::PasswordChanged]);
}

#[test]
fn d6_passwords_have_10_characters_for_365_days_or_20_for_90_without_mfa() {
    let with_mfa = in_force().password_rules(Answer::Yes);
    assert_eq!(in_force().password_rules(Answer::NotKnown), with_mfa);
    assert_eq!(
        (with_mfa.minimum_length, with_mfa.minimum_classes, with_mfa.valid_days),
        (10, 1, 365)
    );
    assert_eq!(with_mfa.forbidden_characters, " ");
    assert_eq!(with_mfa.previous_refused, 4);
    let refused = [
        PasswordRefusal::OwnNames,
        PasswordRefusal::Common,
        PasswordRefusal::Breached,
    ];
    assert!(with_mfa.refuses.iter().copied().eq(refused));

    let without_mfa = in_force().password_rules(Answer::No);
    assert_eq!((without_mfa.minimum_length, without_mfa.valid_days), (20, 90));
    for rules in [with_mfa, without_mfa] {
        assert_eq!(rules.remind_days_before, [18, 10, 5, 2, 1]);
    }
    assert_eq!(without_mfa.source.effective.to_string(), "2024-09");

    let in_2018 = guide().password_rules(Answer::No);
    assert_eq!(in_2018.applies_to, AppliesTo::Everyone);
    assert_eq!(
        (in_2018.minimum_length, in_2018.minimum_classes, in_2018.valid_days),
        (8, 3, 90)
    );
    assert_eq!(
        (in_2018.forbidden_characters.as_str(), in_2018.previous_refused),
        (" ,", 4)
    );
    assert!(in_2018.refuses.iter().copied().eq([PasswordRefusal::UserName]));
}

#[test]
fn d7_the_first_sign_in_has_four_tasks_and_no_security_questions() {
    assert_eq!(
        in_force().first_login().tasks,
        [
            FirstLoginTask::AcceptableUsePolicy,
            FirstLoginTask::ProfileAndMobile,
            FirstLoginTask::AccountSecret,
            FirstLoginTask::Mfa
        ]
    );
    assert!(guide().first_login().tasks.contains(&FirstLoginTask::SecurityQuestions));
}

#[test]
fn d8_the_fields_of_the_two_requests_are_the_list_of_the_faq_exactly() {
    let new_user = [
        (Field::FullName, "L83"),
        (Field::PersonalMobile, "L85"),
        (Field::PersonalEmail, "L87"),
        (Field::Access, "L107-109"),
    ];
    let joiner = [
        (Field::FullName, "L91"),
        (Field::NhsmailAddress, "L93"),
        (Field::LinkedMobile, "L95"),
        (Field::JoinerStatement, "L97-99"),
        (Field::Access, "L107-109"),
    ];
    for (kind, list) in [
        (RequestKind::NewUser, new_user.as_slice()),
        (RequestKind::Joiner, &joiner),
    ] {
        let permitted = in_force().permitted(kind);
        assert_eq!(permitted.len(), list.len());
        for (permitted, (field, lines)) in permitted.iter().zip(list) {
            assert_eq!((permitted.field, permitted.source.place().as_str()), (*field, *lines));
            assert_eq!(permitted.source.document.kind, DocumentKind::Faq);
            assert!(permitted.required && !permitted.inferred);
        }
        assert!(in_force().request(kind).unwrap().choose.is_none());
    }
}

#[test]
fn d9_every_request_of_an_owner_leaves_from_the_shared_mailbox_as_a_checked_precondition() {
    for kind in RequestKind::ALL {
        let rule = in_force().request(*kind).unwrap();
        let asked = rule.preconditions.contains(&Precondition::SentFromSharedMailbox);
        assert_eq!(asked, rule.leaves_from == LeavesFrom::SharedMailbox, "{kind}");
        // Only the escalation, which goes elsewhere, is without a stated mailbox.
        let free = rule.sender == Sender::User || *kind == RequestKind::Escalation;
        assert_eq!(rule.leaves_from == LeavesFrom::SharedMailbox, !free, "{kind}");
    }
    assert_eq!(
        guide().request(RequestKind::NewUser).unwrap().leaves_from,
        LeavesFrom::NotStated
    );
}

#[test]
fn d10_the_owner_reports_a_leaver_from_the_shared_mailbox_with_name_and_address() {
    let rule = in_force().request(RequestKind::Leaver).unwrap();
    assert_eq!(
        (rule.sender, rule.leaves_from),
        (Sender::Owner, LeavesFrom::SharedMailbox)
    );
    assert_eq!(
        fields(in_force(), RequestKind::Leaver),
        [Field::FullName, Field::NhsmailAddress, Field::LeaverStatement]
    );
    assert_eq!(guide().request(RequestKind::Leaver).unwrap().sender, Sender::User);
}

#[test]
fn d11_a_leaver_account_ends_on_day_30_and_may_be_restored_for_30_more() {
    let clocks = in_force().clocks();
    assert_eq!(
        (clocks.leaver.deleted_after_days, clocks.leaver.permanent_after_days),
        (30, 60)
    );
    assert_eq!(clocks.leaver.warn_after_days, [21, 27, 30]);
    assert_eq!(clocks.restore.as_ref().unwrap().within_days, 30);
    assert_eq!(guide().clocks().leaver.permanent_after_days, 30);
}

#[test]
fn d12_both_shapes_of_mailbox_address_are_taken_as_typed() {
    assert_eq!(
        in_force().mailbox().address_shapes,
        [AddressShape::TownNameCode, AddressShape::Code]
    );
    assert_eq!(guide().mailbox().address_shapes, [AddressShape::TownNameCode]);
    let code = OdsCode::parse("VLAXL").unwrap().into_value();
    for typed in ["care.poole.rowanhousevlaxl@nhs.net", "care.vlaxl@nhs.net"] {
        let address = MailboxAddress::parse(typed).unwrap();
        assert!(address.notices.is_empty());
        assert_eq!(address.value.check_against_ods(&code), None);
        assert_eq!(address.value.as_str(), typed);
    }
}

#[test]
fn d13_people_are_added_in_the_portal_and_outlook_is_the_older_way() {
    let ways = &in_force().mailbox().edit_access;
    assert_eq!(
        ways.iter().map(|way| way.place).collect::<Vec<_>>(),
        [EditPlace::Portal, EditPlace::OutlookWeb]
    );
    assert_eq!(
        ways[0].steps,
        ["Profile", "My Shared Mailboxes", "Add/remove Members and Owners"]
    );
    assert_eq!(ways[0].source.effective.first_day(), date(2024, 6, 27));
    assert_eq!(ways[1].source.place(), "L345-352");
}

#[test]
fn d14_mails_leave_as_the_shared_mailbox() {
    assert_eq!(in_force().mailbox().send_permission, SendPermission::SendAs);
    assert_eq!(in_force().mailbox().send_permission_source.place(), "L141-142");
    assert_eq!(guide().mailbox().send_permission, SendPermission::OnBehalf);
}

#[test]
fn d15_no_rule_says_whether_a_shared_mailbox_opens_on_a_mobile_device() {
    for name in PackName::ALL {
        let text = format!("{:?}", pack(*name)).to_lowercase();
        for word in ["mobile device", "smartphone", "tablet", "iphone"] {
            assert!(!text.contains(word), "{name} says {word}");
        }
    }
}

#[test]
fn d16_homes_answer_to_the_dspt() {
    assert_eq!(
        in_force().assurance().framework,
        AssuranceFramework::DataSecurityAndProtectionToolkit
    );
    assert_eq!(
        guide().assurance().framework,
        AssuranceFramework::InformationGovernanceToolkit
    );
}

#[test]
fn d17_nobody_applies_for_a_second_account_and_the_owner_gives_access() {
    assert_eq!(in_force().existing_account().place(), "L177-178");
    assert_eq!(in_force().leaver_mark().place(), "L97-105");
    let joiner = &in_force().request(RequestKind::Joiner).unwrap().preconditions;
    assert!(joiner.contains(&Precondition::LeftOtherOrganisation) && joiner.contains(&Precondition::NoSecondAccount));
    assert!(
        in_force()
            .request(RequestKind::NewUser)
            .unwrap()
            .preconditions
            .contains(&Precondition::NoAccountYet)
    );
}

#[test]
fn d18_sign_in_details_go_to_the_person_and_no_request_can_carry_them() {
    let details = in_force().login_details();
    assert_eq!(details.sent_to, [Field::PersonalEmail, Field::PersonalMobile]);
    assert!(details.cascaded_by_owner);
    assert_eq!(details.source.place(), "L40-42");
    for field in Field::ALL
        .iter()
        .filter(|field| **field != Field::TemporaryPasswordMobile)
    {
        for word in ["password", "user_name", "secret", "code_", "credential"] {
            assert!(!field.name().contains(word), "{field}");
        }
    }
}

#[test]
fn a_site_gets_ten_accounts() {
    assert_eq!(in_force().allowance().unwrap().accounts, 10);
}

#[test]
fn the_times_to_ask_again_are_our_own_advice() {
    let chase = in_force().chase().unwrap();
    assert_eq!(
        (chase.chase_after_working_days, chase.escalate_after_working_days),
        (3, 5)
    );
    assert!(chase.source.is_our_advice());
}

#[test]
fn open_queries_are_escalated_to_feedback() {
    let escalation = in_force().escalation().unwrap();
    assert_eq!(escalation.address, "feedback@nhs.net");
    assert_eq!(escalation.ask_on_a_call_for, "Subject Matter Expert");
    assert_eq!(in_force().address(Recipient::Escalation), Some("feedback@nhs.net"));
}
