"""API keys: what is no key, what is no key any more, what a key does not open, and where none is left."""
