"""Tests of the module."""
