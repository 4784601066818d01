"""The report: notebooks run, numbered, and exported as HTML, PDF and a number register."""
