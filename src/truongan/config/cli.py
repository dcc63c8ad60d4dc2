"""`truongan`: Django's commands plus ours."""

import os
import signal
import sys

from truongan.config.database import CannotUseDatabase
from truongan.config.environment import CannotUseHome


def main() -> None:
    # Killed by default, a command would leave the embedded database running behind it: leave through atexit instead.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truongan.config.settings")
    from django.core.management import execute_from_command_line  # settings first

    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except (CannotUseDatabase, CannotUseHome) as reason:
        sys.exit(str(reason))
    except BrokenPipeError:  # whoever reads (`| head`) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains once more when it ends
        sys.exit(128 + signal.SIGPIPE)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main()
