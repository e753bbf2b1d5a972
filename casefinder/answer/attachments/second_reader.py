"""The second reader of a PDF: PDFium, which many browsers show PDFs with. What it cannot open, nobody would get to see.

It is a large program in C++ and the file is a stranger's, so it is loaded on first use and only ever asked in the child process
that reads files (`reencode`): a crash or an endless loop there is a broken file, and nothing else.
"""

from typing import Any

SMALLEST_PT, LARGEST_PT = 1.0, 200_000.0  # a page of less shows nothing; one of over 70 metres is no page


def opens_every_page(data: bytes, *, pages: int) -> bool:
    """Say whether PDFium opens a PDF and reads each of its pages: its size and its words.

    Args:
        data: The file, as it would be kept.
        pages: How many pages the first reader found; another number is another file.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            return len(document) == pages and all(_opens(document, number) for number in range(pages))
    except (pypdfium2.PdfiumError, ValueError, OSError, MemoryError):
        return False


def _opens(document: Any, number: int) -> bool:
    page = document[number]
    try:
        page.get_textpage().close()  # reads all that the page draws
        return all(SMALLEST_PT <= edge <= LARGEST_PT for edge in page.get_size())
    finally:
        page.close()
