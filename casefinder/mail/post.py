"""Child process: hand one message to the SMTP server. Reads the order as JSON from standard input."""

import base64
import json
import smtplib
import ssl
import sys
from email import message_from_bytes, policy

from casefinder.child import stay_with_parent

REFUSED = "refused for good"  # the address or the mail itself: trying again is of no use


def main() -> int:
    """Send, or end with the server's words on standard error."""
    stay_with_parent()
    order = json.load(sys.stdin)
    message = message_from_bytes(base64.b64decode(order["message"]), policy=policy.SMTP)
    try:
        with smtplib.SMTP(order["host"], order["port"], timeout=order["timeout_s"]) as server:
            if order["starttls"]:
                server.starttls(context=ssl.create_default_context())
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(*next(iter(error.recipients.values())))
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    return 0


def _refused(code: int, words: bytes | str) -> int:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    sys.stderr.write(f"{REFUSED if code >= 500 else 'refused for now'}: {code} {' '.join(text.split())}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
