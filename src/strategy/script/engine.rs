//! The engine: a learner's code compiled once, frozen, and called on heaps that are thrown away, within limits.
//!
//! Steps decide when code is stopped, never time, so that it stops at the same place everywhere. The engine counts a step a
//! loop and a call, and looks at the limits every thousand steps; `guard.rs` and `given.rs` keep what happens between two
//! looks small, and what slips through is stopped by the memory of the WebAssembly instance and by the page's watchdog.

use super::{given, guard, higher, mistake};
use crate::cluster::Node;
use crate::strategy::kind::CodeError;
use starlark::PrintHandler;
use starlark::environment::{FrozenModule, Globals, Module};
use starlark::eval::Evaluator;
use starlark::syntax::{AstModule, Dialect};
use starlark::values::list::{AllocList, ListRef};
use starlark::values::structs::AllocStruct;
use starlark::values::tuple::TupleRef;
use starlark::values::{Heap, OwnedFrozenValue, Value};
use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

/// Steps for one key.
const KEY_STEPS: u64 = 1_000_000;
/// Steps for what is done once a state: the code itself, `prepare`, `assign_all`.
const STATE_STEPS: u64 = 20_000_000;
/// Memory of one heap, bytes.
const HEAP_BYTES: usize = 32 << 20;
/// A heap that is larger takes no more keys.
const HEAP_ENOUGH: usize = 4 << 20;
/// Functions within functions.
const CALLS: usize = 50;

/// Lines that are kept of what code prints, and the letters of each.
const PRINTED_LINES: usize = 100;
const PRINTED_LETTERS: usize = 300;

thread_local! {
    /// Everything that code finds; made once.
    static GLOBALS: Globals = given::globals();
}

/// What code printed: the first lines, and how many there were.
#[derive(Debug, Default)]
pub(super) struct Printed(RefCell<(Vec<String>, u64)>);

impl Printed {
    pub(super) fn lines(&self) -> Vec<String> {
        let (lines, all) = &*self.0.borrow();
        let mut lines = lines.clone();
        if *all > lines.len() as u64 {
            lines.push(format!("… and {} lines more", all - lines.len() as u64));
        }
        lines
    }

    /// How many lines there were.
    pub(super) fn count(&self) -> u64 {
        self.0.borrow().1
    }
}

impl PrintHandler for Printed {
    fn println(&self, text: &str) -> starlark::Result<()> {
        let (lines, all) = &mut *self.0.borrow_mut();
        *all += 1;
        if lines.len() < PRINTED_LINES {
            lines.push(text.chars().take(PRINTED_LETTERS).collect());
        }
        Ok(())
    }
}

/// Code that can be called.
pub(super) struct Program {
    source: String,
    module: FrozenModule,
    assign: OwnedFrozenValue,
    /// Whether it places all keys at once.
    all: bool,
    prepare: Option<OwnedFrozenValue>,
}

/// What code sees of a state.
pub(super) struct World {
    nodes: OwnedFrozenValue,
    prepared: Option<OwnedFrozenValue>,
    bytes: usize,
}

/// One answer: the names of the nodes, the most wanted first.
pub(super) type Answer = Vec<String>;

impl Program {
    /// Reads the code and runs what stands outside of its functions.
    pub(super) fn compile(source: &str, printed: &Printed) -> Result<Self, CodeError> {
        guard::check(source)?;
        let mistake = |error: starlark::Error| mistake::of(&error, source, "assign");
        let dialect = Dialect {
            enable_top_level_stmt: true,
            enable_f_strings: true,
            enable_load: false,
            enable_keyword_only_arguments: true,
            ..Dialect::Standard
        };
        let mut ast = AstModule::parse("code", source.to_owned(), &dialect).map_err(mistake)?;
        higher::check(&ast)?;
        ast.replace_binary_operators(&given::operators().collect());
        let module = Module::with_temp_heap(|module| {
            GLOBALS.with(|globals| limited(&module, STATE_STEPS, printed, |eval| eval.eval_module(ast, globals).map(|_| ())))?;
            module.freeze().map_err(|error| starlark::Error::new_other(anyhow::anyhow!("{error:?}")))
        });
        let module = module.map_err(mistake)?;
        let function = |name: &str| module.get_option(name).ok().flatten().filter(|value| value.value().get_type() == "function");
        let (one, all) = (function("assign"), function("assign_all"));
        let wrong = |message: &str, remedy: &str| mistake::answer(source, "assign", message.to_owned(), remedy);
        let (assign, all) = match (one, all) {
            (Some(one), None) => (one, false),
            (None, Some(all)) => (all, true),
            (Some(_), Some(_)) => return Err(wrong("Both assign and assign_all are defined.", "Keep one of them.")),
            (None, None) => return Err(wrong("The code does not define assign.", "Write def assign(key, nodes): and return a node.")),
        };
        let prepare = function("prepare");
        Ok(Self { source: source.to_owned(), assign, all, prepare, module })
    }

