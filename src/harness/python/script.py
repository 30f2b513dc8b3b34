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
    python = own_environment(f"{home}/.python")
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
        file = open(f"{folder}/{name}", O_WRONLY | O_CREAT | O_EXCL, 0o600)
        write_all(file, bytes.fromhex(content))
        close(file)


def own_environment(path: str) -> str:
    """The program of a virtual environment without packages: with `site`, without what is installed."""
    program = f"{path}/bin/python3"
    try:
        mkdir(path, 0o755)
        mkdir(f"{path}/bin", 0o755)
        symlink(sys.executable, program)
        settings = f"home = {sys.executable.rpartition('/')[0]}\ninclude-system-site-packages = false\n"
        file = open(f"{path}/pyvenv.cfg", O_WRONLY | O_CREAT | O_EXCL, 0o600)
        write_all(file, settings.encode())
        close(file)
    except FileExistsError:  # made for an earlier question
        pass
    return program


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
