"""Screening: what people write is judged before it is seen, by rules that are data.

Words: a *rule* says what it catches and what then comes of the text: it is flagged (seen, with a row for moderators),
held (kept, seen by its author and the staff alone) or rejected. A *reading* is a text with its disguises taken off. A
*screening* is the row that a text leaves which was not simply allowed, with its *reasons*; a text that was allowed
leaves none. A *trial* tries a rule on what was written before.
Promises: rules run inside the writing transaction and in bounded time; a hosted analyser is asked afterwards; whatever
breaks flags and goes on, so that no text is lost; nothing here knows a kind of content by name.
"""
