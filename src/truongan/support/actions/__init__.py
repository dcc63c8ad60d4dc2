"""Everything that writes about questions of citizens and businesses."""

from truongan.support.actions.asking import (
    MOST_FILES,
    Asker,
    add_to_question,
    ask_question,
    find_by_code,
    rate_answer,
    withdraw_question,
)
from truongan.support.actions.forgetting import forget_askers
from truongan.support.actions.publishing import TellsWhoAsked, Wording, publish_answer, remove_published
from truongan.support.actions.refusals import CannotSupport
from truongan.support.actions.reminding import remind_of_questions
from truongan.support.actions.revealing import Contact, reveal_contact
from truongan.support.actions.setup import remove_route, save_topic, set_route
from truongan.support.actions.working import (
    answer_question,
    ask_back,
    assign_question,
    forward_question,
    note_on_question,
    refuse_question,
    reopen_question,
    save_draft,
)

__all__ = [
    "MOST_FILES",
    "Asker",
    "CannotSupport",
    "Contact",
    "TellsWhoAsked",
    "Wording",
    "add_to_question",
    "answer_question",
    "ask_back",
    "ask_question",
    "assign_question",
    "find_by_code",
    "forget_askers",
    "forward_question",
    "note_on_question",
    "publish_answer",
    "rate_answer",
    "refuse_question",
    "remind_of_questions",
    "remove_published",
    "remove_route",
    "reopen_question",
    "reveal_contact",
    "save_draft",
    "save_topic",
    "set_route",
    "withdraw_question",
]
