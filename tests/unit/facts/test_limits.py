"""A site's table of limits: in the analyte's unit; a bad row is named and left out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from eligo.facts.limits import read_limits

HEADER = "analyte,sex,unit,low,high\n"


def test_a_table(tmp_path):
    path = tmp_path / "limits.csv"
    path.write_text(
        HEADER + "AST,,U/L,,40\nhemoglobin,female,g/L,120,160\nCreatinine,Male,umol/L,,113.12\n", encoding="utf-8"
    )
    table, found = read_limits(path)
    assert not found
    assert table["ast", ""] == (40, None)
    assert table["hgb", "female"] == (16, 12)
    assert table["creatinine", "male"] == (Fraction("113.12") * Fraction("113.12") / 10000, None)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("ASTT,,U/L,,40", "AST"),
        ("AST,,mg/dL,,40", "no unit of AST"),
        ("AST,x,U/L,,40", "sex"),
        ("AST,,U/L,50,40", "low is above high"),
        ("AST,,U/L,,0", "not positive"),
        ("AST,,U/L,,many", "is not a number"),
        ("AST,,U/L,40", "a row needs"),
        ("AST,,U/L,,40,5", "a row needs"),
    ],
)
def test_a_bad_row(tmp_path, row, words):
    path = tmp_path / "limits.csv"
    path.write_text(f"{HEADER}ALT,,U/L,,35\n{row}\nLDH,,U/L,,250\n", encoding="utf-8")
    table, found = read_limits(path)
    assert set(table) == {("alt", ""), ("ldh", "")}
    assert [one.line for one in found] == [3]
    assert words in f"{found[0].message} {found[0].help}"


def test_no_table(tmp_path):
    assert [one.code for one in read_limits(tmp_path / "nowhere.csv")[1]] == ["P006"]
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    assert read_limits(tmp_path / "bytes.csv")[1]
