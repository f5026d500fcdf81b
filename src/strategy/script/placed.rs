//! Code that was built for one state: it is asked for keys in blocks, and remembers why it failed.

use super::engine::{Answer, Printed, Program, World};
use crate::cluster::{Cluster, Node, NodeId};
use crate::collections::{sort_by, sort_by_key};
use crate::hash::xxh64;
use crate::keys::KeySet;
use crate::strategy::kind::{CodeError, Refusal};
use crate::strategy::placement::{HashedKey, Placement, WorkLine, Working};
use starlark::values::OwnedFrozenValue;
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

/// Keys that are asked for on one heap.
const BLOCK: u64 = 64;
/// Keys that `assign_all` is given at most: they all stand on its heap.
const ALL_KEYS: u64 = 100_000;
/// Steps for all keys of a state together: a minute or so.
const STEPS: u64 = 1_000_000_000;

/// What the next state is given.
struct Kept(OwnedFrozenValue);

/// The hash of every key with its number, sorted; its nodes by number.
type All = (Vec<(u64, u32)>, Vec<Vec<NodeId>>);

/// Code in a state. `names` are the live nodes by name, `nodes` in the order of the list.
pub(super) struct Placed {
    program: Program,
    world: World,
    keys: KeySet,
    nodes: Vec<NodeId>,
    names: Vec<(String, NodeId)>,
    /// All keys with their answers, where the code places all at once.
    all: Option<All>,
    block: RefCell<Block>,
    failure: RefCell<Option<CodeError>>,
    kept: Option<Kept>,
    printed: Rc<Printed>,
}

/// The answers to keys that follow one another.
#[derive(Default)]
struct Block {
    begin: u64,
    answers: Vec<Vec<NodeId>>,
    /// What was found behind the last answer.
    error: Option<CodeError>,
    /// Which is asked for next.
    next: usize,
    steps: u64,
    room: String,
}

/// Reads the code and prepares it for a state; `before` is what it was built to in the state before.
pub(super) fn place(cluster: &Cluster, keys: &KeySet, source: &str, before: Option<&dyn Placement>) -> Result<Placed, Refusal> {
    let printed = Rc::new(Printed::default());
    placed(cluster, keys, source, before, &printed).map_err(|mut refusal| {
        refusal.code.iter_mut().for_each(|code| code.printed = printed.lines());
        refusal
    })
}

fn placed(
    cluster: &Cluster,
    keys: &KeySet,
    source: &str,
    before: Option<&dyn Placement>,
    printed: &Rc<Printed>,
) -> Result<Placed, Refusal> {
    let program = Program::compile(source, printed)?;
    let live: Vec<&Node> = cluster.live().collect();
    let before = before.and_then(Placement::kept).and_then(|kept| kept.downcast_ref::<Kept>());
    let world = program.world(&live, before.map(|kept| &kept.0), printed)?;
    let mut names: Vec<(String, NodeId)> = live.iter().map(|node| (node.name.clone(), node.id)).collect();
    sort_by(&mut names, |a, b| a.0.cmp(&b.0));
    let kept = world.prepared().map(|prepared| Kept(prepared.clone()));
    let (nodes, keys) = (live.iter().map(|node| node.id).collect(), keys.clone());
    let (block, failure) = (RefCell::default(), RefCell::default());
    let printed = Rc::clone(printed);
    let mut placed = Placed { program, world, keys, nodes, names, all: None, block, failure, kept, printed };
    if placed.program.places_all() {
        placed.all = Some(placed.place_all()?);
    }
    Ok(placed)
}

