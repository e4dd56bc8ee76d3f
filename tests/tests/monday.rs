//! A Monday in the life of a home: what Today asks for on 23 November 2026 is dealt with, line by line.

use e2e::{Outcome, Test, Theme, Window, World, ensure};

/// A Monday on which NAS is open. The demo opens at nine in the morning.
const MONDAY: &str = "--demo=2026-11-23";

/// What the owner works with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Mouse,
    Keys,
}

/// The owner at the window.
struct Owner<'a> {
    window: &'a Window,
    by: By,
}

impl Owner<'_> {
    async fn press(&self, name: &str) -> Test {
        match self.by {
            By::Mouse => self.window.press(name).await?,
            By::Keys => self.window.key_press(name).await?,
        }
        Ok(())
    }

    async fn follow(&self, name: &str) -> Test {
        match self.by {
            By::Mouse => self.window.follow(name).await?,
            By::Keys => self.window.key_follow(name).await?,
        }
        Ok(())
    }

    async fn fill(&self, name: &str, text: &str) -> Test {
        match self.by {
            By::Mouse => self.window.fill(name, text).await?,
            By::Keys => self.window.key_fill(name, text).await?,
        }
        Ok(())
    }

    async fn tick(&self, name: &str) -> Test {
        match self.by {
            By::Mouse => self.window.click("checkbox", name).await?,
            By::Keys => self.window.key_tick(name).await?,
        }
        Ok(())
    }

    async fn choose(&self, group: &str, name: &str) -> Test {
        match self.by {
            By::Mouse => self.window.choose(group, name).await?,
            By::Keys => self.window.key_choose(group, name).await?,
        }
        Ok(())
    }

    /// Back to Today, by the navigation.
    async fn today(&self) -> Test {
        match self.by {
            By::Mouse => self.window.go_to("Today", "Today").await?,
            By::Keys => {
                self.window.key_follow("Today").await?;
                self.window.arrives_at("Today").await?;
            }
        }
        Ok(())
    }

    /// The lines there are: each can be put off.
    async fn lines(&self) -> Outcome<Vec<String>> {
        let buttons = self.window.names("button").await?;
        let lines = buttons.iter().filter_map(|name| name.strip_prefix("Put off "));
        Ok(lines
            .filter(|line| !line.starts_with("until later"))
            .map(str::to_owned)
            .collect())
    }

    /// Back on Today the line is gone.
    async fn is_dealt_with(&self, line: &str) -> Test {
        self.today().await?;
        self.window.sees_no(line).await?;
        Ok(())
    }

    async fn put_off(&self, line: &str) -> Test {
        self.press(&format!("Put off {line}")).await?;
        self.window
            .sees("It comes back on that day, or before if it gets worse.")
            .await?;
        self.press("Put off").await?;
        self.window.sees("Put off until later.").await?;
        self.window.sees_no(&format!("Put off {line}")).await?;
        Ok(())
    }

    /// Sends a request that waits, and notes the reference that NAS answers with.
    async fn send(&self, who: &str, reference: &str) -> Test {
        let line = format!("The request for {who} is written and not sent");
        self.follow(&format!("Finish the request {line}")).await?;
        self.press("Copy Body").await?;
        self.window.sees("Body is copied.").await?;
        self.tick("I sent it from the shared mailbox").await?;
        self.press("Record as sent").await?;
        self.window.sees("Recorded as sent.").await?;
        self.note_reference(reference).await?;
        self.is_dealt_with(&line).await
    }

    async fn note_reference(&self, reference: &str) -> Test {
        self.fill("Ticket reference", reference).await?;
        self.press("Add the reference").await?;
        self.window.sees("The ticket reference is added.").await?;
        Ok(())
    }

    async fn add_reference(&self, who: &str, reference: &str) -> Test {
        let line = format!("Add the ticket reference for {who}");
        self.follow(&format!("Add the reference {line}")).await?;
        self.note_reference(reference).await?;
        self.is_dealt_with(&line).await
    }

    /// Ticks every step of the person in view that can be done today.
    async fn do_the_steps(&self) -> Test {
        loop {
            let buttons = self.window.names("button").await?;
            let Some(step) = buttons.iter().find(|name| name.starts_with("Done today (")) else {
                return Ok(());
            };
            self.press(step).await?;
            self.window.sees_no(step).await?;
        }
    }

    async fn write_down_the_code(&self) -> Test {
        self.follow("Show the recovery code").await?;
        self.window.arrives_at("Recovery code").await?;
        self.press("Show the code").await?;
        let groups = self.window.list("Recovery code, seven groups of four").await?;
        self.press("I have it on paper").await?;
        self.window.arrives_at("Check your paper").await?;
        for label in self.window.names("textbox").await? {
            let ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"];
            let place = ordinals.iter().position(|ordinal| label.contains(ordinal));
            let group = place.and_then(|place| groups.get(place)).cloned().unwrap_or_default();
            self.fill(&label, &group).await?;
        }
        self.press("Check").await?;
        self.window.arrives_at("Settings").await?;
        self.is_dealt_with("Write down your recovery code").await
    }

    async fn confirm_the_accounts(&self) -> Test {
        self.follow("Check the accounts").await?;
        self.window.arrives_at("People").await?;
        self.window.sees("Everybody; Account to check").await?;
        self.press("Choose everybody in the list").await?;
        self.window.sees("Chosen: 5 people.").await?;
        self.press("Confirm as used").await?;
        self.choose("What did they do last?", "Sent an email").await?;
        self.press("Confirm").await?;
        self.window.sees("Confirmed as used: 5 people.").await?;
        self.window.sees("No account needs a check").await?;
        self.is_dealt_with("Check the accounts of").await
    }

    async fn answer_about_the_lodge(&self) -> Test {
        let line = "Find out who looks after the accounts of Rowan Lodge";
        self.follow(&format!("Answer the question {line}")).await?;
        self.window.arrives_at("Rowan Lodge").await?;
        self.follow("Change").await?;
        self.choose("Does the National Administration Service", "Yes").await?;
        self.press("Save").await?;
        self.window.sees("is up to date").await?;
        self.is_dealt_with(line).await
    }

    async fn let_the_leaver_go(&self) -> Test {
        self.follow("See the steps Olive Marchbanks").await?;
        self.window.sees("What is happening").await?;
        self.press("Take it away (").await?;
        self.press("Save").await?;
        self.window
            .sees("Done: Take their access to the shared mailbox away.")
            .await?;
        self.do_the_steps().await?;
        self.is_dealt_with("Olive Marchbanks: ").await
    }

    async fn show_a_starter_around(&self) -> Test {
        self.follow("See the steps Ivy Winterbourne").await?;
        self.window.sees("What is happening").await?;
        self.do_the_steps().await?;
        self.press("Note access").await?;
        self.press("Save").await?;
        self.window.sees("Ivy Winterbourne is noted as a member of").await?;
        self.is_dealt_with("Ivy Winterbourne: ").await
    }

    /// Everything Today asks for on this Monday.
    async fn deal_with_monday(&self) -> Test {
        self.window.arrives_at("Today").await?;
        let first = self.lines().await?;
        ensure(first.len() >= 10, || {
            format!("Today has {} lines: {first:?}", first.len())
        })?;
        self.let_the_leaver_go().await?;
        self.write_down_the_code().await?;
        self.send("Ben Carter", "INC2000001").await?;
        self.send("Chloë Hart", "INC2000002").await?;
        self.add_reference("Olive Marchbanks", "INC2000003").await?;
        self.add_reference("Joan Pemberley", "INC2000004").await?;
        self.show_a_starter_around().await?;
        self.confirm_the_accounts().await?;
        self.answer_about_the_lodge().await?;
        self.put_off("Nobody on your list can open care.vm4k2@nhs.net").await?;
        self.put_off("Olive Marchbanks is marked as a leaver: the account may be deleted on 29 November 2026")
            .await?;
        self.window.sees("Nothing to do today").await?;
        self.window.sees("Put off until later (2)").await?;
        Ok(())
    }
}

