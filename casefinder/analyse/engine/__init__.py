"""The reading machine: text in, findings out; no web, no database, no clock."""
