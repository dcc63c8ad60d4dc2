from truongan.directives.models.assignment import Assignment, Duty, ExtensionRequest, HandOver, Progress, ProgressFile
from truongan.directives.models.directive import Directive, DirectiveFile
from truongan.directives.models.receipt import Receipt

__all__ = [
    "Assignment",
    "Directive",
    "DirectiveFile",
    "Duty",
    "ExtensionRequest",
    "HandOver",
    "Progress",
    "ProgressFile",
    "Receipt",
]
