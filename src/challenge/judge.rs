//! Checking a learner's code against a challenge, in slices.

use super::ask::{Asked, Wrong};
use super::check::Check;
use super::content::Challenge;
use super::verdict::{Found, listed};
use super::world::{At, STATES, World};
use crate::experiment::Progress;
use crate::strategy::CodeError;

/// Lines of what the code printed that are told, over all states.
const PRINTED_LINES: usize = 100;

/// A run of all checks that can be advanced bit by bit.
pub struct Judge {
    challenge: Challenge,
    source: String,
    world: World,
    /// By state; none where nobody has asked yet.
    asked: Vec<Option<Asked>>,
    /// What became of the checks so far; of the failed ones an example.
    found: Vec<Option<String>>,
    error: Option<CodeError>,
    moved: Option<String>,
    over: bool,
}

/// What the checks found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChallengeReport {
    /// Whether all checks passed.
    pub passed: bool,
    /// The checks in order.
    pub checks: Vec<CheckReport>,
    /// What the code printed.
    pub printed: Vec<String>,
    /// Where the code was wrong or stopped, where it was.
    pub error: Option<CodeError>,
    /// When all passed, one sentence: what moves of the workshop's keys.
    pub moved: Option<String>,
}

/// What became of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckReport {
    /// Its name.
    pub id: &'static str,
    /// What it asks for.
    pub title: String,
    /// What became of it.
    pub state: CheckState,
    /// The smallest example that breaks it, where it failed.
    pub example: Option<String>,
}

/// What can become of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckState {
    /// It holds.
    Passed,
    /// It does not.
    Failed,
    /// Nobody knows: the code was wrong before, or the run is not over.
    NotReached,
}

impl Judge {
    /// A run that has not begun; none where there is no such challenge.
    #[must_use]
    pub fn new(id: &str, source: &str) -> Option<Self> {
        let challenge = Challenge::find(id)?;
        let (world, asked) = (World::new(challenge.nodes), STATES.iter().map(|_| None).collect());
        let source = source.to_owned();
        Some(Self { challenge, source, world, asked, found: Vec::new(), error: None, moved: None, over: false })
    }

    /// How far it is: keys that were asked for, and checks.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let keys = |at: &At| self.world.keys(*at).count();
        let total = self.states().iter().map(keys).sum::<u64>() + self.challenge.checks.len() as u64;
        let done = self.asked.iter().flatten().map(Asked::done).sum::<u64>() + self.found.len() as u64;
        // Whoever asks goes on until nothing is left, and something is until the end.
        Progress { done: if self.over { total } else { done.min(total - 1) }, total }
    }

    /// All states that the checks look at, and the workshop's.
    fn states(&self) -> Vec<At> {
        let looked_at = |at: &At| self.challenge.checks.iter().any(|check| with_before(check.states()).contains(at));
        let workshop = [At::Workshop, At::WorkshopMore];
        STATES.into_iter().filter(|at| workshop.contains(at) || looked_at(at)).collect()
    }

    /// Does a piece of work: prepares the code for a state, asks it for at most `keys` keys, or judges a check.
    pub fn advance(&mut self, keys: u64) -> Progress {
        if !self.over {
            let check = self.challenge.checks.get(self.found.len()).copied();
            let wanted = with_before(check.map_or(&[At::Workshop, At::WorkshopMore], Check::states));
            match (self.go_on(&wanted, keys), check) {
                (Err(wrong), _) => self.fail(*wrong),
                (Ok(true), _) => {}
                (Ok(false), Some(check)) => self.judge(check),
                (Ok(false), None) => self.finish(),
            }
        }
        self.progress()
    }

    /// Works on the first of some states that is not answered; false where all are.
    fn go_on(&mut self, wanted: &[At], keys: u64) -> Result<bool, Box<(At, Wrong)>> {
        let answered = |at: &&At| self.asked[at.index()].as_ref().is_some_and(|asked| asked.done() == self.world.keys(**at).count());
        let Some(at) = wanted.iter().find(|at| !answered(at)).copied() else { return Ok(false) };
        let begun = self.asked[at.index()].take();
        let before = at.before().and_then(|before| self.asked[before.index()].as_ref());
        let asked = match begun {
            Some(mut asked) => asked.ask(&self.world, keys.max(1)).map(|()| asked),
            None => Asked::new(&self.world, at, &self.source, before),
        };
        self.asked[at.index()] = Some(asked.map_err(|wrong| Box::new((at, wrong)))?);
        Ok(true)
    }

    const fn answers(&self) -> Found<'_> {
        Found { challenge: &self.challenge, world: &self.world, asked: self.asked.as_slice() }
    }

    fn judge(&mut self, check: Check) {
        let broken = check.broken(&self.answers());
        self.found.push(broken);
        let last = self.found.len() == self.challenge.checks.len();
        self.over = last && self.found.iter().any(Option::is_some);
    }

    /// All checks have passed: what the workshop would see.
    fn finish(&mut self) {
        self.moved = self.answers().workshop();
        self.over = true;
    }

    /// The code was wrong or stopped: the check that asked for it fails, and no other is reached.
    fn fail(&mut self, (at, wrong): (At, Wrong)) {
        let Wrong { error, key } = wrong;
        let names: Vec<&str> = self.world.cluster(at).nodes().iter().map(|node| node.name.as_str()).collect();
        let place = key.map_or_else(String::new, |key| format!(" ({key} on {})", listed(&names)));
        let example = format!("Line {}{place}: {} {}", error.line, error.message, error.remedy);
        // Where the workshop's nodes alone are too much for it, no check is left.
        self.found.truncate(self.challenge.checks.len() - 1);
        self.found.push(Some(example.trim_end().to_owned()));
        self.error = Some(error);
        self.over = true;
    }

    /// What was found so far.
    #[must_use]
    pub fn report(&self) -> ChallengeReport {
        let check = |(i, check): (usize, &Check)| {
            let found = self.found.get(i);
            let state = match found {
                None => CheckState::NotReached,
                Some(None) => CheckState::Passed,
                Some(Some(_)) => CheckState::Failed,
            };
            CheckReport { id: check.id(), title: check.title(&self.challenge), state, example: found.cloned().flatten() }
        };
        let mut printed: Vec<String> = self.asked.iter().flatten().flat_map(Asked::printed).collect();
        printed.truncate(PRINTED_LINES);
        ChallengeReport {
            passed: self.over && self.error.is_none() && self.found.iter().all(Option::is_none),
            checks: self.challenge.checks.iter().enumerate().map(check).collect(),
            printed,
            error: self.error.clone(),
            moved: self.moved.clone(),
        }
    }
}

/// States with those that steps lead from, these first; some may stand there twice.
fn with_before(states: &[At]) -> Vec<At> {
    let mut all = Vec::new();
    for at in states {
        all.extend(at.before().and_then(At::before));
        all.extend(at.before());
        all.push(*at);
    }
    all
}
