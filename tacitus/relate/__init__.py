"""Across documents: which reports are of one happening, and which accounts of it do not agree.

    Report --stories--> same_story      documents about one happening
           --syndication--> copies and quotation chains: what is no second witness
    Told   --blocking--> pairs that may be one happening, several keys an event
           --pair_features--> numbers (pairs, features), and what they rest on
           --pair_scores--> the probability that both tell of one happening
           --clusters--> groups, by average linkage of the probabilities
           --explanations--> same_event links, each with its reasons in words
    groups --claims, accounts, figures--> who says what of a happening
           --cross_disputes--> disputes and confirms links

Values come in (`reports.py`), `tacitus.records.Link` goes out. Nothing is merged: each account
stays an event of its own, and a link says why two of them go together. The stage reads no text
files, opens no store and needs no encoder.
"""
