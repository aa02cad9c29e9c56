"""The console's flags in a real browser: found, switched, made, edited, tried and deleted by those who may."""

import itertools

import pytest
from playwright.sync_api import expect

from browser import ARTIFACTS, DESKTOP, PHONE, assert_accessible, assert_fits, picture, sign_in, window

CHECKOUT = {
    "id": "checkout.flow",
    "on": True,
    "kind": "multivar",
    "variations": ["classic", "two-steps", "one-page"],
    "off_variation": "classic",
    "fallthrough": {"variation": "classic"},
    "rules": [
        {"if": {"attr": "role", "op": "in", "value": "sre, manager"}, "variation": "one-page"},
        {"if": {"attr": "user", "op": "ends_with", "value": "@example.org"}, "variation": "two-steps"},
    ],
    "targets": {"users": {"alice@example.org": "one-page", "bob": "classic"}},
    "description": "Which checkout people meet.",
    "private": True,
}
VIEWS = list(itertools.product(("fr", "en"), ("light", "dark"), (("phone", PHONE), ("desktop", DESKTOP))))


def row_of(page, key):
    return page.locator(f'[data-testid="flag-row"][data-key="{key}"]')


def variation_of(person, key, user="anyone", role="guest"):
    return person.get(f"/flags?user={user}&role={role}")[key]["variation"]


def kept(person, key):
    return person.get(f"/admin/flags/{key}")


@pytest.fixture(scope="module")
def checkout(manager):
    return manager.post("/admin/flags", CHECKOUT)


@pytest.fixture
def console(cluster, browser, manager):
    """A manager at the list of flags."""
    with window(browser, cluster.url()) as page:
        sign_in(page, manager)
        page.get_by_role("link", name="Flags").click()
        expect(page.get_by_test_id("flag-row").first).to_be_visible()
        yield page


@pytest.mark.usefixtures("checkout")
def test_a_switch_turns_at_once_by_hand_and_by_keyboard(console, manager, reader):
    manager.post("/admin/flags", {"id": "dark-mode", "on": False, "description": "A darker page."})
    console.reload()
    row = row_of(console, "dark-mode")
    switch = row.get_by_role("switch", name="dark-mode")
    expect(switch).not_to_be_checked()
    expect(row).to_contain_text("Everyone gets “off”")
    switch.click()
    expect(switch).to_be_checked()
    expect(row).to_contain_text("Everyone gets “on”")
    assert variation_of(reader, "dark-mode") == "on"
    switch.press("Space")
    expect(row).to_contain_text("Everyone gets “off”")
    assert variation_of(reader, "dark-mode") == "off"
    expect(row_of(console, "checkout.flow")).to_contain_text("2 users by name, 2 rules, the others get “classic”")
    expect(row_of(console, "checkout.flow")).to_contain_text("private")
    assert_accessible(console)
    console.get_by_label("Search").fill("darker")
    expect(console.get_by_test_id("flag-row")).to_have_count(1)
    console.get_by_label("Search").fill("nothing like it")
    expect(console.get_by_test_id("found")).to_have_text("No flag matches.")


def test_a_flag_is_made_and_what_is_refused_is_said_at_its_field(console, reader, manager):
    console.get_by_role("link", name="New flag").click()
    form = console.get_by_test_id("flag-form")
    form.get_by_label("Key", exact=True).fill("Not A Key")
    form.get_by_label("Kind").select_option("multivar")
    form.get_by_role("button", name="Add a variation").click()
    form.get_by_label("Variation 3", exact=True).fill("on")
    form.get_by_role("button", name="Add a rule").click()
    rule = form.get_by_test_id("rule")
    rule.get_by_label("Comparison").select_option("in")
    rule.get_by_label("Value").fill("sre,,manager")
    form.get_by_role("button", name="Make the flag").click()

    key = form.get_by_label("Key", exact=True)
    expect(key).to_be_focused()
    for field in (key, form.get_by_label("Variation 3", exact=True), rule.get_by_label("Value")):
        expect(field).to_have_attribute("aria-invalid", "true")
    expect(form.locator(".field-error")).to_have_count(3)
    expect(rule.locator(".field-error")).to_contain_text("no item empty")
    assert_accessible(console)
    picture(console, "console-flag-refused")

    key.fill("theme")
    form.get_by_label("Variation 1", exact=True).fill("dark")
    form.get_by_label("Variation 2", exact=True).fill("light")
    form.get_by_label("Variation 3", exact=True).fill("auto")
    rule.get_by_label("Value").fill("sre, manager")
    form.get_by_role("button", name="Make the flag").click()
    expect(console.get_by_role("heading", level=1)).to_have_text("theme")
    # What was named "off" is now "light", wherever it was chosen.
    assert kept(manager, "theme")["off_variation"] == "light"
    assert variation_of(reader, "theme") == "dark"


