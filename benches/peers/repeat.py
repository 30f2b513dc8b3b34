"""The same search again and again: `python3 benches/peers/repeat.py --times 1000 --python … --busy`.

Each program is graded `--times` times by each interpreter. All that the grader says of it, but the times that it took,
must be the same each time: verdict, reason, schedule, interleaving, numbers of schedules. The counts are printed as
Markdown, and the status is 1 when anything differed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import tools
from programs import RIGHT, WRONG, Busy, Program, handed_in, machine, programs

# What a repetition may answer differently: how long it took.
TIMES = ("duration_ms", "cpu_ms")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10, help="repetitions of each program [10]")
    parser.add_argument("--groups", default=",".join(WRONG + RIGHT), help="folders of the corpus")
    parser.add_argument("--only", default="", help="programs whose names contain this")
    parser.add_argument("--grader", default=tools.default_grader(), help="the binary [target/release/grader]")
    parser.add_argument("--python", action="append", help="an interpreter; may be repeated [this one]")
    parser.add_argument("--busy", type=int, nargs="?", const=2 * (os.cpu_count() or 1), default=0,
                        help="keep so many processes computing meanwhile [two for each core]")
    return parser.parse_args()


def without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_times(part) for key, part in value.items() if key not in TIMES}
    if isinstance(value, list):
        return [without_times(part) for part in value]
    return value


def witness(result: dict[str, Any]) -> str:
    """All that is said of the program, in one line."""
    return json.dumps(without_times(result["checks"]), sort_keys=True)


def repeat(options: argparse.Namespace, python: str, corpus: list[Program], folder: Path) -> dict[str, Counter[str]]:
    """For each program, how often each answer was given."""
    submissions = [handed_in(program, folder) for program in corpus]
    answers: dict[str, Counter[str]] = {program.name: Counter() for program in corpus}
    for _ in range(options.times):
        results, _ = tools.check(options.grader, python, submissions)
        for program, result in zip(corpus, results):
            answers[program.name][witness(result)] += 1
    return answers


def main() -> int:
    options = arguments()
    corpus = programs(options.groups.split(","), options.only)
    load = f"{options.busy} busy processes beside it" if options.busy else "nothing started beside it"
    print(f"{len(corpus)} programs x {options.times}, {load}; {machine()}\n")
    print("| CPython | programs | answered the same every time | repetitions that differed | as labelled |")
    print("|---|---|---|---|---|", flush=True)
    unstable: list[str] = []
    with tools.work_folder() as name, Busy(options.busy) if options.busy else nullcontext():
        for python in options.python or [tools.real_python()]:
            answers = repeat(options, python, corpus, Path(name))
            minor = tools.minor_version(python)
            different = {program: said for program, said in answers.items() if len(said) > 1}
            odd = sum(sum(said.values()) - max(said.values()) for said in different.values())
            labelled = sum(as_labelled(program, answers[program.name], minor) for program in corpus)
            print(f"| 3.{minor} | {len(corpus)} | {len(corpus) - len(different)} | {odd} | {labelled} |", flush=True)
            unstable += [f"3.{minor}: {program}" for program in different]
    if unstable:
        print("\nNot the same every time:", ", ".join(unstable))
    return 1 if unstable else 0


def as_labelled(program: Program, said: Counter[str], minor: int) -> bool:
    expected = "failed" if program.is_wrong(minor) else "passed"
    return all(json.loads(answer)[0]["status"] == expected for answer in said)


if __name__ == "__main__":
    sys.exit(main())
