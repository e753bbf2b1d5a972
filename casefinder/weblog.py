"""Gunicorn's logger: an address in an error line may be a personal link, so the token in it is struck out."""

import re
from typing import Any

from gunicorn.glogging import Logger

LINK = re.compile(r"/i/[^\s/?#'\"]+")


def masked(value: Any) -> Any:
    """Return a text without the token of a personal link; other values as they are."""
    return LINK.sub("/i/***", value) if isinstance(value, str) else value


class MaskingLogger(Logger):
    """Strikes tokens out of all lines that gunicorn writes by itself."""

    def setup(self, cfg: Any) -> None:
        """Hang the filter into the error log."""
        super().setup(cfg)
        self.error_log.addFilter(_mask)


def _mask(record: Any) -> bool:
    record.msg = masked(record.msg)
    if isinstance(record.args, tuple):
        record.args = tuple(masked(each) for each in record.args)
    return True
