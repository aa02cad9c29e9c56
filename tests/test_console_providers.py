"""The console's pages of providers in a real browser: followed from the catalogue, settled, watched, left."""

import json
import re

import pytest
from playwright.sync_api import expect

from browser import ARTIFACTS, assert_accessible, picture, sign_in, window


@pytest.fixture
def console(cluster, browser, manager):
    """A manager at the list of providers."""
    with window(browser, cluster.url()) as page:
        sign_in(page, manager)
        page.get_by_role("link", name="Providers", exact=True).click()
        yield page


def row_of(page, name):
    return page.locator(f'[data-testid="provider-row"][data-name="{name}"]')


def kept(person, name):
    return person.get(f"/api/v1/csp/providers/{name}")


def test_a_provider_of_the_catalogue_is_followed_by_a_press(console, manager):
    # Followed, but not asked: no test of ours is to call at a stranger's.
    def quietly(route):
        body = {**json.loads(route.request.post_data), "paused": True}
        route.continue_(post_data=json.dumps(body))

    console.get_by_role("link", name="Add a provider").click()
    console.route(
        "**/api/v1/csp/providers", lambda route: quietly(route) if route.request.method == "POST" else route.continue_()
    )
    catalogue = console.get_by_test_id("catalogue")
    catalogue.get_by_label("Search the catalogue").fill("github")
    row = catalogue.locator('[data-testid="catalogue-row"][data-name="github"]')
    expect(row).to_be_visible()
    expect(console).to_have_url(re.compile("q=github"))
    row.get_by_role("button", name="Follow GitHub").click()
    expect(row.get_by_test_id("followed")).to_be_focused()
    assert kept(manager, "github")["paused"] is True
    assert_accessible(console)
    picture(console, "console-catalogue")
    # Who comes later sees it marked, and who looks for nonsense is told what to do.
    console.reload()
    expect(row.get_by_test_id("followed")).to_be_visible()
    catalogue.get_by_label("Search the catalogue").fill("no such thing at all")
    expect(catalogue.get_by_test_id("empty")).to_contain_text("Add it by its address")
    catalogue.get_by_label("Search the catalogue").fill("github")
    row.get_by_test_id("followed").click()
    expect(console.get_by_test_id("health").first).to_contain_text("Paused")


def test_a_provider_is_settled_word_by_word(console, feeds, manager):
    feeds.page("settled")
    manager.register_provider("settled", feeds.url("settled"))
    console.goto("/console/providers/settled")
    form = console.get_by_test_id("settings")
    form.get_by_label("Services that concern us").fill("API\n\n Search, all of it \nAPI")
    form.get_by_role("button", name="Add a word").click()
    form.get_by_label("Word 1", exact=True).fill("Partial")
    form.get_by_label("Word 1 means").select_option("1")
    form.get_by_role("button", name="Add a word").click()
    expect(form.get_by_label("Word 2", exact=True)).to_be_focused()
    form.get_by_label("Word 2", exact=True).fill("partial")
    form.get_by_label("Announce automatically").check()
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("This word stands in an earlier row.")
    form.get_by_role("button", name="Remove Word 2").click()
    form.get_by_label("Seconds between checks").fill("1")
    form.get_by_role("button", name="Save").click()
    interval = form.get_by_label("Seconds between checks")
    expect(interval).to_have_attribute("aria-invalid", "true")
    expect(interval).to_be_focused()
    assert_accessible(console)
    picture(console, "console-provider-refused")
    interval.fill("600")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Saved.")
    after = kept(manager, "settled")
    assert after["services"] == ["API", "Search, all of it"]
    assert after["severities"] == {"partial": 1}
    assert (after["announce"], after["interval_s"], after["paused"]) == (True, 600, False)

    # Who was slower is told, and writes nothing.
    manager.call("PATCH", "/api/v1/csp/providers/settled", json={"paused": True})
    form.get_by_label("Minimum severity").select_option("1")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_test_id("problem")).to_contain_text("changed meanwhile by someone else")
    assert kept(manager, "settled")["min_severity"] == after["min_severity"]
    form.get_by_role("button", name="Reload").click()
    expect(form.get_by_label("Paused")).to_be_checked()


