//! A program and everything it started: its memory, and its end.

use std::collections::BTreeMap;
use std::fs;

/// Programs of the session that an app wakes but that are not its own.
const OF_THE_SESSION: [&str; 4] = ["dbus", "xdg", "at-spi", "gnome-key"];

/// A process and all its descendants.
pub(crate) fn tree(root: u32) -> Vec<u32> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for process in every_process() {
        if let Some(parent) = fs::read_to_string(format!("/proc/{process}/stat"))
            .ok()
            .as_deref()
            .and_then(parent_in)
        {
            children.entry(parent).or_default().push(process);
        }
    }
    let mut found = vec![root];
    let mut next = 0;
    while let Some(process) = found.get(next).copied() {
        found.extend(children.get(&process).into_iter().flatten());
        next += 1;
    }
    found
}

fn every_process() -> impl Iterator<Item = u32> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

/// The parent in the text of `/proc/<id>/stat`. The name before it stands in brackets and may hold brackets itself.
fn parent_in(stat: &str) -> Option<u32> {
    stat.rsplit_once(") ")?.1.split_whitespace().nth(1)?.parse().ok()
}

/// The proportional memory (PSS) of these processes in MiB: shared pages count by their share.
pub(crate) fn memory_mib(processes: &[u32]) -> f64 {
    let kib: f64 = processes
        .iter()
        .filter(|process| {
            let name = fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
            !OF_THE_SESSION.iter().any(|other| name.starts_with(other))
        })
        .filter_map(|process| pss_in(&fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?))
        .sum();
    kib / 1024.0
}

/// The KiB on the line `Pss:` of `smaps_rollup`.
fn pss_in(rollup: &str) -> Option<f64> {
    rollup
        .lines()
        .find_map(|line| line.strip_prefix("Pss:"))?
        .trim()
        .strip_suffix(" kB")?
        .trim()
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_does_not_hide_the_parent() {
        assert_eq!(parent_in("4711 (odd ) name) S 42 4711 4711 0 -1"), Some(42));
        assert_eq!(parent_in(""), None);
    }

    #[test]
    fn only_the_proportional_line_counts() {
        let rollup = "55d0-7ffc ---p 00000000 00:00 0 [rollup]\nRss:  2048 kB\nPss:  1536 kB\nPss_Dirty:  100 kB\n";
        assert_eq!(pss_in(rollup), Some(1536.0));
        assert_eq!(pss_in("Rss: 2048 kB\n"), None);
    }

    #[test]
    fn this_process_is_in_its_own_tree_and_uses_memory() {
        let own = std::process::id();
        assert_eq!(tree(own).first(), Some(&own));
        assert!(memory_mib(&[own]) > 0.0);
    }
}
