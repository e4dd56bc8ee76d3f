//! Everything that may have happened, walked in Ask NHSmail to its end with the keyboard alone.

use e2e::{Answer, HOME, Key, Message, Outcome, Problem, STARTERS, Test, Window, World, ensure, until};
use serde_json::Value;

const NAME: &str = "Amina Khan";
const ADDRESS: &str = "amina.khan7@nhs.net";

/// Walked by the tests of the two first requests.
const STARTED: &str = "Somebody has started or needs the shared mailbox";
const OWNER: &str = "The owner of the shared mailbox leaves or changes";
const MOVE: &str = "Somebody is moving from one home to another";
const CALL: &str = "Nobody at the home can open the shared mailbox";

/// What happened, what is answered, and the heading at the end. What an earlier walk of the same entry answered is still
/// chosen, so that the arrow keys go on from there.
struct Walk {
    entry: &'static str,
    answers: &'static [(&'static str, &'static str)],
    end: &'static str,
}

/// The walks whose end is nothing to send, a Local Administrator's door or the portal.
const NOTHING_TO_SEND: [Walk; 13] = [
    Walk {
        entry: "Somebody has forgotten their password",
        answers: &[
            ("Have they tried to reset the password themselves?", "Yes"),
            ("Does their account have the mobile number", "Yes"),
        ],
        end: "The person calls the helpdesk",
    },
    Walk {
        entry: "Somebody has forgotten their password",
        answers: &[("Have they tried to reset the password themselves?", "No")],
        end: "They can do this themselves",
    },
    Walk {
        entry: "Somebody is locked out of their account",
        answers: &[
            ("Does another organisation’s own IT helpdesk", "No"),
            ("Have they tried to reset the password themselves?", "Yes"),
            ("Have you checked who is asking", "No"),
        ],
        end: "Check who is asking first",
    },
    Walk {
        entry: "Somebody has their account but not the shared mailbox",
        answers: &[("Has an owner tried to add them", "No")],
        end: "Add them to the shared mailbox yourself",
    },
    Walk {
        entry: "Somebody has forgotten their account secret",
        answers: &[],
        end: "The person calls the helpdesk",
    },
    Walk {
        entry: "An account was deleted",
        answers: &[("Was the account deleted less than 30 days ago?", "No")],
        end: "The account is gone for good",
    },
    Walk {
        entry: "NHSmail does not work at all",
        answers: &[],
        end: "Look at the service status first",
    },
    Walk {
        entry: "An account from another organisation should come to us",
        answers: &[],
        end: "Ask the organisation that looks after the account",
    },
    Walk {
        entry: "Our home has no NHSmail yet",
        answers: &[],
        end: "One person registers the home online",
    },
    Walk {
        entry: "A mobile number has changed or should be hidden",
        answers: &[("Can the person sign in?", "Yes")],
        end: "The person changes it in their own profile",
    },
    Walk {
        entry: "Our ODS code, owner or registration changes, or we close",
        answers: &[("Does your home close?", "Yes")],
        end: "What to do before the home closes",
    },
    Walk {
        entry: "Somebody goes on long leave",
        answers: &[("Will they be away for longer than 30 days?", "No")],
        end: "Nothing to send for a short leave",
    },
    Walk {
        entry: "The sign-in details never arrived",
        answers: &[("Have you asked NAS about it?", "No")],
        end: "Ask NAS first",
    },
];

/// A request with an account in it: what is said of it in the mail, and what the page of the request is called.
struct Written {
    walk: Walk,
    typed: &'static [(&'static str, &'static str)],
    ticks: bool,
    says: &'static str,
    kept: &'static str,
}

