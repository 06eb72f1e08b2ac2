"""The form of a case file: every table and key, as strict pydantic models.

Room      case.
Checks    kinds of values, required keys, unknown keys, allowed words. What needs the whole case (that an
          id is declared, that a paragraph is covered) is checked in `build_*`.
Words     the descriptions appear in error messages and, through the JSON Schema, in editors.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from bargain.case.evidence import (  # noqa: TC001  pydantic looks them up
    ClaimKind,
    ConventionKind,
    Grade,
    NumberKind,
    Reading,
    Role,
)
from bargain.case.forms import GameForm, Punishment, Sign  # noqa: TC001  pydantic looks them up
from bargain.case.kinds import Expression, Id, Label, Prose, Rational, StakeId, When
from bargain.case.variation import VariantPunishment  # noqa: TC001  pydantic looks it up

__all__ = [
    "ActorFile",
    "BaselineFile",
    "CaseFile",
    "ClaimFile",
    "ContestFile",
    "ConventionFile",
    "GameFile",
    "IssueFile",
    "JointFile",
    "MoveFile",
    "NodeFile",
    "NumberFile",
    "OffersFile",
    "OutsideFile",
    "RepeatedFile",
    "RowFile",
    "SourceFile",
    "StakeFile",
    "TermFile",
    "VariantFile",
]

_MOST = 2_000  # items in a list of a file

Required = Annotated[Prose, Field(min_length=1)]
ClaimIds = Annotated[list[Id], Field(max_length=_MOST, description="ids of claims that this requires")]
SomeClaims = Annotated[list[Id], Field(min_length=1, max_length=_MOST, description="ids of claims that this requires")]
ClaimId = Annotated[str, Field(pattern=r"^c[0-9]{2,5}$", description="a claim id: c and a number, such as c001")]
RowId = Annotated[str, Field(pattern=r"^r[0-9]{2,5}$", description="a row id: r and a number, such as r001")]
MoveId = Annotated[str, Field(pattern=r"^m[0-9]{2,5}$", description="a move id: m and a number, such as m01")]
Pair = Annotated[list[Label], Field(min_length=2, max_length=2)]


class _Strict(BaseModel):
    """Nothing is converted and nothing unknown is let pass."""

    model_config: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="forbid", frozen=True)


class HeadFile(_Strict):
    """[case]: what this case is and who coded it."""

    id: Id = Field(description="a short name for the case, such as russia-turkey-2022")
    title: Required = Field(description="a title for readers")
    version: Required = Field(description='the version of the coding, as text: "1"')
    coder: Required = Field(description="who coded the source")
    summary: Prose = Field(default="", description="a few sentences on the case")
    notes: list[Prose] = Field(default=[], max_length=_MOST, description="rules the coder followed")


class SectionFile(_Strict):
    """[[source.section]]: a section of the source."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,16}$")] = Field(
        description="a letter or short word; the section's paragraphs are T.1, T.2, …"
    )
    about: Required = Field(description="what the section is about, in the coder's words")
    paragraphs: int = Field(ge=1, le=_MOST, description="how many paragraphs the section has, from 1 to 2,000")


class SourceFile(_Strict):
    """[source]: a citable record of the text that was coded."""

    key: Id = Field(description="the key under which a bibliography cites it")
    author: Required = Field(description="the author")
    date: Required = Field(description="the date as text, in quotes; a remark if it bears none")
    affiliation: Prose = Field(default="", description="the author's affiliation")
    publisher: Prose = Field(default="", description="the publisher")
    title: Prose = Field(default="", description="the title; if there is none, say so in title_note")
    title_note: Prose = Field(default="", description="why no title is given, or where it is from")
    address: Prose = Field(default="", description="where the text can be found")
    address_note: Prose = Field(default="", description="where the address is from")
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = Field(
        default="", description="SHA-256 of the text coded: 64 digits 0-9 a-f"
    )
    note: Prose = Field(default="", description="anything else about the source")
    section: list[SectionFile] = Field(min_length=1, max_length=_MOST, description="its sections, in order")