#[tokio::test]
async fn ten_lines_of_today_are_dealt_with_by_mouse() -> Test {
    let world = World::new("monday-mouse").await?;
    let window = world.open_with(&[MONDAY]).await?;
    let owner = Owner {
        window: &window,
        by: By::Mouse,
    };
    window.arrives_at("Today").await?;
    world.looks_right(&window, "today").await?;
    owner.deal_with_monday().await?;
    world.looks_right(&window, "today-done").await?;
    Ok(())
}

#[tokio::test]
async fn ten_lines_of_today_are_dealt_with_by_keyboard() -> Test {
    let world = World::new("monday-keys").await?;
    let window = world.open_with(&[MONDAY]).await?;
    let owner = Owner {
        window: &window,
        by: By::Keys,
    };
    owner.deal_with_monday().await
}

/// The sizes of a small laptop, of a large screen, and of the laptop at 200 %.
const SIZES: [(u32, u32, &str); 3] = [(1024, 700, "1024"), (1920, 1080, "1920"), (512, 400, "zoomed")];

async fn pictures(world: &World, window: &Window, page: &str) -> Test {
    for (theme, dark, themed) in [(Theme::Light, false, "light"), (Theme::Dark, true, "dark")] {
        world.set_theme(theme).await?;
        window.is_dark(dark).await?;
        for (width, height, sized) in SIZES {
            window.resize(width, height).await?;
            window.fits().await?;
            window.picture(&format!("{page}-{themed}-{sized}")).await?;
        }
    }
    world.set_theme(Theme::Light).await?;
    window.is_dark(false).await?;
    window.resize(1100, 760).await?;
    Ok(())
}