impl Placed {
    fn place_all(&self) -> Result<All, Refusal> {
        let count = self.keys.count();
        if count > ALL_KEYS {
            return Err(Refusal {
                why: format!("assign_all is given all keys at once, at most {ALL_KEYS}; here are {count}."),
                instead: "Use fewer keys, or define assign.".to_owned(),
                code: None,
            });
        }
        let mut room = String::new();
        let keys: Vec<String> = (0..count).map(|i| self.keys.key(i, &mut room).text.to_owned()).collect();
        let answers = self.program.assign_all(&self.world, &keys, &self.printed)?;
        let answers = answers.iter().zip(&keys).map(|(answer, key)| self.known(answer, key)).collect::<Result<Vec<_>, _>>()?;
        let mut order: Vec<(u64, u32)> = keys.iter().zip(0..).map(|(key, number)| (xxh64(key.as_bytes(), 0), number)).collect();
        sort_by_key(&mut order, |entry| *entry);
        Ok((order, answers))
    }

    /// The nodes of an answer's names.
    fn known(&self, answer: &Answer, key: &str) -> Result<Vec<NodeId>, CodeError> {
        let mut nodes = Vec::with_capacity(answer.len());
        for name in answer {
            let Ok(at) = self.names.binary_search_by(|(known, _)| known.as_str().cmp(name)) else {
                let message = format!("{} returned {name:?} for {key}, which is no live node.", self.program.placing());
                return Err(self.program.wrong_answer(message, "Return one of nodes, or the name of one."));
            };
            let id = self.names[at].1;
            if nodes.contains(&id) {
                let message = format!("{} returned {name} twice for {key}.", self.program.placing());
                return Err(self.program.wrong_answer(message, "A list names every node once, the most wanted first."));
            }
            nodes.push(id);
        }
        Ok(nodes)
    }

    /// Asks for some keys; the answers up to the first error, that error, and the steps.
    fn ask(&self, keys: &mut dyn FnMut() -> Option<String>) -> (Vec<Vec<NodeId>>, Option<CodeError>, u64) {
        let (mut answers, mut error) = (Vec::new(), None);
        let asked = RefCell::new(String::new());
        let mut next = || {
            let key = keys()?;
            asked.borrow_mut().clone_from(&key);
            Some(key)
        };
        let steps = self.program.assign(&self.world, &mut next, &self.printed, &mut |answer| {
            match answer.and_then(|answer| self.known(&answer, &asked.borrow())) {
                Ok(nodes) => answers.push(nodes),
                Err(mistake) => error = Some(mistake),
            }
            error.is_none()
        });
        (answers, error, steps)
    }

    /// The nodes that the code gives a key.
    pub(super) fn answer(&self, key: &str) -> Result<Vec<NodeId>, CodeError> {
        if let Some((order, answers)) = &self.all {
            let hash = xxh64(key.as_bytes(), 0);
            let from = order.partition_point(|(other, _)| *other < hash);
            let mut room = String::new();
            let mut alike = order[from..].iter().take_while(|(other, _)| *other == hash);
            return match alike.find(|(_, number)| self.keys.key(u64::from(*number), &mut room).text == key) {
                Some((_, number)) => Ok(answers[*number as usize].clone()),
                None => self.alone(key),
            };
        }
        let mut block = self.block.borrow_mut();
        if !self.stands_at(&mut block, key) {
            return self.alone(key);
        }
        let at = block.next;
        if let Some(nodes) = block.answers.get(at) {
            let nodes = nodes.clone();
            block.next += 1;
            return Ok(nodes);
        }
        Err(block.error.clone().unwrap_or_default())
    }

    /// Whether the block has the key at its next place; it goes on to the next keys where it is used up.
    fn stands_at(&self, block: &mut Block, key: &str) -> bool {
        let next = block.begin + block.next as u64;
        if next >= self.keys.count() || self.keys.key(next, &mut block.room).text != key {
            // The first key may come again, after a run of all.
            if self.keys.key(0, &mut block.room).text != key {
                return false;
            }
            (block.begin, block.next) = (0, 0);
            block.answers.clear();
            block.error = None;
        }
        if block.next == block.answers.len() && block.error.is_none() {
            self.refill(block);
        }
        true
    }

