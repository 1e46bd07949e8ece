"""ONE FILE A TRACKER: how issues are read and written there. Its `open_tracker` makes a `Tracker` of a target."""
