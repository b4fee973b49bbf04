"""The examples in the parser's own words are true."""

import doctest
from importlib import import_module
from pkgutil import iter_modules

import pytest

import parser

MODULES = sorted(module.name for module in iter_modules(parser.__path__) if not module.ispkg)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_true(name: str) -> None:
    assert doctest.testmod(import_module(f"parser.{name}")).failed == 0
