"""Codings in the formats that people and programs read. One format a file.

Enters: `Coding` values. Leaves: text (`json`, `csv`, `html`) or something rich can print
(`table`, `tree`, `why`). `events` flattens a coding into one item an event,
which every format starts from.
"""
