"""The cases of test/vectors/error-hash.json and murmur.json: what is asked, and why."""

from error_hash_codec import (
    DENYLIST,
    NUMBER_OF,
    NUMBERS,
    WORDS,
    create_event_id,
    denied,
    error_hash,
    event_id,
    fmix32,
    hash32,
)

MAX = NUMBERS - 1


def case(name, given, expected, why):
    return {"name": name, "input": given, "expected": expected, "why": why}


def dashed(plain):
    return "-".join([plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]])


def pseudo_random(count, seed):
    """The same numbers at every run, from our own finaliser, so that files differ only on purpose."""
    return [fmix32(fmix32(seed) + at) % NUMBERS for at in range(count)]


def edge_numbers():
    return [
        ([0, 0, 0, 0], "all zero", "the least value; leading zeros stay"),
        ([MAX] * 4, "all 32767", "the greatest value: word 32767 in every place"),
        ([0, MAX, MAX, MAX], "issue 0, rest greatest", "the issue must not borrow from its neighbour"),
        ([MAX, 0, 0, 0], "issue 32767, rest zero", "the issue fills the top 15 bits"),
        ([0, 0, 0, 1], "last word 1", "the least significant bit is the last one of the third random word"),
        ([0, 0, 1, 0], "third word 1", "the boundary between r2 and r3 is bit 15"),
        ([0, 1, 0, 0], "second word 1", "the boundary between the halves is bit 30"),
        ([1, 0, 0, 0], "issue 1", "the boundary between issue and r1 is bit 45"),
        ([0, 3, 0, 0], "low two bits of the high half", "they share a hex digit with the low half"),
        ([0, 0, 16384, 0], "top bit of the low half", "30 bits are not a whole number of hex digits"),
        ([0, 0, 0, 0x0FFF], "three hex digits after the 4", "digits 12..14 stand after the version digit"),
        ([0, 0, 0, 0x1000], "fourth hex digit from the end", "digit 11 stands before the version digit"),
        ([12, 12, 12, 12], "word 12", "the last value of the last consonant"),
        ([13, 13, 13, 13], "word 13", "the last consonant carries into the second vowel"),
        ([51, 52, 675, 676], "carries into the middle", "vowel, consonant and vowel turn over"),
        ([2703, 2704, 32447, 32448], "carries into the first consonant", "2704 = 4*13*4*13 is one step of it"),
        ([0x5555, 0x2AAA, 0x5555, 0x2AAA], "alternating bits", "no bit is lost or swapped"),
    ]


