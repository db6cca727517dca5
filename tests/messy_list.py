"""A list as a department keeps it: merged headings, dates as text, names in one column, totals, gaps."""

import random
from datetime import date, timedelta
from io import BytesIO

import xlsxwriter

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december",
)  # fmt: skip
FIRST = ("Anna", "Bram", "Chloé", "Daan", "Emma", "Fatima", "Gilles", "Hanne", "Ilias", "Jef")
LAST = ("Aerts", "Baert", "Claes", "Daems", "Engels", "Fassi", "Goos", "Hoste", "Idrissi", "Jacobs", "Kools")
KINDS = ("studentenstage", "Leerlingenstage", "snuffelstage", "BIS", "stage volwassenenonderwijs", "")
DEPARTMENTS = ("Musea", "Bibliotheek", "Sport", "Groen")


def written(day: date, dice: random.Random) -> str:
    """The day as somebody types it."""
    return dice.choice((
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day:%y}",
        f"{day.day} {MONTHS[day.month - 1][:3]}. {day.year}",
        f"{day:%Y-%m-%d}",
    ))  # fmt: skip


def messy(count: int, seed: int = 1) -> bytes:
    """A workbook of so many placements in 2024 and 2025, in blocks of departments, with everything around."""
    dice, file = random.Random(seed), BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Stages")
        book.add_worksheet("Notities").write(0, 0, "Bellen met de school")
        sheet.merge_range(0, 0, 0, 7, "Overzicht stagiairs – alle diensten")
        sheet.write(1, 0, "laatst bijgewerkt door Ann")
        for place, name in enumerate(("Dienst", "Stagiair", "School", "Soort")):
            sheet.merge_range(3, place, 4, place, name)
        sheet.merge_range(3, 4, 3, 5, "Periode")
        sheet.write_row(4, 4, ("van", "tot en met"))
        sheet.merge_range(3, 6, 4, 6, "Dagen/week")
        sheet.merge_range(3, 7, 4, 7, "Vergoeding")
        row = 5
        for number in range(count):
            if number and number % 50 == 0:
                sheet.write_row(row, 0, ("", "Totaal", "", "", "", "", 50))
                row += 2  # an empty line follows
            if number % (count // 4) == 0:
                sheet.write(row, 0, DEPARTMENTS[number // (count // 4)])
            first = date(2024, 1, 1) + timedelta(days=dice.randrange(600))
            last = first + timedelta(days=dice.randrange(3, 120))
            sheet.write_row(row, 1, (f"{LAST[number % 11]} {number}, {FIRST[number % 10]}", "AP Hogeschool"))
            sheet.write(row, 3, dice.choice(KINDS))
            if dice.random() < 0.2:
                sheet.write_datetime(row, 4, first, book.add_format({"num_format": "d/m/yyyy"}))
            else:
                sheet.write(row, 4, written(first, dice))
            sheet.write(row, 5, written(last, dice))
            sheet.write(row, 6, dice.choice(("5", 5, "4,5", "ma-vr", "3 dagen", "di en do")))
            sheet.write(row, 7, dice.choice(("ja", "nee", "", "€ 200", "neen")))
            row += 1
        sheet.write_row(row, 0, ("Totaal generaal", count))
    return file.getvalue()