#[tokio::test]
async fn the_people_list_is_cut_down_saved_as_a_view_and_acted_on_by_keyboard() -> Test {
    let world = World::new("monday-people").await?;
    let window = world.open_with(&[MONDAY]).await?;
    window.arrives_at("Today").await?;
    pictures(&world, &window, "today").await?;
    window.key_follow("People").await?;
    window.arrives_at("People").await?;
    window.key_pick("Role", "Registered nurse").await?;
    window.sees("Only: Role: Registered nurse").await?;
    world.looks_right(&window, "role").await?;
    window.key_press("Save as a view").await?;
    window.key_press("Save the view").await?;
    window.titled("Error: ").await?;
    world.looks_right(&window, "naming").await?;
    window.key_fill("Name", "Our nurses").await?;
    window.key_press("Save the view").await?;
    window.sees("The view Our nurses is saved.").await?;
    window.sees_no("Anders Bergström").await?;
    window.key_press("Clear the filter").await?;
    window.sees("Anders Bergström").await?;
    window.key_pick("Saved view", "Our nurses").await?;
    window.sees_no("Anders Bergström").await?;

    window.key_press("Choose people").await?;
    window.tab_to("link", "Dele Adeyemi").await?;
    window.keys(&[e2e::Key::Space]).await?;
    window.sees("1 person chosen").await?;
    world.looks_right(&window, "chosen").await?;
    pictures(&world, &window, "people").await?;
    window.key_press("Delete the view").await?;
    window.sees("is deleted").await?;
    window.key_press("Undo").await?;
    window.sees("Undone.").await?;
    window.find("combobox", "Saved view").await?;
    window.key_pick("What is due", "Contact details may go").await?;
    window.sees("Nobody fits all of this").await?;
    world.looks_right(&window, "nobody").await?;
    Ok(())
}

const LEAVER: &str = "Tom Fairweather";

#[tokio::test]
async fn a_leaver_of_last_month_is_walked_to_the_end_and_then_erased() -> Test {
    let world = World::new("monday-leaver").await?;
    let window = world.open_with(&[MONDAY]).await?;
    let owner = Owner {
        window: &window,
        by: By::Keys,
    };
    window.arrives_at("Today").await?;
    window.key_follow("People").await?;
    window.arrives_at("People").await?;
    window.key_follow(LEAVER).await?;
    window.arrives_at(LEAVER).await?;

    // Noted five weeks late: what should have happened is overdue, and nothing is refused.
    owner.press("Is leaving").await?;
    owner
        .choose("Do they go on to another place that uses NHSmail?", "No")
        .await?;
    owner.fill("Day", "12").await?;
    owner.fill("Month", "10").await?;
    owner.press("Lay out the steps").await?;
    window.sees("What is happening").await?;
    world.looks_right(&window, "steps").await?;
    owner.do_the_steps().await?;
    owner.press("Note the day (Their last day").await?;
    owner.press("Save").await?;
    window.sees("Done: Their last day is noted.").await?;
    owner.press("Note the day (NAS has marked").await?;
    owner.fill("Day", "14").await?;
    owner.fill("Month", "10").await?;
    owner.press("Save").await?;
    window.sees("Done: NAS has marked them as a leaver.").await?;
    // The 30 days are over, and so are the steps.
    window.sees("Nothing that needs steps.").await?;
    owner.press("What happened before").await?;
    window.sees("All steps done on").await?;
    world.looks_right(&window, "steps-done").await?;

    owner.press("Erase this person").await?;
    window
        .sees("Nobody can bring it back, with no code and no help.")
        .await?;
    owner.fill("Type the full name to go on", "Tom Fairwether").await?;
    owner.press("Erase for good").await?;
    window.titled("Error: ").await?;
    world.looks_right(&window, "erase-refused").await?;
    owner.fill("Type the full name to go on", LEAVER).await?;
    owner.press("Erase for good").await?;
    window.arrives_at("People").await?;
    window.sees("The person is erased for good.").await?;
    // It said before that nobody can bring it back: there is nothing to press.
    let buttons = window.names("button").await?;
    ensure(!buttons.iter().any(|name| name == "Undo"), || {
        format!("erasing cannot be undone: {buttons:?}")
    })?;
    window.key_fill("Find a person", "fairweather").await?;
    window.sees("No one matches").await?;
    owner.press("Look among everybody").await?;
    window.sees("No one matches").await?;
    Ok(())
}
