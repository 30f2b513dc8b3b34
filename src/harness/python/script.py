"""Runs the submission's file as a program of its own: `python FILE …` in a scratch folder.

The first process starts it and waits for it; it never runs a line of the student's, so that what it tells is
what the kernel told it.
"""

from __future__ import annotations

import sys
from posix import (
    O_CREAT,
    O_EXCL,
    O_WRONLY,
    _exit,
    chdir,
    close,
    dup2,
    environ,
    execv,
    fstat,
    memfd_create,
    mkdir,
    open,
    pipe,
    pread,
    pwrite,
    symlink,
)

import child
from channel import write_all
from children import Ended

TYPE_CHECKING = False
if TYPE_CHECKING:
    from channel import Channel
    from wire import Message

NO_START = 127
# An answer holds both streams in hexadecimal.
CAP_PART = 5


def run(channel: Channel, question: Message, spare: int | None) -> None:
    """Asks and answers one question."""
    home = environ.get(b"HOME", b"/tmp").decode()
    folder = f"{home}/run-{question['id']}"
    streams = [memfd_create(name) for name in ("stdin", "stdout", "stderr")]
    pwrite(streams[0], bytes.fromhex(question["stdin"]), 0)
    place(folder, question["files"])
    python = own_environment(f"{home}/.python", channel.packages)
    pid = channel.children.fork()
    if pid == 0:
        start(channel, question, python, folder, streams)
    source, sink = pipe()
    close(sink)
    ended = channel.children.wait(pid, channel.relay(question, source))
    close(source)
    swept, _ = channel.children.sweep(spare)
    cap = question["answer_cap"] // CAP_PART
    sizes = [fstat(stream).st_size for stream in streams]
    answer = {
        "status": ended.status,
        "signal": ended.signal,
        "out": pread(streams[1], min(sizes[1], cap), 0).hex(),
        "err": pread(streams[2], min(sizes[2], cap), 0).hex(),
        "over": max(sizes[1:]) > cap,
    }
    for stream in streams:
        close(stream)
    channel.answer_here(question, answer, Ended(0, None, ended.cpu_ms), swept)


def place(folder: str, files: list[list[str]]) -> None:
    """Makes the scratch folder with its files; the paths have been checked by whoever asks."""
    mkdir(folder, 0o700)
    made = {""}
    for name, content in files:
        parts = name.split("/")
        for depth in range(1, len(parts)):
            parent = "/".join(parts[:depth])
            if parent not in made:
                mkdir(f"{folder}/{parent}", 0o700)
                made.add(parent)
        write_file(f"{folder}/{name}", bytes.fromhex(content))


def own_environment(path: str, packages: list[str]) -> str:
    """The program of a virtual environment: with `site` and the task's packages, and nothing installed."""
    program = f"{path}/bin/python3"
    major, minor = sys.version_info[:2]
    site = f"{path}/lib/python{major}.{minor}/site-packages"
    settings = f"home = {sys.executable.rpartition('/')[0]}\ninclude-system-site-packages = false\n"
    try:
        mkdir(path, 0o755)
    except FileExistsError:  # made for an earlier question
        return program
    mkdir(f"{path}/bin", 0o755)
    symlink(sys.executable, program)
    write_file(f"{path}/pyvenv.cfg", settings.encode())
    if packages:
        for folder in (f"{path}/lib", site.rpartition("/")[0], site):
            mkdir(folder, 0o755)
        # A line of such a file is one more folder to import from, after the standard library.
        write_file(f"{site}/packages.pth", "".join(f"{folder}\n" for folder in packages).encode())
    return program


def write_file(path: str, content: bytes) -> None:
    file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    write_all(file, content)
    close(file)


def start(channel: Channel, question: Message, python: str, folder: str, streams: list[int]) -> None:
    """In the child: becomes the program, or ends."""
    try:
        child.limit_cpu(question["cpu_s"], True)
        chdir(folder)
        for descriptor, stream in enumerate(streams):
            dup2(stream, descriptor, inheritable=True)
        execv(python, [python, "-B", f"{channel.root}/{question['file']}", *question["args"]])
    finally:
        _exit(NO_START)
