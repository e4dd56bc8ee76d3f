//! Accessibility faults on the page as it is, found by axe-core.

use crate::problem::{Outcome, Problem};
use crate::window::{Window, strings};
use serde_json::{Value, json};
use std::path::Path;

/// WCAG 2.2 A and AA, and what axe calls best practice.
const RULES: [&str; 7] = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22a",
    "wcag22aa",
    "best-practice",
];

impl Window {
    /// Checks the page as it is with axe-core.
    ///
    /// # Errors
    ///
    /// Every fault, with where it is and what to do about it.
    pub async fn is_accessible(&self) -> Outcome<()> {
        if self.ask("return typeof axe;", vec![]).await? != "object" {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
            let source = std::fs::read_to_string(&file).map_err(|_| {
                Problem::new("axe-core is missing: `cargo xtask test` installs it with `npm ci` in the folder ui")
            })?;
            self.answered(
                "bringing axe-core onto the page",
                self.client().execute(&source, vec![]),
            )
            .await?;
        }
        let script = "const [tags, done] = arguments;
            axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }).then(
              ({ violations }) => done({ faults: violations.flatMap(({ id, help, nodes }) => nodes.map((node) =>
                `${id}: ${help}: ${node.html.slice(0, 200)}: ${node.failureSummary}`)) }),
              (error) => done({ error: String(error) }),
            );";
        let result = self
            .answered(
                "running axe-core",
                self.client().execute_async(script, vec![json!(RULES)]),
            )
            .await?;
        if let Some(error) = result.get("error").and_then(Value::as_str) {
            return Err(Problem::while_doing("running axe-core", error));
        }
        let mut faults = strings(&result["faults"]);
        // Colours given to a control the system draws are not the colours a person sees, and axe cannot know it.
        let native = self
            .ask(
                "return [...document.querySelectorAll('select')]
                   .filter((e) => shown(e) && getComputedStyle(e).appearance !== 'none')
                   .map((e) => `drawn-by-system: the colours of the choice “${nameOf(e)}” are the system's, not the page's`);",
                vec![],
            )
            .await?;
        faults.extend(strings(&native));
        if faults.is_empty() {
            return Ok(());
        }
        self.picture("with-accessibility-faults").await?;
        Err(Problem::new(format!(
            "axe-core found {} faults on the page:\n{}",
            faults.len(),
            faults.join("\n")
        )))
    }

    /// Checks that nothing has to be scrolled sideways.
    ///
    /// # Errors
    ///
    /// What sticks out, when something does.
    pub async fn fits(&self) -> Outcome<()> {
        let wide = self
            .ask(
                "const root = document.scrollingElement;
                 if (root.scrollWidth <= innerWidth) return [];
                 return [...document.querySelectorAll('body *')]
                   .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5 && shown(e))
                   .map((e) => `${e.tagName.toLowerCase()} “${nameOf(e).slice(0, 60)}”`).concat(`page ${root.scrollWidth} px`);",
                vec![],
            )
            .await?;
        let wide = strings(&wide);
        if wide.is_empty() {
            return Ok(());
        }
        self.picture("too-wide").await?;
        Err(Problem::new(format!(
            "the page has to be scrolled sideways: {}",
            wide.join(", ")
        )))
    }
}
