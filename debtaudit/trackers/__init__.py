"""Findings as tickets: what they say, in which markup, and in which file a tracker takes them."""
