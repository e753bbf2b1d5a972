"""How people write values: days, amounts, telephone numbers. Pure: text in, a value or what is unclear about it out."""

from casefinder.notations.unclear import Unclear

__all__ = ["Unclear"]
