"""Sources, claims, actors and conventions: from models to values, with the checks that need the whole case.

Room      case.
Held      every paragraph is coded by a claim or listed as carrying no payoff content; every claim that is
          not context is used by something, or in tension with a claim that is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.case.evidence import Actor, Baseline, Claim, Convention, Move, NoPayoff, Section, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.case.context import Context
    from bargain.case.models import ConventionFile
    from bargain.tomlplaces import Path

__all__ = [
    "build_actors",
    "build_baseline",
    "build_claims",
    "build_conventions",
    "build_moves",
    "build_no_payoff",
    "build_source",
    "check_use",
]


def build_source(context: Context) -> Source:
    """Return the record of the source."""
    file = context.file.source
    if not file.title and not file.title_note:
        context.faults.add(
            ("source",), "no title and no title_note", "give the title, or say in title_note why there is none"
        )
    sections = tuple(Section(id=s.id, about=s.about, paragraphs=s.paragraphs) for s in file.section)
    parts = {name: getattr(file, name) for name in type(file).model_fields if name != "section"}
    return Source(**parts, sections=sections)


def build_claims(context: Context) -> tuple[Claim, ...]:
    """Return the claims, with locators and tensions that exist."""
    out: list[Claim] = []
    for n, entry in enumerate(context.file.claim):
        context.known(("claim", n, "locator"), "paragraph", entry.locator, context.locators)
        for k, other in enumerate(entry.tension):
            path = ("claim", n, "tension", k)
            if context.known(path, "claim", other, context.claims) and other == entry.id:
                context.faults.add(path, "a claim in tension with itself", "name the claim that points the other way")
        parts = {name: getattr(entry, name) for name in type(entry).model_fields if name != "tension"}
        out.append(Claim(**parts, tension=tuple(entry.tension)))
    return tuple(out)


def build_no_payoff(context: Context) -> tuple[NoPayoff, ...]:
    """Return the paragraphs without payoff content, and hold that every paragraph is accounted for."""
    coded = {entry.locator: entry for entry in context.file.claim if entry.kind != "context"}
    for n, entry in enumerate(context.file.no_payoff):
        path = ("no_payoff", n, "locator")
        if context.known(path, "paragraph", entry.locator, context.locators) and entry.locator in coded:
            context.faults.add(
                path,
                f"paragraph {entry.locator!r} is coded by claim {coded[entry.locator].id!r}",
                "take it from this list, or set the kind of its claims to context",
            )
    listed = {entry.locator for entry in context.file.no_payoff} | {entry.locator for entry in context.file.claim}
    for n, section in enumerate(context.file.source.section):
        missing = [f"{section.id}.{k}" for k in range(1, section.paragraphs + 1) if f"{section.id}.{k}" not in listed]
        if missing:
            some = ", ".join(missing[:8]) + (", …" if len(missing) > 8 else "")
            context.faults.add(
                ("source", "section", n, "paragraphs"),
                f"neither coded nor listed as without payoff content: {some}",
                "code a [[claim]] with that locator, or list it under [[no_payoff]] with a reason",
            )
    return tuple(NoPayoff(locator=entry.locator, reason=entry.reason) for entry in context.file.no_payoff)


def build_actors(context: Context) -> tuple[Actor, ...]:
    """Return the actors, each with its own name for readers."""
    out: list[Actor] = []
    names: dict[str, str] = {}
    for n, entry in enumerate(context.file.actor):
        if names.setdefault(entry.name, entry.id) != entry.id:
            context.faults.add(
                ("actor", n, "name"), f"{entry.name!r} is also the name of {names[entry.name]!r}", "use another name"
            )
        claims = context.cite(("actor", n, "claims"), entry.claims)
        out.append(Actor(id=entry.id, name=entry.name, role=entry.role, about=entry.about, claims=claims))
    return tuple(out)


def build_conventions(context: Context) -> tuple[Convention, ...]:
    """Return the conventions; a cap names an actor with stakes and a positive size."""
    capped: set[str] = set()
    for n, entry in enumerate(context.file.convention):
        _check_cap(context, n, entry)
        if entry.kind == "cap" and entry.actor in capped:
            context.faults.add(("convention", n, "actor"), f"a second cap for {entry.actor!r}", "keep one")
        capped.update([entry.actor] if entry.kind == "cap" else [])
    return tuple(
        Convention(**{name: getattr(entry, name) for name in type(entry).model_fields})
        for entry in context.file.convention
    )


def _check_cap(context: Context, n: int, entry: ConventionFile) -> None:
    """Note what does not fit in a cap, or looks like a cap and is none."""
    path = ("convention", n)
    if entry.kind != "cap":
        for key in ("actor", "size"):
            if getattr(entry, key):
                context.faults.add((*path, key), f"the key belongs to a cap, and this is {entry.kind!r}", "take it out")
        return
    if not entry.actor:
        context.faults.add(path, "a cap without an actor", 'add actor = "…", whose stakes it bounds')
    elif context.known((*path, "actor"), "actor", entry.actor, context.actors) and not any(
        stake.actor == entry.actor for stake in context.file.stake
    ):
        context.faults.add((*path, "actor"), f"{entry.actor!r} has no stakes to cap", "take the convention out")
    if entry.size is None:
        context.faults.add(path, "a cap without a size", 'add size = "1"')
    elif context.bounded((*path, "size"), (entry.size,)) and entry.size <= 0:
        context.faults.add((*path, "size"), f"the size {entry.size} is not positive", 'write for example size = "1"')


def build_moves(context: Context) -> tuple[Move, ...]:
    """Return the observed moves, each a level, stance or choice of an issue."""
    out: list[Move] = []
    for n, entry in enumerate(context.file.move):
        path = ("move", n)
        for k, actor in enumerate(entry.actors):
            context.known((*path, "actors", k), "actor", actor, context.actors)
        context.unique((*path, "actors"), entry.actors, "actor")
        if bool(entry.level) == bool(entry.entry):
            found = "both a level and an entry" if entry.level else "neither a level nor an entry"
            context.faults.add(path, found, "give the level granted, or the stance or choice taken")
        elif context.known((*path, "issue"), "issue", entry.issue, context.issues):
            issue = context.file.issue[context.issues[entry.issue]]
            stances = [*(issue.contest.stances if issue.contest else ()), *(issue.joint.choices if issue.joint else ())]
            if entry.level:
                levels = issue.levels if issue.grant else []
                context.known((*path, "level"), f"level of {entry.issue!r}", entry.level, levels)
            else:
                context.known((*path, "entry"), f"stance or choice of {entry.issue!r}", entry.entry, stances)
        claims = context.cite((*path, "claims"), entry.claims)
        plays = tuple(sorted((game, tuple(actions)) for game, actions in entry.plays.items()))
        for game, actions in plays:
            _check_play(context, (*path, "plays", game), entry.actors, game, actions)
        apart = {"actors", "claims", "plays"}
        parts = {name: getattr(entry, name) for name in type(entry).model_fields if name not in apart}
        out.append(Move(**parts, actors=tuple(entry.actors), claims=claims, plays=plays))
    return tuple(out)


def _check_play(context: Context, path: Path, actors: Sequence[str], game: str, actions: Sequence[str]) -> None:
    """Hold that a move names actions that one of its actors has in a game played by actions."""
    if not context.known(path, "game", game, context.games):
        return
    entry = context.file.game[context.games[game]]
    if entry.form in {"exchange", "offers", "repeated"}:
        remedy = "leave the game out: a level says what is granted there"
        context.faults.add(path, f"{game!r} is of the form {entry.form!r}, in which levels are granted", remedy)
        return
    menu = dict.fromkeys(a for node in entry.node if node.mover in actors for a in node.actions)
    for player in (p for p in entry.players if p in actors):
        menu |= dict.fromkeys(entry.actions.get(player, ()))
        if entry.issue in context.issues:
            issue = context.file.issue[context.issues[entry.issue]]
            if entry.form == "contest" and issue.contest is not None:
                menu |= dict.fromkeys(issue.contest.stances)
            if entry.form == "joint" and issue.joint is not None:
                menu |= dict.fromkeys(issue.joint.choices)
    for action in actions:
        context.known(path, f"action of {' or '.join(actors)} in {game!r}", action, tuple(menu))


def build_baseline(context: Context) -> Baseline | None:
    """Return the baseline, one value per stake; whether it lies in Θ is checked with the space."""
    file = context.file.baseline
    if file is None:
        return None
    path = ("baseline", "values")
    missing = [name for name in context.stakes if name not in file.values]
    if missing:
        some = ", ".join(missing[:6]) + (", …" if len(missing) > 6 else "")
        context.faults.add(path, f"no value for {len(missing)} of the stakes: {some}", "give one value per stake")
    for name, value in file.values.items():
        context.known((*path, name), "stake", name, context.stakes)
        context.bounded((*path, name), (value,))
    values = tuple((name, file.values[name]) for name in context.stakes if name in file.values)
    return Baseline(method=file.method, values=values)


def check_use(context: Context) -> None:
    """Note every claim that nothing uses, unless it is context.

    A claim that a used claim names under `tension` is used: it says how far that one can be trusted.
    """
    used = set(context.cited)
    used.update(other for entry in context.file.claim if entry.id in context.cited for other in entry.tension)
    for n, entry in enumerate(context.file.claim):
        if entry.kind != "context" and entry.id not in used:
            context.faults.add(
                ("claim", n),
                f"claim {entry.id!r} is used by nothing",
                'let a stake, row, issue, actor, game or move name it, or set kind = "context"',
            )
