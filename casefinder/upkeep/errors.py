"""Why a backup is not made or not taken; each says what to do."""

from casefinder.errors import N_, CasefinderError


class BackupRefused(CasefinderError):
    """Nothing was written."""

    message = N_("%(folder)s is not empty. Name a folder that does not exist yet.")


class BackupDamaged(CasefinderError):
    """The backup is not what was made; nothing of the installation was touched."""

    message = N_(
        "The backup is damaged or incomplete (%(what)s). Nothing was changed. Take an earlier backup, or copy this one again."
    )


class RestoreRefused(CasefinderError):
    """Nothing of the installation was touched."""
