//! The report as a person reads it.

use crate::report::{Figure, Measured, Memory, Polls, Report};

/// Columns of texts, the first to the left and the others to the right.
struct Table(Vec<Vec<String>>);

impl Table {
    fn new<const N: usize>(head: [&str; N]) -> Self {
        Self(vec![head.map(str::to_owned).to_vec()])
    }

    fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.0.push(cells.to_vec());
    }

    fn text(&self) -> String {
        let columns = self.0.first().map_or(0, Vec::len);
        let width = |column: usize| self.0.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
        let widths: Vec<_> = (0..columns).map(width).collect();
        let mut text = String::new();
        for row in &self.0 {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
                if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
            });
            text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
            text.push('\n');
        }
        text
    }
}

/// The whole report.
pub fn of(report: &Report) -> String {
    let mut text = format!("\n{}\n", report.machine);
    if !report.figures.is_empty() {
        text.extend(["\n", &figures(&report.figures)]);
    }
    if let Some(polls) = &report.polls {
        text.extend(["\n", &followed(polls)]);
    }
    for left in &report.left_out {
        text.extend([left, "\n"]);
    }
    text.extend(["\n", &memory(&report.memory)]);
    text
}

fn figures(figures: &[Figure]) -> String {
    let head = ["", "req/s", "p50 ms", "p99 ms", "CPU µs/request", "ratio", "middle half", "by CPU", "aim", ""];
    let mut table = Table::new(head);
    for figure in figures {
        let [rate, p50, p99, cpu] = side(&figure.subject);
        let ratio = figure.ratio;
        let aim = figure.aim.map_or_else(String::new, |aim| format!("{aim:.2}"));
        let met = figure.is_met().map_or("", |met| if met { "met" } else { "missed" });
        table.row([
            figure.name.clone(),
            rate,
            p50,
            p99,
            cpu,
            format!("{:.2}", ratio.median),
            format!("{:.2}–{:.2}", ratio.low, ratio.high),
            format!("{:.2}", figure.ratio_by_cpu()),
            aim,
            met.to_owned(),
        ]);
        let [rate, p50, p99, cpu] = side(&figure.yardstick);
        let none = String::new;
        table.row([
            format!("  {}", figure.yardstick.name),
            rate,
            p50,
            p99,
            cpu,
            none(),
            none(),
            none(),
            none(),
            none(),
        ]);
    }
    table.text()
}

fn followed(polls: &Polls) -> String {
    let name = format!("{} providers at {} s", polls.providers, polls.interval);
    let mut table = Table::new([&name, "polls/s", "wanted", "CPU µs/poll", "of a processor", "late s", "at most"]);
    let parts: Vec<_> = polls.cpu.iter().map(|share| format!("{:.0}", share.micros)).collect();
    let micros: f64 = polls.cpu.iter().map(|share| share.micros).sum();
    let share = |micros: f64, rate: f64| format!("{:.1} %", micros * rate / 1e4);
    table.row([
        "csp-ingestor".to_owned(),
        format!("{:.1}", polls.rate),
        format!("{:.1}", polls.wanted),
        parts.join(" + "),
        share(micros, polls.rate),
        format!("{:.2}", polls.late),
        format!("{:.2}", polls.latest),
    ]);
    let bare = &polls.yardstick_cpu;
    table.row([
        "  bare conditional GETs".to_owned(),
        format!("{:.1}", polls.yardstick_rate),
        format!("{:.1}", polls.wanted),
        format!("{:.0}", bare.micros),
        share(bare.micros, polls.yardstick_rate),
        String::new(),
        String::new(),
    ]);
    table.text()
}

fn side(measured: &Measured) -> [String; 4] {
    let parts: Vec<_> = measured.cpu.iter().map(|share| format!("{:.0}", share.micros)).collect();
    [
        format!("{:.0}", measured.rate),
        millis(measured.p50),
        millis(measured.p99),
        // The service's own, then its Redis'.
        parts.join(" + "),
    ]
}

fn millis(micros: u32) -> String {
    format!("{:.2}", f64::from(micros) / 1000.0)
}

fn memory(processes: &[Memory]) -> String {
    let mut table = Table::new(["memory, MiB", "idle", "load", "after"]);
    for of in processes {
        table.row([of.process.clone(), mib(of.idle), mib(of.load), mib(of.after)]);
    }
    table.text()
}

fn mib(kib: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "there is never so much memory")]
    let kib = kib as f64;
    format!("{:.1}", kib / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::report::{Figure, Measured, Memory, Polls, Report, Share};
    use crate::stats::Spread;

    fn measured(name: &str, micros: [f64; 2]) -> Measured {
        let cpu = ["incidents", "redis"].into_iter().zip(micros);
        let cpu = cpu.map(|(process, micros)| Share { process: process.to_owned(), micros }).collect();
        Measured { name: name.to_owned(), requests: 4000, rate: 1234.5, p50: 950, p99: 12_345, cpu }
    }

    #[test]
    fn polls_stand_above_the_bare_questions() {
        let share = |process: &str, micros| Share { process: process.to_owned(), micros };
        let polls = Polls {
            providers: 1000,
            interval: 60,
            wanted: 15.83,
            rate: 15.8,
            cpu: vec![share("csp-ingestor", 900.0), share("redis", 100.0)],
            yardstick_rate: 15.8,
            yardstick_cpu: share("yardstick", 250.0),
            late: 0.2,
            latest: 0.9,
        };
        let text = super::followed(&polls);
        let words: Vec<_> = text.split_whitespace().collect();
        let said = "1000 providers at 60 s polls/s wanted CPU µs/poll of a processor late s at most \
            csp-ingestor 15.8 15.8 900 + 100 1.6 % 0.20 0.90 bare conditional GETs 15.8 15.8 250 0.4 %";
        assert_eq!(words.join(" "), said, "{text}");
    }

    #[test]
    fn a_figure_stands_above_its_yardstick_and_says_whether_it_is_enough() {
        let figure = Figure {
            name: "incident by id".to_owned(),
            subject: measured("incidents", [80.0, 20.0]),
            yardstick: measured("one GET", [40.0, 10.0]),
            ratio: Spread { median: 0.856, low: 0.8, high: 0.9 },
            aim: Some(0.9),
        };
        let memory = Memory { process: "incidents".to_owned(), idle: 10_240, load: 20_480, after: 15_360 };
        let report = Report {
            machine: "a machine".to_owned(),
            rounds: 12,
            slice: 0.5,
            figures: vec![figure],
            polls: None,
            left_out: vec!["GET /flags: no such service yet".to_owned()],
            memory: vec![memory],
        };
        let text = of(&report);
        let lines: Vec<_> = text.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines[0], "a machine");
        let words: Vec<_> = lines[2].split_whitespace().collect();
        let said = "incident by id 1234 0.95 12.35 80 + 20 0.86 0.80–0.90 0.50 0.90 missed";
        assert_eq!(words.join(" "), said, "{text}");
        assert!(lines[3].starts_with("  one GET") && lines[3].ends_with("40 + 10"), "{text}");
        assert_eq!(lines[4], "GET /flags: no such service yet");
        assert_eq!(lines[6].split_whitespace().collect::<Vec<_>>(), ["incidents", "10.0", "20.0", "15.0"]);
    }
}
