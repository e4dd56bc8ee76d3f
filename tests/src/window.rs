//! The app's window, worked as a person works it.

use crate::page::question;
use crate::problem::{Outcome, Problem, ensure, until};
use crate::program::{Program, Start, need};
use crate::screen::Screen;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

pub use fantoccini::key::Key;

/// How long, in seconds, a person waits for something to appear before giving up.
const PATIENCE: u64 = 20;

/// How long the web view may take to answer a command.
const SILENT: Duration = Duration::from_mins(1);

/// The app's one window, driven through the web view's own WebDriver.
///
/// Everything is found by what a person goes by: a role (`button`, `link`, `textbox`, `radio`, `checkbox`, `heading`,
/// …) and the words on it. Every question waits a little for its answer.
pub struct Window {
    client: Client,
    driver: Program,
    screen: Rc<Screen>,
    app: Pid,
    pictures: PathBuf,
    taken: Cell<u32>,
}

/// What has the focus on the page; all empty when nothing has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focus {
    /// Its role.
    pub role: String,
    /// Its name.
    pub name: String,
    /// The words above the group of choices it belongs to.
    pub group: String,
}

impl Window {
    /// Starts `WebKitWebDriver`, and through it the app.
    pub(crate) async fn open(
        binary: &Path,
        starter: &Path,
        arguments: &[&str],
        environment: &[(String, String)],
        output: &Path,
        pictures: &Path,
        screen: Rc<Screen>,
    ) -> Outcome<Self> {
        need(&binary.display().to_string())?;
        need(&starter.display().to_string())?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .map_err(|why| Problem::while_doing("looking for a free port", why))?
            .port();
        let driver = Start::new("WebKitWebDriver", environment)
            .args(["--host=127.0.0.1".to_owned(), format!("--port={port}")])
            .output(output)
            .run()?;
        until(10, || async {
            tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .map(drop)
                .map_err(|why| Problem::while_doing("WebKitWebDriver did not start", why))
        })
        .await?;
        let capabilities = json!({
            "webkitgtk:browserOptions": { "binary": starter, "args": arguments },
            "timeouts": { "script": 60_000 },
        });
        let Value::Object(capabilities) = capabilities else {
            return Err(Problem::new("the capabilities are not an object"));
        };
        let connector = hyper_util::client::legacy::connect::HttpConnector::new();
        let mut builder = ClientBuilder::new(connector);
        builder.capabilities(capabilities);
        let url = format!("http://127.0.0.1:{port}");
        let connected = tokio::time::timeout(Duration::from_secs(30), builder.connect(&url)).await;
        let said = || std::fs::read_to_string(output).unwrap_or_default();
        let client = match connected {
            Ok(Ok(client)) => client,
            Ok(Err(why)) => {
                return Err(Problem::new(format!("the app did not start: {why}\n{}", said())));
            }
            Err(_) => {
                return Err(Problem::new(format!(
                    "the app showed no window within 30 s\n{}",
                    said()
                )));
            }
        };
        let app = child_of(driver.pid(), binary)?;
        let taken = std::fs::read_dir(pictures).map_or(0, Iterator::count);
        Ok(Self {
            client,
            driver,
            screen,
            app,
            pictures: pictures.to_owned(),
            taken: Cell::new(u32::try_from(taken).unwrap_or(0)),
        })
    }

    /// The WebDriver session itself, for what nothing below covers.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Puts a question to the page: JavaScript that returns a value, with `arguments` as `args` and the functions of
    /// `page.js`.
    ///
    /// # Errors
    ///
    /// When the page cannot answer, or the script throws.
    pub async fn ask(&self, body: &str, arguments: Vec<Value>) -> Outcome<Value> {
        let script = question(body).replacen("try {", "const args = arguments; try {", 1);
        let mut answer = self
            .answered("asking the page", self.client.execute(&script, arguments))
            .await?;
        match answer.get("no").and_then(Value::as_str) {
            Some(no) => Err(Problem::new(no)),
            None => Ok(answer["ok"].take()),
        }
    }

    /// The element with this role and name, waited for.
    ///
    /// # Errors
    ///
    /// When there is none, or more than one, after [`PATIENCE`] seconds; with what the page shows.
    pub async fn find(&self, role: &str, name: &str) -> Outcome<Element> {
        self.find_in(None, role, name).await
    }

