"""Structural variants of one case: which verdicts and ranges survive in all of them.

Room      study.
Variants  what the case declares (a claim dropped or read otherwise, a row replaced, another game for a game, another
          punishment), and every game that names another as its original.
Readings  a claim read otherwise changes nothing over all readings, so its variant is asked over fewer as well.
Survives  the same verdict, equalities aside, in every variant in which the question can be asked; the same certain
          and possible shares. One variant at a time: what two do together is not asked.
Cost      a verdict is decided again only where it may be another one: not where its rows are the same, nor where
          all rows of its proof are left, nor where it is open and only rows are taken away.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bargain.errors import CaseError
from bargain.study.compare_ranges import RangeStand
from bargain.study.families import family
from bargain.study.ranges import COLUMNS, shares
from bargain.study.results import reading_words
from bargain.study.rules import reservation, self_enforcing
from bargain.study.standing import Question
from bargain.study.statements import Conceded, Outcome, Played
from bargain.study.variant_questions import asked_of, settings, translated
from bargain.study.variant_values import VariantRange, Variants, VariantVerdict
from bargain.study.verdict_values import VerdictWord
from bargain.study.withheld import withheld

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bargain.encode import CodedCase
    from bargain.study.ranges import Shares
    from bargain.study.results import Interval
    from bargain.study.rules import Rule, SelfEnforcing
    from bargain.study.standing import Stand
    from bargain.study.variant_questions import Asked, Setting

__all__ = ["variants"]


def variants(
    case: CodedCase, *, delta: object = "9/10", progress: Callable[[str, int, int], None] | None = None
) -> Variants:
    """Ask every question of a case in all its structural variants.

    Parameters
    ----------
    case : CodedCase
    delta : exact number
        The discount factor of self-enforcing ranges.
    progress : function of (what, done, total), optional

    Returns
    -------
    Variants
        Verdicts over all readings and ranges of every exchange, as they stand and in each variant. Exact.

    Raises
    ------
    CaseError
        If the case has no variant.

    Examples
    --------
    >>> from bargain import load_case
    >>> found = variants(load_case("russia-turkey-2022-second"))
    >>> [(v.question, v.changes[0][0]) for v in found.changed if v.games == ("payments",)][0]
    ('equilibrium Russia: stay, Turkey: stay', 'hesitation-is-no-cost')
    """
    known = settings(case)
    if not known:
        raise CaseError(f"case {case.id!r} declares no variant", remedy="add a [[variant]], or a game with variant_of")
    asked = asked_of(case, known)
    verdicts: list[VariantVerdict] = []
    for n, question in enumerate(asked):
        if progress is not None:
            progress(question.words, n, len(asked))
        verdicts += _verdicts(case, question, known)
    found = _ranges(case, known, self_enforcing(delta))
    return Variants(case=case, settings=known, verdicts=tuple(verdicts), ranges=tuple(found))


def _verdicts(case: CodedCase, question: Asked, known: Sequence[Setting]) -> Iterator[VariantVerdict]:
    """Yield one question under each of its quantifiers."""
    of = family(question.statement, case, case.space())
    for quantifier in of.quantifiers:
        here = Question(case, question.statement, quantifier, of)
        told = tuple((setting.id, _in(setting, here)) for setting in known)
        yield VariantVerdict(
            question=question.words, games=question.games, quantifier=quantifier, stand=here.stand, told=told
        )


def _in(setting: Setting, here: Question) -> Stand | None:
    """Return how a question of the case stands in a variant; None if it cannot be asked there."""
    game = here.statement.game if isinstance(here.statement, Conceded | Played | Outcome) else ""
    other = dict(setting.games).get(game)
    if other is not None and isinstance(here.statement, Conceded | Played | Outcome):
        there = translated(setting.case, here.statement, other)
        return None if there is None else Question(setting.case, there, here.quantifier).stand
    if _stands(here, setting):
        return _reread(here, setting) or here.stand
    return Question(setting.case, here.statement, here.quantifier, here.of if here.of.local else None).stand


def _reread(here: Question, setting: Setting) -> Stand | None:
    """Return a verdict over fewer readings that a claim read otherwise changes; None if it changes none."""
    if setting.declared is None or not setting.declared.readings:
        return None
    for readings in reversed(COLUMNS[:-1]):
        now, then = (
            Question(case, here.statement, here.quantifier, here.of if here.of.local else None, readings).stand
            for case in (here.case, setting.case)
        )
        if not now.agrees(then):
            only = reading_words(readings)
            return replace(then, words=f"{then.words} ({only}; {now.words} before)", only=only)
    return None


def _stands(here: Question, setting: Setting) -> bool:
    """Tell whether a verdict stands in a variant without being decided again.

    It does if the rows on stakes of the same actors are the same, since no row relates two actors; if its proof uses
    only rows that the variant keeps and equilibria exist everywhere; and if it is open, with room on either side,
    and the variant adds no row.
    """
    owners = {here.case.stake(name).actor for c in here.of.conditions for name in c.form.names}
    gone, fresh = setting.removed(owners), setting.added(owners)
    if not gone and not fresh:
        return True
    found = here.found
    if found.word in {VerdictWord.NECESSARY, VerdictWord.IMPOSSIBLE}:
        return here.of.local and found.without is None and gone.isdisjoint(found.proof.labels)
    return here.of.local and here.stand.open and not fresh


def _ranges(case: CodedCase, known: Sequence[Setting], enforced: SelfEnforcing) -> Iterator[VariantRange]:
    """Yield the ranges of every exchange that offers all levels of its issues, under both rules."""
    for spec in case.games:
        if spec.form != "exchange" or spec.terms or spec.levels:
            continue
        owners = case.exchange(spec.id).actors
        rules: tuple[tuple[Rule, Rule], ...] = ((reservation(), reservation()), (enforced, withheld(enforced)))
        for rule, harsh in rules:
            here = shares(case, spec.id, rule)
            told = [_told(s, spec.id, here, owners, (rule, harsh if s.harsher else rule)) for s in known]
            for n, mine in enumerate(here):
                there = ((s.id, None if t is None else t[n]) for s, t in zip(known, told, strict=True))
                yield VariantRange(
                    stand=_stand(spec.id, rule, mine),
                    told=tuple((name, None if t is None else _stand(spec.id, rule, t)) for name, t in there),
                )


def _stand(game: str, rule: Rule, found: Shares) -> RangeStand:
    issue, certain, possible = found
    return RangeStand(game=game, issue=issue, rule=rule.name, certain=str(certain), possible=str(possible), ends=())


def _told(
    setting: Setting, game: str, here: tuple[Shares, ...], owners: Iterable[str], rules: tuple[Rule, Rule]
) -> tuple[Shares, ...] | None:
    """Return the ranges of one exchange in one variant; None if another game stands in its place."""
    if game in dict(setting.games):
        return None
    asked = set(owners)
    gone, fresh = bool(setting.removed(asked)), bool(setting.added(asked))
    if rules[0].name != rules[1].name:
        return shares(setting.case, game, rules[1])
    known = {item[0]: _kept(item, gone=gone, fresh=fresh) for item in here}
    if all(None not in pair for pair in known.values()):
        return here
    return shares(setting.case, game, rules[1], known)


def _kept(here: Shares, *, gone: bool, fresh: bool) -> tuple[Interval | None, Interval | None]:
    """Return the certain and the possible shares as far as they stay what they are.

    Over more stakes nothing comes to be certain and what is possible stays so; over fewer it is the other way round.
    """
    _, certain, possible = here
    certain_stays = (certain.empty or not gone) and (certain.full or not fresh)
    possible_stays = (possible.full or not gone) and (possible.empty or not fresh)
    return certain if certain_stays else None, possible if possible_stays else None
