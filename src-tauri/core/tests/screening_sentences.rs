//! What the screen finds in sentences a care home might write: recall and false alarms by kind, with the least each must reach.
//!
//! `screening/*.txt` hold one sentence a line; `\n` is a line break and `\u00A0` a character by its number. What is to be found
//! stands in `⟦kind:text⟧`; anything else that is found is a false alarm. In `silent.txt` nothing is to be found.

#![expect(clippy::unwrap_used, reason = "a failing unwrap fails the test")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use steward_core::screening::{AllowList, Finding, FindingKind, Vocabulary, screen};

/// The least part of the marked values that must be found, and the greatest part of what is found that may be false.
const LEAST_FOUND: f64 = 0.98;
const MOST_FALSE: f64 = 0.02;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screening")
}

fn own() -> Vocabulary {
    let list: AllowList = serde_json::from_slice(&std::fs::read(folder().join("own.json")).unwrap()).unwrap();
    let mut own = Vocabulary::new(date(2026, 11, 20));
    own.allow(&list);
    own
}

/// A sentence and what is to be found in it, in code points.
struct Sentence {
    file: String,
    text: String,
    marked: Vec<(FindingKind, usize, usize)>,
}

fn sentences() -> Vec<Sentence> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files
        .iter()
        .flat_map(|file| {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            let lines = std::fs::read_to_string(file).unwrap();
            lines.lines().map(|line| read(&name, line)).collect::<Vec<_>>()
        })
        .collect()
}

fn read(file: &str, line: &str) -> Sentence {
    let mut text = String::new();
    let mut marked = Vec::new();
    let mut length = 0;
    let mut open: Option<(FindingKind, usize)> = None;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        let kept = match character {
            '⟦' => {
                let kind: String = characters.by_ref().take_while(|character| *character != ':').collect();
                open = Some((FindingKind::from_name(&kind).unwrap(), length));
                continue;
            }
            '⟧' => {
                let (kind, start) = open.take().unwrap();
                marked.push((kind, start, length));
                continue;
            }
            '\\' => match characters.next().unwrap() {
                'n' => '\n',
                'u' => {
                    let number: String = characters.by_ref().take(4).collect();
                    char::from_u32(u32::from_str_radix(&number, 16).unwrap()).unwrap()
                }
                other => other,
            },
            other => other,
        };
        text.push(kept);
        length += 1;
    }
    assert!(open.is_none(), "a mark is not closed: {line}");
    Sentence {
        file: file.to_owned(),
        text,
        marked,
    }
}

#[derive(Default)]
struct Score {
    marked: u32,
    found: u32,
    false_alarms: u32,
}

fn is_marked(finding: &Finding, marks: &[(FindingKind, usize, usize)]) -> bool {
    marks.contains(&(finding.kind, finding.span.start, finding.span.end))
}

#[test]
fn what_must_come_out_is_found_and_the_rest_left_alone() {
    let own = own();
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let mut misses = String::new();
    let (mut positive, mut negative) = (0, 0);
    for sentence in sentences() {
        if sentence.marked.is_empty() {
            negative += 1;
        } else {
            positive += 1;
        }
        let findings = screen(&sentence.text, &own);
        for mark in &sentence.marked {
            let score = scores.entry(mark.0.name()).or_default();
            score.marked += 1;
            if findings.iter().any(|finding| is_marked(finding, &[*mark])) {
                score.found += 1;
            } else {
                writeln!(misses, "missed   {:<16} {:?}", mark.0.name(), sentence.text).unwrap();
            }
        }
        for finding in findings.iter().filter(|finding| !is_marked(finding, &sentence.marked)) {
            scores.entry(finding.kind.name()).or_default().false_alarms += 1;
            let part: String = sentence
                .text
                .chars()
                .skip(finding.span.start)
                .take(finding.span.end - finding.span.start)
                .collect();
            writeln!(
                misses,
                "false    {:<16} {part:?} in {} {:?}",
                finding.kind.name(),
                sentence.file,
                sentence.text
            )
            .unwrap();
        }
    }
    let mut table = String::new();
    writeln!(
        table,
        "{:<18}{:>8}{:>8}{:>9}{:>14}",
        "kind", "marked", "found", "recall", "false alarms"
    )
    .unwrap();
    let mut failed = Vec::new();
    for kind in FindingKind::ALL {
        let score = scores.remove(kind.name()).unwrap_or_default();
        let recall = f64::from(score.found) / f64::from(score.marked.max(1));
        writeln!(
            table,
            "{:<18}{:>8}{:>8}{:>8.1}%{:>14}",
            kind.name(),
            score.marked,
            score.found,
            recall * 100.0,
            score.false_alarms
        )
        .unwrap();
        let wrong = f64::from(score.false_alarms) / f64::from((score.found + score.false_alarms).max(1));
        if score.marked < 10 || recall < LEAST_FOUND || wrong > MOST_FALSE {
            failed.push(kind.name());
        }
    }
    writeln!(table, "{positive} sentences with something to find, {negative} without").unwrap();
    // Straight to the output, past what keeps the words of a test that went well: the table is part of the report.
    writeln!(std::io::stdout(), "\n{table}").unwrap();
    assert!(positive >= 400 && negative >= 400);
    assert!(failed.is_empty(), "not good enough: {failed:?}\n{misses}");
}