    /// The element with this role and name inside another: the first of that role that contains those words.
    ///
    /// # Errors
    ///
    /// As [`Window::find`].
    pub async fn find_within(&self, around: (&str, &str), role: &str, name: &str) -> Outcome<Element> {
        self.find_in(Some(around), role, name).await
    }

    async fn find_in(&self, around: Option<(&str, &str)>, role: &str, name: &str) -> Outcome<Element> {
        let scope = around.map(|(role, words)| json!({ "role": role, "words": words }));
        let found = until(PATIENCE, || async {
            self.ask(
                "return find(args[0], args[1], args[2]);",
                vec![json!(role), json!(name), json!(scope)],
            )
            .await
        })
        .await;
        let found = match found {
            Ok(found) => found,
            Err(problem) => return Err(self.with_page(problem).await),
        };
        let id = found
            .as_object()
            .and_then(|object| object.values().next())
            .and_then(Value::as_str)
            .ok_or_else(|| Problem::new("the page answered with something that is not an element"))?;
        Ok(Element::from_element_id(
            self.client.clone(),
            ElementRef::from(id.to_owned()),
        ))
    }

    /// The names of every visible element of a role, in the order of the page.
    ///
    /// # Errors
    ///
    /// When the page cannot answer.
    pub async fn names(&self, role: &str) -> Outcome<Vec<String>> {
        let names = self
            .ask("return allOf(args[0]).map(nameOf);", vec![json!(role)])
            .await?;
        Ok(strings(&names))
    }

    /// The words of each item of the list of that name.
    ///
    /// # Errors
    ///
    /// When there is no such list.
    pub async fn list(&self, name: &str) -> Outcome<Vec<String>> {
        self.find("list", name).await?;
        let items = self
            .ask(
                "return [...find('list', args[0]).children].map((item) => tidy(wordsIn(item)));",
                vec![json!(name)],
            )
            .await?;
        Ok(strings(&items))
    }

    /// Presses the button of that name.
    ///
    /// # Errors
    ///
    /// When it is not there or cannot be pressed.
    pub async fn press(&self, name: &str) -> Outcome<()> {
        self.click("button", name).await
    }

    /// Follows the link of that name.
    ///
    /// # Errors
    ///
    /// When it is not there or cannot be followed.
    pub async fn follow(&self, name: &str) -> Outcome<()> {
        self.click("link", name).await
    }

    /// Clicks the element with this role and name: also a radio button or a checkbox.
    ///
    /// # Errors
    ///
    /// When it is not there or cannot be clicked.
    pub async fn click(&self, role: &str, name: &str) -> Outcome<()> {
        let element = self.find(role, name).await?;
        self.click_on(&element, &format!("the {role} “{name}”")).await
    }

    /// Scrolls an element into view, waits until it is painted there, and clicks it.
    pub(crate) async fn click_on(&self, element: &Element, what: &str) -> Outcome<()> {
        let script = "const [element, done] = arguments;
            const { left, right, top, bottom } = element.getBoundingClientRect();
            const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
            if (there && (element.contains(there) || there.contains(element))) return done(true);
            element.scrollIntoView({ block: 'center', behavior: 'instant' });
            requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";
        self.answered(
            &format!("scrolling to {what}"),
            self.client.execute_async(script, vec![json!(element)]),
        )
        .await?;
        self.answered(&format!("clicking {what}"), element.click()).await
    }

    /// Chooses a radio button under these words.
    ///
    /// # Errors
    ///
    /// When it is not there or cannot be chosen.
    pub async fn choose(&self, group: &str, name: &str) -> Outcome<()> {
        let radio = self.find_within(("group", group), "radio", name).await?;
        self.click_on(&radio, &format!("“{name}” under “{group}”")).await
    }

    /// Chooses an entry of the list of choices of that name.
    ///
    /// # Errors
    ///
    /// When the list or the entry is not there.
    pub async fn pick(&self, name: &str, entry: &str) -> Outcome<()> {
        let list = self.find("combobox", name).await?;
        let what = format!("“{entry}” of “{name}”");
        self.answered(&what, list.select_by_label(entry)).await
    }

