"""What people are told. A listener: nobody imports it."""
