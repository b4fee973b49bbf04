"""What really goes wrong at an installation: found, said, and how it is mended."""
