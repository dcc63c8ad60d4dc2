from truongan.comments.actions.deciding import (
    Outcome,
    answer_comment,
    approve_comment,
    decide_many,
    edit_comment,
    keep_comment,
    reject_comment,
    restore_comment,
)
from truongan.comments.actions.posting import comment_by_code, post_comment, report_comment, withdraw_comment
from truongan.comments.actions.refusals import CannotComment, CannotModerate, NotAccepted, TooMany
from truongan.comments.actions.telling import forget_writers, tell_moderators, tell_writer
from truongan.comments.actions.threads import close_thread, follow_article, reopen_thread, thread_of

__all__ = [
    "CannotComment",
    "CannotModerate",
    "NotAccepted",
    "Outcome",
    "TooMany",
    "answer_comment",
    "approve_comment",
    "close_thread",
    "comment_by_code",
    "decide_many",
    "edit_comment",
    "follow_article",
    "forget_writers",
    "keep_comment",
    "post_comment",
    "reject_comment",
    "reopen_thread",
    "report_comment",
    "restore_comment",
    "tell_moderators",
    "tell_writer",
    "thread_of",
    "withdraw_comment",
]
