"""Days and hours on Tokyo's clock; instants are kept in UTC and shown here. Japan keeps one time all year."""

from datetime import date, datetime, time, timedelta, timezone

TOKYO = timezone(timedelta(hours=9), "JST")


def local(instant: datetime) -> datetime:
    """Return an instant on Tokyo's clock."""
    return instant.astimezone(TOKYO)


def day_of(instant: datetime) -> date:
    """Return the day in Tokyo on which an instant lies."""
    return local(instant).date()


def instant_of(day: date, hour: time | None = None) -> datetime:
    """Return the instant of a day and time in Tokyo; its first moment if no time is given."""
    return datetime.combine(day, hour or time(), TOKYO)