    /// Goes to the list of choices of that name by Tab and chooses an entry by its first letters.
    ///
    /// # Errors
    ///
    /// When it is not reached or another entry is chosen.
    pub async fn key_pick(&self, name: &str, entry: &str) -> Outcome<()> {
        self.tab_to("combobox", name).await?;
        self.types(entry).await?;
        until(2, || async {
            let chosen = self
                .ask(
                    "return document.activeElement.selectedOptions?.[0]?.text ?? '';",
                    vec![],
                )
                .await?;
            ensure(chosen == Value::String(entry.to_owned()), || {
                format!("“{name}” has {chosen} after typing “{entry}”")
            })
        })
        .await
    }

    /// Replaces what is in the text box of that name, key by key.
    ///
    /// # Errors
    ///
    /// When it is not there or does not take the text.
    pub async fn fill(&self, name: &str, text: &str) -> Outcome<()> {
        let element = self.find("textbox", name).await?;
        self.click_on(&element, &format!("“{name}”")).await?;
        self.chord(Key::Control, 'a').await?;
        self.keys(&[Key::Delete]).await?;
        self.types(text).await?;
        let value = self.value(name).await?;
        if value == text {
            Ok(())
        } else {
            Err(Problem::new(format!("“{name}” holds “{value}” after typing “{text}”")))
        }
    }

    /// What is in the text box of that name.
    ///
    /// # Errors
    ///
    /// When it is not there.
    pub async fn value(&self, name: &str) -> Outcome<String> {
        let element = self.find("textbox", name).await?;
        let value = self
            .answered(&format!("reading “{name}”"), element.prop("value"))
            .await?;
        Ok(value.unwrap_or_default())
    }

    /// The words a person sees, line by line.
    ///
    /// # Errors
    ///
    /// When the page cannot answer.
    pub async fn read(&self) -> Outcome<String> {
        let text = self.ask("return document.body.innerText;", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().replace('\u{a0}', " "))
    }

    /// Waits until these words are on the screen.
    ///
    /// # Errors
    ///
    /// When they do not appear; with what the page shows.
    pub async fn sees(&self, words: &str) -> Outcome<()> {
        let seen = until(PATIENCE, || async {
            if self.read().await?.contains(words) {
                Ok(())
            } else {
                Err(Problem::new(format!("the words “{words}” are not on the screen")))
            }
        })
        .await;
        match seen {
            Ok(()) => Ok(()),
            Err(problem) => Err(self.with_page(problem).await),
        }
    }

    /// Waits until these words are no longer on the screen.
    ///
    /// # Errors
    ///
    /// When they stay; with what the page shows.
    pub async fn sees_no(&self, words: &str) -> Outcome<()> {
        let gone = until(PATIENCE, || async {
            if self.read().await?.contains(words) {
                Err(Problem::new(format!("the words “{words}” are still on the screen")))
            } else {
                Ok(())
            }
        })
        .await;
        match gone {
            Ok(()) => Ok(()),
            Err(problem) => Err(self.with_page(problem).await),
        }
    }

    /// Waits until the page with this heading is complete: its one top heading ends with these words, after a caption
    /// if it has one, and has the focus.
    ///
    /// # Errors
    ///
    /// When another page shows, or the focus is elsewhere.
    pub async fn arrives_at(&self, heading: &str) -> Outcome<()> {
        let arrived = until(PATIENCE, || async {
            let here = self
                .ask(
                    "const h1 = [...document.querySelectorAll('h1')].filter(shown);
                     return { headings: h1.map(nameOf), focused: h1.includes(document.activeElement) };",
                    vec![],
                )
                .await?;
            let headings = strings(&here["headings"]);
            if headings.len() != 1 || !headings[0].ends_with(heading) {
                return Err(Problem::new(format!(
                    "the page is headed {headings:?}, not “{heading}”"
                )));
            }
            if here["focused"] != Value::Bool(true) {
                let Focus { role, name, .. } = self.focus().await?;
                return Err(Problem::new(format!(
                    "the focus did not move to the heading “{heading}” but is on {role} “{name}”"
                )));
            }
            Ok(())
        })
        .await;
        match arrived {
            Ok(()) => Ok(()),
            Err(problem) => Err(self.with_page(problem).await),
        }
    }

