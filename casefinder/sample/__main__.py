"""bin/demo: build the sample installation if it is not there, then serve it."""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from casefinder import child

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def main(argv: list[str] | None = None) -> int:
    """Build and serve; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="bin/demo", description="Build a whole sample installation and serve it."
    )
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default 8000)")
    parser.add_argument(
        "--dir", type=Path, default=BASE_DIR / "var" / "demo", help="folder (default var/demo)"
    )
    parser.add_argument("--no-serve", action="store_true", help="build only")
    parser.add_argument("--fresh", action="store_true", help="build anew even if a sample is there")
    args = parser.parse_args(argv)
    home = args.dir.resolve()
    from casefinder.errors import CasefinderError
    from casefinder.sample.installation import is_built

    try:
        if args.fresh or not is_built(home):
            build(home)
        else:
            say(f"the sample in {home} is already built (--fresh builds it anew)")
        return tell_paths(home) if args.no_serve else serve(home, args.port)
    except CasefinderError as error:
        sys.stderr.write(f"demo: {error}\n")
        return 1


def say(words: str) -> None:
    """Write one line to the terminal at once."""
    sys.stdout.write(f"demo: {words}\n")
    sys.stdout.flush()


def build(home: Path) -> None:
    """Build the sample with progress on the terminal."""
    from casefinder.sample.build import build_sample

    begun = time.monotonic()
    build_sample(home, say)
    say(f"built in {time.monotonic() - begun:.0f} s")


def tell_paths(home: Path) -> int:
    """Say where the results lie."""
    for name in ("book.pdf", "site", "data"):
        say(f"casebook: {home / 'casebook' / name}")
    return 0


def serve(home: Path, port: int) -> int:
    """Serve the sample on the system's clock, with its mail sink, until stopped."""
    from casefinder import config
    from casefinder.sample.installation import stored_settings
    from casefinder.sample.postbox import Postbox
    from casefinder.sample.trial import open_trial

    with Postbox(home / "mail") as box:
        config.write(home / config.SETTINGS_FILE, stored_settings(box.port, port))
        link = open_trial(home)
        tell_addresses(home, port, link)
        env = {**os.environ, "CASEFINDER_HOME": str(home), child.PARENT: str(os.getpid())}
        command = [sys.executable, "-m", "casefinder", "serve", "--port", str(port)]
        server = subprocess.Popen(command, env=env, cwd=BASE_DIR)  # noqa: S603 - our own interpreter
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        try:
            return server.wait()
        except KeyboardInterrupt:
            server.terminate()
            server.wait()
            return 0


def tell_addresses(home: Path, port: int, link: str) -> None:
    """Say where the three faces are and who may sign in."""
    from casefinder.sample.installation import read_sign_ins

    base = f"http://127.0.0.1:{port}"
    tell_paths(home)
    say(f"public face:      {base}/")
    say(f"staff face:       {base}/staff/")
    say(f"respondent face:  {link}")
    for person in read_sign_ins(home):
        say(f"sign in as {person['role']:<14} {person['email']:<24} {person['password']}")
    say(f"codes of publisher and administrator: bin/casefinder --dir {home} accounts code")
    say("stop with Ctrl-C")


if __name__ == "__main__":
    child.follow_parent()
    sys.exit(main())
