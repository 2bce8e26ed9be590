"""Trains the model that the package ships: gold data in, a model folder out."""
