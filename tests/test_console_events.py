"""The console's pages of what providers say, in a real browser: found, live, judged, exported, and drawn."""

import itertools

import pytest
from playwright.sync_api import expect

import waiting
from browser import DESKTOP, PHONE, assert_accessible, assert_fits, picture, sign_in, window

VIEWS = list(itertools.product(("fr", "en"), ("light", "dark"), (("phone", PHONE), ("desktop", DESKTOP))))
PLANNED = "Work on the cables of the whole region"


def follow(manager, feeds, name, *events, file="incidents.json"):
    """A provider that shows these events (key, title, severity), as they were read; their ids by key."""
    page = feeds.page(name)
    for key, title, severity in events:
        page.open(key, title, severity, words=f"Customers meet trouble: {title}.")
    manager.register_provider(name, feeds.url(name, file))
    manager.refresh(name)
    return {event["external_id"]: event["id"] for event in manager.events_of(name)}


def judge(person, cause, effect, verdict="confirmed", note=None):
    body = {"verdict": verdict, **({"note": note} if note else {})}
    assert person.call("PUT", f"/api/v1/csp/graph/edges/{cause}/{effect}", json=body).is_success


def incident_of(person, event):
    """The incident that an event opened, or is about to open."""
    return waiting.until(lambda: person.get(f"/api/v1/csp/events/{event}")["incident_id"], 20, "its incident is open")


@pytest.fixture(scope="module")
def outage(manager, sre, feeds):
    """A cloud that is down, what it took with it, and planned work."""
    cloud = follow(manager, feeds, "cloud", ("c1", "The cloud rains on everyone in the northern region", 1))["c1"]
    cdn = follow(manager, feeds, "swift-cdn", ("d1", "Slow answers from the edge", 3))["d1"]
    shop = follow(manager, feeds, "northwind", ("n1", "Checkout fails for some", 2), ("n2", "Mail is late", 3))
    judge(sre, cloud, cdn, note="Their engineers said so.")
    judge(sre, cdn, shop["n1"])
    judge(sre, cloud, shop["n2"])
    feeds.page("planner").plan("p1", PLANNED, in_hours=30, hours=4)
    manager.register_provider("planner", feeds.url("planner", "summary.json"))
    manager.refresh("planner")
    return {"cloud": cloud, "cdn": cdn, "shop": shop["n1"], "mail": shop["n2"]}


@pytest.fixture
def console(cluster, browser, sre):
    """An engineer at the list of events."""
    with window(browser, cluster.url()) as page:
        sign_in(page, sre)
        page.get_by_role("link", name="Provider events").click()
        yield page


def rows(page):
    return page.get_by_test_id("events").get_by_test_id("event-row")


@pytest.mark.usefixtures("outage")
def test_events_are_found_and_the_address_can_be_handed_on(console):
    expect(rows(console).filter(has_text="Slow answers from the edge")).to_be_visible()
    console.get_by_text("Filters", exact=True).click()
    filters = console.get_by_role("search")
    filters.get_by_label("Provider").fill("northwind")
    filters.get_by_label("Severity").select_option("2")
    filters.get_by_role("button", name="Filter", exact=True).click()
    expect(rows(console)).to_have_count(1)
    expect(rows(console)).to_contain_text("Checkout fails for some")
    assert_accessible(console)
    picture(console, "console-events-filtered")
    console.reload()
    expect(rows(console)).to_have_count(1)
    expect(console.get_by_role("search").get_by_label("Provider")).to_have_value("northwind")
    console.get_by_role("link", name="Not active").click()
    expect(console.get_by_test_id("empty")).to_have_text("No event matches.")
    console.get_by_role("link", name="Clear filters").click()
    expect(rows(console).filter(has_text="Mail is late")).to_be_visible()


def test_the_list_lives(console, feeds, manager):
    expect(console.get_by_test_id("live")).to_have_attribute("data-state", "live")
    page = feeds.page("lively")
    manager.register_provider("lively", feeds.url("lively"))
    page.open("v1", "It moves by itself", severity=3)
    manager.refresh("lively")
    row = rows(console).filter(has_text="It moves by itself")
    expect(row).to_contain_text("Investigating")
    page.update("v1", "identified", "We know why.")
    manager.refresh("lively")
    expect(row).to_contain_text("Identified")
    page.resolve("v1")
    manager.refresh("lively")
    expect(row).to_have_count(0)


