"""What people do with workbooks: favourites, views, comments with mentions and likes, and the scores made of them.

Words: a *view* is one viewer looking within one window of 30 minutes; a *thread* is a comment with its replies, and is
two deep; a *mention* is an `@username` in a comment.
Promises: favourites and comments are exact in the answer that changes them; a view never holds the request, and is
counted once; what is kept can be proven against the rows.
"""