const ABOUT_ONE: [Written; 10] = [
    Written {
        walk: Walk {
            entry: "I do not know whether their old home marked them as a leaver",
            answers: &[("Have they left the organisation that holds", "Yes")],
            end: "Ask whether somebody is marked as a leaver",
        },
        typed: &[],
        ticks: false,
        says: "Please tell us whether this user is marked as a leaver",
        kept: "Check whether somebody is marked as a leaver",
    },
    Written {
        walk: Walk {
            entry: "Somebody is leaving or has left",
            answers: &[
                ("Are they the only owner", "No"),
                ("Do they go on to another place", "No"),
            ],
            end: "Ask NAS to mark a leaver",
        },
        typed: &[],
        ticks: false,
        says: "This user is to be marked as a leaver.",
        kept: "Mark a user as a leaver",
    },
    Written {
        walk: Walk {
            entry: "Somebody is locked out of their account",
            answers: &[
                ("Does another organisation’s own IT helpdesk", "No"),
                ("Have they tried to reset the password themselves?", "Yes"),
                ("Have you checked who is asking", "Yes"),
            ],
            end: "Ask NAS to unlock an account",
        },
        typed: &[],
        ticks: false,
        says: "Please unlock the account of this NHSmail user.",
        kept: "Unlock an account",
    },
    Written {
        walk: Walk {
            entry: "Somebody has forgotten their password",
            answers: &[
                ("Have they tried to reset the password themselves?", "Yes"),
                ("Does their account have the mobile number", "No"),
                ("Have you checked who is asking", "Yes"),
            ],
            end: "Ask for a password reset",
        },
        typed: &[("Mobile for the temporary password of Amina Khan", "07700 900 177")],
        ticks: true,
        says: "Mobile for the temporary password: 07700900177",
        kept: "Password reset",
    },
    Written {
        walk: Walk {
            entry: "Somebody’s name has changed",
            answers: &[("Will the person write to NAS", "No")],
            end: "Tell NAS about a new name",
        },
        typed: &[("New full name of Amina Khan", "Amina Okafor")],
        ticks: false,
        says: "New full name: Amina Okafor",
        kept: "Change of name",
    },
    Written {
        walk: Walk {
            entry: "One person cannot open the shared mailbox",
            answers: &[("Has an owner tried to add them", "Yes")],
            end: "Ask NAS to add somebody to the shared mailbox",
        },
        typed: &[],
        ticks: false,
        says: "The account is to be added to the shared mailbox.",
        kept: "Add a user to the shared mailbox",
    },
    Written {
        walk: Walk {
            entry: "Somebody has their account but not the shared mailbox",
            answers: &[("Has an owner tried to add them", "Yes")],
            end: "Ask for the missing shared mailbox",
        },
        typed: &[],
        ticks: false,
        says: "ODS code: VLAXL",
        kept: "Shared mailbox missing from an account",
    },
    Written {
        walk: Walk {
            entry: "Somebody goes on long leave",
            answers: &[
                ("Will they be away for longer than 30 days?", "Yes"),
                ("Are they the only owner", "No"),
            ],
            end: "Ask NAS to pause an account",
        },
        typed: &[],
        ticks: false,
        says: "This account is to be disabled",
        kept: "Pause an account for long leave",
    },
    Written {
        walk: Walk {
            entry: "Somebody is back from long leave",
            answers: &[("Did NAS pause the account", "Yes")],
            end: "Ask NAS to open an account again",
        },
        typed: &[],
        ticks: false,
        says: "This account is to be enabled again.",
        kept: "Open an account again after leave",
    },
    Written {
        walk: Walk {
            entry: "An account was deleted",
            answers: &[("Was the account deleted less than 30 days ago?", "Yes")],
            end: "Ask NAS to bring a deleted account back",
        },
        typed: &[],
        ticks: false,
        says: "Please restore the deleted account",
        kept: "Restore a deleted account",
    },
];

