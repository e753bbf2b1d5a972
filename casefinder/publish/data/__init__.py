"""Open data of an edition: CSV, JSON, data package and item definitions."""
