"""What providers report afterwards: proved by its signature, read into one form, and taken once.

Nothing is read of a body, nor stored, before its signature holds.
"""