def sample_numbers():
    samples = edge_numbers()
    samples += [
        ([1 << bit, MAX ^ 1 << bit, 1 << (14 - bit), bit], f"bit {bit} walks", "each bit of each word has its place")
        for bit in range(15)
    ]
    draws = pseudo_random(4 * 30, seed=1)
    samples += [
        (draws[at * 4 : at * 4 + 4], f"random {at}", "an ordinary value") for at in range(len(draws) // 4)
    ]
    return samples


def flipped(plain, digit, bit):
    return plain[:digit] + f"{int(plain[digit], 16) ^ bit:x}" + plain[digit + 1 :]


def id_cases():
    ours = event_id([8123, 20001, 77, 31000])
    cases = [
        case(f"id of ours: {name}", event_id(numbers), error_hash(numbers), why) for numbers, name, why in sample_numbers()
    ]
    good = error_hash([8123, 20001, 77, 31000])
    cases += [
        case("upper case", ours.upper(), good, "some servers print ids in capitals"),
        case("mixed case", ours[:16].upper() + ours[16:], good, "case means nothing in hex"),
        case("dashed", dashed(ours), good, "UUID layout 8-4-4-4-12, as some servers store it"),
        case("dashed upper case", dashed(ours).upper(), good, "both at once"),
        case("rude word in a valid id", event_id([NUMBER_OF["titan"], 1, 2, 3]), "titan-babad-babah-babaj",
             "reading does not know the denylist: only generation does"),
        case("version 1", flipped(ours, 12, 4 ^ 1), None, "digit 12 must be 4"),
        case("version 7", flipped(ours, 12, 4 ^ 7), None, "digit 12 must be 4"),
        case("version 0", flipped(ours, 12, 4), None, "digit 12 must be 4"),
    ]
    cases += [
        case(f"variant digit {digit}", ours[:16] + digit + ours[17:], None, "the top two bits of digit 16 must be 10")
        for digit in "037cf"
    ]
    cases += [
        case(f"tail bit flipped at digit {digit}, bit {bit}", flipped(ours, digit, bit), None, "one wrong bit makes the id foreign")
        for digit, bit in [(16, 1), (16, 2), (17, 8), (19, 4), (23, 1), (24, 8), (27, 2), (30, 1), (31, 8), (31, 1)]
    ]
    cases += [
        case(f"head bit flipped at digit {digit}, bit {bit}", flipped(ours, digit, bit), None, "the tail no longer fits the head")
        for digit, bit in [(0, 8), (0, 1), (6, 1), (7, 8), (11, 1), (13, 8), (15, 1)]
    ]
    cases += [
        case("halves swapped", ours[16:] + ours[:16], None, "order matters"),
        case("foreign v4", "f47ac10b58cc4372a5670e02b2c3d479", None, "a random id of another SDK"),
        case("foreign v4 dashed", "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d", None, "a random id of another SDK"),
        case("foreign v7", "01939b2e4c7a7d3fa1b2c3d4e5f60718", None, "time-ordered ids are valid events, not ours"),
        case("foreign v7 dashed", "01939b2e-4c7a-7d3f-a1b2-c3d4e5f60718", None, "time-ordered ids are valid events, not ours"),
        case("nil", "0" * 32, None, "the nil id has no version digit"),
        case("nil with version and variant", "000000000000400080000000" + "0" * 8, None, "a zero head does not have a zero tail"),
        case("all f", "f" * 32, None, "the max id has no version digit"),
        case("empty", "", None, "nothing to read"),
        case("blank", " ", None, "nothing to read"),
        case("one digit short", ours[:31], None, "31 digits"),
        case("one digit long", ours + "0", None, "33 digits"),
        case("head only", ours[:16], None, "the tail is what shows that it is ours"),
        case("twice", ours + ours, None, "64 digits"),
        case("non-hex digit in the head", "g" + ours[1:], None, "g is no hex digit"),
        case("non-hex digit in the tail", ours[:31] + "g", None, "g is no hex digit"),
        case("letter O for zero", event_id([0, 0, 0, 0]).replace("0", "o", 1), None, "an id is copied, not spoken: no guessing"),
        case("0x in front", "0x" + ours[2:], None, "32 characters, but not 32 digits"),
        case("sign in front", "+" + ours[1:], None, "32 characters, but not 32 digits"),
        case("blank in front", " " + ours, None, "ids are exact; only hashes are read forgivingly"),
        case("line feed behind", ours + "\n", None, "ids are exact; only hashes are read forgivingly"),
        case("line feed for a digit", ours[:31] + "\n", None, "32 characters, but not 32 digits"),
        case("braces", "{" + dashed(ours) + "}", None, "a registry form, not an event id"),
        case("dashes at other places", ours[:4] + "-" + ours[4:], None, "only the layout 8-4-4-4-12"),
        case("some dashes missing", dashed(ours).replace("-", "", 1), None, "only the layout 8-4-4-4-12"),
        case("dash at the end", ours + "-", None, "only the layout 8-4-4-4-12"),
        case("dashes of another kind", dashed(ours).replace("-", "\u2013"), None, "only the layout 8-4-4-4-12"),
        case("full-width digits", ours.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}), None, "not ASCII hex"),
        case("the hash itself", good, None, "a hash is not an id"),
    ]
    return cases


