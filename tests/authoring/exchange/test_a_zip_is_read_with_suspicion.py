"""A ZIP is refused in words before anything large or foreign is unpacked."""

import io
import json
import resource
import stat
import struct
import time
import zipfile
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from leaderacademy.authoring.rules.exchange.archive import (
    MANIFEST,
    read_archive,
    write_archive,
)
from leaderacademy.authoring.rules.exchange.carried import BadFile

FILES = {"course.yml": b"title: Kurs\n", "lessons/010-eins.md": b"---\ntitle: Eins\n---\n"}


def packed(files: dict[str, bytes], **how: Any) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info._compresslevel = 1  # type: ignore[attr-defined]
            for key, value in how.items():
                setattr(info, key, value)
            opened.writestr(info, data)
    return made.getvalue()


def bomb(size: int, said: int) -> bytes:
    """A ZIP whose only entry unpacks to `size` zeros and says that it is `said` bytes long."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    million = squeezer.compress(b"\0" * 1_000_000) + squeezer.flush(zlib.Z_FULL_FLUSH)
    data = million * (size // 1_000_000) + squeezer.flush(zlib.Z_FINISH)
    name = b"content/course.yml"
    head = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 33, 0, len(data), said, len(name), 0)
    local = b"PK\x03\x04" + head + name + data
    entry = (
        b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + name
    )
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(entry), len(local), 0)
    return local + entry + end


def refused(data: bytes) -> str:
    with pytest.raises(BadFile) as error:
        read_archive(io.BytesIO(data))
    return str(error.value)


def test_what_is_written_is_read_and_written_the_same_way() -> None:
    made = write_archive(FILES, "Kurs")
    assert made == write_archive(dict(reversed(FILES.items())), "Kurs")
    archive = read_archive(io.BytesIO(made))
    assert archive.files == FILES
    assert (archive.skipped, archive.missing, archive.is_ours) == ((), (), True)
    assert archive.manifest["changed"] == []


def test_a_folder_packed_by_hand_is_read_as_well() -> None:
    files = {f"mein Kurs/{name}": data for name, data in FILES.items()}
    files |= {"__MACOSX/mein Kurs/._course.yml": b"x", "mein Kurs/.DS_Store": b"x"}
    files["mein Kurs/notizen.docx"] = b"x"
    archive = read_archive(io.BytesIO(packed(files)))
    assert archive.files == FILES
    assert not archive.is_ours
    assert "mein Kurs/notizen.docx" in archive.skipped


def test_four_gigabytes_cost_nothing() -> None:
    data = bomb(4_000_000_000, 4_000_000_000)
    assert 3_000_000 < len(data) < 8_000_000
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    assert "nichts ausgepackt" in refused(data)
    assert time.process_time() - started < 0.5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KB


@pytest.mark.parametrize("said", [100, 1_999_999])
def test_an_entry_that_lies_about_its_size_is_not_unpacked_further(said: int) -> None:
    started = time.process_time()
    assert "beschädigt" in refused(bomb(4_000_000_000, said)) or said > 1_000_000
    assert time.process_time() - started < 1


def test_many_large_entries_are_added_up() -> None:
    large = {f"media/bild-{number}.png": b"\0" * 900_000 for number in range(140)}
    assert "erlaubt sind 120\u00a0MB" in refused(packed(large))


@pytest.mark.parametrize(
    "name",
    [
        "../etc/passwd",
        "lessons/../../x.md",
        "/etc/passwd",
        "C:/x.md",
        "..\\x.md",
        "lessons\\..\\..\\x",
    ],
)
def test_paths_that_lead_away_are_refused(name: str) -> None:
    assert "außerhalb des Kurses" in refused(packed({**FILES, name: b"x"}))


def test_links_passwords_and_odd_packing_are_refused() -> None:
    link = (stat.S_IFLNK | 0o777) << 16
    assert "Verknüpfung" in refused(packed(FILES, external_attr=link))
    locked = bytearray(packed(FILES))
    place = locked.index(b"PK\x01\x02") + 8
    locked[place] |= 1
    assert "Passwort" in refused(bytes(locked))
    odd = bytearray(packed(FILES))
    odd[odd.index(b"PK\x01\x02") + 10] = 99
    assert "gepackt" in refused(bytes(odd))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_differ_only_in_case_are_refused() -> None:
    twice = {**FILES, "lessons/010-Eins.md": b"x"}
    assert "Groß- und Kleinschreibung" in refused(packed(twice))


def test_too_many_entries_are_refused_before_they_are_listed() -> None:
    many = packed({f"media/x-{number}.png": b"" for number in range(2_001)})
    assert "mehr als 2000" in refused(many)
    large = bytearray(packed(FILES))
    end = large.rindex(b"PK\x05\x06")
    large[end + 12 : end + 16] = (50_000_000).to_bytes(4, "little")
    assert "mehr als 2000" in refused(bytes(large))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "keine ZIP-Datei"),
        (b"Guten Tag", "keine ZIP-Datei"),
        (packed(FILES)[:-30], "keine ZIP-Datei"),
        (packed(FILES)[40:], "beschädigt"),
        (packed({"brief.docx": b"x"}), "keine Datei eines Kurses"),
        (packed({}), "keine Datei eines Kurses"),
        (packed({"lessons/010-lang.md": b"x" * 200_001}), "größer als 200"),
        (packed({MANIFEST: b"{", **FILES}), "Inhaltsverzeichnis"),
        (packed({MANIFEST: b"[" * 100_000, **FILES}), "Inhaltsverzeichnis"),
        (packed({MANIFEST: b'{"format": "x", "version": 1, "files": {}}', **FILES}), "kein Kurs"),
    ],
)
def test_what_is_no_course_gets_a_clear_answer(data: bytes, said: str) -> None:
    assert said in refused(data)


def test_a_zip_of_a_later_program_is_refused() -> None:
    later = {"format": "leaderacademy-course", "version": 2, "title": "x", "files": {}}
    assert "Fassung 2" in refused(packed({MANIFEST: json.dumps(later).encode(), **FILES}))


def test_what_the_list_names_and_the_zip_lacks_is_told() -> None:
    entry = {"sha256": "0", "bytes": 1}
    listed = {"format": "leaderacademy-course", "version": 1, "title": "x"}
    listed["files"] = {"lessons/020-zwei.md": entry, "course.yml": entry}  # type: ignore[assignment]
    files = {MANIFEST: json.dumps(listed).encode()}
    files |= {f"content/{name}": data for name, data in FILES.items()}
    archive = read_archive(io.BytesIO(packed(files)))
    assert archive.missing == ("lessons/020-zwei.md",)
    assert archive.manifest["changed"] == ["course.yml"]


GOOD = packed({f"content/{name}": data for name, data in FILES.items()})


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6))
@examples(max_examples=200)
def test_a_damaged_zip_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for place, value in changes:
        data[place] = value
    try:
        archive = read_archive(io.BytesIO(bytes(data)))
    except BadFile:
        return
    assert archive.files
