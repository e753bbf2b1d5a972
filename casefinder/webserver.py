"""What gunicorn does beside serving: master and workers end with whoever they belong to, and free the port at once."""

from typing import Any

from casefinder import child


def on_starting(_: Any) -> None:
    """Tie the master to `casefinder serve`, where that one started it."""
    child.follow_parent()


def post_fork(_: Any, __: Any) -> None:
    """Tie a worker to its master: without it, it would hold the port of a killed master for half a minute."""
    child.stay_with_parent()
