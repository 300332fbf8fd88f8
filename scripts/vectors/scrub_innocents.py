"""Text that holds no secret, of the kinds that events are full of; each with what might go wrong."""

import base64
import uuid

HEX = "0123456789abcdef"

PROSE = """Cannot read properties of undefined (reading 'map')
The author of this document could not be found
Invalid session: expired
Unexpected token: '<'
SyntaxError: Unexpected token < in JSON at position 0
Failed to refresh token: timeout after 30 s
password: must be at least 8 characters
Password is required
basic authentication failed
The bearer of bad news arrived
Keyboard interrupt received
max_tokens: 4096 exceeded
Timeout of 5000 ms exceeded
connect ECONNREFUSED 127.0.0.1:5432
listen EADDRINUSE: address already in use :::3000
getaddrinfo ENOTFOUND db.internal
Der Benutzer konnte nicht gefunden werden
Größe überschritten: 12,5 MB von 10 MB
Die Straße 42 in 80331 München ist gesperrt
Ungültige Eingabe für das Feld „Geburtsdatum“
Übertragung abgebrochen, bitte später erneut versuchen
Zugriff verweigert: fehlende Berechtigung
无法连接到数据库
用户未找到,请稍后再试
订单 20260101123 已取消
文件大小超过限制
请求超时,请检查网络
系统错误:请联系管理员
データベースに接続できません
Пользователь не найден
المستخدم غير موجود
Commande n° 4711 introuvable
¿Dónde está la biblioteca?
Order 4711 was shipped on 2026-01-01
Invoice 2026-000123 is overdue
Room 101, floor 3, building 7
Please call 555-0199 for help
Ring 030 1234567 or 0800 33 1000
Phone +49 89 1234567 is not valid
Call +1 415 555 2671
Tel. 089/123-4567
Only 3 of 12 items are left
Version 1.2.3.4 is out of date
Upgrade to 2.0.0-rc.1+build.5
Assembly Version=4.0.0.0, Culture=neutral
Chrome/120.0.0.0 Safari/537.36
Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.109 Safari/537.36
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.2 Safari/605.1.15
OID 1.3.6.1.4.1.311.21.8 is unknown
section 3.2.1.4 of the manual
resolver 8.8.8.8 did not answer
Access to fetch at 'https://api.example.com/v1/orders' has been blocked by CORS policy
Warning: Each child in a list should have a unique "key" prop.
Hydration failed because the initial UI does not match
npm_config_registry and npm_lifecycle_event are set
git@github.com:acme/shop.git does not exist
ssh://git@gitlab.example/acme/shop.git
icon@2x.png not found
render@app.js:10:5
@scope/package@1.2.3 has no exports
passport.authenticate is not a function
The secretary passed the compass to the president
Tokenizer reached the end of input
Authorization required
the cookie jar is full
credentials are missing
Session closed by peer
oauth: failed
auth: user is unknown
bytes 0-1023/146515
12:34:56.789 INFO started
[00:01:02] done
MAC 00:1A:2B:3C:4D:5E changed
std::vector<int>::at out of range
core::result::unwrap_failed
a::before and b::after
EXIF date 2024:11:05 12:00:00
Lorem ipsum dolor sit amet, consectetur adipiscing elit""".split("\n")

CODE = """const token = req.headers.authorization;
const password = getPassword();
if (token === undefined) return;
if (password !== confirmPassword) throw new Error('mismatch');
token: string;
readonly password: string;
password?: string
auth: AuthService,
const { token } = session;
session: Session | undefined,
headers: { authorization: `Bearer ${token}` },
const auth = useAuth();
this.token = token;
self.password = None
def login(self, user, password):
private secret: string | null = null;
const url = `postgres://${user}:${password}@${host}/db`;
export const createToken = (payload: Payload): string => sign(payload);
password = request.form.get('x')
for (const [key, value] of Object.entries(tokens)) {
tokens.forEach((token) => { console.log(token.type); });
return cookie ? parse(cookie) : undefined;
<input type="password" name="pw" />
import { SessionProvider } from 'next-auth/react';
.sk-circle-fade-animation-container { color: #1a2b3c; }
const LUHN = /^(?:4\\d{12})$/;
case TOKEN: return next();
SELECT id, name FROM users WHERE id = $1
UPDATE tokens SET used = true WHERE id = ?
func (s *Session) Token() string {
fn token(&self) -> &str { &self.token }
let auth: Auth;
$password = $_POST['pw'];
export TOKEN=$GITHUB_TOKEN
PASSWORD=${DB_PASSWORD}
password: process.env.DB_PASSWORD,
secret: config.get('jwt'),
@Component({ selector: 'app-root' })
x = y::z::w
const ip = req.socket.remoteAddress;
const re = /[a-z]{2,}@[a-z]+/;
assert(card.number.length === 16);
throw new AuthError('token expired');
margin: 0 auto 12px; width: calc(100% - 20px);
git rebase --onto main feature~3
docker run -p 8080:80 nginx:1.25.3-alpine
rgba(255, 255, 255, 0.5)
console.log('password reset for user', id);""".split("\n")

