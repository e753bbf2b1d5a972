"""The book: frozen content in, one PDF/UA-1 and PDF/A-3a file out."""