    /// Whether it places all keys at once.
    pub(super) fn places_all(&self) -> bool {
        self.all
    }

    /// The function that places.
    pub(super) fn placing(&self) -> &'static str {
        if self.all { "assign_all" } else { "assign" }
    }

    /// What the functions see of a state; `before` is what `prepare` made of the one before.
    pub(super) fn world(&self, nodes: &[&Node], before: Option<&OwnedFrozenValue>, printed: &Printed) -> Result<World, CodeError> {
        let made = Module::with_temp_heap(|module| {
            let heap = module.heap();
            module.set("nodes", heap.alloc(AllocList(nodes.iter().map(|node| record(heap, node)))));
            module.freeze().map_err(|error| starlark::Error::new_other(anyhow::anyhow!("{error:?}")))
        });
        let nodes = made.and_then(|module| module.get("nodes").map_err(starlark::Error::new_other));
        let nodes = nodes.map_err(|error| mistake::of(&error, &self.source, "assign"))?;
        let Some(prepare) = &self.prepare else { return Ok(World { nodes, prepared: None, bytes: self.bytes() }) };
        let made = Module::with_temp_heap(|module| {
            let heap = module.heap();
            let function = heap.access_owned_frozen_value(prepare);
            let arguments = [
                heap.access_owned_frozen_value(&nodes),
                before.map_or_else(Value::new_none, |before| heap.access_owned_frozen_value(before)),
            ];
            let made = limited(&module, STATE_STEPS, printed, |eval| eval.eval_function(function, &arguments, &[]))?;
            module.set("prepared", made);
            module.freeze().map_err(|error| starlark::Error::new_other(anyhow::anyhow!("{error:?}")))
        });
        let made = made.map_err(|error| mistake::of(&error, &self.source, "prepare"))?;
        let bytes = self.bytes() + made.frozen_heap().allocated_bytes();
        let prepared = made.get("prepared").map_err(|error| mistake::of(&starlark::Error::new_other(error), &self.source, "prepare"))?;
        Ok(World { nodes, prepared: Some(prepared), bytes })
    }

    fn bytes(&self) -> usize {
        self.source.len() + self.module.frozen_heap().allocated_bytes()
    }

    /// Places keys one by one on one heap, as long as that is small; `take` is given each answer and says whether it wants
    /// another. Gives the steps that were taken.
    pub(super) fn assign(
        &self,
        world: &World,
        keys: &mut dyn FnMut() -> Option<String>,
        printed: &Printed,
        take: &mut dyn FnMut(Result<Answer, CodeError>) -> bool,
    ) -> u64 {
        Module::with_temp_heap(|module| {
            let heap = module.heap();
            let call = Call::new(self, world, heap);
            let mut steps = 0;
            while heap.allocated_bytes() < HEAP_ENOUGH
                && let Some(key) = keys()
            {
                let mut taken = 0;
                let answer = limited(&module, KEY_STEPS, printed, |eval| {
                    let answer = call.with(eval, heap.alloc(key.as_str()));
                    taken = eval.get_total_tick_count();
                    answer
                });
                steps += taken;
                let answer = answer.map_err(|error| mistake::of(&error, &self.source, "assign"));
                if !take(answer.and_then(|answer| self.read(answer, &key))) {
                    break;
                }
            }
            steps
        })
    }

    /// Places all keys at once.
    pub(super) fn assign_all(&self, world: &World, keys: &[String], printed: &Printed) -> Result<Vec<Answer>, CodeError> {
        Module::with_temp_heap(|module| {
            let heap = module.heap();
            let call = Call::new(self, world, heap);
            let texts = heap.alloc(AllocList(keys.iter().map(String::as_str)));
            let made = limited(&module, STATE_STEPS, printed, |eval| call.with(eval, texts));
            let made = made.map_err(|error| mistake::of(&error, &self.source, "assign_all"))?;
            let answers = elements(made).filter(|answers| answers.len() == keys.len());
            let Some(answers) = answers else {
                let long = elements(made).map_or_else(|| given::named(made).to_owned(), |list| format!("a list of {}", list.len()));
                let message = format!("assign_all returned {long}, not a list of {} nodes, one a key.", keys.len());
                return Err(mistake::answer(
                    &self.source,
                    "assign_all",
                    message,
                    "Return a list with the node of every key, in the order of keys.",
                ));
            };
            answers.iter().zip(keys).map(|(answer, key)| self.read(*answer, key)).collect()
        })
    }

    /// The names that an answer gives.
    fn read(&self, answer: Value<'_>, key: &str) -> Result<Answer, CodeError> {
        let heap_free = |value: Value<'_>| name(value);
        let names = match elements(answer) {
            Some(list) if !list.is_empty() => list.iter().map(|value| heap_free(*value)).collect::<Option<Vec<_>>>(),
            _ => heap_free(answer).map(|name| vec![name]),
        };
        names.ok_or_else(|| {
            let remedy = if answer.is_none() {
                "Every way through the function must end with return."
            } else {
                "Return one of nodes, its name, or a list of them."
            };
            self.wrong_answer(format!("{} returned {} for {key}, not a node.", self.placing(), given::named(answer)), remedy)
        })
    }

    /// An error in an answer.
    pub(super) fn wrong_answer(&self, message: String, remedy: &str) -> CodeError {
        mistake::answer(&self.source, self.placing(), message, remedy)
    }
}

