"""Makes test/vectors/scrub.json: secrets that must not leave, and innocent text that must.

Most is drawn from a seed; what was written into the file by hand stays there. Secrets are written in parts, so
that no text that looks like a real one stands in the repository in one piece. `python3 scripts/vectors/scrub.py`
compares the file with what it would write; with `--write` it writes it.
"""

import base64
import json
import random
import string
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # before our own module loads: no __pycache__ among the sources

from scrub_innocents import innocents

FILE = Path(__file__).parents[2] / "test/vectors/scrub.json"
draw = random.Random(20260101)

LETTERS = string.ascii_letters
ALNUM = LETTERS + string.digits
URL_SAFE = ALNUM + "-_"
HEX = "0123456789abcdef"


def some(alphabet, count):
    return "".join(draw.choice(alphabet) for _ in range(count))


def b64url(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def luhn(digits):
    total = 0
    for place, digit in enumerate(reversed(digits + "0")):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return digits + str(-total % 10)


def card(prefix, length, groups=None, separator=""):
    digits = luhn(prefix + some(string.digits, length - len(prefix) - 1))
    if not groups:
        return digits
    parts, at = [], 0
    for size in groups:
        parts.append(digits[at : at + size])
        at += size
    return separator.join(parts)


def iban(country, account, blanks):
    number = "".join(str(int(sign, 36)) for sign in account + country + "00")
    text = country + f"{98 - int(number) % 97:02d}" + account
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4)) if blanks else text


def pem(kind):
    body = "\n".join(some(ALNUM + "+/", 64) for _ in range(6))
    return f"-----BEGIN {kind}-----\n{body}\n-----END {kind}-----"


def password():
    return draw.choice([lambda: some(ALNUM, 12), lambda: "hunter" + some(string.digits, 2), lambda: some(LETTERS, 4) + "!" + some(ALNUM, 6), lambda: "Tr0ub4dor" + some("!#*~^", 1) + some(string.digits, 1)])()


def ipv4():
    return f"{draw.choice([84, 91, 93, 178, 203, 212])}.{draw.randint(1, 254)}.{draw.randint(1, 254)}.{draw.randint(1, 254)}"


def ipv6():
    return f"2001:db8:{some(HEX, 4)}:{some(HEX, 4)}::{draw.choice('123456789')}{some(HEX, 2)}"


