"""The queue on the desk."""
