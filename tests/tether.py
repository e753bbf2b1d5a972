"""Start a program that dies with whoever started it: `python -I -S tests/tether.py PARENT SIGNAL USER PROGRAM…`.

An interrupted test run cannot tidy up, so the kernel does: when the parent ends, in whatever way, the program gets
SIGNAL. USER is the account that it runs as, or - for one's own (PostgreSQL refuses to be root). Only the standard
library is used, so that starting costs nothing.
"""

import ctypes
import os
import pwd
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(name: str) -> None:
    """Take another account's rights for good; to be done first, for it takes the tether off again."""
    account = pwd.getpwnam(name)
    os.initgroups(name, account.pw_gid)
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)


def main(parent: int, how: int, user: str, program: list[str]) -> None:
    if user != "-":
        become(user)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, how)
    if os.getppid() != parent:
        sys.exit("it was dead before we could ask")
    os.execvp(program[0], program)  # noqa: S606 - that is what it is for


if __name__ == "__main__":
    main(int(sys.argv[1]), signal.Signals[sys.argv[2]], sys.argv[3], sys.argv[4:])
