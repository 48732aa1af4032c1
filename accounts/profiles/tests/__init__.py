"""Tests of accounts.profiles, one file a deed."""
