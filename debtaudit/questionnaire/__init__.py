"""The interactive audit: questions about what the inventory does not say, and what follows from their answers."""
