from truongan.alerts.actions.alerting import (
    KIND,
    Words,
    approve_alert,
    describe,
    is_wide,
    part_of,
    propose_alert,
    recall_alert,
    refuse_alert,
    refuse_blank,
    take_answer,
)
from truongan.alerts.actions.refusals import CannotAlert
from truongan.alerts.actions.templates import close_template, save_template

__all__ = [
    "KIND",
    "CannotAlert",
    "Words",
    "approve_alert",
    "close_template",
    "describe",
    "is_wide",
    "part_of",
    "propose_alert",
    "recall_alert",
    "refuse_alert",
    "refuse_blank",
    "save_template",
    "take_answer",
]
