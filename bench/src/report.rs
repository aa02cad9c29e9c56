//! What a run found out.

use serde::Serialize;

use crate::stats::Spread;

/// One run.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The machine, in a line.
    pub machine: String,
    /// Pairs of slices behind each figure, and how long a slice was, in seconds.
    pub rounds: usize,
    /// How long each slice was, in seconds.
    pub slice: f64,
    /// What was measured.
    pub figures: Vec<Figure>,
    /// What following many providers costs, where that was measured.
    pub polls: Option<Polls>,
    /// What could not be measured, and why.
    pub left_out: Vec<String>,
    /// The memory of each process.
    pub memory: Vec<Memory>,
}

/// A figure beside its yardstick.
#[derive(Debug, Serialize)]
pub struct Figure {
    /// Its name.
    pub name: String,
    /// What was measured.
    pub subject: Measured,
    /// What it was measured against.
    pub yardstick: Measured,
    /// The subject's rate as a share of the yardstick's, round by round.
    pub ratio: Spread,
    /// The least ratio that we want, where one was set.
    pub aim: Option<f64>,
}

/// One side of a figure.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// Who answered.
    pub name: String,
    /// How many answers there were.
    pub requests: usize,
    /// Answers a second: the median of the slices.
    pub rate: f64,
    /// Half of the answers took no longer, in microseconds.
    pub p50: u32,
    /// 99 in 100 took no longer, in microseconds.
    pub p99: u32,
    /// The processor time of one request, process by process.
    pub cpu: Vec<Share>,
}

/// What a process spends on one request.
#[derive(Debug, Serialize)]
pub struct Share {
    /// The process.
    pub process: String,
    /// Processor time in microseconds, by program and kernel on its behalf.
    pub micros: f64,
}

/// Following many providers for a while. Rates are of those whose pages do not fail; the others are asked ever more rarely.
#[derive(Debug, Serialize)]
pub struct Polls {
    /// How many providers there are.
    pub providers: usize,
    /// How often each is asked, seconds.
    pub interval: u64,
    /// How many polls a second that makes.
    pub wanted: f64,
    /// How many there were.
    pub rate: f64,
    /// The processor time of one, in the service and in its Redis.
    pub cpu: Vec<Share>,
    /// How many questions a second the yardstick asked.
    pub yardstick_rate: f64,
    /// The processor time of one of these.
    pub yardstick_cpu: Share,
    /// How late the most overdue poll was, seconds: the median of what was seen every second.
    pub late: f64,
    /// The most that was seen.
    pub latest: f64,
}

/// The memory of a process, in KiB.
#[derive(Debug, Clone, Serialize)]
pub struct Memory {
    /// The process.
    pub process: String,
    /// Before anything was asked of it.
    pub idle: u64,
    /// The most that was seen between two slices.
    pub load: u64,
    /// Some seconds after the last request.
    pub after: u64,
}

impl Figure {
    /// Whether the aim is met; none where none was set.
    pub fn is_met(&self) -> Option<bool> {
        self.aim.map(|aim| self.ratio.median >= aim)
    }

    /// The yardstick's processor time as a share of the subject's: what the ratio would be if nothing else counted,
    /// and steadier than it on a machine that has other work.
    pub fn ratio_by_cpu(&self) -> f64 {
        self.yardstick.micros() / self.subject.micros()
    }
}

impl Measured {
    /// The processor time of one request in all processes, in microseconds.
    pub fn micros(&self) -> f64 {
        self.cpu.iter().map(|share| share.micros).sum()
    }
}
