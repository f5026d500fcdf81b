//! What happened to a key, in words.

use super::counts::Answer;
use super::event::{Event, Side, What};
use super::transit::Party;
use crate::analysis::words::thousands;
use crate::cluster::NodeId;

/// An event of a key's story as a phrase: `written on Node A`; its time stands beside it. `name` gives a node's name.
#[must_use]
pub fn phrase<'n>(event: &Event, party: &Party, name: &dyn Fn(NodeId) -> &'n str) -> String {
    let node = |side: Side| name(if side == Side::Old { party.from() } else { party.to() });
    match event.what {
        What::Phase(phase) => phase.title().to_owned(),
        What::Read { side, answer, .. } => format!("{} on {}", read(answer), node(side)),
        What::Write { answer: Answer::Error, side, .. } => format!("a write failed on {}", node(side)),
        What::Write { both: true, .. } => format!("written on {} and {}", node(Side::Old), node(Side::New)),
        What::Write { side, .. } => format!("written on {}", node(side)),
        What::Waits { write, .. } => format!("a {} began to wait", if write { "write" } else { "read" }),
        What::Released { reads, writes, answer, .. } => released(reads, writes, answer),
        What::Redirected { .. } => format!("sent on from {} to {}", node(Side::Old), node(Side::New)),
        What::Fetched { .. } => format!("fetched by {} from {}", node(Side::New), node(Side::Old)),
        What::Sent { .. } => format!("copied on {}", node(Side::Old)),
        What::Landed { taken: true, .. } => format!("the copy arrived on {}", node(Side::New)),
        What::Landed { .. } => format!("the copy arrived on {}, which has a newer value", node(Side::New)),
        What::Applied { .. } => format!("what was written meanwhile was applied on {}", node(Side::New)),
        What::HandedOver { .. } => format!("handed over to {}", node(Side::New)),
        What::Lost { .. } => format!("lost: {} has an older value than was acknowledged", node(Side::New)),
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
    fn a_story_says_what_happened_and_where() {
        let party = Party { key: 17, before: vec![NodeId(0)], after: vec![NodeId(3)], copies: 1, requests: 1 };
        let say = |at_s, what| phrase(&Event { at_s, what }, &party, &|node| ["Node A", "Node B", "Node C", "Node D"][node.index()]);
        let party = 0;
        assert_eq!(say(3.0, What::Sent { party, version: 1 }), "copied on Node A");
        let write = What::Write { party, client: 4, side: Side::Old, both: false, version: 2, answer: Answer::Hit };
        assert_eq!(say(3.2, write), "written on Node A");
        assert_eq!(say(15.0, What::Lost { party, version: 1, newest: 2 }), "lost: Node D has an older value than was acknowledged");
        let released = What::Released { party, reads: 2, writes: 1, answer: Answer::Hit, version: 3 };
        assert_eq!(say(15.0, released), "2 waiting reads answered and 1 waiting write taken");
        let late = What::Landed { party, version: 1, taken: false };
        assert_eq!(say(3.5, late), "the copy arrived on Node D, which has a newer value");
    }
}
