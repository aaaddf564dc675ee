"""A window with one word in it and nothing else: what the toolkit alone takes on this machine.

python benchmarks/bare.py
"""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

app = QApplication(sys.argv)
window = QMainWindow()
window.setCentralWidget(QLabel("FieldRef"))
window.resize(1366, 768)
window.show()
sys.exit(app.exec())
