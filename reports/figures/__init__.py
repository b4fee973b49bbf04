"""Each figure of a report: one function from a period and a scope to a frozen value.

What is counted, for whom and when, is told in docs/figures.md in the words that a city uses; the
formulas are SP4N-LAPOR's where it has one.
"""
