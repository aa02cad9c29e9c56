//! Where it all began: the way from an event up its causes, to the one whose incident it belongs to.

use uuid::Uuid;

use super::Edge;
use crate::domain::Event;

/// The most steps that are gone up: nothing in the world has more floors.
pub const MOST_STEPS: usize = 16;

/// The most edges up from one event that are looked at.
const MOST_WAYS: usize = 10;

/// One event on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The event.
    pub id: Uuid,
    /// When it began.
    pub ts_start: i64,
    /// Whether it has an incident, or will have one.
    pub carries: bool,
}

impl Step {
    /// The step on `event`.
    pub fn on(event: &Event) -> Self {
        // An event that a person held for harmless carries nothing, whatever was asked for on its account before; nor
        // does one that nobody follows: nothing more is told to its incident.
        let harmless = event.dismissed || event.affects_us == Some(false);
        Self { id: event.id, ts_start: event.ts_start, carries: event.opened && !harmless && !event.unfollowed }
    }
}

/// Of the edges that lead to an event, those to go up by: the surest first, of those that are sure enough. Where several
/// are equally sure, the one whose cause has the lower id, so that everybody goes the same way.
pub fn ways_up(edges: &[Edge]) -> Vec<&Edge> {
    let mut sure: Vec<&Edge> = edges.iter().filter(|edge| edge.is_confident()).collect();
    sure.sort_by_key(|edge| (std::cmp::Reverse(edge.confidence()), edge.cause));
    sure.truncate(MOST_WAYS);
    sure
}

/// Where the way up from its first event leads: the farthest event that carries an incident, none where that is the
/// first itself. `back` is the step that the way came back to, if it is a circle: then the first in time of the circle
/// stands for all of it, and so every event in it gives the same answer.
pub fn root(way: &[Step], back: Option<usize>) -> Option<Uuid> {
    let first = way.first()?.id;
    let circle = back.map(|back| &way[back.min(way.len())..]).unwrap_or_default();
    let of_circle = circle.iter().filter(|step| step.carries).min_by_key(|step| (step.ts_start, step.id));
    let before_it = &way[..way.len() - circle.len()];
    let farthest = || before_it.iter().skip(1).rev().find(|step| step.carries);
    of_circle.or_else(farthest).map(|step| step.id).filter(|id| *id != first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(id: u128, carries: bool) -> Step {
        Step { id: Uuid::from_u128(id), ts_start: i64::try_from(id).unwrap(), carries }
    }

    #[test]
    fn chains_go_to_the_farthest_that_carries_an_incident() {
        let root = |way: &[Step]| root(way, None).map(|id| id.as_u128());
        assert_eq!(root(&[step(3, true)]), None);
        assert_eq!(root(&[step(3, true), step(2, true), step(1, true)]), Some(1));
        assert_eq!(root(&[step(3, true), step(2, true), step(1, false)]), Some(2));
        assert_eq!(root(&[step(3, true), step(2, false)]), None);
    }

    #[test]
    fn a_circle_has_one_root_whoever_asks() {
        let root = |way: &[Step], back| root(way, Some(back)).map(|id| id.as_u128());
        let [a, b, c] = [step(1, true), step(2, true), step(3, true)];
        assert_eq!((root(&[b, c, a], 0), root(&[c, a, b], 0), root(&[a, b, c], 0)), (Some(1), Some(1), None));
        assert_eq!(root(&[step(9, true), b, c, a], 1), Some(1), "one outside of it");
        let quiet = [step(1, false), step(2, false)];
        assert_eq!(root(&[step(9, true), step(8, true), quiet[0], quiet[1]], 2), Some(8));
        assert_eq!(root(&[step(9, true), quiet[0], quiet[1]], 1), None);
    }
}