# kind: (maker of the secret, texts that hold it, why)
KINDS = {
    "jwt": (lambda: f"{b64url({'alg': 'HS256', 'typ': 'JWT'})}.{b64url({'sub': some(string.digits, 6)})}.{some(URL_SAFE, 43)}", ["jwt {}", "verify failed for {}", "/callback?state=1&x={}"], "logs in as somebody until it expires"),
    "bearer": (lambda: some(ALNUM, 20) + "1" + some(ALNUM, 11), ["Authorization: Bearer {}", "curl -H 'authorization: bearer {}' /api", "Bearer {}"], "an OAuth token in a header that was logged"),
    "basic": (lambda: base64.b64encode(f"user{some(string.digits, 3)}:{some(ALNUM, 9)}".encode()).decode(), ["Authorization: Basic {}", "sent header Basic {}"], "user and password, only encoded"),
    "rsa-private-key": (lambda: pem("RSA PRIVATE KEY"), ["key was {}", "{}"], "a key file in a message"),
    "private-key": (lambda: pem("PRIVATE KEY"), ["cannot read {} as key"], "PKCS 8"),
    "ec-private-key": (lambda: pem("EC PRIVATE KEY"), ["{}"], "SEC 1"),
    "openssh-private-key": (lambda: pem("OPENSSH PRIVATE KEY"), ["identity {}"], "what ssh-keygen writes"),
    "gcp-service-account": (lambda: pem("PRIVATE KEY").replace("\n", "\\n"), ['{{"type":"service_account","private_key":"{}","client_id":"1"}}'], "the JSON file of a service account, lines escaped"),
    "aws-access-key-id": (lambda: "AKIA" + some(string.ascii_uppercase + string.digits, 16), ["The key {} is not allowed to s3:GetObject", "AWS_KEY {}"], "names the account and half of the pair"),
    "aws-session-key-id": (lambda: "ASIA" + some(string.ascii_uppercase + string.digits, 16), ["InvalidToken for {}"], "a temporary one"),
    "aws-secret": (lambda: some(ALNUM + "+/", 40), ["aws_secret_access_key={}", "AWS_SECRET_ACCESS_KEY={} node app", "secretAccessKey: '{}'"], "the other half, known by its key only"),
    "google-api-key": (lambda: "AIza" + some(URL_SAFE, 35), ["https://maps.example/api/js?key={}", "API key {} expired"], "billed to somebody"),
    "google-oauth": (lambda: "ya29." + some(URL_SAFE, 60), ["access {} refused"], "a user's token"),
    "github-token": (lambda: f"gh{draw.choice('posur')}_" + some(ALNUM, 36), ["remote: {} denied", "token={}"], "classic, OAuth, server, refresh"),
    "github-fine-grained": (lambda: "github_pat_" + some(ALNUM, 22) + "_" + some(ALNUM, 59), ["push with {} failed"], "the newer form"),
    "gitlab-token": (lambda: "glpat-" + some(URL_SAFE, 20), ["glab: {} is revoked", "https://gitlab.example/api/v4/projects?private_token={}"], "personal access"),
    "slack-token": (lambda: f"xox{draw.choice('bpars')}-{some(string.digits, 12)}-{some(string.digits, 12)}-{some(ALNUM, 24)}", ["slack said invalid_auth for {}"], "a bot's"),
    "slack-webhook": (lambda: f"hooks.slack.com/services/T{some(string.ascii_uppercase + string.digits, 8)}/B{some(string.ascii_uppercase + string.digits, 8)}/{some(ALNUM, 24)}", ["POST https://{} 404"], "whoever knows the address may post"),
    "discord-webhook": (lambda: f"discord.com/api/webhooks/{some('123456789', 18)}/{some(URL_SAFE, 68)}", ["POST https://{} 429"], "the same"),
    "stripe-key": (lambda: f"{draw.choice('sr')}k_{draw.choice(['live', 'test'])}_" + some(ALNUM, 24), ["Invalid API Key provided: {}", "stripe({})"], "moves money"),
    "stripe-webhook-secret": (lambda: "whsec_" + some(ALNUM, 32), ["signature does not match {}"], "forges web hooks"),
    "npm-token": (lambda: "npm_" + some(ALNUM, 36), ["//registry.example.com/:_authToken={}", "npm ERR! {}"], "publishes packages"),
    "pypi-token": (lambda: "pypi-AgEIcHlwaS5vcmc" + some(URL_SAFE, 70), ["upload with {} failed"], "publishes packages"),
    "sendgrid-key": (lambda: "SG." + some(URL_SAFE, 22) + "." + some(URL_SAFE, 43), ["mail: {} unauthorised"], "sends mail in somebody's name"),
    "twilio-key": (lambda: "SK" + some(HEX, 32), ["twilio {} 401"], "sends messages"),
    "openai-key": (lambda: "sk-" + some(ALNUM, 24) + "7" + some(ALNUM, 23), ["Incorrect API key provided: {}."], "spends credit"),
    "openai-project-key": (lambda: "sk-proj-" + some(URL_SAFE, 30) + "4" + some(ALNUM, 40), ["model refused {}"], "the newer form"),
    "anthropic-key": (lambda: "sk-ant-api03-" + some(URL_SAFE, 90) + "AA", ["x-api-key {} rejected"], "spends credit"),
    "discord-bot": (lambda: draw.choice("MNO") + some(URL_SAFE, 25) + "." + some(URL_SAFE, 6) + "." + some(URL_SAFE, 38), ["login({})"], "is the bot"),
    "telegram-bot": (lambda: some("123456789", 10) + ":AA" + some(URL_SAFE, 33), ["https://api.telegram.org/bot{}/sendMessage"], "is the bot"),
    "azure-storage": (lambda: some(ALNUM + "+/", 86) + "==", ["DefaultEndpointsProtocol=https;AccountName=shop;AccountKey={};EndpointSuffix=core.windows.net"], "reads and writes all blobs"),
    "url-password": (lambda: f"app:{password()}", ["connect ECONNREFUSED postgres://{}@db.internal:5432/shop", "redis://{}@cache:6379/0", "cannot clone https://{}@git.example/shop.git", "mongodb+srv://{}@cluster0.example/test"], "a database's address in an error of its driver"),
    "connection-string": (password, ["Server=db;Database=shop;User Id=sa;Password={};Encrypt=true", "host=db user=app password={} dbname=shop", "Driver=x;UID=sa;PWD={};"], "ODBC, ADO.NET, libpq"),
    "password-pair": (password, ["login failed, password={}", "password: {}", '{{"user":"bob","password":"{}"}}', "POST /login?user=bob&password={}&x=1", "{{\\\"password\\\":\\\"{}\\\"}}", "const password = '{}';", "DB_PASSWORD={}", "new_password => password: \"{}\""], "the commonest leak of all"),
    "token-pair": (lambda: some(ALNUM, 10) + "3" + some(ALNUM, 12), ["token: {}", "access_token={}&expires=1", "refresh_token='{}'", "X-Auth-Token: {}", "api_key={}", "clientSecret: \"{}\"", "sessionid={}; path=/", "csrf_token={}"], "known by its key only"),
    "card": (lambda: draw.choice([lambda: card("4", 16), lambda: card("4", 16, [4, 4, 4, 4], " "), lambda: card("5" + draw.choice("12345"), 16, [4, 4, 4, 4], "-"), lambda: card("37", 15), lambda: card("34", 15, [4, 6, 5], " "), lambda: card("6011", 16), lambda: card("2223", 16, [4, 4, 4, 4], " "), lambda: card("36", 14), lambda: card("3528", 16)])(), ["card {} declined", "pan={}", "Order 12345 {} paid", "[{}]"], "a customer's card"),
    "iban": (lambda: draw.choice([lambda blanks: iban("DE", some(string.digits, 18), blanks), lambda blanks: iban("GB", "WEST" + some(string.digits, 14), blanks), lambda blanks: iban("FR", some(string.digits, 23), blanks), lambda blanks: iban("NL", "ABNA" + some(string.digits, 10), blanks), lambda blanks: iban("NO", some(string.digits, 11), blanks)])(draw.random() < 0.5), ["payout to {} failed", "iban {} INVALID", "account {}."], "a customer's account"),
    "ssn": (lambda: f"{draw.randint(100, 665)}-{draw.randint(10, 99)}-{draw.randint(1000, 9999)}", ["SSN {} exists", "applicant {}"], "identifies a person in the US"),
    "email": (lambda: f"{draw.choice(['jane.doe', 'max', 'li.wei', 'a_b', 'ops+alerts'])}{draw.randint(1, 99)}@{draw.choice(['example.com', 'mail.example.org', 'firma-ag.de', 'uni.ac.uk'])}", ["no user {}", "mailto:{}", "From: Jane <{}>", "user={}"], "names a person"),
    "ipv4": (ipv4, ["request from {}", "connect ETIMEDOUT {}:443", "http://{}/x", "client={}"], "names a visitor"),
    "ipv6": (ipv6, ["request from {}", "connect ECONNREFUSED [{}]:443"], "names a visitor"),
}

