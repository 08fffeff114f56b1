"""Input and output: HTTP, files, time. Everything that is decided is decided in `_core`."""
