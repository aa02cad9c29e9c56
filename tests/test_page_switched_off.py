"""The public page while the flag `public_status_enabled` is off: it says so, to whoever comes by whatever way."""

import itertools

import pytest
from playwright.sync_api import expect

import waiting
from browser import DESKTOP, PHONE, assert_accessible, assert_fits, picture, sign_in, window

LOCALES = {"fr": "fr-FR", "en": "en-GB"}
OFF = {"fr": "Cette page de statut est désactivée", "en": "This status page is switched off"}
GOOD_NEWS = {"fr": "Tous les systèmes fonctionnent", "en": "All systems operational"}
VIEWS = list(itertools.product(("fr", "en"), ("light", "dark"), (("phone", PHONE), ("desktop", DESKTOP))))
KIND = "urn:polystatus:problem:public-status-disabled"
SECRET = "Only while the page is on."


def turn(manager, on):
    manager.post("/admin/toggle/public_status_enabled", {"on": on})


def is_off(reader):
    answer = reader.call("GET", "/api/v1/public/summary")
    return answer.status_code == 404 and answer.json()["type"] == KIND


def snapshot_says(reader, words):
    return words in reader.call("GET", "/?lang=en").text


@pytest.fixture(scope="module")
def incident(manager, reader):
    """One that is public while the page is on."""
    incident = manager.post("/api/v1/incidents", {"title": "Search is slow", "sev": 2})
    manager.announce(incident["id"], SECRET)
    waiting.until(lambda: reader.summary()["active"], 10, "the incident is public")
    return incident


@pytest.fixture(scope="module")
def off(manager, reader, incident):
    """The page is switched off as long as tests ask for this; the answer is the incident that nobody is to see."""
    turn(manager, on=False)
    waiting.until(lambda: is_off(reader), 10, "the public side is switched off")
    waiting.until(lambda: snapshot_says(reader, OFF["en"]), 10, "the snapshot says so")
    yield incident
    turn(manager, on=True)
    waiting.until(lambda: not is_off(reader), 10, "the public side is on again")


def test_an_open_page_follows_the_switch(cluster, browser, manager, reader, incident):
    """First in this file: it leaves the page on, as it found it."""
    with window(browser, cluster.url()) as page:
        page.goto("/")
        expect(page.get_by_test_id("live")).to_have_attribute("data-live", "live")
        expect(page.get_by_role("link", name=incident["title"])).to_be_visible()
        turn(manager, on=False)
        expect(page.get_by_test_id("switched-off")).to_contain_text(OFF["en"])
        expect(page.get_by_text(incident["title"])).to_have_count(0)
        expect(page).to_have_title(f"{OFF['en']} · PolyStatus")
        waiting.until(lambda: is_off(reader), 10, "the public side is switched off")
        # It stays so, also for who comes back to it. That it asks every 30 s is tested with a clock of its own.
        come_back = "document.dispatchEvent(new Event('visibilitychange'))"
        with page.expect_response("**/api/v1/public/summary") as asked:
            page.evaluate(come_back)
        assert asked.value.status == 404
        expect(page.get_by_test_id("switched-off")).to_be_visible()
        turn(manager, on=True)
        waiting.until(lambda: not is_off(reader), 10, "the public side is on again")
        page.evaluate(come_back)
        expect(page.get_by_role("link", name=incident["title"])).to_be_visible()
        expect(page.get_by_test_id("live")).to_have_attribute("data-live", "live")


@pytest.mark.usefixtures("off")
@pytest.mark.parametrize(
    ("language", "scheme", "screen"),
    VIEWS,
    ids=[f"{language}-{scheme}-{name}" for language, scheme, (name, _) in VIEWS],
)
def test_it_says_that_it_is_switched_off(cluster, browser, language, scheme, screen):
    name, size = screen
    options = {"locale": LOCALES[language], "color_scheme": scheme, "viewport": size}
    with window(browser, cluster.url(), **options) as page:
        page.goto("/")
        expect(page.get_by_test_id("switched-off").get_by_role("heading", level=1)).to_have_text(OFF[language])
        expect(page.get_by_text(GOOD_NEWS[language])).to_have_count(0)
        expect(page.get_by_test_id("failed")).to_have_count(0)
        assert_fits(page)
        assert_accessible(page)
        picture(page, f"page-off-{language}-{scheme}-{name}")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_says_so_without_javascript(cluster, browser, off, language):
    options = {"locale": LOCALES[language], "java_script_enabled": False, "viewport": PHONE}
    with window(browser, cluster.url(), **options) as page:
        for path in ("/", f"/incidents/{off['id']}"):
            page.goto(path)
            expect(page.get_by_role("heading", level=1)).to_have_text(OFF[language])
            assert SECRET not in page.content()
        picture(page, f"page-off-{language}-without-javascript")


def test_nothing_of_it_is_public(cluster, browser, reader, off):
    for path in ("summary", "status", "stream", f"incidents/{off['id']}"):
        answer = reader.call("GET", f"/api/v1/public/{path}")
        assert (answer.status_code, answer.json()["type"]) == (404, KIND), path
    with window(browser, cluster.url()) as page:
        page.goto(f"/incidents/{off['id']}")
        expect(page.get_by_role("heading", level=1)).to_have_text(OFF["en"])
        expect(page.get_by_test_id("lost")).to_have_count(0)


def test_who_announces_is_told(cluster, browser, manager, off):
    with window(browser, cluster.url()) as page:
        sign_in(page, manager)
        page.goto(f"/console/incidents/{off['id']}")
        expect(page.get_by_test_id("public-now")).to_contain_text("The public page is switched off")
        assert_accessible(page)


def test_with_comms_gone_the_snapshot_says_it(cluster, browser, reader, off):
    with cluster.without("comms"), window(browser, cluster.url()) as page:
        for path in ("summary", "status", f"incidents/{off['id']}"):
            answer = reader.call("GET", f"/api/v1/public/{path}")
            assert (answer.status_code, answer.json()["type"]) == (404, KIND), path
        page.goto("/")
        expect(page.get_by_test_id("switched-off")).to_contain_text(OFF["en"])
        expect(page.get_by_test_id("failed")).to_have_count(0)
