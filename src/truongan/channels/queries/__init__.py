from truongan.channels.queries.board import Board, BoardRow, board
from truongan.channels.queries.inbox import COUNTED, asking_count, unread_count

__all__ = ["COUNTED", "Board", "BoardRow", "asking_count", "board", "unread_count"]
