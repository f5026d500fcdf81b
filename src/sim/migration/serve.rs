//! What requests for keys in transit meet with, policy by policy.

use super::clients::Route;
use super::copying::word;
use super::counts::Answer;
use super::event::{Phase, Side, What};
use super::settings::Policy;
use super::world::{HOLD_OFF_S, KeyState, World};

/// What the timeline shows an operation as, bottom up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    /// Answered as it should be, at once.
    Hit,
    /// Had to wait; counted when it begins to.
    Blocked,
    /// Answered as it should be, with a hop more.
    Hop,
    /// Found nothing.
    Miss,
    /// Got an older value.
    Stale,
    /// Failed.
    Error,
}

impl Band {
    /// All of them, bottom up.
    pub const ALL: [Self; 6] = [Self::Hit, Self::Blocked, Self::Hop, Self::Miss, Self::Stale, Self::Error];

    /// What an answer is shown as; a good one as `good`.
    const fn of(answer: Answer, good: Self) -> Self {
        match answer {
            Answer::Hit => good,
            Answer::Miss => Self::Miss,
            Answer::Stale => Self::Stale,
            Answer::Error => Self::Error,
        }
    }
}

/// A request for a key in transit.
#[derive(Clone, Copy)]
struct Request {
    party: u32,
    client: u32,
    write: bool,
}

impl World<'_> {
    /// Answers a request, or lets it wait.
    pub(super) fn serve(&mut self, party: u32, client: u32, write: bool) {
        let request = Request { party, client, write };
        let route = self.clients.route(client, self.now);
        match self.policy {
            Policy::StopWorld if route == Route::Stop => self.wait_for_the_map(request),
            Policy::StopWorld | Policy::SwitchThenCopy | Policy::CopyThenSwitch => self.at(request, side(route), Band::Hit),
            Policy::DualWrite => self.dual(request, route),
            Policy::AskRedirect => self.ask(request, route),
            Policy::SnapshotCatchupPause => self.snapshot(request, route),
            Policy::ProxyFromNew => self.proxy(request, route),
            Policy::CacheWarmup => self.cache(request, route),
        }
    }

    /// A client that was told to stop waits until it hears of the new map.
    fn wait_for_the_map(&mut self, request: Request) {
        if !self.switched {
            return self.hold(request, None);
        }
        let until = self.clients.hears(request.client);
        self.totals.blocked += 1;
        self.totals.blocked_ms += (until - self.now) * 1e3;
        self.at(request, Side::New, Band::Blocked);
    }

    fn dual(&mut self, request: Request, route: Route) {
        if request.write && matches!(route, Route::WriteBoth | Route::ReadNew) {
            self.totals.extra += 1;
            self.write_both(request);
        } else {
            let old = matches!(route, Route::Old | Route::WriteBoth);
            self.at(request, if old { Side::Old } else { Side::New }, Band::Hit);
        }
    }

    /// The old node answers while it has the key, lets requests wait while it moves, and then sends them on.
    fn ask(&mut self, request: Request, route: Route) {
        let KeyState { handed, flight, .. } = self.keys[request.party as usize];
        if route == Route::New {
            self.at(request, Side::New, Band::Hit);
        } else if handed {
            self.send_on(request);
        } else if flight != 0 {
            let until = self.copying.lands(request.party);
            self.hold(request, Some(until));
        } else {
            self.at(request, Side::Old, Band::Hit);
        }
    }

    fn snapshot(&mut self, request: Request, route: Route) {
        if route == Route::New {
            self.at(request, Side::New, Band::Hit);
        } else if self.switched {
            self.send_on(request);
        } else if request.write && self.phase() == Phase::Paused {
            self.hold(request, None);
        } else {
            self.at(request, Side::Old, Band::Hit);
        }
    }

    /// The new node fetches what it lacks from the old one; the old one sends clients on.
    fn proxy(&mut self, request: Request, route: Route) {
        let Request { party, .. } = request;
        let key = self.key(party);
        if key.new == 0 && key.old != 0 {
            key.new = key.old;
            let version = key.new;
            self.totals.extra += 1;
            self.emit(What::Fetched { party, version }, word(party, version, 5));
        }
        if route == Route::Old { self.send_on(request) } else { self.at(request, Side::New, Band::Hit) }
    }

    fn send_on(&mut self, request: Request) {
        let Request { party, .. } = request;
        self.totals.redirect += 1;
        self.emit(What::Redirected { party }, word(party, 0, 6));
        self.at(request, Side::New, Band::Hop);
    }

    /// One side answers.
    fn at(&mut self, request: Request, side: Side, good: Band) {
        if request.write { self.write(request, side, good) } else { self.read(request, side, good) }
    }

    fn read(&mut self, Request { party, client, .. }: Request, side: Side, good: Band) {
        let key = self.keys[party as usize];
        let version = if side == Side::Old { key.old } else { key.new };
        let answer = if side == Side::Old && self.old_gone { Answer::Error } else { judge(version, key.newest) };
        self.answered(answer, good);
        self.emit(What::Read { party, client, side, version, answer }, word(party, version, 0x10 | answer as u64));
    }

    fn write(&mut self, Request { party, client, .. }: Request, side: Side, good: Band) {
        let failed = side == Side::Old && self.old_gone;
        let key = self.key(party);
        let version = key.newest + u32::from(!failed);
        key.newest = version;
        match side {
            Side::New => key.new = version,
            Side::Old if failed => {}
            Side::Old => key.old = version,
        }
        if side == Side::Old && self.policy == Policy::SnapshotCatchupPause {
            self.mark_dirty(party);
        }
        let answer = if failed { Answer::Error } else { Answer::Hit };
        self.answered(answer, good);
        self.emit(What::Write { party, client, side, both: false, version, answer }, word(party, version, 0x20 | answer as u64));
    }

    fn write_both(&mut self, Request { party, client, .. }: Request) {
        let key = self.key(party);
        key.newest += 1;
        let version = key.newest;
        (key.old, key.new) = (version, version);
        self.answered(Answer::Hit, Band::Hit);
        let answer = Answer::Hit;
        self.emit(What::Write { party, client, side: Side::New, both: true, version, answer }, word(party, version, 0x30));
    }

    #[inline]
    fn answered(&mut self, answer: Answer, good: Band) {
        self.totals.add(answer, 1);
        self.bands[Band::of(answer, good) as usize] += 1;
    }

    /// Lets a request wait: until a time that is known, or until the switch.
    fn hold(&mut self, Request { party, client, write }: Request, until: Option<f64>) {
        let now = self.now;
        self.totals.blocked += 1;
        self.bands[Band::Blocked as usize] += 1;
        match until {
            Some(until) => self.totals.blocked_ms += (until - now) * 1e3,
            None => {
                let waiting = &mut self.waiting[client as usize];
                waiting.count += 1;
                waiting.since_s += now;
            }
        }
        let key = self.key(party);
        if write {
            key.held_writes += 1
        } else {
            key.held_reads += 1
        }
        self.emit(What::Waits { party, client, write }, word(party, client, 7));
    }

    /// Answers what waits for a key, on a side: reads, then writes.
    ///
    /// Requests that wait together may take effect in any order before they are answered.
    pub(super) fn release(&mut self, party: u32, side: Side) {
        let key = self.key(party);
        let (reads, writes) = (std::mem::take(&mut key.held_reads), std::mem::take(&mut key.held_writes));
        if reads + writes == 0 {
            return;
        }
        let place = if side == Side::Old { &mut key.old } else { &mut key.new };
        let answer = judge(*place, key.newest);
        if writes > 0 {
            key.newest += writes;
            *place = key.newest;
        }
        let version = key.newest;
        self.totals.add(answer, u64::from(reads));
        self.totals.add(Answer::Hit, u64::from(writes));
        if answer != Answer::Hit {
            self.bands[Band::of(answer, Band::Hit) as usize] += u64::from(reads);
        }
        if self.policy == Policy::AskRedirect {
            self.totals.redirect += u64::from(reads + writes);
        }
        self.emit(What::Released { party, reads, writes, answer, version }, word(party, reads, 8) ^ u64::from(writes) << 20);
    }
}

