"""Tests of accounts.presence, one file a deed."""
