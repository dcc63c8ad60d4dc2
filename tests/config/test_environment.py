import os
import signal
import stat
import subprocess
import sys

import pytest

from tests.config.programs import COMMAND, surroundings, truongan
from truongan.config import environment

_PRINT = "from truongan.config import environment; print(environment.secret('secret-key'))"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TRUONGAN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_secret_is_made_once_and_read_by_its_owner_alone(home):
    secret = environment.secret("secret-key")

    assert len(secret) >= 50
    assert environment.secret("secret-key") == secret
    assert stat.S_IMODE((home / "secrets" / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "secrets").stat().st_mode) == 0o700
    assert [each.name for each in (home / "secrets").iterdir()] == ["secret-key"]


def test_processes_starting_together_share_one_secret(home):
    running = [
        subprocess.Popen([sys.executable, "-c", _PRINT], env=surroundings(home), stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    secrets = {process.communicate(timeout=60)[0].strip() for process in running}

    assert len(secrets) == 1
    assert "" not in secrets


def test_a_home_that_cannot_be_used_is_a_sentence(tmp_path):
    (tmp_path / "home").write_text("a file stands in the way")

    answer = truongan(tmp_path / "home", "check")

    assert answer.returncode == 1
    assert "TRUONGAN_HOME" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_two_secrets_differ(home):
    assert environment.secret("one") != environment.secret("other")


def test_a_value_is_the_environments_else_the_default(monkeypatch):
    monkeypatch.delenv("TRUONGAN_PORT", raising=False)
    assert environment.value("TRUONGAN_PORT") == "8000"
    monkeypatch.setenv("TRUONGAN_PORT", "8123")
    assert environment.value("TRUONGAN_PORT") == "8123"


@pytest.mark.parametrize(("text", "on"), [("1", True), ("true", True), ("Yes", True), ("0", False), ("", False)])
def test_switches(monkeypatch, text, on):
    monkeypatch.setenv("TRUONGAN_DEBUG", text)
    assert environment.is_on("TRUONGAN_DEBUG") is on


def test_nothing_reads_the_environment_under_an_undeclared_name():
    with pytest.raises(KeyError):
        environment.value("TRUONGAN_UNKNOWN")


def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path):
    reading, writing = os.pipe()
    os.close(reading)  # as `| head` does

    done = subprocess.run(
        [*COMMAND, "help"], stdout=writing, stderr=subprocess.PIPE, text=True, env=surroundings(tmp_path), timeout=120
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, "")