class ClaimFile(_Strict):
    """[[claim]]: one coded reading of the source, in the coder's words."""

    id: ClaimId
    locator: str = Field(max_length=40, description="section and paragraph, such as T.2")
    paraphrase: Required = Field(description="what the paragraph says, in the coder's words")
    kind: ClaimKind = Field(description="what sort of thing is claimed")
    reading: Reading = Field(description="stated in the text, inferred from it, or assumed by the coder")
    hedge: Prose = Field(default="", description='the source\'s reservation, such as "reported"')
    note: Prose = Field(default="", description="the coder's note: how the claim was turned into stakes and rows")
    tension: ClaimIds = Field(default=[], description="ids of claims that point the other way")


class NoPayoffFile(_Strict):
    """[[no_payoff]]: a paragraph without payoff content."""

    locator: str = Field(max_length=40, description="section and paragraph, such as T.2")
    reason: Required = Field(description="why nothing in it bears on payoffs")


class ActorFile(_Strict):
    """[[actor]]: somebody who acts, reacts, or is an alternative partner."""

    id: Id = Field(description="a short name, such as turkey")
    name: Required = Field(description="the name for readers")
    role: Role = Field(description="the part it plays")
    about: Required = Field(description="what it wants and can do, in a sentence")
    claims: SomeClaims


class ConventionFile(_Strict):
    """[[convention]]: a choice of the coder that no source supports."""

    id: Id = Field(description="a short name, such as cap-turkey")
    says: Required = Field(description="the convention in words")
    why: Prose = Field(default="", description="why it is needed")
    kind: ConventionKind = Field(description="what sort of convention it is")
    actor: str = Field(default="", max_length=64, description="for a cap: the actor whose stakes it bounds")
    size: Rational | None = Field(default=None, description="for a cap: every stake lies between -size and size")


class GrantFile(_Strict):
    """[issue.grant]: benefit to the beneficiary and cost to the grantor, one expression per level."""

    benefit: list[Expression] = Field(min_length=1, max_length=_MOST, description="one per level, the first 0")
    cost: list[Expression] = Field(min_length=1, max_length=_MOST, description="one per level, the first 0")


class ContestEntryFile(_Strict):
    """[issue.contest.<actor>]: payoffs of one actor; a loss is written with a minus."""

    prevail: Expression = Field(description="I take the first stance, the other the second")
    compromise: Expression = Field(description="both take the second stance")
    give_way: Expression = Field(alias="yield", description="I take the second stance, the other the first")
    clash: Expression = Field(description="both take the first stance")


class ContestFile(BaseModel):
    """[issue.contest]: two stances, the firm one first, and a table for each of two actors."""

    model_config: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="allow", frozen=True)
    __pydantic_extra__: dict[str, ContestEntryFile] = Field(init=False)

    stances: Pair = Field(description="the firm stance, then the soft one")


class JointEntryFile(_Strict):
    """[issue.joint.<actor>]: payoffs of one actor; 0 if neither moves."""

    both: Expression = Field(description="both move")
    alone: Expression = Field(description="I move, the other stays")
    left: Expression = Field(default="0", description="the other moves, I stay")


class JointFile(BaseModel):
    """[issue.joint]: two choices, to stay and to move, and a table for each of two actors."""

    model_config: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="allow", frozen=True)
    __pydantic_extra__: dict[str, JointEntryFile] = Field(init=False)

    choices: Pair = Field(description="to stay, then to move")


class IssueFile(_Strict):
    """[[issue]]: a matter in dispute, with at least one of the tables grant, contest and joint."""

    id: Id = Field(description="a short name, such as syria")
    title: Required = Field(description="the name for readers")
    about: Required = Field(description="what the levels, stances or choices mean")
    claims: SomeClaims
    grantor: str = Field(default="", max_length=64, description="the actor who can grant it")
    beneficiary: str = Field(default="", max_length=64, description="the actor who wants it granted")
    levels: list[Label] = Field(
        default=["withhold", "partial", "full"], min_length=2, max_length=50, description="from nothing to everything"
    )
    shares: list[Rational] | None = Field(
        default=None, max_length=50, description='how much of the issue each level gives: "0", …, "1", increasing'
    )
    grant: GrantFile | None = Field(default=None, description="if one actor can grant it to the other")
    contest: ContestFile | None = Field(default=None, description="if both take a stance on it")
    joint: JointFile | None = Field(default=None, description="if it works only when both move")
    same_as: list[Id] = Field(
        default=[], max_length=_MOST, description="ids under which other codings of the source have this issue"
    )


