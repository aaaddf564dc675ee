"""A window with one word in it and nothing else: what the toolkit alone takes on this machine.

    python benchmarks/bare.py [filled]

With `filled` it holds plain widgets, about as many and with as much text as our first window, under a short
stylesheet: what of our start is the price of showing that much at all.
"""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

WORDS = "Programmes, regions and health coverage: every figure with its date and its source."


def fill(window: QMainWindow) -> None:
    """Seven buttons at the left, two fields, eight cards of five labels each."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

    window.setStyleSheet(
        "QFrame[look=card] { background: white; border: 1px solid #ccc; border-radius: 8px; }"
        " QPushButton { border: 0; padding: 8px; text-align: left; }"
        " QLineEdit { border: 1px solid #999; padding: 6px; }"
        " QLabel { color: #222; } QLabel[look=title] { font-size: 20pt; font-weight: 600; }"
    )
    whole = QWidget()
    row, left, right, grid = QHBoxLayout(whole), QVBoxLayout(), QVBoxLayout(), QGridLayout()
    row.addLayout(left)
    row.addLayout(right, 1)
    for number in range(7):
        left.addWidget(QPushButton(f"Page {number}"))
    for _number in range(2):
        field = QLineEdit()
        field.setPlaceholderText(WORDS)
        right.addWidget(field)
    right.addLayout(grid, 1)
    for number in range(8):
        card = QFrame()
        card.setProperty("look", "card")
        inside = QVBoxLayout(card)
        for line in range(5):
            label = QLabel(WORDS)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            if line == 0:
                label.setProperty("look", "title")
            inside.addWidget(label)
        grid.addWidget(card, number // 4, number % 4)
    window.setCentralWidget(whole)


app = QApplication(sys.argv)
window = QMainWindow()
if "filled" in sys.argv:
    fill(window)
else:
    window.setCentralWidget(QLabel("FieldRef"))
window.resize(1366, 768)
window.show()
sys.exit(app.exec())
