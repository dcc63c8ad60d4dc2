"""How much an idle installation holds in memory, and what a first visit sends over the line."""

import gzip
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urljoin

import psutil

_PASSWORD = "truong-an-2021"  # noqa: S105 - of the demonstration's accounts


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="truongan-footprint-") as own:
        # A home of its own: what PostgreSQL has cached of a nation's register (128 MB at most) is not idle memory.
        home = Path(own)
        home.chmod(0o755)  # started as root, the embedded server runs as another user
        _run(home, "migrate", "--verbosity", "0")
        _run(home, "collectstatic", "--noinput", "--verbosity", "0")
        user = _somebody(home)
        address, server = _serve(home)
        try:
            _wait(f"{address}readyz", server)
            portal, workspace = _first_visit(address), _first_visit(f"{address}lam-viec/", address, user)
            time.sleep(5)
            memory = _memory(server.pid, home)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)
    for kind, megabytes in memory.items():
        print(f"idle memory (PSS), {kind:<34}{megabytes:9.1f} MB")
    print(f"{'idle memory (PSS), web + worker + database':<52}{sum(memory.values()):9.1f} MB  target 400")
    _weigh("first visit, home of the portal", portal, 50)
    _weigh("first visit, home of the workspace", workspace, 80)


def _run(home: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "truongan.config.cli", *arguments], env=_environment(home), check=True)


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "TRUONGAN_HOME": str(home), "TRUONGAN_LOG_LEVEL": "ERROR"}


def _somebody(home: Path) -> str:
    """An account of the demonstration, else a new one that sees everything."""
    code = (
        "from truongan.accounts.models import User\n"
        "if not User.objects.filter(username='can-bo-tinh').exists():\n"
        f"    User.objects.create_superuser('can-bo-tinh', password='{_PASSWORD}')\n"
    )
    _run(home, "shell", "--verbosity", "0", "--command", code)
    return "can-bo-tinh"


def _serve(home: Path) -> tuple[str, subprocess.Popen]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "truongan.config.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=_environment(home), stdout=subprocess.DEVNULL)
    return f"http://127.0.0.1:{port}/", server


def _wait(address: str, server: subprocess.Popen) -> None:
    while server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 - our own loopback address
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server did not start")


def _memory(pid: int, home: Path) -> dict[str, float]:
    """Megabytes of 1,000,000 bytes by part; shared pages are divided among those who share them."""
    found = {"web": 0.0, "worker": 0.0, "database": 0.0}
    server = psutil.Process(pid)
    database = [
        each for each in psutil.process_iter(["cmdline"]) if str(home / "postgresql") in (each.info["cmdline"] or [])
    ]
    for process in [server, *server.children(recursive=True), *database]:
        for each in {process, *process.children(recursive=True)} if process in database else {process}:
            found[_kind(each, server)] += _pss(each.pid)
    return found


def _kind(process: psutil.Process, server: psutil.Process) -> str:
    if "postgres" in process.name():
        return "database"
    # The worker is the server's child with a session of its own.
    return "worker" if process.ppid() == server.pid and os.getsid(process.pid) == process.pid else "web"


def _pss(pid: int) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) * 1024 / 1e6


def _first_visit(page: str, address: str = "", user: str = "") -> dict[str, int]:
    """Bytes on the line for the page and every file it names, by kind, with an empty cache."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    if user:
        form = _get(browser, f"{address}dang-nhap/")[1].decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
        answers = urlencode({"csrfmiddlewaretoken": token, "login": user, "password": _PASSWORD}).encode()
        browser.open(urllib.request.Request(f"{address}dang-nhap/", answers, {"Referer": address})).close()  # noqa: S310 - loopback
    sent, body = _get(browser, page)
    weights = {"html": sent}
    named = set(re.findall(r'(?:src|href)="(/static/[^"#?]+)', body.decode()))
    for name in sorted(named):
        sent, content = _get(browser, urljoin(page, name))
        weights[_ending(name)] = weights.get(_ending(name), 0) + sent
        if name.endswith(".css"):
            # Every cut: Vietnamese text needs both the Latin and the Vietnamese one.
            for font in set(re.findall(r'url\("?([^")]+\.woff2)', content.decode())):
                weights["woff2"] = weights.get("woff2", 0) + _get(browser, urljoin(urljoin(page, name), font))[0]
    return weights


def _ending(name: str) -> str:
    return name.rsplit(".", 1)[-1]


def _get(browser, address: str) -> tuple[int, bytes]:
    """(bytes sent, content) of an address, asked for as a browser does."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br, gzip"})  # noqa: S310 - loopback
    with browser.open(request, timeout=60) as answer:
        raw, coding = answer.read(), answer.headers.get("Content-Encoding", "")
    if coding == "gzip":
        return len(raw), gzip.decompress(raw)
    if coding == "br":
        import brotli  # comes with whitenoise[brotli]

        return len(raw), brotli.decompress(raw)
    return len(raw), raw


def _weigh(label: str, weights: dict[str, int], target: int) -> None:
    parts = "  ".join(f"{kind} {size / 1000:.1f}" for kind, size in sorted(weights.items()))
    print(f"{label:<52}{sum(weights.values()) / 1000:9.1f} kB  target {target}  ({parts})", flush=True)
