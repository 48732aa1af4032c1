"""The inbox: what each member is told in the app, grouped, counted, read in one place and so in all.

Words: a *notification* is one row of an inbox; its *causes* are the events behind it; unread ones of one *group* are
one row that moves up. `position` orders an inbox and only grows; what lies at or below the *watermark* (`read_through`)
is read. Promises: an event notifies a person once; unread counts are those of the rows, whatever happens at once; what
is taken back, deleted or no longer to be seen leaves list and count together; no text of a comment is kept in a row.
"""
