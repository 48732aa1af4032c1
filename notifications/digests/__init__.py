"""Digests: mails that gather what a member was told, by the hour, the day or the week on their own clock.

Words: what *waits* is a notification whose mail was decided to come in a digest (`preferences.deciding`), and says so
itself (`inbox`); a digest is *made* when something of it is due, and takes all that waits for its member; its *period*
ends when digests of its frequency were last to go out. What a limit an hour put off goes into one of the next hour.
Promises: one digest a member, frequency and period, whoever makes it and however often they are killed; nothing is told
at once and in a digest, nor in two of them; what was read meanwhile, or may not be seen any more, is left out, and a
digest of which nothing is left is not sent.
"""
