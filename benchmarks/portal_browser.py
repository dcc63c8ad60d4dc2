"""A first visit in headless Chromium over a slow line: what was loaded, and when the largest part stood there.

The line is Lighthouse's "slow 4G", emulated by the browser: 1.6 Mbit/s down, 0.75 up, 150 ms each way and back.
"""

import os
import shutil
import statistics
from dataclasses import dataclass

_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6 * 1024 * 1024 / 8,
    "uploadThroughput": 0.75 * 1024 * 1024 / 8,
}
_LARGEST = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({type: "largest-contentful-paint", buffered: true});
  setTimeout(() => done(-1), 5000);
})"""


@dataclass(frozen=True)
class Visit:
    lcp_ms: float
    kilobytes: dict[str, float]  # as they came over the line, by kind, pictures left out


def first_visit(address: str, runs: int = 5) -> Visit:
    from playwright.sync_api import sync_playwright  # only this part needs it

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in this thread
    installed = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=_FLAGS)
        visits = [_visit(browser, address) for _ in range(runs)]
        browser.close()
    return Visit(statistics.median(each.lcp_ms for each in visits), visits[0].kilobytes)


def _visit(browser, address: str) -> Visit:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    line = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    line.on("Network.responseReceived", lambda event: kinds.__setitem__(event["requestId"], event["type"]))
    line.on("Network.loadingFinished", lambda event: _add(sizes, kinds.get(event["requestId"], ""), event))
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.send("Network.emulateNetworkConditions", _SLOW_4G)
    page.goto(address, wait_until="networkidle")
    lcp = page.evaluate(_LARGEST)
    context.close()
    return Visit(lcp, sizes)


def _add(sizes: dict[str, float], kind: str, event: dict) -> None:
    if kind and kind != "Image":
        sizes[kind.lower()] = sizes.get(kind.lower(), 0) + event["encodedDataLength"] / 1000
