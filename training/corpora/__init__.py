"""One corpus a module: records of gold data in, `Sample` values out."""