def hash_cases():
    numbers = [8123, 20001, 77, 31000]
    good, text = event_id(numbers), error_hash(numbers)
    w = text.split("-")
    joined = "".join(w)
    cases = [
        case(f"hash of ours: {name}", error_hash(n), event_id(n), why) for n, name, why in sample_numbers()
    ]

    def reads(name, given, why):
        cases.append(case(name, given, good, why))

    def fails(name, given, why):
        cases.append(case(name, given, None, why))

    reads("upper case", text.upper(), "caps lock")
    reads("capitalised words", "-".join(word.capitalize() for word in w), "phone keyboards do this")
    reads("no hyphens", joined, "typed in one go")
    reads("blanks for hyphens", " ".join(w), "read out over the telephone")
    reads("some hyphens", f"{w[0]}{w[1]}-{w[2]}{w[3]}", "half of them forgotten")
    reads("hyphens at wrong places", f"{joined[:3]}-{joined[3:9]}-{joined[9:]}", "only the letters count")
    reads("letter by letter", " ".join(joined), "spelt out")
    reads("doubled hyphens", "--".join(w), "editors make such things")
    reads("blanks around hyphens", " - ".join(w), "a mail client wrapped it")
    reads("leading and trailing blanks", f"  {text}\t", "copied with its surroundings")
    reads("line break inside", f"{w[0]}-{w[1]}-\r\n{w[2]}-{w[3]}", "a mail client wrapped it")
    reads("no-break space", "\u00a0".join(w), "copied from a web page")
    reads("zero-width space", "\u200b".join(w), "copied from a web page")
    reads("byte order mark", "\ufeff" + text, "copied from a file")
    for sign, name in [("\u2010", "hyphen"), ("\u2011", "non-breaking hyphen"), ("\u2012", "figure dash"),
                       ("\u2013", "en dash"), ("\u2014", "em dash"), ("\u2212", "minus sign"),
                       ("\u00ad", "soft hyphen"), ("\ufe58", "small em dash"), ("\uff0d", "full-width hyphen")]:
        reads(f"{name} for hyphen", sign.join(w), "word processors replace hyphens")
    reads("underscores", "_".join(w), "a file name")
    reads("dots", ".".join(w), "read as a host name")
    reads("commas", ", ".join(w), "read as a list")
    reads("slashes", "/".join(w), "read as a path")
    reads("full stop at the end", text + ".", "the end of a sentence")
    reads("question mark at the end", text + "?", "the end of a question")
    reads("double quotes", f'"{text}"', "copied with its quotes")
    reads("typographic quotes", f"\u201c{text}\u201d", "copied from a mail")
    reads("angle quotes", f"\u00ab{text}\u00bb", "copied from a French mail")
    reads("back ticks", f"`{text}`", "copied from a chat")
    reads("brackets", f"({text})", "in brackets")
    reads("number sign", f"#{text}", "ticket style")
    reads("markup stars", f"**{text}**", "copied from a chat")
    reads("list number", f"1. {text}", "digits are no letters")
    reads("emoji", f"\U0001f6d1 {text}", "copied from a chat")
    reads("dotted capital I", text.upper().replace("I", "\u0130"), "a Turkish keyboard with caps lock")

    fails("empty", "", "nothing to read")
    fails("blank", "   ", "nothing to read")
    fails("hyphens only", "---", "nothing to read")
    fails("three words", "-".join(w[:3]), "15 letters")
    fails("five words", f"{text}-{w[0]}", "25 letters")
    fails("19 letters", text[:-1], "one letter lost at the end")
    fails("19 letters, lost at the start", text[1:], "one letter lost at the start")
    fails("21 letters", text + "n", "one letter too many at the end")
    fails("21 letters, doubled inside", text.replace(w[1][2], w[1][2] * 2, 1), "one letter doubled")
    fails("label in front", f"hash: {text}", "letters that do not belong to the hash")
    fails("first invalid word, first place", f"{WORDS[NUMBERS]}-babab-babab-babab", "word 32768 would need 16 bits")
    fails("first invalid word, last place", f"babab-babab-babab-{WORDS[NUMBERS]}", "word 32768 would need 16 bits")
    fails("last invalid word", f"babab-{WORDS[-1]}-babab-babab", "word 35151 would need 16 bits")
    fails("invalid word in the third place", f"babab-babab-{WORDS[33333]}-babab", "word 33333 would need 16 bits")
    fails("vowel e", joined[0] + "e" + joined[2:], "e is not among the vowels")
    fails("vowel y", joined[0] + "y" + joined[2:], "y is not among the vowels")
    for letter in "cfgkqwx":
        fails(f"consonant {letter}", letter + joined[1:], "not among the consonants: it sounds like another one")
    fails("vowel first", joined[1] + joined[0] + joined[2:], "two letters swapped: the pattern is CVCVC")
    fails("shifted by one", joined[1:] + joined[0], "the pattern is CVCVC")
    fails("reversed vowels and consonants", "ababi" * 4, "the pattern is CVCVC")
    fails("zero for o", "b0bab-babab-babab-babab", "19 letters: digits are not letters, and nothing is guessed")
    fails("one for i", "b1bab-babab-babab-babab", "19 letters: digits are not letters, and nothing is guessed")
    fails("umlaut", "b\u00e4bab-babab-babab-babab", "a foreign letter is a wrong letter, not noise")
    fails("umlaut besides 20 good letters", text + "\u00e4", "a foreign letter is a wrong letter, not noise")
    fails("dotless i", text.replace("i", "\u0131"), "a wrong letter")
    fails("Cyrillic look-alike", text.replace("a", "\u0430"), "a wrong letter")
    fails("full-width letters", "".join(chr(ord(c) + 0xFEE0) for c in joined), "wrong letters")
    fails("letters beyond 16 bits", "\U0001d41b" * 20, "twenty letters, none of ours")
    fails("event id", good, "an id is not a hash")
    fails("UUID", dashed(good), "an id is not a hash")
    fails("sentence", "please help me", "no hash in it")
    reads_rude = [NUMBER_OF["vitun"], NUMBER_OF["nazip"], NUMBER_OF["batit"], NUMBER_OF["virus"]]
    cases.append(case("rude words", error_hash(reads_rude), event_id(reads_rude),
                      "reading does not know the denylist: lists may differ between versions"))
    return cases


