"""Index of the app's admin: imports only, one line a slice."""
