//! What a person does in the app, by the words on its screens. All of them are invented.

use crate::problem::{Outcome, Problem, ensure};
use crate::window::Window;

/// An invented care home.
pub const HOME: Home = Home {
    name: "Rowan House",
    mailbox: "care.vlaxl@nhs.net",
    ods_code: "VLAXL",
    owner: "Jane Smith",
    owner_address: "jane.smith21@nhs.net",
};

/// Two invented people without an NHSmail account; the names and numbers are typed as people type them.
pub const STARTERS: [Starter; 2] = [
    Starter {
        name: "Siobhán O’Neill",
        mobile: "07700 900 101",
        mobile_in_requests: "07700900101",
        email: "siobhan.oneill@example.org",
        role: "Senior carer",
        access: "Member",
    },
    Starter {
        name: "Łukasz Nguyễn",
        mobile: "+44 7700 900102",
        mobile_in_requests: "07700900102",
        email: "lukasz.nguyen@example.com",
        role: "Administrator",
        access: "Owner",
    },
];

/// A care home and the person who answers for its mailbox.
#[derive(Clone, Copy, Debug)]
pub struct Home {
    /// The home's name.
    pub name: &'static str,
    /// The shared mailbox.
    pub mailbox: &'static str,
    /// The ODS code.
    pub ods_code: &'static str,
    /// The owner's full name.
    pub owner: &'static str,
    /// The owner's own NHSmail address.
    pub owner_address: &'static str,
}

/// Somebody who starts to work at the home.
#[derive(Clone, Copy, Debug)]
pub struct Starter {
    /// Full name.
    pub name: &'static str,
    /// The personal mobile, as somebody would type it.
    pub mobile: &'static str,
    /// The personal mobile, as a request must have it.
    pub mobile_in_requests: &'static str,
    /// The personal email.
    pub email: &'static str,
    /// What they do.
    pub role: &'static str,
    /// What they are to be of the shared mailbox: `Member` or `Owner`.
    pub access: &'static str,
}

/// Every personal value of the home and the starters, in every spelling that could be kept.
#[must_use]
pub fn personal_values() -> Vec<&'static str> {
    let mut values = vec![HOME.owner, HOME.owner_address, HOME.mailbox, HOME.name];
    for starter in STARTERS {
        values.extend([starter.name, starter.mobile, starter.mobile_in_requests, starter.email]);
    }
    values
}

impl Window {
    /// Sets the app up for [`HOME`], from its first screen to Today.
    ///
    /// # Errors
    ///
    /// When a screen or a word on it is not there.
    pub async fn set_up(&self) -> Outcome<()> {
        self.arrives_at("Set up Mailbox Steward").await?;
        self.click("radio", "No, only I do").await?;
        self.press("Continue").await?;
        self.arrives_at("Your home").await?;
        self.fill("Name of the home", HOME.name).await?;
        self.fill("Address of your shared mailbox", HOME.mailbox).await?;
        self.fill("ODS code", HOME.ods_code).await?;
        self.click("radio", "Yes").await?;
        self.press("Continue").await?;
        self.arrives_at("You").await?;
        self.fill("Your full name", HOME.owner).await?;
        self.fill("Your own NHSmail address", HOME.owner_address).await?;
        self.press("Finish").await?;
        self.arrives_at("Today").await
    }

    /// Adds somebody without an NHSmail account to the staff list, from any page, and ends on their page.
    ///
    /// # Errors
    ///
    /// When a screen or a word on it is not there.
    pub async fn add_person(&self, starter: &Starter) -> Outcome<()> {
        self.go_to("People", "People").await?;
        self.follow("Add a person").await?;
        self.arrives_at("Add a person").await?;
        self.fill("Full name", starter.name).await?;
        self.fill("Role", starter.role).await?;
        self.fill("Personal mobile", starter.mobile).await?;
        self.fill("Personal email", starter.email).await?;
        self.choose("Do they have an NHSmail account?", "No").await?;
        self.press("Save").await?;
        self.arrives_at(starter.name).await
    }

    /// Asks NHSmail for new accounts for these people, from any page, and ends on the page of the request.
    ///
    /// # Errors
    ///
    /// When a screen or a word on it is not there.
    pub async fn ask_for_new_users(&self, starters: &[Starter]) -> Outcome<()> {
        self.ask_for_somebody_who_has_started().await?;
        for starter in starters {
            self.click("checkbox", starter.name).await?;
            self.choose(starter.name, starter.access).await?;
        }
        self.press("Continue").await?;
        self.arrives_at(questions_heading(starters)).await?;
        for starter in starters {
            self.choose(&account_question(starter), "No").await?;
        }
        self.press("Continue").await?;
        self.arrives_at("What to do").await?;
        self.press("Keep this request and send it").await?;
        self.arrives_at("New NHSmail user").await
    }

    /// Goes to Ask NHSmail, from any page, for somebody who has started.
    ///
    /// # Errors
    ///
    /// When a screen or a word on it is not there.
    pub async fn ask_for_somebody_who_has_started(&self) -> Outcome<()> {
        self.go_to("Ask NHSmail", "What has happened?").await?;
        self.follow("Somebody has started or needs the shared mailbox").await?;
        self.arrives_at("Who needs an account or access?").await
    }

