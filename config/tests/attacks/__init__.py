"""Bad inputs and attacks, black-box: one file a group, each test named after its row in docs/security/attacks.md."""
