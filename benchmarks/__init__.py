"""Scores of tacitus on gold data: one suite a task, one runner, one gate.

Enters: JSONL files of gold records (`gold.py` says which fields). Leaves: one JSON file a suite,
the table in the README, and an exit status from the gate. No gold text is kept in a result.
"""