PER_KIND = 8


def parts(text):
    """In pieces of at most seven characters: no scanner takes them for a secret, and their prefixes are broken."""
    return [text[at : at + 7] for at in range(0, len(text), 7)]


def secrets():
    for kind, (make, texts, why) in KINDS.items():
        for number in range(PER_KIND):
            text, secret = texts[number % len(texts)], make()
            before, after = text.replace("{{", "{").replace("}}", "}").split("{}", 1)
            yield {"name": f"{kind} {number + 1}", "kind": kind, "before": before, "secret": parts(secret), "after": after, "why": why}


def merged(known, drawn):
    """What is drawn, in the place it has already; what was written by hand stays as it is."""
    new = {case["name"]: case for case in drawn}
    return [new.pop(case["name"], case) for case in known] + list(new.values())


def main():
    before = FILE.read_text(encoding="utf-8")
    known = json.loads(before)["cases"]
    cases = {"secrets": merged(known["secrets"], secrets()), "innocents": merged(known["innocents"], innocents(random.Random(20260102)))}
    text = json.dumps({"cases": cases}, indent=1, ensure_ascii=False) + "\n"
    if "--write" in sys.argv:
        FILE.write_text(text, encoding="utf-8")
    elif before != text:
        sys.exit("scrub.json is not what this script writes; run it with --write")
    print(f"{len(cases['secrets'])} secrets, {len(cases['innocents'])} innocents")


main()
