"""Tests of the second step: one file a deed."""
