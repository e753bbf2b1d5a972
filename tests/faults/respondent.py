"""A respondent at a real web server."""

import re
from dataclasses import dataclass, field

from casefinder.answer.responses import queries
from tests.factories.invitations import Link, make_link
from tests.faults.house import House
from tests.faults.visitor import Answer, Visitor

SEEN = re.compile(r'name="seen\.(\w+)"[^>]*value="([^"]*)"')
SEEN_ALL = re.compile(r'name="seen"[^>]*value="([^"]*)"')


@dataclass
class Respondent:
    """One browser behind one personal link, with what its last page had seen of each answer."""

    visitor: Visitor
    link: Link
    response_id: int
    seen: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> str:
        return f"/r/{self.link.ref}/"

    def open_section(self, key: str) -> Answer:
        page = self.visitor.get(f"{self.home}s/{key}")
        assert page.status == 200, page.text
        self.seen.update(SEEN.findall(page.text))
        return page

    def autosave(self, item_key: str, text: str) -> Answer:
        """Save one text as the page's script does; a success is what the page has seen from then on."""
        body = {"form": {item_key: [text]}, "seen": self.seen.get(item_key, "0.")}
        answer = self.visitor.post_json(f"{self.home}a/{item_key}", body)
        if answer.status == 200:
            self.seen[item_key] = answer.json()["seen"]
        return answer

    def save(self, section_key: str, texts: dict[str, str]) -> Answer:
        """Press the section's button without JavaScript."""
        form = {**texts, **{f"seen.{key}": self.seen.get(key, "0.") for key in texts}, "save": "next"}
        return self.visitor.post(f"{self.home}s/{section_key}", form)

    def check_page(self) -> str:
        """Open the check page; returns the revision that it shows."""
        page = self.visitor.get(f"{self.home}check")
        assert page.status == 200, page.text
        (revision,) = set(SEEN_ALL.findall(page.text))
        return revision

    def again(self) -> "Respondent":
        """Return a second tab of the same browser."""
        return Respondent(self.visitor.again(), self.link, self.response_id, dict(self.seen))


def enter(house: House, section_key: str = "C") -> Respondent:
    """Open a new personal link and one section behind it."""
    link = make_link(house.app)
    visitor = house.visitor()
    assert visitor.get(f"/i/{link.token}").status == 200
    entered = visitor.post(f"/i/{link.token}", {})
    assert entered.status == 303, entered.text
    with house.database.reading() as session:
        response = queries.response_of(session, link.invitation_id)
        assert response is not None
        respondent = Respondent(visitor, link, response.id)
    respondent.open_section(section_key)
    return respondent
