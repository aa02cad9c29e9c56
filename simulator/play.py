"""A story on a cluster that runs: accounts for its people, its providers followed, and then the director."""

from .api import Person
from .clock import Clock
from .director import Director, Teller

DOMAIN = "example.org"


def clock(story, options):
    """The clock that the command line asks for."""
    return Clock(story.day, options.speed or story.speed, rounds=None if options.loop else 1)


def duration(story, speed):
    hours, minutes = divmod(story.day.length // 60, 60)
    told = f"{hours} h {minutes:02}" if hours else f"{minutes} min"
    return f"{told} told in {story.day.length / speed / 60:.1f} min"


def email(person):
    return f"{person.key}@{DOMAIN}"


class Stage:
    """Where a story is played."""

    def __init__(self, story, clock, feeds, screen, stop):
        self.story = story
        self.clock = clock
        self.feeds = feeds
        self.screen = screen
        self.stop = stop
        self.teller = Teller(screen, story.day)

    def play(self, base, admin_email, password):
        """From the first account to the last beat. Everybody in the story has the admin's password."""
        cast = self.people(base, admin_email, password)
        director = Director(self.story, self.clock, self.feeds, cast, self.teller, self.stop)
        director.register()
        self.screen.line()
        words = f"{self.story.title}, {duration(self.story, self.clock.speed)}"
        self.screen.line(self.screen.paint("strong", words))
        director.play()

    def people(self, base, admin_email, password):
        """Makes accounts where there are none yet; answers with who plays whom."""

        def person(name, address):
            return Person(base, name, address, password, self.stop, self._wait)

        admin = person("admin", admin_email).sign_in()
        cast = {}
        for each in self.story.people:
            body = {"name": each.name, "email": email(each), "role": each.role, "password": password}
            admin.create("/api/v1/users", body)
            cast[each.key] = person(each.name, email(each)).sign_in()
        return cast

    def _wait(self, text):
        self.teller.line("simulator", text, "wait")
