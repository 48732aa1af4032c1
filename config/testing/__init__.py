"""What tests share: settings, the cast, the client, fixtures of the event log. Imported by tests alone."""