impl World {
    /// What `prepare` made.
    pub(super) fn prepared(&self) -> Option<&OwnedFrozenValue> {
        self.prepared.as_ref()
    }

    /// What the code and its state take, bytes.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}

/// The placing function with all its arguments but the first.
struct Call<'v> {
    function: Value<'v>,
    nodes: Value<'v>,
    prepared: Option<Value<'v>>,
}

impl<'v> Call<'v> {
    fn new(program: &Program, world: &World, heap: Heap<'v>) -> Self {
        let own = |value: &OwnedFrozenValue| heap.access_owned_frozen_value(value);
        Self { function: own(&program.assign), nodes: own(&world.nodes), prepared: world.prepared.as_ref().map(own) }
    }

    fn with(&self, eval: &mut Evaluator<'v, '_, '_>, first: Value<'v>) -> starlark::Result<Value<'v>> {
        match self.prepared {
            Some(prepared) => eval.eval_function(self.function, &[first, self.nodes, prepared], &[]),
            None => eval.eval_function(self.function, &[first, self.nodes], &[]),
        }
    }
}

/// Calls of code that have begun, and that have ended, in all threads: whoever has a clock can tell whether one hangs.
static CALLS_BEGUN: AtomicU64 = AtomicU64::new(0);
static CALLS_ENDED: AtomicU64 = AtomicU64::new(0);

/// How many calls of code have begun, and how many have ended.
#[must_use]
pub fn code_calls() -> (u64, u64) {
    (CALLS_BEGUN.load(Ordering::Relaxed), CALLS_ENDED.load(Ordering::Relaxed))
}

/// Does something with an evaluator that has limits.
fn limited<'v, T>(
    module: &Module<'v>,
    steps: u64,
    printed: &Printed,
    work: impl FnOnce(&mut Evaluator<'v, '_, '_>) -> starlark::Result<T>,
) -> starlark::Result<T> {
    let mut eval = Evaluator::new(module);
    eval.set_max_callstack_size(CALLS)?;
    eval.set_max_heap_size(HEAP_BYTES)?;
    eval.set_max_tick_count(steps)?;
    eval.set_print_handler(printed);
    CALLS_BEGUN.fetch_add(1, Ordering::Relaxed);
    let done = work(&mut eval);
    CALLS_ENDED.fetch_add(1, Ordering::Relaxed);
    done
}

/// A node as code sees it.
fn record<'v>(heap: Heap<'v>, node: &Node) -> Value<'v> {
    let whole = node.weight.fract() == 0.0;
    let weight = if whole { heap.alloc(node.weight as i32) } else { heap.alloc(node.weight) };
    let zone = node.zone.as_deref().map_or_else(Value::new_none, |zone| heap.alloc(zone));
    heap.alloc(AllocStruct([("name", heap.alloc(node.name.as_str())), ("weight", weight), ("zone", zone)]))
}

fn elements(value: Value<'_>) -> Option<&[Value<'_>]> {
    ListRef::from_value(value).map(ListRef::content).or_else(|| TupleRef::from_value(value).map(TupleRef::content))
}

/// The name that a value stands for: a node's, or its own.
fn name(value: Value<'_>) -> Option<String> {
    if let Some(text) = value.unpack_str() {
        return Some(text.to_owned());
    }
    let record = starlark::values::structs::StructRef::from_value(value)?;
    record.iter().find(|(field, _)| field.as_str() == "name").and_then(|(_, name)| name.unpack_str()).map(str::to_owned)
}
