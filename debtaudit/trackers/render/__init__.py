"""One file a markup: blocks in, text of a ticket out. What a text says can never become markup, nor call anybody."""
