"""What a result owes: the works a method comes from, as BibTeX.

Room      references: a dictionary of entries; knows no solver.
Rule      every key in a docstring ``[key]_`` or in a result's `sources` is defined here, and a test
          holds the three together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ENTRIES", "bibtex"]

ENTRIES: dict[str, str] = {
    "bargain": """@software{bargain,
  author  = {{The bargain developers}},
  title   = {bargain: game-theoretic models of bargaining whose numbers can be cited},
  version = {0.1.0},
  year    = {2026}
}""",
    "nash1950": """@article{nash1950,
  author  = {Nash, John F.},
  title   = {Equilibrium Points in {$n$}-Person Games},
  journal = {Proceedings of the National Academy of Sciences},
  volume  = {36},
  number  = {1},
  pages   = {48--49},
  year    = {1950},
  doi     = {10.1073/pnas.36.1.48}
}""",
    "avis2010": """@article{avis2010,
  author  = {Avis, David and Rosenberg, Gabriel D. and Savani, Rahul and von Stengel, Bernhard},
  title   = {Enumeration of {Nash} Equilibria for Two-Player Games},
  journal = {Economic Theory},
  volume  = {42},
  number  = {1},
  pages   = {9--37},
  year    = {2010},
  doi     = {10.1007/s00199-009-0449-x}
}""",
    "motzkin1953": """@incollection{motzkin1953,
  author    = {Motzkin, Theodore S. and Raiffa, Howard and Thompson, Gerald L. and Thrall, Robert M.},
  title     = {The Double Description Method},
  booktitle = {Contributions to the Theory of Games, Volume {II}},
  editor    = {Kuhn, Harold W. and Tucker, Albert W.},
  series    = {Annals of Mathematics Studies},
  number    = {28},
  publisher = {Princeton University Press},
  pages     = {51--73},
  year      = {1953}
}""",
    "schrijver1986": """@book{schrijver1986,
  author    = {Schrijver, Alexander},
  title     = {Theory of Linear and Integer Programming},
  publisher = {Wiley},
  year      = {1986}
}""",
    "charnes1962": """@article{charnes1962,
  author  = {Charnes, Abraham and Cooper, William W.},
  title   = {Programming with Linear Fractional Functionals},
  journal = {Naval Research Logistics Quarterly},
  volume  = {9},
  number  = {3--4},
  pages   = {181--186},
  year    = {1962},
  doi     = {10.1002/nav.3800090303}
}""",
    "schmeidler1969": """@article{schmeidler1969,
  author  = {Schmeidler, David},
  title   = {The Nucleolus of a Characteristic Function Game},
  journal = {SIAM Journal on Applied Mathematics},
  volume  = {17},
  number  = {6},
  pages   = {1163--1170},
  year    = {1969},
  doi     = {10.1137/0117107}
}""",
    "chinneck2008": """@book{chinneck2008,
  author    = {Chinneck, John W.},
  title     = {Feasibility and Infeasibility in Optimization: Algorithms and Computational Methods},
  publisher = {Springer},
  year      = {2008},
  doi       = {10.1007/978-0-387-74932-7}
}""",
    "vehtari2021": """@article{vehtari2021,
  author  = {Vehtari, Aki and Gelman, Andrew and Simpson, Daniel and Carpenter, Bob and B{\\"u}rkner, Paul-Christian},
  title   = {Rank-Normalization, Folding, and Localization: An Improved
             {R-hat} for Assessing Convergence of {MCMC}},
  journal = {Bayesian Analysis},
  volume  = {16},
  number  = {2},
  pages   = {667--718},
  year    = {2021},
  doi     = {10.1214/20-BA1221}
}""",
    "smith1984": """@article{smith1984,
  author  = {Smith, Robert L.},
  title   = {Efficient {Monte Carlo} Procedures for Generating Points Uniformly Distributed over Bounded Regions},
  journal = {Operations Research},
  volume  = {32},
  number  = {6},
  pages   = {1296--1308},
  year    = {1984},
  doi     = {10.1287/opre.32.6.1296}
}""",
    "abreu1988": """@article{abreu1988,
  author  = {Abreu, Dilip},
  title   = {On the Theory of Infinitely Repeated Games with Discounting},
  journal = {Econometrica},
  volume  = {56},
  number  = {2},
  pages   = {383--396},
  year    = {1988},
  doi     = {10.2307/1911077}
}""",
    "bernheim1990": """@article{bernheim1990,
  author  = {Bernheim, B. Douglas and Whinston, Michael D.},
  title   = {Multimarket Contact and Collusive Behavior},
  journal = {RAND Journal of Economics},
  volume  = {21},
  number  = {1},
  pages   = {1--26},
  year    = {1990},
  doi     = {10.2307/2555490}
}""",
    "mailath2006": """@book{mailath2006,
  author    = {Mailath, George J. and Samuelson, Larry},
  title     = {Repeated Games and Reputations: Long-Run Relationships},
  publisher = {Oxford University Press},
  year      = {2006},
  doi       = {10.1093/acprof:oso/9780195300796.001.0001}
}""",
    "neumann1928": """@article{neumann1928,
  author  = {von Neumann, John},
  title   = {Zur {Theorie} der {Gesellschaftsspiele}},
  journal = {Mathematische Annalen},
  volume  = {100},
  number  = {1},
  pages   = {295--320},
  year    = {1928},
  doi     = {10.1007/BF01448847}
}""",
    "stahl1991": """@article{stahl1991,
  author  = {Stahl, Dale O.},
  title   = {The Graph of Prisoners' Dilemma Supergame Payoffs as a Function of the Discount Factor},
  journal = {Games and Economic Behavior},
  volume  = {3},
  number  = {3},
  pages   = {368--384},
  year    = {1991}
}""",
    "friedman1971": """@article{friedman1971,
  author  = {Friedman, James W.},
  title   = {A Non-cooperative Equilibrium for Supergames},
  journal = {Review of Economic Studies},
  volume  = {38},
  number  = {1},
  pages   = {1--12},
  year    = {1971},
  doi     = {10.2307/2296617}
}""",
    "osborne1994": """@book{osborne1994,
  author    = {Osborne, Martin J. and Rubinstein, Ariel},
  title     = {A Course in Game Theory},
  publisher = {MIT Press},
  year      = {1994}
}""",
    "kuhn1953": """@incollection{kuhn1953,
  author    = {Kuhn, Harold W.},
  title     = {Extensive Games and the Problem of Information},
  booktitle = {Contributions to the Theory of Games},
  volume    = {II},
  editor    = {Kuhn, Harold W. and Tucker, Albert W.},
  series    = {Annals of Mathematics Studies},
  number    = {28},
  pages     = {193--216},
  publisher = {Princeton University Press},
  year      = {1953}
}""",
    "selten1975": """@article{selten1975,
  author  = {Selten, Reinhard},
  title   = {Reexamination of the Perfectness Concept for Equilibrium Points in Extensive Games},
  journal = {International Journal of Game Theory},
  volume  = {4},
  number  = {1},
  pages   = {25--55},
  year    = {1975},
  doi     = {10.1007/BF01766400}
}""",
    "gambit": """@software{gambit,
  author = {Savani, Rahul and Turocy, Theodore L.},
  title  = {Gambit: The Package for Computation in Game Theory},
  url    = {https://www.gambit-project.org}
}""",
    "nash1950b": """@article{nash1950b,
  author  = {Nash, John F.},
  title   = {The Bargaining Problem},
  journal = {Econometrica},
  volume  = {18},
  number  = {2},
  pages   = {155--162},
  year    = {1950},
  doi     = {10.2307/1907266}
}""",
    "kalai1975": """@article{kalai1975,
  author  = {Kalai, Ehud and Smorodinsky, Meir},
  title   = {Other Solutions to {Nash}'s Bargaining Problem},
  journal = {Econometrica},
  volume  = {43},
  number  = {3},
  pages   = {513--518},
  year    = {1975},
  doi     = {10.2307/1914280}
}""",
    "kalai1977": """@article{kalai1977,
  author  = {Kalai, Ehud},
  title   = {Proportional Solutions to Bargaining Situations: Interpersonal Utility Comparisons},
  journal = {Econometrica},
  volume  = {45},
  number  = {7},
  pages   = {1623--1630},
  year    = {1977},
  doi     = {10.2307/1913954}
}""",
    "kalai1977b": """@article{kalai1977b,
  author  = {Kalai, Ehud},
  title   = {Nonsymmetric {Nash} Solutions and Replications of 2-Person Bargaining},
  journal = {International Journal of Game Theory},
  volume  = {6},
  number  = {3},
  pages   = {129--133},
  year    = {1977},
  doi     = {10.1007/BF01774658}
}""",
    "chun1988": """@article{chun1988,
  author  = {Chun, Youngsub},
  title   = {The Equal-Loss Principle for Bargaining Problems},
  journal = {Economics Letters},
  volume  = {26},
  number  = {2},
  pages   = {103--106},
  year    = {1988},
  doi     = {10.1016/0165-1765(88)90022-5}
}""",
    "ehrgott2005": """@book{ehrgott2005,
  author    = {Ehrgott, Matthias},
  title     = {Multicriteria Optimization},
  edition   = {2},
  publisher = {Springer},
  year      = {2005}
}""",
    "frank1956": """@article{frank1956,
  author  = {Frank, Marguerite and Wolfe, Philip},
  title   = {An Algorithm for Quadratic Programming},
  journal = {Naval Research Logistics Quarterly},
  volume  = {3},
  number  = {1--2},
  pages   = {95--110},
  year    = {1956},
  doi     = {10.1002/nav.3800030109}
}""",
    "tollison1979": """@article{tollison1979,
  author  = {Tollison, Robert D. and Willett, Thomas D.},
  title   = {An Economic Theory of Mutually Advantageous Issue Linkages in International Negotiations},
  journal = {International Organization},
  volume  = {33},
  number  = {4},
  pages   = {425--449},
  year    = {1979},
  doi     = {10.1017/S0020818300032252}
}""",
    "sebenius1983": """@article{sebenius1983,
  author  = {Sebenius, James K.},
  title   = {Negotiation Arithmetic: Adding and Subtracting Issues and Parties},
  journal = {International Organization},
  volume  = {37},
  number  = {2},
  pages   = {281--316},
  year    = {1983}
}""",
    "just2000": """@article{just2000,
  author  = {Just, Richard E. and Netanyahu, Sinaia},
  title   = {The Importance of Structure in Linking Games},
  journal = {Agricultural Economics},
  volume  = {24},
  number  = {1},
  pages   = {87--100},
  year    = {2000}
}""",
}


def bibtex(keys: Iterable[str]) -> str:
    """Return the BibTeX a result owes: bargain's own entry first, each key once.

    >>> print(bibtex(["nash1950", "nash1950"]).count("@article"))
    1

    Raises
    ------
    KeyError
        Naming the key that no entry defines; a test holds every result to this.
    """
    wanted = dict.fromkeys(("bargain", *keys))
    return "\n\n".join(ENTRIES[key] for key in wanted)
