"""What a message looks like in a Zalo chat."""

from django.utils.translation import gettext as _

from truongan.channels.ways.contract import Outgoing

LONGEST = 2000


def chat_text(said: Outgoing, *, answers: bool = True) -> str:
    """Subject, text, the page of the task and, in a chat of two, which number means which answer."""
    end = [said.url] if said.url else []
    if answers and said.choices:
        numbered = " · ".join(f"{number}: {label}" for number, (_code, label) in enumerate(said.choices, 1))
        end.append(_("Trả lời bằng một chữ số: %(choices)s") % {"choices": numbered})
    tail = "\n\n".join(["", *end]) if end else ""
    head = _without_repeating(said.subject, said.text)
    room = LONGEST - len(tail)
    return (head if len(head) <= room else f"{head[: room - 1]}…") + tail


def _without_repeating(subject: str, text: str) -> str:
    """A subject that is the beginning of the text, as of a post to groups, is not said twice."""
    if not text or text.startswith(subject.removesuffix("…")):
        return text or subject
    return f"{subject}\n\n{text}"