def test_a_new_flag_never_takes_the_place_of_another(console, checkout, manager):
    console.get_by_role("link", name="New flag").click()
    form = console.get_by_test_id("flag-form")
    form.get_by_label("Key", exact=True).fill(checkout["id"])
    form.get_by_role("button", name="Make the flag").click()
    expect(form.get_by_text("There is already a flag with this key.")).to_be_visible()
    assert kept(manager, checkout["id"])["version"] == checkout["version"]
    form.get_by_role("link", name="Open it").click()
    expect(console.get_by_role("heading", level=1)).to_have_text(checkout["id"])


def test_a_flag_is_edited_and_tried(console, checkout, manager):
    flag = manager.post("/admin/flags", {**CHECKOUT, "id": "checkout.edited"})
    console.goto(f"/console/flags/{flag['id']}")
    form = console.get_by_test_id("flag-form")
    form.get_by_label("Description").fill("What the till looks like.")
    form.get_by_role("button", name="Move Rule 2 up").click()
    expect(form.get_by_test_id("rule").first.get_by_label("Value")).to_have_value("@example.org")
    expect(form.get_by_role("button", name="Move Rule 1 up")).to_be_focused()

    form.get_by_role("button", name="Name a user").click()
    carol = form.get_by_test_id("target").nth(2)
    carol.get_by_label("User", exact=True).fill("bob")
    carol.get_by_label("Gets").select_option("two-steps")
    form.get_by_role("button", name="Save").click()
    expect(carol).to_contain_text("This user is named in an earlier row.")
    carol.get_by_label("User", exact=True).fill("c/a~rol")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Saved.")

    after = kept(manager, flag["id"])
    assert after["description"] == "What the till looks like."
    assert after["rules"] == CHECKOUT["rules"][::-1]
    assert after["targets"]["users"] == {**CHECKOUT["targets"]["users"], "c/a~rol": "two-steps"}
    assert (after["off_variation"], after["private"], after["version"]) == ("classic", True, flag["version"] + 1)

    # The form goes on from what it wrote, and the switch beside it is no other writer.
    console.get_by_role("switch", name=flag["id"]).click()
    expect(console.get_by_test_id("gist")).to_have_text("Everyone gets “classic”")
    form.get_by_role("button", name="Remove Rule 2").click()
    expect(form.get_by_role("button", name="Add a rule")).to_be_focused()
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Saved.")
    assert (kept(manager, flag["id"])["on"], len(kept(manager, flag["id"])["rules"])) == (False, 1)

    console.get_by_role("link", name="All flags").click()
    console.get_by_role("link", name="Try it").click()
    trial = console.get_by_test_id("try-flags")
    trial.get_by_label("User").fill("zoe")
    trial.get_by_label("Role").fill("sre")
    trial.get_by_role("button", name="Ask").click()
    answer = console.locator('[data-testid="answer"]')
    expect(answer.filter(has_text=checkout["id"])).to_contain_text("one-page")
    expect(answer.filter(has_text=flag["id"])).to_contain_text("switched off")
    # The question stands in the address.
    console.reload()
    expect(answer.filter(has_text=checkout["id"])).to_contain_text("one-page")
    assert_accessible(console)


def test_who_was_slower_is_told_and_writes_nothing(console, manager):
    flag = manager.post("/admin/flags", {**CHECKOUT, "id": "checkout.raced"})
    console.goto(f"/console/flags/{flag['id']}")
    form = console.get_by_test_id("flag-form")
    form.get_by_label("Description").fill("Mine.")
    manager.post("/admin/flags", {**CHECKOUT, "id": flag["id"], "description": "Theirs."})
    switch = console.get_by_role("switch", name=flag["id"])
    switch.click()
    expect(console.get_by_test_id("problem")).to_contain_text("changed meanwhile by someone else")
    expect(switch).to_be_checked()
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_test_id("problem")).to_contain_text("changed meanwhile by someone else")
    expect(form.get_by_test_id("problem")).to_be_in_viewport()
    assert_accessible(console)
    picture(console, "console-flag-changed-meanwhile")
    assert kept(manager, flag["id"])["description"] == "Theirs."
    form.get_by_role("button", name="Reload").click()
    expect(form.get_by_label("Description")).to_have_value("Theirs.")
    expect(console.get_by_test_id("problem")).to_have_count(0)


