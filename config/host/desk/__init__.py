"""The machine's figures on the desk."""
