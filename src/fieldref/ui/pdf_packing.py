"""Makes a PDF that Qt wrote smaller, for mail and sticks: same pages, about half the bytes.

Qt writes coordinates to a millionth of a point and every link as uncompressed text. Here path coordinates are rounded
to a hundredth of a point (four thousandths of a millimetre), and everything that is not a stream moves into
compressed object streams (PDF 1.5). A file of another shape than Qt's comes back as it was.
"""

from __future__ import annotations

import re
import struct
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s")
_LENGTH = re.compile(rb"/Length (\d+)( 0 R)?")
_PATH_LINE = re.compile(rb"^[-\d. ]+ (?:m|l|c|re)$", re.MULTILINE)
_LONG_NUMBER = re.compile(rb"-?\d+\.\d{3,}")
_PACKED_AT_ONCE = 200


class _UnknownShape(Exception):
    """The file is not built as expected."""


def pack(pdf: bytes) -> bytes:
    """The same document in fewer bytes; the original where it cannot be packed."""
    try:
        packed = _pack(pdf)
    except (_UnknownShape, ValueError, IndexError, zlib.error):
        return pdf
    return packed if len(packed) < len(pdf) else pdf


def _pack(pdf: bytes) -> bytes:
    objects, trailer = _read(pdf)
    lengths: set[int] = set()
    streams: dict[int, bytes] = {}
    plain: dict[int, bytes] = {}
    for number, body in objects.items():
        if b"stream\n" in body and body.rstrip().endswith(b"endstream"):
            streams[number] = _smaller_stream(body, objects, lengths)
        else:
            plain[number] = body.strip()
    for number in lengths:  # lengths now stand in the streams themselves
        plain.pop(number, None)
    return _write(streams, plain, trailer, max(objects) + 1)


def _read(pdf: bytes) -> tuple[dict[int, bytes], bytes]:
    """Objects by number, each without 'N 0 obj' and 'endobj', and the trailer's entries to keep."""
    tail = pdf.rindex(b"startxref")
    table = int(pdf[tail:].split()[1])
    if not pdf.startswith(b"%PDF-1.4") or not pdf.startswith(b"xref", table):
        raise _UnknownShape
    cut = pdf.index(b"trailer", table)
    lines = pdf[table:cut].split(b"\n")[2:]
    offsets = sorted(int(line[:10]) for line in lines if line[17:18] == b"n")
    objects: dict[int, bytes] = {}
    for start, end in zip(offsets, [*offsets[1:], table], strict=True):
        head = _OBJECT.match(pdf, start)
        close = pdf.rindex(b"endobj", start, end)
        if head is None:
            raise _UnknownShape
        objects[int(head[1])] = pdf[head.end() : close]
    kept = re.search(rb"/Info \d+ 0 R\s+/Root \d+ 0 R\s+/ID \[.*?\]", pdf[cut:tail], re.DOTALL)
    if kept is None:
        raise _UnknownShape
    return objects, kept[0]


def _smaller_stream(body: bytes, objects: dict[int, bytes], lengths: set[int]) -> bytes:
    head, _, rest = body.partition(b"stream\n")
    length = _LENGTH.search(head)
    if length is None:
        raise _UnknownShape
    size = int(length[1])
    if length[2]:
        lengths.add(size)
        size = int(objects[size])
    data = rest[:size]
    if b"/FlateDecode" in head:
        content = zlib.decompress(data)
        if b"/Length1" not in head:  # not a font
            content = _PATH_LINE.sub(lambda line: _LONG_NUMBER.sub(_rounded, line[0]), content)
        data = zlib.compress(content, 9)
    head = _LENGTH.sub(b"/Length %d" % len(data), head, count=1)
    return head.strip() + b"\nstream\n" + data + b"\nendstream"


def _rounded(found: re.Match[bytes]) -> bytes:
    text = b"%.2f" % float(found[0])
    text = text.rstrip(b"0").rstrip(b".")
    return b"0" if text in (b"-0", b"") else text


def _write(streams: dict[int, bytes], plain: dict[int, bytes], trailer: bytes, free: int) -> bytes:
    out = bytearray(b"%PDF-1.5\n%\xc3\xa2\xc3\xa3\n")
    entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    for number, body in streams.items():
        entries[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    numbers = list(plain)
    for start in range(0, len(numbers), _PACKED_AT_ONCE):
        group = numbers[start : start + _PACKED_AT_ONCE]
        entries[free] = (1, len(out), 0)
        for index, number in enumerate(group):
            entries[number] = (2, free, index)
        out += b"%d 0 obj\n%s\nendobj\n" % (free, _object_stream([(number, plain[number]) for number in group]))
        free += 1
    table = len(out)
    entries[free] = (1, table, 0)
    rows = b"".join(struct.pack(">BIH", *entries.get(number, (0, 0, 65535))) for number in range(free + 1))
    data = zlib.compress(rows, 9)
    out += b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] %s /Filter /FlateDecode /Length %d >>\nstream\n%s" % (
        free,
        free + 1,
        trailer,
        len(data),
        data,
    )
    return bytes(out + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % table)


def _object_stream(group: list[tuple[int, bytes]]) -> bytes:
    index, bodies = bytearray(), bytearray()
    for number, body in group:
        index += b"%d %d " % (number, len(bodies))
        bodies += body + b"\n"
    data = zlib.compress(bytes(index + bodies), 9)
    head = b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>" % (len(group), len(index), len(data))
    return head + b"\nstream\n" + data + b"\nendstream"
