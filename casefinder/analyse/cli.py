"""Commands of the analysis: read a file, measure how well the engine reads."""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

BROKEN_INPUT = 2


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add `analyse file` and `analyse evaluate`."""
    analyse = commands.add_parser("analyse", help="read answers with the text engine, or measure it")
    kinds = analyse.add_subparsers(title="commands", metavar="COMMAND", required=True)
    file = kinds.add_parser("file", help="read the answers of a file of JSON lines")
    file.add_argument("source", metavar="IN", type=Path, help="documents, one JSON object a line")
    file.add_argument("target", metavar="OUT", type=Path, help="where the findings go")
    file.set_defaults(handler=run_file)
    measure = kinds.add_parser("evaluate", help="measure the engine on coded questionnaires")
    measure.add_argument(
        "gold", metavar="GOLD", type=Path, help="coded questionnaires, one JSON object a line"
    )
    measure.add_argument("--json", action="store_true", help="print all figures as JSON")
    measure.set_defaults(handler=run_evaluate)
    for command in (file, measure):
        command.add_argument(
            "--train",
            metavar="GOLD",
            type=Path,
            help="learn from these coded questionnaires, and the exemplars",
        )


def run_file(args: argparse.Namespace) -> int:
    """Read every document of IN; OUT appears only when all of it was read."""
    from casefinder.analyse.engine.lines import read_documents

    try:
        with args.source.open("rb") as lines:
            documents = list(read_documents(lines))
    except (OSError, ValueError) as error:
        return _refuse(args.source, error)
    try:
        training = _training(args.train)
    except (OSError, ValueError) as error:
        return _refuse(args.train, error)
    from casefinder.analyse.engine.reader import Reader

    reader = Reader(training)
    try:
        _write_whole(
            args.target, (json.dumps(read, ensure_ascii=False) for read in reader.read_all(documents))
        )
    except OSError as error:
        return _refuse(args.target, error)
    return 0


def run_evaluate(args: argparse.Namespace) -> int:
    """Measure on GOLD: against --train, or in five folds."""
    from casefinder.analyse.engine.evaluate import SharedIdError, cross_evaluate, evaluate, refuse_shared
    from casefinder.analyse.engine.training import Training

    try:
        gold = _labelled(args.gold)
    except (OSError, ValueError) as error:
        return _refuse(args.gold, error)
    if args.train is None:
        return _show(cross_evaluate(gold, Training.exemplars_only()), as_json=args.json)
    try:
        labelled = _labelled(args.train)
        refuse_shared(gold, labelled)
    except SharedIdError as error:
        sys.stderr.write(f"{args.gold}: also in {args.train}: {error}\n")
        return BROKEN_INPUT
    except (OSError, ValueError) as error:
        return _refuse(args.train, error)
    return _show(evaluate(gold, Training.exemplars_only().with_labelled(labelled)), as_json=args.json)


def _training(path: Path | None) -> Any:
    from casefinder.analyse.engine.training import Training

    return Training.shipped(path)


def _labelled(path: Path) -> list[dict[str, Any]]:
    from casefinder.analyse.engine.lines import read_labelled

    with path.open("rb") as lines:
        return read_labelled(lines)


def _refuse(path: Path, error: Exception) -> int:
    """Say what is wrong with a file; a broken line is named by its number."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    sys.stderr.write(f"{path}: {reason}\n")
    return BROKEN_INPUT


def _write_whole(target: Path, lines: Any) -> None:
    """Write lines beside the target and move them there at the end, so that there is never half a file."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            for line in lines:
                out.write(line + "\n")
            out.flush()
            os.fsync(out.fileno())
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _show(figures: dict[str, Any], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
        return 0
    themes = figures["themes"]
    how = f"{figures['folds']} folds by questionnaire" if figures["folds"] else "one split"
    print(f"{figures['sentences']} sentences, {how}")
    print(f"micro F1 {themes['micro']['f1']:.3f}  macro F1 {themes['macro_f1']:.3f}", end="  ")
    print(f"recall@3 {themes['recall_at_3']:.3f}")
    for title, rows in (("family", themes["per_family"]), ("theme", themes["per_theme"])):
        print(f"\n{title:<22}{'P':>7}{'R':>7}{'F1':>7}{'n':>6}")
        for name, row in rows.items():
            print(_row(name, row))
    print(f"\n{'entities, exact':<22}{'P':>7}{'R':>7}{'F1':>7}{'n':>6}{'F1 by overlap':>16}")
    for label, row in figures["entities"].items():
        print(f"{_row(label, row['exact'])}{row['overlap']['f1']:>16.3f}")
    return 0


def _row(name: str, row: dict[str, float]) -> str:
    width = 22 - sum(not letter.isascii() for letter in name)
    return f"{name:<{width}}{row['precision']:>7.3f}{row['recall']:>7.3f}{row['f1']:>7.3f}{row['n']:>6}"
