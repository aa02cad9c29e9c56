"""RSS 2.0 and Atom: a Statuspage's own history, and the plain news that other providers write.

A history entry holds all updates of an incident in one string of HTML, without a year. A news entry is one text that
is rewritten in place, and says where it stands by a category.
"""

from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from xml.sax.saxutils import escape as escape_xml

RSS, ATOM = "application/rss+xml; charset=utf-8", "application/atom+xml; charset=utf-8"
LISTED = 25
LABELS = {"in_progress": "In progress"}


def answer(page, address, path):
    """The feed at `path` beneath the page's address."""
    if path in ("history.atom", "history.rss"):
        entries = [_history(address, incident) for incident in page.incidents[:LISTED]]
        title = f"{page.provider.name} Status - Incident History"
    elif path in ("news.atom", "news.rss"):
        entries = [_news(address, incident) for incident in page.incidents[:LISTED]]
        title = f"{page.provider.name} service news"
    else:
        return None
    write = _rss if path.endswith("rss") else _atom
    return write(title, address, path, entries, page.changed)


def _label(status):
    return LABELS.get(status, status.capitalize())


def _history(address, incident):
    """An entry of a Statuspage: its link bears the API's id, its own id is a number of another row."""
    link = f"{address}/incidents/{incident.id}"
    host = address.split("/")[2]
    return {
        "id": f"tag:{host},2005:Incident/{incident.number}",
        "guid": link,
        "permalink": True,
        "link": link,
        "title": incident.title,
        "at": incident.changed,
        "html": " ".join(map(_paragraph, incident.said)),
        "categories": (),
    }


def _paragraph(said):
    moment = datetime.fromtimestamp(said.at, UTC)
    day = f"{moment:%b} <var data-var='date'>{moment.day:2}</var>"
    when = f"{day}, <var data-var='time'>{moment:%H:%M}</var> UTC"
    text = escape(said.text, quote=False).replace("\n", "<br />")
    return f"<p> <small>{when}</small><br> <strong>{_label(said.status)}</strong> - {text} </p>"


def _news(address, incident):
    """An entry of a provider that writes its feed by hand: the newest word alone, the phase among the categories."""
    newest = incident.said[0]
    return {
        "id": f"urn:news:{incident.id}",
        "guid": incident.id,
        "permalink": False,
        "link": f"{address}/",
        "title": incident.title,
        "at": incident.changed,
        "html": f"<p>{escape(newest.text, quote=False)}</p>",
        "categories": (_label(incident.status), *incident.components),
    }


def _rss(title, address, path, entries, changed):
    items = "".join(
        f"    <item>\n"
        f"      <title>{escape_xml(entry['title'])}</title>\n"
        f"      <description>{escape_xml(entry['html'])}</description>\n"
        f"      <pubDate>{_rfc822(entry['at'])}</pubDate>\n"
        f"      <link>{escape_xml(entry['link'])}</link>\n"
        f'      <guid isPermaLink="{str(entry["permalink"]).lower()}">{escape_xml(entry["guid"])}</guid>\n'
        f"{''.join(f'      <category>{escape_xml(name)}</category>{chr(10)}' for name in entry['categories'])}"
        f"    </item>\n"
        for entry in entries
    )
    return RSS, (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">\n'
        "  <channel>\n"
        f"    <title>{escape_xml(title)}</title>\n"
        f"    <link>{escape_xml(address)}/</link>\n"
        f'    <atom:link rel="self" type="application/rss+xml" href="{escape_xml(address)}/{path}"/>\n'
        f"    <description>{escape_xml(title)}</description>\n"
        f"    <lastBuildDate>{_rfc822(changed)}</lastBuildDate>\n"
        f"{items}"
        "  </channel>\n"
        "</rss>\n"
    )


def _atom(title, address, path, entries, changed):
    items = "".join(
        f"  <entry>\n"
        f"    <id>{escape_xml(entry['id'])}</id>\n"
        f"    <published>{_rfc3339(entry['at'])}</published>\n"
        f"    <updated>{_rfc3339(entry['at'])}</updated>\n"
        f'    <link rel="alternate" type="text/html" href="{escape_xml(entry["link"])}"/>\n'
        f"    <title>{escape_xml(entry['title'])}</title>\n"
        f"{''.join(f'    <category term={_quoted(name)}/>{chr(10)}' for name in entry['categories'])}"
        f'    <content type="html">{escape_xml(entry["html"])}</content>\n'
        f"  </entry>\n"
        for entry in entries
    )
    return ATOM, (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xml:lang="en-US" xmlns="http://www.w3.org/2005/Atom">\n'
        f"  <id>tag:{address.split('/')[2]},2005:/{path}</id>\n"
        f'  <link rel="alternate" type="text/html" href="{escape_xml(address)}/"/>\n'
        f'  <link rel="self" type="application/atom+xml" href="{escape_xml(address)}/{path}"/>\n'
        f"  <title>{escape_xml(title)}</title>\n"
        f"  <updated>{_rfc3339(changed)}</updated>\n"
        f"  <author><name>{escape_xml(title)}</name></author>\n"
        f"{items}"
        "</feed>\n"
    )


def _quoted(text):
    return '"' + escape_xml(text, {'"': "&quot;"}) + '"'


def _rfc822(seconds):
    return format_datetime(datetime.fromtimestamp(int(seconds), UTC))


def _rfc3339(seconds):
    return f"{datetime.fromtimestamp(int(seconds), UTC):%Y-%m-%dT%H:%M:%SZ}"
