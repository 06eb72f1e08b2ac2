"""Encode: the only joint between a coded case and the games that are played on it."""

from bargain.encode.coded import CodedCase, load_case
from bargain.encode.exchange import Exchange, Grantable, exchange
from bargain.encode.normal import encode_game
from bargain.encode.sequels import encode_offers, encode_repeated, offered_label, offered_packages
from bargain.encode.trees import encode_tree

__all__ = [
    "CodedCase",
    "Exchange",
    "Grantable",
    "encode_game",
    "encode_offers",
    "encode_repeated",
    "encode_tree",
    "exchange",
    "load_case",
    "offered_label",
    "offered_packages",
]