class StakeFile(_Strict):
    """[[stake]]: what one entry is worth to one actor."""

    id: StakeId = Field(description="a name for expressions: letters, digits and _, not beginning with a digit")
    actor: str = Field(max_length=64, description="the actor whose payoff it enters")
    issue: str = Field(default="", max_length=64, description="the issue it belongs to")
    meaning: Required = Field(description="what it is worth, in words")
    unit: Required = Field(description="in what unit")
    sign: Sign = Field(description="what is known of its sign")
    claims: ClaimIds = Field(default=[], description="the claims that its sign and bounds require")
    convention: str = Field(default="", max_length=64, description="instead of claims: the convention they rest on")
    low: Rational | None = Field(default=None, description="a lower bound")
    high: Rational | None = Field(default=None, description="an upper bound")


class RowFile(_Strict):
    """[[row]]: one condition on the stakes of one actor, or a chain of them."""

    id: RowId
    says: str = Field(max_length=1_000, description="a comparison such as 'a >= b' or 'a > b >= 0'")
    requires: ClaimIds = Field(default=[], description="the claims it requires: it falls when any of them falls")
    convention: str = Field(default="", max_length=64, description="instead of claims: the convention it rests on")
    why: Required = Field(description="how the condition follows from its basis")


class OutsideFile(_Strict):
    """[[outside]]: what an actor has without any deal."""

    actor: str = Field(max_length=64, description="the actor")
    value: Expression = Field(description="an expression in that actor's stakes")
    claims: SomeClaims
    why: Prose = Field(default="", description="how the value follows from the claims")


class NumberFile(_Strict):
    """[[number]]: a probability or a discount factor, with what it rests on."""

    id: StakeId = Field(description="a name for expressions: letters, digits and _, not beginning with a digit")
    kind: NumberKind = Field(description="what sort of number it is")
    value: Rational = Field(description="the value that is used where nothing else is asked for")
    meaning: Required = Field(description="what it stands for, in words")
    claims: ClaimIds = Field(default=[], description="the claims that it requires; assumed ones as a rule")
    convention: str = Field(default="", max_length=64, description="instead of claims: the convention it rests on")


Steps = Annotated[list[When], Field(max_length=64)]


class NodeFile(_Strict):
    """[[game.node]]: a move in a sequential game, at the history or histories that lead to it."""

    after: Steps = Field(
        default=[], description='the actions that lead here, in order; "*" for any, a list for one of several'
    )
    mover: Id = Field(description="the player who moves, or chance")
    actions: list[Label] = Field(min_length=1, max_length=100, description="what the mover can do")
    information_set: Annotated[str, Field(max_length=80)] = Field(
        default="", description="a label; nodes with the same one cannot be told apart by their mover"
    )
    probabilities: list[Expression] = Field(
        default=[], max_length=100, description="for chance: one per action, in numbers of the case"
    )
    claims: ClaimIds = Field(default=[], description="what plain probabilities rest on")
    convention: str = Field(default="", max_length=64, description="instead of claims: the convention they rest on")


class OffersFile(_Strict):
    """[game.offers]: an exchange whose packages are bargained over by alternating offers."""

    exchange: Id = Field(description="the exchange whose packages are offered")
    first: Id = Field(description="the player who makes the first offer")
    rounds: int | None = Field(default=None, ge=1, le=1_000_000, description="how many offers at most; absent: no end")
    discount: dict[str, StakeId] = Field(description="per player the number that is its discount factor")
    breakdown: str = Field(default="", max_length=64, description="the number that is the risk of breakdown, if any")


class RepeatedFile(_Strict):
    """[game.repeated]: an exchange played again and again."""

    exchange: Id = Field(description="the exchange that is repeated")
    discount: dict[str, StakeId] = Field(description="per player the number that is its discount factor")
    punishment: Punishment = Field(default="grim trigger", description="what follows when somebody deviates")


class TermFile(_Strict):
    """[[game.term]]: a payoff of one player wherever the actions match."""

    player: str = Field(max_length=64, description="the player whose payoff it enters")
    when: dict[str, When] = Field(
        default={}, max_length=_MOST, description="per player the action or actions that must be played; empty: always"
    )
    after: Steps = Field(default=[], description="in a sequential game: how the play must begin, as for a node")
    value: Expression = Field(description="an expression in that player's stakes")
    claims: SomeClaims


