"""How the files of the demo district were made; the files are the source now, this only shows where they came from."""
