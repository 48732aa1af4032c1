"""Templates: what messages say, by type, channel and language; the wording that ships, and what managers make of it.

Words: a *wording* is a title and a body (and for e-mail, if wanted, HTML of its own); the *shipped* ones come with the
platform, one file a language; a *template* is a manager's own, with numbered versions, of which one is published at
most. Promises: a template is refused when it is saved if it asks for anything that its type does not declare, so no
message fails for its words later; values stay values, whatever they hold; `pt-BR` is answered by `pt`, and that by
English, where nothing nearer is there.
"""
