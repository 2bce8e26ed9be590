"""Finds who takes part in an event and in which role: actors, recipients, places.

Enters: clusters of anchors, mentions with chains, the model's pair scores. Leaves: the mentions of
each role. A chain takes part once: its best mention stands for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tacitus.records import Encoding, Mention, PairScorer, Segmentation, Span

NEAR = 4  # sentences between an anchor and a mention, as in training
REACH = 60  # mentions on each side: a sentence may be endless
ROLES = ("actor", "recipient", "speaker", "place")
Scored = tuple[Mention, float]
RoleScores = dict[str, dict[str, Scored]]  # role -> chain -> its best mention
# SURE_HOST, AFTER, LIKELY and UNLIKELY were set by hand on one article, the worked example, and not
# swept; on the held-out tenth the rules that use them moved no score by more than half a point.
SURE_HOST = 0.25  # a recipient of a visit that is likelier than this needs no second look
AFTER = 1.5  # how much likelier a host stands after the anchor than before it
LIKELY, UNLIKELY = 0.35, 0.15  # a party that is there; one that is not
PARTY = 0.3  # likely enough to say that two anchors share a party; unswept


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """The mentions of each role with their probabilities, best first."""

    actors: tuple[Scored, ...] = ()
    recipients: tuple[Scored, ...] = ()
    places: tuple[Scored, ...] = ()
    best_actor: float = 0.0  # probability of the likeliest one, whether it was taken or not
    best_recipient: float = 0.0


def score_roles(  # noqa: PLR0913 - what each chance of a role depends on
    segmentation: Segmentation,
    encoding: Encoding,
    scorer: PairScorer,
    anchors: Sequence[Span],
    mentions: Sequence[Mention],
    *,
    reported: Sequence[Mapping[str, float]],
    decay: float,
) -> list[RoleScores]:
    """For each anchor: the best mention of each chain in each role.

    `reported` gives for each anchor the mentions that report it from outside, with the factor of
    their chance to be the actor: "X said Y did it" makes X a speaker. Each sentence between anchor
    and mention multiplies every chance by `decay`: the pair head sees too little of distance.
    """
    pairs = _near(segmentation, anchors, mentions)
    scores = scorer.arguments(encoding, anchors, [m.span for m in mentions], pairs)
    best: list[RoleScores] = [{role: {} for role in ROLES} for _ in anchors]
    at = [segmentation.sentence_at(span.start) for span in anchors]
    where = [segmentation.sentence_at(mention.span.start) for mention in mentions]
    for (a, m), row in zip(pairs, scores.tolist(), strict=True):
        row[0] *= reported[a].get(mentions[m].id, 1.0)
        later = where[m] - at[a]
        # a party is seldom named in a later sentence first
        nearness = decay ** (2 * later if later > 0 else -later)
        chain = mentions[m].chain or mentions[m].id
        for role, score in zip(ROLES, row, strict=True):
            _keep_best(best[a][role], chain, (mentions[m], score * nearness))
    return best


def raise_actors(scores: RoleScores, sides: Sequence[Mention], chance: float) -> None:
    """Give mentions that the words name as taking part at least this chance to be an actor."""
    for mention in sides:
        _keep_best(scores["actor"], mention.chain or mention.id, (mention, chance))


def merge_roles(parts: Sequence[RoleScores]) -> RoleScores:
    """The best mention of each chain in each role over several anchors of one happening."""
    merged: RoleScores = {role: {} for role in ROLES}
    for part in parts:
        for role, chains in part.items():
            for chain, scored in chains.items():
                _keep_best(merged[role], chain, scored)
    return merged


def _keep_best(chains: dict[str, Scored], chain: str, scored: Scored) -> None:
    if chain not in chains or scored[1] > chains[chain][1]:
        chains[chain] = scored


def have_other_parties(left: RoleScores, right: RoleScores) -> bool:
    """True when the likeliest actor or recipient of one is nobody in the other, both being likely.

    Two meetings with two hosts are two happenings, however alike the words.
    """
    return any(_differ(left[role], right[role]) for role in ("actor", "recipient"))


def have_same_parties(left: RoleScores, right: RoleScores) -> bool:
    """True when a likely actor or recipient of both is the same and no likely one differs."""
    shared = 0
    for role in ("actor", "recipient"):
        if not left[role] or not right[role]:
            continue
        (one, likely), (two, as_likely) = _best_chain(left[role]), _best_chain(right[role])
        if min(likely, as_likely) < PARTY:
            continue
        if one != two:
            return False
        shared += 1
    return shared > 0


def _differ(left: dict[str, Scored], right: dict[str, Scored]) -> bool:
    if not left or not right:
        return False
    (one, likely), (two, as_likely) = (_best_chain(left), _best_chain(right))
    if one == two or min(likely, as_likely) < LIKELY:
        return False
    return max(_chance(left, two), _chance(right, one)) < UNLIKELY


def _best_chain(chains: dict[str, Scored]) -> tuple[str, float]:
    chain = max(chains, key=lambda key: chains[key][1])
    return chain, chains[chain][1]


def _chance(chains: dict[str, Scored], chain: str) -> float:
    return chains[chain][1] if chain in chains else 0.0


def _near(
    segmentation: Segmentation, anchors: Sequence[Span], mentions: Sequence[Mention]
) -> list[tuple[int, int]]:
    """Index pairs (anchor, mention) that are worth a score; mentions are in text order."""
    starts = [mention.span.start for mention in mentions]
    where = [segmentation.sentence_at(start) for start in starts]
    pairs = []
    for a, anchor in enumerate(anchors):
        middle = bisect_left(starts, anchor.start)
        at = segmentation.sentence_at(anchor.start)
        around = range(max(0, middle - REACH), min(len(mentions), middle + REACH))
        pairs += [(a, m) for m in around if abs(where[m] - at) <= NEAR]
    return pairs


def choose_arguments(best: RoleScores, thresholds: Mapping[str, float]) -> Arguments:
    """The mentions that take part, from the chances of each role."""
    ranked = {role: sorted(best[role].values(), key=lambda item: -item[1]) for role in ROLES}
    further = thresholds["argument"]
    actors = _above(ranked["actor"], best["recipient"], thresholds["actor"], further)
    recipients = _above(ranked["recipient"], best["actor"], thresholds["recipient"], further)
    places = [p for p in ranked["place"] if p[1] >= thresholds["place"]]
    return Arguments(
        actors=tuple(actors),
        recipients=tuple(recipients),
        places=tuple(places[:3]),
        best_actor=ranked["actor"][0][1] if ranked["actor"] else 0.0,
        best_recipient=ranked["recipient"][0][1] if ranked["recipient"] else 0.0,
    )


def part_host(roles: Arguments, best: RoleScores, anchor: Span) -> Arguments:
    """The arguments of a visit, the likeliest host among the actors made its recipient.

    A visit has a visitor (actor) and a host (recipient); the model often lists both as those who
    met. Who stands after the anchor ("met with Y", "was received by Y") is likelier the host.
    Source: PLOVER manual, CONSULT.
    """
    if len(roles.actors) < 2 or any(score >= SURE_HOST for _, score in roles.recipients):
        return roles

    def hosting(scored: Scored) -> float:
        mention, score = scored
        ratio = _chance(best["recipient"], mention.chain or mention.id) / score
        return ratio * (AFTER if mention.span.start >= anchor.end else 1.0)

    host = max(roles.actors, key=hosting)
    return replace(
        roles, actors=tuple(a for a in roles.actors if a is not host), recipients=(host,)
    )


def _above(
    ranked: list[Scored], other: dict[str, Scored], first: float, further: float
) -> list[Scored]:
    """Mentions that fit this role better than the opposite one, none nested in another.

    The best needs the probability `first`, each one more needs `further`: nearly every event has
    an actor, few have two.
    """
    out: list[Scored] = []
    for mention, score in ranked:
        if score < (further if out else first):
            break
        opposite = other.get(mention.chain or mention.id)
        if opposite is not None and opposite[1] > score:
            continue
        if any(mention.span.overlaps(kept.span) for kept, _ in out):
            continue
        out.append((mention, score))
    return out
