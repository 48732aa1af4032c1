"""Appeals: the other side's word.

Words: an *appeal* is against one decision, by the member whom it is about; a *message* is one turn of the dialogue on
it. It is *open* until it is *upheld* (the decision stands), *overturned* (what was done is undone) or *withdrawn*.
Promises: one appeal a decision; it is decided by somebody other than who made the decision; whoever is suspended or
banned can appeal with the token that comes with the refusal to sign in; the member never learns which moderator it
was.
"""
