//! Taking a figure: subject and yardstick in turn, slice by slice, so that whatever else the machine does falls on both.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use crate::cases::{Case, Side};
use crate::load::Crew;
use crate::report::{Figure, Measured, Share};
use crate::stats::{Spread, percentile};

/// How long and how often.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Pairs of slices that count.
    pub rounds: usize,
    /// How long each slice is.
    pub slice: Duration,
}

/// One side of a case, at work.
struct Worker<'a> {
    side: &'a Side,
    crew: Crew,
    rates: Vec<f64>,
    latencies: Vec<u32>,
    /// Of each process.
    ticks: Vec<u64>,
}

impl<'a> Worker<'a> {
    async fn new(side: &'a Side, connections: usize) -> io::Result<Self> {
        let crew = Crew::gather(side.address, connections, Arc::clone(&side.requests), side.expected).await?;
        let ticks = vec![0; side.processes.len()];
        Ok(Self { side, crew, rates: Vec::new(), latencies: Vec::new(), ticks })
    }

    async fn slice(&mut self, time: Duration) -> io::Result<()> {
        let before = self.used()?;
        let slice = self.crew.work(time).await?;
        let used = self.used()?.into_iter().zip(before).map(|(after, before)| after - before);
        self.ticks.iter_mut().zip(used).for_each(|(sum, used)| *sum += used);
        self.rates.push(slice.rate());
        self.latencies.extend(slice.latencies);
        Ok(())
    }

    fn used(&self) -> io::Result<Vec<u64>> {
        self.side.processes.iter().map(crate::process::Process::ticks).collect()
    }

    fn told(mut self, ticks_per_second: u64) -> Measured {
        #[expect(clippy::cast_precision_loss, reason = "neither ticks nor requests are ever so many")]
        let each = |ticks: u64| 1e6 * ticks as f64 / ticks_per_second as f64 / self.latencies.len() as f64;
        let processes = self.side.processes.iter().zip(&self.ticks);
        let cpu = processes.map(|(process, ticks)| Share { process: process.name.clone(), micros: each(*ticks) });
        Measured {
            name: self.side.name.to_owned(),
            cpu: cpu.collect(),
            requests: self.latencies.len(),
            rate: Spread::of(self.rates).map_or(0.0, |rate| rate.median),
            p50: percentile(&mut self.latencies, 0.5),
            p99: percentile(&mut self.latencies, 0.99),
        }
    }
}

/// Measures `case`; `after` is called when a round is done.
pub async fn measure(case: &Case, plan: Plan, ticks: u64, mut after: impl FnMut(usize)) -> io::Result<Figure> {
    let mut subject = Worker::new(&case.subject, case.connections).await?;
    let mut yardstick = Worker::new(&case.yardstick, case.connections).await?;
    // The first answers pay for what later ones find ready: caches, pools, pages of memory.
    for crew in [&mut subject.crew, &mut yardstick.crew] {
        crew.work(plan.slice).await?;
    }
    for round in 0..plan.rounds {
        // Each goes first every other time: a drift of the machine favours neither.
        let (first, second) =
            if round % 2 == 0 { (&mut subject, &mut yardstick) } else { (&mut yardstick, &mut subject) };
        first.slice(plan.slice).await?;
        second.slice(plan.slice).await?;
        after(round + 1);
    }
    let ratios = subject.rates.iter().zip(&yardstick.rates).map(|(subject, yardstick)| subject / yardstick);
    let ratio = Spread::of(ratios).ok_or_else(|| io::Error::other("nothing was measured"))?;
    let (subject, yardstick) = (subject.told(ticks), yardstick.told(ticks));
    Ok(Figure { name: case.name.to_owned(), subject, yardstick, ratio, aim: case.aim })
}
