"""The rules of reading as data: word lists in TOML and text files, read by parser.lists."""
