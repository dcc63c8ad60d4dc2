"""The empty test database of these migrations, kept between runs: to migrate takes longer than most tests.

Only beside the embedded server, and only where an earlier run left one: a fresh clone migrates from nothing.
`var/test-databases` may be removed at any time.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_FOLDER = _ROOT / "var" / "test-databases"
_KEPT_AT_MOST = 3


def _kept() -> Path:
    """One for each state of what it is made from."""
    digest = hashlib.sha256()
    made_from = sorted(_ROOT.glob("src/truongan/*/migrations/*.py"))
    for path in [*made_from, _ROOT / "requirements" / "dev.txt", _ROOT / "src/truongan/config/settings.py"]:
        digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return _FOLDER / digest.hexdigest()[:16]


def bring(folder: Path) -> bool:
    """Put a kept server folder there; False where none fits."""
    if not _kept().is_dir():
        return False
    subprocess.run(["cp", "-a", _kept(), folder], check=True)
    return True


def keep(connection) -> None:
    """Keep the server folder behind this connection for later runs, as PostgreSQL's manual copies a running one."""
    target = _kept()
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    folder, draft = Path(os.environ["TRUONGAN_HOME"]) / "postgresql", target.with_name(f"{target.name}.{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backup_start('kept', true)")
        subprocess.run(["cp", "-a", folder, draft], check=False, capture_output=True)  # what vanishes is in the log
        cursor.execute("SELECT labelfile FROM pg_backup_stop(false)")
        (draft / "backup_label").write_text(cursor.fetchone()[0])
    subprocess.run(["cp", "-a", f"{folder}/pg_wal/.", draft / "pg_wal"], check=False, capture_output=True)
    # Of the server that still runs: another one would not start beside these.
    for name in (
        "postmaster.pid",
        "postmaster.opts",
        ".s.PGSQL.5432",
        ".s.PGSQL.5432.lock",
        ".handle_pids.json",
        "log",
    ):
        (draft / name).unlink(missing_ok=True)
    owner = folder.stat()
    shutil.chown(draft / "backup_label", owner.st_uid, owner.st_gid)
    if not target.exists():
        draft.rename(target)
    shutil.rmtree(draft, ignore_errors=True)
    for old in sorted(_FOLDER.iterdir(), key=lambda each: each.stat().st_mtime)[:-_KEPT_AT_MOST]:
        shutil.rmtree(old, ignore_errors=True)
