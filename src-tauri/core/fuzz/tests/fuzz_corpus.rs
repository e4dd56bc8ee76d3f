//! Runs each target over the files kept for it: the seeds, and whatever the fuzzer once found.

#![expect(clippy::unwrap_used, reason = "a failing unwrap fails the test")]

use std::path::Path;

fn each(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 8, "{target} has {} files", files.len());
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let held = std::panic::catch_unwind(|| run(&bytes)).is_ok();
        assert!(held, "{} does not hold", file.display());
    }
}

#[test]
fn the_screen_holds_over_every_kept_text() {
    each("screening", fuzz::screening);
}

#[test]
fn reading_a_reply_holds_over_every_kept_mail() {
    each("reply", fuzz::reply);
}

#[test]
fn a_draft_holds_over_every_kept_request() {
    each("draft", fuzz::draft);
}

#[test]
fn reading_a_text_holds_over_every_kept_staff_file() {
    each("staff_text", fuzz::staff_text);
}

#[test]
fn reading_a_workbook_holds_over_every_kept_staff_file() {
    each("staff_workbook", fuzz::staff_workbook);
}

/// A target that never gets to what it is for finds nothing.
#[test]
fn some_kept_request_becomes_a_draft_by_either_way() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/draft");
    for (file, name) in [("new_user.json", "json"), ("new_user.lines", "lines")] {
        assert!(
            fuzz::drafted(&std::fs::read(folder.join(file)).unwrap()).is_some(),
            "{name}"
        );
    }
}
