from truongan.channels.queries.board import Board, BoardRow, board
from truongan.channels.queries.inbox import COUNTED, unread_count

__all__ = ["COUNTED", "Board", "BoardRow", "board", "unread_count"]
