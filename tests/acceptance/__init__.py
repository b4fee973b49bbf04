"""The acceptance tests."""
