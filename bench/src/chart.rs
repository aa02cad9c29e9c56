//! The ratios as a picture.

use std::fmt::Write as _;

use crate::report::{Figure, Report};

const WIDTH: f64 = 900.0;
const ROW: f64 = 34.0;
const LEFT: f64 = 200.0;
const TOP: f64 = 46.0;
/// How long a bar of ratio 1 is.
const ONE: f64 = 420.0;
/// Longer bars are cut.
const LONGEST: f64 = 1.2;

/// An SVG: a bar for each ratio, with the spread of its middle half, and a mark at its aim.
pub fn of(report: &Report) -> String {
    #[expect(clippy::cast_precision_loss, reason = "there are a handful of figures")]
    let height = TOP + ROW * report.figures.len() as f64 + 12.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" \
         font-size=\"13\">\n<title>Requests a second, as a share of the yardstick's</title>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n\
         <text x=\"12\" y=\"24\" font-size=\"15\" fill=\"#111\">Requests a second, as a share of the yardstick’s</text>\n\
         <path d=\"M{end} {from}V{to}\" stroke=\"#999\"/>\n",
        end = LEFT + ONE,
        from = TOP - 8.0,
        to = height - 10.0,
    );
    let mut y = TOP;
    for figure in &report.figures {
        bar(&mut svg, figure, y);
        y += ROW;
    }
    svg.push_str("</svg>\n");
    svg
}

fn bar(svg: &mut String, figure: &Figure, y: f64) {
    let x = |ratio: f64| LEFT + ONE * ratio.clamp(0.0, LONGEST);
    let colour = if figure.is_met() == Some(false) { "#c2570c" } else { "#2563a8" };
    let middle = y + ROW / 2.0 - 5.0;
    let _ = writeln!(
        svg,
        "<text x=\"12\" y=\"{text}\" fill=\"#111\">{name}</text>\
         <rect x=\"{LEFT}\" y=\"{y}\" width=\"{width:.1}\" height=\"{height}\" fill=\"{colour}\"/>\
         <path d=\"M{low:.1} {middle}H{high:.1}\" stroke=\"#111\" stroke-width=\"2\"/>\
         <text x=\"{end}\" y=\"{text}\" fill=\"#111\">{ratio:.2} of {yardstick}</text>",
        text = middle + 5.0,
        name = escaped(&figure.name),
        width = x(figure.ratio.median) - LEFT,
        height = ROW - 10.0,
        low = x(figure.ratio.low),
        high = x(figure.ratio.high),
        end = LEFT + ONE * LONGEST + 12.0,
        ratio = figure.ratio.median,
        yardstick = escaped(&figure.yardstick.name),
    );
    if let Some(aim) = figure.aim {
        let _ = writeln!(
            svg,
            "<path d=\"M{at:.1} {y}v{height}\" stroke=\"#111\" stroke-dasharray=\"3 3\"/>",
            at = x(aim),
            height = ROW - 10.0,
        );
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::report::{Figure, Measured, Report};
    use crate::stats::Spread;

    #[test]
    fn every_figure_has_its_bar_and_every_aim_its_mark() {
        let side =
            |name: &str| Measured { name: name.to_owned(), requests: 1, rate: 1.0, p50: 1, p99: 1, cpu: Vec::new() };
        let figure = |name: &str, aim| Figure {
            name: name.to_owned(),
            subject: side("a"),
            yardstick: side("b < c"),
            ratio: Spread { median: 0.5, low: 0.4, high: 7.0 },
            aim,
        };
        let figures = vec![figure("one & only", Some(0.9)), figure("two", None)];
        let (left_out, memory) = (Vec::new(), Vec::new());
        let machine = String::new();
        let svg = of(&Report { machine, rounds: 1, slice: 1.0, figures, polls: None, left_out, memory });
        assert_eq!((svg.matches("fill=\"#c2570c\"").count(), svg.matches("fill=\"#2563a8\"").count()), (1, 1));
        assert_eq!(svg.matches("stroke-dasharray").count(), 1);
        assert!(svg.contains("one &amp; only") && svg.contains("0.50 of b &lt; c"), "{svg}");
    }
}
