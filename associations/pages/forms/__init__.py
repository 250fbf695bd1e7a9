"""Forms of the pages under "Mina sidor"."""
