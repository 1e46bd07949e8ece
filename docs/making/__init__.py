"""What `docs/generate.py` makes its pages with, one file a sort of page."""
