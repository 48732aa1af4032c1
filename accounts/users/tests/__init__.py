"""Tests of accounts.users, one file a deed."""
