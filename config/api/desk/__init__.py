"""Limits on the desk."""
