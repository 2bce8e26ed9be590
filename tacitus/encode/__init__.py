"""The encoder: a text and its sentences in, probabilities for every token out."""
