"""Sections of the report's pages. One file each, found by itself."""
