"""The workbook of a month, sheet by sheet."""
