"""The public pages of a city: figures, agencies, open data, how to report; without any script."""
