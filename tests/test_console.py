"""The console in a real browser: signing in, leading an incident, speaking in public, following providers."""

import pytest
from playwright.sync_api import expect

from browser import DESKTOP, PHONE, assert_accessible, assert_fits, picture, sign_in, window


def test_only_the_right_password_opens_it(cluster, browser, sre):
    with window(browser, cluster.url()) as page:
        page.goto("/console")
        assert_accessible(page)
        picture(page, "console-sign-in")
        page.get_by_label("E-mail").fill(sre.email)
        page.get_by_label("Password").fill("not this one")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_test_id("problem")).to_contain_text("do not match")
        expect(page.get_by_test_id("account")).to_have_count(0)
        page.get_by_label("Password").fill(sre.password)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_test_id("account")).to_contain_text("Sacha")
        # The session lasts over a reload, and ends when it is told to.
        page.reload()
        expect(page.get_by_test_id("account")).to_contain_text("Sacha")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_label("Password")).to_be_visible()
        page.reload()
        expect(page.get_by_label("Password")).to_be_visible()


def test_a_manager_leads_an_incident_and_speaks(cluster, browser, manager, reader):
    incident = manager.post("/api/v1/incidents", {"title": "Payments fail", "sev": 2, "services": ["payments"]})
    with window(browser, cluster.url()) as page:
        sign_in(page, manager)
        row = page.get_by_test_id("incident-row").filter(has_text="Payments fail")
        expect(row).to_contain_text("internal")
        assert_accessible(page)
        picture(page, "console-incidents")
        row.get_by_role("link", name="Payments fail").click()
        expect(page.get_by_test_id("incident-id")).to_have_text(incident["id"])

        page.get_by_role("button", name="Assign to me").click()
        expect(page.get_by_test_id("commander")).to_have_text("Manon")

        status = page.get_by_test_id("status-panel")
        status.get_by_label("Reason").fill("Traffic goes elsewhere.")
        status.get_by_role("button", name="Mark as mitigated").click()
        expect(page.get_by_test_id("incident-status")).to_have_text("Mitigated")
        assert reader.public_status() == [], "a status is no announcement"

        announce = page.get_by_test_id("announce-panel")
        announce.get_by_label("Phase").select_option("monitoring")
        announce.get_by_label("Message").fill("Payments work again; we are watching.")
        announce.get_by_label("In French").fill("Les paiements passent ; nous surveillons.")
        announce.get_by_role("button", name="Publish").click()
        expect(page.get_by_test_id("public-now")).to_contain_text("we are watching")
        expect(page.get_by_test_id("timeline")).to_contain_text("Traffic goes elsewhere.")
        assert_accessible(page)
        picture(page, "console-incident")

    [shown] = reader.public_status()
    assert (shown["status"], shown["last_public"]["state"]) == ("mitigated", "monitoring")
    with window(browser, cluster.url(), locale="fr-FR") as page:
        page.goto("/")
        expect(page.get_by_text("Les paiements passent ; nous surveillons.")).to_be_visible()


def test_a_provider_is_added_and_asked(cluster, browser, feeds, manager):
    feeds.page("console").open("k1", "Storage is slow", severity=3)
    with window(browser, cluster.url()) as page:
        sign_in(page, manager)
        page.get_by_role("link", name="Providers", exact=True).click()
        page.get_by_role("link", name="Add a provider").click()
        form = page.get_by_test_id("add-provider")
        form.get_by_label("Name").fill("console")
        form.get_by_label("Feed address").fill(feeds.url("console"))
        form.locator("button[type=submit]").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("console")
        page.get_by_role("button", name="Refresh now").click()
        expect(page.get_by_test_id("refresh-result")).not_to_be_empty()
        expect(page.get_by_test_id("provider-events")).to_contain_text("Storage is slow")
        assert_accessible(page)
        picture(page, "console-providers")
        page.get_by_role("link", name="Provider events").click()
        expect(page.get_by_test_id("event-row").filter(has_text="Storage is slow")).to_be_visible()
        assert_accessible(page)


def test_a_role_without_the_right_is_told_so(cluster, browser, admin, manager):
    viewer = admin.appoint("Vera", "viewer")
    incident = manager.post("/api/v1/incidents", {"title": "Only to look at", "sev": 4})
    with window(browser, cluster.url()) as page:
        sign_in(page, viewer)
        page.goto(f"/console/incidents/{incident['id']}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Only to look at")
        expect(page.get_by_role("button", name="Publish")).to_have_count(0)
        expect(page.get_by_role("button", name="Resolve")).to_have_count(0)
        assert_accessible(page)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_it_fits_every_screen(cluster, browser, manager, language, scheme, size):
    incident = manager.post("/api/v1/incidents", {"title": "An incident with quite a long title indeed", "sev": 1})
    with window(browser, cluster.url(), color_scheme=scheme, viewport=size) as page:
        sign_in(page, manager)
        page.get_by_role("link", name={"fr": "Français", "en": "English"}[language]).click()
        pages = {
            "incidents": "",
            "incident": f"/incidents/{incident['id']}",
            "new": "/incidents/new",
            "events": "/events",
            "providers": "/providers",
        }
        for name, path in pages.items():
            page.goto(f"/console{path}")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert_fits(page)
            assert_accessible(page)
            picture(page, f"console-{name}-{language}-{scheme}-{size['width']}")
