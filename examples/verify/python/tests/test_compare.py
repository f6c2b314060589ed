"""The comparison, where Python's own habits differ from docs/verify.md."""

import unittest

from unefois_verify import compare, normalise
from unefois_verify.claims import Attested, Value


def verdict(value: Value, submitted: str, label: str | None = None) -> str:
    """The verdict of a field without a table."""
    return compare(Attested(value, label), submitted)


class CompareTest(unittest.TestCase):
    """Each pair is verified, or edited."""

    def test_same_thing_written_otherwise_is_verified(self) -> None:
        pairs: list[tuple[Value, str]] = [
            ("L'Haÿ-les-Roses", "  l’HAY\u0308‑les‐roses\u00a0"),
            ("ΟΔΟΣ", "οδος"),
            (1234, "1\u202f234,00 €"),
            (0, "-000.0"),
            (-5, "-05"),
            (7, "0" * 20_000 + "7"),
            ("1987-03-05", "5.3.1987"),
            ("1987-00-00", "1987-00-00"),
            (True, " OUI "),
            (False, "0"),
        ]
        for value, submitted in pairs:
            self.assertEqual(verdict(value, submitted), "verified", submitted[:20])

    def test_anything_less_is_edited(self) -> None:
        pairs: list[tuple[Value, str]] = [
            ("DUPRÉ", "DUPRE"),
            ("a b", "a\x1cb"),
            ("ß", "ss"),
            (1234, "１２３４"),
            (1234, "1234,5"),
            (1234, "1234€€"),
            (1, "true"),
            (True, "vrai\0"),
            (7, "0" * 200_000 + "x"),
            ("1987-03-05", "05/03-1987"),
            ("1987-03-05", "05/03/87"),
            ("1987-03-05", "٠٥/03/1987"),
            ("1987-03-05", "1987-3-5"),
            ("", "\u3000\u2028"),
        ]
        for value, submitted in pairs:
            self.assertEqual(verdict(value, submitted), "edited", submitted[:20])

    def test_official_name_of_a_code_is_verified(self) -> None:
        self.assertEqual(verdict("99999", "valbourg", "Valbourg"), "verified")
        self.assertEqual(verdict("99999", "Valbour", "Valbourg"), "edited")

    def test_table_decides_alone_for_the_values_it_knows(self) -> None:
        table = {"true": "A", "1": "01"}
        self.assertEqual(compare(Attested(True, None), "oui", table), "edited")
        self.assertEqual(compare(Attested(True, None), "A", table), "verified")
        self.assertEqual(compare(Attested(1, None), "1", table), "edited")
        self.assertEqual(compare(Attested(2, None), "2", table), "verified")

    def test_white_space_is_that_of_unicode(self) -> None:
        spaces = "\t\n\v\f\r \x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000"
        self.assertEqual(normalise(f"{spaces}a{spaces}b{spaces}"), "a b")
        self.assertEqual(normalise("\ufeffa\u200bb\x1f"), "\ufeffa\u200bb\x1f")