    fn refill(&self, block: &mut Block) {
        let begin = block.begin + block.next as u64;
        let mut numbers = begin..self.keys.count().min(begin + BLOCK);
        let mut room = String::new();
        let (answers, error, steps) = self.ask(&mut || numbers.next().map(|number| self.keys.key(number, &mut room).text.to_owned()));
        block.steps += steps;
        let spent = (block.steps > STEPS).then(|| CodeError {
            stopped: true,
            ..self.program.wrong_answer(
                "The code took too many steps for all keys together, and was stopped.".to_owned(),
                "Do less for each key, or use fewer keys.",
            )
        });
        (block.begin, block.next, block.answers, block.error) = (begin, 0, answers, error.or(spent));
    }

    /// A key that does not come in turn.
    fn alone(&self, key: &str) -> Result<Vec<NodeId>, CodeError> {
        if self.program.places_all() {
            let answers = self.program.assign_all(&self.world, &[key.to_owned()], &self.printed)?;
            return answers.first().map_or_else(|| Ok(Vec::new()), |answer| self.known(answer, key));
        }
        let mut once = Some(key.to_owned());
        let (mut answers, error, _) = self.ask(&mut || once.take());
        error.map_or_else(|| Ok(answers.pop().unwrap_or_default()), Err)
    }

    /// The code's nodes, then the others in the order of the list behind the last one; after a failure some node.
    fn list(&self, key: &str, want: usize, out: &mut Vec<NodeId>) {
        out.clear();
        if self.failure.borrow().is_none() {
            match self.answer(key) {
                Ok(nodes) => *out = nodes,
                Err(mistake) => *self.failure.borrow_mut() = Some(mistake),
            }
        }
        let last = out.last().and_then(|last| self.nodes.iter().position(|node| node == last)).map_or(0, |at| at + 1);
        for i in 0..self.nodes.len() {
            if out.len() >= want.max(1) {
                break;
            }
            let node = self.nodes[(last + i) % self.nodes.len()];
            if !out.contains(&node) {
                out.push(node);
            }
        }
        out.truncate(want.max(1));
    }

    fn name(&self, id: NodeId) -> &str {
        self.names.iter().find(|(_, other)| *other == id).map_or("", |(name, _)| name)
    }
}

impl Placement for Placed {
    fn place(&self, key: &HashedKey<'_>, want: usize, out: &mut Vec<NodeId>) {
        self.list(key.key.text, want, out);
    }

    fn owner(&self, key: &HashedKey<'_>) -> NodeId {
        let mut nodes = Vec::new();
        self.list(key.key.text, 1, &mut nodes);
        nodes.first().copied().unwrap_or(NodeId(0))
    }

    fn explain(&self, key: &HashedKey<'_>, want: usize) -> Working {
        let (text, printed) = (key.key.text, self.printed.count());
        let mut nodes = Vec::new();
        self.list(text, want, &mut nodes);
        let call = if self.program.places_all() { "assign_all(keys, nodes)".to_owned() } else { format!("assign({text:?}, nodes)") };
        let mut lines = vec![WorkLine::new("comparison", "Your code is called.", call, None)];
        let said = self.printed.lines();
        lines.extend(said.iter().skip(printed as usize).map(|line| WorkLine::new("comparison", "It prints", line.clone(), None)));
        for (i, id) in nodes.iter().enumerate() {
            let (what, text) = if i == 0 { ("winner", "It returns") } else { ("replica", "The next copy is on") };
            lines.push(WorkLine::new(what, format!("{text} {}.", self.name(*id)), "", Some(*id)));
        }
        Working { lines }
    }

    fn failure(&self) -> Option<Refusal> {
        self.failure.borrow().clone().map(Refusal::from)
    }

    fn printed(&self) -> Vec<String> {
        self.printed.lines()
    }

    fn kept(&self) -> Option<&dyn Any> {
        self.kept.as_ref().map(|kept| kept as &dyn Any)
    }

    fn memory_bytes(&self) -> u64 {
        self.world.bytes() as u64
    }
}
