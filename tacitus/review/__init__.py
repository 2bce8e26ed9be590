"""Judging what was coded: which question comes first, what a key means, how far judges agree.

    questions    what may be asked, ordered by uncertainty x impact
    sittings     keys of one judge -> answers, with undo
    agreement    answers of two judges -> Cohen's kappa with its interval
    golden       decisions -> cases as in tests/golden

Pure functions over plain values: no store, no terminal, no clock.
"""
