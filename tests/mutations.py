"""Break each guard of a privacy rule alone and see that its tests notice: `python -m tests.mutations [NAME…]`.

Works on a copy of the tree. First the named tests have to pass as the tree is; then each mutation is put in, its tests
run, and the place is restored. Ends with 1 when a mutation survives, with 2 when one cannot be tried: its place is
gone, or its tests did not run. Then the guard has moved, and the mutation here moves with it.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.processes import ROOT, followed, own_folder

PASSED, FAILED = 0, 1


class CannotTry(RuntimeError):
    """The place of a mutation is gone or is there twice, or its tests do not run."""


@dataclass(frozen=True)
class Mutation:
    """One guard taken away: where, what stands there, what stands there instead, and who has to notice."""

    name: str
    path: str
    guard: str  # white space may differ
    broken: str
    tests: tuple[str, ...]

    def applied_to(self, source: str) -> str:
        """Return the source without the guard.

        Raises:
            CannotTry: It stands nowhere, or more than once.
        """
        pattern = r"\s+".join(map(re.escape, self.guard.split()))
        places = list(re.finditer(pattern, source))
        if len(places) != 1:
            raise CannotTry(f"{self.name}: the guard stands {len(places)} times in {self.path}")
        place = places[0]
        return source[: place.start()] + self.broken + source[place.end() :]


MUTATIONS = (
    Mutation(
        "a book goes out whose files say what nobody decided on",
        "casefinder/publish/releases/rules.py",
        """if undecided: words = N_("Words in the finished files to decide: %(count)s")
        return Gate("searched", GateState.STOPS, words, {"count": undecided})""",
        "",
        ("tests/publish/releases/test_searched.py",),
    ),
    Mutation(
        "a book goes out that was not searched",
        "casefinder/publish/releases/rules.py",
        "if not texts:",
        "if False:",
        ("tests/publish/releases/test_searched.py",),
    ),
    Mutation(
        "files go out that are not those that were searched",
        "casefinder/publish/releases/service.py",
        "if files_mark(sums) != cleared.files:",
        "if False:",
        ("tests/publish/releases/test_searched.py",),
    ),
    Mutation(
        "what was searched is not searched anew when other things are locked",
        "casefinder/publish/builds/file_find_queries.py",
        'if kept.get("mark") == mark_of(looks, printed):',
        'if kept.get("mark"):',
        ("tests/publish/releases/test_searched.py",),
    ),
    Mutation(
        "a file's persons are not looked for",
        "casefinder/publish/builds/file_find_rules.py",
        "yield from self._persons(sentence)",
        "",
        ("tests/publish/builds/test_file_finds.py",),
    ),
    Mutation(
        "a file's locked sentences are not looked for",
        "casefinder/publish/builds/file_find_rules.py",
        "yield from self._answers(sentence)",
        "",
        ("tests/publish/builds/test_file_finds.py",),
    ),
    Mutation(
        "a case is approved that says what nobody decided on",
        "casefinder/edit/checks/rules.py",
        '(said, N_("Nothing is said that may not be printed")),',
        "",
        ("tests/edit/decisions/test_deciding.py",),
    ),
    Mutation(
        "a case is approved whose words nobody looked through",
        "casefinder/edit/checks/rules.py",
        '(looked_through, N_("All words were looked through for names")),',
        "",
        ("tests/edit/decisions/test_deciding.py",),
    ),
    Mutation(
        "a case is approved that the organisation has not confirmed",
        "casefinder/edit/checks/rules.py",
        '(confirmed, N_("The organisation has confirmed the case")),',
        "",
        ("tests/edit/decisions/test_confirming.py",),
    ),
    Mutation(
        "the organisation's word holds for a text that it has not seen",
        "casefinder/edit/gate/queries.py",
        "row.printed_hash == printed_hash(contents[row.case_id])",
        "True",
        ("tests/edit/decisions/test_confirming.py",),
    ),
    Mutation(
        "an editor approves her own last change",
        "casefinder/edit/decisions/approving.py",
        "if not may_approve(account_id, author_id, people):",
        "if False:",
        ("tests/edit/decisions/test_confirming.py",),
    ),
    Mutation(
        "a case is approved that the press has not laid out",
        "casefinder/edit/decisions/approving.py",
        "if known.passed is None or known.passed.pressed is None:",
        "if False:",
        ("tests/edit/decisions/test_approving.py",),
    ),
    Mutation(
        "what the press said of another text counts",
        "casefinder/edit/gate/fit_queries.py",
        "if row.basis == basis_of(contents[row.case_id], gathered[contents[row.case_id].response_id])",
        "if row.basis",
        ("tests/edit/gate/test_fit_queries.py",),
    ),
    Mutation(
        "a verdict is kept though a decision was taken back",
        "casefinder/edit/checks/verdict_queries.py",
        ".where(FindDecision.case_id.in_(ids), FindDecision.undone_at.is_(None))",
        ".where(FindDecision.case_id.in_(ids))",
        ("tests/edit/checks/test_verdict_queries.py",),
    ),
    Mutation(
        "what was marked to be mended is printed",
        "casefinder/edit/gate/rules.py",
        "return decided is not None and decided.verdict is Verdict.MAY_PRINT",
        "return decided is not None",
        ("tests/edit/decisions/test_deciding.py",),
    ),
    Mutation(
        "a decision holds for another sentence",
        "casefinder/edit/gate/find_rules.py",
        "self.against, self.words, self.sentence))",
        "self.against, self.words))",
        ("tests/edit/gate/test_finds.py",),
    ),
    Mutation(
        "a decision taken back leaves the approval",
        "casefinder/edit/decisions/deciding.py",
        "kind=ended.kind, place=ended.place ) changing.reopen(session, case, account_id=account_id, now=now)",
        "kind=ended.kind, place=ended.place\n        )",
        ("tests/edit/decisions/test_deciding.py",),
    ),
    Mutation(
        "the engine reads answers whose respondent does not want that",
        "casefinder/edit/gate/find_rules.py",
        "if not each.is_number and (may_read or not each.is_answers))",
        "if not each.is_number)",
        ("tests/edit/gate/test_jobs.py",),
    ),
    Mutation(
        "locked sentences are printed",
        "casefinder/edit/gate/find_rules.py",
        "if not piece.is_registers: yield from _answers(piece, locked)",
        "",
        ("tests/edit/gate/test_finds.py",),
    ),
    Mutation(
        "locked amounts are printed",
        "casefinder/edit/gate/find_rules.py",
        "if not piece.is_registers: yield from _amounts(piece, locked)",
        "",
        ("tests/edit/gate/test_finds.py",),
    ),
    Mutation(
        "telephone numbers and addresses are printed",
        "casefinder/edit/gate/find_rules.py",
        "yield from _contacts(piece, locked)",
        "",
        ("tests/edit/gate/test_finds.py",),
    ),
    Mutation(
        "names that the engine found are printed",
        "casefinder/edit/gate/find_rules.py",
        "flat, words = bare(piece.text), dict.fromkeys(_read(piece, names))",
        "flat, words = bare(piece.text), dict[str, None]()",
        ("tests/edit/gate/test_finds.py",),
    ),
    Mutation(
        "the words of the picture are not looked at",
        "casefinder/edit/gate/piece_rules.py",
        "*_of_the_picture(content),",
        "",
        ("tests/edit/gate/test_finds.py",),
    ),
    Mutation(
        "answers printed beside a case are not looked at",
        "casefinder/edit/gate/piece_rules.py",
        "*_beside(beside))",
        ")",
        ("tests/edit/gate/test_finds.py",),
    ),
    Mutation(
        "readers see which words of an editors-only answer were met",
        "casefinder/templates/edit/editor/gate.html",
        """{% if account.role >= 2 or view.level_of(find.against) != "editors" %}""",
        "{% if true %}",
        ("tests/edit/editor/test_gate_views.py",),
    ),
    Mutation(
        "a picture whose level was narrowed is printed",
        "casefinder/publish/builds/collect.py",
        "picture=found.may_show(row.illustration_id)",
        "picture=True",
        ("tests/publish/builds/test_not_printed.py",),
    ),
    Mutation(
        "a quotation with a person's name is printed",
        "casefinder/publish/builds/collect.py",
        "return tuple(word for word in (*persons, *names) if word.strip())",
        "return tuple(word for word in names if word.strip())",
        ("tests/publish/builds/test_not_printed.py",),
    ),
    Mutation(
        "a quotation with the name of an unnamed organisation is printed",
        "casefinder/publish/builds/collect.py",
        "return tuple(word for word in (*persons, *names) if word.strip())",
        "return tuple(word for word in persons if word.strip())",
        ("tests/publish/builds/test_not_printed.py",),
    ),
    Mutation(
        "readers see snippets of editors-only answers",
        "casefinder/analyse/search/queries.py",
        "if not look.with_internal: query = query.where(SearchText.is_internal.is_(False)) found:",
        "found:",
        ("tests/analyse/search/test_guards.py",),
    ),
    Mutation(
        "readers find responses by editors-only answers",
        "casefinder/analyse/search/queries.py",
        "return query if with_internal else query.where(~rules.is_for_editors(texts.c.id))",
        "return query",
        ("tests/analyse/search/test_guards.py",),
    ),
    Mutation(
        "spellings that only editors-only answers taught serve readers",
        "casefinder/analyse/search/queries.py",
        "if not with_internal: query = query.where(SearchSpelling.is_internal.is_(False))",
        "",
        ("tests/analyse/search/test_guards.py",),
    ),
    Mutation(
        "the returned letter leaves with a revoked link",
        "casefinder/answer/returns/letters.py",
        "in (LinkState.REVOKED, LinkState.EXPIRED)",
        "in (LinkState.EXPIRED,)",
        ("tests/answer/returns/test_letters.py",),
    ),
    Mutation(
        "the returned letter leaves with an expired link",
        "casefinder/answer/returns/letters.py",
        "in (LinkState.REVOKED, LinkState.EXPIRED)",
        "in (LinkState.REVOKED,)",
        ("tests/answer/returns/test_letters.py",),
    ),
    Mutation(
        "an extension does not lengthen the link",
        "casefinder/ask/invitations/staff_service.py",
        "link.expires_at = max(link.expires_at, due_at + LINK_LIFE_AFTER_DEADLINE)",
        "pass",
        ("tests/ask/invitations/test_link_service.py",),
    ),
    Mutation(
        "an extension shortens the link",
        "casefinder/ask/invitations/staff_service.py",
        "link.expires_at = max(link.expires_at, due_at + LINK_LIFE_AFTER_DEADLINE)",
        "link.expires_at = due_at + LINK_LIFE_AFTER_DEADLINE",
        ("tests/ask/invitations/test_link_service.py",),
    ),
    Mutation(
        "a mail server's words show the names of addresses",
        "casefinder/mail/troubles.py",
        '_ADDRESS.sub(r"\\1***@", plain)',
        "plain",
        ("tests/mail/test_troubles.py",),
    ),
    Mutation(
        "a mail server's words show the token of a link",
        "casefinder/mail/troubles.py",
        '_LINK.sub("/i/***", _ADDRESS',
        '_LINK.sub(r"\\g<0>", _ADDRESS',
        ("tests/mail/test_troubles.py",),
    ),
    Mutation(
        "a mail server's words go into the log",
        "casefinder/mail/jobs.py",
        "error.verdict.trouble.value)",
        "error.verdict.words)",
        ("tests/mail/test_outbox.py",),
    ),
    Mutation(
        "the password is said to a server whose certificate nobody vouches for",
        "casefinder/mail/post.py",
        "return ssl.create_default_context(cafile=self.order.ca_file or None)",
        "return ssl._create_unverified_context()",
        ("tests/mail/test_postman.py",),
    ),
    Mutation(
        "the level is read live instead of as it was submitted",
        "casefinder/answer/snapshots/queries.py",
        "chosen = _chosen(session, ids)",
        "live = __import__('sqlalchemy').text("
        "'SELECT question_key, audience FROM answer WHERE response_id = :id AND audience IS NOT NULL')\n"
        "    chosen = {each.id: dict(session.execute(live, {'id': each.response_id}).all()) for each in snapshots}",
        ("tests/answer/snapshots",),
    ),
    Mutation(
        "the description of a file is read live",
        "casefinder/answer/snapshots/queries.py",
        "SnapshotFile.description, SnapshotFile.credit, SnapshotFile.rights,",
        "Attachment.description, Attachment.credit, Attachment.rights,",
        ("tests/answer/snapshots",),
    ),
    Mutation(
        "a withdrawn consent still counts",
        "casefinder/answer/snapshots/queries.py",
        "said.get(each.id, {}), _in_force(said.get(each.id, {}), held[each.response_id]),",
        "said.get(each.id, {}), said.get(each.id, {}),",
        ("tests/answer/snapshots",),
    ),
    Mutation(
        "an answer that was narrowed after the release is not found",
        "casefinder/publish/releases/standing_rules.py",
        "if narrowed := [key for key in rest.keys if not said.may(key, Target.EVERYONE).allowed]:",
        "if narrowed := []:",
        ("tests/publish/releases/test_standing_rules.py",),
    ),
    Mutation(
        "a name stays although the consent to it ended",
        "casefinder/publish/releases/standing_rules.py",
        "if rest.is_named and said.is_anonymous():",
        "if False:",
        ("tests/publish/releases/test_standing_rules.py",),
    ),
    Mutation(
        "a picture that was narrowed after the release is not found",
        "casefinder/publish/releases/standing_rules.py",
        "if rest.picture_id is not None and not _may_show(said, rest.picture_id):",
        "if False:",
        ("tests/publish/releases/test_standing_rules.py",),
    ),
    Mutation(
        "the files of a release that is paused are handed out",
        "casefinder/publish/releases/public_views.py",
        "if found.state is not ReleaseState.PUBLIC:",
        "if False:",
        ("tests/publish/releases/test_public_views.py",),
    ),
    Mutation(
        "a file that is not what was released is handed out",
        "casefinder/publish/releases/public_views.py",
        "if not wholeness.is_whole(target, found.digest):",
        "if False:",
        ("tests/publish/releases/test_public_views.py",),
    ),
    Mutation(
        "a stopped release becomes public without asking the rule",
        "casefinder/publish/releases/stopping_service.py",
        "if stands_in_the_way(session, release_id):",
        "if False:",
        ("tests/publish/releases/test_stopping.py",),
    ),
    Mutation(
        "a reason outweighs a consent that ended",
        "casefinder/publish/releases/stopping_service.py",
        "if not may_be_kept(ConcernKind(row.kind)):",
        "if False:",
        ("tests/publish/releases/test_stopping.py",),
    ),
)


def copy_of_the_tree(folder: Path) -> Path:
    """Copy what the repository holds, as it is now, beside the same .venv."""
    target = folder / "tree"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, check=True, cwd=ROOT,
    ).stdout  # fmt: skip
    for name in filter(None, os.fsdecode(listed).split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    (target / ".venv").symlink_to((ROOT / ".venv").resolve())
    return target


def run_tests(tree: Path, tests: Sequence[str]) -> int:
    """Run some tests of a tree on SQLite; returns pytest's exit code."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--fast", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(
        command, cwd=tree, env=followed(PYTHONPATH=str(tree)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        check=False,
    )  # fmt: skip
    if done.returncode not in (PASSED, FAILED):
        raise CannotTry(f"{' '.join(tests)} did not run:\n{done.stdout.decode(errors='replace')[-2000:]}")
    return done.returncode


