"""SEC-26: a request that two servers could read in two ways is read by none."""

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser

HEAD = b"POST / HTTP/1.1\r\nHost: a\r\n"
IN_TWO_WAYS = {
    "length and chunks": HEAD + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and length": HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "two lengths": HEAD + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
    "a length with a sign": HEAD + b"Content-Length: +4\r\n\r\nabcd",
    "a coding nobody knows": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n",
    "two codings": HEAD + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
    "a blank before the colon": HEAD + b"Transfer-Encoding : chunked\r\n\r\n",
    "two hosts": HEAD + b"Host: b\r\n\r\n",
    "line feeds alone": b"POST / HTTP/1.1\nHost: a\nContent-Length: 0\n\n",
    "a folded line": HEAD + b"X-A: b\r\n Transfer-Encoding: chunked\r\n\r\n",
}


@pytest.mark.parametrize("name", IN_TWO_WAYS)
def test_sec_26_what_can_be_read_in_two_ways_is_refused(name: str) -> None:
    with pytest.raises(ParseException):
        next(RequestParser(Config(), iter([IN_TWO_WAYS[name]]), ("127.0.0.1", 1)))


def test_sec_26_what_can_be_read_in_one_way_is_taken() -> None:
    told = HEAD + b"Content-Length: 4\r\n\r\nabcd"

    assert next(RequestParser(Config(), iter([told]), ("127.0.0.1", 1))).body.read() == b"abcd"
