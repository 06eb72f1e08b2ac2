"""Perfect Bayesian equilibria: signalling games completely, other trees in pure strategies.

Room      solve. `pbe_signalling` answers for signalling games, `sequential_trees` for all others.
Source    [fudenberg1991]_; for signalling games the concept is that of [krepswilson1982]_.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from bargain.errors import RefusedError
from bargain.games.signalling import SignallingGame
from bargain.games.signalling_trees import signalling_form
from bargain.solve.pbe_signalling import solve_signalling

if TYPE_CHECKING:
    from bargain.games.tree import TreeGame
    from bargain.solve.pbe_result import SignallingSolution
    from bargain.solve.sequential_result import AssessmentSolution

__all__ = ["pbe"]

_MOST = 20_000


@overload
def pbe(
    game: SignallingGame, *, intuitive: bool = False, pure: bool = False, limit: int = _MOST
) -> SignallingSolution: ...
@overload
def pbe(
    game: TreeGame, *, intuitive: bool = False, pure: bool = False, limit: int = _MOST
) -> SignallingSolution | AssessmentSolution: ...


def pbe(
    game: SignallingGame | TreeGame, *, intuitive: bool = False, pure: bool = False, limit: int = _MOST
) -> SignallingSolution | AssessmentSolution:
    """Find the perfect Bayesian equilibria of a game, with the beliefs that support them.

    Parameters
    ----------
    game : SignallingGame or TreeGame
        Rational. A tree that is a signalling game is solved as one.
    intuitive : bool
        Take out equilibria that fail the intuitive criterion [chokreps1987]_. Only for signalling games.
    pure : bool
        Only pure equilibria, for signalling games that have too many others; status ``exact, pure only``.
        Other trees are solved in pure strategies anyway.
    limit : int
        The most vertices of a polyhedron of strategies; for pure equilibria, the most choices of messages; for
        other trees, the most pure profiles.

    Returns
    -------
    SignallingSolution or AssessmentSolution
        For a signalling game every equilibrium, pure and mixed: the extreme ones, and the products of
        polytopes that they span; status ``exact``. For other trees the pure weak perfect Bayesian equilibria
        with the polytope of beliefs at every information set; each says whether it is subgame perfect and
        whether it is sequential; status ``exact, pure only``.

    Raises
    ------
    ParametricGameError
        If payoffs or probabilities are not numbers.
    RefusedError
        If the work would pass the limit, or the intuitive criterion is asked of a game that is no signalling
        game.
    GameError
        For a tree with imperfect recall.

    Notes
    -----
    Exact. For signalling games time grows with the vertices of two polyhedra; for trees with the pure
    profiles.

    Examples
    --------
    Beer and quiche: pooling holds for every belief on the unsent message that makes a duel a best reply.

    >>> from bargain.games.signalling import SignallingGame
    >>> after = {m: ("duel", "leave") for m in ("beer", "quiche")}
    >>> g = SignallingGame.build("Beer and quiche", ("A", "B"), {"strong": "9/10", "weak": "1/10"}, after, {
    ...     ("strong", "beer", "duel"): (1, 0), ("strong", "beer", "leave"): (3, 1),
    ...     ("strong", "quiche", "duel"): (0, 0), ("strong", "quiche", "leave"): (2, 1),
    ...     ("weak", "beer", "duel"): (0, 1), ("weak", "beer", "leave"): (2, 0),
    ...     ("weak", "quiche", "duel"): (1, 1), ("weak", "quiche", "leave"): (3, 0)})
    >>> pbe(g, intuitive=True)
    <perfect Bayesian of 'Beer and quiche': 2 extreme equilibria in 1 component, exact; 2 fail the intuitive criterion>
      1. pooling: strong: beer, weak: beer; after beer: leave, quiche: duel if Pr(strong) <= 1/2 (29/10, 9/10)
      2. pooling: strong: beer, weak: beer; after beer: leave, quiche: 1/2 duel + 1/2 leave
      if Pr(strong) == 1/2 (29/10, 9/10)
    """
    if isinstance(game, SignallingGame):
        return solve_signalling(game.numeric(), None, intuitive=intuitive, pure=pure, limit=limit)
    game.require_numbers()
    form = signalling_form(game)
    if not isinstance(form, str):
        return solve_signalling(form.game, form, intuitive=intuitive, pure=pure, limit=limit)
    if intuitive:
        raise RefusedError(
            f"game {game.title!r} is no signalling game: {form}; the intuitive criterion is not defined for it",
            remedy="leave the criterion out",
        )
    from bargain.solve.sequential import weak_pbe

    return weak_pbe(game, limit=limit, why=form)
