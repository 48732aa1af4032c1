"""Tests of accounts.auth, one file a deed."""
