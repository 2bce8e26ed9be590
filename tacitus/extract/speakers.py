"""Finds who reports an event: two witnesses weighed together.

Enters: the pair head's chances of the role "speaker", the attributions that tell the event. Leaves:
the mention that speaks, or None. An actor is not the speaker of its own speech act (annotation
guide of the `events` gold).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tacitus.extract.arguments import Arguments, RoleScores
from tacitus.records import Attribution, Mention

FURTHER = 0.5  # how much an outer or another anchor's attribution counts beside the nearest one


def find_speaker(
    roles: Arguments,
    chances: RoleScores,
    telling: Sequence[Attribution],
    mentions: Mapping[str, Mention],
    thresholds: Mapping[str, float],
) -> str | None:
    """The id of the mention whose chance to speak, with what attributions add, is the greatest.

    `telling` are the attributions that tell the event, the nearest first: the source of the first
    gains `thresholds["told"]`, those of others half of it. Whoever is below `thresholds["speaker"]`
    is left out.
    """
    actors = {mention.chain or mention.id for mention, _ in roles.actors}
    scores = {chain: (chance, m.id) for chain, (m, chance) in chances["speaker"].items()}
    sources: list[str] = []
    for attribution in telling:
        source = mentions.get(attribution.source_id or "")
        if source is None or (source.chain or source.id) in sources:
            continue
        chain = source.chain or source.id
        share = FURTHER if sources else 1.0
        sources.append(chain)
        chance = scores[chain][0] if chain in scores else 0.0
        scores[chain] = (chance + share * thresholds["told"], source.id)
    likely = [
        scored
        for chain, scored in scores.items()
        if chain not in actors and scored[0] >= thresholds["speaker"]
    ]
    return max(likely)[1] if likely else None
