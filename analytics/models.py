"""Index of the app's models: imports only, one line a slice."""
