"""Which entries of the audit record other systems are told of, and as what.

Contexts below know nothing of this: their record is read after the fact, in the order in which it was committed.
"""

from truongan.api.states import Event

EVENTS = {
    "incidents.incident.reported": Event.INCIDENT_REPORTED,
    "incidents.incident.taken": Event.INCIDENT_ACKNOWLEDGED,
    "incidents.incident.concluded": Event.INCIDENT_CONCLUDED,
    "directives.directive.issued": Event.DIRECTIVE_ISSUED,
    "directives.receipt.acknowledged": Event.DIRECTIVE_RECEIVED,
    "duty.rollcall.closed": Event.ROLLCALL_CLOSED,
    "alerts.alert.sent": Event.ALERT_SENT,
    "alerts.alert.recalled": Event.ALERT_RECALLED,
    "movement.group.checked": Event.GROUP_CHECKED,
}
