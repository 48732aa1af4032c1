"""The app's commands for operators."""
