"""Watching: what the gateway measures of itself, and whom it tells when something is wrong."""
