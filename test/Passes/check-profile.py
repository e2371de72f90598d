"""Checks what hier-opt --profile says in JSON: python check-profile.py NET TURNS, of the models in profile-archives.py"""
import collections
import json
import math
import sys

NET, TURNS = (json.load(open(file))["profile"] for file in sys.argv[1:])


def check_sums(profile):
    """The nodes of a module are its own time, and all of them the root's total. The least of all are in any run."""
    modules = {module["path"]: module for module in profile["modules"]}
    own = collections.Counter()
    for node in profile["nodes"]:
        own[node["module"]] += node["median_ns"]
        assert 0 <= node["minimum_ns"] <= node["median_ns"] * (1 + 1e-9), node
    for path, module in modules.items():
        assert math.isclose(module["own_ns"] or 0, own[path], rel_tol=1e-6, abs_tol=1), module
        below = sum(time for other, time in own.items() if not path or f"{other}.".startswith(f"{path}."))
        assert math.isclose(module["total_ns"] or 0, below, rel_tol=1e-6, abs_tol=1), module
    whole = modules[""]["total_ns"]
    assert whole > 0
    least = sum(node["minimum_ns"] for node in profile["nodes"])
    assert least <= profile["marked_run"]["minimum_ns"] * (1 + 1e-6), profile["marked_run"]
    assert profile["mark_ns"] >= profile["mark_ns_in_node"] > 0
    return modules


def check_net():
    modules = check_sums(NET)
    least = collections.Counter()
    for node in NET["nodes"]:
        least[node["module"]] += node["minimum_ns"]
    assert least["heavy"] > 20 * least["light"], least
    assert modules["heavy"]["total_flops"] == 2 * 512 ** 3 and modules["light"]["total_flops"] == 2 * 4 ** 3, modules
    assert modules["idle"]["own_ns"] is None
    # A product of this size takes milliseconds, beside which marks are nothing: the least of each hardly varies.
    times = [NET[run]["minimum_ns"] for run in ("run", "marked_run")]
    assert max(times) < 3 * min(times), times
    slowest = max(NET["nodes"], key=lambda node: node["minimum_ns"])
    assert slowest["kind"] == "aten::matmul" and slowest["module"] == "heavy", slowest
    assert times[0] / 3 < slowest["minimum_ns"] < 3 * times[0], (times, slowest)
    assert (NET["runs"], NET["warmup"], NET["threads"]) == (10, 3, 1)


def check_turns():
    check_sums(TURNS)
    calls = collections.Counter()
    for node in TURNS["nodes"]:
        calls[node["kind"]] += node["calls"]
    # Five turns, of which three call the layer, which the fork does too.
    assert calls["aten::relu"] == 2 and calls["aten::matmul"] == 4, calls
    assert calls["prim::Loop"] == calls["prim::fork"] == 1 and calls["prim::If"] == 5, calls


check_net()
check_turns()
