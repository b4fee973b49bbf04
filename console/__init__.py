"""The commands behind cli.py, one file a group."""
