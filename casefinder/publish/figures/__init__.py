"""Figures as SVG strings: user unit one millimetre, a direct title that says the finding and every value."""
