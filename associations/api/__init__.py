"""The register as open data: read only, public facts only, addresses that never change."""
