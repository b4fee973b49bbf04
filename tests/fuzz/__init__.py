"""Fuzz targets for atheris, run by tests/integration/test_fuzz.py or by hand."""
