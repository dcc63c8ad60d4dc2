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
    head = f"{said.subject}\n\n{said.text}" if said.text else said.subject
    room = LONGEST - len(tail)
    return (head if len(head) <= room else f"{head[: room - 1]}…") + tail
