"""Publish: an edition becomes a book, a site, open data and a frozen release."""