/// A cache that warms up: the new side is cold, the old one warm, and the origin behind both has every write.
impl World<'_> {
    fn cache(&mut self, request: Request, route: Route) {
        let Request { party, client, write } = request;
        let old_side = route == Route::Old && !self.old_gone;
        if write {
            self.delete(request, old_side);
        } else if old_side && self.keys[party as usize].old != 0 {
            self.read(request, Side::Old, Band::Hit);
        } else if !old_side && self.keys[party as usize].new != 0 {
            self.read(request, Side::New, Band::Hit);
        } else if !old_side && !self.old_gone && self.warm_answers(request) {
        } else {
            let side = if old_side { Side::Old } else { Side::New };
            self.fill_from_origin(party, side);
            self.answered(Answer::Miss, Band::Miss);
            self.emit(What::Read { party, client, side, version: 0, answer: Answer::Miss }, word(party, 0, 0x11));
        }
    }

    /// A write goes to the origin and deletes the cold value; word of it reaches the warm cache later.
    fn delete(&mut self, Request { party, client, .. }: Request, old_side: bool) {
        let now = self.now;
        if self.settings.hold_off {
            self.held_off[party as usize] = now + HOLD_OFF_S;
        }
        let gone = self.old_gone;
        let key = self.key(party);
        key.newest += 1;
        key.new = 0;
        let version = key.newest;
        if old_side {
            key.old = 0;
        } else if key.old != 0 && !gone && !std::mem::replace(&mut key.dirty, true) {
            self.send_drop(party);
        }
        let (side, answer) = (if old_side { Side::Old } else { Side::New }, Answer::Hit);
        self.answered(answer, Band::Hit);
        self.emit(What::Write { party, client, side, both: false, version, answer }, word(party, version, 0x20));
    }

    /// Asks the warm cache after a miss; false where it has nothing, or where its value must not be added.
    fn warm_answers(&mut self, request: Request) -> bool {
        self.totals.extra += 1;
        let warm = self.keys[request.party as usize].old;
        if warm == 0 || self.held_off(request.party) {
            return false;
        }
        self.read(request, Side::Old, Band::Hop);
        self.send_add(request.party);
        true
    }

    /// Whether nothing may be added for a key yet, since it was written just now.
    pub(super) fn held_off(&self, party: u32) -> bool {
        self.held_off.get(party as usize).is_some_and(|until| self.now < *until)
    }

    fn fill_from_origin(&mut self, party: u32, side: Side) {
        if self.held_off(party) {
            return;
        }
        let key = self.key(party);
        let place = if side == Side::Old { &mut key.old } else { &mut key.new };
        *place = key.newest;
    }
}

const fn side(route: Route) -> Side {
    match route {
        Route::New | Route::ReadNew => Side::New,
        Route::Old | Route::WriteBoth | Route::Stop => Side::Old,
    }
}

const fn judge(version: u32, newest: u32) -> Answer {
    if version == 0 {
        Answer::Miss
    } else if version < newest {
        Answer::Stale
    } else {
        Answer::Hit
    }
}
