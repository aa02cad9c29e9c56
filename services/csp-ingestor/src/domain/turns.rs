//! Whose turn it is: among the providers that one process has claimed, so many are asked at a time, and of those of one
//! host only a few. A host that does not answer keeps its own waiting and nobody else.

use std::collections::{HashMap, VecDeque};

use super::host::Host;
use super::provider::Name;

/// The bounds of one process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// How many are asked at a time.
    pub looks: usize,
    /// How many of one host.
    pub at_one_host: usize,
    /// How many wait for their turn.
    pub waiting: usize,
    /// How many of one host wait.
    pub waiting_for_one_host: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { looks: 64, at_one_host: 3, waiting: 256, waiting_for_one_host: 32 }
    }
}

/// What waits for a host, and how many are with it.
#[derive(Debug, Default)]
struct Lane {
    waiting: VecDeque<Name>,
    under_way: usize,
}

/// Who waits and who is being asked.
#[derive(Debug)]
pub struct Turns {
    bounds: Bounds,
    lanes: HashMap<Host, Lane>,
    /// The hosts that have somebody waiting, in the order of their turns.
    order: VecDeque<Host>,
    waiting: usize,
    under_way: usize,
}

impl Turns {
    /// Nobody waits.
    pub fn new(bounds: Bounds) -> Self {
        Self { bounds, lanes: HashMap::new(), order: VecDeque::new(), waiting: 0, under_way: 0 }
    }

    /// How many more may be taken in.
    pub fn room(&self) -> usize {
        self.bounds.waiting - self.waiting
    }

    /// How many are being asked.
    pub fn under_way(&self) -> usize {
        self.under_way
    }

    /// Lets `name` wait for its turn at `host`; false where too many wait there already, or in all.
    pub fn wait(&mut self, name: Name, host: &Host) -> bool {
        let lane = self.lanes.entry(host.clone()).or_default();
        if self.waiting >= self.bounds.waiting || lane.waiting.len() >= self.bounds.waiting_for_one_host {
            return false;
        }
        if lane.waiting.is_empty() {
            self.order.push_back(host.clone());
        }
        lane.waiting.push_back(name);
        self.waiting += 1;
        true
    }

    /// Whose turn it is: hosts take turns, and at one host who came first. None while all places are taken.
    pub fn begin(&mut self) -> Option<(Name, Host)> {
        if self.under_way >= self.bounds.looks {
            return None;
        }
        let free = |host: &Host| self.lanes.get(host).is_some_and(|lane| lane.under_way < self.bounds.at_one_host);
        let at = self.order.iter().position(free)?;
        let host = self.order.remove(at)?;
        let lane = self.lanes.get_mut(&host)?;
        let name = lane.waiting.pop_front()?;
        lane.under_way += 1;
        if !lane.waiting.is_empty() {
            self.order.push_back(host.clone());
        }
        (self.waiting, self.under_way) = (self.waiting - 1, self.under_way + 1);
        Some((name, host))
    }

    /// One that was asked at `host` is done.
    pub fn done(&mut self, host: &Host) {
        if let Some(lane) = self.lanes.get_mut(host) {
            lane.under_way -= 1;
            self.under_way -= 1;
            if lane.under_way == 0 && lane.waiting.is_empty() {
                self.lanes.remove(host);
            }
        }
    }

    /// Lets `name` wait no longer, if it does.
    pub fn forget(&mut self, name: &Name) {
        let Some((host, lane)) = self.lanes.iter_mut().find(|(_, lane)| lane.waiting.contains(name)) else { return };
        lane.waiting.retain(|other| other != name);
        self.waiting -= 1;
        if lane.waiting.is_empty() {
            let host = host.clone();
            self.order.retain(|other| *other != host);
            if self.lanes.get(&host).is_some_and(|lane| lane.under_way == 0) {
                self.lanes.remove(&host);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { looks: 4, at_one_host: 2, waiting: 8, waiting_for_one_host: 5 };

    fn host(name: &str) -> Host {
        Host::of(&format!("https://{name}/feed"))
    }

    fn name(number: usize) -> Name {
        format!("p{number}").parse().unwrap()
    }

    fn drain(turns: &mut Turns) -> Vec<String> {
        std::iter::from_fn(|| turns.begin()).map(|(name, _)| name.to_string()).collect()
    }

    #[test]
    fn a_host_that_never_answers_keeps_only_its_own_waiting() {
        let (mut turns, hung, well) = (Turns::new(BOUNDS), host("hung.example"), host("well.example"));
        for number in 0..5 {
            assert!(turns.wait(name(number), &hung));
        }
        assert!(!turns.wait(name(5), &hung), "no more of one host");
        assert_eq!(drain(&mut turns), ["p0", "p1"]);
        for number in 10..15 {
            assert!(turns.wait(name(number), &well));
        }
        // Those of the host that hangs are never done, and the others go on, one after the other.
        assert_eq!(drain(&mut turns), ["p10", "p11"]);
        for next in ["p12", "p13", "p14"] {
            turns.done(&well);
            assert_eq!(drain(&mut turns), [next]);
        }
        assert_eq!((turns.under_way(), turns.room()), (4, 5));
    }

    #[test]
    fn hosts_take_turns() {
        let mut turns = Turns::new(BOUNDS);
        for number in 0..3 {
            turns.wait(name(number), &host("a.example"));
        }
        turns.wait(name(7), &host("b.example"));
        turns.wait(name(8), &host("c.example"));
        assert_eq!(drain(&mut turns), ["p0", "p7", "p8", "p1"]);
    }

    #[test]
    fn who_lost_its_claim_waits_no_longer_and_nothing_is_left_behind() {
        let (mut turns, a) = (Turns::new(BOUNDS), host("a.example"));
        turns.wait(name(1), &a);
        turns.wait(name(2), &a);
        turns.forget(&name(1));
        turns.forget(&name(9));
        assert_eq!(drain(&mut turns), ["p2"]);
        turns.done(&a);
        turns.wait(name(3), &a);
        turns.forget(&name(3));
        assert_eq!((turns.room(), turns.under_way()), (8, 0));
        assert!(turns.lanes.is_empty() && turns.order.is_empty());
    }
}
