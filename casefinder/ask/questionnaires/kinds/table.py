"""Repeated rows. Value: a list of objects, column → that kind's value; rows with nothing in them are left out.

A row has an id beside its columns, which stays when rows around it come, go and move (see `row_rules`). The inputs:
`I1.0.metric`, and hidden `I1.0.id`; the button `remove_row` with the value `I1.0` leaves a row out.
"""

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds import registry
from casefinder.ask.questionnaires.kinds.base import REQUIRED, Asked, BaseKind, Form, FormValues
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.ask.questionnaires.row_rules import ROW_ID, Row, row_id, rows_of, sent_id
from casefinder.errors import N_

SPARE_ROWS = 2
TOO_MANY_ROWS = N_("There are %(rows)s rows. Please keep %(maximum)s at most.")
TOO_FEW_ROWS = N_("Please fill in %(minimum)s row(s) or more.")


def posted_rows(name: str, form: Form) -> list[int]:
    """Return the numbers of the rows that a form has for a table, in order, empty rows included."""
    numbers = {key.removeprefix(f"{name}.").partition(".")[0] for key in form if key.startswith(f"{name}.")}
    return sorted(
        int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 4
    )


class Table(BaseKind):
    """Each cell is judged by the kind of its column."""

    name = "table"
    template = "components/kinds/table.html"

    def ask(self, field: Field, name: str, value: object, problems: tuple[Problem, ...] = ()) -> Asked:
        return self.ask_rows(field, name, value, problems)

    def ask_rows(
        self, field: Field, name: str, value: object, problems: tuple[Problem, ...] = (), rows_shown: int = 0
    ) -> Asked:
        """Return the table with at least `rows_shown` rows, the empty ones last."""
        rows = rows_of(value)
        shown = max(len(rows), min(field.max_rows, max(len(rows) + 1, SPARE_ROWS, rows_shown)))
        cells = [
            self._cells(field, f"{name}.{place}", rows[place] if place < len(rows) else {}, problems)
            for place in range(shown)
        ]
        ids = [row_id(rows[place], place) if place < len(rows) else "" for place in range(shown)]
        blank = self._cells(field, f"{name}.__row__", {}, ())
        data = {"rows": cells, "ids": ids, "blank": blank, "filled": len(rows)}
        own = tuple(problem for problem in problems if problem.name in ("", name))
        return Asked(self.template, field, name, value, own, data)

    def _cells(self, field: Field, name: str, row: Row, problems: tuple[Problem, ...]) -> list[Asked]:
        return [
            registry.of(column.kind).ask(
                column,
                f"{name}.{column.key}",
                row.get(column.key),
                tuple(problem for problem in problems if problem.name == f"{name}.{column.key}"),
            )
            for column in field.columns
        ]

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        rows: list[Row] = []
        problems: list[Problem] = []
        removed = form.get("remove_row")
        known: set[str] = set()
        for number in posted_rows(name, form):
            if removed == f"{name}.{number}":
                continue
            parsed = {
                column.key: registry.of(column.kind).parse(column, f"{name}.{number}.{column.key}", form)
                for column in field.columns
            }
            row = {key: cell.value for key, cell in parsed.items()}
            if self._is_blank(field, row):
                continue
            problems += [
                p.at(f"{name}.{len(rows)}.{key}") for key, cell in parsed.items() for p in cell.problems
            ]
            if own := sent_id(form.get(f"{name}.{number}.{ROW_ID}"), known):
                known.add(own)
                row[ROW_ID] = own
            rows.append(row)
        return Parsed(rows, tuple(problems))

    def check(self, field: Field, value: object) -> list[Problem]:
        """Return problems whose `name` is relative: `0.metric` for a cell, empty for the table."""
        rows = rows_of(value)
        problems = []
        if len(rows) > field.max_rows:
            problems.append(Problem(TOO_MANY_ROWS, {"rows": len(rows), "maximum": field.max_rows}))
        if 0 < len(rows) < field.min_rows:
            problems.append(Problem(TOO_FEW_ROWS, {"minimum": field.min_rows}))
        for place, row in enumerate(rows):
            for column in field.columns:
                kind, cell = registry.of(column.kind), row.get(column.key)
                found = kind.check(column, cell)
                if column.required and kind.is_empty(cell):
                    found = [Problem(REQUIRED)]
                problems.extend(problem.at(f"{place}.{column.key}") for problem in found)
        return problems

    def is_empty(self, value: object) -> bool:
        return not rows_of(value)

    def show(self, field: Field, value: object) -> str:
        return "\n".join(
            "／".join(
                f"{column.label}：{cell}" for column, cell in zip(field.columns, row, strict=True) if cell
            )
            for row in self.shown_rows(field, value)
        )

    def shown_rows(self, field: Field, value: object) -> list[list[str]]:
        """Return each row's cells as plain text, in the order of the columns."""
        return [
            [registry.of(column.kind).show(column, row.get(column.key)) for column in field.columns]
            for row in rows_of(value)
        ]

    def form(self, field: Field, name: str, value: object) -> dict[str, list[str]]:
        form = FormValues()
        for place, row in enumerate(rows_of(value)):
            if own := sent_id(str(row.get(ROW_ID) or ""), ()):
                form[f"{name}.{place}.{ROW_ID}"] = [own]
            for column in field.columns:
                kind = registry.of(column.kind)
                form.update(kind.form(column, f"{name}.{place}.{column.key}", row.get(column.key)))
        return form

    def _is_blank(self, field: Field, row: Row) -> bool:
        return all(registry.of(column.kind).is_empty(row.get(column.key)) for column in field.columns)
