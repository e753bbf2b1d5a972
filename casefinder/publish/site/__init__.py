"""The static HTML edition: the same content as plain, accessible pages."""