def is_killed(tree: Path, mutation: Mutation) -> bool:
    """Put a mutation in, run its tests, and restore the place."""
    path = tree / mutation.path
    source = path.read_text(encoding="utf-8")
    path.write_text(mutation.applied_to(source), encoding="utf-8")
    try:
        return run_tests(tree, mutation.tests) == FAILED
    finally:
        path.write_text(source, encoding="utf-8")


def main(names: Sequence[str]) -> int:
    """Try the mutations whose names hold one of the words, all without words; returns the exit code."""
    chosen = [each for each in MUTATIONS if not names or any(name in each.name for name in names)]
    tree = copy_of_the_tree(own_folder("mutations"))
    survivors, untried = 0, 0
    sound: dict[tuple[str, ...], bool] = {}
    for mutation in chosen:
        try:
            if mutation.tests not in sound:
                sound[mutation.tests] = run_tests(tree, mutation.tests) == PASSED
            if not sound[mutation.tests]:
                raise CannotTry(f"{mutation.name}: its tests fail without it")
            killed = is_killed(tree, mutation)
        except (CannotTry, OSError) as error:
            untried += 1
            say(f"CANNOT BE TRIED  {error}")
            continue
        survivors += not killed
        say(f"{'killed' if killed else 'SURVIVED':15}  {mutation.name}")
    say(f"{len(chosen) - survivors - untried} of {len(chosen)} killed")
    return 2 if untried else 1 if survivors else 0


def say(words: str) -> None:
    """Print a line at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