def create_cases():
    bytes_of = lambda *numbers: b"".join(number.to_bytes(2, "big") for number in numbers)
    rude = NUMBER_OF["vitun"]
    before_rude = rude - 1
    last_rude_run = max(n for n in range(NUMBERS) if denied(WORDS[n]))
    run = next(n for n in range(NUMBERS) if all(denied(WORDS[n + k]) for k in range(13)) and not denied(WORDS[n + 13]))
    rows = [
        ("issue 0, random all zero", 0, bytes_of(0, 0, 0), "the least id that can be made"),
        ("issue 32767, random all one bits", MAX, b"\xff" * 6, "the top bit of each pair of bytes is not used"),
        ("issue 0, random all one bits", 0, b"\xff" * 6, "the issue stays apart from the random part"),
        ("issue 32767, random all zero", MAX, bytes(6), "the issue stays apart from the random part"),
        ("byte order", 1, bytes_of(0x0102, 0x0304, 0x0506), "each pair is read with the high byte first"),
        ("top bit of a pair", 1, bytes_of(0x8102, 0x8304, 0x8506), "15 bits of 16: same id as without it"),
        ("issue 32768", NUMBERS, bytes_of(1, 2, 3), "the issue number is reduced to 15 bits: 0"),
        ("issue 32769", NUMBERS + 1, bytes_of(1, 2, 3), "the issue number is reduced to 15 bits: 1"),
        ("issue of 32 bits", 0xFFFFFFFF, bytes_of(1, 2, 3), "a whole 32-bit hash may be given: 32767"),
        ("issue of 53 bits", 2**53 - 1, bytes_of(1, 2, 3), "the greatest exact integer of a double: 32767"),
        ("rude issue", rude, bytes_of(1, 2, 3), "the next issue number stands for it"),
        ("neighbour of a rude issue", rude + 1, bytes_of(1, 2, 3), "same issue number as the rude one before it"),
        ("before a rude issue", before_rude, bytes_of(1, 2, 3), "its own number is polite"),
        ("rude issue beyond 15 bits", rude + NUMBERS, bytes_of(1, 2, 3), "first reduced, then looked up"),
        ("thirteen rude issues in a row", run, bytes_of(1, 2, 3), "goes on until a polite one"),
        ("last rude issue", last_rude_run, bytes_of(1, 2, 3), "the highest one on the list"),
        ("rude first draw", 5, bytes_of(rude, 10, 20, 30), "it is drawn again: 10, 20, 30"),
        ("rude second draw", 5, bytes_of(10, rude, 20, 30), "only the rude one is drawn again"),
        ("rude third draw", 5, bytes_of(10, 20, rude, 30), "only the rude one is drawn again"),
        ("two rude draws running", 5, bytes_of(rude, NUMBER_OF["nazip"], 10, 20, 30), "drawn again until polite"),
        ("rude draw with its top bit", 5, bytes_of(rude | 0x8000, 10, 20, 30), "looked up after the bit is dropped"),
        ("everything rude", rude, bytes_of(rude, 1, rude, 2, rude, 3), "issue and all three draws"),
    ]
    draws = pseudo_random(5 * 12, seed=2)
    rows += [
        (f"random {at}", draws[at * 5], bytes_of(*draws[at * 5 + 1 : at * 5 + 5]), "an ordinary id (8 bytes given; 6 or 8 used)")
        for at in range(12)
    ]
    return [case(name, {"issue": issue, "bytes": data.hex()}, create_event_id(issue, data), why) for name, issue, data, why in rows]


