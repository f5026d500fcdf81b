//! An error of the engine as a learner can use it: where, what, and what to write instead.

use crate::strategy::kind::CodeError;
use starlark::Error;
use starlark::ErrorKind;
use starlark::codemap::ResolvedSpan;

/// What the engine found. `within` is the function that was called, for errors that have no place of their own.
pub(super) fn of(error: &Error, source: &str, within: &str) -> CodeError {
    let message = first_line(&error.without_diagnostic().to_string());
    let (message, remedy, stopped) = words(error, &message);
    let place = error.span().map_or_else(|| definition(source, within), |span| resolved(span.resolve_span()));
    CodeError { message, remedy, stopped, ..place }
}

/// An error in what a function gave back.
pub(super) fn answer(source: &str, within: &str, message: String, remedy: &str) -> CodeError {
    CodeError { message, remedy: remedy.to_owned(), ..definition(source, within) }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim_end_matches(':').to_owned()
}

fn resolved(span: ResolvedSpan) -> CodeError {
    CodeError {
        line: span.begin.line as u32 + 1,
        column: span.begin.column as u32 + 1,
        end_line: span.end.line as u32 + 1,
        end_column: span.end.column as u32 + 1,
        ..CodeError::default()
    }
}

/// The line in which a function is defined; the first line where it is not.
pub(super) fn definition(source: &str, function: &str) -> CodeError {
    let head = format!("def {function}");
    let defines = |line: &&str| line.strip_prefix(&head).is_some_and(|rest| rest.trim_start().starts_with('('));
    let (number, line) = source.lines().enumerate().find(|(_, line)| defines(line)).unwrap_or((0, ""));
    let number = number as u32 + 1;
    CodeError { line: number, column: 1, end_line: number, end_column: line.chars().count() as u32 + 1, ..CodeError::default() }
}

/// Names that people reach for, and what there is.
const MISSED: &[(&str, &str)] = &[
    ("random", "There is no chance here, since every server must give the same answer: take hash(key)."),
    ("hashlib", "hash(text) is SHA-256 already."),
    ("math", "ln(x) is there without it."),
    ("log", "The natural logarithm is ln(x)."),
    ("hahs", "Write hash(text)."),
    ("bisect_right", "Write bisect(list, x)."),
    ("bisect_left", "bisect(list, x) gives the first index whose element is greater."),
    ("sum", "Add in a loop: for x in list: total += x."),
    ("pow", "Multiply in a loop, or shift: 1 << 64."),
    ("round", "Write int(x + 0.5)."),
    ("ord", "Take hash(text): letters are no good hash."),
    ("set", "Write a dictionary: {name: True}."),
];

fn words(error: &Error, message: &str) -> (String, String, bool) {
    if message.starts_with("Execution duration limit") {
        return (
            "The code took too many steps, and was stopped.".into(),
            "Look for a loop that does not end, or do less for each key.".into(),
            true,
        );
    }
    if message.starts_with("Heap memory limit") {
        return ("The code took too much memory, and was stopped.".into(), "Keep less: a list or a text grows in a loop.".into(), true);
    }
    if matches!(error.kind(), ErrorKind::StackOverflow(_)) {
        return (
            "The functions call one another more than 50 deep, and were stopped.".into(),
            "Write a loop, or let the recursion end.".into(),
            true,
        );
    }
    let said = message.strip_prefix("Parse error: ").unwrap_or(message);
    let missing = said.strip_prefix("Variable `").and_then(|rest| rest.split('`').next());
    match missing.and_then(|name| MISSED.iter().find(|(missed, _)| *missed == name)) {
        // The engine's guess is a name that looks alike; what is meant is known here.
        Some((_, remedy)) => (sentence(said.split(", did you mean").next().unwrap_or(said)), (*remedy).to_owned(), false),
        None => (sentence(said), hint(said).to_owned(), false),
    }
}

/// What mostly helps.
fn hint(said: &str) -> &'static str {
    let hints = [
        ("Immutable", "Make a list of your own first, list(nodes): what is given, and what stands outside of functions, cannot change."),
        ("frozen", "Make a list of your own first, list(nodes): what is given, and what stands outside of functions, cannot change."),
        ("keyword 'for'", "Put square brackets around it: [… for … in …]."),
        ("symbol '**'", "Shift in its place, as in 1 << 256, or multiply in a loop."),
        ("attribute `sort`", "sorted(list) gives a sorted list."),
        ("`cmp()`", "Both sides must be of one type: of a tuple take the part that you compare, as in point[0]."),
        ("extra positional", "assign takes (key, nodes), and prepared as a third where there is prepare; prepare takes (nodes, before)."),
        ("type `struct` has no attribute", "A node has name, weight and zone."),
        ("Expected `int`", "An index is a whole number, as in nodes[hash(key) % len(nodes)]."),
        ("Missing positional parameter", "assign takes key and nodes, and prepared as a third where there is prepare."),
        ("Found `", "assign takes key and nodes, and prepared as a third where there is prepare."),
        ("out of bound", "The last index is the length less 1; where the first comes after the last, write list[i % len(list)]."),
        ("indentation", "Indent a block by four blanks."),
        ("reserved keyword", "Give it another name."),
    ];
    hints.iter().find(|(part, _)| said.contains(part)).map_or("", |(_, hint)| *hint)
}

/// With a capital letter and a full stop.
fn sentence(said: &str) -> String {
    let mut letters = said.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    let end = if said.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}
