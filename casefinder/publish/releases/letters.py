"""Letters about releases to the division's own people: something needs a decision, a release was stopped, it is public again."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.errors import N_
from casefinder.mail.models import Letter
from casefinder.mail.service import Desk, Mail, Skip
from casefinder.mail.wrapping import wrapped
from casefinder.publish.releases import concern_queries, queries
from casefinder.publish.releases.concern_queries import OpenConcern
from casefinder.publish.releases.letter_rules import CONCERN, RESUMED, STOPPED
from casefinder.publish.releases.standing_rules import ConcernKind, may_be_kept
from casefinder.staff.accounts.models import Account
from casefinder.tokyo import local

WORDS = {
    ConcernKind.TAKEN_BACK: "回答が取り下げられました",
    ConcernKind.CONSENT: "掲載への同意が取り下げられました",
    ConcernKind.NAME: "団体名を出すことへの同意がなくなりました",
    ConcernKind.OPEN_DATA: "オープンデータへの同意が取り下げられました",
    ConcernKind.LEVEL: "載せた回答の公開範囲が、公開のあとで狭められました",
    ConcernKind.PICTURE: "載せた絵・写真を、公開できなくなりました",
    ConcernKind.FILE: "公開したファイルが、公開したときと違うか、なくなっています",
}
DISABLED = N_("The account is not in use any more.")


def build_concern(session: Session, letter: Letter, desk: Desk, now: datetime) -> Mail | Skip:
    """Return the letter that asks for a decision; it is not sent when everything is settled meanwhile."""
    account = _reader(session, letter)
    wanted = set(letter.context["concern_ids"])
    release_id = int(letter.context["release_id"])
    waiting = [each for each in concern_queries.open_concerns(session, [release_id]) if each.id in wanted]
    if account is None:
        return Skip(DISABLED)
    if not waiting:
        return Skip(N_("It is settled already."))
    view = queries.release_view(session, release_id, now=now)
    body = desk.render(
        "mail/publish/releases/concern.ja.txt", account=account, release=view, settings=desk.settings,
        link=_link(desk, release_id), points=[_point(each, now) for each in waiting],
        may_stay=any(may_be_kept(each.kind) for each in waiting),
        is_only_files=all(each.kind is ConcernKind.FILE for each in waiting),
    )  # fmt: skip
    return Mail(
        account.email, f"【要判断】公開中の「{view.title}」{view.edition_label}に確かめることがあります", body
    )


def _point(each: OpenConcern, now: datetime) -> str:
    if each.kind is ConcernKind.FILE:
        return wrapped(f"{WORDS[each.kind]}：{each.subject}", indent="　")
    numbers = f"（設問 {'、'.join(each.numbers)}）" if each.numbers else ""
    text = f"事例{int(each.subject):02d}「{each.title}」{each.organisation}：{WORDS[each.kind]}{numbers}。"
    if each.holds_at is None:
        return wrapped(text, indent="　")
    when = (
        "読者には、もう見えません。"
        if each.holds_at <= now
        else f"{_moment(each.holds_at)}までに決めないと、公開を自動で一時停止します。"
    )
    return wrapped(text + when, indent="　")


def _moment(at: datetime) -> str:
    when = local(at)
    return f"{when.month}月{when.day}日{when.hour}時{when.minute:02d}分"


def build_stopped(session: Session, letter: Letter, desk: Desk, now: datetime) -> Mail | Skip:
    """Return the letter that says that a release was stopped, by whom and why."""
    return _told(session, letter, desk, now, "stopped", "の公開が止められました")


def build_resumed(session: Session, letter: Letter, desk: Desk, now: datetime) -> Mail | Skip:
    """Return the letter that says that a release is public again, by whom and why."""
    return _told(session, letter, desk, now, "resumed", "が、また公開されました")


def _told(session: Session, letter: Letter, desk: Desk, now: datetime, name: str, what: str) -> Mail | Skip:
    account = _reader(session, letter)
    if account is None:
        return Skip(DISABLED)
    release_id = int(letter.context["release_id"])
    view = queries.release_view(session, release_id, now=now)
    doer = session.get(Account, letter.context["by"])
    body = desk.render(
        f"mail/publish/releases/{name}.ja.txt", account=account, release=view, settings=desk.settings,
        link=_link(desk, release_id), who=doer.name if doer else "", when=_moment(letter.queued_at),
        reason=wrapped(letter.context["reason"], indent="　"),
    )  # fmt: skip
    return Mail(account.email, f"「{view.title}」{view.edition_label}{what}", body)


def _reader(session: Session, letter: Letter) -> Account | None:
    """Return the person it goes to, None when the account was closed."""
    found = session.get(Account, letter.context["account_id"])
    return found if found is not None and found.disabled_at is None else None


def _link(desk: Desk, release_id: int) -> str:
    return f"{desk.settings.public_base_url}/staff/releases/{release_id}"


KINDS = {CONCERN: build_concern, STOPPED: build_stopped, RESUMED: build_resumed}