/// Requests that say nothing of anybody.
const ABOUT_NOBODY: [Written; 4] = [
    Written {
        walk: Walk {
            entry: "We have heard nothing, or it is still not solved",
            answers: &[
                ("Have you asked NAS about it?", "Yes"),
                ("Have you reminded NAS", "Yes"),
            ],
            end: "Escalate a request that is still open",
        },
        typed: &[("Ticket reference", "INC1234567")],
        ticks: false,
        says: "feedback@nhs.net",
        kept: "Escalation",
    },
    Written {
        walk: Walk {
            entry: "We have heard nothing, or it is still not solved",
            answers: &[("Have you asked NAS about it?", "Yes"), ("Have you reminded NAS", "No")],
            end: "Remind NAS of a request",
        },
        typed: &[("Ticket reference", "INC1234567")],
        ticks: false,
        says: "Ticket reference: INC1234567",
        kept: "Reminder",
    },
    Written {
        walk: Walk {
            entry: "The sign-in details never arrived",
            answers: &[("Have you asked NAS about it?", "Yes")],
            end: "Remind NAS of a request",
        },
        typed: &[("Ticket reference", "INC1234568")],
        ticks: false,
        says: "Ticket reference: INC1234568",
        kept: "Reminder",
    },
    Written {
        walk: Walk {
            entry: "Our ODS code, owner or registration changes, or we close",
            answers: &[
                ("Does your home close?", "No"),
                ("Do you know the new ODS code?", "Yes"),
            ],
            end: "Tell NAS about the new ODS code",
        },
        typed: &[
            ("New ODS code", "VM4K2"),
            ("Day", "4"),
            ("Month", "1"),
            ("Year", "2027"),
        ],
        ticks: false,
        says: "Date of the change: 4 January 2027",
        kept: "Change to the home",
    },
];

async fn set_up(window: &Window) -> Outcome<()> {
    window.set_up().await?;
    window.add_person(&STARTERS[0]).await?;
    window.go_to("People", "People").await?;
    window.follow("Add a person").await?;
    window.arrives_at("Add a person").await?;
    window.fill("Full name", NAME).await?;
    window.choose("Do they have an NHSmail account?", "Yes").await?;
    window.fill("NHSmail address", ADDRESS).await?;
    window.fill("Mobile linked to the account", "07700-900-103").await?;
    window.press("Save").await?;
    window.arrives_at(NAME).await
}

/// Walks from the list of what may have happened to the end, by keyboard.
async fn key_walk(window: &Window, walk: &Walk) -> Outcome<()> {
    window.go_to("Ask NHSmail", "What has happened?").await?;
    window.key_follow(walk.entry).await?;
    if !walk.answers.is_empty() {
        window.arrives_at(walk.entry).await?;
        for (question, answer) in walk.answers {
            window.key_choose(question, answer).await?;
        }
        window.key_press("Continue").await?;
    }
    window.arrives_at(walk.end).await?;
    window.sees("Where this is from").await
}

async fn key_write(world: &World, window: &Window, written: &Written, about: &[&str]) -> Outcome<()> {
    key_walk(window, &written.walk).await?;
    for name in about {
        window.key_tick(name).await?;
    }
    for (label, text) in written.typed {
        window.key_fill(label, text).await?;
    }
    if written.ticks {
        window.key_tick("I have checked that it is").await?;
    }
    window.key_press("Show the mail").await?;
    window.sees(written.says).await?;
    world.looks_right(window, &page_name(written.walk.end)).await?;
    window.key_press("Keep this request and send it").await?;
    window.arrives_at(written.kept).await
}

/// Checks that no entry stands on the page that no test here walks.
async fn every_entry_is_walked(window: &Window) -> Outcome<()> {
    let listed = window
        .ask(
            "return [...document.querySelectorAll('.app-entries__link')].map((e) => e.textContent.trim());",
            vec![],
        )
        .await?;
    let listed: Vec<&str> = listed
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let written = ABOUT_ONE.iter().chain(&ABOUT_NOBODY).map(|written| written.walk.entry);
    let walked: Vec<&str> = NOTHING_TO_SEND
        .iter()
        .map(|walk| walk.entry)
        .chain(written)
        .chain([STARTED, OWNER, MOVE, CALL])
        .collect();
    let left: Vec<_> = listed.iter().filter(|entry| !walked.contains(entry)).collect();
    ensure(!listed.is_empty() && left.is_empty(), || {
        format!("nobody walks {left:?} of {listed:?}")
    })
}

/// A name for the pictures of a page.
fn page_name(heading: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    heading.chars().map(plain).collect()
}

