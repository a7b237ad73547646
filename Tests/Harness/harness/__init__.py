"""Real servers for the rings outside Swift: Portico itself, PostgreSQL, an upstream, a mail sink."""
