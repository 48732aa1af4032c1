"""What is measured. A listener: nobody imports it."""