def test_a_broken_stream_is_taken_up_again(cluster, console, feeds, manager):
    expect(console.get_by_test_id("live")).to_have_attribute("data-state", "live")
    # It is not to listen again before the word was said.
    console.route("**/events/stream", lambda route: route.abort())
    cluster.kill("csp-ingestor")
    expect(console.get_by_test_id("live")).to_have_attribute("data-state", "waiting")
    waiting.until(lambda: cluster.is_ready("csp-ingestor"), 30, "csp-ingestor is back")
    follow(manager, feeds, "after-all", ("a1", "Said while nobody listened", 3))
    console.unroute("**/events/stream")
    expect(rows(console).filter(has_text="Said while nobody listened")).to_be_visible(timeout=40_000)
    expect(console.get_by_test_id("live")).to_have_attribute("data-state", "live", timeout=40_000)


def test_an_event_is_read_and_said_not_to_affect_us(console, outage, sre):
    console.goto(f"/console/events/{outage['cloud']}")
    expect(console.get_by_test_id("history")).to_contain_text("Customers meet trouble")
    console.get_by_test_id("original").get_by_role("button").click()
    expect(console.get_by_test_id("original").locator("pre")).to_contain_text("shortlink")
    # The button that was pressed is gone: who goes by keyboard goes on at what came in its place.
    expect(console.get_by_role("group", name="As the feed showed it")).to_be_focused()
    incident = incident_of(sre, outage["cloud"])
    panel = console.get_by_test_id("relevance")
    panel.get_by_label("Reason").fill("We left them last year.")
    panel.get_by_role("button", name="It does not affect us").click()
    expect(panel.get_by_test_id("relevance-said")).to_contain_text("does not affect us")
    expect(panel.get_by_role("heading")).to_be_focused()
    assert sre.get(f"/api/v1/csp/events/{outage['cloud']}")["affects_us"] is False
    assert_accessible(console)
    picture(console, "console-event")
    waiting.until(lambda: sre.incident(incident)["status"] == "resolved", 20, "the incident has ended")
    panel.get_by_role("button", name="Leave it to the settings").click()
    expect(panel.get_by_test_id("relevance-said")).to_contain_text("Nobody has said so")


def test_causes_are_said_and_judged_on_an_event_s_page(console, outage, sre):
    console.goto(f"/console/events/{outage['shop']}")
    causes = console.get_by_test_id("causes").get_by_test_id("edge")
    expect(causes).to_have_count(1)
    console.get_by_text("Name a cause").click()
    form = console.get_by_test_id("say-cause")
    form.get_by_label("What caused it").select_option(outage["cloud"])
    form.get_by_label("Note").fill("They share a cable.")
    form.get_by_role("button", name="It is the cause").click()
    expect(causes).to_have_count(2)
    said = causes.filter(has_text="The cloud rains")
    expect(said).to_contain_text("Confirmed")
    said.get_by_text("and verdict").click()
    expect(said).to_contain_text("They share a cable.")
    expect(said).to_contain_text("by Sacha")
    said.get_by_role("button", name="Reject").click()
    expect(said).to_contain_text("Rejected")
    expect(said).to_be_focused()
    assert_accessible(console)
    picture(console, "console-event-causes")
    found = {edge["cause"]: edge["verdict"] for edge in sre.get(f"/api/v1/csp/events/{outage['shop']}")["causes"]}
    assert found[outage["cloud"]] == "rejected"
    said.get_by_role("button", name="Withdraw the verdict").click()
    expect(causes).to_have_count(1)
    expect(console.get_by_role("heading", name="Cause and effect", level=2)).to_be_focused()


def test_the_graph_is_drawn_and_read_by_keyboard(console, outage):
    console.get_by_role("link", name="Cause and effect").click()
    graph = console.get_by_test_id("graph")
    expect(graph.get_by_role("link")).to_have_count(4)
    expect(graph.get_by_test_id("arrow")).to_have_count(3)
    # The drawing and the list say the same.
    expect(console.get_by_test_id("graph-list").get_by_test_id("edge")).to_have_count(3)
    arrow = graph.get_by_role(
        "button", name="cloud: The cloud rains on everyone in the northern region caused swift-cdn"
    )
    arrow.focus()
    console.keyboard.press("Enter")
    edge = console.locator(f"#edge-{outage['cloud']}-{outage['cdn']}")
    expect(edge).to_be_focused()
    expect(edge).to_contain_text("Their engineers said so.")
    assert_accessible(console)
    picture(console, "console-graph")
    filters = console.get_by_role("search")
    filters.get_by_label("Provider").fill("swift-cdn")
    filters.get_by_role("button", name="Filter", exact=True).click()
    expect(graph.get_by_test_id("arrow")).to_have_count(2)
    filters.get_by_label("Provider").fill("nobody")
    filters.get_by_role("button", name="Filter", exact=True).click()
    expect(console.get_by_test_id("empty")).to_be_visible()
    assert_accessible(console)
    console.get_by_role("link", name="Clear filters").click()
    graph.get_by_role("link", name="Slow answers from the edge").click()
    expect(console.get_by_role("heading", level=1)).to_have_text("Slow answers from the edge")


