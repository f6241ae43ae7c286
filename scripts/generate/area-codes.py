"""Makes domain/src/places/area-codes.generated.ts from the metadata of PyPI's phonenumbers (the port of Google's library).

    pip install phonenumbers && python3 scripts/generate/area-codes.py

An area code stands for every zone and state that any of its prefixes may be in: the rules for sending take all of them.
"""

import re
from pathlib import Path

import phonenumbers
from phonenumbers.geodata import GEOCODE_DATA
from phonenumbers.tzdata import TIMEZONE_DATA

STATES = {
    "Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA", "Colorado": "CO",
    "Connecticut": "CT", "Delaware": "DE", "Florida": "FL", "Georgia": "GA", "Hawaii": "HI", "Idaho": "ID",
    "Illinois": "IL", "Indiana": "IN", "Iowa": "IA", "Kansas": "KS", "Kentucky": "KY", "Louisiana": "LA", "Maine": "ME",
    "Maryland": "MD", "Massachusetts": "MA", "Michigan": "MI", "Minnesota": "MN", "Mississippi": "MS", "Missouri": "MO",
    "Montana": "MT", "Nebraska": "NE", "Nevada": "NV", "New Hampshire": "NH", "New Jersey": "NJ", "New Mexico": "NM",
    "New York": "NY", "North Carolina": "NC", "North Dakota": "ND", "Ohio": "OH", "Oklahoma": "OK", "Oregon": "OR",
    "Pennsylvania": "PA", "Rhode Island": "RI", "South Carolina": "SC", "South Dakota": "SD", "Tennessee": "TN",
    "Texas": "TX", "Utah": "UT", "Vermont": "VT", "Virginia": "VA", "Washington": "WA", "Washington State": "WA",
    "West Virginia": "WV", "Wisconsin": "WI", "Wyoming": "WY", "Washington D.C.": "DC", "Puerto Rico": "PR",
    "Guam": "GU", "U.S. Virgin Islands": "VI", "American Samoa": "AS", "Northern Mariana Islands": "MP",
}
TERRITORIES = {"671": "GU", "340": "VI", "684": "AS", "670": "MP", "787": "PR", "939": "PR"}
CODES = set(STATES.values())
# An overlay serves the area of an older code. The library's zones of these five lack a part of it (or name the wrong one).
OVERLAYS = {"364": "270", "448": "850", "458": "541", "689": "407", "930": "812"}
NOT_A_PLACE = 20  # a prefix that lists more zones than this only says "North America"


def state_of(words: str) -> str | None:
    if words in STATES:
        return STATES[words]
    found = re.search(r", ([A-Z]{2})$", words)
    return found.group(1) if found and found.group(1) in CODES else None


def main() -> None:
    rows = {}
    for code in (str(n) for n in range(200, 1000)):
        zones, states = set(), set()
        for prefix, names in TIMEZONE_DATA.items():
            if prefix.startswith("1" + code) and len(names) <= NOT_A_PLACE:
                zones.update(names)
        own = GEOCODE_DATA.get("1" + code, {}).get("en")
        if own and state_of(own):
            states.add(state_of(own))
        else:
            for prefix, words in GEOCODE_DATA.items():
                if prefix.startswith("1" + code) and state_of(words.get("en", "")):
                    states.add(state_of(words["en"]))
        if code in TERRITORIES:
            states = {TERRITORIES[code]}
        if zones:
            rows[code] = f"{' '.join(sorted(zones))}|{' '.join(sorted(states))}"
    rows.update({code: rows[older] for code, older in OVERLAYS.items()})
    out = Path(__file__).parents[2] / "domain/src/places/area-codes.generated.ts"
    lines = [f"  '{code}': '{row}'," for code, row in rows.items()]
    out.write_text(
        f"// Made by scripts/generate/area-codes.py from phonenumbers {phonenumbers.__version__}; do not edit.\n"
        "/** Area code -> zones | US states and territories (none for other countries). */\n"
        "export const AREA_CODES: Readonly<Record<string, string>> = {\n" + "\n".join(lines) + "\n};\n"
    )
    print(len(rows), "area codes")


main()
