"""The city's casework, pure: states, rules, facts in; effects out."""
