"""The admin as a place to work: its site, the bases of its pages, and what apps hang into them.

Words: a *page* is the admin of one model; a *deed* is an action with a confirming page, which calls a service; a
*panel* is a short list of related rows on a row's page; a *figure* or *chart* stands on the start page. Which role sees
and does what stands in one table, `config/settings/desk.py`. The guide is `docs/guides/admin.md`.
"""
