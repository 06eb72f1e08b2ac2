"""Encode: the only joint between a coded case and the games that are played on it."""

from bargain.encode.coded import CodedCase, load_case
from bargain.encode.exchange import Exchange, Grantable, exchange
from bargain.encode.normal import encode_game

__all__ = ["CodedCase", "Exchange", "Grantable", "encode_game", "exchange", "load_case"]