def test_a_flag_is_deleted_when_it_is_said_twice(console, manager):
    manager.post("/admin/flags", {"id": "short-lived", "on": True})
    console.goto("/console/flags/short-lived")
    console.get_by_role("button", name="Delete…").click()
    question = console.get_by_role("dialog", name="Delete short-lived?")
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    assert_accessible(console)
    console.screenshot(path=str(ARTIFACTS / "console-flag-delete.png"))
    console.keyboard.press("Escape")
    expect(question).to_be_hidden()
    assert kept(manager, "short-lived")
    console.get_by_role("button", name="Delete…").click()
    question.get_by_role("button", name="Delete it").click()
    expect(console.get_by_role("heading", level=1)).to_have_text("Flags")
    expect(row_of(console, "short-lived")).to_have_count(0)
    assert manager.call("GET", "/admin/flags/short-lived").status_code == 404
    console.goto("/console/flags/short-lived")
    expect(console.get_by_test_id("problem")).to_contain_text("This does not exist.")


def test_a_switch_that_was_refused_goes_back_and_says_why(cluster, console):
    row = row_of(console, "sign_up_open")
    with cluster.without("redis"):
        row.get_by_role("switch").click()
        expect(row.get_by_test_id("problem")).to_contain_text("does not answer at the moment")
        expect(row.get_by_role("switch")).to_be_checked()
        assert_accessible(console)
        picture(console, "console-flags-refused")


def test_the_cluster_s_own_flags_are_described_in_both_languages(cluster, browser, manager):
    with window(browser, cluster.url()) as page:
        sign_in(page, manager)
        page.goto("/console/flags")
        expect(row_of(page, "sign_up_open")).to_contain_text("People may sign up by themselves.")
        page.get_by_role("link", name="Français").click()
        expect(row_of(page, "public_status_enabled")).to_contain_text("La page publique de statut est visible.")
        expect(row_of(page, "sign_up_open")).to_contain_text("Chacun peut s’inscrire lui-même.")
        expect(row_of(page, "announce_by_itself")).to_contain_text("est annoncé sans intervention")


def test_flags_are_for_managers(cluster, browser, sre):
    assert sre.call("GET", "/admin/flags").status_code == 403
    with window(browser, cluster.url()) as page:
        sign_in(page, sre)
        expect(page.get_by_role("link", name="Providers", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Flags")).to_have_count(0)
        page.goto("/console/flags/sign_up_open")
        expect(page.get_by_text("Needs the role “manager”.")).to_be_visible()
        expect(page.get_by_role("switch")).to_have_count(0)
        assert_accessible(page)


@pytest.mark.parametrize(
    ("language", "scheme", "screen"),
    VIEWS,
    ids=[f"{language}-{scheme}-{name}" for language, scheme, (name, _) in VIEWS],
)
def test_it_fits_every_screen(cluster, browser, manager, checkout, language, scheme, screen):
    name, size = screen
    long = f"a-flag.with-a-key_of-{'many-' * 18}letters"
    manager.call("POST", "/admin/flags", json={"id": long, "on": False})
    with window(browser, cluster.url(), color_scheme=scheme, viewport=size) as page:
        sign_in(page, manager)
        page.get_by_role("link", name={"fr": "Français", "en": "English"}[language]).click()
        pages = {
            "flags": ("/flags", row_of(page, long)),
            "flag": (f"/flags/{checkout['id']}", page.get_by_test_id("rule").first),
            "new-flag": ("/new-flag", page.get_by_test_id("flag-form")),
            "try-flags": ("/flags?show=try&user=alice@example.org&role=viewer", page.get_by_test_id("answer").first),
        }
        for what, (path, shown) in pages.items():
            page.goto(f"/console{path}")
            expect(shown).to_be_visible()
            tab = {"fr": "Drapeaux", "en": "Flags"}[language]
            expect(page.get_by_role("link", name=tab, exact=True)).to_be_in_viewport(ratio=1)
            assert_fits(page)
            assert_accessible(page)
            picture(page, f"console-{what}-{language}-{scheme}-{name}")
