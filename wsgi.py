"""The WSGI entry: one application for the installation named by CASEFINDER_HOME."""

import os

from casefinder import create_app
from casefinder.config import Settings
from casefinder.deadline import LIMIT_S, Deadline

app = create_app(Settings.from_environ())
app.wsgi_app = Deadline(app.wsgi_app, limit_s=float(os.environ.get("CASEFINDER_DEADLINE_S", LIMIT_S)))  # type: ignore[method-assign]