    /// Waits until the title of the page starts with these words.
    ///
    /// # Errors
    ///
    /// When it does not.
    pub async fn titled(&self, words: &str) -> Outcome<()> {
        until(PATIENCE, || async {
            let title = self.answered("reading the title", self.client.title()).await?;
            if title.starts_with(words) {
                Ok(())
            } else {
                Err(Problem::new(format!("the title is “{title}”, not “{words}…”")))
            }
        })
        .await
    }

    /// Presses keys one after the other.
    ///
    /// # Errors
    ///
    /// When the web view does not take them.
    pub async fn keys(&self, keys: &[Key]) -> Outcome<()> {
        let mut actions = KeyActions::new("keyboard".into());
        for key in keys {
            let value = char::from(*key);
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.perform(actions).await
    }

    /// Holds one key, presses another, and lets go: Control and `a`, Shift and Tab.
    ///
    /// # Errors
    ///
    /// When the web view does not take them.
    pub async fn chord(&self, held: Key, pressed: char) -> Outcome<()> {
        let held = char::from(held);
        let actions = KeyActions::new("keyboard".into())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value: pressed })
            .then(KeyAction::Up { value: pressed })
            .then(KeyAction::Up { value: held });
        self.perform(actions).await
    }

    /// Types text where the focus is.
    ///
    /// # Errors
    ///
    /// When the web view does not take it.
    pub async fn types(&self, text: &str) -> Outcome<()> {
        let mut actions = KeyActions::new("keyboard".into());
        for value in text.chars() {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.perform(actions).await
    }

    async fn perform(&self, actions: KeyActions) -> Outcome<()> {
        self.answered("pressing keys", self.client.perform_actions(actions))
            .await
    }

    /// What has the focus.
    ///
    /// # Errors
    ///
    /// When the page cannot answer.
    pub async fn focus(&self) -> Outcome<Focus> {
        let focus = self
            .ask(
                "const e = document.activeElement;
                 if (!e || e === document.body) return ['', '', ''];
                 const group = e.closest('fieldset');
                 return [roleOf(e), nameOf(e), group ? nameOf(group) : ''];",
                vec![],
            )
            .await?;
        match &strings(&focus)[..] {
            [role, name, group] => Ok(Focus {
                role: role.clone(),
                name: name.clone(),
                group: group.clone(),
            }),
            _ => Err(Problem::new("the page did not say what has the focus")),
        }
    }

    /// Presses Tab until the element with this role and name has the focus.
    ///
    /// # Errors
    ///
    /// When it does not within 80 presses; with every stop on the way.
    pub async fn tab_to(&self, role: &str, name: &str) -> Outcome<()> {
        self.comes(role, name).await?;
        self.tab_until(&format!("the {role} “{name}”"), |focus| {
            focus.role == role && focus.name.starts_with(name)
        })
        .await
    }

    /// Waits until there is at least one such element: what is to be reached may still be on its way onto the page.
    async fn comes(&self, role: &str, name: &str) -> Outcome<()> {
        let come = until(PATIENCE, || async {
            let names = self.names(role).await?;
            ensure(names.iter().any(|each| each.starts_with(name)), || {
                format!("no {role} is called “{name}”; there are: {}", names.join(", "))
            })
        })
        .await;
        match come {
            Ok(()) => Ok(()),
            Err(problem) => Err(self.with_page(problem).await),
        }
    }

    async fn tab_until(&self, what: &str, reached: impl Fn(&Focus) -> bool) -> Outcome<()> {
        const ENOUGH: usize = 80;
        let mut stops = Vec::new();
        for _ in 0..ENOUGH {
            let focus = self.focus().await?;
            if !focus.role.is_empty() {
                self.focus_is_in_view().await?;
            }
            if reached(&focus) {
                return Ok(());
            }
            stops.push(format!("{} “{}”", focus.role, focus.name));
            self.keys(&[Key::Tab]).await?;
        }
        Err(Problem::new(format!(
            "{what} is not reached by {ENOUGH} presses of Tab; the stops were: {}",
            stops.join(", ")
        )))
    }

    /// Checks that what has the focus is not wholly out of view or under something else (WCAG 2.2, 2.4.11).
    async fn focus_is_in_view(&self) -> Outcome<()> {
        let seen = until(2, || async {
            let seen = self.ask("return reachable(document.activeElement);", vec![]).await?;
            let focus = self.focus().await?;
            ensure(seen == Value::Bool(true), || {
                format!("the {} “{}” has the focus and cannot be seen", focus.role, focus.name)
            })
        })
        .await;
        if seen.is_err() {
            self.picture("focus-not-in-view").await?;
        }
        seen
    }

    /// Goes to the button of that name by Tab and presses it by Enter.
    ///
    /// # Errors
    ///
    /// When it is not reached.
    pub async fn key_press(&self, name: &str) -> Outcome<()> {
        self.tab_to("button", name).await?;
        self.keys(&[Key::Enter]).await
    }

    /// Goes to the link of that name by Tab and follows it by Enter.
    ///
    /// # Errors
    ///
    /// When it is not reached.
    pub async fn key_follow(&self, name: &str) -> Outcome<()> {
        self.tab_to("link", name).await?;
        self.keys(&[Key::Enter]).await
    }

    /// Goes to the text box of that name by Tab and types.
    ///
    /// # Errors
    ///
    /// When it is not reached or does not take the text.
    pub async fn key_fill(&self, name: &str, text: &str) -> Outcome<()> {
        self.tab_to("textbox", name).await?;
        self.types(text).await?;
        let value = self.value(name).await?;
        ensure(value == text, || {
            format!("“{name}” holds “{value}” after typing “{text}”")
        })
    }

    /// Goes to the checkbox of that name by Tab and ticks it with the space bar, unless it is ticked already.
    ///
    /// # Errors
    ///
    /// When it is not reached or does not take the tick.
    pub async fn key_tick(&self, name: &str) -> Outcome<()> {
        self.tab_to("checkbox", name).await?;
        let ticked = self
            .ask("return document.activeElement.checked === true;", vec![])
            .await?;
        if ticked != Value::Bool(true) {
            self.keys(&[Key::Space]).await?;
        }
        self.focused_is_checked().await
    }

    /// Goes to the radio buttons under these words by Tab, and to the one of that name by the arrow keys.
    ///
    /// # Errors
    ///
    /// When it is not reached or not chosen.
    pub async fn key_choose(&self, group: &str, name: &str) -> Outcome<()> {
        const ENOUGH: usize = 8;
        self.comes("group", group).await?;
        self.tab_until(&format!("the choice “{group}”"), |focus| {
            focus.role == "radio" && focus.group.starts_with(group)
        })
        .await?;
        // From the one chosen now down to the last, and from there up to the first.
        for key in [Key::Down, Key::Up] {
            for _ in 0..ENOUGH {
                if self.focus().await?.name.starts_with(name) {
                    self.keys(&[Key::Space]).await?;
                    return self.focused_is_checked().await;
                }
                self.keys(std::slice::from_ref(&key)).await?;
            }
        }
        Err(Problem::new(format!(
            "“{name}” is not reached by the arrow keys under “{group}”"
        )))
    }

    async fn focused_is_checked(&self) -> Outcome<()> {
        until(2, || async {
            let checked = self
                .ask("return document.activeElement.checked === true;", vec![])
                .await?;
            let focus = self.focus().await?;
            ensure(checked == Value::Bool(true), || {
                format!(
                    "the {} “{}” has the focus and did not take the choice",
                    focus.role, focus.name
                )
            })
        })
        .await
    }

    /// Saves a picture of the page as `tests/output/<test>/<nn>-<name>.png`.
    ///
    /// # Errors
    ///
    /// When the picture cannot be taken or saved.
    pub async fn picture(&self, name: &str) -> Outcome<()> {
        // What the page holds by now is on the screen two frames later.
        let painted =
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";
        self.answered(
            "waiting for the page to be painted",
            self.client.execute_async(painted, vec![]),
        )
        .await?;
        tokio::time::sleep(Duration::from_millis(60)).await;
        self.taken.set(self.taken.get() + 1);
        self.screen
            .save_picture(&self.pictures.join(format!("{:02}-{name}.png", self.taken.get())))
    }

    /// Resizes the window so that the page is this many CSS pixels wide and high.
    ///
    /// # Errors
    ///
    /// When the window does not become that small or large.
    pub async fn resize(&self, width: u32, height: u32) -> Outcome<()> {
        let (mut outer_width, mut outer_height) = (width, height);
        let mut inner = (0, 0);
        for _ in 0..4 {
            self.answered(
                "resizing the window",
                self.client.set_window_size(outer_width, outer_height),
            )
            .await?;
            let settled = until(1, || async {
                let size = self.ask("return [innerWidth, innerHeight];", vec![]).await?;
                let number = |at: usize| {
                    size[at]
                        .as_u64()
                        .and_then(|value| u32::try_from(value).ok())
                        .unwrap_or(0)
                };
                if (number(0), number(1)) == (width, height) {
                    Ok(())
                } else {
                    Err(Problem::new(format!("{} {}", number(0), number(1))))
                }
            })
            .await;
            let Err(problem) = settled else { return Ok(()) };
            let said = problem.to_string();
            let mut numbers = said.split(' ').filter_map(|word| word.parse::<u32>().ok());
            inner = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
            outer_width = (outer_width + width).saturating_sub(inner.0);
            outer_height = (outer_height + height).saturating_sub(inner.1);
        }
        Err(Problem::new(format!(
            "the page should be {width} x {height} CSS pixels but stays {} x {}",
            inner.0, inner.1
        )))
    }

    /// Waits until the page is told that the desktop is dark, or that it is light.
    ///
    /// # Errors
    ///
    /// When it is not told.
    pub async fn is_dark(&self, dark: bool) -> Outcome<()> {
        until(PATIENCE, || async {
            let told = self
                .ask("return matchMedia('(prefers-color-scheme: dark)').matches;", vec![])
                .await?;
            ensure(told == Value::Bool(dark), || {
                format!(
                    "the page is {}told that the desktop is dark",
                    if dark { "not " } else { "" }
                )
            })
        })
        .await
    }

    /// Kills the app as a power cut does, and everything it started.
    pub fn kill(mut self) {
        let _ = kill_process(self.app, Signal::KILL);
        self.driver.kill();
    }

    /// Waits until the app has ended by itself, after its window was closed.
    ///
    /// # Errors
    ///
    /// When it still runs after that many seconds.
    pub async fn ends(self, seconds: u64) -> Outcome<()> {
        until(seconds, || async {
            match std::fs::read_to_string(format!("/proc/{}/stat", self.app.as_raw_nonzero())) {
                Ok(stat) if !stat.contains(") Z ") => {
                    Err(Problem::new("the app did not end when its window was closed"))
                }
                _ => Ok(()),
            }
        })
        .await
    }

    /// The answer to a command, or a problem when the web view refuses or stays silent.
    pub(crate) async fn answered<T>(
        &self,
        doing: &str,
        command: impl Future<Output = Result<T, CmdError>>,
    ) -> Outcome<T> {
        match tokio::time::timeout(SILENT, command).await {
            Ok(answer) => answer.map_err(|why| Problem::while_doing(doing, in_words(&why))),
            Err(_) => Err(Problem::while_doing(doing, "the web view did not answer for a minute")),
        }
    }

    async fn with_page(&self, problem: Problem) -> Problem {
        let shows = self.read().await.unwrap_or_else(|why| format!("({why})"));
        let _ = self.picture("when-it-failed").await;
        Problem::new(format!("{problem}\n--- the page shows:\n{shows}\n---"))
    }
}

