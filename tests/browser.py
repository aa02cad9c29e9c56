"""A real Chromium: Debian's own, driven by Playwright."""

import contextlib
import os
import shutil
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

ARTIFACTS = Path(__file__).resolve().parent / ".artifacts"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
NAMES = ("chromium", "chromium-browser", "google-chrome")


def program():
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "no Chromium here: install it, or name it by CHROMIUM"
    return found


def launch(playwright):
    # /dev/shm is small in containers.
    return playwright.chromium.launch(executable_path=program(), args=["--disable-dev-shm-usage"])


@contextlib.contextmanager
def window(browser, base_url, **options):
    """A fresh browser window, and at its end the assertion that nothing went wrong in it unseen."""
    defaults = {"locale": "en-GB", "viewport": DESKTOP, "color_scheme": "light", "reduced_motion": "reduce"}
    context = browser.new_context(base_url=base_url, **{**defaults, **options})
    page = context.new_page()
    page.set_default_timeout(10_000)
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    try:
        yield page
        # What the network refuses is told by the page itself, and tested there.
        assert [trouble for trouble in troubles if "Failed to load resource" not in trouble] == []
    finally:
        context.close()


def sign_in(page, person):
    """Into the console, by its form in English."""
    page.goto("/console")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_test_id("account")).to_be_visible()


def picture(page, name):
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png", full_page=True)


def assert_accessible(page):
    """No finding of axe on the page as it stands."""
    results = Axe().run(page, options=AXE_OPTIONS)
    assert results.violations_count == 0, results.generate_report()


def assert_fits(page):
    """Nothing sticks out sideways."""
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1], f"the page is {widths[0]} px wide in a window of {widths[1]} px"