    /// Shows the recovery code from Settings, reads it, types two groups back as asked, and ends in Settings.
    ///
    /// # Errors
    ///
    /// When a screen or a word on it is not there.
    pub async fn write_down_recovery_code(&self) -> Outcome<String> {
        self.go_to("Settings", "Settings").await?;
        self.follow("Show recovery code").await?;
        self.arrives_at("Recovery code").await?;
        self.press("Show the code").await?;
        let groups = self.list("Recovery code, seven groups of four").await?;
        ensure(
            groups.len() == 7 && groups.iter().all(|group| group.chars().count() == 4),
            || format!("the recovery code is not seven groups of four: {} groups", groups.len()),
        )?;
        self.press("I have it on paper").await?;
        self.arrives_at("Check your paper").await?;
        for label in self.names("textbox").await? {
            let place = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"]
                .iter()
                .position(|ordinal| label.contains(ordinal))
                .ok_or_else(|| Problem::new(format!("“{label}” does not say which group")))?;
            self.fill(&label, &groups[place]).await?;
        }
        self.press("Check").await?;
        self.arrives_at("Settings").await?;
        Ok(groups.join(" "))
    }

    /// Goes to a page by its link in the navigation; its heading may say more than the link.
    ///
    /// # Errors
    ///
    /// When the link is not there or leads elsewhere.
    pub async fn go_to(&self, link: &str, heading: &str) -> Outcome<()> {
        let element = self.find_within(("navigation", "Settings"), "link", link).await?;
        self.click_on(&element, &format!("the link “{link}”")).await?;
        self.arrives_at(heading).await
    }

    /// Does all that [`Window::set_up`] does with the keyboard alone.
    ///
    /// # Errors
    ///
    /// When something is not reached by Tab or does not answer to the keyboard.
    pub async fn key_set_up(&self) -> Outcome<()> {
        self.arrives_at("Set up Mailbox Steward").await?;
        self.key_choose("Do other people use this computer", "No, only I do")
            .await?;
        self.key_press("Continue").await?;
        self.arrives_at("Your home").await?;
        self.key_fill("Name of the home", HOME.name).await?;
        self.key_fill("Address of your shared mailbox", HOME.mailbox).await?;
        self.key_fill("ODS code", HOME.ods_code).await?;
        self.key_choose("Does the National Administration Service", "Yes")
            .await?;
        self.key_press("Continue").await?;
        self.arrives_at("You").await?;
        self.key_fill("Your full name", HOME.owner).await?;
        self.key_fill("Your own NHSmail address", HOME.owner_address).await?;
        self.key_press("Finish").await?;
        self.arrives_at("Today").await
    }

    /// Does all that [`Window::add_person`] does with the keyboard alone.
    ///
    /// # Errors
    ///
    /// When something is not reached by Tab or does not answer to the keyboard.
    pub async fn key_add_person(&self, starter: &Starter) -> Outcome<()> {
        self.key_follow("People").await?;
        self.arrives_at("People").await?;
        self.key_follow("Add a person").await?;
        self.arrives_at("Add a person").await?;
        self.key_fill("Full name", starter.name).await?;
        self.key_fill("Role", starter.role).await?;
        self.key_fill("Personal mobile", starter.mobile).await?;
        self.key_fill("Personal email", starter.email).await?;
        self.key_choose("Do they have an NHSmail account?", "No").await?;
        self.key_press("Save").await?;
        self.arrives_at(starter.name).await
    }

    /// Does all that [`Window::ask_for_new_users`] does with the keyboard alone.
    ///
    /// # Errors
    ///
    /// When something is not reached by Tab or does not answer to the keyboard.
    pub async fn key_ask_for_new_users(&self, starters: &[Starter]) -> Outcome<()> {
        // The page of a person has an “Ask NHSmail” of its own, which chooses that person.
        self.key_follow("Requests").await?;
        self.arrives_at("Requests").await?;
        self.key_follow("Ask NHSmail").await?;
        self.arrives_at("What has happened?").await?;
        self.key_follow("Somebody has started or needs the shared mailbox")
            .await?;
        self.arrives_at("Who needs an account or access?").await?;
        for starter in starters {
            self.key_tick(starter.name).await?;
        }
        for starter in starters {
            self.key_choose(starter.name, starter.access).await?;
        }
        self.key_press("Continue").await?;
        self.arrives_at(questions_heading(starters)).await?;
        for starter in starters {
            self.key_choose(&account_question(starter), "No").await?;
        }
        self.key_press("Continue").await?;
        self.arrives_at("What to do").await?;
        self.key_press("Keep this request and send it").await?;
        self.arrives_at("New NHSmail user").await
    }
}

fn questions_heading(starters: &[Starter]) -> &'static str {
    if starters.len() == 1 {
        "Questions about the person"
    } else {
        "Questions about each person"
    }
}

fn account_question(starter: &Starter) -> String {
    format!("Does {} have an NHSmail account already?", starter.name)
}