@pytest.mark.usefixtures("outage")
def test_what_is_rejected_leaves_the_drawing(console, feeds, manager, sre):
    first = follow(manager, feeds, "mistaken", ("m1", "A mere coincidence", 3))["m1"]
    other = follow(manager, feeds, "blamed", ("b1", "Nothing to do with it", 3))["b1"]
    judge(sre, first, other)
    console.goto("/console/graph?provider=mistaken")
    edge = console.get_by_test_id("edge")
    edge.get_by_text("and verdict").click()
    edge.get_by_label("Note").fill("Pure chance.")
    edge.get_by_role("button", name="Reject").click()
    expect(console.get_by_text("What is rejected is no longer drawn")).to_be_visible()
    expect(edge).to_have_count(0)
    expect(console.locator("main")).to_be_focused()


@pytest.mark.usefixtures("outage")
def test_maintenance_ahead_is_listed(console):
    console.get_by_role("link", name="Maintenance", exact=True).click()
    row = console.get_by_test_id("maintenance-row").filter(has_text=PLANNED)
    expect(row).to_contain_text("planner")
    expect(row).to_contain_text("in 29 hr")
    assert_accessible(console)
    picture(console, "console-maintenance")
    console.get_by_role("link", name="Past", exact=True).click()
    expect(console.get_by_test_id("empty").first).to_have_text("None is known.")


@pytest.mark.usefixtures("outage")
def test_the_history_is_taken_along(console):
    console.goto("/console/events?active=all&provider=northwind")
    export = console.get_by_test_id("export")
    with console.expect_download() as taken:
        export.get_by_role("button", name="Export as CSV").click()
    assert taken.value.suggested_filename == "polystatus-events.csv"
    text = taken.value.path().read_text(encoding="utf-8")
    assert "Checkout fails for some" in text
    assert "Slow answers" not in text
    expect(export).to_contain_text("Exported:")
    expect(export.get_by_role("heading")).to_be_focused()


def test_an_incident_shows_what_belongs_to_it(console, outage, sre):
    incident = incident_of(sre, outage["cloud"])
    waiting.until(lambda: sre.incident(incident).get("links"), 30, "the incident knows what belongs to it")
    console.goto(f"/console/incidents/{incident}")
    links = console.get_by_test_id("links-panel")
    expect(links).to_contain_text("Slow answers from the edge")
    assert_accessible(console)
    picture(console, "console-incident-links")
    links.get_by_role("link", name="Slow answers from the edge").click()
    expect(console.get_by_role("heading", level=1)).to_have_text("Slow answers from the edge")


def test_a_reader_judges_nothing(cluster, browser, admin, outage):
    viewer = admin.appoint("Vera", "viewer")
    with window(browser, cluster.url()) as page:
        sign_in(page, viewer)
        page.goto(f"/console/events/{outage['cdn']}")
        expect(page.get_by_test_id("causes").get_by_test_id("edge")).to_be_visible()
        expect(page.get_by_text("Needs the role “SRE”.")).to_be_visible()
        expect(page.get_by_role("button", name="Reject")).to_have_count(0)
        expect(page.get_by_text("Name a cause")).to_have_count(0)
        assert_accessible(page)


@pytest.mark.parametrize(
    ("language", "scheme", "screen"),
    VIEWS,
    ids=[f"{language}-{scheme}-{name}" for language, scheme, (name, _) in VIEWS],
)
def test_it_fits_every_screen(cluster, browser, manager, outage, language, scheme, screen):
    name, size = screen
    with window(browser, cluster.url(), color_scheme=scheme, viewport=size) as page:
        sign_in(page, manager)
        page.get_by_role("link", name={"fr": "Français", "en": "English"}[language]).click()
        pages = {
            "events": ("/events?active=all", rows(page).first),
            "event": (f"/events/{outage['cdn']}", page.get_by_test_id("event-facts")),
            "graph": ("/graph", page.get_by_test_id("graph")),
            "maintenance": ("/maintenance", page.get_by_test_id("maintenance-row").first),
            "providers": ("/providers", page.get_by_test_id("provider-row").first),
            "provider": ("/providers/northwind", page.get_by_test_id("figures").locator("svg, .soft").first),
            "new-provider": ("/new-provider", page.get_by_test_id("catalogue-row").first),
            "dependencies": ("/dependencies", page.get_by_test_id("add-dependency")),
        }
        for what, (path, shown) in pages.items():
            page.goto(f"/console{path}")
            expect(shown).to_be_visible()
            assert_fits(page)
            assert_accessible(page)
            picture(page, f"console-{what}-{language}-{scheme}-{name}")
