"""Error hash and text hash, written from the formula and apart from the TypeScript.

Integers here are unbounded, so no step shares the 32-bit tricks of the other side.
"""

import re
import unicodedata
from itertools import product

CONSONANTS = "bdhjlmnprstvz"
VOWELS = "aiou"
NUMBERS = 1 << 15

# Rude or unfortunate in English and other major European languages, and names that alarm (virus).
# Words that begin with zi, zo or zu never occur: word 32767 is `zanap`.
# `anywhere`: a word that holds the piece; `start`: a word that begins with it; `whole`: that word.
DENYLIST = {
    "anywhere": ["anal", "anus", "huj", "isis", "pis", "tit"],
    "start": [
        "buzi", "dupa", "homo", "hora", "hura", "jap", "jiz", "joda", "jodo", "jopa", "lul", "moro",
        "nazi", "paja", "pida", "pido", "pija", "pina", "pula", "puta", "puti", "puto", "sida", "sodo",
    ],
    "whole": [
        "hamas", "jihad", "mamad", "mamon", "pinis", "pubis", "salop", "satan", "tumor", "vajin",
        "virus", "vitun", "vomit", "zalup",
    ],
}  # fmt: skip


# ---- The codec, straight from the formula ---------------------------------------------------

# Every CVCVC word in order is word(0), word(1), ...: the mixed-radix digits, most significant first.
WORDS = ["".join(letters) for letters in product(CONSONANTS, VOWELS, CONSONANTS, VOWELS, CONSONANTS)]
NUMBER_OF = {word: number for number, word in enumerate(WORDS[:NUMBERS])}


def denied(word):
    return (
        any(piece in word for piece in DENYLIST["anywhere"])
        or any(word.startswith(piece) for piece in DENYLIST["start"])
        or word in DENYLIST["whole"]
    )


def fmix32(h):
    h &= 0xFFFFFFFF
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) % 2**32
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) % 2**32
    return h ^ (h >> 16)


def event_id(numbers):
    issue, r1, r2, r3 = numbers
    big = issue * 2**45 + r1 * 2**30 + r2 * 2**15 + r3
    hi, lo = divmod(big, 2**30)
    a = fmix32(hi ^ 0x9E3779B9)
    b = fmix32(lo ^ a)
    t1 = (b & 0x3FFFFFFF) | 0x80000000
    t2 = fmix32((a + b) % 2**32)
    digits = f"{big:015x}"
    return f"{digits[:12]}4{digits[12:]}{t1:08x}{t2:08x}"


def error_hash(numbers):
    return "-".join(WORDS[number] for number in numbers)


def numbers_of_id(text):
    if not re.fullmatch(r"[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text):
        return None
    plain = text.replace("-", "").lower()
    big = int(plain[:12] + plain[13:16], 16)
    numbers = [big >> 45, big >> 30 & 0x7FFF, big >> 15 & 0x7FFF, big & 0x7FFF]
    return numbers if event_id(numbers) == plain else None


def hash_from_event_id(text):
    numbers = numbers_of_id(text)
    return None if numbers is None else error_hash(numbers)


def event_id_from_hash(text):
    letters = "".join(c for c in text.lower() if unicodedata.category(c)[0] == "L")
    if len(letters) != 20:
        return None
    numbers = [NUMBER_OF.get(letters[start : start + 5]) for start in (0, 5, 10, 15)]
    return None if None in numbers else event_id(numbers)


def create_event_id(issue, data):
    issue %= NUMBERS
    while denied(WORDS[issue]):
        issue = (issue + 1) % NUMBERS
    pairs = iter(int.from_bytes(data[at : at + 2], "big") % NUMBERS for at in range(0, len(data), 2))
    polite = (number for number in pairs if not denied(WORDS[number]))
    return event_id([issue, next(polite), next(polite), next(polite)])


# ---- Hash of a text: FNV-1a over UTF-16 code units, then fmix32 ---------------------------------


def fnv1a(numbers):
    h = 0x811C9DC5
    for number in numbers:
        h = ((h ^ number) * 0x01000193) % 2**32
    return h


def hash32(text):
    data = text.encode("utf-16-be", "surrogatepass")
    return fmix32(fnv1a(data[at] * 256 + data[at + 1] for at in range(0, len(data), 2)))
