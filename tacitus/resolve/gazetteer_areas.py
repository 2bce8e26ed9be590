"""Which of GeoNames' first-order divisions a division of ISO 3166-2 is.

Enters: the places of the index; towns carry GeoNames' code, divisions that of ISO 3166-2, and the
two lists share no code outside the United States. Leaves: GeoNames' code for each division, told
by the towns around its point. A division far from any town, or among towns of several divisions,
is left out.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

NEIGHBOURS = 5  # towns asked
AGREEING = 3  # of them with one code

Place = tuple[str, str | None, float, float, int | None, str, int, str, float]


def find_areas(places: Sequence[Place]) -> dict[int, str]:
    """GeoNames' admin1 code of each division, by its number among the places; absent where unsure.

    "Ontario" of Canada, ON in ISO 3166-2, is 08.
    """
    towns: dict[str | None, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        if place[5] == "city" and place[7]:
            towns[place[1]].append(number)
    points = {
        country: np.array([places[n][2:4] for n in numbers]) for country, numbers in towns.items()
    }
    found: dict[int, str] = {}
    for number, place in enumerate(places):
        if place[5] != "admin1" or place[1] == "USA" or place[1] not in towns:
            continue
        narrow = math.cos(math.radians(place[2]))
        away_t2 = (points[place[1]] - np.array(place[2:4])) * np.array([1.0, narrow])
        near = np.argsort((away_t2**2).sum(axis=1))[:NEIGHBOURS]
        codes = Counter(places[towns[place[1]][int(i)]][7] for i in near)
        code, votes = codes.most_common(1)[0]
        found[number] = code if votes >= AGREEING else ""
    return found
