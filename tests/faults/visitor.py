"""A visitor of a real web server: one connection for each request, its own cookies, no redirects followed."""

import json
import re
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.waiting import PATIENCE_S

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def location(self) -> str:
        return urlsplit(self.headers.get("Location", "")).path

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Visitor:
    """One browser without a window."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    csrf_token: str = ""
    timeout_s: float = PATIENCE_S

    def get(self, path: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> Answer:
        return self.send(method, path, b"", headers or {})

    def post(self, path: str, form: dict[str, Any]) -> Answer:
        """Send a form with the form token of the last page that was opened."""
        body = urlencode({"csrf_token": self.csrf_token, **form}, doseq=True).encode()
        return self.send("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def post_json(self, path: str, value: Any) -> Answer:
        headers = {
            "Content-Type": "application/json",
            "X-CSRFToken": self.csrf_token,
            "Accept": "application/json",
        }
        return self.send("POST", path, json.dumps(value).encode(), headers)

    def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.timeout_s)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            connection.request(method, path, body, {**headers, **({"Cookie": cookies} if cookies else {})})
            response = connection.getresponse()
            answer = Answer(response.status, dict(response.headers), response.read())
            for line in response.headers.get_all("Set-Cookie") or ():
                self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        finally:
            connection.close()
        if found := TOKEN.search(answer.text):
            self.csrf_token = found.group(1)
        return answer

    def again(self) -> "Visitor":
        """Return a second window of the same browser."""
        return Visitor(self.port, dict(self.cookies), self.csrf_token, self.timeout_s)