/// A WebDriver error by its name; the web view often gives no other words.
fn in_words(error: &CmdError) -> String {
    if let CmdError::Standard(error) = error {
        format!("{:?} {}", error.error, error.message)
    } else {
        error.to_string()
    }
}

/// The process the driver started from this file.
fn child_of(driver: u32, binary: &Path) -> Outcome<Pid> {
    let wanted = binary
        .canonicalize()
        .map_err(|why| Problem::while_doing(&format!("looking for {}", binary.display()), why))?;
    let processes = std::fs::read_dir("/proc").map_err(|why| Problem::while_doing("listing the processes", why))?;
    for process in processes.flatten() {
        let Some(pid) = process.file_name().to_str().and_then(|name| name.parse::<i32>().ok()) else {
            continue;
        };
        if std::fs::read_link(process.path().join("exe")).is_ok_and(|exe| exe == wanted)
            && parent_of(pid) == i32::try_from(driver).ok()
            && let Some(pid) = Pid::from_raw(pid)
        {
            return Ok(pid);
        }
    }
    Err(Problem::new("the app ended right after it started"))
}

fn parent_of(pid: i32) -> Option<i32> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

pub(crate) fn strings(value: &Value) -> Vec<String> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .map(|value| value.as_str().unwrap_or_default().to_owned())
        .collect()
}
