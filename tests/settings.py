"""The product's settings, with a home of its own for every run, so that runs never meet."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.kept_database import bring

_home = tempfile.mkdtemp(prefix="truongan-test-")
Path(_home).chmod(0o755)  # started as root, the embedded server runs as another user and must get in
(Path(_home) / "static").mkdir()  # WhiteNoise warns about a folder that is not there
os.environ["TRUONGAN_HOME"] = _home
os.environ.update(TRUONGAN_DEBUG="0", TRUONGAN_LOG_LEVEL="WARNING")
if "TRUONGAN_TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["TRUONGAN_TEST_DATABASE_URL"]
else:
    os.environ.pop("DATABASE_URL", None)
HAS_KEPT_DATABASE = "DATABASE_URL" not in os.environ and bring(Path(_home) / "postgresql")
atexit.register(shutil.rmtree, _home, ignore_errors=True)  # before the server's own exit hook: it runs after it

from truongan.config.settings import *  # noqa: E402, F403 - the environment had to be set first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # many sign-ins, no secrets
TIPS_PASSPHRASE_COST = TIPS_RECEIPT_COST = (1, 8)  # as above; tests/tips measures the real one once
TIPS_SENT_A_MINUTE = 10_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405 - as above
