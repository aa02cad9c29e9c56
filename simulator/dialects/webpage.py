"""The provider's page for people: where links from a feed lead."""

from datetime import UTC, datetime
from html import escape

MEDIA_TYPE = "text/html; charset=utf-8"
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; color: #223 }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 2rem 0 0 } small, td + td { color: #667 }
table { width: 100%; border-collapse: collapse } td { border-top: 1px solid #dde; padding: .4rem 0 }
td + td { text-align: right }
"""


def answer(page, address, path):
    """The page itself, or one incident's."""
    if path == "":
        return MEDIA_TYPE, _whole(page, address, page.incidents)
    found = [each for each in page.incidents if path == f"incidents/{each.id}"]
    return (MEDIA_TYPE, _whole(page, address, found)) if found else None


def _whole(page, address, incidents):
    name = escape(page.provider.name)
    rows = "".join(f"<tr><td>{escape(part)}<td>{state.replace('_', ' ')}" for part, state in page.states.items())
    return document(
        f"{name} status",
        f'<h1><a href="{escape(address)}/">{name}</a></h1><p><small>A page of the simulator; no such company exists.'
        f"</small></p><table>{rows}</table>{''.join(map(_incident, incidents))}",
    )


def _incident(incident):
    said = "".join(
        f"<p><strong>{each.status.replace('_', ' ')}</strong> <small>"
        f"{datetime.fromtimestamp(each.at, UTC):%d %b, %H:%M:%S} UTC</small><br>{escape(each.text)}</p>"
        for each in incident.said
    )
    return f"<h2>{escape(incident.title)}</h2>{said}"


def document(title, body):
    """A small page of HTML; `title` and `body` are markup already."""
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style><body>{body}</body></html>\n"
    )
