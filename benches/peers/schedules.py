"""The corpus of `fixtures/schedules` under this grader and its peers: `python3 benches/peers/schedules.py --help`.

It prints Markdown and asserts nothing.
"""

from __future__ import annotations

import argparse
import statistics
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tools
from programs import RIGHT, WRONG, Program, machine, programs
from tools import Said, Tool

NAMES = ("grader", "stress", "frontrun-random", "frontrun-dpor")
EMPTY = "def main():\n    pass\n"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tools", default=",".join(NAMES), help="some of " + ", ".join(NAMES))
    parser.add_argument("--groups", default=",".join(WRONG + RIGHT), help="folders of the corpus")
    parser.add_argument("--only", default="", help="programs whose names contain this")
    parser.add_argument("--grader", default=tools.default_grader(), help="the binary [target/release/grader]")
    parser.add_argument("--python", default=tools.real_python(), help="interpreter for all of them [this one]")
    parser.add_argument("--stress-seconds", type=float, default=5.0, help="for each program [5]")
    parser.add_argument("--hang-seconds", type=float, default=10.0, help="a longer round is a hang [10]")
    parser.add_argument("--frontrun-seconds", type=float, default=20.0, help="for each program and mode [20]")
    parser.add_argument("--jobs", type=int, default=1, help="programs at once [1]")
    return parser.parse_args()


def makers(options: argparse.Namespace, folder: Path) -> dict[str, Tool]:
    """The tools that were asked for, ready to be used."""
    made: dict[str, Tool] = {}
    environment = ""
    for name in options.tools.split(","):
        if name == "grader":
            made[name] = tools.grader_tool(options.grader, options.python, folder)
        elif name == "stress":
            made[name] = tools.stress_tool(options.python, options.stress_seconds, options.hang_seconds)
        elif name in NAMES:
            environment = environment or tools.frontrun_environment(options.python, folder)
            mode = name.partition("-")[2]
            made[name] = tools.frontrun_tool(environment, mode, options.frontrun_seconds)
        else:
            raise SystemExit(f"no tool is called {name}: {', '.join(NAMES)}")
    return made


def ask_all(tool: Tool, corpus: list[Program], jobs: int) -> dict[str, Said]:
    with ThreadPoolExecutor(jobs) as pool:
        return dict(zip((program.name for program in corpus), pool.map(tool, corpus)))


def empty(tool: Tool, folder: Path) -> float:
    """The least of three costs of a program that does nothing."""
    path = folder / "empty.py"
    path.write_text(EMPTY)
    return min(tool(Program("empty", "good", path)).cpu_ms for _ in range(3))


def percentile(values: list[float], share: float) -> float:
    ordered: list[float] = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def spread(values: list[float], share: float) -> str:
    if not values:
        return "-"
    return f"{statistics.median(values):.0f} / {percentile(values, share):.0f}"


def row(name: str, answers: dict[str, Said], least: float, wrong: set[str]) -> str:
    of_wrong = [said for program, said in answers.items() if program in wrong]
    of_right = [said for program, said in answers.items() if program not in wrong]
    found = [said for said in of_wrong if said.verdict == "wrong"]
    inconclusive = [said for said in answers.values() if said.verdict == "inconclusive"]
    alarms = [said for said in of_right if said.verdict == "wrong"]
    first = [float(said.schedules) for said in found if said.schedules]
    exhausted = [said for said in of_right if said.exhausted]
    knows = any(said.exhausted is not None for said in of_right)
    search = [said.search_ms for said in found if said.search_ms is not None]
    cells = [
        name,
        f"{len(found)} of {len(of_wrong)}",
        f"{len(alarms)} of {len(of_right)}",
        str(len(inconclusive)),
        spread(first, 1),
        f"{least:.0f}",
        spread([said.cpu_ms for said in found], 0.99),
        spread([said.cpu_ms for said in of_right], 0.99),
        spread(search, 0.99),
        f"{len(exhausted)} of {len(of_right)}" if knows else "-",
    ]
    return "| " + " | ".join(cells) + " |"


HEAD = """| tool | wrong found | right flagged | inconclusive | schedules to the first failure, median / max \
| CPU of an empty program, ms | CPU of a found one, ms, median / p99 | CPU of a right one, ms, median / p99 \
| of it the search, found ones | right ones exhausted |
|---|---|---|---|---|---|---|---|---|---|"""


def main() -> None:
    options = arguments()
    corpus = programs(options.groups.split(","), options.only)
    with tools.work_folder() as name:
        folder = Path(name)
        made = makers(options, folder)
        minor = tools.minor_version(options.python)
        wrong = {program.name for program in corpus if program.is_wrong(minor)}
        print(f"{len(corpus)} programs, CPython 3.{minor}, {machine()}; stress {options.stress_seconds:g} s, "
              f"frontrun {options.frontrun_seconds:g} s for each program\n\n{HEAD}", flush=True)
        mistaken: list[str] = []
        for tool_name, tool in made.items():
            answers = ask_all(tool, corpus, options.jobs)
            print(row(tool_name, answers, empty(tool, folder), wrong), flush=True)
            for program, said in answers.items():
                if said.verdict != ("wrong" if program in wrong else "right"):
                    label = "wrong" if program in wrong else "right"
                    note = " ".join(said.note.split())[:80]
                    mistaken.append(f"| {tool_name} | {program} | {label} | {said.verdict} | {note} |")
    print("\n| tool | program | is | said | note |\n|---|---|---|---|---|")
    print("\n".join(mistaken))


if __name__ == "__main__":
    main()
