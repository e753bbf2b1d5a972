"""The WSGI entry: one application for the installation named by CASEFINDER_HOME."""

from casefinder import create_app
from casefinder.config import Settings

app = create_app(Settings.from_environ())
