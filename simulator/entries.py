"""Reading the tables of a scenario file: every fault is one line that names the entry and what would be right."""

import difflib

REQUIRED = object()


class Fault(Exception):
    """Why a scenario cannot be played, in one line for the person who wrote it."""


class Entry:
    """One table of the file. What is not asked for by the time of `close` has no business there."""

    def __init__(self, table, where=""):
        self.where = where
        self._table = table
        self._known = []

    def fault(self, text):
        return Fault(f"{self.where}: {text}" if self.where else text)

    def has(self, key):
        return key in self._table

    def value(self, key, kind, wanted, default=REQUIRED):
        """What stands at `key`; `wanted` says in words what would be right."""
        self._known.append(key)
        if key not in self._table:
            if default is REQUIRED:
                raise self.fault(f"{key} is missing: {wanted}")
            return default
        found = self._table[key]
        # For Python a truth value is a number; for whoever writes a scenario it is not.
        if not isinstance(found, kind) or isinstance(found, bool):
            raise self.fault(f"{key} = {shown(found)}: {wanted}")
        return found

    def text(self, key, wanted, default=REQUIRED, longest=5000):
        found = self.value(key, str, wanted, default)
        if found is default:
            return default
        if not found.strip():
            raise self.fault(f"{key} is empty: {wanted}")
        if len(found) > longest:
            raise self.fault(f"{key} has {len(found)} characters: at most {longest}")
        return found.strip()

    def choice(self, key, options, default=REQUIRED):
        wanted = f"one of {', '.join(options)}"
        found = self.value(key, str, wanted, default)
        if found is not default and found not in options:
            raise self.fault(f"{key} = {shown(found)}: {wanted}{similar(found, options)}")
        return found

    def number(self, key, least, most, default=REQUIRED):
        wanted = f"a number from {least} to {most}"
        found = self.value(key, (int, float), wanted, default)
        if found is not default and not least <= found <= most:
            raise self.fault(f"{key} = {found}: {wanted}")
        return found

    def texts(self, key, wanted, default=REQUIRED):
        found = self.value(key, list, wanted, default)
        if found is default:
            return default
        if not all(isinstance(each, str) and each.strip() for each in found):
            raise self.fault(f"{key} = {shown(found)}: {wanted}")
        return tuple(found)

    def moment(self, key, day, default=REQUIRED):
        """A time of the story's day, in seconds from its beginning."""
        wanted = f"an hour of the story, from {day.clock(0)} to {day.clock(day.length)}"
        found = self.value(key, str, wanted, default)
        if found is default:
            return default
        seconds = seconds_of_day(found)
        if seconds is None or not 0 <= seconds - day.begins <= day.length:
            raise self.fault(f"{key} = {shown(found)}: {wanted}")
        return seconds - day.begins

    def tables(self, key, named_by=None):
        """The entries `[[key]]` beneath this one, each with a name for its faults."""
        for number, table in enumerate(self.value(key, list, f"entries [[{key}]]", []), start=1):
            if not isinstance(table, dict):
                raise self.fault(f"{key} = {shown(table)}: entries [[{key}]]")
            name = table.get(named_by) if named_by else None
            label = f'{key} "{name}"' if isinstance(name, str) else f"{key} {number}"
            yield Entry(table, f"{self.where}, {label}" if self.where else label)

    def close(self):
        """Refuses what nobody asked for: a slip of the pen never passes in silence."""
        for key in self._table:
            if key not in self._known:
                raise self.fault(f"{key} is not known here{similar(key, self._known)}")


def seconds_of_day(text):
    """The seconds since midnight of `08:25` or `08:25:30`; None where it is no such thing."""
    parts = text.split(":")
    if len(parts) not in (2, 3) or not all(len(part) == 2 and part.isdecimal() for part in parts):
        return None
    hours, minutes, seconds = (*map(int, parts), 0)[:3]
    return hours * 3600 + minutes * 60 + seconds if hours < 24 and minutes < 60 and seconds < 60 else None


def similar(word, options):
    close = difflib.get_close_matches(str(word), options, n=1)
    return f" (is {close[0]} meant?)" if close else ""


def shown(value):
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
