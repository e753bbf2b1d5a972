"""What gunicorn does beside serving: master and workers end with whoever they belong to, and free the port at once.

A worker learns what every request needs before it takes the first one: on a deadline day it would be learned by all
threads at once, while a hundred respondents wait.
"""

import logging
import os
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import gettext
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import configure_mappers

from casefinder import child
from casefinder.ask.questionnaires.queries import all_documents
from casefinder.db import reading
from casefinder.occupancy import move_in

log = logging.getLogger(__name__)


def on_starting(_: Any) -> None:
    """Tie the master to `casefinder serve`, where that one started it."""
    child.follow_parent()
    move_in(Path(os.environ.get("CASEFINDER_HOME", "var")))


def post_fork(_: Any, __: Any) -> None:
    """Tie a worker to its master: without it, it would hold the port of a killed master for half a minute."""
    child.stay_with_parent()


def post_worker_init(worker: Any) -> None:
    """Let a worker learn tables, questionnaires and translations before it answers."""
    learn(worker.wsgi)


def learn(app: Flask) -> None:
    """Read what is read once a process; a database that is away is no reason not to start."""
    configure_mappers()
    try:
        with app.test_request_context("/"), reading() as session:
            gettext("Saved")
            all_documents(session)
    except SQLAlchemyError:
        log.warning("the database does not answer yet; what it holds is learned from the first requests")