class GameFile(_Strict):
    """[[game]]: who plays on what, in which form, and by which paragraphs."""

    id: Id = Field(description="a short name, such as swap-syria-energy")
    title: Required = Field(description="the name for readers")
    form: GameForm = Field(description="how payoffs come about")
    players: list[Id] = Field(min_length=1, max_length=16, description="ids of actors")
    issue: str = Field(default="", max_length=64, description="the issue, for a contest or a joint move")
    issues: list[Id] = Field(default=[], max_length=_MOST, description="the issues, for an exchange")
    levels: list[Label] = Field(default=[], max_length=50, description="the levels on offer, if not all")
    outside: bool = Field(default=False, description="whether outside options count against this game's payoffs")
    paragraphs: list[str] = Field(min_length=1, max_length=_MOST, description="locators of the paragraphs it rests on")
    claims: SomeClaims
    about: Required = Field(description="what is played, in the coder's words")
    actions: dict[str, Annotated[list[Label], Field(min_length=1, max_length=_MOST)]] = Field(
        default={}, max_length=16, description="for the form normal: per player its actions"
    )
    term: list[TermFile] = Field(default=[], max_length=_MOST, description="payoffs that add up")
    node: list[NodeFile] = Field(default=[], max_length=_MOST, description="for the form sequential: the moves")
    offers: OffersFile | None = Field(default=None, description="for the form offers")
    repeated: RepeatedFile | None = Field(default=None, description="for the form repeated")
    variant_of: str = Field(default="", max_length=64, description="the game of which this is a variant")
    varies: Prose = Field(default="", description="for a variant: what it changes, in words")


class MoveFile(_Strict):
    """[[move]]: a move that the source observed."""

    id: MoveId
    actors: list[Id] = Field(min_length=1, max_length=16, description="ids of the actors who moved")
    issue: str = Field(max_length=64, description="the issue it is a move on")
    level: str = Field(default="", max_length=80, description="the level granted")
    entry: str = Field(default="", max_length=80, description="instead of a level: the stance or choice taken")
    plays: dict[str, When] = Field(
        default={}, max_length=_MOST, description="per game in which it is an action: that action, or a list of several"
    )
    grade: Grade = Field(description="how firm the move is")
    claims: SomeClaims
    note: Prose = Field(default="", description="the coder's note")


class VariantFile(_Strict):
    """[[variant]]: another structure that the source admits, as changes to the case."""

    id: Id = Field(description="a short name, such as clash-is-worst")
    says: Required = Field(description="what is otherwise, in words")
    why: Required = Field(description="why somebody may read the source so")
    drop: ClaimIds = Field(default=[], description="ids of claims that are not believed: their rows and signs fall")
    readings: dict[str, Reading] = Field(
        default={}, max_length=_MOST, description="per claim another reading: stated, inferred or assumed"
    )
    without: list[RowId] = Field(default=[], max_length=_MOST, description="ids of rows that do not hold")
    row: list[RowFile] = Field(
        default=[], max_length=_MOST, description="rows in place of those with the same id, or beside the others"
    )
    games: dict[str, Id] = Field(
        default={}, max_length=_MOST, description="per game the one in which its questions are asked instead"
    )
    punishment: VariantPunishment | None = Field(
        default=None, description="what follows a breach of a repeated exchange, in place of the one-shot equilibrium"
    )


class BaselineFile(_Strict):
    """[baseline]: one documented point of the stake space."""

    method: Required = Field(description="how the point was derived")
    values: dict[str, Rational] = Field(max_length=_MOST, description="one exact number per stake")


class CaseFile(_Strict):
    """A whole case, as the union of its files."""

    case: HeadFile
    source: SourceFile
    claim: list[ClaimFile] = Field(min_length=1)
    no_payoff: list[NoPayoffFile] = []
    actor: list[ActorFile] = Field(min_length=1)
    convention: list[ConventionFile] = []
    issue: list[IssueFile] = []
    stake: list[StakeFile] = Field(min_length=1)
    row: list[RowFile] = []
    number: list[NumberFile] = []
    outside: list[OutsideFile] = []
    game: list[GameFile] = []
    move: list[MoveFile] = []
    variant: list[VariantFile] = []
    baseline: BaselineFile | None = None
