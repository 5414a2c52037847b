"""Tables that people have in files: CSV and XLSX, read with bounds and written so that a spreadsheet opens them."""
