"""Releases: a built edition, frozen, checksummed and made public."""
