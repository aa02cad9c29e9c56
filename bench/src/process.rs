//! What a process has used, as Linux tells it.

use std::{fs, io};

use serde::Deserialize;

/// A process of the cluster.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Process {
    /// Its name in the report.
    pub name: String,
    /// Its id.
    pub pid: u32,
}

impl Process {
    /// The processor time used so far, by program and kernel on its behalf, in clock ticks.
    pub fn ticks(&self) -> io::Result<u64> {
        let text = fs::read_to_string(format!("/proc/{}/stat", self.pid))?;
        ticks(&text).ok_or_else(|| io::Error::other(format!("/proc/{}/stat is not understood", self.pid)))
    }

    /// The memory it holds, in KiB.
    pub fn resident(&self) -> io::Result<u64> {
        let text = fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        resident(&text).ok_or_else(|| io::Error::other(format!("/proc/{}/status is not understood", self.pid)))
    }
}

/// utime and stime. The name may hold anything, brackets too: what counts follows the last of them.
fn ticks(stat: &str) -> Option<u64> {
    let (_, after) = stat.rsplit_once(')')?;
    let mut fields = after.split_whitespace().skip(11);
    Some(fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?)
}

fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{resident, ticks};

    #[test]
    fn the_times_are_found_behind_any_name() {
        let stat = "42 (a) b) S 1 42 42 0 -1 4194560 900 0 0 0 123 45 0 0 20 0 3 0 1000 1 2 3";
        assert_eq!(ticks(stat), Some(168));
        assert_eq!(ticks("42 (short) S 1"), None);
    }

    #[test]
    fn the_memory_is_found_among_the_lines() {
        assert_eq!(resident("Name:\tx\nVmHWM:\t  9 kB\nVmRSS:\t   12345 kB\nThreads:\t3\n"), Some(12_345));
        assert_eq!(resident("Name:\tkthread\n"), None);
    }
}
