"""The pages on which an association looks after what is its own, one module for each part."""
