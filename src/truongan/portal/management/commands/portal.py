"""`truongan portal …`: each task has its own module beside this folder."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any, Protocol

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from truongan.portal.management import check_comments, import_article


class Task(Protocol):
    """A module: what the task is, its arguments, and how it is done (raises CommandError or SystemExit to fail)."""

    HELP: str

    def add_arguments(self, parser: ArgumentParser) -> None: ...

    def run(self, command: BaseCommand, options: Mapping[str, Any]) -> None: ...


TASKS: dict[str, Task] = {"import-article": import_article, "check-comments": check_comments}


class Command(BaseCommand):
    help = _("Việc của cổng thông tin: nhập bài đã có, thử bộ nhận biết bình luận")

    def add_arguments(self, parser: ArgumentParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True)
        for name, task in TASKS.items():
            task.add_arguments(tasks.add_parser(name, help=task.HELP))

    def handle(self, *args: Any, **options: Any) -> None:
        TASKS[options["task"]].run(self, options)