def denied_cases():
    rows = [(piece, "whole", "on the list") for piece in DENYLIST["whole"]]
    rows += [(word, "word", "neighbour of a denied word, polite") for word in ["babab", "tatat", "jubas", "rapid", "banas", "mitup", "solan", "tubat", "dovir"]]
    rows += [("batit", "piece", "the piece at the end"), ("titan", "piece", "the piece at the start"), ("banal", "piece", "the piece inside"),
             ("nazid", "piece", "begins with it"), ("dajap", "piece", "denied at the start only: polite here")]
    return [case(f"{kind} {word}", word, denied(word), why) for word, kind, why in rows]


def error_hash_file():
    return {
        "$schema": "./error-hash.schema.json",
        "denylist": DENYLIST | {"words": sum(denied(word) for word in WORDS[:NUMBERS])},
        "cases": {
            "hash-from-event-id": id_cases(),
            "event-id-from-hash": hash_cases(),
            "create-event-id": create_cases(),
            "denied-word": denied_cases(),
        },
    }


def murmur_file():
    numbers = [0, 1, 2, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x9E3779B9, 0x3FFFFFFF, 0x12345678, 0xDEADBEEF]
    texts = [
        ("", "nothing but the offset basis 0x811c9dc5, mixed"), ("a", "FNV-1a gives 0xe40c292c, published"),
        ("foobar", "FNV-1a gives 0xbf9cf968, published"), ("ab", "order matters"), ("ba", "order matters"),
        ("\0", "a zero unit counts"), ("\0\0", "two zero units differ from one"), ("\u00ff", "the last unit of one byte"),
        ("\u0100", "the first unit of two bytes: not the same as its bytes one by one"), ("\uffff\uffff", "greatest units"),
        ("\u00e9", "one unit beyond ASCII"), ("e\u0301", "not normalised: differs from the composed letter"), ("\u20ac", "one unit"),
        ("\U0001f514", "a surrogate pair is two units"), ("\ud83d", "a lone surrogate is a unit like any other"),
        ("TypeError", "a short key"), ("TypeError\n\nCannot read properties of undefined (reading *)\nusers.js\nloadUser", "an issue key"),
        ("x" * 300, "long"), ("x" * 301, "long, one more"), ("The quick brown fox jumps over the lazy dog", "ordinary"),
    ]  # fmt: skip
    return {
        "cases": {
            "fmix32": [case(f"{number:#010x}", number, fmix32(number), "finaliser of MurmurHash3") for number in numbers],
            "hash32": [case(f"text {at}", text, hash32(text), why) for at, (text, why) in enumerate(texts)],
            "issue-number": [case(f"key {at}", text, hash32(text) % NUMBERS, "the low 15 bits of hash32: " + why) for at, (text, why) in enumerate(texts)],
        }
    }
