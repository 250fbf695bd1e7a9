"""The register's admin: views, panels and actions. `associations.viewsets` puts them together."""