PATHS = """/srv/app/node_modules/express/lib/router/index.js
C:\\Users\\Public\\app\\dist\\main.js
webpack-internal:///./node_modules/@angular/core/fesm2022/core.mjs
webpack:///./src/components/keyboard.tsx
file:///home/node/app/auth/session.ts
https://shop.example/assets/index-DiwrgTda.js
https://cdn.example/lib/3.6.0/jquery.min.js?v=1704067200
https://shop.example/search?q=red+shoes&page=2&sort=price
https://shop.example/orders/4711#details
https://example.org/a/b/c.html?author=smith&keyword=monkey
node:internal/modules/cjs/loader
../shared/data/event.schema.json
~/.config/app/settings.toml
s3://bucket/prefix/2026/01/01/part-00001.parquet
data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7
app://localhost/index.html
chrome-extension://aapbdbdomjkkjkaonfhkkikfgjllcleb/content.js""".split("\n")


def fixed():
    for text in PROSE:
        yield "prose", text, "says something, hides nothing"
    for text in CODE:
        yield "code", text, "names secrets, holds none"
    for text in PATHS:
        yield "path", text, "servers match by it, people read it"


def ean13(draw):
    digits = "".join(str(draw.randint(0, 9)) for _ in range(12))
    return digits + str(-sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10)


def isbn(draw):
    body = "978" + "".join(str(draw.randint(0, 9)) for _ in range(9))
    check = -sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(body)) % 10
    return f"{body[:3]}-{body[3]}-{body[4:8]}-{body[8:]}-{check}"


def drawn(draw):
    def some(alphabet, count):
        return "".join(draw.choice(alphabet) for _ in range(count))

    digits = "0123456789"
    makers = {
        "uuid": (lambda: str(uuid.UUID(int=draw.getrandbits(128), version=4)), "ids are how people find things again"),
        "md5": (lambda: some(HEX, 32), "a hash, not a key"),
        "git sha": (lambda: some(HEX, 40), "names a commit"),
        "short sha": (lambda: "commit " + some(HEX, 7), "names a commit"),
        "sha256": (lambda: "sha256:" + some(HEX, 64), "names an image"),
        "order number": (lambda: f"order {draw.randint(10**6, 10**10)}", "ten digits are no card"),
        "epoch": (lambda: str(draw.randint(1_600_000_000_000, 1_800_000_000_000)), "milliseconds have 13 digits"),
        "micros": (lambda: str(draw.randint(1_600_000_000_000_000, 1_800_000_000_000_000)), "microseconds have 16 digits"),
        "timestamp": (lambda: f"20{draw.randint(20, 29)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}T{draw.randint(0, 23):02d}:{draw.randint(0, 59):02d}:{draw.randint(0, 59):02d}.{draw.randint(0, 999):03d}Z", "RFC 3339"),
        "semver": (lambda: f"shop@{draw.randint(0, 30)}.{draw.randint(0, 99)}.{draw.randint(0, 99)}", "a release"),
        "colour": (lambda: "#" + some(HEX, 6), "hex, short"),
        "ean": (lambda: "EAN " + ean13(draw), "13 digits with a check digit of its own"),
        "isbn": (lambda: "ISBN " + isbn(draw), "groups of digits"),
        "phone": (lambda: f"({draw.randint(200, 989)}) 555-{draw.randint(1000, 9999)}", "grouped like an SSN, almost"),
        "base64 image": (lambda: "data:image/png;base64," + base64.b64encode(bytes(draw.getrandbits(8) for _ in range(600))).decode(), "anything may occur in it by chance"),
        "trace": (lambda: f"{some(HEX, 32)}-{some(HEX, 16)}-1", "links systems"),
        "amount": (lambda: f"{draw.randint(1, 999)}.{draw.randint(0, 999):03d}.{draw.randint(0, 999):03d},{draw.randint(0, 99):02d} EUR", "dots between digits"),
        "bundle": (lambda: f"/assets/chunk-{some('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 8)}.js:1:{draw.randint(1, 99999)}", "a file's hash"),
        "memory": (lambda: f"0x{some(HEX, 12)}", "an address in memory"),
    }
    for kind, (make, why) in makers.items():
        for _ in range(10):
            yield kind, make(), why


def innocents(draw):
    seen = {}
    for kind, text, why in [*fixed(), *drawn(draw)]:
        seen[kind] = seen.get(kind, 0) + 1
        yield {"name": f"{kind} {seen[kind]}", "kind": kind, "input": text, "why": why}
