"""`truongan`: Django's commands plus ours."""

import os
import sys

from truongan.config.database import CannotUseDatabase


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truongan.config.settings")
    from django.core.management import execute_from_command_line  # settings first

    try:
        execute_from_command_line(sys.argv)
    except CannotUseDatabase as reason:
        sys.exit(str(reason))


if __name__ == "__main__":
    main()
