"""One file a format: tickets in, files that a tracker imports out. Pure functions; nothing here reads or writes."""
