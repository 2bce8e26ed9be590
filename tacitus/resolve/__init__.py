"""Text to world: entities, intervals and places, each with its basis and evidence."""
