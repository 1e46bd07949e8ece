"""Formats: each draws what the audit says in its own way."""
