"""A clerk's browser without a window: opens pages of the application, fills in the forms that stand on them, sends.

Nothing is sent that is not on the page, so the sample goes exactly the way a respondent goes without JavaScript.
"""

from collections.abc import Callable
from contextvars import Context
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import FormElement


class SampleFailed(RuntimeError):
    """A page did not behave as the sample expects; the text says which."""


def apart(call: Callable[..., Any], *args: Any, **values: Any) -> Any:
    """Call in a context of its own, as a request from outside: nothing of ours (`g`) reaches it."""
    return Context().run(lambda: call(*args, **values))


class Browser:
    """One browser with its cookies and its present page."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.base_url: str = app.extensions["settings"].public_base_url
        self.path = ""
        self.page: Any = None

    def open(self, url: str) -> None:
        """Open an address of the application."""
        parts = urlsplit(url)
        self._take(self._get(parts.path + (f"?{parts.query}" if parts.query else "")))

    def _get(self, path: str) -> Any:
        return apart(self.client.get, path, base_url=self.base_url, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return {"Referer": f"{self.base_url}{self.path or '/'}"}

    def _take(self, answer: Any) -> None:
        for _ in range(5):
            if answer.status_code not in (301, 302, 303):
                break
            self.path = urlsplit(answer.headers["Location"]).path
            answer = self._get(answer.headers["Location"])
        else:
            raise SampleFailed(f"{self.path}: too many redirects")
        self.path = answer.request.path
        text = answer.get_data(as_text=True)
        if answer.status_code != 200:
            raise SampleFailed(
                f"{self.path}: status {answer.status_code}: {lxml.html.fromstring(text).text_content()[:300]}"
            )
        self.page = lxml.html.fromstring(text)

    def text(self) -> str:
        """Return the words of the present page."""
        return str(self.page.text_content())

    def form(self, holds: str) -> FormElement:
        """Return the form that has a field or button with this name (or a name that begins so)."""
        for form in self.page.forms:
            if any(
                (e.get("name") or "").startswith(holds)
                for e in form.iter("input", "select", "textarea", "button")
            ):
                found: FormElement = form
                return found
        raise SampleFailed(f"{self.path}: no form with {holds}")

    def send(
        self,
        form: FormElement,
        button: tuple[str, str] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
    ) -> None:
        """Send a form as it is filled in, pressing one of its buttons."""
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        if button:
            pressed = [
                e
                for e in form.iter("button", "input")
                if e.get("name") == button[0] and e.get("value") == button[1]
            ]
            if not pressed:
                raise SampleFailed(f"{self.path}: no button {button}")
            data.setdefault(button[0], []).append(button[1])
        for name, (file_name, content) in (files or {}).items():
            data[name] = (BytesIO(content), file_name)
        action = urlsplit(form.get("action") or self.path).path or self.path
        self._take(
            apart(
                self.client.post,
                action,
                base_url=self.base_url,
                data=data,
                headers=self._headers(),
                content_type="multipart/form-data",
            )
        )


def fill(form: FormElement, name: str, value: str) -> None:
    """Type or choose a value in the field of this name.

    Raises:
        SampleFailed: The form has no such field or no such choice.
    """
    fields = [e for e in form.iter("input", "select", "textarea") if e.get("name") == name]
    if not fields:
        raise SampleFailed(f"no field {name}")
    first = fields[0]
    if first.get("type") in ("radio", "checkbox"):
        chosen = [field for field in fields if field.get("value") == value]
        if not chosen:
            raise SampleFailed(f"{name} has no choice {value}")
        if first.get("type") == "radio":  # of these a browser sends one
            for field in fields:
                field.checked = False
        chosen[0].checked = True
        return
    if first.tag == "select":
        if value not in first.value_options:
            raise SampleFailed(f"{name} has no choice {value}")
        first.value = value
    else:
        first.value = value


def has_field(form: FormElement, name: str) -> bool:
    """Say whether a form has a field of this name."""
    return any(e.get("name") == name for e in form.iter("input", "select", "textarea"))
