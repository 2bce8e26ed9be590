"""Putting documents into a store: what is worth coding, what is a copy, and the run itself."""