def test_a_feed_that_fails_is_shown_as_such(console, feeds, manager):
    page = feeds.page("faulty")
    manager.register_provider("faulty", feeds.url("faulty"))
    manager.refresh("faulty")
    page.broken = True
    console.goto("/console/providers/faulty")
    panel = console.get_by_test_id("feed-panel")
    panel.get_by_role("button", name="Refresh now").click()
    expect(panel.get_by_test_id("refresh-result")).to_contain_text("faulty gave no good answer.")
    expect(panel.get_by_role("button", name="Refresh now")).to_be_focused()
    expect(console.get_by_test_id("health").first).to_have_attribute("data-state", "failing")
    expect(panel).to_contain_text("Last good answer")
    assert_accessible(console)
    picture(console, "console-provider-failing")
    console.get_by_role("link", name="All providers").click()
    expect(row_of(console, "faulty")).to_contain_text("Failing")


def test_a_provider_is_left_when_it_is_said_twice(console, feeds, manager):
    feeds.page("leaving").open("l1", "Nothing goes", severity=3)
    manager.register_provider("leaving", feeds.url("leaving"))
    manager.refresh("leaving")
    console.goto("/console/providers/leaving")
    expect(console.get_by_test_id("provider-events")).to_contain_text("Nothing goes")
    console.get_by_role("button", name="Stop following…").click()
    question = console.get_by_role("dialog", name="Stop following leaving?")
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    assert_accessible(console)
    console.screenshot(path=str(ARTIFACTS / "console-provider-delete.png"))
    console.keyboard.press("Escape")
    assert kept(manager, "leaving")
    console.get_by_role("button", name="Stop following…").click()
    question.get_by_role("button", name="Stop following").click()
    expect(console.get_by_role("heading", level=1)).to_have_text("Providers")
    expect(row_of(console, "leaving")).to_have_count(0)
    assert manager.call("GET", "/api/v1/csp/providers/leaving").status_code == 404
    console.goto("/console/providers/leaving")
    expect(console.get_by_test_id("problem")).to_contain_text("This does not exist.")


def test_what_we_run_is_noted_and_taken_back(console, feeds, manager):
    feeds.page("ground")
    manager.register_provider("ground", feeds.url("ground"))
    console.get_by_role("link", name="What we run").click()
    form = console.get_by_test_id("add-dependency")
    form.get_by_label("Our service").fill("checkout")
    form.get_by_label("Provider").select_option("ground")
    form.get_by_label("Their service").fill("API")
    form.get_by_role("button", name="Add").click()
    row = console.get_by_test_id("dependency-row").filter(has_text="checkout")
    expect(row).to_contain_text("ground")
    assert_accessible(console)
    picture(console, "console-dependencies")
    # The event of a provider names what of ours it concerns, in the list and on its own page.
    feeds.pages["ground"].open("g1", "The ground shakes", severity=3)
    manager.refresh("ground")
    console.goto("/console/events?provider=ground")
    expect(console.get_by_test_id("event-row")).to_contain_text("concerns checkout")
    console.get_by_role("link", name="The ground shakes").click()
    expect(console.get_by_test_id("event-facts")).to_contain_text("checkout")
    console.goto("/console/dependencies")
    row.get_by_role("button", name="Remove checkout on ground").click()
    expect(row).to_have_count(0)
    expect(console.locator("main")).to_be_focused()
    assert manager.get("/api/v1/csp/dependencies") == []


def test_who_may_not_is_told_so(cluster, browser, feeds, manager, sre):
    feeds.page("looked-at")
    manager.register_provider("looked-at", feeds.url("looked-at"))
    with window(browser, cluster.url()) as page:
        sign_in(page, sre)
        for path in ("/providers/looked-at", "/new-provider", "/dependencies"):
            page.goto(f"/console{path}")
            expect(page.get_by_text("Needs the role “manager”.").first).to_be_visible()
            expect(page.get_by_role("button", name="Save")).to_have_count(0)
            expect(page.get_by_role("button", name="Add", exact=True)).to_have_count(0)
            expect(page.get_by_role("button", name="Refresh now")).to_have_count(0)
            assert_accessible(page)
