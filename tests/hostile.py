"""Inputs that mean harm, at full size. Each is built in a folder of its own; the program must end with 0, within the memory,
with an issue that says what was not read, and without a file outside of its output.

    python3 tests/hostile.py PROGRAM [CASE...]
"""

import gzip
import io
import os
import random
import struct
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib

MOST_MEMORY = 1 << 30  # bytes
MOST_TIME = 600  # seconds; a case that needs more does not end for a person

REPORT = """平罗县水务局2021年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
"""
PAGE = "<html><body><p>平罗县水务局2021年政府信息公开工作年度报告</p><p>二、主动公开政府信息情况</p><p>三、收到和处理申请</p>"


def write(folder, name, *parts):
    with open(os.path.join(folder, name), "wb") as file:
        for part in parts:
            file.write(part.encode() if isinstance(part, str) else part)


def zip_of(*members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def tar_of(*members):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content, link in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            if link:
                member.type, member.linkname = tarfile.SYMTYPE, link
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def zip_bomb(folder):
    write(folder, "bomb.zip", zip_of(("zeros.txt", bytes(1 << 30))))


def zip_bomb_nested(folder):
    inner = zip_of(("zeros.txt", bytes(64 << 20)))
    for _ in range(8):
        inner = zip_of(*((f"{n}.zip", inner) for n in range(8)))
    write(folder, "nested.zip", inner)


def zip_bomb_overlapping(folder):
    """Ten thousand entries that share the bytes of one."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    size = 20 << 20
    packed = packer.compress(bytes(size)) + packer.flush()
    sums = struct.pack("<III", zlib.crc32(bytes(size)), len(packed), size)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sums + struct.pack("<HH", 5, 0) + b"00000" + packed
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sums + struct.pack("<HHHHHII", 5, 0, 0, 0, 0, 0, 0)
    entries = b"".join(entry + b"%05d" % n for n in range(10_000))
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 10_000, 10_000, len(entries), len(local), 0)
    write(folder, "overlapping.zip", local, entries, end)


def nested_folders(folder):
    here = os.getcwd()
    os.chdir(folder)
    for _ in range(10_000):
        os.mkdir("d")
        os.chdir("d")
    write(".", "deep.txt", REPORT)
    os.chdir(here)
    write(folder, "long-name.tar", tar_of(("d/" * 10_000 + "a.txt", REPORT.encode(), None)))


def evil_names(folder):
    names = ["../../etc/x", "/etc/x", "..\\..\\x", "C:\\x", "a\0b", "a\nb", "./x"]
    write(folder, "names.zip", zip_of(*((name, REPORT) for name in names)))
    write(folder, "names.tar", tar_of(*((name, REPORT.encode(), None) for name in names)))


def links(folder):
    write(folder, "links.tar", tar_of(("link", b"", "/etc/passwd"), ("link/x.txt", REPORT.encode(), None), ("self", b"", "self")))
    os.symlink("/etc/passwd", os.path.join(folder, "link.txt"))
    os.symlink(folder, os.path.join(folder, "loop"))


def truncated(folder):
    noise = random.Random(1).randbytes(4 << 20)
    record = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"
    warc = record % (len(noise) + 19) + noise
    members = (("a.txt", REPORT), ("noise", noise))
    whole = {
        "gz": gzip.compress(noise),
        "zip": zip_of(*members),
        "7z": b"7z\xbc\xaf\x27\x1c\x00\x04" + noise,
        "tar": tar_of(*((name, content.encode() if isinstance(content, str) else content, None) for name, content in members)),
        "warc": warc,
        "warc.gz": gzip.compress(warc),
    }
    for kind, content in whole.items():
        write(folder, f"cut.{kind}", content[: len(content) // 2])


def long_line(folder):
    block = "".join(random.Random(1).choices("0123456789 公开", k=1 << 20)).encode()
    write(folder, "line.txt", *[block] * ((1 << 30) // len(block)))


def long_line_packed(folder):
    block = "".join(random.Random(1).choices("0123456789 公开", k=1 << 20)).encode()
    write(folder, "line.txt.gz", *[gzip.compress(block)] * ((1 << 30) // len(block)))


def deep_page(folder):
    for name, tags in [("div", "<div>"), ("table", "<table><tr><td>"), ("font", "<p><font size=1>"), ("unknown", "<x>")]:
        write(folder, f"{name}.html", PAGE, tags * 100_000, REPORT)


def large_table(folder):
    write(folder, "table.html", PAGE, "<table>", ("<tr>" + "<td>1" * 1000) * 10_000)
    write(folder, "table.txt", REPORT, ("1\t" * 1000 + "\n") * 10_000)


def many_attributes(folder):
    names = (f" {n:x}" for n in range(9_000_000))
    write(folder, "attributes.html", PAGE, "<p", "".join(names), ">")
    write(folder, "closings.html", PAGE, "<x>" * 500, "</b>" * 15_000_000)
    write(folder, "duplicates.html", PAGE, "<p", " a" * 30_000_000, ">")


def many_members(folder):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for n in range(100_000):
            archive.writestr(f"{n % 100}/{n}.txt", "x")
    write(folder, "many.zip", buffer.getvalue())


def varying(number):
    """A number in groups of seven bits, the least significant first."""
    groups = []
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(groups + [number])


def rar_headers(folder):
    """Three million members of no bytes."""

    def block(body):
        body = varying(len(body)) + body
        return struct.pack("<I", zlib.crc32(body)) + body

    member = block(bytes([2, 0, 0, 0, 0x20, 0, 1, 1]) + b"a")
    write(folder, "headers.rar", b"Rar!\x1a\x07\x01\x00", block(bytes([1, 0, 0])), member * 3_000_000, block(bytes([5, 0, 0])))


def parquet_of(pages, columns, groups):
    """A dump of the columns and row groups that a footer lists, each in the compact protocol of Thrift."""
    listed = lambda parts: b"\xfc" + varying(len(parts)) + b"".join(parts)
    footer = b"\x15\x02\x19" + listed(columns) + b"\x16\x02\x19" + listed(groups) + b"\x00"
    return b"PAR1" + pages + footer + struct.pack("<I", len(footer)) + b"PAR1"


def parquet_dumps(folder):
    root, text = b"\x48\x01r\x15\x02\x00", b"\x15\x0c\x25\x00\x18\x07content\x00"
    write(folder, "nested.parquet", parquet_of(b"", [root] * 2_000_000, [b"\x00"]))
    write(folder, "columns.parquet", parquet_of(b"", [b"\x48\x01r\x15" + varying(2_000_000) + b"\x00"] + [text] * 1_000_000, [b"\x00"]))
    write(folder, "footer.parquet", b"PAR1", bytes(1 << 30), struct.pack("<I", 1 << 30), b"PAR1")
    # One page of zeros that unpacks to nearly two gigabytes, packed by snappy: a length, and copies of a zero.
    size = (1 << 31) - 1024
    packed = varying(size) + b"\x00\x00" + b"\xfe\x01\x00" * (size // 64)
    page = b"\x15\x00\x15" + varying(2 * size) + b"\x15" + varying(2 * len(packed)) + b"\x2c\x15\x02\x15\x00\x15\x06\x15\x06\x00\x00" + packed
    sizes = b"\x16" + varying(2 * size) + b"\x16" + varying(2 * len(page))
    column = b"\x15\x0c\x19\x15\x00\x19\x18\x07content\x15\x02\x16\x02" + sizes + b"\x26\x08\x00"
    group = b"\x19\x1c\x26\x08\x1c" + column + b"\x00\x16" + varying(2 * size) + b"\x16\x02\x00"
    write(folder, "page.parquet", parquet_of(page, [root, text], [group]))


def pdf_of(objects):
    body, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, len(body))


def pdf_pages(folder):
    """Five thousand pages; and one page with more rules, pictures and characters than any page has."""
    stream = lambda content: b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    picture = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n.\nendstream"

    def document(contents):
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >> /Contents %d 0 R >>"
        kids = b" ".join(b"%d 0 R" % (5 + 2 * n) for n in range(len(contents)))
        objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(contents)), font, picture]
        for n, content in enumerate(contents):
            objects += [page % (6 + 2 * n), stream(content)]
        return pdf_of(objects)

    write(folder, "pages.pdf", document([b"BT /F 10 Tf 50 400 Td (page %d) Tj ET" % n for n in range(5000)]))
    rng = random.Random(1)
    rules = b"".join(b"%d %d m %d %d l S\n" % (x, y, x, y + 30) for x, y in ((rng.randrange(595), rng.randrange(800)) for _ in range(1_000_000)))
    write(folder, "rules.pdf", document([rules]))
    write(folder, "pictures.pdf", document([b"595 0 0 842 0 0 cm\n" + b"/I Do\n" * 2_000_000] * 3))
    write(folder, "characters.pdf", document([b"BT /F 10 Tf 50 400 Td " + b"0 Ts (%b) Tj 50 400 Td -50 -400 Td\n" % (b"12" * 2000) * 2000 + b"ET"]))
    write(folder, "one-place.pdf", document([b"BT /F 10 Tf 50 400 Td " + b"(1) Tj 0 0 Td (2) Tj 0 0 Td\n" * 200_000 + b"ET"]))


def large_documents(folder):
    """As large as a document may be, and many of them at once."""
    for n in range(6):
        write(folder, f"{n}.txt", REPORT, "字" * (21 << 20))
        write(folder, f"{n}.html", PAGE, "<p>字" * (9 << 20))
        write(folder, f"{n}-gbk.html", PAGE.encode("gbk"), "<b>字".encode("gbk") * (12 << 20))


def tables_without_end(folder):
    """Texts that make every stage behind the readers work: labels, figures and headings without end."""
    rng = random.Random(1)
    labels = ["规章", "总计", "行政许可", "本年制发件数", "结转下年度继续办理", "予以公开", "（一）", "三、", "其他处理"]
    figures = lambda length: "".join(rng.choices("0123456789", k=length))
    texts = {
        "labels": lambda: REPORT + "".join(rng.choices(labels, k=100_000)),
        "one-label": lambda: REPORT + "总计" * 300_000,
        "digits": lambda: REPORT + "".join(f"{label}{figures(5000)}\n" for label in labels * 40),
        "numbers": lambda: REPORT + "".join(f"{label}{figures(190)}\n" for label in labels * 40),
        "ones": lambda: REPORT + "".join(f"{label} " + "1 " * 2500 for label in labels * 40),
        "lines": lambda: REPORT + "1\n" * 900_000,
        "brackets": lambda: REPORT + "规章" + "（" * 600_000,
        "bars": lambda: REPORT + "|" * 2_000_000,
        "headings": lambda: REPORT + "二、主动公开\n" * 90_000,
        "titles": lambda: REPORT + "平罗县水务局2021年政府信息公开工作年度报告\n" * 30_000,
        "dates": lambda: REPORT + "2021年1月1日至12月31日" * 60_000,
        "places": lambda: REPORT + "平罗县西湖区南山区朝阳区" * 50_000,
        "sentences": lambda: REPORT + "本年收到政府信息公开申请3件，予以公开2件。" * 30_000,
    }
    for name, text in texts.items():
        write(folder, f"{name}.txt", text())
        write(folder, f"{name}.html", PAGE, text().replace("\n", "<p>"))


CASES = [
    zip_bomb, zip_bomb_nested, zip_bomb_overlapping, nested_folders, evil_names, links, truncated, long_line,
    long_line_packed, deep_page, large_table, many_attributes, many_members, rar_headers, parquet_dumps,
    pdf_pages, large_documents, tables_without_end,
]
# What is large but sound, or only has odd names, needs no issue.
SOUND = [evil_names, many_members]


def listing(root, output):
    """The files outside of the output; Python cannot walk as deep as they may lie."""
    find = ["find", root, "-path", output, "-prune", "-o", "-not", "-type", "d", "-print0"]
    return set(subprocess.run(find, check=True, capture_output=True).stdout.split(b"\0"))


def run(program, case, root):
    source, output = os.path.join(root, "archive"), os.path.join(root, "output")
    os.mkdir(source)
    case(source)
    before = listing(root, output)
    started = time.monotonic()
    log = open(os.path.join(root, "log"), "w+")
    process = subprocess.Popen([program, "build", source, "--output", output], stdout=log, stderr=log, cwd=root)
    ended = 0
    while not ended:
        time.sleep(0.05)
        if time.monotonic() - started > MOST_TIME:
            process.kill()
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
    seconds, memory = time.monotonic() - started, usage.ru_maxrss * 1024
    log.seek(0)
    text = log.read()
    rows = {line.split()[0]: line.split(None, 2)[1:] for line in text.splitlines() if len(line.split()) > 1}
    issues = int(rows.get("issues", ["0"])[0])
    faults = []
    if os.waitstatus_to_exitcode(status) != 0:
        faults.append(f"exit {os.waitstatus_to_exitcode(status)}: {text[-300:]}")
    if "panicked" in text:
        faults.append("a reader failed")
    if memory > MOST_MEMORY:
        faults.append("too much memory")
    if seconds > MOST_TIME:
        faults.append("too slow")
    if issues == 0 and case not in SOUND:
        faults.append("no issue")
    outside = listing(root, output) - before - {os.path.join(root, "log").encode()}
    if outside or os.path.exists("/etc/x"):
        faults.append(f"written outside: {outside}")
    counts = " ".join(rows.get("documents", ["0"]))
    print(f"{case.__name__:<22} {seconds:7.1f} s {memory >> 20:6} MiB {issues:7} issues   {counts}", flush=True)
    for fault in faults:
        print(f"    FAILED: {fault}", flush=True)
    return not faults


def main():
    program, wanted = os.path.abspath(sys.argv[1]), sys.argv[2:]
    sound = True
    for case in [case for case in CASES if not wanted or case.__name__ in wanted]:
        root = tempfile.mkdtemp(prefix="gongkai-hostile-")
        try:
            sound &= run(program, case, root)
        finally:
            # Deeper than Python removes.
            subprocess.run(["rm", "-rf", root], check=True)
    sys.exit(0 if sound else 1)


main()
