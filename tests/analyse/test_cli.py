"""The commands that others build on: contracts, refusals, exit codes."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from casefinder.analyse import cli

GOOD = {"id": "a", "answers": [{"question": "F3", "text": "人が足りない。"}], "codings": 1}
LABELLED = {"id": "a", "answers": [{"question": "F3", "text": "人が足りない。", "codings": []}]}


def run(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    cli.add_parser(parser.add_subparsers(required=True))
    args = parser.parse_args(["analyse", *map(str, words)])
    return int(args.handler(args))


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def test_a_broken_line_is_named_and_leaves_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps(GOOD) + '\n{"id": "b"}\n', encoding="utf-8")

    assert run("file", source, target) == 2

    assert "line 2: `answers` is missing" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [source]


def test_a_broken_training_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, train = (
        write(tmp_path / "in.jsonl", GOOD),
        write(tmp_path / "train.jsonl", LABELLED, GOOD | {"id": "b"}),
    )

    assert run("file", source, tmp_path / "out.jsonl", "--train", train) == 2

    assert "train.jsonl: line 2" in capsys.readouterr().err


def test_a_missing_file_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("file", tmp_path / "none.jsonl", tmp_path / "out.jsonl") == 2
    assert "none.jsonl" in capsys.readouterr().err


def test_an_id_in_gold_and_training_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, train = write(tmp_path / "gold.jsonl", LABELLED), write(tmp_path / "train.jsonl", LABELLED)

    assert run("evaluate", gold, "--train", train) == 2
    assert "also in" in capsys.readouterr().err


def test_a_broken_gold_line_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("evaluate", write(tmp_path / "gold.jsonl", GOOD)) == 2
    assert "line 1" in capsys.readouterr().err


def test_the_parser_is_made_without_the_engine() -> None:
    program = (
        "import argparse, sys; from casefinder.analyse import cli;"
        "cli.add_parser(argparse.ArgumentParser().add_subparsers());"
        "sys.exit(bool({'numpy', 'spacy', 'sklearn', 'sudachipy'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.slow
def test_a_file_is_read_line_by_line(tmp_path: Path) -> None:
    other = {"id": "b", "answers": [{"question": "weather", "text": "経費が年30万円減った。"}]}
    source, target = write(tmp_path / "in.jsonl", GOOD, other), tmp_path / "out.jsonl"

    assert run("file", source, target) == 0

    read = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["answers"][0]["question"]) for line in read] == [("a", "F3"), ("b", "weather")]
    assert all(line["answers"][0]["suggestions"] for line in read)


@pytest.mark.slow
def test_figures_come_as_a_table_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coded = {"start": 0, "end": 7, "theme": "ch_labor_shortage"}
    answer = {"question": "F3", "text": "人が足りない。", "codings": [coded], "entities": []}
    gold = write(tmp_path / "gold.jsonl", {"id": "g", "answers": [answer]})
    train = write(tmp_path / "train.jsonl", LABELLED)

    assert run("evaluate", gold, "--train", train, "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["themes"]["per_theme"]["ch_labor_shortage"]["n"] == 1
    assert figures["folds"] is None

    assert run("evaluate", gold, "--train", train) == 0
    assert "ch_labor_shortage" in capsys.readouterr().out
