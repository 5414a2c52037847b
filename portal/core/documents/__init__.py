"""Documents that are made in the worker: one way from a template to PDF for every floor."""
