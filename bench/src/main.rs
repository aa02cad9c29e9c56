//! Measures a cluster that `deploy/bench.py` started, and tells what it found: a table, `report.json`, `ratios.svg`.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use bench::api::sign_in;
use bench::cases::{self, Filled};
use bench::cluster::Cluster;
use bench::measure::{Plan, measure};
use bench::process::Process;
use bench::report::{Memory, Report};
use bench::{chart, fill, polls, table};
use clap::Parser;

/// How long a service may rest before its memory is looked at for the last time.
const REST: Duration = Duration::from_secs(5);

/// Measures what was started.
#[derive(Debug, Parser)]
struct Arguments {
    /// What was started, as a file of JSON.
    #[arg(long)]
    cluster: PathBuf,
    /// Where the report goes.
    #[arg(long)]
    report: PathBuf,
    /// Pairs of slices for each figure.
    #[arg(long, default_value_t = 14)]
    rounds: usize,
    /// How long each slice is, in milliseconds.
    #[arg(long, default_value_t = 500)]
    slice_ms: u64,
    /// These cases and no others.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
}

// One thread: it has one processor.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            say(&format!("bench: {cause}\n"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> io::Result<()> {
    let cluster = Cluster::read(&arguments.cluster)?;
    let plan = Plan { rounds: arguments.rounds.max(1), slice: Duration::from_millis(arguments.slice_ms.max(10)) };
    let mut watch = Watch::new(&cluster)?;
    let filled = filled(&cluster, arguments).await?;
    let mut report = Report {
        machine: cluster.machine.clone(),
        rounds: plan.rounds,
        slice: plan.slice.as_secs_f64(),
        figures: Vec::new(),
        polls: None,
        left_out: Vec::new(),
        memory: Vec::new(),
    };
    for name in cases::NAMES.into_iter().filter(|name| wanted(arguments, name)) {
        let Some(case) = cases::prepare(name, &cluster, &filled).await? else {
            report.left_out.push(format!("{name}: not measured, for this cluster has no such service"));
            continue;
        };
        let figure = measure(&case, plan, cluster.ticks, |round| {
            progress(&format!("{} {}", case.name, dots(round, plan.rounds)));
            watch.look();
        });
        let figure = figure.await?;
        step(&format!("{}: {:.2} of {}", figure.name, figure.ratio.median, figure.yardstick.name));
        report.figures.push(figure);
    }
    // Last, for they are polled from then on.
    if wanted(arguments, polls::NAME) {
        let token = sign_in(cluster.small.the("users")?.address, &cluster.email, &cluster.password, 1).await?;
        let polls = polls::measure(&cluster, &token[0], |stage| {
            progress(&format!("polls: {stage}"));
            watch.look();
        });
        let polls = polls.await?;
        step(&format!("polls: {:.1} a second of {:.1} wanted", polls.rate, polls.wanted));
        report.polls = Some(polls);
    }
    progress("rest");
    tokio::time::sleep(REST).await;
    report.memory = watch.told()?;
    progress("");
    say(&table::of(&report));
    let json = serde_json::to_vec_pretty(&report).map_err(io::Error::other)?;
    std::fs::write(arguments.report.join("report.json"), json)?;
    std::fs::write(arguments.report.join("ratios.svg"), chart::of(&report))
}

fn wanted(arguments: &Arguments, name: &str) -> bool {
    arguments.only.is_empty() || arguments.only.iter().any(|only| only == name)
}

/// Fills in what the wanted cases need.
async fn filled(cluster: &Cluster, arguments: &Arguments) -> io::Result<Filled> {
    let began = Instant::now();
    let users = cluster.small.the("users")?.address;
    let tokens = sign_in(users, &cluster.email, &cluster.password, 1).await?;
    let token = &tokens[0];
    progress(&format!("filling: {} incidents, a public page, flags", fill::FEW));
    let few = fill::few(&cluster.small, token).await?;
    fill::announce(&cluster.small, token, &few).await?;
    if let Some(flags) = cluster.small.service("flags") {
        fill::flags(flags.address, token).await?;
    }
    fill::settle(&cluster.small).await?;
    let mut filled = Filled::default();
    if cases::ON_MANY.iter().any(|name| wanted(arguments, name)) {
        progress(&format!("filling: {} incidents", fill::MANY));
        (filled.many, filled.opening) = fill::many(&cluster.full, token).await?;
        progress("filling: Redis writes its files anew");
        fill::settle(&cluster.full).await?;
    }
    step(&format!("filled in {:.0} s", began.elapsed().as_secs_f64()));
    Ok(filled)
}

/// The memory of all processes.
struct Watch(Vec<(Process, Memory)>);

impl Watch {
    fn new(cluster: &Cluster) -> io::Result<Self> {
        let begin = |process: &Process| {
            let idle = process.resident()?;
            Ok((process.clone(), Memory { process: process.name.clone(), idle, load: idle, after: idle }))
        };
        cluster.processes().map(begin).collect::<io::Result<_>>().map(Self)
    }

    fn look(&mut self) {
        for (process, memory) in &mut self.0 {
            // One that ended is found out by those who ask it.
            memory.load = memory.load.max(process.resident().unwrap_or_default());
        }
    }

    fn told(self) -> io::Result<Vec<Memory>> {
        let end = |(process, memory): (Process, Memory)| Ok(Memory { after: process.resident()?, ..memory });
        self.0.into_iter().map(end).collect()
    }
}

fn dots(done: usize, all: usize) -> String {
    format!("{}{}", "●".repeat(done), "○".repeat(all.saturating_sub(done)))
}

/// Says where we are, over what was said before; only where somebody looks.
fn progress(text: &str) {
    if io::stdout().is_terminal() {
        say(&format!("\r\x1b[2K{text}"));
    }
}

/// Says what is done.
fn step(text: &str) {
    progress("");
    say(&format!("{text}\n"));
}

fn say(text: &str) {
    // Nobody reads any more: the report is written all the same.
    let _ = io::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush());
}
