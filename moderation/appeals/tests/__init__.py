"""Tests of the slice, one file a deed."""
