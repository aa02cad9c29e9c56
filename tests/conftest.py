"""What every test of the running cluster stands on."""

import pytest
from playwright.sync_api import sync_playwright

from browser import launch
from cluster import Cluster
from feed_server import FeedServer
from people import Person


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A cluster for the tests of one file."""
    cluster = Cluster(tmp_path_factory.mktemp("cluster") / "data")
    try:
        yield cluster.start()
        stopped = cluster.stop()
        assert stopped == 0, cluster.said()
    finally:
        cluster.end()


@pytest.fixture(scope="module")
def feeds():
    """Providers' pages on loopback."""
    server = FeedServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def admin(cluster):
    return Person(cluster, cluster.email, cluster.password)


@pytest.fixture(scope="module")
def manager(admin):
    return admin.appoint("Manon", "manager")


@pytest.fixture(scope="module")
def sre(admin):
    return admin.appoint("Sacha", "sre")


@pytest.fixture(scope="module")
def reader(cluster):
    """Anybody: no account, no token."""
    return Person(cluster)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
