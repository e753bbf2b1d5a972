"""What an account of PostgreSQL needs to run casefinder and no more: it adds to the trail and reads it, and changes nothing in it."""

import re

ADDED_TO = ("audit_entry", "audit_seal")  # nothing in them is ever changed
READ_ONLY = ("alembic_version",)
ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def rights(role: str) -> str:
    """Return the statements that give a role what web and worker need; the owner of the tables runs them, also again.

    The role may make tables of its own, for the bell does so; it owns none of ours, and so can neither change nor
    switch off what guards them. Tables that a later schema brings are given to it in the same way.

    Args:
        role: Small letters, digits and underscores.

    Raises:
        ValueError: The name is none that needs no quotation marks.
    """
    if not ROLE.fullmatch(role):
        raise ValueError("a role's name has small letters, digits and underscores only")
    trail, fixed = ", ".join(ADDED_TO), ", ".join(READ_ONLY)
    return "\n".join((
        "BEGIN;",
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role} LOGIN; END IF; END $$;",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {role};",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};",
        f"REVOKE ALL ON {trail}, {fixed} FROM {role}, PUBLIC;",
        f"GRANT SELECT, INSERT ON {trail} TO {role};",
        f"GRANT SELECT ON {fixed} TO {role};",
        "DO $$ DECLARE owner text := (SELECT tableowner FROM pg_tables WHERE schemaname = 'public' AND tablename = 'audit_entry');",
        "BEGIN",
        "  EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA public"
        f" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}', owner);",
        "  EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA public"
        f" GRANT USAGE, SELECT ON SEQUENCES TO {role}', owner);",
        "END $$;",
        "COMMIT;",
    ))  # fmt: skip
