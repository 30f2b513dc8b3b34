"""Mode `plain`: the submission is imported once, in a *template*; each question is answered by a fork of it.

Where the import left threads or processes behind a fork would lack them, or inherit their locks; then every
question imports the submission anew, in a child of its own.
"""

from __future__ import annotations

import model
import script
import source
import steps
from loading import Submission
from template import Template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from channel import Channel
    from wire import Message


def serve(channel: Channel) -> None:
    """Answers questions until the channel closes."""
    template: Template | None = None
    channel.hello()
    while True:
        question = channel.read()
        if question is None:
            return
        if question["op"] == "import":
            template = Template.start(channel, question)
        elif question["op"] == "model":
            _ask_model(channel, question)
        elif question["op"] == "script":
            script.run(channel, question, _pid(template))
        elif question["op"] == "source":
            _ask_source(channel, question, _pid(template))
        elif template is None or not template.answer(question):
            _ask_alone(channel, question)


def _ask_model(channel: Channel, question: Message) -> None:
    channel.run(question, lambda owner: model.answer(question, owner))


def _pid(template: Template | None) -> int | None:
    return template.pid if template is not None and template.is_usable() else None


def _ask_source(channel: Channel, question: Message, spare: int | None) -> None:
    submission = Submission(channel.root, question["file"])
    channel.run(question, lambda owner: source.answer(submission, question, owner), spare)


def _ask_alone(channel: Channel, question: Message) -> None:
    submission = Submission(channel.root, question["file"])

    def produce(owner: int) -> Message:
        raised = steps.load(submission, question["answer_cap"], owner)
        return raised or steps.answer(submission, question, owner)

    channel.run(question, produce)
