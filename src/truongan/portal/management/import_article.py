"""`truongan portal import-article FILE [--publish]`: an existing article, from its page or its text."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

HELP = _("Nhập một bài đã có (văn bản hoặc HTML) thành bản nháp")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--publish", action="store_true", help=_("đăng ngay"))


def run(command: BaseCommand, options: Mapping[str, Any]) -> None:
    raise CommandError(_("Chưa có trang tin để nhập bài vào."))
