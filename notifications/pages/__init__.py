"""The pages of notifications: what one was told, and how one is told. They work without script.

With it the list is live: a socket says that something changed, and the page asks for its own list anew. So the server
alone draws, and what is shown live is what a reload would show.
"""
