"""A database that grows: the sample installation's rows, copied again and again with everything that hangs on them.

No table is named that has no need to be: whatever hangs on an organisation (invitation, response, answers, snapshots,
suggestions, codings, cases, letters …) is found by its foreign keys, so a new table grows with the others.
"""

from sqlalchemy import Connection, Engine, LargeBinary, MetaData, Table, inspect, text

ROOT = "organisation"
STAY = frozenset(
    {"edition_case", "edition", "casebook"}
)  # an edition keeps its cases, however many there are
EDITIONS = frozenset({"build", "release"})  # grow slowly
LOOSE = frozenset({"audit_entry"})  # names what it is about without a foreign key
RESPONSES_A_RELEASE = 360
STEP = 200_000  # how far ids move with each copy; more than the sample's largest
TEXT_STEP = 8192 * STEP  # the same of `search_text`, whose ids say whose text it is

WITHOUT_CHECKS = {
    "sqlite": ("PRAGMA foreign_keys=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-200000"),
    "postgresql": ("SET session_replication_role = replica",),
}


class Herd:
    """The rows of one database and how often they were copied."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        metadata = MetaData()
        names = inspect(engine).get_table_names()
        metadata.reflect(engine, only=[name for name in names if not name.startswith("search_index")])
        self.tables = {table.name: table for table in metadata.sorted_tables}
        self.moving = self._hanging()
        with engine.connect() as connection:
            own = text(f"SELECT count(*) FROM response WHERE id < {STEP}")
            self.responses = connection.scalar(own) or 0
            largest = {
                name: connection.scalar(text(f'SELECT max(id) FROM "{name}"')) or 0
                for name in self._counted()
            }
        self.copies = largest["response"] // STEP
        if not self.copies and max(largest.values()) >= STEP:
            raise RuntimeError(f"the sample has ids up to {max(largest.values())}; STEP must be larger")

    def _counted(self) -> list[str]:
        return [name for name, table in self.tables.items() if "id" in table.c and name != "search_text"]

    def _hanging(self) -> set[str]:
        """Return the tables that hang on an organisation, directly or by others; the tables may point in circles."""
        found: set[str] = set()
        more = {ROOT, *(LOOSE & self.tables.keys())}
        while more - found:
            found |= more
            more = {
                name
                for name, table in self.tables.items()
                if name not in STAY | EDITIONS
                and {key.column.table.name for key in table.foreign_keys} & found
            }
        return found

    def grow(self, wanted: int) -> None:
        """Add copies until there are at least `wanted` responses."""
        copies = -(-wanted // self.responses) - 1
        with self.engine.connect() as connection:
            for statement in WITHOUT_CHECKS[connection.dialect.name]:
                connection.exec_driver_sql(statement)
            for name, table in self.tables.items():
                if name in self.moving:
                    self._copy(connection, table, self.moving, self.copies + 1, copies)
                elif name in EDITIONS:
                    done, more = (n * self.responses // RESPONSES_A_RELEASE for n in (self.copies, copies))
                    self._copy(connection, table, EDITIONS, done + 1, more)
            if connection.dialect.name == "postgresql":
                self._copy_tokens(connection, self.copies + 1, copies)
                self._set_sequences(connection)
            else:
                self._copy_fts5(connection, self.copies + 1, copies)
            connection.commit()
        self.copies = copies
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(
                text("VACUUM ANALYZE" if self.engine.dialect.name == "postgresql" else "ANALYZE")
            )

    def _copy(
        self, connection: Connection, table: Table, moving: "set[str] | frozenset[str]", first: int, last: int
    ) -> None:
        if first > last:
            return
        alone = self._alone_unique(table)
        columns = [column.name for column in table.columns]
        values = []
        for column in table.columns:
            name = f't."{column.name}"'
            target = next((key.column.table.name for key in column.foreign_keys), None)
            if column.name == "id" and column.primary_key and target is None:
                values.append(
                    f"{name} + n.k * CAST({TEXT_STEP if table.name == 'search_text' else STEP} AS BIGINT)"
                )
            elif target in moving:
                values.append(f"{name} + n.k * {STEP}")
            elif column.name in alone:
                values.append(_made_unique(connection, column.type, name))
            else:
                values.append(name)
        where = (
            f't."id" < {TEXT_STEP if table.name == "search_text" else STEP}'
            if "id" in table.c
            else self._own(table)
        )
        named = ", ".join(f'"{name}"' for name in columns)
        connection.execute(
            text(
                f"WITH RECURSIVE n(k) AS (SELECT {first} UNION ALL SELECT k + 1 FROM n WHERE k < {last}) "
                f'INSERT INTO "{table.name}" ({named}) SELECT {", ".join(values)} '
                f'FROM n CROSS JOIN "{table.name}" t WHERE {where}{_only_invited(table)} ORDER BY n.k'
            )
        )

    def _own(self, table: Table) -> str:
        """Return the condition for rows of the sample in a table without an id of its own."""
        for column in table.columns:
            if any(key.column.table.name in self.moving for key in column.foreign_keys):
                return f't."{column.name}" < {STEP}'
        raise RuntimeError(f"{table.name} hangs on nothing")

    def _alone_unique(self, table: Table) -> set[str]:
        """Return the columns that are unique by themselves and are no key."""
        found = inspect(self.engine)
        lists = [each["column_names"] for each in found.get_unique_constraints(table.name)]
        lists += [each["column_names"] for each in found.get_indexes(table.name) if each["unique"]]
        return {
            names[0]
            for names in lists
            if len(names) == 1 and names[0] is not None and not table.c[names[0]].foreign_keys
        }  # type: ignore[misc]

    def _copy_fts5(self, connection: Connection, first: int, last: int) -> None:
        """Write the tokens of the copies: FTS5 keeps no text that could be copied."""
        if "search_text" not in self.tables:
            return
        from casefinder.analyse.search.service import entries

        query = f"SELECT id, folded, forms FROM search_text WHERE id < {TEXT_STEP}"
        own = [
            (id_, " ".join(sorted(tokens))) for id_, tokens in entries(connection.execute(text(query)).all())
        ]
        for copy in range(first, last + 1):
            connection.exec_driver_sql(
                "INSERT INTO search_index (rowid, tokens) VALUES (?, ?)",
                [(id_ + copy * TEXT_STEP, tokens) for id_, tokens in own],
            )

    def _copy_tokens(self, connection: Connection, first: int, last: int) -> None:
        """Copy the tokens and make their index anew, which is quicker than to let it grow with every row."""
        if "search_text" in self.tables and first <= last:
            from casefinder.analyse.search.models import MAKE_INDEX

            connection.execute(text("DROP INDEX ix_search_index_tokens"))
            connection.execute(
                text(
                    f"INSERT INTO search_index (id, tokens) SELECT t.id + k * {TEXT_STEP}::bigint, t.tokens "
                    f"FROM generate_series({first}, {last}) k CROSS JOIN search_index t WHERE t.id < {TEXT_STEP}"
                )
            )
            connection.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
            connection.execute(text(MAKE_INDEX["postgresql"][1]))

    def _set_sequences(self, connection: Connection) -> None:
        for name in self._counted():
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), max(id)) FROM \"{name}\" "
                    f"WHERE pg_get_serial_sequence('\"{name}\"', 'id') IS NOT NULL"
                )
            )


def _made_unique(connection: Connection, kind: object, name: str) -> str:
    if not isinstance(kind, LargeBinary):
        return f"{name} || '-' || n.k"
    if connection.dialect.name == "sqlite":
        return f"CAST(hex({name}) || n.k AS BLOB)"
    return f"{name} || convert_to(n.k::text, 'UTF8')"


def _only_invited(table: Table) -> str:
    """Of the register only who was invited is copied: one organisation more for each response."""
    return " AND t.id IN (SELECT organisation_id FROM invitation)" if table.name == ROOT else ""