#[tokio::test]
async fn what_needs_no_request_ends_in_what_to_do_instead() -> Test {
    let world = World::new("ask-nothing-to-send").await?;
    let window = world.open().await?;
    set_up(&window).await?;
    window.go_to("Ask NHSmail", "What has happened?").await?;
    world.looks_right(&window, "what-has-happened").await?;
    every_entry_is_walked(&window).await?;
    window.go_to("Today", "Today").await?;
    for walk in &NOTHING_TO_SEND {
        key_walk(&window, walk).await?;
        world.looks_right(&window, &page_name(walk.end)).await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_is_asked_about_somebody_ends_in_a_request_that_is_kept() -> Test {
    let world = World::new("ask-about-one").await?;
    let window = world.open().await?;
    set_up(&window).await?;
    for written in &ABOUT_ONE {
        key_write(&world, &window, written, &[NAME]).await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_is_asked_about_nobody_ends_in_a_request_that_is_kept() -> Test {
    let world = World::new("ask-about-nobody").await?;
    let window = world.open().await?;
    set_up(&window).await?;
    for written in &ABOUT_NOBODY {
        key_write(&world, &window, written, &[]).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_new_owner_is_named_with_the_one_who_hands_over() -> Test {
    let world = World::new("ask-owner").await?;
    let window = world.open().await?;
    set_up(&window).await?;
    let walk = Walk {
        entry: OWNER,
        answers: &[("Can anybody at your home still open", "Yes")],
        end: "Name the new owner of the shared mailbox",
    };
    key_walk(&window, &walk).await?;
    window.key_tick(STARTERS[0].name).await?;
    window.key_tick(HOME.owner).await?;
    window.key_press("Show the mail").await?;
    window.titled("Error: ").await?;
    window.sees("Choose two people").await?;
    window.key_choose(HOME.owner, "Hands over").await?;
    window.key_press("Show the mail").await?;
    window.sees("Outgoing owner's full name: Jane Smith").await?;
    window.sees("Not spelled out by NAS").await?;
    world.looks_right(&window, "owner-change").await?;
    window.key_press("Keep this request and send it").await?;
    window.arrives_at("New owner of the shared mailbox").await?;
    Ok(())
}

#[tokio::test]
async fn a_name_change_of_ones_own_leaves_from_ones_own_mailbox() -> Test {
    let world = World::new("ask-own-name").await?;
    let window = world.open().await?;
    set_up(&window).await?;
    let written = Written {
        walk: Walk {
            entry: "Somebody’s name has changed",
            answers: &[("Will the person write to NAS", "Yes")],
            end: "Tell NAS about a new name",
        },
        typed: &[("New full name of Amina Khan", "Amina Okafor")],
        ticks: false,
        says: "My name has changed.",
        kept: "Change of name",
    };
    key_write(&world, &window, &written, &[NAME]).await?;
    window.sees("1. The person opens their own mailbox").await?;
    let file = world.documents().join("name.eml");
    world.portal.will(Answer::Pick(file.clone()));
    window.key_press("Other ways").await?;
    window.key_press("Save as a file").await?;
    window.sees("Saved").await?;
    let message = Message::read(&file)?;
    ensure(message.subject == "Change of name of an NHSmail user", || {
        format!("the subject is “{}”", message.subject)
    })?;
    window.key_tick("The person sent it from their own mailbox").await?;
    window.key_press("Record as sent").await?;
    window.sees("Recorded as sent.").await?;
    Ok(())
}

#[tokio::test]
async fn a_move_has_two_homes_steps_and_counts_the_days() -> Test {
    let world = World::new("ask-move").await?;
    let window = world.open().await?;
    set_up(&window).await?;
    let here = Walk {
        entry: MOVE,
        answers: &[
            ("Do they come to your home?", "Yes"),
            ("Have they left the organisation that holds", "Yes"),
        ],
        end: "Somebody comes from another home",
    };
    key_walk(&window, &here).await?;
    world.looks_right(&window, "moves-here").await?;
    window.key_follow("Ask to add them as a joiner").await?;
    window.arrives_at("Who needs an account or access?").await?;
    let away = Walk {
        entry: MOVE,
        answers: &[("Do they come to your home?", "No"), ("Are they the only owner", "No")],
        end: "Somebody goes to another home",
    };
    key_walk(&window, &away).await?;
    window.sees("The 30 days start with the leaver mark").await?;
    window.key_tick(NAME).await?;
    window.key_press("Show the mail").await?;
    window.sees("This user is to be marked as a leaver.").await?;
    world.looks_right(&window, "moves-away").await?;
    Ok(())
}

/// Lets the rules for paper hold on the screen.
async fn as_on_paper(window: &Window) -> Outcome<()> {
    let turned = window
        .ask(
            "let turned = 0;
             for (const sheet of document.styleSheets) for (const rule of sheet.cssRules) {
               if (rule instanceof CSSMediaRule && rule.media.mediaText === 'print') { rule.media.mediaText = 'all'; turned++; }
             }
             return turned;",
            vec![],
        )
        .await?;
    ensure(turned.as_u64().is_some_and(|count| count > 0), || {
        "there are no rules for paper".to_owned()
    })
}

#[tokio::test]
async fn a_call_has_its_words_to_read_to_print_and_to_save() -> Test {
    let world = World::new("ask-call").await?;
    let window = world.open().await?;
    set_up(&window).await?;
    let walk = Walk {
        entry: CALL,
        answers: &[],
        end: "Call NHSmail",
    };
    key_walk(&window, &walk).await?;
    window.key_tick(NAME).await?;
    window.key_tick(STARTERS[0].name).await?;
    window.sees("Has an NHSmail account already").await?;
    window.sees("Also to be added (1)").await?;
    world.looks_right(&window, "call").await?;

    let file = world.documents().join("call.txt");
    world.portal.will(Answer::Pick(file.clone()));
    window.key_press("Save as file").await?;
    window.sees("Saved").await?;
    let saved = std::fs::read_to_string(&file).map_err(|why| Problem::while_doing("reading the saved call", why))?;
    // In two groups, as it is read out.
    let (head, tail) = STARTERS[0].mobile_in_requests.split_at(5);
    let mobile = format!("{head} {tail}");
    let needed = [
        "0333 200 1133, then press 1, then 1",
        "A mobile will not do",
        ADDRESS,
        NAME,
        STARTERS[0].name,
        mobile.as_str(),
        "Subject Matter Expert",
        "Ticket reference",
    ];
    for words in needed {
        ensure(saved.contains(words), || {
            format!("the file does not say “{words}”: {saved}")
        })?;
    }

    window.key_press("Print").await?;
    until(10, || async {
        let titles = world.screen.titles()?;
        ensure(titles.iter().any(|title| title.contains("Print")), || {
            format!("no dialog for printing; the windows are {titles:?}")
        })
    })
    .await?;
    window.keys(&[Key::Escape]).await?;

    as_on_paper(&window).await?;
    let sheet = window.read().await?;
    for words in needed
        .iter()
        .skip(1)
        .chain(&["0333 200 1133", "Who answered", "Date", "Time"])
    {
        ensure(sheet.contains(words), || {
            format!("the sheet does not say “{words}”: {sheet}")
        })?;
    }
    for words in ["Save as file", "Find the person", "Settings", "Choose nobody"] {
        ensure(!sheet.contains(words), || format!("the sheet says “{words}”: {sheet}"))?;
    }
    let hidden = window
        .ask(
            "return [...document.querySelectorAll('.app-script *')].filter((e) => !e.closest('.app-no-print') && !e.checkVisibility()).length;",
            vec![],
        )
        .await?;
    ensure(hidden == 0, || {
        format!("{hidden} parts of the script are not on the sheet")
    })?;
    Ok(())
}

#[tokio::test]
async fn a_home_that_nas_does_not_manage_is_sent_elsewhere_from_every_request() -> Test {
    let world = World::new("ask-elsewhere").await?;
    let window = world.open().await?;
    set_up(&window).await?;
    window.go_to("Settings", "Settings").await?;
    window.follow(HOME.name).await?;
    window.follow("Change").await?;
    window.choose("Does the National Administration Service", "No").await?;
    window.press("Save").await?;
    window.arrives_at(HOME.name).await?;
    for written in ABOUT_ONE.iter().chain(&ABOUT_NOBODY) {
        let walk = Walk {
            end: "Ask your Local Administrator",
            ..Walk {
                entry: written.walk.entry,
                answers: written.walk.answers,
                end: "",
            }
        };
        key_walk(&window, &walk).await?;
        window.sees_no("Show the mail").await?;
    }
    world.looks_right(&window, "local-administrator").await?;
    Ok(())
}
