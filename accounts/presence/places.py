"""Places: a country, perhaps a region of it, perhaps a coordinate in whole tenths of a degree."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from django.utils.translation import gettext_lazy as _

from config.errors import InvalidInput

# ISO 3166-1 alpha-2, and XK, which it leaves to its users and which they use.
_CODES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_CODES.split())
# The form of ISO 3166-2. Free words could hold a street; which codes exist is for whoever draws them to know.
_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
MOST_LATITUDE, MOST_LONGITUDE = 90, 180


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is, as coarsely as it is kept."""

    country: str
    region: str = ""
    latitude_tenths: int | None = None
    longitude_tenths: int | None = None


def tenths(degrees: float) -> int:
    """Degrees rounded to whole tenths, half to even: the only form in which a coordinate goes on from the door."""
    if not math.isfinite(degrees):
        raise ValueError("a coordinate is a finite number")
    return int((Decimal(str(degrees)) * 10).to_integral_value(ROUND_HALF_EVEN))


def place_of(
    *, country: str, region: str = "", latitude_tenths: int | None = None, longitude_tenths: int | None = None
) -> Place:
    """A place that can be kept, or `InvalidInput` for the field at fault."""
    if country not in COUNTRIES:
        raise InvalidInput.of("country", "unknown", _("This is no code of a country (ISO 3166-1, two capitals)."))
    if region and not (_REGION.fullmatch(region) and region.startswith(f"{country}-")):
        raise InvalidInput.of(
            "region", "unknown", _("This is no code of a region of that country (ISO 3166-2, such as DE-BE).")
        )
    if (latitude_tenths is None) != (longitude_tenths is None):
        missing = "latitude" if latitude_tenths is None else "longitude"
        raise InvalidInput.of(missing, "required", _("A coordinate is both a latitude and a longitude."))
    for name, value, most in (
        ("latitude", latitude_tenths, MOST_LATITUDE),
        ("longitude", longitude_tenths, MOST_LONGITUDE),
    ):
        if value is not None and abs(value) > most * 10:
            raise InvalidInput.of(name, "out_of_range", _("This lies beyond the ends of the earth."))
    return Place(country, region, latitude_tenths, longitude_tenths)
