from truongan.directives.models.assignment import Assignment, Duty, ExtensionRequest, HandOver, Progress, ProgressFile
from truongan.directives.models.directive import Directive, DirectiveFile
from truongan.directives.models.feed import DueFeed
from truongan.directives.models.receipt import Receipt

__all__ = [
    "Assignment",
    "Directive",
    "DirectiveFile",
    "DueFeed",
    "Duty",
    "ExtensionRequest",
    "HandOver",
    "Progress",
    "ProgressFile",
    "Receipt",
]
