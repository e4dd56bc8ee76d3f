//! A reminder for the staff, to copy into whatever they read. It names nobody.

use crate::domain::rules::{Activity, RulePack};

/// How a way to use an account reads in the reminder.
const fn way(activity: Activity) -> &'static str {
    match activity {
        Activity::PortalLogin => "sign in to the NHSmail portal",
        Activity::AppLogin => "sign in to an Office 365 app, such as Outlook on the web or Teams",
        Activity::AppUse => "use an Office 365 app",
        Activity::EmailSent => "send an email",
        Activity::PasswordChanged => "change your password",
    }
}

/// The reminder, with `\n` at the end of each line.
#[must_use]
pub fn reminder_text(pack: &RulePack) -> String {
    let quiet = &pack.clocks().quiet;
    let mut lines = vec![
        "Please keep your NHSmail account in use".to_owned(),
        String::new(),
        format!(
            "An account that nobody uses for {} days may be switched off, and deleted {} days later.",
            quiet.inactive_after_days,
            quiet.deleted_after_days - quiet.inactive_after_days,
        ),
        "Any one of these counts:".to_owned(),
    ];
    lines.extend(
        pack.activity()
            .counts
            .iter()
            .map(|activity| format!("- {}", way(*activity))),
    );
    lines.extend([
        String::new(),
        "Please do one of them this week, and tell the office which and on which day.".to_owned(),
        "If you cannot sign in, say so at once. Never tell anybody your password.".to_owned(),
    ]);
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules;

    #[test]
    fn the_reminder_names_the_ways_that_count_and_nobody() {
        let text = reminder_text(rules::in_force());
        assert!(
            text.contains("for 30 days may be switched off, and deleted 30 days later"),
            "{text}"
        );
        assert_eq!(text.matches("\n- ").count(), 4);
        assert!(!text.contains("profile") && !text.contains('@'));
    }
}
