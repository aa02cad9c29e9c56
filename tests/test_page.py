"""The public page in a real browser: in both languages, on any screen, whatever is broken behind it."""

import itertools

import pytest
from playwright.sync_api import expect

import waiting
from browser import DESKTOP, PHONE, assert_accessible, assert_fits, picture, window
from cluster import SERVICES

LOCALES = {"fr": "fr-FR", "en": "en-GB"}
VERDICT = {"fr": "Panne majeure", "en": "Major outage"}
WORDS = {"fr": "Nous cherchons la cause.", "en": "We are looking for the cause."}
VIEWS = list(itertools.product(("fr", "en"), ("light", "dark"), (("phone", PHONE), ("desktop", DESKTOP))))


@pytest.fixture(scope="module")
def outage(manager, reader):
    """An incident in progress with words in both languages, and one that is over."""
    over = manager.post("/api/v1/incidents", {"title": "Late e-mails", "sev": 3, "services": ["mail"]})
    manager.announce(over["id"], "All e-mails are sent.", state="resolved", translations={"fr": "Tout est parti."})
    manager.post(f"/api/v1/incidents/{over['id']}/status", {"status": "resolved"})
    body = {"title": "API errors in Europe", "sev": 1, "services": ["api", "checkout"]}
    incident = manager.post("/api/v1/incidents", body)
    manager.announce(incident["id"], WORDS["en"], translations={"fr": WORDS["fr"]})
    waiting.until(
        lambda: [each["id"] for each in reader.summary()["recent"]] == [over["id"]], 10, "the past one is past"
    )
    waiting.until(lambda: reader.summary()["active"], 10, "the incident is public")
    return incident


@pytest.mark.usefixtures("outage")
@pytest.mark.parametrize(
    ("language", "scheme", "screen"),
    VIEWS,
    ids=[f"{language}-{scheme}-{name}" for language, scheme, (name, _) in VIEWS],
)
def test_it_says_what_is_broken(cluster, browser, language, scheme, screen):
    name, size = screen
    options = {"locale": LOCALES[language], "color_scheme": scheme, "viewport": size}
    with window(browser, cluster.url(), **options) as page:
        page.goto("/")
        expect(page.get_by_test_id("verdict").get_by_role("heading")).to_have_text(VERDICT[language])
        expect(page.locator("html")).to_have_attribute("lang", language)
        card = page.get_by_test_id("active").get_by_test_id("incident")
        expect(card.get_by_role("heading")).to_have_text("API errors in Europe")
        expect(card).to_contain_text(WORDS[language])
        expect(page.get_by_test_id("past")).to_contain_text("Late e-mails")
        assert_fits(page)
        assert_accessible(page)
        picture(page, f"page-{language}-{scheme}-{name}")


def test_an_incident_has_a_page_of_its_own(cluster, browser, outage):
    with window(browser, cluster.url()) as page:
        page.goto("/")
        page.get_by_role("link", name="API errors in Europe").click()
        expect(page).to_have_url(f"{cluster.url()}/incidents/{outage['id']}")
        expect(page.get_by_role("heading", level=1)).to_have_text("API errors in Europe")
        expect(page.get_by_test_id("announcement")).to_contain_text(WORDS["en"])
        assert_accessible(page)
        page.goto("/incidents/INC-0000000")
        expect(page.get_by_test_id("lost")).to_be_visible()
        assert_accessible(page)


def test_a_change_is_seen_without_a_reload(cluster, browser, manager, outage):
    with window(browser, cluster.url()) as page:
        page.goto("/")
        expect(page.get_by_test_id("live")).to_have_attribute("data-live", "live")
        words = page.get_by_text("A certificate had expired.")
        expect(words).to_have_count(0)
        manager.announce(outage["id"], "A certificate had expired.", state="identified")
        expect(words).to_be_visible()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_reads_without_javascript(cluster, browser, reader, outage, language):
    waiting.until(lambda: outage["id"] in reader.call("GET", "/?lang=fr").text, 10, "the snapshot knows the incident")
    options = {"locale": LOCALES[language], "java_script_enabled": False, "viewport": PHONE}
    with window(browser, cluster.url(), **options) as page:
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_have_text(VERDICT[language])
        expect(page.get_by_text(WORDS[language])).to_be_visible()
        assert page.locator("html").get_attribute("lang") == language
        other = {"fr": "English", "en": "Français"}[language]
        page.get_by_role("link", name=other).click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text(VERDICT[language])
        picture(page, f"page-{language}-without-javascript")


@pytest.mark.usefixtures("outage")
def test_language_and_theme_are_the_reader_s_choice_and_last(cluster, browser):
    with window(browser, cluster.url(), locale="en-GB") as page:
        page.goto("/")
        page.get_by_role("link", name="Français").click()
        expect(page.get_by_test_id("verdict").get_by_role("heading")).to_have_text(VERDICT["fr"])
        page.get_by_test_id("theme").click()
        page.get_by_test_id("theme").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        page.reload()
        expect(page.get_by_test_id("verdict").get_by_role("heading")).to_have_text(VERDICT["fr"])
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.usefixtures("outage")
def test_the_keyboard_reaches_the_content_first(cluster, browser):
    with window(browser, cluster.url()) as page:
        page.goto("/")
        expect(page.get_by_test_id("verdict")).to_be_visible()
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()


def test_an_unknown_address_is_said_to_be_one(cluster, browser):
    with window(browser, cluster.url()) as page:
        answer = page.goto("/nothing/here")
        assert answer.status == 404
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_accessible(page)


def test_with_all_services_dead_it_stands_and_says_how_old_it_is(cluster, browser, reader, outage):
    waiting.until(lambda: outage["id"] in reader.call("GET", "/").text, 10, "the snapshot knows the incident")
    with cluster.without(*SERVICES, "redis"), window(browser, cluster.url()) as page:
        page.goto("/")
        expect(page.get_by_test_id("stale")).to_be_visible()
        expect(page.get_by_test_id("verdict").get_by_role("heading")).to_have_text(VERDICT["en"])
        expect(page.get_by_role("link", name="API errors in Europe")).to_be_visible()
        assert_accessible(page)
        picture(page, "page-stale")


def test_it_closes_with_the_incident(cluster, browser, manager, outage):
    """Last in this file: it ends the outage that the others look at."""
    with window(browser, cluster.url()) as page:
        page.goto("/")
        expect(page.get_by_test_id("live")).to_have_attribute("data-live", "live")
        manager.post(f"/api/v1/incidents/{outage['id']}/status", {"status": "resolved"})
        expect(page.get_by_test_id("verdict").get_by_role("heading")).to_have_text("All systems operational")
        expect(page.get_by_test_id("active")).to_have_count(0)
        expect(page.get_by_test_id("past")).to_contain_text("API errors in Europe")
        assert_accessible(page)
        picture(page, "page-calm")
