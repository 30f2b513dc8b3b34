"""What the submission imports, names and makes when it runs: facts for rules about code."""

from __future__ import annotations

from posix import getpid

import imports
import names
import origins
import pieces
import steps
from leaves import Budget
from loading import PYTHONS_OWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from loading import Submission
    from wire import Message

MOST = 500
FRAME_BYTES = 200

_mro_of = type.__dict__["__mro__"].__get__
_module_of = type.__dict__["__module__"].__get__
_dict_of = type.__dict__["__dict__"].__get__
_subclasses_of = type.__subclasses__


def answer(submission: Submission, question: Message, owner: int) -> Message:
    """Imports the submission anew, runs the pieces (how they end does not matter), and looks around."""
    before = [*_classes()]
    watch = imports.Imports(submission)
    watch.begin()
    raised = steps.load(submission, question["answer_cap"], owner)
    if raised is not None:
        return raised
    namespace = submission.fresh_namespace([*PYTHONS_OWN])
    runner = pieces.Runner(owner, submission.root, Budget(question["answer_cap"] - FRAME_BYTES))
    for code in question["code"]:
        runner.attempt(code, namespace)
    if getpid() != owner:
        raise SystemExit(0)
    runner.quiet.enter()
    watch.end()
    known = {id(cls) for cls in before}
    made = [cls for cls in _classes() if id(cls) not in known and type(cls) is not type]
    library = _Library(watch)
    own = [cls for cls in made if not library.has(cls)]
    return {
        "imports": [[*found] for found in [*watch.found][:MOST]],
        "bound": [[*found] for found in [*watch.bound()][:MOST]],
        "classes": [[names.class_name(cls), _metaclasses(cls)] for cls in own[:MOST]],
        "files": sorted(watch.files())[:MOST],
    }


def _classes() -> Iterator[type]:
    """All that there are, whatever their metaclasses say."""
    todo: list[type] = [object]
    seen: set[int] = set()
    while todo:
        cls = todo.pop()
        if id(cls) not in seen:
            seen.add(id(cls))
            yield cls
            todo += _subclasses_of(cls)


def _metaclasses(cls: type) -> list[str]:
    return [name for base in _mro_of(type(cls))[:32] for name in origins.class_names(base)]


class _Library:
    """Classes of modules that are not the submission's."""

    def __init__(self, watch: imports.Imports) -> None:
        self.watch = watch
        # Some say that they are from a module that is not loaded, such as `collections.abc`.
        spaces = [*watch.foreign()]
        self.known = {id(value) for space in spaces for value in [*space.values()] if origins.is_class(value)}

    def has(self, cls: type) -> bool:
        """The name of a module can be borrowed: a class that has a line of the submission in it, or whose
        metaclass has one, is the submission's."""
        for part in (cls, type(cls)):
            if any(self.watch.is_written(value) for value in [*_dict_of(part).values()]):
                return False
        return id(cls) in self.known or self.watch.is_foreign(_text(_module_of, cls))


def _text(read: object, cls: type) -> str:
    try:
        text = read(cls)  # type: ignore[operator]
    except Exception:
        return "?"
    return text if type(text) is str else "?"

