from truongan.incidents.models.categories import Category, ClusterRule, Disease, Limit, Severity, ViolationLevel
from truongan.incidents.models.clusters import Cluster
from truongan.incidents.models.incident import Incident, Involved, NamedPerson, Numbering, Photo
from truongan.incidents.models.work import Alarm, Declaration, Entry, Notification, Step, Task, TipLink

__all__ = [
    "Alarm",
    "Category",
    "Cluster",
    "ClusterRule",
    "Declaration",
    "Disease",
    "Entry",
    "Incident",
    "Involved",
    "Limit",
    "NamedPerson",
    "Notification",
    "Numbering",
    "Photo",
    "Severity",
    "Step",
    "Task",
    "TipLink",
    "ViolationLevel",
]
