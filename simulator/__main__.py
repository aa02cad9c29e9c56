"""The simulator's commands.

python3 -m simulator check STORY     reads a scenario, and says what is wrong with it
python3 -m simulator serve STORY     serves its providers' pages, and does nothing else
python3 -m simulator play STORY      plays it on a cluster that runs: --url, --email, the password in ADMIN_PASSWORD
python3 -m simulator demo [STORY]    starts a cluster of its own and plays on it: `make demo`
"""

import argparse
import os
import sys
from pathlib import Path

from deploy.cluster.screen import Screen
from deploy.cluster.settings import Refusal
from deploy.cluster.stop import Stop

from . import demo, play, reading
from .api import Away, Refused, Stopped
from .entries import Fault
from .server import Feeds

STORIES = Path(__file__).resolve().parent / "stories"


def main(arguments):
    options = parser().parse_args(arguments)
    screen = Screen()
    stop = Stop()
    stop.listen()
    try:
        story = reading.read(options.story)
        return options.command(story, options, screen, stop)
    except Stopped:
        return 0
    except (Fault, Refusal) as fault:
        screen.line(f"simulator: {fault}")
    except (Away, Refused) as trouble:
        screen.line(f"simulator: the cluster does not play along: {trouble.args[-1]}")
    except OSError as fault:
        screen.line(f"simulator: {fault}")
    return 1


def parser():
    parser = argparse.ArgumentParser(prog="simulator", description="A small internet, played from a scenario file.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command, words in (
        ("check", check, "read a scenario and say what is wrong with it"),
        ("serve", serve, "serve the pages of its providers"),
        ("play", on_a_cluster, "play it on a cluster that runs"),
        ("demo", demo.run, "start a cluster and play on it"),
    ):
        one = commands.add_parser(name, help=words)
        one.set_defaults(command=command)
        one.add_argument("story", nargs="?", type=Path, default=STORIES / "monday.toml", help="the scenario file")
        if name == "check":
            continue
        one.add_argument("--speed", type=speed, help="how much faster than the world the story goes")
        one.add_argument("--loop", action="store_true", help="tell it again and again")
        one.add_argument("--port", type=int, default=0, help="where the pages are served (a free port)")
        if name == "demo":
            one.add_argument("--data-dir", type=Path, default=demo.DATA_DIR, help="emptied at each start")
        if name == "play":
            one.add_argument("--url", default="http://127.0.0.1:8000", help="the cluster's gateway")
            one.add_argument("--email", default="admin@polystatus.localhost", help="its admin")
    return parser


def speed(text):
    value = float(text)
    if not 1 <= value <= 3600:
        raise argparse.ArgumentTypeError("a number from 1 to 3600")
    return value


def check(story, _options, screen, _stop):
    beats = sum(len(incident.updates) for provider in story.providers for incident in provider.incidents)
    screen.line(f"{story.title}: {play.duration(story, story.speed)}")
    screen.line(
        f"{len(story.providers)} providers who say {beats} things, {len(story.people)} people who do {len(story.acts)}"
    )
    return 0


def serve(story, options, screen, stop):
    clock = play.clock(story, options)
    feeds = Feeds(story, clock, options.port)
    clock.start()
    screen.line(f"{story.title}: {feeds.address}/")
    stop.wait()
    feeds.close()
    return 0


def on_a_cluster(story, options, screen, stop):
    password = os.environ.get("ADMIN_PASSWORD")
    if not password:
        raise Fault("ADMIN_PASSWORD is not set: the password of the cluster's admin")
    clock = play.clock(story, options)
    feeds = Feeds(story, clock, options.port)
    try:
        play.Stage(story, clock, feeds, screen, stop).play(options.url.rstrip("/"), options.email, password)
    finally:
        feeds.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
