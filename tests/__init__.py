"""Tests by level: unit, integration, acceptance, faults."""
