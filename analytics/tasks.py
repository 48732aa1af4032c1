"""Index of the app's tasks: imports only, one line a slice."""
