"""The forms a provider's page is served in: one file a dialect, each with the paths it answers at."""

from . import statuspage, syndication, webpage

# A dialect takes (page, its address, path beneath it) and answers with (media type, text), or None.
DIALECTS = (statuspage.answer, syndication.answer, webpage.answer)


def answer(page, address, path):
    """What the page serves at `path`; None where there is nothing."""
    return next((found for dialect in DIALECTS if (found := dialect(page, address, path))), None)
