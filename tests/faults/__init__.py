"""The faults tests."""
