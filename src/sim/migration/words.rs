//! What happened to a key, in words.

use super::counts::Answer;
use super::event::{Event, Side, What};
use super::transit::Party;
use crate::analysis::words::thousands;
use crate::cluster::NodeId;

/// An event of a key's story as a phrase: `written at 3.2 s on Node A`. `name` gives a node's name.
#[must_use]
pub fn phrase<'n>(event: &Event, party: &Party, name: &dyn Fn(NodeId) -> &'n str) -> String {
    let at = format!("at {:.1} s", event.at_s);
    let node = |side: Side| name(if side == Side::Old { party.from() } else { party.to() });
    match event.what {
        What::Phase(phase) => format!("{} {at}", phase.title()),
        What::Read { side, answer, .. } => format!("{} {at} on {}", read(answer), node(side)),
        What::Write { answer: Answer::Error, side, .. } => format!("a write failed {at} on {}", node(side)),
        What::Write { both: true, .. } => format!("written {at} on {} and {}", node(Side::Old), node(Side::New)),
        What::Write { side, .. } => format!("written {at} on {}", node(side)),
        What::Waits { write, .. } => format!("a {} began to wait {at}", if write { "write" } else { "read" }),
        What::Released { reads, writes, answer, .. } => released(reads, writes, answer) + " " + &at,
        What::Redirected { .. } => format!("sent on {at} from {} to {}", node(Side::Old), node(Side::New)),
        What::Fetched { .. } => format!("fetched {at} by {} from {}", node(Side::New), node(Side::Old)),
        What::Sent { .. } => format!("copied {at} on {}", node(Side::Old)),
        What::Landed { taken: true, .. } => format!("the copy arrived {at} on {}", node(Side::New)),
        What::Landed { .. } => format!("the copy arrived {at} on {}, which has a newer value", node(Side::New)),
        What::Applied { .. } => format!("what was written meanwhile was applied {at} on {}", node(Side::New)),
        What::HandedOver { .. } => format!("handed over {at} to {}", node(Side::New)),
        What::Lost { .. } => format!("lost {at}: {} has an older value than was acknowledged", node(Side::New)),
    }
}

const fn read(answer: Answer) -> &'static str {
    match answer {
        Answer::Hit => "read",
        Answer::Miss => "missed",
        Answer::Stale => "an older value was read",
        Answer::Error => "a read failed",
    }
}

fn released(reads: u32, writes: u32, answer: Answer) -> String {
    let counted = |number: u32, what: &str| format!("{} {what}{}", thousands(number.into()), if number == 1 { "" } else { "s" });
    let reads_text = match answer {
        Answer::Hit => counted(reads, "waiting read"),
        _ => counted(reads, "waiting read") + " with a wrong answer",
    };
    match (reads, writes) {
        (_, 0) => reads_text + " answered",
        (0, _) => counted(writes, "waiting write") + " taken",
        _ => format!("{reads_text} answered and {} taken", counted(writes, "waiting write")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_says_what_happened_when_and_where() {
        let party = Party { key: 17, before: vec![NodeId(0)], after: vec![NodeId(3)], copies: 1, requests: 1 };
        let say = |at_s, what| phrase(&Event { at_s, what }, &party, &|node| ["Node A", "Node B", "Node C", "Node D"][node.index()]);
        let party = 0;
        assert_eq!(say(3.0, What::Sent { party, version: 1 }), "copied at 3.0 s on Node A");
        let write = What::Write { party, client: 4, side: Side::Old, both: false, version: 2, answer: Answer::Hit };
        assert_eq!(say(3.2, write), "written at 3.2 s on Node A");
        assert_eq!(
            say(15.0, What::Lost { party, version: 1, newest: 2 }),
            "lost at 15.0 s: Node D has an older value than was acknowledged"
        );
        let released = What::Released { party, reads: 2, writes: 1, answer: Answer::Hit, version: 3 };
        assert_eq!(say(15.0, released), "2 waiting reads answered and 1 waiting write taken at 15.0 s");
        let late = What::Landed { party, version: 1, taken: false };
        assert_eq!(say(3.5, late), "the copy arrived at 3.5 s on Node D, which has a newer value");
    }
}
