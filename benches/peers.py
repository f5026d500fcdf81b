"""The Python side of the benches: the workshop's own kind of script and uhashring, behind the lines of benches/native."""

import bisect
import hashlib
import json
import sys
import time

POINTS = 100
TURNS = 4096


def digest(text):
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def sha_modulo(nodes):
    return lambda key: digest(key) % nodes


def bisect_ring(nodes):
    points = sorted((digest(f"n{node:04}-{i}"), node) for node in range(nodes) for i in range(POINTS))
    places = [place for place, _ in points]
    return lambda key: points[bisect.bisect_right(places, digest(key)) % len(points)][1]


def uhashring(nodes):
    from uhashring import HashRing

    ring = HashRing(nodes=[str(node) for node in range(nodes)])
    return lambda key: int(ring.get_node(key))


MAKERS = {"peer/sha256 modulo": sha_modulo, "peer/bisect ring": bisect_ring, "peer/uhashring": uhashring}


class Pass:
    """A structure before and one after."""

    def __init__(self, make, nodes):
        self.make, self.nodes = make, nodes
        self.old, self.new = make(nodes), make(nodes + 1)
        self.before, self.after, self.moved, self.next = [0] * nodes, [0] * (nodes + 1), 0, 0
        self.keys = [f"key_{i}" for i in range(TURNS)]

    def count(self, begin, keys):
        for i in range(begin, begin + keys):
            key = f"key_{i}"
            old, new = self.old(key), self.new(key)
            self.before[old] += 1
            self.after[new] += 1
            self.moved += old != new

    def look(self, times):
        for _ in range(times):
            self.old(self.keys[self.next])
            self.next = (self.next + 1) % TURNS


def answer(request, table):
    name, do = request["name"], request["do"]
    start = time.perf_counter_ns()
    if do == "open":
        table[name] = Pass(MAKERS[name], request["nodes"])
    elif do == "close":
        del table[name]
    elif do == "count":
        table[name].count(request["begin"], request["keys"])
    elif do == "look":
        table[name].look(request["times"])
    elif do == "build":
        table[name].make(table[name].nodes)
    elif do == "counts":
        it = table[name]
        return {"ns": 0, "counts": [{"before": it.before, "after": it.after, "moved": it.moved}]}
    return {"ns": time.perf_counter_ns() - start}


def main():
    table = {}
    for line in sys.stdin:
        try:
            said = answer(json.loads(line), table)
        except Exception as error:  # the other side says what to do about it
            said = {"error": repr(error)}
        print(json.dumps(said), flush=True)


main()
