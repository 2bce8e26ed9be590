"""The commands of the command line, one subject a module; `tacitus.cli` puts them together."""
